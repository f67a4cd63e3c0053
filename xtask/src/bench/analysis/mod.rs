//! The analysis against red-dwarf, in one run: from votes in memory to all results, and as whole commands.
//!
//! red-dwarf computes less: no base clusters, and groups for two to five without their steps. It gets one thread,
//! with which it is fastest on two cores.

mod measure;
mod peer;
mod votes_file;

pub use measure::run as measure;

use super::load::Work;
use super::report::{Table, Target, thousands};
use super::server::Mode;
use super::{Bench, open_data, votes};
use anyhow::{Context, Result, bail};
use peer::Peer;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use votes_file::VotesFile;

/// What a run of either side took.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// From votes in memory to all results.
    seconds: f64,
    /// The whole process at its largest, votes included.
    peak_kib: u64,
    groups: usize,
}

/// What a provisional map took after one more vote, in seconds.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Renewed {
    median: f64,
    p99: f64,
    most: f64,
}

/// A conversation to measure, and how many times faster than red-dwarf it should be.
struct Race {
    name: String,
    votes: VotesFile,
    faster: f64,
}

/// Against the peer: people, statements, votes, times faster.
const PLANTED: [(u32, u32, u32, f64); 2] = [(10_000, 1_000, 600_000, 100.0), (33_000, 783, 2_000_000, 250.0)];
const REAL_FASTER: f64 = 30.0;
/// red-dwarf's memory over ours, from a size at which memory is votes and not the program.
const LEANER: f64 = 10.0;
/// Without the peer, which these would take hours: people, statements, votes.
const GREAT: [(u32, u32, u32); 2] = [(18_082, 9_030, 1_500_000), (1_000_000, 1_000, 50_000_000)];
const GREAT_SECONDS: f64 = 4.0;
const GREAT_GIB: f64 = 1.2;
/// Renewed after each vote: people, statements, votes, and the most that it may take.
const RENEWED: (u32, u32, u32, f64) = (33_422, 783, 2_000_000, 10.0);
/// What runs beside the vote path.
const BESIDE: (u32, u32, u32) = (33_000, 783, 2_000_000);
/// Growing crowds of people who vote alike.
const GROWTH: [u32; 4] = [8_250, 16_500, 33_000, 66_000];

pub(super) fn run(bench: &Bench) -> Result<()> {
    let program = release(&bench.root)?;
    let target = program.parent().and_then(Path::parent).context("no target folder")?;
    let peer = Peer::install(target)?;
    let folder = bench.folder.path();
    from_memory(&program, &peer, races(bench, folder)?)?;
    growth(&program, folder)?;
    great(&program, folder)?;
    renewal(&program, folder)?;
    whole(bench, &peer)?;
    beside_votes(bench, &program)
}

fn races(bench: &Bench, folder: &Path) -> Result<Vec<Race>> {
    let mut races = Vec::new();
    for set in open_data::all(&bench.root)? {
        let votes = VotesFile::exported(folder, &set)?;
        races.push(Race { name: named(&set), votes, faster: REAL_FASTER });
    }
    races.sort_by_key(|race| race.votes.n_votes);
    for (n_people, n_statements, n_votes, faster) in PLANTED {
        let votes = VotesFile::planted(folder, n_people, n_statements, n_votes)?;
        races.push(Race { name: "planted".to_owned(), votes, faster });
    }
    Ok(races)
}

fn from_memory(program: &Path, peer: &Peer, races: Vec<Race>) -> Result<()> {
    let mut table = Table::new(&[
        "set",
        "people x statements",
        "votes",
        "red-dwarf ms",
        "1 thread ms",
        "2 threads ms",
        "times faster (1)",
        "times faster (2)",
        "target",
        "verdict (1, 2)",
        "red-dwarf MB",
        "our MB",
        "groups (theirs, ours)",
    ]);
    for Race { name, votes, faster } in races {
        let theirs = peer.compute(&votes)?;
        let [one, two] = [1, 2].map(|n_threads| measure::elsewhere(program, &votes, n_threads));
        let (one, two) = (one?, two?);
        if one.groups != two.groups {
            bail!("`{name}`: {} groups on one thread, {} on two", one.groups, two.groups);
        }
        let ratio = |ours: Measured| theirs.seconds / ours.seconds;
        let target = Target::AtLeast(faster);
        let verdicts = format!("{}, {}", target.verdict(ratio(one)), target.verdict(ratio(two)));
        table.row([
            name,
            shape(&votes),
            thousands(votes.n_votes as f64),
            milliseconds(theirs),
            milliseconds(one),
            milliseconds(two),
            format!("{:.0}", ratio(one)),
            format!("{:.0}", ratio(two)),
            target.text("times"),
            verdicts,
            megabytes(theirs),
            format!("{} ({})", megabytes(one), leaner(theirs, one)),
            format!("{}, {}", theirs.groups, one.groups),
        ]);
    }
    table.print("From votes in memory to all results, against red-dwarf on one thread");
    Ok(())
}

fn leaner(theirs: Measured, ours: Measured) -> String {
    Target::AtLeast(LEANER).verdict(theirs.peak_kib as f64 / ours.peak_kib as f64)
}

fn growth(program: &Path, folder: &Path) -> Result<()> {
    let mut table = Table::new(&["people x statements", "votes", "1 thread ms", "ns a vote"]);
    for n_people in GROWTH {
        let votes = VotesFile::planted(folder, n_people, 783, n_people * 60)?;
        let measured = measure::elsewhere(program, &votes, 1)?;
        let a_vote = measured.seconds * 1e9 / votes.n_votes as f64;
        table.row([shape(&votes), thousands(votes.n_votes as f64), milliseconds(measured), format!("{a_vote:.1}")]);
        std::fs::remove_file(votes.path())?;
    }
    table.print("Growth with votes, as many a person");
    Ok(())
}

