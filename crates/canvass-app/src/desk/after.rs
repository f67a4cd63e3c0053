//! What waits for the desk after publication: notes on what is unclear, and responses that are still to come.

use crate::live::Entry;
use crate::{App, AppError};
use canvass_domain::ConversationId;
use canvass_store::ResponseRow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What waits in one conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaitingAfter {
    /// Notes of readers that nobody has settled.
    pub n_unclear: u64,
    /// Who was asked to respond and has not, the first day first.
    pub responses: Vec<ResponseRow>,
}

impl WaitingAfter {
    /// All of it.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n_unclear + self.responses.len() as u64
    }
}

impl App {
    /// What waits after publication in some conversations, where anything does.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn waiting_after(
        &self,
        entries: &[Arc<Entry>],
    ) -> Result<BTreeMap<ConversationId, WaitingAfter>, AppError> {
        let mut waiting: BTreeMap<ConversationId, WaitingAfter> = BTreeMap::new();
        for (id, n) in self.store.n_unclear_by_conversation().await? {
            waiting.entry(id).or_default().n_unclear = n;
        }
        for (id, response) in self.store.open_responses().await? {
            waiting.entry(id).or_default().responses.push(response);
        }
        waiting.retain(|id, _| entries.iter().any(|entry| entry.id() == *id));
        Ok(waiting)
    }
}
