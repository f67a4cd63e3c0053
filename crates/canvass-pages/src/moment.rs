//! Moments in words, in UTC, and as a machine reads them. Whoever prints one has been given it.

use crate::words::Words;
use canvass_domain::{Conversation, Millis};
use canvass_results::Arg;
use jiff::{Timestamp, tz::TimeZone};

/// A moment in both forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// "6 January 2025, 17:00 UTC".
    pub(crate) words: String,
    /// "2025-01-06T17:00:00Z".
    pub(crate) machine: String,
}

impl Moment {
    /// Nothing where the number is no date of this era.
    pub(crate) fn of(ms: Millis) -> Option<Self> {
        let at = Timestamp::from_millisecond(ms).ok()?.to_zoned(TimeZone::UTC);
        Some(Self {
            words: at.strftime("%-d %B %Y, %H:%M UTC").to_string(),
            machine: at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        })
    }
}

/// The moment in words, or nothing.
pub(crate) fn words(ms: Option<Millis>) -> Option<String> {
    ms.and_then(Moment::of).map(|moment| moment.words)
}

/// That a conversation was closed by mistake of the clock, and when it opened again.
pub(crate) fn mistaken(t: Words, conversation: &Conversation) -> Option<String> {
    let mistaken = conversation.turns.mistaken?;
    let (closed, opened) = (words(Some(mistaken.closed_ms))?, words(Some(mistaken.opened_ms))?);
    Some(t.with("mistaken-fact", &[("closed", Arg::Text(&closed)), ("opened", Arg::Text(&opened))]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_read_well() {
        let moment = Moment::of(1_736_182_800_000).unwrap();
        assert_eq!(moment.words, "6 January 2025, 17:00 UTC");
        assert_eq!(moment.machine, "2025-01-06T17:00:00Z");
        assert_eq!(Moment::of(Millis::MAX), None);
    }
}
