//! Times as people write them: with their offset from UTC, or in the time zone that the conversation names.

use crate::error::shown;
use canvass_domain::Millis;
use canvass_words::Zone;
use jiff::{Timestamp, civil::DateTime, fmt::temporal::Pieces};

/// Reads a zone's name.
pub(super) fn zone(id: &str) -> Result<Zone, String> {
    let right = "use a region and a city, such as Europe/London or America/New_York, or UTC";
    Zone::named(id).ok_or_else(|| match Zone::ids().find(|known| known.eq_ignore_ascii_case(id)) {
        Some(known) => format!("is `{}`; write `{known}`", shown(id)),
        None => format!("is `{}`, which is no time zone; {right}", shown(id)),
    })
}

/// Where clocks are the same all over a country, by the region of a language tag.
const REGIONS: [(&str, &str); 20] = [
    ("AT", "Europe/Vienna"),
    ("BE", "Europe/Brussels"),
    ("CH", "Europe/Zurich"),
    ("CZ", "Europe/Prague"),
    ("DE", "Europe/Berlin"),
    ("DK", "Europe/Copenhagen"),
    ("FI", "Europe/Helsinki"),
    ("FR", "Europe/Paris"),
    ("GB", "Europe/London"),
    ("GR", "Europe/Athens"),
    ("IE", "Europe/Dublin"),
    ("IL", "Asia/Jerusalem"),
    ("IN", "Asia/Kolkata"),
    ("IT", "Europe/Rome"),
    ("JP", "Asia/Tokyo"),
    ("NL", "Europe/Amsterdam"),
    ("NO", "Europe/Oslo"),
    ("PL", "Europe/Warsaw"),
    ("SE", "Europe/Stockholm"),
    ("ZA", "Africa/Johannesburg"),
];

/// The zone of a language's region, where times are written with the offsets it has then. `Z` names no zone: it speaks
/// neither for one nor against it, and there has to be another.
pub(super) fn zone_by_offsets(language: &str, written: &[Option<String>]) -> Option<Zone> {
    let region = language.split('-').skip(1).find(|part| part.len() == 2)?;
    let (_, id) = REGIONS.iter().find(|(known, _)| known.eq_ignore_ascii_case(region))?;
    let zone = Zone::named(id)?;
    let has_offset_of_zone = |text: &&String| {
        let at = text.parse::<Timestamp>().ok().map(|at| zone.with_offset(at.as_millisecond()));
        offset(text).is_some() && at.and_then(|at| offset(&at)) == offset(text)
    };
    let names_none = |text: &&String| text.trim_end().ends_with(['Z', 'z']);
    let mut written = written.iter().flatten().filter(|text| !names_none(text)).peekable();
    (written.peek().is_some() && written.all(|text| has_offset_of_zone(&text))).then_some(zone)
}

/// Reads a time. Without an offset it is one in `zone`; without a zone it needs one.
pub(super) fn read(text: &str, zone: Option<Zone>) -> Result<Millis, String> {
    let is = format!("is `{}`", shown(text));
    if text.contains('[') {
        return Err(format!(
            "{is}; leave out what stands in brackets, and name the zone: time_zone = \"Europe/London\""
        ));
    }
    let Ok(at) = text.parse::<Timestamp>() else {
        let local: Option<DateTime> = text.parse().ok().filter(|_| text.contains(['T', 't', ' ']));
        return match (local, zone) {
            (Some(local), Some(zone)) => zone.resolve(local).map_err(|why| format!("{is}, which {why}")),
            (Some(_), None) => Err(format!(
                "{is}; add its offset from UTC, such as {text}Z, or name the zone: time_zone = \"Europe/London\""
            )),
            (None, Some(_)) => Err(format!("{is}; use a date and a time, such as 2026-01-07T09:00")),
            (None, None) => Err(format!("{is}; use a time with its offset from UTC, such as 2025-01-07T09:00:00Z")),
        };
    };
    let at = at.as_millisecond();
    let Some(zone) = zone else { return Ok(at) };
    // `Z` says the moment and nothing of a zone; an offset says what clocks show there.
    match (offset(text), offset(&zone.with_offset(at))) {
        (Some(written), Some(there)) if written != there => {
            Err(format!("{is}, but clocks in {} show another time then; write {}", zone.id(), zone.with_offset(at)))
        }
        _ => Ok(at),
    }
}

