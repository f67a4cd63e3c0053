//! A fresh database for each test, a running ballot box, and short ways to say commands.

use canvass_domain::{
    Answer, ArrivedVia, Assurance, Ballot, Channel, ConversationId, Event, Instrument, Millis, OptionId, Origin,
    ParticipantId, Poll, PollKind, PollOption, Provenance, Seq, Slug, Statement, StatementId, StatementState,
    StatementText, Transcript, Vote,
};
use canvass_store::{
    AckOrder, Act, BallotBox, Caller, Command, Committed, Database, IdempotencyKey, Key, Receipt, Refused, Store,
    StoreError,
};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll as Polled, Waker};
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// Runs `async fn name(fresh: Fresh)` on both databases.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use crate::support::Fresh;

            #[tokio::test]
            async fn sqlite() {
                super::$name(Fresh::sqlite()).await;
            }

            #[tokio::test]
            async fn postgres() {
                if let Some(fresh) = Fresh::postgres().await {
                    super::$name(fresh).await;
                }
            }
        }
    )+};
}
pub(crate) use on_both;

pub(crate) const T0: Millis = 1_736_000_000_000;

/// A database that nothing else uses.
pub(crate) struct Fresh {
    pub database: Database,
    folder: Option<TempDir>,
}

impl Fresh {
    pub(crate) fn sqlite() -> Self {
        canvass_testkit_vfs::install().unwrap();
        let folder = TempDir::new().unwrap();
        Self { database: Database::Folder(folder.path().to_owned()), folder: Some(folder) }
    }

    #[expect(clippy::disallowed_methods, reason = "where PostgreSQL is, is told by the environment")]
    pub(crate) async fn postgres() -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var("CANVASS_TEST_POSTGRES") else {
            let is_required = std::env::var_os("CANVASS_REQUIRE_POSTGRES").is_some_and(|value| value == "1");
            assert!(!is_required, "CANVASS_TEST_POSTGRES names no server");
            println!("no PostgreSQL here (CANVASS_TEST_POSTGRES); nothing was tested on it");
            return None;
        };
        let name = format!("store_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut conn = PgConnection::connect(&server).await.unwrap();
        sqlx::query(AssertSqlSafe(format!("create database {name}"))).execute(&mut conn).await.unwrap();
        let (beginning, _) = server.rsplit_once('/').unwrap();
        Some(Self { database: Database::Postgres(format!("{beginning}/{name}")), folder: None })
    }

    pub(crate) async fn store(&self) -> Store {
        Store::open(self.database.clone()).await.unwrap()
    }

    pub(crate) fn sqlite_file(&self) -> Option<std::path::PathBuf> {
        self.folder.as_ref().map(|folder| folder.path().join("canvass.sqlite"))
    }

