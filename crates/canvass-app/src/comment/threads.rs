//! Reading comments a page at a time: which are shown to whom, in which order. Changes nothing.

use crate::live::{Entry, Snapshot};
use crate::{App, AppError};
use canvass_domain::{
    About, CommentCard, CommentId, CommentState, CommentWords, EDIT_WITHIN_MS, Millis, ParticipantId, Seen, State,
};
use canvass_store::seen_of;
use std::collections::{BTreeMap, HashMap};

/// Threads on one page.
pub const THREADS_PER_PAGE: usize = 20;
/// Replies shown under one beginning; the rest are on the thread's own page.
pub const REPLIES_PER_THREAD: usize = 20;

/// Replies on a thread's own page.
const REPLIES_ON_OWN_PAGE: usize = 100;
const WORDS_AT_ONCE: usize = 500;

/// The order of threads on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The newest thread first.
    #[default]
    Newest,
    /// The oldest thread first.
    Oldest,
}

/// Which comments to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// In which order.
    pub order: Order,
    /// Only those about this.
    pub about: Option<About>,
    /// Which page, from 0.
    pub page: usize,
}

/// One comment as a reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Everything but its words.
    pub card: CommentCard,
    /// Its words; nothing where its author took them away.
    pub words: Option<CommentWords>,
    /// What the reader asking may do with it.
    pub mine: Mine,
    /// To its author, where others do not see it yet: how many more people have to answer before they do.
    pub appears_after: Option<u32>,
}

/// What a comment is to the reader asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mine {
    /// Somebody else's.
    No,
    /// Theirs, and still to be changed.
    Fresh,
    /// Theirs.
    Settled,
}

/// A beginning and its replies, in the order they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// The beginning.
    pub root: Shown,
    /// Replies, oldest first, each under what it replies to.
    pub replies: Vec<Shown>,
    /// Replies that are not on this page.
    pub n_more: usize,
    /// Which page of its replies this is, from 0, and of how many.
    pub page: (usize, usize),
}

/// A page of threads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threads {
    /// In the order asked for.
    pub threads: Vec<Thread>,
    /// Comments that are shown, on all pages.
    pub n_shown: usize,
    /// Threads that fit what was asked for, on all pages.
    pub n_threads: usize,
    /// The page this is.
    pub page: usize,
}

impl Shown {
    /// What it says now, for a decision on it; nothing where it has no words.
    #[must_use]
    pub fn seen(&self) -> Option<Seen> {
        let CommentWords { text, attribution, .. } = self.words.as_ref()?;
        Some(seen_of(text.as_deref(), attribution.name.as_deref(), attribution.place.as_deref()))
    }
}

