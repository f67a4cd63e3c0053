//! How a statement takes part in an analysis.

/// How a statement takes part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Treatment {
    /// Like any other.
    #[default]
    Counted,
    /// Declined by a moderator: its column is as if everybody had been unsure, and it is never selected.
    LeftOut,
    /// About the conversation itself: left out too, and shown before others.
    Meta,
}

impl Treatment {
    /// The treatment of a column in a list of them; a column that the list does not reach is counted.
    pub(crate) fn of_column(treatments: &[Self], column: usize) -> Self {
        treatments.get(column).copied().unwrap_or_default()
    }

    /// Whether a column takes part in places and selections.
    pub(crate) fn counts(treatments: &[Self], column: usize) -> bool {
        Self::of_column(treatments, column) == Self::Counted
    }
}
