//! Load: many connections, each asking again as soon as it has its answer, for a stated time.
//!
//! Closed loop: a slow answer delays the next question on its connection, so latencies are those of this many
//! impatient clients and not of an open stream of arrivals. The first second is not counted.

use super::histogram::Histogram;
use super::http::{Connection, write_request};
use anyhow::{Context, Result, ensure};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

const WARM_UP: Duration = Duration::from_secs(1);
const WORDS: [&str; 3] = ["agree", "disagree", "unsure"];

/// What is asked, again and again.
#[derive(Debug, Clone)]
pub enum Work {
    /// The same page each time.
    Get { path: String },
    /// Another vote each time.
    Vote(Arc<Votes>),
    /// Another vote each time, by the form of a reader without scripts.
    Form(Arc<Votes>),
}

impl Work {
    fn votes(&self) -> Option<&Arc<Votes>> {
        match self {
            Self::Get { .. } => None,
            Self::Vote(votes) | Self::Form(votes) => Some(votes),
        }
    }
}

/// Votes to cast: every participant on every statement, participants before statements.
#[derive(Debug)]
pub struct Votes {
    pub slug: String,
    /// Who votes: a bearer token each, or what a browser sends along.
    pub voters: Voters,
    pub statements: Vec<u64>,
    /// Index of the statement that the first round is on.
    pub first_statement_idx: usize,
    /// Which pairs were acknowledged.
    pub acknowledged: Arc<Cells>,
}

/// Who votes.
#[derive(Debug, Clone)]
pub enum Voters {
    /// By their tokens at the API.
    Api(Vec<String>),
    /// By the cookie and the token of the form, as readers without scripts do.
    Forms(Vec<Browser>),
}

/// What a reader's browser has.
#[derive(Debug, Clone)]
pub struct Browser {
    pub cookie: String,
    pub form_token: String,
}

impl Voters {
    fn n(&self) -> usize {
        match self {
            Self::Api(tokens) => tokens.len(),
            Self::Forms(browsers) => browsers.len(),
        }
    }
}

/// A set of (participant, statement) pairs that many connections fill.
#[derive(Debug)]
pub struct Cells {
    n_statements: usize,
    words: Vec<AtomicU64>,
}

/// What one run of load came to.
#[derive(Debug, Default)]
pub struct Measured {
    pub latencies: Histogram,
    /// Time that was measured, without the warm-up.
    pub seconds: f64,
    /// Answers that were no success, warm-up included.
    pub n_refused: u64,
    /// One status among them, for the report.
    pub refused_status: Option<u16>,
}

impl Cells {
    pub fn new(n_participants: usize, n_statements: usize) -> Self {
        let n_words = (n_participants * n_statements).div_ceil(64);
        Self { n_statements, words: std::iter::repeat_with(AtomicU64::default).take(n_words).collect() }
    }

    pub fn insert(&self, participant_idx: usize, statement_idx: usize) {
        let bit = participant_idx * self.n_statements + statement_idx;
        if let Some(word) = self.words.get(bit / 64) {
            word.fetch_or(1 << (bit % 64), Ordering::Relaxed);
        }
    }

    pub fn n(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.load(Ordering::Relaxed).count_ones())).sum()
    }
}

impl Measured {
    pub fn per_second(&self) -> f64 {
        if self.seconds > 0.0 { self.latencies.n() as f64 / self.seconds } else { 0.0 }
    }

    fn merge(&mut self, other: &Self) {
        self.latencies.merge(&other.latencies);
        self.n_refused += other.n_refused;
        self.refused_status = self.refused_status.or(other.refused_status);
    }
}

/// Keeps `n_connections` busy for the warm-up and then `time`.
pub async fn run(address: SocketAddr, work: &Work, n_connections: usize, time: Duration) -> Result<Measured> {
    if let Some(votes) = work.votes() {
        ensure!(votes.voters.n() >= n_connections, "fewer participants than connections");
    }
    let connections = open(address, n_connections).await?;
    let counts_from = Instant::now() + WARM_UP;
    let until = counts_from + time;
    let clients = connections.into_iter().enumerate().map(|(idx, connection)| {
        let client = Client { connection, work: work.clone(), idx, n_clients: n_connections };
        tokio::spawn(client.keep_asking(counts_from, until))
    });
    let mut total = Measured { seconds: time.as_secs_f64(), ..Measured::default() };
    for client in clients.collect::<Vec<_>>() {
        total.merge(&client.await.context("a client of the load broke off")??);
    }
    Ok(total)
}

