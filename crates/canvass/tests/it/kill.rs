//! A vote acknowledged is a vote kept: the server is killed under load again and again on one database.
//!
//! Clients vote, each vote under an idempotency key, and note what was acknowledged. What was not is sent
//! again under its key after the restart. In the end the log must hold every vote exactly once. The same
//! body finds lost votes where the server acknowledges first (feature `faults`): the test can fail.

use crate::http::{Wire, With};
use crate::process::{Place, Server, block_on, open_conversation};
use canvass_app::{AckOrder, App};
use canvass_domain::{Fact, ParticipantId, StatementId};
use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

const SLUG: &str = "killed";
const N_CLIENTS: usize = 8;
const N_STATEMENTS: u32 = 60;
const VOTES: [&str; 3] = ["agree", "disagree", "unsure"];
/// What the issue asks of twenty kills.
const WITHIN: Duration = Duration::from_secs(120);

/// One vote, and whether its answer came.
#[derive(Clone)]
struct Said {
    token: Arc<str>,
    statement: u32,
    n_sent: u32,
    is_acknowledged: bool,
}

/// A client that votes on one statement after the other, and becomes somebody new when there is none left.
#[derive(Default)]
struct Client {
    said: Vec<Said>,
}

#[derive(Debug, Default)]
struct Report {
    /// Votes said, each answered in the end.
    n_said: usize,
    /// Those whose first answer did not come.
    n_resent: usize,
    /// Votes not in the log though acknowledged.
    n_lost: usize,
    /// Events beyond one for each vote.
    n_twice: usize,
    took: Duration,
}

impl Client {
    /// Votes until the server is gone.
    fn vote_until_killed(&mut self, address: SocketAddr) {
        // How it ends is no news: the connection breaks.
        let _ = self.vote(address);
    }

    fn vote(&mut self, address: SocketAddr) -> io::Result<()> {
        let mut wire = self.send_again(address)?;
        loop {
            let next = match self.said.last() {
                Some(last) if last.statement < N_STATEMENTS => (Arc::clone(&last.token), last.statement + 1),
                _ => (join(&mut wire)?, 1),
            };
            let (token, statement) = next;
            self.said.push(Said { token, statement, n_sent: 0, is_acknowledged: false });
            self.said.last_mut().unwrap().send(&mut wire)?;
        }
    }

    /// Sends again what is not acknowledged.
    fn send_again(&mut self, address: SocketAddr) -> io::Result<Wire> {
        let mut wire = Wire::to(address)?;
        for said in self.said.iter_mut().filter(|said| !said.is_acknowledged) {
            said.send(&mut wire)?;
        }
        Ok(wire)
    }
}

impl Said {
    fn send(&mut self, wire: &mut Wire) -> io::Result<()> {
        self.n_sent += 1;
        let path = format!("/api/v1/conversations/{SLUG}/statements/{}/vote", self.statement);
        let key = format!("vote-{}", self.statement);
        let json = format!("{{\"vote\": \"{}\"}}", VOTES[self.statement as usize % 3]);
        let with = With { token: Some(&self.token), idempotency_key: Some(&key), json: Some(&json), ..With::default() };
        let reply = wire.ask("PUT", &path, with)?;
        assert_eq!(reply.status, 204, "{}", reply.text());
        self.is_acknowledged = true;
        Ok(())
    }
}

fn join(wire: &mut Wire) -> io::Result<Arc<str>> {
    let with = With { json: Some("{}"), ..With::default() };
    let reply = wire.ask("POST", &format!("/api/v1/conversations/{SLUG}/participants"), with)?;
    Ok(reply.json()["token"].as_str().unwrap().into())
}

/// Between 100 and 600 ms, by a sequence that looks random.
fn pause(round: u32) -> Duration {
    Duration::from_millis(100 + u64::from(round.wrapping_mul(2_654_435_761) >> 16) % 501)
}

/// Kills a server under load so often, then looks at what is left.
fn kill_again_and_again(place: &Place, n_kills: u32, more: &[&str]) -> Report {
    assert_eq!(place.create(&open_conversation(SLUG, N_STATEMENTS)).out(), format!("{SLUG}\n"));
    // Opened by a server that does as it should: only votes are in question.
    assert!(place.serve(&[]).stop().success());
    let started = Instant::now();
    let mut clients: Vec<Client> = (0..N_CLIENTS).map(|_| Client::default()).collect();
    for round in 0..n_kills {
        let server = place.serve(more);
        let address = server.address();
        std::thread::scope(|scope| {
            for client in &mut clients {
                scope.spawn(move || client.vote_until_killed(address));
            }
            wait(pause(round));
            server.kill();
        });
    }
    let took = started.elapsed();
    settle(place, &mut clients);
    let report = Report { took, ..count(place, &clients) };
    println!("{n_kills} kills: {report:?}");
    report
}

