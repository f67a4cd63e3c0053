//! The audit log: every act of staff is in it, it is read by pages, and downloaded as CSV.

use axum::http::Method;
use canvass_app::{AuditRange, AuditRow};
use canvass_domain::Role;
use canvass_testkit::{Browser, TestApp, Topic, databases, now_ms};
use canvass_web::routes::table;

/// One act of the desk: what is sent where, what comes before it, and its line.
struct Act {
    path: &'static str,
    sends: &'static [(&'static str, &'static str)],
    /// Acts that make this one possible.
    after: &'static [&'static str],
    word: &'static str,
    object: Option<&'static str>,
}

const fn act(
    path: &'static str,
    sends: &'static [(&'static str, &'static str)],
    word: &'static str,
    object: Option<&'static str>,
) -> Act {
    Act { path, sends, after: &[], word, object }
}

const HELD: Option<&str> = Some("statement:7");
const PERSON: Option<&str> = Some("bo@example.org");

/// Stands for reader 1 alone in the form that excludes: SHA-256 of "1".
const ONE: &str = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b";

/// Every form of the desk. A new one fails the walk until it has a row here, and the row fails until it is noted.
const ACTS: &[Act] = &[
    act("/desk/sign-in/{token}", &[], "sign_in", None),
    act("/desk/sign-out", &[], "sign_out", None),
    act(
        "/desk/people",
        &[("email", "Cy@example.org"), ("role", "editor")],
        "make_sign_in_link",
        Some("cy@example.org"),
    ),
    act("/desk/people/{id}/link", &[], "make_sign_in_link", PERSON),
    act("/desk/people/{id}/role", &[("role", "analyst")], "change_role", PERSON),
    act("/desk/people/{id}/remove", &[], "remove_person", PERSON),
    act("/desk/sign-in", &[("email", "owner@example.org")], "make_sign_in_link", Some("owner@example.org")),
    act("/desk/mail", &[("wants", "no")], "set_mail", None),
    act("/desk/c/{slug}/open", &[], "open", None),
    Act { after: &["/desk/c/{slug}/open"], ..act("/desk/c/{slug}/close", &[], "close", None) },
    act("/desk/c/{slug}/texts/{target}/accept", &[("from", "held")], "decide", HELD),
    act("/desk/c/{slug}/texts/{target}/decline", &[("from", "held"), ("rule", "unclear")], "decide", HELD),
    act("/desk/c/{slug}/texts/{target}/leave", &[], "close_reports", HELD),
    act("/desk/c/{slug}/texts/{target}/reword", &[("text", "Mended.")], "reword", HELD),
    act("/desk/c/{slug}/statements/{id}/mark", &[("subject", "readers")], "mark_meta", Some("statement:1")),
    act("/desk/c/{slug}/readers/{id}/exclude", &[("rule", "abusive")], "ban", Some("participant:1")),
    Act {
        after: &["/desk/c/{slug}/close"],
        ..act("/desk/c/{slug}/take/draft", &[], "draft_edition", Some("edition:1"))
    },
    Act {
        after: &["/desk/c/{slug}/close", "/desk/c/{slug}/take/draft"],
        ..act("/desk/c/{slug}/take/discard", &[], "discard_edition", Some("edition:1"))
    },
    act("/desk/c/{slug}/after/settle", &[("passage", "bridge"), ("text", "The old one.")], "clarify", None),
    act("/desk/c/{slug}/after/ask", &[("addressee", "The council"), ("due", "2030-01-31")], "ask_response", None),
    Act {
        after: &["/desk/c/{slug}/after/ask"],
        ..act(
            "/desk/c/{slug}/after/respond",
            &[("number", "1"), ("text", "We read it.")],
            "keep_response",
            Some("response:1"),
        )
    },
    act("/desk/c/{slug}/make-public", &[], "make_public", None),
    act("/desk/c/{slug}/office", &[("hours", "8")], "office_hours", None),
    act("/desk/c/{slug}/leave-marked", &[], "leave_marked", None),
    act(
        "/desk/c/{slug}/exclude",
        &[("reader", "1"), ("seen", ONE), ("reason", "A test.")],
        "ban",
        Some("participant:1"),
    ),
    Act {
        after: &["/desk/c/{slug}/exclude"],
        ..act("/desk/c/{slug}/exclusions/{number}/lift", &[], "lift_exclusion", Some("exclusion:1"))
    },
    act("/desk/c/{slug}/delete", &[], "delete", None),
    Act {
        after: &["/desk/c/{slug}/readers/{id}/exclude"],
        ..act("/desk/c/{slug}/readers/{id}/let-in", &[], "reinstate", Some("participant:1"))
    },
];

