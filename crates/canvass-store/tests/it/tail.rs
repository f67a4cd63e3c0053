//! A log that ends too early, or that is another one, is noticed before anything is appended to it.

use crate::support::{Fresh, Running, agree, command, on_both};
use canvass_domain::ConversationId;
use canvass_store::{Database, LostTail, Store, StoreError, TailFound};
use std::path::PathBuf;

on_both!(
    events_that_are_gone_from_the_end_are_missed,
    another_log_of_the_same_length_is_noticed,
    what_is_accepted_is_the_log_from_then_on
);

async fn check(store: &Store) -> Result<TailFound, StoreError> {
    store.check_tail(LostTail::Refuse).await
}

/// So many answers, and a clean end.
async fn answered(fresh: &Fresh, n: u32) -> (Store, ConversationId) {
    let (running, id) = Running::with_open(fresh).await;
    running.together((0..n).map(|who| command(id, agree(who, 1))).collect()).await;
    (running.stop().await, id)
}

async fn events_that_are_gone_from_the_end_are_missed(fresh: Fresh) {
    let (store, _) = answered(&fresh, 20).await;
    check(&store).await.unwrap();
    assert_eq!(check(&store).await.unwrap(), TailFound::Whole);
    fresh.exec("delete from events where seq > 20").await;
    let error = check(&store).await.unwrap_err();
    assert!(matches!(error, StoreError::LostTail { n_more: 0, .. }), "{error}");
    let said = error.to_string();
    assert!(said.contains("ends at event 20, and event 26 was written last"), "{said}");
    assert!(said.contains("--accept-lost-tail"), "{said}");
    assert_eq!(store.lost_tail().await.unwrap().len(), 1);
}

async fn another_log_of_the_same_length_is_noticed(fresh: Fresh) {
    let (store, _) = answered(&fresh, 20).await;
    check(&store).await.unwrap();
    fresh.exec("update logs set hash = 'ab' || substr(hash, 3)").await;
    let said = check(&store).await.unwrap_err().to_string();
    assert!(said.contains("not the one that was written up to event 26"), "{said}");
}

async fn what_is_accepted_is_the_log_from_then_on(fresh: Fresh) {
    let (store, id) = answered(&fresh, 20).await;
    fresh.exec("delete from events where seq > 20").await;
    fresh.exec("delete from votes where seq > 20").await;
    let accepted = store.check_tail(LostTail::Accept).await.unwrap();
    assert!(matches!(&accepted, TailFound::Accepted(wrong) if wrong.len() == 1), "{accepted:?}");
    assert_eq!(check(&store).await.unwrap(), TailFound::Whole);
    assert_eq!(store.examine().await.unwrap().findings, []);
    store.close().await;
    let running = Running::on(&fresh).await;
    assert_eq!(running.put(id, agree(77, 1)).await.unwrap().seq.0, 21);
}

fn tail_of(fresh: &Fresh) -> PathBuf {
    let Database::Folder(folder) = &fresh.database else { unreachable!("it is kept in a folder") };
    folder.join("canvass.tail")
}

