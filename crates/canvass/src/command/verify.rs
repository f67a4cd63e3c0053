//! `canvass verify`: checks the bundle of an edition, without a server and without a database.

use crate::exit::{Done, Failure};
use crate::outside::{harmless, patiently, remark, say};
use canvass_app::edition::{Depth, Fault, Outcome, Report, verify};
use canvass_formats::bundle::MAX_BYTES;
use clap::Args;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Longest file that can hold a public key.
const MAX_KEY_BYTES: usize = 4_096;

/// Check a published edition: its form, its signature, and every figure that can be worked out again from its file.
///
/// Each check is good, recomputed, attested (the signature alone stands for it) or redacted (its author took the
/// words back). Exit codes: 0 all is well; 10 no bundle or not in its canonical form; 11 not the document that was
/// hashed; 12 not the signature of the key; 13 signed by another key than --key; 14 other votes than were signed;
/// 15 results that do not follow from the votes; 16 other words in a quote; 17 a figure or number in the text without
/// backing; 18 the whole log is missing or gives something else (--private).
#[derive(Debug, Args)]
pub(crate) struct Verify {
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

impl Verify {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        let bytes = read(&self.file, MAX_BYTES)?;
        let key = match &self.key {
            Some(path) => Some(String::from_utf8_lossy(&read(path, MAX_KEY_BYTES)?).trim().to_owned()),
            None => None,
        };
        let depth = if self.private { Depth::Private } else { Depth::Public };
        let report = patiently("Verifying", || verify(&bytes, key.as_deref(), depth))
            .map_err(|why| Failure::verification(Fault::Form.code(), format!("`{}`: {why}", self.file.display())))?;
        self.tell(&report);
        match report.fault() {
            None => {
                say(format_args!("{}: {}", harmless(&report.id), self.verdict()));
                if key.is_none() {
                    remark(format_args!("It was signed by the key {}.", harmless(&report.key)));
                }
                Ok(())
            }
            Some(fault) => Err(Failure::verification(fault.code(), format!("{}: {fault}", harmless(&report.id)))),
        }
    }

    const fn verdict(&self) -> &'static str {
        if self.key.is_some() { "intact, and signed by the publisher" } else { "intact, publisher not checked" }
    }

    /// How many checks came out how, and each that went wrong.
    fn tell(&self, report: &Report) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for check in &report.checks {
            let word = word(&check.outcome);
            *counts.entry(word).or_default() += 1;
            let is_wrong = matches!(check.outcome, Outcome::Wrong(_));
            if !self.brief || is_wrong || check.outcome == Outcome::Redacted {
                say(format_args!("{word:<10}  {}", harmless(&check.what)));
            }
        }
        let counts: Vec<String> = counts.into_iter().map(|(word, n)| format!("{n} {word}")).collect();
        say(format_args!("{} checks: {}", report.checks.len(), counts.join(", ")));
    }
}

/// A file, as far as it is no longer than it may be.
fn read(path: &Path, most: usize) -> Result<Vec<u8>, Failure> {
    let failed = |why: &dyn std::fmt::Display| Failure::bad_input(format!("`{}`: {why}", path.display()));
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
