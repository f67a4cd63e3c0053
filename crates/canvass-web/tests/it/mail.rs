//! Letters: who gets one and when, what they say, and that an address is forgotten. Without mail nothing asks for one.

use canvass_app::mail::{Carrier, Letter, Ready, Undelivered};
use canvass_domain::{Role, State};
use canvass_testkit::{TestApp, Topic, databases, now_ms, settings};
use canvass_web::{Mail, Outbox, Settings};
use std::sync::{Arc, Mutex};

const SLUG: &str = "bridge";

/// Keeps letters instead of sending them, or refuses them as it is told.
#[derive(Clone, Debug, Default)]
struct Drawer {
    letters: Arc<Mutex<Vec<Letter>>>,
    refuses: Arc<Mutex<Option<Undelivered>>>,
}

impl Carrier for Drawer {
    async fn carry(&self, letter: &Letter) -> Result<(), Undelivered> {
        if let Some(why) = *self.refuses.lock().unwrap() {
            return Err(why);
        }
        self.letters.lock().unwrap().push(letter.clone());
        Ok(())
    }
}

impl Drawer {
    fn take(&self) -> Vec<Letter> {
        std::mem::take(&mut self.letters.lock().unwrap())
    }

    /// The only letter.
    fn one(&self) -> Letter {
        let mut letters = self.take();
        assert_eq!(letters.len(), 1, "{letters:#?}");
        letters.remove(0)
    }
}

fn office(app: &TestApp) -> (Outbox<Drawer>, Drawer) {
    let drawer = Drawer::default();
    (Outbox::new(app.server().clone(), drawer.clone()), drawer)
}

/// The path of the only link in a letter.
fn path_in(letter: &Letter) -> String {
    let links: Vec<&str> = letter.body.split_whitespace().filter(|word| word.starts_with("http")).collect();
    assert_eq!(links.len(), 1, "{}", letter.body);
    links[0].strip_prefix("http://localhost:8400").unwrap().to_owned()
}

#[tokio::test]
async fn staff_sign_in_by_a_letter_and_strangers_learn_nothing() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.invite(Role::Moderator).await;
        let (office, drawer) = office(&app);
        let mut browser = app.browser();
        assert_eq!(browser.get("/desk/sign-in").await.must_be(200).words("label"), ["E-mail address"]);
        let ask = async |email: &str| {
            let reply = app.browser().post_form("/desk/sign-in", &[("email", email)]).await.must_be(200);
            office.run_once().await.unwrap();
            reply.text().to_owned()
        };
        let unknown = ask("nobody@example.org").await;
        assert_eq!(drawer.take(), []);
        assert_eq!(ask(" Moderator@Example.org ").await, unknown, "the same words");
        let letter = drawer.one();
        assert_eq!((letter.recipient.as_str(), letter.unsubscribe_url.as_deref()), ("moderator@example.org", None));
        assert_eq!(ask("moderator@example.org").await, unknown);
        assert_eq!(drawer.take(), [], "one a minute");
        let link = path_in(&letter);
        browser.get(&link).await.must_be(200);
        browser.get(&link).await.must_be(200);
        browser.post_form(&link, &[]).await.must_be(303);
        browser.get("/desk").await.must_be(200);
        app.browser().post_form(&link, &[]).await.must_be(404);
    }
}

#[tokio::test]
async fn moderators_are_told_once_that_something_waits_and_may_say_no() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new(SLUG)).await;
        let mut desk = app.sign_in(Role::Moderator).await;
        app.invite(Role::Analyst).await;
        let (office, drawer) = office(&app);
        office.run_once().await.unwrap();
        assert_eq!(drawer.take(), [], "nothing waits");
        app.browser().submit(SLUG, "statements", &[("text", "Paint the secret bridge.")]).await.must_be(303);
        office.run_once().await.unwrap();
        let letter = drawer.one();
        assert_eq!(
            (letter.recipient.as_str(), letter.subject.as_str()),
            ("moderator@example.org", "One text waits at the desk")
        );
        assert!(letter.body.contains("/desk/c/bridge") && !letter.body.contains("secret"), "{}", letter.body);
        app.browser().submit(SLUG, "statements", &[("text", "Another one.")]).await.must_be(303);
        office.run_once().await.unwrap();
        assert_eq!(drawer.take(), [], "at most once an hour");

        let told = desk.get("/desk").await.must_be(200);
        assert!(told.text().contains("You are told by mail"), "{}", told.text());
        let token = told.token().unwrap();
        desk.post_form("/desk/mail", &[("token", &token), ("wants", "no")]).await.must_be(303);
        assert!(desk.get("/desk").await.text().contains("You are not told by mail"));
        app.app()
            .store()
            .set_told(app.app().store().staff_by_email("moderator@example.org").await.unwrap().unwrap().0, 0)
            .await
            .unwrap();
        office.run_once().await.unwrap();
        assert_eq!(drawer.take(), [], "who does not want to be told is not");
    }
}

