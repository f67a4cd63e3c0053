//! Exact numbers of answers to a poll, given to those who lean most towards them.

/// Gives every option exactly its count of people, as far as there are people.
///
/// `scores` holds one row a person and one score an option; higher is closer. All (person, option) pairs
/// are taken from the highest score down, ties to the earlier person, then the earlier option; a pair
/// counts where the person has no option yet and the option has room. Whoever is left has none. With
/// scores of log weight + Gumbel this is a draw by weights, bent to the exact counts.
/// O(pairs x log pairs).
///
/// ```
/// use canvass_analysis::planted::assign_exactly;
///
/// // One place in the first option, which the first person wants most; the second person takes the other, the third
/// // what is left of it, and for the last there is no room.
/// let scores = [vec![0.9, 0.1], vec![0.8, 0.7], vec![0.2, 0.3], vec![0.0, 0.1]];
/// assert_eq!(assign_exactly(&[1, 2], &scores), [Some(0), Some(1), Some(1), None]);
/// ```
#[must_use]
pub fn assign_exactly(counts: &[usize], scores: &[Vec<f64>]) -> Vec<Option<usize>> {
    let mut pairs: Vec<(f64, usize, usize)> = scores
        .iter()
        .enumerate()
        .flat_map(|(person, row)| row.iter().enumerate().map(move |(option, score)| (*score, person, option)))
        .collect();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut room = counts.to_vec();
    let mut given = vec![None; scores.len()];
    for (_, person, option) in pairs {
        if let (Some(mine @ None), Some(left @ 1..)) = (given.get_mut(person), room.get_mut(option)) {
            *mine = Some(option);
            *left -= 1;
        }
    }
    given
}
