//! Making the schema, and refusing what is not ours to touch.

use crate::support::{Fresh, on_both};
use canvass_store::{Database, Store, StoreError};

on_both!(made_twice, made_by_several_at_once, newer_is_refused, settings_have_one_winner);

async fn made_twice(fresh: Fresh) {
    fresh.store().await.close().await;
    let again = fresh.store().await;
    assert_eq!(again.conversations().await.unwrap(), []);
    assert_eq!(fresh.table("version", "schema_version").await, ["8"]);
}

async fn made_by_several_at_once(fresh: Fresh) {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let database = fresh.database.clone();
        tasks.spawn(async move { Store::open(database).await.unwrap().conversations().await.unwrap() });
    }
    assert!(tasks.join_all().await.iter().all(Vec::is_empty));
    assert_eq!(fresh.table("version", "schema_version").await, ["8"]);
}

async fn newer_is_refused(fresh: Fresh) {
    fresh.store().await.close().await;
    fresh.exec("update schema_version set version = 9").await;
    let error = Store::open(fresh.database.clone()).await.unwrap_err();
    assert!(matches!(error, StoreError::TooNew { found: 9, known: 8 }), "{error}");
}

async fn settings_have_one_winner(fresh: Fresh) {
    let store = fresh.store().await;
    assert_eq!(store.setting("secret").await.unwrap(), None);
    let (one, two) = tokio::join!(store.setting_or("secret", "a"), store.setting_or("secret", "b"));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one, two, "both get what is kept");
    assert_eq!(store.setting("secret").await.unwrap(), Some(one));
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let folder = file.path().join("inside-a-file");
    let error = Store::open(Database::Folder(folder.clone())).await.unwrap_err();
    assert!(error.to_string().contains(&folder.display().to_string()), "{error}");
}

#[tokio::test]
async fn a_folder_made_for_the_data_is_closed_to_all_others() {
    use std::os::unix::fs::PermissionsExt;
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("new/data");
    drop(Store::open(Database::Folder(folder.clone())).await.unwrap());
    assert_eq!(std::fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
}

/// The mode of a file or folder.
fn mode(path: &std::path::Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &std::path::Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[tokio::test]
async fn a_folder_that_holds_nothing_else_is_closed_to_all_others() {
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("made-by-hand");
    std::fs::create_dir(&folder).unwrap();
    set_mode(&folder, 0o755);
    drop(Store::open(Database::Folder(folder.clone())).await.unwrap());
    assert_eq!((mode(&folder), mode(&folder.join("canvass.sqlite"))), (0o700, 0o600));
    // One that an earlier version left open.
    set_mode(&folder, 0o775);
    set_mode(&folder.join("canvass.sqlite"), 0o644);
    drop(Store::open(Database::Folder(folder.clone())).await.unwrap());
    assert_eq!((mode(&folder), mode(&folder.join("canvass.sqlite"))), (0o700, 0o600));
}

#[tokio::test]
async fn a_folder_of_others_keeps_its_rights_and_the_database_its_own() {
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("shared");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("somebody-elses"), "x").unwrap();
    set_mode(&folder, 0o755);
    let store = Store::open(Database::Folder(folder.clone())).await.unwrap();
    assert_eq!(mode(&folder), 0o755);
    for file in ["canvass.sqlite", "canvass.sqlite-wal", "canvass.sqlite-shm"] {
        assert_eq!(mode(&folder.join(file)), 0o600, "{file}");
    }
    drop(store);
}
