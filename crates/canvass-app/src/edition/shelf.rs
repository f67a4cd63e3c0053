//! Editions as they are read: parsed once, kept until something about them changes.

use crate::live::Entry;
use crate::{App, AppError, Conflict, StaffId, note};
use canvass_domain::{ConversationId, Instrument, Millis, OptionId, QuoteWords, State, Viewer};
use canvass_edition::bundle::{Parts, QuoteText, Record, Signature, Votes};
use canvass_edition::log::Log;
use canvass_edition::{Edition, Quoted, Rows, edition_id, made_by_other_rules, parse_edition_id, record_salt};
use canvass_results::{Results, sha256_hex};
use canvass_store::{EditionDoing, EditionPart, EditionRow, StoreError, Withdrawal};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Most conversations whose editions are kept in memory.
const MAX_KEPT: usize = 64;

/// An edition, ready to be shown.
#[derive(Clone, Debug)]
pub struct Take {
    /// Everything it holds.
    pub edition: Edition,
    /// Its results.
    pub results: Arc<Results>,
    /// SHA-256 of its canonical form.
    pub hash: String,
    /// The signature; nothing for a draft.
    pub signature: Option<String>,
    /// The words of its quotes.
    pub quotes: Vec<QuoteWords>,
    instrument: Instrument,
}

/// The editions of a conversation.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    takes: Vec<Arc<Take>>,
    /// Those that were made by other rules, oldest first.
    others: Vec<OtherRules>,
    /// Those that were withdrawn, oldest first.
    withdrawn: Vec<Withdrawn>,
}

/// A published edition that is shown no more.
#[derive(Clone, Debug)]
pub struct Withdrawn {
    /// Its number within its conversation.
    pub number: u32,
    /// The edition; nothing where it was made by other rules.
    take: Option<Arc<Take>>,
    /// Why, in words for readers.
    pub reason: String,
    /// When it was withdrawn.
    pub at_ms: Millis,
}

/// An edition made by rules that this program does not know, so that it cannot show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherRules {
    /// Its number within its conversation.
    pub number: u32,
    /// The version of the program that made it.
    pub version: String,
    /// Whether it was published; a draft is written anew.
    is_published: bool,
}

enum Read {
    Take(Box<Take>),
    Other(OtherRules),
}

/// The newest edition of a conversation, without what it holds.
#[derive(Clone, Debug)]
pub struct Newest {
    /// Of which conversation.
    pub conversation: ConversationId,
    /// Its name in addresses.
    pub id: String,
    /// When it was published.
    pub published_ms: Millis,
    entry: Arc<Entry>,
}

impl Newest {
    /// The title of its conversation.
    #[must_use]
    pub fn title(&self) -> String {
        self.entry.conversation().instrument.title.clone()
    }
}

/// Shelves in memory, each with the revision of the conversation that it was read at.
#[derive(Debug, Default)]
pub(crate) struct Shelves {
    kept: Mutex<BTreeMap<ConversationId, (u64, Shelf)>>,
    /// How often one was forgotten: what was read before that is not kept.
    n_forgotten: AtomicU64,
}

impl Take {
    /// The wording it shows.
    #[must_use]
    pub const fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    fn read(row: EditionRow, quotes: Vec<QuoteWords>) -> Result<Read, StoreError> {
        let damaged = |error: &dyn std::fmt::Display| {
            StoreError::Damaged(format!("edition {} cannot be read: {error}", row.number))
        };
        let document: serde_json::Value = serde_json::from_str(&row.document).map_err(|error| damaged(&error))?;
        if let Some(version) = made_by_other_rules(&document) {
            return Ok(Read::Other(OtherRules { number: row.number, version, is_published: row.signature.is_some() }));
        }
        let edition: Edition = serde_json::from_value(document).map_err(|error| damaged(&error))?;
        let instrument = edition.instrument().cloned().unwrap_or_default();
        let results = Results::from_json(&edition.results, &instrument, &edition.totals);
        let results = Arc::new(results.map_err(|error| damaged(&error))?);
        let (hash, signature) = (row.hash, row.signature);
        Ok(Read::Take(Box::new(Self { edition, results, hash, signature, quotes, instrument })))
    }
}