/// The form of a whole conversation needs more than a row here: `desk_edit.rs` finds the lines of making and saving one.
/// Its previews, and filling it from a file, change nothing. `takes.rs` finds the lines of writing and publishing a take
/// and of bringing comments in, `unread.rs` those of changed comments, `bulk.rs` those of texts declined together, `takes_withdrawn.rs` that of withdrawing one.
const ELSEWHERE: [&str; 13] = [
    "/desk/queue/decline",
    "/desk/c/{slug}/decline",
    "/desk/new",
    "/desk/new/preview",
    "/desk/new/file",
    "/desk/c/{slug}/edit",
    "/desk/c/{slug}/preview",
    "/desk/c/{slug}/take",
    "/desk/c/{slug}/take/publish",
    "/desk/c/{slug}/elsewhere",
    "/desk/c/{slug}/comments/{id}/accept-change",
    "/desk/c/{slug}/comments/{id}/decline-change",
    "/desk/c/{slug}/take/{number}/withdraw",
];

fn known(path: &str) -> &'static Act {
    let found = ACTS.iter().find(|act| act.path == path);
    found.unwrap_or_else(|| panic!("POST {path} is not known to change anything: give it a row, and a line in the log"))
}

async fn log(app: &TestApp) -> Vec<AuditRow> {
    app.app().store().audit(AuditRange::default(), 500).await.unwrap()
}

/// What an act needs to be done to: a conversation of its own, and somebody on the staff.
async fn scene(app: &TestApp, slug: &str, path: &str) -> String {
    let topic = Topic::new(slug);
    if path.starts_with("/desk/c/") && (path.ends_with("/open") || path.ends_with("/close")) {
        app.draft(&topic).await;
    } else if path.ends_with("/make-public") || path.ends_with("/delete") {
        crate::imports::bring_in(app, slug, &crate::imports::strict(), canvass_domain::Visibility::Private).await;
    } else {
        app.open(&topic).await;
        app.browser().submit(slug, "statements", &[("text", "Paint the bridge.")]).await.must_be(303);
    }
    let email = canvass_domain::EmailAddress::parse("bo@example.org").unwrap();
    let doing = canvass_app::desk::people::Doing { by: canvass_app::StaffId::COMMAND_LINE, at_ms: now_ms() };
    let store = app.app().store();
    let added = canvass_app::desk::people::add(store, &email, Role::Moderator, [slug.len() as u8; 32], doing).await;
    let id = added.map(|invited| invited.member.id).unwrap_or_default();
    if path.starts_with("/desk/people/") { id.to_string() } else { "1".to_owned() }
}

async fn perform(app: &TestApp, owner: &mut Browser, act: &Act, path: &str) {
    let reply = if path.contains("/texts/") {
        app.decide(owner, path, act.sends).await
    } else {
        let token = owner.get("/desk").await.token().unwrap_or_default();
        let mut fields = vec![("token", token.as_str())];
        fields.extend_from_slice(act.sends);
        owner.post_form(path, &fields).await
    };
    assert!(matches!(reply.status.as_u16(), 200 | 303), "{path}: {} {}", reply.status, reply.text());
}

#[tokio::test]
async fn every_form_of_the_desk_leaves_its_line() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        let posts = table().into_iter().filter(|route| route.method != Method::GET && route.path.starts_with("/desk"));
        let paths: Vec<&str> = posts.map(|route| route.path).filter(|path| !ELSEWHERE.contains(path)).collect();
        for (n, path) in paths.iter().enumerate() {
            let act = known(path);
            let slug = format!("bridge-{}", "x".repeat(n + 1));
            let id = scene(&app, &slug, path).await;
            let mut owner = app.sign_in(Role::Owner).await;
            let link = app.invite(Role::Owner).await;
            let fill = |path: &str| {
                let values = [
                    ("{slug}", slug.as_str()),
                    ("{target}", "statement:7"),
                    ("{id}", &id),
                    ("{number}", "1"),
                    ("{token}", &link),
                ];
                values.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value))
            };
            for before in act.after {
                perform(&app, &mut owner, known(before), &fill(before)).await;
            }
            let before = log(&app).await.first().map_or(0, |row| row.number);
            perform(&app, &mut owner, act, &fill(path)).await;
            let rows = log(&app).await;
            let row = rows.first().filter(|row| row.number > before).unwrap_or_else(|| panic!("{path} left no line"));
            // What is gone has no name any more.
            let of = (path.contains("{slug}") && !path.ends_with("/delete")).then_some(slug.as_str());
            assert_eq!(row.act, act.word, "{path}");
            assert_eq!(row.staff.as_deref(), Some("owner@example.org"), "{path}");
            assert_eq!(row.conversation.as_deref(), of, "{path}");
            assert_eq!(row.object.as_deref(), act.object, "{path}");
            let page = owner.get("/desk/audit").await;
            // Whoever signed out reads nothing.
            if page.status.as_u16() == 303 {
                continue;
            }
            let newest = page.words("tbody tr").remove(0);
            let is_ours = |word: &str| word.contains('_') || ["decide", "ban", "reinstate", "revise"].contains(&word);
            assert!(!newest.split_whitespace().any(is_ours), "{path} is told in the program's words: {newest}");
            assert!(!newest.contains("version does not know"), "{path} has no words: {newest}");
            // A colon stands in a time of day, and nowhere behind a word.
            let is_key = |pair: &[u8]| matches!(pair, [before, b':'] if before.is_ascii_alphabetic());
            assert!(!newest.as_bytes().windows(2).any(is_key), "an object in the program's words: {newest}");
        }
        let gone: Vec<&str> = ACTS.iter().map(|act| act.path).filter(|path| !paths.contains(path)).collect();
        assert!(gone.is_empty(), "gone, drop their rows: {gone:?}");
    }
}

