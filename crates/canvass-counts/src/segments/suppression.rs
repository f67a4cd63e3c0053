//! Which rows of a table may be shown, so that no small count can be read off or worked out.
//!
//! A table has one row for each value of an attribute and, unseen, one for those who did not say. Its columns add
//! up to counts that everybody can see. A row is given whole or not at all:
//!
//! 1. A row is *small* where it has fewer than [`LEAST`] people, or where some answer was given, or not given, by 1
//!    to 4 of them. Small rows are kept back.
//! 2. Rows kept back, with those who did not say, are the *rest*: what is left of every total when the shown rows
//!    are taken away. While there is anything to protect, the rest must hold people on at least two rows, and of
//!    every answer at least 5, or everybody who gave it. Until then the smallest shown row is kept back too.
//!
//! After the close a row may be lost: somebody has left it, and what it counted is not known any more. Readers may
//! remember it. Then the others have to be kept back as though it were known to everybody: the rest without it must
//! hold at least 5 of every answer, also of those that seem to be nobody's. So whatever was kept back at the close
//! still is, whatever the lost row counted.
//!
//! Nothing is known of rows in the rest but their sum, so each count in one of them can be anything from 0 to the
//! rest of its column, which is 5 or more. This module must never look at more than the counts it is given: what
//! is kept back must not depend on anything that changes while the table stands.

use crate::segments::counted::Counted;

/// Least people on a row that is shown, and least count that is.
pub const LEAST: u64 = 5;

/// One row of a table as this module sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Row<'c> {
    /// Counts that stand.
    Counted(&'c Counted),
    /// Too few so far to have counts that stand: kept back, and worth protecting.
    Unknown,
}

impl Row<'_> {
    const fn has_people(&self) -> bool {
        match self {
            Self::Counted(counts) => counts.n > 0,
            Self::Unknown => true,
        }
    }

    fn is_small(&self) -> bool {
        match self {
            Self::Counted(counts) => {
                counts.n < LEAST || counts.with_complements().any(|count| (1..LEAST).contains(&count))
            }
            Self::Unknown => true,
        }
    }
}

/// Which of the rows are shown. `unsaid` are those who did not say, where the rest can be told with them.
pub(crate) fn shown(rows: &[Row<'_>], unsaid: Option<Row<'_>>) -> Vec<bool> {
    let mut shown: Vec<bool> = rows.iter().map(|row| !row.is_small()).collect();
    let hidden_people = rows.iter().any(|row| row.is_small() && row.has_people());
    let few_unsaid = unsaid.is_some_and(|row| row.has_people() && row.is_small());
    if !hidden_people && !few_unsaid {
        return shown;
    }
    let every = || rows.iter().copied().chain(unsaid);
    let is_lost = |row: &Row<'_>| matches!(row, Row::Unknown);
    let lacks_a_row = unsaid.is_some() && every().any(|row| is_lost(&row));
    // The second row in the rest is the one that is protected. Where none is known to be small, that is the lost one.
    let protects_another = every().any(|row| !is_lost(&row) && row.has_people() && row.is_small());
    let n_rows = 1 + usize::from(protects_another);
    let total = Rest::of(every());
    loop {
        let kept_back = rows.iter().zip(&shown).filter(|(_, shown)| !**shown).map(|(row, _)| *row).chain(unsaid);
        let is_covered = if lacks_a_row {
            Rest::of(kept_back.filter(|row| !is_lost(row))).covers_by_itself(n_rows)
        } else {
            Rest::of(kept_back).covers(&total)
        };
        if is_covered {
            return shown;
        }
        let size = |row: &Row<'_>| match row {
            Row::Counted(counts) => counts.n,
            Row::Unknown => 0,
        };
        let still = (0_usize..).zip(rows.iter().zip(&shown)).filter(|(_, (_, shown))| **shown);
        let smallest = still.min_by_key(|(_, (row, _))| size(row)).map(|(place, _)| place);
        match smallest.and_then(|place| shown.get_mut(place)) {
            Some(smallest) => *smallest = false,
            None => return shown,
        }
    }
}

/// What some rows come to together.
#[derive(Default)]
struct Rest {
    n_rows: usize,
    counts: Vec<u64>,
}

impl Rest {
    fn of<'c>(rows: impl Iterator<Item = Row<'c>>) -> Self {
        let mut rest = Self::default();
        for row in rows.filter(Row::has_people) {
            rest.n_rows += 1;
            let Row::Counted(counts) = row else { continue };
            for (place, count) in std::iter::once(counts.n).chain(counts.with_complements()).enumerate() {
                match rest.counts.get_mut(place) {
                    Some(sum) => *sum += count,
                    None => rest.counts.push(count),
                }
            }
        }
        rest
    }

    /// Whether nothing can be told of a single row in it, whatever else there is.
    fn covers_by_itself(&self, n_rows: usize) -> bool {
        self.n_rows >= n_rows && self.counts.iter().all(|count| *count >= LEAST)
    }

    /// Whether nothing can be told of a single row in it.
    fn covers(&self, total: &Self) -> bool {
        let mut all = total.counts.iter().enumerate();
        let enough = |(place, total): (usize, &u64)| self.counts.get(place).unwrap_or(&0) >= (&LEAST).min(total);
        self.n_rows >= 2 && all.all(enough)
    }
}
