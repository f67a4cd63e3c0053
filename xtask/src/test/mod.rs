//! The whole suite, step by step: set up, format, clippy, tidy, build, tests, browser, and what others wrote to find
//! faults.
//!
//! A failed set-up ends the run; every later step runs whatever failed before it, and all failures are named
//! at the end, so that one run tells everything. The last line counts tests as machines expect it.

mod browser;
mod checks;
mod counts;
mod outside;
mod setup;
mod stream;
mod suite;

use crate::workspace::{Graph, Platforms, root};
use anyhow::{Context as _, Result, bail};
use counts::Counts;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How much of the suite is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Everything, as CI does.
    Full,
    /// Without PostgreSQL and browser: for the minutes between two thoughts.
    Quick,
}

/// What every step may need to know.
struct Surroundings {
    extent: Extent,
    root: PathBuf,
    /// Cargo features to switch on for clippy and tests: `--features a/b`, or nothing.
    features: Vec<String>,
}

struct Step {
    name: &'static str,
    run: fn(&Surroundings) -> Result<Counts>,
}

/// What became of a step.
struct Outcome {
    name: &'static str,
    took: Duration,
    result: Result<Counts>,
}

const SETUP: Step = Step { name: "setup", run: setup::run };

const QUICK: &[Step] = &[
    Step { name: "format", run: checks::format },
    Step { name: "clippy", run: checks::clippy },
    Step { name: "tidy", run: checks::tidy },
    Step { name: "build", run: suite::build },
    Step { name: "tests", run: suite::without_postgres },
];

const FULL: &[Step] = &[
    Step { name: "format", run: checks::format },
    Step { name: "clippy", run: checks::clippy },
    Step { name: "tidy", run: checks::tidy },
    Step { name: "build", run: suite::build },
    Step { name: "tests", run: suite::with_postgres },
    Step { name: "browser", run: browser::run },
    Step { name: "api", run: outside::schemathesis },
    Step { name: "advisories", run: outside::advisories },
];

/// Runs the suite and fails if any step did.
pub fn run(extent: Extent) -> Result<()> {
    let root = root();
    let features = test_features(&Graph::read(&root, Platforms::Linux)?);
    let surroundings = Surroundings { extent, root, features };
    let setup = perform(&SETUP, &surroundings);
    if let Err(error) = setup.result {
        return Err(error.context("setup"));
    }
    let steps = match extent {
        Extent::Full => FULL,
        Extent::Quick => QUICK,
    };
    let mut outcomes = vec![setup];
    outcomes.extend(steps.iter().map(|step| perform(step, &surroundings)));
    report(&outcomes)
}

fn perform(step: &Step, surroundings: &Surroundings) -> Outcome {
    println!("\n== {}", step.name);
    let started = Instant::now();
    let result = (step.run)(surroundings);
    let took = started.elapsed();
    match &result {
        Ok(_) => println!("== {}: ok, {:.1} s", step.name, took.as_secs_f64()),
        Err(error) => println!("== {}: FAILED, {:.1} s: {error:#}", step.name, took.as_secs_f64()),
    }
    Outcome { name: step.name, took, result }
}

fn report(outcomes: &[Outcome]) -> Result<()> {
    println!("\n== summary");
    for Outcome { name, took, result } in outcomes {
        let word = if result.is_ok() { "ok" } else { "FAILED" };
        println!("{name:<10} {:>7.1} s  {word}", took.as_secs_f64());
    }
    let (line, failed_steps) = closing(outcomes);
    if failed_steps.is_empty() {
        println!("{line}");
        return Ok(());
    }
    for (name, reason) in &failed_steps {
        println!("failed: {name}: {reason}");
    }
    println!("{line}");
    let names: Vec<&str> = failed_steps.iter().map(|(name, _)| *name).collect();
    bail!("{} failed", names.join(", "))
}

/// The counts of all steps as one line; a step that fails without saying which test counts as one failure.
fn closing(outcomes: &[Outcome]) -> (String, Vec<(&'static str, String)>) {
    let mut total = Counts::default();
    let mut failed = Vec::new();
    for Outcome { name, result, .. } in outcomes {
        match result {
            Ok(counts) => total += *counts,
            Err(error) => {
                total += error.downcast_ref::<counts::Failed>().map_or(Counts::one_failed(), |failed| failed.counts);
                failed.push((*name, format!("{error:#}")));
            }
        }
    }
    (total.to_string(), failed)
}

/// Fault injection for the tests that kill the server, where the binary has it.
fn test_features(graph: &Graph) -> Vec<String> {
    let has_faults = graph.member("canvass").is_some_and(|one| one.features.iter().any(|name| name == "faults"));
    if has_faults { ["--features", "canvass/faults"].map(str::to_owned).to_vec() } else { Vec::new() }
}

/// Cargo's folder for what it builds.
fn target_folder(surroundings: &Surroundings) -> Result<PathBuf> {
    let mut command = cargo_metadata::MetadataCommand::new();
    let metadata = command.manifest_path(surroundings.root.join("Cargo.toml")).no_deps().exec();
    Ok(metadata.context("asking cargo for its target folder")?.target_directory.into_std_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(name: &'static str, result: Result<Counts>) -> Outcome {
        Outcome { name, took: Duration::ZERO, result }
    }

    #[test]
    fn counts_are_summed_and_failures_named() {
        let counts = |passed, failed| Counts { passed, failed, skipped: 1 };
        let failed = counts::Failed { what: "tests".to_owned(), counts: counts(3, 2) };
        let (line, names) = closing(&[
            outcome("format", Ok(Counts::default())),
            outcome("tests", Err(failed.into())),
            outcome("browser", Ok(counts(4, 0))),
            outcome("tidy", Err(anyhow::anyhow!("1 finding"))),
        ]);
        assert_eq!(line, "7 passed, 3 failed, 2 skipped");
        assert_eq!(names.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["tests", "tidy"]);
    }
}
