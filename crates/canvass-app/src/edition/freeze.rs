//! Freezing: from a closed conversation to everything an edition holds but its prose.

use super::hold::Before;
use super::material::{Log, Worked, apart, votes};
use super::quotes::{Candidate, Crowd, Heard, Source, choose, is_quotable, rule};
use super::stale::texts_mac;
use super::themes::{Texts, place_of, voice};
use super::{edition_id, key, source_of};
use crate::live::{Entry, said};
use crate::{App, AppError, Conflict};
use canvass_counts::{AttributeAnswer, LEAST, MarkedReaders};
use canvass_domain::{
    Attribution, CommentCard, CommentId, CommentWords, Conversation, Millis, OptionId, ParticipantId, PollKind,
    Provenance, QuoteConsent, ReaderMark, ReaderMarks, State, Statement, StatementId, Turns, day_of,
};
use canvass_formats::bundle::{Record, Votes};
use canvass_results::take::{
    Attributed, CommentCounts, Drafted, Edition, ExclusionRecord, Facts, FateCounts, FrozenTotals, ModerationCounts,
    Prose, Provenanced, QuoteRecord, Quoted, Rows, SCHEMA, Software, ThemeRecord, Voice, Wording, draft_prose,
    quote_hash,
};
use canvass_results::{Phrasebook, RULES, Results, sha256_hex};
use canvass_store::{ElsewhereRow, QuoteWords};
use canvass_words::Messages;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Comments' words are read so many at a time.
const WORDS_AT_ONCE: usize = 500;

/// Everything that a new draft is kept as.
pub(super) struct Frozen {
    pub edition: Edition,
    pub votes: String,
    pub record: String,
    pub quotes: Vec<QuoteWords>,
    /// Everything that could have been quoted.
    pub candidates: Vec<(Candidate, Provenanced)>,
}

/// What is read for it, of one moment.
struct Material {
    conversation: Arc<Conversation>,
    statements: BTreeMap<StatementId, Statement>,
    log: Log,
    /// Who wrote which comment that is not erased.
    wording: Vec<Wording>,
    talk: Talk,
    moderation: ModerationCounts,
    exclusions: Vec<ExclusionRecord>,
    marks: BTreeMap<ParticipantId, ReaderMarks>,
    response: Option<(String, Millis)>,
}

/// What was said in people's own words, here and elsewhere.
pub(super) struct Talk {
    pub comments: Vec<(CommentCard, String, Attribution)>,
    pub elsewhere: Vec<ElsewhereRow>,
}

/// Under which name and number it is frozen, and what is secret.
pub(super) struct Naming {
    pub number: u32,
    pub url: String,
    pub at_ms: Millis,
    pub before: Option<Before>,
    version: &'static str,
    secret: crate::identity::ServerSecret,
}

impl App {
    /// Freezes a closed conversation.
    pub(super) async fn freeze(
        &self,
        entry: &Entry,
        number: u32,
        url: String,
        at_ms: Millis,
        before: Option<Before>,
    ) -> Result<Frozen, AppError> {
        let material = self.material(entry).await?;
        let naming = Naming { number, url, at_ms, before, version: self.version, secret: self.server_secret.clone() };
        let worked = tokio::task::spawn_blocking(move || freeze(&material, &naming)).await;
        worked.map_err(|error| AppError::broken("freezing results", error))?
    }

    async fn material(&self, entry: &Entry) -> Result<Material, AppError> {
        let id = entry.id();
        let (conversation, statements, moderation) = {
            let snapshot = entry.read();
            if snapshot.conversation.state != State::Closed {
                return Err(Conflict::NotClosed.into());
            }
            let beside = (moderation(&snapshot.moderation()), snapshot.exclusion_records());
            (Arc::clone(&snapshot.conversation), snapshot.statements.clone(), beside)
        };
        let (moderation, exclusions) = moderation;
        let earlier = self.store.earlier(&conversation).await?;
        let wording =
            earlier.into_iter().map(|earlier| Wording { version: earlier.version, instrument: earlier.instrument });
        let last = Wording { version: conversation.version, instrument: conversation.instrument.clone() };
        let responses = self.store.responses(id).await?;
        let said = said(&self.store, &conversation).await?;
        // Read after it, and only what it has: a mark that is set in between belongs to neither.
        let known: BTreeSet<ParticipantId> = said.iter().filter_map(AttributeAnswer::marked_reader).collect();
        let marks = self.store.marks(id).await?.into_iter().filter(|(who, _)| known.contains(who)).collect();
        Ok(Material {
            log: Log { events: apart(self.store.events(id).await?), said, authors: BTreeMap::new() },
            wording: wording.chain([last]).collect(),
            talk: self.talk(entry).await?,
            response: responses.into_iter().find(|row| row.text.is_none()).map(|row| (row.addressee, row.due_ms)),
            conversation,
            statements,
            moderation,
            exclusions,
            marks,
        })
    }

