//! Loading a whole conversation: everything arrives, or nothing does.

use crate::support::{Fresh, T0, draft, event, on_both, organisers, person};
use canvass_domain::{
    About, Arrival, ArrivedVia, Assurance, Attribution, Ballot, CommentCard, CommentId, CommentWords, ConversationId,
    Declared, Fact, OptionId, Place, Provenance, Reported, Showing, Slug, State, StatementId, StatementState,
    TakenBack, Target, Transcript, Vote,
};
use canvass_store::{LoadProgress, StoreError};

on_both!(all_of_it_arrives, a_taken_slug_leaves_nothing, a_broken_transcript_leaves_nothing, many_rows_in_one_go);

/// A closed import of two people, with something in every table.
pub(crate) fn full() -> Transcript {
    let vote = |participant, statement, vote| Fact::VoteCast {
        participant: person(participant),
        statement: StatementId(statement),
        vote,
        version: 1,
    };
    let facts = [
        crate::support::added(1),
        crate::support::added(2),
        Fact::Opened,
        vote(1, 1, Vote::Agree),
        vote(2, 1, Vote::Unsure),
        Fact::StatementSkipped { participant: person(1), statement: StatementId(2), version: 1 },
        Fact::BallotCast { participant: person(2), ballot: Ballot::one(OptionId(3)).unwrap(), version: 1 },
        vote(1, 1, Vote::Disagree),
        Fact::VoteWithdrawn { participant: person(2), statement: StatementId(1) },
        Fact::StatementDecided { statement: StatementId(2), state: StatementState::Declined },
        Fact::CommentPosted { comment: CommentId(1), state: StatementState::Accepted },
        Fact::Closed,
    ];
    let arrival = |n, external_id: Option<&str>| Arrival {
        channel: None,
        participant: person(n),
        assurance: Assurance::Link,
        via: ArrivedVia::Mail,
        external_id: external_id.map(str::to_owned),
        published_group: None,
        marks: canvass_domain::ReaderMarks::NONE,
        at_ms: canvass_domain::day_of(T0),
    };
    let said =
        |n, attribute: &str, option| Declared { participant: person(n), attribute: attribute.to_owned(), option };
    let mut declined = organisers(2);
    declined.state = StatementState::Declined;
    Transcript {
        provenance: Provenance::Imported,
        note: Some("from elsewhere".to_owned()),
        statements: vec![organisers(1), declined],
        arrivals: vec![arrival(1, Some("x-1")), arrival(2, None)],
        // Not in order of participants: each keeps all their answers all the same.
        declared: vec![said(1, "role", 0), said(2, "role", 1), said(1, "region", 2)],
        taken_back: vec![TakenBack { attribute: "role".to_owned(), option: 1, at_ms: T0 + 7 }],
        events: (1..).zip(facts).map(|(seq, fact)| event(seq, fact)).collect(),
        comments: vec![comment()],
        reports: vec![reported()],
        showings: vec![Showing { participant: person(1), statement: StatementId(2), at_ms: T0, probability: 0.25 }],
        ..draft(0)
    }
}

fn comment() -> (CommentCard, CommentWords) {
    let id = CommentId(1);
    let card = CommentCard {
        id,
        author: Some(person(2)),
        place: Place { root: id, parent: None, depth: 0 },
        about: About::Statement(StatementId(1)),
        state: StatementState::Accepted,
        rule: None,
        posted_ms: T0,
        edited_ms: Some(T0 + 60_000),
        is_erased: false,
        change_ms: None,
        staff: None,
    };
    let attribution = Attribution::parse("first_name_and_place", Some("Ann"), Some("Leeds")).unwrap();
    (card, CommentWords { text: Some("A reason.".to_owned()), attribution, reason: None, change: None })
}

fn reported() -> Reported {
    Reported {
        target: Target::Comment(CommentId(1)),
        reporter: person(1),
        rule: "unclear".to_owned(),
        note: Some("What reason?".to_owned()),
        at_ms: T0 + 5,
    }
}

