//! The two directions along which votes differ most. Never looks at groups.

mod variances;
mod votes;

pub(crate) use variances::Variances;

use crate::matrix::Matrix;
use crate::pairs::Pairs;
use crate::polis::{Tally, Treatment};
use crate::width::Width;
use votes::Votes;

/// Most products for one component: 100 iterations and a last one, as at Polis.
const MOST_PRODUCTS: usize = 101;

/// A direction of which no entry moves further than this in a product has come to rest.
const AT_REST: f64 = 1e-14;

/// The same for one that goes on from an earlier run: a vote turns it further.
const WARM_AT_REST: f64 = 1e-9;

/// Entries of X'X gone through, in all products of a component, where it has to be quick: less than a millisecond.
const QUICK_ENTRIES: usize = 4 << 20;

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
#[must_use]
pub fn leading(matrix: &Matrix, treatments: &[Treatment]) -> Pca {
    leading_at(Width::Widest, matrix, treatments)
}

/// [`leading`] with instructions of a width, which changes its speed alone.
#[must_use]
pub fn leading_at(width: Width, matrix: &Matrix, treatments: &[Treatment]) -> Pca {
    leading_of(width, matrix, &Counted::of(matrix.tallies(), treatments))
}

/// [`leading`] of columns that have been counted.
pub(crate) fn leading_of(width: Width, matrix: &Matrix, counted: &Counted) -> Pca {
    let n_columns = counted.columns.len();
    if pairs_are_cheaper(matrix, n_columns) {
        let pairs = Pairs::of(matrix, &counted.place_of, n_columns, width);
        let paired: Vec<usize> = (0..n_columns).collect();
        let variances = Variances::of(&pairs, &paired, &counted.own_tallies(), width);
        counted.anew(&variances)
    } else {
        counted.leading(&Spread::Votes(Votes::new(matrix, &counted.columns, &counted.centre)), None)
    }
}

/// Which columns take part, and what is known of each.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    /// Of all columns.
    pub(crate) tallies: Vec<Tally>,
    /// Mean of each, those left out 0.
    centre: Vec<f64>,
    /// The place of each among those that take part.
    place_of: Vec<Option<u32>>,
    /// Those that take part, ascending.
    pub(crate) columns: Vec<usize>,
}

impl Counted {
    pub(crate) fn of(tallies: Vec<Tally>, treatments: &[Treatment]) -> Self {
        let is_counted = |column: usize| treatments.get(column).copied().unwrap_or_default() == Treatment::Counted;
        let mean = |(column, tally): (usize, &Tally)| if is_counted(column) { mean(tally) } else { 0.0 };
        let centre: Vec<f64> = tallies.iter().enumerate().map(mean).collect();
        let mut columns = Vec::new();
        let place = |column: usize| {
            let place = u32::try_from(columns.len()).ok().filter(|_| is_counted(column))?;
            columns.push(column);
            Some(place)
        };
        let place_of = (0..tallies.len()).map(place).collect();
        Self { tallies, centre, place_of, columns }
    }

    /// Tallies of those that take part.
    pub(crate) fn own_tallies(&self) -> Vec<Tally> {
        self.columns.iter().filter_map(|column| self.tallies.get(*column).copied()).collect()
    }

    /// The place of a column among those that take part.
    pub(crate) fn place_of(&self, column: usize) -> Option<usize> {
        self.place_of.get(column).copied().flatten().map(|place| place as usize)
    }

    /// Components from the start that is always the same.
    pub(crate) fn anew(&self, variances: &Variances) -> Pca {
        self.leading(&Spread::Variances(variances), None)
    }

    /// Components from those of an earlier run, which are all but right: a few products. Anew where that is quick.
    pub(crate) fn near(&self, variances: &Variances, last: &Pca) -> Pca {
        let is_quick = most_warm_products(self.columns.len()) >= MOST_PRODUCTS;
        self.leading(&Spread::Variances(variances), Some(last).filter(|_| !is_quick))
    }

    fn leading(&self, spread: &Spread<'_>, last: Option<&Pca>) -> Pca {
        let start = |component: usize| {
            let last = last.and_then(|last| last.components.get(component))?;
            let entry = |column: &usize| last.get(*column).copied().unwrap_or_default();
            Some(self.columns.iter().map(entry).collect::<Vec<f64>>())
        };
        let nothing = vec![0.0; self.columns.len()];
        let (first, variance) = spread.component(&nothing, start(0));
        let (second, rest) = spread.component(&first, start(1));
        let second = if rest > LEAST_SHARE * variance { second } else { nothing };
        Pca { components: [self.whole(&first), self.whole(&second)], centre: self.centre.clone() }
    }

    /// A component over all columns, 0 for those that take no part.
    fn whole(&self, component: &[f64]) -> Vec<f64> {
        let entry = |place: &Option<u32>| component.get((*place)? as usize).copied();
        self.place_of.iter().map(|place| entry(place).unwrap_or_default()).collect()
    }
}

fn mean(tally: &Tally) -> f64 {
    (f64::from(tally.agree) - f64::from(tally.disagree)) / f64::from(tally.n().max(1))
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

const fn most_warm_products(n_columns: usize) -> usize {
    4 + QUICK_ENTRIES / (n_columns * n_columns + 1)
}

/// X'X, as a thing that vectors are multiplied by.
enum Spread<'a> {
    Variances(&'a Variances),
    Votes(Votes<'a>),
}

impl Spread<'_> {
    /// The leading direction once another (or nothing) is taken out, and the length of the last product. From the
    /// direction of an earlier run it takes a few products; from one of length 0 it begins anew.
    fn component(&self, without: &[f64], last: Option<Vec<f64>>) -> (Vec<f64>, f64) {
        let last = last.map(|last| unit(self.product(&last, without))).filter(|(_, variance)| *variance > 0.0);
        let (start, most, at_rest) = match last {
            Some(start) => (start, most_warm_products(without.len()), WARM_AT_REST),
            None => (self.begin(without), MOST_PRODUCTS, AT_REST),
        };
        let (mut direction, mut variance) = start;
        for _ in 1..most {
            let before = direction;
            (direction, variance) = unit(self.product(&before, without));
            if before.iter().zip(&direction).all(|(a, b)| (a - b).abs() <= at_rest) {
                break;
            }
        }
        (direction, variance)
    }

    fn begin(&self, without: &[f64]) -> (Vec<f64>, f64) {
        let start = unit(self.product(&vec![1.0; without.len()], without));
        if start.1 == 0.0 { unit(self.product(&self.widest_column(without), without)) } else { start }
    }

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
        let rest = variances.iter().zip(without).map(|(variance, x)| variance * (1.0 - x * x));
        let widest = rest.enumerate().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(column, _)| column);
        (0..without.len()).map(|column| if Some(column) == widest { 1.0 } else { 0.0 }).collect()
    }
}

fn taken_out(mut vector: Vec<f64>, direction: &[f64]) -> Vec<f64> {
    let along: f64 = vector.iter().zip(direction).map(|(a, b)| a * b).sum();
    vector.iter_mut().zip(direction).for_each(|(a, b)| *a -= along * b);
    vector
}

fn unit(mut vector: Vec<f64>) -> (Vec<f64>, f64) {
    let length = vector.iter().map(|x| x * x).sum::<f64>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|x| *x /= length);
    }
    (vector, length)
}
