//! How a language writes numbers and days. The data is Unicode's (CLDR), compiled in, so that the same number reads the
//! same on every machine.

use icu_datetime::fieldsets::YMD;
use icu_datetime::input::Date;
use icu_datetime::{DateTimeFormatter, DateTimeFormatterPreferences};
use icu_decimal::input::Decimal;
use icu_decimal::{DecimalFormatter, DecimalFormatterPreferences};
use icu_locale_core::Locale;

/// The numbers and days of one language.
///
/// ```
/// use canvass_words::Formats;
/// let (english, german) = (Formats::of("en-GB"), Formats::of("de"));
/// assert_eq!((english.number(1_760), german.number(1_760)), ("1,760".to_owned(), "1.760".to_owned()));
/// assert_eq!(english.day(2025, 1, 2).as_deref(), Some("2 January 2025"));
/// assert_eq!(german.day(2025, 1, 2).as_deref(), Some("2. Januar 2025"));
/// ```
#[derive(Debug)]
pub struct Formats {
    /// Nothing where there is no data for the language: then numbers are bare digits.
    numbers: Option<DecimalFormatter>,
    days: Option<DateTimeFormatter<YMD>>,
}

impl Formats {
    /// Of a language by its tag; of no language in particular where it is none.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        let locale: Locale = tag.parse().unwrap_or(Locale::UNKNOWN);
        let (numbers, days): (DecimalFormatterPreferences, DateTimeFormatterPreferences) =
            ((&locale).into(), (&locale).into());
        Self {
            numbers: DecimalFormatter::try_new(numbers, Default::default()).ok(),
            days: DateTimeFormatter::try_new(days, YMD::long()).ok(),
        }
    }

    /// A number with its thousands separated: "1,760".
    #[must_use]
    pub fn number(&self, n: u64) -> String {
        match &self.numbers {
            Some(numbers) => numbers.format(&Decimal::from(n)).to_string(),
            None => n.to_string(),
        }
    }

    /// A day in words: "2 January 2025"; nothing where the calendar has no such day.
    #[must_use]
    pub fn day(&self, year: i32, month: u8, day: u8) -> Option<String> {
        let date = Date::try_new_iso(year, month, day).ok()?;
        Some(self.days.as_ref()?.format(&date).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_language_writes_them() {
        let check = |tag, expected: [&str; 4]| {
            assert_eq!([0, 999, 1_000, 1_234_567].map(|n| Formats::of(tag).number(n)), expected, "{tag}");
        };
        check("en-GB", ["0", "999", "1,000", "1,234,567"]);
        check("de", ["0", "999", "1.000", "1.234.567"]);
        check("fr", ["0", "999", "1\u{202f}000", "1\u{202f}234\u{202f}567"]);
        check("hi", ["0", "999", "1,000", "12,34,567"]);
        check("no such tag", ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(Formats::of("en-GB").number(u64::MAX), "18,446,744,073,709,551,615");
    }

    #[test]
    fn days_are_written_as_the_language_writes_them() {
        let check = |tag, expected| assert_eq!(Formats::of(tag).day(2025, 1, 2).as_deref(), Some(expected), "{tag}");
        check("en-GB", "2 January 2025");
        check("fr", "2 janvier 2025");
        check("he", "2 בינואר 2025");
        assert_eq!(Formats::of("en-GB").day(2025, 2, 30), None);
    }
}
