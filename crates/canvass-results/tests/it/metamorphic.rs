//! Changes to a log that must change its results in a known way, or not at all.

use crate::log::{Step, T0, answers, any_log, counts, hash, results, totals};
use canvass_counts::{StatementTotals, Totals};
use canvass_domain::{Fact, ParticipantId, Seq, StatementId};
use canvass_results::{Finding, Leaning, Lists};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The same fact about somebody else.
fn about(fact: Fact, who: impl Fn(ParticipantId) -> ParticipantId) -> Fact {
    match fact {
        Fact::BallotCast { participant, ballot, version } => {
            Fact::BallotCast { participant: who(participant), ballot, version }
        }
        Fact::BallotWithdrawn { participant } => Fact::BallotWithdrawn { participant: who(participant) },
        Fact::VoteCast { participant, statement, vote, version } => {
            Fact::VoteCast { participant: who(participant), statement, vote, version }
        }
        Fact::VoteWithdrawn { participant, statement } => {
            Fact::VoteWithdrawn { participant: who(participant), statement }
        }
        Fact::StatementSkipped { participant, statement, version } => {
            Fact::StatementSkipped { participant: who(participant), statement, version }
        }
        Fact::ParticipantBanned { participant } => Fact::ParticipantBanned { participant: who(participant) },
        Fact::ParticipantErased { participant } => Fact::ParticipantErased { participant: who(participant) },
        Fact::ParticipantReinstated { participant } => Fact::ParticipantReinstated { participant: who(participant) },
        other @ (Fact::StatementAdded { .. }
        | Fact::CommentPosted { .. }
        | Fact::CommentDecided { .. }
        | Fact::StatementDecided { .. }
        | Fact::StatementMarked { .. }
        | Fact::InstrumentChanged { .. }
        | Fact::Opened
        | Fact::Closed
        | Fact::ClosedByClock) => other,
    }
}

/// Whose own order an event belongs to: a participant's, or the desk's.
fn line(fact: &Fact) -> Option<ParticipantId> {
    fact.participant()
}

/// Everybody's answers so many times over, each time by other people.
fn times(log: &[Step], n: u32) -> Vec<Step> {
    let copies = |&(at_ms, fact): &Step| {
        let n = if line(&fact).is_some() { n } else { 1 };
        (0..n).map(move |copy| (at_ms, about(fact, |ParticipantId(p)| ParticipantId(p + 100 * copy))))
    };
    log.iter().flat_map(copies).collect()
}

