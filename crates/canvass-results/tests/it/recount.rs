//! The ledger's running counts against a recount that builds final maps first and counts afterwards.

use crate::log::{Step, any_log, events, ledger, option, seeded, totals};
use canvass_counts::{Ledger, LedgerError, StatementTotals};
use canvass_domain::{Answer, Event, Fact, Millis, ParticipantId, Seq, StatementId, StatementState, Subject, Vote};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is left at the end of a log, told without any running count.
#[derive(Default)]
struct Final {
    answers: BTreeMap<(ParticipantId, StatementId), Answer>,
    ballots: BTreeMap<ParticipantId, u64>,
    times: BTreeMap<ParticipantId, Vec<Millis>>,
    states: BTreeMap<StatementId, StatementState>,
    subjects: BTreeMap<StatementId, Subject>,
    banned: BTreeSet<ParticipantId>,
}

impl Final {
    fn of(steps: &[Step]) -> Self {
        let mut end = Self::default();
        for &(at_ms, fact) in steps {
            match fact {
                Fact::VoteCast { participant, statement, vote, .. } => {
                    end.answers.insert((participant, statement), Answer::Voted(vote));
                }
                Fact::StatementSkipped { participant, statement, .. } => {
                    end.answers.insert((participant, statement), Answer::Skipped);
                }
                Fact::VoteWithdrawn { participant, statement } => {
                    end.answers.remove(&(participant, statement));
                }
                Fact::BallotCast { participant, ballot, .. } => {
                    end.ballots.insert(participant, ballot.bits());
                }
                Fact::BallotWithdrawn { participant } => {
                    end.ballots.remove(&participant);
                }
                Fact::StatementAdded { statement, state, .. } | Fact::StatementDecided { statement, state } => {
                    end.states.insert(statement, state);
                }
                Fact::StatementMarked { statement, subject } => {
                    end.subjects.insert(statement, subject);
                }
                Fact::ParticipantBanned { participant } => {
                    end.banned.insert(participant);
                }
                Fact::ParticipantReinstated { participant } => {
                    end.banned.remove(&participant);
                }
                Fact::CommentPosted { .. } | Fact::CommentDecided { .. } => {}
                Fact::ParticipantErased { .. }
                | Fact::InstrumentChanged { .. }
                | Fact::Opened
                | Fact::Closed
                | Fact::ClosedByClock => {}
            }
            if let (true, Some(participant)) = (fact.is_answer(), fact.participant()) {
                end.times.entry(participant).or_default().push(at_ms);
            }
        }
        end.answers.retain(|(participant, _), _| !end.banned.contains(participant));
        end.ballots.retain(|participant, _| !end.banned.contains(participant));
        end
    }

    fn votes(&self) -> impl Iterator<Item = (ParticipantId, StatementId, Vote)> {
        self.answers
            .iter()
            .filter_map(|(&(participant, statement), answer)| Some((participant, statement, answer.vote()?)))
    }

    fn people(&self) -> BTreeSet<ParticipantId> {
        self.votes().map(|(participant, ..)| participant).chain(self.ballots.keys().copied()).collect()
    }

    /// Times of everything that those answered who count, where known.
    fn known_times(&self) -> Vec<Millis> {
        let people = self.people();
        let of = |(participant, times): (&ParticipantId, &Vec<Millis>)| {
            if people.contains(participant) { times.clone() } else { Vec::new() }
        };
        self.times.iter().flat_map(of).filter(|at_ms| *at_ms > 0).collect()
    }

    fn n(&self, statement: StatementId, answer: Answer) -> u64 {
        self.answers.iter().filter(|((_, s), a)| *s == statement && **a == answer).count() as u64
    }

    fn statement(&self, id: StatementId) -> StatementTotals {
        StatementTotals {
            id,
            // What was voted on and never came in is shown to nobody.
            state: self.states.get(&id).copied().unwrap_or(StatementState::Declined),
            subject: self.subjects.get(&id).copied().unwrap_or_default(),
            agree: self.n(id, Answer::Voted(Vote::Agree)),
            disagree: self.n(id, Answer::Voted(Vote::Disagree)),
            unsure: self.n(id, Answer::Voted(Vote::Unsure)),
            skipped: self.n(id, Answer::Skipped),
        }
    }
}

