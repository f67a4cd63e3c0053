//! `canvass import`.

use crate::exit::{Done, Failure};
use crate::outside::{now_ms, progress_bar, remark, say};
use crate::storage::{Storage, block_on, close, lock};
use canvass_app::LoadProgress;
use canvass_domain::Slug;
use canvass_formats::polis;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Bring in a conversation from elsewhere.
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// A folder exported by Polis, of any generation; prints the slug
    Polis(Folder),
}

/// A folder and where to put it.
#[derive(Debug, Args)]
pub(crate) struct Folder {
    #[command(flatten)]
    storage: Storage,
    /// The folder
    folder: PathBuf,
    /// Name in addresses; without it one made from the topic
    #[arg(long, value_name = "S")]
    slug: Option<String>,
}

impl Import {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        match self {
            Self::Polis(folder) => block_on(folder.import()),
        }
    }
}

impl Folder {
    async fn import(self) -> Done {
        let slug = self.slug.as_deref().map(Slug::parse).transpose().map_err(Failure::bad_input)?;
        let store = self.storage.open().await?;
        let lock = lock(&store, "import").await?;
        let reading = progress_bar("Reading");
        let read = polis::read_folder(&self.folder, &mut |progress| {
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
        loaded?;
        close(store, lock).await;
        say(&slug);
        Ok(())
    }
}
