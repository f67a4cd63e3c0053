//! One topic put to a community.

use crate::state::{Provenance, State, Visibility};
use crate::{ConversationId, Disclosure, Event, Fact, Instrument, Millis, Slug};
use serde::{Deserialize, Serialize};

/// A conversation: what is asked, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// Its number in this database.
    pub id: ConversationId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Where it stands.
    pub state: State,
    /// Whether strangers may know of it once it is no draft.
    pub visibility: Visibility,
    /// Where its answers come from.
    pub provenance: Provenance,
    /// What is known of how the answers came to be, for readers (an import says what it found odd).
    pub note: Option<String>,
    /// Version of the instrument, from 1; every answer carries the one it was given to.
    pub version: u32,
    /// The exact wording and the rules at that version.
    pub instrument: Instrument,
    /// When it was made here.
    pub created_ms: Millis,
    /// When it opened and closed, by its log.
    pub turns: Turns,
}

/// When a conversation opened and closed, by its log; times that an import does not know are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turns {
    /// When it first opened.
    pub opened_ms: Option<Millis>,
    /// When it last closed.
    pub closed_ms: Option<Millis>,
    /// When it was closed by a clock that was wrong, and when it opened again.
    pub mistaken: Option<Mistaken>,
    n_opened: u32,
    is_by_clock: bool,
}

/// A closing by mistake of the clock, and its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistaken {
    /// When it closed, by the clock that was wrong.
    pub closed_ms: Millis,
    /// When it opened again.
    pub opened_ms: Millis,
}

impl Turns {
    /// Those that are frozen with an edition, which opens no more.
    #[must_use]
    pub fn of_edition(opened_ms: Option<Millis>, closed_ms: Option<Millis>, mistaken: Option<Mistaken>) -> Self {
        Self { opened_ms, closed_ms, mistaken, ..Self::default() }
    }

    /// Takes the next event of the log.
    pub fn take(&mut self, event: &Event) {
        let at_ms = (event.at_ms > 0).then_some(event.at_ms);
        if event.fact == Fact::Opened {
            if self.n_opened == 0 {
                self.opened_ms = at_ms;
            } else if let (Some(closed_ms), Some(opened_ms)) = (self.closed_ms.take(), at_ms) {
                self.mistaken = Some(Mistaken { closed_ms, opened_ms });
            }
            self.n_opened += 1;
            self.is_by_clock = false;
        } else if event.fact.is_closing() {
            self.closed_ms = at_ms;
            self.is_by_clock = event.fact == Fact::ClosedByClock;
        }
    }

    /// Whether it may open again where the clock closed it before its time: once, and never after the desk did.
    #[must_use]
    pub const fn may_reopen(&self) -> bool {
        self.is_by_clock && self.n_opened == 1
    }
}

impl Conversation {
    /// Whether strangers may know of it.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.state != State::Draft && self.visibility == Visibility::Public
    }

    /// The facts the gate looks at.
    #[must_use]
    pub fn disclosure(&self, n_statements: u32) -> Disclosure {
        Disclosure {
            gate: self.instrument.gate,
            is_closed: self.state == State::Closed,
            has_poll: self.instrument.poll.is_some(),
            n_statements,
            closes_at: self.instrument.times.closes_at,
        }
    }
}
