//! Where one reader stands among the groups, and why: on their own pages and nobody else's.

use super::words::shown_text;
use crate::words::Words;
use canvass_domain::{Answer, Conversation, ParticipantId, State, StatementId, Vote};
use canvass_results::{Arg, Results, Share, Telling, thresholds};

/// Most reasons given.
const MOST_REASONS: usize = 3;

/// Where a reader stands among the groups. It is theirs alone: no page that others see may hold it.
#[derive(Clone, Debug, PartialEq)]
pub struct MyPlace {
    standing: Standing,
    is_open: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Standing {
    Placed {
        place: [f64; 2],
        /// Its number.
        group: usize,
        n: u64,
        because: Vec<Reason>,
    },
    /// So many answers were given, and so many are needed.
    TooFew {
        given: u64,
        needed: u64,
        /// Whether there are statements left for that.
        is_within_reach: bool,
    },
    /// Enough, but after the groups were worked out.
    Later,
}

/// One statement on which the reader answered as the group does.
#[derive(Clone, Debug, PartialEq)]
struct Reason {
    vote: Vote,
    share: Share,
    text: String,
}

/// What a page says of it.
pub(crate) struct PlaceView {
    pub(crate) said: String,
    /// How the reader answered, as how many, and to what.
    pub(crate) because: Vec<(String, String)>,
    /// What the mark of caution means, where one stands here.
    pub(crate) caution: Option<String>,
}

impl MyPlace {
    /// Where somebody stands who gave these answers, ascending by statement; nothing where there are no groups.
    #[must_use]
    pub fn of(
        conversation: &Conversation,
        results: &Results,
        who: ParticipantId,
        answers: &[(StatementId, Answer)],
    ) -> Option<Self> {
        let map = results.map.as_deref()?;
        let n_statements = u64::try_from(map.statements.len()).unwrap_or(u64::MAX);
        let needed = thresholds::MAP_LEAST_ANSWERS.min(n_statements);
        let given = answers.iter().filter(|(_, answer)| answer.vote().is_some()).count();
        let given = u64::try_from(given).unwrap_or(u64::MAX);
        let left = results.shown().filter(|line| answers.binary_search_by_key(&line.totals.id, |(id, _)| *id).is_err());
        let left = u64::try_from(left.count()).unwrap_or(u64::MAX);
        let standing = match map.placed(who).and_then(|placed| Some((placed, map.group(placed.group)?))) {
            Some((placed, group)) => Standing::Placed {
                place: placed.place,
                group: map.number(group.id).unwrap_or_default(),
                n: group.n,
                because: map
                    .telling(group)
                    .filter_map(|telling| reason(results, answers, &telling))
                    .take(MOST_REASONS)
                    .collect(),
            },
            None if given < needed => Standing::TooFew { given, needed, is_within_reach: given + left >= needed },
            None => Standing::Later,
        };
        Some(Self { standing, is_open: conversation.state == State::Open })
    }

    /// Where on the map, for those who have a place.
    pub(crate) fn place(&self) -> Option<[f64; 2]> {
        match self.standing {
            Standing::Placed { place, .. } => Some(place),
            Standing::TooFew { .. } | Standing::Later => None,
        }
    }

    /// In words; nothing where there is nothing to say any more.
    pub(crate) fn view(&self, t: Words) -> Option<PlaceView> {
        let only = |said| Some(PlaceView { said, because: Vec::new(), caution: None });
        match &self.standing {
            Standing::Placed { group, n, because, .. } => Some(placed(t, *group, *n, because)),
            Standing::TooFew { given, needed, is_within_reach: true } if self.is_open => {
                only(t.count("place-more", needed.saturating_sub(*given)))
            }
            Standing::TooFew { given, needed, .. } => {
                only(t.with("place-too-few", &[("given", Arg::Count(*given)), ("needed", Arg::Count(*needed))]))
            }
            Standing::Later => only(t.text("place-later")),
        }
    }
}

/// One of what sets the group apart, where the reader answered so too.
fn reason(results: &Results, answers: &[(StatementId, Answer)], telling: &Telling) -> Option<Reason> {
    let Telling { statement, side, here, .. } = *telling;
    let place = answers.binary_search_by_key(&statement, |(id, _)| *id).ok()?;
    let (_, answer) = answers.get(place)?;
    let text = shown_text(results, statement)?.to_owned();
    (answer.vote() == Some(side)).then_some(Reason { vote: side, share: here.share(side), text })
}

fn placed(t: Words, group: usize, n: u64, because: &[Reason]) -> PlaceView {
    let label = group.to_string();
    let people = t.count("n-people", n);
    let key = if because.is_empty() { "place-group" } else { "place-group-because" };
    let line = |reason: &Reason| {
        let key = match reason.vote {
            Vote::Agree => "place-agree",
            Vote::Disagree => "place-disagree",
            Vote::Unsure => "place-unsure",
        };
        (t.say(key, &t.share_of_base(reason.share)), reason.text.clone())
    };
    PlaceView {
        said: t.with(key, &[("label", Arg::Text(&label)), ("people", Arg::Text(&people))]),
        because: because.iter().map(line).collect(),
        caution: because.iter().any(|reason| t.is_cautious(reason.share.base)).then(|| t.text("caution-note")),
    }
}
