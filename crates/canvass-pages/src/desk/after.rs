//! `/desk/c/{slug}/after`: what readers found unclear in a take, clarifications, responses; and bringing in comments
//! that were published elsewhere.

use super::{Staff, role_text};
use crate::shell::Shell;
use crate::words::Words;
use crate::{Notice, PageError};
use askama::Template;
use canvass_domain::{Conversation, Millis};
use canvass_words::{Arg, Locale};

/// What readers found unclear and the desk settles together, oldest first; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnclearItem {
    /// What the notes have in common.
    pub by: UnclearBy,
    /// The notes.
    pub notes: Vec<UnclearNote>,
}

/// What notes have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnclearBy {
    /// The words that are unclear.
    Passage,
    /// Who sent them.
    Sender,
}

/// Something a reader found unclear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnclearNote {
    /// Its number.
    pub number: u32,
    /// Number of the edition.
    pub edition: u32,
    /// The words.
    pub passage: String,
    /// More words.
    pub note: Option<String>,
    /// When.
    pub at_ms: Millis,
}

/// Somebody asked to respond.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedResponse {
    /// Its number.
    pub number: u32,
    /// Who.
    pub addressee: String,
    /// By when.
    pub due_ms: Millis,
    /// Whether there is one.
    pub has_response: bool,
}

/// What was typed into one of the forms and not kept: it is shown there again.
#[derive(Clone, Copy, Debug)]
pub enum TypedAfter<'a> {
    /// What settles something unclear: its number, the words, a clarification, the conversation that asks again.
    Settling([&'a str; 4]),
    /// Whom to ask, and by when.
    Asking([&'a str; 2]),
    /// A response: its number and the text.
    Response([&'a str; 2]),
}

/// The page after publication.
#[derive(Clone, Debug)]
pub struct DeskAfter<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// The conversation.
    pub conversation: &'a Conversation,
    /// What waits.
    pub unclear: &'a [UnclearItem],
    /// Who was asked.
    pub responses: &'a [AskedResponse],
    /// What just happened.
    pub said: Option<Notice>,
    /// What could not be done.
    pub problem: Option<&'a str>,
    /// What was typed, where it could not be done.
    pub typed: Option<TypedAfter<'a>>,
}

#[derive(Template)]
#[template(path = "desk/after.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    slug: &'a str,
    title: &'a str,
    said: Option<String>,
    problem: Option<&'a str>,
    unclear: Vec<UnclearView<'a>>,
    /// Numbers of all notes on the page.
    shown: String,
    responses: Vec<ResponseView<'a>>,
    /// Whom to ask, and by when.
    asking: [&'a str; 2],
}

struct UnclearView<'a> {
    /// Number of the first note.
    number: u32,
    /// Numbers of all of them.
    numbers: String,
    /// How many there are, where there are several.
    several: Option<String>,
    notes: Vec<NoteView<'a>>,
    /// The words, a clarification, the conversation that asks again.
    typed: [&'a str; 3],
}

struct NoteView<'a> {
    lead: String,
    /// The words, unless the note before is about the same.
    passage: Option<&'a str>,
    note: Option<&'a str>,
}

struct ResponseView<'a> {
    number: u32,
    addressee: &'a str,
    due: String,
    has_response: bool,
    typed: Option<&'a str>,
}

impl DeskAfter<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::desk(&self.conversation.instrument);
        let slug = self.conversation.slug.as_str();
        let title = t.say("desk-after-title", &self.conversation.instrument.title);
        let unclear: Vec<_> = self.unclear.iter().map(|item| unclear_view(t, item, self.typed)).collect();
        let responses = self.responses.iter().map(|asked| ResponseView {
            number: asked.number,
            addressee: &asked.addressee,
            due: t.day(asked.due_ms),
            has_response: asked.has_response,
            typed: match self.typed {
                Some(TypedAfter::Response([number, text])) if number == asked.number.to_string() => Some(text),
                _ => None,
            },
        });
        let view = View {
            t,
            shell: super::shell(t, self.conversation, &title, &format!("/desk/c/{slug}/after")),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            slug,
            title: &self.conversation.instrument.title,
            said: self.said.map(|said| t.text(said.key())),
            problem: self.problem,
            shown: unclear.iter().map(|item| item.numbers.as_str()).collect::<Vec<_>>().join(","),
            unclear,
            responses: responses.collect(),
            asking: if let Some(TypedAfter::Asking(typed)) = self.typed { typed } else { [""; 2] },
        };
        crate::html::finished(&view)
    }
}

fn unclear_view<'a>(t: Words, item: &'a UnclearItem, typed: Option<TypedAfter<'a>>) -> UnclearView<'a> {
    let first = item.notes.first();
    let numbers: Vec<String> = item.notes.iter().map(|note| note.number.to_string()).collect();
    let numbers = numbers.join(",");
    let several = (item.notes.len() > 1).then(|| {
        let key = match item.by {
            UnclearBy::Passage => "desk-unclear-passage",
            UnclearBy::Sender => "desk-unclear-sender",
        };
        t.count(key, u64::try_from(item.notes.len()).unwrap_or(u64::MAX))
    });
    let mut before = "";
    let notes = item.notes.iter().map(|note| {
        let (edition, day) = (note.edition.to_string(), t.day(note.at_ms));
        let values = [("edition", Arg::Text(edition.as_str())), ("day", Arg::Text(&day))];
        let passage = Some(note.passage.as_str()).filter(|passage| *passage != before);
        before = &note.passage;
        NoteView { lead: t.with("desk-unclear-lead", &values), passage, note: note.note.as_deref() }
    });
    let notes = notes.collect();
    let typed = match typed {
        Some(TypedAfter::Settling([number, typed @ ..])) if number == numbers => typed,
        _ => [first.map_or("", |note| note.passage.as_str()), "", ""],
    };
    UnclearView { number: first.map_or(0, |note| note.number), numbers, several, notes, typed }
}

/// `/desk/c/{slug}/elsewhere`: where a table of comments published elsewhere is pasted or chosen.
#[derive(Clone, Debug)]
pub struct DeskElsewhere<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// The conversation.
    pub conversation: &'a Conversation,
    /// How many there are.
    pub n: usize,
    /// What was pasted.
    pub typed: &'a str,
    /// What is wrong with it.
    pub problem: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "desk/elsewhere.html")]
struct ElsewhereView<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    slug: &'a str,
    there: String,
    typed: &'a str,
    problem: Option<&'a str>,
}

impl DeskElsewhere<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::of(Locale::ENGLISH);
        let slug = self.conversation.slug.as_str();
        let view = ElsewhereView {
            t,
            shell: super::shell(t, self.conversation, &t.text("desk-elsewhere"), &format!("/desk/c/{slug}/elsewhere")),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            slug,
            there: t.count("desk-elsewhere-n", u64::try_from(self.n).unwrap_or(u64::MAX)),
            typed: self.typed,
            problem: self.problem,
        };
        crate::html::finished(&view)
    }
}