#[tokio::test]
async fn a_reader_confirms_is_told_once_and_forgotten() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new(SLUG)).await;
        let (office, drawer) = office(&app);
        let mut browser = app.browser();
        let question = browser.get("/c/bridge").await.must_be(200);
        assert!(question.text().contains("href=\"/c/bridge/notice\""));
        browser.get("/c/bridge/notice").await.must_be(200);
        let wrong = browser.post_form("/c/bridge/notice", &[("email", "ada at example")]).await.must_be(422);
        assert!(wrong.text().contains("ada at example"), "what was typed stays");
        for _ in 0..2 {
            browser.post_form("/c/bridge/notice", &[("email", "Ada@example.org")]).await.must_be(200);
        }
        office.run_once().await.unwrap();
        let letter = drawer.one();
        assert_eq!(letter.recipient, "ada@example.org");
        let link = path_in(&letter);
        assert_eq!(letter.unsubscribe_url, Some(format!("http://localhost:8400{link}/unsubscribe")));

        // Unconfirmed, the close tells nobody.
        let mut scanner = app.browser();
        let shown = scanner.get(&link).await.must_be(200);
        assert_eq!(shown.words("form button"), ["Yes, tell me"]);
        assert_eq!(
            scanner.get(&format!("{link}/unsubscribe")).await.must_be(200).words("form button"),
            ["Yes, tell me"]
        );
        office.run_once().await.unwrap();
        assert_eq!(drawer.take(), [], "looking confirms nothing");
        browser.post_form(&format!("{link}/confirm"), &[]).await.must_be(200);
        assert_eq!(browser.get(&link).await.words("form button"), ["Do not tell me"]);
        office.run_once().await.unwrap();
        assert_eq!(drawer.take(), [], "not before it is closed");

        close(&app).await;
        office.run_once().await.unwrap();
        assert_eq!(drawer.take(), [], "the letter waits for the take");
        app.publish_take(SLUG).await;
        office.run_once().await.unwrap();
        let letter = drawer.one();
        assert_eq!(path_in(&letter), "/take/bridge-1");
        assert_eq!(letter.unsubscribe_url, Some(format!("http://localhost:8400{link}/unsubscribe")));
        office.run_once().await.unwrap();
        assert_eq!(drawer.take(), [], "once");
        assert!(app.app().store().noticed_conversations().await.unwrap().is_empty(), "the address is forgotten");
        browser.get("/c/bridge/notice").await.must_be(404);
    }
}

/// Planted readers come until 11:41, sixty of them marked.
#[tokio::test]
async fn moderators_are_told_once_that_more_than_usual_are_marked() {
    for database in databases() {
        let app = TestApp::by_clock(&database, || 1_735_812_000_000 + 105 * 60_000).await;
        app.load(SLUG, &crate::marked::planted(100, 60, false)).await;
        app.invite(Role::Analyst).await;
        let moderator = app.invite(Role::Moderator).await;
        let (office, drawer) = office(&app);
        office.run_once().await.unwrap();
        let letter = drawer.one();
        assert!(moderator.is_empty() || letter.recipient == "moderator@example.org");
        assert_eq!(letter.subject, "Unusually many marked readers: “A question about bridge”");
        assert!(
            letter.body.contains("Since 2 January 2025, 11:40 UTC, 60 readers of “A question about bridge” have been"),
            "{}",
            letter.body
        );
        assert!(letter.body.contains("http://localhost:8400/desk/c/bridge/watch"), "{}", letter.body);
        office.run_once().await.unwrap();
        assert_eq!(drawer.take(), [], "once");
    }
}

