//! 500 live streams while answers come in: how late the newest totals are, what streams cost in memory, and how much
//! of the vote path they leave.
//!
//! A stream is late by the time from an answer's acknowledgement to the first totals on it that count so many
//! answers. Beside the streams that are read stand some that are not, as of readers whose telephone went to sleep.

use super::Bench;
use super::histogram::Histogram;
use super::load::{self, Measured, Voters, Votes, Work};
use super::report::{Table, Target, ms, thousands};
use super::server::{Mode, Server, Store};
use super::votes::{SLUG, prepare, voters};
use anyhow::{Result, bail, ensure};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

const N_READ: usize = 500;
const N_UNREAD: usize = 50;
/// Answers a second at which lateness is measured, over so many connections.
const PACE: u32 = 1_000;
const PACED_CONNECTIONS: usize = 20;
/// Connections of the load beside which streams are held.
const LOAD_CONNECTIONS: usize = 64;
/// For the last totals to arrive.
const LINGER: Duration = Duration::from_secs(4);

const LATE_TARGET: Target = Target::AtMost(2_000.0);
const SPEED_TARGET: Target = Target::AtLeast(50.0);
/// Of what 550 streams and the votes meanwhile may add to the server's memory, in MB.
const MEMORY_TARGET: Target = Target::AtMost(100.0);

pub fn run(bench: &Bench) -> Result<()> {
    let mut told = Table::new(&["store", "streams", "answers", "late p50 ms", "late p99 ms", "late max ms"]);
    let mut memory = Table::new(&["store", "alone MB", "with streams MB", "after answers MB", "after load MB"]);
    let mut targets = Table::new(&["store", "what", "target", "measured", "verdict"]);
    for (store, folder) in bench.stores("streams")? {
        prepare(bench, &store, &folder)?;
        let seen = measure(bench, &store, &folder)?;
        let quantile = |per_mille| ms(seen.late.quantile(per_mille));
        let n_streams = format!("{N_READ} read, {N_UNREAD} not");
        let n_paced = thousands(seen.n_paced as f64);
        told.row([name(&store), n_streams, n_paced, quantile(500), quantile(990), ms(seen.late.max())]);
        memory.row([
            name(&store),
            megabytes(seen.resident[0]),
            megabytes(seen.resident[1]),
            megabytes(seen.resident[2]),
            megabytes(seen.resident[3]),
        ]);
        add_targets(&mut targets, &store, &seen);
    }
    told.print(&format!("Totals told on live streams at {} answers a second", thousands(f64::from(PACE))));
    memory.print("Memory of the server");
    targets.print("Streams: targets");
    Ok(())
}

struct Seen {
    late: Histogram,
    n_paced: usize,
    /// Answers a second at full load, without streams and with them.
    alone: Measured,
    beside: Measured,
    /// Memory in use: alone, with streams, after paced answers, after full load.
    resident: [u64; 4],
}

fn measure(bench: &Bench, store: &Store, folder: &Path) -> Result<Seen> {
    let server = bench.binary.serve(store, folder, Mode::Normal)?;
    let voters = bench.runtime.block_on(voters(&server))?;
    let third = voters.statements.len() / 3;
    let at = |phase: usize| Work::Vote(Arc::new(voters.starting_at(phase * third)));
    let alone = bench.load(&server, &at(0), LOAD_CONNECTIONS)?;
    let mut resident = [server.resident_bytes()?, 0, 0, 0];
    let (streams, unread) = bench.runtime.block_on(open_all(server.address))?;
    resident[1] = server.resident_bytes()?;
    let paced = bench.runtime.block_on(paced(&server, first_votes(&voters, third), streams, bench.time))?;
    resident[2] = server.resident_bytes()?;
    let mut held: JoinSet<()> =
        bench.runtime.block_on(async { paced.streams.into_iter().map(Stream::drain).collect() });
    let beside = bench.load(&server, &at(2), LOAD_CONNECTIONS)?;
    resident[3] = server.resident_bytes()?;
    ensure!(held.try_join_next().is_none(), "the server ended streams under load");
    drop((held, unread));
    server.kill()?;
    Ok(Seen { late: paced.late, n_paced: paced.n, alone, beside, resident })
}

/// Votes that each add one to the count: not by the first participant, who voted on everything to learn what there is.
fn first_votes(voters: &Votes, first_statement_idx: usize) -> Votes {
    let mut votes = voters.starting_at(first_statement_idx);
    if let Voters::Api(tokens) = &mut votes.voters {
        tokens.drain(..1.min(tokens.len()));
    }
    votes
}

async fn open_all(address: SocketAddr) -> Result<(Vec<Stream>, Vec<Stream>)> {
    let mut all = Vec::with_capacity(N_READ + N_UNREAD);
    for _ in 0..N_READ + N_UNREAD {
        all.push(Stream::open(address).await?);
    }
    let unread = all.split_off(N_READ);
    for stream in &mut all {
        // The first totals come at once.
        stream.next_votes().await?;
    }
    Ok((all, unread))
}

struct Paced {
    late: Histogram,
    n: usize,
    streams: Vec<Stream>,
}

