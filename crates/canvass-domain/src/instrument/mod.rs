//! What exactly is asked, by whom, under which rules: the part of a conversation that is versioned.
//!
//! Its values are here; what each of them is called, bounded by and locked with stands in one table (`table.rs`).

mod check;
mod field;
mod group;
mod kind;
mod legible;
mod lock;
mod locked;
mod part;
mod special;
mod table;
mod walk;
mod ways;

pub use field::{Check, Field, Need, Stray, When};
pub use group::{Entry, Item, RowOrder, Rows, Table};
pub use kind::{At, Choice, Kind, Put, TextAt};
pub use lock::{HasAnswers, Lock, Locks, Stage};
pub use part::Part;
pub use special::is_language_tag;
pub use table::{MAX_ATTRIBUTES, MAX_FIGURES, MAX_TERMS, TABLE};
pub use walk::{fields, form, lockable, reading, rows, rows_named};

use crate::{AnswerLimits, Gate, MarkThresholds, Millis, Poll, Rule, default_policy};
use canvass_words::{Locale, Zone};
use serde::{Deserialize, Serialize};

/// Most statements a conversation may start with.
pub const MAX_SEED_STATEMENTS: usize = 2000;
/// The years 1970 to 2200: another one is a slip of the finger.
pub const YEARS_MS: std::ops::Range<Millis> = 0..7_289_654_400_000;

/// The exact wording and the rules of a conversation at one version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// The headline, in plain text.
    pub title: String,
    /// Language of the texts, as in HTML's `lang`.
    pub language: String,
    /// Background, in Markdown.
    #[serde(default)]
    pub background: String,
    /// The story it belongs to.
    #[serde(default)]
    pub story: Option<Story>,
    /// What it is about, by which it is found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// How people came to be asked.
    #[serde(default)]
    pub design: Design,
    /// Who may see results when.
    #[serde(default)]
    pub gate: Gate,
    /// When it opens and closes by itself.
    #[serde(default)]
    pub times: Times,
    /// Name in the tz database of the zone in which its times are told; UTC where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// How many may answer for the first time from one network.
    #[serde(default, skip_serializing_if = "AnswerLimits::is_empty")]
    pub limits: AnswerLimits,
    /// From which numbers on readers are marked.
    #[serde(default, skip_serializing_if = "MarkThresholds::is_usual")]
    pub marks: MarkThresholds,
    /// What happens to new statements.
    #[serde(default)]
    pub new_statements: Admission,
    /// What happens to new comments; off where nothing is said.
    #[serde(default)]
    pub comments: Option<Admission>,
    /// The rules that texts are held against; [`crate::default_policy`] where none are named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy: Vec<Rule>,
    /// Who asks; needed before it can open.
    #[serde(default)]
    pub organiser: Option<Organiser>,
    /// The glossary.
    #[serde(default)]
    pub terms: Vec<Term>,
    /// Figures taken from elsewhere.
    #[serde(default)]
    pub figures: Vec<Figure>,
    /// What is asked about the participant, after answering.
    #[serde(default)]
    pub attributes: Vec<Attribute>,
    /// The headline question, where there is one.
    #[serde(default)]
    pub poll: Option<Poll>,
}

/// The story a conversation belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Its address.
    pub url: String,
    /// Its title, where given.
    #[serde(default)]
    pub title: Option<String>,
}

impl Story {
    /// The host of its address.
    #[must_use]
    pub fn host(&self) -> Option<String> {
        host_of(&self.url)
    }
}

/// The host of a web address, in lower case.
#[must_use]
pub fn host_of(address: &str) -> Option<String> {
    let rest = address.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

/// How people came to be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Design {
    /// Anyone may answer.
    #[default]
    Open,
    /// A known population was invited.
    List,
    /// People were drawn from a list.
    Sampled,
}

/// When a conversation opens and closes by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// Opening time.
    #[serde(default)]
    pub opens_at: Option<Millis>,
    /// Closing time.
    #[serde(default)]
    pub closes_at: Option<Millis>,
}

