//! Who is in the conversation: whose votes make groups. Counts votes only; never looks at how somebody voted.

use crate::votes::Matrix;

/// Votes that bring somebody in, where there are so many statements.
const ENOUGH_VOTES: usize = 7;

/// People that are filled up to where too few have enough votes.
const LEAST_PEOPLE: usize = 15;

/// Rows with at least min(7, columns) votes, ascending. Votes on columns that are left out count too.
///
/// Where there are fewer than 15 of them, those with the most votes among the others come in until there are 15 (or
/// everybody is), ties by row. A row without a vote is an error of the caller and would be taken like any other.
/// O(rows), and O(rows log rows) where some have to be filled up.
///
/// ```
/// use canvass_analysis::methods::polis::in_conversation;
/// use canvass_analysis::votes::{Matrix, Stance};
///
/// // Sixteen people on ten statements; all but the second have seven votes, which is enough.
/// let votes = |row| (0..if row == 1 { 6 } else { 7 }).map(|column| (column, Stance::Agree));
/// let matrix = Matrix::from_rows(10, (0..16).map(votes));
/// assert_eq!(in_conversation(&matrix), [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
/// // Without the last one they would be fourteen, and the one with six votes makes them fifteen.
/// let matrix = Matrix::from_rows(10, (0..15).map(votes));
/// assert_eq!(in_conversation(&matrix), (0..15).collect::<Vec<_>>());
/// ```
#[must_use]
pub fn in_conversation(matrix: &Matrix) -> Vec<u32> {
    let enough = ENOUGH_VOTES.min(matrix.n_columns());
    let everybody = || (0_u32..).zip((0..matrix.n_rows()).map(|row| matrix.n_votes_of(row)));
    let mut rows: Vec<u32> = everybody().filter(|(_, n_votes)| *n_votes >= enough).map(|(row, _)| row).collect();
    if rows.len() < LEAST_PEOPLE {
        let mut others: Vec<(u32, usize)> = everybody().filter(|(_, n_votes)| *n_votes < enough).collect();
        // Stable, so that of people with as many votes the earlier rows come in.
        others.sort_by_key(|(_, n_votes)| std::cmp::Reverse(*n_votes));
        rows.extend(others.iter().take(LEAST_PEOPLE - rows.len()).map(|(row, _)| row));
        rows.sort_unstable();
    }
    rows
}
