//! What each act leaves in the tables, in the log, and in what is told to the live state.

use crate::support::{
    Fresh, Running, T0, add, agree, ballot, caller, command, instrument, key, keyed, on_both, person, skip, vote, words,
};
use canvass_domain::{
    Answer, ConversationId, Decision, Fact, Instrument, Looked, Ruling, Seq, Showing, State, StatementId,
    StatementState, Subject, Target, Vote,
};
use canvass_store::{Act, Receipt, Refused};

on_both!(
    answers,
    ballots,
    statements,
    decisions,
    marks,
    opening_and_closing,
    wording_changes_in_place_until_the_first_answer,
    wording_is_versioned_from_the_first_answer,
    showings,
    two_who_decide_at_once,
    nothing_without_a_conversation,
    nothing_said_is_kept_under_its_key,
);

const VOTES: (&str, &str) = ("participant statement answer version seq", "votes");
const S1: StatementId = StatementId(1);

fn receipt(participant: u32, statement: u32, seq: u64) -> Receipt {
    Receipt {
        participant: Some(person(participant)),
        statement: Some(StatementId(statement)),
        comment: None,
        seq: Seq(seq),
    }
}

/// The facts of everything told since the last look.
fn facts(running: &Running) -> Vec<Fact> {
    running.take_told().into_iter().flat_map(|told| told.events).map(|(_, event)| event.fact).collect()
}

async fn answers(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    assert_eq!(running.put(id, agree(7, 1)).await.unwrap(), receipt(1, 1, 7), "five statements, then the opening");
    assert_eq!(running.put(id, skip(7, 2)).await.unwrap(), receipt(1, 2, 8));
    assert_eq!(running.put(id, vote(8, 1, Vote::Unsure)).await.unwrap(), receipt(2, 1, 9));
    assert_eq!(running.put(id, vote(7, 1, Vote::Disagree)).await.unwrap(), receipt(1, 1, 10));
    assert_eq!(fresh.table(VOTES.0, VOTES.1).await, ["1 1 2 1 10", "1 2 0 1 8", "2 1 3 1 9"]);
    let withdrawn = running.put(id, Act::WithdrawAnswer(caller(7), S1)).await.unwrap();
    assert_eq!(withdrawn, receipt(1, 1, 11));
    assert_eq!(fresh.table(VOTES.0, VOTES.1).await, ["1 2 0 1 8", "2 1 3 1 9"]);

    let cast = |participant, vote| Fact::VoteCast { participant, statement: S1, vote, version: 1 };
    let skipped = Fact::StatementSkipped { participant: person(1), statement: StatementId(2), version: 1 };
    let expected = [
        cast(person(1), Vote::Agree),
        skipped,
        cast(person(2), Vote::Unsure),
        cast(person(1), Vote::Disagree),
        Fact::VoteWithdrawn { participant: person(1), statement: S1 },
    ];
    assert_eq!(facts(&running), expected);
    let logged: Vec<Fact> = running.store.events(id).await.unwrap().into_iter().map(|event| event.fact).collect();
    assert_eq!(logged[6..], expected);
    let people = fresh.table("number assurance via arrived_ms", "participants").await;
    assert_eq!(people, ["1 anonymous story 1735948800000", "2 anonymous story 1735948800000"], "the day alone");
}

async fn ballots(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let receipt = running.put(id, ballot(7, 2)).await.unwrap();
    assert_eq!((receipt.participant, receipt.statement, receipt.seq), (Some(person(1)), None, Seq(7)));
    running.put(id, ballot(8, 1)).await.unwrap();
    running.put(id, ballot(7, 3)).await.unwrap();
    let columns = "participant options version seq";
    assert_eq!(fresh.table(columns, "ballots").await, ["1 4 1 9", "2 1 1 8"]);
    running.put(id, Act::WithdrawAll(person(2))).await.unwrap();
    assert_eq!(fresh.table(columns, "ballots").await, ["1 4 1 9"]);
    assert_eq!(facts(&running).last(), Some(&Fact::BallotWithdrawn { participant: person(2) }));
}

async fn statements(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    assert_eq!(running.put(id, add(7, "Mine")).await.unwrap(), receipt(1, 6, 7));
    let seeded = running.put(id, Act::Seed(words("The organiser's"), Subject::Topic)).await.unwrap();
    assert_eq!(seeded, Receipt { participant: None, ..receipt(0, 7, 8) });
    let shown = Act::AddStatement(caller(7), words("Shown at once"), StatementState::Accepted);
    assert_eq!(running.put(id, shown).await.unwrap(), receipt(1, 8, 9));
    let rows = fresh.table("number text origin state decided_here added_ms", "statements where number > 5").await;
    let expected =
        ["6 Mine 1 0 1 1736000000001", "7 The organiser's 0 1 1 1736000000001", "8 Shown at once 1 1 1 1736000000001"];
    assert_eq!(rows, expected);
    let told: Vec<_> = running.take_told().into_iter().flat_map(|told| told.statements).collect();
    let kept = running.store.statements(id).await.unwrap();
    assert_eq!(told.into_iter().map(|(_, statement)| statement).collect::<Vec<_>>(), kept[5..]);
}

