//! Participants: who a key leads to, what they say about themselves, and what is left when they leave.

use crate::support::{Fresh, Running, T0, add, agree, ballot, caller, command, key, on_both, person};
use canvass_domain::{ArrivedVia, ConversationId, Fact, StatementId};
use canvass_store::{Act, Command, Declaration, Said, VotesOnLeaving};

on_both!(
    a_key_leads_to_one_participant,
    two_first_answers_at_once_make_one_participant,
    another_device_by_the_return_key,
    said_about_oneself,
    what_was_taken_back_is_kept_without_who,
    erasing_blanks_words_and_keeps_counts,
    erasing_with_the_votes_takes_back_all_of_them,
    erasing_in_the_group_of_the_same_person,
    forgetting_before_saying_again_in_one_group,
    conversations_share_nobody,
);

fn declare(who: u32, answers: &[(&str, u16)]) -> Act {
    Act::Declare(caller(who), answers.iter().map(|(attribute, option)| ((*attribute).to_owned(), *option)).collect())
}

async fn said(running: &Running, id: ConversationId, who: u32) -> Vec<(String, u16)> {
    let found = running.store.declared(id, person(who)).await.unwrap();
    assert!(found.iter().all(|Declaration { at_ms, .. }| *at_ms == T0 + 1), "{found:?}");
    found.into_iter().map(|said| (said.attribute, said.option)).collect()
}

async fn a_key_leads_to_one_participant(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    assert_eq!(running.ballot_box.roster().find(id, &key(7)), None);
    running.put(id, agree(7, 1)).await.unwrap();
    assert_eq!(running.ballot_box.roster().find(id, &key(7)), Some(person(1)));
    assert_eq!(running.ballot_box.roster().find(id, &caller(7).return_key), Some(person(1)));
    assert_eq!(running.ballot_box.roster().find(ConversationId(id.0 + 1), &key(7)), None);
    running.stop().await.close().await;
    let again = Running::on(&fresh).await;
    assert_eq!(again.ballot_box.roster().find(id, &key(7)), Some(person(1)), "kept");
    assert_eq!(again.put(id, agree(8, 1)).await.unwrap().participant, Some(person(2)));
    assert_eq!(again.put(id, agree(7, 2)).await.unwrap().participant, Some(person(1)));
}

async fn two_first_answers_at_once_make_one_participant(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let outcomes = running.together(vec![command(id, agree(7, 1)), command(id, ballot(7, 1))]).await;
    assert_eq!(running.take_told().len(), 1, "one group");
    for outcome in outcomes {
        assert_eq!(outcome.unwrap().participant, Some(person(1)));
    }
    let (one, two) = tokio::join!(running.put(id, agree(8, 1)), running.put(id, agree(8, 2)));
    assert_eq!((one.unwrap().participant, two.unwrap().participant), (Some(person(2)), Some(person(2))));
    assert_eq!(fresh.table("number", "participants").await, ["1", "2"]);
    assert_eq!(fresh.table("participant", "participant_keys").await, ["1", "1", "2", "2"]);
}

async fn another_device_by_the_return_key(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    running.put(id, agree(7, 1)).await.unwrap();
    running.put(id, Act::BindKeys(person(1), vec![key(50), key(51)])).await.unwrap();
    assert_eq!(running.put(id, agree(50, 2)).await.unwrap().participant, Some(person(1)));
    assert_eq!(fresh.table("participant", "participant_keys").await, ["1"; 4]);
    // A key that led to somebody else leads here now.
    running.put(id, agree(9, 1)).await.unwrap();
    running.put(id, Act::BindKeys(person(1), vec![key(9)])).await.unwrap();
    assert_eq!(running.put(id, agree(9, 3)).await.unwrap().participant, Some(person(1)));
}

