//! Which lines of a table may be shown, so that no small count can be read off or worked out.
//!
//! A table has one line for each value of an attribute and, unseen, one for those who did not say. Its columns add
//! up to counts that everybody can see. A line is given whole or not at all:
//!
//! 1. A line is *small* where it has fewer than [`LEAST`] people, or where some answer was given, or not given, by 1
//!    to 4 of them. Small lines are kept back.
//! 2. Lines kept back, with those who did not say, are the *rest*: what is left of every total when the shown lines
//!    are taken away. While there is anything to protect, the rest must hold people on at least two lines, and of
//!    every answer at least 5, or everybody who gave it. Until then the smallest shown line is kept back too.
//!
//! After the close a line may be lost: somebody has left it, and what it counted is not known any more. Readers may
//! remember it. Then the others have to be kept back as though it were known to everybody: the rest without it must
//! hold at least 5 of every answer, also of those that seem to be nobody's. So whatever was kept back at the close
//! still is, whatever the lost line counted.
//!
//! Nothing is known of lines in the rest but their sum, so each count in one of them can be anything from 0 to the
//! rest of its column, which is 5 or more. This module must never look at more than the counts it is given: what
//! is kept back must not depend on anything that changes while the table stands.

use crate::counted::Counted;

/// Least people on a line that is shown, and least count that is.
pub const LEAST: u64 = 5;

/// One line of a table as this module sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Line<'c> {
    /// Counts that stand.
    Counted(&'c Counted),
    /// Too few so far to have counts that stand: kept back, and worth protecting.
    Unknown,
}

impl Line<'_> {
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

/// Which of the lines are shown. `unsaid` are those who did not say, where the rest can be told with them.
pub(crate) fn shown(lines: &[Line<'_>], unsaid: Option<Line<'_>>) -> Vec<bool> {
    let mut shown: Vec<bool> = lines.iter().map(|line| !line.is_small()).collect();
    let hidden_people = lines.iter().any(|line| line.is_small() && line.has_people());
    let few_unsaid = unsaid.is_some_and(|line| line.has_people() && line.is_small());
    if !hidden_people && !few_unsaid {
        return shown;
    }
    let every = || lines.iter().copied().chain(unsaid);
    let is_lost = |line: &Line<'_>| matches!(line, Line::Unknown);
    let lacks_a_line = unsaid.is_some() && every().any(|line| is_lost(&line));
    // The second line in the rest is the one that is protected. Where none is known to be small, that is the lost one.
    let protects_another = every().any(|line| !is_lost(&line) && line.has_people() && line.is_small());
    let n_lines = 1 + usize::from(protects_another);
    let total = Rest::of(every());
    loop {
        let kept_back = lines.iter().zip(&shown).filter(|(_, shown)| !**shown).map(|(line, _)| *line).chain(unsaid);
        let is_covered = if lacks_a_line {
            Rest::of(kept_back.filter(|line| !is_lost(line))).covers_by_itself(n_lines)
        } else {
            Rest::of(kept_back).covers(&total)
        };
        if is_covered {
            return shown;
        }
        let size = |line: &Line<'_>| match line {
            Line::Counted(counts) => counts.n,
            Line::Unknown => 0,
        };
        let still = (0_usize..).zip(lines.iter().zip(&shown)).filter(|(_, (_, shown))| **shown);
        let smallest = still.min_by_key(|(_, (line, _))| size(line)).map(|(place, _)| place);
        match smallest.and_then(|place| shown.get_mut(place)) {
            Some(smallest) => *smallest = false,
            None => return shown,
        }
    }
}

/// What some lines come to together.
#[derive(Default)]
struct Rest {
    n_lines: usize,
    counts: Vec<u64>,
}

impl Rest {
    fn of<'c>(lines: impl Iterator<Item = Line<'c>>) -> Self {
        let mut rest = Self::default();
        for line in lines.filter(Line::has_people) {
            rest.n_lines += 1;
            let Line::Counted(counts) = line else { continue };
            for (place, count) in std::iter::once(counts.n).chain(counts.with_complements()).enumerate() {
                match rest.counts.get_mut(place) {
                    Some(sum) => *sum += count,
                    None => rest.counts.push(count),
                }
            }
        }
        rest
    }

    /// Whether nothing can be told of a single line in it, whatever else there is.
    fn covers_by_itself(&self, n_lines: usize) -> bool {
        self.n_lines >= n_lines && self.counts.iter().all(|count| *count >= LEAST)
    }

    /// Whether nothing can be told of a single line in it.
    fn covers(&self, total: &Self) -> bool {
        let mut all = total.counts.iter().enumerate();
        let enough = |(place, total): (usize, &u64)| self.counts.get(place).unwrap_or(&0) >= (&LEAST).min(total);
        self.n_lines >= 2 && all.all(enough)
    }
}
