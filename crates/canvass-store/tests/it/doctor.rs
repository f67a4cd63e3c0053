//! The doctor finds and names each fault of a list, says truly whether rebuilding mends it, and finds nothing else.

use crate::comments;
use crate::support::{Fresh, Running, add, agree, ballot, caller, command, draft, on_both, person, skip};
use canvass_domain::{CommentId, ConversationId, Showing, StatementId, Target};
use canvass_store::{Act, Examined, Finding, Mending, Store, StoreError, VotesOnLeaving};

on_both!(every_planted_fault_is_named, a_repeated_event_is_named, a_healthy_database_is_counted, a_flood_is_bounded);

/// What is planted, and what must be said of it.
struct Fault {
    sql: &'static str,
    /// Table and row of each finding, and words of what is wrong.
    found: &'static [(&'static str, &'static str, &'static str)],
    mending: Mending,
}

const fn mended(sql: &'static str, found: &'static [(&'static str, &'static str, &'static str)]) -> Fault {
    Fault { sql, found, mending: Mending::Rebuild }
}

const fn lasting(sql: &'static str, found: &'static [(&'static str, &'static str, &'static str)]) -> Fault {
    Fault { sql, found, mending: Mending::Nothing }
}

/// On the conversation of [`planted`]: participants 1 and 2 answer, 3 is erased; events 1 to 6 are its beginning; of two comments the erased person's is the second.
const FAULTS: &[Fault] = &[
    // The log.
    lasting("delete from events where seq = 8", &[("events", "event 9", "follows event 7: 1 are missing")]),
    lasting("delete from events where seq = 1", &[
        ("events", "event 2", "follows event 0: 1 are missing"),
        ("events", "event 7", "about statement 1, which is not there"),
        ("events", "event 9", "about statement 1, which is not there"),
        ("events", "event 12", "about statement 1, which is not there"),
        ("events", "event 16", "about statement 1, which is not there"),
    ]),
    lasting("update events set value = 2 where seq = 7", &[("events", "event 7", "is not what was written")]),
    lasting("update events set at_ms = at_ms + 1 where seq > 9", &[("events", "event 10", "is not what was written")]),
    lasting("update events set mark = 1 where seq = 8", &[("events", "event 8", "is not what was written")]),
    lasting("delete from events where seq > 15", &[(
        "events",
        "event 16",
        "was written, and the log ends at event 15",
    )]),
    lasting("delete from logs", &[("events", "the log", "has no running hash")]),
    lasting("update events set kind = 77 where seq = 7", &[("events", "event 7", "of kind 77 cannot be read")]),
    lasting("update events set value = 9 where seq = 7", &[("events", "event 7", "of kind 3 cannot be read")]),
    lasting(
        "insert into events (conversation_id, seq, at_ms, kind, participant, object, value, version) values (1, 18, 1, 3, 1, 44, 1, 1);
         insert into votes values (1, 1, 44, 1, 1, 18)",
        &[("events", "event 18", "is not what was written"), ("events", "event 18", "about statement 44, which is not there")],
    ),
    lasting(
        "insert into events (conversation_id, seq, at_ms, kind, participant, object, value, version) values (1, 18, 1, 16, null, 44, 1, null)",
        &[("events", "event 18", "is not what was written"), ("events", "event 18", "about statement 44, which is not there")],
    ),
    lasting(
        "insert into events (conversation_id, seq, at_ms, kind, participant, object, value, version) values (1, 18, 1, 4, 1, 44, null, null)",
        &[("events", "event 18", "is not what was written"), ("events", "event 18", "about statement 44, which is not there")],
    ),
    lasting(
        "insert into events (conversation_id, seq, at_ms, kind, participant, object, value, version) values (1, 18, 1, 1, 55, null, 1, 1);
         insert into ballots values (1, 55, 1, 1, 18)",
        &[("events", "event 18", "is not what was written"), ("events", "event 18", "names participant 55, who is not there")],
    ),
    lasting(
        "insert into events (conversation_id, seq, at_ms, kind, participant, object, value, version) values (1, 18, 1, 3, 1, 2, 1, 66);
         update votes set answer = 1, version = 66, seq = 18 where conversation_id = 1 and participant = 1 and statement = 2",
        &[("events", "event 18", "is not what was written"), ("instruments", "version 66", "is not there, and event 18 names it")],
    ),
    // What follows from it.
    mended("update votes set answer = 2 where participant = 1 and statement = 1", &[(
        "votes",
        "participant 1, statement 1",
        "the table says disagree (version 1, event 7), the log says agree (version 1, event 7)",
    )]),
    mended("update votes set answer = 9 where participant = 1 and statement = 1", &[(
        "votes",
        "participant 1, statement 1",
        "the table says unknown 9",
    )]),
    mended("delete from votes where participant = 2", &[("votes", "participant 2, statement 1", "says nothing")]),
    mended("insert into votes values (1, 2, 3, 1, 1, 5)", &[("votes", "participant 2, statement 3", "log says nothing")]),
    mended("update ballots set options = 4", &[("ballots", "participant 1", "says options 0b100")]),
    mended("delete from ballots", &[("ballots", "participant 1", "the table says nothing")]),
    mended("update statements set state = 2 where number = 4", &[(
        "statements",
        "statement 4",
        "the table says declined, the log says accepted",
    )]),
    mended("update statements set state = 9 where number = 4", &[("statements", "statement 4", "says unknown 9")]),
    lasting("delete from statements where number = 4", &[("statements", "statement 4", "the table says nothing")]),
    lasting("insert into statements values (1, 44, 'Words', 0, 1, null, 1, 1, null)", &[(
        "statements",
        "statement 44",
        "the log says nothing",
    )]),
    lasting("update statements set origin = 9 where number = 4", &[(
        "statements",
        "statement 4",
        "the origin 9 is unknown",
    )]),
    mended("update conversations set state = 'closed'", &[(
        "conversations",
        "conversation 1",
        "the table says closed, the log says open",
    )]),
    mended("update conversations set state = 'ajar'", &[("conversations", "conversation 1", "says ajar")]),
    mended(
        "insert into instruments select 1, 5, document, 1 from instruments where version = 1;
         update conversations set version = 5",
        &[("conversations", "conversation 1", "the table says version 5, the log says version 1")],
    ),
    // Wording.
    lasting("delete from instruments", &[
        ("conversations", "conversation 1", "version 1 of the wording is not there"),
        ("instruments", "version 1", "is not there, and event 7 names it"),
    ]),
    lasting("update instruments set document = '{'", &[("instruments", "version 1", "its wording cannot be read")]),
    lasting("update conversations set slug = 'No Slug'", &[("conversations", "conversation 1", "`No Slug`")]),
    lasting("update conversations set provenance = 'moon'", &[("conversations", "conversation 1", "`moon` is unknown")]),
    // People, and what they were shown.
    lasting(
        "insert into participant_keys values (1, 'feed', 77)",
        &[("participant_keys", "a key", "names participant 77, who is not there (1 rows)")],
    ),
    lasting("insert into showings values (1, 1, 88, 1, 0.5)", &[(
        "showings",
        "a showing",
        "is of statement 88, which is not there (1 rows)",
    )]),
    lasting("insert into showings values (1, 77, 1, 1, 0.5)", &[(
        "showings",
        "a showing",
        "names participant 77, who is not there",
    )]),
    lasting("insert into declared values (1, 77, 'role', 1, 1, 1)", &[(
        "declared",
        "something declared",
        "names participant 77, who is not there",
    )]),
    lasting("update authors set participant = 77 where kind = 'statement' and number = 6", &[(
        "authors",
        "an author",
        "names participant 77, who is not there (1 rows)",
    )]),
    lasting("delete from participants where number = 2", &[
        ("events", "event 9", "names participant 2, who is not there"),
        ("participant_keys", "a key", "names participant 2, who is not there (2 rows)"),
        ("authors", "an author", "names participant 2, who is not there (2 rows)"),
    ]),
    // What they say.
    lasting("insert into events (conversation_id, seq, at_ms, kind, participant, object, value, version) values (1, 18, 1, 9, null, 44, 1, null)", &[
        ("events", "event 18", "is not what was written"),
        ("events", "event 18", "about comment 44, which is not there"),
    ]),
    lasting("delete from comments where number = 2", &[("comments", "comment 2", "the table says nothing")]),
    mended("update comments set state = 2 where number = 1", &[(
        "comments",
        "comment 1",
        "the table says declined, the log says accepted",
    )]),
    lasting("update comments set parent = 44, root = 44 where number = 2", &[(
        "comments",
        "comment 2",
        "stands under comment 44, which is not there",
    )]),
    lasting("update comments set about = 'moon' where number = 1", &[("comments", "comment 1", "about `moon`")]),
    lasting("update reports set target = 'comment:44'", &[("reports", "a report", "is of `comment:44`")]),
    lasting("update reports set reporter = 77", &[("reports", "a report", "names participant 77, who is not there")]),
    // Whoever was erased.
    mended("insert into participant_keys values (1, 'feed', 3)", &[(
        "participant_keys",
        "participant 3",
        "was erased, and a key is still there (1 rows)",
    )]),
    mended("update participants set via = 'story' where number = 3", &[(
        "participants",
        "participant 3",
        "was erased, and how they came is still there",
    )]),
    mended("update statements set text = 'Words' where number = 7", &[(
        "statements",
        "statement 7",
        "of somebody who was erased, and its words are still there",
    )]),
    mended("insert into declared values (1, 3, 'role', 1, 1, 1)", &[(
        "declared",
        "participant 3",
        "was erased, and what they said about themselves is still there",
    )]),
    mended("insert into showings values (1, 3, 1, 1, 0.5)", &[(
        "showings",
        "participant 3",
        "was erased, and what they were shown is still there",
    )]),
    mended("update comments set name = 'Ada' where number = 2", &[(
        "comments",
        "comment 2",
        "of somebody who was erased, and its words are still there",
    )]),
    mended("insert into quotes values (1, 1, 1, 2, '0f', 'Words.', null, null, null, null)", &[(
        "quotes",
        "a quote of comment 2",
        "of somebody who was erased, and its words are still there",
    )]),
    mended("insert into authors values (1, 'comment', 2, 3)", &[(
        "authors",
        "participant 3",
        "was erased, and what they wrote is still there",
    )]),
    // What was published.
    lasting("update edition_pieces set text = replace(text, 'same', 'other') where part = 'document'", &[(
        "editions",
        "edition 1",
        "its document is not what was hashed",
    )]),
    lasting("update edition_pieces set text = 'less' where part = 'votes'", &[("editions", "edition 1", "its votes is not what was hashed")]),
    lasting("update edition_pieces set text = 'less' where part = 'record'", &[("editions", "edition 1", "its record is not what was hashed")]),
    mended("insert into reports values (1, 'comment:1', 3, 'unclear', null, 1, null, null)", &[(
        "reports",
        "participant 3",
        "was erased, and what they reported is still there",
    )]),
];

async fn planted(fresh: &Fresh) -> (Store, ConversationId) {
    let (running, id) = Running::with_open(fresh).await;
    let shown = Showing { participant: person(1), statement: StatementId(1), at_ms: 1, probability: 0.5 };
    let acts = [
        agree(1, 1),
        skip(1, 2),
        agree(2, 1),
        ballot(1, 1),
        add(2, "A statement of 2"),
        agree(3, 1),
        add(3, "A statement of 3"),
        comments::post(2, "A comment of 2"),
        comments::post(3, "A comment of 3"),
        comments::report(1, Target::Comment(CommentId(1)), "Rude"),
        Act::Declare(caller(1), vec![("role".to_owned(), 1)]),
        Act::Shown(vec![shown]),
        Act::Erase(person(3), VotesOnLeaving::Withdraw),
    ];
    for act in acts {
        running.put(id, act).await.unwrap();
    }
    crate::editions::publish_whole(&running.store, id, "the same").await;
    (running.stop().await, id)
}

async fn every_planted_fault_is_named(fresh: Fresh) {
    let (store, _) = planted(&fresh).await;
    assert_eq!(store.events(ConversationId(1)).await.unwrap().len(), 17);
    let mut healthy = Vec::new();
    store.back_up(&mut healthy, 0).await.unwrap();
    for fault in FAULTS {
        let sick = match fresh.database {
            canvass_store::Database::Folder(_) => Fresh::sqlite(),
            canvass_store::Database::Postgres(_) => Fresh::postgres().await.unwrap(),
        };
        let store = sick.store().await;
        let backup = canvass_store::CheckedBackup::read(&mut healthy.as_slice()).unwrap();
        store.restore(&backup, &mut healthy.as_slice(), &mut |_| {}).await.unwrap();
        assert_eq!(store.examine().await.unwrap().findings, []);
        for sql in fault.sql.split(';') {
            assert!(sick.exec(sql).await > 0, "{sql}");
        }
        check_found(&store.examine().await.unwrap(), fault);
        store.rebuild().await.unwrap();
        let after = store.examine().await.unwrap();
        match fault.mending {
            Mending::Rebuild => assert_eq!(after.findings, [], "{}", fault.sql),
            Mending::Nothing => check_found(&after, fault),
        }
        store.close().await;
    }
}

fn check_found(examined: &Examined, fault: &Fault) {
    let expected: Vec<_> = fault.found.iter().map(|(table, row, _)| (*table, *row)).collect();
    let found: Vec<_> = examined.findings.iter().map(|found| (found.table.as_str(), found.row.as_str())).collect();
    assert_eq!(found, expected, "{}: {:#?}", fault.sql, examined.findings);
    for (Finding { conversation, what, mending, .. }, (_, _, words)) in examined.findings.iter().zip(fault.found) {
        assert!(what.contains(words), "{}: {what}", fault.sql);
        assert_eq!(*mending, fault.mending, "{}: {what}", fault.sql);
        assert!(matches!(conversation.as_deref(), Some("one" | "No Slug")), "{conversation:?}");
    }
}

/// Only where the table's key is gone can an event be there twice.
async fn a_repeated_event_is_named(fresh: Fresh) {
    let (store, id) = planted(&fresh).await;
    for sql in [
        "create table copied (conversation_id bigint, seq bigint, at_ms bigint, kind bigint, participant bigint,
                              object bigint, value bigint, version bigint, mark bigint)",
        "insert into copied select * from events",
        "drop table events",
        "alter table copied rename to events",
        "insert into events select * from events where seq = 9",
    ] {
        fresh.exec(sql).await;
    }
    let examined = store.examine().await.unwrap();
    let said: Vec<String> = examined.findings.iter().map(Finding::to_string).collect();
    assert_eq!(said, ["one: events: event 9: comes twice; `doctor --rebuild` does not mend it"]);
    let error = store.rebuild_derived(id).await.unwrap_err().to_string();
    assert!(error.contains("event 9 comes twice"), "nothing is rebuilt from a log like that: {error}");
}

async fn a_healthy_database_is_counted(fresh: Fresh) {
    let (store, _) = planted(&fresh).await;
    let examined = store.examine().await.unwrap();
    assert_eq!((examined.findings.len(), examined.n_more), (0, 0), "{:#?}", examined.findings);
    let counted = |table: &str| examined.n_rows.iter().find(|(name, _)| name == table).map(|(_, n)| *n);
    let counts = ["conversations", "events", "votes", "ballots", "statements", "participants"].map(counted);
    assert_eq!(counts, [Some(1), Some(17), Some(3), Some(1), Some(7), Some(3)]);
    assert_eq!(counted("settings"), None, "nothing to check there");
    fresh.exec("insert into votes values (9, 1, 1, 1, 1, 1)").await;
    let found = store.examine().await.unwrap().findings;
    let said: Vec<String> = found.iter().map(Finding::to_string).collect();
    assert_eq!(said, ["-: votes: 1 rows: conversation 9 is not there; `doctor --rebuild` does not mend it"]);
}

async fn a_flood_is_bounded(fresh: Fresh) {
    let running = Running::on(&fresh).await;
    let id = running.load("one", &draft(5)).await;
    running.put(id, Act::Open).await.unwrap();
    let answers = (0..1200).map(|who| command(id, agree(who, 1))).collect();
    assert!(running.together(answers).await.iter().all(Result::is_ok));
    fresh.exec("delete from votes").await;
    let examined = running.store.examine().await.unwrap();
    assert_eq!((examined.findings.len(), examined.n_more), (1000, 200));
}

/// What SQLite itself finds: bytes of the file are not what it wrote.
#[tokio::test]
async fn a_corrupted_file_is_named() {
    let fresh = Fresh::sqlite();
    let (running, id) = Running::with_open(&fresh).await;
    for round in 0..40 {
        let answers = (0..20).map(|who| command(id, agree(round * 20 + who, 1))).collect();
        running.together(answers).await;
    }
    running.stop().await.close().await;
    let file = fresh.sqlite_file().unwrap();
    let healthy = std::fs::read(&file).unwrap();
    let mut n_named = 0;
    // Every tenth page in turn, but the first ones: those hold the schema.
    for page in (90..healthy.len() / 1024).step_by(10) {
        let mut bytes = healthy.clone();
        bytes[page * 1024..page * 1024 + 200].fill(0xa5);
        std::fs::write(&file, bytes).unwrap();
        let store = fresh.store().await;
        let found = store.examine().await.unwrap().findings;
        store.close().await;
        n_named += usize::from(!found.is_empty());
        assert!(found.iter().all(|found| found.table == "canvass.sqlite"), "{found:?}");
        assert!(found.iter().all(|found| found.mending == Mending::Nothing));
    }
    assert!(n_named > 5, "{n_named} of {} pages", healthy.len() / 10_240);
    std::fs::write(&file, healthy).unwrap();
    assert_eq!(fresh.store().await.examine().await.unwrap().findings, []);
}

#[tokio::test]
async fn a_newer_schema_is_named() {
    let fresh = Fresh::sqlite();
    fresh.store().await.close().await;
    fresh.exec("update schema_version set version = 99").await;
    let error = Store::open(fresh.database.clone()).await.unwrap_err();
    assert!(matches!(error, StoreError::TooNew { found: 99, .. }) && error.to_string().contains("newer"), "{error}");
}
