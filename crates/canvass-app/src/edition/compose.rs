//! Writing a take: drafting, saving, holding prose against what was frozen, publishing.

use super::shelf::{Take, lost};
use crate::live::Entry;
use crate::{App, AppError, Conflict, StaffId};
use canvass_counts::LEAST;
use canvass_domain::{Millis, OptionId, QuoteWords};
use canvass_edition::authorship::{carry_over, sentences};
use canvass_edition::{
    Before, Certified, ChangeNote, Edition, Fact, Facts, FigureRecord, Frozen, Grounds, Heard, MAX_NAME_CHARS,
    MAX_QUOTES, NotSigned, Problem, Prose, QuoteRecord, Rows, Signing, SigningKey, Source, disclose, disclosure_json,
    is_exact, quote, quote_salt, rule, signed_off, source_from_word, source_of, source_word, to_certify,
};
use canvass_results::{Phrasebook, sha256_hex};
use canvass_store::{EditionDoing, EditionPart, EditionRow, NewEdition};
use canvass_text::MAX_PROSE_CHARS;
use canvass_words::{Arg, Messages};

/// What an editor wrote.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The prose.
    pub prose: Prose,
    /// The names of themes, in their order; those left empty stay.
    pub themes: Vec<String>,
    /// The quotes, in the order in which they are numbered.
    pub quotes: Vec<WrittenQuote>,
}

/// A quote as an editor wants it. One that is in the draft keeps its number; the text refers to it by that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenQuote {
    /// Where its words come from.
    pub source: Source,
    /// The words, cut or whole.
    pub text: String,
}

/// What is said when a take is published.
#[derive(Clone, Debug, Default)]
pub struct Publishing {
    /// Name of whoever signs the words off; nothing leaves them labelled as the program's.
    pub signed_off_by: Option<String>,
    /// What they certify, each by the word of its box.
    pub checked: Vec<String>,
    /// Whether what is flagged was read.
    pub flags_read: FlagsRead,
    /// Whether somebody has looked at the marks on readers, where a figure moves without those marked.
    pub marks_seen: bool,
    /// Why there is a new edition, where there is an earlier one.
    pub why: String,
    /// Whether each person's answers go into the public bundle.
    pub rows: Rows,
}

/// Whether an editor has read what is flagged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FlagsRead {
    /// They have not said so.
    #[default]
    No,
    /// They have.
    Yes,
}

/// Why a take was not saved or not published.
#[derive(Debug, thiserror::Error)]
pub enum NotSaved {
    /// The prose is not as it must be.
    #[error("Fix before publishing: {}", listed(.0))]
    Problems(Vec<Problem>),
    /// What is flagged has to be read first.
    #[error("Read these again first: {}", listed(.0))]
    Flags(Vec<Problem>),
    /// A figure moves by a point or more without marked readers, and nobody says they looked at them.
    #[error("Look at the marked readers first: without them a figure moves by a percentage point or more.")]
    MarksUnseen,
    /// A quote is not the words that were said.
    #[error("quote `{0}` is not word for word what was said; show what is left out as […]")]
    NotExact(u32),
    /// A quote of something that may not be quoted.
    #[error("{} may not be quoted", source_in_words(.0))]
    NotQuotable(String),
    /// A new edition says why there is one.
    #[error("Say why there is a new edition.")]
    NoReason,
    /// Something is certified by nobody.
    #[error("something was ticked as checked, and no name was given")]
    Unnamed,
    /// Whoever signs it off has not certified all of it.
    #[error("not certified: {}", words(.0))]
    Unticked(Vec<Certified>),
    /// Something is too long.
    #[error("there are more than {0} characters of it")]
    TooLong(usize),
    /// There are too many quotes.
    #[error("there are more than {MAX_QUOTES} quotes")]
    TooManyQuotes,
    /// Answers or texts have changed since it was frozen.
    #[error("answers or texts have changed since this was frozen: freeze it again; what is written stays")]
    Stale,
    /// Somebody else has saved meanwhile.
    #[error("somebody else has saved meanwhile")]
    Overtaken,
    /// It could not be carried out.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<NotSigned> for NotSaved {
    fn from(why: NotSigned) -> Self {
        match why {
            NotSigned::Unnamed => Self::Unnamed,
            NotSigned::Unticked(unticked) => Self::Unticked(unticked),
            NotSigned::TooLong(most) => Self::TooLong(most),
        }
    }
}

