//! What the ballot box takes without HTTP in front of it: votes a second by how many are put at once.
//!
//! `cargo run --release -p canvass-store --example writer_limit -- --data DIR` (or `--database URL`). Prints a
//! table in Markdown. It fills the database it is given.

use canvass_domain::{
    Answer, ArrivedVia, Assurance, Channel, Event, Fact, Instrument, Provenance, Seq, Slug, Statement, StatementId,
    StatementState, Transcript, Vote,
};
use canvass_store::{AckOrder, Act, BallotBox, Caller, Command, Database, Key, Store};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

const AT_ONCE: [usize; 5] = [1, 16, 64, 256, 1024];
const TIME_EACH: Duration = Duration::from_secs(2);
const N_STATEMENTS: u32 = 300;

type Failed = Box<dyn std::error::Error + Send + Sync>;

#[expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "an example reads its arguments and prints its table"
)]
#[tokio::main]
async fn main() -> Result<(), Failed> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let database = match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["--data", folder] => Database::Folder((*folder).into()),
        ["--database", address] => Database::from_address(address).ok_or("not a PostgreSQL address")?,
        _ => return Err("say --data DIR or --database URL".into()),
    };
    let store = Store::open(database).await?;
    let slug = Slug::parse("writer-limit")?;
    let conversation = store.load(&slug, &open_conversation(), 1, &mut |_| {}).await?;
    let lock = store.lock("writer_limit").await?;
    let (ballot_box, writer) = BallotBox::start(&store, lock, AckOrder::AfterCommit, |_| Ok(())).await?;
    println!("| store | put at once | votes a second |\n|---|---|---|");
    for (round, n) in (0..).zip(AT_ONCE) {
        let started = Instant::now();
        let mut voters = JoinSet::new();
        for voter in 0..n {
            let ballot_box = ballot_box.clone();
            voters.spawn(async move {
                let mut n_votes = 0_u32;
                while started.elapsed() < TIME_EACH {
                    let caller = caller(round, voter);
                    let statement = StatementId(n_votes % N_STATEMENTS + 1);
                    let act = Act::Answer(caller, statement, Answer::Voted(Vote::Agree));
                    ballot_box.put(Command { conversation, at_ms: 1, idempotency: None, by: None, act }).await?;
                    n_votes += 1;
                }
                Ok::<_, canvass_store::Refused>(n_votes)
            });
        }
        let mut n_votes = 0;
        while let Some(voted) = voters.join_next().await {
            n_votes += voted??;
        }
        let a_second = f64::from(n_votes) / started.elapsed().as_secs_f64();
        println!(
            "| {} | {n} | {a_second:.0} |",
            if args.iter().any(|a| a == "--data") { "SQLite" } else { "PostgreSQL" }
        );
    }
    drop(ballot_box);
    writer.await??;
    Ok(())
}

fn caller(round: u8, voter: usize) -> Caller {
    let mut key = [round; 32];
    for (place, byte) in key.iter_mut().zip(voter.to_le_bytes()) {
        *place = byte;
    }
    let mut return_key = key;
    return_key.reverse();
    Caller {
        key: Key(key),
        return_key: Key(return_key),
        assurance: Assurance::Anonymous,
        via: ArrivedVia::Direct,
        channel: Channel::Page,
        shown: None,
    }
}

fn open_conversation() -> Transcript {
    let statement = |id| Statement {
        id: StatementId(id),
        text: Some(format!("Statement {id}")),
        origin: canvass_domain::Origin::Organiser,
        author: None,
        state: StatementState::Accepted,
        reason: None,
        rule: None,
        decided_here: true,
        added_ms: 1,
    };
    let event = |(seq, fact)| Event { seq: Seq(seq), at_ms: 1, fact };
    let added = |id| Fact::StatementAdded {
        statement: StatementId(id),
        origin: canvass_domain::Origin::Organiser,
        state: StatementState::Accepted,
    };
    let facts = (1..=N_STATEMENTS).map(added).chain([Fact::Opened]);
    Transcript {
        provenance: Provenance::Synthetic,
        note: None,
        instrument: Instrument { title: "Writer".to_owned(), language: "en".to_owned(), ..Instrument::default() },
        arrivals: Vec::new(),
        statements: (1..=N_STATEMENTS).map(statement).collect(),
        declared: Vec::new(),
        taken_back: Vec::new(),
        events: (1..).zip(facts).map(event).collect(),
        comments: Vec::new(),
        reports: Vec::new(),
        showings: Vec::new(),
        earlier: Vec::new(),
    }
}
