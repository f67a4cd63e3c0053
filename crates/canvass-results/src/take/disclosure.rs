//! The disclosure card: what survey people expect to be told of a published result, each item with whoever asks for
//! it. What is not known is said to be missing.
//!
//! Following these lists is no membership and no approval; readers of their own choosing are no sample.

use super::record::Edition;
use crate::{Arg, Messages, Results, date};
use canvass_domain::{Admission, Design, Instrument, Millis, Provenance, StatementState};
use serde_json::{Map, Value, json};

/// One item of the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisclosureItem {
    /// Its name.
    pub key: &'static str,
    /// The key of its label in the catalogue.
    pub label: &'static str,
    /// What is disclosed; nothing where it is not known.
    pub value: Option<String>,
    /// Items of AAPOR's disclosure list that it answers.
    pub aapor: &'static [&'static str],
    /// Items of the British Polling Council's.
    pub bpc: &'static [&'static str],
    /// Items of ESOMAR's and WAPOR's guideline.
    pub esomar: &'static [&'static str],
}

/// Labels and bodies of all items, in the order of the card.
const ITEMS: [(&str, [&[&str]; 3]); 31] = [
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
    ("disclosure-demographics", [&["population"], &["sample size and area"], &["universe"]]),
    ("disclosure-weighting", [&["weighting"], &["method"], &["weighting variables"]]),
    ("disclosure-analysis", [&["processing and quality checks"], &[], &[]]),
    ("disclosure-quality", [&["processing and quality checks"], &[], &[]]),
    ("disclosure-moderation", [&["processing and quality checks"], &[], &[]]),
    ("disclosure-suppression", [&["processing and quality checks"], &[], &[]]),
    ("disclosure-machine", [&["processing and quality checks"], &[], &[]]),
    ("disclosure-limitations", [&["limitations"], &[], &[]]),
    ("disclosure-licence", [&[], &["address for full tables"], &[]]),
    ("disclosure-corrections", [&["limitations"], &[], &[]]),
];

/// The card of an edition.
#[must_use]
pub fn disclosure(edition: &Edition, results: &Results) -> Vec<DisclosureItem> {
    let nothing = Instrument::default();
    let instrument = edition.instrument().unwrap_or(&nothing);
    let card = Card { edition, results, instrument, messages: Messages::of(&instrument.language) };
    let item = |(key, [aapor, bpc, esomar]): (&'static str, [&'static [&'static str]; 3])| {
        let label = key;
        let key = label.strip_prefix("disclosure-").unwrap_or(label);
        let value = card.value(key).filter(|value| !value.is_empty());
        DisclosureItem { key, label, value, aapor, bpc, esomar }
    };
    ITEMS.into_iter().map(item).collect()
}

/// The card as JSON: by item, with its label in the take's language.
#[must_use]
pub fn disclosure_json(items: &[DisclosureItem], language: &str) -> Value {
    let messages = Messages::of(language);
    let item = |item: &DisclosureItem| {
        let label = messages.text(item.label);
        let DisclosureItem { value, aapor, bpc, esomar, .. } = item;
        (item.key.to_owned(), json!({"label": label, "value": value, "aapor": aapor, "bpc": bpc, "esomar": esomar}))
    };
    Value::Object(items.iter().map(item).collect::<Map<String, Value>>())
}

struct Card<'a> {
    edition: &'a Edition,
    results: &'a Results,
    instrument: &'a Instrument,
    messages: Messages,
}

