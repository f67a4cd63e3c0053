//! Counts on one row of a table by attribute: how many people, and how many of them gave each answer.

/// How many people are on a row, and how many of them gave each answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    /// People.
    pub n: u64,
    /// How many gave each answer; people may have given several.
    pub cells: Vec<u64>,
}

/// What one person answered to one thing: answers as bits, lowest first.
pub(crate) type Marks = u128;

impl Counted {
    pub(crate) fn of(n_cells: usize) -> Self {
        Self { n: 0, cells: vec![0; n_cells] }
    }

    /// How many gave each answer, and how many did not.
    pub(crate) fn with_complements(&self) -> impl Iterator<Item = u64> {
        self.cells.iter().copied().chain(self.cells.iter().map(|cell| self.n.saturating_sub(*cell)))
    }

    /// Somebody's answer changes, begins or ends to count.
    pub(crate) fn change(&mut self, before: Option<Marks>, after: Option<Marks>) {
        if let Some(marks) = before {
            debug_assert!(self.n > 0, "nobody is taken out twice");
            self.n = self.n.saturating_sub(1);
            self.marked(marks, |cell| *cell = cell.saturating_sub(1));
        }
        if let Some(marks) = after {
            self.n += 1;
            self.marked(marks, |cell| *cell += 1);
        }
    }

    /// Takes people out who are among those counted.
    pub(crate) fn subtract(&mut self, other: &Self) {
        self.n = self.n.saturating_sub(other.n);
        for (cell, other) in self.cells.iter_mut().zip(&other.cells) {
            *cell = cell.saturating_sub(*other);
        }
    }

    fn marked(&mut self, marks: Marks, change: impl Fn(&mut u64)) {
        self.cells
            .iter_mut()
            .enumerate()
            .filter(|(place, _)| marks >> place & 1 == 1)
            .for_each(|(_, cell)| change(cell));
    }
}