impl Shelf {
    /// The draft that is being written.
    #[must_use]
    pub fn draft(&self) -> Option<&Arc<Take>> {
        self.takes.last().filter(|take| take.signature.is_none())
    }

    /// What is published, oldest first.
    pub fn published(&self) -> impl DoubleEndedIterator<Item = &Arc<Take>> {
        self.takes.iter().filter(|take| take.signature.is_some())
    }

    /// What was signed last, be it withdrawn since: copies of it are out there.
    #[must_use]
    pub fn last_signed(&self) -> Option<&Arc<Take>> {
        let withdrawn = self.withdrawn.iter().filter_map(|withdrawn| withdrawn.take.as_ref());
        self.published().chain(withdrawn).max_by_key(|take| take.edition.number)
    }

    /// What was published last.
    #[must_use]
    pub fn newest(&self) -> Option<&Arc<Take>> {
        self.published().next_back()
    }

    /// The number of the draft, or of the next one.
    #[must_use]
    pub fn next_number(&self) -> u32 {
        let withdrawn = self.withdrawn.iter().map(|one| one.number);
        1 + self.published_numbers().into_iter().chain(withdrawn).max().unwrap_or(0)
    }

    /// The numbers of what is published, by whatever rules it was made.
    #[must_use]
    pub fn published_numbers(&self) -> BTreeSet<u32> {
        let others = self.others.iter().filter(|other| other.is_published).map(|other| other.number);
        self.published().map(|take| take.edition.number).chain(others).collect()
    }

    /// A published edition made by other rules.
    #[must_use]
    pub fn other(&self, number: u32) -> Option<&OtherRules> {
        self.others.iter().find(|other| other.is_published && other.number == number)
    }

    /// An edition that was withdrawn.
    #[must_use]
    pub fn withdrawn(&self, number: u32) -> Option<&Withdrawn> {
        self.withdrawn.iter().find(|one| one.number == number)
    }

    /// A published edition by its number.
    #[must_use]
    pub fn get(&self, number: u32) -> Option<&Arc<Take>> {
        self.published().find(|take| take.edition.number == number)
    }
}