/// What happens to a new text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Admission {
    /// Waits for the desk.
    #[default]
    Hold,
    /// Is shown at once.
    Show,
}

/// Who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organiser {
    /// Name, shown above the question.
    pub name: String,
    /// How to reach them: an e-mail address or a web address.
    pub contact: String,
    /// Their privacy notice.
    pub privacy_url: String,
}

/// A glossary entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The word or phrase.
    pub word: String,
    /// What it means here.
    pub text: String,
}

/// A figure taken from elsewhere. What its source does not state stays empty and is shown as not stated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Name by which texts refer to it.
    pub key: String,
    /// The value as published, with its unit.
    pub value: String,
    /// Numerator or number of cases.
    #[serde(default)]
    pub n: Option<String>,
    /// What it measures, or is a share or count of.
    #[serde(default)]
    pub base: Option<String>,
    /// The time it covers.
    #[serde(default)]
    pub period: Option<String>,
    /// How the source defines what was counted.
    #[serde(default)]
    pub definition: Option<String>,
    /// Who says so.
    pub source: String,
    /// Where they say it.
    #[serde(default)]
    pub url: Option<String>,
    /// How far it has been checked.
    #[serde(default)]
    pub status: Option<String>,
}

/// Something asked about the participant: optional, coarse, one answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// Its name in forms and data: `a-z`, `0-9`, `_`.
    pub key: String,
    /// The question.
    pub question: String,
    /// The answers to choose from.
    pub options: Vec<String>,
}

/// What is wrong with an instrument, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct InstrumentError {
    /// The key, as in the file: `poll.option[2].text`.
    pub place: String,
    /// What is wrong, and what would be right.
    pub problem: String,
}

impl Instrument {
    /// The zone in which its times are told.
    #[must_use]
    pub fn zone(&self) -> Zone {
        Zone::named_or_utc(self.time_zone.as_deref())
    }

    /// The language of the words around its own texts.
    #[must_use]
    pub fn locale(&self) -> Locale {
        Locale::negotiate(&self.language).locale
    }

    /// Checks that it may be opened: somebody stands behind it, and people can be asked the way it says.
    ///
    /// # Errors
    /// What is missing.
    pub fn check_can_open(&self) -> Result<(), InstrumentError> {
        if self.organiser.is_none() {
            return Err(field::wrong(
                "organiser",
                "is missing: a conversation opens only with a named organiser, a contact and a privacy notice",
            ));
        }
        match self.design {
            Design::Open => Ok(()),
            Design::List | Design::Sampled => {
                Err(field::wrong("design", "needs invitations, which are not there yet: only \"open\" can be opened"))
            }
        }
    }

    /// Checks that it may be opened at a moment: it is not over by then, and would not close for good a moment later.
    ///
    /// # Errors
    /// What is missing, or that its closing time has passed.
    pub fn check_can_open_at(&self, now_ms: Millis) -> Result<(), InstrumentError> {
        self.check_can_open()?;
        match self.times.closes_at {
            Some(at) if at <= now_ms => {
                Err(field::wrong("closes_at", "has passed: it would close for good as soon as it opened"))
            }
            _ => Ok(()),
        }
    }

    /// The rules in force.
    #[must_use]
    pub fn rules(&self) -> Vec<Rule> {
        if self.policy.is_empty() { default_policy() } else { self.policy.clone() }
    }
}

impl Design {
    /// Every design.
    pub const ALL: [Self; 3] = [Self::Open, Self::List, Self::Sampled];

    /// The word used on every boundary.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::List => "list",
            Self::Sampled => "sampled",
        }
    }

    /// Reads the word; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|design| design.word() == word)
    }
}

impl Admission {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Hold, Self::Show];

    /// The word used on every boundary.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Show => "show",
        }
    }

    /// Reads the word; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|admission| admission.word() == word)
    }
}
