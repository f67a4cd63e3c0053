//! `canvass analyse`: results of a folder, without a server.

use super::incoming::{Form, How};
use crate::exit::{Done, Failure, Kind};
use crate::folder::{OpenTo, Target};
use crate::fonts::FontArgs;
use crate::outside::{patiently, remark, say};
use canvass_domain::{Fact, ParticipantId, StatementState, Transcript};
use canvass_formats::made::{self, Form as MadeForm};
use canvass_formats::polis::{MathInput, math};
use canvass_pages::{Medium, Report, Scale, Stretch, missing_letters, rasterise};
use canvass_results::Results;
use canvass_results::analysed::{Analysed, analyse};
use canvass_results::map::PublishedGroups;
use canvass_words::legible::for_terminal;
use clap::{Args, ValueEnum};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Results and opinion map of a folder exported by Polis or written as tidy tables; needs no server and no database.
///
/// Without `--out`, `--json` and `--pca2` it prints a summary in words.
#[derive(Debug, Args)]
pub(crate) struct Analyse {
    /// The folder, or a .zip of a Polis export
    folder: PathBuf,
    #[command(flatten)]
    how: How,
    /// How the opinion map is made
    #[arg(long, value_enum, default_value = "polis")]
    method: Method,
    /// Write a report that needs nothing else: index.html, and the charts as SVG and PNG
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write the results as JSON, `canvass.results/1`; - prints them
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write the opinion map in the shape that Polis serves, agree being -1; - prints it
    #[arg(long, value_name = "FILE")]
    pca2: Option<PathBuf>,
    #[command(flatten)]
    fonts: FontArgs,
}

/// A method by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    /// That of Polis, with no group of fewer than five people
    Polis,
}

impl Analyse {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        let Method::Polis = self.method;
        self.fonts.load()?;
        if [&self.json, &self.pca2].into_iter().flatten().filter(|file| is_stdout(file)).count() > 1 {
            return Err(Failure::new(Kind::Usage, anyhow::anyhow!("only one of --json and --pca2 can be `-`")));
        }
        let target = self.out.as_deref().map(Target::check).transpose()?;
        let incoming = Form::of(&self.folder).read(&self.folder, &self.how)?;
        incoming.remark();
        let analyse = || analyse(&incoming.slug, &incoming.transcript);
        let analysed = patiently("Analysing", analyse).map_err(Failure::bad_input)?;
        let published = PublishedGroups::of(&incoming.transcript, analysed.results.map.as_deref());
        let published = published.map(|published| published.sentence());
        let shown = on_one_line(&analysed.results);
        let by_time = by_time(&incoming.transcript);
        let report = Report {
            conversation: &analysed.conversation,
            results: &shown,
            published: published.as_deref(),
            by_time: &by_time,
            polis_groups: analysed.polis_groups.and_then(|n| u64::try_from(n).ok()),
        };
        if let Some(file) = &self.json {
            let document = analysed.results.to_json().map_err(Failure::bad_input)?;
            put(file, &document.to_string())?;
        }
        if let Some(file) = &self.pca2 {
            put(file, &pca2(&analysed, &incoming.transcript)?)?;
        }
        if let (Some(target), Some(folder)) = (target, &self.out) {
            patiently("Drawing", || target.write(OpenTo::AsUsual, |folder| write(folder, &report)))?;
            remark(format_args!("The report is in `{}`.", folder.join(INDEX).display()));
        }
        if self.out.is_none() && self.json.is_none() && self.pca2.is_none() {
            say(for_terminal(&report.summary()));
        }
        Ok(())
    }
}