/// What becomes of a text that was written already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Former {
    Stays,
    Goes,
}

impl App {
    /// Freezes the results of a closed conversation and drafts a take of them. Where a draft was written on already,
    /// its prose stays and its results are replaced. Gives its number.
    ///
    /// # Errors
    /// When the conversation is not closed, or storage fails.
    pub async fn draft_edition(
        &self,
        entry: &Entry,
        public_url: &str,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<u32, AppError> {
        self.drafted(entry, public_url, Former::Stays, EditionDoing { by: by.0, at_ms }).await
    }

    /// The same with the prose that the program writes, whatever stands there.
    ///
    /// # Errors
    /// As [`App::draft_edition`].
    pub async fn redraft_edition(
        &self,
        entry: &Entry,
        public_url: &str,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<u32, AppError> {
        self.drafted(entry, public_url, Former::Goes, EditionDoing { by: by.0, at_ms }).await
    }

    async fn drafted(
        &self,
        entry: &Entry,
        public_url: &str,
        former: Former,
        doing: EditionDoing,
    ) -> Result<u32, AppError> {
        let _guard = self.editing.lock().await;
        // Deleted while its page stood open.
        self.live.get(entry.id()).ok_or(AppError::NotFound("conversation"))?;
        let shelf = self.shelf(entry).await?;
        let number = shelf.next_number();
        let before = match shelf.last_signed() {
            Some(take) => Some(self.before(entry, take).await?),
            None => None,
        };
        let mut frozen = self.freeze(entry, number, public_url.to_owned(), doing.at_ms, before).await?;
        let written = shelf.draft().or_else(|| shelf.newest()).filter(|_| former == Former::Stays);
        if let Some(written) = written {
            keep_what_was_written(&written.edition, &mut frozen.edition);
            carry_over(&written.edition, &mut frozen.edition);
            self.keep_quotes(entry, written, &mut frozen);
        }
        frozen.edition.sentences = sentences(&frozen.edition);
        let row = row(&frozen.edition, None)?;
        let new = NewEdition { row: &row, votes: &frozen.votes, record: &frozen.record, quotes: &frozen.quotes };
        let is_kept = self.store.put_draft(entry.id(), &new, doing).await?;
        self.forget_shelf(entry.id());
        if is_kept { Ok(number) } else { Err(Conflict::Published.into()) }
    }

    async fn before(&self, entry: &Entry, take: &Take) -> Result<Before, AppError> {
        let number = take.edition.number;
        let [votes, record] = [EditionPart::Votes, EditionPart::Record];
        let votes = self.store.edition_part(entry.id(), number, votes).await?.ok_or_else(lost)?;
        let record = self.store.edition_part(entry.id(), number, record).await?.ok_or_else(lost)?;
        let edition = take.edition.clone();
        let broken = |error: &dyn std::fmt::Display| AppError::broken("reading the edition before", error);
        let read = tokio::task::spawn_blocking(move || Before::read(edition, votes, record)).await;
        read.map_err(|error| broken(&error))?.map_err(|error| broken(&error))
    }

    /// The quotes of a text that is kept: those that may still be quoted, under their numbers.
    fn keep_quotes(&self, entry: &Entry, former: &Take, frozen: &mut Frozen) {
        let kept = former.edition.quotes.iter().zip(&former.quotes).filter_map(|(record, words)| {
            let text = words.text.as_deref()?;
            let mut found = frozen.candidates.iter().find(|(one, _)| one.source == source_of(record))?.clone();
            if frozen.edition.held_from.is_some() {
                found.0.told = words.option.map(OptionId);
            }
            let salt = quote_salt(&self.server_secret, entry.id().0, frozen.edition.number, record.number);
            is_exact(&found.0.text, text).then(|| quote(record.number, &found, text, salt, record.by_editor))
        });
        let (records, words) = kept.unzip();
        (frozen.edition.quotes, frozen.quotes) = (records, words);
        frozen.edition.quote_rule = quote_rule(&frozen.edition);
    }

    /// Saves what was written, whatever is wrong with its numbers: what is typed is never lost. `was` is the hash of
    /// the draft it was written over.
    ///
    /// # Errors
    /// When a quote is not exact, something is too long, somebody was faster, or storage fails.
    pub async fn save_take(
        &self,
        entry: &Entry,
        written: &Written,
        was: &str,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), NotSaved> {
        let _guard = self.editing.lock().await;
        let take = self.draft_of(entry, was).await?;
        let (edition, quotes) = self.rewritten(entry, &take, written).await?;
        self.save(entry, &edition, &quotes, was, None, EditionDoing { by: by.0, at_ms }).await
    }

    /// Publishes what was saved, signed, for good.
    ///
    /// # Errors
    /// When something in it refuses to be published, somebody was faster, or storage fails.
    pub async fn publish_take(
        &self,
        entry: &Entry,
        publishing: &Publishing,
        was: &str,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<u32, NotSaved> {
        let _guard = self.editing.lock().await;
        let take = self.draft_of(entry, was).await?;
        if !entry.conversation().is_public() {
            return Err(AppError::from(Conflict::Private).into());
        }
        if self.is_stale(entry, &take).await? {
            return Err(NotSaved::Stale);
        }
        let (refused, flagged): (Vec<Problem>, Vec<Problem>) =
            problems(&take).into_iter().partition(|problem| problem.kind.refuses());
        if !refused.is_empty() {
            return Err(NotSaved::Problems(refused));
        }
        if !flagged.is_empty() && publishing.flags_read == FlagsRead::No {
            return Err(NotSaved::Flags(flagged));
        }
        if entry.read().moves_by_marks() && !publishing.marks_seen {
            return Err(NotSaved::MarksUnseen);
        }
        let mut edition = take.edition.clone();
        let responses = self.store.responses(entry.id()).await.map_err(AppError::from)?;
        let name = publishing.signed_off_by.as_deref().unwrap_or_default();
        let signing = Signing { name, checked: &publishing.checked };
        edition.signed_off = signed_off(&signing, &to_certify(&edition, responses.len()), at_ms)?;
        edition.texts_mac.clear();
        edition.rows = publishing.rows;
        edition.figures = figures(&take);
        edition.published_ms = Some(at_ms);
        let shelf = self.shelf(entry).await?;
        if let Some(before) = shelf.newest() {
            if publishing.why.trim().is_empty() {
                return Err(NotSaved::NoReason);
            }
            edition.changes = Some(changes(&before.edition, &edition, publishing.why.trim()));
        }
        edition.sentences = sentences(&edition);
        edition.answers_to_change = Some(take.results.answers_to_change());
        edition.disclosure = disclosure_json(&disclose(&edition, &take.results));
        let document = edition.canonical().map_err(|error| AppError::broken("writing an edition", error))?;
        let signature = SigningKey::of(&self.server_secret)
            .map(|key| key.sign(document.as_bytes()))
            .ok_or_else(|| AppError::broken("signing an edition", "the key cannot be made"))?;
        let doing = EditionDoing { by: by.0, at_ms };
        self.save(entry, &edition, &take.quotes, was, Some(signature), doing).await?;
        Ok(edition.number)
    }

    /// Takes a draft away.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn discard_take(&self, entry: &Entry, by: StaffId, at_ms: Millis) -> Result<(), AppError> {
        let _guard = self.editing.lock().await;
        let Some(number) = self.shelf(entry).await?.draft().map(|take| take.edition.number) else { return Ok(()) };
        self.store.discard_draft(entry.id(), number, EditionDoing { by: by.0, at_ms }).await?;
        self.forget_shelf(entry.id());
        Ok(())
    }

    async fn draft_of(&self, entry: &Entry, was: &str) -> Result<std::sync::Arc<Take>, NotSaved> {
        let shelf = self.shelf(entry).await?;
        let draft = shelf.draft().ok_or(AppError::NotFound("draft"))?;
        if draft.hash == was { Ok(draft.clone()) } else { Err(NotSaved::Overtaken) }
    }

    async fn save(
        &self,
        entry: &Entry,
        edition: &Edition,
        quotes: &[QuoteWords],
        was: &str,
        signature: Option<String>,
        doing: EditionDoing,
    ) -> Result<(), NotSaved> {
        let row = row(edition, signature)?;
        let saved = self.store.save_edition(entry.id(), &row, was, quotes, doing).await.map_err(AppError::from)?;
        self.forget_shelf(entry.id());
        if saved { Ok(()) } else { Err(NotSaved::Overtaken) }
    }

    /// The edition with what was written in it.
    async fn rewritten(
        &self,
        entry: &Entry,
        take: &Take,
        written: &Written,
    ) -> Result<(Edition, Vec<QuoteWords>), NotSaved> {
        let mut edition = take.edition.clone();
        let Prose { headline, standfirst, body } = &written.prose;
        for text in [headline, standfirst, body] {
            if text.chars().count() > MAX_PROSE_CHARS {
                return Err(NotSaved::TooLong(MAX_PROSE_CHARS));
            }
        }
        let line_breaks = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
        edition.prose = Prose {
            headline: headline.split_whitespace().collect::<Vec<_>>().join(" "),
            standfirst: line_breaks(standfirst).trim().to_owned(),
            body: line_breaks(body),
        };
        edition.sentences = sentences(&edition);
        for (theme, name) in edition.themes.iter_mut().zip(&written.themes) {
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            if name.chars().count() > MAX_NAME_CHARS {
                return Err(NotSaved::TooLong(MAX_NAME_CHARS));
            }
            if !name.is_empty() {
                theme.name = name;
            }
        }
        let (records, words) = self.requoted(entry, take, &written.quotes).await?;
        edition.quotes = records;
        edition.quote_rule = quote_rule(&edition);
        Ok((edition, words))
    }

    /// Quotes as an editor wants them: those that stay keep what is known of them; others are looked up.
    async fn requoted(
        &self,
        entry: &Entry,
        take: &Take,
        wanted: &[WrittenQuote],
    ) -> Result<(Vec<QuoteRecord>, Vec<QuoteWords>), NotSaved> {
        if wanted.len() > MAX_QUOTES {
            return Err(NotSaved::TooManyQuotes);
        }
        let of_draft: Vec<(Source, Option<OptionId>)> =
            take.edition.quotes.iter().map(source_of).zip(take.told()).collect();
        let told_in_draft = |source| of_draft.iter().find(|(known, _)| *known == source).map(|(_, told)| *told);
        let is_known = wanted.iter().all(|wanted| told_in_draft(wanted.source).is_some());
        let heard = if is_known { Heard::Words } else { Heard::Voices };
        let mut known = self.quotable(entry, &take.edition.themes, heard).await?;
        for (candidate, _) in &mut known {
            let told = if take.edition.held_from.is_some() { None } else { candidate.told };
            candidate.told = told_in_draft(candidate.source).unwrap_or(told);
        }
        let chosen_by_rule: Vec<Source> =
            take.edition.quotes.iter().filter(|record| !record.by_editor).map(source_of).collect();
        let mut numbers = Numbers::of(&take.edition.quotes);
        let mut quotes = Vec::new();
        for wanted in wanted {
            let number = numbers.next(wanted.source);
            let found = known.iter().find(|(candidate, _)| candidate.source == wanted.source);
            let found = found.ok_or_else(|| NotSaved::NotQuotable(source_word(wanted.source)))?;
            let text = wanted.text.replace("\r\n", "\n");
            if !is_exact(&found.0.text, &text) {
                return Err(NotSaved::NotExact(number));
            }
            let salt = quote_salt(&self.server_secret, entry.id().0, take.edition.number, number);
            let by_editor = !chosen_by_rule.contains(&wanted.source) || text != found.0.text;
            quotes.push(quote(number, found, &text, salt, by_editor));
        }
        quotes.sort_by_key(|(record, _)| record.number);
        Ok(quotes.into_iter().unzip())
    }
}

/// Which number a quote gets: the one it has, or the next that none has.
struct Numbers {
    known: Vec<(Source, u32)>,
    next: u32,
}

impl Numbers {
    fn of(records: &[QuoteRecord]) -> Self {
        let known: Vec<(Source, u32)> = records.iter().map(|record| (source_of(record), record.number)).collect();
        Self { next: 1 + known.iter().map(|(_, number)| *number).max().unwrap_or(0), known }
    }

    fn next(&mut self, source: Source) -> u32 {
        if let Some(place) = self.known.iter().position(|(known, _)| *known == source) {
            return self.known.remove(place).1;
        }
        self.next += 1;
        self.next - 1
    }
}

fn words(certified: &[Certified]) -> String {
    certified.iter().map(|certified| certified.word()).collect::<Vec<_>>().join(", ")
}

/// Problems as the desk reads them, each a sentence.
fn listed(problems: &[Problem]) -> String {
    problems.iter().map(Problem::in_words).collect::<Vec<_>>().join(" ")
}

/// What may not be quoted, in words: forms know it as `comment:4`.
fn source_in_words(word: &str) -> String {
    match source_from_word(word) {
        Some(Source::Comment(id)) => format!("comment {id}"),
        Some(Source::Elsewhere(row)) => format!("comment {row} of those published elsewhere"),
        None => format!("`{word}`"),
    }
}

/// An editor's prose and names of themes outlive a new look at the results; quotes are chosen anew.
fn keep_what_was_written(former: &Edition, frozen: &mut Edition) {
    if former.prose != Prose::default() {
        frozen.prose = former.prose.clone();
    }
    for theme in &mut frozen.themes {
        if let Some(known) = former.themes.iter().find(|known| known.words == theme.words) {
            theme.name.clone_from(&known.name);
        }
    }
}

/// Everything there is to say of a draft.
#[must_use]
pub fn problems(take: &Take) -> Vec<Problem> {
    take.with_grounds(|grounds| grounds.check(&take.edition.prose))
}

/// Every figure in a take's prose.
#[must_use]
pub fn figures(take: &Take) -> Vec<FigureRecord> {
    take.with_grounds(|grounds| grounds.figures(&take.edition.prose))
}

impl Take {
    /// What may be told of the author of each quote.
    fn told(&self) -> impl Iterator<Item = Option<OptionId>> {
        self.quotes.iter().map(|words| words.option.map(OptionId))
    }

    /// What its prose is held against.
    pub(super) fn with_grounds<T>(&self, look: impl FnOnce(&Grounds<'_>) -> T) -> T {
        let quotes: Vec<(u32, Option<String>)> =
            self.quotes.iter().map(|words| (words.number, words.text.clone())).collect();
        self.with_facts(|facts| look(&Grounds { facts, quotes: &quotes }))
    }

    /// What its prose may refer to, as far as it is worth offering.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact> {
        let list = |facts: &Facts<'_>| facts.list();
        self.with_facts(list)
    }

    /// What its prose may refer to.
    pub(super) fn with_facts<T>(&self, look: impl FnOnce(&Facts<'_>) -> T) -> T {
        let instrument = self.instrument();
        let book = Phrasebook::of(instrument.locale());
        let who = book.who_answered(&self.results, instrument, self.edition.provenance);
        look(&Facts::of(&self.edition, &self.results, instrument, &who))
    }
}

fn row(edition: &Edition, signature: Option<String>) -> Result<EditionRow, AppError> {
    let document = edition.canonical().map_err(|error| AppError::broken("writing an edition", error))?;
    let hash = sha256_hex(document.as_bytes());
    Ok(EditionRow { number: edition.number, hash, document, signature, published_ms: edition.published_ms })
}

/// The rule by which quotes were chosen, with what an editor did to it.
fn quote_rule(edition: &Edition) -> String {
    rule(&Messages::of(edition.locale()), edition.quotes.iter().any(|record| record.by_editor))
}

/// What is different from the edition before.
fn changes(before: &Edition, now: &Edition, why: &str) -> ChangeNote {
    let messages = Messages::of(now.locale());
    let hash = |edition: &Edition| edition.results.get("results_hash").cloned();
    let words = |edition: &Edition| edition.quotes.iter().map(|record| record.provenance.clone()).collect::<Vec<_>>();
    let all = [
        ("take-change-results", hash(before) != hash(now)),
        ("take-change-wording", before.wording != now.wording),
        ("take-change-headline", before.prose.headline != now.prose.headline),
        (
            "take-change-text",
            (&before.prose.standfirst, &before.prose.body) != (&now.prose.standfirst, &now.prose.body),
        ),
        ("take-change-quotes", words(before) != words(now)),
        ("take-change-themes", before.themes != now.themes),
        ("take-change-moderation", before.moderation != now.moderation),
        (
            "take-change-sign-off",
            before.signed_off.as_ref().map(|by| &by.name) != now.signed_off.as_ref().map(|by| &by.name),
        ),
    ];
    let mut what: Vec<String> =
        all.into_iter().filter(|(_, is_different)| *is_different).map(|(key, _)| messages.text(key)).collect();
    if let Some(edition) = now.held_from {
        let values = [("edition", Arg::Count(edition.into())), ("least", Arg::Count(LEAST))];
        what.push(messages.with("take-change-held", &values));
    }
    ChangeNote { since: before.number, why: why.to_owned(), what }
}
