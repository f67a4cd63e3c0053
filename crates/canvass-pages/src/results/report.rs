//! Results without a server: a page that needs nothing but itself, its charts as files, and a summary in words.
//!
//! They are made of the same parts as the page that the server shows, and lead nowhere that only a server has.

use super::sorting::{Order, Sorting};
use super::{Drawing, Medium, ResultsPage, TableRequest, about_readers, groups, lists, method, plot, table, top};
use crate::assets::STYLESHEET;
use crate::html::Html;
use crate::shell::{banners, content_lang};
use crate::words::Words;
use crate::{Addresses, PageError};
use askama::Template;
use canvass_counts::thresholds;
use canvass_domain::{Conversation, State};
use canvass_results::Results;
use canvass_text::markdown_to_html;
use canvass_words::Arg;

/// Results as files.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// What was asked.
    pub conversation: &'a Conversation,
    /// What came out.
    pub results: &'a Results,
    /// How many groups Polis would show, where it would show others.
    pub polis_groups: Option<u64>,
    /// Which groups Polis published, in a sentence.
    pub published: Option<&'a str>,
    /// Votes by day, or by month where there are many days; empty where times are not known.
    pub by_time: &'a [Stretch],
}

/// A day or a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// As dates begin: `2025-01-07` or `2025-01`.
    pub when: String,
    /// People who voted in it.
    pub n_people: u64,
    /// Their votes in it.
    pub n_votes: u64,
}

/// What a report has on top of the pages' style sheet.
const REPORT_STYLES: &str = include_str!("../../assets/report.css");
/// The script that sorts the table. It stands in the file itself: browsers load no module beside a file.
const REPORT_SCRIPT: &str = include_str!("../../assets/report.js");

#[derive(Template)]
#[template(path = "results/report.html")]
struct View<'a> {
    t: Words,
    lang: Option<&'a str>,
    page_title: String,
    title: &'a str,
    question: &'a str,
    is_closed: bool,
    has_poll: bool,
    has_statements: bool,
    organiser: Option<&'a str>,
    banners: Vec<String>,
    stylesheet: Html,
    top: Html,
    lists: Html,
    plot: Html,
    groups: Html,
    polis_groups: Option<String>,
    published: Option<&'a str>,
    background: Option<Html>,
    per_person: Vec<(String, String)>,
    by_time: Vec<Told<'a>>,
    readers: Html,
    orders: &'a [Order],
    table: Html,
    script: Html,
    method: Vec<String>,
}

/// What was said with the question; nothing where nothing was.
fn background(text: &str) -> Option<Html> {
    (!text.trim().is_empty()).then(|| Html::trusted(markdown_to_html(text)))
}

struct Told<'a> {
    when: &'a str,
    people: String,
    votes: String,
}

impl Stretch {
    fn told(&self, t: Words) -> Told<'_> {
        Told { when: &self.when, people: t.number(self.n_people), votes: t.number(self.n_votes) }
    }
}

impl Report<'_> {
    /// Prints the page, which finds the charts in the folder `charts` beside it.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn page(&self) -> Result<String, PageError> {
        let Self { conversation, results, .. } = *self;
        let instrument = &conversation.instrument;
        let t = Words::told(instrument);
        let addresses = Addresses::in_folder();
        let page = self.results_page(&addresses);
        let poll = instrument.poll.as_ref();
        let sorting = Sorting::of(t, &page);
        let plot = plot::Part::of(t, &page).map(|plot| plot.render()).transpose()?;
        let view = View {
            t,
            lang: content_lang(conversation),
            page_title: t.say("results-title", &instrument.title),
            title: &instrument.title,
            question: poll.map_or(instrument.title.as_str(), |poll| poll.question.as_str()),
            is_closed: conversation.state == State::Closed,
            has_poll: poll.is_some(),
            has_statements: results.on_topic().next().is_some(),
            organiser: instrument.organiser.as_ref().map(|who| who.name.as_str()),
            banners: banners(t, conversation),
            stylesheet: Html::trusted(format!("{STYLESHEET}{REPORT_STYLES}")),
            top: Html::trusted(top::Top::of(t, &page).render()?),
            lists: Html::trusted(lists::Part::of(t, &page).render()?),
            plot: Html::trusted(plot.unwrap_or_default()),
            groups: Html::trusted(groups::Part::of(t, &page).render()?),
            polis_groups: self.of_polis(t),
            published: self.published,
            background: background(&instrument.background),
            per_person: self.per_person(t),
            by_time: self.by_time.iter().map(|stretch| stretch.told(t)).collect(),
            readers: about_readers::section(t, &page)?,
            orders: &sorting.orders,
            table: Html::trusted(table::Table::of(t, &page).sortable(&sorting).render()?),
            script: Html::trusted(REPORT_SCRIPT.to_owned()),
            method: method::lines(t, &page),
        };
        crate::html::finished(&view)
    }

    /// The charts as SVG, each with the name of its file without the ending.
    #[must_use]
    pub fn charts(&self, medium: Medium) -> Vec<(&'static str, String)> {
        let Self { conversation, results, .. } = *self;
        let addresses = Addresses::in_folder();
        let drawing = Drawing { conversation, addresses: &addresses, medium };
        let poll = drawing.poll(results, None).map(|svg| ("poll", svg));
        let map = results.map.as_ref().map(|_| ("map", drawing.map(results, None)));
        let divides = drawing.divides(results).map(|svg| ("divides", svg));
        poll.into_iter().chain(map).chain(divides).collect()
    }

    /// The same in words, a paragraph a line.
    #[must_use]
    pub fn summary(&self) -> String {
        let t = Words::told(&self.conversation.instrument);
        let addresses = Addresses::in_folder();
        let page = self.results_page(&addresses);
        let title = &self.conversation.instrument.title;
        let mut lines = vec![title.clone(), String::new()];
        lines.extend(banners(t, self.conversation));
        lines.extend(top::Top::of(t, &page).words());
        lines.push(String::new());
        lines.extend(groups::Part::of(t, &page).words());
        lines.extend(self.of_polis(t).into_iter().flat_map(|said| [said, String::new()]));
        lines.extend(self.published.into_iter().flat_map(|said| [said.to_owned(), String::new()]));
        lines.extend(lists::Part::of(t, &page).words());
        lines.extend(about_readers::Part::of(t, &page).words());
        lines.join("\n").trim_end().to_owned()
    }

    /// How many people voted on how many statements.
    fn per_person(&self, t: Words) -> Vec<(String, String)> {
        let told = self.results.caption.as_ref().and_then(|caption| caption.votes_per_person());
        let range = |(from, to): (u32, Option<u32>)| match to {
            Some(to) if to == from => from.to_string(),
            Some(to) => format!("{from}–{to}"),
            None => t.say("report-or-more", &from.to_string()),
        };
        told.iter().flat_map(canvass_counts::VotesPerPerson::bins).map(|(bin, n)| (range(bin), t.number(n))).collect()
    }

    /// That Polis would show other groups, where it would.
    fn of_polis(&self, t: Words) -> Option<String> {
        let n = self.polis_groups?;
        Some(t.with("report-polis-groups", &[("n", Arg::Count(n)), ("least", Arg::Count(thresholds::GROUP_MIN_N))]))
    }

    fn results_page<'p>(&'p self, addresses: &'p Addresses) -> ResultsPage<'p> {
        ResultsPage {
            conversation: self.conversation,
            results: self.results,
            request: TableRequest::everything(),
            addresses,
            talk: None,
            moderation: None,
            place: None,
            ballot: None,
            early: None,
        }
    }
}
