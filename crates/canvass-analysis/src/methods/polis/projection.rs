//! Where people and statements stand along given components, scaled by how much is missing.
//!
//! Answers that are missing add nothing, as if they were the column's mean; the factor makes up for how far that
//! pulls somebody with few votes towards the centre.

use crate::numeric::pca::Pca;
use crate::votes::{Cell, Matrix, Place, Stance, Treatment};
use rayon::prelude::*;

/// What the three answers to one statement add to a place.
#[derive(Clone, Copy)]
struct Steps {
    agree: Place,
    disagree: Place,
    unsure: Place,
    is_counted: bool,
}

/// Where everybody stands: for a row with votes x on columns j, sqrt(N / max(1, n)) times the sum of
/// (x_j - centre_j) (first_j, second_j) in ascending order of j, where N is the number of columns and n that of votes.
///
/// A column that is left out is as if the row were unsure of it: it is in N, and in n whether voted on or not. Its
/// centre and components have to be 0, as those of [`crate::numeric::pca::leading`] are. A row without votes stands at
/// (0, 0). Columns for which `pca` has no entry count as 0. One pass over the votes, O(votes + rows); rows are summed
/// alone, so threads change no bit.
///
/// ```
/// use canvass_analysis::methods::polis::project;
/// use canvass_analysis::numeric::pca::Pca;
/// use canvass_analysis::votes::{Matrix, Stance::{Agree, Disagree}};
///
/// let pca = Pca { centre: vec![0.5, 0.0], components: [vec![0.6, 0.8], vec![0.8, -0.6]] };
/// let matrix = Matrix::from_rows(2, [vec![(0, Agree), (1, Disagree)], vec![(1, Agree)], vec![]]);
/// let places = project(&matrix, &[], &pca);
/// // Both answered: sqrt(2 / 2) ((1 - 0.5) (0.6, 0.8) + (-1 - 0) (0.8, -0.6)).
/// assert!((places[0][0] + 0.5).abs() < 1e-15 && (places[0][1] - 1.0).abs() < 1e-15);
/// // One of two answered: sqrt(2 / 1) (1 - 0) (0.8, -0.6).
/// assert!((places[1][0] - 0.8 * 2.0_f64.sqrt()).abs() < 1e-15);
/// assert_eq!(places[2], [0.0, 0.0]);
/// ```
#[must_use]
pub fn project(matrix: &Matrix, treatments: &[Treatment], pca: &Pca) -> Vec<Place> {
    let steps = steps(matrix.n_columns(), treatments, pca);
    // By the index of a cell: one look-up for a vote, and nothing to decide.
    let by_answer: Vec<Place> =
        steps.iter().flat_map(|step| [step.disagree, step.unsure, step.agree, [0.0; 2]]).collect();
    let n_left_out = steps.iter().filter(|step| !step.is_counted).count();
    let is_left_out = |cell: &&Cell| steps.get(cell.column()).is_some_and(|step| !step.is_counted);
    let n_columns = matrix.n_columns() as f64;
    let place = |row: usize| {
        let cells = matrix.cells_of(row);
        // In ascending order of columns and by one thread, so that a place has the same bits whoever asks.
        let [mut x, mut y] = [0.0; 2];
        for [dx, dy] in cells.iter().filter_map(|cell| by_answer.get(cell.index())) {
            (x, y) = (x + dx, y + dy);
        }
        // A column that is left out counts as answered by everybody, so a vote on it must not count a second time.
        let voted_all_the_same = if n_left_out == 0 { 0 } else { cells.iter().filter(is_left_out).count() };
        let n = cells.len() + n_left_out - voted_all_the_same;
        let scale = (n_columns / n.max(1) as f64).sqrt();
        [scale * x, scale * y]
    };
    (0..matrix.n_rows()).into_par_iter().map(place).collect()
}

/// Where somebody would stand who agreed with one statement and did nothing else:
/// sqrt(N) (1 - centre_j) (first_j, second_j). Those left out stand at (0, 0).
///
/// ```
/// use canvass_analysis::methods::polis::statement_places;
/// use canvass_analysis::numeric::pca::Pca;
///
/// // sqrt(4) (1 - 0.5) (0.6, 0.8), and nothing along components of which a statement is no part.
/// let along = |x| vec![x, 0.0, 0.0, 0.0];
/// let pca = Pca { centre: along(0.5), components: [along(0.6), along(0.8)] };
/// assert_eq!(statement_places(&[], &pca), [[0.6, 0.8], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]]);
/// ```
#[must_use]
pub fn statement_places(treatments: &[Treatment], pca: &Pca) -> Vec<Place> {
    let scale = (pca.centre.len() as f64).sqrt();
    steps(pca.centre.len(), treatments, pca).into_iter().map(|step| step.agree.map(|x| scale * x)).collect()
}

/// Distance of each statement from the centre.
///
/// ```
/// use canvass_analysis::methods::polis::extremity;
///
/// assert_eq!(extremity(&[[3.0, 4.0], [0.0, 0.0]]), [5.0, 0.0]);
/// ```
#[must_use]
pub fn extremity(statement_places: &[Place]) -> Vec<f64> {
    statement_places.iter().map(|[x, y]| (x * x + y * y).sqrt()).collect()
}

/// What each answer to each column adds to a place.
fn steps(n_columns: usize, treatments: &[Treatment], pca: &Pca) -> Vec<Steps> {
    let at = |list: &[f64], column: usize| list.get(column).copied().unwrap_or_default();
    let [first, second] = &pca.components;
    (0..n_columns)
        .map(|column| {
            let (centre, along) = (at(&pca.centre, column), [at(first, column), at(second, column)]);
            let is_counted = Treatment::counts(treatments, column);
            let step = |stance: Stance| match is_counted {
                true => along.map(|length| (f64::from(stance.value()) - centre) * length),
                false => [0.0; 2],
            };
            Steps {
                agree: step(Stance::Agree),
                disagree: step(Stance::Disagree),
                unsure: step(Stance::Unsure),
                is_counted,
            }
        })
        .collect()
}
