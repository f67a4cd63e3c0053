//! Staff, one-time links and sessions.

use crate::support::{Fresh, T0, key, on_both};
use canvass_domain::Role;
use canvass_store::{COMMAND_LINE, StaffChange, StaffMember, Store};

on_both!(added_once, many_added_at_once, a_link_works_once, two_race_for_one_link, sessions_end);

/// Somebody added on the command line.
pub(crate) async fn add(store: &Store, email: &str, role: Role) -> StaffMember {
    let added = store.put_staff(email, role, COMMAND_LINE, T0).await.unwrap();
    let StaffChange::Done(member) = added else { unreachable!("{email}: {added:?}") };
    member
}

async fn link(store: &Store, token: u32, id: i64, expires_ms: i64) {
    let kept = store.put_sign_in(&key(token), id, expires_ms, COMMAND_LINE, T0).await.unwrap();
    assert!(matches!(kept, StaffChange::Done(_)), "{kept:?}");
}

async fn added_once(fresh: Fresh) {
    let store = fresh.store().await;
    let ada = add(&store, "ada@example.org", Role::Editor).await;
    let bob = add(&store, "bob@example.org", Role::Analyst).await;
    assert_eq!((ada.id, bob.id), (1, 2));
    let again = add(&store, "ada@example.org", Role::Owner).await;
    assert_eq!(again, StaffMember { id: 1, email: "ada@example.org".to_owned(), role: Role::Owner });
    let rows = fresh.table("id email role created_ms", "staff").await;
    assert_eq!(rows, ["1 ada@example.org owner 1736000000000", "2 bob@example.org analyst 1736000000000"]);
}

async fn many_added_at_once(fresh: Fresh) {
    let store = fresh.store().await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..12 {
        let store = store.clone();
        tasks.spawn(async move { add(&store, &format!("{n}@example.org"), Role::Editor).await.id });
    }
    let mut ids = tasks.join_all().await;
    ids.sort_unstable();
    assert_eq!(ids, (1..=12).collect::<Vec<_>>());
}

async fn a_link_works_once(fresh: Fresh) {
    let store = fresh.store().await;
    let ada = add(&store, "ada@example.org", Role::Editor).await;
    link(&store, 1, ada.id, T0 + 100).await;
    link(&store, 2, ada.id, T0 + 10).await;
    assert!(store.sign_in_is_good(&key(1), T0 + 99).await.unwrap());
    assert!(store.sign_in_is_good(&key(1), T0 + 99).await.unwrap(), "looking does not use it up");
    assert!(!store.sign_in_is_good(&key(1), T0 + 100).await.unwrap(), "too late");
    assert!(!store.sign_in_is_good(&key(3), T0).await.unwrap(), "never made");
    assert!(!store.use_sign_in(&key(2), &key(20), T0 + 500, T0 + 10).await.unwrap(), "too late");
    assert!(store.use_sign_in(&key(1), &key(10), T0 + 500, T0 + 50).await.unwrap());
    assert!(!store.use_sign_in(&key(1), &key(11), T0 + 500, T0 + 50).await.unwrap(), "used up");
    assert_eq!(store.session(&key(10), T0 + 499).await.unwrap(), Some(ada));
    assert_eq!(store.session(&key(11), T0 + 60).await.unwrap(), None);
    assert_eq!(fresh.table("staff_id", "sign_ins").await, [""; 0], "old links are swept on the way");
}

async fn two_race_for_one_link(fresh: Fresh) {
    let store = fresh.store().await;
    let ada = add(&store, "ada@example.org", Role::Editor).await;
    for round in 0..10 {
        link(&store, round, ada.id, T0 + 100).await;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..6 {
            let store = store.clone();
            tasks.spawn(async move {
                store.use_sign_in(&key(round), &key(1000 + 10 * round + n), T0 + 500, T0).await.unwrap()
            });
        }
        let n_winners = tasks.join_all().await.into_iter().filter(|got| *got).count();
        assert_eq!(n_winners, 1, "round {round}");
    }
    assert_eq!(fresh.table("staff_id", "sessions").await.len(), 10);
}

async fn sessions_end(fresh: Fresh) {
    let store = fresh.store().await;
    let ada = add(&store, "ada@example.org", Role::Editor).await;
    for (n, expires_ms) in [(1, T0 + 10), (2, T0 + 1000)] {
        link(&store, n, ada.id, T0 + 100).await;
        assert!(store.use_sign_in(&key(n), &key(10 + n), expires_ms, T0).await.unwrap());
    }
    assert_eq!(store.session(&key(11), T0 + 10).await.unwrap(), None, "expired");
    assert!(store.session(&key(12), T0 + 10).await.unwrap().is_some());
    add(&store, "ada@example.org", Role::Analyst).await;
    assert_eq!(store.session(&key(12), T0).await.unwrap().unwrap().role, Role::Analyst, "a new role acts at once");
    store.end_session(&key(12), T0).await.unwrap();
    store.end_session(&key(99), T0).await.unwrap();
    assert_eq!(store.session(&key(12), T0).await.unwrap(), None);
}
