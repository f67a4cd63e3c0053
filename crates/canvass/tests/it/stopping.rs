//! Stopping in order under load: whatever was sent before is answered, whatever was acknowledged is kept.

use crate::http::{Wire, With};
use crate::process::{Place, Server, open_conversation};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

const SLUG: &str = "stopped";
const N_STATEMENTS: u32 = 40;
const N_CLIENTS: usize = 24;
const N_ROUNDS: usize = 8;

/// How a client connects.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Connects {
    /// Once, and keeps the connection.
    Once,
    /// Anew for every answer.
    EachTime,
}

/// What the clients count together.
#[derive(Default)]
struct Load {
    is_told_to_stop: AtomicBool,
    n_acknowledged: AtomicUsize,
    /// Sent before the server was told to stop, and never answered.
    n_unanswered: AtomicUsize,
}

fn join(wire: &mut Wire) -> std::io::Result<String> {
    let with = With { json: Some("{}"), ..With::default() };
    let joined = wire.ask("POST", &format!("/api/v1/conversations/{SLUG}/participants"), with)?;
    Ok(joined.json()["token"].as_str().unwrap().to_owned())
}

impl Load {
    /// Answers until the server is gone.
    fn run(&self, address: SocketAddr, connects: Connects) {
        let Ok(mut wire) = Wire::to(address) else { return };
        let Ok(mut token) = join(&mut wire) else { return };
        for statement in (1..=N_STATEMENTS).cycle() {
            if connects == Connects::EachTime {
                let Ok(fresh) = Wire::to(address) else { return };
                wire = fresh;
            }
            if statement == 1 {
                match join(&mut wire) {
                    Ok(other) => token = other,
                    Err(_) => return,
                }
                continue;
            }
            if self.answer(&mut wire, &token, statement).is_err() {
                return;
            }
        }
    }

    fn answer(&self, wire: &mut Wire, token: &str, statement: u32) -> std::io::Result<()> {
        let path = format!("/api/v1/conversations/{SLUG}/statements/{statement}/vote");
        let with = With { token: Some(token), json: Some("{\"vote\": \"agree\"}"), ..With::default() };
        wire.send("PUT", &path, with)?;
        let was_before = !self.is_told_to_stop.load(Ordering::SeqCst);
        match wire.reply() {
            Ok(reply) => {
                assert_eq!(reply.status, 204, "{}", reply.text());
                self.n_acknowledged.fetch_add(1, Ordering::SeqCst);
                Ok(())
            }
            Err(error) => {
                self.n_unanswered.fetch_add(usize::from(was_before), Ordering::SeqCst);
                Err(error)
            }
        }
    }

    fn wait_for(&self, n: usize) {
        while self.n_acknowledged.load(Ordering::SeqCst) < n {
            std::thread::yield_now();
        }
    }
}

fn n_votes(server: &Server) -> usize {
    let results = server.wire().get(&format!("/api/v1/conversations/{SLUG}/results")).unwrap().json();
    usize::try_from(results["counts"]["votes"].as_u64().unwrap()).unwrap()
}

fn check_stopping(place: &Place) {
    place.create(&open_conversation(SLUG, N_STATEMENTS)).out();
    let mut n_kept = 0;
    for round in 0..N_ROUNDS {
        let server = place.serve(&[]);
        assert!(n_votes(&server) >= n_kept, "what was acknowledged is there");
        let before = n_votes(&server);
        let load = Load::default();
        let address = server.address();
        std::thread::scope(|scope| {
            for n in 0..N_CLIENTS {
                let connects = if n % 4 == 0 { Connects::EachTime } else { Connects::Once };
                let load = &load;
                scope.spawn(move || load.run(address, connects));
            }
            load.wait_for(400);
            load.is_told_to_stop.store(true, Ordering::SeqCst);
            assert!(server.stop().success());
        });
        assert_eq!(load.n_unanswered.load(Ordering::SeqCst), 0, "round {round}: requests sent before were cut off");
        n_kept = before + load.n_acknowledged.load(Ordering::SeqCst);
    }
    let server = place.serve(&[]);
    assert!(n_votes(&server) >= n_kept);
    assert!(server.stop().success());
    place.run(&["doctor"]).check_agrees();
}

#[test]
fn under_load_on_sqlite() {
    check_stopping(&Place::sqlite());
}

#[test]
fn under_load_on_postgres() {
    if let Some(place) = Place::postgres() {
        check_stopping(&place);
    }
}
