//! What is said where the gate keeps results from somebody: how many have answered, and when results will be there.

use crate::words::Words;
use canvass_domain::{Closed, Conversation, Opens, State};
use canvass_results::Turnout;

/// How many have answered.
pub(crate) fn turnout(t: Words, conversation: &Conversation, turnout: Turnout) -> String {
    match (conversation.state, turnout.n_participants) {
        (State::Closed, 0) => t.text("turnout-none-closed"),
        (_, n) => t.count("turnout", n),
    }
}

/// When a closed gate opens, in words.
pub(crate) fn when_open(t: Words, closed: Closed) -> String {
    match closed.opens {
        Opens::AfterBallot => t.text("gate-after-ballot"),
        Opens::AfterVotes(n) => t.count("gate-after-votes", u64::from(n)),
        Opens::AtClose(None) => t.text("gate-at-close"),
        Opens::AtClose(Some(at)) => match t.moment_words(Some(at)) {
            Some(at) => t.say("gate-at-close-on", &at),
            None => t.text("gate-at-close"),
        },
    }
}

/// That results are not public yet: who sees them now, and when readers will.
pub(crate) fn staff_only(t: Words, closed: Closed) -> String {
    match closed.opens {
        Opens::AfterBallot => t.text("early-after-ballot"),
        Opens::AfterVotes(n) => t.count("early-after-votes", u64::from(n)),
        Opens::AtClose(at) => match t.moment_words(at) {
            Some(at) => t.say("early-at-close-on", &at),
            None => t.text("early-at-close"),
        },
    }
}
