//! Who is staff: roles, removing, the last owner, and what of it stands in the audit log.

use crate::staff::add;
use crate::support::{Fresh, Running, T0, command, key, on_both};
use canvass_domain::{Role, StatementId, StatementText};
use canvass_store::{Act, AuditRange, AuditRow, COMMAND_LINE, Command, StaffChange, Store};

on_both!(
    a_role_acts_at_once_and_removing_ends_every_session,
    whoever_comes_back_is_the_same_person_without_the_old_sessions,
    the_last_owner_stays,
    of_owners_who_remove_each_other_at_once_one_stays,
    a_link_used_while_its_owner_is_removed_opens_nothing,
    every_change_of_people_is_in_the_audit_log,
    the_audit_log_is_read_by_pages_and_by_conversation,
);

async fn signed_in(store: &Store, id: i64, n: u32) {
    store.put_sign_in(&key(n), id, T0 + 100, COMMAND_LINE, T0).await.unwrap();
    assert!(store.use_sign_in(&key(n), &key(100 + n), T0 + 1_000, T0).await.unwrap());
}

async fn whole(store: &Store) -> Vec<AuditRow> {
    store.audit(AuditRange::default(), 500).await.unwrap()
}

async fn a_role_acts_at_once_and_removing_ends_every_session(fresh: Fresh) {
    let store = fresh.store().await;
    let [owner, ada] =
        [add(&store, "o@example.org", Role::Owner).await, add(&store, "a@example.org", Role::Editor).await];
    signed_in(&store, ada.id, 1).await;
    signed_in(&store, ada.id, 2).await;
    store.put_sign_in(&key(3), ada.id, T0 + 100, owner.id, T0).await.unwrap();
    store.set_role(ada.id, Role::Analyst, owner.id, T0).await.unwrap();
    assert_eq!(store.session(&key(101), T0).await.unwrap().unwrap().role, Role::Analyst);
    let gone = store.remove_staff(ada.id, owner.id, T0).await.unwrap();
    assert!(matches!(gone, StaffChange::Done(_)), "{gone:?}");
    for session in [101, 102] {
        assert_eq!(store.session(&key(session), T0).await.unwrap(), None);
    }
    assert!(!store.sign_in_is_good(&key(3), T0).await.unwrap(), "a link they had not used leads nowhere");
    assert_eq!(store.staff().await.unwrap(), std::slice::from_ref(&owner));
    assert_eq!(store.remove_staff(ada.id, owner.id, T0).await.unwrap(), StaffChange::Nobody);
    assert_eq!(store.set_role(ada.id, Role::Owner, owner.id, T0).await.unwrap(), StaffChange::Nobody);
    assert_eq!(store.put_sign_in(&key(4), ada.id, T0 + 9, owner.id, T0).await.unwrap(), StaffChange::Nobody);
}

async fn whoever_comes_back_is_the_same_person_without_the_old_sessions(fresh: Fresh) {
    let store = fresh.store().await;
    add(&store, "o@example.org", Role::Owner).await;
    let ada = add(&store, "a@example.org", Role::Editor).await;
    signed_in(&store, ada.id, 1).await;
    store.remove_staff(ada.id, COMMAND_LINE, T0).await.unwrap();
    let other = add(&store, "b@example.org", Role::Editor).await;
    assert_ne!(other.id, ada.id, "a number never stands for two people");
    let again = add(&store, "a@example.org", Role::Moderator).await;
    assert_eq!((again.id, again.role), (ada.id, Role::Moderator));
    assert_eq!(store.session(&key(101), T0).await.unwrap(), None);
}

async fn the_last_owner_stays(fresh: Fresh) {
    let store = fresh.store().await;
    let owner = add(&store, "o@example.org", Role::Owner).await;
    let ada = add(&store, "a@example.org", Role::Editor).await;
    assert_eq!(store.remove_staff(owner.id, owner.id, T0).await.unwrap(), StaffChange::LastOwner);
    assert_eq!(store.set_role(owner.id, Role::Editor, owner.id, T0).await.unwrap(), StaffChange::LastOwner);
    let added_again = store.put_staff("o@example.org", Role::Analyst, COMMAND_LINE, T0).await.unwrap();
    assert_eq!(added_again, StaffChange::LastOwner, "adding somebody again is no way around it");
    assert_eq!(store.staff().await.unwrap(), [owner.clone(), ada.clone()]);
    store.set_role(ada.id, Role::Owner, owner.id, T0).await.unwrap();
    assert!(matches!(store.remove_staff(owner.id, ada.id, T0).await.unwrap(), StaffChange::Done(_)));
    assert_eq!(store.remove_staff(ada.id, ada.id, T0).await.unwrap(), StaffChange::LastOwner);
    let refused = whole(&store).await.iter().filter(|row| row.act == "remove_person").count();
    assert_eq!(refused, 1, "what was refused was not done");
}

