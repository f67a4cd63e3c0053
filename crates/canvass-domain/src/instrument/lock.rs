//! When what a conversation says can no longer be changed, and why.

use crate::{Provenance, State};

/// Why a key can no longer be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lock {
    /// It is the name in addresses that are out there.
    Address,
    /// Readers have answered what it said.
    Answered,
    /// It is done: the conversation has opened.
    Opened,
    /// It is done: the conversation is closed.
    Closed,
}

/// Whether a conversation has answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HasAnswers {
    /// Nobody has answered.
    #[default]
    None,
    /// Somebody has.
    Some,
}

/// How far a stored conversation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Where it stands.
    pub state: State,
    /// Where its answers come from.
    pub provenance: Provenance,
    /// Whether it has any.
    pub has_answers: HasAnswers,
}

/// When a key of a stored conversation is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locks {
    /// It never is.
    Never,
    /// It always is.
    Stored,
    /// It is a part of what answers were given to.
    Asked,
    /// The same, less in an import, which may say it wrongly or not at all: nobody here was asked so.
    AskedHere,
    /// It is a promise to those who answered.
    Answered,
    /// Once the conversation has opened.
    Opened,
    /// The same; and it is a part of what answers were given to.
    Declared,
    /// Once the conversation is closed.
    Closed,
}

impl Locks {
    /// Whether that locks a key, and why.
    #[must_use]
    pub fn lock(self, Stage { state, provenance, has_answers }: Stage) -> Option<Lock> {
        let answered = (has_answers == HasAnswers::Some).then_some(Lock::Answered);
        match self {
            Self::Never => None,
            Self::Stored => Some(Lock::Address),
            Self::Asked | Self::Answered => answered,
            Self::AskedHere => answered.filter(|_| provenance != Provenance::Imported),
            Self::Opened | Self::Declared => (state != State::Draft).then_some(Lock::Opened),
            Self::Closed => (state == State::Closed).then_some(Lock::Closed),
        }
    }

    pub(super) const fn is_of_what_was_asked(self) -> bool {
        matches!(self, Self::Asked | Self::AskedHere | Self::Declared)
    }
}