/// Without statements that never came in and that nobody's counted answer is about.
fn tidy(mut totals: Totals) -> Totals {
    totals.statements.retain(|s| s.n() + s.skipped > 0 || s.state == canvass_domain::StatementState::Accepted);
    totals
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn names_do_not_matter(log in any_log(), names in Just((0..7_u32).collect::<Vec<_>>()).prop_shuffle()) {
        let renamed: Vec<Step> = log
            .iter()
            .map(|&(at_ms, fact)| (at_ms, about(fact, |ParticipantId(p)| ParticipantId(50 + names[p as usize]))))
            .collect();
        prop_assert_eq!(totals(&log), totals(&renamed));
        prop_assert_eq!(hash(&results(&log)), hash(&results(&renamed)));
    }

    #[test]
    fn the_order_between_people_does_not_matter(log in any_log(), draws in prop::collection::vec(any::<u32>(), 130)) {
        let mut lines: BTreeMap<Option<ParticipantId>, Vec<Step>> = BTreeMap::new();
        for step in log.iter().rev() {
            lines.entry(line(&step.1)).or_default().push(*step);
        }
        let mut reordered = Vec::new();
        for draw in draws.iter().cycle().take(log.len()) {
            let left: Vec<_> = lines.iter().filter(|(_, line)| !line.is_empty()).map(|(who, _)| *who).collect();
            let who = left[*draw as usize % left.len()];
            reordered.extend(lines.get_mut(&who).and_then(Vec::pop));
        }
        prop_assert_eq!(reordered.len(), log.len());
        let (one, other) = (tidy(counts(&log)), tidy(counts(&reordered)));
        // Decisions on what was voted on before it came in depend on that order; the demo and imports have none.
        if log.iter().all(|(_, fact)| !matches!(fact, Fact::StatementDecided { .. } | Fact::StatementMarked { .. })) {
            prop_assert_eq!(&one, &other);
        }
        prop_assert_eq!((one.n_votes, one.n_ballots, one.options), (other.n_votes, other.n_ballots, other.options));
        prop_assert_eq!((one.n_participants, one.first_ms, one.last_ms), (other.n_participants, other.first_ms, other.last_ms));
    }

    #[test]
    fn everybody_twice_doubles_every_count(log in any_log()) {
        let double = |s: &StatementTotals| StatementTotals {
            agree: 2 * s.agree, disagree: 2 * s.disagree, unsure: 2 * s.unsure, skipped: 2 * s.skipped, ..*s
        };
        let (once, twice) = (counts(&log), counts(&times(&log, 2)));
        let mut expected = once.clone();
        expected.n_participants *= 2;
        expected.n_voters *= 2;
        expected.n_votes *= 2;
        expected.n_ballots *= 2;
        expected.options.iter_mut().for_each(|option| option.n *= 2);
        expected.statements = once.statements.iter().map(double).collect();
        prop_assert_eq!(twice, expected);
    }

    #[test]
    fn agree_and_disagree_swapped_mirror_everything(log in any_log()) {
        let log = times(&log, 5);
        let swap = |&(at_ms, fact): &Step| match fact {
            Fact::VoteCast { participant, statement, vote, version } => {
                (at_ms, Fact::VoteCast { participant, statement, vote: vote.swapped(), version })
            }
            other => (at_ms, other),
        };
        let mirrored = counts(&log.iter().map(swap).collect::<Vec<_>>());
        let mut expected = counts(&log);
        for s in &mut expected.statements {
            (s.agree, s.disagree) = (s.disagree, s.agree);
        }
        prop_assert_eq!(&mirrored, &expected);
        let flip = |finding: &Finding| Finding {
            direction: match finding.direction {
                Leaning::Agree => Leaning::Disagree,
                Leaning::Disagree => Leaning::Agree,
                same @ (Leaning::Even | Leaning::Unsure) => same,
            },
            agree: finding.disagree,
            disagree: finding.agree,
            ..*finding
        };
        let flipped = |findings: &[Finding]| findings.iter().map(flip).collect::<Vec<_>>();
        let (lists, mirror) = (Lists::of(&counts(&log)), Lists::of(&mirrored));
        prop_assert_eq!(flipped(&lists.shared), mirror.shared);
        prop_assert_eq!(flipped(&lists.divisive), mirror.divisive);
        prop_assert_eq!(flipped(&lists.unsure), mirror.unsure);
    }

    /// At any point of the log, and however much they answer after it.
    #[test]
    fn banned_equals_never_answered(log in answers(), who in 0..7_u32, place in any::<prop::sample::Index>()) {
        let participant = ParticipantId(who);
        let mut banned = times(&log, 3);
        let place = 5 + place.index(banned.len() - 4);
        banned.insert(place, (T0, Fact::ParticipantBanned { participant }));
        let without: Vec<Step> = times(&log, 3).into_iter().filter(|(_, fact)| fact.participant() != Some(participant)).collect();
        prop_assert_eq!(counts(&banned), counts(&without), "dates included");
        let (one, other) = (results(&banned), results(&without));
        prop_assert_eq!(&one.lists, &other.lists);
        prop_assert_eq!(&one.statements, &other.statements);
        prop_assert_eq!(hash(&one), hash(&other));
    }

    #[test]
    fn everything_withdrawn_equals_never_answered(log in answers(), who in 0..7_u32) {
        let participant = ParticipantId(who);
        let mut withdrawn = log.clone();
        let statements = (1..=4).map(|n| Fact::VoteWithdrawn { participant, statement: StatementId(n) });
        withdrawn.extend(statements.chain([Fact::BallotWithdrawn { participant }]).map(|fact| (T0, fact)));
        let without: Vec<Step> = log.into_iter().filter(|(_, fact)| fact.participant() != Some(participant)).collect();
        prop_assert_eq!(counts(&withdrawn), counts(&without));
        prop_assert_eq!(hash(&results(&withdrawn)), hash(&results(&without)));
    }

    #[test]
    fn erasing_changes_no_count(log in any_log(), who in 0..7_u32) {
        let mut erased = log.clone();
        erased.push((T0, Fact::ParticipantErased { participant: ParticipantId(who) }));
        prop_assert_eq!(counts(&erased), counts(&log));
        prop_assert_eq!(totals(&erased).seq, Seq(log.len() as u64 + 1));
    }
}
