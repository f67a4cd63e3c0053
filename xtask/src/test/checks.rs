//! Checks that run no test of the product: format, clippy, tidy.
//!
//! None of them changes a file.

use super::counts::Counts;
use super::{Surroundings, stream};
use anyhow::{Result, bail};
use std::process::Command;

pub fn format(surroundings: &Surroundings) -> Result<Counts> {
    let mut command = Command::new("cargo");
    must_succeed(command.args(["fmt", "--all", "--check"]).current_dir(&surroundings.root), "run `cargo fmt --all`")
}

pub fn clippy(surroundings: &Surroundings) -> Result<Counts> {
    let mut command = Command::new("cargo");
    command
        .args(["clippy", "--workspace", "--all-targets"])
        .args(&surroundings.features)
        .args(["--", "-D", "warnings"]);
    must_succeed(command.current_dir(&surroundings.root), "clippy is not silent")
}

pub fn tidy(_: &Surroundings) -> Result<Counts> {
    crate::tidy::run()?;
    Ok(Counts::default())
}

fn must_succeed(command: &mut Command, hint: &str) -> Result<Counts> {
    if !stream::run(command)?.status.success() {
        bail!("{hint}");
    }
    Ok(Counts::default())
}
