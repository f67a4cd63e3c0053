//! Every statement by how far it divides the groups: a line of dots, and the same as a table.
//!
//! What may be compared, and how, is the lists' rule; this part only draws it.

use super::chart::{said, source};
use super::counts::how_many;
use super::groups::Rows;
use super::{Drawing, ResultsPage, groups};
use crate::html::Html;
use crate::shell::{banners, content_lang};
use crate::words::Words;
use askama::Template;
use canvass_charts::{Dot, DotChart, DotWeight, Frame};
use canvass_counts::thresholds;
use canvass_results::{Parting, Results, StatementLine, partings};
use canvass_words::Arg;

const PLOT_ID: &str = "divides-plot";
/// So many of those that divide most have their number above the dot.
const N_NUMBERED: usize = 3;

#[derive(Template)]
#[template(path = "results/plot.html")]
pub(super) struct Part<'a> {
    t: Words,
    lang: Option<&'a str>,
    /// Where the pictures are.
    charts: &'a str,
    subtitle: String,
    chart: Html,
    explained: String,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    number: String,
    text: &'a str,
    points: String,
    by_group: Vec<groups::Row>,
}

/// Statements that can be compared across groups, those that divide most first.
fn ranked(results: &Results) -> Vec<(&StatementLine, Parting)> {
    let Some(map) = results.map.as_deref().filter(|map| !map.compared().is_empty()) else { return Vec::new() };
    let partings = partings(map);
    let parting = |line: &StatementLine| partings.get(&line.totals.id).copied();
    let mut ranked: Vec<_> = results.on_topic().filter_map(|line| Some((line, parting(line)?))).collect();
    ranked.sort_by(|(a, one), (b, other)| other.tenths.cmp(&one.tenths).then(a.totals.id.cmp(&b.totals.id)));
    ranked
}

impl<'a> Part<'a> {
    /// Nothing where there are no groups, or no statement that can be compared across them.
    pub(super) fn of(t: Words, page: &'a ResultsPage<'_>) -> Option<Self> {
        let ranked = ranked(page.results);
        let signs = Rows::of(t, page.results.map.as_deref().filter(|_| !ranked.is_empty())?);
        let chart = chart(t, &ranked);
        let row = |(line, parting): &(&'a StatementLine, Parting)| Row {
            number: line.totals.id.to_string(),
            text: line.text.as_deref().unwrap_or_default(),
            points: points(parting.tenths),
            by_group: signs.by_group(line),
        };
        Some(Self {
            t,
            lang: content_lang(page.conversation),
            charts: &page.addresses.charts,
            subtitle: chart.subtitle.clone(),
            chart: Html::trusted(chart.render(Frame::InPage)),
            explained: explained(t, page.results),
            rows: ranked.iter().map(row).collect(),
        })
    }
}

impl Drawing<'_> {
    /// The plot as a stand-alone SVG; nothing where nothing can be compared across groups.
    pub(super) fn divides(self, results: &Results) -> Option<String> {
        let t = Words::told(&self.conversation.instrument);
        let ranked = ranked(results);
        if ranked.is_empty() {
            return None;
        }
        let who = t.book().who_answered(results, &self.conversation.instrument, self.conversation.provenance);
        let caveat = banners(t, self.conversation).into_iter().chain([explained(t, results), who]);
        let caveat = caveat.collect::<Vec<_>>().join(" ");
        let file = DotChart {
            title: t.say("plot-title-of", &self.conversation.instrument.title),
            source: source(t, self.conversation, &self.addresses.results),
            who: self.who_in_short(t, results.totals.n_participants),
            ..chart(t, &ranked)
        };
        Some(self.render(t, |notice| {
            let caveat = said([notice.as_deref().unwrap_or_default(), &caveat]);
            DotChart { caveat, ..file.clone() }.render(Frame::StandAlone)
        }))
    }
}

fn chart(t: Words, ranked: &[(&StatementLine, Parting)]) -> DotChart {
    let dot = |(rank, (line, parting)): (usize, &(&StatementLine, Parting))| Dot {
        tenths: parting.tenths,
        label: if rank < N_NUMBERED { line.totals.id.to_string() } else { String::new() },
        weight: if parting.is_listed { DotWeight::Strong } else { DotWeight::Plain },
    };
    let spoken = |(line, parting): &(&StatementLine, Parting)| {
        let number = line.totals.id.to_string();
        let points = points(parting.tenths);
        let text = line.text.as_deref().unwrap_or_default();
        t.with(
            "plot-spoken",
            &[("number", Arg::Text(&number)), ("text", Arg::Text(text)), ("points", Arg::Text(&points))],
        )
    };
    DotChart {
        id: PLOT_ID.to_owned(),
        flow: t.flow(),
        title: t.text("plot-title"),
        subtitle: t.count("plot-subtitle", u64::try_from(ranked.len()).unwrap_or(u64::MAX)),
        spoken: ranked.iter().take(N_NUMBERED).map(spoken).collect(),
        dots: ranked.iter().enumerate().map(dot).collect(),
        ends: [t.text("plot-begin"), t.text("plot-end")],
        ..DotChart::default()
    }
}

/// How to read it, and which statements are not in it.
fn explained(t: Words, results: &Results) -> String {
    let reading = t.count("plot-explained", thresholds::PARTS_FROM_POINTS);
    let compared = results.lists.compared_by_group;
    let compared = compared.map(|compared| how_many(t, "lists-compared-groups", compared, thresholds::GROUP_MIN_N));
    std::iter::once(reading).chain(compared).chain([t.text("lists-adjusted")]).collect::<Vec<_>>().join(" ")
}

/// "31.4"
fn points(tenths: u32) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}
