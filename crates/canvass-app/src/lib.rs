//! Use cases by noun and verb, over the store and the live state.
//!
//! A use case decides whether something may be done and says it to the ballot box; it knows no HTTP and no
//! HTML, and reads neither a clock nor a source of randomness: callers pass both in.

pub mod analysis;
mod ballot;
pub mod changes;
pub mod comment;
pub mod conversation;
pub mod desk;
pub mod edition;
mod error;
pub mod export;
pub mod identity;
pub mod independence;
pub mod language;
pub mod live;
pub mod mail;
mod note;
pub mod participant;
mod results;
pub mod routing;
pub mod statement;
pub mod wording;

pub use canvass_store::{
    AckOrder, AuditRange, AuditRow, BackupContents, CheckedBackup, Database, Examined, Finding, Histogram,
    IdempotencyKey, Key, LoadProgress, LostTail, Mending, Reading, Receipt, Store, StoreError, TailFound, WriterLock,
};
pub use error::{AppError, Conflict};

use analysis::{AnalysisCounts, Analyst, Scheduler};
use canvass_domain::{ConversationId, Millis};
use canvass_store::{Act, BallotBox, Command};
use identity::ServerSecret;
use live::Live;
use std::sync::Arc;
use tokio::task::JoinHandle;

/// A member of staff, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StaffId(pub i64);

impl StaffId {
    /// Whoever runs the command line.
    pub const COMMAND_LINE: Self = Self(canvass_store::COMMAND_LINE);
}

/// A running Canvass: the store, the way into its log, and everything in memory that follows from it.
#[derive(Debug)]
pub struct App {
    store: Store,
    live: Arc<Live>,
    ballot_box: BallotBox,
    server_secret: ServerSecret,
    /// What frozen editions say they were made by.
    version: &'static str,
    visits: participant::Visits,
    changes: changes::Changes,
    showings: routing::Showings,
    independence: independence::Independence,
    first_answers: independence::FirstAnswers,
    unclear_senders: edition::Senders,
    scheduler: Scheduler,
    /// Ends the analysis with the app.
    _analysis: analysis::Running,
    shelves: edition::Shelves,
    signers: comment::Signers,
    /// Held by whoever saves at the desk, from looking at what is stored until it is written.
    editing: tokio::sync::Mutex<()>,
}

impl App {
    /// Reads everything, starts the writer, and gives both the app and the writer's task. It ends, with all that
    /// waits written, once the app is dropped; and with an error when only a restart can make memory good again.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn start(
        store: Store,
        lock: WriterLock,
        order: AckOrder,
        fresh_secret: [u8; 32],
    ) -> Result<(Self, JoinHandle<Result<(), StoreError>>), AppError> {
        // The server's secret is kept for good, and nothing else may follow from it.
        let [secret, seed] = [b"secret", b"bursts"].map(|what| identity::hash(&[what, &fresh_secret]).0);
        let server_secret = ServerSecret::keep(&store, secret).await?;
        let live = Arc::new(Live::read(&store).await?);
        let (scheduler, analysis) = start_analysis(&live)?;
        let (told, changed) = (Arc::clone(&live), scheduler.clone());
        let on_commit =
            move |committed| told.take(committed).map(|moved| moved.into_iter().for_each(|id| changed.put(id)));
        let (ballot_box, writer) = BallotBox::start(&store, lock, order, on_commit).await?;
        Ok((
            Self {
                store,
                live,
                ballot_box,
                server_secret,
                version: env!("CARGO_PKG_VERSION"),
                visits: participant::Visits::default(),
                changes: changes::Changes::default(),
                showings: routing::Showings::default(),
                independence: independence::Independence::new(seed),
                first_answers: independence::FirstAnswers::default(),
                unclear_senders: edition::Senders::default(),
                scheduler,
                _analysis: analysis,
                shelves: edition::Shelves::default(),
                signers: comment::Signers::default(),
                editing: tokio::sync::Mutex::default(),
            },
            writer,
        ))
    }

    /// The same, as a program that says more of its version: the commit it was built from.
    #[must_use]
    pub const fn built_as(mut self, version: &'static str) -> Self {
        self.version = version;
        self
    }

    /// The same, with another allowance for first answers where a conversation has none of its own.
    #[must_use]
    pub const fn with_first_answers(mut self, limits: independence::FirstAnswers) -> Self {
        self.first_answers = limits;
        self
    }

    /// Comments appear to others each time so many more people have answered; with 0 each appears at once.
    pub fn set_comment_batch(&self, batch: u32) {
        self.live.set_comment_batch(batch);
    }

    /// The store behind it.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// What is in memory.
    #[must_use]
    pub fn live(&self) -> &Live {
        &self.live
    }

    /// The server's own secret, for tokens.
    #[must_use]
    pub const fn server_secret(&self) -> &ServerSecret {
        &self.server_secret
    }

    /// Whether answers are taken; once they are not, only a restart helps.
    #[must_use]
    pub fn is_taking(&self) -> bool {
        self.ballot_box.is_taking()
    }

    /// Whether there is room to keep answers, as far as the last try said.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.ballot_box.has_room()
    }

    /// How the analysis is doing.
    #[must_use]
    pub fn analysis(&self) -> AnalysisCounts {
        self.scheduler.counts()
    }

    /// Waits until every conversation has been analysed since the start.
    pub async fn first_maps(&self) {
        self.scheduler.first_done().await;
    }

    /// Waits until every opinion map is of the latest answers, or could not be made. Under steady answers that may
    /// be never.
    pub async fn maps_settled(&self) {
        self.scheduler.idle().await;
    }

    /// How many commands wait for the writer.
    #[must_use]
    pub fn n_waiting(&self) -> usize {
        self.ballot_box.n_waiting()
    }

    /// How many commands were written together, group by group.
    #[must_use]
    pub fn group_sizes(&self) -> Reading {
        self.ballot_box.group_sizes()
    }

    async fn put(
        &self,
        conversation: ConversationId,
        at_ms: Millis,
        idempotency: Option<IdempotencyKey>,
        act: Act,
    ) -> Result<Receipt, AppError> {
        Ok(self.ballot_box.put(Command { conversation, at_ms, idempotency, by: None, act }).await?)
    }

    /// Puts in what staff does; where nobody does it (a time that is due), it is in no audit log.
    async fn put_by(
        &self,
        by: Option<StaffId>,
        conversation: ConversationId,
        at_ms: Millis,
        act: Act,
    ) -> Result<Receipt, AppError> {
        let by = by.map(|staff| staff.0);
        Ok(self.ballot_box.put(Command { conversation, at_ms, idempotency: None, by, act }).await?)
    }
}

/// Starts making maps, beginning with every conversation there is.
fn start_analysis(live: &Arc<Live>) -> Result<(Scheduler, analysis::Running), AppError> {
    let scheduler = Scheduler::new();
    scheduler.put_first(live.all().iter().map(|entry| entry.id()));
    let mut analyst = Analyst::new(Arc::clone(live), analysis::workers().map_err(no_threads)?);
    let told = Arc::clone(live);
    let turned = move |id, turn| {
        if let Some(entry) = told.get(id) {
            entry.turned(turn);
        }
    };
    let running = scheduler.clone().start(move |id| analyst.analyse(id), turned).map_err(no_threads)?;
    Ok((scheduler, running))
}

fn no_threads(error: std::io::Error) -> AppError {
    AppError::broken("starting the analysis, which needs more threads than this process may have", error)
}
