//! Which group one reader votes most like, why, and where they stand on the map: on their own pages and nobody else's.
//!
//! These are two things. Likeness counts answers (`rules/likeness.rs`); a place is said as a place.

use super::words::shown_text;
use crate::words::Words;
use canvass_counts::{Share, thresholds};
use canvass_domain::{Answer, Conversation, ParticipantId, State, StatementId, Vote};
use canvass_results::{Agreement, GroupId, Likeness, OpinionMap, Results, Scope, Telling};
use canvass_words::Arg;

/// Most reasons given.
const MOST_REASONS: usize = 3;

/// Where a reader stands among the groups. It is theirs alone: no page that others see may hold it.
#[derive(Clone, Debug, PartialEq)]
pub struct MyPlace {
    numbers: Numbers,
    likeness: Option<Likeness>,
    because: Vec<Reason>,
    standing: Standing,
    is_open: bool,
}

/// The groups in their order: what people call each is its place in it.
#[derive(Clone, Debug, PartialEq)]
struct Numbers(Vec<GroupId>);

#[derive(Clone, Debug, PartialEq)]
enum Standing {
    Placed {
        place: [f64; 2],
        /// Nothing where all are in one group.
        group: Option<(GroupId, u64)>,
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

/// One statement on which the reader answered as most of the group do.
#[derive(Clone, Debug, PartialEq)]
struct Reason {
    vote: Vote,
    share: Share,
    text: String,
}

/// What a page says of it.
pub(crate) struct PlaceView {
    /// Which group they vote most like.
    pub(crate) like: Option<String>,
    /// What leads to the reasons, where there are any.
    pub(crate) lead: String,
    /// How the reader answered, as how many, and to what.
    pub(crate) because: Vec<(String, String)>,
    /// Where they stand on the map, or what is missing for that.
    pub(crate) stand: String,
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
        let likeness = Likeness::of(results, map, who, answers);
        let named = likeness.as_ref().and_then(Likeness::group);
        Some(Self {
            numbers: Numbers(map.groups.iter().map(|group| group.id).collect()),
            because: named.map_or_else(Vec::new, |group| reasons(results, map, (who, answers), group)),
            likeness,
            standing: Standing::of(results, map, who, answers),
            is_open: conversation.state == State::Open,
        })
    }

    /// Where on the map, for those who have a place.
    pub(crate) fn place(&self) -> Option<[f64; 2]> {
        match self.standing {
            Standing::Placed { place, .. } => Some(place),
            Standing::TooFew { .. } | Standing::Later => None,
        }
    }

    /// In words.
    pub(crate) fn view(&self, t: Words) -> PlaceView {
        let agreements = self.likeness.iter().flat_map(|likeness| &likeness.most);
        let mut bases = agreements.map(|one| one.n_answers).chain(self.because.iter().map(|reason| reason.share.base));
        let is_cautious = bases.any(|base| t.is_cautious(base));
        PlaceView {
            like: self.like(t),
            lead: t.text("place-like-because"),
            because: self.because.iter().map(|reason| reason.said(t)).collect(),
            stand: self.standing.said(t, &self.numbers, self.is_open),
            caution: is_cautious.then(|| t.text("caution-note")),
        }
    }

    fn like(&self, t: Words) -> Option<String> {
        let likeness = self.likeness.as_ref()?;
        let said = match likeness.most.as_slice() {
            [] => return None,
            [only] => one(t, &self.numbers, only, likeness.scope),
            [first, others @ ..] => return Some(several(t, &self.numbers, (first, others), likeness.scope)),
        };
        let is_explained = !self.because.is_empty() || likeness.scope == Scope::One;
        Some(if is_explained { said } else { format!("{said} {}", t.text("place-like-together")) })
    }
}

impl Numbers {
    fn of(&self, group: GroupId) -> String {
        let place = self.0.iter().position(|id| *id == group);
        place.map_or_else(String::new, |place| (place + 1).to_string())
    }
}

impl Standing {
    fn of(results: &Results, map: &OpinionMap, who: ParticipantId, answers: &[(StatementId, Answer)]) -> Self {
        if let Some(placed) = map.placed(who) {
            let group = map.group(placed.group).filter(|_| map.groups.len() > 1);
            return Self::Placed { place: placed.place, group: group.map(|group| (group.id, group.n)) };
        }
        let n_statements = u64::try_from(map.statements.len()).unwrap_or(u64::MAX);
        let needed = thresholds::MAP_LEAST_ANSWERS.min(n_statements);
        let given = answers.iter().filter(|(_, answer)| answer.vote().is_some()).count();
        let given = u64::try_from(given).unwrap_or(u64::MAX);
        if given >= needed {
            return Self::Later;
        }
        let left = results.shown().filter(|line| answers.binary_search_by_key(&line.totals.id, |(id, _)| *id).is_err());
        let left = u64::try_from(left.count()).unwrap_or(u64::MAX);
        Self::TooFew { given, needed, is_within_reach: given + left >= needed }
    }

