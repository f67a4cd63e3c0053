//! What breaks on our side is ours: 500 with an id that is in the log once, and never the reader's mistake.

use canvass_domain::Role;
use canvass_testkit::{TestApp, TestDatabase, Topic, now_ms};
use std::io::Write;
use std::sync::{Arc, Mutex};

/// Everything that is logged on this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn an_edition_that_cannot_be_read_is_our_fault_and_is_logged_once() {
    let log = Log::default();
    let sink = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || sink.clone()).finish();
    let _logging = tracing::subscriber::set_default(subscriber);

    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.open(&Topic::new("bridge")).await;
    app.browser().submit("bridge", "ballot", &[("option", "1")]).await.must_be(303);
    app.close("bridge").await;
    let (entry, by) = (app.entry("bridge"), canvass_app::StaffId::COMMAND_LINE);
    app.app().draft_edition(&entry, app.server_url(), by, now_ms()).await.unwrap();
    app.spoil_draft("bridge").await;
    let hash = app.app().shelf(&entry).await.unwrap().draft().unwrap().hash.clone();
    let publishing = canvass_app::edition::Publishing::default();
    app.app().publish_take(&entry, &publishing, &hash, by, now_ms()).await.unwrap();

    let mut editor = app.sign_in(Role::Editor).await;
    let token = editor.get("/desk").await.token().unwrap();
    let before = String::from_utf8(log.0.lock().unwrap().clone()).unwrap().matches("a request failed").count();
    // The next edition is held against this one.
    let reply = editor.post_form("/desk/c/bridge/take/draft", &[("token", &token)]).await.must_be(500);
    let text = reply.words("main").join(" ");
    assert!(text.contains("Something broke on our side"), "{text}");
    let id = text.split(|c: char| !c.is_ascii_hexdigit()).find(|word| word.len() == 16).expect("an id").to_owned();
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<&str> = logged.lines().filter(|line| line.contains(&id)).collect();
    assert_eq!(lines.len(), 1, "{logged}");
    assert!(lines[0].contains("reading the edition before"), "the cause is in the log: {}", lines[0]);
    assert!(!reply.text().contains("reading the edition before"), "and nowhere else");
    assert_eq!(logged.matches("a request failed").count(), before + 1);
}
