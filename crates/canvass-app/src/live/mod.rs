//! What is in memory: every conversation with its wording and its ledger, kept up by the ballot box.
//!
//! Nothing here is written by anyone but the writer's commits, so what is read here is on disk.

mod appearing;
mod authors;
mod entry;
mod snapshot;
mod talk;
pub(crate) mod waitlist;
mod watch;

pub(crate) use appearing::Appearing;
pub use appearing::COMMENT_BATCH;
pub(crate) use entry::Moved;
pub use entry::{Entry, Making};
pub use snapshot::Snapshot;
pub use talk::{Reports, Talk};
pub use waitlist::{Spot, Turn, Waiting};
pub use watch::Watch;

use canvass_counts::segments::arrivals::{has_one_host, tells_arrivals, ways};
use canvass_counts::{AttributeAnswer, SegmentCounts};
use canvass_domain::{Conversation, ConversationId, Slug};
use canvass_store::{Committed, Store, StoreError};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// Every conversation in memory.
#[derive(Debug)]
pub struct Live {
    entries: RwLock<BTreeMap<ConversationId, Arc<Entry>>>,
    slugs: RwLock<BTreeMap<Slug, ConversationId>>,
    /// In batches of how many people comments appear.
    comment_batch: AtomicU32,
}

impl Default for Live {
    fn default() -> Self {
        Self { entries: RwLock::default(), slugs: RwLock::default(), comment_batch: AtomicU32::new(COMMENT_BATCH) }
    }
}

impl Live {
    /// Reads every conversation and folds its log.
    pub async fn read(store: &Store) -> Result<Self, StoreError> {
        let live = Self::default();
        for conversation in store.conversations().await? {
            live.read_one(store, conversation).await?;
        }
        Ok(live)
    }

    /// Reads one conversation and folds its log.
    pub(crate) async fn read_one(&self, store: &Store, conversation: Conversation) -> Result<Arc<Entry>, StoreError> {
        let id = conversation.id;
        let statements = store.statements(id).await?;
        let said = said(store, &conversation).await?;
        let events = store.events(id).await?;
        let (ledger, segment_counts) = SegmentCounts::of(&conversation.instrument, &events, said)
            .map_err(|error| StoreError::Damaged(format!("conversation {id}: {error}")))?;
        let talk = Talk::new(store.comment_cards(id).await?, store.open_reports(id).await?).appearing_by(&events);
        let watch = Watch::new(store.marks(id).await?, store.watch(id).await?, store.exclusions(id).await?);
        Ok(self.add(Entry::new(conversation, statements, ledger, segment_counts, talk).watched(watch)))
    }

    /// Adds one, or puts it in the place of the former.
    pub(crate) fn add(&self, entry: Entry) -> Arc<Entry> {
        entry.set_comment_batch(self.comment_batch.load(Ordering::Relaxed));
        let (id, slug, entry) = (entry.id(), entry.conversation().slug.clone(), Arc::new(entry));
        self.entries.write().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&entry));
        self.slugs.write().unwrap_or_else(PoisonError::into_inner).insert(slug, id);
        entry
    }

    /// Comments appear once so many more people have answered.
    pub(crate) fn set_comment_batch(&self, batch: u32) {
        self.comment_batch.store(batch, Ordering::Relaxed);
        self.all().iter().for_each(|entry| entry.set_comment_batch(batch));
    }

    /// Forgets one that is gone. Whoever looks at it still sees it as it was.
    fn remove(&self, id: ConversationId) {
        self.slugs.write().unwrap_or_else(PoisonError::into_inner).retain(|_, of| *of != id);
        self.entries.write().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }

    /// One conversation, by its slug.
    #[must_use]
    pub fn find(&self, slug: &Slug) -> Option<Arc<Entry>> {
        let id = self.slugs.read().unwrap_or_else(PoisonError::into_inner).get(slug).copied()?;
        self.get(id)
    }

    /// All conversations, oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Entry>> {
        self.entries.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    pub(crate) fn get(&self, id: ConversationId) -> Option<Arc<Entry>> {
        self.entries.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// Takes what the writer just committed, and says of which conversations the answers moved. Runs on the writer's task: short, and never waits for readers long.
    ///
    /// # Errors
    /// When memory and log part ways: memory is good for nothing then.
    pub(crate) fn take(&self, committed: Committed) -> Result<Vec<ConversationId>, StoreError> {
        let mut by_conversation: BTreeMap<ConversationId, Committed> = BTreeMap::new();
        macro_rules! split {
            ($($field:ident),+) => {$(
                for row in committed.$field {
                    by_conversation.entry(row.0).or_default().$field.push(row);
                }
            )+};
        }
        split!(
            events,
            arrivals,
            statements,
            rulings,
            comments,
            changed,
            reworded,
            reports,
            instruments,
            erased,
            declared,
            marked,
            watches,
            exclusions
        );
        for id in committed.made_public {
            by_conversation.entry(id).or_default().made_public.push(id);
        }
        for id in committed.deleted {
            by_conversation.remove(&id);
            self.remove(id);
        }
        let mut moved = Vec::new();
        for (id, part) in by_conversation {
            let entry = self.get(id);
            let entry = entry.ok_or_else(|| StoreError::Damaged(format!("conversation {id} is not in memory")))?;
            let taken = entry.take(part);
            if taken.map_err(|error| StoreError::Damaged(format!("conversation {id}: {error}")))? == Moved::Answers {
                moved.push(id);
            }
        }
        Ok(moved)
    }
}

/// What was said about themselves, as the segment counts takes it.
pub(crate) fn about(said: canvass_store::Said) -> AttributeAnswer {
    let canvass_store::Said { participant, attribute, option, at_ms } = said;
    AttributeAnswer { at_ms, attribute, option, participant }
}

/// What people said about themselves, how they came and who is marked, as the segment counts takes it.
pub(crate) async fn said(store: &Store, conversation: &Conversation) -> Result<Vec<AttributeAnswer>, StoreError> {
    let mut said: Vec<AttributeAnswer> = store.said(conversation.id).await?.into_iter().map(about).collect();
    if tells_arrivals(conversation) && has_one_host(&conversation.instrument, &store.earlier(conversation).await?) {
        said.extend(ways(&store.arrivals(conversation.id).await?));
    }
    said.extend(store.marks(conversation.id).await?.into_iter().map(|(who, _)| AttributeAnswer::mark(who)));
    for (who, assurance, channel) in store.ways_in(conversation.id).await? {
        said.extend(AttributeAnswer::way_in(who, assurance, channel));
    }
    Ok(said)
}
