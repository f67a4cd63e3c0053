//! One measurement in a process of its own, so that its memory is its own: `xtask measure`, built for release.

use super::votes_file::VotesFile;
use super::{Measured, Renewed};
use anyhow::{Context, Result, bail};
use canvass_analysis::methods::{self, Analysis};
use canvass_analysis::votes::{Matrix, Stance, Treatment};
use std::hint::black_box;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// How often a measurement is repeated; the median counts.
const REPEATS: usize = 5;
/// Votes after each of which a map is renewed.
const RENEWALS: usize = 300;
/// From so many votes on once is enough.
const LARGE: usize = 10_000_000;

/// Measures in another process of this program.
pub fn elsewhere(program: &Path, votes: &VotesFile, n_threads: usize) -> Result<Measured> {
    let output = Command::new(program)
        .arg("measure")
        .arg(votes.path())
        .args([votes.n_rows.to_string(), votes.n_columns.to_string(), n_threads.to_string()])
        .output()?;
    if !output.status.success() {
        bail!("measuring failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout).context("reading what was measured")
}

/// How long a provisional map takes after one more vote, in another process of this program.
pub fn renewed(program: &Path, votes: &VotesFile, n_threads: usize) -> Result<Renewed> {
    let output = Command::new(program)
        .args(["measure", "--renew"])
        .arg(votes.path())
        .args([votes.n_rows.to_string(), votes.n_columns.to_string(), n_threads.to_string()])
        .output()?;
    if !output.status.success() {
        bail!("measuring failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout).context("reading what was measured")
}

/// An analysis that goes on and on, at the priority that the server gives it; dropping it ends it.
pub struct Running(Child);

impl Running {
    /// Starts it, and waits until it computes.
    pub fn start(program: &Path, votes: &VotesFile, n_threads: usize) -> Result<Self> {
        let mut command = Command::new("nice");
        command.args(["-n", "10"]).arg(program).args(["measure", "--forever"]).arg(votes.path());
        command.args([votes.n_rows.to_string(), votes.n_columns.to_string(), n_threads.to_string()]);
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut first = [0];
        let told = child.stdout.as_mut().context("no output to wait for")?.read_exact(&mut first);
        let running = Self(child);
        told.context("the analysis did not begin")?;
        Ok(running)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// What the other process does.
pub fn run(args: &[&str]) -> Result<()> {
    let (what, args) = match args.split_first() {
        Some((&"--forever", rest)) => (What::Forever, rest),
        Some((&"--renew", rest)) => (What::Renew, rest),
        _ => (What::Once, args),
    };
    let &[path, n_rows, n_columns, n_threads] = args else {
        bail!("measure [--forever | --renew] FILE ROWS COLUMNS THREADS")
    };
    let votes = VotesFile::read(Path::new(path))?;
    let (n_rows, n_columns): (usize, usize) = (n_rows.parse()?, n_columns.parse()?);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads.parse()?).build()?;
    let analysed = || -> (f64, usize) {
        let started = Instant::now();
        let analysis: Option<Analysis> = pool.install(|| {
            let matrix = Matrix::from_votes(n_rows, n_columns, &votes);
            methods::PRIMARY.analyse(&matrix, &vec![Treatment::Counted; n_columns])
        });
        (started.elapsed().as_secs_f64(), analysis.map_or(0, |analysis| analysis.groups.len()))
    };
    match what {
        What::Once => {}
        What::Renew => {
            let renewed = pool.install(|| renew(Matrix::from_votes(n_rows, n_columns, &votes)))?;
            println!("{}", serde_json::to_string(&renewed)?);
            return Ok(());
        }
        What::Forever => {
            println!();
            loop {
                analysed();
            }
        }
    }
    let repeats = if votes.len() < LARGE { REPEATS } else { 1 };
    let (mut seconds, groups): (Vec<f64>, Vec<usize>) = std::iter::repeat_with(analysed).take(repeats).unzip();
    let n_groups = groups.first().copied().unwrap_or(0);
    seconds.sort_by(f64::total_cmp);
    let median = seconds.get(repeats / 2).copied().unwrap_or(f64::NAN);
    let measured = Measured { seconds: median, peak_kib: peak_kib()?, groups: n_groups };
    println!("{}", serde_json::to_string(&measured)?);
    Ok(())
}

/// What the other process is asked for.
#[derive(Clone, Copy)]
enum What {
    Once,
    Forever,
    Renew,
}

/// One vote after the other, each with a map of its own.
fn renew(matrix: Matrix) -> Result<Renewed> {
    let (n_rows, n_columns) = (matrix.n_rows(), matrix.n_columns());
    let treatments = vec![Treatment::Counted; n_columns];
    let (_, mut warm) = methods::PRIMARY.warm(matrix, treatments).context("no map to renew")?;
    let mut seconds = Vec::with_capacity(RENEWALS);
    for n in 0..RENEWALS {
        let stance = [Stance::Agree, Stance::Disagree, Stance::Unsure].into_iter().nth(n % 3);
        // Steps with no factor in common with the numbers of rows and columns: people and statements from everywhere.
        let (row, column) = (n * 7_919 % n_rows, n * 7_907 % n_columns);
        let started = Instant::now();
        if warm.set_votes(row, &[(column, stance)]).is_err() {
            bail!("a vote that is too far away");
        }
        black_box(warm.refresh());
        seconds.push(started.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    let at = |share: usize| seconds.get(RENEWALS * share / 100).or(seconds.last()).copied().unwrap_or(f64::NAN);
    Ok(Renewed { median: at(50), p99: at(99), most: at(100) })
}

/// The most memory this process ever had, the votes it was given included.
fn peak_kib() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("the kernel tells no VmHWM")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}
