//! Every statement about the topic that readers see, searched, sorted, a hundred a page.

use super::counts::stance_text;
use super::order::in_order;
use super::request::EVERYTHING;
use super::sorting::Sorting;
use super::{ResultsPage, Sort, TableRequest, groups};
use crate::html::Html;
use crate::shell::content_lang;
use crate::words::Words;
use askama::Template;
use canvass_charts::{StanceBar, render_stance_bar};
use canvass_counts::{Share, StatementTotals};
use canvass_domain::{About, Origin, Provenance, State, StatementId};
use canvass_results::StatementLine;
use canvass_words::Arg;

/// Statements on one page.
const PAGE_LEN: usize = 100;

#[derive(Template)]
#[template(path = "results/table.html")]
pub(super) struct Table<'a> {
    t: Words,
    lang: Option<&'a str>,
    caption: String,
    sorted: [(Sort, &'static str); 4],
    rows: Vec<Row<'a>>,
    is_empty: bool,
    has_caution: bool,
    pages: Option<Pages>,
    /// Where a reader can sort it without a server.
    sorting: Option<&'a Sorting>,
}

/// The form above the table, and the ways to order it.
pub(super) struct Search<'a> {
    pub(super) query: &'a str,
    pub(super) sort: Option<&'static str>,
    pub(super) orders: Vec<Order>,
    pub(super) all: String,
}

/// One way to order the table.
pub(super) struct Order {
    pub(super) id: String,
    pub(super) href: String,
    pub(super) label: String,
    pub(super) is_current: bool,
}

struct Row<'a> {
    id: StatementId,
    number: String,
    text: Option<&'a str>,
    is_readers: bool,
    bar: Html,
    n: String,
    cells: [Cell; 3],
    /// The same in one line, where there is no room for columns.
    line: String,
    /// How each group answered.
    by_group: Vec<groups::Row>,
    /// Where its reasons are, and how many.
    reasons: Option<(String, String)>,
    /// Where it is reported.
    report: Option<String>,
}

struct Cell {
    n: String,
    percent: Option<String>,
}

struct Pages {
    here: String,
    previous: Option<String>,
    next: Option<String>,
}

impl<'a> Search<'a> {
    pub(super) fn of(t: Words, page: &'a ResultsPage<'_>) -> Self {
        let request = &page.request;
        let order = |sort: Sort| {
            let is_current = sort == request.sort;
            let direction = is_current.then(|| request.direction().reversed());
            let asked = TableRequest { sort, direction, page: 1, query: request.query.clone() };
            Order {
                id: format!("sort-{}", sort.word()),
                href: format!("{}#statements", asked.to_query_string()),
                label: t.text(sort.key()),
                is_current,
            }
        };
        Self {
            query: &request.query,
            sort: (request.sort != Sort::default()).then(|| request.sort.word()),
            orders: Sort::offered(page.results).into_iter().map(order).collect(),
            all: TableRequest { query: String::new(), page: 1, ..request.clone() }.to_query_string(),
        }
    }
}

impl<'a> Table<'a> {
    pub(super) fn of(t: Words, page: &'a ResultsPage<'_>) -> Self {
        let request = &page.request;
        let lines = in_order(page.results, request);
        let page_len = if request.page == EVERYTHING { lines.len().max(1) } else { PAGE_LEN };
        let n_pages = lines.len().div_ceil(page_len).max(1);
        let at = request.page.clamp(1, n_pages);
        let from = (at - 1) * page_len;
        let here: Vec<&StatementLine> = lines.iter().copied().skip(from).take(page_len).collect();
        let sorted = |sort: Sort| match (sort == request.sort, request.direction()) {
            (false, _) => (sort, "none"),
            (true, direction) => (sort, direction.spoken()),
        };
        let groups = page.results.map.as_deref().map(|map| groups::Rows::of(t, map));
        Self {
            t,
            lang: content_lang(page.conversation),
            caption: caption(t, from, here.len(), lines.len()),
            sorted: [Sort::Agree, Sort::Unsure, Sort::Disagree, Sort::N].map(sorted),
            rows: here.iter().map(|line| row(t, page, groups.as_ref(), line)).collect(),
            is_empty: lines.is_empty(),
            has_caution: here.iter().any(|line| t.is_cautious(line.totals.n())),
            pages: pages(t, request, at, n_pages),
            sorting: None,
        }
    }

