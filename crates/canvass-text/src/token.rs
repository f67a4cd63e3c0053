//! Cuts text into words and signs, for comparing terms with text.
//!
//! A word is a run of letters, digits and what belongs to them; every other character but white space is a sign of its
//! own. Han and kana are written without spaces, so each of their characters counts as a word. Other scripts without
//! spaces (Thai, Khmer) are not cut.

/// A word or a sign, and where it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) text: &'a str,
    /// Byte offset of its first character.
    pub(crate) start: usize,
}

impl Token<'_> {
    /// Byte offset after its last character.
    pub(crate) const fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether an English plural could be made of it.
    pub(crate) fn takes_plural(&self) -> bool {
        let letters = self.text.chars().rev().take(2).filter(|c| c.is_alphabetic() && !is_unspaced(*c));
        letters.count() == 2 && !self.text.ends_with(['s', 'S'])
    }
}

/// What two spellings of a token share: small letters, one kind of apostrophe and hyphen, no soft hyphens. Accents
/// count, and composed and decomposed ones are not equal.
pub(crate) fn folded(token: &str) -> String {
    let mut folded = String::with_capacity(token.len());
    for c in token.chars().flat_map(char::to_lowercase) {
        match c {
            SOFT_HYPHEN => {}
            'ς' => folded.push('σ'),
            '’' => folded.push('\''),
            '\u{2010}' | '\u{2011}' => folded.push('-'),
            c => folded.push(c),
        }
    }
    folded
}

/// The tokens of a text, in order.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut is_in_word = false;
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        let joins = is_word_part(c) && !is_unspaced(c);
        match tokens.last_mut() {
            Some(last) if joins && is_in_word => last.text = text.get(last.start..end).unwrap_or(last.text),
            _ if c.is_whitespace() => {}
            _ => tokens.extend(text.get(start..end).map(|text| Token { text, start })),
        }
        is_in_word = joins;
    }
    tokens
}

const SOFT_HYPHEN: char = '\u{ad}';

pub(crate) fn is_word_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | SOFT_HYPHEN | '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_into_words_and_signs() {
        let check = |text, expected: &[&str]| {
            let found = tokens(text);
            assert_eq!(found.iter().map(|token| token.text).collect::<Vec<_>>(), expected);
            assert!(found.iter().all(|token| text.get(token.start..token.end()) == Some(token.text)));
        };
        check("", &[]);
        check(" section\n135(1) warrant.", &["section", "135", "(", "1", ")", "warrant", "."]);
        check("Zoë’s cafe\u{301}", &["Zoë", "’", "s", "cafe\u{301}"]);
        check("精神 health評", &["精", "神", "health", "評"]);
    }

    #[test]
    fn spellings_are_folded() {
        let check = |token, expected: &str| assert_eq!(folded(token), expected);
        check("AMHP", "amhp");
        check("ΛΌΓΟΣ", "λόγοσ");
        check("λόγος", "λόγοσ");
        check("assess\u{ad}ment", "assessment");
        check("’", "'");
    }
}
