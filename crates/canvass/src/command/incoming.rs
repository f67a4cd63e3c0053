//! Reading a folder that holds a conversation, with a progress bar.

use crate::exit::Failure;
use crate::outside::{Progress, remark};
use canvass_domain::{Slug, Transcript};
use canvass_formats::{FormatError, polis, tidy};
use std::path::Path;

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
    pub(super) fn read(self, folder: &Path) -> Result<Incoming, Failure> {
        let bar = Progress::of("Reading");
        let read = self.parse(folder, &mut |progress| {
            bar.show(progress.done_bytes, progress.total_bytes);
        });
        bar.end();
        read.map_err(Failure::bad_input)
    }

    fn parse(
        self,
        folder: &Path,
        progress: &mut dyn FnMut(canvass_formats::Progress),
    ) -> Result<Incoming, FormatError> {
        match self {
            Self::Polis => {
                let polis::PolisImport { transcript, findings, slug } = polis::read_folder(folder, progress)?;
                Ok(Incoming { slug, transcript, findings })
            }
            Self::Tidy => {
                let read = tidy::read_folder(folder, progress)?;
                Ok(Incoming { slug: read.slug.clone(), transcript: read.into_import(), findings: Vec::new() })
            }
        }
    }
}

impl Incoming {
    /// Says on stderr what was odd about it.
    pub(super) fn remark(&self) {
        for finding in &self.findings {
            remark(format_args!("note: {finding}"));
        }
    }
}
