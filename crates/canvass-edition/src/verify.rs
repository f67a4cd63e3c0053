//! Checking a bundle without the server that made it: its form, its signature, and everything that can be worked out
//! again from what is in it.
//!
//! The public bundle says who is in which group and leaves out what people said of themselves and who came first; the
//! groups and the answers by attribute are attested there, by the signature. With the whole log nothing is.

mod change;
mod marked;
mod recount;

use self::change::check_change;
use self::marked::{attested_beside, exclusions_fit, is_of_ways_in, with_marked};
use self::recount::{conversation, recount};
use crate::authorship::sentences;
use crate::bundle::{self, Bundle, Record};
use crate::candidates::{crowd, told};
use crate::check::Grounds;
use crate::key::{ALGORITHM, is_signed};
use crate::log::{Log, Worked, votes};
use crate::themes::{spread, voice};
use crate::{
    Edition, Facts, FateCounts, FigureRecord, ModerationCounts, Provenanced, QuoteRecord, SCHEMA, Spread, ThemeRecord,
    quote_hash,
};
use canvass_domain::{ParticipantId, StatementId};
use canvass_results::{FrozenTotals, Phrasebook, RULES, Results, canonical_json, sha256_hex};
use canvass_words::Locale;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How far two numbers may lie apart that were added up in another order, where there are very many statements.
const NEAR: f64 = 1e-9;

/// What checking a bundle came to.
#[derive(Clone, Debug)]
pub struct Report {
    /// Name of the edition.
    pub id: String,
    /// The key that signed it.
    pub key: String,
    /// Every check, in order.
    pub checks: Vec<Check>,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What.
    pub what: String,
    /// How it came out.
    pub outcome: Outcome,
}

/// How a check came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is as it should be.
    Good,
    /// It was worked out again and is the same.
    Recomputed,
    /// It cannot be worked out from what is in the bundle; the signature stands for it.
    Attested,
    /// Words that their author took back: their hash stands alone.
    Redacted,
    /// It is not what it should be.
    Wrong(Fault),
}

/// What is wrong with a bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It is no bundle, or not in its canonical form.
    Form = 10,
    /// It is not the document that was hashed.
    Hash = 11,
    /// The signature is not that of the key.
    Signature = 12,
    /// It was signed by another key than the one asked for.
    Key = 13,
    /// The votes are not those that were published.
    Votes = 14,
    /// The results do not follow from the votes.
    Results = 15,
    /// Words of a quote are not those that were hashed.
    Quotes = 16,
    /// A figure, or a number in the text, is not backed by the results.
    Figures = 17,
    /// The log is not there, not the one that was hashed, or gives something else.
    Record = 18,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Form => "it is no bundle, or not in its canonical form",
            Self::Hash => "it is not the document that was hashed",
            Self::Signature => "the signature is not that of the key",
            Self::Key => "it was signed by another key than the one given",
            Self::Votes => "the votes are not those that were signed",
            Self::Results => "the results do not follow from the votes",
            Self::Quotes => "words of a quote are not those that were hashed",
            Self::Figures => "a figure, or a number in the text, is not backed by the results",
            Self::Record => "the whole log is missing, or gives something else",
        })
    }
}

impl Fault {
    /// The exit code that says so.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }
}

impl Report {
    /// The first thing that is wrong.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        let faults = self.checks.iter().filter_map(|check| match check.outcome {
            Outcome::Wrong(fault) => Some(fault),
            _ => None,
        });
        faults.min()
    }

    fn note(&mut self, what: impl Into<String>, outcome: Outcome) {
        self.checks.push(Check { what: what.into(), outcome });
    }

    fn good(&mut self, what: &str, is_good: bool, fault: Fault) {
        self.note(what, if is_good { Outcome::Good } else { Outcome::Wrong(fault) });
    }
}

