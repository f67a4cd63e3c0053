//! Letters over a real socket, to a catcher that speaks just enough SMTP: what is on the wire, what survives a restart
//! and a far side that is slow to take anything, and that no password is written down.

use crate::http::With;
use crate::process::{Place, Server, block_on, open_conversation};
use canvass_app::Store;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const SLUG: &str = "night-bus";
const PATIENCE: Duration = Duration::from_secs(20);
const FROM: &str = "desk@gazette.example";

/// How a far side answers a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    Takes,
    /// "451", always.
    NotNow,
}

/// Takes letters on a port of its own and keeps them as they came.
struct Catcher {
    address: SocketAddr,
    caught: Arc<Mutex<Vec<String>>>,
}

impl Catcher {
    fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let caught = Arc::new(Mutex::new(Vec::new()));
        let keep = Arc::clone(&caught);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that goes away in the middle is no letter.
                let _ = converse(&stream, mood, &keep);
            }
        });
        Self { address, caught }
    }

    fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    fn wait_for(&self, n: usize) -> Vec<String> {
        let started = Instant::now();
        loop {
            let caught = self.caught.lock().unwrap().clone();
            if caught.len() >= n {
                return caught;
            }
            assert!(started.elapsed() < PATIENCE, "{n} letters were expected: {caught:#?}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

fn converse(stream: &TcpStream, mood: Mood, keep: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut out = stream;
    let mut lines = BufReader::new(stream).lines();
    write!(out, "220 catcher\r\n")?;
    while let Some(line) = lines.next() {
        let line = line?;
        let word = line.split(' ').next().unwrap_or_default().to_uppercase();
        match (word.as_str(), mood) {
            ("EHLO", _) => write!(out, "250-catcher\r\n250 8BITMIME\r\n")?,
            ("RCPT", Mood::NotNow) => write!(out, "451 not now\r\n")?,
            ("DATA", _) => {
                write!(out, "354 go on\r\n")?;
                let letter: Vec<String> = lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
                keep.lock().unwrap().push(letter.join("\n"));
                write!(out, "250 taken\r\n")?;
            }
            ("QUIT", _) => return write!(out, "221 bye\r\n"),
            _ => write!(out, "250 ok\r\n")?,
        }
    }
    Ok(())
}

fn serve(place: &Place, smtp: &str) -> Server {
    place.serve(&["--smtp", smtp, "--mail-from", FROM])
}

fn ask_notice(server: &Server, email: &str) {
    let form = format!("email={email}");
    let path = format!("/c/{SLUG}/notice");
    let reply = server.wire().ask("POST", &path, With { form: Some(&form), ..With::default() }).unwrap();
    assert_eq!(reply.status, 200, "{}", reply.text());
}

/// A header's value, its folded lines joined.
fn header(letter: &str, name: &str) -> Option<String> {
    let (head, _) = letter.split_once("\n\n").unwrap();
    let unfolded = head.replace("\n ", " ").replace("\n\t", " ");
    unfolded.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned))
}

fn check_letters(place: &Place) {
    assert_eq!(place.create(&open_conversation(SLUG, 3)).code, 0);
    let catcher = Catcher::start(Mood::Takes);
    let server = serve(place, &catcher.url());
    ask_notice(&server, "ada%40example.org");
    let letter = catcher.wait_for(1).remove(0);
    let value = |name: &str| header(&letter, name).unwrap_or_else(|| panic!("no {name} in {letter}"));
    assert_eq!((value("To").as_str(), value("From").as_str()), ("ada@example.org", FROM));
    assert!(value("Subject").contains("=?utf-8?"), "quotation marks are no ASCII: {}", value("Subject"));
    assert!(value("Message-ID").ends_with("@gazette.example>") && header(&letter, "Date").is_some());
    assert_eq!(value("Auto-Submitted"), "auto-generated");
    assert_eq!(value("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    let one_click = value("List-Unsubscribe");
    let one_click = one_click.trim_start_matches('<').trim_end_matches('>');
    let path = one_click.strip_prefix(server.base_url()).unwrap();
    assert!(path.starts_with("/notice/") && path.ends_with("/unsubscribe"), "{path}");
    assert!(letter.lines().all(|line| line.len() <= 998), "RFC 5322 bounds lines");

    let form = Some("List-Unsubscribe=One-Click");
    let ended = server.wire().ask("POST", path, With { form, ..With::default() }).unwrap();
    assert_eq!(ended.status, 200, "no redirect, no cookie");
}

#[test]
fn a_letter_is_as_mail_programs_want_it() {
    check_letters(&Place::sqlite());
}

#[test]
fn a_letter_is_as_mail_programs_want_it_on_postgres() {
    if let Some(place) = Place::postgres() {
        check_letters(&place);
    }
}

/// Refused for now, then the server is killed: the next one sends it, to another catcher.
#[test]
fn a_letter_outlives_the_server_and_a_far_side_that_takes_nothing() {
    let place = Place::sqlite();
    assert_eq!(place.create(&open_conversation(SLUG, 3)).code, 0);
    let unwilling = Catcher::start(Mood::NotNow);
    let server = serve(&place, &format!("smtp://someone:topsecret@{}", unwilling.address));
    ask_notice(&server, "ada%40example.org");
    let started = Instant::now();
    while !server.log().contains("it is tried again") {
        assert!(started.elapsed() < PATIENCE, "{}", server.log());
        std::thread::sleep(Duration::from_millis(50));
    }
    let log = server.log();
    assert!(!log.contains("topsecret") && !log.contains("ada@"), "{log}");
    server.kill();
    // It waits half a minute for its next try; a new server keeps that too, so its time is moved.
    due_now(&place);
    let catcher = Catcher::start(Mood::Takes);
    let _server = serve(&place, &catcher.url());
    assert_eq!(header(&catcher.wait_for(1)[0], "To").as_deref(), Some("ada@example.org"));
}

fn due_now(place: &Place) {
    block_on(async {
        let store = Store::open(place.database.clone()).await.unwrap();
        let waiting = store.letters_due(i64::MAX, 10).await.unwrap();
        assert_eq!(waiting.iter().map(|one| one.tries).collect::<Vec<_>>(), [1]);
        store.delay_letter(waiting[0].number, 0).await.unwrap();
        store.close().await;
    });
}

#[test]
fn an_address_for_mail_that_cannot_be_used_is_told_without_its_password() {
    let place = Place::sqlite();
    for (smtp, from) in [("gopher://someone:topsecret@host", FROM), ("smtp://someone:topsecret@host", "nobody")] {
        let ran = place.run(&["serve", "--listen", "127.0.0.1:0", "--smtp", smtp, "--mail-from", from]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(!ran.err.contains("topsecret"), "{}", ran.err);
    }
    place.run(&["serve", "--listen", "127.0.0.1:0", "--smtp", "smtp://localhost"]).check_refused(2, &["--mail-from"]);
}
