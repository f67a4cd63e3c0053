//! Weights with which statements are shown next: much for what is new, moves people and is agreed with, little for
//! what many pass on.

use crate::votes::{Tally, Treatment};

/// What a statement about the conversation itself gets.
const META: f64 = 49.0;

/// [`priority`] of each column.
///
/// ```
/// use canvass_analysis::methods::polis::priorities;
/// use canvass_analysis::votes::{Tally, Treatment};
///
/// let tallies = [Tally { agree: 3, disagree: 1, unsure: 1 }, Tally::default()];
/// // i = (1 - 2 / 7) (1 + 1) (4 / 7) = 40 / 49, times 1 + 8 / 2 for five votes; and 49 whatever the votes are.
/// let found = priorities(&tallies, &[1.0, 0.0], &[Treatment::Counted, Treatment::Meta]);
/// let root = 5.0 * 40.0 / 49.0;
/// assert!((found[0] - root * root).abs() < 1e-14);
/// assert_eq!(found[1], 49.0);
/// ```
#[must_use]
pub fn priorities(tallies: &[Tally], extremity: &[f64], treatments: &[Treatment]) -> Vec<f64> {
    let treatment = |column: usize| Treatment::of_column(treatments, column);
    let columns = tallies.iter().zip(extremity).enumerate();
    columns.map(|(column, (tally, extremity))| priority(*tally, *extremity, treatment(column))).collect()
}

/// The weight of one statement: (i (1 + 8 x 2^(-n/5)))^2 with i = (1 - (u + 1) / (n + 2)) (e + 1) ((a + 1) / (n + 2)),
/// where a agree, u are unsure and n answered among those in groups, and e is the extremity; 49 for a meta statement.
///
/// Always above 0, also for a statement that is left out (its e is 0): whether it may be shown is not decided here.
///
/// ```
/// use canvass_analysis::methods::polis::priority;
/// use canvass_analysis::votes::{Tally, Treatment};
///
/// // Nobody was asked: ((1 - 1/2) (1) (1/2) (1 + 8))^2.
/// assert_eq!(priority(Tally::default(), 0.0, Treatment::Counted), 5.0625);
/// ```
#[must_use]
pub fn priority(tally: Tally, extremity: f64, treatment: Treatment) -> f64 {
    if treatment == Treatment::Meta {
        return META;
    }
    let n = f64::from(tally.n());
    let unsure = (f64::from(tally.unsure) + 1.0) / (n + 2.0);
    let agree = (f64::from(tally.agree) + 1.0) / (n + 2.0);
    let importance = (1.0 - unsure) * (extremity + 1.0) * agree;
    // What few have answered gets up to nine times the weight, and half of what that adds is gone every five votes.
    let weight = importance * (1.0 + 8.0 * libm::exp2(-n / 5.0));
    // Squared, as at Polis: a draw by weight falls on the few best the more often.
    weight * weight
}
