//! Order on SQLite: every group is synced to the write-ahead log before its acknowledgements.
//!
//! A kill cannot test this: what a process wrote survives it in the page cache. So the syncs are counted in
//! SQLite's own file layer, and the order is asserted; with the fault that acknowledges first, it must fail.

use crate::support::{Fresh, agree, command, draft};
use canvass_domain::{ConversationId, Seq, Slug};
use canvass_store::{AckOrder, Act, BallotBox, Database, Synchronous};
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
        Ok(())
    };
    let (ballot_box, writer) = BallotBox::start(&store, lock, order, told).await.unwrap();
    assert_eq!(ballot_box.synchronous(), Synchronous::Sqlite(2), "FULL, on the writer's own connection");
    let id = store.load(&Slug::parse("one").unwrap(), &draft(5), 1, &mut |_| {}).await.unwrap();
    ballot_box.put(command(id, Act::Open)).await.unwrap();
    let mut clients = tokio::task::JoinSet::new();
    for who in 0..N_CLIENTS {
        clients.spawn(client(ballot_box.clone(), id, file.clone(), who));
    }
    let acknowledged: Vec<Acknowledged> = clients.join_all().await.into_iter().flatten().collect();
    drop(ballot_box);
    writer.await.unwrap().unwrap();
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

/// Whatever the database was told: the writer's own connection waits for the disk.
#[tokio::test]
async fn on_postgres_commits_wait_for_the_disk() {
    let Some(fresh) = Fresh::postgres().await else { return };
    let Database::Postgres(address) = &fresh.database else { return };
    let name = address.rsplit_once('/').unwrap().1;
    fresh.exec(&format!("alter database {name} set synchronous_commit = off")).await;
    assert_eq!(fresh.texts("show synchronous_commit").await, ["off"]);
    let running = crate::support::Running::on(&fresh).await;
    assert_eq!(running.ballot_box.synchronous(), Synchronous::Postgres);
}

/// The write-ahead log starts over again and again under load, instead of growing until the load ends.
#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_sqlite_is_folded_beside_the_writer() {
    let fresh = Fresh::sqlite();
    let (running, id) = crate::support::Running::with_open(&fresh).await;
    let wal = fresh.sqlite_file().unwrap().with_extension("sqlite-wal");
    // The salt in the log's header changes whenever it starts over.
    let salt = || std::fs::read(&wal).unwrap().get(16..24).map(<[u8]>::to_vec);
    let before = salt();
    let mut rounds = 0;
    while salt() == before {
        rounds += 1;
        assert!(rounds < 60, "{rounds} groups of 1,000 answers and the log never started over");
        let mut clients = tokio::task::JoinSet::new();
        for who in 0..1000 {
            let ballot_box = running.ballot_box.clone();
            clients.spawn(async move { ballot_box.put(command(id, agree(who, 1 + rounds % 5))).await });
        }
        assert!(clients.join_all().await.iter().all(Result::is_ok));
    }
    assert!(rounds > 3, "folding after {rounds} groups costs more than it saves");
}
