//! The top of the results: one sentence, the chart, its table, who answered, a sentence to copy.

use super::chart::{poll_chart, subtitle};
use super::{ResultsPage, empty};
use crate::html::Html;
use crate::shell::content_lang;
use crate::words::Words;
use askama::Template;
use canvass_charts::{BarChart, Frame};
use canvass_counts::{Share, Totals};
use canvass_domain::{Ballot, Poll};

#[derive(Template)]
#[template(path = "results/top.html")]
pub(super) struct Top<'a> {
    t: Words,
    pictures: Option<&'a str>,
    /// Where the pictures are.
    charts: &'a str,
    lang: Option<&'a str>,
    answer: String,
    poll: Option<PollView<'a>>,
    /// Nothing where nobody did, as the answer says so already.
    who: Option<String>,
    marked: Option<String>,
    copy: Option<String>,
}

struct PollView<'a> {
    subtitle: String,
    chart: Html,
    rows: Vec<Row<'a>>,
    base: String,
    note: Option<String>,
    has_percent: bool,
    is_cautious: bool,
}

struct Row<'a> {
    text: &'a str,
    n: String,
    percent: Option<String>,
}

impl<'a> Top<'a> {
    pub(super) fn of(t: Words, page: &'a ResultsPage<'_>) -> Self {
        let totals = &page.results.totals;
        let poll = page.results.poll.as_ref();
        let answer = empty::answer(t, page.conversation, page.results);
        let who = t.book().who_answered(page.results, &page.conversation.instrument, page.conversation.provenance);
        let copy = (totals.n_participants > 0).then(|| {
            let several = poll.and_then(|poll| t.book().several_note(poll));
            let said = std::iter::once(answer.clone()).chain(several).chain([who.clone()]);
            let said = said.chain(t.book().marked(page.results));
            let parts = page.banners(t).into_iter().chain(said);
            parts.chain([page.addresses.results.clone()]).collect::<Vec<_>>().join(" ").trim_end().to_owned()
        });
        Self {
            t,
            pictures: page.addresses.pictures.as_deref(),
            charts: &page.addresses.charts,
            lang: content_lang(page.conversation),
            answer,
            poll: poll.filter(|_| totals.n_ballots > 0).map(|poll| poll_view(t, poll, totals, page.ballot)),
            marked: t.book().marked(page.results),
            who: (totals.n_participants > 0).then_some(who),
            copy,
        }
    }
}

impl Top<'_> {
    /// The answer, and who answered.
    pub(super) fn words(self) -> impl Iterator<Item = String> {
        std::iter::once(self.answer).chain(self.who).chain(self.marked)
    }
}

/// Ticks what the reader in front of the page chose.
fn with_own_answer(t: Words, mut chart: BarChart, poll: &Poll, ballot: Option<Ballot>) -> BarChart {
    for ((id, _), bar) in poll.numbered().zip(&mut chart.bars) {
        if ballot.is_some_and(|ballot| ballot.has(id)) {
            bar.own = t.text("chart-own");
        }
    }
    chart
}

fn poll_view<'a>(t: Words, poll: &'a Poll, totals: &Totals, ballot: Option<Ballot>) -> PollView<'a> {
    let base = totals.n_ballots;
    let rows = poll.numbered().map(|(id, option)| {
        let n = totals.option(id);
        let percent = t.marked_percent(Share { n, base });
        Row { text: &option.text, n: t.number(n), percent }
    });
    PollView {
        subtitle: subtitle(t, totals),
        chart: Html::trusted(with_own_answer(t, poll_chart(t, poll, totals), poll, ballot).render(Frame::InPage)),
        rows: rows.collect(),
        base: t.number(base),
        note: t.book().rounding_note(totals, poll),
        has_percent: t.marked_percent(Share { n: 0, base }).is_some(),
        is_cautious: t.is_cautious(base),
    }
}
