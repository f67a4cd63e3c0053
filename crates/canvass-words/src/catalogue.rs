//! The string catalogue: every sentence readers meet, in Fluent, one file a language.

use crate::zone::clock;
use crate::{Locale, Millis, Zone, legible};
use fluent_bundle::resolver::errors::{ReferenceKind, ResolverError};
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentError, FluentValue};

/// Stands in a text for a value that was forgotten, where there are readers and no tests.
const FORGOTTEN: &str = "…";

/// The texts of one language.
#[derive(Clone, Copy)]
pub struct Messages {
    locale: Locale,
    values: Values,
}

/// What becomes of a text that runs from right to left and is put into one of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Values {
    /// It stays as it is: in what is hashed, and in what is compared.
    AsTheyAre,
    /// It keeps its direction to itself, so that a number or a date behind it stays there.
    Isolated,
}

/// A value put into a text.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// A count; shown with thousands separated, and it chooses the plural.
    Count(u64),
    /// A text as it is.
    Text(&'a str),
}

impl Messages {
    /// The texts of a language.
    #[must_use]
    pub const fn of(locale: Locale) -> Self {
        Self { locale, values: Values::AsTheyAre }
    }

    /// The language.
    #[must_use]
    pub const fn locale(&self) -> Locale {
        self.locale
    }

    /// The same for sentences that people read: values that run from right to left turn nothing round them.
    #[must_use]
    pub const fn isolating(self) -> Self {
        Self { values: Values::Isolated, ..self }
    }

    /// A text without values. A key that is not in the catalogue shows itself; tests stop at it.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A text with values. A value that is forgotten stops tests, and is never printed with its braces.
    #[must_use]
    pub fn with(&self, key: &str, values: &[(&'static str, Arg<'_>)]) -> String {
        let (text, faults) = self.resolve(key, values);
        debug_assert!(faults.is_empty(), "the text `{key}`: {faults:?}");
        text
    }

    /// The text, and what was wrong with it.
    fn resolve(&self, key: &str, values: &[(&'static str, Arg<'_>)]) -> (String, Vec<String>) {
        let Some(pattern) = self.locale.bundle().get_message(key).and_then(|message| message.value()) else {
            return (key.to_owned(), vec!["it is not in the catalogue".to_owned()]);
        };
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            match value {
                #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
                Arg::Count(n) => args.set(*name, FluentValue::Number(FluentNumber::new(*n as f64, Default::default()))),
                Arg::Text(text) if self.values == Values::Isolated => args.set(*name, legible::isolated(text)),
                Arg::Text(text) => args.set(*name, FluentValue::from(*text)),
            }
        }
        let mut errors = Vec::new();
        let text = self.locale.bundle().format_pattern(pattern, Some(&args), &mut errors).into_owned();
        if errors.is_empty() {
            return (text, Vec::new());
        }
        for name in errors.iter().filter_map(forgotten) {
            args.set(name, FluentValue::from(FORGOTTEN));
        }
        let text = self.locale.bundle().format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned();
        (text, errors.iter().map(ToString::to_string).collect())
    }

    /// A number with its thousands separated: "1,760".
    #[must_use]
    pub fn number(&self, n: u64) -> String {
        self.locale.number(n)
    }

    /// A whole per cent: "46%".
    #[must_use]
    pub fn percent(&self, percent: u64) -> String {
        self.with("share-percent", &[("percent", Arg::Count(percent))])
    }

    /// The day of a moment in a zone: "2 January 2025". Empty where the number is no date of this era.
    #[must_use]
    pub fn day(&self, zone: Zone, ms: Millis) -> String {
        let day = zone.civil(ms).and_then(|at| self.civil_day(at.date()));
        day.unwrap_or_default()
    }

    /// A day such as `2025-01-02` in words; what is no day stays as it is.
    #[must_use]
    pub fn written_day(&self, day: &str) -> String {
        let parsed: Option<jiff::civil::Date> = day.parse().ok();
        parsed.and_then(|day| self.civil_day(day)).unwrap_or_else(|| day.to_owned())
    }

    /// A moment with the name of its zone: "6 January 2025, 17:00 UTC", "30 June 2027, 22:00 (UK time)".
    #[must_use]
    pub fn moment(&self, zone: Zone, ms: Millis) -> Option<String> {
        let at = zone.civil(ms)?;
        let (day, clock) = (self.civil_day(at.date())?, clock(at));
        let (key, zone) = (if zone == Zone::UTC { "moment-utc" } else { "moment-in-zone" }, self.zone(zone));
        Some(self.with(key, &[("day", Arg::Text(&day)), ("clock", Arg::Text(&clock)), ("zone", Arg::Text(&zone))]))
    }

    /// What readers call a zone: "UTC", "UK time", "Berlin time".
    #[must_use]
    pub fn zone(&self, zone: Zone) -> String {
        match zone.plain_key() {
            Some(key) => self.text(key),
            None if zone == Zone::UTC => zone.id().to_owned(),
            None => {
                let city = zone.id().rsplit('/').next().unwrap_or_default().replace('_', " ");
                self.with("zone-city", &[("value", Arg::Text(&city))])
            }
        }
    }

    fn civil_day(&self, day: jiff::civil::Date) -> Option<String> {
        let (month, day_of_month) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
        self.locale.formats().day(day.year().into(), month, day_of_month)
    }

    /// Whether the catalogue has the key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.locale.bundle().has_message(key)
    }
}

