//! How the form asks for what the table of fields lists: which control, and under which keys of the catalogue.
//!
//! Keys follow from names: `poll.option`'s `text` is `edit-poll-option-text`, with a hint `edit-poll-option-text-hint`
//! where the catalogue has one.

use canvass_domain::Subject;
use canvass_domain::instrument::{Choice, Field, Item, Kind, Part, RowOrder, Rows, form};

/// What one types into.
#[derive(Clone, Copy)]
pub(super) enum Control {
    Line,
    Address,
    Moment,
    Area(u8),
    Choice(&'static Choice),
}

/// Keys of the catalogue that the form goes by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormTexts {
    /// Those that have to be there.
    pub needed: Vec<String>,
    /// Those that may be there.
    pub optional: Vec<String>,
}

/// Lines of the field in which thresholds are typed.
const THRESHOLDS_LINES: u8 = 3;

pub(super) const fn control(field: &'static Field) -> Control {
    match &field.kind {
        Kind::Line(_) | Kind::LineOrNumber(_) | Kind::Zone(_) | Kind::Count(..) | Kind::Options(_) | Kind::Slug => {
            Control::Line
        }
        Kind::Address(_) => Control::Address,
        Kind::Moment(_) => Control::Moment,
        Kind::Text(_, lines) | Kind::List(_, lines) | Kind::Statements(_, lines) => Control::Area(*lines),
        Kind::Thresholds(_) => Control::Area(THRESHOLDS_LINES),
        Kind::Choice(choice) => Control::Choice(choice),
    }
}

/// The label of a field, or the name of one of the rows.
pub(super) fn label(name: &str) -> String {
    format!("edit-{}", name.replace(['.', '_'], "-"))
}

/// The name of a field in rows, for its label.
pub(super) fn name_in(rows: &Rows, field: &Field) -> String {
    format!("{}.{}", rows.name, field.name)
}

pub(super) fn hint(name: &str) -> String {
    format!("{}-hint", label(name))
}

/// What a button does to rows: `add`, `remove`, `raise`.
pub(super) fn button(rows: &Rows, act: &str) -> String {
    format!("{}-{act}", label(rows.name))
}

/// What choosing a word means.
pub(super) fn meaning(name: &str, word: &str) -> String {
    label(&format!("{name}.{word}"))
}

pub(super) fn part_title(part: Part) -> String {
    format!("edit-part-{}", part.word())
}

pub(super) fn part_hint(part: Part) -> String {
    format!("{}-hint", part_title(part))
}

/// Where nobody can add a statement any more, those that are there say all there is to say.
pub(super) const fn goes_when_locked(item: &Item) -> bool {
    matches!(item, Item::Once(Field { kind: Kind::Statements(..), .. }))
}

/// The hint once a conversation is open, where it is another one.
pub(super) const fn hint_once_open(field: &Field) -> Option<&'static str> {
    match field.kind {
        Kind::Statements(Subject::Topic, _) => Some("edit-statement-more-hint"),
        _ => None,
    }
}

impl FormTexts {
    /// Every key, for whoever keeps the catalogue.
    #[must_use]
    pub fn all() -> Self {
        let mut texts = Self::default();
        for (part, items) in form() {
            texts.needed.push(part_title(part));
            texts.optional.push(part_hint(part));
            for item in items {
                match item {
                    Item::Once(field) => texts.add(field.name, field),
                    Item::Rows(rows) => {
                        texts.needed.extend([label(rows.name), button(rows, "add"), button(rows, "remove")]);
                        texts.needed.extend((rows.order == RowOrder::Shown).then(|| button(rows, "raise")));
                        rows.fields.iter().for_each(|field| texts.add(&name_in(rows, field), field));
                    }
                }
            }
        }
        texts
    }

    fn add(&mut self, name: &str, field: &'static Field) {
        self.needed.push(label(name));
        self.optional.push(hint(name));
        if let Control::Choice(choice) = control(field) {
            self.needed.extend(choice.words().into_iter().map(|word| meaning(name, word)));
        }
    }
}
