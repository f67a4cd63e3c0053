//! The parameters of a planted conversation, validated once. Only the checked type can generate.

/// Parameters as given, not yet checked.
#[derive(Clone, Debug, PartialEq)]
pub struct PlantedSpec {
    /// Number of participants, 1 to 2,000,000.
    pub n_participants: u32,
    /// Number of statements, 1 to 20,000.
    pub n_statements: u32,
    /// Share of each group among participants: 1 to 16 positive numbers that sum to 1.
    pub group_shares: Vec<f64>,
    /// Dimensions of the space people stand in, 1 to 8.
    pub dimension: usize,
    /// Distance between neighbouring groups' centres, in the units of the loadings, 0 to 20: standard deviations
    /// within a group where `breadth` is 1.
    pub separation: f64,
    /// Standard deviation of people around their group's centre, in the units of the loadings, 0.1 to 10.
    pub breadth: f64,
    /// Factor on how much a feeling depends on where somebody stands, 0 (not at all) to 5.
    pub pull: f64,
    /// Mean number of votes of a participant, 1 to the number of statements.
    pub votes_per_person: f64,
    /// Standard deviation of the logarithm of how much a person votes, 0 (everybody alike) to 3.
    pub participation_spread: f64,
    /// Which votes are missing.
    pub missing: Missing,
    /// Mean share of unsure votes on statements that are not mostly unsure, 0 to 0.9.
    pub unsure_rate: f64,
    /// How many statements of each kind.
    pub mix: StatementMix,
}

/// Which votes are missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Missing {
    /// Completely at random: every statement is equally likely to be voted on.
    #[default]
    Mcar,
    /// Not at random: people are more likely to vote on statements they feel strongly about.
    Mnar,
}

/// Shares of the statements, each 0 to 1, together at most 1; the rest are ordinary.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StatementMix {
    /// Everybody leans the same way.
    pub shared: f64,
    /// Two groups part.
    pub divisive: f64,
    /// Most people are unsure.
    pub unsure: f64,
}

/// Checked parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Planted(PlantedSpec);

/// A parameter that is out of bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidSpec {
    /// Which.
    pub parameter: &'static str,
    /// What it was.
    pub value: String,
    /// What it may be.
    pub hint: &'static str,
}

impl Default for StatementMix {
    fn default() -> Self {
        Self { shared: 0.25, divisive: 0.4, unsure: 0.1 }
    }
}

impl Default for PlantedSpec {
    /// Three hundred people in two equal groups on thirty statements.
    fn default() -> Self {
        Self {
            n_participants: 300,
            n_statements: 30,
            group_shares: vec![0.5, 0.5],
            dimension: 2,
            separation: 4.0,
            breadth: 1.0,
            pull: 1.0,
            votes_per_person: 15.0,
            participation_spread: 0.8,
            missing: Missing::Mcar,
            unsure_rate: 0.1,
            mix: StatementMix::default(),
        }
    }
}

impl Missing {
    /// The word used on every boundary.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Mcar => "mcar",
            Self::Mnar => "mnar",
        }
    }

    /// Reads the word; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Mcar, Self::Mnar].into_iter().find(|missing| missing.word() == word)
    }
}

impl PlantedSpec {
    /// Checks every parameter.
    ///
    /// # Errors
    /// The first parameter that is out of bounds, with what it may be.
    pub fn check(self) -> Result<Planted, InvalidSpec> {
        whole("participants", self.n_participants, 2_000_000, "a whole number, 1 to 2,000,000")?;
        whole("statements", self.n_statements, 20_000, "a whole number, 1 to 20,000")?;
        self.check_shares()?;
        let dimension = u32::try_from(self.dimension).unwrap_or(u32::MAX);
        whole("dimension", dimension, 8, "a whole number, 1 to 8")?;
        real("separation", self.separation, 0.0, 20.0, "0 to 20 standard deviations")?;
        real("breadth", self.breadth, 0.1, 10.0, "0.1 to 10")?;
        real("pull", self.pull, 0.0, 5.0, "0 to 5")?;
        let most = f64::from(self.n_statements);
        real("votes per person", self.votes_per_person, 1.0, most, "a mean from 1 to the number of statements")?;
        real("participation spread", self.participation_spread, 0.0, 3.0, "0 to 3")?;
        real("unsure rate", self.unsure_rate, 0.0, 0.9, "0 to 0.9")?;
        let StatementMix { shared, divisive, unsure } = self.mix;
        for share in [shared, divisive, unsure, shared + divisive + unsure] {
            real("share of statements", share, 0.0, 1.0 + 1e-9, "each 0 to 1, together at most 1")?;
        }
        Ok(Planted(self))
    }

    fn check_shares(&self) -> Result<(), InvalidSpec> {
        let n_groups = u32::try_from(self.group_shares.len()).unwrap_or(u32::MAX);
        whole("groups", n_groups, 16, "1 to 16 groups")?;
        for share in &self.group_shares {
            real("group share", *share, 1e-9, 1.0, "each above 0, at most 1")?;
        }
        let sum = self.group_shares.iter().sum::<f64>();
        real("sum of group shares", sum, 1.0 - 1e-6, 1.0 + 1e-6, "the shares of all groups sum to 1")
    }
}

impl Planted {
    /// The parameters.
    #[must_use]
    pub const fn spec(&self) -> &PlantedSpec {
        &self.0
    }
}

impl std::fmt::Display for InvalidSpec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: `{}` is out of bounds; use {}", self.parameter, self.value, self.hint)
    }
}

impl std::error::Error for InvalidSpec {}

fn whole(parameter: &'static str, value: u32, most: u32, hint: &'static str) -> Result<(), InvalidSpec> {
    if (1..=most).contains(&value) { Ok(()) } else { Err(InvalidSpec { parameter, value: value.to_string(), hint }) }
}

/// Not a number is out of every bound.
fn real(parameter: &'static str, value: f64, low: f64, high: f64, hint: &'static str) -> Result<(), InvalidSpec> {
    if (low..=high).contains(&value) { Ok(()) } else { Err(InvalidSpec { parameter, value: value.to_string(), hint }) }
}
