//! Which group somebody votes most like: the one whose people gave the same answers most often.
//!
//! A place on the map is two numbers made of all answers; the group it falls into is often not the one that answered
//! most alike. So this counts answers, and never looks at where anybody stands but to leave somebody out of their own
//! group. docs/METHODS.md has the formula.

use crate::{GroupId, OpinionMap, Results, StatementLine};
use canvass_counts::Share;
use canvass_domain::{Answer, ParticipantId, StatementId, StatementState, Subject, Vote};

/// Least others of a group who must have answered a statement for it to be compared.
pub const LEAST_OTHERS: u64 = 5;
/// Least statements to compare with a group.
pub const LEAST_STATEMENTS: u64 = 7;
/// Groups this many points, in per cent, below the highest or nearer are named with it.
pub const WITHIN_POINTS: u128 = 5;

/// One whole share. Shares are added as whole parts of it, so that no order of adding matters, and groups exactly at the
/// limit count as within it.
const WHOLE: u128 = 1 << 80;
/// What an agreement is told in parts of.
const PARTS: u64 = 1_000_000;

/// Which groups somebody votes most like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// The highest, and those too near to it to be told from it; in the order of groups.
    pub most: Vec<Agreement>,
    /// With how many of the groups their answers could be compared.
    pub scope: Scope,
}

/// Agreement with one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The group.
    pub group: GroupId,
    /// The mean, in millionths, rounded down.
    pub share: Share,
    /// Answers of others that it rests on.
    pub n_answers: u64,
}

/// Of which groups one is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Of all.
    All,
    /// Of those with answers enough to compare, two or more.
    Part,
    /// There is only one that can be compared.
    One,
}

impl Likeness {
    /// Of somebody who gave these answers, ascending by statement. Nothing where there are not two groups, or none that
    /// has answers enough to compare. Their own answer is taken out of the group they are in.
    #[must_use]
    pub fn of(
        results: &Results,
        map: &OpinionMap,
        who: ParticipantId,
        answers: &[(StatementId, Answer)],
    ) -> Option<Self> {
        if map.groups.len() < 2 {
            return None;
        }
        let own = map.placed(who).map(|placed| placed.group);
        let all = map.groups.iter().enumerate().map(|(place, group)| {
            let mut sum = Sum::new(group.id);
            for (statement, vote) in compared(results, answers) {
                let votes = map.statement(statement).and_then(|known| known.by_group.get(place));
                let Some(votes) = votes else { continue };
                let share = votes.share(vote);
                sum.add(if own == Some(group.id) { without_own(share) } else { share });
            }
            sum
        });
        let known: Vec<Sum> = all.filter(|sum| sum.n_statements >= u128::from(LEAST_STATEMENTS)).collect();
        let highest = known.iter().max_by(|a, b| a.cross(b).cmp(&b.cross(a)))?;
        let scope = match known.len() {
            n if n == map.groups.len() => Scope::All,
            1 => Scope::One,
            _ => Scope::Part,
        };
        let most = known.iter().filter(|sum| sum.is_near(highest)).map(Sum::told).collect();
        Some(Self { most, scope })
    }

    /// The one group that is named alone.
    #[must_use]
    pub fn group(&self) -> Option<GroupId> {
        match self.most.as_slice() {
            [only] => Some(only.group),
            _ => None,
        }
    }
}

/// Somebody's answers to the statements that groups are compared by; a skip is no answer.
fn compared<'a>(
    results: &'a Results,
    answers: &'a [(StatementId, Answer)],
) -> impl Iterator<Item = (StatementId, Vote)> + 'a {
    answers.iter().filter_map(|(id, answer)| {
        let place = results.statements.binary_search_by_key(id, |line| line.totals.id).ok()?;
        let line = results.statements.get(place).filter(|line| is_compared(line))?;
        Some((line.totals.id, answer.vote()?))
    })
}

/// Whether groups are compared by a statement: readers still see it, and it is of the topic.
fn is_compared(line: &StatementLine) -> bool {
    line.totals.state == StatementState::Accepted && line.totals.subject == Subject::Topic
}

/// A share of a group without one of its people, who answered so. Where nobody did, their answer is newer than the map.
const fn without_own(share: Share) -> Share {
    if share.n == 0 { share } else { Share { n: share.n - 1, base: share.base - 1 } }
}

