//! The languages that pages speak, and which of them somebody gets.

use crate::{Direction, Formats};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentResource, FluentValue};
use intl_memoizer::concurrent::IntlLangMemoizer;
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// A language in which every text of ours exists.
#[derive(Clone, Copy)]
pub struct Locale(&'static Language);

/// What was found for the language that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Negotiated {
    /// The language of our own words.
    pub locale: Locale,
    /// How near that is.
    pub found: Match,
}

/// How near the language found is to the one asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// The very one.
    Exact,
    /// The same language of another region or script.
    Language,
    /// Another language: there is no catalogue for the one asked for.
    Fallback,
}

struct Language {
    tag: &'static str,
    source: &'static str,
    bundle: LazyLock<FluentBundle<FluentResource>>,
    formats: LazyLock<Formats>,
    /// Writes the numbers in its texts; a function of its own, as the bundle takes nothing else.
    numbers: NumberFormatter,
}

type NumberFormatter = fn(&FluentValue<'_>, &IntlLangMemoizer) -> Option<String>;

static ENGLISH: Language = Language {
    tag: "en-GB",
    source: include_str!("../locales/en.ftl"),
    bundle: LazyLock::new(|| bundle(Locale::ENGLISH)),
    formats: LazyLock::new(|| Formats::of("en-GB")),
    numbers: |value, _| Locale::ENGLISH.number_in_text(value),
};

impl Locale {
    /// British English: the first catalogue, the fall-back, and the language of the desk and the command line.
    pub const ENGLISH: Self = Self(&ENGLISH);

    /// Every language there is a catalogue for, the fall-back first.
    pub const ALL: [Self; 1] = [Self::ENGLISH];

    /// The language of our words for somebody who reads, or a conversation that is written in, the language of a tag.
    ///
    /// ```
    /// use canvass_words::{Locale, Match};
    /// assert_eq!(Locale::negotiate("en-GB").found, Match::Exact);
    /// assert_eq!(Locale::negotiate("en-US").found, Match::Language);
    /// let german = Locale::negotiate("de");
    /// assert_eq!((german.locale, german.found), (Locale::ENGLISH, Match::Fallback));
    /// ```
    #[must_use]
    pub fn negotiate(tag: &str) -> Negotiated {
        let exact = Self::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(tag));
        if let Some(locale) = exact {
            return Negotiated { locale, found: Match::Exact };
        }
        let same =
            Self::ALL.into_iter().find(|locale| language_of(locale.tag()).eq_ignore_ascii_case(language_of(tag)));
        match same {
            Some(locale) => Negotiated { locale, found: Match::Language },
            None => Negotiated { locale: Self::ENGLISH, found: Match::Fallback },
        }
    }

    /// Its tag, as `lang` has it: `en-GB`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        self.0.tag
    }

    /// The catalogue as it is written.
    #[must_use]
    pub const fn source(self) -> &'static str {
        self.0.source
    }

    /// How it writes numbers and days.
    #[must_use]
    pub fn formats(self) -> &'static Formats {
        &self.0.formats
    }

    /// Which way it runs.
    #[must_use]
    pub fn direction(self) -> Direction {
        Direction::of_language(self.tag())
    }

    /// A number with its thousands separated.
    #[must_use]
    pub fn number(self, n: u64) -> String {
        self.formats().number(n)
    }

    fn number_in_text(self, value: &FluentValue<'_>) -> Option<String> {
        match value {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "counts only; see `Arg::Count`"
            )]
            FluentValue::Number(number) => Some(self.number(number.value as u64)),
            _ => None,
        }
    }

    pub(crate) fn bundle(self) -> &'static FluentBundle<FluentResource> {
        &self.0.bundle
    }
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        self.tag() == other.tag()
    }
}

impl Eq for Locale {}

impl std::fmt::Debug for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Locale").field(&self.tag()).finish()
    }
}

/// The language of a tag, without script and region.
fn language_of(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// The catalogue is part of the program: a mistake in it is found by the tests, and shows as missing texts.
fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = locale.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(locale.0.numbers));
    let resource = FluentResource::try_new(locale.source().to_owned()).unwrap_or_else(|(partial, _)| partial);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_negotiated_and_a_fall_back_is_named() {
        let check =
            |tag, found| assert_eq!(Locale::negotiate(tag), Negotiated { locale: Locale::ENGLISH, found }, "{tag}");
        for (tag, found) in [
            ("en-GB", Match::Exact),
            ("EN-gb", Match::Exact),
            ("en", Match::Language),
            ("en_US", Match::Language),
            ("de", Match::Fallback),
            ("eng", Match::Fallback),
            ("", Match::Fallback),
        ] {
            check(tag, found);
        }
    }
}
