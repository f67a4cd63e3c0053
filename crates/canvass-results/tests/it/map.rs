//! Results with an opinion map: what is listed by groups, what the document says of it, and when it is provisional.

use crate::log::{conversation, hash, wording};
use canvass_analysis::methods::{self, Analysis};
use canvass_analysis::votes::{Matrix, Tally, Treatment};
use canvass_counts::{OptionTotals, StatementTotals, Totals};
use canvass_domain::{ParticipantId, Seq, StatementId, StatementState, Subject, Vote};
use canvass_results::{
    Compared, Finding, Group, GroupId, GroupVotes, Leaning, Lists, MapStatement, Method, OpinionMap, Placed,
    Representative, Results, Stage, Telling, partings,
};
use serde_json::{Value, json};
use std::sync::Arc;

/// Agree, disagree and unsure of each of two groups.
type ByGroup = [[u64; 3]; 2];

fn votes([agree, disagree, unsure]: [u64; 3]) -> GroupVotes {
    GroupVotes { agree, disagree, unsure }
}

/// The chance that somebody of each group takes a side.
fn informed(by_group: &ByGroup, side: usize) -> f64 {
    by_group.iter().map(|votes| (votes[side] as f64 + 1.0) / (votes.iter().sum::<u64>() as f64 + 2.0)).product()
}

fn map(by_group: &[ByGroup]) -> OpinionMap {
    let statement = |(id, by_group): (u32, &ByGroup)| MapStatement {
        id: StatementId(id),
        by_group: by_group.map(votes).to_vec(),
        extremity: 0.5,
        informed_agree: informed(by_group, 0),
        informed_disagree: informed(by_group, 1),
        priority: 1.0,
    };
    let telling = |statement| Representative {
        statement: StatementId(statement),
        direction: Vote::Disagree,
        n_success: 7,
        n_trials: 8,
        p_success: 0.8,
        p_test: 2.1,
        repness: 1.5,
        repness_test: 1.7,
        best_agree: None,
    };
    let group = |id, options: Vec<OptionTotals>| Group {
        id: GroupId(id),
        n: 20,
        place: [0.0, 0.0],
        n_ballots: if options.is_empty() { 0 } else { 7 },
        options,
        representative: vec![telling(1), telling(2)],
    };
    let placed = |who, place, group| Placed { participant: ParticipantId(who), place, group: GroupId(group) };
    let option = OptionTotals { id: crate::log::option(2), n: 7 };
    OpinionMap {
        method: Method::PRIMARY,
        seq: Seq(9),
        is_provisional: false,
        groups: vec![group(0, vec![option]), group(2, Vec::new())],
        people: vec![
            placed(3, [1.5, -0.0], 2),
            placed(4, [-1.5, 1e-7], 0),
            placed(5, [1.5, 0.0], 0),
            placed(8, [1.5, -2.0], 2),
        ],
        statements: (1..).zip(by_group).map(statement).collect(),
    }
}

/// As many people as the groups have, and nobody besides.
fn totals(by_group: &[ByGroup]) -> Totals {
    let statement = |(id, [one, other]): (u32, &ByGroup)| StatementTotals {
        id: StatementId(id),
        state: StatementState::Accepted,
        subject: Subject::Topic,
        agree: one[0] + other[0],
        disagree: one[1] + other[1],
        unsure: one[2] + other[2],
        skipped: 0,
    };
    Totals { n_participants: 20, statements: (1..).zip(by_group).map(statement).collect(), ..Totals::default() }
}

fn lists(by_group: &[ByGroup]) -> Lists {
    Lists::by_group(&totals(by_group), &map(by_group))
}

fn said(findings: &[Finding]) -> Vec<(u32, Leaning)> {
    findings.iter().map(|finding| (finding.statement.0, finding.direction)).collect()
}

/// Of one statement: the side that all groups share, and whether they part on it.
fn check(by_group: ByGroup, shared: Option<Leaning>, parts: bool) {
    let found = lists(&[by_group]);
    assert_eq!(found.shared.first().map(|finding| finding.direction), shared, "{by_group:?} shared");
    assert_eq!(!found.divisive.is_empty(), parts, "{by_group:?} parts");
    let swapped = by_group.map(|[agree, disagree, unsure]| [disagree, agree, unsure]);
    let mirror = lists(&[swapped]);
    let flip = |leaning| match leaning {
        Leaning::Agree => Leaning::Disagree,
        Leaning::Disagree => Leaning::Agree,
        same => same,
    };
    assert_eq!(mirror.shared.first().map(|finding| finding.direction), shared.map(flip), "{swapped:?} shared");
    assert_eq!(!mirror.divisive.is_empty(), parts, "{swapped:?} parts");
}

