//! The desk: signing in by link, roles, opening and closing, deciding on what waits.

use canvass_app::desk::people;
use canvass_app::identity::token_hash;
use canvass_app::{AuditRange, StaffId};
use canvass_domain::{EmailAddress, Role, State, StatementId, StatementState};
use canvass_testkit::{Browser, TestApp, TestDatabase, Topic, databases, now_ms};

const SLUG: &str = "bridge";

/// An open conversation with a held statement, and its author.
async fn with_held(database: &TestDatabase) -> (TestApp, Browser) {
    let app = TestApp::start(database).await;
    app.open(&Topic::new(SLUG)).await;
    let mut author = app.browser();
    author.submit(SLUG, "statements", &[("text", "Paint the bridge.")]).await.must_be(303);
    (app, author)
}

/// The token of a member of staff's forms.
async fn desk_token(staff: &mut Browser) -> String {
    staff.get("/desk").await.must_be(200).token().expect("the sign-out form's token")
}

async fn post(staff: &mut Browser, path: &str, fields: &[(&str, &str)]) -> canvass_testkit::Reply {
    let token = desk_token(staff).await;
    let mut all = vec![("token", token.as_str())];
    all.extend_from_slice(fields);
    staff.post_form(path, &all).await
}

#[tokio::test]
async fn a_sign_in_link_works_once_and_looking_does_not_use_it_up() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        let token = app.invite(Role::Editor).await;
        let path = format!("/desk/sign-in/{token}");
        let mut staff = app.browser();
        for _ in 0..3 {
            let page = staff.get(&path).await.must_be(200);
            assert_eq!(page.attributes("form", "action"), std::slice::from_ref(&path));
            assert_eq!(staff.cookie("canvass-desk"), None);
        }
        let signed_in = staff.post_form(&path, &[]).await.must_be(303);
        assert_eq!(signed_in.header("location"), "/desk");
        staff.get("/desk").await.must_be(200);
        let mut late = app.browser();
        late.get(&path).await.must_be(404);
        late.post_form(&path, &[]).await.must_be(404);
        assert_eq!(late.cookie("canvass-desk"), None);
    }
}

#[tokio::test]
async fn of_two_racing_attempts_one_gets_in() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        let path = format!("/desk/sign-in/{}", app.invite(Role::Editor).await);
        let (mut one, mut two) = (app.browser(), app.browser());
        let (one, two) = tokio::join!(one.post_form(&path, &[]), two.post_form(&path, &[]));
        let mut statuses = [one.status.as_u16(), two.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 404]);
    }
}

#[tokio::test]
async fn links_and_sessions_run_out() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        let store = app.app().store();
        let email = EmailAddress::parse("late@example.org").unwrap();
        let doing = people::Doing { by: StaffId::COMMAND_LINE, at_ms: now_ms() };
        let member = people::add(store, &email, Role::Owner, [7; 32], doing).await.unwrap().member;
        store.put_sign_in(&token_hash("too-old"), member.id, now_ms() - 1, 0, now_ms()).await.unwrap();
        let mut late = app.browser();
        let old = late.get("/desk/sign-in/too-old").await.must_be(404);
        assert_eq!(old.words("h1"), ["This sign-in link does not work"]);
        assert!(old.words("main")[0].contains("canvass user add"), "and how to get another");
        let pressed = late.post_form("/desk/sign-in/too-old", &[]).await.must_be(404);
        let unknown = late.get("/desk/sign-in/never-was").await.must_be(404);
        assert_eq!((pressed.text(), unknown.text()), (old.text(), old.text()), "nothing is learnt from it");

        store.put_sign_in(&token_hash("good"), member.id, now_ms() + 60_000, 0, now_ms()).await.unwrap();
        let session = token_hash("an old session");
        assert!(store.use_sign_in(&token_hash("good"), &session, now_ms() - 1, now_ms()).await.unwrap());
        late.set_cookie("canvass-desk", "an old session");
        assert_eq!(late.get("/desk").await.must_be(303).header("location"), "/desk/sign-in");
        late.set_cookie("canvass-desk", "");
        late.get("/desk").await.must_be(303);
    }
}

#[tokio::test]
async fn staff_are_told_that_results_are_not_public_yet() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new("bridge").gate("at_close")).await;
        app.open(&Topic::new("tunnel").gate("always")).await;
        let mut staff = app.sign_in(Role::Editor).await;
        let mut is_marked = async |path: &str| staff.get(path).await.must_be(200).text().contains("Not public yet");
        assert!(is_marked("/c/bridge/results").await);
        assert!(is_marked("/c/bridge/charts/poll.svg").await);
        assert!(!is_marked("/c/tunnel/results").await, "where everybody sees them");
        app.close("bridge").await;
        assert!(!is_marked("/c/bridge/results").await);
        assert!(!is_marked("/c/bridge/charts/poll.svg").await);
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server_too() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        let mut staff = app.sign_in(Role::Analyst).await;
        let mut copy = staff.clone();
        let out = post(&mut staff, "/desk/sign-out", &[]).await.must_be(303);
        assert_eq!(out.header("location"), "/desk/sign-in");
        assert_eq!(staff.cookie("canvass-desk"), None);
        copy.get("/desk").await.must_be(303);
    }
}