impl std::fmt::Debug for Messages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Messages").field("locale", &self.locale).finish()
    }
}

/// The name of a value that a text wants and was not given.
fn forgotten(error: &FluentError) -> Option<String> {
    match error {
        FluentError::ResolverError(ResolverError::Reference(ReferenceKind::Variable { id })) => Some(id.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fluent_bundle::FluentResource;

    #[test]
    fn the_catalogue_parses_without_a_fault() {
        let parsed = FluentResource::try_new(Locale::ENGLISH.source().to_owned());
        assert!(parsed.is_ok(), "{:?}", parsed.err().map(|(_, errors)| errors));
    }

    #[test]
    fn counts_choose_the_plural_and_are_grouped() {
        let messages = Messages::of(Locale::ENGLISH);
        assert_eq!(messages.with("n-readers", &[("n", Arg::Count(1))]), "1 reader");
        assert_eq!(messages.with("n-readers", &[("n", Arg::Count(1760))]), "1,760 readers");
    }

    #[test]
    fn a_value_that_runs_left_keeps_its_direction_to_itself() {
        let say = |name| Messages::of(Locale::ENGLISH).isolating().with("shell-title", &[("value", Arg::Text(name))]);
        let hebrew = "\u{5e9}\u{5e8}\u{5d4}";
        assert_eq!(say("Ada"), Messages::of(Locale::ENGLISH).with("shell-title", &[("value", Arg::Text("Ada"))]));
        assert!(say(hebrew).contains("\u{2068}\u{5e9}\u{5e8}\u{5d4}\u{2069}"));
        assert!(!say("a\u{202e}b").contains('\u{202e}'));
        assert!(
            !Messages::of(Locale::ENGLISH).with("shell-title", &[("value", Arg::Text(hebrew))]).contains('\u{2068}')
        );
    }

    #[test]
    fn a_forgotten_value_is_found_and_never_printed() {
        let (text, faults) = Messages::of(Locale::ENGLISH).resolve("n-readers", &[]);
        assert_eq!((text.as_str(), !faults.is_empty()), ("… readers", true), "{faults:?}");
        let (text, faults) = Messages::of(Locale::ENGLISH).resolve("share-counts", &[("n", Arg::Count(1))]);
        assert_eq!((text.as_str(), faults.len()), ("1 of …", 1), "{faults:?}");
        let (text, faults) = Messages::of(Locale::ENGLISH).resolve("no-such-key", &[]);
        assert_eq!((text.as_str(), faults.len()), ("no-such-key", 1), "{faults:?}");
        let braces = [("value", Arg::Text("{$n}"))];
        assert_eq!(
            Messages::of(Locale::ENGLISH).resolve("shell-title", &braces),
            ("{$n}".to_owned(), Vec::new()),
            "a reader's own"
        );
    }

    #[test]
    #[should_panic(expected = "share-counts")]
    fn a_forgotten_value_stops_tests() {
        let _ = Messages::of(Locale::ENGLISH).with("share-counts", &[("n", Arg::Count(1))]);
    }
}