async fn decisions(fresh: Fresh) {
    use StatementState::{Accepted, Declined, Held};
    let (running, id) = Running::with_open(&fresh).await;
    running.put(id, add(7, "Mine")).await.unwrap();
    running.take_told();
    let decide = |from, to, reason: Option<&str>| {
        let rule = reason.map(|_| "names-somebody".to_owned());
        let ruling = Ruling { rule, reason: reason.map(str::to_owned) };
        Act::Decide(Decision {
            looked: Looked { target: Target::Statement(StatementId(6)), from, seen: None },
            to,
            ruling,
        })
    };
    running.put(id, decide(Held, Declined, Some("names somebody"))).await.unwrap();
    let columns = "state rule reason decided_here";
    assert_eq!(fresh.table(columns, "statements where number = 6").await, ["2 names-somebody names somebody 1"]);
    let told = running.take_told().pop().unwrap();
    let ruling = Ruling { rule: Some("names-somebody".to_owned()), reason: Some("names somebody".to_owned()) };
    assert_eq!(told.rulings, [(id, Target::Statement(StatementId(6)), ruling)]);
    let decided = Fact::StatementDecided { statement: StatementId(6), state: Declined };
    assert_eq!(told.events[0].1.fact, decided);
    let late = running.put(id, decide(Held, Accepted, None)).await;
    assert!(matches!(late, Err(Refused::Conflict(_))), "it stands elsewhere by now: {late:?}");
    running.put(id, decide(Declined, Accepted, None)).await.unwrap();
    assert_eq!(fresh.table(columns, "statements where number = 6").await, ["1 - - 1"]);
    assert_eq!(running.store.check_derived(id).await.unwrap(), []);
}

/// What a statement is about stands in the log, with the addition of a seed or later, and in no other table.
async fn marks(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let mark = |statement, subject| Fact::StatementMarked { statement: StatementId(statement), subject };
    running.put(id, Act::Seed(words("I live in the city."), Subject::Readers)).await.unwrap();
    let seeded = facts(&running);
    assert!(matches!(seeded[..], [.., Fact::StatementAdded { .. }, last] if last == mark(6, Subject::Readers)));
    running.put(id, Act::Mark(StatementId(6), Subject::Topic)).await.unwrap();
    assert_eq!(facts(&running).last(), Some(&mark(6, Subject::Topic)));
    assert_eq!(running.store.check_derived(id).await.unwrap(), []);
    let log = running.store.events(id).await.unwrap();
    assert_eq!(log.last().map(|event| event.fact), Some(mark(6, Subject::Topic)), "it is read back from the table");
}

/// Two moderators press at the same moment: one decides, the other is told.
async fn two_who_decide_at_once(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let decide = |to| {
        let (target, from) = (Target::Statement(StatementId(6)), StatementState::Held);
        command(
            id,
            Act::Decide(Decision { looked: Looked { target, from, seen: None }, to, ruling: Ruling::default() }),
        )
    };
    let group = vec![command(id, add(7, "Mine")), decide(StatementState::Accepted), decide(StatementState::Declined)];
    let outcomes = running.together(group).await;
    assert!(outcomes[1].is_ok());
    assert!(matches!(outcomes[2], Err(Refused::Conflict(_))), "{:?}", outcomes[2]);
    assert_eq!(running.store.statements(id).await.unwrap()[5].state, StatementState::Accepted);
    let nowhere = Decision {
        looked: Looked { target: Target::Statement(StatementId(99)), from: StatementState::Held, seen: None },
        to: StatementState::Accepted,
        ruling: Ruling::default(),
    };
    assert!(matches!(running.put(id, Act::Decide(nowhere)).await, Err(Refused::Conflict(_))));
    assert_eq!(running.store.events(id).await.unwrap().len(), 8, "one statement, one decision");
}

async fn nothing_said_is_kept_under_its_key(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let first = running.ballot_box.put(keyed(id, 1, 1, Act::Nothing)).await.unwrap();
    assert_eq!(first, Receipt { participant: None, statement: None, comment: None, seq: Seq(6) });
    running.put(id, agree(7, 1)).await.unwrap();
    assert_eq!(running.ballot_box.put(keyed(id, 1, 1, Act::Nothing)).await.unwrap(), first);
    let other = running.ballot_box.put(keyed(id, 1, 2, agree(7, 2))).await;
    assert!(matches!(other, Err(Refused::KeyReused)), "{other:?}");
}

