//! When more readers than usual are marked.

use canvass_domain::Millis;

const HOUR_MS: Millis = 3_600_000;
/// How many hours what is usual is taken from.
const HOURS: i64 = 24;
/// Fewer marked readers in an hour are never unusual.
const LEAST: u64 = 5;
/// How many times as many as usual are unusual.
const TIMES: u64 = 3;

/// More readers than usual are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unusual {
    /// When the first of them answered.
    pub since_ms: Millis,
    /// How many there are since.
    pub n: u64,
    /// How many there are in an hour usually: the median of the hours before, of at most a day.
    pub usual: u64,
}

/// Whether more than usual of those who came within the last hour are marked: more than five, and more than three times
/// the median of the whole hours before it, of at most 24 since the conversation opened; an hour without any counts.
///
/// `came` are the moments at which marked readers first answered, ascending; those the desk has said it knows of are left
/// out before. They are counted back for as
/// long as more than that came within the hour before each of them, and from the first of that hour on.
///
/// ```
/// use canvass_counts::independence::unusual;
/// let minute = 60_000;
/// let came: Vec<i64> = (0..64).map(|n| 600 * minute + n * 30_000).collect();
/// let found = unusual(&came, 0, 640 * minute).unwrap();
/// assert_eq!((found.since_ms, found.n, found.usual), (600 * minute, 64, 0));
/// assert_eq!(unusual(&came[..5], 0, 640 * minute), None);
/// ```
#[must_use]
pub fn unusual(came: &[Millis], opened_ms: Millis, now_ms: Millis) -> Option<Unusual> {
    let within = |from_ms: Millis, until_ms: Millis| {
        let place = |at_ms: Millis| came.partition_point(|came_ms| *came_ms <= at_ms);
        (place(until_ms) - place(from_ms)) as u64
    };
    let n_hours = ((now_ms - opened_ms) / HOUR_MS - 1).clamp(0, HOURS);
    let mut hours: Vec<u64> = (1..=n_hours).map(|n| within(now_ms - (n + 1) * HOUR_MS, now_ms - n * HOUR_MS)).collect();
    hours.sort_unstable();
    let usual = hours.get(hours.len() / 2).copied().unwrap_or(0);
    if within(now_ms - HOUR_MS, now_ms) <= LEAST.max(TIMES * usual) {
        return None;
    }
    let bar = LEAST.max(TIMES * usual);
    let since_ms = came.iter().rev().copied().skip_while(|came_ms| *came_ms > now_ms);
    // Back as long as more than usual came in the hour before each: a trickle of marks is no beginning.
    let busy = since_ms.take_while(|came_ms| within(came_ms - HOUR_MS, *came_ms) > bar);
    let first_ms = busy.last().unwrap_or(now_ms) - HOUR_MS;
    let since_ms = came.iter().copied().find(|came_ms| *came_ms > first_ms).unwrap_or(now_ms);
    Some(Unusual { since_ms, n: within(since_ms - 1, now_ms), usual })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE_MS: Millis = 60_000;

    /// So many an hour for so many hours, evenly, from the opening at 0 on.
    fn evenly(an_hour: i64, n_hours: i64) -> Vec<Millis> {
        (0..an_hour * n_hours).map(|n| 1 + n * HOUR_MS / an_hour).collect()
    }

    #[test]
    fn what_is_usual_is_not_told() {
        assert_eq!(unusual(&evenly(8, 30), 0, 30 * HOUR_MS), None);
        assert_eq!(unusual(&evenly(5, 1), 0, HOUR_MS), None, "five in the first hour");
        assert_eq!(unusual(&[], 0, HOUR_MS), None);
    }

    #[test]
    fn three_times_the_usual_and_one_more_is() {
        let crowd = |n: i64| {
            let mut came = evenly(4, 10);
            came.extend((0..n).map(|n| 10 * HOUR_MS + MINUTE_MS + n));
            unusual(&came, 0, 11 * HOUR_MS)
        };
        assert_eq!(crowd(12), None);
        let found = crowd(13).unwrap();
        assert_eq!((found.usual, found.n), (4, 16), "the trickle before it is no part of it, but for the last hour");
    }

    #[test]
    fn a_run_is_over_with_an_hour_without_any() {
        let came: Vec<Millis> = (0..20).map(|n| HOUR_MS + n * MINUTE_MS).collect();
        assert_eq!(unusual(&came, 0, HOUR_MS + 30 * MINUTE_MS).map(|found| found.n), Some(20));
        assert_eq!(unusual(&came, 0, 3 * HOUR_MS), None);
    }
}
