//! The whole answering page as its template sees it.

use super::{AboutMe, ConversationPage, Next, PollForm, Problem, answer};
use crate::addresses::AsksAgain;
use crate::gate::when_open;
use crate::html::{Html, web_address};
use crate::marked::{GlossaryEntry, Terms};
use crate::share::Shared;
use crate::shell::{Place, Shell, content_lang};
use crate::words;
use crate::words::{Words, illegible_key};
use crate::{Notice, PageError};
use askama::Template;
use canvass_domain::{
    Admission, Attribute, Closed, Conversation, Figure, InvalidBallot, InvalidText, MAX_STATEMENT_CHARS, OptionId,
    Poll, PollKind, State,
};

#[derive(Template)]
#[template(path = "conversation/page.html")]
pub(super) struct View<'a> {
    t: Words,
    shell: Shell,
    slug: &'a str,
    token: &'a str,
    lang: Option<&'a str>,
    title: &'a str,
    facts: Vec<String>,
    said: Option<String>,
    error: Option<SummaryLink>,
    lead: Option<Html>,
    background: Option<Html>,
    story: Option<Link>,
    poll: Option<PollView<'a>>,
    /// The answer part; nothing once it is closed, which then stands above all else.
    answer: Option<Html>,
    is_closed: bool,
    /// The newest take: where it is, and what a link to it says.
    take: Option<(String, String)>,
    /// The take whose unclear words it asks again.
    asks_again: Option<&'a AsksAgain>,
    add: Option<AddView<'a>>,
    about: Option<AboutView<'a>>,
    /// How many comments there are, and where to say why one chose an answer.
    talk: Option<String>,
    say_why: Option<String>,
    results: ResultsLine,
    takes_notices: bool,
    terms: Vec<GlossaryEntry>,
    topics: &'a [String],
    figures: Vec<FigureView<'a>>,
    is_open: bool,
    /// Shown to staff before it is there: nothing can be sent, and its other pages are not there.
    is_preview: bool,
}

/// The line of the error summary, leading to the field.
struct SummaryLink {
    href: &'static str,
    text: String,
}

struct Link {
    url: String,
    text: String,
}

struct PollView<'a> {
    question: Html,
    hint: String,
    input_type: &'static str,
    options: Vec<OptionView>,
    /// The reader's answer, where it is settled.
    mine: Vec<&'a str>,
    shows_form: bool,
    is_change: bool,
    is_open: bool,
    said: Option<String>,
    problem: Option<String>,
}

struct OptionView {
    id: OptionId,
    text: Html,
    is_chosen: bool,
}

struct AddView<'a> {
    typed: &'a str,
    max: usize,
    note: String,
    said: Option<String>,
    problem: Option<String>,
}

struct AboutView<'a> {
    attributes: Vec<AttributeView<'a>>,
    has_consented: bool,
    said: Option<String>,
    problem: Option<String>,
}

struct AttributeView<'a> {
    attribute: &'a Attribute,
    options: Vec<(&'a str, bool)>,
}

struct FigureView<'a> {
    figure: &'a Figure,
    url: Option<&'a str>,
}

/// What the page says about results.
enum ResultsLine {
    Link,
    When(String),
}

impl<'a> View<'a> {
    pub(super) fn of(page: &'a ConversationPage<'_>) -> Result<Self, PageError> {
        let conversation = page.conversation;
        let instrument = &conversation.instrument;
        let t = Words::told(instrument);
        let terms = Terms::of(&instrument.terms);
        let (lead, rest) = split_lead(&instrument.background);
        let (is_open, is_closed) = (conversation.state == State::Open, conversation.state == State::Closed);
        // A poll without statements says nothing of statements.
        let is_poll_alone = instrument.poll.is_some() && page.reader.next == Next::NoneYet;
        let has_answer = !is_closed && !is_poll_alone;
        Ok(Self {
            t,
            shell: Shell {
                share: Shared { conversation, turnout: page.turnout, addresses: page.addresses }.question(t),
                ..Shell::of(t, conversation, Place::Question, &instrument.title)
            },
            slug: conversation.slug.as_str(),
            token: &page.reader.token,
            lang: content_lang(conversation),
            title: &instrument.title,
            facts: facts(t, page),
            said: said_on_top(page.reader.said).map(|notice| t.text(notice.key())),
            error: page.reader.problem.as_ref().map(|problem| summary(t, problem)),
            lead: lead.map(|text| terms.markdown(text)),
            background: rest.map(|text| terms.markdown(text)),
            story: story(t, conversation),
            poll: instrument.poll.as_ref().map(|poll| poll_view(t, &terms, page, poll)),
            answer: if has_answer { Some(Html::trusted(answer::Part::of(page).render()?)) } else { None },
            is_closed,
            take: page.addresses.take.as_ref().map(|take| take.link(t)),
            asks_again: page.addresses.asks_again.as_ref(),
            add: offers_to_add(page).then(|| add_view(t, page)),
            about: about_view(t, page),
            talk: page
                .talk
                .as_ref()
                .map(|talk| t.count("comments-count", u64::try_from(talk.n_shown).unwrap_or(u64::MAX))),
            say_why: page.talk.as_ref().filter(|_| is_open).and_then(|_| say_why(page)),
            results: results_line(t, page.results),
            takes_notices: page.takes_notices,
            terms: terms.entries(),
            topics: &instrument.topics,
            figures: instrument
                .figures
                .iter()
                .map(|figure| FigureView { figure, url: figure.url.as_deref().and_then(web_address) })
                .collect(),
            is_open,
            is_preview: false,
        })
    }
}

