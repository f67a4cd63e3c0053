//! One measurement in a process of its own, so that its memory is its own: `xtask measure`, built for release.

use super::Measured;
use super::votes_file::VotesFile;
use anyhow::{Context, Result, bail};
use canvass_analysis::matrix::Matrix;
use canvass_analysis::polis::{Analysis, Treatment, analyse};
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

/// How often a measurement is repeated; the median counts.
const REPEATS: usize = 5;
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
    let (is_forever, args) = match args.split_first() {
        Some((&"--forever", rest)) => (true, rest),
        _ => (false, args),
    };
    let &[path, n_rows, n_columns, n_threads] = args else { bail!("measure [--forever] FILE ROWS COLUMNS THREADS") };
    let votes = VotesFile::read(Path::new(path))?;
    let (n_rows, n_columns): (usize, usize) = (n_rows.parse()?, n_columns.parse()?);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads.parse()?).build()?;
    let analysed = || -> (f64, usize) {
        let started = Instant::now();
        let analysis: Option<Analysis> = pool.install(|| {
            let matrix = Matrix::from_votes(n_rows, n_columns, &votes);
            analyse(&matrix, &vec![Treatment::Counted; n_columns])
        });
        (started.elapsed().as_secs_f64(), analysis.map_or(0, |analysis| analysis.groups.len()))
    };
    if is_forever {
        println!();
        loop {
            analysed();
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

/// The most memory this process ever had, the votes it was given included.
fn peak_kib() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("the kernel tells no VmHWM")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}
