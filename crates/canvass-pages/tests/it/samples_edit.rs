//! Sample pages of making and changing a conversation in forms.

use super::{Ink, conversation, staff};
use canvass_domain::instrument::rows;
use canvass_domain::{Conversation, HasAnswers, InstrumentError, Manuscript, State};
use canvass_pages::{ConversationPreview, DeskEdit, DeskFromFile, EditMoment, EditedConversation};

/// Every field with something in it, twice where there are rows.
fn typed(ink: Ink<'_>, what: &str) -> Manuscript {
    let mut typed = Manuscript::default();
    for group in rows() {
        typed.add_row(group.name);
        typed.add_row(group.name);
    }
    for place in typed.places() {
        typed.set(&place, &ink.text(&format!("{what} at {place}")));
    }
    for (place, word) in [("gate", "sealed"), ("poll.kind", "multiple"), ("closes_at", "2026-01-07T09:00")] {
        typed.set(place, word);
    }
    typed
}

fn problems(ink: Ink<'_>) -> Vec<InstrumentError> {
    let places = ["title", "gate", "term[2].word", "poll.option", "poll.option[1].text", "statement"];
    let problem = |place: &str| InstrumentError {
        place: place.to_owned(),
        problem: ink.text("is `too long`; at most 200 characters are allowed"),
    };
    places.map(problem).to_vec()
}

pub(super) fn pages(ink: Ink<'_>) -> Vec<(&'static str, String)> {
    let staff = staff();
    let [mine, theirs] = ["Mine", "Theirs"].map(|whose| typed(ink, whose));
    let problems = problems(ink);
    let open = conversation(ink);
    let draft = Conversation { state: State::Draft, ..open.clone() };
    let settled: Vec<String> = (1..=205).map(|n| ink.text(&format!("Statement {n}."))).collect();
    let edited = EditedConversation {
        conversation: &open,
        manuscript: &theirs,
        made_from: "0123456789abcdef",
        has_answers: HasAnswers::Some,
        n_participants: 1760,
        settled: &settled,
    };
    let in_draft = EditedConversation {
        conversation: &draft,
        has_answers: HasAnswers::None,
        n_participants: 0,
        settled: &[],
        ..edited
    };
    let blank = Manuscript::default();
    let moment = EditMoment::Typing;
    let new = DeskEdit { staff: &staff, typed: &blank, stored: None, problems: &[], moment, focus: None };
    let added = DeskEdit { typed: &mine, focus: Some("term[2].word"), ..new };
    let wrong = DeskEdit { typed: &mine, problems: &problems, ..new };
    let changing = DeskEdit { typed: &theirs, stored: Some(edited), ..new };
    let overtaken = DeskEdit { typed: &mine, moment: EditMoment::Overtaken, ..changing };
    let checked = DeskEdit { stored: Some(in_draft), moment: EditMoment::Checked, ..changing };
    let preview = ConversationPreview { conversation: &open, statements: None, n_problems: 2, now_ms: 0 };
    let text = ink.text("A sentence.");
    let whole = ConversationPreview { statements: Some((&text, 3)), n_problems: 0, ..preview };
    let file = DeskFromFile { staff: &staff, typed: "", problem: None };
    let toml = ink.text("title = ");
    let why = ink.text("The file, line 1: this is not TOML");
    let bad_file = DeskFromFile { typed: &toml, problem: Some(&why), ..file };
    vec![
        ("desk-new", new.render().unwrap()),
        ("desk-new-added", added.render().unwrap()),
        ("desk-new-wrong", wrong.render().unwrap()),
        ("desk-edit", changing.render().unwrap()),
        ("desk-edit-overtaken", overtaken.render().unwrap()),
        ("desk-edit-checked", checked.render().unwrap()),
        ("desk-file", file.render().unwrap()),
        ("desk-file-wrong", bad_file.render().unwrap()),
        ("desk-preview", preview.render().unwrap()),
        ("desk-preview-whole", whole.render().unwrap()),
    ]
}
