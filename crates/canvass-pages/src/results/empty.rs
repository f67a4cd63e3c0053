//! What is said where little or nothing was answered: every page, card and chart says the same.
//!
//! A conversation may have a poll that nobody answered and statements that somebody voted on, and the other way
//! round. No sentence here may contradict the one beside it, nor promise answers to what is closed.

use crate::words::Words;
use canvass_domain::{Conversation, Provenance, State, StatementState};
use canvass_results::Results;
use canvass_words::Arg;

/// The answer in words: the poll's, or what the answers come to.
pub(super) fn answer(t: Words, conversation: &Conversation, results: &Results) -> String {
    let totals = &results.totals;
    match &results.poll {
        _ if totals.n_participants == 0 => nobody(t, conversation),
        Some(poll) if totals.n_ballots > 0 => t.book().poll_answer(totals, poll),
        Some(_) => format!("{} {}", no_ballots(t, conversation), counts(t, conversation, results)),
        None => counts(t, conversation, results),
    }
}

/// That nobody answered the poll, whatever else was answered.
pub(super) fn no_ballots(t: Words, conversation: &Conversation) -> String {
    let is_closed = conversation.state == State::Closed;
    t.text(if is_closed { "poll-none-closed" } else { "poll-none-open" })
}

/// That nobody answered anything.
pub(super) fn nobody(t: Words, conversation: &Conversation) -> String {
    match (conversation.state, conversation.turns.closed_ms) {
        (State::Closed, Some(closed_ms)) => t.say("results-none-closed", &t.day(closed_ms)),
        (State::Closed, None) => t.text("results-none-closed-undated"),
        (State::Draft | State::Open, _) => t.text("results-none"),
    }
}

/// Without a poll the counts are the answer.
pub(super) fn counts(t: Words, conversation: &Conversation, results: &Results) -> String {
    let totals = &results.totals;
    let voted = || results.statements.iter().filter(|line| line.totals.n() > 0);
    let unlisted = voted().filter(|line| line.totals.state != StatementState::Accepted);
    let [n_statements, n_unlisted] = [voted().count(), unlisted.count()].map(|n| u64::try_from(n).unwrap_or(u64::MAX));
    let is_import = conversation.provenance == Provenance::Imported;
    let readers = t.count(if is_import { "n-participants" } else { "n-readers" }, totals.n_participants);
    let votes = t.count("n-answers", totals.n_votes);
    let statements = t.count("n-statements", n_statements);
    let counts = t.with(
        "results-counts",
        &[("readers", Arg::Text(&readers)), ("votes", Arg::Text(&votes)), ("statements", Arg::Text(&statements))],
    );
    match n_unlisted {
        0 => counts,
        n => format!("{counts} {}", t.count("results-counts-unlisted", n)),
    }
}
