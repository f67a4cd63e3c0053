//! `canvass import`.

use super::incoming::{Form, How};
use crate::exit::{Done, Failure};
use crate::outside::{Progress, now_ms, say};
use crate::storage::{Storage, block_on, close, lock_at_once};
use canvass_app::{LoadProgress, StaffId};
use canvass_domain::{Slug, Visibility};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Bring in a conversation from elsewhere, closed and with its results open to all.
#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// A folder exported by Polis, of any generation, or a .zip of one; prints the slug
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
    /// Keep it to staff until it is made public at the desk
    #[arg(long)]
    draft: bool,
    #[command(flatten)]
    how: How,
}

impl Import {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        match self {
            Self::Polis(folder) => block_on(folder.import(Form::Polis)),
            Self::Tidy(folder) => block_on(folder.import(Form::Tidy)),
        }
    }
}

impl Folder {
    async fn import(self, form: Form) -> Done {
        let slug = self.slug.as_deref().map(Slug::parse).transpose().map_err(Failure::bad_input)?;
        let store = self.storage.open().await?;
        let lock = lock_at_once(&store, "import").await?;
        let mut incoming = form.read(&self.folder, &self.how)?;
        incoming.remark();
        if form == Form::Polis {
            incoming.note_published_groups()?;
        }
        let slug = slug.unwrap_or(incoming.slug);
        let writing = Progress::of("Writing");
        let mut show = |LoadProgress { done, total }| writing.show(done as u64, total as u64);
        let visibility = if self.draft { Visibility::Private } else { Visibility::Public };
        let loaded = store.load_as(&slug, &incoming.transcript, visibility, now_ms(), &mut show).await;
        writing.end();
        store.note_act_on(loaded?, StaffId::COMMAND_LINE.0, "import", now_ms()).await?;
        close(store, lock).await;
        say(&slug);
        Ok(())
    }
}
