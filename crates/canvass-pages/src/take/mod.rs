//! `/take/{id}`: an edition as readers see it, its chart pages, the feed, and what machines read of it.
//!
//! A take is made of its edition and of what happened after it, and of nothing else: no live count, no reader.

mod chart_page;
mod feed;
mod figures;
mod linked;
mod prose;
mod quotes;
mod unclear;

pub use chart_page::{ChartPage, TakeChart};
pub use feed::{FeedEntry, feed};
pub use unclear::UnclearPage;

use crate::Addresses;
use crate::PageError;
use crate::html::Html;
use crate::results::{ResultsPage, TableRequest, frozen_parts};
use crate::share::Share;
use crate::shell::{Place, Shell, banners, content_lang};
use crate::words::Words;
use askama::Template;
use canvass_charts::Card;
use canvass_domain::{Conversation, ConversationId, Millis, Slug, State};
use canvass_edition::{DisclosureItem, Edition, FigureRecord};
use canvass_results::{Answered, Results};
use canvass_words::{Arg, Locale};
use figures::{FigureLine, figure_lines};
use prose::{Rendered, Setting};
pub(crate) use quotes::quote_html;

/// The words of a quote as they are kept beside an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeQuote {
    /// Its number.
    pub number: u32,
    /// Its words; nothing once they are withdrawn.
    pub text: Option<String>,
    /// The name its author chose to be quoted with.
    pub name: Option<String>,
    /// What its author chose in the poll, where it may be told.
    pub option: Option<u8>,
    /// When they were.
    pub withdrawn_ms: Option<Millis>,
}

/// One edition among those of a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionLine {
    /// Its name in addresses.
    pub id: String,
    /// Its number.
    pub number: u32,
    /// When it was published.
    pub published_ms: Option<Millis>,
    /// Why there is one, where there was one before.
    pub why: Option<String>,
    /// What is different from the one before.
    pub what: Vec<String>,
}

/// A dated answer to something unclear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clarification {
    /// The words it explains.
    pub passage: String,
    /// The explanation.
    pub text: String,
    /// Where it is asked again.
    pub asked_again: Option<String>,
    /// When.
    pub at_ms: Millis,
}

/// Somebody asked to respond.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Who.
    pub addressee: String,
    /// By when.
    pub due_ms: Millis,
    /// What they said.
    pub text: Option<String>,
    /// When they said it.
    pub responded_ms: Option<Millis>,
}

/// Where a take stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody but staff sees it.
    Draft,
    /// It is out, and stays as it is.
    Published,
}

/// An edition as readers see it.
#[derive(Clone, Debug)]
pub struct TakePage<'a> {
    /// The edition.
    pub edition: &'a Edition,
    /// Its results.
    pub results: &'a Results,
    /// Every figure in its prose.
    pub figures: &'a [FigureRecord],
    /// The words of its quotes.
    pub quotes: &'a [TakeQuote],
    /// SHA-256 of its canonical form.
    pub hash: &'a str,
    /// The key that signed it.
    pub key: &'a str,
    /// All published editions of its conversation, oldest first.
    pub editions: &'a [EditionLine],
    /// Dated answers to what was unclear.
    pub clarifications: &'a [Clarification],
    /// Who was asked to respond.
    pub responses: &'a [Response],
    /// Whether it is out.
    pub standing: Standing,
    /// Now, for what is overdue.
    pub now_ms: Millis,
    /// What just happened, in a sentence.
    pub said: Option<crate::Notice>,
}

#[derive(Template)]
#[template(path = "take/page.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    lang: Option<&'a str>,
    id: &'a str,
    slug: &'a str,
    kicker: &'a str,
    headline: String,
    standfirst: Html,
    edition_line: String,
    byline: String,
    newer: Option<(String, String)>,
    changes: Option<(String, Vec<String>)>,
    body: Html,
    figures: Vec<FigureLine>,
    figures_title: String,
    quote_rule: Option<&'a str>,
    clarifications: Vec<ClarificationView>,
    responses: Vec<ResponseView>,
    segments: Html,
    readers: Html,
    has_readers: bool,
    table: Html,
    has_statements: bool,
    has_rows: bool,
    disclosure: Vec<DisclosureView>,
    editions: Vec<(String, String, bool)>,
    command: String,
    hash: &'a str,
    key: &'a str,
    said: Option<String>,
    linked: Html,
    is_published: bool,
    has_poll: bool,
    has_map: bool,
}

struct ClarificationView {
    passage: String,
    paragraphs: Vec<String>,
    again: Option<String>,
    day: String,
}

struct ResponseView {
    lead: String,
    is_overdue: bool,
    paragraphs: Vec<String>,
}

struct DisclosureView {
    label: String,
    value: String,
    is_known: bool,
    bodies: String,
}

