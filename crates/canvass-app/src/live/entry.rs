//! One conversation in memory.

use super::snapshot::{Latest, Snapshot};
use super::waitlist::Waitlist;
use super::{COMMENT_BATCH, Talk, Watch};
use crate::analysis::Turn;
use canvass_counts::{Ledger, LedgerError, SegmentCounts, Segments, Totals};
use canvass_domain::{Conversation, ConversationId, ParticipantId, Seq, Statement};
use canvass_results::analysed;
use canvass_results::map::{Follower, Step};
use canvass_results::{Caption, Gated, OpinionMap, Results};
use canvass_store::Committed;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// One conversation in memory, kept up by the writer's commits.
#[derive(Debug)]
pub struct Entry {
    id: ConversationId,
    pub(super) snapshot: RwLock<Snapshot>,
    changes: watch::Sender<u64>,
    results: Mutex<Cached>,
    /// Whose answers changed since the analysis last looked.
    changed: Mutex<BTreeSet<ParticipantId>>,
    making: Mutex<Making>,
}

/// How the making of a conversation's opinion map goes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Making {
    /// When the last one was made, and what that took.
    pub made: Option<(Instant, Duration)>,
    /// How often it has failed since then.
    pub n_failures: u32,
}

/// Whether a commit touched what a map is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moved {
    /// It did.
    Answers,
    /// It did not.
    Nothing,
}

/// What was computed last, and for which revision, so that it is computed once however many look.
#[derive(Debug, Default)]
struct Cached {
    results: Option<(u64, Arc<Results>)>,
    segments: Option<(u64, Arc<Segments>)>,
}

impl Entry {
    pub(crate) fn new(
        conversation: Conversation,
        statements: Vec<Statement>,
        mut ledger: Ledger,
        segment_counts: SegmentCounts,
        talk: Talk,
    ) -> Self {
        let (id, waitlist) = (conversation.id, Waitlist::new(conversation.id));
        for statement in statements.iter().filter(|statement| statement.text.is_none()) {
            ledger.blank(statement.id);
        }
        let statements = statements.into_iter().map(|statement| (statement.id, statement)).collect();
        let conversation = Arc::new(Conversation { turns: ledger.turns(), ..conversation });
        let (latest, n_maps, revision) = (None, 0, 0);
        let mut snapshot = Snapshot {
            conversation,
            statements,
            ledger,
            segment_counts,
            talk,
            waitlist,
            watch: Watch::default(),
            comment_batch: COMMENT_BATCH,
            latest,
            n_maps,
            revision,
        };
        let texts = snapshot.texts();
        snapshot.refresh(&texts);
        Self {
            id,
            snapshot: RwLock::new(snapshot),
            changes: watch::Sender::new(0),
            results: Mutex::default(),
            changed: Mutex::default(),
            making: Mutex::default(),
        }
    }

    /// Its number.
    #[must_use]
    pub const fn id(&self) -> ConversationId {
        self.id
    }

    /// Looks at it. The writer waits as long as the guard lives: never hold it across an await.
    pub fn read(&self) -> RwLockReadGuard<'_, Snapshot> {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wording, rules, and where it stands now, to be kept for as long as needed.
    #[must_use]
    pub fn conversation(&self) -> Arc<Conversation> {
        Arc::clone(&self.read().conversation)
    }

    /// Tells of changes that results may follow from: the value is the revision.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Results as of now, behind the gate. Computed once for each revision, however many look.
    #[must_use]
    pub fn results(&self) -> Gated<Arc<Results>> {
        let mut cached = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = self.read();
        let results = cached.results(&snapshot);
        let turnout = snapshot.turnout();
        Gated::new(results, snapshot.disclosure(), turnout)
    }

    /// The counts alone as of now, behind the gate: what the stream tells of, cheap enough for every listener.
    #[must_use]
    pub fn totals(&self) -> Gated<Totals> {
        let snapshot = self.read();
        Gated::new(snapshot.ledger.totals(), snapshot.disclosure(), snapshot.turnout())
    }

