//! What an edition holds, as it is stored, signed and published: `canvass.edition/1`.

use crate::spread::Spread;
use canvass_counts::thresholds;
use canvass_domain::{
    CommentId, Gate, Instrument, MarkThresholds, Millis, Mistaken, OptionId, Provenance, StatementId,
};
use canvass_results::rules::marks::MarkCounts;
use canvass_results::{AnswersToChange, FrozenTotals, NotCanonical, canonical_json, sha256_hex};
use canvass_words::Locale;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Name and version of the document.
pub const SCHEMA: &str = "canvass.edition/1";

/// A frozen result with its prose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    /// [`SCHEMA`].
    pub schema: String,
    /// The rules it was made by: [`crate::RULES`].
    pub rules: u32,
    /// Its name in addresses: that of the conversation and its number.
    pub id: String,
    /// Its number within the conversation, from 1.
    pub number: u32,
    /// The conversation's name in addresses.
    pub conversation: String,
    /// Where it is published.
    pub url: String,
    /// Where the answers come from.
    pub provenance: Provenance,
    /// What readers should know of how they came to be.
    pub note: Option<String>,
    /// The exact wording at every version that answers were given to, ascending; the last is the one shown.
    pub wording: Vec<Wording>,
    /// Who could see results when.
    pub gate: Gate,
    /// When it opened, where the log knows.
    pub opened_ms: Option<Millis>,
    /// When it closed.
    pub closed_ms: Option<Millis>,
    /// A closing by mistake of the clock in between, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mistaken: Option<Mistaken>,
    /// When results were frozen.
    pub frozen_ms: Millis,
    /// When it was published; nothing in a draft.
    pub published_ms: Option<Millis>,
    /// `canvass.results/1`, with its hashes.
    pub results: Value,
    /// What the results document does not say.
    pub totals: FrozenTotals,
    /// How many further answers would change what is said of the poll; nothing in a draft, nor in what was published
    /// before this was worked out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers_to_change: Option<AnswersToChange>,
    /// Every threshold that acted, by name.
    pub parameters: BTreeMap<String, u64>,
    /// What made it.
    pub software: Software,
    /// Seeds of what was drawn by chance, by name: empty, since nothing that is published is.
    pub seeds: BTreeMap<String, u64>,
    /// What became of texts and people.
    pub moderation: ModerationCounts,
    /// Readers excluded, by what they were chosen by; nothing where nobody is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<ExclusionRecord>,
    /// Statements marked as being about the readers after the opening; nothing where none was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marks: Option<MarkCounts>,
    /// How many comments there were.
    pub comments: CommentCounts,
    /// What people spoke of, largest first.
    pub themes: Vec<ThemeRecord>,
    /// Quotes, by number.
    pub quotes: Vec<QuoteRecord>,
    /// The rule by which quotes were chosen.
    pub quote_rule: String,
    /// What is written.
    pub prose: Prose,
    /// What the program drafted from these results: the text was written over it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafted: Option<Prose>,
    /// Sentences of the text that an earlier draft of the program's had, where the text outlived that draft.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drafted_before: Vec<String>,
    /// How many of its sentences are the program's; nothing where no draft is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentences: Option<Sentences>,
    /// Every figure in the prose.
    pub figures: Vec<FigureRecord>,
    /// Who stands behind the words; nobody where they are the program's.
    pub signed_off: Option<SignOff>,
    /// The disclosure card.
    pub disclosure: Value,
    /// The edition whose results these are, where fewer have left since than could be told apart; else nothing.
    pub held_from: Option<u32>,
    /// What is different from the edition before, and why.
    pub changes: Option<ChangeNote>,
    /// SHA-256 of the canonical form of the votes, be they published with it or not.
    pub votes_hash: String,
    /// Whether each person's answers are published with it; nothing where they are.
    #[serde(default, skip_serializing_if = "Rows::are_published")]
    pub rows: Rows,
    /// The same of the whole log with a salt, which is not published.
    pub record_hash: String,
    /// The same of what people said of themselves, which is deleted once one of them takes it back.
    pub said_hash: String,
    /// Stands for every text that a draft was made of, so that a change to one is noticed; nothing once it is published.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub texts_mac: String,
}

