//! Which part of the queue somebody looks at: read from an address, and written back into one.

use crate::http::form::Fields;
use canvass_app::desk::{Filter, Spot, Turn};
use canvass_domain::{ConversationId, Target};
use canvass_pages::{DeskBulk, DeskProblem, Notice, QueueFilter};

/// What to look at, and what there is to say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Look {
    pub shows: QueueFilter,
    pub turn: Turn,
    pub said: Option<Notice>,
    pub problem: Option<DeskProblem>,
    pub bulk: Option<DeskBulk>,
}

impl Look {
    pub(crate) fn of(query: &Fields) -> Self {
        let spot = |name: &str| query.get(name).and_then(spot);
        let turn = match (spot("after"), spot("before")) {
            (Some(spot), _) => Turn::After(spot),
            (None, Some(spot)) => Turn::Before(spot),
            (None, None) if query.get("last").is_some() => Turn::Last,
            (None, None) => Turn::First,
        };
        Self {
            shows: query.get("show").map(QueueFilter::from_word).unwrap_or_default(),
            turn,
            said: query.get("said").and_then(Notice::from_word),
            problem: None,
            bulk: None,
        }
    }

    pub(crate) const fn filter(&self) -> Filter {
        match self.shows {
            QueueFilter::All => Filter::All,
            QueueFilter::Statements => Filter::Statements,
            QueueFilter::Comments => Filter::Comments,
            QueueFilter::Reported => Filter::Reported,
            QueueFilter::Changed => Filter::Changed,
        }
    }
}

/// A place in the queue as a field of an address; empty at its beginning.
pub(crate) fn field(turn: Turn) -> String {
    let word = |spot: Spot| format!("{}.{}.{}", spot.at_ms, spot.conversation.0, spot.target);
    match turn {
        Turn::First => String::new(),
        Turn::After(spot) => format!("after={}", word(spot)),
        Turn::Before(spot) => format!("before={}", word(spot)),
        Turn::Last => "last=1".to_owned(),
    }
}

fn spot(word: &str) -> Option<Spot> {
    let mut parts = word.splitn(3, '.');
    let at_ms = parts.next()?.parse().ok()?;
    let conversation = ConversationId(parts.next()?.parse().ok()?);
    Some(Spot { at_ms, conversation, target: Target::from_word(parts.next()?)? })
}
