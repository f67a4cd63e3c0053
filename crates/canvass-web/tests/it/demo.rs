//! The demo's conversation in process: made once, loaded by each test that looks at it.

use canvass_demo::simulate::Made;
use canvass_domain::Transcript;
use canvass_testkit::{Browser, TestApp, TestDatabase};
use std::sync::LazyLock;

pub(crate) const SLUG: &str = "right-care-right-person";

static MADE: LazyLock<Made> = LazyLock::new(|| canvass_demo::reference(canvass_demo::DEFAULT_SEED).unwrap());

/// The demo as it stands after starting: the reference conversation, and a draft beside it.
pub(crate) async fn app() -> TestApp {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    app.load(SLUG, &MADE.transcript).await;
    let draft = canvass_demo::draft().unwrap();
    app.load(draft.slug.as_str(), &canvass_app::conversation::draft(&draft, canvass_testkit::now_ms())).await;
    app
}

/// The reference conversation as data.
pub(crate) fn transcript() -> Transcript {
    MADE.transcript.clone()
}

/// A reader who has answered the poll and a few statements.
pub(crate) async fn reader(app: &TestApp) -> Browser {
    let mut reader = app.browser();
    reader.submit(SLUG, "ballot", &[("option", "2")]).await.must_be(303);
    for (statement, word) in [("1", "agree"), ("2", "disagree"), ("3", "unsure"), ("4", "skip")] {
        reader.submit(SLUG, "votes", &[("statement", statement), ("vote", word)]).await.must_be(303);
    }
    reader
}
