//! What waits for the desk, and what the desk decides.

use crate::comment::check_rule;
use crate::live::waitlist::{Kind, page};
use crate::live::{Entry, Snapshot, Spot, Turn, Waiting};
use crate::{App, AppError, Conflict, StaffId, note};
use canvass_domain::{
    Attribution, CommentCard, CommentId, CommentWords, Decision, Looked, Millis, Origin, ParticipantId, Provenance,
    Ruling, Seen, Statement, StatementId, StatementState, StatementText, Target,
};
use canvass_store::{Act, seen_of};
use canvass_words::legible;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Texts on one page of the queue.
pub const ITEMS_PER_PAGE: usize = 50;

/// Notes of readers shown with one text.
const NOTES_SHOWN: usize = 5;

/// Which part of the queue to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// Everything that waits.
    #[default]
    All,
    /// Held statements.
    Statements,
    /// Held comments.
    Comments,
    /// Texts that readers reported.
    Reported,
    /// Comments that their authors want to change.
    Changed,
}

/// One text that waits for the desk.
#[derive(Clone, Debug)]
pub struct Item {
    /// The conversation it was said in.
    pub entry: Arc<Entry>,
    /// Which.
    pub target: Target,
    /// Where it stands.
    pub state: StatementState,
    /// Its words, as readers see them where they do.
    pub text: String,
    /// What it says now, for a decision on it.
    pub seen: Seen,
    /// The name its author goes by here and whether it may be quoted, where it is a comment.
    pub attribution: Attribution,
    /// What it would say if its author had their way, and the same as a hash.
    pub change: Option<(String, Seen)>,
    /// Other words that it was reported for, before its author changed it.
    pub reported_words: Vec<String>,
    /// What it answers, where it is a reply: its number and words, as far as there are any.
    pub answers: Option<(CommentId, Option<String>)>,
    /// Who wrote it; nobody for the organiser's.
    pub author: Option<ParticipantId>,
    /// When it came in.
    pub at_ms: Millis,
    /// What it is about, where it is a comment.
    pub comment: Option<CommentCard>,
    /// Whether its wording may still be mended.
    pub may_be_mended: bool,
    /// What readers said about it.
    pub reported: Option<Reported>,
}

/// What readers said about a text, however many they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reported {
    /// By how many readers.
    pub n: usize,
    /// By how many under each rule, the most first.
    pub by_rule: Vec<(String, usize)>,
    /// Some of their notes.
    pub notes: Vec<String>,
    /// How many notes there are.
    pub n_notes: usize,
}

/// A page of the queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Oldest first.
    pub items: Vec<Item>,
    /// How many wait, by what they are.
    pub waiting: Waiting,
    /// How to turn to the page before, where there is one.
    pub previous: Option<Turn>,
    /// How to turn to the page after, where there is one.
    pub next: Option<Turn>,
}

/// What became of texts and people, by rule: for readers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moderation {
    /// Statements readers sent in.
    pub statements: Fates,
    /// Comments.
    pub comments: Fates,
    /// Participants who count in nothing.
    pub n_banned: u64,
}

/// What became of one kind of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fates {
    /// Sent in.
    pub n_sent: usize,
    /// Shown.
    pub n_accepted: usize,
    /// Waiting for the desk.
    pub n_held: usize,
    /// Declined, by rule; an empty rule is a decision from before there were rules.
    pub declined: BTreeMap<String, usize>,
}

impl Snapshot {
    /// What became of texts and people, by rule.
    #[must_use]
    pub fn moderation(&self) -> Moderation {
        let mut moderation = Moderation { n_banned: self.ledger.n_banned(), ..Moderation::default() };
        for statement in self.statements.values().filter(|statement| statement.origin == Origin::Participant) {
            moderation.statements.count(statement.state, statement.rule.as_deref());
        }
        // What came in after the latest batch is not counted either: the count would tell when it came.
        let counted_to = self.talk.appearing().counted_to(self.comment_batch());
        for card in self.talk.cards().filter(|card| card.id <= counted_to) {
            moderation.comments.count(card.state, card.rule.as_deref());
        }
        moderation
    }

    /// Readers would vote on the same twice.
    fn check_not_repeated(&self, statement: StatementId, text: &str) -> Result<(), AppError> {
        let others = self.statements.values().filter(|other| other.id != statement);
        let mut shown = others.filter(|other| other.state == StatementState::Accepted);
        let reads_the_same = |other: &str| legible::reads_the_same(other, text);
        let is_repeated = shown.any(|other| other.text.as_deref().is_some_and(reads_the_same));
        if is_repeated { Err(AppError::Repeated) } else { Ok(()) }
    }

