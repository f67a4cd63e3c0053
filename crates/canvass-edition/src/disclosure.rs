//! The disclosure card: what survey people expect to be told of a published result, each item with whoever asks for
//! it. What is not known is said to be missing.
//!
//! Following these lists is no membership and no approval; readers of their own choosing are no sample.

use crate::record::{Edition, ExclusionRecord, Sentences};
use canvass_counts::Share;
use canvass_domain::{Admission, Design, ExclusionGround, Instrument, Millis, PollKind, Provenance, StatementState};
use canvass_results::rules::marked::mark_key;
use canvass_results::{AnswersToChange, Phrasebook, Results};
use canvass_words::{Arg, Messages, Zone};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// One item of the card, in the words of the take's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisclosureItem {
    /// Its name.
    #[serde(skip)]
    pub key: String,
    /// What it is called.
    pub label: String,
    /// What is disclosed; nothing where it is not known.
    pub value: Option<String>,
    /// What is said in its place then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown: Option<String>,
    /// How many further answers would change the headline, on the item that tells of it: `lead`, `split`, `half`.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub numbers: Option<AnswersToChange>,
    /// Items of AAPOR's disclosure list that it answers.
    pub aapor: Vec<String>,
    /// Items of the British Polling Council's.
    pub bpc: Vec<String>,
    /// Items of ESOMAR's and WAPOR's guideline.
    pub esomar: Vec<String>,
}

/// The item that has numbers beside its words.
const CHANGE: &str = "disclosure-answers-to-change";

/// Labels and bodies of all items, in the order of the card.
const ITEMS: [(&str, [&[&str]; 3]); 34] = [
    ("disclosure-sponsor", [&["sponsor and conductor"], &["client"], &["sponsor"]]),
    ("disclosure-funder", [&["sponsor and conductor"], &["client"], &["sponsor"]]),
    ("disclosure-conductor", [&["sponsor and conductor"], &[], &["research company"]]),
    ("disclosure-contact", [&["sponsor and conductor"], &["address for full tables"], &[]]),
    ("disclosure-design", [&["data collection strategy"], &["method"], &["sampling"]]),
    ("disclosure-population", [&["population"], &["universe"], &["universe"]]),
    ("disclosure-coverage", [&["population"], &["universe"], &["universe"]]),
    ("disclosure-recruitment", [&["how the sample was generated and recruited"], &["method"], &["sampling"]]),
    ("disclosure-incentive", [&["how the sample was generated and recruited"], &[], &[]]),
    ("disclosure-mode", [&["mode"], &["method"], &["mode"]]),
    ("disclosure-languages", [&["mode"], &[], &[]]),
    ("disclosure-times", [&["dates"], &["dates"], &["dates"]]),
    ("disclosure-published", [&["dates"], &[], &[]]),
    ("disclosure-wording", [&["instrument with exact wording"], &["full wording"], &["wording"]]),
    ("disclosure-context", [&["instrument with exact wording"], &["full wording"], &["wording"]]),
    ("disclosure-order", [&["instrument with exact wording"], &[], &["wording"]]),
    ("disclosure-eligibility", [&["population"], &["universe"], &["universe"]]),
    ("disclosure-assurance", [&["processing and quality checks"], &[], &[]]),
    (
        "disclosure-sizes",
        [&["sample sizes and precision"], &["sample size and area", "percentages relied on"], &["sample size"]],
    ),
    ("disclosure-missing", [&["sample sizes and precision"], &[], &[]]),
    ("disclosure-precision", [&["sample sizes and precision"], &[], &["sampling"]]),
    (CHANGE, [&["sample sizes and precision"], &[], &[]]),
    ("disclosure-demographics", [&["population"], &["sample size and area"], &["universe"]]),
    ("disclosure-weighting", [&["weighting"], &["method"], &["weighting variables"]]),
    ("disclosure-analysis", [&["processing and quality checks"], &[], &[]]),
    ("disclosure-independence", [&["processing and quality checks"], &[], &[]]),
    ("disclosure-quality", [&["processing and quality checks"], &[], &[]]),
    ("disclosure-moderation", [&["processing and quality checks"], &[], &[]]),
    ("disclosure-marks", [&["processing and quality checks"], &[], &[]]),
    ("disclosure-suppression", [&["processing and quality checks"], &[], &[]]),
    ("disclosure-machine", [&["processing and quality checks"], &[], &[]]),
    ("disclosure-limitations", [&["limitations"], &[], &[]]),
    ("disclosure-licence", [&[], &["address for full tables"], &[]]),
    ("disclosure-corrections", [&["limitations"], &[], &[]]),
];