/// Each looks while the other is still there: without a lock both would go.
async fn of_owners_who_remove_each_other_at_once_one_stays(fresh: Fresh) {
    let store = fresh.store().await;
    for round in 0..8 {
        let [one, two] = [0, 1].map(|n| format!("{round}-{n}@example.org"));
        let one = add(&store, &one, Role::Owner).await;
        let two = add(&store, &two, Role::Owner).await;
        for former in store.staff().await.unwrap().iter().filter(|member| ![one.id, two.id].contains(&member.id)) {
            store.remove_staff(former.id, COMMAND_LINE, T0).await.unwrap();
        }
        let mut tasks = tokio::task::JoinSet::new();
        for (n, (whom, by)) in [(one.id, two.id), (two.id, one.id)].into_iter().enumerate() {
            let store = store.clone();
            tasks.spawn(async move {
                match (round + n) % 3 {
                    0 => store.set_role(whom, Role::Analyst, by, T0).await.unwrap(),
                    _ => store.remove_staff(whom, by, T0).await.unwrap(),
                }
            });
        }
        let outcomes = tasks.join_all().await;
        let n_refused = outcomes.iter().filter(|outcome| **outcome == StaffChange::LastOwner).count();
        assert_eq!(n_refused, 1, "round {round}: {outcomes:?}");
        let owners = store.staff().await.unwrap().into_iter().filter(|member| member.role == Role::Owner).count();
        assert_eq!(owners, 1, "round {round}");
    }
}

async fn a_link_used_while_its_owner_is_removed_opens_nothing(fresh: Fresh) {
    let store = fresh.store().await;
    add(&store, "o@example.org", Role::Owner).await;
    for round in 0..8 {
        let ada = add(&store, "a@example.org", Role::Editor).await;
        store.put_sign_in(&key(round), ada.id, T0 + 100, COMMAND_LINE, T0).await.unwrap();
        let (session, token) = (key(100 + round), key(round));
        let signing_in = store.use_sign_in(&token, &session, T0 + 1_000, T0);
        let (_, removed) = tokio::join!(signing_in, store.remove_staff(ada.id, COMMAND_LINE, T0));
        assert!(matches!(removed.unwrap(), StaffChange::Done(_)));
        assert_eq!(store.session(&session, T0).await.unwrap(), None, "round {round}");
    }
    assert_eq!(fresh.table("staff_id", "sessions").await, [""; 0]);
}

async fn every_change_of_people_is_in_the_audit_log(fresh: Fresh) {
    let store = fresh.store().await;
    let owner = add(&store, "o@example.org", Role::Owner).await;
    let ada = add(&store, "a@example.org", Role::Editor).await;
    add(&store, "a@example.org", Role::Editor).await;
    store.set_role(ada.id, Role::Moderator, owner.id, T0 + 1).await.unwrap();
    signed_in(&store, ada.id, 1).await;
    store.end_session(&key(101), T0 + 2).await.unwrap();
    store.end_session(&key(101), T0 + 3).await.unwrap();
    store.remove_staff(ada.id, owner.id, T0 + 4).await.unwrap();
    let lines = whole(&store).await.into_iter().rev().map(|row| {
        let [who, object, detail] = [row.staff, row.object, row.detail].map(|text| text.unwrap_or("-".to_owned()));
        format!("{} {who} {} {object} {detail}", row.at_ms - T0, row.act)
    });
    let expected = [
        "0 - add_person o@example.org owner",
        "0 - add_person a@example.org editor",
        "1 o@example.org change_role a@example.org moderator",
        "0 - make_sign_in_link a@example.org -",
        "0 a@example.org sign_in - -",
        "2 a@example.org sign_out - -",
        "4 o@example.org remove_person a@example.org moderator",
    ];
    assert_eq!(lines.collect::<Vec<_>>(), expected, "and whoever is gone is still named");
}

async fn the_audit_log_is_read_by_pages_and_by_conversation(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let owner = add(&running.store, "o@example.org", Role::Owner).await;
    for n in 0..5 {
        running.store.note_act(owner.id, "look", None, None, T0 + n).await.unwrap();
        let text = StatementText::parse(&format!("Wording {n}")).unwrap();
        let reword = Command { by: Some(owner.id), ..command(id, Act::Reword(StatementId(1), text, None)) };
        running.ballot_box.put(reword).await.unwrap();
    }
    running.store.note_act_on(id, COMMAND_LINE, "create", T0).await.unwrap();
    let numbers = async |of, before, limit| {
        let page = running.store.audit(AuditRange { of, before }, limit).await.unwrap();
        page.into_iter().map(|row| row.number).collect::<Vec<_>>()
    };
    assert_eq!(numbers(None, None, 3).await, [12, 11, 10]);
    assert_eq!(numbers(None, Some(10), 3).await, [9, 8, 7]);
    assert_eq!(numbers(Some(id), None, 3).await, [12, 11, 9]);
    assert_eq!(numbers(Some(id), Some(9), 10).await, [7, 5, 3]);
    assert_eq!(numbers(Some(canvass_domain::ConversationId(99)), None, 3).await, [0; 0]);
}
