//! Synthetic conversations with known truth: groups, positions and votes drawn from a stated model.
//!
//! They check the analysis against what was planted, let an editor rehearse, and fill the demo. The
//! model is written down in docs/METHODS.md, section "Planted conversations". Nothing made here may ever
//! be shown as if people had answered.

mod crowd;
mod poll;
mod preset;
mod spec;
mod statement;
mod votes;

pub use crowd::{Crowd, apportion, centres, participation};
pub use poll::assign_exactly;
pub use preset::{Preset, UnknownPreset};
pub use spec::{InvalidSpec, Missing, Planted, PlantedSpec, StatementMix};
pub use statement::{Kind, StatementModel, Traits};
pub use votes::{PlantedData, PlantedVote};

/// Streams of the generator, one for each purpose, so that more of one does not move another.
pub(crate) mod stream {
    pub const GROUPS: u64 = 1;
    pub const POSITIONS: u64 = 2;
    pub const STATEMENTS: u64 = 3;
    pub const PARTICIPATION: u64 = 4;
    pub const ARRIVALS: u64 = 5;
    pub const CHOICE: u64 = 6;
    pub const STANCES: u64 = 7;
}
