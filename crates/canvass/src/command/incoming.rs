//! Reading a folder that holds a conversation, with a progress bar.

use crate::exit::{Failure, Kind};
use crate::outside::{Progress, patiently, remark};
use canvass_domain::{Slug, Transcript};
use canvass_formats::polis::{Options, Unmoderated};
use canvass_formats::{FormatError, polis, tidy};
use canvass_results::analysed::analyse;
use canvass_results::map::PublishedGroups;
use clap::{Args, ValueEnum};
use std::path::Path;

/// How a folder is read, for `import` and `analyse` alike.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct How {
    /// How to treat Polis statements that nobody moderated and only their author voted on: `hold` keeps the wording
    /// private, `accept` publishes it
    #[arg(long, value_enum, value_name = "WHAT")]
    unmoderated: Option<OfUnmoderated>,
    /// Language of the texts, as a tag such as en or pt-BR; without it a Polis export is taken for English, Chinese or
    /// Japanese by its letters
    #[arg(long, value_name = "TAG", value_parser = language_tag)]
    language: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OfUnmoderated {
    /// The default
    Hold,
    /// As Polis does unless moderation is strict
    Accept,
}

fn language_tag(text: &str) -> Result<String, String> {
    let is_tag = canvass_domain::is_language_tag(text);
    if is_tag { Ok(text.to_owned()) } else { Err("use a tag such as en, cy or zh-Hant".to_owned()) }
}

impl How {
    fn options(&self) -> Options {
        let unmoderated = match self.unmoderated {
            Some(OfUnmoderated::Accept) => Unmoderated::Accept,
            Some(OfUnmoderated::Hold) | None => Unmoderated::Hold,
        };
        Options { unmoderated, language: self.language.clone() }
    }
}

/// What a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Exported by Polis, any generation.
    Polis,
    /// Tidy tables.
    Tidy,
}

/// What was read from a folder.
pub(super) struct Incoming {
    pub(super) slug: Slug,
    pub(super) transcript: Transcript,
    findings: Vec<polis::Finding>,
}

impl Form {
    /// What a folder seems to hold: tidy tables come with what was asked.
    pub(super) fn of(folder: &Path) -> Self {
        if folder.join("conversation.toml").exists() { Self::Tidy } else { Self::Polis }
    }

    /// Reads it, as an import would.
    pub(super) fn read(self, folder: &Path, how: &How) -> Result<Incoming, Failure> {
        if self == Self::Tidy && how.unmoderated.is_some() {
            let why = "tidy tables say of every statement whether it is held; --unmoderated is for Polis exports";
            return Err(Failure::new(Kind::Usage, anyhow::anyhow!(why)));
        }
        let bar = Progress::of("Reading");
        let read = self.parse(folder, how, &mut |progress| {
            bar.show(progress.done_bytes, progress.total_bytes);
        });
        bar.end();
        read.map_err(Failure::bad_input)
    }

    fn parse(
        self,
        folder: &Path,
        how: &How,
        progress: &mut dyn FnMut(canvass_formats::Progress),
    ) -> Result<Incoming, FormatError> {
        match self {
            Self::Polis => {
                let polis::PolisImport { mut transcript, findings, slug } =
                    polis::read_folder_as(folder, &how.options(), progress)?;
                // No export of Polis says how answers came; its log may show it.
                let marks = canvass_app::independence::marks_of(&transcript);
                for arrival in &mut transcript.arrivals {
                    arrival.marks = marks.get(&arrival.participant).copied().unwrap_or_default();
                }
                Ok(Incoming { slug, transcript, findings })
            }
            Self::Tidy => {
                let read = tidy::read_folder(folder, progress)?;
                let (slug, findings) = (read.slug.clone(), read.findings.clone());
                let mut transcript = read.into_import();
                if let Some(language) = &how.language {
                    transcript.instrument.language.clone_from(language);
                }
                Ok(Incoming { slug, transcript, findings })
            }
        }
    }
}

impl Incoming {
    /// Adds to what readers are told of the answers which groups Polis had published, and how far those found here are
    /// the same.
    pub(super) fn note_published_groups(&mut self) -> Result<(), Failure> {
        if self.transcript.arrivals.iter().all(|arrival| arrival.published_group.is_none()) {
            return Ok(());
        }
        let analyse = || analyse(&self.slug, &self.transcript);
        let analysed = patiently("Analysing", analyse).map_err(Failure::bad_input)?;
        let published = PublishedGroups::of(&self.transcript, analysed.results.map.as_deref());
        if let Some(published) = published {
            let note = self.transcript.note.take().unwrap_or_default();
            self.transcript.note = Some(format!("{note} {}", published.sentence()).trim().to_owned());
        }
        Ok(())
    }

    /// Says on stderr what was odd about it.
    pub(super) fn remark(&self) {
        for finding in &self.findings {
            remark(format_args!("note: {finding}"));
        }
        for remarked in canvass_app::language::remarks(&self.transcript) {
            remark(format_args!("note: {remarked}"));
        }
    }
}
