//! A backup holds everything, of one moment, for either database; and nothing else than a whole one is taken back.

use crate::support::{
    Fresh, Running, T0, add, agree, ballot, caller, command, draft, key, keyed, on_both, person, skip,
};
use canvass_domain::{
    Decision, ExclusionGround, Looked, ReaderMark, ReaderMarks, Role, Ruling, Seq, Showing, StatementId,
    StatementState, Target,
};
use canvass_store::{Act, CheckedBackup, Database, NewExclusion, Store, StoreError, VotesOnLeaving, WatchChange};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

on_both!(
    everything_comes_back_on_either_database,
    what_is_written_meanwhile_leaves_one_moment,
    data_is_never_written_over,
    what_does_not_fit_changes_nothing,
    a_backup_of_the_first_schema_comes_back,
);

/// Written by the first release of the format, on the first schema. Never renewed.
const FIRST: &str = include_str!("../data/backup-1.ndjson");

async fn back_up(store: &Store) -> String {
    let mut written = Vec::new();
    store.back_up(&mut written, T0).await.unwrap();
    String::from_utf8(written).unwrap()
}

async fn restore(store: &Store, text: &str) -> Result<(), StoreError> {
    let backup = CheckedBackup::read(&mut text.as_bytes())?;
    let _lock = store.lock("restore").await?;
    store.restore(&backup, &mut text.as_bytes(), &mut |_| {}).await
}

/// Rows come in no order that the databases share.
fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("{\"end\"")).collect();
    lines.sort_unstable();
    lines
}

async fn other_kind(fresh: &Fresh) -> Option<Fresh> {
    match fresh.database {
        Database::Folder(_) => Fresh::postgres().await,
        Database::Postgres(_) => Some(Fresh::sqlite()),
    }
}

/// A database with something in every table, and with words that are hard to write down.
async fn full(fresh: &Fresh) -> Running {
    let (running, id) = Running::with_open(fresh).await;
    let words = "Two\u{2028}lines, \"quotes\", a \\ and 😀; or 'so' -- {\"end\":1}";
    let acts = [
        agree(1, 1),
        skip(1, 2),
        ballot(1, 1),
        agree(2, 1),
        add(2, words),
        Act::Declare(caller(2), vec![("role".to_owned(), 1)]),
        Act::Declare(caller(2), vec![("role".to_owned(), 3)]),
        agree(3, 1),
        add(3, "Words that go"),
        Act::Erase(person(3), VotesOnLeaving::Withdraw),
        Act::Revise(Box::new(crate::support::instrument("Second \u{0} wording"))),
    ];
    for act in acts.into_iter().chain([
        Act::MarkReaders(vec![(person(1), ReaderMarks::NONE.with(ReaderMark::Burst))]),
        Act::Watch(WatchChange::Office(T0 + 10)),
        Act::Exclude(NewExclusion {
            ground: ExclusionGround::Mark(ReaderMark::Burst),
            reason: Some(words.to_owned()),
            readers: vec![person(1)],
        }),
    ]) {
        running.put(id, act).await.unwrap();
    }
    let decision = Decision {
        looked: Looked { target: Target::Statement(StatementId(6)), from: StatementState::Held, seen: None },
        to: StatementState::Declined,
        ruling: Ruling { rule: Some("repeated".to_owned()), reason: Some("said before".to_owned()) },
    };
    let ada = crate::staff::add(&running.store, "ada@example.org", Role::Owner).await;
    let decided = canvass_store::Command { by: Some(ada.id), ..command(id, Act::Decide(decision)) };
    running.ballot_box.put(decided).await.unwrap();
    running.put(id, crate::comments::post(2, words)).await.unwrap();
    running.put(id, crate::comments::report(1, Target::Comment(canvass_domain::CommentId(1)), words)).await.unwrap();
    let mended = canvass_domain::CommentText::parse("Mended.").unwrap();
    let edit = Act::EditComment(canvass_domain::CommentId(1), mended, canvass_domain::Admission::Hold);
    running.put(id, edit).await.unwrap();
    let probabilities = [1.0 / 3.0, 0.1 + 0.2, f64::MIN_POSITIVE, 1.0, 5e-324];
    let shown = |probability| Showing { participant: person(1), statement: StatementId(1), at_ms: T0, probability };
    running.put(id, Act::Shown(probabilities.map(shown).to_vec())).await.unwrap();
    running.ballot_box.put(keyed(id, 7, 8, agree(1, 3))).await.unwrap();
    running.load("two", &draft(1200)).await;
    let store = &running.store;
    crate::editions::fill(store, id).await;
    let doing = canvass_store::EditionDoing { by: ada.id, at_ms: T0 };
    assert!(store.withdraw_edition(id, 1, words, doing).await.unwrap());
    store.setting_or("server_secret", "0badc0de").await.unwrap();
    let ada = crate::staff::add(store, "ada@example.org", Role::Owner).await;
    for n in [1, 2] {
        store.put_sign_in(&key(n), ada.id, T0 + 10, ada.id, T0).await.unwrap();
    }
    store.ask_notice(canvass_domain::ConversationId(1), "bo@example.org", &key(4), T0).await.unwrap();
    let letter = canvass_store::Letter {
        recipient: "bo@example.org".to_owned(),
        subject: words.to_owned(),
        body: words.to_owned(),
        unsubscribe_url: None,
        expires_ms: T0 + 10,
    };
    assert!(store.post(&letter, T0, 10).await.unwrap());
    assert!(store.use_sign_in(&key(1), &key(3), T0 + 10, T0).await.unwrap());
    running
}

