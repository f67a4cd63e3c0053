//! The catalogue as templates use it.

use crate::moment::{Moment, machine};
use canvass_charts::Flow;
use canvass_counts::{Share, ShareText};
use canvass_domain::{Conversation, Instrument, Millis};
use canvass_results::Phrasebook;
use canvass_words::{Arg, Direction, Illegible, Locale, Messages, Zone};

/// The texts of one language, with short ways to put a value in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    book: Phrasebook,
    zone: Zone,
    direction: Direction,
}

impl Words {
    /// In a language of ours, with times in UTC.
    pub(crate) fn of(locale: Locale) -> Self {
        Self { book: Phrasebook::of(locale), zone: Zone::UTC, direction: locale.direction() }
    }

    /// For a conversation: our words in the language nearest to its own, times in its zone, drawings its own way round.
    pub(crate) fn told(instrument: &Instrument) -> Self {
        let direction = Direction::of_language(&instrument.language);
        Self { direction, ..Self::of(instrument.locale()).in_zone(instrument.zone()) }
    }

    /// The desk's own words about a conversation, with times in its zone.
    pub(crate) fn desk(instrument: &Instrument) -> Self {
        Self::of(Locale::ENGLISH).in_zone(instrument.zone())
    }

    /// The same with times in another zone.
    pub(crate) const fn in_zone(self, zone: Zone) -> Self {
        Self { zone, ..self }
    }

    /// The language of our words, as `lang` has it.
    pub(crate) const fn lang(&self) -> &'static str {
        self.messages().locale().tag()
    }

    /// Which way our words run, as `dir` has it.
    pub(crate) fn dir(&self) -> &'static str {
        self.messages().locale().direction().word()
    }

    /// Which way drawings of the conversation are read.
    pub(crate) const fn flow(&self) -> Flow {
        match self.direction {
            Direction::LeftToRight => Flow::LeftToRight,
            Direction::RightToLeft => Flow::RightToLeft,
        }
    }

    /// A day in words: "2 January 2025".
    pub(crate) fn day(&self, ms: Millis) -> String {
        self.messages().day(self.zone, ms)
    }

    /// A day in words, and as a machine reads it; nothing where the number is no date of this era.
    pub(crate) fn day_moment(&self, ms: Millis) -> Option<Moment> {
        Some(Moment { words: self.day(ms), machine: self.zone.date(ms)? })
    }

    /// A day such as `2025-01-02` in words; what is no day stays as it is.
    pub(crate) fn written_day(&self, day: &str) -> String {
        self.messages().written_day(day)
    }

    /// A moment in words with its zone, and as a machine reads it; nothing where the number is no date of this era.
    pub(crate) fn moment(&self, ms: Millis) -> Option<Moment> {
        let words = self.messages().moment(self.zone, ms)?;
        Some(Moment { words, machine: machine(ms)? })
    }

    /// A moment in words, or nothing.
    pub(crate) fn moment_words(&self, ms: Option<Millis>) -> Option<String> {
        self.messages().moment(self.zone, ms?)
    }

    /// The time of day: "17:05".
    pub(crate) fn clock(&self, ms: Millis) -> String {
        self.zone.clock(ms)
    }

    /// The name of the zone in which times are told.
    pub(crate) fn zone_name(&self) -> String {
        self.messages().zone(self.zone)
    }

    /// The sentences about results.
    pub(crate) const fn book(&self) -> &Phrasebook {
        &self.book
    }

    const fn messages(&self) -> &Messages {
        self.book.messages()
    }

    /// A text without values.
    pub(crate) fn text(&self, key: &str) -> String {
        self.messages().text(key)
    }

    /// A text with one count, `$n`.
    pub(crate) fn count(&self, key: &str, n: u64) -> String {
        self.messages().with(key, &[("n", Arg::Count(n))])
    }

    /// A text with one value, `$value`.
    pub(crate) fn say(&self, key: &str, value: &str) -> String {
        self.messages().with(key, &[("value", Arg::Text(value))])
    }

    /// A text with named values.
    pub(crate) fn with(&self, key: &str, values: &[(&'static str, Arg<'_>)]) -> String {
        self.messages().with(key, values)
    }

    /// A number with its thousands separated.
    pub(crate) fn number(&self, n: u64) -> String {
        self.messages().number(n)
    }

    /// Whether shares of this base carry the mark of caution.
    pub(crate) fn is_cautious(&self, base: u64) -> bool {
        matches!(Share { n: 0, base }.text(), ShareText::Cautious(_))
    }

    /// "46%" or "more than 99%" with the mark of caution where it is due, or "12 of 25".
    pub(crate) fn share_of(&self, share: Share) -> String {
        self.percent_in_words(share).unwrap_or_else(|| self.book.count_and_share(share))
    }

    /// "810 of 1,760 (46%)" with the mark of caution where it is due, or "12 of 25".
    pub(crate) fn share_of_base(&self, share: Share) -> String {
        let counts = self.with("share-counts", &[("n", Arg::Count(share.n)), ("base", Arg::Count(share.base))]);
        match self.percent_in_words(share) {
            Some(percent) => {
                self.with("share-of-base", &[("counts", Arg::Text(&counts)), ("share", Arg::Text(&percent))])
            }
            None => counts,
        }
    }

    /// Within a sentence: "46%", "more than 99%" or "fewer than 1%", with the mark of caution where the base is small,
    /// or nothing.
    pub(crate) fn percent_in_words(&self, share: Share) -> Option<String> {
        Some(self.marked(share, self.book.percent_in_words(share)?))
    }

    /// In a table: "46%", ">99%" or "<1%", with the mark of caution where the base is small, or nothing.
    pub(crate) fn marked_percent(&self, share: Share) -> Option<String> {
        Some(self.marked(share, self.book.percent(share)?))
    }

    /// "810 · 46%" with the mark of caution where it is due, or "12 of 25".
    pub(crate) fn marked_share(&self, share: Share) -> String {
        self.marked(share, self.book.count_and_share(share))
    }

    fn marked(&self, share: Share, plain: String) -> String {
        if self.is_cautious(share.base) { self.say("share-cautious", &plain) } else { plain }
    }
}

/// That a conversation was closed by mistake of the clock, and when it opened again.
pub(crate) fn mistaken(t: Words, conversation: &Conversation) -> Option<String> {
    let mistaken = conversation.turns.mistaken?;
    let (closed, opened) = (t.moment_words(Some(mistaken.closed_ms))?, t.moment_words(Some(mistaken.opened_ms))?);
    Some(t.with("mistaken-fact", &[("closed", Arg::Text(&closed)), ("opened", Arg::Text(&opened))]))
}

/// What is said where nobody could read what was typed.
pub(crate) const fn illegible_key(why: Illegible) -> &'static str {
    match why {
        Illegible::Blank => "problem-illegible-blank",
        Illegible::Control(_) => "problem-illegible-control",
        Illegible::Break => "problem-illegible-break",
        Illegible::Torn => "problem-illegible-torn",
        Illegible::Marks => "problem-illegible-marks",
    }
}
