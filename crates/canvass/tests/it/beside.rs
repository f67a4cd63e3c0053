//! A server and what runs beside it: the lock, the ready file, staff, the doctor, and stopping in order.

use crate::http::{Wire, With};
use crate::process::{Place, Server, block_on, open_conversation};
use canvass_app::Store;
use canvass_domain::{
    Event, Fact, Instrument, Origin, Provenance, Seq, Slug, Statement, StatementId, StatementState, Transcript,
};
use std::net::TcpListener;

/// An open conversation, and somebody's token in it.
fn serve_open(place: &Place) -> (Server, String) {
    place.create(&open_conversation("one", 3)).out();
    let server = place.serve(&[]);
    let with = With { json: Some("{}"), ..With::default() };
    let joined = server.wire().ask("POST", "/api/v1/conversations/one/participants", with).unwrap();
    (server, joined.json()["token"].as_str().unwrap().to_owned())
}

fn vote(wire: &mut Wire, token: &str, statement: u32) -> u16 {
    let path = format!("/api/v1/conversations/one/statements/{statement}/vote");
    let with = With { token: Some(token), json: Some("{\"vote\": \"agree\"}"), ..With::default() };
    wire.ask("PUT", &path, with).unwrap().status
}

fn n_votes(wire: &mut Wire) -> u64 {
    wire.get("/api/v1/conversations/one/results").unwrap().json()["counts"]["votes"].as_u64().unwrap()
}

/// Everything that works beside a server, and everything that is refused with its holder's name.
fn check_beside(place: &Place) {
    let (server, token) = serve_open(place);
    assert_eq!(vote(&mut server.wire(), &token, 1), 204);
    place.run(&["doctor", "--check"]).check_agrees();
    let base = server.base_url();
    let link = place.run(&["user", "add", "ada@example.org", "--role", "editor", "--public-url", base]).out();
    let path = link.trim().strip_prefix(base).unwrap();
    let own = place.run(&["user", "add", "ada@example.org", "--role", "editor"]);
    assert!(own.out.starts_with(&format!("{base}/desk/sign-in/")), "where this server answers: {}", own.out);
    assert_eq!(own.err, "");
    assert!(path.starts_with("/desk/sign-in/"), "{link}");
    assert_eq!(server.wire().get(path).unwrap().status, 200, "the running server knows the link at once");
    assert_eq!(server.wire().get(&format!("{path}0")).unwrap().status, 404);

    let backup = place.folder().join("backup").display().to_string();
    place.run(&["backup", &backup]).out();
    // Those that need the lock wait at once, each its ten seconds.
    let holder = format!("canvass serve (process {})", server.process());
    let file = place.file("two.toml", &open_conversation("two", 1));
    let refused: [&[&str]; 4] = [
        &["conversation", "create", &file],
        &["doctor", "--rebuild"],
        &["serve", "--listen", "127.0.0.1:0"],
        &["restore", &backup],
    ];
    std::thread::scope(|scope| {
        for words in refused {
            let holder = &holder;
            scope.spawn(move || place.run(words).check_refused(5, &[holder, "stop it first"]));
        }
    });
    check_import_beside(place, &holder);
    assert_eq!(vote(&mut server.wire(), &token, 2), 204, "the server went on all the while");
    assert!(server.stop().success());
    place.run(&["conversation", "create", &file]).out();
    place.run(&["doctor", "--rebuild"]).check_agrees();
}

/// An import is refused, and on SQLite, where a lock dies with its holder, at once.
fn check_import_beside(place: &Place, holder: &str) {
    let set = concat!(env!("CARGO_MANIFEST_DIR"), "/../canvass-formats/tests/found/polis-strict-unmoderated");
    let began = std::time::Instant::now();
    place.run(&["import", "polis", set]).check_refused(5, &[holder, "stop it first"]);
    if place.is_sqlite() {
        assert!(began.elapsed() < std::time::Duration::from_secs(5), "it waited for {:?}", began.elapsed());
    }
}

#[test]
fn beside_a_server_on_sqlite() {
    check_beside(&Place::sqlite());
}

#[test]
fn beside_a_server_on_postgres() {
    if let Some(place) = Place::postgres() {
        check_beside(&place);
    }
}

#[test]
fn the_ready_file_says_what_is_served() {
    let place = Place::sqlite();
    place.create(&open_conversation("one", 3)).out();
    let server = place.serve(&[]);
    let ready = &server.ready;
    assert_eq!(ready["conversations"], serde_json::json!([{"slug": "one", "state": "open"}]));
    assert_eq!(ready["editions"], serde_json::json!([]));
    assert!(ready["desk_sign_in_url"].is_null());
    assert!(server.base_url().starts_with("http://localhost:"), "{}", server.base_url());
    assert_eq!(place.storage()[1], ready["data_dir"].as_str().unwrap());
    assert!(server.first_line.contains(server.base_url()));
    assert_eq!(server.wire().get("/healthz").unwrap().status, 200);
    let parts = std::fs::read_dir(place.folder())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(parts.count(), 0, "it appeared complete");
}

