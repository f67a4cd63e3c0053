//! What the clock opens and closes, and what becomes of a close that came too early.

use canvass_counts::Ledger;
use canvass_domain::{Fact, Millis, State};
use canvass_testkit::{Reply, TestApp, TestDatabase, Topic, databases, now_ms};

const HOUR_MS: Millis = 3_600_000;
const SLUG: &str = "bridge";

/// Opens a conversation that closes by itself in an hour, with an answer in it; gives when that is.
async fn open(database: &TestDatabase, topic: Topic) -> (TestApp, Millis) {
    let app = TestApp::start(database).await;
    let closes_at = now_ms() + HOUR_MS;
    let at = as_written(closes_at);
    app.open(&Topic { keys: format!("closes_at = {at}"), ..topic }).await;
    app.browser().submit(SLUG, "ballot", &[("option", "1")]).await.must_be(303);
    (app, closes_at)
}

/// A time as a conversation file has it, to the second.
fn as_written(at_ms: Millis) -> String {
    let (days, seconds) = (at_ms / 1000 / 86_400, at_ms / 1000 % 86_400);
    // Days since the epoch as a date, by Howard Hinnant's algorithm.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let place = (5 * day_of_year + 2) / 153;
    let (day, month) = (day_of_year - (153 * place + 2) / 5 + 1, if place < 10 { place + 3 } else { place - 9 });
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

fn state(app: &TestApp) -> State {
    app.entry(SLUG).conversation().state
}

async fn log(app: &TestApp) -> Vec<Fact> {
    let events = app.app().store().events(app.entry(SLUG).id()).await.unwrap();
    events.into_iter().map(|event| event.fact).filter(|fact| *fact == Fact::Opened || fact.is_closing()).collect()
}

async fn due(app: &TestApp, now_ms: Millis) {
    let failed = app.app().run_due(now_ms).await;
    assert!(failed.is_empty(), "{failed:?}");
}

fn says_so(page: &Reply) -> bool {
    page.text().contains("clock was wrong and closed this conversation too early")
}

#[tokio::test]
async fn a_clock_set_forward_closes_and_opens_again_once() {
    for database in databases() {
        let (app, closes_at) = open(&database, Topic::new(SLUG)).await;
        due(&app, now_ms()).await;
        assert_eq!(state(&app), State::Open);
        due(&app, closes_at + 11 * HOUR_MS).await;
        assert_eq!(state(&app), State::Closed);
        app.browser().submit(SLUG, "ballot", &[("option", "1")]).await.must_be(409);
        assert!(!says_so(&app.browser().get("/c/bridge").await));
        // Whether it may open again follows from the log alone, so that a restart changes nothing.
        let events = app.app().store().events(app.entry(SLUG).id()).await.unwrap();
        assert!(Ledger::of(&events).unwrap().turns().may_reopen());

        due(&app, now_ms()).await;
        assert_eq!(state(&app), State::Open);
        app.browser().submit(SLUG, "ballot", &[("option", "2")]).await.must_be(303);
        for page in ["/c/bridge", "/c/bridge/results"] {
            assert!(says_so(&app.browser().get(page).await.must_be(200)), "{page}");
        }

        due(&app, closes_at + HOUR_MS).await;
        due(&app, now_ms()).await;
        assert_eq!(state(&app), State::Closed, "once is enough");
        let log = log(&app).await;
        assert_eq!(log, [Fact::Opened, Fact::ClosedByClock, Fact::Opened, Fact::ClosedByClock]);
        assert!(says_so(&app.browser().get("/c/bridge/results").await), "it stays on record");
    }
}

#[tokio::test]
async fn what_the_desk_closed_stays_closed() {
    for database in databases() {
        let (app, _) = open(&database, Topic::new(SLUG)).await;
        app.close(SLUG).await;
        due(&app, now_ms()).await;
        assert_eq!(state(&app), State::Closed);
        assert_eq!(log(&app).await, [Fact::Opened, Fact::Closed]);
    }
}

#[tokio::test]
async fn what_was_published_before_the_clock_was_set_right_stands_and_a_draft_is_stale() {
    let (app, closes_at) = open(&TestDatabase::Sqlite, Topic::new(SLUG).gate("at_close")).await;
    due(&app, closes_at).await;
    let id = app.publish_take(SLUG).await;
    let (entry, by) = (app.entry(SLUG), canvass_app::StaffId::COMMAND_LINE);
    app.app().draft_edition(&entry, app.server_url(), by, now_ms()).await.unwrap();
    let draft = app.app().shelf(&entry).await.unwrap().draft().unwrap().clone();
    assert!(!app.app().is_stale(&entry, &draft).await.unwrap());
    due(&app, now_ms()).await;
    assert!(app.app().is_stale(&entry, &draft).await.unwrap(), "nothing is final any more");
    app.browser().get(&format!("/take/{id}")).await.must_be(200);
    let results = app.browser().get("/c/bridge/results").await.must_be(200);
    assert!(!results.text().contains("poll-chart"), "the gate is shut again");
    due(&app, closes_at).await;
    let id = app.publish_take(SLUG).await;
    let take = app.browser().get(&format!("/take/{id}")).await.must_be(200);
    assert!(says_so(&take), "the take says it too");
}
