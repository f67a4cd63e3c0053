//! Benchmarks of the release binary as an outsider meets it, as tables in Markdown beside their targets.
//!
//! Sends traffic only to servers it started itself on the loopback, for a stated time, and stops them. The load
//! comes from the same machine and is part of what is measured.

pub mod analysis;
mod backup;
mod histogram;
mod http;
mod import;
mod load;
mod maps;
mod open_data;
mod pages;
pub mod report;
mod restart;
mod server;
mod streams;
mod takes;
mod talk;
mod votes;

use crate::postgres::{Durability, Postgres};
use crate::workspace::{Graph, Platforms, root};
use anyhow::{Context, Result, bail};
use server::{Binary, Store};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const SECONDS_DEFAULT: u64 = 10;
const SECONDS_MAX: u64 = 600;

/// One subject of measurement.
struct Subject {
    name: &'static str,
    run: fn(&Bench) -> Result<()>,
}

const SUBJECTS: &[Subject] = &[
    Subject { name: "votes", run: votes::run },
    Subject { name: "pages", run: pages::run },
    Subject { name: "talk", run: talk::run },
    Subject { name: "import", run: import::run },
    Subject { name: "restart", run: restart::run },
    Subject { name: "streams", run: streams::run },
    Subject { name: "maps", run: maps::run },
    Subject { name: "analysis", run: analysis::run },
    Subject { name: "takes", run: takes::run },
    Subject { name: "backup", run: backup::run },
];

/// What the subjects share.
struct Bench {
    root: PathBuf,
    binary: Binary,
    /// How long each load lasts, without its warm-up.
    time: Duration,
    runtime: Runtime,
    postgres: Postgres,
    /// For everything that is written; dropped last.
    folder: TempDir,
}

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    subject: String,
    seconds: u64,
}

pub fn run(args: &[&str]) -> Result<()> {
    let asked = asked(args)?;
    let chosen: Vec<&Subject> =
        SUBJECTS.iter().filter(|one| asked.subject == "all" || one.name == asked.subject).collect();
    if chosen.is_empty() {
        bail!(
            "`{}` is nothing to measure: votes, pages, talk, import, restart, streams, maps, analysis, takes, backup or \
             all",
            asked.subject
        );
    }
    let root = root();
    let binary = build(&root)?;
    let bench = Bench {
        binary,
        root,
        time: Duration::from_secs(asked.seconds),
        runtime: runtime()?,
        postgres: Postgres::start(Durability::Full)?,
        folder: tempfile::Builder::new().prefix("canvass-bench-").tempdir()?,
    };
    println!("# Canvass, measured\n\n{}", machine(bench.folder.path()));
    chosen.iter().try_for_each(|subject| (subject.run)(&bench).with_context(|| subject.name))
}

fn asked(args: &[&str]) -> Result<Asked> {
    let mut asked = Asked { subject: "all".to_owned(), seconds: SECONDS_DEFAULT };
    let mut rest = args.iter();
    while let Some(word) = rest.next() {
        if *word == "--seconds" {
            let given = rest.next().context("`--seconds` needs a number")?;
            let seconds = given.parse().ok().filter(|seconds| (1..=SECONDS_MAX).contains(seconds));
            asked.seconds = seconds.with_context(|| format!("`--seconds {given}`: from 1 to {SECONDS_MAX}"))?;
        } else {
            asked.subject = (*word).to_owned();
        }
    }
    Ok(asked)
}

/// The release binary, with the feature that lets it skip the store where the crate has one; or another binary, to
/// compare with.
fn build(root: &Path) -> Result<Binary> {
    if let Some(path) = std::env::var_os("CANVASS_BIN").map(PathBuf::from) {
        return Ok(Binary { path, can_skip_store: false });
    }
    let graph = Graph::read(root, Platforms::Linux)?;
    let can_skip_store = graph.member("canvass").is_some_and(|one| one.features.iter().any(|name| name == "faults"));
    let mut command = Command::new("cargo");
    command.args(["build", "--release", "-p", "canvass"]).current_dir(root);
    if can_skip_store {
        command.args(["--features", "canvass/faults"]);
    }
    if !command.status()?.success() {
        bail!("the release binary does not build");
    }
    let metadata = cargo_metadata::MetadataCommand::new().manifest_path(root.join("Cargo.toml")).no_deps().exec()?;
    let path = metadata.target_directory.into_std_path_buf().join("release/canvass");
    Ok(Binary { path, can_skip_store })
}

/// Half of the cores make the load: the server needs the rest.
fn runtime() -> Result<Runtime> {
    let n_threads = std::thread::available_parallelism().map_or(1, |n| n.get() / 2).max(1);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(n_threads).enable_all().build();
    runtime.context("starting the runtime of the load")
}

impl Bench {
    /// Empty stores of both kinds, with a folder beside each for its server's papers.
    fn stores(&self, name: &str) -> Result<[(Store, PathBuf); 2]> {
        let folder = |kind: &str| -> Result<PathBuf> {
            let folder = self.folder.path().join(format!("{name}-{kind}"));
            std::fs::create_dir_all(&folder)?;
            Ok(folder)
        };
        let sqlite = folder("sqlite")?;
        let database = self.postgres.create_database(&format!("bench_{}", name.replace('-', "_")))?;
        Ok([(Store::Folder(sqlite.join("data")), sqlite), (Store::Database(database), folder("postgres")?)])
    }

    /// An empty folder as a store, with a folder for its server's papers.
    fn folder_store(&self, name: &str) -> Result<(Store, PathBuf)> {
        let folder = self.folder.path().join(name);
        std::fs::create_dir_all(&folder)?;
        Ok((Store::Folder(folder.join("data")), folder))
    }
}

/// What the figures depend on.
fn machine(folder: &Path) -> String {
    let first = |path: &str, key: &str| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let value =
            text.lines().find_map(|line| line.strip_prefix(key)?.split_once(':').map(|(_, value)| value.trim()));
        value.unwrap_or("unknown").to_owned()
    };
    let file_system = Command::new("stat").args(["-f", "-c", "%T"]).arg(folder).output();
    let file_system = file_system.map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned()).unwrap_or_default();
    let n_cores = std::thread::available_parallelism().map_or(0, usize::from);
    let warning =
        if file_system == "tmpfs" { " (in memory: commits cost nothing here, set TMPDIR to a disk)" } else { "" };
    let processor = first("/proc/cpuinfo", "model name");
    let memory = first("/proc/meminfo", "MemTotal");
    format!(
        "{n_cores} cores ({processor}), {memory} of memory, data on {file_system}{warning}; load from the same machine."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_read() {
        let check = |args: &[&str], subject: &str, seconds: u64| {
            assert_eq!(asked(args).unwrap(), Asked { subject: subject.to_owned(), seconds });
        };
        check(&[], "all", SECONDS_DEFAULT);
        check(&["votes"], "votes", SECONDS_DEFAULT);
        check(&["--seconds", "3", "pages"], "pages", 3);
        assert!(asked(&["--seconds"]).is_err());
        assert!(asked(&["--seconds", "0"]).is_err());
    }
}
