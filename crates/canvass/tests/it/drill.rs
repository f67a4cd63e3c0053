//! The drill: a backup is made while answers come in, the server is killed, its data wiped, the backup restored;
//! and what is there then is what was there at the backup's moment, for readers too.

use crate::http::{Wire, With};
use crate::process::{Place, block_on, open_conversation};
use canvass_app::{Database, Store};
use canvass_counts::Ledger;
use canvass_domain::{Conversation, Event, Seq, Statement};
use canvass_results::Results;
use canvass_results::analysed;
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

const SLUG: &str = "drill";
const N_CLIENTS: usize = 6;
const N_STATEMENTS: u32 = 30;

/// What the clients and the drill tell each other.
#[derive(Default)]
struct Load {
    n_acknowledged: AtomicUsize,
    is_over: AtomicBool,
}

/// What the killed server left behind.
struct Left {
    conversation: Conversation,
    statements: BTreeMap<canvass_domain::StatementId, Statement>,
    events: Vec<Event>,
}

fn join(wire: &mut Wire) -> String {
    let with = With { json: Some("{}"), ..With::default() };
    let joined = wire.ask("POST", &format!("/api/v1/conversations/{SLUG}/participants"), with).unwrap();
    joined.json()["token"].as_str().unwrap().to_owned()
}

fn vote(wire: &mut Wire, token: &str, statement: u32) -> std::io::Result<u16> {
    let path = format!("/api/v1/conversations/{SLUG}/statements/{statement}/vote");
    let with = With { token: Some(token), json: Some("{\"vote\": \"agree\"}"), ..With::default() };
    wire.ask("PUT", &path, with).map(|reply| reply.status)
}

impl Load {
    /// Votes as one newcomer after the other, until it is over or the server is gone.
    fn vote(&self, address: SocketAddr) {
        let mut wire = Wire::to(address).unwrap();
        while !self.is_over.load(Ordering::SeqCst) {
            let token = join(&mut wire);
            for statement in 1..=N_STATEMENTS {
                match vote(&mut wire, &token, statement) {
                    Ok(status) => assert_eq!(status, 204),
                    Err(_) => return,
                }
                self.n_acknowledged.fetch_add(1, Ordering::SeqCst);
            }
        }
    }

    fn wait_for(&self, n_more: usize) -> usize {
        let until = self.n_acknowledged.load(Ordering::SeqCst) + n_more;
        while self.n_acknowledged.load(Ordering::SeqCst) < until {
            std::thread::yield_now();
        }
        self.n_acknowledged.load(Ordering::SeqCst)
    }
}

fn look(database: &Database) -> Left {
    block_on(async {
        let store = Store::open(database.clone()).await.unwrap();
        let conversation = store.conversations().await.unwrap().remove(0);
        let statements = store.statements(conversation.id).await.unwrap();
        let events = store.events(conversation.id).await.unwrap();
        store.close().await;
        let statements = statements.into_iter().map(|statement| (statement.id, statement)).collect();
        Left { conversation, statements, events }
    })
}

impl Left {
    /// The results at a point of the log, counted here; with the map, where enough came to answer.
    fn results_at(&self, seq: usize) -> Value {
        let ledger = Ledger::of(&self.events[..seq]).unwrap();
        let map = analysed::cold(&ledger).map(|(material, analysis)| Arc::new(material.map(&analysis)));
        Results::new(&self.conversation, ledger.totals(), &self.statements).with_map(map).to_json().unwrap()
    }
}

/// Somebody who answered before the backup: the token is their cookie's value, too.
struct Reader {
    token: String,
    return_path: String,
}

impl Reader {
    fn answer(wire: &mut Wire) -> Self {
        let token = join(wire);
        assert_eq!(vote(wire, &token, 1).unwrap(), 204);
        let with = With { cookie: Some(&token), ..With::default() };
        let page = wire.ask("GET", &format!("/c/{SLUG}/mine"), with).unwrap().text();
        let (_, rest) = page.split_once(&format!("/c/{SLUG}/return/")).unwrap();
        let code: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
        Self { token, return_path: format!("/c/{SLUG}/return/{code}") }
    }

    fn check_is_known(&self, wire: &mut Wire) {
        let n_participants = |wire: &mut Wire| results(wire)["counts"]["participants"].clone();
        let before = n_participants(wire);
        assert_eq!(wire.get(&self.return_path).unwrap().status, 200, "the private link still leads back");
        let with = With { cookie: Some(&self.token), ..With::default() };
        let mine = wire.ask("GET", &format!("/c/{SLUG}/mine"), with).unwrap();
        assert!(mine.text().contains("Statement 1"), "their answer is theirs");
        assert_eq!(vote(wire, &self.token, 2).unwrap(), 204);
        assert_eq!(n_participants(wire), before, "nobody new");
    }
}

fn results(wire: &mut Wire) -> Value {
    wire.get(&format!("/api/v1/conversations/{SLUG}/results")).unwrap().json()
}