    /// Comments that are shown, and those from elsewhere.
    pub(super) async fn talk(&self, entry: &Entry) -> Result<Talk, AppError> {
        let cards: Vec<CommentCard> = {
            let snapshot = entry.read();
            // Readers speak in a take: what staff posted is no reader's voice.
            let shown = |card: &&CommentCard| snapshot.shows(card) && card.staff.is_none();
            snapshot.talk.cards().filter(shown).cloned().collect()
        };
        let elsewhere = self.store.elsewhere(entry.id()).await?;
        Ok(Talk { comments: self.with_words(entry, cards).await?, elsewhere })
    }

    /// Comments with their words, those without left out.
    async fn with_words(
        &self,
        entry: &Entry,
        cards: Vec<CommentCard>,
    ) -> Result<Vec<(CommentCard, String, Attribution)>, AppError> {
        let mut words: BTreeMap<CommentId, CommentWords> = BTreeMap::new();
        let ids: Vec<CommentId> = cards.iter().map(|card| card.id).collect();
        for some in ids.chunks(WORDS_AT_ONCE) {
            words.extend(self.store.comment_words(entry.id(), some).await?);
        }
        let with_words = cards.into_iter().filter_map(|card| {
            let words = words.remove(&card.id)?;
            Some((card, words.text?, words.attribution))
        });
        Ok(with_words.collect())
    }

    /// Everything that may be quoted: comments here with consent, and those from elsewhere.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn quotable(
        &self,
        entry: &Entry,
        themes: &[ThemeRecord],
        heard: Heard,
    ) -> Result<Vec<(Candidate, Provenanced)>, AppError> {
        if heard == Heard::Words {
            return Ok(candidates(&self.talk(entry).await?, None, themes));
        }
        let material = self.material(entry).await?;
        let worked = material.log.results(&material.conversation, &material.statements)?;
        Ok(candidates(&material.talk, Some(&worked), themes))
    }
}

fn freeze(material: &Material, naming: &Naming) -> Result<Frozen, AppError> {
    let worked = material.log.results(&material.conversation, &material.statements)?;
    let document = worked.results.to_json().map_err(not_exact)?;
    let beside = FrozenTotals::of(&worked.results);
    let instrument = &material.conversation.instrument;
    // What is shown is what can be read back, from the first day on.
    let results = Results::from_json(&document, instrument, &beside).map_err(not_exact)?;
    let mut themes = {
        let comments: Vec<(CommentCard, String)> =
            material.talk.comments.iter().map(|(card, text, _)| (card.clone(), text.clone())).collect();
        let (results, ledger, language) = (&worked.results, &worked.ledger, instrument.language.as_str());
        Texts { results, ledger, comments: &comments, elsewhere: &material.talk.elsewhere, language }.themes()
    };
    naming.before.iter().for_each(|before| before.keep_back(&document, &mut themes));
    let secret = |purpose: &[u8], what: &[u8]| {
        let id = material.conversation.id.0.to_be_bytes();
        naming.secret.mac(&[purpose, &id, &naming.number.to_be_bytes(), what]).hex()
    };
    let candidates = candidates(&material.talk, Some(&worked), &themes);
    let plain: Vec<Candidate> = candidates.iter().map(|(candidate, _)| candidate.clone()).collect();
    let chosen = choose(&plain, themes.len());
    let (records, words) = (1_u32..)
        .zip(chosen.into_iter().filter_map(|place| candidates.get(place)))
        .map(|(number, found)| quote(number, found, &found.0.text, secret(b"quote", &number.to_be_bytes()), false))
        .unzip();
    let row_name = |who: ParticipantId| {
        let mut name = secret(b"row", &who.0.to_be_bytes());
        name.truncate(20);
        name
    };
    let (mut rows, people) = votes(&worked.ledger, worked.results.map.as_deref(), row_name);
    mark_rows(&mut rows, &people, (&worked, &material.marks));
    let votes = rows.canonical();
    let salt = record_salt(&naming.secret, material.conversation.id.0, naming.number);
    let said = Record::canonical_said(&salt, &Log::said_rows(&material.log.said, instrument));
    let record = material.log.record(salt, &people).canonical();
    let mut edition = Edition {
        results: document,
        totals: beside,
        themes,
        quotes: records,
        votes_hash: sha256_hex(votes.as_bytes()),
        record_hash: sha256_hex(record.as_bytes()),
        said_hash: sha256_hex(said.as_bytes()),
        texts_mac: {
            let talk = (&material.talk, worked.ledger.n_of_comments());
            texts_mac(&naming.secret, material.conversation.id.0, &material.statements, talk)
        },
        ..blank(material, naming)
    };
    edition.prose = prose(&edition, &results, material);
    edition.drafted = Some(edition.prose.clone());
    let frozen = Frozen { edition, votes, record, quotes: words, candidates };
    match naming.before.as_ref().filter(|before| before.has_few_gone(&rows, &people, &worked.ledger)) {
        None => Ok(frozen),
        Some(before) => held(before.hold(frozen), material),
    }
}

