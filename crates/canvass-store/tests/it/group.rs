//! One writer, many at once: dense logs, groups that share no failure, repetitions that count once.

use crate::support::{Fresh, Running, agree, ballot, command, draft, keyed, on_both, skip};
use canvass_domain::{ConversationId, Seq};
use canvass_store::{Act, Committed, Database, Receipt, Refused};
use std::collections::{BTreeMap, BTreeSet};

on_both!(
    dense_logs_of_concurrent_writers,
    one_bad_command_does_not_fail_its_group,
    a_repetition_counts_once,
    a_repetition_in_the_same_group_counts_once,
    a_key_of_yesterday_is_new_again,
    closing_stops_what_comes_behind_it,
    a_refused_command_may_be_sent_again,
    an_overtaken_writer_gives_up,
);

const DAY_MS: i64 = 24 * 3_600_000;

async fn dense_logs_of_concurrent_writers(fresh: Fresh) {
    let running = Running::on(&fresh).await;
    let mut ids = Vec::new();
    for slug in ["one", "two", "three"] {
        let id = running.load(slug, &draft(5)).await;
        running.put(id, Act::Open).await.unwrap();
        ids.push(id);
    }
    let mut tasks = tokio::task::JoinSet::new();
    for client in 0..24_u32 {
        let (ballot_box, id) = (running.ballot_box.clone(), ids[client as usize % 3]);
        tasks.spawn(async move {
            let mut seqs = Vec::new();
            for n in 0..30 {
                let receipt = ballot_box.put(command(id, agree(client, 1 + n % 5))).await.unwrap();
                seqs.push((id, receipt.seq));
            }
            seqs
        });
    }
    let mut seqs: BTreeMap<ConversationId, BTreeSet<Seq>> = BTreeMap::new();
    for (id, seq) in tasks.join_all().await.into_iter().flatten() {
        assert!(seqs.entry(id).or_default().insert(seq), "{seq} was given twice");
    }
    let told: Vec<_> = running.take_told().into_iter().flat_map(|told| told.events).collect();
    for id in ids {
        let events = running.store.events(id).await.unwrap();
        assert!(events.iter().zip(1..).all(|(event, seq)| event.seq == Seq(seq)), "not dense");
        assert_eq!(events.len(), 6 + 8 * 30);
        assert_eq!(seqs[&id], (7..=246).map(Seq).collect(), "every acknowledgement names its own event");
        let told: Vec<_> = told.iter().filter(|(of, _)| *of == id).map(|(_, event)| *event).collect();
        assert_eq!(told[..], events[5..], "told in the order of the log");
        assert_eq!(running.store.check_derived(id).await.unwrap(), []);
    }
}

/// Makes the database itself refuse statement 3: nothing a checked command does would fail there.
async fn refuse_statement_3(fresh: &Fresh) {
    let sql = match &fresh.database {
        Database::Folder(_) => {
            "create trigger refuse before insert on events when new.object = 3
             begin select raise(abort, 'refused by the test'); end"
        }
        Database::Postgres(_) => {
            "create function refuse() returns trigger language plpgsql as
             $$ begin if new.object = 3 then raise exception 'refused by the test'; end if; return new; end $$;
             create trigger refuse before insert on events for each row execute function refuse()"
        }
    };
    fresh.exec(sql).await;
}

async fn one_bad_command_does_not_fail_its_group(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    refuse_statement_3(&fresh).await;
    let group = (0..12).map(|n| command(id, agree(n, 1 + n % 4))).collect();
    let outcomes = running.together(group).await;
    let mut seqs = Vec::new();
    for (n, outcome) in outcomes.into_iter().enumerate() {
        match outcome {
            Ok(receipt) => seqs.push(receipt.seq),
            Err(refused) => {
                assert!(matches!(refused, Refused::Storage), "{refused:?}");
                assert_eq!(n % 4, 2, "only what the database refuses fails");
            }
        }
    }
    assert_eq!(seqs, (7..=15).map(Seq).collect::<Vec<_>>(), "no hole where the bad ones were");
    assert_eq!(fresh.table("number", "participants").await.len(), 9, "who was not written was not admitted");
    assert_eq!(running.store.check_derived(id).await.unwrap(), []);
    assert_eq!(running.take_told().iter().map(|told| told.events.len()).sum::<usize>(), 9);
    assert_eq!(running.put(id, agree(100, 1)).await.unwrap().seq, Seq(16), "the writer goes on");
}

