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

#[cfg(test)]
mod tests {
    use super::*;
    use canvass_domain::{CommentId, StatementId};

    #[test]
    fn places_round_trip() {
        let spot = Spot { at_ms: 17, conversation: ConversationId(3), target: Target::Statement(StatementId(7)) };
        let before = Turn::Before(Spot { at_ms: -1, target: Target::Comment(CommentId(4)), ..spot });
        for turn in [Turn::First, Turn::After(spot), before, Turn::Last] {
            assert_eq!(Look::of(&Fields::of_query(Some(&field(turn)))).turn, turn);
        }
        for odd in ["after=", "after=1.2", "after=1.2.statement", "after=x.2.statement:1", "after=1.2.statement:1.1"] {
            assert_eq!(Look::of(&Fields::of_query(Some(odd))).turn, Turn::First, "{odd}");
        }
    }
}