impl Card<'_> {
    fn text(&self, key: &str) -> Option<String> {
        Some(self.messages.text(key))
    }

    fn with(&self, key: &str, values: &[(&'static str, Arg<'_>)]) -> Option<String> {
        Some(self.messages.with(key, values))
    }

    fn value(&self, key: &str) -> Option<String> {
        let organiser = self.instrument.organiser.as_ref();
        let is_ours = self.edition.provenance != Provenance::Imported;
        match key {
            "sponsor" | "conductor" => organiser.map(|who| who.name.clone()),
            "contact" => organiser.map(|who| who.contact.clone()),
            "design" if is_ours => self.text(match self.instrument.design {
                Design::Open => "disclosed-design-open",
                Design::List => "disclosed-design-list",
                Design::Sampled => "disclosed-design-sampled",
            }),
            "population" if is_ours => self.text("disclosed-population"),
            "coverage" if is_ours => self.text("disclosed-coverage"),
            "recruitment" if is_ours => {
                let story = self.instrument.story.as_ref()?;
                let place = story.title.as_deref().unwrap_or(&story.url);
                self.with("disclosed-recruitment", &[("place", Arg::Text(place))])
            }
            "mode" if is_ours => self.text("disclosed-mode"),
            "languages" => Some(self.instrument.language.clone()),
            "times" => self.times(),
            "published" => self.edition.published_ms.map(date),
            "wording" => self.wording(),
            "context" => {
                let n = count(self.instrument.terms.len());
                let key = match (self.instrument.background.trim().is_empty(), n) {
                    (true, 0) => return self.text("disclosed-context-none"),
                    (true, _) => "disclosed-context-terms",
                    (false, _) => "disclosed-context",
                };
                self.with(key, &[("n", Arg::Count(n))])
            }
            "order" if is_ours => {
                self.with("disclosed-order", &[("even", Arg::Count(crate::thresholds::EVEN_SHOWING_PCT))])
            }
            "eligibility" if is_ours => self.text("disclosed-eligibility"),
            "assurance" if is_ours => self.text("disclosed-assurance"),
            "sizes" => self.sizes(),
            "missing" => self.missing(),
            "precision" => self.text("disclosed-precision"),
            "demographics" => self.demographics(),
            "weighting" => self.text("disclosed-weighting"),
            "analysis" => self.analysis(),
            "quality" => self.quality(),
            "moderation" => self.moderation(),
            "suppression" => self.with("disclosed-suppression", &[("least", Arg::Count(crate::LEAST))]),
            "machine" => self.machine(),
            "limitations" => {
                self.text(if is_ours { "disclosed-limitations" } else { "disclosed-limitations-elsewhere" })
            }
            "corrections" => self.corrections(),
            _ => None,
        }
    }

    fn times(&self) -> Option<String> {
        let said = |at_ms: Option<Millis>| at_ms.map_or_else(|| self.messages.text("take-not-stated"), date);
        let totals = &self.results.totals;
        let [opened, closed, first, last] =
            [self.edition.opened_ms, self.edition.closed_ms, totals.first_ms, totals.last_ms].map(said);
        let values = [
            ("opened", Arg::Text(opened.as_str())),
            ("closed", Arg::Text(&closed)),
            ("first", Arg::Text(&first)),
            ("last", Arg::Text(&last)),
        ];
        self.with("disclosed-times", &values)
    }

    /// The question and its options to the letter, and how often the wording changed.
    fn wording(&self) -> Option<String> {
        let versions = count(self.edition.wording.len());
        let Some(poll) = &self.instrument.poll else {
            return self.with("disclosed-wording-statements", &[("n", Arg::Count(versions))]);
        };
        let options = poll.options.iter().map(|option| format!("“{}”", option.text)).collect::<Vec<_>>().join("; ");
        let values = [
            ("question", Arg::Text(poll.question.as_str())),
            ("options", Arg::Text(&options)),
            ("n", Arg::Count(versions)),
        ];
        self.with("disclosed-wording", &values)
    }

    fn sizes(&self) -> Option<String> {
        let totals = &self.results.totals;
        let values = [
            ("participants", Arg::Count(totals.n_participants)),
            ("ballots", Arg::Count(totals.n_ballots)),
            ("voters", Arg::Count(totals.n_voters)),
            ("votes", Arg::Count(totals.n_votes_in(StatementState::Accepted))),
            ("statements", Arg::Count(totals.n_statements_in(StatementState::Accepted))),
        ];
        let key = match (self.results.poll.is_some(), totals.n_votes > 0) {
            (true, true) => "disclosed-sizes",
            (true, false) => "disclosed-sizes-poll",
            (false, _) => "disclosed-sizes-statements",
        };
        self.with(key, &values)
    }

    fn missing(&self) -> Option<String> {
        let skipped: u64 = self.results.shown().map(|line| line.totals.skipped).sum();
        let no_ballot = self
            .results
            .poll
            .as_ref()
            .map_or(0, |_| self.results.totals.n_participants.saturating_sub(self.results.totals.n_ballots));
        self.with("disclosed-missing", &[("ballots", Arg::Count(no_ballot)), ("skipped", Arg::Count(skipped))])
    }

    fn demographics(&self) -> Option<String> {
        if self.instrument.attributes.is_empty() {
            return self.text("disclosed-demographics-none");
        }
        let asked = self.instrument.attributes.iter().map(|asked| format!("“{}”", asked.question));
        let asked = asked.collect::<Vec<_>>().join("; ");
        self.with("disclosed-demographics", &[("asked", Arg::Text(&asked))])
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

    fn quality(&self) -> Option<String> {
        self.with("disclosed-quality", &[("n", Arg::Count(self.edition.moderation.excluded))])
    }

    fn moderation(&self) -> Option<String> {
        let counts = &self.edition.moderation;
        let declined = |fates: &super::FateCounts| fates.declined.values().sum::<u64>();
        let is_held = |admission| admission == Admission::Hold;
        let key = match (is_held(self.instrument.new_statements), self.instrument.comments.map(is_held)) {
            (true, None | Some(true)) => "disclosed-moderation-held",
            (false, None | Some(false)) => "disclosed-moderation-shown",
            (true, Some(false)) => "disclosed-moderation-comments-shown",
            (false, Some(true)) => "disclosed-moderation-comments-held",
        };
        let values = [
            ("statements", Arg::Count(counts.statements.sent)),
            ("statements_declined", Arg::Count(declined(&counts.statements))),
            ("comments", Arg::Count(counts.comments.sent)),
            ("comments_declined", Arg::Count(declined(&counts.comments))),
            ("rules", Arg::Count(count(self.instrument.rules().len()))),
        ];
        self.with(key, &values)
    }

    /// Whether a machine wrote it, and who answers for it.
    fn machine(&self) -> Option<String> {
        match &self.edition.signed_off {
            None => self.text("disclosed-machine-drafted"),
            Some(by) => {
                let (day, checked) = (date(by.at_ms), by.checked.join(", "));
                let values =
                    [("name", Arg::Text(by.name.as_str())), ("day", Arg::Text(&day)), ("checked", Arg::Text(&checked))];
                self.with("disclosed-machine-signed", &values)
            }
        }
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

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