async fn opening_and_closing(fresh: Fresh) {
    let running = Running::on(&fresh).await;
    let id = running.load("one", &crate::support::draft(1)).await;
    let state = async || running.store.conversations().await.unwrap()[0].state;
    assert_eq!(state().await, State::Draft);
    for act in [agree(1, 1), ballot(1, 1), add(1, "x"), skip(1, 1)] {
        assert!(matches!(running.put(id, act).await, Err(Refused::NotOpen)), "a draft takes no answers");
    }
    running.put(id, Act::Open).await.unwrap();
    assert_eq!(state().await, State::Open);
    running.put(id, agree(1, 1)).await.unwrap();
    assert!(matches!(running.put(id, Act::Open).await, Err(Refused::Conflict(_))), "it is open");
    let twice = running.together(vec![command(id, Act::Close), command(id, Act::Close)]).await;
    assert!(twice[0].is_ok() && matches!(twice[1], Err(Refused::Conflict(_))), "closed once: {twice:?}");
    assert_eq!(state().await, State::Closed);
    assert!(matches!(running.put(id, Act::Open).await, Err(Refused::Conflict(_))), "closed stays closed");
    let refused = running.put(id, Act::WithdrawAnswer(caller(1), S1)).await;
    assert!(matches!(refused, Err(Refused::NotOpen)));
    let everything = Act::WithdrawAll(person(1));
    assert_eq!(running.put(id, everything).await.unwrap().seq, Seq(5), "possible after the close too");
    assert_eq!(fresh.table(VOTES.0, VOTES.1).await, [""; 0]);
    assert!(fresh.table("number", "participants").await == ["1"], "who was refused left no row");
}

/// Title and version in use, and all versions there are.
async fn wording(running: &Running, fresh: &Fresh) -> (String, u32, Vec<String>) {
    let conversation = running.store.conversations().await.unwrap().remove(0);
    (conversation.instrument.title, conversation.version, fresh.table("version", "instruments").await)
}

fn revise(title: &str) -> Act {
    Act::Revise(Box::new(instrument(title)))
}

async fn wording_changes_in_place_until_the_first_answer(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let receipt = running.put(id, revise("Second wording")).await.unwrap();
    assert_eq!(receipt.seq, Seq(6), "no event: nobody has answered the first wording");
    assert_eq!(wording(&running, &fresh).await, ("Second wording".to_owned(), 1, vec!["1".to_owned()]));
    let told: Vec<(ConversationId, u32, Instrument)> = running.take_told().remove(0).instruments;
    assert_eq!(told, [(id, 1, instrument("Second wording"))]);
}

async fn wording_is_versioned_from_the_first_answer(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    running.put(id, skip(7, 1)).await.unwrap();
    running.take_told();
    running.put(id, revise("Second wording")).await.unwrap();
    assert_eq!(wording(&running, &fresh).await, ("Second wording".to_owned(), 2, vec!["1".to_owned(), "2".to_owned()]));
    assert_eq!(facts(&running), [Fact::InstrumentChanged { version: 2 }]);
    running.put(id, agree(7, 2)).await.unwrap();
    running.put(id, ballot(7, 1)).await.unwrap();
    assert_eq!(fresh.table("statement version", "votes").await, ["1 1", "2 2"], "answers carry what they answer");
    assert_eq!(fresh.table("version", "ballots").await, ["2"]);
    let first = fresh.table("document", "instruments where version = 1").await.remove(0);
    assert!(first.contains("First wording"), "{first}");
    // A new writer reads from the tables what the old one knew.
    running.stop().await.close().await;
    let running = Running::on(&fresh).await;
    running.put(id, revise("Third wording")).await.unwrap();
    assert_eq!(wording(&running, &fresh).await.1, 3);
}

async fn showings(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let mut first = caller(7);
    first.shown = Some((StatementId(3), T0, 0.2));
    running.put(id, Act::Answer(first.clone(), StatementId(3), Answer::Skipped)).await.unwrap();
    running.put(id, Act::Answer(first, StatementId(4), Answer::Skipped)).await.unwrap();
    assert_eq!(running.store.showings(id).await.unwrap(), (1, 0.2), "logged with the arrival, once");
    let showing = |n| Showing { participant: person(1), statement: StatementId(n), at_ms: T0, probability: 0.25 };
    let of_nobody = Showing { participant: person(2), ..showing(1) };
    running.put(id, Act::Shown(vec![showing(1), showing(2), of_nobody])).await.unwrap();
    running.ballot_box.put_and_go(command(id, Act::Shown(vec![showing(5)])));
    let store = running.stop().await;
    assert_eq!(store.showings(id).await.unwrap(), (4, 0.95), "what waits is written before the writer ends");
    let rows = fresh.table("participant statement at_ms", "showings").await;
    assert_eq!(rows.len(), 4);
    assert_eq!(store.events(id).await.unwrap().len(), 8, "showings are no events");
}

async fn nothing_without_a_conversation(fresh: Fresh) {
    let running = Running::on(&fresh).await;
    let before = fresh.dump().await;
    for act in [agree(1, 1), Act::Open, revise("x"), Act::BindKeys(person(1), vec![key(1)])] {
        let refused = running.put(ConversationId(99), act).await;
        assert!(matches!(refused, Err(Refused::NoConversation)), "{refused:?}");
    }
    assert_eq!(fresh.dump().await, before);
    assert!(running.take_told().is_empty());
}
