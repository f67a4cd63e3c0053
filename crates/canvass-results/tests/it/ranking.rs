//! Few answers lead no list: many late statements with six answers beside sixty with four hundred.

use canvass_counts::{StatementTotals, Totals};
use canvass_domain::{ParticipantId, Seq, StatementId, StatementState, Subject};
use canvass_results::{Finding, Group, GroupId, GroupVotes, Lists, MapStatement, Method, OpinionMap, Placed};

const N_SEEDS: u64 = 200;
/// Statements with many answers, and the late ones.
const N_KNOWN: u32 = 60;
const N_LATE: u32 = 40;

/// SplitMix64: enough for a test, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((word ^ (word >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// How many of n agree, each with the same chance; the rest disagree.
    fn votes(&mut self, n: u64, share: f64) -> GroupVotes {
        let agree = (0..n).filter(|_| self.uniform() < share).count() as u64;
        GroupVotes { agree, disagree: n - agree, unsure: 0 }
    }
}

/// The place of a statement among those with many answers, from 0 to 1.
fn along(id: u32) -> f64 {
    f64::from(id - 1) / f64::from(N_KNOWN - 1)
}

fn statement(id: u32, votes: &[GroupVotes]) -> StatementTotals {
    let sum = |of: fn(&GroupVotes) -> u64| votes.iter().map(of).sum();
    let (agree, disagree) = (sum(|votes| votes.agree), sum(|votes| votes.disagree));
    let (id, state) = (StatementId(id), StatementState::Accepted);
    StatementTotals { id, state, subject: Subject::Topic, agree, disagree, unsure: 0, skipped: 0 }
}

/// Of seeds, how many have a late statement first, and how many among the first five.
#[expect(clippy::print_stdout, reason = "the figures are printed in METHODS")]
fn check(name: &str, list: impl Fn(&mut Chance) -> Vec<Finding>) {
    let is_late = |finding: &Finding| finding.statement.0 > N_KNOWN;
    let found: Vec<Vec<Finding>> = (1..=N_SEEDS).map(|seed| list(&mut Chance(seed))).collect();
    let leads = found.iter().filter(|list| list.first().is_some_and(is_late)).count() as u64;
    let is_among = found.iter().filter(|list| list.iter().any(is_late)).count() as u64;
    println!("{name}: a late statement leads with {leads} of {N_SEEDS} seeds, is listed with {is_among}");
    assert!(found.iter().all(|list| list.len() == 5), "{name}: there is enough to list");
    assert!(leads * 100 <= 2 * N_SEEDS, "{name}: {leads} lead");
    assert!(is_among * 100 <= 10 * N_SEEDS, "{name}: {is_among} are listed");
}

#[test]
fn late_statements_do_not_lead_what_most_answer_alike() {
    check("alike", |chance| {
        let known = (1..=N_KNOWN).map(|id| (id, 400, 0.3 + 0.5 * along(id)));
        let late = (N_KNOWN + 1..=N_KNOWN + N_LATE).map(|id| (id, 6, 0.6));
        let statements = known.chain(late).map(|(id, n, share)| statement(id, &[chance.votes(n, share)])).collect();
        Lists::of(&Totals { n_participants: 3_000, statements, ..Totals::default() }).shared
    });
}

#[test]
fn late_statements_do_not_lead_what_divides_groups() {
    check("divides", |chance| {
        let known = (1..=N_KNOWN).map(|id| (id, 200, 0.5 * along(id)));
        let late = (N_KNOWN + 1..=N_KNOWN + N_LATE).map(|id| (id, 6, 0.0));
        let mut answer = |(id, n, gap): (u32, u64, f64)| {
            (id, vec![chance.votes(n, 0.6 + gap / 2.0), chance.votes(n, 0.6 - gap / 2.0)])
        };
        let votes: Vec<(u32, Vec<GroupVotes>)> = known.chain(late).map(&mut answer).collect();
        let statements = votes.iter().map(|(id, votes)| statement(*id, votes)).collect();
        let totals = Totals { n_participants: 3_000, statements, ..Totals::default() };
        Lists::by_group(&totals, &map(votes)).divisive
    });
}

fn map(votes: Vec<(u32, Vec<GroupVotes>)>) -> OpinionMap {
    let group = |id| Group {
        id: GroupId(id),
        n: 1_500,
        place: [0.0, 0.0],
        options: Vec::new(),
        n_ballots: 0,
        representative: Vec::new(),
    };
    let statement = |(id, by_group)| MapStatement {
        id: StatementId(id),
        by_group,
        extremity: 0.0,
        informed_agree: 0.0,
        informed_disagree: 0.0,
        priority: 1.0,
    };
    OpinionMap {
        method: Method::PRIMARY,
        seq: Seq(1),
        is_provisional: false,
        groups: vec![group(0), group(1)],
        people: vec![Placed { participant: ParticipantId(1), place: [0.0, 0.0], group: GroupId(0) }],
        statements: votes.into_iter().map(statement).collect(),
    }
}
