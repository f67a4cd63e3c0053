//! When people come to the demo, and by what way: days that are busy and nights that are quiet, and a
//! burst when a newsletter goes out.
//!
//! Times are made up from a seed; no clock is read.

use canvass_analysis::chance::Chance;
use canvass_domain::{ArrivedVia, Millis};

/// Thursday, 2 January 2025, 07:00 UTC: the conversation opens.
pub(super) const OPENED_MS: Millis = 1_735_801_200_000;

const HOUR_MS: f64 = 3_600_000.0;

/// Hours from the opening to the last arrival: Monday, 6 January 2025, 22:00 UTC.
const LAST_ARRIVAL_HOUR: f64 = 111.0;

/// The newsletter: Friday, 3 January 2025, 12:00 UTC.
const NEWSLETTER_HOUR: f64 = 29.0;
const NEWSLETTER_SHARE: f64 = 0.22;
const NEWSLETTER_MEAN_HOURS: f64 = 0.9;

/// Hour of the day at which the conversation opens.
const OPENING_HOUR_OF_DAY: usize = 7;

/// How busy the hours of a day are, from midnight.
const HOURS: [f64; 24] = [
    1.2, 0.6, 0.4, 0.3, 0.3, 0.6, 1.8, 4.0, 6.5, 7.5, 7.0, 6.5, 8.0, 8.5, 6.5, 6.0, 6.0, 6.2, 6.0, 6.8, 7.5, 7.0, 4.5,
    2.4,
];

/// How busy the days are, from Thursday.
const DAYS: [f64; 5] = [1.3, 1.0, 0.4, 0.45, 0.9];

/// Ways to come in ordinary hours, by weight.
const WAYS: [(ArrivedVia, f64); 5] = [
    (ArrivedVia::Story, 0.57),
    (ArrivedVia::Search, 0.12),
    (ArrivedVia::Social, 0.17),
    (ArrivedVia::Direct, 0.10),
    (ArrivedVia::Mail, 0.04),
];

/// One arrival.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coming {
    pub at_ms: Millis,
    pub via: ArrivedVia,
}

/// The arrivals of `n` people, ascending.
pub(super) fn comings(n: usize, chance: &mut Chance) -> Vec<Coming> {
    let busy = busy_hours();
    let mut all: Vec<Coming> = (0..n).map(|_| coming(&busy, chance)).collect();
    all.sort_by_key(|coming| coming.at_ms);
    all
}

/// A second visit after a first: another time of the same rhythm, where it is at least an hour later.
pub(super) fn coming_back(after: Millis, chance: &mut Chance) -> Option<Millis> {
    let again = ordinary(&busy_hours(), chance);
    (again > after + HOUR_MS as Millis).then_some(again)
}

/// The time so many hours after the opening.
pub(super) fn at_hour(hours: f64) -> Millis {
    OPENED_MS + (hours * HOUR_MS) as Millis
}

fn coming(busy: &[f64], chance: &mut Chance) -> Coming {
    if chance.happens(NEWSLETTER_SHARE) {
        let hours = (NEWSLETTER_HOUR + 0.03 + NEWSLETTER_MEAN_HOURS * chance.exponential()).min(LAST_ARRIVAL_HOUR);
        let via = if chance.happens(0.86) { ArrivedVia::Mail } else { ArrivedVia::Direct };
        return Coming { at_ms: at_hour(hours), via };
    }
    let weights = WAYS.map(|(_, weight)| weight);
    let via = WAYS.get(chance.weighted(&weights)).map_or(ArrivedVia::Direct, |(via, _)| *via);
    Coming { at_ms: ordinary(busy, chance), via }
}

fn ordinary(busy: &[f64], chance: &mut Chance) -> Millis {
    let hour = chance.weighted(busy) as f64;
    at_hour(hour + chance.unit())
}

/// How busy each hour since the opening is.
fn busy_hours() -> Vec<f64> {
    let by_clock = DAYS.iter().flat_map(|day| HOURS.iter().map(move |hour| day * hour));
    by_clock.skip(OPENING_HOUR_OF_DAY).take(LAST_ARRIVAL_HOUR as usize).collect()
}
