//! The part of the page that changes with each answer: one statement, three answers, skip, undo.

use super::{ConversationPage, Next, Problem};
use crate::Notice;
use crate::html::Html;
use crate::marked::Terms;
use crate::results::PlaceView;
use crate::shell::content_lang;
use crate::words::Words;
use askama::Template;
use canvass_domain::{State, StatementId};
use canvass_words::Arg;

/// The part, printable alone and inside the page.
#[derive(Template)]
#[template(path = "conversation/answer.html")]
pub(super) struct Part<'a> {
    t: Words,
    slug: &'a str,
    token: &'a str,
    lang: Option<&'a str>,
    /// "3 of 10", where there is a statement.
    progress: Option<String>,
    step: Step,
    /// Whether undo has its place, usable or not.
    has_undo: bool,
    can_undo: bool,
    is_preview: bool,
    problem: Option<String>,
    said: Option<String>,
    /// Where results are, once this reader may see them.
    results: Option<String>,
    /// Where the reader stands among the groups.
    place: Option<PlaceView>,
}

/// What the part shows.
enum Step {
    Statement {
        id: StatementId,
        text: Html,
    },
    Pause {
        link: String,
    },
    Done,
    NoneYet,
    /// The conversation takes no answers.
    Over,
}

impl<'a> Part<'a> {
    pub(super) fn of(page: &'a ConversationPage<'_>) -> Self {
        let conversation = page.conversation;
        let t = Words::told(&conversation.instrument);
        let terms = Terms::of(&conversation.instrument.terms);
        let reader = &page.reader;
        let has_results = page.results.is_ok() && page.turnout.n_participants > 0;
        Self {
            t,
            slug: conversation.slug.as_str(),
            token: &reader.token,
            lang: content_lang(conversation),
            progress: progress(t, page),
            step: next_step(t, &terms, &reader.next, conversation.state),
            has_undo: conversation.state == State::Open && reader.next != Next::NoneYet,
            can_undo: reader.can_undo,
            is_preview: conversation.state == State::Draft,
            problem: (reader.problem == Some(Problem::Vote)).then(|| t.text("problem-vote")),
            said: (reader.said == Some(Notice::Undone)).then(|| t.text(Notice::Undone.key())),
            place: page.place.as_ref().map(|place| place.view(t)),
            results: has_results.then(|| format!("/c/{}/results", conversation.slug)),
        }
    }
}

fn next_step(t: Words, terms: &Terms, next: &Next, state: State) -> Step {
    if state == State::Closed {
        return Step::Over;
    }
    match next {
        Next::Statement { id, text, .. } => Step::Statement { id: *id, text: terms.line(text) },
        Next::Pause { more } => Step::Pause { link: t.count("answer-more", u64::from(*more)) },
        Next::Done => Step::Done,
        Next::NoneYet => Step::NoneYet,
    }
}

/// "3 of 10".
fn progress(t: Words, page: &ConversationPage<'_>) -> Option<String> {
    match page.reader.next {
        Next::Statement { place, of, .. } if page.conversation.state != State::Closed => {
            let count = |n: u32| Arg::Count(u64::from(n));
            Some(t.with("answer-progress", &[("place", count(place)), ("of", count(of))]))
        }
        _ => None,
    }
}
