//! The string catalogue: every sentence readers meet, in Fluent, one file a language.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

const ENGLISH: &str = include_str!("../locales/en.ftl");

static ENGLISH_BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| bundle("en-GB", ENGLISH));

/// The texts of one language.
#[derive(Clone, Copy)]
pub struct Messages {
    bundle: &'static FluentBundle<FluentResource>,
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
    /// The texts for a language tag. English is the only catalogue so far, and the fall-back.
    #[must_use]
    pub fn of(_language: &str) -> Self {
        Self { bundle: &ENGLISH_BUNDLE }
    }

    /// A text without values. A key that is not in the catalogue shows itself; a test forbids it.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// A text with values.
    #[must_use]
    pub fn with(&self, key: &str, values: &[(&'static str, Arg<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            match value {
                #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
                Arg::Count(n) => args.set(*name, FluentValue::Number(FluentNumber::new(*n as f64, Default::default()))),
                Arg::Text(text) => args.set(*name, FluentValue::from(*text)),
            }
        }
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
    }

    /// Whether the catalogue has the key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }
}

impl std::fmt::Debug for Messages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Messages").field("locales", &self.bundle.locales).finish()
    }
}

/// The catalogue is part of the program: a mistake in it is found by the tests, and shows as missing texts.
fn bundle(language: &str, source: &str) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = language.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(|value, _| match value {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts only; see `Arg::Count`")]
        FluentValue::Number(number) => Some(crate::grouped(number.value as u64)),
        _ => None,
    }));
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, _)| partial);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_parses_without_a_fault() {
        let parsed = FluentResource::try_new(ENGLISH.to_owned());
        assert!(parsed.is_ok(), "{:?}", parsed.err().map(|(_, errors)| errors));
    }

    #[test]
    fn counts_choose_the_plural_and_are_grouped() {
        let messages = Messages::of("en");
        assert_eq!(messages.with("n-readers", &[("n", Arg::Count(1))]), "1 reader");
        assert_eq!(messages.with("n-readers", &[("n", Arg::Count(1760))]), "1,760 readers");
        assert_eq!(messages.text("no-such-key"), "no-such-key");
    }
}
