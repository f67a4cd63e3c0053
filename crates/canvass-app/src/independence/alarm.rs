//! That more readers than usual are marked: what the desk shows, and one letter.

use crate::live::{Entry, Snapshot};
use crate::{App, AppError, StaffId};
use canvass_counts::independence::{Unusual, unusual};
use canvass_domain::{Millis, State};
use canvass_store::{Act, WatchChange};

/// More than usual are marked, and nobody at the desk has said to leave them.
pub type Alarm = Unusual;

impl Snapshot {
    /// Whether more readers than usual are marked now, of those who count.
    #[must_use]
    pub fn alarm(&self, now_ms: Millis) -> Option<Alarm> {
        if self.conversation.state != State::Open {
            return None;
        }
        let calm_until_ms = self.watch.calm_until_ms();
        let marked = self.watch.taking_part(&self.ledger, None);
        let came = marked.into_iter().map(|who| self.ledger.first_answer(who));
        let mut came: Vec<Millis> = came.filter(|at_ms| *at_ms > calm_until_ms).collect();
        came.sort_unstable();
        unusual(&came, self.ledger.turns().opened_ms.unwrap_or(0), now_ms)
    }
}

impl App {
    /// Leaves those marked so far as they are: nothing is said of them again unless more come.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn leave_marked(&self, entry: &Entry, by: StaffId, at_ms: Millis) -> Result<(), AppError> {
        let act = Act::Watch(WatchChange::Calm(at_ms));
        self.put_by(Some(by), entry.id(), at_ms, act).await.map(|_| ())
    }

    /// Moderators are told of what began after they were told last: once.
    pub(crate) async fn note_told(&self, entry: &Entry, at_ms: Millis) -> Result<(), AppError> {
        self.put(entry.id(), at_ms, None, Act::Watch(WatchChange::Told(at_ms))).await.map(|_| ())
    }
}
