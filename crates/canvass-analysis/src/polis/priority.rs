//! Weights with which statements are shown next: much for what is new, moves people and is agreed with, little for
//! what many pass on.

use super::{Tally, Treatment};

/// What a statement about the conversation itself gets.
const META: f64 = 49.0;

/// By column: (i (1 + 8 x 2^(-n/5)))^2 with i = (1 - (u + 1) / (n + 2)) (e + 1) ((a + 1) / (n + 2)), where a agree, u
/// are unsure and n answered among those in groups, and e is the extremity; 49 for a meta statement.
///
/// Always above 0, also for a statement that is left out (its e is 0): whether it may be shown is not decided here.
#[must_use]
pub fn priorities(tallies: &[Tally], extremity: &[f64], treatments: &[Treatment]) -> Vec<f64> {
    let treatment = |column: usize| treatments.get(column).copied().unwrap_or_default();
    let columns = tallies.iter().zip(extremity).enumerate();
    columns.map(|(column, (tally, extremity))| priority(*tally, *extremity, treatment(column))).collect()
}

fn priority(tally: Tally, extremity: f64, treatment: Treatment) -> f64 {
    if treatment == Treatment::Meta {
        return META;
    }
    let n = f64::from(tally.n());
    let unsure = (f64::from(tally.unsure) + 1.0) / (n + 2.0);
    let agree = (f64::from(tally.agree) + 1.0) / (n + 2.0);
    let importance = (1.0 - unsure) * (extremity + 1.0) * agree;
    let weight = importance * (1.0 + 8.0 * libm::exp2(-n / 5.0));
    weight * weight
}