/// Shares of one group, added up.
struct Sum {
    group: GroupId,
    /// In parts of [`WHOLE`], each rounded down.
    shares: u128,
    n_statements: u128,
    n_answers: u64,
}

impl Sum {
    const fn new(group: GroupId) -> Self {
        Self { group, shares: 0, n_statements: 0, n_answers: 0 }
    }

    fn add(&mut self, share: Share) {
        if share.base >= LEAST_OTHERS {
            self.shares += u128::from(share.n) * WHOLE / u128::from(share.base);
            self.n_statements += 1;
            self.n_answers += share.base;
        }
    }

    /// Its mean times the statements of both, so that two means can be compared without dividing.
    const fn cross(&self, other: &Self) -> u128 {
        self.shares * other.n_statements
    }

    /// Whether its mean is at most [`WITHIN_POINTS`] below another's. Rounding may have taken one part from each share;
    /// so much more is let through.
    const fn is_near(&self, highest: &Self) -> bool {
        let n_pairs = self.n_statements * highest.n_statements;
        let behind = highest.cross(self).saturating_sub(self.cross(highest));
        100 * behind <= WITHIN_POINTS * n_pairs * WHOLE + 100 * n_pairs
    }

    /// Never all or nothing where it is not.
    fn told(&self) -> Agreement {
        let all = self.n_statements * WHOLE;
        let parts = (self.shares + self.n_statements) * u128::from(PARTS) / all;
        let n = u64::try_from(parts).unwrap_or(PARTS);
        let n = match self.shares {
            0 => 0,
            shares if shares == all => PARTS,
            _ => n.clamp(1, PARTS - 1),
        };
        Agreement { group: self.group, share: Share { n, base: PARTS }, n_answers: self.n_answers }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Group, GroupVotes, MapStatement, Method, Placed};
    use canvass_counts::{StatementTotals, Totals};
    use canvass_domain::{Conversation, ConversationId, Instrument, Provenance, Seq, Slug, State};
    use std::collections::BTreeMap;

    const READER: ParticipantId = ParticipantId(1);

    /// Agreeing and disagreeing in each of two groups, statement by statement; the reader may be in the second.
    struct Case {
        votes: Vec<[(u64, u64); 3]>,
        n_groups: usize,
        own: Option<u8>,
    }

    impl Case {
        fn new(n: usize, each: [(u64, u64); 3]) -> Self {
            Self { votes: vec![each; n], n_groups: 2, own: None }
        }

        fn map(&self) -> OpinionMap {
            let group = |id| Group {
                id: GroupId(id),
                n: 40,
                place: [0.0, 0.0],
                options: Vec::new(),
                n_ballots: 0,
                representative: Vec::new(),
            };
            let statement = |(id, votes): (u32, &[(u64, u64); 3])| MapStatement {
                id: StatementId(id),
                by_group: votes[..self.n_groups]
                    .iter()
                    .map(|(agree, disagree)| GroupVotes { agree: *agree, disagree: *disagree, unsure: 0 })
                    .collect(),
                extremity: 0.0,
                informed_agree: 0.0,
                informed_disagree: 0.0,
                priority: 0.0,
            };
            OpinionMap {
                method: Method::PRIMARY,
                seq: Seq(1),
                is_provisional: false,
                groups: (0..).take(self.n_groups).map(group).collect(),
                people: self
                    .own
                    .map(|group| Placed { participant: READER, place: [0.0, 0.0], group: GroupId(group) })
                    .into_iter()
                    .collect(),
                statements: (1..).zip(&self.votes).map(statement).collect(),
            }
        }

        /// Of a reader who agrees with everything; the first statements are declined.
        fn likeness(&self, n_declined: usize) -> Option<Likeness> {
            let totals = |id: usize| StatementTotals {
                id: StatementId(u32::try_from(id).unwrap()),
                state: if id <= n_declined { StatementState::Declined } else { StatementState::Accepted },
                subject: Subject::Topic,
                agree: 40,
                disagree: 0,
                unsure: 0,
                skipped: 0,
            };
            let conversation = Conversation {
                visibility: canvass_domain::Visibility::Public,
                id: ConversationId(1),
                slug: Slug::parse("bridge").unwrap(),
                state: State::Open,
                provenance: Provenance::Here,
                note: None,
                version: 1,
                instrument: Instrument::default(),
                created_ms: 0,
                turns: canvass_domain::Turns::default(),
            };
            let totals = Totals { statements: (1..=self.votes.len()).map(totals).collect(), ..Totals::default() };
            let results = Results::new(&conversation, totals, &BTreeMap::new());
            let ids = (1..).map(StatementId).take(self.votes.len());
            let answers: Vec<_> = ids.map(|id| (id, Answer::Voted(Vote::Agree))).collect();
            Likeness::of(&results, &self.map(), READER, &answers)
        }

