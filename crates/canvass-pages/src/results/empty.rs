//! What is said where little or nothing was answered: every page, card and chart says the same.
//!
//! A conversation may have a poll that nobody answered and statements that somebody voted on, and the other way
//! round. No sentence here may contradict the one beside it, nor promise answers to what is closed.

use super::top::counts;
use crate::words::Words;
use canvass_domain::{Conversation, State};
use canvass_results::{Results, Turnout};

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

/// How many have answered.
pub(crate) fn turnout(t: Words, conversation: &Conversation, turnout: Turnout) -> String {
    match (conversation.state, turnout.n_participants) {
        (State::Closed, 0) => t.text("turnout-none-closed"),
        (_, n) => t.count("turnout", n),
    }
}