impl App {
    /// The editions of a conversation.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn shelf(&self, entry: &Entry) -> Result<Shelf, AppError> {
        // Whoever takes words back changes the conversation, so its revision tells of that too.
        let revision = entry.read().revision();
        let n_forgotten = self.shelves.n_forgotten.load(Ordering::Acquire);
        if let Some(shelf) = self.shelves.get(entry.id(), revision) {
            return Ok(shelf);
        }
        let mut shelf = Shelf::default();
        let withdrawals = self.store.withdrawals(entry.id()).await?;
        for row in self.store.editions(entry.id()).await? {
            let withdrawn = withdrawals.iter().find(|one| one.number == row.number);
            let quotes = self.store.quotes(entry.id(), row.number).await?;
            let read = tokio::task::spawn_blocking(move || Take::read(row, quotes)).await;
            let read = read.map_err(|error| StoreError::Damaged(error.to_string()))??;
            match (read, withdrawn) {
                (Read::Take(take), None) => shelf.takes.push(Arc::from(take)),
                (Read::Other(other), None) => shelf.others.push(other),
                (read, Some(Withdrawal { number, reason, at_ms })) => {
                    let take = if let Read::Take(take) = read { Some(Arc::from(take)) } else { None };
                    let (number, reason, at_ms) = (*number, reason.clone(), *at_ms);
                    shelf.withdrawn.push(Withdrawn { number, take, reason, at_ms });
                }
            }
        }
        self.shelves.put(entry.id(), (revision, n_forgotten), shelf.clone());
        Ok(shelf)
    }

    pub(super) fn forget_shelf(&self, conversation: ConversationId) {
        self.shelves.forget(conversation);
    }

    /// A published edition that a viewer may see, with all there are of its conversation.
    ///
    /// # Errors
    /// When there is none, its results are not open to the viewer, or the database cannot be read.
    pub async fn take(&self, id: &str) -> Result<(Arc<Entry>, Shelf, Arc<Take>), AppError> {
        let none = || AppError::NotFound("edition");
        let (slug, number) = parse_edition_id(id).ok_or_else(none)?;
        let entry = self.public(slug.as_str()).ok_or_else(none)?;
        if !is_final(&entry) {
            return Err(none());
        }
        let shelf = self.shelf(&entry).await?;
        let take = shelf.get(number).cloned().ok_or_else(none)?;
        Ok((entry, shelf, take))
    }

    /// A published edition that anybody could see, were it not made by rules that this program does not know.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn take_by_other_rules(&self, id: &str) -> Result<Option<OtherRules>, AppError> {
        let Some((slug, number)) = parse_edition_id(id) else { return Ok(None) };
        let Some(entry) = self.public(slug.as_str()).filter(|entry| is_final(entry)) else { return Ok(None) };
        Ok(self.shelf(&entry).await?.other(number).cloned())
    }

    /// A published edition that anybody could see, had it not been withdrawn.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn withdrawn_take(&self, id: &str) -> Result<Option<Withdrawn>, AppError> {
        let Some((slug, number)) = parse_edition_id(id) else { return Ok(None) };
        let Some(entry) = self.public(slug.as_str()).filter(|entry| is_final(entry)) else { return Ok(None) };
        Ok(self.shelf(&entry).await?.withdrawn(number).cloned())
    }

    /// Withdraws a published edition: it is shown no more, and its page says when and why.
    ///
    /// # Errors
    /// When there is no such edition, no reason is given, or it was withdrawn before.
    pub async fn withdraw_take(
        &self,
        entry: &Entry,
        (number, reason): (u32, &str),
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let reason = note::kept(reason)?.ok_or(AppError::NoReason)?;
        let _guard = self.editing.lock().await;
        let shelf = self.shelf(entry).await?;
        if shelf.withdrawn(number).is_some() {
            return Err(Conflict::Withdrawn.into());
        }
        if !shelf.published_numbers().contains(&number) {
            return Err(AppError::NotFound("edition"));
        }
        let doing = EditionDoing { by: by.0, at_ms };
        let is_first = self.store.withdraw_edition(entry.id(), number, &reason, doing).await?;
        self.forget_shelf(entry.id());
        if is_first { Ok(()) } else { Err(Conflict::Withdrawn.into()) }
    }

    /// The newest edition of every conversation that everybody may see, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn newest_editions(&self) -> Result<Vec<Newest>, AppError> {
        let found = self.store.newest_editions().await?;
        let newest = |(conversation, number, published_ms)| {
            let entry = self.live.get(conversation).filter(|entry| is_final(entry))?;
            let id = edition_id(&entry.conversation().slug, number);
            Some(Newest { conversation, id, published_ms, entry })
        };
        let mut newest: Vec<Newest> = found.into_iter().filter_map(newest).collect();
        newest.sort_by_key(|newest| std::cmp::Reverse((newest.published_ms, newest.conversation)));
        Ok(newest)
    }

    /// The takes published last, at most so many, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn newest_takes(&self, most: usize) -> Result<Vec<Arc<Take>>, AppError> {
        let mut takes = Vec::new();
        for newest in self.newest_editions().await?.into_iter().take(most) {
            takes.extend(self.shelf(&newest.entry).await?.newest().cloned());
        }
        Ok(takes)
    }

    /// An edition with everything that is published of it, as one file. `part` adds the whole log for staff.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn bundle(&self, entry: &Entry, take: &Take, reach: Reach) -> Result<String, AppError> {
        let number = take.edition.number;
        let part = async |part| {
            let found = self.store.edition_part(entry.id(), number, part).await?;
            found.ok_or_else(lost)
        };
        let votes = match (reach, take.edition.rows) {
            (Reach::Public, Rows::Withheld) => Votes::default().canonical(),
            _ => part(EditionPart::Votes).await?,
        };
        let record = match reach {
            Reach::Public => None,
            Reach::Private => {
                let record = part(EditionPart::Record).await?;
                Some(Record::with_said(&record, &self.said_of(entry, take).await?))
            }
        };
        let key = super::SigningKey::of(&self.server_secret).map(|key| key.public());
        let key = key.ok_or_else(|| AppError::broken("making a bundle", "the key cannot be made"))?;
        let signature = Signature {
            algorithm: super::ALGORITHM.to_owned(),
            hash: take.hash.clone(),
            key,
            value: take.signature.clone().unwrap_or_default(),
        };
        let texts = take.quotes.iter().filter_map(|words| {
            let quoted =
                Quoted { text: words.text.clone()?, name: words.name.clone(), option: words.option.map(OptionId) };
            Some((words.number.to_string(), QuoteText { salt: words.salt.clone()?, quoted }))
        });
        let not_exact = |error: canvass_results::NotCanonical| AppError::broken("making a bundle", error);
        let quotes = serde_json::json!(texts.collect::<BTreeMap<_, _>>());
        let quotes = canvass_results::canonical_json(&quotes).map_err(not_exact)?;
        let edition = part(EditionPart::Document).await?;
        let parts = Parts {
            edition: &edition,
            quotes: &quotes,
            record: record.as_deref(),
            signature: &signature,
            votes: &votes,
        };
        parts.join().map_err(not_exact)
    }

    /// Notes that somebody takes the whole log along.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn note_private_bundle(&self, entry: &Entry, by: StaffId, at_ms: Millis) -> Result<(), AppError> {
        Ok(self.store.note_act_on(entry.id(), by.0, "take_private_bundle", at_ms).await?)
    }

    /// What people said of themselves, as long as all of it is what it was when an edition was frozen; nothing of it
    /// once somebody has taken back theirs.
    async fn said_of(&self, entry: &Entry, take: &Take) -> Result<Vec<[i64; 4]>, AppError> {
        let said: Vec<_> = self.store.said(entry.id()).await?.into_iter().map(crate::live::about).collect();
        let said = Log::said_rows(&said, take.instrument());
        let salt = record_salt(&self.server_secret, entry.id().0, take.edition.number);
        let is_whole = sha256_hex(Record::canonical_said(&salt, &said).as_bytes()) == take.edition.said_hash;
        Ok(if is_whole { said } else { Vec::new() })
    }

    /// The public half of the key that signs editions, in hexadecimal.
    #[must_use]
    pub fn public_key(&self) -> Option<String> {
        super::SigningKey::of(&self.server_secret).map(|key| key.public())
    }
}

