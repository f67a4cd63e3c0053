//! The wording check of a conversation: what is asked, handed to the check as plain texts.
//!
//! Only the organiser's words are checked. What participants wrote is theirs.

use crate::live::Entry;
use canvass_domain::{
    Instrument, MAX_SEED_STATEMENTS, Origin, PollOption, State, Statement, StatementId, StatementState,
};
use canvass_text::{ConditionName, WordedOption, Wording, check_wording};
use std::sync::Arc;

pub use canvass_text::{Checked, Warning};

/// Most statements read for a page, so that the longest ones take a tenth of a second.
const MAX_FOR_A_PAGE: usize = 500;

/// Checks a conversation while somebody may still answer it; nothing once it is closed. Of the organiser's statements
/// the first 500 are read.
#[must_use]
pub fn of_conversation(entry: &Entry) -> Option<Checked> {
    let (conversation, statements) = {
        // The writer waits for this lock: texts are copied, and read once it is free.
        let snapshot = entry.read();
        let asked = snapshot.statements.values().filter_map(|one| Some((one.id, asked(one)?.to_owned())));
        let is_closed = snapshot.conversation.state == State::Closed;
        let asked = asked.take(if is_closed { 0 } else { MAX_FOR_A_PAGE });
        (Arc::clone(&snapshot.conversation), asked.collect::<Vec<_>>())
    };
    let statements = statements.iter().map(|(id, text)| (*id, text.as_str()));
    (conversation.state != State::Closed).then(|| check(&conversation.instrument, statements))
}

/// Checks an instrument and the organiser's statements: as many as one may start with.
#[must_use]
pub fn check<'a>(instrument: &'a Instrument, statements: impl IntoIterator<Item = (StatementId, &'a str)>) -> Checked {
    let poll = instrument.poll.as_ref();
    let option = |option: &'a PollOption| {
        let is_named = option.condition.as_deref().is_some_and(|name| !name.trim().is_empty());
        let condition = if is_named { ConditionName::Given } else { ConditionName::Missing };
        WordedOption { text: &option.text, condition }
    };
    check_wording(&Wording {
        language: &instrument.language,
        question: poll.map(|poll| poll.question.as_str()),
        options: poll.iter().flat_map(|poll| &poll.options).map(option).collect(),
        background: &instrument.background,
        terms: instrument.terms.iter().map(|term| (term.word.as_str(), term.text.as_str())).collect(),
        statements: statements.into_iter().take(MAX_SEED_STATEMENTS).map(|(id, text)| (id.0, text)).collect(),
    })
}

/// A statement of the organiser's that is not declined.
fn asked(statement: &Statement) -> Option<&str> {
    let is_asked = statement.origin == Origin::Organiser && statement.state != StatementState::Declined;
    statement.text.as_deref().filter(|_| is_asked)
}
