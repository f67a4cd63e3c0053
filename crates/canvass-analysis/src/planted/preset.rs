//! Named parameter sets, so that a test or a paper can say exactly which data it used.
//!
//! What a name stands for never changes; a better set gets a name of its own.

use super::{Missing, PlantedSpec, StatementMix};
use std::fmt;
use std::str::FromStr;

/// A named parameter set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Preset {
    /// Two groups, 60 and 40 %.
    Planted2,
    /// Three groups, 50, 30 and 20 %.
    Planted3,
    /// Five groups, 30 to 10 %.
    Planted5,
    /// Eight groups of the same size.
    Planted8,
    /// A small group beside two larger ones: 60, 32 and 8 %.
    Planted60328,
    /// Three groups, of whom most people vote on few of many statements.
    Sparse,
    /// Three groups, whose people vote on what they feel strongly about.
    Mnar,
    /// No groups: every vote is drawn alone, whatever else somebody votes and wherever they stand.
    NoneIndependent,
    /// No groups: people differ along one line, most of them in its middle.
    NoneLine,
    /// No groups: people differ along two axes, alike in every direction.
    NonePlane,
}

/// A name that is no preset's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPreset(String);

impl Preset {
    /// Every preset.
    pub const ALL: [Self; 10] = [
        Self::Planted2,
        Self::Planted3,
        Self::Planted5,
        Self::Planted8,
        Self::Planted60328,
        Self::Sparse,
        Self::Mnar,
        Self::NoneIndependent,
        Self::NoneLine,
        Self::NonePlane,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Planted2 => "planted-2",
            Self::Planted3 => "planted-3",
            Self::Planted5 => "planted-5",
            Self::Planted8 => "planted-8",
            Self::Planted60328 => "planted-60-32-8",
            Self::Sparse => "sparse",
            Self::Mnar => "mnar",
            Self::NoneIndependent => "none-independent",
            Self::NoneLine => "none-line",
            Self::NonePlane => "none-plane",
        }
    }

    /// Its parameters.
    #[must_use]
    pub fn spec(self) -> PlantedSpec {
        match self {
            Self::Planted2 => sized(600, 40, &[0.6, 0.4], 20.0),
            Self::Planted3 => sized(1_000, 60, &[0.5, 0.3, 0.2], 30.0),
            Self::Planted5 => sized(2_000, 80, &[0.3, 0.25, 0.2, 0.15, 0.1], 40.0),
            Self::Planted8 => sized(4_000, 112, &[0.125; 8], 40.0),
            Self::Planted60328 => sized(1_500, 60, &[0.6, 0.32, 0.08], 36.0),
            Self::Sparse => sized(3_000, 200, &[0.5, 0.3, 0.2], 8.0),
            Self::Mnar => PlantedSpec { missing: Missing::Mnar, ..sized(1_000, 60, &[0.5, 0.3, 0.2], 20.0) },
            Self::NoneIndependent => PlantedSpec {
                pull: 0.0,
                mix: StatementMix { divisive: 0.0, ..base().mix },
                ..sized(1_000, 60, &[1.0], 30.0)
            },
            Self::NoneLine => PlantedSpec { dimension: 1, breadth: 2.0, ..sized(1_000, 60, &[1.0], 30.0) },
            Self::NonePlane => PlantedSpec { breadth: 2.0, ..sized(1_000, 60, &[1.0], 30.0) },
        }
    }
}

impl FromStr for Preset {
    type Err = UnknownPreset;

    fn from_str(name: &str) -> Result<Self, UnknownPreset> {
        Self::ALL
            .into_iter()
            .find(|preset| preset.name() == name)
            .ok_or_else(|| UnknownPreset(name.chars().take(60).collect()))
    }
}

impl fmt::Display for UnknownPreset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Preset::ALL.map(|preset| format!("`{}`", preset.name()));
        write!(f, "`{}` is not a preset; there are {}", self.0, names.join(", "))
    }
}

impl std::error::Error for UnknownPreset {}

/// What the presets share. Not `PlantedSpec::default()`: that one may change, presets may not.
fn base() -> PlantedSpec {
    PlantedSpec {
        n_participants: 1,
        n_statements: 1,
        group_shares: vec![1.0],
        dimension: 2,
        separation: 4.0,
        breadth: 1.0,
        pull: 1.0,
        votes_per_person: 1.0,
        participation_spread: 0.8,
        missing: Missing::Mcar,
        unsure_rate: 0.1,
        mix: StatementMix { shared: 0.25, divisive: 0.4, unsure: 0.1 },
    }
}

/// A preset that has no more of its own than its numbers.
fn sized(n_participants: u32, n_statements: u32, group_shares: &[f64], votes_per_person: f64) -> PlantedSpec {
    let group_shares = group_shares.to_vec();
    PlantedSpec { n_participants, n_statements, group_shares, votes_per_person, ..base() }
}
