//! The two directions along which votes differ most. Never looks at groups.

mod centred_votes;
mod columns;
mod power;
mod variances;

pub(crate) use columns::CountedColumns;
pub(crate) use variances::Variances;

use super::pairs::Pairs;
use super::width::Width;
use crate::votes::{Matrix, Treatment};
use centred_votes::CentredVotes;
use power::{CrossProduct, MOST_PRODUCTS, most_warm_products};

/// A second component whose variance is below this share of the first's is rounding and no direction.
const LEAST_SHARE: f64 = 1e-12;

/// Columns up to which all pairs of them are held: 134 MB of variances.
pub(crate) const MOST_PAIRED: usize = 4_096;

/// Centre and components.
#[derive(Clone, Debug, PartialEq)]
pub struct Pca {
    /// Mean of each column, those left out 0.
    pub centre: Vec<f64>,
    /// Two directions of length 1, or of length 0 where nothing varies along a further one.
    pub components: [Vec<f64>; 2],
}

/// Leading components of the votes less the means of their columns, 0 where there is no vote, by power iteration:
/// v <- X'Xv / |X'Xv| from a start of ones, until no entry moves more than 1e-14 and at most 101 times; the second
/// after the first is taken out of X.
///
/// Columns that are left out are 0. Where the start is at right angles to all that varies, its product is 0 and the
/// column with the largest variance is the start instead. X'X is made of whole sums over pairs of columns where that
/// is the smaller work, which is decided by the shape alone: O(votes x votes of a person + columns^2 x products);
/// else each product goes through the votes: O(votes x products).
///
/// ```
/// use canvass_analysis::numeric::pca::leading;
/// use canvass_analysis::votes::{Matrix, Stance::{Agree, Disagree}};
///
/// // Two people who answer two statements the same way, one with agree and one with disagree. Both means are 0,
/// // X'X is [[2, 2], [2, 2]], and its only direction is (1, 1) / sqrt(2).
/// let alike = Matrix::from_rows(2, [[(0, Agree), (1, Agree)], [(0, Disagree), (1, Disagree)]]);
/// let found = leading(&alike, &[]);
/// let half = 0.5_f64.sqrt();
/// assert_eq!(found.centre, [0.0, 0.0]);
/// assert!(found.components[0].iter().all(|entry| (entry - half).abs() < 1e-15));
/// assert_eq!(found.components[1], [0.0, 0.0]);
///
/// // The other way round X'X is [[2, -2], [-2, 2]]. A start of ones has nothing of its direction, so the first of the
/// // two columns begins: (1, -1) / sqrt(2).
/// let opposed = Matrix::from_rows(2, [[(0, Agree), (1, Disagree)], [(0, Disagree), (1, Agree)]]);
/// let [x, y] = leading(&opposed, &[]).components[0][..] else { unreachable!() };
/// assert!((x - half).abs() < 1e-15 && (y + half).abs() < 1e-15);
/// ```
#[must_use]
pub fn leading(matrix: &Matrix, treatments: &[Treatment]) -> Pca {
    leading_at(Width::Widest, matrix, treatments)
}

/// [`leading`] with instructions of a width, which changes its speed alone.
///
/// ```
/// use canvass_analysis::numeric::{Width, pca::leading_at};
/// use canvass_analysis::votes::{Matrix, Stance::{Agree, Disagree}};
///
/// // One statement that varies beside one that does not: X'X is [[2, 0], [0, 0]].
/// let matrix = Matrix::from_rows(2, [[(0, Agree), (1, Agree)], [(0, Disagree), (1, Agree)]]);
/// let found = leading_at(Width::Narrowest, &matrix, &[]);
/// assert_eq!(found.centre, [0.0, 1.0]);
/// assert_eq!(found.components, [vec![1.0, 0.0], vec![0.0, 0.0]]);
/// assert_eq!(found, leading_at(Width::Widest, &matrix, &[]));
/// ```
#[must_use]
pub fn leading_at(width: Width, matrix: &Matrix, treatments: &[Treatment]) -> Pca {
    leading_of(width, matrix, &CountedColumns::of(matrix.tallies(), treatments))
}

/// [`leading`] of columns that have been counted.
pub(crate) fn leading_of(width: Width, matrix: &Matrix, counted: &CountedColumns) -> Pca {
    let n_columns = counted.columns.len();
    // The two ways round differently. Which is taken hangs on the shape alone, never on the machine or its threads, so
    // that the same votes have the same bits everywhere.
    if pairs_are_cheaper(matrix, n_columns) {
        let pairs = Pairs::of(matrix, &counted.place_of, n_columns, width);
        let paired: Vec<usize> = (0..n_columns).collect();
        let variances = Variances::of(&pairs, &paired, &counted.own_tallies(), width);
        cold(counted, &variances)
    } else {
        let votes = CentredVotes::new(matrix, &counted.columns, &counted.centre);
        components(counted, &CrossProduct::Votes(votes), None)
    }
}

/// Components from the start that is always the same.
pub(crate) fn cold(counted: &CountedColumns, variances: &Variances) -> Pca {
    components(counted, &CrossProduct::Variances(variances), None)
}

/// Components from those of an earlier run, which are all but right: a few products. Anew where that is quick.
pub(crate) fn near(counted: &CountedColumns, variances: &Variances, last: &Pca) -> Pca {
    // Where as many products as a cold start may take cost less than a millisecond, the exact answer is as good as
    // free.
    let is_quick = most_warm_products(counted.columns.len()) >= MOST_PRODUCTS;
    components(counted, &CrossProduct::Variances(variances), Some(last).filter(|_| !is_quick))
}

/// Both components; from those of an earlier run where there are any.
fn components(counted: &CountedColumns, cross_product: &CrossProduct<'_>, last: Option<&Pca>) -> Pca {
    let start = |component: usize| last?.components.get(component).map(|last| counted.own(last));
    let nothing = vec![0.0; counted.columns.len()];
    let (first, variance) = cross_product.component(&nothing, start(0));
    let (second, rest) = cross_product.component(&first, start(1));
    // On a line all that is left is rounding, and power iteration would give it a direction like any other.
    let second = if rest > LEAST_SHARE * variance { second } else { nothing };
    Pca { components: [counted.whole(&first), counted.whole(&second)], centre: counted.centre.clone() }
}

/// Whether summing over pairs and multiplying their matrix is less work than going through the votes each time.
pub(crate) fn pairs_are_cheaper(matrix: &Matrix, n_columns: usize) -> bool {
    let of_row = |row: usize| (matrix.n_votes_of(row) * matrix.n_votes_of(row)) as u64 / 2;
    let n_pairs: u64 = (0..matrix.n_rows()).map(of_row).sum();
    // In units of a pair counted, as measured: a product of the matrix takes a ninth for each entry, one that goes
    // through the votes two for each vote, and there are two hundred of either.
    let by_pairs = n_pairs + 25 * (n_columns as u64 * n_columns as u64);
    n_columns <= MOST_PAIRED && by_pairs <= 400 * matrix.n_votes() as u64
}
