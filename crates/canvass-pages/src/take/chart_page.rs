//! `/take/{id}/charts/{name}`: one chart on a page of its own, with everything that has to be known beside it.

use super::{addresses, conversation};
use crate::PageError;
use crate::html::Html;
use crate::results::{ResultsPage, TableRequest, map_figure, poll_figure};
use crate::shell::{Place, Shell, banners};
use crate::words::Words;
use askama::Template;
use canvass_edition::Edition;
use canvass_results::Results;

/// A chart of an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakeChart {
    /// The poll.
    Poll,
    /// The map.
    Map,
}

/// One chart on a page of its own.
#[derive(Clone, Copy, Debug)]
pub struct ChartPage<'a> {
    /// The edition.
    pub edition: &'a Edition,
    /// Its results.
    pub results: &'a Results,
    /// Which chart.
    pub chart: TakeChart,
}

#[derive(Template)]
#[template(path = "take/chart.html")]
struct View {
    t: Words,
    shell: Shell,
    id: String,
    heading: String,
    name: &'static str,
    figure: Html,
    who: String,
    change: Option<String>,
}

impl TakeChart {
    /// Its name in addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Poll => "poll",
            Self::Map => "map",
        }
    }

    /// Reads the name; anything else is nothing.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Poll, Self::Map].into_iter().find(|chart| chart.word() == word)
    }
}

impl ChartPage<'_> {
    /// Prints the page; nothing where there is no such chart.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<Option<String>, PageError> {
        let conversation = conversation(self.edition);
        let instrument = &conversation.instrument;
        let t = Words::told(instrument);
        let addresses = addresses(self.edition);
        let page = ResultsPage {
            conversation: &conversation,
            results: self.results,
            request: TableRequest::everything(),
            addresses: &addresses,
            talk: None,
            moderation: None,
            place: None,
            ballot: None,
            early: None,
        };
        let (heading, figure) = match (self.chart, &instrument.poll, &self.results.map) {
            (TakeChart::Poll, Some(poll), _) => (poll.question.clone(), poll_figure(t, &page)),
            (TakeChart::Map, _, Some(_)) => (t.say("map-title", &instrument.title), map_figure(t, &page)),
            _ => return Ok(None),
        };
        let change = match self.chart {
            TakeChart::Poll => t.book().answers_to_change(&self.results.totals, instrument.poll.as_ref()),
            TakeChart::Map => None,
        };
        let mut shell = Shell::of(t, &conversation, Place::Take, &heading);
        shell.banners = banners(t, &conversation);
        let view = View {
            t,
            shell,
            id: self.edition.id.clone(),
            heading,
            name: self.chart.word(),
            figure: Html::trusted(figure),
            change,
            who: t.book().who_answered(self.results, instrument, conversation.provenance),
        };
        crate::html::finished(&view).map(Some)
    }
}