async fn open(address: SocketAddr, n_connections: usize) -> Result<Vec<Connection>> {
    let mut connections = Vec::with_capacity(n_connections);
    for _ in 0..n_connections {
        connections.push(Connection::open(address).await?);
    }
    Ok(connections)
}

/// Votes at an even pace for a time; gives when each was acknowledged, in that order. Where the server falls behind,
/// fewer are sent, and what was sent is what is returned.
pub async fn paced(
    address: SocketAddr,
    votes: Votes,
    n_connections: usize,
    per_second: u32,
    time: Duration,
) -> Result<Vec<Instant>> {
    let work = Work::Vote(Arc::new(votes));
    let every = Duration::from_secs(1) * u32::try_from(n_connections)? / per_second;
    let until = Instant::now() + time;
    let clients = open(address, n_connections).await?.into_iter().enumerate().map(|(idx, connection)| {
        let client = Client { connection, work: work.clone(), idx, n_clients: n_connections };
        tokio::spawn(client.keep_pace(every, until))
    });
    let mut acknowledged = Vec::new();
    for client in clients.collect::<Vec<_>>() {
        acknowledged.extend(client.await.context("a client of the load broke off")??);
    }
    acknowledged.sort_unstable();
    Ok(acknowledged)
}

/// One connection with its share of the work.
struct Client {
    connection: Connection,
    work: Work,
    idx: usize,
    n_clients: usize,
}

impl Client {
    async fn keep_asking(mut self, counts_from: Instant, until: Instant) -> Result<Measured> {
        let mut measured = Measured::default();
        let mut request = Vec::with_capacity(512);
        for round in 0.. {
            let cell = self.prepare(round, &mut request);
            let asked = Instant::now();
            if asked >= until {
                break;
            }
            let status = self.connection.status_of(&request).await?;
            let answered = Instant::now();
            if !self.is_success(status) {
                measured.n_refused += 1;
                measured.refused_status = Some(status);
                continue;
            }
            self.note(cell);
            if asked >= counts_from && answered < until {
                measured.latencies.record(answered - asked);
            }
        }
        Ok(measured)
    }

    /// When each vote was acknowledged.
    async fn keep_pace(mut self, every: Duration, until: Instant) -> Result<Vec<Instant>> {
        let mut ticks = tokio::time::interval(every);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut request = Vec::with_capacity(512);
        let mut acknowledged = Vec::new();
        for round in 0.. {
            ticks.tick().await;
            if Instant::now() >= until {
                break;
            }
            let cell = self.prepare(round, &mut request);
            let status = self.connection.status_of(&request).await?;
            ensure!(self.is_success(status), "a vote at an even pace was answered {status}");
            acknowledged.push(Instant::now());
            self.note(cell);
        }
        Ok(acknowledged)
    }

    /// A form is answered by sending the reader on.
    fn is_success(&self, status: u16) -> bool {
        match self.work {
            Work::Form(_) => status == 303,
            Work::Get { .. } | Work::Vote(_) => (200..300).contains(&status),
        }
    }

    fn note(&self, cell: Option<(usize, usize)>) {
        if let (Some((participant_idx, statement_idx)), Some(votes)) = (cell, self.work.votes()) {
            votes.acknowledged.insert(participant_idx, statement_idx);
        }
    }

    /// Writes the request of a round; for a vote, says which pair it is on.
    fn prepare(&self, round: usize, request: &mut Vec<u8>) -> Option<(usize, usize)> {
        match &self.work {
            Work::Get { path } => {
                write_request(request, "GET", path, &[], "");
                None
            }
            Work::Vote(votes) | Work::Form(votes) => {
                let (participant_idx, statement_idx) = votes.cell(self.idx, self.n_clients, round)?;
                votes.write(request, participant_idx, statement_idx, round)?;
                Some((participant_idx, statement_idx))
            }
        }
    }
}