    /// Runs SQL past the store, on a connection of its own.
    pub(crate) async fn exec(&self, sql: &str) -> u64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.database {
            Database::Folder(folder) => {
                let address = format!("sqlite://{}", folder.join("canvass.sqlite").display());
                let mut conn = SqliteConnection::connect(&address).await.unwrap();
                sqlx::query(sql).execute(&mut conn).await.unwrap().rows_affected()
            }
            Database::Postgres(address) => {
                let mut conn = PgConnection::connect(address).await.unwrap();
                sqlx::raw_sql(sql).execute(&mut conn).await.unwrap().rows_affected()
            }
        }
    }

    /// The first column of what SQL gives, which must be text.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.database {
            Database::Folder(folder) => {
                let address = format!("sqlite://{}", folder.join("canvass.sqlite").display());
                let mut conn = SqliteConnection::connect(&address).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&mut conn).await.unwrap()
            }
            Database::Postgres(address) => {
                let mut conn = PgConnection::connect(address).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&mut conn).await.unwrap()
            }
        }
    }

    /// Rows of a table as text, `-` for null, in order of their text.
    pub(crate) async fn table(&self, columns: &str, from: &str) -> Vec<String> {
        let columns: Vec<String> =
            columns.split_whitespace().map(|column| format!("coalesce(cast({column} as text), '-')")).collect();
        let mut rows = self.texts(&format!("select concat_ws(' ', {}) from {from}", columns.join(", "))).await;
        rows.sort();
        rows
    }

    /// Everything that belongs to conversations, as text, for comparing two databases.
    pub(crate) async fn dump(&self) -> Vec<String> {
        let tables = [
            ("id slug state provenance note version", "conversations"),
            ("conversation_id version document", "instruments"),
            ("conversation_id seq at_ms kind participant object value version", "events"),
            ("conversation_id number text origin state rule reason decided_here added_ms", "statements"),
            ("conversation_id kind number participant", "authors"),
            ("conversation_id number root parent depth about text quote name place state rule reason", "comments"),
            ("conversation_id target reporter rule note at_ms closed_ms", "reports"),
            ("number at_ms staff_id act conversation_id object detail", "audit"),
            ("conversation_id participant statement answer version seq", "votes"),
            ("conversation_id participant options version seq", "ballots"),
            ("conversation_id number assurance via external_id arrived_ms marks channel", "participants"),
            ("conversation_id office_until_ms calm_until_ms told_ms looked", "watches"),
            ("conversation_id number ground reason at_ms", "exclusions"),
            ("conversation_id exclusion participant", "excluded"),
            ("conversation_id key participant", "participant_keys"),
            ("conversation_id participant statement at_ms", "showings"),
            ("conversation_id participant attribute option version at_ms", "declared"),
            ("scope body receipt at_ms", "idempotency"),
        ];
        let mut dump = Vec::new();
        for (columns, table) in tables {
            dump.extend(self.table(columns, table).await.into_iter().map(|row| format!("{table}: {row}")));
        }
        dump
    }
}

/// A ballot box at work, with everything it told of.
pub(crate) struct Running {
    pub store: Store,
    pub ballot_box: BallotBox,
    pub told: Arc<Mutex<Vec<Committed>>>,
    writer: JoinHandle<Result<(), StoreError>>,
}

impl Running {
    pub(crate) async fn on(fresh: &Fresh) -> Self {
        let store = fresh.store().await;
        let lock = store.lock("a test").await.unwrap();
        let told = Arc::new(Mutex::new(Vec::new()));
        let into = Arc::clone(&told);
        let (ballot_box, writer) = BallotBox::start(&store, lock, AckOrder::AfterCommit, move |committed| {
            into.lock().unwrap().push(committed);
            Ok(())
        })
        .await
        .unwrap();
        Self { store, ballot_box, told, writer }
    }

    /// With one open conversation of five statements.
    pub(crate) async fn with_open(fresh: &Fresh) -> (Self, ConversationId) {
        let running = Self::on(fresh).await;
        let id = running.load("one", &draft(5)).await;
        running.put(id, Act::Open).await.unwrap();
        running.told.lock().unwrap().clear();
        (running, id)
    }

    pub(crate) async fn load(&self, slug: &str, transcript: &Transcript) -> ConversationId {
        self.store.load(&Slug::parse(slug).unwrap(), transcript, T0, &mut |_| {}).await.unwrap()
    }

    pub(crate) async fn put(&self, conversation: ConversationId, act: Act) -> Result<Receipt, Refused> {
        self.ballot_box.put(command(conversation, act)).await
    }

    /// Puts commands in before the writer wakes, so that they make one group. On a current-thread runtime only.
    pub(crate) async fn together(&self, commands: Vec<Command>) -> Vec<Result<Receipt, Refused>> {
        together(&self.ballot_box, commands).await
    }

    pub(crate) fn take_told(&self) -> Vec<Committed> {
        std::mem::take(&mut self.told.lock().unwrap())
    }

    /// Waits for the writer to give up, and gives why.
    pub(crate) async fn writer_gives_up(self) -> StoreError {
        self.writer.await.unwrap().unwrap_err()
    }

    /// Ends the writer and waits for it.
    pub(crate) async fn stop(self) -> Store {
        drop(self.ballot_box);
        self.writer.await.unwrap().unwrap();
        self.store
    }
}