    /// How the making of its opinion map goes.
    #[must_use]
    pub fn making(&self) -> Making {
        *self.making.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn take(&self, committed: Committed) -> Result<Moved, LedgerError> {
        let mut snapshot = self.write();
        let moving = committed.events.iter().filter(|(_, event)| event.fact.moves_answers());
        let moved = if moving.clone().next().is_some() { Moved::Answers } else { Moved::Nothing };
        // Under the snapshot's lock, as the analysis looks at both.
        self.changed().extend(moving.clone().filter_map(|(_, event)| event.fact.participant()));
        if moving.clone().any(|(_, event)| snapshot.shows_banned(event.fact)) {
            snapshot.latest = None;
        }
        // Who listens learns of no comment: no result follows from one, and when it came tells whose it is.
        let is_of_comments_alone = is_of_comments_alone(&committed);
        snapshot.take(committed)?;
        if is_of_comments_alone {
            snapshot.revision += 1;
        } else {
            self.tell(snapshot);
        }
        Ok(moved)
    }

    /// Whether there are answers enough for a map, and none is of them yet.
    pub(crate) fn needs_map(&self) -> bool {
        let snapshot = self.read();
        analysed::due(&snapshot.ledger).is_some_and(|due| !snapshot.is_mapped(due))
    }

    /// Whether its map is of the answers as an event left them, if only provisional.
    pub(crate) fn has_map_of(&self, seq: Seq) -> bool {
        self.read().latest.as_ref().is_some_and(|latest| latest.seq >= seq)
    }

    /// Lets the analysis take over a piece of what changed.
    pub(crate) fn follow(&self, follower: &mut Follower) -> Step {
        let snapshot = self.read();
        follower.step(&snapshot.ledger, &mut self.changed())
    }

    /// Takes the map of the answers as an event left them.
    pub(crate) fn set_map(&self, seq: Seq, map: Option<Arc<OpinionMap>>) {
        let mut snapshot = self.write();
        let former = snapshot.latest.replace(Latest { seq, map });
        snapshot.n_maps += 1;
        self.tell(snapshot);
        // A large one takes a while to go, and nobody has to wait for that.
        drop(former);
    }

    /// Takes note of how a turn of the analysis ended.
    pub(crate) fn turned(&self, turn: Turn) {
        let mut making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        match turn {
            Turn::Made(took) => *making = Making { made: Some((Instant::now(), took)), n_failures: 0 },
            Turn::Nothing => making.n_failures = 0,
            Turn::Failed(n_failures) => making.n_failures = n_failures,
        }
    }

    /// The same, with what is known of whether readers are independent.
    pub(crate) fn watched(self, watch: Watch) -> Self {
        self.write().watch = watch;
        self
    }

    pub(crate) fn set_comment_batch(&self, batch: u32) {
        self.write().comment_batch = batch;
    }

    fn write(&self) -> RwLockWriteGuard<'_, Snapshot> {
        self.snapshot.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn changed(&self) -> MutexGuard<'_, BTreeSet<ParticipantId>> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, mut snapshot: RwLockWriteGuard<'_, Snapshot>) {
        snapshot.revision += 1;
        let revision = snapshot.revision;
        drop(snapshot);
        self.changes.send_replace(revision);
    }
}

/// Whether a commit says nothing but what people said to each other.
fn is_of_comments_alone(committed: &Committed) -> bool {
    let Committed { events, statements, instruments, erased, declared, made_public, reworded, .. } = committed;
    let others = [statements.len(), instruments.len(), erased.len(), declared.len(), made_public.len(), reworded.len()];
    events.iter().all(|(_, event)| event.fact.comment().is_some()) && others.iter().all(|n| *n == 0)
}

impl Cached {
    fn results(&mut self, snapshot: &Snapshot) -> Arc<Results> {
        if let Some((_, results)) = self.results.as_ref().filter(|(revision, _)| *revision == snapshot.revision) {
            return Arc::clone(results);
        }
        let per_person = snapshot.ledger.votes_per_person();
        let caption = Caption::new(&snapshot.conversation, &snapshot.statements, per_person);
        let results = Results::new(&snapshot.conversation, snapshot.ledger.totals(), &snapshot.statements);
        let results = results.with_caption(caption);
        let results = Arc::new(snapshot.mapped(results.with_segments(self.segments(snapshot))));
        self.results = Some((snapshot.revision, Arc::clone(&results)));
        results
    }

    fn segments(&mut self, snapshot: &Snapshot) -> Arc<Segments> {
        let segment_counts = &snapshot.segment_counts;
        if let Some((_, segments)) = self.segments.as_ref().filter(|(version, _)| *version == segment_counts.version())
        {
            return Arc::clone(segments);
        }
        let segments = Arc::new(segment_counts.shown(&snapshot.ledger));
        self.segments = Some((segment_counts.version(), Arc::clone(&segments)));
        segments
    }
}
