//! Answers by what readers said about themselves: one section for each thing asked.
//!
//! What is kept back is decided in `canvass-results`; this part must never work out a count of its own.

use super::ResultsPage;
use super::counts::stance_text;
use crate::html::Html;
use crate::shell::content_lang;
use crate::words::Words;
use askama::Template;
use canvass_charts::{StanceBar, render_stance_bar};
use canvass_counts::{LEAST, STEP, Segment, SegmentPoll, SegmentTable, SegmentVotes, Segments, Share};
use canvass_domain::StatementId;
use canvass_results::shortened;
use canvass_words::Arg;
use std::borrow::Cow;

/// Most options that have a column each; more stand in one line.
const MAX_COLUMNS: usize = 6;
/// Most characters of an answer above its column; the chart has all of it.
const MAX_CHARS: usize = 48;

#[derive(Template)]
#[template(path = "results/segments.html")]
pub(super) struct Part<'a> {
    t: Words,
    lang: Option<&'a str>,
    sections: Vec<Section<'a>>,
}

struct Section<'a> {
    id: String,
    title: String,
    asked: String,
    /// The poll's options, each as short as it stands above its column, and whole.
    options: Vec<(String, &'a str)>,
    has_columns: bool,
    rows: Vec<Row<'a>>,
    statements: Vec<Statement<'a>>,
    statements_title: String,
    has_caution: bool,
    notes: Vec<String>,
}

struct Row<'a> {
    value: Cow<'a, str>,
    /// Nothing where it is not shown.
    counts: Option<Counts>,
}

struct Counts {
    n: String,
    cells: Vec<(String, Option<String>)>,
    /// The same in lines, where there is no room for columns.
    lines: Vec<String>,
}

struct Statement<'a> {
    text: &'a str,
    rows: Vec<Votes<'a>>,
}

struct Votes<'a> {
    value: Cow<'a, str>,
    bar: Html,
    line: String,
}

impl<'a> Part<'a> {
    pub(super) fn of(t: Words, page: &'a ResultsPage<'_>) -> Self {
        let segments = &page.results.segments;
        Self {
            t,
            lang: content_lang(page.conversation),
            sections: segments.tables.iter().map(|table| section(t, page, segments, table)).collect(),
        }
    }
}

fn section<'a>(t: Words, page: &'a ResultsPage<'_>, segments: &Segments, table: &'a SegmentTable) -> Section<'a> {
    let name = table.attribute.replace('_', " ");
    let poll = page.results.poll.as_ref();
    let texts: Vec<&str> = poll.into_iter().flat_map(|poll| &poll.options).map(|option| option.text.as_str()).collect();
    let options: Vec<(String, &str)> = short(&texts).into_iter().zip(texts).collect();
    let has_columns = options.len() <= MAX_COLUMNS;
    let rows = table.segments.iter().map(|segment| row(t, &options, value(t, table, segment), segment)).collect();
    let mut bases = table.segments.iter().filter_map(|segment| segment.poll.as_ref().map(|poll| poll.n));
    let statements = statements(t, page, table);
    let shows_anything = !statements.is_empty() || table.segments.iter().any(|segment| segment.poll.is_some());
    Section {
        id: format!("by-{}", table.attribute),
        title: if table.is_asked { t.say("segments-title", &name) } else { way(t, &table.attribute) },
        asked: if table.is_asked { t.say("segments-asked", &table.question) } else { way_what(t, &table.attribute) },
        options: if shows_anything { options } else { Vec::new() },
        has_columns,
        has_caution: bases.any(|n| t.is_cautious(n)),
        statements_title: t.say("segments-statements", &name),
        statements,
        rows: if shows_anything { rows } else { Vec::new() },
        notes: notes(t, segments, shows_anything),
    }
}

/// What is known of everybody, in words.
fn way(t: Words, attribute: &str) -> String {
    t.text(if attribute == "channel" { "way-channel" } else { "way-assurance" })
}

fn way_what(t: Words, attribute: &str) -> String {
    t.text(if attribute == "channel" { "way-channel-what" } else { "way-assurance-what" })
}

/// A value as it was asked, or a word of files in words.
fn value<'a>(t: Words, table: &SegmentTable, segment: &'a Segment) -> Cow<'a, str> {
    let key = match segment.value.as_str() {
        _ if table.is_asked => return Cow::Borrowed(&segment.value),
        "anonymous" => "way-anonymous",
        "link" => "way-link",
        "member" => "way-member",
        "signed-in" => "way-signed-in",
        "page" => "way-page",
        "api" => "way-api",
        "embed" => "way-embed",
        _ => return Cow::Borrowed(&segment.value),
    };
    Cow::Owned(t.text(key))
}

