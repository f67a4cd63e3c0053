//! What exactly is asked, by whom, under which rules: the part of a conversation that is versioned.

use crate::{
    Addition, AnswerLimits, EmailAddress, Gate, MAX_ADDITIONS, MAX_OPTIONS, MAX_RULES, MarkThresholds, Millis, Poll,
    PollKind, Rule, default_policy,
};
use canvass_words::legible;
use canvass_words::{Locale, Zone};
use serde::{Deserialize, Serialize};

/// Most glossary entries.
pub const MAX_TERMS: usize = 200;
/// Most cited figures.
pub const MAX_FIGURES: usize = 200;
/// Most things asked about the participant.
pub const MAX_ATTRIBUTES: usize = 12;
/// Most statements a conversation may start with.
pub const MAX_SEED_STATEMENTS: usize = 2000;

const MAX_TITLE_CHARS: usize = 200;
const MAX_BACKGROUND_CHARS: usize = 40_000;
const MAX_LINE_CHARS: usize = 600;
const MAX_WORD_CHARS: usize = 120;
const MAX_TERM_CHARS: usize = 2_000;
const MAX_ADDRESS_CHARS: usize = 2_000;
const MAX_ATTRIBUTE_OPTIONS: usize = 40;
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organiser {
    /// Name, shown above the question.
    pub name: String,
    /// How to reach them: an e-mail address or a web address.
    pub contact: String,
    /// Their privacy notice.
    pub privacy_url: String,
}

/// A glossary entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The word or phrase.
    pub word: String,
    /// What it means here.
    pub text: String,
}

/// A figure taken from elsewhere. What its source does not state stays empty and is shown as not stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

type Checked = Result<(), InstrumentError>;

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

    /// Checks every text and number against its bounds, and whether it can be read.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn check(&self) -> Checked {
        self.problems().into_iter().next().map_or(Ok(()), Err)
    }

    /// Checks every text and number against its bounds, whether or not it would be taken as new today.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place.
    pub fn check_bounds(&self) -> Checked {
        self.out_of_bounds().0.into_iter().next().map_or(Ok(()), Err)
    }

    /// Everything that is wrong, each with its place.
    #[must_use]
    pub fn problems(&self) -> Vec<InstrumentError> {
        let mut found = self.out_of_bounds();
        for (key, at) in [("opens_at", self.times.opens_at), ("closes_at", self.times.closes_at)] {
            if at.is_some_and(|at| !YEARS_MS.contains(&at)) {
                found.note(wrong(key, "lies before 1970 or after 2200; check the year"));
            }
        }
        self.check_contact(&mut found);
        self.check_words(&mut found);
        self.illegible().into_iter().for_each(|error| found.note(Err(error)));
        found.0
    }

    fn out_of_bounds(&self) -> Found {
        let mut found = Found::default();
        found.note(line("title", &self.title, MAX_TITLE_CHARS));
        found.note(check_language(&self.language));
        found.note(at_most("background", &self.background, MAX_BACKGROUND_CHARS));
        if let Some(story) = &self.story {
            found.note(address("story_url", &story.url));
            found.note(at_most("story_title", story.title.as_deref().unwrap_or(""), MAX_TITLE_CHARS));
        }
        if let (Some(opens), Some(closes)) = (self.times.opens_at, self.times.closes_at)
            && closes <= opens
        {
            found.note(wrong("closes_at", "comes before opens_at"));
        }
        if let Some(organiser) = &self.organiser {
            organiser.check(&mut found);
        }
        self.check_terms(&mut found);
        self.check_figures(&mut found);
        self.check_attributes(&mut found);
        self.check_policy(&mut found);
        if let Some(poll) = &self.poll {
            check_poll(poll, &mut found);
        }
        found
    }

    /// Checks that it may be opened: somebody stands behind it, and people can be asked the way it says.
    ///
    /// # Errors
    /// What is missing.
    pub fn check_can_open(&self) -> Checked {
        if self.organiser.is_none() {
            return wrong(
                "organiser",
                "is missing: a conversation opens only with a named organiser, a contact and a privacy notice",
            );
        }
        match self.design {
            Design::Open => Ok(()),
            Design::List | Design::Sampled => {
                wrong("design", "needs invitations, which are not there yet: only \"open\" can be opened")
            }
        }
    }

    /// Checks that it may be opened at a moment: it is not over by then, and would not close for good a moment later.
    ///
    /// # Errors
    /// What is missing, or that its closing time has passed.
    pub fn check_can_open_at(&self, now_ms: Millis) -> Checked {
        self.check_can_open()?;
        match self.times.closes_at {
            Some(at) if at <= now_ms => wrong("closes_at", "has passed: it would close for good as soon as it opened"),
            _ => Ok(()),
        }
    }

    /// Whether a newer instrument would change what answers were given to.
    #[must_use]
    pub fn asks_the_same_as(&self, other: &Self) -> bool {
        self.poll == other.poll && self.attributes == other.attributes && self.language == other.language
    }

    /// The rules in force.
    #[must_use]
    pub fn rules(&self) -> Vec<Rule> {
        if self.policy.is_empty() { default_policy() } else { self.policy.clone() }
    }

    fn check_policy(&self, found: &mut Found) {
        found.note(count("rule", self.policy.len(), MAX_RULES));
        for (n, rule) in (1..).zip(&self.policy) {
            let name = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            if rule.key.is_empty() || rule.key.len() > 40 || !rule.key.bytes().all(name) {
                found.note(wrong(&format!("rule[{n}].key"), "use 1 to 40 of a-z, 0-9 and -"));
            } else if self.policy.iter().filter(|other| other.key == rule.key).count() > 1 {
                found.note(wrong(&format!("rule[{n}].key"), &format!("`{}` is used twice", rule.key)));
            }
            found.note(line(&format!("rule[{n}].text"), &rule.text, MAX_LINE_CHARS));
        }
    }

    fn check_terms(&self, found: &mut Found) {
        found.note(count("term", self.terms.len(), MAX_TERMS));
        for (n, term) in (1..).zip(&self.terms) {
            let is_same = |other: &&Term| other.word.trim().to_lowercase() == term.word.trim().to_lowercase();
            match line(&format!("term[{n}].word"), &term.word, MAX_WORD_CHARS) {
                Ok(()) if self.terms.iter().filter(is_same).count() > 1 => {
                    found.note(wrong(&format!("term[{n}].word"), &format!("`{}` is explained twice", term.word)));
                }
                checked => found.note(checked),
            }
            found.note(line(&format!("term[{n}].text"), &term.text, MAX_TERM_CHARS));
        }
    }

    /// Of words that read the same, one alone would be found in a text.
    fn check_words(&self, found: &mut Found) {
        for (n, term) in (1..).zip(&self.terms) {
            if self.terms.iter().filter(|other| legible::reads_the_same(&other.word, &term.word)).count() > 1 {
                found.note(wrong(&format!("term[{n}].word"), &format!("`{}` is explained twice", term.word)));
            }
        }
    }

    fn check_contact(&self, found: &mut Found) {
        let Some(Organiser { contact, .. }) = &self.organiser else { return };
        if !is_one_contact(contact) {
            let problem = format!(
                "`{}` is neither one e-mail address nor one https address: use one such as desk@example.org or https://example.org/contact",
                contact.chars().take(80).collect::<String>()
            );
            found.note(wrong("organiser.contact", &problem));
        }
    }

    fn check_figures(&self, found: &mut Found) {
        found.note(count("figure", self.figures.len(), MAX_FIGURES));
        for (n, figure) in (1..).zip(&self.figures) {
            figure.check(&format!("figure[{n}]"), found);
            if self.figures.iter().filter(|other| other.key == figure.key).count() > 1 {
                found.note(wrong(&format!("figure[{n}].key"), &format!("`{}` is used twice", figure.key)));
            }
        }
    }

    fn check_attributes(&self, found: &mut Found) {
        found.note(count("attribute", self.attributes.len(), MAX_ATTRIBUTES));
        for (n, attribute) in (1..).zip(&self.attributes) {
            attribute.check(&format!("attribute[{n}]"), found);
            if self.attributes.iter().filter(|other| other.key == attribute.key).count() > 1 {
                found.note(wrong(&format!("attribute[{n}].key"), &format!("`{}` is used twice", attribute.key)));
            }
        }
    }
}

