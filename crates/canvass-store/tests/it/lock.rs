//! One process writes the log. That a dead holder's lock is free is tested where processes die: with the binary.

use crate::support::{Fresh, on_both};
use canvass_store::StoreError;

on_both!(the_second_is_refused_and_told_who, a_dropped_lock_is_free, work_beside_the_lock);

async fn the_second_is_refused_and_told_who(fresh: Fresh) {
    let (one, two) = (fresh.store().await, fresh.store().await);
    let _held = one.lock("canvass serve (process 7)").await.unwrap();
    let error = two.lock("canvass import (process 8)").await.unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }));
    let message = error.to_string();
    assert!(message.contains("canvass serve (process 7)"), "{message}");
    assert!(message.contains(&fresh.database.place()), "{message}");
}

async fn a_dropped_lock_is_free(fresh: Fresh) {
    let (one, two) = (fresh.store().await, fresh.store().await);
    for _ in 0..3 {
        drop(one.lock("first").await.unwrap());
        drop(two.lock("second").await.unwrap());
    }
    // Who waits gets it once it is given up.
    let held = one.lock("first").await.unwrap();
    let (given_up, got) = tokio::join!(async { drop(held) }, two.lock("second"));
    assert_eq!(given_up, ());
    got.unwrap();
}

async fn work_beside_the_lock(fresh: Fresh) {
    let (one, two) = (fresh.store().await, fresh.store().await);
    let _held = one.lock("server").await.unwrap();
    crate::staff::add(&two, "ada@example.org", canvass_domain::Role::Owner).await;
    assert_eq!(two.conversations().await.unwrap(), []);
}

#[test]
fn messages_show_no_password() {
    let database = canvass_store::Database::from_address("postgres://me:secret@db.example.org:5432/canvass").unwrap();
    assert_eq!(database.place(), "postgres://db.example.org:5432/canvass");
    assert_eq!(canvass_store::Database::from_address("mysql://x"), None);
}