fn great(program: &Path, folder: &Path) -> Result<()> {
    let mut table =
        Table::new(&["people x statements", "votes", "2 threads s", "GiB, votes included", "verdict (s, GiB)"]);
    for (n_people, n_statements, n_votes) in GREAT {
        let votes = VotesFile::planted(folder, n_people, n_statements, n_votes)?;
        let measured = measure::elsewhere(program, &votes, 2)?;
        let gib = measured.peak_kib as f64 / f64::from(1 << 20);
        let verdict = format!(
            "{}, {}",
            Target::AtMost(GREAT_SECONDS).verdict(measured.seconds),
            Target::AtMost(GREAT_GIB).verdict(gib)
        );
        let seconds = format!("{:.2}", measured.seconds);
        table.row([shape(&votes), thousands(votes.n_votes as f64), seconds, format!("{gib:.2}"), verdict]);
        std::fs::remove_file(votes.path())?;
    }
    table.print("Large conversations");
    Ok(())
}

/// A provisional map of the votes, one more each time.
fn renewal(program: &Path, folder: &Path) -> Result<()> {
    let mut table = Table::new(&[
        "people x statements",
        "votes",
        "threads",
        "median ms",
        "p99 ms",
        "most ms",
        "target",
        "verdict (median, most)",
    ]);
    let (n_people, n_statements, n_votes, target) = RENEWED;
    let votes = VotesFile::planted(folder, n_people, n_statements, n_votes)?;
    let target = Target::AtMost(target);
    for n_threads in [1, 2] {
        let renewed = measure::renewed(program, &votes, n_threads)?;
        let [median, p99, most] = [renewed.median, renewed.p99, renewed.most].map(|seconds| seconds * 1e3);
        table.row([
            shape(&votes),
            thousands(votes.n_votes as f64),
            n_threads.to_string(),
            format!("{median:.1}"),
            format!("{p99:.1}"),
            format!("{most:.1}"),
            target.text("ms"),
            format!("{}, {}", target.verdict(median), target.verdict(most)),
        ]);
    }
    table.print("Provisional map after one more vote");
    Ok(())
}

/// Commands from start to exit, reading included.
fn whole(bench: &Bench, peer: &Peer) -> Result<()> {
    let mut table = Table::new(&["set", "red-dwarf script ms", "`canvass analyse` ms", "times faster"]);
    for set in open_data::all(&bench.root)? {
        let theirs = peer.whole(&set)?;
        let started = Instant::now();
        let output = Command::new(&bench.binary.path).arg("analyse").arg(&set).output()?;
        let ours = started.elapsed();
        if !output.status.success() {
            bail!("`canvass analyse` failed: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
        table.row([named(&set), ms_of(theirs), ms_of(ours), format!("{ratio:.0}")]);
    }
    table.print("Whole commands on folders exported by Polis");
    Ok(())
}

/// The vote path alone, and beside an analysis of two million votes that never stops.
fn beside_votes(bench: &Bench, program: &Path) -> Result<()> {
    const CONNECTIONS: usize = 256;
    let (n_people, n_statements, n_votes) = BESIDE;
    let large = VotesFile::planted(bench.folder.path(), n_people, n_statements, n_votes)?;
    let mut table = Table::new(&["store", "votes a second alone", "beside the analysis", "share", "target", "verdict"]);
    for (store, folder) in bench.stores("beside")? {
        votes::prepare(bench, &store, &folder)?;
        let server = bench.binary.serve(&store, &folder, Mode::Normal)?;
        let voters = bench.runtime.block_on(votes::voters(&server))?;
        let speed = |phase: usize| -> Result<f64> {
            let from = phase * voters.statements.len() / 2;
            let work = Work::Vote(Arc::new(voters.starting_at(from)));
            Ok(bench.load(&server, &work, CONNECTIONS)?.per_second())
        };
        let alone = speed(0)?;
        let running = measure::Running::start(program, &large, 2)?;
        let beside = speed(1)?;
        drop(running);
        let (share, target) = (beside / alone * 100.0, Target::AtLeast(50.0));
        table.row([
            store.name().to_owned(),
            thousands(alone),
            thousands(beside),
            format!("{share:.0} %"),
            target.text("%"),
            target.verdict(share),
        ]);
    }
    table.print("Votes beside an analysis of 2.0 M votes on two threads at a lower priority");
    Ok(())
}

/// This program as it is shipped, not as it is tested.
fn release(root: &Path) -> Result<PathBuf> {
    if !Command::new("cargo").args(["build", "--release", "-p", "xtask"]).current_dir(root).status()?.success() {
        bail!("xtask does not build for release");
    }
    let metadata = cargo_metadata::MetadataCommand::new().manifest_path(root.join("Cargo.toml")).no_deps().exec()?;
    Ok(metadata.target_directory.into_std_path_buf().join("release/xtask"))
}

fn named(set: &Path) -> String {
    set.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn shape(votes: &VotesFile) -> String {
    format!("{} x {}", thousands(votes.n_rows as f64), thousands(votes.n_columns as f64))
}

fn milliseconds(measured: Measured) -> String {
    ms_of(Duration::from_secs_f64(measured.seconds))
}

fn ms_of(time: Duration) -> String {
    super::report::ms(time)
}

fn megabytes(measured: Measured) -> String {
    thousands(measured.peak_kib as f64 * 1.024e-3)
}
