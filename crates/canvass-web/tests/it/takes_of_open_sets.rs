//! Takes of conversations that had statements alone: every public export set, from its files to what readers see.

use canvass_app::StaffId;
use canvass_app::edition::{Depth, problems, verify};
use canvass_formats::polis::read_folder;
use canvass_testkit::{TestApp, TestDatabase, now_ms, open_sets};
use std::path::Path;

async fn check(set: &Path) {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let imported = read_folder(set, &mut |_| ()).unwrap();
    let slug = imported.slug.as_str();
    app.load(slug, &imported.transcript).await;
    let entry = app.entry(slug);
    app.app().draft_edition(&entry, app.server_url(), StaffId::COMMAND_LINE, now_ms()).await.unwrap();
    let shelf = app.app().shelf(&entry).await.unwrap();
    let draft = shelf.draft().unwrap();
    assert_eq!(problems(draft), [], "{slug}: nothing to mend, nothing flagged");
    println!(
        "{slug}\n{}\n{}\n\n{}\n",
        draft.edition.prose.headline, draft.edition.prose.standfirst, draft.edition.prose.body
    );
}

#[tokio::test]
async fn every_open_set_has_a_take_that_holds() {
    let Some(sets) = open_sets() else { return };
    for set in sets {
        check(&set).await;
    }
}
