//! `canvass doctor`.

use crate::exit::{Done, Failure, Kind};
use crate::outside::{remark, say};
use crate::storage::{Storage, TailArgs, block_on, lock_whole};
use canvass_app::{Mending, Store};
use clap::Args;

/// Check the database against its own log.
///
/// Each finding is one line: conversation, table, row, what is wrong, and whether --rebuild mends it.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    storage: Storage,
    /// Look only, also beside a running server; this is what happens without --rebuild too
    #[arg(long, conflicts_with_all = ["rebuild", "accept_lost_tail"])]
    check: bool,
    /// Make everything that follows from the log anew
    #[arg(long)]
    rebuild: bool,
    /// Write the whole database anew, so that its files hold nothing of what was erased
    #[arg(long, conflicts_with_all = ["check", "rebuild"])]
    purge: bool,
    #[command(flatten)]
    tail: TailArgs,
}

impl Doctor {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        block_on(self.see())
    }

    async fn see(self) -> Done {
        debug_assert!(!(self.check && self.rebuild), "the command line excludes it");
        let store = self.storage.open_existing().await?;
        let lock = match (self.rebuild, self.tail.is_accepted()) {
            (true, _) => Some(lock_whole(&store, "doctor --rebuild", self.tail).await?),
            (false, _) if self.purge => Some(lock_whole(&store, "doctor --purge", self.tail).await?),
            (false, true) => Some(lock_whole(&store, "doctor --accept-lost-tail", self.tail).await?),
            (false, false) => None,
        };
        if self.tail.is_accepted() {
            for id in store.accept_logs().await? {
                remark(format_args!("The log of conversation {id} is taken as it is from now on."));
            }
        }
        if self.rebuild {
            store.rebuild().await?;
        }
        if self.purge && !store.purge().await? {
            let why = "somebody reads the database: the write-ahead log still holds what was deleted; try again";
            return Err(Failure::new(Kind::Storage, anyhow::anyhow!(why)));
        }
        let examined = examine(&store).await;
        drop(lock);
        store.close().await;
        examined
    }
}

/// Says what is wrong, or how much was looked at.
pub(crate) async fn examine(store: &Store) -> Done {
    let lost = store.lost_tail().await?;
    lost.iter().for_each(say);
    let examined = store.examine().await?;
    for finding in &examined.findings {
        say(finding);
    }
    if examined.findings.is_empty() && lost.is_empty() {
        say("Log and tables agree.");
        let counts = examined.n_rows.iter().map(|(table, n)| format!("{n} {}", table.replace('_', " ")));
        say(format_args!("Looked at {}.", counts.collect::<Vec<_>>().join(", ")));
        return Ok(());
    }
    let n_mended = examined.findings.iter().filter(|finding| finding.mending == Mending::Rebuild).count();
    let n = lost.len() + examined.findings.len() + examined.n_more;
    let mended = match n_mended {
        0 => "`doctor --rebuild` mends none of them".to_owned(),
        n_mended => format!("`doctor --rebuild` mends {n_mended} of those told of"),
    };
    Err(Failure::new(Kind::Storage, anyhow::anyhow!("{n} findings; {mended}")))
}
