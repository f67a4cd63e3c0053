//! Days and times of day as a conversation tells them: in its own time zone, by the zone's name.
//!
//! The zone data is compiled in, so that the same moment reads the same on every machine. What machines read stays in
//! UTC and does not come here.

use crate::{Locale, Millis};
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use jiff::{RoundMode, SignedDuration, Timestamp, Unit, Zoned, ZonedRound};
use std::sync::{LazyLock, OnceLock};

/// A time zone by its name in the tz database, such as Europe/London; UTC where a conversation names none.
#[derive(Clone, Copy, Debug)]
pub struct Zone(Option<&'static Known>);

#[derive(Debug)]
struct Known {
    id: String,
    zone: OnceLock<TimeZone>,
}

/// Why a time of day on a day is no one moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOneMoment {
    /// Clocks go forward over it.
    #[error(
        "does not exist in {zone}: clocks go forward from {from} to {to} on {day}. Choose a time before {from}, or from {to} on"
    )]
    Skipped {
        /// The zone.
        zone: Box<str>,
        /// The day on which clocks change.
        day: Box<str>,
        /// When they go forward.
        from: Box<str>,
        /// To what.
        to: Box<str>,
    },
    /// Clocks go back, so that it comes twice.
    #[error(
        "comes twice in {zone}: clocks go back from {from} to {to} on {day}. Choose a time before {to} or from {from} on, or write which you mean: {first} or {second}"
    )]
    Twice {
        /// The zone.
        zone: Box<str>,
        /// The day on which clocks change.
        day: Box<str>,
        /// When they go back.
        from: Box<str>,
        /// To what.
        to: Box<str>,
        /// The first, with its offset.
        first: Box<str>,
        /// The second, with its offset.
        second: Box<str>,
    },
    /// It lies outside of what a calendar can say.
    #[error("is no time that a calendar holds")]
    OutOfRange,
}

/// Zones that readers know by a plain name, with its key in the catalogue.
const PLAIN: [(&str, &str); 9] = [
    ("Europe/London", "zone-uk"),
    ("Europe/Belfast", "zone-uk"),
    ("Europe/Dublin", "zone-ireland"),
    ("America/New_York", "zone-us-eastern"),
    ("America/Chicago", "zone-us-central"),
    ("America/Denver", "zone-us-mountain"),
    ("America/Los_Angeles", "zone-us-pacific"),
    ("Asia/Kolkata", "zone-india"),
    ("Asia/Tokyo", "zone-japan"),
];

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let names = TimeZoneDatabase::bundled();
    // By region and city: `GB`, `EST` and `Etc/GMT+5` say something else than people read in them.
    let is_city = |id: &str| id.contains('/') && !id.starts_with("Etc/");
    let ids = names.available().map(|id| id.as_str().to_owned()).filter(|id| is_city(id));
    ids.map(|id| Known { id, zone: OnceLock::new() }).collect()
});

impl Known {
    fn zone(&self) -> &TimeZone {
        self.zone.get_or_init(|| TimeZoneDatabase::bundled().get(&self.id).unwrap_or(TimeZone::UTC))
    }
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(None);

