//! What is listed: thresholds met exactly, ties, and conversations too small to say anything.

use canvass_counts::{StatementTotals, Totals, thresholds};
use canvass_domain::{StatementId, StatementState, Subject};
use canvass_results::{Compared, Finding, Leaning, Lists};

fn statement(id: u32, [agree, disagree, unsure]: [u64; 3]) -> StatementTotals {
    let (state, subject) = (StatementState::Accepted, Subject::Topic);
    StatementTotals { id: StatementId(id), state, subject, agree, disagree, unsure, skipped: 7 }
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
fn thresholds_are_met_exactly_once_one_answer_is_added_to_each_side() {
    use Leaning::{Agree, Disagree, Even};
    // 60 % of 12 is 7.2.
    check([7, 0, 3], Some(Agree), None, true);
    check([6, 0, 4], None, None, true);
    check([598, 0, 400], None, None, true);
    check([599, 0, 399], Some(Agree), None, true);
    check([0, 7, 3], Some(Disagree), None, true);
    // 25 % of 100.
    check([74, 24, 0], Some(Agree), Some(Agree), false);
    check([75, 23, 0], Some(Agree), None, false);
    check([24, 74, 0], Some(Disagree), Some(Disagree), false);
    check([5, 5, 0], None, Some(Even), false);
    check([45, 29, 24], None, Some(Agree), true);
    check([46, 29, 23], None, Some(Agree), false);
    check([0, 0, 9], None, None, true);
}

#[test]
fn five_must_have_answered_however_many_took_part() {
    for n_participants in [10, 1_760, 33_422] {
        let found = lists(n_participants, &[[4, 0, 0], [5, 0, 0]]);
        assert_eq!(said(&found.shared), [(2, Leaning::Agree)]);
        assert_eq!(found.compared, Compared { n: 1, of: 2 });
    }
    assert!(lists(10, &[[5, 0, 0]]).compared.is_whole() && !lists(10, &[[4, 0, 0]]).compared.is_whole());
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
fn statements_about_the_readers_are_in_no_list() {
    let alike = [[10, 0, 0], [5, 5, 0], [0, 0, 10]];
    let of = |subject| {
        let statements = (1..).zip(alike).map(|(id, counts)| StatementTotals { subject, ..statement(id, counts) });
        Lists::of(&Totals { n_participants: 10, statements: statements.collect(), ..Totals::default() })
    };
    let (topic, readers) = (of(Subject::Topic), of(Subject::Readers));
    assert!(!topic.shared.is_empty() && !topic.divisive.is_empty() && !topic.unsure.is_empty());
    assert_eq!(readers, Lists::default(), "not even among those compared");
}

#[test]
fn surer_shares_first_then_more_votes_then_the_lower_number() {
    let ranked = lists(20, &[[7, 3, 0], [14, 6, 0], [9, 1, 0], [7, 3, 0], [18, 2, 0]]);
    let order: Vec<u32> = said(&ranked.shared).into_iter().map(|(id, _)| id).collect();
    assert_eq!(order, [5, 3, 2, 1, 4]);
    // All of six do not come before four fifths of four hundred.
    let few = lists(20, &[[6, 0, 0], [320, 80, 0]]);
    assert_eq!(said(&few.shared).first(), Some(&(2, Leaning::Agree)));
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