/// Backs up under load and kills. Gives the backup, where its log ends, and what was acknowledged before it began.
fn back_up_under_load(place: &Place) -> (String, usize, usize, Reader) {
    place.create(&open_conversation(SLUG, N_STATEMENTS)).out();
    let server = place.serve(&[]);
    let reader = Reader::answer(&mut server.wire());
    let file = place.folder().join("backup.ndjson").display().to_string();
    let load = Load::default();
    let (backup, n_before, n_after) = std::thread::scope(|scope| {
        for _ in 0..N_CLIENTS {
            scope.spawn(|| load.vote(server.address()));
        }
        let n_before = load.wait_for(300);
        let backup = place.run(&["backup", &file]);
        let n_after = load.wait_for(300);
        load.is_over.store(true, Ordering::SeqCst);
        (backup, n_before, n_after)
    });
    server.kill();
    assert!(n_after > n_before + 300, "answers came while the backup was made");
    let out = backup.out();
    let seq = out.trim().strip_prefix("drill ").and_then(|seq| seq.parse().ok());
    (file, seq.unwrap_or_else(|| panic!("{out}")), n_before, reader)
}

fn check_drill(place: &Place, targets: &[&Place]) {
    let (file, seq, n_before, reader) = back_up_under_load(place);
    let left = look(&place.database);
    assert!(left.events.len() >= seq + 200, "the log went on behind the backup");
    let expected = left.results_at(seq);
    assert!(expected["counts"]["votes"].as_u64().unwrap() >= n_before as u64, "what was acknowledged before is in it");
    if let Database::Folder(folder) = &place.database {
        std::fs::remove_dir_all(folder).unwrap();
    }
    for target in targets {
        let restored = target.run(&["restore", &file]);
        assert!(restored.out.starts_with("Log and tables agree.\n"), "{} {}", restored.out, restored.err);
        assert_eq!(restored.code, 0);
        let events = look(&target.database).events;
        assert!(events.iter().zip(1..).all(|(event, seq)| event.seq == Seq(seq)), "dense");
        assert_eq!(events[..], left.events[..seq], "every event up to the backup's, and no other");
        let server = target.serve(&[]);
        let results = results(&mut server.wire());
        assert!(results["results_hash"].is_string());
        assert_eq!(results["results_hash"], expected["results_hash"]);
        reader.check_is_known(&mut server.wire());
        assert!(server.stop().success());
        target.run(&["doctor", "--check"]).out();
    }
}

#[test]
fn a_drill_on_sqlite() {
    let place = Place::sqlite();
    match Place::postgres() {
        Some(other) => check_drill(&place, &[&place, &other]),
        None => check_drill(&place, &[&place]),
    }
}

#[test]
fn a_drill_on_postgres() {
    let (Some(place), Some(target)) = (Place::postgres(), Place::postgres()) else { return };
    check_drill(&place, &[&target, &Place::sqlite()]);
}

#[test]
fn a_backup_is_its_owners_alone_and_writes_over_nothing() {
    let place = Place::sqlite();
    let file = place.folder().join("one.backup");
    let name = file.display().to_string();
    place.run(&["backup", &name]).check_refused(5, &["there is no database in"]);
    assert!(!place.folder().join("data").exists(), "a name mistyped makes no folder");
    place.create(&open_conversation("one", 3)).out();
    let made = place.run(&["backup", &name]);
    assert_eq!((made.out.as_str(), made.code), ("one 3\n", 0), "{}", made.err);
    assert!(made.err.contains("secrets"), "{}", made.err);
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let before = std::fs::read(&file).unwrap();
    place.run(&["backup", &name]).check_refused(5, &["one.backup", "is there already"]);
    assert_eq!(std::fs::read(&file).unwrap(), before);
    place.run(&["backup", "/nowhere/at-all/one.backup"]).check_refused(3, &["/nowhere/at-all"]);
    assert_eq!(files(&place), ["conversation.toml", "data", "one.backup"], "nothing half made is left");
}

fn files(place: &Place) -> Vec<String> {
    let entries = std::fs::read_dir(place.folder()).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn what_is_no_whole_backup_is_refused_and_leaves_nothing() {
    let place = Place::sqlite();
    place.create(&open_conversation("one", 3)).out();
    let file = place.folder().join("one.backup").display().to_string();
    place.run(&["backup", &file]).out();
    let whole = std::fs::read_to_string(&file).unwrap();
    let target = Place::sqlite();
    let cut = target.file("cut.backup", &whole[..whole.len() / 2]);
    target.run(&["restore", &cut]).check_refused(3, &["cut.backup", "line", "the backup breaks off here"]);
    let changed = target.file("changed.backup", &whole.replace("Statement 1", "Statement 7"));
    target.run(&["restore", &changed]).check_refused(3, &["changed.backup", "damaged"]);
    let other = target.file("other.backup", "slug = \"one\"\n");
    target.run(&["restore", &other]).check_refused(3, &["other.backup", "line 1"]);
    target.run(&["restore", "/nowhere/at-all"]).check_refused(3, &["/nowhere/at-all"]);
    assert_eq!(files(&target), ["changed.backup", "cut.backup", "other.backup"], "no data was made");
    place.run(&["restore", &file]).check_refused(5, &["holds data already", "empty folder"]);
    target.run(&["restore", &file]).out();
    assert_eq!(target.run(&["doctor"]).code, 0);
}
