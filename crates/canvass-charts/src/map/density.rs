//! Many people: one mark for each cell of the plot instead of one for each person.
//!
//! A cell has the mark of the group with most people in it (ties go to the lower number) and one of four shades by
//! how many people it holds: a fourth begins at the largest of 1, 2, 5, 10, 20, 50 ... that is at most half of the
//! fullest cell, and each one before it two steps lower.

use super::extent::Spot;
use std::collections::BTreeMap;

/// Side of a cell, in tenths of a unit.
pub(super) const CELL: i32 = 160;
/// Most shades.
pub(super) const MAX_SHADES: usize = 4;

/// One cell with people in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) middle: Spot,
    pub(super) sign: usize,
    pub(super) n: usize,
}

/// Puts people, each with the number of their group, into cells.
pub(super) fn cells(people: &[(Spot, usize)]) -> Vec<Cell> {
    let mut counts: BTreeMap<(i32, i32), BTreeMap<usize, usize>> = BTreeMap::new();
    for (spot, sign) in people {
        *counts.entry((spot.y / CELL, spot.x / CELL)).or_default().entry(*sign).or_default() += 1;
    }
    let cell = |((row, column), by_sign): ((i32, i32), BTreeMap<usize, usize>)| {
        let (sign, _) = by_sign.iter().rev().max_by_key(|(_, n)| **n)?;
        let middle = Spot { x: column * CELL + CELL / 2, y: row * CELL + CELL / 2 };
        Some(Cell { middle, sign: *sign, n: by_sign.values().sum() })
    };
    counts.into_iter().filter_map(cell).collect()
}

/// The least count of each shade, palest first.
pub(super) fn shades(most: usize) -> Vec<usize> {
    let steps = (0..12_u32).flat_map(|power| [1, 2, 5].map(|step| step * 10_usize.pow(power)));
    let ladder: Vec<usize> = steps.take_while(|step| *step <= (most / 2).max(1)).collect();
    let mut from: Vec<usize> = ladder.iter().rev().step_by(2).take(MAX_SHADES - 1).copied().collect();
    from.reverse();
    if from.first() != Some(&1) {
        from.insert(0, 1);
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_are_few_and_round() {
        let check = |most, expected: &[usize]| assert_eq!(shades(most), expected, "{most}");
        check(0, &[1]);
        check(1, &[1]);
        check(3, &[1]);
        check(4, &[1, 2]);
        check(40, &[1, 5, 20]);
        check(130, &[1, 2, 10, 50]);
        check(5000, &[1, 100, 500, 2000]);
    }

    #[test]
    fn a_cell_has_the_sign_of_most_and_the_count_of_all() {
        let at = |x, y| Spot { x, y };
        let people = [(at(10, 10), 1), (at(20, 150), 0), (at(159, 0), 1), (at(160, 0), 2), (at(170, 9), 0)];
        let found: Vec<_> = cells(&people).into_iter().map(|cell| (cell.middle, cell.sign, cell.n)).collect();
        assert_eq!(found, [(at(80, 80), 1, 3), (at(240, 80), 0, 2)]);
    }
}