impl App {
    /// A page of threads, for a reader or for anybody.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn threads(
        &self,
        entry: &Entry,
        asking: Option<ParticipantId>,
        request: Request,
        now_ms: Millis,
    ) -> Result<Threads, AppError> {
        let (mut threads, n_shown, n_threads) = {
            let snapshot = entry.read();
            let roots = snapshot.roots(request.about, asking);
            let n_threads = roots.len();
            let from = request.page.saturating_mul(THREADS_PER_PAGE);
            let page: Vec<CommentId> = match request.order {
                Order::Newest => roots.into_iter().rev().skip(from).take(THREADS_PER_PAGE).collect(),
                Order::Oldest => roots.into_iter().skip(from).take(THREADS_PER_PAGE).collect(),
            };
            let n_shown = snapshot.talk.cards().filter(|card| snapshot.appears_to(card, asking)).count();
            (snapshot.gather(&page, REPLIES_PER_THREAD, asking), n_shown, n_threads)
        };
        self.fill(entry, asking, &mut threads, now_ms).await?;
        Ok(Threads { threads, n_shown, n_threads, page: request.page })
    }

    /// The thread that a comment is in, at the page of replies asked for, else at the one the comment is on;
    /// nothing where the comment is not shown. To its author it always is.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn thread(
        &self,
        entry: &Entry,
        asking: Option<ParticipantId>,
        (comment, page): (CommentId, Option<usize>),
        now_ms: Millis,
    ) -> Result<Option<Thread>, AppError> {
        let mut threads = {
            let snapshot = entry.read();
            let card = snapshot.talk.card(comment);
            let Some(card) = card.filter(|card| snapshot.appears_to(card, asking) || card.is_by(asking)) else {
                return Ok(None);
            };
            let mut threads = snapshot.gather(&[card.place.root], usize::MAX, asking);
            threads.iter_mut().for_each(|thread| thread.turn_to(page, comment));
            // Its author sees a comment that others do not, where it would stand.
            if !snapshot.appears_to(card, asking) && !card.is_erased {
                threads.iter_mut().for_each(|thread| thread.put(card));
            }
            threads
        };
        self.fill(entry, asking, &mut threads, now_ms).await?;
        Ok(threads.pop())
    }

    /// Comments with their words, whatever became of them: for their author and for the desk.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn comments_with_words(
        &self,
        entry: &Entry,
        ids: &[CommentId],
    ) -> Result<BTreeMap<CommentId, CommentWords>, AppError> {
        let mut words = BTreeMap::new();
        for chunk in ids.chunks(WORDS_AT_ONCE) {
            words.extend(self.store.comment_words(entry.id(), chunk).await?);
        }
        Ok(words)
    }

    async fn fill(
        &self,
        entry: &Entry,
        asking: Option<ParticipantId>,
        threads: &mut [Thread],
        now_ms: Millis,
    ) -> Result<(), AppError> {
        let all = threads.iter().flat_map(|thread| std::iter::once(&thread.root).chain(&thread.replies));
        let ids: Vec<CommentId> = all.filter(|shown| !shown.card.is_erased).map(|shown| shown.card.id).collect();
        let mut words = self.comments_with_words(entry, &ids).await?;
        let round = {
            let conversation = entry.conversation();
            let (zone, is_open) = (conversation.instrument.zone(), conversation.state == State::Open);
            move |ms: Millis| if is_open { zone.start_of_day(ms) } else { zone.start_of_hour(ms) }
        };
        for thread in threads {
            for shown in std::iter::once(&mut thread.root).chain(&mut thread.replies) {
                // Erased since the thread was gathered: no words then either.
                shown.words = words.remove(&shown.card.id).filter(|words| words.text.is_some());
                shown.mine = match shown.card.is_by(asking) {
                    false => Mine::No,
                    true if now_ms - shown.card.posted_ms <= EDIT_WITHIN_MS => Mine::Fresh,
                    true => Mine::Settled,
                };
                // Once it is told apart from others by more than a day, totals of that moment tell of its author.
                shown.card.posted_ms = round(shown.card.posted_ms);
                shown.card.edited_ms = shown.card.edited_ms.map(round);
            }
        }
        Ok(())
    }
}

impl Snapshot {
    /// Whether readers see a comment: accepted, by somebody who is not excluded.
    #[must_use]
    pub fn shows(&self, card: &CommentCard) -> bool {
        let is_banned = || card.author.is_some_and(|who| self.ledger.is_banned(who));
        card.state == CommentState::Accepted && !card.is_erased && !is_banned()
    }

    /// Whether others than its author see a comment by now: readers see it, and its batch has come.
    #[must_use]
    pub fn appears(&self, card: &CommentCard) -> bool {
        self.appears_to(card, None)
    }

    /// The same, for somebody who asks: one's own comment is there at once.
    #[must_use]
    pub fn appears_to(&self, card: &CommentCard, asking: Option<ParticipantId>) -> bool {
        self.shows(card) && (card.is_by(asking) || self.appears_after(card).is_none())
    }

    /// How many more people have to answer before others see a comment that was admitted.
    #[must_use]
    pub fn appears_after(&self, card: &CommentCard) -> Option<u32> {
        let batch = self.comment_batch();
        let appearing = self.talk.appearing();
        // What staff says ties no reader to a vote.
        let waits = self.shows(card) && card.staff.is_none() && appearing.waits(card.id, batch);
        waits.then(|| appearing.missing(batch))
    }

    /// How many comments readers see.
    #[must_use]
    pub fn n_comments(&self) -> usize {
        self.talk.cards().filter(|card| self.appears(card)).count()
    }

