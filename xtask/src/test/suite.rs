//! The Rust tests: built once with everything the browser needs too, then run.
//!
//! A full run gives them a PostgreSQL of their own and fails without one; it never uses a server it finds.

use super::Surroundings;
use super::counts::{Counts, Failed};
use super::stream;
use crate::postgres::{Durability, Postgres};
use anyhow::{Context, Result, bail};
use std::process::{Command, Stdio};

/// Where the tests find the server that was started for them.
const POSTGRES_URL: &str = "CANVASS_TEST_POSTGRES";

/// Tests and binaries in one go: the same features are chosen for both, so nothing is built twice.
pub fn build(surroundings: &Surroundings) -> Result<Counts> {
    let mut command = Command::new("cargo");
    command.args(["build", "--workspace", "--bins", "--tests"]).args(&surroundings.features);
    if !stream::run(command.current_dir(&surroundings.root))?.status.success() {
        bail!("the workspace does not build");
    }
    Ok(Counts::default())
}

pub fn without_postgres(surroundings: &Surroundings) -> Result<Counts> {
    tests(surroundings, Command::env_remove, POSTGRES_URL)
}

pub fn with_postgres(surroundings: &Surroundings) -> Result<Counts> {
    let server = Postgres::start(Durability::None)?;
    let url = server.url();
    tests(surroundings, |command, key| command.env(key, &url), POSTGRES_URL)
}

fn tests(
    surroundings: &Surroundings,
    with_url: impl for<'a> FnOnce(&'a mut Command, &'static str) -> &'a mut Command,
    key: &'static str,
) -> Result<Counts> {
    let (args, read): (&[&str], fn(&str) -> Counts) = if has_nextest() {
        (&["nextest", "run", "--workspace", "--no-fail-fast"], Counts::of_nextest)
    } else {
        (&["test", "--workspace", "--no-fail-fast"], Counts::of_cargo_test)
    };
    let mut command = Command::new("cargo");
    command.args(args).args(&surroundings.features).env("INSTA_UPDATE", "no").current_dir(&surroundings.root);
    let heard = stream::run(with_url(&mut command, key)).context("running the tests")?;
    judged("cargo tests", heard.status.success(), read(&heard.text))
}

/// A run that ended well must also have run something.
pub(super) fn judged(what: &str, ended_well: bool, counts: Counts) -> Result<Counts> {
    match (ended_well, counts.ran()) {
        (true, 0) => bail!("{what}: no test was run, or its closing line was not understood"),
        (true, _) => Ok(counts),
        (false, _) if counts.failed == 0 => bail!("{what}: ended in failure before its tests were counted"),
        (false, _) => Err(Failed { what: what.to_owned(), counts }.into()),
    }
}

fn has_nextest() -> bool {
    let mut probe = Command::new("cargo");
    probe.args(["nextest", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    probe.status().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_nothing_is_a_failure() {
        let counts = |passed, failed| Counts { passed, failed, skipped: 0 };
        assert_eq!(judged("a", true, counts(1, 0)).unwrap(), counts(1, 0));
        assert!(judged("a", true, counts(0, 0)).unwrap_err().to_string().contains("no test was run"));
        assert!(judged("a", false, counts(4, 0)).unwrap_err().to_string().contains("before its tests"));
        assert_eq!(judged("a", false, counts(4, 1)).unwrap_err().to_string(), "a: 4 passed, 1 failed");
    }
}
