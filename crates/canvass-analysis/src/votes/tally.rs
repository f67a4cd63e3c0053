//! Votes on one statement, counted. Whole numbers, so that no order of counting can change them.

use super::stance::Stance;

/// Votes on one statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many agree.
    pub agree: u32,
    /// How many disagree.
    pub disagree: u32,
    /// How many are unsure.
    pub unsure: u32,
}

/// Which answer a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Agreeing.
    Agree,
    /// Disagreeing.
    Disagree,
}

impl Tally {
    /// How many took a side.
    ///
    /// ```
    /// use canvass_analysis::votes::{Side, Tally};
    ///
    /// let tally = Tally { agree: 5, disagree: 2, unsure: 3 };
    /// assert_eq!((tally.on(Side::Agree), tally.on(Side::Disagree)), (5, 2));
    /// ```
    #[must_use]
    pub const fn on(self, side: Side) -> u32 {
        match side {
            Side::Agree => self.agree,
            Side::Disagree => self.disagree,
        }
    }

    /// What is left without those, who have to be among them; 0 where they are not.
    ///
    /// ```
    /// use canvass_analysis::votes::Tally;
    ///
    /// let all = Tally { agree: 5, disagree: 2, unsure: 3 };
    /// let group = Tally { agree: 4, disagree: 0, unsure: 1 };
    /// assert_eq!(all.without(group), Tally { agree: 1, disagree: 2, unsure: 2 });
    /// ```
    #[must_use]
    pub const fn without(self, others: Self) -> Self {
        Self {
            agree: self.agree.saturating_sub(others.agree),
            disagree: self.disagree.saturating_sub(others.disagree),
            unsure: self.unsure.saturating_sub(others.unsure),
        }
    }

    /// Everybody who answered.
    ///
    /// ```
    /// use canvass_analysis::votes::Tally;
    ///
    /// assert_eq!(Tally { agree: 5, disagree: 2, unsure: 3 }.n(), 10);
    /// ```
    #[must_use]
    pub const fn n(self) -> u32 {
        self.agree + self.disagree + self.unsure
    }

    /// Mean of the answers, agree as 1, unsure as 0 and disagree as -1; 0 where nobody answered.
    ///
    /// ```
    /// use canvass_analysis::votes::Tally;
    ///
    /// // (5 - 2) / 10.
    /// assert_eq!(Tally { agree: 5, disagree: 2, unsure: 3 }.mean(), 0.3);
    /// assert_eq!(Tally::default().mean(), 0.0);
    /// ```
    #[must_use]
    pub fn mean(self) -> f64 {
        (f64::from(self.agree) - f64::from(self.disagree)) / f64::from(self.n().max(1))
    }

    pub(crate) const fn add(&mut self, other: Self) {
        self.agree += other.agree;
        self.disagree += other.disagree;
        self.unsure += other.unsure;
    }

    /// One answer becomes another, comes in or goes.
    pub(crate) const fn change(&mut self, before: Option<Stance>, after: Option<Stance>) {
        if let Some(stance) = before {
            let count = self.count_mut(stance);
            *count = count.saturating_sub(1);
        }
        if let Some(stance) = after {
            *self.count_mut(stance) += 1;
        }
    }

    const fn count_mut(&mut self, stance: Stance) -> &mut u32 {
        match stance {
            Stance::Agree => &mut self.agree,
            Stance::Disagree => &mut self.disagree,
            Stance::Unsure => &mut self.unsure,
        }
    }
}