impl TakePage<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let conversation = conversation(self.edition);
        let instrument = &conversation.instrument;
        let t = Words::told(instrument);
        let addresses = addresses(self.edition);
        let results_page = ResultsPage {
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
        let setting = Setting { t, page: self, conversation: &conversation, results_page: &results_page };
        let Rendered { headline, standfirst, body } = setting.render();
        let [segments, readers, table] = frozen_parts(t, &results_page)?;
        let by_place = |clarification: &Clarification| self.clarification(t, clarification);
        let view = View {
            t,
            shell: self.shell(t, &conversation, &headline, &standfirst),
            lang: content_lang(&conversation),
            id: &self.edition.id,
            slug: &self.edition.conversation,
            kicker: &instrument.title,
            edition_line: self.edition_line(t),
            byline: self.byline(t),
            newer: self.newer(t),
            changes: self.edition.changes.as_ref().map(|changes| {
                let since = changes.since.to_string();
                let values = [("since", Arg::Text(since.as_str())), ("why", Arg::Text(&changes.why))];
                (t.with("take-changes", &values), changes.what.clone())
            }),
            linked: linked::json_ld(t, self, &conversation, &headline, &plain(&standfirst.to_string())),
            headline,
            standfirst,
            body,
            figures: figure_lines(t, instrument, self.figures),
            figures_title: t.count("take-figures-all", u64::try_from(self.figures.len()).unwrap_or(u64::MAX)),
            quote_rule: (!self.edition.quotes.is_empty()).then_some(self.edition.quote_rule.as_str()),
            clarifications: self.clarifications.iter().map(by_place).collect(),
            responses: self.responses.iter().map(|response| self.response(t, response)).collect(),
            segments,
            readers,
            has_readers: self.results.about_readers().next().is_some(),
            table,
            has_statements: self.results.on_topic().next().is_some(),
            has_rows: self.edition.rows.are_published(),
            disclosure: self.disclosure(),
            editions: self.edition_lines(t),
            command: format!("canvass verify {}.json", self.edition.id),
            hash: self.hash,
            key: self.key,
            said: self.said.map(|said| t.text(said.key())),
            is_published: self.standing == Standing::Published,
            has_poll: self.results.poll.is_some() && self.results.totals.n_ballots > 0,
            has_map: self.results.map.is_some(),
        };
        crate::html::finished(&view)
    }

    fn shell(&self, t: Words, conversation: &Conversation, headline: &str, standfirst: &Html) -> Shell {
        let mut shell = Shell::of(t, conversation, Place::Take, headline);
        shell.banners = banners(t, conversation);
        if self.standing == Standing::Draft {
            shell.banners.insert(0, t.text("take-banner-draft"));
            shell.is_private = true;
            return shell;
        }
        let (width, height) = Card::SIZE;
        let version = self.hash.get(..12).unwrap_or_default();
        shell.feed = Some("/takes.atom");
        shell.share = Some(Share {
            title: headline.to_owned(),
            description: travelling(t, self.edition, self.results, &plain(&standfirst.to_string())),
            url: self.edition.url.clone(),
            site: conversation.instrument.organiser.as_ref().map(|who| who.name.clone()),
            image: format!("{}/card.png?v={version}", self.edition.url),
            width,
            height,
            alt: travelling(t, self.edition, self.results, &t.say("take-card-alt", headline)),
        });
        shell
    }

    fn edition_line(&self, t: Words) -> String {
        let number = self.edition.number.to_string();
        match self.edition.published_ms.map(|ms| t.day(ms)) {
            Some(day) => t.with("take-edition", &[("number", Arg::Text(number.as_str())), ("day", Arg::Text(&day))]),
            None => t.with("take-edition-draft", &[("number", Arg::Text(&number))]),
        }
    }

    /// Who stands behind the words; until somebody does, that it is the program's draft. What they certified is on the
    /// disclosure card.
    fn byline(&self, t: Words) -> String {
        let Some(by) = &self.edition.signed_off else { return t.text("take-byline-program") };
        let day = t.day(by.at_ms);
        t.with("take-byline", &[("name", Arg::Text(by.name.as_str())), ("day", Arg::Text(&day))])
    }

    /// A newer edition, with what it changed and why.
    fn newer(&self, t: Words) -> Option<(String, String)> {
        let newest = self.editions.last().filter(|newest| newest.number > self.edition.number)?;
        let day = newest.published_ms.map(|ms| t.day(ms)).unwrap_or_default();
        let (number, what) = (newest.number.to_string(), newest.what.join("; "));
        let values = [
            ("number", Arg::Text(number.as_str())),
            ("day", Arg::Text(&day)),
            ("why", Arg::Text(newest.why.as_deref().unwrap_or_default())),
            ("what", Arg::Text(&what)),
        ];
        Some((format!("/take/{}", newest.id), t.with("take-newer", &values)))
    }

    fn edition_lines(&self, t: Words) -> Vec<(String, String, bool)> {
        let line = |line: &EditionLine| {
            let (number, day) = (line.number.to_string(), line.published_ms.map(|ms| t.day(ms)).unwrap_or_default());
            let values = [("number", Arg::Text(number.as_str())), ("day", Arg::Text(&day))];
            (format!("/take/{}", line.id), t.with("take-edition", &values), line.number == self.edition.number)
        };
        self.editions.iter().map(line).collect()
    }

    fn clarification(&self, t: Words, clarification: &Clarification) -> ClarificationView {
        ClarificationView {
            passage: clarification.passage.clone(),
            paragraphs: paragraphs(&clarification.text),
            again: clarification.asked_again.as_ref().map(|slug| format!("/c/{slug}")),
            day: t.day(clarification.at_ms),
        }
    }

    fn response(&self, t: Words, response: &Response) -> ResponseView {
        let (due, day) = (t.day(response.due_ms), response.responded_ms.map(|ms| t.day(ms)).unwrap_or_default());
        let is_overdue = response.text.is_none() && response.due_ms < self.now_ms;
        let key = match (&response.text, is_overdue) {
            (Some(_), _) => "take-responded",
            (None, true) => "take-response-overdue",
            (None, false) => "take-response-due",
        };
        let values =
            [("addressee", Arg::Text(response.addressee.as_str())), ("due", Arg::Text(&due)), ("day", Arg::Text(&day))];
        ResponseView {
            lead: t.with(key, &values),
            is_overdue,
            paragraphs: response.text.as_deref().map(paragraphs).unwrap_or_default(),
        }
    }

    fn disclosure(&self) -> Vec<DisclosureView> {
        let bodies = |item: &DisclosureItem| {
            let bodies = [("AAPOR", &item.aapor), ("BPC", &item.bpc), ("ESOMAR", &item.esomar)];
            let said = bodies.iter().filter(|(_, asked)| !asked.is_empty());
            said.map(|(body, asked)| format!("{body}: {}", asked.join(", "))).collect::<Vec<_>>().join(" · ")
        };
        let view = |item: DisclosureItem| DisclosureView {
            bodies: bodies(&item),
            label: item.label,
            is_known: item.value.is_some(),
            value: item.value.or(item.unknown).unwrap_or_default(),
        };
        canvass_edition::disclosure(self.edition, self.results).into_iter().map(view).collect()
    }
}

