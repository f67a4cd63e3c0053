//! The poll as a chart: inside the page, and as a file of its own.

use super::Drawing;
use super::empty::no_ballots;
use crate::gate::{staff_only, when_open};
use crate::shell::banners;
use crate::words::Words;
use canvass_charts::{Bar, BarChart, Frame};
use canvass_counts::{Share, Totals};
use canvass_domain::{Closed, Conversation, Poll};
use canvass_results::{Answered, Results, Turnout};
use canvass_words::Arg;

const CHART_ID: &str = "poll-chart";

impl Drawing<'_> {
    /// The poll as a stand-alone SVG with its question, base, dates, caveat and source inside. Nothing where the
    /// conversation has no poll. Where only staff may see it so far (`early`), that stands above the bars.
    #[must_use]
    pub fn poll(self, results: &Results, early: Option<Closed>) -> Option<String> {
        let conversation = self.conversation;
        let t = Words::told(&conversation.instrument);
        let poll = results.poll.as_ref()?;
        let who = t.book().who_answered(results, &conversation.instrument, conversation.provenance);
        let note = t.book().rounding_note(&results.totals, poll);
        let caution = t.is_cautious(results.totals.n_ballots).then(|| t.text("caution-note"));
        let caveat = banners(t, conversation).into_iter().chain([who]).chain(note).chain(caution);
        let caveat = caveat.chain(t.book().marked(results));
        let caveat = caveat.collect::<Vec<_>>().join(" ");
        let mut plain = poll_chart(t, poll, &results.totals);
        if results.totals.n_ballots == 0 {
            plain.subtitle = no_ballots(t, conversation);
        }
        let subtitle = early.map(|closed| staff_only(t, closed)).into_iter().chain([plain.subtitle.clone()]);
        let chart = BarChart {
            subtitle: subtitle.collect::<Vec<_>>().join(" "),
            source: source(t, conversation, &self.addresses.results),
            who: self.who_in_short(t, results.totals.n_participants),
            ..plain
        };
        Some(self.chart(t, &chart, &caveat))
    }

    /// What stands at the poll's address while the gate is closed: the question, how many took part, when results
    /// appear.
    #[must_use]
    pub fn poll_closed(self, turnout: Turnout, closed: Closed) -> Option<String> {
        let conversation = self.conversation;
        let t = Words::told(&conversation.instrument);
        let poll = conversation.instrument.poll.as_ref()?;
        let chart = BarChart {
            id: CHART_ID.to_owned(),
            flow: t.flow(),
            title: poll.question.clone(),
            subtitle: format!("{}. {}", crate::gate::turnout(t, conversation, turnout), when_open(t, closed)),
            source: source(t, conversation, &self.addresses.results),
            who: self.who_in_short(t, turnout.n_participants),
            ..BarChart::default()
        };
        Some(self.chart(t, &chart, &banners(t, conversation).join(" ")))
    }

    /// Who answered, for whoever hears a drawing instead of seeing it.
    pub(super) fn who_in_short(self, t: Words, n_participants: u64) -> String {
        t.book().travelling("", Answered::of(self.conversation, n_participants))
    }

    pub(super) fn chart(self, t: Words, chart: &BarChart, caveat: &str) -> String {
        self.render(t, |notice| {
            let caveat = said([notice.as_deref().unwrap_or_default(), caveat]);
            BarChart { caveat, ..chart.clone() }.render(Frame::StandAlone)
        })
    }
}

/// What there is to say of some sentences, one after the other.
pub(super) fn said<const N: usize>(sentences: [&str; N]) -> String {
    sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Who asks, and where the results are: nothing of what is not known, such as the address of a report in a folder.
pub(super) fn source(t: Words, conversation: &Conversation, page_url: &str) -> String {
    match &conversation.instrument.organiser {
        Some(organiser) if page_url.is_empty() => organiser.name.clone(),
        Some(organiser) => {
            t.with("chart-source", &[("name", Arg::Text(&organiser.name)), ("url", Arg::Text(page_url))])
        }
        None => page_url.to_owned(),
    }
}

/// The poll as it is drawn inside the page.
pub(super) fn poll_chart(t: Words, poll: &Poll, totals: &Totals) -> BarChart {
    let base = totals.n_ballots;
    let bars = poll.numbered().map(|(id, option)| {
        let n = totals.option(id);
        let end_label = t.marked_share(Share { n, base });
        Bar { text: option.text.clone(), own: String::new(), value: n, end_label }
    });
    BarChart {
        flow: t.flow(),
        id: CHART_ID.to_owned(),
        title: poll.question.clone(),
        subtitle: subtitle(t, totals),
        bars: bars.collect(),
        ..BarChart::default()
    }
}

/// "n = 1,760 · 2 January 2025 to 6 January 2025".
pub(super) fn subtitle(t: Words, totals: &Totals) -> String {
    let n = t.count("chart-n", totals.n_ballots);
    let (first, last) = (totals.first_ms.map(|ms| t.day(ms)), totals.last_ms.map(|ms| t.day(ms)));
    match (first, last) {
        (Some(first), Some(last)) if first == last => {
            t.with("chart-n-on", &[("base", Arg::Text(&n)), ("first", Arg::Text(&first))])
        }
        (Some(first), Some(last)) => t.with(
            "chart-n-between",
            &[("base", Arg::Text(&n)), ("first", Arg::Text(&first)), ("last", Arg::Text(&last))],
        ),
        _ => n,
    }
}
