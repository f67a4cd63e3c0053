//! What an analysis is made of, and how it is analysed: with the rule that no group has fewer than five people.

use canvass_analysis::methods::{self, Analysis};
use canvass_analysis::votes::{Matrix, Treatment};
use canvass_counts::thresholds;
use canvass_domain::{Ballot, ParticipantId, Seq, StatementId, StatementState, Subject};

/// What an analysis is made of, with which row is whose and which column is what.
#[derive(Clone, Debug)]
pub struct Material {
    /// Last event that the answers follow from.
    pub seq: Seq,
    /// The participant of each row, ascending.
    pub rows: Vec<ParticipantId>,
    /// The statement of each column, ascending.
    pub columns: Vec<StatementId>,
    /// How each column takes part.
    pub treatments: Vec<Treatment>,
    /// The votes.
    pub matrix: Matrix,
    /// What each row chose in the poll.
    pub ballots: Vec<Option<Ballot>>,
}

impl Material {
    /// Analyses it, cold, as Polis does: groups may be as small as one person.
    #[must_use]
    pub fn analyse_as_polis(&self) -> Option<Analysis> {
        methods::PRIMARY.analyse(&self.matrix, &self.treatments)
    }

    /// Analyses it, cold.
    #[must_use]
    pub fn analyse(&self) -> Option<Analysis> {
        self.analyse_as_polis().map(|found| floored(found, &self.matrix, &self.treatments))
    }
}

/// The analysis with no group of fewer than five people.
pub(crate) fn floored(found: Analysis, matrix: &Matrix, treatments: &[Treatment]) -> Analysis {
    methods::PRIMARY.regroup(&found, matrix, treatments, GROUP_LEAST).unwrap_or(found)
}

/// [`thresholds::GROUP_LEAST`] as the analysis counts.
#[expect(clippy::cast_possible_truncation, reason = "a handful")]
const GROUP_LEAST: u32 = thresholds::GROUP_LEAST as u32;

/// How a statement takes part in an analysis, as Polis has it: one about the readers stays meta when it is declined.
#[must_use]
pub const fn treatment(state: StatementState, subject: Subject) -> Treatment {
    match (subject, state) {
        (Subject::Readers, _) => Treatment::Meta,
        (Subject::Topic, StatementState::Declined) => Treatment::LeftOut,
        (Subject::Topic, StatementState::Held | StatementState::Accepted) => Treatment::Counted,
    }
}