/// Checks a bundle. `key` is the public key that it should be signed by; without one whoever published it is not
/// checked. With `private` the whole log has to be in it, and everything is worked out from that.
///
/// # Errors
/// What is wrong with its form, where it cannot be read at all.
pub fn verify(bytes: &[u8], key: Option<&str>, depth: Depth) -> Result<Report, String> {
    let read = bundle::read(bytes);
    // What other rules made may have another form too, and is named before its form is.
    let edition = read.as_ref().map_or_else(|_| bundle::edition_in(bytes), |bundle| Some(bundle.edition.clone()));
    if let Some(version) = edition.as_ref().and_then(made_by_other_rules) {
        return Err(format!(
            "the edition was made by version `{version}`, by rules that this program does not know; it knows rules {RULES}"
        ));
    }
    let bundle = read.map_err(|error| error.to_string())?;
    let edition: Edition = serde_json::from_value(bundle.edition.clone())
        .map_err(|error| format!("the edition in the bundle cannot be read: {error}"))?;
    if edition.schema != SCHEMA {
        return Err(format!("the edition is of the kind `{}`; this program reads `{SCHEMA}`", edition.schema));
    }
    let document = edition.canonical().map_err(|error| error.to_string())?;
    let mut report = Report { id: edition.id.clone(), key: bundle.signature.key.clone(), checks: Vec::new() };
    report.note("canonical form, byte by byte", Outcome::Good);
    check_signature(&bundle, &document, key, &mut report);
    let has_rows = depth != Depth::Results
        && (edition.rows.are_published() || depth == Depth::Private || !bundle.votes.rows.is_empty());
    if has_rows {
        report.good(
            "votes are those that were signed",
            hashes_to(&bundle.votes.canonical(), &edition.votes_hash),
            Fault::Votes,
        );
    } else {
        report.note("votes by person, which are not published", Outcome::Attested);
    }
    report.good("rows, quotes and wordings stand once each, in order", is_in_order(&bundle, &edition), Fault::Votes);
    check_quotes(&bundle, &edition, &mut report);
    match depth {
        Depth::Public if has_rows => check_results(&bundle, &edition, &mut report),
        Depth::Public => attest_results(&edition, &mut report),
        Depth::Results => attest_results(&edition, &mut report),
        Depth::Private => check_record(&bundle, &edition, &mut report),
    }
    check_prose(&bundle, &edition, if has_rows { depth } else { Depth::Results }, &mut report);
    Ok(report)
}

/// The version that made an edition by other rules than those of this program; nothing where they are the same.
#[must_use]
pub fn made_by_other_rules(document: &Value) -> Option<String> {
    let is_known = document.get("rules").and_then(Value::as_u64) == Some(u64::from(RULES));
    let version = document.pointer("/software/version").and_then(Value::as_str);
    (!is_known).then(|| version.unwrap_or("of an unknown number").to_owned())
}

/// From what everything is worked out again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// From the votes that are published.
    Public,
    /// From the whole log.
    Private,
    /// From the results alone, where no votes are published.
    Results,
}

fn hashes_to(text: &str, hash: &str) -> bool {
    sha256_hex(text.as_bytes()) == hash
}

/// Whether nothing stands twice: no row, no answer within a row, no quote, no wording.
fn is_in_order(bundle: &Bundle, edition: &Edition) -> bool {
    let rises = |ids: &[StatementId]| ids.is_sorted_by(|a, b| a < b);
    let rows = &bundle.votes.rows;
    rows.is_sorted_by(|a, b| a.id < b.id)
        && rows.iter().all(|row| {
            let lists = [&row.agree, &row.disagree, &row.unsure, &row.skipped];
            let all: BTreeSet<StatementId> = lists.into_iter().flatten().copied().collect();
            lists.iter().all(|ids| rises(ids))
                && row.options.is_sorted_by(|a, b| a < b)
                && all.len() == lists.iter().map(|ids| ids.len()).sum::<usize>()
                && !(all.is_empty() && row.options.is_empty())
        })
        && edition.quotes.is_sorted_by(|a, b| a.number < b.number)
        && edition.wording.is_sorted_by(|a, b| a.version < b.version)
}

fn check_signature(bundle: &Bundle, document: &str, key: Option<&str>, report: &mut Report) {
    let signature = &bundle.signature;
    // What was parsed has to be all there is: a field that this program does not know would be unsigned here.
    let whole = canonical_json(&bundle.edition).unwrap_or_default();
    report.good("hash of the edition", whole == document && hashes_to(document, &signature.hash), Fault::Hash);
    let is_signed =
        signature.algorithm == ALGORITHM && is_signed(&signature.key, document.as_bytes(), &signature.value);
    report.good("signature", is_signed, Fault::Signature);
    if let Some(key) = key {
        report.good("signed by the key given", signature.key.eq_ignore_ascii_case(key.trim()), Fault::Key);
    }
}