#[test]
fn every_group_is_asked_and_thresholds_are_met_exactly() {
    use Leaning::Agree;
    // 7 of 10 is 8 of 12 once one answer is added to each side, 6 of 10 is 7 of 12.
    check([[7, 3, 0], [70, 0, 30]], Some(Agree), true);
    check([[7, 3, 0], [80, 20, 0]], Some(Agree), false);
    check([[6, 4, 0], [80, 20, 0]], None, false);
    check([[9, 1, 0], [1, 9, 0]], None, true);
    // 150 of 200 less 99 of 198 is 25 points, one less is not.
    check([[149, 0, 49], [99, 0, 99]], None, true);
    check([[148, 0, 50], [99, 0, 99]], None, false);
    // Who leaves the other side for being unsure parts from it too, whichever side that is.
    check([[40, 40, 20], [40, 0, 60]], None, true);
    // Four answers of one group say nothing, however many the other gave.
    let thin = lists(&[[[4, 0, 0], [500, 0, 0]], [[5, 5, 0], [5, 5, 0]]]);
    assert_eq!((said(&thin.shared), thin.compared_by_group), (vec![], Some(Compared { n: 1, of: 2 })));
    check([[5, 0, 0], [500, 0, 0]], Some(Agree), false);
    check([[5, 0, 0], [0, 500, 0]], None, true);
}

#[test]
fn what_groups_share_is_ranked_by_the_least_certain_of_them_and_what_they_part_on_by_the_surest_gap() {
    let found =
        lists(&[[[8, 2, 0], [8, 2, 0]], [[10, 0, 0], [9, 1, 0]], [[0, 10, 0], [0, 10, 0]], [[8, 2, 0], [8, 2, 0]]]);
    use Leaning::{Agree, Disagree, Even};
    assert_eq!(said(&found.shared), [(3, Disagree), (2, Agree), (1, Agree), (4, Agree)]);
    // All of 10 on either side part less surely than nearly all of 300.
    let found = lists(&[
        [[200, 100, 0], [100, 200, 0]],
        [[285, 15, 0], [15, 285, 0]],
        [[10, 0, 0], [0, 10, 0]],
        [[20, 0, 0], [0, 20, 0]],
    ]);
    assert_eq!(said(&found.divisive), [(2, Even), (4, Even), (3, Even), (1, Even)]);
}

#[test]
fn lists_by_group_keep_to_what_is_accepted_whatever_the_number_of_participants() {
    let one = [[[9, 1, 0], [9, 1, 0]]];
    for state in [StatementState::Held, StatementState::Declined] {
        let mut totals = totals(&one);
        totals.statements[0].state = state;
        assert_eq!(Lists::by_group(&totals, &map(&one)), Lists::default(), "{state:?}");
    }
    let many = Totals { n_participants: 3_000, ..totals(&one) };
    assert_eq!(said(&Lists::by_group(&many, &map(&one)).shared), [(1, Leaning::Agree)], "20 answers of 3,000 people");
    // What nobody had voted on when the map was made is in no list by groups; being unsure is not asked of groups.
    let unknown = Lists::by_group(&totals(&[one[0], [[0, 0, 9], [0, 0, 9]]]), &map(&one));
    assert_eq!((said(&unknown.shared), said(&unknown.unsure)), (vec![(1, Leaning::Agree)], vec![(2, Leaning::Unsure)]));
    assert_eq!(unknown.compared_by_group, Some(Compared { n: 1, of: 2 }));
    assert_eq!(unknown.compared, Compared { n: 2, of: 2 });
}

#[test]
fn what_most_answer_alike_stands_beside_what_groups_share() {
    // Of everybody 73 of 100 agree; the smaller group does not.
    let found = lists(&[[[70, 10, 0], [3, 17, 0]]]);
    assert_eq!((said(&found.shared), said(&found.majority)), (vec![], vec![(1, Leaning::Agree)]));
}

#[test]
fn until_groups_can_be_compared_the_lists_of_everybody_stay() {
    let thin = [[[4, 0, 0], [30, 2, 0]], [[2, 2, 0], [16, 15, 0]]];
    let found = lists(&thin);
    assert_eq!(found, Lists::of(&totals(&thin)));
    assert_eq!((said(&found.shared), found.divisive.len()), (vec![(1, Leaning::Agree)], 1));
    assert_eq!((found.compared_by_group, found.majority), (None, vec![]));
}

pub fn results(map: OpinionMap) -> Results {
    let by_group = [[[9, 1, 0], [1, 9, 0]], [[9, 1, 0], [8, 1, 1]]];
    Results::new(&conversation(), totals(&by_group), &wording()).with_map(Some(Arc::new(map)))
}

pub fn example() -> OpinionMap {
    map(&[[[9, 1, 0], [1, 9, 0]], [[9, 1, 0], [8, 1, 1]]])
}

