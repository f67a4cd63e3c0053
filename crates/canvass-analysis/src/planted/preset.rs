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
}

/// A name that is no preset's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPreset(String);

impl Preset {
    /// Every preset.
    pub const ALL: [Self; 2] = [Self::Planted2, Self::Planted3];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Planted2 => "planted-2",
            Self::Planted3 => "planted-3",
        }
    }

    /// Its parameters.
    #[must_use]
    pub fn spec(self) -> PlantedSpec {
        match self {
            Self::Planted2 => PlantedSpec {
                n_participants: 600,
                n_statements: 40,
                group_shares: vec![0.6, 0.4],
                votes_per_person: 20.0,
                ..base()
            },
            Self::Planted3 => PlantedSpec {
                n_participants: 1_000,
                n_statements: 60,
                group_shares: vec![0.5, 0.3, 0.2],
                votes_per_person: 30.0,
                ..base()
            },
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
        votes_per_person: 1.0,
        participation_spread: 0.8,
        missing: Missing::Mcar,
        unsure_rate: 0.1,
        mix: StatementMix { shared: 0.25, divisive: 0.4, unsure: 0.1 },
    }
}