impl View<'_> {
    /// The same as a preview: it says so, and leads nowhere.
    pub(super) fn into_preview(mut self, mut banners: Vec<String>) -> Self {
        let draft = self.t.text("banner-draft");
        banners.extend(self.shell.banners.drain(..).filter(|banner| *banner != draft));
        self.shell.banners = banners;
        self.shell.nav = Vec::new();
        self.shell.foot.retain(|link| !link.href.starts_with("/c/"));
        self.shell.is_private = true;
        self.is_preview = true;
        self
    }
}

/// Closing time and turnout.
fn facts(t: Words, page: &ConversationPage<'_>) -> Vec<String> {
    let times = page.conversation.instrument.times;
    let when = match page.conversation.state {
        State::Draft => t.moment_words(times.opens_at.filter(|at| *at > page.now_ms)).map(|at| t.say("opens-on", &at)),
        State::Open => t.moment_words(times.closes_at).map(|at| t.say("closes-on", &at)),
        State::Closed => None,
    };
    let is_draft = page.conversation.state == State::Draft;
    let turnout = (!is_draft).then(|| crate::gate::turnout(t, page.conversation, page.turnout));
    [turnout, when, words::mistaken(t, page.conversation)].into_iter().flatten().collect()
}

/// Notices that belong to no one part of the page.
fn said_on_top(said: Option<Notice>) -> Option<Notice> {
    let elsewhere =
        [Notice::AnswerKept, Notice::Undone, Notice::StatementHeld, Notice::StatementShown, Notice::AboutKept];
    said.filter(|notice| !elsewhere.contains(notice))
}

fn said_here(t: Words, said: Option<Notice>, here: &[Notice]) -> Option<String> {
    said.filter(|notice| here.contains(notice)).map(|notice| t.text(notice.key()))
}

fn summary(t: Words, problem: &Problem) -> SummaryLink {
    let (href, text) = match problem {
        Problem::Ballot(why) => ("#option-1", ballot_problem(t, *why)),
        Problem::Vote => ("#answer", t.text("problem-vote")),
        Problem::Statement { why, .. } => ("#text", text_problem(t, *why)),
        Problem::StatementTwice { .. } => ("#text", t.text("problem-text-twice")),
        Problem::StatementsFull { .. } => ("#text", t.text("problem-text-full")),
        Problem::NoConsent { .. } => ("#consent", t.text("problem-consent")),
    };
    SummaryLink { href, text }
}

fn ballot_problem(t: Words, why: InvalidBallot) -> String {
    match why {
        InvalidBallot::Empty => t.text("problem-ballot-empty"),
        InvalidBallot::Several => t.text("problem-ballot-several"),
        InvalidBallot::UnknownOption(_) => t.text("problem-ballot-unknown"),
    }
}

fn text_problem(t: Words, why: InvalidText) -> String {
    match why {
        InvalidText::Empty => t.text("problem-text-empty"),
        InvalidText::TooLong { n_chars } => {
            let over = n_chars.saturating_sub(MAX_STATEMENT_CHARS);
            t.count("problem-text-long", u64::try_from(over).unwrap_or(u64::MAX))
        }
        InvalidText::Illegible(why) => t.text(illegible_key(why)),
    }
}

/// Where to say why, after choosing one option.
fn say_why(page: &ConversationPage<'_>) -> Option<String> {
    let ballot = page.reader.ballot?;
    let mut chosen = ballot.options();
    match (chosen.next(), chosen.next()) {
        (Some(id), None) => Some(format!("/c/{}/comments?about=option:{id}#write", page.conversation.slug)),
        _ => None,
    }
}

/// The first paragraph of the background, and the rest; a background that starts with anything but a
/// paragraph has no lead.
fn split_lead(background: &str) -> (Option<&str>, Option<&str>) {
    let text = background.trim();
    let solid = |part: &'_ str| !part.trim().is_empty();
    let (first, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    let is_paragraph = first.starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '“' | '‘'))
        || (first.starts_with('*') && !first.starts_with("* "));
    if is_paragraph {
        (Some(first).filter(|part| solid(part)), Some(rest.trim()).filter(|part| solid(part)))
    } else {
        (None, Some(text).filter(|part| solid(part)))
    }
}

