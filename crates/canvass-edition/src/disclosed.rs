//! What a disclosure card can say of answers that were not collected here: brought in from elsewhere, or made up by a
//! program. An item is disclosed only where the data itself, or what was done here, tells of it.

use crate::disclosure::{Card, count};
use canvass_words::Arg;

impl Card<'_> {
    /// Of answers that were brought in.
    ///
    /// A file says what was asked and answered, and who it says asked. It does not say how people came to answer, nor what
    /// they saw; days of opening and closing are the importer's where an export has none.
    pub(super) fn elsewhere(&self, key: &str) -> Option<String> {
        match key {
            "sponsor" | "conductor" | "contact" | "published" | "sizes" | "weighting" | "analysis" | "machine"
            | "answers_to_change" | "independence" | "corrections" => self.here(key),
            "times" => self.times_elsewhere(),
            "wording" => self.wording_elsewhere(),
            "missing" => self.skipped_elsewhere(),
            "precision" => self.text("disclosed-precision-elsewhere"),
            "demographics" => self.demographics_elsewhere(),
            "quality" => self.quality("disclosed-quality-elsewhere"),
            "moderation" => self.moderation_elsewhere(),
            "marks" => self.marks_elsewhere(),
            "suppression" => self.suppression_elsewhere(),
            "limitations" => self.text("disclosed-limitations-elsewhere"),
            // How people came to answer and what they saw, who paid, the licence; and the language, which of an export is a
            // guess from its letters.
            _ => None,
        }
    }

    /// Of answers that a program made up, with those of whoever tried the thing out.
    pub(super) fn made_up(&self, key: &str) -> Option<String> {
        let even = [("even", Arg::Count(canvass_counts::thresholds::EVEN_SHOWING_PCT))];
        match key {
            "sponsor" | "conductor" | "contact" | "languages" | "times" | "published" | "wording" | "sizes"
            | "weighting" | "analysis" | "quality" | "independence" | "marks" | "machine" | "answers_to_change"
            | "corrections" => self.here(key),
            "population" => self.text("disclosed-population-synthetic"),
            "context" => self.shows_context().then(|| self.here(key)).flatten(),
            "order" => self.with("disclosed-order-synthetic", &even),
            "missing" => (self.results.poll.is_some() || self.n_skipped() > 0).then(|| self.here(key)).flatten(),
            "precision" => self.text("disclosed-precision-synthetic"),
            "demographics" => self.demographics_elsewhere(),
            "moderation" => self.moderation_synthetic(),
            "suppression" => self.attributes().and_then(|_| self.suppression()),
            "limitations" => self.text("disclosed-limitations-synthetic"),
            // Nobody came, from anywhere, in any way.
            _ => None,
        }
    }

    /// What was marked before the answers came here is in them; when, and how often, is not.
    fn marks_elsewhere(&self) -> Option<String> {
        let here = self.edition.marks.map_or(0, |marks| marks.set + marks.lifted);
        self.marks_and([("disclosed-marks-elsewhere", here)])
    }

    /// The days of answers, where the data has them.
    fn times_elsewhere(&self) -> Option<String> {
        let totals = &self.results.totals;
        let (first, last) = (self.day(totals.first_ms?), self.day(totals.last_ms?));
        let zone = self.zone_name();
        let values = [("first", Arg::Text(first.as_str())), ("last", Arg::Text(&last)), ("zone", Arg::Text(&zone))];
        self.with("disclosed-times-elsewhere", &values)
    }

    /// The last wording: whether there were others is not in the data.
    fn wording_elsewhere(&self) -> Option<String> {
        match self.asked() {
            Some(asked) => self.with("disclosed-wording-elsewhere", &[("asked", Arg::Text(&asked))]),
            None => self.text("disclosed-wording-statements-elsewhere"),
        }
    }

    /// Skips that the data holds. Where it holds none, nobody may have noted them.
    fn skipped_elsewhere(&self) -> Option<String> {
        let n = self.n_skipped();
        (n > 0).then(|| self.with("disclosed-missing-skipped", &[("n", Arg::Count(n))])).flatten()
    }

    fn demographics_elsewhere(&self) -> Option<String> {
        let asked = self.attributes()?;
        self.with("disclosed-demographics-elsewhere", &[("asked", Arg::Text(&asked))])
    }

    /// How many statements are declined in the data; by what rules, and when they were read, it does not say.
    fn moderation_elsewhere(&self) -> Option<String> {
        let n: u64 = self.edition.moderation.statements.declined.values().sum();
        (n > 0).then(|| self.with("disclosed-moderation-elsewhere", &[("n", Arg::Count(n))])).flatten()
    }

    fn moderation_synthetic(&self) -> Option<String> {
        let counts = self.moderation_counts();
        let has_texts = self.edition.moderation.statements.sent + self.edition.moderation.comments.sent > 0;
        has_texts.then(|| self.with("disclosed-moderation-synthetic", &[("counts", Arg::Text(&counts))])).flatten()
    }

    /// What is suppressed here, and that more may have been before.
    fn suppression_elsewhere(&self) -> Option<String> {
        let here = self.attributes().and_then(|_| self.suppression());
        let before = self.text("disclosed-suppression-elsewhere");
        Some([here, before].into_iter().flatten().collect::<Vec<_>>().join(" "))
    }

    fn shows_context(&self) -> bool {
        !self.instrument.background.trim().is_empty() || count(self.instrument.terms.len()) > 0
    }
}