/// The same with each statement on one line, as pages and lists want it. Files for programs keep words to the letter.
fn on_one_line(results: &Results) -> Results {
    let mut results = results.clone();
    for line in &mut results.statements {
        line.text = line.text.take().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    results
}

/// Most days that are told one by one.
const MAX_DAYS: usize = 62;

/// Votes, and people who voted, by day in UTC, or by month where they spread over many days.
fn by_time(transcript: &Transcript) -> Vec<Stretch> {
    let votes = transcript.events.iter().filter(|event| event.at_ms > 0).filter_map(|event| match event.fact {
        Fact::VoteCast { participant, .. } => Some((event.at_ms, participant)),
        _ => None,
    });
    let count = |n_letters: usize| {
        let mut counts: BTreeMap<String, (BTreeSet<ParticipantId>, u64)> = BTreeMap::new();
        for (at_ms, participant) in votes.clone() {
            let day = canvass_results::day(at_ms).unwrap_or_default();
            let (people, n_votes) = counts.entry(day.chars().take(n_letters).collect()).or_default();
            people.insert(participant);
            *n_votes += 1;
        }
        counts
    };
    let days = count("2025-01-07".len());
    let counts = if days.len() > MAX_DAYS { count("2025-01".len()) } else { days };
    let stretch = |(when, (people, n_votes)): (String, (BTreeSet<ParticipantId>, u64))| {
        let n_people = u64::try_from(people.len()).unwrap_or(u64::MAX);
        Stretch { when, n_people, n_votes }
    };
    counts.into_iter().map(stretch).collect()
}

const INDEX: &str = "index.html";
const CHARTS: &str = "charts";

fn is_stdout(file: &Path) -> bool {
    file == Path::new("-")
}

fn put(file: &Path, text: &str) -> Done {
    if is_stdout(file) {
        say(text);
        return Ok(());
    }
    let failed =
        |error| Failure::new(Kind::Storage, anyhow::Error::new(error).context(format!("`{}`", file.display())));
    std::fs::write(file, format!("{text}\n")).map_err(failed)
}

/// The map as Polis would serve it.
fn pca2(analysed: &Analysed, transcript: &Transcript) -> Result<String, Failure> {
    let Some((material, found)) = &analysed.mapped else {
        return Err(Failure::refused("there are too few answers for an opinion map, so there is none to write"));
    };
    let accepted = transcript.statements.iter().filter(|statement| statement.state == StatementState::Accepted);
    let votes = transcript.events.iter().filter(|event| matches!(event.fact, Fact::VoteCast { .. }));
    let input = MathInput {
        analysis: found,
        matrix: &material.matrix,
        participants: &material.rows,
        statements: &material.columns,
        treatments: &material.treatments,
        accepted: &accepted.map(|statement| statement.id).collect::<Vec<_>>(),
        last_vote_ms: votes.map(|event| event.at_ms).filter(|at_ms| *at_ms > 0).max(),
        seq: analysed.results.totals.seq,
    };
    Ok(math(&input).to_string())
}

/// Fills an empty folder.
fn write(folder: &Path, report: &Report<'_>) -> Done {
    let page = report.page().map_err(|error| Failure::new(Kind::Storage, error))?;
    std::fs::write(folder.join(INDEX), page)?;
    std::fs::create_dir(folder.join(CHARTS))?;
    for (name, svg) in report.charts(Medium::Vector) {
        std::fs::write(folder.join(CHARTS).join(format!("{name}.svg")), svg)?;
    }
    let mut boxes = BTreeSet::new();
    for (name, svg) in report.charts(Medium::Pixels) {
        boxes.extend(missing_letters(&svg));
        let png = rasterise(&svg, Scale::Single).map_err(|error| Failure::new(Kind::Storage, error))?;
        std::fs::write(folder.join(CHARTS).join(format!("{name}.png")), png)?;
    }
    if !boxes.is_empty() {
        let letters: String = boxes.into_iter().collect();
        remark(format!(
            "The pictures have boxes for letters without type: name a folder of fonts with --fonts ({letters})."
        ));
    }
    made::mark(folder, MadeForm::Report, &[INDEX.to_owned(), CHARTS.to_owned()])
        .map_err(|error| Failure::new(Kind::Storage, error))
}