/// Votes at an even pace while all streams are read.
async fn paced(server: &Server, votes: Votes, streams: Vec<Stream>, time: Duration) -> Result<Paced> {
    let until = tokio::time::Instant::now() + time + LINGER;
    let readers: JoinSet<_> = streams.into_iter().map(|stream| stream.listen(until)).collect();
    let acknowledged = load::paced(server.address, votes, PACED_CONNECTIONS, PACE, time).await?;
    ensure!(
        acknowledged.len() * 10 >= (time.as_secs() * u64::from(PACE) * 9) as usize,
        "the load fell behind its pace"
    );
    let (mut late, mut streams) = (Histogram::default(), Vec::with_capacity(N_READ));
    for listened in readers.join_all().await {
        let (stream, told) = listened?;
        lateness(&acknowledged, stream.votes_at_start, &told, &mut late)?;
        streams.push(stream);
    }
    Ok(Paced { late, n: acknowledged.len(), streams })
}

/// How late each answer was told of on one stream. Acknowledgements are in order of time.
fn lateness(acknowledged: &[Instant], before: u64, told: &[(Instant, u64)], late: &mut Histogram) -> Result<()> {
    let mut waiting = acknowledged.iter();
    let mut n_told = 0;
    for (at, votes) in told {
        let n = votes.saturating_sub(before);
        for acknowledged in waiting.by_ref().take(usize::try_from(n.saturating_sub(n_told))?) {
            late.record(at.saturating_duration_since(*acknowledged));
        }
        n_told = n_told.max(n);
    }
    match waiting.count() {
        0 => Ok(()),
        n => bail!("{n} answers were never told of on a stream"),
    }
}

/// One live stream.
struct Stream {
    stream: TcpStream,
    inbox: Vec<u8>,
    votes_at_start: u64,
}

impl Stream {
    async fn open(address: SocketAddr) -> Result<Self> {
        let mut stream = TcpStream::connect(address).await?;
        let request = format!("GET /api/v1/conversations/{SLUG}/stream HTTP/1.1\r\nhost: localhost\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        Ok(Self { stream, inbox: Vec::new(), votes_at_start: 0 })
    }

    /// The votes of the next `totals`.
    async fn next_votes(&mut self) -> Result<u64> {
        loop {
            if let Some(votes) = self.take_votes() {
                self.votes_at_start = votes;
                return Ok(votes);
            }
            let n_bytes = self.stream.read_buf(&mut self.inbox).await?;
            ensure!(n_bytes > 0, "the server ended a stream");
            let head = String::from_utf8_lossy(self.inbox.get(..15).unwrap_or_default());
            ensure!(!head.starts_with("HTTP/1.1 ") || head.starts_with("HTTP/1.1 200"), "a stream was refused: {head}");
        }
    }

    /// The votes of a whole `totals` line that has come, which is taken out with all before it.
    fn take_votes(&mut self) -> Option<u64> {
        const KEY: &[u8] = b"\"votes\":";
        let at = self.inbox.windows(KEY.len()).position(|window| window == KEY)? + KEY.len();
        let digits = self.inbox.get(at..)?;
        let len = digits.iter().position(|byte| !byte.is_ascii_digit())?;
        let votes = std::str::from_utf8(digits.get(..len)?).ok()?.parse().ok()?;
        self.inbox.drain(..at + len);
        Some(votes)
    }

    /// Everything that is told until then, and when.
    async fn listen(mut self, until: tokio::time::Instant) -> Result<(Self, Vec<(Instant, u64)>)> {
        let (before, mut told) = (self.votes_at_start, Vec::new());
        while let Ok(votes) = tokio::time::timeout_at(until, self.next_votes()).await {
            told.push((Instant::now(), votes?));
        }
        self.votes_at_start = before;
        Ok((self, told))
    }

    /// Reads and forgets, for as long as the server tells.
    async fn drain(mut self) {
        while self.next_votes().await.is_ok() {}
    }
}

fn add_targets(table: &mut Table, store: &Store, seen: &Seen) {
    let late_ms = seen.late.max().as_secs_f64() * 1000.0;
    table.row([
        name(store),
        "latest totals".to_owned(),
        LATE_TARGET.text("ms"),
        format!("{late_ms:.0} ms"),
        LATE_TARGET.verdict(late_ms),
    ]);
    let (alone, beside) = (seen.alone.per_second(), seen.beside.per_second());
    let share = beside / alone * 100.0;
    table.row([
        name(store),
        format!("answers a second at {LOAD_CONNECTIONS} connections, of those without streams"),
        SPEED_TARGET.text("%"),
        format!("{share:.0} % ({} of {})", thousands(beside), thousands(alone)),
        SPEED_TARGET.verdict(share),
    ]);
    let grown = seen.resident[3].saturating_sub(seen.resident[0]) as f64 / 1e6;
    table.row([
        name(store),
        "memory added".to_owned(),
        MEMORY_TARGET.text("MB"),
        format!("{grown:.0} MB"),
        MEMORY_TARGET.verdict(grown),
    ]);
}

fn name(store: &Store) -> String {
    store.name().to_owned()
}

fn megabytes(n_bytes: u64) -> String {
    format!("{:.1}", n_bytes as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_late_until_it_is_counted() {
        let start = Instant::now();
        let at = |millis| start + Duration::from_millis(millis);
        let mut late = Histogram::default();
        let told = [(at(5), 10), (at(100), 12), (at(400), 13)];
        lateness(&[at(0), at(90), at(150)], 10, &told, &mut late).unwrap();
        assert_eq!((late.n(), late.max()), (3, Duration::from_millis(250)));
        assert!(lateness(&[at(0), at(90)], 12, &told, &mut late).is_err(), "one is never told of");
    }
}
