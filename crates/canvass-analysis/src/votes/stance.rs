//! One answer to one statement.

/// One person's answer to one statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Disagrees; counts as -1.
    Disagree,
    /// Neither; counts as 0, and as an answer.
    Unsure,
    /// Agrees; counts as 1.
    Agree,
}

/// One vote, by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vote {
    /// The row of the person who voted.
    pub row: u32,
    /// The column of the statement.
    pub column: u32,
    /// The answer.
    pub stance: Stance,
}

impl Stance {
    /// The number that the answer counts as: -1, 0 or 1.
    ///
    /// ```
    /// use canvass_analysis::votes::Stance;
    ///
    /// assert_eq!([Stance::Disagree, Stance::Unsure, Stance::Agree].map(Stance::value), [-1, 0, 1]);
    /// ```
    #[must_use]
    pub const fn value(self) -> i8 {
        match self {
            Self::Disagree => -1,
            Self::Unsure => 0,
            Self::Agree => 1,
        }
    }
}