/// Whether each person's answers are published with an edition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rows {
    /// One row a person, under names of the edition alone.
    #[default]
    Published,
    /// Only their hash: somebody who knows a few of a person's answers cannot look the others up.
    Withheld,
}

impl Rows {
    /// Whether they are in the public bundle.
    #[must_use]
    pub fn are_published(&self) -> bool {
        *self == Self::Published
    }
}

/// The instrument at one version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wording {
    /// Which.
    pub version: u32,
    /// What was asked.
    pub instrument: Instrument,
}

/// What made an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Software {
    /// Its name.
    pub name: String,
    /// Its version, with the commit it was built from where that is known: `0.1.0+27b268d00d12`.
    pub version: String,
}

/// What became of texts and people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModerationCounts {
    /// Statements that readers sent in.
    pub statements: FateCounts,
    /// Comments.
    pub comments: FateCounts,
    /// Readers who count in nothing.
    pub excluded: u64,
}

/// Readers excluded for one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExclusionRecord {
    /// `mark:` and the mark, `came` for a time of first answers, `reader` for those chosen one by one, with `:` and the
    /// rule they broke where one was named.
    pub ground: String,
    /// How many.
    pub readers: u64,
    /// The poll with them counted; nothing where it would tell of few.
    pub poll: Option<ExcludedPoll>,
}

/// The poll of everybody who counts and of those excluded for one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExcludedPoll {
    /// People who answered it, those excluded among them.
    pub n: u64,
    /// Those excluded among them.
    pub excluded: u64,
    /// By option.
    pub options: Vec<ExcludedOption>,
}

/// One option of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExcludedOption {
    /// Which.
    pub id: OptionId,
    /// Ballots naming it, those of the excluded among them.
    pub n: u64,
    /// Those of the excluded.
    pub excluded: u64,
}

/// What became of one kind of text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FateCounts {
    /// Sent in.
    pub sent: u64,
    /// Shown.
    pub shown: u64,
    /// Waiting for the desk.
    pub held: u64,
    /// Declined, by key of the rule.
    pub declined: BTreeMap<String, u64>,
}

/// How many comments there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentCounts {
    /// Shown here, and so read for quotes.
    pub read: u64,
    /// Of those, whose authors let them be quoted.
    pub quotable: u64,
    /// Published elsewhere, brought in, and read.
    pub elsewhere: u64,
}

/// Comments and statements that speak of one thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThemeRecord {
    /// Its name, which the editor gives.
    pub name: String,
    /// The words by which it was found.
    pub words: Vec<String>,
    /// Comments in it, most central first.
    pub comments: Vec<CommentId>,
    /// Statements in it, most central first.
    pub statements: Vec<StatementId>,
    /// Comments published elsewhere in it, by number.
    pub elsewhere: Vec<u32>,
    /// Who wrote the comments, as far as it may be told.
    pub spread: Spread,
}

/// Somebody's words, without the words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteRecord {
    /// Its number in the edition, from 1: `{quote.1}`.
    pub number: u32,
    /// Stands for [`Quoted`]: see [`quote_hash`].
    pub hash: String,
    /// Where the words come from.
    pub provenance: Provenanced,
    /// Number of the theme, from 1.
    pub theme: Option<u32>,
    /// Whether something of the comment was left out, which shows as […].
    pub is_cut: bool,
    /// Whether an editor put it in the place of one that the rule chose.
    pub by_editor: bool,
}

/// Where words come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Provenanced {
    /// Given here, with consent.
    Here {
        /// The comment.
        comment: CommentId,
        /// As its author chose.
        attributed: Attributed,
        /// When it was posted.
        posted_ms: Millis,
    },
    /// Published elsewhere, and quoted as such.
    Elsewhere {
        /// Number of the row that was brought in.
        row: u32,
        /// Publication and story.
        source: String,
        /// Day of publication.
        date: String,
        /// Its address.
        url: String,
        /// The name shown there.
        name: Option<String>,
    },
}

/// How a quote is attributed, as its author chose. The name itself is not in the edition: it goes with the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attributed {
    /// With a name.
    Name,
    /// With first name and place.
    FirstNameAndPlace,
    /// Without a name.
    Anonymous,
}

/// All that is deleted when an author takes a quote back: it stands beside the edition, which has its hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quoted {
    /// The words.
    pub text: String,
    /// The name its author chose to be quoted with.
    pub name: Option<String>,
    /// What its author chose in the poll, where it stands without a name and enough others chose it. Of the group they
    /// are in nothing is told.
    pub option: Option<OptionId>,
}