        /// The groups named, with their agreement in per cent.
        fn named(&self) -> Vec<(u8, u64)> {
            let found = self.likeness(0).map_or_else(Vec::new, |likeness| likeness.most);
            found.iter().map(|one| (one.group.0, one.share.percent().bounds().0)).collect()
        }
    }

    #[test]
    fn the_group_that_gave_the_same_answers_most_often_is_named() {
        assert_eq!(Case::new(7, [(30, 10), (10, 30), (0, 0)]).named(), [(0, 75)]);
        assert_eq!(Case::new(7, [(10, 30), (40, 0), (0, 0)]).named(), [(1, 100)]);
    }

    #[test]
    fn exactly_five_points_are_near_and_a_hair_more_is_not() {
        assert_eq!(Case::new(7, [(16, 4), (15, 5), (0, 0)]).named(), [(0, 80), (1, 75)]);
        assert_eq!(Case::new(9, [(160_000, 40_000), (149_999, 50_001), (0, 0)]).named(), [(0, 80)]);
        // Thirds have no end in any base: 1/3 and 17/60 are five points apart.
        assert_eq!(Case::new(8, [(10, 20), (17, 43), (0, 0)]).named().len(), 2);
    }

    #[test]
    fn three_that_are_near_the_highest_are_all_named() {
        let case = |third| Case { n_groups: 3, ..Case::new(7, [(80, 20), (77, 23), third]) };
        assert_eq!(case((75, 25)).named(), [(0, 80), (1, 77), (2, 75)]);
        assert_eq!(case((74, 26)).named(), [(0, 80), (1, 77)], "near to the second is not near to the highest");
    }

    #[test]
    fn seven_statements_of_five_others_are_needed() {
        assert!(Case::new(6, [(30, 10), (10, 30), (0, 0)]).named().is_empty());
        assert!(Case::new(7, [(4, 0), (0, 4), (0, 0)]).named().is_empty());
        assert_eq!(Case::new(7, [(5, 0), (0, 5), (0, 0)]).named(), [(0, 100)]);
        let declined = Case::new(8, [(30, 10), (10, 30), (0, 0)]);
        assert!(declined.likeness(1).is_some() && declined.likeness(2).is_none());
    }

    #[test]
    fn somebody_is_no_company_for_themselves() {
        let own = |votes, own| Case { own: Some(own), ..Case::new(7, votes) }.named();
        assert_eq!(own([(5, 0), (6, 0), (0, 0)], 0), [(1, 100)], "four others are too few");
        assert_eq!(own([(6, 5), (10, 10), (0, 0)], 0), [(0, 50), (1, 50)]);
        assert_eq!(own([(0, 9), (9, 0), (0, 0)], 0), [(1, 100)], "an answer that the map does not know yet");
    }

    #[test]
    fn of_how_many_groups_one_is_named_is_known() {
        let scope =
            |third| Case { n_groups: 3, ..Case::new(7, [(30, 10), (10, 30), third]) }.likeness(0).unwrap().scope;
        assert_eq!(scope((20, 20)), Scope::All);
        assert_eq!(scope((1, 1)), Scope::Part);
        assert_eq!(Case::new(7, [(30, 10), (1, 1), (0, 0)]).likeness(0).unwrap().scope, Scope::One);
        assert!(Case { n_groups: 1, ..Case::new(7, [(30, 10), (0, 0), (0, 0)]) }.likeness(0).is_none());
    }

    #[test]
    fn all_and_nothing_are_said_only_where_they_are() {
        let share = |votes| Case::new(7, [votes, votes, (0, 0)]).likeness(0).unwrap().most[0].share;
        assert_eq!(share((5, 0)), Share { n: PARTS, base: PARTS });
        assert_eq!(share((0, 5)), Share { n: 0, base: PARTS });
        assert_eq!(share((4_999_999, 1)).n, PARTS - 1);
        assert_eq!(share((1, 4_999_999)).n, 1);
    }
}
