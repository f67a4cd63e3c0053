//! A note that somebody writes beside a rule: a reader who reports, or staff who decline.

use crate::AppError;

const MAX_NOTE_CHARS: usize = 600;

/// The note as it is kept; nothing where nothing is left of it. Control characters go, as in every text: PostgreSQL
/// has no NUL.
pub(crate) fn kept(text: &str) -> Result<Option<String>, AppError> {
    let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    let note = text.trim();
    if note.chars().count() > MAX_NOTE_CHARS {
        return Err(AppError::LongReason(MAX_NOTE_CHARS));
    }
    Ok((!note.is_empty()).then(|| note.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn a_note_keeps_its_lines_and_no_control_characters() {
        assert_eq!(kept(" One.\r\nTwo\u{0}. ").unwrap(), Some("One.\nTwo.".to_owned()));
        assert_eq!(kept(" \u{7} ").unwrap(), None);
        assert_eq!(kept(&"é".repeat(600)).unwrap().map(|note| note.chars().count()), Some(600));
        assert!(kept(&"é".repeat(601)).is_err());
    }
}