fn row<'a>(t: Words, options: &[(String, &str)], value: Cow<'a, str>, segment: &'a Segment) -> Row<'a> {
    Row { value, counts: segment.poll.as_ref().map(|poll| counts(t, options, poll)) }
}

fn counts(t: Words, options: &[(String, &str)], poll: &SegmentPoll) -> Counts {
    let base = poll.n;
    let cell = |n: u64| (t.number(n), t.marked_percent(Share { n, base }));
    let line = options.iter().zip(&poll.options).map(|((answer, _), (_, n))| {
        let share = t.marked_share(Share { n: *n, base });
        t.with("segments-share", &[("answer", Arg::Text(answer)), ("share", Arg::Text(&share))])
    });
    Counts {
        n: t.number(base),
        cells: poll.options.iter().map(|(_, n)| cell(*n)).collect(),
        lines: std::iter::once(t.count("chart-n", base)).chain(line).collect(),
    }
}

/// The statements that the lists hold, each once: those that divide first.
fn statements_shown<'a>(page: &'a ResultsPage<'_>) -> impl Iterator<Item = StatementId> + 'a {
    let lists = &page.results.lists;
    let all = || {
        [&lists.divisive, &lists.unsure, &lists.shared, &lists.majority]
            .into_iter()
            .flatten()
            .map(|finding| finding.statement)
    };
    all().enumerate().filter(move |(place, id)| !all().take(*place).any(|other| other == *id)).map(|(_, id)| id)
}

fn votes_on(segment: &Segment, id: StatementId) -> Option<&SegmentVotes> {
    let place = segment.statements.binary_search_by_key(&id, |votes| votes.id).ok()?;
    segment.statements.get(place)
}

fn statements<'a>(t: Words, page: &'a ResultsPage<'_>, table: &'a SegmentTable) -> Vec<Statement<'a>> {
    let of = |id: StatementId| {
        let rows: Vec<_> = table
            .segments
            .iter()
            .filter_map(|segment| Some(votes(t, value(t, table, segment), votes_on(segment, id)?)))
            .collect();
        Some(Statement { text: page.results.text(id)?, rows }).filter(|statement| !statement.rows.is_empty())
    };
    statements_shown(page).filter_map(of).collect()
}

fn votes<'a>(t: Words, value: Cow<'a, str>, votes: &SegmentVotes) -> Votes<'a> {
    let SegmentVotes { agree, disagree, unsure, .. } = *votes;
    let line = stance_text(t, agree, unsure, disagree);
    let bar = Html::trusted(render_stance_bar(&StanceBar { agree, disagree, unsure }, &line));
    Votes { value, bar, line }
}

/// Answers as they stand above a column: cut between words, where that leaves them apart.
fn short(texts: &[&str]) -> Vec<String> {
    let cut: Vec<String> = texts.iter().map(|text| shortened(text, MAX_CHARS)).collect();
    let is_alone = |text: &String| cut.iter().filter(|other| *other == text).count() == 1;
    cut.iter().zip(texts).map(|(cut, text)| if is_alone(cut) { cut.clone() } else { (*text).to_owned() }).collect()
}

fn notes(t: Words, segments: &Segments, shows_anything: bool) -> Vec<String> {
    let count = |n: usize| Arg::Count(u64::try_from(n).unwrap_or(u64::MAX));
    let small = LEAST - 1;
    let rule = t.with("segments-rule", &[("least", Arg::Count(LEAST)), ("small", Arg::Count(small))]);
    let moment = segments.moment.filter(|_| shows_anything).map(|moment| {
        let entry = t.count("segments-entry", moment.seq.0);
        let day = (moment.at_ms > 0).then(|| t.day(moment.at_ms));
        let when = day.map(|day| t.with("segments-when", &[("day", Arg::Text(&day)), ("entry", Arg::Text(&entry))]));
        let when = when.unwrap_or(entry);
        let key = if segments.is_final { "segments-final" } else { "segments-open" };
        t.with(key, &[("when", Arg::Text(&when)), ("step", count(STEP))])
    });
    let none = (!shows_anything).then(|| t.text("segments-none"));
    none.into_iter().chain(moment).chain([rule]).collect()
}
