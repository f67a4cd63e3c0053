//! A whole conversation read at once: what was loaded, what happened since, and the same again in another place.

use crate::support::{Fresh, Running, T0, add, agree, ballot, caller, draft, instrument, on_both, person, skip, vote};
use canvass_domain::{
    Decision, Declared, Earlier, Fact, Looked, Provenance, Ruling, Showing, Slug, StatementId, StatementState, Target,
    Vote,
};
use canvass_store::{Act, Store, VotesOnLeaving};

on_both!(what_was_loaded_is_read, all_that_happened_is_read_and_loads_again, what_is_not_there_is_nothing,);

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

async fn what_was_loaded_is_read(fresh: Fresh) {
    let store = fresh.store().await;
    let mut transcript = crate::load::full();
    let revised = Fact::InstrumentChanged { version: 2 };
    let last = transcript.events.len() as u64;
    transcript.events.push(canvass_domain::Event { seq: canvass_domain::Seq(last + 1), at_ms: T0, fact: revised });
    transcript.earlier = vec![Earlier { version: 1, instrument: instrument("Before") }];
    transcript.declared.sort_by(|a, b| (a.participant, &a.attribute).cmp(&(b.participant, &b.attribute)));
    let id = store.load(&slug("one"), &transcript, T0, &mut |_| {}).await.unwrap();
    store.load(&slug("two"), &draft(3), T0, &mut |_| {}).await.unwrap();
    let (conversation, read) = store.transcript(&slug("one")).await.unwrap().unwrap();
    assert_eq!((conversation.id, conversation.version), (id, 2));
    assert_eq!(read, transcript);
    assert_eq!(store.check_derived(id).await.unwrap(), []);
}

/// A conversation with changes of wording, a ban by the log, people who left either way, and a declined statement.
async fn all_that_happened_is_read_and_loads_again(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let put = async |act| running.put(id, act).await.unwrap();
    put(ballot(1, 2)).await;
    put(vote(1, 1, Vote::Unsure)).await;
    put(Act::Revise(Box::new(instrument("Second wording")))).await;
    put(agree(2, 1)).await;
    put(skip(2, 2)).await;
    let added = put(add(2, "Words of somebody who leaves")).await.statement.unwrap();
    let to = StatementState::Declined;
    let reason = Some("It repeats another".to_owned());
    let from = StatementState::Held;
    put(Act::Decide(Decision {
        looked: Looked { target: Target::Statement(added), from, seen: None },
        to,
        ruling: Ruling { rule: None, reason },
    }))
    .await;
    put(Act::Declare(caller(1), vec![("role".to_owned(), 1)])).await;
    let shown = Showing { participant: person(1), statement: StatementId(3), at_ms: T0 + 5, probability: 0.2 };
    put(Act::Shown(vec![shown])).await;
    put(Act::WithdrawAnswer(caller(1), StatementId(1))).await;
    put(Act::Revise(Box::new(instrument("Third wording")))).await;
    put(agree(3, 4)).await;
    put(Act::Erase(person(2), VotesOnLeaving::Keep)).await;
    put(Act::Erase(person(3), VotesOnLeaving::Withdraw)).await;
    put(Act::Close).await;
    let store = running.stop().await;
    let (conversation, read) = store.transcript(&slug("one")).await.unwrap().unwrap();
    assert_eq!((conversation.version, read.version()), (3, 3));
    let titles: Vec<_> = read.earlier.iter().map(|e| (e.version, e.instrument.title.as_str())).collect();
    assert_eq!(titles, [(1, "First wording"), (2, "Second wording")]);
    assert_eq!(read.instrument.title, "Third wording");
    let arrived: Vec<_> = read.arrivals.iter().map(|arrival| arrival.participant).collect();
    assert_eq!(arrived, [person(1)], "of whoever left nothing is known but the number in the log");
    assert_eq!(read.declared, [Declared { participant: person(1), attribute: "role".to_owned(), option: 1 }]);
    assert_eq!(read.showings, [shown]);
    let words = &read.statements.iter().find(|statement| statement.id == added).unwrap().text;
    assert_eq!(*words, None);

    let again = store.load(&slug("again"), &read, T0 + 9, &mut |_| {}).await.unwrap();
    assert_eq!(store.transcript(&slug("again")).await.unwrap().unwrap().1, read);
    assert_eq!(store.check_derived(again).await.unwrap(), []);
    assert_eq!(read.provenance, Provenance::Here);
    no_keys(&store, &fresh).await;
}

/// What lets people in stays where it was.
async fn no_keys(store: &Store, fresh: &Fresh) {
    let keys = fresh.table("conversation_id participant", "participant_keys").await;
    assert_eq!(keys, ["1 1", "1 1"]);
    store.close().await;
}

async fn what_is_not_there_is_nothing(fresh: Fresh) {
    let store = fresh.store().await;
    assert_eq!(store.transcript(&slug("none")).await.unwrap(), None);
}