fn check_quotes(bundle: &Bundle, edition: &Edition, report: &mut Report) {
    for record in &edition.quotes {
        let what = format!("quote {}", record.number);
        let outcome = match bundle.quotes.get(&record.number) {
            Some(words) if quote_hash(&words.salt, &words.quoted) == record.hash => Outcome::Good,
            Some(_) => Outcome::Wrong(Fault::Quotes),
            None => Outcome::Redacted,
        };
        report.note(what, outcome);
    }
    let is_known = |number: &u32| edition.quotes.iter().any(|record| record.number == *number);
    if bundle.quotes.keys().any(|number| !is_known(number)) {
        report.note("a quote that is in no edition", Outcome::Wrong(Fault::Quotes));
    }
}

/// Works the results out again from the votes, with the groups as they are said to be.
fn check_results(bundle: &Bundle, edition: &Edition, report: &mut Report) {
    let Some(again) = recount(bundle, edition) else {
        report.note("results", Outcome::Wrong(Fault::Results));
        return;
    };
    let again = with_marked(again, bundle, edition);
    note_beside(Some(bundle), edition, &again, report);
    compare(&again, edition, report, &[]);
    compare_totals(&again, edition, report);
    check_change(&again, edition, Outcome::Recomputed, report);
    let has_groups = edition.results.get("map").is_some_and(|map| !map.is_null());
    if has_groups {
        report.note("who is in which group", Outcome::Attested);
    }
    if edition.results.get("segments").and_then(Value::as_array).is_some_and(|segments| !segments.is_empty()) {
        report.note("answers by attribute", Outcome::Attested);
    }
    note_arrivals(edition, report);
    attest(report, &ATTESTED_IN_PUBLIC);
}

/// Where no votes are published nothing can be counted again; what the text says is still held against the results.
fn attest_results(edition: &Edition, report: &mut Report) {
    let is_same = edition.has_its_thresholds();
    report.note("thresholds", if is_same { Outcome::Recomputed } else { Outcome::Wrong(Fault::Results) });
    report.note("results, which rest on votes that are not published", Outcome::Attested);
    let instrument = edition.instrument().cloned().unwrap_or_default();
    // Results that cannot be read back are found out where the text is held against them.
    if let Ok(results) = Results::from_json(&edition.results, &instrument, &edition.totals) {
        check_change(&results, edition, Outcome::Attested, report);
        note_beside(None, edition, &results, report);
    }
    note_arrivals(edition, report);
    attest(report, &ATTESTED_IN_PUBLIC);
}

/// What the public bundle does not show.
const ATTESTED_IN_PUBLIC: [&str; 6] = [
    "times of the first and the last answer",
    UNANSWERED,
    "moderation counts",
    "which statements are about the readers, and what was marked after the opening",
    "themes",
    "who wrote which quote",
];

/// How people came is in no bundle, nor in the log: it is deleted with whoever is erased.
fn note_arrivals(edition: &Edition, report: &mut Report) {
    if edition.results.get("arrivals").is_some() {
        report.note("where readers came from", Outcome::Attested);
    }
}

/// Marks and ways in rest on what is in no log; where rows have no marks, as few could be told apart, nothing can be
/// counted again. What is said of the excluded has to fit the results.
fn note_beside(bundle: Option<&Bundle>, edition: &Edition, results: &Results, report: &mut Report) {
    let has_marks = bundle.is_some_and(|bundle| bundle.votes.rows.iter().any(|row| !row.marks.is_empty()));
    if edition.results.get("marked").is_some() {
        let what = if has_marks { "which rows are marked" } else { "how many readers are marked" };
        report.note(what, Outcome::Attested);
    }
    let instrument = edition.instrument().cloned().unwrap_or_default();
    let said = Results::from_json(&edition.results, &instrument, &edition.totals);
    if said.is_ok_and(|said| said.segments.tables.iter().any(is_of_ways_in)) {
        report.note("answers by assurance and by way in", Outcome::Attested);
    }
    if !edition.exclusions.is_empty() {
        report.note("for what readers were excluded", Outcome::Attested);
        let outcome =
            if exclusions_fit(edition, results) { Outcome::Recomputed } else { Outcome::Wrong(Fault::Results) };
        report.note("how many were excluded, and the poll without them", outcome);
    }
}

/// What people said of themselves: redacted once one of them has taken it back.
const SAID: &str = "what people said of themselves";

/// Who wrote which comment: redacted once one of them is erased.
const AUTHORS: &str = "who wrote which comment";

