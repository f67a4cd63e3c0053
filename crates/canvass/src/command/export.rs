//! `canvass export`.

use crate::exit::{Done, Failure, Kind};
use crate::folder::{OpenTo, Target};
use crate::outside::say;
use crate::storage::{Storage, block_on};
use canvass_app::{AppError, export::export};
use canvass_domain::Slug;
use canvass_formats::{polis, tidy};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Write a conversation as files; works beside a running server.
///
/// The folder is written whole or not at all. It may be there already if it is empty or if an earlier export made it,
/// which is then replaced.
#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    storage: Storage,
    /// Name of the conversation in addresses
    #[arg(long, value_name = "S")]
    conversation: String,
    /// The file set
    #[arg(long, value_enum)]
    format: Format,
    /// The folder to write
    folder: PathBuf,
}

/// A set of files that holds a conversation.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// The Polis file set: votes on statements, neither the poll nor what people said about themselves; texts are
    /// made safe for spreadsheets
    Polis,
    /// The whole record as tables, to the letter. PRIVATE DATA: it holds what people said about themselves, declined
    /// statements and answers that count no longer
    Tidy,
}

impl Export {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        block_on(self.export())
    }

    async fn export(self) -> Done {
        let slug = Slug::parse(&self.conversation).map_err(Failure::bad_input)?;
        let open_to = match self.format {
            Format::Polis => OpenTo::AsUsual,
            Format::Tidy => OpenTo::OwnerOnly,
        };
        let target = Target::check(&self.folder)?;
        let store = self.storage.open_existing().await?;
        let transcript = export(&store, &slug).await.map_err(|error| match error {
            AppError::NotFound(_) => Failure::refused(format!("there is no conversation `{slug}`")),
            AppError::Conflict(why) => Failure::refused(format!("`{slug}` cannot be exported: {why}")),
            error => error.into(),
        })?;
        store.close().await;
        let analysed = canvass_results::analysed::analyse(&slug, &transcript)
            .map_err(|error| Failure::new(Kind::Storage, error))?;
        let map = analysed.results.map.as_deref();
        target.write(open_to, |folder| {
            match self.format {
                Format::Polis => polis::write_folder(folder, &transcript, map),
                Format::Tidy => tidy::write_folder(folder, &slug, &transcript, map),
            }
            .map_err(|error| Failure::new(Kind::Storage, error))
        })?;
        say(self.folder.display());
        Ok(())
    }
}
