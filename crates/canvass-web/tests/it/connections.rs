//! Connections over real sockets: so many, so long, and ended in good order.

use canvass_testkit::{TestApp, TestDatabase, Topic, settings};
use canvass_web::{Limits, Settings};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Far longer than anything here takes; only a failing test waits for it.
const AT_LAST: Duration = Duration::from_secs(30);
const MOMENT: Duration = Duration::from_millis(50);
const HEALTH: &str = "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";

struct Served {
    app: TestApp,
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

async fn served(limits: Limits) -> Served {
    let app = TestApp::with(&TestDatabase::Sqlite, Settings { limits, ..settings() }).await;
    app.open(&Topic::new("bridge")).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let server = app.server().clone();
    let serving = tokio::spawn(canvass_web::serve(listener, server, async {
        let _ = stopped.await;
    }));
    Served { app, address, stop, serving }
}

impl Served {
    /// A connection on which something has been said already.
    async fn say(&self, words: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(words.as_bytes()).await.unwrap();
        stream
    }
}

/// Reads until a text has come; everything read so far.
async fn read_until(stream: &mut TcpStream, text: &str) -> String {
    let mut heard = String::new();
    let reading = async {
        while !heard.contains(text) {
            let mut bytes = [0; 4096];
            let n = stream.read(&mut bytes).await.unwrap();
            assert!(n > 0, "ended before `{text}`: {heard}");
            heard.push_str(std::str::from_utf8(&bytes[..n]).unwrap());
        }
    };
    tokio::time::timeout(AT_LAST, reading).await.expect("an answer");
    heard
}

/// Everything until the server ends the connection.
async fn read_all(stream: &mut TcpStream) -> String {
    let mut heard = Vec::new();
    // Ended with a reset where something sent was never read: ended all the same.
    let _ = tokio::time::timeout(AT_LAST, stream.read_to_end(&mut heard)).await.expect("an end");
    String::from_utf8(heard).unwrap()
}

fn post(path: &str, kind: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: {kind}\r\ncontent-length: 1000\r\n\r\ntoken=")
}

#[tokio::test]
async fn whoever_never_finishes_a_request_is_cut_off() {
    let server = served(Limits { head_within: MOMENT, ..Limits::default() }).await;
    let mut half_a_head = server.say("GET /healthz HTTP/1.1\r\nhost: loc").await;
    read_all(&mut half_a_head).await;
    let mut silent = server.say("").await;
    assert_eq!(read_all(&mut silent).await, "");
    let mut idle = server.say(HEALTH).await;
    assert!(read_all(&mut idle).await.starts_with("HTTP/1.1 200"), "answered, then ended for idling");
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_answered_408() {
    let server = served(Limits { body_within: MOMENT, ..Limits::default() }).await;
    let mut form = server.say(&post("/c/bridge/votes", "application/x-www-form-urlencoded")).await;
    let answer = read_all(&mut form).await;
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("took too long to arrive"), "{answer}");
    let mut call = server.say(&post("/api/v1/conversations/bridge/participants", "application/json")).await;
    let answer = read_all(&mut call).await;
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("/problems/too-slow"), "{answer}");
}

/// Asks for something and leaves it under way: the answer waits for the body.
async fn busy(server: &Served) -> TcpStream {
    let head = "POST /api/v1/conversations/bridge/participants HTTP/1.1\r\nhost: localhost\r\n\
                content-type: application/json\r\ncontent-length: 2\r\nexpect: 100-continue\r\n\r\n";
    let mut stream = server.say(head).await;
    read_until(&mut stream, "100 Continue\r\n\r\n").await;
    stream
}

#[tokio::test]
async fn idle_connections_give_way_when_all_places_are_taken() {
    let server = served(Limits { max_connections: 3, head_within: AT_LAST * 9, ..Limits::default() }).await;
    let mut answered = server.say(HEALTH).await;
    read_until(&mut answered, "ok\n").await;
    let mut silent = server.say("").await;
    let mut half_a_head = server.say("GET /healthz HTTP/1.1\r\nhost: loc").await;
    // Each finds a place, and is answered, though nobody has left.
    let mut answered_since = Vec::new();
    for waiting in [&mut answered, &mut silent, &mut half_a_head] {
        let mut next = server.say(HEALTH).await;
        read_until(&mut next, "ok\n").await;
        answered_since.push(next);
        assert_eq!(read_all(waiting).await, "", "who has idled longest has gone");
    }
}

#[tokio::test]
async fn a_request_under_way_never_gives_way() {
    let server = served(Limits { max_connections: 2, body_within: AT_LAST, ..Limits::default() }).await;
    let (mut one, mut two) = (busy(&server).await, busy(&server).await);
    let mut third = server.say(HEALTH).await;
    let mut bytes = [0; 16];
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    let waits = third.try_read(&mut bytes).expect_err("no answer while both are busy");
    assert_eq!(waits.kind(), std::io::ErrorKind::WouldBlock);
    one.write_all(b"{}").await.unwrap();
    read_until(&mut one, "token").await;
    read_until(&mut third, "ok\n").await;
    assert_eq!(read_all(&mut one).await, "", "once it was answered, it gave way");
    two.write_all(b"{}").await.unwrap();
    read_until(&mut two, "token").await;
}