#[tokio::test]
async fn each_role_does_what_it_may() {
    for database in databases() {
        // (role, opens and closes, decides)
        let table = [
            (Role::Owner, true, true),
            (Role::Editor, true, false),
            (Role::Moderator, false, true),
            (Role::Analyst, false, false),
        ];
        for (role, edits, moderates) in table {
            let (app, _) = with_held(&database).await;
            let mut staff = app.sign_in(role).await;
            staff.get("/desk").await.must_be(200);
            staff.get("/desk/c/bridge").await.must_be(200);
            let status = |may: bool| if may { 303 } else { 403 };
            app.decide(&mut staff, "/desk/c/bridge/texts/statement:7/accept", &[]).await.must_be(status(moderates));
            let state = app.entry(SLUG).read().ledger.statement(StatementId(7));
            assert_eq!(state == Some(StatementState::Accepted), moderates, "{role:?}");
            for page in ["open", "close"] {
                let shown = staff.get(&format!("/desk/c/bridge/{page}")).await;
                assert_eq!(shown.status.as_u16(), if edits { 200 } else { 403 }, "{role:?}");
            }
            post(&mut staff, "/desk/c/bridge/close", &[]).await.must_be(status(edits));
            let is_closed = app.entry(SLUG).read().conversation.state == State::Closed;
            assert_eq!(is_closed, edits, "{role:?}");
        }
    }
}

#[tokio::test]
async fn a_draft_that_would_close_at_once_is_not_opened() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let mut over = Topic::new(SLUG);
    over.keys = "closes_at = \"2020-01-01T00:00:00Z\"\n".to_owned();
    app.draft(&over).await;
    let mut editor = app.sign_in(Role::Editor).await;
    for page in ["/desk/c/bridge", "/desk/c/bridge/open"] {
        let said = editor.get(page).await.must_be(200);
        assert!(said.text().contains("closes_at: has passed"), "{}", said.text());
    }
    post(&mut editor, "/desk/c/bridge/open", &[]).await.must_be(400);
    app.browser().get("/c/bridge").await.must_be(404);
}

#[tokio::test]
async fn a_draft_is_opened_at_the_desk_when_somebody_stands_behind_it() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.draft(&Topic::new(SLUG)).await;
        let mut reader = app.browser();
        reader.get("/c/bridge").await.must_be(404);
        let mut editor = app.sign_in(Role::Editor).await;
        editor.get("/c/bridge").await.must_be(200);
        post(&mut editor, "/desk/c/bridge/open", &[]).await.must_be(303);
        reader.get("/c/bridge").await.must_be(200);
        post(&mut editor, "/desk/c/bridge/open", &[]).await.must_be(409);
        post(&mut editor, "/desk/c/bridge/close", &[]).await.must_be(303);
        post(&mut editor, "/desk/c/bridge/close", &[]).await.must_be(409);
        post(&mut editor, "/desk/c/no-such-slug/open", &[]).await.must_be(404);
    }
}

#[tokio::test]
async fn accepting_puts_a_statement_up_for_votes() {
    for database in databases() {
        let (app, _) = with_held(&database).await;
        let mut moderator = app.sign_in(Role::Moderator).await;
        assert_eq!(moderator.get("/desk/c/bridge").await.words(".queue .words"), ["Paint the bridge."]);
        app.decide(&mut moderator, "/desk/c/bridge/texts/statement:7/accept", &[]).await.must_be(303);
        assert!(moderator.get("/desk/c/bridge").await.words(".queue .words").is_empty());
        let mut other = app.browser();
        other.submit(SLUG, "votes", &[("statement", "7"), ("vote", "agree")]).await.must_be(303);
        app.decide(
            &mut moderator,
            "/desk/c/bridge/texts/statement:7/decline",
            &[("from", "held"), ("rule", "unclear"), ("reason", "late")],
        )
        .await
        .must_be(409);
        app.decide(&mut moderator, "/desk/c/bridge/texts/statement:99/accept", &[]).await.must_be(404);
    }
}

