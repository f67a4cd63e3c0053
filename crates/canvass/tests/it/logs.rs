//! What is logged: one line for each request, by its route; and at no level anything of who asked or what they said.

use crate::http::{Wire, With};
use crate::process::{Place, Server, open_conversation};
use serde_json::Value;

const SLUG: &str = "logged";
const ADDRESS: &str = "203.0.113.77";
const WORDS: &str = "Words-that-only-one-reader-said";

/// Everything that was sent or handed out and must not be written down.
struct Planted(Vec<(&'static str, String)>);

fn between(text: &str, from: &str, to: &str) -> String {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("no `{from}` in {text}"));
    rest.split_once(to).unwrap().0.to_owned()
}

/// One of everything that carries a secret, from an address that a proxy names.
fn visit(place: &Place, server: &Server) -> Planted {
    let wire = &mut server.wire();
    let forwarded = Some(ADDRESS);
    let ask = |wire: &mut Wire, method: &str, path: &str, with: With<'_>, status: u16| {
        let reply = wire.ask(method, path, With { forwarded, ..with }).unwrap();
        assert_eq!(reply.status, status, "{method} {path}: {}", reply.text());
        reply
    };
    let api = format!("/api/v1/conversations/{SLUG}");
    let joined = ask(wire, "POST", &format!("{api}/participants"), With { json: Some("{}"), ..With::default() }, 201);
    let bearer = joined.json()["token"].as_str().unwrap().to_owned();
    // A fresh token rests for a second.
    std::thread::sleep(std::time::Duration::from_millis(1_050));
    let by_token = With { token: Some(&bearer), idempotency_key: Some("key-of-one-reader"), ..With::default() };
    let vote = With { json: Some("{\"vote\": \"disagree\"}"), ..by_token };
    ask(wire, "PUT", &format!("{api}/statements/1/vote"), vote, 204);
    let json = format!("{{\"text\": \"{WORDS}.\"}}");
    ask(
        wire,
        "POST",
        &format!("{api}/statements"),
        With { json: Some(&json), token: Some(&bearer), ..With::default() },
        201,
    );

    let cookie = Some(bearer.as_str());
    let by_cookie = With { cookie, ..With::default() };
    let mine = ask(wire, "GET", &format!("/c/{SLUG}/mine"), by_cookie, 200).text();
    let code = between(&mine, &format!("/c/{SLUG}/return/"), "\"");
    let code: String = code.chars().take_while(char::is_ascii_hexdigit).collect();
    let erase = ask(wire, "GET", &format!("/c/{SLUG}/mine/erase"), by_cookie, 200).text();
    let token = between(&erase, "name=\"token\" value=\"", "\"");
    let form = format!("token={token}&statement=2&vote=disagree");
    ask(wire, "POST", &format!("/c/{SLUG}/votes"), With { form: Some(&form), ..by_cookie }, 303);
    ask(wire, "GET", &format!("/c/{SLUG}/return/{code}"), With::default(), 200);
    ask(wire, "GET", "/c/a-slug-that-is-nowhere?query-of-one-reader=1", With::default(), 404);
    ask(wire, "GET", "/a-path-that-is-nowhere", With::default(), 404);

    let base = server.base_url();
    let link = place.run(&["user", "add", "ada@example.org", "--role", "editor", "--public-url", base]).out();
    let sign_in = link.trim().strip_prefix(base).unwrap().to_owned();
    ask(wire, "GET", &sign_in, With::default(), 200);
    let signed_in = ask(wire, "POST", &sign_in, With { form: Some(""), ..With::default() }, 303);
    let session = between(&signed_in.head, "canvass-desk=", ";");
    let sign_in = sign_in.rsplit('/').next().unwrap().to_owned();
    Planted(vec![
        ("the address", ADDRESS.to_owned()),
        ("the reader's secret", bearer),
        ("the private code", code),
        ("the form's token", token),
        ("the idempotency key", "key-of-one-reader".to_owned()),
        ("the vote", "disagree".to_owned()),
        ("the words", WORDS.to_owned()),
        ("a path", "that-is-nowhere".to_owned()),
        ("a query", "query-of-one-reader".to_owned()),
        ("the sign-in link", sign_in),
        ("the session", session),
        ("the member of staff", "ada@example.org".to_owned()),
        ("the peer", "127.0.0.1".to_owned()),
    ])
}

fn run(place: &Place, format: &str) -> (String, Planted) {
    place.create(&open_conversation(SLUG, 3)).out();
    let server = place.serve(&["--log-format", format, "--trusted-proxy", "127.0.0.1/32"]);
    let planted = visit(place, &server);
    (server.stop_and_log(), planted)
}

fn check_names_nobody(log: &str, planted: &Planted) {
    assert!(log.len() > 10_000, "everything there is to log was logged: {} bytes", log.len());
    for (what, secret) in &planted.0 {
        assert!(secret.len() > 7, "{what} was planted");
        let line = log.lines().find(|line| line.to_lowercase().contains(&secret.to_lowercase()));
        assert!(line.is_none(), "{what} is logged: {}", line.unwrap_or_default());
    }
}

#[test]
fn json_has_a_line_for_each_request_and_names_nobody() {
    check_json(&Place::sqlite());
}

#[test]
fn json_names_nobody_on_postgres_either() {
    if let Some(place) = Place::postgres() {
        check_json(&place);
    }
}

fn check_json(place: &Place) {
    let (log, planted) = run(place, "json");
    check_names_nobody(&log, &planted);
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let requests: Vec<&Value> = lines.iter().filter(|line| line["message"] == "request").collect();
    let seen = |method: &str, route: &str, status: u64| {
        let is_it = |line: &&&Value| line["method"] == method && line["route"] == route && line["status"] == status;
        assert!(requests.iter().any(|line| is_it(&line)), "{method} {route} {status} in {requests:#?}");
    };
    seen("PUT", "/api/v1/conversations/{slug}/statements/{id}/vote", 204);
    seen("POST", "/c/{slug}/votes", 303);
    seen("GET", "/c/{slug}/return/{code}", 200);
    seen("POST", "/desk/sign-in/{token}", 303);
    seen("GET", "/c/{slug}", 404);
    seen("GET", "-", 404);
    assert!(requests.iter().all(|line| line["level"] == "INFO" && line["ms"].is_f64()), "{requests:#?}");
    assert_eq!(requests.len(), 11);
}

#[test]
fn words_name_nobody_either() {
    let (log, planted) = run(&Place::sqlite(), "text");
    check_names_nobody(&log, &planted);
    assert!(log.contains("route=\"/c/{slug}/votes\" status=303 ms="), "{log}");
}