pub(crate) async fn together(ballot_box: &BallotBox, commands: Vec<Command>) -> Vec<Result<Receipt, Refused>> {
    type Put<'b> = Pin<Box<dyn Future<Output = Result<Receipt, Refused>> + 'b>>;
    let mut puts: Vec<Result<Put<'_>, Result<Receipt, Refused>>> = Vec::new();
    for command in commands {
        let mut put: Put<'_> = Box::pin(ballot_box.put(command));
        puts.push(match put.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Polled::Ready(outcome) => Err(outcome),
            Polled::Pending => Ok(put),
        });
    }
    let mut outcomes = Vec::new();
    for put in puts {
        outcomes.push(match put {
            Ok(put) => put.await,
            Err(outcome) => outcome,
        });
    }
    outcomes
}

pub(crate) fn command(conversation: ConversationId, act: Act) -> Command {
    Command { conversation, at_ms: T0 + 1, idempotency: None, by: None, act }
}

pub(crate) fn keyed(conversation: ConversationId, scope: u8, body: u8, act: Act) -> Command {
    let idempotency = Some(IdempotencyKey { scope: Key([scope; 32]), body: Key([body; 32]) });
    Command { idempotency, ..command(conversation, act) }
}

pub(crate) fn key(n: u32) -> Key {
    let mut key = [0; 32];
    key[..4].copy_from_slice(&n.to_be_bytes());
    Key(key)
}

pub(crate) fn caller(n: u32) -> Caller {
    let return_key = key(n + 1_000_000);
    Caller {
        key: key(n),
        return_key,
        assurance: Assurance::Anonymous,
        via: ArrivedVia::Story,
        channel: Channel::Page,
        shown: None,
    }
}

pub(crate) fn vote(who: u32, statement: u32, vote: Vote) -> Act {
    Act::Answer(caller(who), StatementId(statement), Answer::Voted(vote))
}

pub(crate) fn agree(who: u32, statement: u32) -> Act {
    vote(who, statement, Vote::Agree)
}

pub(crate) fn skip(who: u32, statement: u32) -> Act {
    Act::Answer(caller(who), StatementId(statement), Answer::Skipped)
}

pub(crate) fn ballot(who: u32, option: u8) -> Act {
    Act::CastBallot(caller(who), Ballot::one(OptionId(option)).unwrap())
}

pub(crate) fn add(who: u32, text: &str) -> Act {
    Act::AddStatement(caller(who), words(text), StatementState::Held)
}

pub(crate) fn words(text: &str) -> StatementText {
    StatementText::parse(text).unwrap()
}

pub(crate) fn instrument(title: &str) -> Instrument {
    let option = |text: &str| PollOption { text: text.to_owned(), condition: None };
    let poll = Poll {
        additions: Vec::new(),
        question: "Which one?".to_owned(),
        kind: PollKind::Single,
        options: vec![option("This"), option("That"), option("Neither")],
    };
    Instrument { title: title.to_owned(), language: "en".to_owned(), poll: Some(poll), ..Instrument::default() }
}

pub(crate) fn organisers(number: u32) -> Statement {
    Statement {
        id: StatementId(number),
        text: Some(format!("Statement {number}")),
        origin: Origin::Organiser,
        author: None,
        state: StatementState::Accepted,
        reason: None,
        rule: None,
        decided_here: true,
        added_ms: T0,
    }
}

/// A draft with so many statements, numbered from 1.
pub(crate) fn draft(n_statements: u32) -> Transcript {
    let statements: Vec<Statement> = (1..=n_statements).map(organisers).collect();
    let added = |(seq, statement): (u64, &Statement)| event(seq, added(statement.id.0));
    Transcript {
        provenance: Provenance::Here,
        note: None,
        instrument: instrument("First wording"),
        arrivals: Vec::new(),
        events: (1..).zip(&statements).map(added).collect(),
        statements,
        declared: Vec::new(),
        taken_back: Vec::new(),
        comments: Vec::new(),
        reports: Vec::new(),
        showings: Vec::new(),
        earlier: Vec::new(),
    }
}

pub(crate) fn added(statement: u32) -> canvass_domain::Fact {
    canvass_domain::Fact::StatementAdded {
        statement: StatementId(statement),
        origin: Origin::Organiser,
        state: StatementState::Accepted,
    }
}

pub(crate) fn event(seq: u64, fact: canvass_domain::Fact) -> Event {
    Event { seq: Seq(seq), at_ms: T0, fact }
}

pub(crate) fn person(n: u32) -> ParticipantId {
    ParticipantId(n)
}