/// A folder put back as it was earlier, but for the small file: every transaction since is gone.
#[tokio::test]
async fn an_older_database_put_back_is_noticed() {
    let fresh = Fresh::sqlite();
    let (store, id) = answered(&fresh, 20).await;
    store.close_whole().await;
    let file = fresh.sqlite_file().unwrap();
    let older = std::fs::read(&file).unwrap();
    let running = Running::on(&fresh).await;
    running.put(id, agree(77, 1)).await.unwrap();
    running.stop().await.close_whole().await;
    let newer = std::fs::read(&file).unwrap();
    std::fs::write(&file, &older).unwrap();
    let store = fresh.store().await;
    let said = check(&store).await.unwrap_err().to_string();
    assert!(said.contains("ends at event 26, and canvass.tail says that it had come to 27"), "{said}");
    store.close().await;
    std::fs::write(&file, newer).unwrap();
    let store = fresh.store().await;
    assert_eq!(check(&store).await.unwrap(), TailFound::Whole);
    // One that went on differently from there is longer, and another log.
    store.close().await;
    std::fs::write(&file, older).unwrap();
    let store = fresh.store().await;
    std::fs::copy(tail_of(&fresh), tail_of(&fresh).with_extension("kept")).unwrap();
    store.check_tail(LostTail::Accept).await.unwrap();
    store.close().await;
    let running = Running::on(&fresh).await;
    for who in [78, 79] {
        running.put(id, agree(who, 2)).await.unwrap();
    }
    let store = running.stop().await;
    std::fs::copy(tail_of(&fresh).with_extension("kept"), tail_of(&fresh)).unwrap();
    let said = check(&store).await.unwrap_err().to_string();
    assert!(said.contains("not the one that was written up to event 27"), "{said}");
}

#[tokio::test]
async fn a_tail_that_is_missing_or_unreadable_is_said_and_written() {
    let fresh = Fresh::sqlite();
    assert_eq!(check(&fresh.store().await).await.unwrap(), TailFound::Whole, "nothing was ever there");
    let (store, _) = answered(&fresh, 5).await;
    check(&store).await.unwrap();
    let text = std::fs::read_to_string(tail_of(&fresh)).unwrap();
    let tail: serde_json::Value = serde_json::from_str(&text).unwrap();
    let log = &tail["logs"][0];
    assert_eq!(
        (log["conversation"].as_i64(), log["seq"].as_i64(), log["count"].as_i64()),
        (Some(1), Some(11), Some(11))
    );
    assert_eq!(log["hash"].as_str().unwrap().len(), 64);
    std::fs::remove_file(tail_of(&fresh)).unwrap();
    assert_eq!(check(&store).await.unwrap(), TailFound::NoFile);
    assert_eq!(std::fs::read_to_string(tail_of(&fresh)).unwrap(), text);
    for garbled in ["", "{", "{\"canvass_tail\":2,\"logs\":[]}", "{\"canvass_tail\":1,\"logs\":[{}]}"] {
        std::fs::write(tail_of(&fresh), garbled).unwrap();
        assert_eq!(check(&store).await.unwrap(), TailFound::Unreadable, "{garbled}");
        assert_eq!(std::fs::read_to_string(tail_of(&fresh)).unwrap(), text);
    }
}

/// Written by itself while answers come in, at most once a second.
#[tokio::test]
async fn the_tail_follows_the_log() {
    let fresh = Fresh::sqlite();
    let (running, id) = Running::with_open(&fresh).await;
    let seq = || {
        let text = std::fs::read_to_string(tail_of(&fresh)).ok()?;
        serde_json::from_str::<serde_json::Value>(&text).ok()?["logs"][0]["seq"].as_u64()
    };
    let last = running.put(id, agree(1, 1)).await.unwrap().seq.0;
    for _ in 0..500 {
        if seq() == Some(last) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the tail is at {:?}, the log at {last}", seq());
}

#[tokio::test]
async fn an_emptied_file_is_no_new_database() {
    let fresh = Fresh::sqlite();
    let (store, _) = answered(&fresh, 5).await;
    store.close_whole().await;
    let file = fresh.sqlite_file().unwrap();
    std::fs::write(&file, "").unwrap();
    let error = Store::open(fresh.database.clone()).await.unwrap_err();
    assert!(matches!(error, StoreError::EmptyFile { .. }) && error.to_string().contains("is empty"), "{error}");
    assert_eq!(std::fs::metadata(&file).unwrap().len(), 0, "nothing is made of it");
    // Without a file, what the tail says is gone.
    std::fs::remove_file(&file).unwrap();
    let said = check(&fresh.store().await).await.unwrap_err().to_string();
    assert!(said.contains("conversation 1 is gone, and canvass.tail says that its log had come to event 11"), "{said}");
}