#[test]
fn the_document_tells_of_groups_and_of_nobody() {
    let document = results(example()).to_json().unwrap();
    assert_eq!((&document["method"], &document["method_version"]), (&json!("polis"), &json!(2)));
    assert_eq!(document["rules"], 1);
    assert_eq!(document["counts"]["grouped"], 40);
    let options = |n| json!([{"id": 1, "n": 0}, {"id": 2, "n": n}, {"id": 3, "n": 0}]);
    // Nobody of the second group answered the poll, so nothing is told of its answers.
    let options_of_few = Value::Null;
    let groups = json!([
        {"id": 0, "label": "A", "n": 20, "options": options(7)},
        {"id": 2, "label": "C", "n": 20, "options": options_of_few},
    ]);
    assert_eq!(document["groups"], groups);
    let by_group = json!([
        {"group": 0, "agree": 9, "disagree": 1, "unsure": 0},
        {"group": 2, "agree": 1, "disagree": 9, "unsure": 0},
    ]);
    assert_eq!(document["statements"][0]["by_group"], by_group);
    assert_eq!(document["statements"][0]["informed_agree"], json!(10.0 / 12.0 * (2.0 / 12.0)));
    let of_group = document["representative"]["2"].as_array().unwrap();
    assert_eq!(of_group.len(), 2);
    assert_eq!(
        of_group[0],
        json!({
            "statement": 1, "direction": "disagree", "n_success": 7, "n_trials": 8,
            "p_success": 0.8, "p_test": 2.1, "repness": 1.5, "repness_test": 1.7, "best_agree": null,
        })
    );
    let point = |x: f64, y: f64, group| json!({"x": x, "y": y, "group": group});
    let points = [point(-1.5, 1e-7, 0), point(1.5, -2.0, 2), point(1.5, 0.0, 0), point(1.5, 0.0, 2)];
    assert_eq!(document["map"], json!({"dimension": 2, "points": points}));
    assert!(!document.to_string().contains("participant\""), "nobody is named");
}

#[test]
fn every_part_of_the_map_is_hashed_and_who_stands_where_is_not() {
    let whole = hash(&results(example()));
    let changed = |change: fn(&mut OpinionMap)| {
        let mut map = example();
        change(&mut map);
        hash(&results(map)) != whole
    };
    assert!(changed(|map| map.people[0].place[0] = 1.500_000_000_000_000_2), "the last bit of a place");
    assert!(changed(|map| map.people[0].group = GroupId(0)));
    assert!(changed(|map| map.groups[0].n = 3));
    assert!(changed(|map| map.groups[0].options[0].n = 1));
    assert!(changed(|map| map.groups[1].representative[0].repness = 1.25));
    assert!(changed(|map| map.groups[1].representative[0].best_agree = Some(7)));
    assert!(changed(|map| map.statements[0].by_group[0].agree = 8));
    assert!(changed(|map| map.statements[0].extremity = 0.25));
    assert!(!changed(|map| map.people[0].participant = ParticipantId(99)));
    assert!(!changed(|map| map.seq = Seq(10)));
    assert!(!changed(|map| map.statements[0].priority = 3.0), "it says what is shown next, not what was said");
}

#[test]
fn what_is_declined_after_the_map_was_made_sets_nobody_apart() {
    let mut results = results(example());
    results.statements[0].totals.state = StatementState::Declined;
    let document = results.to_json().unwrap();
    let told = document["representative"]["0"].as_array().unwrap();
    assert_eq!(told.iter().map(|one| &one["statement"]).collect::<Vec<_>>(), [&json!(2)]);
}

#[test]
fn what_is_provisional_says_so_and_has_no_hash() {
    let haste = results(OpinionMap { is_provisional: true, ..example() });
    let behind = results(example()).provisional();
    let to_come = Results::new(&conversation(), totals(&[]), &wording()).provisional();
    for results in [&haste, &behind, &to_come] {
        assert_eq!(results.stage, Stage::Provisional);
        let document = results.to_json().unwrap();
        assert_eq!((&document["provisional"], &document["results_hash"]), (&json!(true), &Value::Null));
        let hashes = document["section_hashes"].as_object().unwrap();
        assert!(hashes.len() > 5 && hashes.values().all(Value::is_null), "{hashes:?}");
    }
    assert_eq!(results(example()).to_json().unwrap()["provisional"], false);
}

#[test]
fn a_number_that_is_none_is_refused() {
    for broken in [f64::NAN, f64::INFINITY] {
        let mut map = example();
        map.people[0].place[1] = broken;
        assert!(results(map).to_json().is_err(), "{broken}");
    }
}