/// The card of an edition, as it was signed; that of a draft is made now.
#[must_use]
pub fn disclosure(edition: &Edition, results: &Results) -> Vec<DisclosureItem> {
    signed(&edition.disclosure).unwrap_or_else(|| disclose(edition, results))
}

/// The card that an edition is signed with.
#[must_use]
pub fn disclose(edition: &Edition, results: &Results) -> Vec<DisclosureItem> {
    let nothing = Instrument::default();
    let instrument = edition.instrument().unwrap_or(&nothing);
    let card = Card { edition, results, instrument, messages: Messages::of(instrument.locale()) };
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let item = |(label, [aapor, bpc, esomar]): (&str, [&[&str]; 3])| {
        let key = key_of(label);
        let value = card.value(&key).filter(|value| !value.is_empty());
        DisclosureItem {
            numbers: (label == CHANGE).then(|| results.answers_to_change()),
            key,
            label: card.messages.text(label),
            unknown: value.is_none().then(|| card.messages.text(card.unknown())),
            value,
            aapor: words(aapor),
            bpc: words(bpc),
            esomar: words(esomar),
        }
    };
    ITEMS.into_iter().map(item).collect()
}

/// The name of an item, from that of its label.
fn key_of(label: &str) -> String {
    label.strip_prefix("disclosure-").unwrap_or(label).replace('-', "_")
}

/// The card as JSON, by item.
#[must_use]
pub fn disclosure_json(items: &[DisclosureItem]) -> Value {
    Value::Object(items.iter().map(|item| (item.key.clone(), json!(item))).collect::<Map<String, Value>>())
}

/// Reads a card back, in the order of the card; items that this program does not know come last.
fn signed(card: &Value) -> Option<Vec<DisclosureItem>> {
    let items = card.as_object().filter(|items| !items.is_empty())?;
    let read = |(key, item): (&String, &Value)| {
        let item: DisclosureItem = serde_json::from_value(item.clone()).ok()?;
        Some(DisclosureItem { key: key.clone(), ..item })
    };
    let mut items: Vec<DisclosureItem> = items.iter().map(read).collect::<Option<_>>()?;
    let place = |item: &DisclosureItem| ITEMS.iter().position(|(label, _)| key_of(label) == item.key);
    items.sort_by_key(|item| place(item).unwrap_or(ITEMS.len()));
    Some(items)
}

/// What a card is made of.
pub(super) struct Card<'a> {
    pub(super) edition: &'a Edition,
    pub(super) results: &'a Results,
    pub(super) instrument: &'a Instrument,
    messages: Messages,
}