/// How many statements nobody voted on, so that they are in no row.
const UNANSWERED: &str = "how many statements nobody voted on";

/// What no bundle can show: the signature alone stands for it.
const ALWAYS_ATTESTED: [&str; 5] = [
    "wording of what was asked and of statements",
    "days of opening, closing, freezing and publishing",
    "who signed it off",
    "what has changed since the edition before",
    "the disclosure card",
];

fn attest(report: &mut Report, more: &[&str]) {
    for what in more.iter().chain(&ALWAYS_ATTESTED) {
        report.note(*what, Outcome::Attested);
    }
}

/// Works everything out again from the log.
fn check_record(bundle: &Bundle, edition: &Edition, report: &mut Report) {
    let Some(record) = &bundle.record else {
        report.note("the log, which --private needs, is not in this bundle", Outcome::Wrong(Fault::Record));
        return;
    };
    let sealed = Record { said: Vec::new(), ..record.clone() };
    let is_signed = hashes_to(&sealed.canonical(), &edition.record_hash);
    report.good("the log is the one that was signed", is_signed, Fault::Record);
    let has_said = hashes_to(&Record::canonical_said(&record.salt, &record.said), &edition.said_hash);
    let outcome = match (has_said, record.said.is_empty()) {
        (true, _) => Outcome::Good,
        (false, true) => Outcome::Redacted,
        (false, false) => Outcome::Wrong(Fault::Record),
    };
    report.note(SAID, outcome);
    if !is_signed {
        return;
    }
    let instrument = edition.instrument().cloned().unwrap_or_default();
    let (conversation, statements) = conversation(edition, &instrument);
    let log = Log::of_record(record, &instrument).ok();
    let worked = log.and_then(|log| log.results(&conversation, &statements).ok().map(|worked| (log, worked)));
    let Some((log, worked)) = worked else {
        report.note("the log", Outcome::Wrong(Fault::Record));
        return;
    };
    report.note(AUTHORS, if log.authors.is_empty() { Outcome::Attested } else { Outcome::Good });
    let names: BTreeMap<ParticipantId, &str> =
        record.rows.iter().zip(&bundle.votes.rows).map(|(who, row)| (ParticipantId(*who), row.id.as_str())).collect();
    let name = |who: ParticipantId| names.get(&who).map_or_else(String::new, |name| (*name).to_owned());
    let (mut again, _) = votes(&worked.ledger, worked.results.map.as_deref(), name);
    // No log says who is marked.
    for (row, said) in again.rows.iter_mut().zip(&bundle.votes.rows) {
        row.marks.clone_from(&said.marks);
    }
    let is_same = again == bundle.votes;
    report.note("votes and groups", if is_same { Outcome::Recomputed } else { Outcome::Wrong(Fault::Record) });
    let more: &[&str] = if has_said { &["segments", "segments_seq", "seq"] } else { &["seq"] };
    let results = attested_beside(with_marked(worked.results.clone(), bundle, edition), edition);
    compare(&results, edition, report, more);
    note_beside(Some(bundle), edition, &results, report);
    if !has_said {
        report.note("answers by attribute", Outcome::Attested);
    }
    compare_totals(&worked.results, edition, report);
    check_change(&worked.results, edition, Outcome::Recomputed, report);
    let (again, said) = (&worked.results.totals, &edition.totals);
    let checks = [
        ("times of the first and the last answer", (again.first_ms, again.last_ms) == (said.first_ms, said.last_ms)),
        (UNANSWERED, again.n_unanswered() == said.n_unanswered),
    ];
    for (what, is_same) in checks {
        report.note(what, if is_same { Outcome::Recomputed } else { Outcome::Wrong(Fault::Results) });
    }
    check_voices(&log, &worked, (bundle, edition), report);
    note_arrivals(edition, report);
    attest(report, &["which texts make a theme", "rules that texts were declined under", "names of quotes"]);
}

