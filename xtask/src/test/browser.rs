//! The pages in a real browser: node's test runner over tests/browser, with the binary that was just built.
//!
//! Fails where Chromium is missing: a page nobody opened is not tested.

use super::counts::Counts;
use super::suite::judged;
use super::{Surroundings, setup, stream, target_folder};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

const ENDING: &str = ".test.mjs";

pub fn run(surroundings: &Surroundings) -> Result<Counts> {
    let folder = surroundings.root.join("tests/browser");
    let chromium = setup::chromium().context("Chromium is missing")?;
    let binary = target_folder(surroundings)?.join("debug/canvass");
    if !binary.exists() {
        bail!("`{}` is missing: the build step makes it", binary.display());
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)?.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(ENDING));
    files.sort();
    let mut command = Command::new("node");
    // One file at a time: two browsers and two servers on two cores would wait for each other.
    command.args(["--test", "--test-reporter=spec", "--test-concurrency=1"]).args(&files);
    command.current_dir(&folder).env("CANVASS_BIN", binary).env("CHROMIUM", chromium);
    let heard = stream::run(&mut command).context("running node")?;
    judged("browser tests", heard.status.success(), Counts::of_node(&heard.text))
}