    /// A zone by its name, `UTC` included; nothing where there is none of that name.
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        if id == "UTC" {
            return Some(Self::UTC);
        }
        KNOWN.iter().find(|known| known.id == id).map(|known| Self(Some(known)))
    }

    /// The zone that is named, or UTC where none is, or none of that name.
    #[must_use]
    pub fn named_or_utc(id: Option<&str>) -> Self {
        id.and_then(Self::named).unwrap_or(Self::UTC)
    }

    /// Every zone there is, by name.
    pub fn ids() -> impl Iterator<Item = &'static str> {
        std::iter::once("UTC").chain(KNOWN.iter().map(|known| known.id.as_str()))
    }

    /// Its name in the tz database.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.0.map_or("UTC", |known| known.id.as_str())
    }

    /// A day as machines read it: "2025-01-02".
    #[must_use]
    pub fn date(self, ms: Millis) -> Option<String> {
        Some(self.at(ms)?.strftime("%Y-%m-%d").to_string())
    }

    /// When the day of a moment began.
    #[must_use]
    pub fn start_of_day(self, ms: Millis) -> Millis {
        self.start_of(ms, Unit::Day)
    }

    /// When the hour of a moment began.
    #[must_use]
    pub fn start_of_hour(self, ms: Millis) -> Millis {
        self.start_of(ms, Unit::Hour)
    }

    fn start_of(self, ms: Millis, unit: Unit) -> Millis {
        let start = self.at(ms).and_then(|at| at.round(ZonedRound::new().smallest(unit).mode(RoundMode::Floor)).ok());
        start.map_or(ms, |start| start.timestamp().as_millisecond())
    }

    /// The key of the plain name that readers know it by, where they do.
    pub(crate) fn plain_key(self) -> Option<&'static str> {
        PLAIN.iter().find(|(id, _)| *id == self.id()).map(|(_, key)| *key)
    }

    /// A moment as calendar and clock have it there; nothing where the number is no date of this era.
    pub(crate) fn civil(self, ms: Millis) -> Option<DateTime> {
        Some(self.at(ms)?.datetime())
    }

    /// A moment as a date field has it, no longer than it must be; with its offset where the time of day alone would
    /// not say which is meant.
    #[must_use]
    pub fn field(self, ms: Millis) -> String {
        let Some(at) = self.at(ms) else { return String::new() };
        let text = at.datetime().to_string();
        let short = text.strip_suffix(":00").filter(|_| text.len() == "2026-01-07T09:00:00".len()).unwrap_or(&text);
        match self.resolve(at.datetime()) {
            Ok(_) => short.to_owned(),
            Err(_) => self.with_offset(ms),
        }
    }

    /// A moment with the offset that the zone has then: "2027-06-30T22:00:00+01:00"; in UTC "2027-06-30T21:00:00Z".
    #[must_use]
    pub fn with_offset(self, ms: Millis) -> String {
        match (self.0, self.at(ms)) {
            (Some(_), Some(at)) => at.strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string(),
            (None, Some(at)) => at.timestamp().to_string(),
            (_, None) => String::new(),
        }
    }

    /// The moment of a time of day on a day.
    ///
    /// # Errors
    /// When clocks go over it, forward or back.
    pub fn resolve(self, at: DateTime) -> Result<Millis, NotOneMoment> {
        let zone = self.zone();
        let ambiguous = zone.to_ambiguous_zoned(at);
        match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => {
                let at = ambiguous.unambiguous().map_err(|_| NotOneMoment::OutOfRange)?;
                Ok(at.timestamp().as_millisecond())
            }
            AmbiguousOffset::Gap { before, after } | AmbiguousOffset::Fold { before, after } => {
                // With the offset of before, a time in a gap is after the change; with that of after, one in a fold.
                let late = if before < after { before } else { after };
                // The first moment after the change is one of them, and `preceding` leaves its own moment out.
                let after_it = |late: Timestamp| late.checked_add(SignedDuration::from_nanos(1)).unwrap_or(late);
                let change = late.to_timestamp(at).ok().and_then(|late| zone.preceding(after_it(late)).next());
                let at_change =
                    |offset: jiff::tz::Offset| change.as_ref().map(|change| offset.to_datetime(change.timestamp()));
                let (Some(from), Some(to)) = (at_change(before), at_change(after)) else {
                    return Err(NotOneMoment::OutOfRange);
                };
                let (id, day) = (Box::from(self.id()), day_in_english(from).into_boxed_str());
                let clock = |at: DateTime| clock(at).into_boxed_str();
                let (from, to) = (clock(from), clock(to));
                Err(if before < after {
                    NotOneMoment::Skipped { zone: id, day, from, to }
                } else {
                    let which = |offset: jiff::tz::Offset| {
                        let at = offset.to_timestamp(at).map(|at| self.with_offset(at.as_millisecond()));
                        at.unwrap_or_default().into_boxed_str()
                    };
                    NotOneMoment::Twice { zone: id, day, from, to, first: which(before), second: which(after) }
                })
            }
        }
    }

    /// The time of day: "17:05".
    #[must_use]
    pub fn clock(self, ms: Millis) -> String {
        self.civil(ms).map_or_else(String::new, clock)
    }

    /// A minute as a form field gives it, `2027-06-01T10:00`; nothing where it is none, or stands for two moments or none.
    #[must_use]
    pub fn minute(self, text: &str) -> Option<Millis> {
        let at: DateTime = text.parse().ok()?;
        self.resolve(at).ok().filter(|ms| ms % 60_000 == 0)
    }

    /// The last moment of a day such as `2025-01-07` in the zone; nothing where the text is no day.
    #[must_use]
    pub fn end_of_day(self, day: &str) -> Option<Millis> {
        let day: jiff::civil::Date = day.parse().ok()?;
        Some(day.tomorrow().ok()?.to_zoned(self.zone()).ok()?.timestamp().as_millisecond() - 1)
    }

    fn zone(self) -> TimeZone {
        self.0.map_or(TimeZone::UTC, |known| known.zone().clone())
    }

    fn at(self, ms: Millis) -> Option<Zoned> {
        Some(Timestamp::from_millisecond(ms).ok()?.to_zoned(self.zone()))
    }
}