/// Who stands behind themes and quotes, and what became of texts, as far as the log tells.
fn check_voices(log: &Log, worked: &Worked, (bundle, edition): (&Bundle, &Edition), report: &mut Report) {
    let authors = &log.authors;
    // Where the log does not say who wrote what, nothing that rests on it can be worked out again.
    let of_theme = edition.themes.iter().filter(|theme| theme.spread != Spread::default());
    let mut comments = of_theme.flat_map(|theme| &theme.comments).chain(edition.quotes.iter().filter_map(|quote| {
        bundle.quotes.get(&quote.number)?.quoted.option?;
        let Provenanced::Here { comment, .. } = &quote.provenance else { return None };
        Some(comment)
    }));
    let is_known = comments.all(|comment| authors.contains_key(comment));
    let is_same_spread = |theme: &ThemeRecord| {
        // All of it is kept back where a later edition would tell of whoever is in one of them alone.
        if theme.spread == Spread::default() {
            return true;
        }
        let of_theme = theme.comments.iter().filter_map(|id| authors.get(id).copied()).collect();
        spread(of_theme, &worked.ledger, &worked.results) == theme.spread
    };
    let crowd = crowd(worked);
    let is_same_voice = |record: &QuoteRecord| {
        // What was taken back cannot be looked at, and is told to nobody any more.
        let Some(words) = bundle.quotes.get(&record.number) else { return true };
        let said = words.quoted.option;
        let Provenanced::Here { comment, attributed, .. } = &record.provenance else { return said.is_none() };
        let voice = authors.get(comment).map(|author| voice(*author, &worked.ledger, worked.results.map.as_deref()));
        // Telling less than could be told is no untruth.
        said.is_none() || voice.is_some_and(|voice| told(&voice, *attributed, &crowd) == said)
    };
    let counts = log.fates(worked.ledger.n_banned());
    for (what, is_same) in [
        ("how themes spread over answers and groups", edition.themes.iter().all(is_same_spread)),
        ("what the authors of quotes answered", edition.quotes.iter().all(is_same_voice)),
    ] {
        let outcome = match (is_known, is_same) {
            (_, true) => Outcome::Recomputed,
            (false, false) => Outcome::Attested,
            (true, false) => Outcome::Wrong(Fault::Record),
        };
        report.note(what, outcome);
    }
    let checks = [
        ("moderation counts", counts == bare(&edition.moderation)),
        ("statements marked after the opening", log.marks() == edition.marks),
    ];
    for (what, is_same) in checks {
        report.note(what, if is_same { Outcome::Recomputed } else { Outcome::Wrong(Fault::Record) });
    }
}

/// Moderation counts without the rules, which the log does not hold.
fn bare(counts: &ModerationCounts) -> ModerationCounts {
    let bare = |fates: &FateCounts| {
        let n: u64 = fates.declined.values().sum();
        let declined = (n > 0).then(|| (String::new(), n)).into_iter().collect();
        FateCounts { declined, ..fates.clone() }
    };
    ModerationCounts {
        statements: bare(&counts.statements),
        comments: bare(&counts.comments),
        excluded: counts.excluded,
    }
}

/// Counts that stand beside the results, on which figures rest too; and the thresholds that acted.
fn compare_totals(again: &Results, edition: &Edition, report: &mut Report) {
    let counts = |totals: &FrozenTotals| (totals.n_voters, totals.n_ballots, totals.group_ballots.clone());
    let checks = [
        ("people who voted, and who answered the poll, in all and in each group", {
            counts(&FrozenTotals::of(again)) == counts(&edition.totals)
        }),
        ("thresholds", edition.has_its_thresholds()),
    ];
    for (what, is_same) in checks {
        report.note(what, if is_same { Outcome::Recomputed } else { Outcome::Wrong(Fault::Results) });
    }
}

/// Sections of the results, one by one.
fn compare(again: &Results, edition: &Edition, report: &mut Report, more: &[&str]) {
    let Ok(document) = again.to_json() else {
        report.note("results", Outcome::Wrong(Fault::Results));
        return;
    };
    let beside =
        ["schema", "seq", "provisional", "results_hash", "section_hashes", "segments", "segments_seq", "arrivals"];
    let (Some(found), Some(said)) = (document.as_object(), edition.results.as_object()) else {
        report.note("results", Outcome::Wrong(Fault::Results));
        return;
    };
    let names: BTreeSet<&String> = found.keys().chain(said.keys()).collect();
    let is_compared = |name: &&&String| !beside.contains(&name.as_str()) || more.contains(&name.as_str());
    let mut is_exact = true;
    for name in names.iter().filter(is_compared) {
        let (found, said) = (found.get(*name), said.get(*name));
        is_exact &= found.map(canonical_json) == said.map(canonical_json);
        let is_same = found.zip(said).is_some_and(|(found, said)| is_near(found, said));
        let outcome = if is_same { Outcome::Recomputed } else { Outcome::Wrong(Fault::Results) };
        report.note(format!("results: {name}"), outcome);
    }
    if is_exact {
        for name in ["results_hash", "section_hashes"] {
            let is_same = found.get(name) == said.get(name);
            let outcome = if is_same { Outcome::Recomputed } else { Outcome::Wrong(Fault::Results) };
            report.note(format!("results: {name}"), outcome);
        }
    } else {
        report.note("hashes of the results", Outcome::Attested);
    }
}

