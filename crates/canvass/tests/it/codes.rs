//! Exit codes, and what is said with them: 2 usage, 3 bad input, 4 storage, 5 refused.

use crate::process::{Place, open_conversation, run};
use std::fs;

#[test]
fn usage_is_2() {
    let place = Place::sqlite();
    run::<&str>(&[]).check_refused(2, &["Usage"]);
    run(&["nonsense"]).check_refused(2, &["nonsense"]);
    run(&["serve"]).check_refused(2, &["--data", "--database"]);
    place.run(&["serve", "--database", "postgres://localhost/x"]).check_refused(2, &["cannot be used with"]);
    run(&["doctor", "--database", "mysql://localhost/x"]).check_refused(2, &["postgres://", "--data"]);
    place.run(&["serve", "--public-url", "not an address"]).check_refused(2, &["`not an address`"]);
    place.run(&["serve", "--listen", "nowhere"]).check_refused(2, &["nowhere"]);
    place.run(&["serve", "--listen", "8400"]).check_refused(2, &["'8400'", "such as 127.0.0.1:8400"]);
    place.run(&["serve", "--writes-per-reader", "0"]).check_refused(2, &["'0'", "from 1 to"]);
    place.run(&["doctor", "--check", "--rebuild"]).check_refused(2, &["cannot be used with"]);
    place.run(&["user", "add", "ada@example.org", "--role", "king"]).check_refused(2, &["`king`", "owner, editor"]);
    place.run(&["user", "add", "ada", "--role", "owner"]).check_refused(2, &["`ada`"]);
    let out = place.folder().join("out").display().to_string();
    run(&["simulate", "--out", &out, "--format", "polis", "--preset", "nope"]).check_refused(2, &["`nope`"]);
    run(&["simulate", "--out", &out, "--format", "polis", "--participants", "0"]).check_refused(2, &["participants"]);
    assert!(!place.folder().join("out").exists(), "nothing is written before everything is checked");
}

#[test]
fn help_and_version_are_0() {
    for words in [&["--help"][..], &["--version"], &["serve", "--help"], &["import", "polis", "--help"]] {
        assert_eq!(run(words).code, 0, "{words:?}");
    }
    assert!(run(&["--help"]).out().contains("2 usage, 3 bad input, 4 storage, 5 refused"));
}

#[test]
fn bad_input_is_3_with_file_and_line() {
    let place = Place::sqlite();
    let good = open_conversation("one", 2);
    let cases = [
        ("gate = ", "gates = ", "line 4", "`gates`"),
        ("slug = \"one\"", "slug = \"Not A Slug\"", "line 1", "`Not A Slug`"),
        ("title = ", "title ", "line 2", "TOML"),
        ("2025-01-07T09:00:00Z", "\"tomorrow\"", "line 5", "`opens_at`"),
    ];
    for (from, to, line, said) in cases {
        place.create(&good.replacen(from, to, 1)).check_refused(3, &["conversation.toml", line, said]);
    }
    let latin = place.folder().join("latin.toml");
    fs::write(&latin, b"title = \"Caf\xe9\"").unwrap();
    place
        .run(&["conversation", "create", &latin.display().to_string()])
        .check_refused(3, &["latin.toml", "is not UTF-8"]);
    place.run(&["conversation", "create", "/nowhere/at-all.toml"]).check_refused(3, &["/nowhere/at-all.toml"]);
    let huge = place.file("huge.toml", &" ".repeat(2_000_000));
    place.run(&["conversation", "create", &huge]).check_refused(3, &["huge.toml", "1048576"]);
    place.run(&["import", "polis", "/nowhere/at-all"]).check_refused(3, &["/nowhere/at-all"]);
    place.run(&["import", "polis", "/nowhere", "--slug", "No"]).check_refused(3, &["`No`"]);
}

#[test]
fn storage_is_4() {
    let place = Place::sqlite();
    let file = place.file("a-file", "");
    run(&["doctor", "--data", &file]).check_refused(2, &["a-file", "is a file"]);
    let add = ["user", "add", "ada@example.org", "--role", "owner", "--data"];
    let inside = format!("{file}/inside");
    run(&add.iter().copied().chain([inside.as_str()]).collect::<Vec<_>>()).check_refused(4, &["a-file"]);
    let simulate = ["simulate", "--format", "polis", "--preset", "planted-2", "--out"];
    run(&simulate.iter().copied().chain([inside.as_str()]).collect::<Vec<_>>()).check_refused(4, &[&inside]);
    let broken = place.folder().join("broken");
    fs::create_dir(&broken).unwrap();
    fs::write(broken.join("canvass.sqlite"), "this is no database, and long enough to be seen as none".repeat(50))
        .unwrap();
    run(&["doctor", "--data", &broken.display().to_string()]).check_refused(4, &["canvass.sqlite"]);
    // Nobody listens on a port that was just given back.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let gone = run(&["doctor", "--database", &format!("postgres://ada:secret@127.0.0.1:{port}/polls")]);
    gone.check_refused(4, &[&format!("`postgres://127.0.0.1:{port}/polls`"), "refused"]);
    assert!(!gone.err.contains("secret"), "{}", gone.err);
    assert_eq!(gone.err.matches("refused").count(), 1, "the cause is said once: {}", gone.err);
    assert!(!gone.err.contains('\x1b'), "no colours where nobody looks: {:?}", gone.err);
}