/// A moment that the server is given, no more: nothing is sent here.
fn wait(moment: Duration) {
    let (_nobody, never) = mpsc::channel::<()>();
    let _ = never.recv_timeout(moment);
}

/// What is still not acknowledged is sent again, to a server that is left alone and stopped in order.
fn settle(place: &Place, clients: &mut [Client]) {
    let server: Server = place.serve(&[]);
    for client in clients.iter_mut() {
        client.send_again(server.address()).unwrap();
    }
    assert!(server.stop().success());
    let check = place.run(&["doctor", "--check"]);
    check.check_agrees();
}

fn count(place: &Place, clients: &[Client]) -> Report {
    let logged = logged(place, clients);
    let said = || clients.iter().flat_map(|client| &client.said);
    let n_in_log = |said: &Said| logged.get(&(Arc::clone(&said.token), said.statement)).copied().unwrap_or(0);
    assert!(said().all(|said| said.is_acknowledged), "everything was acknowledged in the end");
    let n_known: usize = said().map(&n_in_log).sum();
    assert_eq!(n_known, logged.values().sum::<usize>(), "nothing in the log that nobody said");
    Report {
        n_said: said().count(),
        n_resent: said().filter(|said| said.n_sent > 1).count(),
        n_lost: said().filter(|said| n_in_log(said) == 0).count(),
        n_twice: said().map(|said| n_in_log(said).saturating_sub(1)).sum(),
        ..Report::default()
    }
}

/// Votes in the log by who cast them, as the clients know themselves, and by statement.
fn logged(place: &Place, clients: &[Client]) -> BTreeMap<(Arc<str>, u32), usize> {
    block_on(async {
        let store = canvass_app::Store::open(place.database.clone()).await.unwrap();
        let lock = store.lock("the test").await.unwrap();
        let (app, writer) = App::start(store, lock, AckOrder::AfterCommit, [0; 32]).await.unwrap();
        let entry = app.public(SLUG).unwrap();
        let mut names: BTreeMap<ParticipantId, Arc<str>> = BTreeMap::new();
        for said in clients.iter().flat_map(|client| &client.said) {
            let reader = app.reader_of_token(Arc::clone(&entry), &said.token).unwrap();
            if let Some(participant) = reader.participant {
                names.insert(participant, Arc::clone(&said.token));
            }
        }
        let mut votes: BTreeMap<(Arc<str>, u32), usize> = BTreeMap::new();
        for event in app.store().events(entry.id()).await.unwrap() {
            if let Fact::VoteCast { participant, statement: StatementId(statement), .. } = event.fact {
                *votes.entry((Arc::clone(&names[&participant]), statement)).or_default() += 1;
            }
        }
        drop((app, entry));
        writer.await.unwrap().unwrap();
        votes
    })
}

fn check_nothing_is_lost(place: &Place, n_kills: u32) {
    let report = kill_again_and_again(place, n_kills, &[]);
    assert!(report.n_said > 100 && report.n_resent > 0, "there was load, and it was cut off: {report:?}");
    assert_eq!((report.n_lost, report.n_twice), (0, 0), "{report:?}");
    assert!(report.took < WITHIN, "{report:?}");
}

#[test]
fn twenty_kills_lose_nothing_on_sqlite() {
    check_nothing_is_lost(&Place::sqlite(), 20);
}

#[test]
fn eight_kills_lose_nothing_on_postgres() {
    let Some(place) = Place::postgres() else { return };
    check_nothing_is_lost(&place, 8);
}

/// The same body, on a server that answers before it commits.
#[cfg(feature = "faults")]
mod acknowledging_first {
    use super::*;

    fn check_losses_are_found(place: &Place) {
        let report = kill_again_and_again(place, 8, &["--fault", "ack-first"]);
        assert!(report.n_lost > 0, "{report:?}");
    }

    #[test]
    fn is_found_out_on_sqlite() {
        check_losses_are_found(&Place::sqlite());
    }

    #[test]
    fn is_found_out_on_postgres() {
        if let Some(place) = Place::postgres() {
            check_losses_are_found(&place);
        }
    }
}