async fn a_repetition_counts_once(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let first = running.ballot_box.put(keyed(id, 1, 1, agree(7, 1))).await.unwrap();
    running.put(id, skip(7, 2)).await.unwrap();
    let again = async || running.ballot_box.put(keyed(id, 1, 1, agree(7, 1))).await;
    // Whose it was is not kept with a receipt that names a statement: it might be their own.
    let told = |receipt: Receipt| (receipt.statement, receipt.seq);
    assert_eq!(told(again().await.unwrap()), told(first), "the same receipt");
    let other = running.ballot_box.put(keyed(id, 1, 2, agree(7, 1))).await;
    assert!(matches!(other, Err(Refused::KeyReused)), "{other:?}");
    assert_eq!(running.store.events(id).await.unwrap().len(), 8);
    // Also by a writer that never saw the first.
    running.stop().await.close().await;
    let running = Running::on(&fresh).await;
    assert_eq!(told(running.ballot_box.put(keyed(id, 1, 1, agree(7, 1))).await.unwrap()), told(first));
    let ballot_receipt = running.ballot_box.put(keyed(id, 3, 1, ballot(7, 1))).await.unwrap();
    assert_eq!(ballot_receipt.statement, None);
    assert_eq!(running.ballot_box.put(keyed(id, 3, 1, ballot(7, 1))).await.unwrap(), ballot_receipt);
    assert_eq!(running.store.events(id).await.unwrap().len(), 9);
}

async fn a_repetition_in_the_same_group_counts_once(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let group = vec![
        keyed(id, 1, 1, agree(7, 1)),
        keyed(id, 1, 1, agree(7, 1)),
        keyed(id, 1, 2, skip(7, 1)),
        keyed(id, 2, 1, agree(7, 2)),
    ];
    let outcomes = running.together(group).await;
    let receipts: Vec<Option<Receipt>> = outcomes.iter().map(|outcome| outcome.as_ref().ok().copied()).collect();
    assert_eq!(receipts[0], receipts[1]);
    assert!(matches!(outcomes[2], Err(Refused::KeyReused)));
    assert_eq!(receipts[3].unwrap().seq, Seq(8));
    let told: Vec<Committed> = running.take_told();
    assert_eq!((told.len(), told[0].events.len()), (1, 2));
}

async fn a_key_of_yesterday_is_new_again(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let at = |at_ms, body| canvass_store::Command { at_ms, ..keyed(id, 1, body, agree(7, 1)) };
    let start = crate::support::T0;
    assert_eq!(running.ballot_box.put(at(start, 1)).await.unwrap().seq, Seq(7));
    assert_eq!(running.ballot_box.put(at(start + DAY_MS, 1)).await.unwrap().seq, Seq(7), "the last moment");
    assert_eq!(running.ballot_box.put(at(start + DAY_MS + 1, 2)).await.unwrap().seq, Seq(8));
    assert_eq!(running.ballot_box.put(at(start + DAY_MS + 2, 2)).await.unwrap().seq, Seq(8), "kept anew");
    running.ballot_box.put(keyed(id, 2, 1, agree(7, 1))).await.unwrap();
    running.store.forget_old_keys(start + DAY_MS + 2).await.unwrap();
    assert_eq!(fresh.table("at_ms", "idempotency").await, [(start + DAY_MS + 1).to_string()]);
}

async fn closing_stops_what_comes_behind_it(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    let group = vec![command(id, agree(7, 1)), command(id, Act::Close), command(id, agree(8, 1))];
    let outcomes = running.together(group).await;
    assert_eq!(running.take_told().len(), 1, "one group");
    assert!(outcomes[0].is_ok() && outcomes[1].is_ok());
    assert!(matches!(outcomes[2], Err(Refused::NotOpen)), "{:?}", outcomes[2]);
    assert_eq!(fresh.table("number", "participants").await, ["1"]);
}

/// A refusal is not remembered under its key.
async fn a_refused_command_may_be_sent_again(fresh: Fresh) {
    let running = Running::on(&fresh).await;
    let id = running.load("one", &draft(2)).await;
    let refused = running.ballot_box.put(keyed(id, 1, 1, agree(7, 1))).await;
    assert!(matches!(refused, Err(Refused::NotOpen)));
    running.put(id, Act::Open).await.unwrap();
    assert_eq!(running.ballot_box.put(keyed(id, 1, 1, agree(7, 1))).await.unwrap().seq, Seq(4));
}