async fn said_about_oneself(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let first = running.put(id, declare(7, &[("role", 1), ("region", 0)])).await.unwrap();
    assert_eq!(first.participant, Some(person(1)), "saying it admits");
    assert_eq!(said(&running, id, 1).await, [("region".to_owned(), 0), ("role".to_owned(), 1)]);
    running.put(id, declare(7, &[("role", 2)])).await.unwrap();
    assert_eq!(said(&running, id, 1).await, [("role".to_owned(), 2)], "replaces all before");
    assert_eq!(fresh.table("participant version", "declared").await, ["1 1"]);
    running.put(id, Act::ForgetDeclared(person(1))).await.unwrap();
    assert_eq!(said(&running, id, 1).await, []);
    assert_eq!(running.store.events(id).await.unwrap().len(), 6, "none of it is in the log");
}

/// Tables by attribute need to know it after a restart.
async fn what_was_taken_back_is_kept_without_who(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let put = async |act, at_ms| running.ballot_box.put(Command { at_ms, ..command(id, act) }).await.unwrap();
    put(declare(7, &[("role", 1), ("region", 0)]), T0 + 10).await;
    put(declare(8, &[("role", 1), ("region", 2)]), T0 + 20).await;
    put(declare(7, &[("role", 2), ("region", 0)]), T0 + 30).await;
    put(Act::Erase(person(2), VotesOnLeaving::Keep), T0 + 40).await;
    let told: Vec<_> = running.take_told().into_iter().flat_map(|told| told.declared).collect();
    assert_eq!(told.len(), 3);
    assert_eq!(told[2], (id, person(1), vec![("role".to_owned(), 2), ("region".to_owned(), 0)]));
    let kept = |participant: Option<u32>, attribute: &str, option, after| Said {
        participant: participant.map(person),
        attribute: attribute.to_owned(),
        option,
        at_ms: T0 + after,
    };
    let expected = [
        kept(Some(1), "region", 0, 10),
        kept(Some(1), "role", 2, 30),
        kept(None, "region", 2, 40),
        kept(None, "role", 1, 40),
    ];
    assert_eq!(running.store.said(id).await.unwrap(), expected, "what stayed as it was keeps its time");
}

async fn erasing_blanks_words_and_keeps_counts(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    for act in [agree(7, 1), ballot(7, 2), add(7, "Secret words"), declare(7, &[("role", 1)]), add(8, "Other words")] {
        running.put(id, act).await.unwrap();
    }
    running.take_told();
    running.put(id, Act::Erase(person(1), VotesOnLeaving::Keep)).await.unwrap();
    let told = running.take_told().remove(0);
    assert_eq!(told.erased, [(id, person(1))]);
    assert_eq!(told.events[0].1.fact, Fact::ParticipantErased { participant: person(1) });
    let people = fresh.table("number assurance via external_id arrived_ms", "participants").await;
    assert_eq!(people, ["1 - - - -", "2 anonymous story - 1735948800000"]);
    assert_eq!(fresh.table("number text", "statements where number > 5").await, ["6 -", "7 Other words"]);
    assert_eq!(fresh.table("kind number participant", "authors").await, ["statement 7 2"], "nobody is left of what is");
    assert_eq!(fresh.table("participant", "participant_keys").await, ["2", "2"]);
    assert_eq!(said(&running, id, 1).await, []);
    assert_eq!(fresh.table("participant statement answer", "votes").await, ["1 1 1"], "counts stay");
    assert_eq!(fresh.table("participant options", "ballots").await, ["1 2"]);
    assert!(!fresh.dump().await.iter().any(|row| row.contains("Secret")), "gone from every table");
    assert_eq!(running.ballot_box.roster().find(id, &key(7)), None);
    let anew = running.put(id, agree(7, 1)).await.unwrap();
    assert_eq!(anew.participant, Some(person(3)), "the old key leads to nobody, so to somebody new");
    assert_eq!(running.store.check_derived(id).await.unwrap(), []);
}