#[test]
fn one_group_is_not_compared_with_anything() {
    let by_group = [[[9, 1, 0], [8, 1, 1]], [[9, 1, 0], [1, 9, 0]]];
    let (totals, mut one) = (totals(&by_group), map(&by_group));
    one.groups.truncate(1);
    assert!(one.compared().is_empty() && partings(&one).is_empty());
    assert_eq!(Lists::by_group(&totals, &one), Lists::of(&totals), "nobody is left to compare with");
}

#[test]
fn a_groups_answers_to_the_poll_are_suppressed_where_few_gave_them() {
    let of_group = |n_ballots, all| {
        let mut map = example();
        map.groups[0].n_ballots = n_ballots;
        map.groups[0].options[0].n = n_ballots;
        let results = Results::new(&conversation(), Totals { n_ballots: all, ..totals(&[]) }, &wording());
        results.with_map(Some(Arc::new(map))).to_json().unwrap()["groups"][0]["options"].clone()
    };
    assert!(of_group(5, 9).is_array());
    assert!(of_group(4, 9).is_null());
}

/// Of the first group, which is said to stand out by disagreeing with the first statement.
fn told(by_group: ByGroup, best_agree: Option<u64>) -> Option<(Vote, u64, u64)> {
    let mut map = map(&[by_group]);
    map.groups[0].representative[0].best_agree = best_agree;
    let found: Vec<Telling> = map.telling(&map.groups[0]).collect();
    assert!(found.len() <= 1, "the second statement is not on the map");
    found.first().map(|telling| (telling.side, telling.here.share(telling.side).n, telling.others.n()))
}

#[test]
fn what_sets_a_group_apart_is_said_only_where_it_does() {
    assert_eq!(told([[2, 7, 1], [5, 5, 0]], None), Some((Vote::Disagree, 7, 10)));
    // The side of most, whatever direction the method gave it for.
    assert_eq!(told([[66, 2, 0], [50, 50, 0]], Some(66)), Some((Vote::Agree, 66, 100)));
    assert_eq!(told([[66, 2, 0], [50, 50, 0]], None), None, "two of 68");
    assert_eq!(told([[5, 5, 0], [9, 1, 0]], None), None, "half is not most");
    assert_eq!(told([[1, 9, 0], [1, 9, 0]], None), None, "all the others do too");
    assert_eq!(told([[0, 4, 0], [9, 0, 0]], None), None, "four say nothing");
    assert_eq!(told([[0, 9, 0], [4, 0, 0]], None), None, "nor do four others");
    assert_eq!(told([[0, 5, 0], [5, 0, 0]], None), Some((Vote::Disagree, 5, 5)));
}

/// A second method: that of the registry under another name.
#[derive(Debug)]
struct Another;

impl methods::Method for Another {
    fn name(&self) -> &'static str {
        "another"
    }

    fn version(&self) -> u32 {
        7
    }

    fn least_rows(&self) -> usize {
        methods::PRIMARY.least_rows()
    }

    fn least_columns(&self) -> usize {
        methods::PRIMARY.least_columns()
    }

    fn analyse(&self, matrix: &Matrix, treatments: &[Treatment]) -> Option<Analysis> {
        methods::PRIMARY.analyse(matrix, treatments)
    }

    fn analyse_grouped(&self, matrix: &Matrix, all: &[Treatment], group_of: &[Option<u8>]) -> Option<Analysis> {
        methods::PRIMARY.analyse_grouped(matrix, all, group_of)
    }

    fn regroup(&self, found: &Analysis, matrix: &Matrix, treatments: &[Treatment], least: u32) -> Option<Analysis> {
        methods::PRIMARY.regroup(found, matrix, treatments, least)
    }

    fn priority(&self, tally: Tally, extremity: f64, treatment: Treatment) -> f64 {
        methods::PRIMARY.priority(tally, extremity, treatment)
    }
}

#[test]
fn a_second_method_stands_beside_the_primary_one_and_changes_nothing_of_it() {
    static ANOTHER: &dyn methods::Method = &Another;
    let alone = results(example());
    let other = Arc::new(OpinionMap { method: Method::from(ANOTHER), ..example() });
    let both = alone.clone().with_other_map(Arc::clone(&other)).with_other_map(Arc::new(example()));
    assert_eq!(both.other_maps.keys().copied().collect::<Vec<_>>(), ["another"], "the primary one has its own place");
    let (mut document, plain) = (both.to_json().unwrap(), alone.to_json().unwrap());
    let methods = document.as_object_mut().unwrap().remove("methods").unwrap();
    assert_eq!(document, plain, "hashes included");
    assert_eq!(methods["another"]["method_version"], 7);
    assert_eq!(methods["another"]["groups"], plain["groups"]);
    assert_eq!(methods["another"]["map"], plain["map"]);
}