fn story(t: Words, conversation: &Conversation) -> Option<Link> {
    let story = conversation.instrument.story.as_ref()?;
    let url = web_address(&story.url)?;
    let title = story.title.as_deref().unwrap_or(url);
    Some(Link { url: url.to_owned(), text: t.say("story-link", title) })
}

fn poll_view<'a>(t: Words, terms: &Terms, page: &'a ConversationPage<'_>, poll: &'a Poll) -> PollView<'a> {
    let reader = &page.reader;
    let has = |id: OptionId| reader.ballot.is_some_and(|ballot| ballot.has(id));
    let options =
        poll.numbered().map(|(id, option)| OptionView { id, text: terms.line(&option.text), is_chosen: has(id) });
    let (hint, input_type) = match poll.kind {
        PollKind::Single => (t.text("poll-hint-single"), "radio"),
        PollKind::Multiple => (t.text("poll-hint-several"), "checkbox"),
    };
    let problem = match &reader.problem {
        Some(Problem::Ballot(why)) => Some(ballot_problem(t, *why)),
        _ => None,
    };
    let is_open = page.conversation.state != State::Closed;
    let wants_form = reader.ballot.is_none() || reader.poll_form == PollForm::Reopened || problem.is_some();
    PollView {
        question: terms.line(&poll.question),
        hint,
        input_type,
        options: options.collect(),
        mine: poll.numbered().filter(|(id, _)| has(*id)).map(|(_, option)| option.text.as_str()).collect(),
        shows_form: is_open && wants_form,
        is_change: reader.ballot.is_some(),
        is_open,
        said: said_here(t, reader.said, &[Notice::AnswerKept]),
        problem,
    }
}

/// Whether readers are asked for statements of their own: not beside a poll that has none, which speaks of no statement.
fn offers_to_add(page: &ConversationPage<'_>) -> bool {
    let is_poll_alone = page.conversation.instrument.poll.is_some() && page.reader.next == Next::NoneYet;
    let was_sent = matches!(page.reader.said, Some(Notice::StatementHeld | Notice::StatementShown))
        || matches!(
            page.reader.problem,
            Some(Problem::Statement { .. } | Problem::StatementTwice { .. } | Problem::StatementsFull { .. })
        );
    page.conversation.state == State::Open && (!is_poll_alone || was_sent)
}

fn add_view<'a>(t: Words, page: &'a ConversationPage<'_>) -> AddView<'a> {
    let (typed, problem) = match &page.reader.problem {
        Some(Problem::Statement { why, typed }) => (typed.as_str(), Some(text_problem(t, *why))),
        Some(Problem::StatementTwice { typed }) => (typed.as_str(), Some(t.text("problem-text-twice"))),
        Some(Problem::StatementsFull { typed }) => (typed.as_str(), Some(t.text("problem-text-full"))),
        _ => ("", None),
    };
    let note = match page.conversation.instrument.new_statements {
        Admission::Hold => t.text("add-note-hold"),
        Admission::Show => t.text("add-note-show"),
    };
    let said = said_here(t, page.reader.said, &[Notice::StatementHeld, Notice::StatementShown]);
    AddView { typed, max: MAX_STATEMENT_CHARS, note, said, problem }
}

fn about_view<'a>(t: Words, page: &'a ConversationPage<'_>) -> Option<AboutView<'a>> {
    let attributes = &page.conversation.instrument.attributes;
    let about = page.reader.about.as_ref()?;
    if attributes.is_empty() || page.conversation.state == State::Closed {
        return None;
    }
    let (chosen, problem) = match &page.reader.problem {
        Some(Problem::NoConsent { chosen }) => (chosen.clone(), Some(t.text("problem-consent"))),
        _ => (about.answers.clone(), None),
    };
    let chosen = AboutMe { answers: chosen, has_consented: about.has_consented };
    let attributes = attributes.iter().map(|attribute| AttributeView {
        attribute,
        options: (0..)
            .zip(&attribute.options)
            .map(|(place, option)| (option.as_str(), chosen.has(&attribute.key, place)))
            .collect(),
    });
    Some(AboutView {
        attributes: attributes.collect(),
        has_consented: about.has_consented,
        said: said_here(t, page.reader.said, &[Notice::AboutKept]),
        problem,
    })
}

fn results_line(t: Words, results: Result<(), Closed>) -> ResultsLine {
    match results {
        Ok(()) => ResultsLine::Link,
        Err(closed) => ResultsLine::When(when_open(t, closed)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_background_that_starts_with_a_paragraph_has_a_lead() {
        let check = |text, expected| assert_eq!(split_lead(text), expected, "{text:?}");
        check("One.\n\nTwo.\n\nThree.", (Some("One."), Some("Two.\n\nThree.")));
        check("**Bold** start.", (Some("**Bold** start."), None));
        check("# Head\n\nText", (None, Some("# Head\n\nText")));
        check("* a\n* b\n\nText", (None, Some("* a\n* b\n\nText")));
        check("", (None, None));
        check(" \n\n ", (None, None));
    }
}