/// What is said of a take where it is not seen: `lead`, and who answered.
fn travelling(t: Words, edition: &Edition, results: &Results, lead: &str) -> String {
    let n_participants = results.totals.n_participants;
    let answered = Answered { n_participants, provenance: edition.provenance, state: State::Closed };
    t.book().travelling(lead, answered)
}

/// Headline of an edition in plain words, and what a feed says of it.
#[must_use]
pub fn words(edition: &Edition, results: &Results) -> [String; 2] {
    let instrument = edition.instrument().cloned().unwrap_or_default();
    let t = Words::told(&instrument);
    let who = t.book().who_answered(results, &instrument, edition.provenance);
    let facts = canvass_edition::Facts::of(edition, results, &instrument, &who);
    let [headline, standfirst] =
        [&edition.prose.headline, &edition.prose.standfirst].map(|text| prose::line(&facts, text));
    [headline, travelling(t, edition, results, &standfirst)]
}

/// The byline of a take that nobody has signed.
#[must_use]
pub fn by_program() -> String {
    Words::of(Locale::ENGLISH).text("take-byline-program")
}

/// What the feed is called.
#[must_use]
pub fn feed_title() -> String {
    Words::of(Locale::ENGLISH).text("take-feed-title")
}

/// The conversation as an edition tells of it.
#[must_use]
pub fn conversation(edition: &Edition) -> Conversation {
    Conversation {
        visibility: canvass_domain::Visibility::Public,
        id: ConversationId(0),
        slug: Slug::parse(&edition.conversation).unwrap_or_else(|_| Slug::suggest(&edition.conversation)),
        state: State::Closed,
        provenance: edition.provenance,
        note: edition.note.clone(),
        version: edition.wording.last().map_or(1, |wording| wording.version),
        instrument: edition.instrument().cloned().unwrap_or_default(),
        created_ms: 0,
        turns: canvass_domain::Turns::of_edition(edition.opened_ms, edition.closed_ms, edition.mistaken),
    }
}

/// Where an edition and its charts are.
#[must_use]
pub fn addresses(edition: &Edition) -> Addresses {
    let path = format!("/take/{}", edition.id);
    Addresses {
        conversation: edition.url.clone(),
        results: edition.url.clone(),
        card: format!("{}/card.png", edition.url),
        charts: format!("{path}/charts"),
        pictures: Some(path),
        take: None,
        asks_again: None,
    }
}

fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

/// What the sign of a cited figure leads to and means is for the page alone.
fn without_marks(html: &str) -> String {
    let (mut kept, mut rest) = (String::with_capacity(html.len()), html);
    while let Some((before, after)) = rest.split_once("<small class=\"mark\">") {
        kept.push_str(before.trim_end_matches(' '));
        rest = after.split_once("</small>").map_or("", |(_, after)| after);
    }
    kept + rest
}

/// The words of finished markup.
pub(crate) fn plain(html: &str) -> String {
    let (mut text, mut is_tag) = (String::new(), false);
    for c in without_marks(html).chars() {
        match c {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            _ if !is_tag => text.push(c),
            _ => {}
        }
    }
    for (escaped, c) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", "\u{a0}"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ] {
        text = text.replace(escaped, c);
    }
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").trim().to_owned()
}
