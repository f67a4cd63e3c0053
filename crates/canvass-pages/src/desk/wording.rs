//! What the wording check says of a conversation, on the desk's page of it.

use crate::words::Words;
use canvass_text::{Checked, Place, Warning};

/// Most warnings shown at once.
const MAX_SHOWN: usize = 30;

pub(super) struct WordingView<'a> {
    /// Where there is nothing to list: why.
    pub(super) empty: Option<String>,
    pub(super) warnings: Vec<WarningView<'a>>,
    pub(super) more: Option<String>,
}

pub(super) struct WarningView<'a> {
    pub(super) place: String,
    pub(super) words: &'a str,
    pub(super) explanation: &'a str,
    pub(super) suggestion: &'a str,
}

impl<'a> WordingView<'a> {
    pub(super) fn new(t: Words, checked: &'a Checked) -> Self {
        let (warnings, empty) = match checked {
            Checked::OtherLanguage => (&[][..], Some(t.text("desk-wording-language"))),
            Checked::Read(warnings) if warnings.is_empty() => (&[][..], Some(t.text("desk-wording-none"))),
            Checked::Read(warnings) => (warnings.as_slice(), None),
        };
        let n_more = u64::try_from(warnings.len().saturating_sub(MAX_SHOWN)).unwrap_or(u64::MAX);
        Self {
            empty,
            warnings: warnings.iter().take(MAX_SHOWN).map(|warning| WarningView::new(t, warning)).collect(),
            more: (n_more > 0).then(|| t.count("desk-wording-more", n_more)),
        }
    }
}

impl<'a> WarningView<'a> {
    fn new(t: Words, warning: &'a Warning) -> Self {
        let place = match warning.place {
            Place::Question => t.text("desk-wording-question"),
            Place::Option(n) => t.say("desk-wording-option", n.to_string().as_str()),
            Place::Background => t.text("desk-wording-background"),
            Place::Statement(n) => t.say("desk-statement", n.to_string().as_str()),
        };
        Self { place, words: &warning.text, explanation: &warning.explanation, suggestion: &warning.suggestion }
    }
}
