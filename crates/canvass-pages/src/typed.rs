//! What was typed into a form that was not taken: shown again on the page that says why, so that nobody types it twice.

use crate::words::Words;

/// What was typed, field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Names of fields and what is in them, in the form's order.
    pub fields: Vec<(String, String)>,
    /// Whether it all came.
    pub extent: Extent,
}

/// How much of a form came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    #[default]
    Whole,
    /// Only its beginning: the rest was too long, or did not arrive.
    Beginning,
}

/// Fields that people type words into, what a page calls them, and how much room they need. The first that is there is
/// the one that the form is for.
const FIELDS: [(&str, &str, Room); 10] = [
    ("text", "typed-kept", Room::Text),
    ("body", "take-part-body", Room::Text),
    ("note", "typed-kept", Room::Text),
    ("headline", "take-part-headline", Room::Line),
    ("standfirst", "take-part-standfirst", Room::Text),
    ("passage", "take-unclear-passage", Room::Line),
    ("reason", "desk-reason", Room::Text),
    ("name", "comment-name", Room::Line),
    ("place", "comment-place", Room::Line),
    ("email", "notice-address", Room::Line),
];

/// What fits on a line of a form.
const LINE_CHARS: usize = 60;

/// Fields of forms at the desk that nobody types words into.
const CHOSEN: [&str; 22] = [
    "token",
    "was",
    "seen",
    "from",
    "act",
    "target",
    "state",
    "kind",
    "back",
    "quote",
    "rule",
    "design",
    "gate",
    "comments",
    "new_statements",
    "poll.kind",
    "rows",
    "checked",
    "flags",
    "role",
    "marks",
    "file",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    Text,
    Line,
}

/// The same, as templates show it.
#[derive(Clone, Debug, Default)]
pub(crate) struct TypedView {
    /// Something to say of all of it.
    pub note: Option<String>,
    pub fields: Vec<TypedField>,
}

#[derive(Clone, Debug)]
pub(crate) struct TypedField {
    pub id: String,
    pub label: String,
    pub text: String,
    pub is_long: bool,
}

impl Typed {
    /// Whether people type words into a field of a reader's form.
    #[must_use]
    pub fn is_of_readers(name: &str) -> bool {
        FIELDS.iter().any(|(known, _, _)| *known == name)
    }

    /// Whether people type words into a field of a form at the desk, where there are many.
    #[must_use]
    pub fn is_of_desk(name: &str) -> bool {
        !CHOSEN.contains(&name)
    }

    /// Whether there is nothing to give back.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.iter().all(|(_, text)| text.trim().is_empty())
    }
}

impl TypedView {
    pub(crate) fn of(t: Words, typed: Option<&Typed>) -> Self {
        let Some(typed) = typed.filter(|typed| !typed.is_empty()) else { return Self::default() };
        let mut fields = Vec::new();
        for (name, key, room) in FIELDS {
            let given = typed.fields.iter().find(|(found, text)| *found == name && !text.trim().is_empty());
            let Some((_, text)) = given else { continue };
            let (id, key) =
                if fields.is_empty() { ("typed".to_owned(), "typed-kept") } else { (format!("typed-{name}"), key) };
            fields.push(TypedField { id, label: t.text(key), text: text.clone(), is_long: room == Room::Text });
        }
        let others = typed.fields.iter().filter(|(name, text)| !Typed::is_of_readers(name) && !text.trim().is_empty());
        for (n, (name, text)) in others.enumerate() {
            let is_long = text.contains('\n') || text.chars().count() > LINE_CHARS;
            let label = t.say("typed-field", name);
            fields.push(TypedField { id: format!("typed-other-{n}"), label, text: text.clone(), is_long });
        }
        // Even a line may be long; the first is what somebody wants to have back.
        if let Some(first) = fields.first_mut() {
            first.is_long = true;
        }
        let note = (typed.extent == Extent::Beginning).then(|| t.text("typed-beginning"));
        Self { note, fields }
    }
}