/// What is written: Markdown with references, but for the headline, which is plain text with references.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prose {
    /// The headline.
    pub headline: String,
    /// What stands under it.
    pub standfirst: String,
    /// The text.
    pub body: String,
}

/// A figure in the prose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureRecord {
    /// The key by which the prose refers to it.
    pub key: String,
    /// `bound` or `cited`.
    pub kind: String,
    /// As it is shown.
    pub value: String,
    /// How many.
    pub n: Option<u64>,
    /// Of how many.
    pub base: Option<u64>,
    /// Who or what the base is, in words.
    pub of: String,
}

/// Who signed the words off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOff {
    /// Their name, as they gave it.
    pub name: String,
    /// When.
    pub at_ms: Millis,
    /// What they certified: `headline`, `figures`, `quotes`, `words`, `response`, in this order.
    pub checked: Vec<String>,
}

/// Whose sentences a text is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentences {
    /// All of them: headline, standfirst and text.
    pub all: u64,
    /// Those that stand word for word in what the program drafted.
    pub by_program: u64,
}

/// What is different from the edition before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeNote {
    /// The edition before.
    pub since: u32,
    /// Why, in the editor's words.
    pub why: String,
    /// What, as the program found it.
    pub what: Vec<String>,
}

impl Edition {
    /// The wording shown.
    #[must_use]
    pub fn instrument(&self) -> Option<&Instrument> {
        self.wording.last().map(|wording| &wording.instrument)
    }

    /// The language of our words about it.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.instrument().map_or(Locale::ENGLISH, Instrument::locale)
    }

    /// The canonical form that is hashed and signed.
    ///
    /// # Errors
    /// When a number in it is too large to be kept exact.
    pub fn canonical(&self) -> Result<String, NotCanonical> {
        let value = serde_json::to_value(self).map_err(|error| NotCanonical::Number(error.to_string()))?;
        canonical_json(&value)
    }

    /// Every threshold that acts, by name.
    #[must_use]
    pub fn thresholds() -> BTreeMap<String, u64> {
        let all = [
            ("percent_from", thresholds::PERCENT_FROM),
            ("caution_below", thresholds::CAUTION_BELOW),
            ("alike_from_pct", thresholds::ALIKE_FROM_PCT),
            ("divides_from_pct", thresholds::DIVIDES_FROM_PCT),
            ("unsure_from_pct", thresholds::UNSURE_FROM_PCT),
            ("parts_from_points", thresholds::PARTS_FROM_POINTS),
            ("group_min_n", thresholds::GROUP_MIN_N),
            ("list_min_n", thresholds::LIST_MIN_N),
            ("map_least_people", thresholds::MAP_LEAST_PEOPLE),
            ("map_least_statements", thresholds::MAP_LEAST_STATEMENTS),
            ("map_least_answers", thresholds::MAP_LEAST_ANSWERS),
            ("even_showing_pct", thresholds::EVEN_SHOWING_PCT),
            ("segment_least", canvass_counts::LEAST),
            ("split_within_points", thresholds::SPLIT_WITHIN_POINTS),
        ];
        all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// The same with those from which readers are marked.
    #[must_use]
    pub fn thresholds_with(marks: MarkThresholds) -> BTreeMap<String, u64> {
        let marks = marks.parameters().into_iter().map(|(name, n)| (name, u64::from(n)));
        Self::thresholds().into_iter().chain(marks).collect()
    }

    /// Whether it was made by the thresholds that it should have been. The first editions name none for marks.
    #[must_use]
    pub fn has_its_thresholds(&self) -> bool {
        let marks = self.instrument().map(|instrument| instrument.marks).unwrap_or_default();
        self.parameters == Self::thresholds_with(marks) || self.parameters == Self::thresholds()
    }
}

/// The hash that stands for a quote in an edition: SHA-256 of the salt in hexadecimal, a line break, and the canonical
/// form of [`Quoted`].
#[must_use]
pub fn quote_hash(salt: &str, quoted: &Quoted) -> String {
    let canonical = canonical_json(&serde_json::json!(quoted)).unwrap_or_default();
    sha256_hex(format!("{salt}\n{canonical}").as_bytes())
}