/// The offset that a time is written with, in seconds; nothing for `Z`.
fn offset(text: &str) -> Option<i32> {
    if text.ends_with(['Z', 'z']) {
        return None;
    }
    Pieces::parse(text).ok()?.to_numeric_offset().map(jiff::tz::Offset::seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATE_JUNE: Millis = 1_814_389_200_000; // 2027-06-30T21:00:00Z

    fn london(text: &str) -> Result<Millis, String> {
        read(text, Zone::named("Europe/London"))
    }

    #[test]
    fn times_are_read_in_the_zone_that_is_named() {
        for same in ["2027-06-30T22:00", "2027-06-30 22:00:00", "2027-06-30T22:00:00+01:00", "2027-06-30T21:00:00Z"] {
            assert_eq!(london(same), Ok(LATE_JUNE), "{same}");
        }
        assert_eq!(read("2027-06-30T22:00:00+01:00", None), Ok(LATE_JUNE));
        assert_eq!(read("2027-06-30T21:00", Some(Zone::UTC)), Ok(LATE_JUNE));
        assert_eq!(read("2027-06-30T22:00:00+01:00", Some(Zone::UTC)), Ok(LATE_JUNE), "UTC is no place with clocks");
    }

    #[test]
    fn a_zone_in_brackets_is_not_passed_over() {
        for text in ["2027-06-30T22:00[Europe/Paris]", "2027-06-30T22:00+01:00[America/New_York]"] {
            assert!(london(text).unwrap_err().contains("leave out what stands in brackets"), "{text}");
        }
    }

    #[test]
    fn the_day_of_a_change_is_named_from_its_first_moment_on() {
        let said = |text| london(text).unwrap_err();
        for text in ["2027-03-28T01:00", "2027-03-28T01:30"] {
            assert!(said(text).contains("28 March 2027"), "{}", said(text));
        }
        for text in ["2027-10-31T01:00", "2027-10-31T01:30"] {
            assert!(said(text).contains("31 October 2027"), "{}", said(text));
        }
        let lord_howe = read("2027-04-04T01:30", Zone::named("Australia/Lord_Howe")).unwrap_err();
        assert!(lord_howe.contains("4 April 2027"), "{lord_howe}");
    }

    #[test]
    fn an_offset_that_the_zone_does_not_have_then_is_refused() {
        let said = "is `2027-06-30T22:00:00+00:00`, but clocks in Europe/London show another time then; write 2027-06-30T23:00:00+01:00";
        assert_eq!(london("2027-06-30T22:00:00+00:00"), Err(said.to_owned()));
        assert!(london("2027-01-30T22:00:00+01:00").is_err());
        assert!(london("2027-01-30T22:00:00+00:00").is_ok());
        assert_eq!(london("2027-10-31T01:30:00+01:00").map(|ms| ms + 3_600_000), london("2027-10-31T01:30:00+00:00"));
    }

    #[test]
    fn offsets_of_the_region_of_the_language_name_its_zone() {
        let zone = |language, times: [&str; 2]| {
            let written = times.map(|time| Some(time.to_owned()).filter(|time| !time.is_empty()));
            zone_by_offsets(language, &written).map(Zone::id)
        };
        assert_eq!(zone("en-GB", ["", "2027-06-30T22:00:00+01:00"]), Some("Europe/London"));
        assert_eq!(zone("en-GB", ["2027-01-30T22:00:00+00:00", "2027-06-30T22:00:00+01:00"]), Some("Europe/London"));
        assert_eq!(zone("en-GB", ["2027-01-30T22:00:00+01:00", "2027-06-30T22:00:00+01:00"]), None);
        assert_eq!(zone("en-GB", ["2026-01-05T08:00:00Z", "2027-06-30T22:00:00+01:00"]), Some("Europe/London"));
        assert_eq!(zone("en-GB", ["2026-01-05T08:00:00Z", "2027-06-30T22:00:00+02:00"]), None);
        for [language, time] in [
            ["en-GB", "2027-06-30T21:00:00Z"],
            ["en", "2027-06-30T22:00:00+01:00"],
            ["en-US", "2027-06-30T22:00:00-04:00"],
            ["en-GB", ""],
        ] {
            assert_eq!(zone(language, ["", time]), None, "{language} {time}");
        }
    }

    #[test]
    fn a_time_that_is_none_is_refused_with_what_would_be_right() {
        let check = |text, zone, expected: &str| {
            let error = read(text, zone).unwrap_err();
            assert!(error.contains(expected), "{error}");
        };
        check("2027-06-30T22:00", None, "add its offset from UTC, such as 2027-06-30T22:00Z, or name the zone");
        check("2027-06-30", Zone::named("Europe/London"), "a date and a time, such as");
        check("2027-03-28T01:30", Zone::named("Europe/London"), "clocks go forward from 01:00 to 02:00");
        check("2027-10-31T01:30", Zone::named("Europe/London"), "comes twice in Europe/London");
        assert_eq!(zone("europe/london"), Err("is `europe/london`; write `Europe/London`".to_owned()));
        assert!(zone("GB").is_err_and(|problem| problem.contains("no time zone; use a region and a city")));
    }
}
