//! What a method finds, in rows and columns: the same for every method, so that whoever shows a map knows no method.
//!
//! Holds numbers and says nothing of how they came about; where a method has no such thing the list is empty.

use crate::votes::{Place, Side, Tally};

/// Everything that a method finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysis {
    /// Mean of each column, those left out 0.
    pub centre: Vec<f64>,
    /// The two leading components, each as long as there are columns and of length 1.
    pub components: [Vec<f64>; 2],
    /// Where somebody would stand who only agreed with one statement, by column.
    pub statement_places: Vec<Place>,
    /// How far that is from the centre, by column.
    pub extremity: Vec<f64>,
    /// Where everybody stands, by row.
    pub places: Vec<Place>,
    /// Rows in the conversation, those whose votes make groups, ascending.
    pub in_conversation: Vec<u32>,
    /// The clusters that groups are made of; none where a method groups people one by one, or was told the groups.
    pub base_clusters: Vec<BaseCluster>,
    /// Silhouette of each number of groups that was tried, ascending from 2.
    pub silhouettes: Vec<(usize, f64)>,
    /// The groups, ascending by id.
    pub groups: Vec<Group>,
    /// The group of each row; nothing for those not in the conversation.
    pub group_of: Vec<Option<u8>>,
    /// All votes, by column, those left out too.
    pub tallies: Vec<Tally>,
    /// What most answer alike, taken as one population.
    pub consensus: Consensus,
    /// Product over groups of the chance that one of them agrees, by column.
    pub informed_agree: Vec<f64>,
    /// The same of disagreeing.
    pub informed_disagree: Vec<f64>,
    /// Weight with which a statement is shown next, by column.
    pub priorities: Vec<f64>,
}

/// People so near to each other that they are moved together.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseCluster {
    /// Number of its seed.
    pub id: u32,
    /// Rows, ascending.
    pub members: Vec<u32>,
    /// Mean of their places.
    pub place: Place,
}

/// People who vote alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its number, of its seed where it has one; there may be gaps.
    pub id: u8,
    /// Its base clusters, as places in [`Analysis::base_clusters`], ascending.
    pub base_clusters: Vec<u32>,
    /// How many rows.
    pub n_members: u32,
    /// Weighted mean of its base clusters.
    pub place: Place,
    /// Votes of its members, by column, those left out too.
    pub tallies: Vec<Tally>,
    /// What sets it apart, in the order of Polis; at most five.
    pub representative: Vec<Representative>,
}

/// One statement that represents a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Representative {
    /// The statement.
    pub column: u32,
    /// For agreeing with it or disagreeing.
    pub side: Side,
    /// How many members did.
    pub n_success: u32,
    /// How many members answered it.
    pub n_trials: u32,
    /// (n_success + 1) / (n_trials + 2).
    pub p_success: f64,
    /// One-proportion test.
    pub p_test: f64,
    /// The share here over the share of all others.
    pub repness: f64,
    /// Two-proportion test.
    pub repness_test: f64,
    /// Taken for being what the group most agrees on, with how many agree.
    pub best_agree: Option<u32>,
}

/// Statements that most answer alike, each list of at most five.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Consensus {
    /// Agreed with.
    pub agree: Vec<ConsensusStatement>,
    /// Disagreed with.
    pub disagree: Vec<ConsensusStatement>,
}

/// One statement in [`Consensus`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConsensusStatement {
    /// The statement.
    pub column: u32,
    /// How many answered so.
    pub n_success: u32,
    /// How many answered it.
    pub n_trials: u32,
    /// (n_success + 1) / (n_trials + 2).
    pub p_success: f64,
    /// One-proportion test.
    pub p_test: f64,
}
