//! Checking a published edition: what `canvass verify` and the program `canvass-verify` have in common, which is all of
//! it. No server, no database, no network; files are read and nothing is written.

use canvass_edition::bundle::MAX_BYTES;
use canvass_edition::{Depth, Fault, Outcome, Report, verify};
use canvass_words::legible::for_terminal;
use clap::Args;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Longest file that can hold a public key.
const MAX_KEY_BYTES: usize = 4_096;
/// A file is not what it must be: as every command says it.
const BAD_INPUT: u8 = 3;

/// Check a published edition: its form, its signature, and every figure that can be worked out again from its file.
///
/// Each check is good, recomputed, attested (the signature alone stands for it) or redacted (its author took the
/// words back). Exit codes: 0 all is well; 10 no bundle or not in its canonical form; 11 not the document that was
/// hashed; 12 not the signature of the key; 13 signed by another key than --key; 14 other votes than were signed;
/// 15 results that do not follow from the votes; 16 other words in a quote; 17 a figure or number in the text without
/// backing; 18 the whole log is missing or gives something else (--private).
#[derive(Debug, Args)]
pub struct Verify {
    /// The bundle, as /take/ID/bundle serves it
    file: PathBuf,
    /// File with the publisher's public key, as /.well-known/canvass-key serves it
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Work everything out from the whole log, which only a bundle from the desk holds
    #[arg(long)]
    private: bool,
    /// Name only what is wrong or redacted, and count the rest
    #[arg(long)]
    brief: bool,
}

/// How it came out, in lines for a terminal.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// What was looked at.
    pub lines: Vec<String>,
    /// What whoever runs it should know besides.
    pub remark: Option<String>,
    /// What is wrong.
    pub failure: Option<Failure>,
}

/// What is wrong, with the exit code that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// 3, or 10 to 18 as the help lists them.
    pub code: u8,
    /// In words.
    pub why: String,
}

impl Verify {
    /// Reads the files and checks the edition.
    #[must_use]
    pub fn run(&self) -> Verdict {
        self.checked().unwrap_or_else(|failure| Verdict { failure: Some(failure), ..Verdict::default() })
    }

    fn checked(&self) -> Result<Verdict, Failure> {
        let bytes = read(&self.file, MAX_BYTES)?;
        let key = match &self.key {
            Some(path) => Some(String::from_utf8_lossy(&read(path, MAX_KEY_BYTES)?).trim().to_owned()),
            None => None,
        };
        let depth = if self.private { Depth::Private } else { Depth::Public };
        let report = verify(&bytes, key.as_deref(), depth)
            .map_err(|why| Failure { code: Fault::Form.code(), why: format!("`{}`: {why}", self.file.display()) })?;
        let mut verdict = Verdict { lines: self.lines(&report), ..Verdict::default() };
        let id = for_terminal(&report.id);
        match report.fault() {
            None => {
                verdict.lines.push(format!("{id}: {}", self.outcome()));
                let unchecked = key.is_none().then(|| for_terminal(&report.key));
                verdict.remark = unchecked.map(|key| format!("It was signed by the key {key}."));
            }
            Some(fault) => verdict.failure = Some(Failure { code: fault.code(), why: format!("{id}: {fault}") }),
        }
        Ok(verdict)
    }

    const fn outcome(&self) -> &'static str {
        if self.key.is_some() { "intact, and signed by the publisher" } else { "intact, publisher not checked" }
    }

    /// How many checks came out how, and each that went wrong.
    fn lines(&self, report: &Report) -> Vec<String> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut lines = Vec::new();
        for check in &report.checks {
            let word = word(&check.outcome);
            *counts.entry(word).or_default() += 1;
            let is_wrong = matches!(check.outcome, Outcome::Wrong(_));
            if !self.brief || is_wrong || check.outcome == Outcome::Redacted {
                lines.push(format!("{word:<10}  {}", for_terminal(&check.what)));
            }
        }
        let counts: Vec<String> = counts.into_iter().map(|(word, n)| format!("{n} {word}")).collect();
        lines.push(format!("{} checks: {}", report.checks.len(), counts.join(", ")));
        lines
    }
}

/// A file, as far as it is no longer than it may be.
fn read(path: &Path, most: usize) -> Result<Vec<u8>, Failure> {
    let failed = |why: &dyn std::fmt::Display| Failure { code: BAD_INPUT, why: format!("`{}`: {why}", path.display()) };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| failed(&error))?;
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    file.take(limit).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    if bytes.len() > most { Err(failed(&format_args!("it has more than {most} bytes"))) } else { Ok(bytes) }
}

const fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Good => "good",
        Outcome::Recomputed => "recomputed",
        Outcome::Attested => "attested",
        Outcome::Redacted => "redacted",
        Outcome::Wrong(_) => "WRONG",
    }
}