/// Puts marks on rows, where the results may tell what those marked answered: each mark that enough have by its word.
fn mark_rows(
    votes: &mut Votes,
    people: &[ParticipantId],
    (worked, marks): (&Worked, &BTreeMap<ParticipantId, ReaderMarks>),
) {
    let Worked { ledger, results } = worked;
    let may_be_told = |marked: &MarkedReaders| marked.poll.is_some() || results.poll.is_none();
    if !results.segments.marked.as_ref().is_some_and(may_be_told) {
        return;
    }
    let of = |who: &ParticipantId| marks.get(who).copied().filter(|_| ledger.takes_part(*who)).unwrap_or_default();
    let has_enough = |mark: &ReaderMark| people.iter().filter(|who| of(who).has(*mark)).count() as u64 >= LEAST;
    let told: Vec<ReaderMark> = ReaderMark::ALL.into_iter().filter(has_enough).collect();
    for (row, who) in votes.rows.iter_mut().zip(people) {
        let marks = of(who);
        row.marks = told.iter().filter(|mark| marks.has(**mark)).map(|mark| mark.word().to_owned()).collect();
        if row.marks.is_empty() && !marks.is_empty() {
            row.marks.push(OTHER_MARK.to_owned());
        }
    }
}

/// In place of a mark that few have.
const OTHER_MARK: &str = "other";

/// An edition whose results are those of the one before, written from those.
fn held(mut frozen: Frozen, material: &Material) -> Result<Frozen, AppError> {
    let edition = &frozen.edition;
    let instrument = &material.conversation.instrument;
    let results = Results::from_json(&edition.results, instrument, &edition.totals).map_err(not_exact)?;
    // What stood beside quotes was worked out from answers that are not those of this edition.
    let quotes = frozen.edition.quotes.iter().filter_map(|record| {
        let found = frozen.candidates.iter().find(|(candidate, _)| candidate.source == source_of(record))?;
        let salt = frozen.quotes.iter().find(|words| words.number == record.number)?.salt.clone()?;
        Some(quote(record.number, found, &found.0.text, salt, false))
    });
    let (records, words) = quotes.unzip();
    (frozen.edition.quotes, frozen.quotes) = (records, words);
    frozen.edition.prose = prose(&frozen.edition, &results, material);
    frozen.edition.drafted = Some(frozen.edition.prose.clone());
    Ok(frozen)
}