/// Statements that decisions speak of are there: other decisions are no decisions.
fn without_stray_decisions(log: Vec<Step>) -> Vec<Step> {
    let mut there = BTreeSet::new();
    log.into_iter()
        .filter(|(_, fact)| match fact {
            Fact::StatementAdded { statement, .. } => there.insert(*statement),
            Fact::StatementDecided { statement, .. } | Fact::StatementMarked { statement, .. } => {
                there.contains(statement)
            }
            _ => true,
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn running_counts_equal_a_recount(log in any_log().prop_map(without_stray_decisions)) {
        let (totals, end) = (totals(&log), Final::of(&log));
        prop_assert_eq!(totals.seq, Seq(log.len() as u64));
        prop_assert_eq!(totals.n_participants, end.people().len() as u64);
        let voters: BTreeSet<ParticipantId> = end.votes().map(|(participant, ..)| participant).collect();
        prop_assert_eq!(totals.n_voters, voters.len() as u64);
        prop_assert_eq!(totals.n_votes, end.votes().count() as u64);
        prop_assert_eq!(totals.n_ballots, end.ballots.len() as u64);
        for bit in 0..32_u8 {
            let n = end.ballots.values().filter(|bits| *bits >> bit & 1 == 1).count() as u64;
            prop_assert_eq!(totals.option(option(bit + 1)), n, "option {}", bit + 1);
        }
        let voted_on: BTreeSet<StatementId> = end.answers.keys().map(|(_, statement)| *statement).collect();
        let expected: Vec<StatementTotals> =
            end.states.keys().copied().chain(voted_on).collect::<BTreeSet<_>>().into_iter().map(|id| end.statement(id)).collect();
        let is_there = |s: &&StatementTotals| end.states.contains_key(&s.id) || s.n() + s.skipped > 0;
        prop_assert_eq!(totals.statements.iter().filter(is_there).copied().collect::<Vec<_>>(), expected);
        prop_assert_eq!(totals.first_ms, end.known_times().into_iter().min());
        prop_assert_eq!(totals.last_ms, end.known_times().into_iter().max());
    }

    /// Every point of the log is as good as its end: nothing is settled late.
    #[test]
    fn step_by_step_equals_all_at_once(log in any_log()) {
        let mut running = Ledger::default();
        for (n, event) in events(&log).iter().enumerate() {
            running.apply(event).unwrap();
            if n % 16 == 0 {
                prop_assert_eq!(&running, &ledger(&log[..=n]));
            }
        }
        prop_assert_eq!(running.totals(), totals(&log));
    }

    /// What one reader is shown of themselves is what is counted.
    #[test]
    fn each_reader_sees_what_is_counted(log in any_log()) {
        let (ledger, end) = (ledger(&log), Final::of(&log));
        let kept: BTreeMap<_, _> = ledger
            .latest_answers()
            .filter(|latest| !ledger.is_banned(latest.participant))
            .map(|latest| ((latest.participant, latest.statement), latest.answer))
            .collect();
        prop_assert_eq!(&kept, &end.answers);
        for participant in (0..7).map(ParticipantId) {
            let answers = ledger.answers_of(participant);
            let n_votes = answers.iter().filter(|(_, answer)| answer.vote().is_some()).count();
            let standing = ledger.standing(participant);
            prop_assert_eq!(standing.n_votes as usize, n_votes);
            prop_assert_eq!(standing.has_ballot, ledger.ballot(participant).is_some());
            prop_assert_eq!(ledger.is_banned(participant), end.banned.contains(&participant));
        }
    }
}

fn check_refused(seqs: &[u64], after: u64, found: u64) {
    let at = |seq: &u64| Event { seq: Seq(*seq), at_ms: 0, fact: Fact::Opened };
    let events: Vec<Event> = seqs.iter().map(at).collect();
    assert_eq!(Ledger::of(&events), Err(LedgerError::NotDense { after, found }), "{seqs:?}");
}

#[test]
fn a_log_with_a_hole_or_a_repetition_is_refused() {
    check_refused(&[2], 0, 2);
    check_refused(&[0], 0, 0);
    check_refused(&[1, 1], 1, 1);
    check_refused(&[1, 2, 4], 2, 4);
    check_refused(&[1, 2, 1], 2, 1);
    let mut ledger = ledger(&seeded());
    let before = ledger.clone();
    ledger.apply(&Event { seq: Seq(9), at_ms: 1, fact: Fact::Closed }).unwrap_err();
    assert_eq!(ledger, before, "what is refused changes nothing");
}
