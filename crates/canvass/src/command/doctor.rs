//! `canvass doctor`.

use crate::exit::{Done, Failure, Kind};
use crate::outside::say;
use crate::storage::{Storage, block_on, lock};
use canvass_app::doctor::{self, Examined};
use clap::Args;

/// Check the database against its own log.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    storage: Storage,
    /// Look only, also beside a running server; this is what happens without --rebuild too
    #[arg(long, conflicts_with = "rebuild")]
    check: bool,
    /// Make every table that follows from the log anew
    #[arg(long)]
    rebuild: bool,
}

impl Doctor {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        block_on(self.examine())
    }

    async fn examine(self) -> Done {
        debug_assert!(!(self.check && self.rebuild), "the command line excludes it");
        let store = self.storage.open_existing().await?;
        if self.rebuild {
            let _lock = lock(&store, "doctor --rebuild").await?;
            doctor::rebuild(&store).await?;
        }
        let Examined { findings, n_conversations, n_events } = doctor::check(&store).await?;
        store.close().await;
        for finding in &findings {
            say(format_args!("{}: {}", finding.conversation, finding.what));
        }
        let compared = format!("{}, {}", counted(n_conversations, "conversation"), counted(n_events, "event"));
        if findings.is_empty() {
            say(format_args!("{compared}: log and tables agree."));
            return Ok(());
        }
        let hint = if self.rebuild { "" } else { "; `doctor --rebuild` makes the tables anew" };
        Err(Failure::new(Kind::Storage, anyhow::anyhow!("{} findings in {compared}{hint}", findings.len())))
    }
}

/// "1 event", "9 events".
fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