#[tokio::test]
async fn declining_needs_a_reason_and_its_author_reads_it() {
    for database in databases() {
        let (app, mut author) = with_held(&database).await;
        let mut moderator = app.sign_in(Role::Moderator).await;
        let path = "/desk/c/bridge/texts/statement:7/decline";
        let long = "x".repeat(601);
        for (rule, reason) in [("", ""), ("", "Too late"), ("unclear", long.as_str())] {
            let refused = app.decide(&mut moderator, path, &[("rule", rule), ("reason", reason)]).await.must_be(422);
            assert_eq!(refused.words("#reason-statement-7"), [reason], "nothing typed is lost");
            let chosen = refused.text().contains(&format!("<option value=\"{rule}\" selected"));
            assert_eq!(chosen, !rule.is_empty(), "the rule neither");
        }
        app.decide(&mut moderator, path, &[("rule", "no-such-rule")]).await.must_be(400);
        assert_eq!(app.entry(SLUG).read().ledger.n_held(), 1);
        app.decide(&mut moderator, path, &[("rule", "names-somebody"), ("reason", "  It names a person.\u{0}  ")])
            .await
            .must_be(303);
        let mine = author.get("/c/bridge/mine").await;
        assert!(mine.words("#statements").remove(0).contains("It names a person."), "{}", mine.text());
        let mut other = app.browser();
        for path in ["/c/bridge", "/c/bridge/mine", "/c/bridge/results", "/api/v1/conversations/bridge/results"] {
            assert!(!other.get(path).await.text().contains("names a person"), "{path}");
        }
        other.submit(SLUG, "votes", &[("statement", "7"), ("vote", "agree")]).await.must_be(404);
    }
}

/// Two moderators look at the same queue; the second is shown how it stands instead of overwriting the first.
#[tokio::test]
async fn the_second_of_two_moderators_is_told() {
    for database in databases() {
        let (app, _) = with_held(&database).await;
        let [mut one, mut two] = [app.sign_in(Role::Moderator).await, app.sign_in(Role::Owner).await];
        app.decide(&mut one, "/desk/c/bridge/texts/statement:7/accept", &[("from", "held")]).await.must_be(303);
        let decline = [("from", "held"), ("rule", "unclear")];
        let late = app.decide(&mut two, "/desk/c/bridge/texts/statement:7/decline", &decline).await.must_be(409);
        assert!(late.text().contains("Somebody has decided on it already"), "{}", late.text());
        assert_eq!(app.entry(SLUG).read().ledger.statement(StatementId(7)), Some(StatementState::Accepted));
        let log = app.app().store().audit(AuditRange::default(), 10).await.unwrap();
        let decided: Vec<_> =
            log.iter().filter(|row| row.act == "decide").map(|row| row.staff.as_deref().unwrap_or_default()).collect();
        assert_eq!(decided, ["moderator@example.org"], "who decided is known, once");
    }
}

/// Whoever is excluded counts in nothing, is told, and may be let back in.
#[tokio::test]
async fn an_excluded_reader_counts_in_nothing_and_is_told() {
    for database in databases() {
        let (app, mut author) = with_held(&database).await;
        author.submit(SLUG, "votes", &[("statement", "1"), ("vote", "agree")]).await.must_be(303);
        let results = async || app.browser().get("/api/v1/conversations/bridge/results").await.json()["counts"].clone();
        let before = results().await;
        let mut moderator = app.sign_in(Role::Moderator).await;
        post(&mut moderator, "/desk/c/bridge/readers/1/exclude", &[]).await.must_be(400);
        post(&mut moderator, "/desk/c/bridge/readers/1/exclude", &[("rule", "abusive")]).await.must_be(303);
        assert_ne!(results().await, before);
        let again = [("rule", "abusive")];
        post(&mut moderator, "/desk/c/bridge/readers/1/exclude", &again).await.must_be(409);
        let refused = author.submit(SLUG, "votes", &[("statement", "2"), ("vote", "agree")]).await;
        assert_eq!(refused.status.as_u16(), 409);
        assert_eq!(moderator.get("/desk/c/bridge").await.words("#excluded li").len(), 1);
        post(&mut moderator, "/desk/c/bridge/readers/1/let-in", &[]).await.must_be(303);
        assert_eq!(results().await, before);
        author.submit(SLUG, "votes", &[("statement", "2"), ("vote", "agree")]).await.must_be(303);
    }
}

