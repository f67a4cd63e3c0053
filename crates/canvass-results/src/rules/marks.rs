//! Which marks on statements are told to readers: those set or lifted after the conversation had opened.
//!
//! Marking a statement as being about the readers takes it out of lists and groups, so whoever marks after answers
//! came in can see what that changes. Such marks are counted and published. A mark that comes with its statement, as
//! the very next event of the log, is not among them: nobody can have answered the statement before. A mark that
//! changes nothing is none.

use canvass_domain::{Event, Fact, StatementId, Subject};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Marks set and lifted after the opening.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkCounts {
    /// How often a statement was marked as being about the readers.
    pub set: u64,
    /// How often such a mark was lifted.
    pub lifted: u64,
}

/// Counts them in a log.
///
/// ```
/// use canvass_domain::{Event, Fact, Origin, Seq, StatementId, StatementState, Subject};
/// use canvass_results::rules::marks::{MarkCounts, after_opening};
/// let statement = StatementId(1);
/// let mark = Fact::StatementMarked { statement, subject: Subject::Readers };
/// let (origin, state) = (Origin::Organiser, StatementState::Accepted);
/// let facts = [Fact::StatementAdded { statement, origin, state }, Fact::Opened, mark];
/// let events: Vec<Event> = (1..).zip(facts).map(|(n, fact)| Event { seq: Seq(n), at_ms: 0, fact }).collect();
/// assert_eq!(after_opening(&events), MarkCounts { set: 1, lifted: 0 });
/// ```
#[must_use]
pub fn after_opening(events: &[Event]) -> MarkCounts {
    let mut counts = MarkCounts::default();
    let mut subjects: BTreeMap<StatementId, Subject> = BTreeMap::new();
    let (mut has_opened, mut just_added) = (false, None);
    for event in events {
        match event.fact {
            Fact::Opened => has_opened = true,
            Fact::StatementMarked { statement, subject } => {
                let before = subjects.insert(statement, subject).unwrap_or_default();
                if has_opened && before != subject && just_added != Some(statement) {
                    match subject {
                        Subject::Readers => counts.set += 1,
                        Subject::Topic => counts.lifted += 1,
                    }
                }
            }
            _ => {}
        }
        just_added = match event.fact {
            Fact::StatementAdded { statement, .. } => Some(statement),
            _ => None,
        };
    }
    counts
}

impl MarkCounts {
    /// Nothing where there are none: then nothing is said of them.
    #[must_use]
    pub fn some(self) -> Option<Self> {
        (self != Self::default()).then_some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use canvass_domain::{Seq, StatementState};

    const OTHER: StatementId = StatementId(2);

    fn check(facts: &[Fact], set: u64, lifted: u64) {
        let events: Vec<Event> =
            (1..).zip(facts).map(|(n, fact)| Event { seq: Seq(n), at_ms: 0, fact: *fact }).collect();
        assert_eq!(after_opening(&events), MarkCounts { set, lifted }, "{facts:?}");
    }

    #[test]
    fn only_what_readers_may_have_answered_before_is_counted() {
        let statement = StatementId(1);
        let state = StatementState::Accepted;
        let origin = canvass_domain::Origin::Organiser;
        let [added, other] = [statement, OTHER].map(|statement| Fact::StatementAdded { statement, origin, state });
        let mark = |subject| Fact::StatementMarked { statement, subject };
        let (meta, topic) = (mark(Subject::Readers), mark(Subject::Topic));
        check(&[added, meta, Fact::Opened], 0, 0);
        check(&[added, other, meta, topic, Fact::Opened], 0, 0);
        check(&[added, meta, Fact::Opened, topic], 0, 1);
        check(&[Fact::Opened, added, meta, Fact::Closed], 0, 0);
        check(&[Fact::Opened, added, other, meta], 1, 0);
        check(&[added, Fact::Opened, meta, meta, topic, topic, meta], 2, 1);
        check(&[added, Fact::Opened, Fact::Closed, meta], 1, 0);
        check(&[added, Fact::Opened, topic], 0, 0);
    }
}