    /// Whether there is such a text, whatever became of it.
    #[must_use]
    pub fn has_text(&self, target: Target) -> bool {
        match target {
            Target::Statement(id) => self.statements.contains_key(&id),
            Target::Comment(id) => self.talk.card(id).is_some(),
        }
    }

    /// One text with what is in memory of it.
    pub(super) fn item(&self, entry: &Arc<Entry>, target: Target) -> Option<Item> {
        let entry = Arc::clone(entry);
        let reported = self.talk.reports(target).map(|reports| Reported {
            n: reports.n(),
            by_rule: reports.by_rule(),
            notes: Vec::new(),
            n_notes: reports.n_notes(),
        });
        Some(match target {
            Target::Statement(id) => {
                let Statement { state, text, author, added_ms, .. } = self.statements.get(&id)?.clone();
                let text = text.unwrap_or_default();
                let may_be_mended = !self.ledger.is_answered(id);
                let seen = seen_of((!text.is_empty()).then_some(text.as_str()), None, None);
                Item {
                    text,
                    at_ms: added_ms,
                    may_be_mended,
                    ..Item::bare(entry, target, (state, author), reported, seen)
                }
            }
            Target::Comment(id) => {
                let card = self.talk.card(id)?.clone();
                let (standing, at_ms, seen) = ((card.state, card.author), card.posted_ms, seen_of(None, None, None));
                Item { at_ms, comment: Some(card), ..Item::bare(entry, target, standing, reported, seen) }
            }
        })
    }
}

impl Item {
    /// A text without words.
    fn bare(
        entry: Arc<Entry>,
        target: Target,
        (state, author): (StatementState, Option<ParticipantId>),
        reported: Option<Reported>,
        seen: Seen,
    ) -> Self {
        Self {
            entry,
            target,
            state,
            text: String::new(),
            seen,
            attribution: Attribution::default(),
            change: None,
            reported_words: Vec::new(),
            answers: None,
            author,
            at_ms: 0,
            comment: None,
            may_be_mended: false,
            reported,
        }
    }

    /// Takes in the words of the comment that it is.
    fn fill(&mut self, words: CommentWords) {
        let CommentWords { text, attribution, change, .. } = words;
        let hash = |text: Option<&str>| seen_of(text, attribution.name.as_deref(), attribution.place.as_deref());
        self.seen = hash(text.as_deref());
        self.change = change.filter(|change| change.declined.is_none()).and_then(|change| change.text).map(|text| {
            let seen = hash(Some(&text));
            (text, seen)
        });
        self.text = text.unwrap_or_default();
        self.attribution = attribution;
    }
}

impl Fates {
    fn count(&mut self, state: StatementState, rule: Option<&str>) {
        self.n_sent += 1;
        match state {
            StatementState::Accepted => self.n_accepted += 1,
            StatementState::Held => self.n_held += 1,
            StatementState::Declined => *self.declined.entry(rule.unwrap_or_default().to_owned()).or_default() += 1,
        }
    }
}