#[test]
fn a_taken_address_is_refused() {
    let place = Place::sqlite();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    place.run(&["serve", "--listen", &address]).check_refused(5, &["cannot listen on", &address]);
}

/// A connection kept alive does not keep the server from stopping, and what was answered is there afterwards.
#[test]
fn asked_to_stop_it_finishes_and_ends_well() {
    let place = Place::sqlite();
    let (server, token) = serve_open(&place);
    let mut kept = server.wire();
    for statement in 1..=3 {
        assert_eq!(vote(&mut kept, &token, statement), 204);
    }
    assert!(server.stop().success());
    let again = place.serve(&[]);
    assert_eq!(n_votes(&mut again.wire()), 3);
    assert_eq!(vote(&mut again.wire(), &token, 1), 204, "credentials outlive the process");
    assert_eq!(n_votes(&mut again.wire()), 3);
}

/// Copied alone after a clean stop, `canvass.sqlite` is the whole, also while somebody else has it open.
#[test]
fn stopped_in_order_the_database_is_one_file() {
    let place = Place::sqlite();
    let (server, token) = serve_open(&place);
    assert_eq!(vote(&mut server.wire(), &token, 1), 204);
    // Connections live as long as what drives them.
    let driver = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let beside = driver.block_on(Store::open(place.database.clone())).unwrap();
    assert!(server.stop().success());
    let copy = Place::sqlite();
    let [from, to] = [&place, &copy].map(|place| std::path::PathBuf::from(&place.storage()[1]));
    std::fs::create_dir(&to).unwrap();
    std::fs::copy(from.join("canvass.sqlite"), to.join("canvass.sqlite")).unwrap();
    drop((beside, driver));
    assert_eq!(n_votes(&mut copy.serve(&[]).wire()), 1);
}

#[test]
fn a_killed_server_leaves_a_free_lock_and_everything_it_answered() {
    let place = Place::sqlite();
    let (server, token) = serve_open(&place);
    assert_eq!(vote(&mut server.wire(), &token, 1), 204);
    server.kill();
    let again = place.serve(&[]);
    assert_eq!(n_votes(&mut again.wire()), 1);
}

/// A conversation whose table of statements says something else than its log.
fn damaged() -> Transcript {
    let declined = Statement {
        id: StatementId(1),
        text: Some("A statement".to_owned()),
        origin: Origin::Organiser,
        author: None,
        state: StatementState::Declined,
        reason: None,
        rule: None,
        decided_here: true,
        added_ms: 1,
    };
    let fact =
        Fact::StatementAdded { statement: StatementId(1), origin: Origin::Organiser, state: StatementState::Accepted };
    Transcript {
        provenance: Provenance::Here,
        note: None,
        instrument: Instrument { title: "Damaged".to_owned(), language: "en".to_owned(), ..Instrument::default() },
        arrivals: Vec::new(),
        statements: vec![declined],
        declared: Vec::new(),
        taken_back: Vec::new(),
        events: vec![Event { seq: Seq(1), at_ms: 1, fact }],
        comments: Vec::new(),
        reports: Vec::new(),
        showings: Vec::new(),
        earlier: Vec::new(),
    }
}

/// A mistyped folder is not silently a new database.
#[test]
fn the_doctor_needs_a_database_and_staff_are_told_of_a_new_one() {
    let place = Place::sqlite();
    for words in [&["doctor"][..], &["doctor", "--rebuild"]] {
        place.run(words).check_refused(5, &["there is no database in", &place.storage()[1]]);
    }
    assert!(!std::path::Path::new(&place.storage()[1]).exists(), "nothing was made");
    let add = ["user", "add", "ada@example.org", "--role", "owner"];
    let (first, second) = (place.run(&add), place.run(&add));
    assert!(first.out.starts_with("http://localhost:8400/desk/sign-in/"), "{}", first.out);
    assert!(first.err.contains("--public-url"), "a guess is said to be one: {}", first.err);
    assert!(first.err.contains("a new one was made"), "{}", first.err);
    assert!(!second.err.contains("a new one was made"), "{}", second.err);
    place.run(&["doctor"]).check_agrees();
}

#[test]
fn the_doctor_names_damage_and_repairs_it() {
    let place = Place::sqlite();
    block_on(async {
        let store = Store::open(place.database.clone()).await.unwrap();
        store.load(&Slug::parse("hurt").unwrap(), &damaged(), 1, &mut |_| {}).await.unwrap();
        store.close().await;
    });
    for words in [&["doctor"][..], &["doctor", "--check"]] {
        let found = place.run(words);
        found.check_refused(4, &["1 findings", "--rebuild"]);
        assert!(
            found.out.starts_with("hurt: statements: statement 1: the table says declined, the log says accepted; "),
            "{}",
            found.out
        );
    }
    place.run(&["doctor", "--rebuild"]).check_agrees();
    place.run(&["doctor", "--check"]).check_agrees();
}