impl Card<'_> {
    pub(super) fn text(&self, key: &str) -> Option<String> {
        Some(self.messages.text(key))
    }

    pub(super) fn with(&self, key: &str, values: &[(&'static str, Arg<'_>)]) -> Option<String> {
        Some(self.messages.with(key, values))
    }

    /// What is disclosed of an item. Where the answers come from decides what can be known of it.
    fn value(&self, key: &str) -> Option<String> {
        match self.edition.provenance {
            Provenance::Here => self.here(key),
            Provenance::Imported => self.elsewhere(key),
            Provenance::Synthetic => self.made_up(key),
        }
    }

    /// What is said where an item has no value.
    const fn unknown(&self) -> &'static str {
        match self.edition.provenance {
            Provenance::Here => "take-not-stated",
            Provenance::Imported => "disclosed-unknown-elsewhere",
            Provenance::Synthetic => "disclosed-unknown-synthetic",
        }
    }

    /// Of answers that were collected here.
    pub(super) fn here(&self, key: &str) -> Option<String> {
        let organiser = self.instrument.organiser.as_ref();
        match key {
            "sponsor" | "conductor" => organiser.map(|who| who.name.clone()),
            "contact" => organiser.map(|who| who.contact.clone()),
            "design" => self.text(match self.instrument.design {
                Design::Open => "disclosed-design-open",
                Design::List => "disclosed-design-list",
                Design::Sampled => "disclosed-design-sampled",
            }),
            "recruitment" => self.recruitment(),
            "languages" => Some(self.instrument.language.clone()),
            "times" => self.times(),
            "published" => self.edition.published_ms.map(|ms| self.day(ms)),
            "wording" => self.wording(),
            "context" => self.context(),
            "order" if !self.has_statements() => self.text("disclosed-order-poll"),
            "order" => {
                self.with("disclosed-order", &[("even", Arg::Count(canvass_counts::thresholds::EVEN_SHOWING_PCT))])
            }
            "sizes" => self.sizes(),
            "missing" => self.missing(),
            "answers_to_change" => self.change(),
            "demographics" => self.demographics(),
            "analysis" => self.analysis(),
            "independence" => self.independence(),
            "quality" => self.quality("disclosed-quality"),
            "moderation" => self.moderation(),
            "marks" => self.marks(),
            "suppression" => self.suppression(),
            "machine" => self.machine(),
            "limitations" if !self.has_statements() => self.text("disclosed-limitations-poll"),
            "corrections" => self.corrections(),
            "population" => self.text("disclosed-population"),
            "coverage" => self.text("disclosed-coverage"),
            "mode" => self.text("disclosed-mode"),
            "eligibility" => self.text("disclosed-eligibility"),
            "assurance" => self.text("disclosed-assurance"),
            "precision" => self.text("disclosed-precision"),
            "weighting" => self.text("disclosed-weighting"),
            "limitations" => self.text("disclosed-limitations"),
            // Nobody is asked for funder, incentive and licence yet.
            _ => None,
        }
    }

    fn recruitment(&self) -> Option<String> {
        let story = self.instrument.story.as_ref()?;
        let place = story.title.as_deref().unwrap_or(&story.url);
        self.with("disclosed-recruitment", &[("place", Arg::Text(place))])
    }

    fn context(&self) -> Option<String> {
        let n = count(self.instrument.terms.len());
        let key = match (self.instrument.background.trim().is_empty(), n) {
            (true, 0) => return self.text("disclosed-context-none"),
            (true, _) => "disclosed-context-terms",
            (false, 0) => "disclosed-context-background",
            (false, _) => "disclosed-context",
        };
        self.with(key, &[("n", Arg::Count(n))])
    }

    pub(super) fn suppression(&self) -> Option<String> {
        self.with("disclosed-suppression", &[("least", Arg::Count(canvass_counts::LEAST))])
    }

    /// Whether there ever was a statement; of a poll alone nothing is said of any.
    fn has_statements(&self) -> bool {
        !self.results.statements.is_empty()
    }

    /// The zone in which days are told.
    pub(super) fn zone(&self) -> Zone {
        self.instrument.zone()
    }

    pub(super) fn day(&self, ms: Millis) -> String {
        self.messages.day(self.zone(), ms)
    }

    pub(super) fn zone_name(&self) -> String {
        self.messages.zone(self.zone())
    }

    fn times(&self) -> Option<String> {
        let said =
            |at_ms: Option<Millis>| at_ms.map_or_else(|| self.messages.text("take-not-stated"), |ms| self.day(ms));
        let zone = self.zone_name();
        let totals = &self.results.totals;
        let [opened, closed, first, last] =
            [self.edition.opened_ms, self.edition.closed_ms, totals.first_ms, totals.last_ms].map(said);
        let values = [
            ("opened", Arg::Text(opened.as_str())),
            ("closed", Arg::Text(&closed)),
            ("first", Arg::Text(&first)),
            ("last", Arg::Text(&last)),
            ("zone", Arg::Text(&zone)),
        ];
        let said = self.messages.with("disclosed-times", &values);
        let Some(mistaken) = self.edition.mistaken else { return Some(said) };
        let (closed, opened) = (self.day(mistaken.closed_ms), self.day(mistaken.opened_ms));
        let mistaken = [("closed", Arg::Text(closed.as_str())), ("opened", Arg::Text(&opened))];
        Some(format!("{said} {}", self.messages.with("mistaken-fact", &mistaken)))
    }

    /// The question and its options word for word, and how often the wording changed.
    fn wording(&self) -> Option<String> {
        let versions = count(self.edition.wording.len());
        match self.asked() {
            Some(asked) => self.with("disclosed-wording", &[("asked", Arg::Text(&asked)), ("n", Arg::Count(versions))]),
            None => self.with("disclosed-wording-statements", &[("n", Arg::Count(versions))]),
        }
    }

    /// The question with its options.
    pub(super) fn asked(&self) -> Option<String> {
        let poll = self.instrument.poll.as_ref()?;
        let options = poll.options.iter().map(|option| format!("“{}”", option.text)).collect::<Vec<_>>().join("; ");
        Some(format!("{} — {options}.", poll.question))
    }

    pub(super) fn sizes(&self) -> Option<String> {
        let totals = &self.results.totals;
        let values = [
            ("participants", Arg::Count(totals.n_participants)),
            ("ballots", Arg::Count(totals.n_ballots)),
            ("voters", Arg::Count(totals.n_voters)),
            ("votes", Arg::Count(totals.n_votes_in(StatementState::Accepted))),
            ("statements", Arg::Count(totals.n_statements_in(StatementState::Accepted))),
        ];
        let key = match (&self.results.poll, self.has_statements()) {
            (Some(_), false) => "disclosed-sizes-poll",
            (Some(_), true) => "disclosed-sizes",
            (None, _) => "disclosed-sizes-statements",
        };
        self.with(key, &values)
    }

    fn missing(&self) -> Option<String> {
        let totals = &self.results.totals;
        // A poll alone leaves nothing to be left out.
        self.results.shown().next()?;
        let no_ballot = totals.n_participants.saturating_sub(totals.n_ballots);
        let skipped = self.with("disclosed-missing-skipped", &[("n", Arg::Count(self.n_skipped()))]);
        let no_ballot = self
            .results
            .poll
            .as_ref()
            .and_then(|_| self.with("disclosed-missing-ballots", &[("n", Arg::Count(no_ballot))]));
        Some([no_ballot, skipped].into_iter().flatten().collect::<Vec<_>>().join(" "))
    }

    pub(super) fn n_skipped(&self) -> u64 {
        self.results.shown().map(|line| line.totals.skipped).sum()
    }

    /// How many further answers would change the headline, or why nothing is said of that.
    fn change(&self) -> Option<String> {
        let (totals, poll) = (&self.results.totals, self.results.poll.as_ref());
        if poll.is_none_or(|poll| poll.kind == PollKind::Multiple) {
            return self.text("disclosed-change-none");
        }
        if totals.n_ballots < canvass_counts::LEAST {
            return self.with("disclosed-change-few", &[("least", Arg::Count(canvass_counts::LEAST))]);
        }
        Phrasebook::of(self.instrument.locale()).answers_to_change(totals, poll)
    }

    fn demographics(&self) -> Option<String> {
        match self.attributes() {
            Some(asked) => self.with("disclosed-demographics", &[("asked", Arg::Text(&asked))]),
            None => self.text("disclosed-demographics-none"),
        }
    }

    /// What was asked of people, where anything was.
    pub(super) fn attributes(&self) -> Option<String> {
        let asked = self.instrument.attributes.iter().map(|asked| format!("“{}”", asked.question));
        let asked = asked.collect::<Vec<_>>().join("; ");
        (!asked.is_empty()).then_some(asked)
    }

    fn analysis(&self) -> Option<String> {
        let method = self.edition.results.get("method").and_then(Value::as_str).unwrap_or_default();
        let version = self.edition.results.get("method_version").and_then(Value::as_u64).unwrap_or_default();
        let software = format!("{} {}", self.edition.software.name, self.edition.software.version);
        let values = [
            ("method", Arg::Text(method)),
            ("version", Arg::Count(version)),
            ("software", Arg::Text(&software)),
            ("seq", Arg::Count(self.results.totals.seq.0)),
        ];
        self.with("disclosed-analysis", &values)
    }

    fn moderation(&self) -> Option<String> {
        let is_held = |admission| admission == Admission::Hold;
        let fates = &self.edition.moderation;
        let no_statements = !self.has_statements() && fates.statements.sent == 0;
        let key = match (is_held(self.instrument.new_statements), self.instrument.comments.map(is_held)) {
            (_, None) if no_statements => return self.text("disclosed-moderation-none"),
            (_, Some(true)) if no_statements => "disclosed-moderation-only-comments-held",
            (_, Some(false)) if no_statements => "disclosed-moderation-only-comments-shown",
            (true, None | Some(true)) => "disclosed-moderation-held",
            (false, None | Some(false)) => "disclosed-moderation-shown",
            (true, Some(false)) => "disclosed-moderation-comments-shown",
            (false, Some(true)) => "disclosed-moderation-comments-held",
        };
        let counts = self.moderation_counts();
        let values = [
            ("rules", Arg::Count(count(self.instrument.rules().len()))),
            ("counts", Arg::Text(&counts)),
            ("comments", Arg::Count(fates.comments.sent)),
            ("comments_declined", Arg::Count(fates.comments.declined.values().sum())),
        ];
        self.with(key, &values)
    }

    /// How many texts there were, and how many were declined.
    pub(super) fn moderation_counts(&self) -> String {
        let counts = &self.edition.moderation;
        let declined = |fates: &super::FateCounts| fates.declined.values().sum::<u64>();
        let values = [
            ("statements", Arg::Count(counts.statements.sent)),
            ("statements_declined", Arg::Count(declined(&counts.statements))),
            ("comments", Arg::Count(counts.comments.sent)),
            ("comments_declined", Arg::Count(declined(&counts.comments))),
        ];
        self.messages.with("disclosed-moderation-counts", &values)
    }

    /// How many readers are marked, and the poll with and without them.
    pub(super) fn independence(&self) -> Option<String> {
        match Phrasebook::of(self.instrument.locale()).marked(self.results) {
            Some(said) => self.with("disclosed-independence", &[("said", Arg::Text(&said))]),
            None => self.with("disclosed-independence-none", &[("least", Arg::Count(canvass_counts::LEAST))]),
        }
    }

    /// How many readers are excluded, by what they were chosen by, and what the poll would be with them.
    pub(super) fn quality(&self, key: &str) -> Option<String> {
        let all = self.messages.with(key, &[("n", Arg::Count(self.edition.moderation.excluded))]);
        let each = self.edition.exclusions.iter().map(|record| self.excluded(record));
        Some(std::iter::once(all).chain(each).collect::<Vec<_>>().join(" "))
    }

    fn excluded(&self, record: &ExclusionRecord) -> String {
        let ground = ExclusionGround::from_text(&record.ground);
        let n = ("n", Arg::Count(record.readers));
        let said = match &ground {
            Some(ExclusionGround::Mark(mark)) => {
                let name = self.messages.text(mark_key(*mark));
                self.messages.with("disclosed-excluded-mark", &[n, ("value", Arg::Text(&name))])
            }
            Some(ExclusionGround::Reader(Some(rule))) => {
                let rules = self.instrument.rules();
                let words = rules.iter().find(|known| known.key == *rule).map_or(rule.as_str(), |known| &known.text);
                self.messages.with("disclosed-excluded-rule", &[n, ("value", Arg::Text(words))])
            }
            Some(ExclusionGround::Reader(None)) => self.messages.with("disclosed-excluded-one", &[n]),
            Some(ExclusionGround::Came(..)) | None => self.messages.with("disclosed-excluded-came", &[n]),
        };
        let with = record.poll.as_ref().zip(self.results.poll.as_ref()).map(|(split, poll)| {
            let book = Phrasebook::of(self.instrument.locale());
            let figure = |one: &super::ExcludedOption| {
                let option = &poll.numbered().find(|(id, _)| *id == one.id)?.1.text;
                let share = Share { n: one.n, base: split.n };
                let with = book.percent_in_words(share).unwrap_or_else(|| book.count_and_share(share));
                let values = [("option", Arg::Text(option)), ("with", Arg::Text(&with))];
                Some(self.messages.with("disclosed-excluded-figure", &values))
            };
            let figures = split.options.iter().filter_map(figure).collect::<Vec<_>>().join("; ");
            self.messages.with("disclosed-excluded-with", &[("figures", Arg::Text(&figures))])
        });
        std::iter::once(said).chain(with).collect::<Vec<_>>().join(" ")
    }

    /// How many statements are about the readers, and what was marked after the opening.
    fn marks(&self) -> Option<String> {
        let marks = self.edition.marks.unwrap_or_default();
        self.marks_and([("disclosed-marks-set", marks.set), ("disclosed-marks-lifted", marks.lifted)])
    }

    /// How many statements are about the readers, and more sentences with their counts.
    pub(super) fn marks_and<const N: usize>(&self, more: [(&str, u64); N]) -> Option<String> {
        let standing = ("disclosed-marks", count(self.results.about_readers().count()));
        let sentence = |(key, n): (&str, u64)| self.messages.with(key, &[("n", Arg::Count(n))]);
        Some(std::iter::once(standing).chain(more).map(sentence).collect::<Vec<_>>().join(" "))
    }

    /// Whether a machine wrote it, who answers for it, and how much of it is the machine's.
    fn machine(&self) -> Option<String> {
        let written = match &self.edition.signed_off {
            None => self.messages.text("disclosed-machine-drafted"),
            Some(by) => {
                let checked = by.checked.iter().map(|word| self.certified(word));
                let (day, checked) = (self.day(by.at_ms), checked.collect::<Vec<_>>().join(", "));
                let values =
                    [("name", Arg::Text(by.name.as_str())), ("day", Arg::Text(&day)), ("checked", Arg::Text(&checked))];
                self.messages.with("disclosed-machine-signed", &values)
            }
        };
        let sentences = self.edition.sentences.map(|Sentences { all, by_program }| {
            let values = [("n", Arg::Count(by_program)), ("all", Arg::Count(all))];
            self.messages.with("disclosed-sentences", &values)
        });
        Some([Some(written), sentences].into_iter().flatten().collect::<Vec<_>>().join(" "))
    }

    /// What was certified, by its word in the edition.
    fn certified(&self, word: &str) -> String {
        let key = match word {
            "headline" => "disclosed-checked-headline",
            "figures" => "disclosed-checked-figures",
            "quotes" => "disclosed-checked-quotes",
            "words" => "disclosed-checked-words",
            "response" => "disclosed-checked-response",
            other => return other.to_owned(),
        };
        self.messages.text(key)
    }

    fn corrections(&self) -> Option<String> {
        match &self.edition.changes {
            None => self.text("disclosed-corrections-first"),
            Some(changes) => {
                let since = changes.since.to_string();
                let values = [("since", Arg::Text(since.as_str())), ("why", Arg::Text(&changes.why))];
                self.with("disclosed-corrections", &values)
            }
        }
    }
}

pub(super) fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