    fn said(&self, t: Words, numbers: &Numbers, is_open: bool) -> String {
        match self {
            Self::Placed { group: Some((group, n)), .. } => {
                let (label, people) = (numbers.of(*group), t.count("n-people", *n));
                t.with("place-among", &[("label", Arg::Text(&label)), ("people", Arg::Text(&people))])
            }
            Self::Placed { group: None, .. } => t.text("place-alone"),
            Self::TooFew { given, needed, is_within_reach: true } if is_open => {
                t.count("place-more", needed.saturating_sub(*given))
            }
            Self::TooFew { given, needed, .. } => {
                t.with("place-too-few", &[("given", Arg::Count(*given)), ("needed", Arg::Count(*needed))])
            }
            Self::Later => t.text("place-later"),
        }
    }
}

impl Reason {
    fn said(&self, t: Words) -> (String, String) {
        let key = match self.vote {
            Vote::Agree => "place-agree",
            Vote::Disagree => "place-disagree",
            Vote::Unsure => "place-unsure",
        };
        (t.say(key, &t.share_of_base(self.share)), self.text.clone())
    }
}

/// Of what sets a group apart, that on which the reader answered as most of its other people do.
fn reasons(
    results: &Results,
    map: &OpinionMap,
    (who, answers): (ParticipantId, &[(StatementId, Answer)]),
    group: GroupId,
) -> Vec<Reason> {
    let is_own = map.placed(who).is_some_and(|placed| placed.group == group);
    let found = map.group(group).into_iter().flat_map(|group| map.telling(group));
    found.filter_map(|telling| reason(results, answers, &telling, is_own)).take(MOST_REASONS).collect()
}

fn reason(results: &Results, answers: &[(StatementId, Answer)], telling: &Telling, is_own: bool) -> Option<Reason> {
    let Telling { statement, side, here, .. } = *telling;
    let place = answers.binary_search_by_key(&statement, |(id, _)| *id).ok()?;
    let (_, answer) = answers.get(place)?;
    let text = shown_text(results, statement)?.to_owned();
    let share = here.share(side);
    // Most of the others: somebody is no majority for themselves.
    let own = u64::from(is_own);
    let has_most = 2 * share.n.saturating_sub(own) > share.base.saturating_sub(own);
    (answer.vote() == Some(side) && has_most).then_some(Reason { vote: side, share, text })
}

/// The agreement in per cent, with the mark of caution by the answers that it rests on.
fn percent(t: Words, agreement: &Agreement) -> String {
    let percent = t.book().percent(agreement.share).unwrap_or_default();
    if t.is_cautious(agreement.n_answers) { t.say("share-cautious", &percent) } else { percent }
}

fn one(t: Words, numbers: &Numbers, agreement: &Agreement, scope: Scope) -> String {
    let key = match scope {
        Scope::All => "place-like",
        Scope::Part => "place-like-of-some",
        Scope::One => "place-like-one",
    };
    let (label, share) = (numbers.of(agreement.group), percent(t, agreement));
    t.with(key, &[("label", Arg::Text(&label)), ("share", Arg::Text(&share))])
}

fn several(t: Words, numbers: &Numbers, (first, others): (&Agreement, &[Agreement]), scope: Scope) -> String {
    let key = if scope == Scope::All { "place-like-several" } else { "place-like-several-of-some" };
    let label = numbers.of(first.group);
    let other = |one: &Agreement| t.with("place-like-other", &[("label", Arg::Text(&numbers.of(one.group)))]);
    let named = listed(t, others.iter().map(other).collect());
    let shares = listed(t, std::iter::once(first).chain(others).map(|one| percent(t, one)).collect());
    t.with(key, &[("label", Arg::Text(&label)), ("others", Arg::Text(&named)), ("shares", Arg::Text(&shares))])
}

/// "a", "a and b", "a, b and c".
fn listed(t: Words, mut parts: Vec<String>) -> String {
    let last = parts.pop().unwrap_or_default();
    if parts.is_empty() {
        return last;
    }
    let before = parts.join(", ");
    t.with("place-like-and", &[("before", Arg::Text(&before)), ("last", Arg::Text(&last))])
}
