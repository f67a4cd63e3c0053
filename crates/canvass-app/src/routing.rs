//! Which statement a reader sees next: drawn by the priorities of the live opinion map, and in part uniformly.
//!
//! With n statements open the chance of one is 0.2 / n + 0.8 w / (sum of all w), w being its priority. A statement that
//! the map does not know had no vote when it was made, and gets the priority that the method gives to no votes.
//! Without a map all have the same chance. The chance comes from outside, and each one's is known exactly.
//!
//! Priorities follow from votes, and whoever asks often enough could read them off what is drawn. So nobody who may not see
//! results gets a draw that depends on them: theirs goes by how often each statement was shown under this very rule.

use canvass_analysis::methods;
use canvass_analysis::votes::{Tally, Treatment};
use canvass_counts::thresholds;
use canvass_domain::{ConversationId, StatementId};
use canvass_results::OpinionMap;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Share of showings that is drawn uniformly, whatever the priorities.
pub const UNIFORM_SHARE: f64 = thresholds::EVEN_SHOWING_PCT as f64 / 100.0;

/// The chance of each open statement, in their order.
#[must_use]
pub fn chances(open: &[StatementId], map: Option<&OpinionMap>) -> Vec<f64> {
    let even = 1.0 / open.len().max(1) as f64;
    let Some(map) = map else { return vec![even; open.len()] };
    let fresh = methods::PRIMARY.priority(Tally::default(), 0.0, Treatment::Counted);
    let weight = |id: &StatementId| {
        let known = map.statement(*id).map(|statement| statement.priority);
        known.unwrap_or(fresh)
    };
    let weights: Vec<f64> = open.iter().map(weight).collect();
    let sum: f64 = weights.iter().sum();
    if !(sum.is_finite() && sum > 0.0) {
        return vec![even; open.len()];
    }
    weights.iter().map(|weight| (UNIFORM_SHARE * even + (1.0 - UNIFORM_SHARE) * weight / sum).min(1.0)).collect()
}

/// The chance of each statement by how often it was shown, in their order: 0.2 / n + 0.8 w / (sum of all w), with
/// w = ((45 + s) / (5 + s))^2 for s showings, which is 81 for none and falls to 1.
#[must_use]
pub fn chances_by_showings(n_shown: &[u32]) -> Vec<f64> {
    let even = 1.0 / n_shown.len().max(1) as f64;
    let weight = |n: &u32| {
        let root = (45.0 + f64::from(*n)) / (5.0 + f64::from(*n));
        root * root
    };
    let sum: f64 = n_shown.iter().map(weight).sum();
    n_shown.iter().map(|n| (UNIFORM_SHARE * even + (1.0 - UNIFORM_SHARE) * weight(n) / sum).min(1.0)).collect()
}

/// How often each statement was shown to people who may not see results, since the start. Showings to others are not in
/// it: those were drawn by votes, and so would these be.
#[derive(Debug, Default)]
pub(crate) struct Showings(Mutex<HashMap<ConversationId, HashMap<StatementId, u32>>>);

impl Showings {
    /// Draws one of the open statements, with its probability, and counts it.
    pub(crate) fn draw(&self, of: ConversationId, open: &[StatementId], draw: u64) -> Option<(StatementId, f64)> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = all.entry(of).or_default();
        let n_shown: Vec<u32> = open.iter().map(|id| shown.get(id).copied().unwrap_or_default()).collect();
        let drawn = drawn(open, &chances_by_showings(&n_shown), draw)?;
        let n = shown.entry(drawn.0).or_default();
        *n = n.saturating_add(1);
        Some(drawn)
    }
}

/// The statement that a draw falls on, with its probability.
pub(crate) fn drawn(open: &[StatementId], chances: &[f64], draw: u64) -> Option<(StatementId, f64)> {
    let place = pick(chances, draw)?;
    Some((*open.get(place)?, *chances.get(place)?))
}

/// The place that a draw falls on, each as likely as its chance.
#[must_use]
pub fn pick(chances: &[f64], draw: u64) -> Option<usize> {
    // 53 bits of it make a number in [0, 1).
    let at = (draw >> 11) as f64 / (1_u64 << 53) as f64;
    let mut sum = 0.0;
    let place = chances.iter().position(|chance| {
        sum += chance;
        at < sum
    });
    // Rounding may leave the sum a little short of 1.
    place.or_else(|| chances.len().checked_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_falls_where_it_should_and_in_bounds() {
        assert_eq!(pick(&[], 0), None);
        assert_eq!(pick(&[0.5, 0.4999], u64::MAX), Some(1));
        let mut hits = [0; 3];
        for n in 0..3_000_u64 {
            // The middles of 3000 equal stretches: none lies on a border.
            hits[pick(&[0.5, 0.2, 0.3], (2 * n + 1) * (u64::MAX / 6_000)).unwrap()] += 1;
        }
        assert_eq!(hits, [1_500, 600, 900]);
    }

    #[test]
    fn what_was_shown_least_is_likeliest_and_nothing_is_certain_or_starved() {
        let found = chances_by_showings(&[0, 5, 35, 1_000_000]);
        let weights = [81.0, 25.0, 4.0, 1.0];
        for (chance, weight) in found.iter().zip(weights) {
            assert!((chance - (0.05 + 0.8 * weight / 111.0)).abs() < 1e-5, "{found:?}");
        }
        assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(chances_by_showings(&[7]), [1.0]);
        assert!(chances_by_showings(&[]).is_empty());
    }

    #[test]
    fn without_a_map_all_have_the_same_chance() {
        let open = [4, 5, 9].map(StatementId);
        assert_eq!(chances(&open, None), [1.0 / 3.0; 3]);
        assert!(chances(&[], None).is_empty());
    }
}