async fn everything_comes_back_on_either_database(fresh: Fresh) {
    let store = full(&fresh).await.stop().await;
    let text = back_up(&store).await;
    let head = text.lines().next().unwrap();
    assert_eq!(head, format!("{{\"canvass_backup\":1,\"made_ms\":{T0},\"schema\":8}}"));
    let of_tables: Vec<&str> = text.lines().filter(|line| line.starts_with("{\"columns\"")).collect();
    let is_filled = |table: &str| text.split_once(table).is_some_and(|(_, rest)| rest.starts_with("\n["));
    let bare: Vec<&&str> = of_tables.iter().filter(|table| !is_filled(table)).collect();
    assert!(of_tables.len() > 13 && bare.is_empty(), "every table has something to lose: {bare:?}");
    let same_kind = match fresh.database {
        Database::Folder(_) => Some(Fresh::sqlite()),
        Database::Postgres(_) => Fresh::postgres().await,
    };
    for target in [same_kind, other_kind(&fresh).await].into_iter().flatten() {
        let store = target.store().await;
        restore(&store, &text).await.unwrap();
        assert_eq!(sorted(&back_up(&store).await), sorted(&text));
        assert_eq!(store.examine().await.unwrap().findings, []);
        store.close().await;
        let (running, id) = (Running::on(&target).await, canvass_domain::ConversationId(1));
        let receipt = running.put(id, agree(1, 4)).await.unwrap();
        assert_eq!(receipt.participant, Some(person(1)), "keys still lead to their participants");
        let again = running.ballot_box.put(keyed(id, 7, 8, agree(1, 3))).await.unwrap();
        assert!(again.seq < receipt.seq, "what was said before is known to have been said");
    }
}

async fn what_is_written_meanwhile_leaves_one_moment(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let beside = fresh.store().await;
    for round in 0..6 {
        let answers = |from: u32| (from..from + 60).map(|who| command(id, agree(who, 1 + who % 5))).collect();
        let first = running.together(answers(round * 1000)).await;
        let last = first.into_iter().map(|outcome| outcome.unwrap().seq).max().unwrap();
        let (text, _) = tokio::join!(back_up(&beside), async {
            for step in 1..8 {
                running.together(answers(round * 1000 + step * 100)).await;
            }
        });
        let target = Fresh::sqlite();
        let store = target.store().await;
        restore(&store, &text).await.unwrap();
        assert_eq!(store.examine().await.unwrap().findings, []);
        let events = store.events(id).await.unwrap();
        assert!(events.iter().zip(1..).all(|(event, seq)| event.seq == Seq(seq)), "dense");
        assert!(events.last().unwrap().seq >= last, "what was acknowledged before is there");
        assert_eq!(events[..], running.store.events(id).await.unwrap()[..events.len()]);
    }
}