#[tokio::test]
async fn a_stopping_server_ends_idle_connections_and_finishes_what_is_under_way() {
    let server = served(Limits::default()).await;
    let mut idle = server.say(HEALTH).await;
    read_until(&mut idle, "ok\n").await;
    let head = "POST /api/v1/conversations/bridge/participants HTTP/1.1\r\nhost: localhost\r\n\
                content-type: application/json\r\ncontent-length: 2\r\nexpect: 100-continue\r\n\r\n";
    let mut under_way = server.say(head).await;
    // The handler waits for the body now.
    read_until(&mut under_way, "100 Continue\r\n\r\n").await;
    server.stop.send(()).unwrap();
    assert_eq!(read_all(&mut idle).await, "");
    under_way.write_all(b"{}").await.unwrap();
    assert!(read_all(&mut under_way).await.starts_with("HTTP/1.1 201"));
    tokio::time::timeout(AT_LAST, server.serving).await.expect("the end of serving").unwrap();
    drop(server.app);
}

/// Sends for as long as it is taken, at most so much; how much it was, and what was answered.
async fn send_without_end(stream: &mut TcpStream, piece: &[u8], most: usize) -> (usize, String) {
    let (mut theirs, mut ours) = stream.split();
    let sending = async {
        let mut n_sent = 0;
        while n_sent < most && ours.write_all(piece).await.is_ok() {
            n_sent += piece.len();
        }
        n_sent
    };
    let mut heard = Vec::new();
    let reading = async {
        let _ = theirs.read_to_end(&mut heard).await;
    };
    let (n_sent, ()) = tokio::time::timeout(AT_LAST, async { tokio::join!(sending, reading) }).await.expect("an end");
    (n_sent, String::from_utf8(heard).unwrap())
}

#[tokio::test]
async fn a_huge_body_is_refused_before_it_is_read() {
    const HUGE: usize = 1 << 30;
    let server = served(Limits { body_within: AT_LAST, ..Limits::default() }).await;
    let form = ("/c/bridge/ballot", "application/x-www-form-urlencoded");
    let call = ("/api/v1/conversations/bridge/participants", "application/json");
    // Who sends it does not matter, nor whether anything is there to take it.
    let nowhere = ("/c/nowhere/ballot", "application/x-www-form-urlencoded");
    for (path, kind) in [form, call, nowhere] {
        let head = format!("POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: {kind}\r\n");
        let mut piece = format!("{:x}\r\n", 64 * 1024).into_bytes();
        piece.extend([b'x'; 64 * 1024]);
        piece.extend(b"\r\n");
        for (length, piece) in [
            (format!("content-length: {HUGE}"), vec![b'x'; 64 * 1024]),
            ("transfer-encoding: chunked".to_owned(), piece),
        ] {
            let mut stream = server.say(&format!("{head}{length}\r\n\r\n")).await;
            let (n_sent, answer) = send_without_end(&mut stream, &piece, HUGE).await;
            assert!(answer.starts_with("HTTP/1.1 413"), "{path} {length}: {answer}");
            // What the system's own buffers took is never read.
            assert!(n_sent < HUGE / 16, "{n_sent} bytes were taken");
        }
    }
    let mut stream =
        server.say(&format!("POST /desk/sign-in/x HTTP/1.1\r\nhost: x\r\ncontent-length: {HUGE}\r\n\r\n")).await;
    let (n_sent, answer) = send_without_end(&mut stream, &[b'x'; 64 * 1024], HUGE).await;
    assert!(answer.starts_with("HTTP/1.1 404") && n_sent < HUGE / 16, "{n_sent}: {answer}");
}