async fn all_of_it_arrives(fresh: Fresh) {
    let store = fresh.store().await;
    let transcript = full();
    let slug = Slug::parse("import").unwrap();
    let mut progress = Vec::new();
    let id = store.load(&slug, &transcript, T0 + 9, &mut |step| progress.push(step)).await.unwrap();
    assert_eq!(progress.last(), Some(&LoadProgress { done: 12, total: 12 }));

    let conversation = store.conversations().await.unwrap().pop().unwrap();
    assert_eq!((conversation.id, &conversation.slug, conversation.state), (id, &slug, State::Closed));
    assert_eq!((conversation.note.as_deref(), conversation.version), (Some("from elsewhere"), 1));
    assert_eq!((conversation.provenance, conversation.created_ms), (Provenance::Imported, T0 + 9));
    assert_eq!(conversation.instrument, transcript.instrument);
    assert_eq!(store.statements(id).await.unwrap(), transcript.statements);
    let whole = store.transcript(&slug).await.unwrap().unwrap().1;
    assert_eq!((whole.comments, whole.reports), (transcript.comments.clone(), transcript.reports.clone()));
    assert_eq!(store.events(id).await.unwrap(), transcript.events);
    assert_eq!(store.showings(id).await.unwrap(), (1, 0.25));
    assert_eq!(store.check_derived(id).await.unwrap(), []);
    assert_eq!(fresh.table("participant statement answer version seq", "votes").await, ["1 1 2 1 8", "1 2 0 1 6"]);
    assert_eq!(fresh.table("participant options version seq", "ballots").await, ["2 4 1 7"]);
    let people = fresh.table("number assurance via external_id arrived_ms", "participants").await;
    assert_eq!(people, ["1 link mail x-1 1735948800000", "2 link mail - 1735948800000"]);
    let declared = |n| store.declared(id, person(n));
    let words = |found: Vec<canvass_store::Declaration>| -> Vec<(String, u16)> {
        found.into_iter().map(|said| (said.attribute, said.option)).collect()
    };
    assert_eq!(words(declared(1).await.unwrap()), [("region".to_owned(), 2), ("role".to_owned(), 0)]);
    assert_eq!(words(declared(2).await.unwrap()), [("role".to_owned(), 1)]);
    assert_eq!(store.participant(id, person(1)).await.unwrap().unwrap().via.as_deref(), Some("mail"));
    assert_eq!(store.participant(id, person(9)).await.unwrap(), None);
}

async fn a_taken_slug_leaves_nothing(fresh: Fresh) {
    let store = fresh.store().await;
    let slug = Slug::parse("one").unwrap();
    let first = store.load(&slug, &full(), T0, &mut |_| {}).await.unwrap();
    let before = fresh.dump().await;
    let error = store.load(&slug, &draft(3), T0, &mut |_| {}).await.unwrap_err();
    assert!(matches!(&error, StoreError::SlugTaken(taken) if taken == "one"), "{error}");
    assert_eq!(fresh.dump().await, before);
    let second = store.load(&Slug::parse("two").unwrap(), &draft(3), T0, &mut |_| {}).await.unwrap();
    assert_eq!((first, second), (ConversationId(1), ConversationId(2)));
}

async fn a_broken_transcript_leaves_nothing(fresh: Fresh) {
    let store = fresh.store().await;
    let before = fresh.dump().await;
    // The last row of all is the one that does not fit: the same person arrives twice.
    let mut broken = full();
    broken.arrivals.push(broken.arrivals[1].clone());
    let slug = Slug::parse("one").unwrap();
    let error = store.load(&slug, &broken, T0, &mut |_| {}).await.unwrap_err();
    assert!(matches!(error, StoreError::Database { doing: "admitting a participant", .. }), "{error}");
    assert_eq!(fresh.dump().await, before);
    store.load(&slug, &full(), T0, &mut |_| {}).await.unwrap();
}

/// More than one statement's worth of rows.
async fn many_rows_in_one_go(fresh: Fresh) {
    let store = fresh.store().await;
    let mut transcript = draft(0);
    let vote = |n: u32| Fact::VoteCast {
        participant: person(n % 3_000),
        statement: StatementId(n / 3_000),
        vote: Vote::ALL[n as usize % 3],
        version: 1,
    };
    transcript.events = (0..12_001).map(|n| event(u64::from(n) + 1, vote(n))).collect();
    transcript.showings = (0..6_000)
        .map(|n| Showing { participant: person(n), statement: StatementId(1), at_ms: T0, probability: 0.5 })
        .collect();
    let id = store.load(&Slug::parse("many").unwrap(), &transcript, T0, &mut |_| {}).await.unwrap();
    assert_eq!(store.events(id).await.unwrap(), transcript.events);
    assert_eq!(store.showings(id).await.unwrap(), (6_000, 3_000.0));
    assert_eq!(store.check_derived(id).await.unwrap(), []);
}
