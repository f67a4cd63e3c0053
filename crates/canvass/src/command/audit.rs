//! `canvass audit`: what staff did, as CSV on stdout, beside a running server too.

use crate::exit::{Done, Failure};
use crate::storage::{Storage, block_on};
use canvass_app::AppError;
use canvass_app::desk::audit::{self, Rest};
use canvass_domain::Slug;
use clap::Args;
use std::io::Write;

/// Which part of the log.
#[derive(Debug, Args)]
pub(crate) struct Audit {
    #[command(flatten)]
    storage: Storage,
    /// Only what was done to this conversation
    #[arg(long, value_name = "SLUG")]
    conversation: Option<String>,
}

impl Audit {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        block_on(self.write())
    }

    async fn write(self) -> Done {
        let parse = |slug: &String| Slug::parse(slug).map_err(Failure::bad_input);
        let slug = self.conversation.as_ref().map(parse).transpose()?;
        let store = self.storage.open_existing().await?;
        let of = match &slug {
            Some(slug) => Some(audit::conversation(&store, slug).await.map_err(|error| match error {
                AppError::NotFound(_) => Failure::refused(format!("there is no conversation `{slug}`")),
                error => error.into(),
            })?),
            None => None,
        };
        let mut rest = Rest::Whole(of);
        while let Some((text, left)) = audit::piece(&store, rest).await? {
            // Whoever read it has gone: that is no error.
            if std::io::stdout().write_all(text.as_bytes()).is_err() {
                break;
            }
            rest = left;
        }
        store.close().await;
        Ok(())
    }
}