    /// The same for a page whose reader can sort it there: the whole table, each row with its place in every order.
    pub(super) fn sortable(self, sorting: &'a Sorting) -> Self {
        Self { sorting: Some(sorting), ..self }
    }
}

fn caption(t: Words, from: usize, n_here: usize, n: usize) -> String {
    let count = |n: usize| Arg::Count(u64::try_from(n).unwrap_or(u64::MAX));
    if n_here == n {
        return t.with("table-caption-all", &[("n", count(n))]);
    }
    t.with("table-caption", &[("from", count(from + 1)), ("to", count(from + n_here)), ("n", count(n))])
}

fn row<'a>(t: Words, page: &ResultsPage<'_>, groups: Option<&groups::Rows<'_>>, line: &'a StatementLine) -> Row<'a> {
    let totals = &line.totals;
    let base = totals.n();
    let cell = |n| Cell { n: t.number(n), percent: t.marked_percent(Share { n, base }) };
    let stances = StanceBar { agree: totals.agree, disagree: totals.disagree, unsure: totals.unsure };
    Row {
        id: totals.id,
        number: totals.id.to_string(),
        text: line.text.as_deref(),
        is_readers: line.origin == Origin::Participant && page.conversation.provenance != Provenance::Imported,
        bar: Html::trusted(render_stance_bar(&stances, &stance_text(t, totals.agree, totals.unsure, totals.disagree))),
        n: t.number(base),
        cells: [totals.agree, totals.unsure, totals.disagree].map(cell),
        line: line_of(t, totals),
        by_group: groups.map(|groups| groups.by_group(line)).unwrap_or_default(),
        reasons: reasons(t, page, totals.id),
        report: report(page, totals.id),
    }
}

fn reasons(t: Words, page: &ResultsPage<'_>, id: StatementId) -> Option<(String, String)> {
    let about = About::Statement(id);
    let n = *page.talk?.about.get(&about)?;
    let href = format!("/c/{}/comments?about={about}", page.conversation.slug);
    Some((href, t.count("n-reasons", u64::try_from(n).unwrap_or(u64::MAX))))
}

/// A page in a folder has no desk to report to, and a draft no readers.
fn report(page: &ResultsPage<'_>, id: StatementId) -> Option<String> {
    let is_there = !page.addresses.conversation.is_empty() && page.conversation.state != State::Draft;
    is_there.then(|| format!("/c/{}/statements/{id}/report?from=results", page.conversation.slug))
}

/// "Agree 643 · 37%, unsure 228 · 13%, disagree 889 · 51%".
pub(super) fn line_of(t: Words, totals: &StatementTotals) -> String {
    let [agree, unsure, disagree] =
        [totals.agree, totals.unsure, totals.disagree].map(|n| t.marked_share(Share { n, base: totals.n() }));
    t.with(
        "stances-line",
        &[("agree", Arg::Text(&agree)), ("unsure", Arg::Text(&unsure)), ("disagree", Arg::Text(&disagree))],
    )
}

fn pages(t: Words, request: &TableRequest, at: usize, n_pages: usize) -> Option<Pages> {
    let count = |n: usize| Arg::Count(u64::try_from(n).unwrap_or(u64::MAX));
    let link = |page| format!("{}#statements", TableRequest { page, ..request.clone() }.to_query_string());
    (n_pages > 1).then(|| Pages {
        here: t.with("page-of", &[("page", count(at)), ("pages", count(n_pages))]),
        previous: (at > 1).then(|| link(at - 1)),
        next: (at < n_pages).then(|| link(at + 1)),
    })
}