/// The same, but for the last digits of numbers that are no counts.
fn is_near(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) if a.is_f64() || b.is_f64() => {
            a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| (a - b).abs() <= NEAR * (1.0 + a.abs()))
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_near(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| is_near(a, b)))
        }
        _ => one == other,
    }
}

/// Figures in the prose, and that there is no number that is none.
fn check_prose(bundle: &Bundle, edition: &Edition, depth: Depth, report: &mut Report) {
    let instrument = edition.instrument().cloned().unwrap_or_default();
    let Ok(results) = Results::from_json(&edition.results, &instrument, &edition.totals) else {
        report.note("results that can be read back", Outcome::Wrong(Fault::Results));
        return;
    };
    let who = Phrasebook::of(instrument.locale()).who_answered(&results, &instrument, edition.provenance);
    let facts = Facts::of(edition, &results, &instrument, &who);
    // A redacted quote was there when the take was published.
    let quotes: Vec<(u32, Option<String>)> = edition
        .quotes
        .iter()
        .map(|record| {
            (
                record.number,
                Some(bundle.quotes.get(&record.number).map_or_else(String::new, |words| words.quoted.text.clone())),
            )
        })
        .collect();
    let grounds = Grounds { facts: &facts, quotes: &quotes };
    let figures = grounds.figures(&edition.prose);
    let has_said = report.checks.iter().any(|check| check.what == SAID && check.outcome == Outcome::Good);
    for figure in &edition.figures {
        let is_same = figures.iter().any(|again| says_the_same(again, figure));
        let outcome = match (is_same, figure.kind.as_str()) {
            (false, _) => Outcome::Wrong(Fault::Figures),
            (true, "cited") => Outcome::Attested,
            (true, _) if is_attested(&figure.key, depth, has_said) => Outcome::Attested,
            (true, _) => Outcome::Recomputed,
        };
        report.note(format!("figure {{{}}} = {}", figure.key, figure.value), outcome);
    }
    let is_complete = figures.len() == edition.figures.len();
    let refused = !grounds.refusals(&edition.prose).is_empty();
    report.good("every number in the text has its source", is_complete && !refused, Fault::Figures);
    check_sentences(edition, report);
}

/// How many sentences are the program's: counted again, and said with the same numbers on the card.
fn check_sentences(edition: &Edition, report: &mut Report) {
    let again = sentences(edition);
    let Some(said) = edition.sentences.or(again) else { return };
    let card = edition.disclosure.get("machine").and_then(|item| item.get("value")).and_then(Value::as_str);
    let numbers: Vec<&str> = card.unwrap_or_default().split_whitespace().collect();
    let [n, all] = [said.by_program, said.all].map(|n| Locale::ENGLISH.number(n));
    // "12 of 30", however the rest of the sentence is worded.
    let is_on_card = numbers.iter().any(|word| **word == n) && numbers.iter().any(|word| **word == all);
    let is_same = edition.sentences == again && is_on_card;
    let outcome = if is_same { Outcome::Recomputed } else { Outcome::Wrong(Fault::Figures) };
    report.note(format!("sentences that are the program's: {n} of {all}"), outcome);
}

/// The same number of the same base. How the program words what it is of may change from version to version.
fn says_the_same(again: &FigureRecord, figure: &FigureRecord) -> bool {
    let numbers =
        |figure: &FigureRecord| (figure.key.clone(), figure.kind.clone(), figure.value.clone(), figure.n, figure.base);
    numbers(again) == numbers(figure)
}

/// Whether a figure cannot be worked out again from what is in the bundle.
fn is_attested(key: &str, depth: Depth, has_said: bool) -> bool {
    let is_of = |family: &str| key.split('.').next() == Some(family);
    match depth {
        Depth::Results => true,
        Depth::Public => ["about", "came", "theme", "comments", "excluded"].into_iter().any(is_of),
        Depth::Private => ["came", "theme", "comments"].into_iter().any(is_of) || (is_of("about") && !has_said),
    }
}