/// What was kept with an edition is not there.
pub(super) fn lost() -> AppError {
    AppError::broken("reading an edition", "a part of it is missing")
}

/// For whom a bundle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everybody.
    Public,
    /// Staff: with the whole log.
    Private,
}

/// Known to everybody, closed, and open for everybody to see; or it was until the clock was set right, as what was published then stands.
fn is_final(entry: &Entry) -> bool {
    let snapshot = entry.read();
    let is_over = snapshot.conversation.turns.mistaken.is_some()
        || snapshot.conversation.state == State::Closed && snapshot.disclosure().check(Viewer::Stranger).is_ok();
    is_over && snapshot.conversation.is_public()
}

impl Shelves {
    fn get(&self, conversation: ConversationId, revision: u64) -> Option<Shelf> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&conversation).filter(|(known, _)| *known == revision).map(|(_, shelf)| shelf.clone())
    }

    fn put(&self, conversation: ConversationId, (revision, n_forgotten): (u64, u64), shelf: Shelf) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if self.n_forgotten.load(Ordering::Acquire) != n_forgotten {
            return;
        }
        if kept.len() >= MAX_KEPT && !kept.contains_key(&conversation) {
            kept.pop_first();
        }
        kept.insert(conversation, (revision, shelf));
    }

    fn forget(&self, conversation: ConversationId) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        self.n_forgotten.fetch_add(1, Ordering::Release);
        kept.remove(&conversation);
    }
}

impl Take {
    /// Its name in addresses.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.edition.id
    }

    /// When it was published.
    #[must_use]
    pub const fn published_ms(&self) -> Option<Millis> {
        self.edition.published_ms
    }

    /// The name of another edition of the same conversation.
    #[must_use]
    pub fn sibling(&self, entry: &Entry, number: u32) -> String {
        edition_id(&entry.conversation().slug, number)
    }
}