async fn data_is_never_written_over(fresh: Fresh) {
    let store = fresh.store().await;
    store.setting_or("server_secret", "0badc0de").await.unwrap();
    let error = restore(&store, FIRST).await.unwrap_err();
    assert!(matches!(&error, StoreError::NotEmpty { table, .. } if table == "settings"), "{error}");
    assert_eq!(store.setting("server_secret").await.unwrap().as_deref(), Some("0badc0de"));
    assert_eq!(store.conversations().await.unwrap(), []);
}

/// The text with another line in place of one, and an ending that fits.
fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    sealed(&text.replacen(from, to, 1))
}

/// The text with an ending that fits, whatever it says.
fn sealed(text: &str) -> String {
    let body: Vec<&str> = text.lines().filter(|line| !line.starts_with("{\"end\"")).collect();
    let body = body.join("\n") + "\n";
    let n_rows = body.lines().filter(|line| line.starts_with('[')).count();
    let hash: String = Sha256::digest(&body).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{body}{{\"end\":{{\"rows\":{n_rows},\"sha256\":\"{hash}\"}}}}\n")
}

async fn what_does_not_fit_changes_nothing(fresh: Fresh) {
    assert_eq!(sealed(FIRST), FIRST, "the ending is made here as there");
    let settings = "{\"columns\":[\"name\",\"value\"],\"table\":\"settings\"}\n";
    let secret = "[\"server_secret\",\"0badc0de\"]\n";
    let wrong = [
        (changed(FIRST, "\"canvass_backup\":1", "\"canvass_backup\":2"), "format 2"),
        (changed(FIRST, "\"canvass_backup\":1", "\"canvas_backup\":1"), "no backup of Canvass"),
        (changed(FIRST, "\"schema\":1", "\"schema\":99"), "newer Canvass"),
        (changed(FIRST, "\"schema\":1", "\"schema\":0"), "its schema"),
        (changed(FIRST, settings, &settings.replace("settings", "pg_shadow")), "no table `pg_shadow`"),
        (
            changed(FIRST, settings, &settings.replace("settings", &"x".repeat(200))),
            "`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`",
        ),
        (changed(FIRST, &format!("{settings}{secret}"), ""), "`settings` is missing"),
        (changed(FIRST, settings, &format!("{settings}{settings}")), "`settings` comes twice"),
        (changed(FIRST, settings, &settings.replace("value", "valuf")), "columns of table `settings`"),
        (changed(FIRST, settings, &settings.replace("value", "name")), "columns of table `settings`"),
        (changed(FIRST, secret, "[\"server_secret\"]\n"), "number of columns"),
        (changed(FIRST, secret, "[\"server_secret\",1]\n"), "`value` is of another kind"),
        (changed(FIRST, secret, "[\"server_secret\",null]\n"), "break a rule of table `settings`"),
        (changed(FIRST, secret, &format!("{secret}{secret}")), "break a rule of table `settings`"),
        (changed(FIRST, secret, "\"server_secret\"\n"), "neither a table nor a row"),
        (changed(FIRST, secret, "{\"server_secret\":1}\n"), "no table"),
        (changed(FIRST, "[1,1,1,1,1,7]", "[1,1,1,1,1,9223372036854775808]"), "`seq` is of another kind"),
        (changed(FIRST, "\"0.25\"", "\"inf\""), "`probability` is of another kind"),
        (changed(FIRST, "\"0.25\"", "0.25"), "`probability` is of another kind"),
        (FIRST.replace("\"rows\":", "\"rows\":1"), "damaged"),
        (format!("{FIRST}\n"), "behind the end"),
        (String::new(), "breaks off"),
        (format!("[{}", " ".repeat(17 << 20)), "too long"),
        ("null\n".to_owned(), "no backup of Canvass"),
    ];
    let store = fresh.store().await;
    let empty = sorted(&back_up(&store).await).join("\n");
    for (text, why) in wrong {
        let error = restore(&store, &text).await.unwrap_err();
        assert!(matches!(&error, StoreError::BadBackup { .. }) && error.to_string().contains(why), "{error}: {why}");
        assert_eq!(sorted(&back_up(&store).await).join("\n"), empty, "{why}");
    }
    restore(&store, FIRST).await.unwrap();
}

/// The file may be another by the time it is loaded.
#[tokio::test]
async fn what_was_not_checked_is_not_loaded() {
    let fresh = Fresh::sqlite();
    let store = fresh.store().await;
    let checked = CheckedBackup::read(&mut FIRST.as_bytes()).unwrap();
    let other = changed(FIRST, "0badc0de", "deadbeef");
    let error = store.restore(&checked, &mut other.as_bytes(), &mut |_| {}).await.unwrap_err();
    assert!(error.to_string().contains("no longer the file that was checked"), "{error}");
    assert_eq!(store.setting("server_secret").await.unwrap(), None);
}

#[test]
fn every_cut_and_every_flipped_bit_is_noticed() {
    assert!(CheckedBackup::read(&mut FIRST.as_bytes()).is_ok());
    for length in 0..FIRST.len() {
        assert!(CheckedBackup::read(&mut &FIRST.as_bytes()[..length]).is_err(), "cut after {length} bytes");
    }
    let mut bytes = FIRST.as_bytes().to_vec();
    for place in 0..bytes.len() {
        for bit in 0..8 {
            bytes[place] ^= 1 << bit;
            assert!(CheckedBackup::read(&mut bytes.as_slice()).is_err(), "bit {bit} of byte {place}");
            bytes[place] ^= 1 << bit;
        }
    }
}

/// Whether a line is another with the mark of an event behind it.
fn is_marked(kept: &str, line: &str) -> bool {
    let mark = kept.strip_prefix(line).and_then(|rest| rest.strip_prefix(',')?.strip_suffix(']'));
    mark.is_some_and(|mark| mark.bytes().all(|byte| byte.is_ascii_digit()))
}

async fn a_backup_of_the_first_schema_comes_back(fresh: Fresh) {
    let store = fresh.store().await;
    restore(&store, FIRST).await.unwrap();
    assert_eq!(store.examine().await.unwrap().findings, []);
    let conversation = store.conversations().await.unwrap().remove(0);
    assert_eq!((conversation.slug.as_str(), conversation.instrument.title.as_str()), ("one", "First wording"));
    assert_eq!(store.events(conversation.id).await.unwrap().len(), 9);
    let again = back_up(&store).await;
    let (rows, kept): (BTreeSet<_>, BTreeSet<_>) = (FIRST.lines().collect(), again.lines().collect());
    // What a later step added to a table is empty, or as it is for everybody at first, in rows from before it.
    let grown = |line: &str| {
        let line = line.trim_end_matches(']');
        ["null]", "1,null,null]"].iter().any(|added| kept.contains(format!("{line},{added}").as_str()))
            || kept.iter().any(|kept| is_marked(kept, line))
    };
    let lost: Vec<_> = rows.difference(&kept).filter(|line| line.starts_with('[') && !grown(line)).collect();
    // Authors stand in a table of their own now, and in neither these rows nor the event of the one by a reader; of
    // when somebody came, the day is left.
    let statements = (1..=5).map(|n| format!("[1,{n},\"Statement {n}\",0,null,1,null,1,1736000000000]"));
    let moments = ["[1,1,\"anonymous\",\"story\",null,1736000000001]".to_owned()];
    let by_reader = ["[1,6,\"A statement of mine\",1,1,0,null,1,1736000000001]", "[1,9,1736000000001,6,1,6,0,null]"];
    let gone: BTreeSet<String> = statements.chain(moments).chain(by_reader.map(str::to_owned)).collect();
    assert_eq!(lost, gone.iter().collect::<Vec<_>>());
    assert_eq!(store.statements(conversation.id).await.unwrap()[5].author, Some(person(1)));
    assert!(again.contains("\n[1,9,1736000000001,6,null,6,8,null,"), "{again}");
}
