//! Checking a database against its own log, and rebuilding what follows from it.

use canvass_results::Ledger;
use canvass_store::{Store, StoreError};

/// What the doctor found in one conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Slug of the conversation.
    pub conversation: String,
    /// What is wrong.
    pub what: String,
}

/// What was compared, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examined {
    /// What is wrong; empty where log and tables agree.
    pub findings: Vec<Finding>,
    /// How many conversations were looked at.
    pub n_conversations: usize,
    /// How many events were read.
    pub n_events: usize,
}

/// Checks every conversation: the log is dense and readable, and the derived tables are what it says.
///
/// # Errors
/// When the database cannot be read.
pub async fn check(store: &Store) -> Result<Examined, StoreError> {
    let mut examined = Examined::default();
    for conversation in store.conversations().await? {
        examined.n_conversations += 1;
        let findings = &mut examined.findings;
        let mut note = |what: String| findings.push(Finding { conversation: conversation.slug.to_string(), what });
        match store.events(conversation.id).await {
            Ok(events) => {
                examined.n_events += events.len();
                if let Err(error) = Ledger::of(&events) {
                    note(error.to_string());
                }
            }
            Err(StoreError::Damaged(what)) => {
                note(what);
                continue;
            }
            Err(error) => return Err(error),
        }
        for difference in store.check_derived(conversation.id).await? {
            note(format!("{}: {}", difference.table, difference.what));
        }
    }
    Ok(examined)
}

/// Makes every derived table anew from the log. Needs the writer's lock.
///
/// # Errors
/// When the database cannot be read or written.
pub async fn rebuild(store: &Store) -> Result<(), StoreError> {
    for conversation in store.conversations().await? {
        store.rebuild_derived(conversation.id).await?;
    }
    Ok(())
}
