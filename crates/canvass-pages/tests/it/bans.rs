//! Somebody banned counts nowhere: what is printed is what would be printed had they never answered.

use crate::samples::{ADDRESSES, Ink, conversation, drawing};
use canvass_counts::{AttributeAnswer, SegmentCounts};
use canvass_domain::{
    Ballot, Conversation, Event, Fact, ParticipantId, Seq, State, Statement, StatementId, StatementState, Vote,
};
use canvass_pages::{ResultsPage, TableRequest};
use canvass_results::Results;
use std::collections::BTreeMap;
use std::sync::Arc;

const BANNED: ParticipantId = ParticipantId(7);
const N_PEOPLE: u32 = 90;

/// Everybody answers the question and four statements; the banned one last of all, and again after being banned.
fn facts() -> Vec<Fact> {
    let statements = (1..=4).map(StatementId);
    let added = |statement| Fact::StatementAdded {
        statement,
        origin: canvass_domain::Origin::Organiser,
        state: StatementState::Accepted,
    };
    let mut facts: Vec<Fact> = statements.clone().map(added).chain([Fact::Opened]).collect();
    let others = (1..=N_PEOPLE).map(ParticipantId).filter(|who| *who != BANNED);
    for participant in others.chain([BANNED]) {
        let bits = 1 << (participant.0 % 3);
        facts.push(Fact::BallotCast { participant, ballot: Ballot::from_bits(bits).unwrap(), version: 1 });
        facts.extend(statements.clone().map(|statement| {
            let vote = Vote::ALL[((participant.0 + statement.0) % 3) as usize];
            Fact::VoteCast { participant, statement, vote, version: 1 }
        }));
    }
    facts.push(Fact::ParticipantBanned { participant: BANNED });
    let again = Fact::VoteCast { participant: BANNED, statement: StatementId(2), vote: Vote::Agree, version: 1 };
    facts.push(again);
    // Others go on, so that lines come back that the banned one was on.
    for participant in (1..=N_PEOPLE).map(ParticipantId).filter(|who| *who != BANNED && who.0 % 2 == 0) {
        let bits = 1 << ((participant.0 + 1) % 3);
        facts.push(Fact::BallotCast { participant, ballot: Ballot::from_bits(bits).unwrap(), version: 1 });
    }
    facts
}

/// The same with nothing in the place of each answer of theirs, so that every other entry keeps its number.
fn never_answered(facts: &[Fact]) -> Vec<Fact> {
    let empty = |fact: &Fact| match *fact {
        Fact::BallotCast { participant, .. } if participant == BANNED => Fact::BallotWithdrawn { participant },
        Fact::VoteCast { participant, statement, .. } if participant == BANNED => {
            Fact::VoteWithdrawn { participant, statement }
        }
        other => other,
    };
    facts.iter().map(empty).collect()
}

/// Everything that is printed of these results, by name.
fn printed(facts: &[Fact]) -> Vec<(&'static str, String)> {
    let state = if facts.contains(&Fact::Closed) { State::Closed } else { State::Open };
    let conversation = Conversation { state, ..conversation(Ink { extra: "" }) };
    let at_ms = |seq: u64| 1_735_812_000_000 + 60_000 * i64::try_from(seq).unwrap();
    let event = |(seq, fact): (u64, &Fact)| Event { seq: Seq(seq), at_ms: at_ms(seq), fact: *fact };
    let log: Vec<Event> = (1..).zip(facts).map(event).collect();
    let said = |who: u32| AttributeAnswer {
        at_ms: 0,
        attribute: "role".to_owned(),
        option: u16::try_from(who % 3).unwrap(),
        participant: Some(ParticipantId(who)),
    };
    let (ledger, segment_counts) =
        SegmentCounts::of(&conversation.instrument, &log, (1..=N_PEOPLE).map(said).collect()).unwrap();
    let statements: BTreeMap<StatementId, Statement> = BTreeMap::new();
    let results = Results::new(&conversation, ledger.totals(), &statements);
    let results = results.with_segments(Arc::new(segment_counts.segments()));
    let request = TableRequest::parse(None, None, None, None);
    let page = ResultsPage {
        conversation: &conversation,
        results: &results,
        request,
        addresses: &ADDRESSES,
        talk: None,
        // That they were banned is counted in public, and nothing else of them.
        moderation: None,
        place: None,
        ballot: None,
        early: None,
    };
    vec![
        ("document", results.to_json().unwrap().to_string()),
        ("page", page.render().unwrap()),
        ("live part", page.render_live_part().unwrap()),
        ("chart", drawing(&conversation).poll(&results, None).unwrap()),
        ("turnout", ledger.n_participants().to_string()),
    ]
}

#[test]
fn banned_equals_never_answered_in_everything_that_is_printed() {
    let open = facts();
    let closed: Vec<Fact> = facts().into_iter().chain([Fact::Closed]).collect();
    for facts in [open, closed] {
        let without = never_answered(&facts);
        let all: Vec<Fact> =
            facts.iter().copied().filter(|fact| !matches!(fact, Fact::ParticipantBanned { .. })).collect();
        let (banned, counted) = (printed(&facts), printed(&all));
        assert_eq!(banned, printed(&without));
        for ((name, banned), (_, counted)) in banned.iter().zip(&counted) {
            assert_ne!(banned, counted, "{name}: they would have counted");
        }
        assert!(banned[1].1.contains("id=\"by-role\"") && banned[1].1.contains("<td class=\"num\">30</td>"));
    }
}
