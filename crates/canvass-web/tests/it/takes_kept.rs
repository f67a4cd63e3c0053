//! Bundles that were published stand: whatever changes here, what was signed under these rules must still be read.
//!
//! Until version 0.2.0 rules 1 may still gain, and the bundles are made anew with `CANVASS_BLESS=1`. From then on a
//! file in `bundles/` is never written again: where a change makes one of them fail, the change is at fault, or the
//! old form needs a reader of its own.

use crate::takes_tampered::small;
use canvass_app::StaffId;
use canvass_app::edition::{Depth, Outcome, Publishing, Reach, verify};
use canvass_testkit::{TestApp, TestDatabase, now_ms};
use std::path::Path;

const PUBLIC: &[u8] = include_bytes!("bundles/edition-1-public.json");
const PRIVATE: &[u8] = include_bytes!("bundles/edition-1-private.json");
const KEY: &str = include_str!("bundles/edition-1.key");

/// What the version before rules had a number signed.
const BEFORE_RULES: &[u8] = include_bytes!("bundles/before-rules-public.json");

/// How many checks came out so.
fn n_of(report: &canvass_app::edition::Report, outcome: &Outcome) -> usize {
    report.checks.iter().filter(|check| check.outcome == *outcome).count()
}

/// Every check is counted: one that silently goes from recomputed to attested, or away, fails here.
#[test]
fn what_was_signed_still_holds_by_as_many_checks() {
    for (bundle, depth, n_recomputed, n_attested) in
        [(PUBLIC, Depth::Public, 53, 28), (PRIVATE, Depth::Private, 62, 25)]
    {
        let report = verify(bundle, Some(KEY.trim()), depth).unwrap();
        assert_eq!(report.fault(), None, "{:#?}", report.checks);
        let counted = (n_of(&report, &Outcome::Recomputed), n_of(&report, &Outcome::Attested));
        assert_eq!(counted, (n_recomputed, n_attested), "{depth:?}: {:#?}", report.checks);
    }
}

#[test]
fn what_other_rules_signed_is_refused_by_the_name_of_its_version() {
    let refused = verify(BEFORE_RULES, None, Depth::Public).unwrap_err();
    assert!(refused.contains("made by version `0.1.0`"), "{refused}");
}

/// Makes the bundles: with `CANVASS_BLESS=1` they are written, else they are only made, and have to be good.
#[tokio::test]
async fn bundles_are_made_of_a_signed_edition() {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let made = small();
    app.load(made.slug.as_str(), &made.transcript).await;
    let (entry, by) = (app.entry(made.slug.as_str()), StaffId::COMMAND_LINE);
    app.app().draft_edition(&entry, app.server_url(), by, now_ms()).await.unwrap();
    let hash = app.app().shelf(&entry).await.unwrap().draft().unwrap().hash.clone();
    let checked = ["headline", "figures", "quotes", "words"].map(str::to_owned).into();
    let publishing = Publishing { signed_off_by: Some("Ada Okoye".to_owned()), checked, ..Publishing::default() };
    app.app().publish_take(&entry, &publishing, &hash, by, now_ms()).await.unwrap();
    let take = app.app().shelf(&entry).await.unwrap().newest().unwrap().clone();
    let key = app.app().public_key().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/bundles");
    for (reach, depth, name) in [
        (Reach::Public, Depth::Public, "edition-1-public.json"),
        (Reach::Private, Depth::Private, "edition-1-private.json"),
    ] {
        let bundle = app.app().bundle(&entry, &take, reach).await.unwrap();
        let report = verify(bundle.as_bytes(), Some(&key), depth).unwrap();
        assert_eq!(report.fault(), None, "{:#?}", report.checks);
        if std::env::var("CANVASS_BLESS").is_ok_and(|value| value == "1") {
            std::fs::write(folder.join(name), bundle).unwrap();
            std::fs::write(folder.join("edition-1.key"), format!("{key}\n")).unwrap();
        }
    }
}