/// Everything that neither results nor texts decide.
fn blank(material: &Material, naming: &Naming) -> Edition {
    let conversation = &material.conversation;
    let (opened_ms, closed_ms) = opened_and_closed(material);
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let quotable = material.talk.comments.iter().filter(|(_, _, attribution)| is_quotable(attribution.quote));
    Edition {
        schema: SCHEMA.to_owned(),
        rules: RULES,
        id: edition_id(&conversation.slug, naming.number),
        number: naming.number,
        conversation: conversation.slug.to_string(),
        url: format!("{}/take/{}", naming.url, edition_id(&conversation.slug, naming.number)),
        provenance: conversation.provenance,
        note: conversation.note.clone(),
        wording: material.wording.clone(),
        gate: conversation.instrument.gate,
        opened_ms,
        closed_ms,
        mistaken: turns(material).mistaken,
        frozen_ms: naming.at_ms,
        published_ms: None,
        results: serde_json::Value::Null,
        totals: FrozenTotals::default(),
        answers_to_change: None,
        parameters: Edition::thresholds_with(conversation.instrument.marks),
        software: Software { name: "canvass".to_owned(), version: naming.version.to_owned() },
        seeds: BTreeMap::new(),
        moderation: material.moderation.clone(),
        exclusions: material.exclusions.clone(),
        marks: material.log.marks(),
        comments: CommentCounts {
            read: count(material.talk.comments.len()),
            quotable: count(quotable.count()),
            elsewhere: count(material.talk.elsewhere.len()),
        },
        themes: Vec::new(),
        quotes: Vec::new(),
        quote_rule: rule(&Messages::of(conversation.instrument.locale()), false),
        prose: Prose::default(),
        drafted: None,
        drafted_before: Vec::new(),
        sentences: None,
        figures: Vec::new(),
        signed_off: None,
        disclosure: serde_json::Value::Null,
        changes: None,
        votes_hash: String::new(),
        rows: Rows::Published,
        record_hash: String::new(),
        said_hash: String::new(),
        texts_mac: String::new(),
        held_from: None,
    }
}

/// When it first opened and last closed. An importer has to give its log both, and makes them up where nobody knows.
fn opened_and_closed(material: &Material) -> (Option<Millis>, Option<Millis>) {
    if material.conversation.provenance == Provenance::Imported {
        return (None, None);
    }
    let turns = turns(material);
    (turns.opened_ms, turns.closed_ms)
}

/// When the conversation opened and closed, by its log.
fn turns(material: &Material) -> Turns {
    let mut turns = Turns::default();
    material.log.events.iter().for_each(|event| turns.take(event));
    turns
}

fn prose(edition: &Edition, results: &Results, material: &Material) -> Prose {
    let instrument = &material.conversation.instrument;
    let who = Phrasebook::of(instrument.locale()).who_answered(results, instrument, edition.provenance);
    let facts = Facts::of(edition, results, instrument, &who);
    let response = material.response.as_ref().map(|(addressee, due_ms)| (addressee.as_str(), *due_ms));
    draft_prose(&facts, &Drafted { provenance: edition.provenance, quotes: &edition.quotes, response })
}

fn candidates(talk: &Talk, worked: Option<&Worked>, themes: &[ThemeRecord]) -> Vec<(Candidate, Provenanced)> {
    let heard = worked.map(|worked| (worked, crowd(worked)));
    let here = talk.comments.iter().filter_map(|(card, text, attribution)| {
        let placed = place_of(themes, card.id);
        let (attributed, name) = attributed(attribution)?;
        let voice = heard.as_ref().zip(card.author).map(|((worked, crowd), author)| {
            let voice = voice(author, &worked.ledger, worked.results.map.as_deref());
            (told(&voice, attributed, crowd), voice)
        });
        let (told, Voice { options, group }) = voice.unwrap_or_default();
        let candidate = Candidate {
            source: Source::Comment(card.id),
            text: text.clone(),
            name,
            theme: placed.map(|(theme, _)| theme),
            rank: placed.map_or(usize::MAX, |(_, rank)| rank),
            option: options.first().copied(),
            group,
            told,
        };
        // The day is enough to read it by, and says less of who was at a keyboard when.
        let posted_ms = day_of(card.posted_ms);
        let provenance = Provenanced::Here { comment: card.id, attributed, posted_ms };
        Some((candidate, provenance))
    });
    let elsewhere = talk.elsewhere.iter().map(|row| {
        let rank = |record: &ThemeRecord| record.elsewhere.iter().position(|number| *number == row.number);
        let placed = themes.iter().enumerate().find_map(|(theme, record)| Some((theme, rank(record)?)));
        let candidate = Candidate {
            source: Source::Elsewhere(row.number),
            text: row.text.clone(),
            name: None,
            theme: placed.map(|(theme, _)| theme),
            rank: placed.map_or(usize::MAX, |(_, rank)| rank),
            option: None,
            group: None,
            told: None,
        };
        let provenance = Provenanced::Elsewhere {
            row: row.number,
            source: row.source.clone(),
            date: row.day.clone(),
            url: row.url.clone(),
            name: signed_there(row),
        };
        (candidate, provenance)
    });
    here.chain(elsewhere).collect()
}

