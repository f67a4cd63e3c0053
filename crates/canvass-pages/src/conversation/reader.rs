//! What a page knows of the reader in front of it.

use crate::Notice;
use canvass_domain::{Ballot, InvalidBallot, InvalidText, StatementId};

/// The reader in front of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reader {
    /// Token for every form, bound to the cookie and the conversation.
    pub token: String,
    /// Their answer to the poll.
    pub ballot: Option<Ballot>,
    /// Whether an answer already given is shown or offered for change (`?change=answer`).
    pub poll_form: PollForm,
    /// What comes next.
    pub next: Next,
    /// Whether there is a last answer to a statement to take back.
    pub can_undo: bool,
    /// What they said about themselves; nothing while it is not to be asked yet.
    pub about: Option<AboutMe>,
    /// What just happened (`?said=`).
    pub said: Option<Notice>,
    /// What was wrong with the form that was sent.
    pub problem: Option<Problem>,
}

/// How the poll is shown to somebody who has answered it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PollForm {
    /// Their answer, with a link to change it.
    #[default]
    Settled,
    /// The form again.
    Reopened,
}

/// What comes next among the statements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Next {
    /// This statement.
    Statement {
        /// Its number.
        id: StatementId,
        /// Its wording.
        text: String,
        /// Its place in this round, from 1.
        place: u32,
        /// How many a round has.
        of: u32,
    },
    /// A round is over and there are more, of which the page never says how many.
    Pause {
        /// How many the next round has.
        more: u32,
    },
    /// Every statement is answered.
    Done,
    /// There are no statements yet.
    #[default]
    NoneYet,
}

/// What a reader said about themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AboutMe {
    /// Key of an attribute, and the place of the chosen answer among its options, from 0.
    pub answers: Vec<(String, u16)>,
    /// Whether consent is given.
    pub has_consented: bool,
}

/// What was wrong with a form, with what was typed, so that nothing is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The answer to the poll.
    Ballot(InvalidBallot),
    /// The answer to a statement was none of the four.
    Vote,
    /// A statement of one's own.
    Statement {
        /// What was wrong.
        why: InvalidText,
        /// What was typed.
        typed: String,
    },
    /// Somebody already said exactly that.
    StatementTwice {
        /// What was typed.
        typed: String,
    },
    /// This reader has added as many statements as one may.
    StatementsFull {
        /// What was typed.
        typed: String,
    },
    /// Something about oneself was given without consent.
    NoConsent {
        /// What was chosen.
        chosen: Vec<(String, u16)>,
    },
}

impl AboutMe {
    /// Whether this is the answer given.
    pub(crate) fn has(&self, key: &str, place: usize) -> bool {
        self.answers.iter().any(|(other, chosen)| other == key && usize::from(*chosen) == place)
    }
}