/// What is wrong, as far as it was looked for; of one place only the first.
#[derive(Default)]
struct Found(Vec<InstrumentError>);

impl Found {
    fn note(&mut self, checked: Checked) {
        if let Err(error) = checked
            && !self.0.iter().any(|known| known.place == error.place)
        {
            self.0.push(error);
        }
    }
}

impl Organiser {
    fn check(&self, found: &mut Found) {
        found.note(line("organiser.name", &self.name, MAX_TITLE_CHARS));
        found.note(line("organiser.contact", &self.contact, MAX_TITLE_CHARS));
        found.note(address("organiser.privacy_url", &self.privacy_url));
    }
}

impl Figure {
    fn check(&self, place: &str, found: &mut Found) {
        found.note(line(&format!("{place}.key"), &self.key, MAX_WORD_CHARS));
        found.note(line(&format!("{place}.value"), &self.value, MAX_WORD_CHARS));
        found.note(line(&format!("{place}.source"), &self.source, MAX_LINE_CHARS));
        if let Some(url) = &self.url {
            found.note(address(&format!("{place}.url"), url));
        }
        let optional = [
            ("n", &self.n),
            ("base", &self.base),
            ("period", &self.period),
            ("definition", &self.definition),
            ("status", &self.status),
        ];
        for (key, text) in optional {
            found.note(at_most(&format!("{place}.{key}"), text.as_deref().unwrap_or(""), MAX_TERM_CHARS));
        }
    }
}