/// A typo is mended while nobody has answered, and not after that.
#[tokio::test]
async fn a_typo_is_mended_before_the_first_answer_only() {
    for database in databases() {
        let (app, _) = with_held(&database).await;
        let mut moderator = app.sign_in(Role::Moderator).await;
        let path = "/desk/c/bridge/texts/statement:7/reword";
        app.decide(&mut moderator, path, &[("text", "Paint the whole bridge.")]).await.must_be(303);
        assert_eq!(moderator.get("/desk/c/bridge").await.words(".queue .words"), ["Paint the whole bridge."]);
        app.decide(&mut moderator, "/desk/c/bridge/texts/statement:7/accept", &[]).await.must_be(303);
        app.browser().submit(SLUG, "votes", &[("statement", "7"), ("vote", "agree")]).await.must_be(303);
        app.decide(&mut moderator, path, &[("text", "Tear the bridge down.")]).await.must_be(409);
    }
}

#[tokio::test]
async fn a_desk_form_needs_the_token_of_its_own_session() {
    for database in databases() {
        let (app, mut reader) = with_held(&database).await;
        let mut owner = app.sign_in(Role::Owner).await;
        let of_another = desk_token(&mut app.sign_in(Role::Owner).await).await;
        let of_a_reader = reader.token(SLUG).await;
        let paths = ["close", "open", "texts/statement:7/accept", "texts/statement:7/decline"]
            .map(|p| format!("/desk/c/bridge/{p}"));
        for path in paths.iter().map(String::as_str).chain(["/desk/sign-out"]) {
            for token in ["", "0badc0de", &of_another, &of_a_reader] {
                owner.post_form(path, &[("token", token), ("reason", "x")]).await.must_be(403);
            }
            owner.post_form(path, &[("reason", "x")]).await.must_be(403);
        }
        assert_eq!(app.entry(SLUG).read().conversation.state, State::Open);
        assert_eq!(app.entry(SLUG).read().ledger.n_held(), 1);
        owner.get("/desk").await.must_be(200);
    }
}

#[tokio::test]
async fn a_page_still_being_printed_does_not_hold_up_the_writer() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge")).await;
    let printed_from = app.entry("bridge").conversation();
    // The writer's commit needs the entry to itself: with a guard held here this would never end.
    app.close("bridge").await;
    assert_eq!(printed_from.state, State::Open);
    assert_eq!(app.entry("bridge").conversation().state, State::Closed);
}

#[tokio::test]
async fn a_sign_in_link_lives_for_fifteen_minutes() {
    for database in databases() {
        for (clock, status) in [
            ((|| now_ms() + 14 * 60_000) as canvass_web::Clock, [200, 303]),
            (|| now_ms() + 15 * 60_000 + 1, [404, 404]),
        ] {
            // The link is made by today's clock; the server is asked later.
            let app = TestApp::by_clock(&database, clock).await;
            let path = format!("/desk/sign-in/{}", app.invite(Role::Owner).await);
            let looked = app.browser().get(&path).await.status.as_u16();
            let used = app.browser().post_form(&path, &[]).await.status.as_u16();
            assert_eq!([looked, used], status);
        }
    }
}

#[tokio::test]
async fn an_answer_carries_the_servers_time() {
    const JAN_2_2030: i64 = 1_893_542_400_000;
    let app = TestApp::by_clock(&TestDatabase::Sqlite, || JAN_2_2030).await;
    app.open(&Topic::new(SLUG)).await;
    app.browser().submit(SLUG, "votes", &[("statement", "1"), ("vote", "agree")]).await.must_be(303);
    let who = app.browser().get("/c/bridge/results").await.words("#who").join(" ");
    assert!(who.contains("1 reader chose to answer on 2 January 2030"), "{who}");
}

#[tokio::test]
async fn the_desk_reads_what_the_wording_check_says_until_it_is_too_late() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new(SLUG)).await;
        let entry = app.entry(SLUG);
        let mut staff = app.sign_in(Role::Editor).await;
        let path = format!("/desk/c/{SLUG}");
        let section = |page: &canvass_testkit::Reply| page.words("#wording").concat();
        let clean = section(&staff.get(&path).await.must_be(200));
        let mut instrument = entry.conversation().instrument.clone();
        let poll = instrument.poll.as_mut().unwrap();
        poll.options[0].text = "I support it, as long as it is paid for".to_owned();
        poll.options[1].text = "It puts walkers at risk <b>".to_owned();
        app.app().revise(&entry, instrument.clone(), None, now_ms()).await.unwrap();
        let page = staff.get(&path).await.must_be(200);
        let said = section(&page);
        for words in ["Option 1", "as long as", "Option 2", "It puts walkers at risk", "A reader may hold both"] {
            assert!(said.contains(words) && !clean.contains(words), "{words}: {said}");
        }
        instrument.language = "cy".to_owned();
        app.app().revise(&entry, instrument, None, now_ms()).await.unwrap();
        assert!(section(&staff.get(&path).await).contains("English only"));
        app.close(SLUG).await;
        assert_eq!(section(&staff.get(&path).await.must_be(200)), "");
    }
}
