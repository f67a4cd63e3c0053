//! Many conversations busy at once: how old the oldest opinion map gets that should be made anew.
//!
//! Asks the server's own metrics for how long the first in its queue has waited, and adds what its last run took. The
//! answers are those of a load without opinions, which is no easier to analyse than people's.

use super::Bench;
use super::http::{Connection, request};
use super::load;
use super::report::{Table, Target, thousands};
use super::server::{Mode, Server, Store};
use super::votes::{conversation, voters_of};
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The most that anybody has seen busy in one minute.
const N_CONVERSATIONS: usize = 116;
const N_STATEMENTS: usize = 40;
const N_PARTICIPANTS: usize = 250;
/// Votes a second in each, while ages are looked at.
const PACE: u32 = 10;
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// For the first half of the votes.
const FILL: Duration = Duration::from_millis(500);

const AGE_TARGET: Target = Target::AtMost(5.0);

pub fn run(bench: &Bench) -> Result<()> {
    let mut table = Table::new(&[
        "store",
        "conversations",
        "votes in each",
        "votes a second",
        "maps made",
        "oldest s",
        "target",
        "verdict",
    ]);
    for (store, folder) in bench.stores("maps")? {
        let seen = measure(bench, &store, &folder)?;
        table.row([
            store.name().to_owned(),
            N_CONVERSATIONS.to_string(),
            thousands(seen.n_votes / N_CONVERSATIONS as f64),
            thousands(f64::from(PACE) * N_CONVERSATIONS as f64),
            thousands(seen.n_runs),
            format!("{:.2}", seen.oldest),
            AGE_TARGET.text("s"),
            AGE_TARGET.verdict(seen.oldest),
        ]);
    }
    table.print("Opinion maps of many busy conversations");
    Ok(())
}

struct Seen {
    n_votes: f64,
    n_runs: f64,
    /// Seconds.
    oldest: f64,
}

fn measure(bench: &Bench, store: &Store, folder: &Path) -> Result<Seen> {
    for number in 0..N_CONVERSATIONS {
        let file = folder.join("conversation.toml");
        std::fs::write(&file, conversation(&slug(number), N_STATEMENTS))?;
        bench.binary.run(&["conversation", "create", &file.display().to_string()], store)?;
    }
    let server = bench.binary.serve(store, folder, Mode::Normal)?;
    let seen = bench.runtime.block_on(watch(&server, bench.time))?;
    server.stop()?;
    Ok(seen)
}

fn slug(number: usize) -> String {
    format!("busy-{number}")
}

async fn watch(server: &Server, time: Duration) -> Result<Seen> {
    const CONNECTIONS: usize = 16;
    let address = server.address;
    let mut all = Vec::with_capacity(N_CONVERSATIONS);
    for number in 0..N_CONVERSATIONS {
        let voters = voters_of(address, &slug(number), N_PARTICIPANTS).await?;
        let work = load::Work::Vote(Arc::new(voters.starting_at(0)));
        load::run(address, &work, CONNECTIONS, FILL).await?;
        all.push(voters);
    }
    let n_votes: u64 = all.iter().map(|voters| voters.acknowledged.n()).sum();
    let mut connection = Connection::open(address).await?;
    let before = metrics(&mut connection).await?;
    let until = Instant::now() + time;
    let paced = all.into_iter().map(|voters| {
        let half = voters.statements.len() / 2;
        tokio::spawn(load::paced(address, voters.starting_at(half), 1, PACE, time))
    });
    let paced: Vec<_> = paced.collect();
    let mut oldest: f64 = 0.0;
    while Instant::now() < until {
        let now = metrics(&mut connection).await?;
        oldest = oldest.max(now.oldest + now.last);
        tokio::time::sleep(LOOK_EVERY).await;
    }
    for one in paced {
        one.await??;
    }
    let after = metrics(&mut connection).await?;
    ensure!(after.n_failures == 0.0, "{} runs of the analysis failed", after.n_failures);
    Ok(Seen { n_votes: n_votes as f64, n_runs: after.n_runs - before.n_runs, oldest })
}

struct Metrics {
    n_runs: f64,
    n_failures: f64,
    oldest: f64,
    last: f64,
}

async fn metrics(connection: &mut Connection) -> Result<Metrics> {
    let answer = connection.answer_to(&request("GET", "/metrics", &[], "")).await?;
    let text = answer.text();
    let value = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.and_then(|value| value.trim().parse().ok()).with_context(|| format!("no `{name}` in the metrics"))
    };
    Ok(Metrics {
        n_runs: value("canvass_analysis_runs_total{outcome=\"made\"}")?,
        n_failures: value("canvass_analysis_runs_total{outcome=\"failed\"}")?,
        oldest: value("canvass_analysis_oldest_seconds")?,
        last: value("canvass_analysis_last_seconds")?,
    })
}