/// Somebody else's event in the log, which the lock forbids: the database refuses a second one of that place.
/// Memory is behind the disk then: nothing may be answered from it any more.
async fn an_overtaken_writer_gives_up(fresh: Fresh) {
    let (running, id) = Running::with_open(&fresh).await;
    running.put(id, agree(7, 1)).await.unwrap();
    fresh.exec(&format!("insert into events values ({}, 8, 1, 3, 1, 2, 1, 1, 1)", id.0)).await;
    let refused = running.put(id, agree(7, 3)).await;
    assert!(matches!(refused, Err(Refused::Storage)), "{refused:?}");
    assert!(matches!(running.put(id, agree(7, 4)).await, Err(Refused::Storage)));
    assert!(!running.ballot_box.is_taking());
    let why = running.writer_gives_up().await.to_string();
    assert!(why.contains("ends at 7 in memory and at 8 on disk"), "{why}");
    let running = Running::on(&fresh).await;
    assert!(matches!(running.put(id, agree(7, 3)).await, Err(Refused::Storage)), "it is not the log that was left");
    assert!(running.writer_gives_up().await.to_string().contains("not where it was left"));
    let store = fresh.store().await;
    store.check_tail(canvass_store::LostTail::Accept).await.unwrap();
    let running = Running::on(&fresh).await;
    assert_eq!(running.put(id, agree(7, 3)).await.unwrap().seq, Seq(9), "a new writer starts where the log ends");
}

/// Without its connection the lock is gone too, and somebody else may be writing.
#[tokio::test]
async fn a_writer_that_lost_its_connection_gives_up() {
    let Some(fresh) = Fresh::postgres().await else { return };
    let (running, id) = Running::with_open(&fresh).await;
    fresh.texts("select pg_terminate_backend(pid)::text from pg_stat_activity where application_name = 'a test' and datname = current_database()").await;
    assert!(matches!(running.put(id, agree(7, 1)).await, Err(Refused::Storage)));
    assert!(!running.ballot_box.is_taking());
    running.writer_gives_up().await;
    let running = Running::on(&fresh).await;
    assert_eq!(running.put(id, agree(7, 1)).await.unwrap().seq, Seq(7));
}

#[tokio::test]
async fn too_many_waiting_are_refused_as_busy_and_nothing_else_is_lost() {
    let fresh = Fresh::sqlite();
    let (running, id) = Running::with_open(&fresh).await;
    let bound = 16_384;
    let commands = (0..bound + 3).map(|n| command(id, agree(n % 50, 1 + n % 5))).collect();
    let outcomes = running.together(commands).await;
    let n_busy = outcomes.iter().filter(|outcome| matches!(outcome, Err(Refused::Busy))).count();
    assert_eq!(n_busy, 3);
    assert!(outcomes[..bound as usize].iter().all(Result::is_ok), "the first ones had a place");
    assert_eq!(running.ballot_box.n_waiting(), 0);
    assert_eq!(running.store.events(id).await.unwrap().len(), 6 + bound as usize);
}

/// The writer lives as long as any way in does, and ends once the last is dropped.
#[tokio::test]
async fn the_writer_outlives_all_boxes_but_the_last() {
    let fresh = Fresh::sqlite();
    let (running, id) = Running::with_open(&fresh).await;
    let ballot_box = running.ballot_box.clone();
    let stopped = tokio::spawn(running.stop());
    assert!(ballot_box.put(command(id, agree(1, 1))).await.is_ok());
    assert!(!stopped.is_finished());
    drop(ballot_box);
    let store = stopped.await.unwrap();
    store.lock("the next").await.unwrap();
}

/// PostgreSQL's own code for a full disk, raised by hand: everybody in the group is told, and the next is taken.
#[tokio::test]
async fn a_full_disk_is_told_apart_on_postgres() {
    let Some(fresh) = Fresh::postgres().await else { return };
    let (running, id) = Running::with_open(&fresh).await;
    fresh
        .exec(
            "create function full_disk() returns trigger language plpgsql as
             $$ begin raise exception 'No space left on device' using errcode = 'disk_full'; end $$;
             create trigger full_disk before insert on events for each row execute function full_disk()",
        )
        .await;
    for _ in 0..2 {
        let refused = running.together((1..4).map(|who| command(id, agree(who, 1))).collect()).await;
        assert!(refused.iter().all(|refused| matches!(refused, Err(Refused::NoRoom))), "{refused:?}");
    }
    fresh.exec("drop trigger full_disk on events").await;
    running.put(id, agree(1, 1)).await.unwrap();
    assert_eq!(running.store.check_derived(id).await.unwrap(), []);
}
