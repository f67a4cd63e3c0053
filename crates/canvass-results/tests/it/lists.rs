//! What is listed: thresholds met exactly, ties, and conversations too small to say anything.

use canvass_domain::{StatementId, StatementState};
use canvass_results::{Finding, Leaning, Lists, StatementTotals, Totals, thresholds};

fn statement(id: u32, [agree, disagree, unsure]: [u64; 3]) -> StatementTotals {
    StatementTotals { id: StatementId(id), state: StatementState::Accepted, agree, disagree, unsure, skipped: 7 }
}

fn lists(n_participants: u64, counts: &[[u64; 3]]) -> Lists {
    let statements = (1..).zip(counts).map(|(id, counts)| statement(id, *counts)).collect();
    Lists::of(&Totals { n_participants, statements, ..Totals::default() })
}

fn said(findings: &[Finding]) -> Vec<(u32, Leaning)> {
    findings.iter().map(|finding| (finding.statement.0, finding.direction)).collect()
}

/// Of one statement in a conversation of 20: whether it is shared, divisive, unsure.
fn check(counts: [u64; 3], shared: Option<Leaning>, divisive: Option<Leaning>, is_unsure: bool) {
    let lists = lists(20, &[counts]);
    let first = |findings: &[Finding]| findings.first().map(|finding| finding.direction);
    assert_eq!(first(&lists.shared), shared, "{counts:?} shared");
    assert_eq!(first(&lists.divisive), divisive, "{counts:?} divisive");
    assert_eq!(first(&lists.unsure), is_unsure.then_some(Leaning::Unsure), "{counts:?} unsure");
}

#[test]
fn thresholds_are_met_exactly() {
    use Leaning::{Agree, Disagree, Even};
    check([6, 0, 4], Some(Agree), None, true);
    check([599, 0, 401], None, None, true);
    check([600, 0, 400], Some(Agree), None, true);
    check([0, 6, 4], Some(Disagree), None, true);
    check([75, 25, 0], Some(Agree), Some(Agree), false);
    check([76, 24, 0], Some(Agree), None, false);
    check([25, 75, 0], Some(Disagree), Some(Disagree), false);
    check([5, 5, 0], None, Some(Even), false);
    check([45, 30, 25], None, Some(Agree), true);
    check([46, 30, 24], None, Some(Agree), false);
    check([0, 0, 9], None, None, true);
}

#[test]
fn a_tenth_must_have_voted_and_never_fewer_than_five() {
    let min_n = |n| lists(n, &[]).min_n;
    assert_eq!([0, 1, 50, 51, 60, 61, 1760].map(min_n), [5, 5, 5, 6, 6, 7, 176]);
    assert_eq!(said(&lists(10, &[[4, 0, 0], [5, 0, 0]]).shared), [(2, Leaning::Agree)]);
    assert_eq!(said(&lists(1760, &[[175, 0, 0], [176, 0, 0]]).shared), [(2, Leaning::Agree)]);
}

#[test]
fn skips_make_nobody_count() {
    let mut quiet = statement(1, [4, 0, 0]);
    quiet.skipped = 1000;
    let totals = Totals { n_participants: 10, statements: vec![quiet], ..Totals::default() };
    assert_eq!(Lists::of(&totals).shared, []);
}

#[test]
fn only_accepted_statements_are_listed() {
    for state in [StatementState::Held, StatementState::Declined] {
        let totals = Totals {
            n_participants: 10,
            statements: vec![StatementTotals { state, ..statement(1, [10, 0, 0]) }],
            ..Totals::default()
        };
        assert_eq!(Lists::of(&totals).shared, [], "{state:?}");
    }
}

#[test]
fn higher_shares_first_then_more_votes_then_the_lower_number() {
    let ranked = lists(20, &[[6, 4, 0], [12, 8, 0], [9, 1, 0], [6, 4, 0], [18, 2, 0]]);
    let order: Vec<u32> = said(&ranked.shared).into_iter().map(|(id, _)| id).collect();
    assert_eq!(order, [5, 3, 2, 1, 4]);
    // Exact, not rounded: 667 of 1000 is more than 2 of 3.
    let close = lists(20, &[[666_666, 333_334, 0], [6, 3, 0], [667, 333, 0]]);
    let order: Vec<u32> = said(&close.shared).into_iter().map(|(id, _)| id).collect();
    assert_eq!(order, [3, 2, 1]);
}

#[test]
fn a_list_holds_five() {
    let many = lists(20, &[[10, 0, 0]; 9]);
    assert_eq!(many.shared.len(), thresholds::LIST_LEN);
    assert_eq!(said(&many.shared), (1..=5).map(|id| (id, Leaning::Agree)).collect::<Vec<_>>());
}

#[test]
fn an_empty_conversation_says_nothing() {
    let none = lists(0, &[[0, 0, 0]]);
    assert_eq!((none.shared, none.divisive, none.unsure), (vec![], vec![], vec![]));
}

#[test]
fn a_finding_carries_its_counts() {
    let found = lists(20, &[[7, 2, 1]]).shared[0];
    assert_eq!((found.n, found.agree, found.disagree, found.unsure), (10, 7, 2, 1));
}
