//! Takes: from a closed conversation to a published edition that holds, and what becomes of it.

use canvass_app::StaffId;
use canvass_app::demo;
use canvass_app::edition::{Depth, Fault, Outcome, Publishing, Reach, Shelf, problems, verify};
use canvass_testkit::{TestApp, TestDatabase};
use std::sync::Arc;

const DESK: StaffId = StaffId::COMMAND_LINE;
const URL: &str = "http://localhost:8400";
const NOON: i64 = 1_800_000_000_000;

async fn drafted(app: &TestApp) -> (Arc<canvass_app::live::Entry>, Shelf) {
    let made = demo::closed(demo::DEFAULT_SEED).unwrap();
    app.load(made.slug.as_str(), &made.transcript).await;
    let entry = app.app().public(made.slug.as_str()).unwrap();
    app.app().draft_edition(&entry, URL, DESK, NOON).await.unwrap();
    let shelf = app.app().shelf(&entry).await.unwrap();
    (entry, shelf)
}

#[tokio::test]
async fn the_draft_writes_itself_and_could_be_published_as_it_stands() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let (entry, shelf) = drafted(&app).await;
    let draft = shelf.draft().unwrap();
    println!("{}\n\n{}\n\n{}", draft.edition.prose.headline, draft.edition.prose.standfirst, draft.edition.prose.body);
    println!(
        "{:#?}",
        draft
            .edition
            .themes
            .iter()
            .map(|t| (&t.name, &t.words, t.comments.len(), t.statements.len()))
            .collect::<Vec<_>>()
    );
    println!("{:#?}", problems(draft));
    let publishing = Publishing::default();
    app.app().publish_take(&entry, &publishing, &draft.hash, DESK, NOON).await.unwrap();
    let shelf = app.app().shelf(&entry).await.unwrap();
    let take = shelf.newest().unwrap();
    for (depth, reach) in [(Depth::Public, Reach::Public), (Depth::Private, Reach::Private)] {
        let bundle = app.app().bundle(&entry, take, reach).await.unwrap();
        let report = verify(bundle.as_bytes(), None, depth).unwrap();
        println!("{} bytes", bundle.len());
        for check in &report.checks {
            println!("{:?} {}", check.outcome, check.what);
        }
        assert_eq!(report.fault(), None::<Fault>);
        assert!(report.checks.iter().any(|check| check.outcome == Outcome::Recomputed));
    }
}