#[tokio::test]
async fn an_endless_head_is_answered_and_ended() {
    let server = served(Limits { head_within: AT_LAST, ..Limits::default() }).await;
    let long = "x".repeat(70_000);
    let many: String = (0..101).map(|n| format!("x-{n}: 1\r\n")).collect();
    for (what, start, status) in [
        ("an address", format!("GET /c/{long}"), "431"),
        ("a query", format!("GET /?q={long}"), "431"),
        ("a header", format!("GET / HTTP/1.1\r\nx: {long}"), "431"),
        ("a cookie", format!("GET /c/bridge HTTP/1.1\r\ncookie: canvass={long}"), "431"),
        ("headers", format!("GET / HTTP/1.1\r\n{many}\r\n"), "431"),
    ] {
        let mut stream = server.say(&start).await;
        let answer = read_all(&mut stream).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{what}: {answer}");
    }
    // At once and whole, to the byte: what is within is answered, what is not is not.
    let around = "GET / HTTP/1.1\r\nhost: localhost\r\nx: \r\n\r\n".len();
    for (n_bytes, status) in [(64 * 1024, "200"), (64 * 1024 + 1, "431"), (100_000, "431"), (130_000, "431")] {
        let head = format!("GET / HTTP/1.1\r\nhost: localhost\r\nx: {}\r\n\r\n", "x".repeat(n_bytes - around));
        let mut stream = server.say(&head).await;
        let answer = read_until(&mut stream, "\r\n\r\n").await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{n_bytes}: {answer}");
    }
    // Just within: nobody is refused who is not too long.
    let within = "x".repeat(60_000);
    for (path, status) in [(format!("/c/{within}"), "404"), (format!("/?q={within}"), "200")] {
        let mut stream = server.say(&format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n")).await;
        read_until(&mut stream, &format!("HTTP/1.1 {status}")).await;
    }
    let cookie = format!("GET /c/bridge HTTP/1.1\r\nhost: localhost\r\ncookie: canvass={within}; canvass=1\r\n\r\n");
    let greeted = read_until(&mut server.say(&cookie).await, "\r\n\r\n").await;
    assert!(greeted.starts_with("HTTP/1.1 200") && greeted.contains("set-cookie: canvass="), "{greeted}");
}

#[tokio::test]
async fn a_request_names_one_host() {
    let server = served(Limits::default()).await;
    for (head, status) in [
        ("GET /healthz HTTP/1.1\r\n", "400"),
        ("GET / HTTP/1.1\r\n", "400"),
        ("GET /healthz HTTP/1.1\r\nhost: localhost\r\nhost: localhost\r\n", "400"),
        ("GET /healthz HTTP/1.1\r\nHost: localhost\r\nhOST: evil.example\r\n", "400"),
        ("GET /healthz HTTP/1.1\r\nhost:\r\n", "400"),
        ("GET /healthz HTTP/1.1\r\nhost: a b\r\n", "400"),
        ("GET /healthz HTTP/1.1\r\nhost: a, b\r\n", "400"),
        ("GET /healthz HTTP/1.0\r\nhost: a\r\nhost: b\r\n", "400"),
        ("GET /healthz HTTP/1.1\r\nhost: localhost:1\r\n", "200"),
        ("GET /healthz HTTP/1.1\r\nhost: [::1]:1\r\n", "200"),
        ("GET /healthz HTTP/1.0\r\n", "200"),
    ] {
        let mut stream = server.say(&format!("{head}\r\n")).await;
        let answer = read_until(&mut stream, "\r\n\r\n").await;
        assert_eq!(answer.split(' ').nth(1), Some(status), "{head}");
    }
}

#[tokio::test]
async fn whoever_never_reads_loses_the_place() {
    let limits = Limits { max_connections: 1, read_within: MOMENT, ..Limits::default() };
    let server = served(limits).await;
    let mut greedy = server.say("").await;
    let page = "GET /c/bridge HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(64);
    // Asks until its requests are taken no more, since no answer is read.
    let asking = async { while greedy.write_all(page.as_bytes()).await.is_ok() {} };
    tokio::time::timeout(AT_LAST, asking).await.expect("an end of the connection");
    let mut next = server.say(HEALTH).await;
    read_until(&mut next, "ok\n").await;
}

#[tokio::test]
async fn a_client_that_is_gone_half_way_leaves_nothing_behind() {
    let server = served(Limits { max_connections: 1, ..Limits::default() }).await;
    for words in ["", "GET /c/bri", &post("/c/bridge/votes", "application/x-www-form-urlencoded")] {
        // Its side is closed; ours would be open for as long as the bounds on time allow.
        let mut half = server.say(words).await;
        half.shutdown().await.unwrap();
        read_all(&mut half).await;
    }
    let mut next = server.say(HEALTH).await;
    read_until(&mut next, "ok\n").await;
}

#[tokio::test]
async fn one_address_has_so_many_streams_and_leaves_the_rest_to_others() {
    let limits = Limits { max_streams_per_address: 2, ..Limits::default() };
    let trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    let app = TestApp::with(&TestDatabase::Sqlite, Settings { limits, trusted_proxies, ..settings() }).await;
    app.open(&Topic::new("bridge")).await;
    let stream = "/api/v1/conversations/bridge/stream";
    let direct = |address: &str| app.browser().from_peer(address);
    let forwarded = |address: &str| direct("10.0.0.1").with_header("x-forwarded-for", address);
    for (one, other) in [(direct("8.8.8.8"), direct("9.9.9.9")), (forwarded("7.7.7.7"), forwarded("6.6.6.6"))] {
        let (mut one, mut other) = (one, other);
        let first = one.listen(stream).await;
        let second = one.listen(stream).await;
        assert_eq!([first.head.status.as_u16(), second.head.status.as_u16()], [200, 200]);
        assert_eq!(one.listen(stream).await.head.status.as_u16(), 429);
        let refused = one.get(stream).await.must_be(429);
        assert_eq!(refused.json()["type"], "/problems/too-many-streams");
        assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
        assert_eq!(other.listen(stream).await.head.status.as_u16(), 200);
        drop(first);
        assert_eq!(one.listen(stream).await.head.status.as_u16(), 200, "a place is free again");
    }
}
