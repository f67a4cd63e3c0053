//! Moments in words, in the zone of their conversation, and as a machine reads them. Whoever prints one has been given
//! it.

use canvass_domain::Millis;

/// A moment in both forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// "6 January 2025, 17:00 UTC", "30 June 2027, 22:00 (UK time)".
    pub(crate) words: String,
    /// "2025-01-06T17:00:00Z".
    pub(crate) machine: String,
}

/// A moment for machines, always in UTC.
pub(crate) fn machine(ms: Millis) -> Option<String> {
    let at = jiff::Timestamp::from_millisecond(ms).ok()?;
    Some(at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;
    use canvass_domain::Instrument;
    use canvass_words::Locale;

    #[test]
    fn moments_read_well() {
        let moment = Words::of(Locale::ENGLISH).moment(1_736_182_800_000).unwrap();
        assert_eq!(moment.words, "6 January 2025, 17:00 UTC");
        assert_eq!(moment.machine, "2025-01-06T17:00:00Z");
        assert_eq!(Words::of(Locale::ENGLISH).moment(Millis::MAX), None);
    }

    #[test]
    fn words_are_in_the_zone_and_machines_read_utc() {
        let instrument = Instrument { time_zone: Some("Europe/London".to_owned()), ..Instrument::default() };
        let moment = Words::told(&instrument).moment(1_814_389_200_000).unwrap();
        assert_eq!(moment.words, "30 June 2027, 22:00 (UK time)");
        assert_eq!(moment.machine, "2027-06-30T21:00:00Z");
    }
}