#[tokio::test]
async fn a_week_after_the_close_the_letter_waits_no_longer_for_a_take() {
    const DAY_MS: i64 = 86_400_000;
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new(SLUG)).await;
        let (office, drawer) = office(&app);
        app.browser().post_form("/c/bridge/notice", &[("email", "ada@example.org")]).await.must_be(200);
        office.run_once().await.unwrap();
        let link = path_in(&drawer.one());
        app.browser().post_form(&format!("{link}/confirm"), &[]).await.must_be(200);
        close(&app).await;
        let tell = async |days: i64| {
            let letter = |ready: &Ready, email: &str, _: &str| Letter {
                recipient: email.to_owned(),
                subject: ready.conversation.slug.to_string(),
                body: ready.take.clone().unwrap_or_else(|| "no take".to_owned()),
                unsubscribe_url: None,
                expires_ms: 0,
            };
            app.app().tell_results(now_ms() + days * DAY_MS, letter).await.unwrap()
        };
        assert_eq!(tell(6).await, 0);
        assert_eq!(tell(7).await, 1);
        app.app().send_letters(&drawer, now_ms() + 7 * DAY_MS).await.unwrap();
        assert_eq!(drawer.one().body, "no take");
        assert_eq!(tell(8).await, 0, "once");
    }
}

#[tokio::test]
async fn one_request_ends_it_without_a_cookie() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new(SLUG)).await;
        let (office, drawer) = office(&app);
        app.browser().post_form("/c/bridge/notice", &[("email", "ada@example.org")]).await.must_be(200);
        office.run_once().await.unwrap();
        let letter = drawer.one();
        let link = path_in(&letter);
        app.browser().post_form(&format!("{link}/confirm"), &[]).await.must_be(200);
        let one_click = letter.unsubscribe_url.unwrap();
        let path = one_click.strip_prefix("http://localhost:8400").unwrap();
        for _ in 0..2 {
            let ended = app.browser().post_form(path, &[("List-Unsubscribe", "One-Click")]).await.must_be(200);
            assert!(ended.words("h1 + p")[0].starts_with("No address is kept"), "{}", ended.text());
        }
        close(&app).await;
        office.run_once().await.unwrap();
        assert_eq!(drawer.take(), []);
    }
}

#[tokio::test]
async fn letters_that_cannot_be_sent_wait_and_are_given_up_in_the_end() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new(SLUG)).await;
        let (office, drawer) = office(&app);
        app.browser().post_form("/c/bridge/notice", &[("email", "ada@example.org")]).await.must_be(200);
        *drawer.refuses.lock().unwrap() = Some(Undelivered::Later);
        assert_eq!(office.run_once().await.unwrap().n_delayed, 1);
        assert_eq!(office.run_once().await.unwrap().n_delayed, 0, "not due again yet");
        assert_eq!(app.app().store().n_letters().await.unwrap(), 1);
        let soon = app.app().send_letters(&drawer, now_ms() + 31_000).await.unwrap();
        assert_eq!(soon.n_delayed, 1, "half a minute later");
        let early = app.app().send_letters(&drawer, now_ms() + 62_000).await.unwrap();
        assert_eq!(early.n_delayed, 0, "the wait doubles");
        *drawer.refuses.lock().unwrap() = None;
        let late = app.app().send_letters(&drawer, now_ms() + 4 * 86_400_000).await.unwrap();
        assert_eq!((late.n_failed, drawer.take()), (1, vec![]), "too old to be of use");
        assert_eq!(app.app().store().n_letters().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn without_mail_nobody_is_asked_for_an_address() {
    for database in databases() {
        let app = TestApp::with(&database, Settings { mail: Mail::Off, ..settings() }).await;
        app.open(&Topic::new(SLUG)).await;
        let mut browser = app.browser();
        assert!(!browser.get("/c/bridge").await.must_be(200).text().contains("/notice"));
        browser.get("/c/bridge/notice").await.must_be(404);
        browser.post_form("/c/bridge/notice", &[("email", "ada@example.org")]).await.must_be(404);
        assert!(browser.get("/desk/sign-in").await.must_be(200).words("form").is_empty());
        browser.post_form("/desk/sign-in", &[("email", "ada@example.org")]).await.must_be(404);
        let mut desk = app.sign_in(Role::Moderator).await;
        assert!(!desk.get("/desk").await.must_be(200).text().contains("by mail"));
    }
}

#[tokio::test]
async fn an_address_asks_for_few_letters() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.open(&Topic::new(SLUG)).await;
        let mut statuses = Vec::new();
        for n in 0..12 {
            let email = format!("reader{n}@example.org");
            let mut browser = app.browser().from_peer("192.0.2.7");
            statuses.push(browser.post_form("/c/bridge/notice", &[("email", &email)]).await.status.as_u16());
        }
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 10);
        assert_eq!(statuses[10..], [429, 429]);
    }
}

async fn close(app: &TestApp) {
    app.close(SLUG).await;
    assert_eq!(app.entry(SLUG).conversation().state, State::Closed);
}
