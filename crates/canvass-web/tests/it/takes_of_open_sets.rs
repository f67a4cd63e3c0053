//! Takes of conversations that had statements alone: every public export set, from its files to what readers see.

use canvass_app::edition::{Depth, Outcome, Reach, Take, problems, verify};
use canvass_formats::polis::read_folder;
use canvass_testkit::{TestApp, TestDatabase, open_sets};
use std::path::Path;

async fn check(set: &Path) {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let imported = read_folder(set, &mut |_| ()).unwrap();
    let slug = imported.slug.as_str();
    app.load(slug, &imported.transcript).await;
    app.publish_take(slug).await;
    let entry = app.entry(slug);
    let shelf = app.app().shelf(&entry).await.unwrap();
    let take = shelf.newest().unwrap();
    assert_eq!(problems(take), [], "{slug}: nothing to mend, nothing flagged");
    check_prose(slug, take);
    check_page(slug, &app).await;
    let key = app.app().public_key().unwrap();
    for (reach, depth) in [(Reach::Public, Depth::Public), (Reach::Private, Depth::Private)] {
        let bundle = app.app().bundle(&entry, take, reach).await.unwrap();
        let report = verify(bundle.as_bytes(), Some(&key), depth).unwrap();
        assert_eq!(report.fault(), None, "{slug}: {:#?}", report.checks);
        let n_recomputed = report.checks.iter().filter(|check| check.outcome == Outcome::Recomputed).count();
        assert!(n_recomputed >= take.edition.figures.len(), "{slug}: only {n_recomputed} were worked out again");
    }
}

/// It speaks of participants, since nobody knows whose readers they were; and of nothing that was not there.
fn check_prose(slug: &str, take: &Take) {
    let prose = &take.edition.prose;
    assert!(prose.headline.contains("what participants share"), "{slug}: {}", prose.headline);
    let text = format!("{}\n{}\n{}", prose.headline, prose.standfirst, prose.body);
    let generated = text.replace(&take.instrument().title, "");
    assert!(!generated.contains("eaders"), "{slug}: {generated}");
    for part in ["{participants}", "{who}", "## What they share", "## What divides them", "{method}"] {
        assert!(text.contains(part), "{slug}: {part} is not in {text}");
    }
    assert!(!text.contains("{poll."), "{slug}: there was no poll");
    assert_eq!(text.contains("{theme.1.n}"), !take.edition.themes.is_empty(), "{slug}");
    assert!(take.edition.figures.len() >= 5, "{slug}: only {} figures", take.edition.figures.len());
}

async fn check_page(slug: &str, app: &TestApp) {
    let page = app.browser().get(&format!("/take/{slug}-1")).await;
    assert_eq!(page.status, 200, "{slug}");
    for absent in ["<mark>", "{participants}", "{who}", "{method}"] {
        assert!(!page.text().contains(absent), "{slug}: {absent} is on the page");
    }
}

#[tokio::test]
async fn every_open_set_has_a_take_that_holds() {
    let Some(sets) = open_sets() else { return };
    for set in sets {
        check(&set).await;
    }
}
