//! `canvass simulate`: a synthetic conversation with known truth, as files.

use super::export::Format;
use crate::exit::{Done, Failure, Kind};
use crate::outside::say;
use canvass_demo::simulate::{DEFAULT_SEED, Missing, Preset, SimulateOptions, truth_csv};
use canvass_formats::{polis, tidy};
use clap::Args;
use std::path::PathBuf;

/// Write a synthetic conversation with known truth.
#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// Folder to write, made at need
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The file set
    #[arg(long, value_enum)]
    format: Format,
    /// People
    #[arg(long, value_name = "N")]
    participants: Option<u32>,
    /// Statements
    #[arg(long, value_name = "N")]
    statements: Option<u32>,
    /// Planted groups
    #[arg(long, value_name = "N")]
    groups: Option<u32>,
    /// Their shares, such as .6,.32,.08
    #[arg(long, value_name = "SHARES", value_delimiter = ',')]
    group_shares: Option<Vec<f64>>,
    /// Mean number of votes a person
    #[arg(long, value_name = "MEAN")]
    votes_per_person: Option<f64>,
    /// Which votes are missing: mcar (any) or mnar (those that matter less to the person)
    #[arg(long, value_name = "KIND")]
    missing: Option<String>,
    /// Exact answers to a poll, such as 229,810,721
    #[arg(long, value_name = "COUNTS", value_delimiter = ',')]
    poll: Option<Vec<u32>>,
    /// Seed; the same seed gives the same files
    #[arg(long, value_name = "N", default_value_t = DEFAULT_SEED)]
    seed: u64,
    /// A named set of parameters: planted-2, planted-3, planted-5, planted-8, planted-60-32-8, sparse, mnar,
    /// none-independent, none-line or none-plane
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
}

impl Simulate {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        let usage = |why: String| Failure::new(Kind::Usage, anyhow::anyhow!(why));
        let missing = self.missing.as_deref().map(|word| {
            Missing::from_word(word).ok_or_else(|| usage(format!("`{word}` is no kind of missing votes: mcar or mnar")))
        });
        let preset =
            self.preset.as_deref().map(|name| name.parse::<Preset>().map_err(|error| usage(error.to_string())));
        let options = SimulateOptions {
            participants: self.participants,
            statements: self.statements,
            groups: self.groups,
            group_shares: self.group_shares,
            votes_per_person: self.votes_per_person,
            missing: missing.transpose()?,
            poll: self.poll.unwrap_or_default(),
            seed: Some(self.seed),
            preset: preset.transpose()?,
        };
        let simulated = options.check().map_err(|error| usage(error.to_string()))?.run();
        let failed =
            |error: std::io::Error| Failure::new(Kind::Storage, anyhow::anyhow!("`{}`: {error}", self.out.display()));
        std::fs::create_dir_all(&self.out).map_err(failed)?;
        match self.format {
            Format::Polis => polis::write_folder(&self.out, &simulated.transcript, None),
            Format::Tidy => tidy::write_folder(&self.out, &simulated.slug, &simulated.transcript, None),
        }
        .map_err(|error| Failure::new(Kind::Storage, error))?;
        std::fs::write(self.out.join("truth.csv"), truth_csv(&simulated.truth)).map_err(failed)?;
        say(self.out.display());
        Ok(())
    }
}
