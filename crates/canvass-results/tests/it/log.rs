//! Random logs: everything that can happen to a conversation, in any order.

use canvass_counts::{Ledger, Totals};
use canvass_domain::{
    Ballot, Conversation, ConversationId, Event, Fact, Instrument, Millis, OptionId, Origin, ParticipantId, Poll,
    PollKind, PollOption, Provenance, Seq, Slug, State, Statement, StatementId, StatementState, Subject, Vote,
};
use canvass_results::Results;
use proptest::prelude::*;
use std::collections::BTreeMap;

pub(crate) const T0: Millis = 1_736_000_000_000;
/// Statements that are there from the start; more come in on the way.
pub(crate) const N_SEEDED: u32 = 4;
const N_PEOPLE: u32 = 7;

/// Something that happens, and when. A time of 0 is not known.
pub(crate) type Step = (Millis, Fact);

pub(crate) fn ledger(steps: &[Step]) -> Ledger {
    Ledger::of(&events(steps)).unwrap()
}

pub(crate) fn totals(steps: &[Step]) -> Totals {
    ledger(steps).totals()
}

/// Totals without what depends on the length of the log.
pub(crate) fn counts(steps: &[Step]) -> Totals {
    Totals { seq: Seq(0), ..totals(steps) }
}

pub(crate) fn events(steps: &[Step]) -> Vec<Event> {
    let event = |(seq, &(at_ms, fact)): (u64, &Step)| Event { seq: Seq(seq), at_ms, fact };
    (1..).zip(steps).map(event).collect()
}

pub(crate) fn conversation() -> Conversation {
    let option = |text: &str| PollOption { text: text.to_owned(), condition: None };
    let options = vec![option("This"), option("That"), option("Neither")];
    let poll = Poll { question: "Which one?".to_owned(), kind: PollKind::Multiple, options, additions: Vec::new() };
    Conversation {
        visibility: canvass_domain::Visibility::Public,
        id: ConversationId(1),
        slug: Slug::parse("one").unwrap(),
        state: State::Open,
        provenance: Provenance::Here,
        note: None,
        version: 1,
        instrument: Instrument { title: "One".to_owned(), poll: Some(poll), ..Instrument::default() },
        created_ms: T0,
        turns: canvass_domain::Turns::default(),
    }
}

pub(crate) fn wording() -> BTreeMap<StatementId, Statement> {
    let statement = |id| Statement {
        id,
        text: Some(format!("Statement {id}")),
        origin: Origin::Organiser,
        author: None,
        state: StatementState::Accepted,
        reason: None,
        rule: None,
        decided_here: true,
        added_ms: T0,
    };
    (1..=20).map(StatementId).map(|id| (id, statement(id))).collect()
}

pub(crate) fn results(steps: &[Step]) -> Results {
    Results::new(&conversation(), totals(steps), &wording())
}

pub(crate) fn hash(results: &Results) -> String {
    results.to_json().unwrap()["results_hash"].as_str().unwrap().to_owned()
}

pub(crate) fn vote(participant: u32, statement: u32, vote: Vote) -> Fact {
    Fact::VoteCast { participant: ParticipantId(participant), statement: StatementId(statement), vote, version: 1 }
}

pub(crate) fn cast(participant: u32, options: u64) -> Fact {
    let ballot = Ballot::from_bits(options).unwrap();
    Fact::BallotCast { participant: ParticipantId(participant), ballot, version: 1 }
}

pub(crate) fn option(id: u8) -> OptionId {
    OptionId(id)
}

/// The statements that are there from the start, accepted.
pub(crate) fn seeded() -> Vec<Step> {
    let added = |n| Fact::StatementAdded {
        statement: StatementId(n),
        origin: Origin::Organiser,
        state: StatementState::Accepted,
    };
    let mut steps: Vec<Step> = (1..=N_SEEDED).map(|n| (T0, added(n))).collect();
    steps.push((T0, Fact::Opened));
    steps
}

/// A log with everything in it. Statements beyond the seeded ones come in on the way, some voted on before.
pub(crate) fn any_log() -> impl Strategy<Value = Vec<Step>> {
    let state = prop_oneof![Just(StatementState::Held), Just(StatementState::Accepted), Just(StatementState::Declined)];
    let steps = prop::collection::vec((any_time(), any_answer(), 0_u8..12, state, 0..N_PEOPLE), 0..120);
    steps.prop_map(|rolled| {
        let mut log = seeded();
        let mut n_statements = N_SEEDED;
        for (at_ms, answer, kind, state, n) in rolled {
            let participant = ParticipantId(n);
            let fact = match kind {
                0 => {
                    n_statements += 1;
                    let origin = if n % 2 == 0 { Origin::Participant } else { Origin::Organiser };
                    Fact::StatementAdded { statement: StatementId(n_statements), origin, state }
                }
                1 => Fact::StatementDecided { statement: StatementId(1 + n % n_statements), state },
                2 if n == 0 => Fact::ParticipantBanned { participant: ParticipantId(u32::from(kind) % 3) },
                2 if n == 1 => Fact::ParticipantErased { participant },
                2 if n == 2 => Fact::ParticipantReinstated { participant: ParticipantId(u32::from(kind) % 3) },
                2 if n == 5 => Fact::InstrumentChanged { version: 2 },
                2 if n == 3 => Fact::Closed,
                3 if n < 3 => {
                    let subject = Subject::of_meta(state == StatementState::Accepted);
                    Fact::StatementMarked { statement: StatementId(1 + n % n_statements), subject }
                }
                2 if n == 4 => Fact::ParticipantBanned { participant },
                _ => answer,
            };
            log.push((at_ms, fact));
        }
        log
    })
}

/// A log of answers to the seeded statements alone.
pub(crate) fn answers() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((any_time(), any_answer()), 0..120).prop_map(|answers| {
        let mut log = seeded();
        // What was asked later is not part of these logs.
        log.extend(answers.into_iter().filter(|(_, fact)| fact.answer().is_none_or(|(_, s, _)| s.0 <= N_SEEDED)));
        log
    })
}

fn any_time() -> impl Strategy<Value = Millis> {
    prop_oneof![1 => Just(0), 9 => (1..1_000_000_i64).prop_map(|ms| T0 + ms)]
}

fn any_answer() -> impl Strategy<Value = Fact> {
    let who = (0..N_PEOPLE).prop_map(ParticipantId);
    let what = (1..N_SEEDED + 3).prop_map(StatementId);
    let votes = (who.clone(), what.clone(), prop::sample::select(&Vote::ALL[..]));
    prop_oneof![
        8 => votes.prop_map(|(participant, statement, vote)| Fact::VoteCast { participant, statement, vote, version: 1 }),
        2 => (who.clone(), what.clone())
            .prop_map(|(participant, statement)| Fact::StatementSkipped { participant, statement, version: 1 }),
        2 => (who.clone(), what).prop_map(|(participant, statement)| Fact::VoteWithdrawn { participant, statement }),
        3 => (who.clone(), 1_u64..8).prop_map(|(participant, bits)| {
            Fact::BallotCast { participant, ballot: Ballot::from_bits(bits).unwrap(), version: 1 }
        }),
        1 => who.prop_map(|participant| Fact::BallotWithdrawn { participant }),
    ]
}
