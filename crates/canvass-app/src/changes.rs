//! How often one reader may change one answer: a poll's, or that to a statement.
//!
//! Somebody who turns one answer over and over moves the totals that others watch, and fills the log. What was changed
//! when is held in memory only. The first answer is no change, withdrawing is free, and a vote cast after that is one.

use crate::AppError;
use canvass_domain::{ConversationId, Millis, ParticipantId, StatementId};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Most changes of one answer within [`WITHIN_MS`].
pub const MAX_CHANGES: usize = 10;
/// The time within which they are counted: an hour.
pub const WITHIN_MS: Millis = 3_600_000;
/// Answers that are remembered before those are forgotten that were not touched within the time.
const SWEEP_AT: usize = 50_000;

/// One reader's answer to one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Item {
    pub conversation: ConversationId,
    pub participant: ParticipantId,
    /// The statement; nothing for the poll.
    pub statement: Option<StatementId>,
}

/// Answers that were changed or withdrawn, and when they were changed.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    items: Mutex<HashMap<Item, Touched>>,
}

#[derive(Debug, Default)]
struct Touched {
    last_ms: Millis,
    changed_ms: Vec<Millis>,
}

impl Changes {
    /// Takes one from the allowance of an answer, where it changes one: `has` is whether there is an answer now.
    ///
    /// # Errors
    /// [`AppError::TooManyChanges`] with the time after which the next one is taken.
    pub(crate) fn take(&self, item: Item, has: Has, at_ms: Millis) -> Result<(), AppError> {
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        if has == Has::Nothing && !items.contains_key(&item) {
            return Ok(());
        }
        let touched = entered(&mut items, item, at_ms);
        touched.last_ms = at_ms;
        touched.changed_ms.retain(|changed| at_ms - changed < WITHIN_MS);
        match touched.changed_ms.first() {
            Some(first) if touched.changed_ms.len() >= MAX_CHANGES => {
                Err(AppError::TooManyChanges { most: MAX_CHANGES, wait_ms: first + WITHIN_MS - at_ms })
            }
            _ => {
                touched.changed_ms.push(at_ms);
                Ok(())
            }
        }
    }

    /// An answer was withdrawn: the next one changes it.
    pub(crate) fn withdrawn(&self, item: Item, at_ms: Millis) {
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        entered(&mut items, item, at_ms).last_ms = at_ms;
    }
}

/// Whether there is an answer already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Has {
    /// Another one than the one that is given.
    Answer,
    /// None.
    Nothing,
}

/// What is remembered of an answer. Before one more is remembered, now and then, the old ones are forgotten.
fn entered(items: &mut HashMap<Item, Touched>, item: Item, at_ms: Millis) -> &mut Touched {
    let is_time = items.len() >= SWEEP_AT && items.len().is_multiple_of(1_000);
    if is_time && !items.contains_key(&item) {
        items.retain(|_, touched| at_ms - touched.last_ms < WITHIN_MS);
    }
    items.entry(item).or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(statement: Option<u32>) -> Item {
        Item { conversation: ConversationId(1), participant: ParticipantId(7), statement: statement.map(StatementId) }
    }

    fn wait(taken: Result<(), AppError>) -> Option<Millis> {
        match taken {
            Ok(()) => None,
            Err(AppError::TooManyChanges { wait_ms, .. }) => Some(wait_ms),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn ten_changes_an_hour_and_the_eleventh_says_when() {
        let changes = Changes::default();
        assert_eq!(wait(changes.take(item(None), Has::Nothing, 0)), None, "the first answer is no change");
        for n in 0..10 {
            assert_eq!(wait(changes.take(item(None), Has::Answer, n * 1_000)), None, "change {n}");
        }
        assert_eq!(wait(changes.take(item(None), Has::Answer, 10_000)), Some(WITHIN_MS - 10_000));
        assert_eq!(wait(changes.take(item(Some(1)), Has::Answer, 10_000)), None, "of another answer");
        assert_eq!(wait(changes.take(item(None), Has::Answer, WITHIN_MS)), None, "an hour after the first");
        assert_eq!(wait(changes.take(item(None), Has::Answer, WITHIN_MS)), Some(1_000), "and before the second");
    }

    #[test]
    fn a_vote_after_withdrawing_is_a_change() {
        let changes = Changes::default();
        for n in 0..10 {
            changes.withdrawn(item(Some(3)), n);
            assert_eq!(wait(changes.take(item(Some(3)), Has::Nothing, n)), None);
        }
        changes.withdrawn(item(Some(3)), 11);
        assert_eq!(wait(changes.take(item(Some(3)), Has::Nothing, 11)), Some(WITHIN_MS - 11));
    }
}