    /// How many comments readers see about each thing.
    #[must_use]
    pub fn n_comments_about(&self) -> BTreeMap<About, usize> {
        let mut counts = BTreeMap::new();
        for card in self.talk.cards().filter(|card| self.appears(card)) {
            *counts.entry(card.about).or_default() += 1;
        }
        counts
    }

    /// Beginnings of threads with anything to see, oldest first.
    fn roots(&self, about: Option<About>, asking: Option<ParticipantId>) -> Vec<CommentId> {
        let fits = |card: &&CommentCard| about.is_none_or(|about| card.about == about) && self.appears_to(card, asking);
        let mut roots: Vec<CommentId> = self.talk.cards().filter(fits).map(|card| card.place.root).collect();
        roots.sort_unstable();
        roots.dedup();
        roots
    }

    /// Threads without words: beginnings, and the first replies that are shown. A beginning that is no longer
    /// shown stays as a place without words.
    fn gather(&self, roots: &[CommentId], max_replies: usize, asking: Option<ParticipantId>) -> Vec<Thread> {
        let shown = |card: &CommentCard, as_seen: CommentCard| {
            let appears_after = self.appears_after(card).filter(|_| card.is_by(asking));
            Shown { card: as_seen, words: None, mine: Mine::No, appears_after }
        };
        let thread = |root: &CommentId| {
            let card = self.talk.card(*root)?;
            let root = shown(card, self.veiled(card, asking));
            let replies = self.talk.replies(card.id).filter(|card| self.appears_to(card, asking));
            let replies: Vec<&CommentCard> = replies.collect();
            let replies = in_order(&replies);
            let n_more = replies.len().saturating_sub(max_replies);
            let replies = replies.into_iter().take(max_replies).map(|card| shown(card, card.clone())).collect();
            Some(Thread { root, replies, n_more, page: (0, 1) })
        };
        roots.iter().filter_map(thread).collect()
    }

    /// A beginning that readers do not see is treated as one without words.
    fn veiled(&self, card: &CommentCard, asking: Option<ParticipantId>) -> CommentCard {
        CommentCard { is_erased: !self.appears_to(card, asking), ..card.clone() }
    }
}

impl Thread {
    /// Keeps one page of the replies.
    fn turn_to(&mut self, page: Option<usize>, comment: CommentId) {
        let n_replies = self.replies.len();
        let n_pages = n_replies.div_ceil(REPLIES_ON_OWN_PAGE).max(1);
        let holding =
            || self.replies.iter().position(|shown| shown.card.id == comment).unwrap_or(0) / REPLIES_ON_OWN_PAGE;
        let page = page.unwrap_or_else(holding).min(n_pages - 1);
        let replies = std::mem::take(&mut self.replies).into_iter();
        self.replies = replies.skip(page * REPLIES_ON_OWN_PAGE).take(REPLIES_ON_OWN_PAGE).collect();
        self.n_more = n_replies - self.replies.len();
        self.page = (page, n_pages);
    }

    fn put(&mut self, card: &CommentCard) {
        let shown = Shown { card: card.clone(), words: None, mine: Mine::No, appears_after: None };
        if card.id == self.root.card.id {
            self.root = shown;
        } else {
            self.replies.push(shown);
        }
    }
}

/// Replies to the beginning by time, each followed by the replies to it.
fn in_order<'c>(replies: &[&'c CommentCard]) -> Vec<&'c CommentCard> {
    let mut below: HashMap<CommentId, Vec<&CommentCard>> = HashMap::new();
    for reply in replies.iter().filter(|card| card.place.depth > 1) {
        below.entry(reply.place.parent.unwrap_or_default()).or_default().push(reply);
    }
    let mut ordered = Vec::with_capacity(replies.len());
    for card in replies.iter().copied().filter(|card| card.place.depth == 1) {
        ordered.push(card);
        ordered.extend(below.remove(&card.id).unwrap_or_default());
    }
    // Replies to a reply that is no longer shown come last, rather than nowhere.
    let mut lost: Vec<&CommentCard> = below.into_values().flatten().collect();
    lost.sort_unstable_by_key(|card| card.id);
    ordered.extend(lost);
    ordered
}