/// The name and place that stood under it there.
fn signed_there(row: &ElsewhereRow) -> Option<String> {
    let parts: Vec<&str> = [&row.name, &row.place].into_iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// How many people share each answer.
pub(super) fn crowd(worked: &Worked) -> Crowd {
    let mut crowd = Crowd::default();
    // One answer out of several says less than it seems to.
    if worked.results.poll.as_ref().is_some_and(|poll| poll.kind == PollKind::Multiple) {
        return crowd;
    }
    for latest in worked.ledger.latest_ballots().filter(|latest| !worked.ledger.is_banned(latest.participant)) {
        let voice = voice(latest.participant, &worked.ledger, worked.results.map.as_deref());
        voice.options.first().into_iter().for_each(|option| crowd.add(*option));
    }
    crowd
}

/// What may be told of the author of a quote.
pub(super) fn told(voice: &Voice, attributed: Attributed, crowd: &Crowd) -> Option<OptionId> {
    match attributed {
        Attributed::Anonymous => crowd.told(voice.options.first().copied()),
        Attributed::Name | Attributed::FirstNameAndPlace => None,
    }
}

/// Exactly as the author chose, with the name; nothing where they chose not to be quoted.
fn attributed(attribution: &Attribution) -> Option<(Attributed, Option<String>)> {
    let shown = attribution.shown();
    match attribution.quote {
        QuoteConsent::Name => shown.map(|name| (Attributed::Name, Some(name))),
        QuoteConsent::FirstNameAndPlace => shown.map(|name| (Attributed::FirstNameAndPlace, Some(name))),
        QuoteConsent::Anonymous => Some((Attributed::Anonymous, None)),
        QuoteConsent::No => None,
    }
}

/// A quote and its words.
pub(super) fn quote(
    number: u32,
    (candidate, provenance): &(Candidate, Provenanced),
    text: &str,
    salt: String,
    by_editor: bool,
) -> (QuoteRecord, QuoteWords) {
    let quoted = Quoted { text: text.to_owned(), name: candidate.name.clone(), option: candidate.told };
    let record = QuoteRecord {
        number,
        hash: quote_hash(&salt, &quoted),
        provenance: provenance.clone(),
        theme: candidate.theme.and_then(|theme| u32::try_from(theme + 1).ok()),
        is_cut: text != candidate.text,
        by_editor,
    };
    let comment = match candidate.source {
        Source::Comment(id) => Some(id),
        Source::Elsewhere(_) => None,
    };
    let Quoted { text, name, option } = quoted;
    let option = option.map(|option| option.0);
    let (salt, text) = (Some(salt), Some(text));
    let words = QuoteWords { number, comment, salt, text, name, option, withdrawn_ms: None };
    (record, words)
}

fn moderation(found: &crate::desk::Moderation) -> ModerationCounts {
    let wide = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let fates = |fates: &crate::desk::Fates| FateCounts {
        sent: wide(fates.n_sent),
        shown: wide(fates.n_accepted),
        held: wide(fates.n_held),
        declined: fates.declined.iter().map(|(rule, n)| (rule.clone(), wide(*n))).collect(),
    };
    ModerationCounts {
        statements: fates(&found.statements),
        comments: fates(&found.comments),
        excluded: found.n_banned,
    }
}

/// A number in results that no document can hold is a fault of ours.
fn not_exact(error: impl std::fmt::Display) -> AppError {
    AppError::broken("freezing results", error)
}

/// The salt of the record of an edition.
pub(super) fn record_salt(secret: &crate::identity::ServerSecret, conversation: i64, edition: u32) -> String {
    secret.mac(&[b"record", &conversation.to_be_bytes(), &edition.to_be_bytes()]).hex()
}

/// The salt of a quote of an edition, which only this server can work out.
pub(super) fn salt(secret: &crate::identity::ServerSecret, conversation: i64, edition: u32, quote: u32) -> String {
    secret.mac(&[b"quote", &conversation.to_be_bytes(), &edition.to_be_bytes(), &quote.to_be_bytes()]).hex()
}

/// What the key signs: the canonical form, and nothing around it.
pub(super) fn sign(secret: &crate::identity::ServerSecret, document: &str) -> Option<String> {
    key::SigningKey::of(secret).map(|key| key.sign(document.as_bytes()))
}