#[tokio::test]
async fn what_was_refused_leaves_no_line() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new("bridge")).await;
        let mut owner = app.sign_in(Role::Owner).await;
        let token = owner.get("/desk").await.token().unwrap();
        let before = log(&app).await.len();
        let me = log(&app).await.iter().find(|row| row.act == "add_person").unwrap().object.clone().unwrap();
        assert_eq!(me, "owner@example.org");
        for (path, field) in [
            ("/desk/c/bridge/open", ("from", "held")),
            ("/desk/c/bridge/texts/statement:1/accept", ("from", "held")),
            ("/desk/c/bridge/readers/1/let-in", ("from", "held")),
            ("/desk/people/1/remove", ("from", "held")),
            ("/desk/people/1/role", ("role", "analyst")),
        ] {
            let reply = owner.post_form(path, &[("token", &token), field]).await;
            assert_eq!(reply.status.as_u16(), 409, "{path}");
        }
        assert_eq!(log(&app).await.len(), before);
    }
}

#[tokio::test]
async fn the_log_is_read_by_pages_and_downloaded_whole() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        for slug in ["bridge", "tunnel"] {
            app.open(&Topic::new(slug)).await;
        }
        let mut owner = app.sign_in(Role::Owner).await;
        let store = app.app().store();
        let tunnel = app.entry("tunnel").id();
        // More than two pieces of CSV, one in ten about one of the conversations.
        for n in 0..1_100_i64 {
            if n % 10 == 0 {
                store.note_act_on(tunnel, 1, "revise", n).await.unwrap();
            } else {
                store
                    .note_act(1, "change_role", Some("=cmd|' /c calc'!a0@example.org"), Some("a, \"b\""), n)
                    .await
                    .unwrap();
            }
        }
        let (mut path, mut n_pages, mut n_lines) = ("/desk/audit".to_owned(), 0, 0);
        loop {
            let page = owner.get(&path).await.must_be(200);
            n_pages += 1;
            n_lines += page.words(".audit tbody tr").len();
            assert!(page.words(".audit tbody tr").len() <= 100);
            let Some(older) = page.attributes(".pages a", "href").into_iter().find(|href| href.contains("before"))
            else {
                break;
            };
            path = older;
        }
        // Two rows of signing in come before, and one of the owner.
        assert_eq!((n_pages, n_lines), (12, 1_103));
        let one = owner.get("/desk/audit?conversation=tunnel").await.must_be(200);
        assert_eq!(one.words(".audit tbody tr").len(), 100);
        assert_eq!(one.attributes(".download a", "href"), ["/desk/audit.csv?conversation=tunnel"]);
        assert!(one.attributes(".pages a", "href")[0].starts_with("/desk/audit?conversation=tunnel&before="));
        let whole = owner.get("/desk/audit.csv").await.must_be(200);
        assert_eq!(whole.header("content-type"), "text/csv; charset=utf-8");
        assert!(whole.header("content-disposition").contains("canvass-audit.csv"));
        let lines: Vec<&str> = whole.text().split_terminator("\r\n").collect();
        assert_eq!(lines[0], "number,at,who,act,conversation,object,detail");
        assert_eq!(lines.len(), 1_104);
        assert!(lines[1].ends_with(",change_role,,'=cmd|' /c calc'!a0@example.org,\"a, \"\"b\"\"\""), "{}", lines[1]);
        let numbers: Vec<i64> =
            lines[1..].iter().map(|line| line.split(',').next().unwrap().parse().unwrap()).collect();
        assert_eq!(numbers, (1..=1_103).rev().collect::<Vec<_>>());
        let one = owner.get("/desk/audit.csv?conversation=tunnel").await.must_be(200);
        assert_eq!(one.text().lines().count(), 111);
        owner.get("/desk/audit?conversation=nowhere").await.must_be(404);
        assert!(owner.get("/desk/audit?conversation=bridge").await.must_be(200).text().contains("Nothing is noted"));
    }
}