impl Attribute {
    fn check(&self, place: &str, found: &mut Found) {
        let name = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        if self.key.is_empty() || self.key.len() > 40 || !self.key.bytes().all(name) {
            found.note(wrong(&format!("{place}.key"), "use 1 to 40 of a-z, 0-9 and _"));
        }
        if matches!(self.key.as_str(), "token" | "consent") {
            found.note(wrong(&format!("{place}.key"), "`token` and `consent` are taken by the form itself"));
        }
        found.note(line(&format!("{place}.question"), &self.question, MAX_LINE_CHARS));
        let options = format!("{place}.options");
        if self.options.len() < 2 {
            found.note(wrong(&options, "needs at least two"));
        }
        found.note(count(&options, self.options.len(), MAX_ATTRIBUTE_OPTIONS));
        self.options.iter().for_each(|option| found.note(line(&options, option, MAX_LINE_CHARS)));
    }
}

fn check_poll(poll: &Poll, found: &mut Found) {
    found.note(line("poll.question", &poll.question, MAX_LINE_CHARS));
    if poll.options.len() < 2 {
        found.note(wrong("poll.option", "needs at least two"));
    }
    found.note(count("poll.option", poll.options.len(), MAX_OPTIONS));
    for (id, option) in poll.numbered() {
        let place = format!("poll.option[{id}].text");
        found.note(line(&place, &option.text, MAX_LINE_CHARS));
        let condition = option.condition.as_deref().unwrap_or("");
        found.note(at_most(&format!("poll.option[{id}].condition"), condition, MAX_LINE_CHARS));
    }
    found.note(count("poll.addition", poll.additions.len(), MAX_ADDITIONS));
    for (n, addition) in (1..).zip(&poll.additions) {
        check_addition(poll, addition, &format!("poll.addition[{n}]"), found);
    }
}

fn check_addition(poll: &Poll, addition: &Addition, place: &str, found: &mut Found) {
    let (options, is_known) =
        (format!("{place}.options"), |id: u8| (1..=poll.options.len()).contains(&usize::from(id)));
    if poll.kind == PollKind::Multiple {
        found.note(wrong(&options, "can only be declared where readers choose one answer: several overlap"));
    }
    if let Some(unknown) = addition.options.iter().find(|id| !is_known(id.0)) {
        found.note(wrong(&options, &format!("`{unknown}` is not the number of an option")));
    }
    if addition.options.len() < 2 || !addition.options.is_sorted_by(|a, b| a < b) {
        found.note(wrong(&options, "names two or more options by number, each once, ascending: 1, 2"));
    }
    if addition.options.len() == poll.options.len() {
        found.note(wrong(&options, "names every option: that is everybody"));
    }
    if poll.additions.iter().filter(|other| other.options == addition.options).count() > 1 {
        found.note(wrong(&options, "is declared twice"));
    }
    found.note(line(&format!("{place}.text"), &addition.text, MAX_LINE_CHARS));
}

/// Whether a text is a language tag, such as `en`, `cy` or `zh-Hant`.
#[must_use]
pub fn is_language_tag(language: &str) -> bool {
    check_language(language).is_ok()
}

fn check_language(language: &str) -> Checked {
    let first = language.split('-').next().unwrap_or("");
    let good = (2..=35).contains(&language.len())
        && (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && language.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if good {
        Ok(())
    } else {
        wrong("language", "use a language tag, which begins with two or three letters, such as `en`, `cy` or `zh-Hant`")
    }
}

fn line(place: &str, text: &str, max_chars: usize) -> Checked {
    if text.trim().is_empty() {
        return wrong(place, "is empty");
    }
    at_most(place, text, max_chars)
}

fn at_most(place: &str, text: &str, max_chars: usize) -> Checked {
    let n_chars = text.chars().count();
    if n_chars > max_chars {
        return wrong(place, &format!("has {n_chars} characters, at most {max_chars} are allowed"));
    }
    Ok(())
}

fn count(place: &str, n: usize, max: usize) -> Checked {
    if n > max { wrong(place, &format!("there are {n}, at most {max} are allowed")) } else { Ok(()) }
}

fn address(place: &str, url: &str) -> Checked {
    if url.is_empty() {
        return wrong(place, "is empty");
    }
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let good = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'))
        && url.len() <= MAX_ADDRESS_CHARS;
    if good {
        Ok(())
    } else {
        wrong(
            place,
            &format!("`{}` is not a web address: it starts with https://", url.chars().take(80).collect::<String>()),
        )
    }
}

/// Whether readers can reach somebody by it with one press: one e-mail address, or one web address that is encrypted.
fn is_one_contact(contact: &str) -> bool {
    if let Some(rest) = contact.strip_prefix("https://") {
        let is_one = ![",http", ";http"].iter().any(|more| rest.contains(more));
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        return is_one && !host.contains(['@', ',', ';']) && address("", contact).is_ok();
    }
    // What a mail program would take for more than an address: other recipients, a subject, an escape.
    let is_plain = !contact.contains(['?', '&', '#', '%', ';', ':', '/', '\\', '"', '`']);
    is_plain
        && EmailAddress::parse(contact)
            .is_ok_and(|email| email.as_str().chars().eq(contact.chars().flat_map(char::to_lowercase)))
}

fn wrong(place: &str, problem: &str) -> Checked {
    Err(InstrumentError { place: place.to_owned(), problem: problem.to_owned() })
}