/// A time of day: "17:05".
pub(crate) fn clock(at: DateTime) -> String {
    at.strftime("%H:%M").to_string()
}

/// The day of a change of clocks, as the error tells it.
fn day_in_english(at: DateTime) -> String {
    let (month, day) = (u8::try_from(at.month()).unwrap_or(0), u8::try_from(at.day()).unwrap_or(0));
    Locale::ENGLISH.formats().day(at.year().into(), month, day).unwrap_or_default()
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for Zone {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Messages;

    const LATE_JUNE: Millis = 1_814_389_200_000; // 2027-06-30T21:00:00Z

    fn zone(id: &str) -> Zone {
        Zone::named(id).unwrap()
    }

    #[test]
    fn a_moment_is_told_in_its_zone_by_name() {
        let messages = Messages::of(Locale::ENGLISH);
        let check = |id, expected: &str| assert_eq!(messages.moment(zone(id), LATE_JUNE).unwrap(), expected);
        check("UTC", "30 June 2027, 21:00 UTC");
        check("Europe/London", "30 June 2027, 22:00 (UK time)");
        check("America/New_York", "30 June 2027, 17:00 (US Eastern time)");
        check("Asia/Tokyo", "1 July 2027, 06:00 (Japan time)");
        check("Europe/Berlin", "30 June 2027, 23:00 (Berlin time)");
        check("America/Argentina/Buenos_Aires", "30 June 2027, 18:00 (Buenos Aires time)");
        assert_eq!(messages.day(zone("Asia/Tokyo"), LATE_JUNE), "1 July 2027");
        assert_eq!(messages.moment(Zone::UTC, Millis::MAX), None);
        for (_, key) in PLAIN {
            assert!(!messages.text(key).is_empty());
        }
    }

    #[test]
    fn only_cities_and_utc_are_zones() {
        for odd in ["", "GB", "EST", "Etc/GMT+5", "Europe/Atlantis", "europe/london", "+01:00"] {
            assert_eq!(Zone::named(odd), None, "{odd}");
        }
        assert!(Zone::ids().count() > 400);
    }

    #[test]
    fn a_time_over_which_clocks_go_is_explained() {
        let check = |id, at: &str, expected: &str| {
            assert_eq!(zone(id).resolve(at.parse().unwrap()).unwrap_err().to_string(), expected);
        };
        check(
            "Europe/London",
            "2027-03-28T01:30",
            "does not exist in Europe/London: clocks go forward from 01:00 to 02:00 on 28 March 2027. Choose a time before 01:00, or from 02:00 on",
        );
        check(
            "Europe/London",
            "2027-10-31T01:30",
            "comes twice in Europe/London: clocks go back from 02:00 to 01:00 on 31 October 2027. Choose a time before 01:00 or from 02:00 on, or write which you mean: 2027-10-31T01:30:00+01:00 or 2027-10-31T01:30:00+00:00",
        );
        let at = |id, text: &str| zone(id).resolve(text.parse().unwrap());
        assert_eq!(at("Europe/London", "2027-06-30T22:00"), Ok(LATE_JUNE));
        assert_eq!(at("UTC", "2027-03-28T01:30"), Ok(1_806_197_400_000));
    }

    #[test]
    fn a_field_reads_back_to_its_moment() {
        let london = zone("Europe/London");
        assert_eq!(london.field(LATE_JUNE), "2027-06-30T22:00");
        assert_eq!(Zone::UTC.field(LATE_JUNE), "2027-06-30T21:00");
        assert_eq!(london.with_offset(LATE_JUNE), "2027-06-30T22:00:00+01:00");
        assert_eq!(Zone::UTC.with_offset(LATE_JUNE), "2027-06-30T21:00:00Z");
        assert_eq!(london.end_of_day("2027-06-30"), Some(LATE_JUNE + 7_200_000 - 1));
        assert_eq!(Zone::UTC.end_of_day("2027-06-30"), Some(LATE_JUNE + 10_800_000 - 1));
        assert_eq!(london.end_of_day("30 June"), None);
        // 01:30 on the night on which clocks go back, the second time.
        assert_eq!(london.field(1_824_946_200_000), "2027-10-31T01:30:00+00:00");
    }
}