#[test]
fn the_wording_check_speaks_after_the_slug_and_changes_no_code() {
    let place = Place::sqlite();
    let poll = "[poll]\nquestion = \"Do you support the plan?\"\n[[poll.option]]\ntext = \"I support it\"\n\
                [[poll.option]]\ntext = \"It puts people at risk\"\n";
    let toml = format!("{}{poll}", open_conversation("one", 1));
    let made = place.create(&toml);
    assert!(made.err.contains("wording, option 2: `It puts people at risk`\n  This option says"), "{}", made.err);
    assert!(made.err.contains("wording, question: `Do you support the plan`"), "{}", made.err);
    assert_eq!(made.out(), "one\n", "code 0, and the slug alone on stdout");
    let file = place.file("conversation.toml", &toml.replace("language = \"en\"", "language = \"cy\""));
    let changed = place.run(&["conversation", "update", &file]);
    assert_eq!(changed.err.matches("English only").count(), 1, "{}", changed.err);
    assert!(!changed.err.contains("wording, "), "{}", changed.err);
    assert_eq!(changed.out(), "one version 1\n");
}

#[test]
fn a_taken_slug_is_5() {
    let place = Place::sqlite();
    assert_eq!(place.create(&open_conversation("one", 2)).out(), "one\n", "the slug, and nothing else");
    place.create(&open_conversation("one", 3)).check_refused(5, &["`one`", "another slug"]);
    assert_eq!(place.create(&open_conversation("two", 2)).out(), "two\n");
    let server = place.serve(&[]);
    let listed: Vec<_> = server.ready["conversations"].as_array().unwrap().iter().map(|c| c["slug"].clone()).collect();
    assert_eq!(listed, ["one", "two"]);
}

#[test]
fn what_is_missing_is_said_when_a_conversation_is_made() {
    let place = Place::sqlite();
    let organiser =
        "[organiser]\nname = \"The Gazette\"\ncontact = \"a@example.org\"\nprivacy_url = \"https://example.org/p\"\n";
    let check = |head: &str, said: &[&str]| {
        let err = place.create(&format!("{head}\n{organiser}")).err;
        assert_eq!(err.lines().count(), said.len(), "{err}");
        for (line, words) in err.lines().zip(said) {
            assert!(line.contains(words), "`{words}` is not in: {line}");
        }
    };
    check(
        "title = \"One\"",
        &["add a [poll] or a [[statement]]", "open it at the desk", "visible to all from the start"],
    );
    check(
        "title = \"Two\"\ngate = \"sealed\"\nopens_at = 2199-01-07T09:00:00Z",
        &["asks nothing", "on 7 January 2199"],
    );
    let over = "`closes_at` has passed: it would close for good as soon as it opened";
    check(
        "title = \"Four\"\ngate = \"sealed\"\nopens_at = 2020-01-07T09:00:00Z\ncloses_at = 2020-02-07T09:00:00Z",
        &[over, "asks nothing"],
    );
    let ready = place.create(&open_conversation("three", 1));
    assert_eq!(ready.err, "It opens by itself as soon as a server runs.\n");
}

#[test]
fn a_conversation_that_nobody_stands_behind_stays_a_draft() {
    let place = Place::sqlite();
    let bare = open_conversation("bare", 1);
    let (head, rest) = bare.split_once("[organiser]").unwrap();
    let (_, statements) = rest.split_once("/privacy\"\n").unwrap();
    let made = place.create(&format!("{head}{statements}"));
    assert!(made.err.starts_with("It is a draft and cannot open yet: `organiser` is missing"), "{}", made.err);
    assert_eq!(made.out(), "bare\n");
    let server = place.serve(&[]);
    assert_eq!(server.ready["conversations"][0]["state"], "draft");
    assert_eq!(server.wire().get("/c/bare").unwrap().status, 404, "strangers do not know of it");
}