impl App {
    /// A page of what waits for the desk in some conversations, oldest first over all of them, with words and
    /// reports.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn queue(&self, entries: &[Arc<Entry>], filter: Filter, turn: Turn) -> Result<Queue, AppError> {
        let kinds = filter.kinds();
        let mut spots = spots(entries, kinds, turn, ITEMS_PER_PAGE);
        if spots.is_empty() && turn != Turn::First {
            // All of it was decided meanwhile: what is left is before it.
            spots = self::spots(entries, kinds, Turn::Last, ITEMS_PER_PAGE);
        }
        let beyond = |turn: Option<Turn>| turn.filter(|turn| !self::spots(entries, kinds, *turn, 1).is_empty());
        let previous = beyond(spots.first().copied().map(Turn::Before));
        let next = beyond(spots.last().copied().map(Turn::After));
        let item = |spot: &Spot| {
            let entry = entries.iter().find(|entry| entry.id() == spot.conversation)?;
            entry.read().item(entry, spot.target)
        };
        let mut items: Vec<Item> = spots.iter().filter_map(item).collect();
        for entry in entries.iter().filter(|entry| spots.iter().any(|spot| spot.conversation == entry.id())) {
            self.fill_items(entry, &mut items).await?;
        }
        let waiting = entries.iter().map(|entry| entry.read().waiting()).fold(Waiting::default(), |a, b| a + b);
        Ok(Queue { items, waiting, previous, next })
    }

    /// Words of the items of one conversation, and what was written to the desk about them.
    pub(super) async fn fill_items(&self, entry: &Entry, items: &mut [Item]) -> Result<(), AppError> {
        let mut items: Vec<&mut Item> = items.iter_mut().filter(|item| item.entry.id() == entry.id()).collect();
        let cards = || items.iter().filter_map(|item| item.comment.as_ref());
        let answered = cards().filter_map(|card| card.place.parent);
        let mut comments: Vec<CommentId> = cards().map(|card| card.id).chain(answered).collect();
        comments.sort_unstable();
        comments.dedup();
        let words = self.comments_with_words(entry, &comments).await?;
        let reported: Vec<Target> = items.iter().filter(|one| one.reported.is_some()).map(|one| one.target).collect();
        let reported =
            if reported.is_empty() { Vec::new() } else { self.store.reported_words(entry.id(), &reported).await? };
        let noted: Vec<(Target, ParticipantId)> = {
            let snapshot = entry.read();
            let noted = items.iter().filter_map(|item| Some((item.target, snapshot.talk.reports(item.target)?)));
            noted
                .flat_map(|(target, reports)| reports.with_note().take(NOTES_SHOWN).map(move |who| (target, who)))
                .collect()
        };
        let notes = if noted.is_empty() { Vec::new() } else { self.store.report_notes(entry.id(), &noted).await? };
        for item in &mut items {
            if let Some(CommentCard { id, place, .. }) = item.comment {
                words.get(&id).cloned().into_iter().for_each(|words| item.fill(words));
                item.answers = place.parent.map(|id| (id, words.get(&id).and_then(|words| words.text.clone())));
            }
            let others = reported.iter().filter(|(target, text)| *target == item.target && *text != item.text);
            item.reported_words = others.take(NOTES_SHOWN).map(|(_, text)| text.clone()).collect();
            if let Some(reported) = &mut item.reported {
                let theirs = notes.iter().filter(|(target, _)| *target == item.target);
                reported.notes = theirs.map(|(_, note)| note.clone()).collect();
            }
        }
        Ok(())
    }

    /// One text with its words and what readers reported, whatever became of it.
    ///
    /// # Errors
    /// When there is no such text.
    pub async fn text_at_desk(&self, entry: &Arc<Entry>, target: Target) -> Result<Item, AppError> {
        let item = entry.read().item(entry, target).ok_or(AppError::NotFound("text"))?;
        let mut items = [item];
        self.fill_items(entry, &mut items).await?;
        let [item] = items;
        Ok(item)
    }

    /// A text as it stands now, for whoever decides on it without a page in front of them.
    ///
    /// # Errors
    /// When there is no such text.
    pub async fn looked(&self, entry: &Arc<Entry>, target: Target) -> Result<Looked, AppError> {
        let Item { state, seen, .. } = self.text_at_desk(entry, target).await?;
        Ok(Looked { target, from: state, seen: Some(seen) })
    }

    /// Accepts a text, or shows again what was declined; what readers reported about it is dealt with.
    ///
    /// # Errors
    /// When there is no such text, or somebody has decided meanwhile.
    pub async fn accept(&self, entry: &Entry, looked: Looked, by: StaffId, at_ms: Millis) -> Result<(), AppError> {
        let to = StatementState::Accepted;
        if let Target::Statement(id) = looked.target {
            let snapshot = entry.read();
            let text = snapshot.statements.get(&id).and_then(|statement| statement.text.as_deref());
            // Where texts are somebody else's record, what stands there twice is theirs to say.
            if snapshot.conversation.provenance != Provenance::Imported {
                snapshot.check_not_repeated(id, text.unwrap_or_default()).map_err(|_| Conflict::Repeated)?;
            }
        }
        self.decide(entry, Decision { looked, to, ruling: Ruling::default() }, by, at_ms).await
    }

    /// Declines a text under a published rule, with more words for its author where there are any.
    ///
    /// # Errors
    /// When there is no such text, somebody has decided meanwhile, or no rule of the conversation is named.
    pub async fn decline(
        &self,
        entry: &Entry,
        looked: Looked,
        ruling: Ruling,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let ruling = checked(entry, ruling)?;
        self.decide(entry, Decision { looked, to: StatementState::Declined, ruling }, by, at_ms).await
    }

    /// Agrees to the change of a comment that readers see, or declines it under a published rule.
    ///
    /// # Errors
    /// When no change waits, its author has changed it again, or no rule of the conversation is named.
    pub async fn decide_change(
        &self,
        entry: &Entry,
        (comment, seen): (CommentId, Seen),
        declined: Option<Ruling>,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let declined = declined.map(|ruling| checked(entry, ruling)).transpose()?;
        self.put_by(Some(by), entry.id(), at_ms, Act::DecideChange(comment, seen, declined)).await.map(|_| ())
    }

    /// Leaves a reported text as it is.
    ///
    /// # Errors
    /// When somebody has decided on it or changed it meanwhile.
    pub async fn close_reports(
        &self,
        entry: &Entry,
        looked: Looked,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        self.put_by(Some(by), entry.id(), at_ms, Act::CloseReports(looked)).await.map(|_| ())
    }

    /// Mends the wording of a statement that nobody has answered.
    ///
    /// # Errors
    /// When there is no such statement, or somebody has answered it.
    pub async fn reword(
        &self,
        entry: &Entry,
        (statement, seen): (StatementId, Option<Seen>),
        text: StatementText,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        {
            let snapshot = entry.read();
            let is_there = snapshot.statements.get(&statement).is_some_and(|statement| statement.text.is_some());
            if !is_there {
                return Err(AppError::NotFound("statement"));
            }
            if snapshot.ledger.is_answered(statement) {
                return Err(AppError::Answered);
            }
            snapshot.check_not_repeated(statement, text.as_str())?;
        }
        self.put_by(Some(by), entry.id(), at_ms, Act::Reword(statement, text, seen)).await.map(|_| ())
    }

    /// A participant counts in no result from now on, and their comments are not shown.
    ///
    /// # Errors
    /// When there is no such participant, they are excluded already, or no rule of the conversation is named.
    pub async fn ban(
        &self,
        entry: &Entry,
        participant: ParticipantId,
        ruling: Ruling,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let ruling = checked(entry, ruling)?;
        let _guard = self.editing.lock().await;
        if entry.read().ledger.is_banned(participant) {
            return Err(Conflict::ExcludedAlready.into());
        }
        self.exclude_one(entry, participant, ruling, by, at_ms).await
    }

    /// A banned participant counts again.
    ///
    /// # Errors
    /// When they are not banned.
    pub async fn reinstate(
        &self,
        entry: &Entry,
        participant: ParticipantId,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let _guard = self.editing.lock().await;
        if !entry.read().ledger.is_banned(participant) {
            return Err(Conflict::NotExcluded.into());
        }
        self.put_by(Some(by), entry.id(), at_ms, Act::Reinstate(participant)).await.map(|_| ())
    }

    async fn decide(&self, entry: &Entry, decision: Decision, by: StaffId, at_ms: Millis) -> Result<(), AppError> {
        if !entry.read().has_text(decision.looked.target) {
            return Err(AppError::NotFound("text"));
        }
        self.put_by(Some(by), entry.id(), at_ms, Act::Decide(decision)).await.map(|_| ())
    }
}

impl Filter {
    const fn kinds(self) -> &'static [Kind] {
        match self {
            Self::All => &[Kind::Statement, Kind::Comment, Kind::Reported, Kind::Changed],
            Self::Statements => &[Kind::Statement],
            Self::Comments => &[Kind::Comment],
            Self::Reported => &[Kind::Reported],
            Self::Changed => &[Kind::Changed],
        }
    }
}

/// Up to `n` places over all conversations: at most so many of each are looked at.
fn spots(entries: &[Arc<Entry>], kinds: &[Kind], turn: Turn, n: usize) -> Vec<Spot> {
    let of_one = |entry: &Arc<Entry>| page(entry.read().waitlist.lists(kinds, turn), turn, n).into_iter();
    page(entries.iter().map(of_one), turn, n)
}

fn checked(entry: &Entry, ruling: Ruling) -> Result<Ruling, AppError> {
    let rule = ruling.rule.ok_or(AppError::NoReason)?;
    check_rule(&entry.read(), &rule)?;
    let reason = note::kept(&ruling.reason.unwrap_or_default())?;
    Ok(Ruling { rule: Some(rule), reason })
}
