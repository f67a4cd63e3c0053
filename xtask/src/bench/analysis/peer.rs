//! red-dwarf, the Python library that computes the same, in a virtual environment of its own.

use super::{Measured, votes_file::VotesFile};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const RELEASE: &str = "0.4.0";
const SCRIPT: &str = include_str!("red_dwarf.py");

/// red-dwarf, installed.
pub struct Peer {
    python: PathBuf,
    script: PathBuf,
}

impl Peer {
    /// Installs it under the build's folder, once.
    pub fn install(target: &Path) -> Result<Self> {
        let folder = target.join(format!("bench/red-dwarf-{RELEASE}"));
        let python = folder.join("bin/python");
        let is_whole = folder.join("installed");
        if !is_whole.exists() {
            std::fs::remove_dir_all(&folder).ok();
            run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
            let package = format!("red-dwarf=={RELEASE}");
            run(Command::new(&python).args(["-m", "pip", "install", "--quiet", &package]))?;
            std::fs::write(&is_whole, "")?;
        }
        let script = folder.join("measure.py");
        std::fs::write(&script, SCRIPT)?;
        Ok(Self { python, script })
    }

    /// From votes in memory to all results.
    pub fn compute(&self, votes: &VotesFile) -> Result<Measured> {
        self.run("memory", votes.path())
    }

    /// A whole script, from start to exit, on a folder exported by Polis.
    pub fn whole(&self, folder: &Path) -> Result<Duration> {
        let started = Instant::now();
        self.run("whole", folder)?;
        Ok(started.elapsed())
    }

    /// One thread: with more, its linear algebra is slower on two cores.
    fn run(&self, what: &str, path: &Path) -> Result<Measured> {
        let output =
            Command::new(&self.python).env("OMP_NUM_THREADS", "1").arg(&self.script).arg(what).arg(path).output();
        let output = output.context("starting red-dwarf")?;
        if !output.status.success() {
            bail!("red-dwarf failed: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        let text = String::from_utf8(output.stdout)?;
        let last = text.lines().last().context("red-dwarf said nothing")?;
        serde_json::from_str(last).with_context(|| format!("red-dwarf said `{last}`"))
    }
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.output().with_context(|| format!("starting {command:?}"))?;
    if !output.status.success() {
        bail!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}
