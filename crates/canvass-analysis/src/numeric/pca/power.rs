//! Power iteration: the direction along which a matrix X'X stretches most, with an earlier one taken out.
//!
//! X'X is never needed itself, only its product with a vector, so that both ways of making one serve here.

use super::centred_votes::CentredVotes;
use super::variances::Variances;

/// Most products for one component: 100 iterations and a last one, as at Polis.
pub(super) const MOST_PRODUCTS: usize = 101;

/// A direction of which no entry moves further than this in a product has come to rest. A product in 64 bits has errors
/// of about 1e-16 an entry: what still moves by less than a hundred of those moves by rounding.
const AT_REST: f64 = 1e-14;

/// The same for one that goes on from an earlier run: a vote turns it further.
const WARM_AT_REST: f64 = 1e-9;

/// Entries of X'X gone through, in all products of a component, where it has to be quick: less than a millisecond.
const QUICK_ENTRIES: usize = 4 << 20;

/// Most products for one component that goes on from an earlier run.
pub(super) const fn most_warm_products(n_columns: usize) -> usize {
    // Four are enough to follow one vote; with few columns many more are as quick, and come nearer to a cold start.
    4 + QUICK_ENTRIES / (n_columns * n_columns + 1)
}

/// X'X, as a thing that vectors are multiplied by.
pub(super) enum CrossProduct<'a> {
    /// Held, entry by entry.
    Variances(&'a Variances),
    /// Gone through, vote by vote.
    Votes(CentredVotes<'a>),
}

impl CrossProduct<'_> {
    /// The leading direction once another (or nothing) is taken out, and the length of the last product. From the
    /// direction of an earlier run it takes a few products; from one of length 0 it begins anew.
    pub(super) fn component(&self, without: &[f64], last: Option<Vec<f64>>) -> (Vec<f64>, f64) {
        let last = last.map(|last| unit(self.product(&last, without))).filter(|(_, variance)| *variance > 0.0);
        let (start, most, at_rest) = match last {
            Some(start) => (start, most_warm_products(without.len()), WARM_AT_REST),
            None => (self.begin(without), MOST_PRODUCTS, AT_REST),
        };
        let (mut direction, mut variance) = start;
        // The start is a product already.
        for _ in 1..most {
            let before = direction;
            (direction, variance) = unit(self.product(&before, without));
            // Each entry by itself and not the length of the difference, which would grow with the columns. Signs
            // cannot alternate: X'X has no negative eigenvalue.
            if before.iter().zip(&direction).all(|(a, b)| (a - b).abs() <= at_rest) {
                break;
            }
        }
        (direction, variance)
    }

    /// A start of ones, after its first product: no random number, so that every run begins alike. Where it is at right
    /// angles to all that varies, as where two camps answer everything the other way round, its product is 0, and the
    /// column with most left to explain begins alone: along that one something varies for certain.
    fn begin(&self, without: &[f64]) -> (Vec<f64>, f64) {
        let start = unit(self.product(&vec![1.0; without.len()], without));
        if start.1 == 0.0 { unit(self.product(&self.widest_column(without), without)) } else { start }
    }

    /// Taken out before and after: before, so that nothing of the first direction is multiplied, and after, since the
    /// product is only at right angles to it but for rounding, which the next products would blow up again.
    fn product(&self, along: &[f64], without: &[f64]) -> Vec<f64> {
        let along = taken_out(along.to_vec(), without);
        let product = match self {
            Self::Variances(variances) => variances.times(&along),
            Self::Votes(votes) => votes.times(&along),
        };
        taken_out(product, without)
    }

    fn widest_column(&self, without: &[f64]) -> Vec<f64> {
        let variances = match self {
            Self::Variances(variances) => variances.diagonal(),
            Self::Votes(votes) => votes.diagonal(),
        };
        // Of each column the variance times how much of it is left beside the direction that is taken out. Of equal
        // ones the first.
        let rest = variances.iter().zip(without).map(|(variance, x)| variance * (1.0 - x * x));
        let widest = rest.enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(column, _)| column);
        (0..without.len()).map(|column| if Some(column) == widest { 1.0 } else { 0.0 }).collect()
    }
}

/// The vector without what it has of a direction of length 1 (or 0, which takes nothing out).
fn taken_out(mut vector: Vec<f64>, direction: &[f64]) -> Vec<f64> {
    let along: f64 = vector.iter().zip(direction).map(|(a, b)| a * b).sum();
    vector.iter_mut().zip(direction).for_each(|(a, b)| *a -= along * b);
    vector
}

/// The vector at length 1, and the length it had, which is the variance along it once the iteration is at rest. One of
/// length 0 stays as it is.
fn unit(mut vector: Vec<f64>) -> (Vec<f64>, f64) {
    let length = vector.iter().map(|x| x * x).sum::<f64>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|x| *x /= length);
    }
    (vector, length)
}
