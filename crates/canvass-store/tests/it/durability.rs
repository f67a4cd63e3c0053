//! Order on SQLite: every group is synced to the write-ahead log before its acknowledgements.
//!
//! A kill cannot test this: what a process wrote survives it in the page cache. So the syncs are counted in
//! SQLite's own file layer, and the order is asserted; with the fault that acknowledges first, it must fail.

use crate::support::{Fresh, agree, command, draft};
use canvass_domain::{ConversationId, Seq, Slug};
use canvass_store::{AckOrder, Act, BallotBox};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

const N_CLIENTS: u32 = 16;
const N_COMMANDS: u32 = 40;

/// One acknowledged command: the log's syncs when it was put and when its answer came, and its event.
struct Acknowledged {
    syncs_at_put: u64,
    syncs_at_answer: u64,
    seq: Seq,
}

/// One group: its last event, and the log's syncs when it was told to be durable.
struct Group {
    last: Seq,
    syncs: u64,
}

#[derive(Default)]
struct Trace {
    acknowledged: Vec<Acknowledged>,
    groups: Vec<Group>,
}

impl Trace {
    /// Acknowledgements that came before a sync of their own group.
    fn n_too_early(&self) -> usize {
        let is_early = |one: &&Acknowledged| {
            let place = self.groups.partition_point(|group| group.last < one.seq);
            let synced = self.groups[place].syncs;
            let own_sync = place == 0 || synced > self.groups[place - 1].syncs;
            !(own_sync && synced > one.syncs_at_put && one.syncs_at_answer >= synced)
        };
        self.acknowledged.iter().filter(is_early).count()
    }
}

async fn client(ballot_box: BallotBox, id: ConversationId, file: PathBuf, who: u32) -> Vec<Acknowledged> {
    let syncs = || canvass_testkit_vfs::wal_syncs(&file);
    let mut acknowledged = Vec::new();
    for n in 0..N_COMMANDS {
        let syncs_at_put = syncs();
        let seq = ballot_box.put(command(id, agree(who, 1 + n % 5))).await.unwrap().seq;
        acknowledged.push(Acknowledged { syncs_at_put, syncs_at_answer: syncs(), seq });
    }
    acknowledged
}

async fn trace(order: AckOrder) -> Trace {
    let fresh = Fresh::sqlite();
    let file = fresh.sqlite_file().unwrap();
    let store = fresh.store().await;
    let lock = store.lock("a test").await.unwrap();
    let groups = Arc::new(Mutex::new(Vec::new()));
    let (into, counted) = (Arc::clone(&groups), file.clone());
    let told = move |committed: canvass_store::Committed| {
        let last = committed.events.last().unwrap().1.seq;
        into.lock().unwrap().push(Group { last, syncs: syncs(&counted) });
    };
    let (ballot_box, writer) = BallotBox::start(&store, lock, order, told).await.unwrap();
    assert_eq!(ballot_box.synchronous(), Some(2), "FULL, on the writer's own connection");
    let id = store.load(&Slug::parse("one").unwrap(), &draft(5), 1, &mut |_| {}).await.unwrap();
    ballot_box.put(command(id, Act::Open)).await.unwrap();
    let mut clients = tokio::task::JoinSet::new();
    for who in 0..N_CLIENTS {
        clients.spawn(client(ballot_box.clone(), id, file.clone(), who));
    }
    let acknowledged: Vec<Acknowledged> = clients.join_all().await.into_iter().flatten().collect();
    drop(ballot_box);
    writer.await.unwrap();
    let groups = std::mem::take(&mut *groups.lock().unwrap());
    Trace { acknowledged, groups }
}

fn syncs(file: &Path) -> u64 {
    canvass_testkit_vfs::wal_syncs(file)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_group_is_synced_before_its_acknowledgements() {
    let trace = trace(AckOrder::AfterCommit).await;
    assert_eq!(trace.acknowledged.len(), (N_CLIENTS * N_COMMANDS) as usize);
    assert!(trace.groups.len() < trace.acknowledged.len(), "commands shared groups");
    assert_eq!(trace.n_too_early(), 0);
}

/// The same assertion notices an acknowledgement before its commit.
#[cfg(feature = "faults")]
#[tokio::test(flavor = "multi_thread")]
async fn acknowledging_first_is_noticed() {
    let trace = trace(AckOrder::BeforeCommit).await;
    let n_too_early = trace.n_too_early();
    assert!(n_too_early * 2 > trace.acknowledged.len(), "{n_too_early} of {} noticed", trace.acknowledged.len());
}

#[tokio::test]
async fn on_postgres_the_server_decides() {
    let Some(fresh) = Fresh::postgres().await else { return };
    let running = crate::support::Running::on(&fresh).await;
    assert_eq!(running.ballot_box.synchronous(), None);
}
