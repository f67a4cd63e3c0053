//! A note that somebody writes beside a rule: a reader who reports, or staff who decline.

use crate::AppError;
use canvass_words::legible;

const MAX_NOTE_CHARS: usize = 600;

/// The note as it is kept; nothing where nothing that can be read is left of it. Control characters go: PostgreSQL has
/// no NUL.
pub(crate) fn kept(text: &str) -> Result<Option<String>, AppError> {
    let text = legible::clean(text).replace("\r\n", "\n").replace('\r', "\n");
    let note = text.trim();
    if note.chars().count() > MAX_NOTE_CHARS {
        return Err(AppError::LongReason(MAX_NOTE_CHARS));
    }
    Ok((!legible::is_blank(note)).then(|| note.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn a_note_keeps_its_lines_and_no_control_characters() {
        assert_eq!(kept(" One.\r\nTwo\u{0}. ").unwrap(), Some("One.\nTwo.".to_owned()));
        assert_eq!(kept(" \u{7} ").unwrap(), None);
        assert_eq!(kept("\u{200b}\u{feff}").unwrap(), None);
        assert_eq!(kept(&"é".repeat(600)).unwrap().map(|note| note.chars().count()), Some(600));
        assert!(kept(&"é".repeat(601)).is_err());
    }
}