/// All of them: those of the same group too, and nothing that was taken back before.
async fn erasing_with_the_votes_takes_back_all_of_them(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    for act in [agree(7, 1), ballot(7, 2), agree(8, 1)] {
        running.put(id, act).await.unwrap();
    }
    running.take_told();
    let group = [
        agree(7, 2),
        agree(7, 3),
        Act::WithdrawAnswer(caller(7), StatementId(3)),
        Act::Erase(person(1), VotesOnLeaving::Withdraw),
    ];
    let outcomes = running.together(group.map(|act| command(id, act)).into()).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    let facts: Vec<Fact> = running.take_told().into_iter().flat_map(|told| told.events).map(|e| e.1.fact).collect();
    let withdrawn = |n| Fact::VoteWithdrawn { participant: person(1), statement: StatementId(n) };
    let ballot = Fact::BallotWithdrawn { participant: person(1) };
    assert_eq!(facts[3..], [ballot, withdrawn(1), withdrawn(2), Fact::ParticipantErased { participant: person(1) }]);
    assert_eq!(fresh.table("participant statement", "votes").await, ["2 1"], "the other's stays");
    assert_eq!(fresh.table("participant", "ballots").await, [""; 0]);
    assert_eq!(running.store.check_derived(id).await.unwrap(), []);
}

/// What comes behind an erasure in its group is treated as if it came a moment later.
async fn erasing_in_the_group_of_the_same_person(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    running.put(id, agree(7, 1)).await.unwrap();
    running.take_told();
    let group = [
        Act::BindKeys(person(1), vec![key(70)]),
        add(7, "Secret words"),
        Act::Erase(person(1), VotesOnLeaving::Keep),
        Act::BindKeys(person(1), vec![key(71)]),
        agree(7, 2),
        declare(7, &[("role", 1)]),
    ];
    let outcomes = running.together(group.map(|act| command(id, act)).into()).await;
    assert_eq!(running.take_told().len(), 1, "one group");
    assert_eq!(outcomes[4].as_ref().unwrap().participant, Some(person(2)), "not the one just erased");
    let roster = |n| running.ballot_box.roster().find(id, &key(n));
    assert_eq!([7, 70, 71].map(roster), [Some(person(2)), None, None]);
    assert_eq!(fresh.table("participant", "participant_keys").await, ["2", "2"], "as the roster has it");
    assert_eq!(fresh.table("participant statement", "votes").await, ["1 1", "2 2"]);
    assert_eq!(fresh.table("number text", "statements where number = 6").await, ["6 -"]);
    assert_eq!(said(&running, id, 2).await, [("role".to_owned(), 1)]);
}

async fn forgetting_before_saying_again_in_one_group(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    running.put(id, declare(7, &[("role", 1)])).await.unwrap();
    running.take_told();
    let group = vec![command(id, Act::ForgetDeclared(person(1))), command(id, declare(7, &[("role", 2)]))];
    for outcome in running.together(group).await {
        outcome.unwrap();
    }
    assert_eq!(running.take_told().len(), 1, "one group");
    assert_eq!(said(&running, id, 1).await, [("role".to_owned(), 2)]);
}

async fn conversations_share_nobody(fresh: Fresh) {
    let (running, one) = Running::with_open(&fresh).await;
    let two = running.load("two", &crate::support::draft(2)).await;
    running.put(two, Act::Open).await.unwrap();
    let mut elsewhere = caller(9);
    elsewhere.via = ArrivedVia::Search;
    running.put(one, agree(8, 1)).await.unwrap();
    running.put(one, agree(9, 1)).await.unwrap();
    let answer = Act::Answer(elsewhere, StatementId(2), canvass_domain::Answer::Skipped);
    assert_eq!(running.put(two, answer).await.unwrap().participant, Some(person(1)), "numbered from 1 again");
    running.put(one, Act::Erase(person(1), VotesOnLeaving::Keep)).await.unwrap();
    let row = running.store.participant(two, person(1)).await.unwrap().unwrap();
    assert_eq!(
        (row.via.as_deref(), row.arrived_ms),
        (Some("search"), Some(canvass_domain::day_of(T0))),
        "untouched by the other's"
    );
}
