//! `canvass import`.

use crate::exit::{Done, Failure};
use crate::outside::{now_ms, progress_bar, remark, say};
use crate::storage::{Storage, block_on, close, lock};
use canvass_app::{LoadProgress, StaffId};
use canvass_domain::{Slug, Transcript};
use canvass_formats::{FormatError, Progress, polis, tidy};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// Bring in a conversation from elsewhere, closed and with its results open to all.
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// A folder exported by Polis, of any generation; prints the slug
    Polis(Folder),
    /// A folder of tidy tables, as `canvass export --format tidy` writes them; prints the slug
    Tidy(Folder),
}

/// A folder and where to put it.
#[derive(Debug, Args)]
pub(crate) struct Folder {
    #[command(flatten)]
    storage: Storage,
    /// The folder
    folder: PathBuf,
    /// Name in addresses; without it the one that the files give, or one made from the topic
    #[arg(long, value_name = "S")]
    slug: Option<String>,
}

/// What was read from a folder.
struct Read {
    slug: Slug,
    transcript: Transcript,
    findings: Vec<polis::Finding>,
}

impl Import {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        match self {
            Self::Polis(folder) => block_on(folder.import(polis_set)),
            Self::Tidy(folder) => block_on(folder.import(tidy_set)),
        }
    }
}

impl Folder {
    async fn import(self, read: impl FnOnce(&Path, &mut dyn FnMut(Progress)) -> Result<Read, FormatError>) -> Done {
        let slug = self.slug.as_deref().map(Slug::parse).transpose().map_err(Failure::bad_input)?;
        let store = self.storage.open().await?;
        let lock = lock(&store, "import").await?;
        let reading = progress_bar("Reading");
        let read = read(&self.folder, &mut |progress| {
            reading.set_length(progress.total_bytes);
            reading.set_position(progress.done_bytes);
        });
        reading.finish_and_clear();
        let read = read.map_err(Failure::bad_input)?;
        for finding in &read.findings {
            remark(format_args!("note: {finding}"));
        }
        let slug = slug.unwrap_or(read.slug);
        let writing = progress_bar("Writing");
        let loaded = store
            .load(&slug, &read.transcript, now_ms(), &mut |LoadProgress { done, total }| {
                writing.set_length(total as u64);
                writing.set_position(done as u64);
            })
            .await;
        writing.finish_and_clear();
        store.note_act_on(loaded?, StaffId::COMMAND_LINE.0, "import", now_ms()).await?;
        close(store, lock).await;
        say(&slug);
        Ok(())
    }
}

fn polis_set(folder: &Path, progress: &mut dyn FnMut(Progress)) -> Result<Read, FormatError> {
    let polis::PolisImport { transcript, findings, slug } = polis::read_folder(folder, progress)?;
    Ok(Read { slug, transcript, findings })
}

fn tidy_set(folder: &Path, progress: &mut dyn FnMut(Progress)) -> Result<Read, FormatError> {
    let read = tidy::read_folder(folder, progress)?;
    Ok(Read { slug: read.slug.clone(), transcript: read.into_import(), findings: Vec::new() })
}