impl Votes {
    /// Each client has the participants whose index leaves its own remainder, so no two clients share one; it
    /// goes through all of them before it turns to the next statement.
    fn cell(&self, client_idx: usize, n_clients: usize, round: usize) -> Option<(usize, usize)> {
        let n_own = self.voters.n().checked_sub(client_idx)?.div_ceil(n_clients);
        let participant_idx = client_idx + round.checked_rem(n_own)? * n_clients;
        let statement_idx = (self.first_statement_idx + round / n_own).checked_rem(self.statements.len())?;
        Some((participant_idx, statement_idx))
    }

    fn write(&self, request: &mut Vec<u8>, participant_idx: usize, statement_idx: usize, round: usize) -> Option<()> {
        let slug = &self.slug;
        let statement = self.statements.get(statement_idx)?;
        let word = WORDS.get((participant_idx + statement_idx * 7 + round) % WORDS.len())?;
        match &self.voters {
            Voters::Api(tokens) => {
                let path = format!("/api/v1/conversations/{slug}/statements/{statement}/vote");
                let bearer = format!("Bearer {}", tokens.get(participant_idx)?);
                let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
                write_request(request, "PUT", &path, &headers, &format!("{{\"vote\":\"{word}\"}}"));
            }
            Voters::Forms(browsers) => {
                let Browser { cookie, form_token } = browsers.get(participant_idx)?;
                let headers = [("cookie", cookie.as_str()), ("content-type", "application/x-www-form-urlencoded")];
                let body = format!("token={form_token}&statement={statement}&vote={word}");
                write_request(request, "POST", &format!("/c/{slug}/votes"), &headers, &body);
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn votes(n_participants: usize, n_statements: usize) -> Votes {
        Votes {
            slug: "s".to_owned(),
            voters: Voters::Api((0..n_participants).map(|idx| format!("t{idx}")).collect()),
            statements: (0..n_statements as u64).map(|idx| idx + 100).collect(),
            first_statement_idx: 0,
            acknowledged: Arc::new(Cells::new(n_participants, n_statements)),
        }
    }

    #[test]
    fn clients_together_cover_every_pair_once() {
        let votes = votes(10, 3);
        let mut seen = BTreeSet::new();
        for client_idx in 0..4usize {
            let n_own = (10 - client_idx).div_ceil(4);
            for round in 0..n_own * 3 {
                assert!(seen.insert(votes.cell(client_idx, 4, round).unwrap()), "{client_idx} {round} came twice");
            }
        }
        assert_eq!(seen.len(), 30);
        assert!(seen.iter().all(|(participant_idx, statement_idx)| *participant_idx < 10 && *statement_idx < 3));
    }

    #[test]
    fn a_client_without_participants_has_no_vote() {
        assert_eq!(votes(2, 3).cell(2, 4, 0), None);
        assert_eq!(votes(2, 0).cell(0, 1, 0), None);
    }

    #[test]
    fn cells_count_each_pair_once() {
        let cells = Cells::new(100, 7);
        for (participant_idx, statement_idx) in [(0, 0), (99, 6), (0, 0), (9, 1)] {
            cells.insert(participant_idx, statement_idx);
        }
        assert_eq!(cells.n(), 3);
    }

    #[test]
    fn a_vote_is_the_pinned_request() {
        let mut request = Vec::new();
        votes(2, 3).write(&mut request, 1, 2, 0).unwrap();
        let text = String::from_utf8(request).unwrap();
        assert!(text.starts_with("PUT /api/v1/conversations/s/statements/102/vote HTTP/1.1\r\n"), "{text}");
        assert!(text.contains("\r\nauthorization: Bearer t1\r\n"), "{text}");
        assert!(text.ends_with("\r\n\r\n{\"vote\":\"agree\"}"), "{text}");
    }

    #[test]
    fn a_reader_without_scripts_sends_the_form() {
        let mut request = Vec::new();
        let browser = Browser { cookie: "who=x".to_owned(), form_token: "t".to_owned() };
        let votes = Votes { voters: Voters::Forms(vec![browser]), ..votes(1, 3) };
        votes.write(&mut request, 0, 2, 0).unwrap();
        let text = String::from_utf8(request).unwrap();
        assert!(text.starts_with("POST /c/s/votes HTTP/1.1\r\n") && text.contains("\r\ncookie: who=x\r\n"), "{text}");
        assert!(text.ends_with("\r\n\r\ntoken=t&statement=102&vote=unsure"), "{text}");
    }
}
