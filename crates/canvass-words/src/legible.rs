//! What a text must be for people to read it: something visible, no control characters, marks within bounds; and when
//! two texts read the same.
//!
//! Forms, the API, the desk and files all ask here, so that no way in knows another rule. Whatever is stored already
//! is cleaned where it goes out ([`clean`], [`plain`]); nothing here changes what is stored.

use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_security::confusable_detection::skeleton;

/// Most marks on one letter. Hebrew with vowels and cantillation needs four, Vietnamese two; towers of marks that
/// cover the lines above need dozens.
pub const MAX_MARKS: usize = 8;

/// How many lines a text may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// One: neither line breaks nor tabs.
    One,
    /// Any number, with tabs.
    Many,
}

/// Why nobody could read a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Illegible {
    /// Nothing in it can be seen.
    #[error("has nothing in it that can be seen")]
    Blank,
    /// It holds a control character.
    #[error("holds a control character (U+{0:04X}); take it out")]
    Control(u32),
    /// It holds a line break or a tab where there is room for one line.
    #[error("goes over several lines or holds a tab; write it as one line")]
    Break,
    /// Bytes of it were no text, and a replacement character stands for them.
    #[error("has letters that were lost on the way (U+FFFD stands for them); write them again")]
    Torn,
    /// More marks stand on one letter than any language writes.
    #[error("has a letter with more than {MAX_MARKS} accents or other marks; take some away")]
    Marks,
}

/// Whether a text, empty or not, shows nothing: white space, zero-width characters, marks without a letter.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    !text.chars().any(is_visible)
}

/// Whether a text can be read as it stands.
///
/// # Errors
/// The first reason why not. An empty text is blank.
pub fn check(text: &str, lines: Lines) -> Result<(), Illegible> {
    check_characters(text, lines)?;
    if is_blank(text) { Err(Illegible::Blank) } else { Ok(()) }
}

/// As [`check`], for a text that may be left out: what is blank passes.
///
/// # Errors
/// When it holds what no text may.
pub fn check_characters(text: &str, lines: Lines) -> Result<(), Illegible> {
    if let Some(c) = text.chars().find(|c| is_unprintable(*c)) {
        return Err(Illegible::Control(u32::from(c)));
    }
    if lines == Lines::One && text.contains(['\n', '\r', '\t', '\u{2028}', '\u{2029}']) {
        return Err(Illegible::Break);
    }
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return Err(Illegible::Torn);
    }
    let mut marks = Marks::default();
    if text.chars().any(|c| marks.after(c) > MAX_MARKS) { Err(Illegible::Marks) } else { Ok(()) }
}

/// How many marks stand on the letter before. What has no width ends no letter: marks behind it stand on the same one.
#[derive(Default)]
struct Marks(usize);

impl Marks {
    fn after(&mut self, c: char) -> usize {
        self.0 = match c {
            _ if is_ignorable(c) => self.0,
            _ if is_mark(c) => self.0 + 1,
            _ => 0,
        };
        self.0
    }
}

/// A text as it may go out wherever it was stored: without control characters but line breaks and tabs, and with no
/// more marks on a letter than any language writes.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.chars().any(is_unprintable) {
        return Cow::Borrowed(text);
    }
    match check_characters(text, Lines::Many) {
        Ok(()) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bounded(text.chars().filter(|c| !is_unprintable(*c)))),
    }
}

/// A text as it may go out where nothing around it keeps its direction to itself (a subject line, a terminal, a
/// drawing): [`clean`], and without bidirectional controls.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    let text = clean(text);
    if text.chars().any(is_direction_control) { Cow::Owned(without_direction(&text)) } else { text }
}

/// A text that may hold somebody else's words, for a terminal: nothing in it steers that, or turns the line round.
#[must_use]
pub fn for_terminal(text: &str) -> String {
    let steers = |c: char| c.is_control() && c != '\n' && c != '\t';
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if steers(c) || turns(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// A text without the characters that turn the direction of what follows.
#[must_use]
pub fn without_direction(text: &str) -> String {
    text.chars().filter(|c| !is_direction_control(*c)).collect()
}

/// A text as it may be put into a sentence: with nothing in it that turns the sentence, and where it runs from right to
/// left, between isolates, so that what follows stays behind it.
#[must_use]
pub fn isolated(text: &str) -> Cow<'_, str> {
    // Isolates of our own stay where a sentence is put into another one.
    let text = if is_balanced(text) {
        Cow::Owned(clean(text).chars().filter(|c| !is_direction_control(*c) || is_isolate(*c)).collect())
    } else {
        plain(text)
    };
    if text.chars().any(runs_left) { Cow::Owned(format!("\u{2068}{text}\u{2069}")) } else { text }
}

/// Whether two texts read the same: compatible characters, letter case, white space, zero-width characters and the
/// punctuation at the end make no difference.
#[must_use]
pub fn reads_the_same(one: &str, other: &str) -> bool {
    folded(one).eq(folded(other))
}

/// What a text reads as; equal for two texts that [`reads_the_same`].
#[must_use]
pub fn reads_as(text: &str) -> String {
    folded(text).collect()
}

/// What a text looks like: two choices with an equal key cannot be told apart by eye (the skeleton of UTS 39, of what
/// it reads as).
#[must_use]
pub fn looks_like(text: &str) -> String {
    skeleton(&reads_as(text)).collect()
}

/// What a name looks like, whatever stands around and between its words. Two names with a key in common cannot be told
/// apart by eye.
#[must_use]
pub fn name_keys(name: &str) -> [String; 2] {
    // Capitals of two scripts can be alike where their small letters are not: В and B. And I, l and i are one.
    let as_written: String = skeleton(&spaced(name).nfkc().collect::<String>()).collect();
    let by_capitals = looks_like(&as_written).replace('i', "l");
    [looks_like(name), by_capitals].map(|key| {
        let is_seen = |c: char| c.is_alphanumeric() || is_mark(c);
        key.split(|c| !is_seen(c)).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    })
}

/// The first text that looks like one before it: both, by place.
#[must_use]
pub fn look_alikes(texts: &[&str]) -> Option<(usize, usize)> {
    // Capitals of two scripts can be alike where their small letters are not: В and B.
    let keys: Vec<[String; 2]> = texts
        .iter()
        .map(|text| [looks_like(text), skeleton(&spaced(text).nfkc().collect::<String>()).collect()])
        .collect();
    keys.iter().enumerate().find_map(|(at, [folded, as_written])| {
        let earlier = keys.iter().take(at);
        earlier.into_iter().position(|[f, w]| f == folded || w == as_written).map(|first| (first, at))
    })
}

fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    // Upwards first, so that ß and ss, and both forms of sigma, are one; then down.
    spaced(text).nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase)
}

/// Without zero-width characters and final punctuation, white space as single spaces.
fn spaced(text: &str) -> impl Iterator<Item = char> + '_ {
    let is_at_edge = |c: char| is_space(c) || is_ignorable(c);
    let whole = text.trim_matches(is_at_edge);
    let kept = whole.trim_end_matches(|c| is_at_edge(c) || is_final(c));
    // A text of punctuation alone is what it is.
    let kept = if kept.is_empty() { whole } else { kept };
    let mut after_space = true;
    kept.chars().filter(|c| !is_ignorable(*c)).filter_map(move |c| {
        let is_space = is_space(c);
        let is_repeated = is_space && after_space;
        after_space = is_space;
        match (is_space, is_repeated) {
            (false, _) => Some(c),
            (true, false) => Some(' '),
            (true, true) => None,
        }
    })
}

/// Without the marks beyond the bound.
fn bounded(chars: impl Iterator<Item = char>) -> String {
    let mut marks = Marks::default();
    chars.filter(|c| marks.after(*c) <= MAX_MARKS || is_ignorable(*c)).collect()
}

/// What has no sound and no width of its own: zero-width characters and marks on letters.
#[must_use]
pub fn is_silent(c: char) -> bool {
    is_ignorable(c) || is_mark(c)
}

/// Marks that are drawn. Variation selectors count as marks in Unicode and draw nothing.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && is_combining_mark(c)
}

fn is_visible(c: char) -> bool {
    !(is_space(c) || c.is_control() || is_noncharacter(c) || is_ignorable(c) || is_mark(c))
}

/// White space, and what is drawn as nothing where a letter would stand.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2800}' | '\u{FFF9}'..='\u{FFFB}' | '\u{1D159}')
}

/// What no text may hold: control characters but line breaks and tabs, and what Unicode keeps free for ever. None of
/// these may stand in XML, and most not in HTML.
fn is_unprintable(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || is_noncharacter(c)
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Embeddings, overrides, isolates and marks of direction.
const fn is_direction_control(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

const fn is_isolate(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2069}')
}

/// Whether every isolate ends, and none ends that did not begin.
fn is_balanced(text: &str) -> bool {
    let mut depth = 0_usize;
    for c in text.chars().filter(|c| is_isolate(*c)) {
        if c != '\u{2069}' {
            depth += 1;
        } else if depth == 0 {
            return false;
        } else {
            depth -= 1;
        }
    }
    depth == 0
}

/// Letters of scripts that are written from right to left.
const fn runs_left(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{8FF}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFE}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
    )
}

/// Punctuation that may end a sentence, with what may close after it.
const fn is_final(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ',' | ';' | ':' | '\u{2026}' | '"' | '\'' | '\u{2019}' | '\u{201D}' | '\u{BB}')
        || matches!(
            c,
            '\u{3002}' | '\u{3001}' | '\u{FF01}' | '\u{FF0C}' | '\u{FF0E}' | '\u{FF1A}' | '\u{FF1B}' | '\u{FF1F}'
        )
        || matches!(
            c,
            '\u{37E}'
                | '\u{2025}'
                | '\u{FF61}'
                | '\u{61F}'
                | '\u{60C}'
                | '\u{61B}'
                | '\u{6D4}'
                | '\u{964}'
                | '\u{203C}'
                | '\u{2047}'..='\u{2049}'
        )
}

/// What a font draws nothing for: Unicode's `Default_Ignorable_Code_Point`.
const fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFF8}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_blank() {
        for blank in [
            "",
            " \n\t",
            "\u{200B}\u{200B}",
            "\u{FEFF}",
            "\u{2800}\u{2800}",
            "\u{2060}",
            "\u{FE0F}",
            "\u{301}\u{301}",
            "\u{3164}",
            "\u{115F}\u{1160}",
            "\u{AD}",
            "\u{E0041}",
            "\u{202E}",
            "\u{A0}\u{3000}",
            "\u{180E}",
            "\u{0}",
        ] {
            assert!(is_blank(blank), "{blank:?}");
        }
        for seen in ["a", "?", "👍", "👍\u{FE0F}", "\u{200B}x", "é", "e\u{301}", "意", "שׁ", "\u{2801}", "…"]
        {
            assert!(!is_blank(seen), "{seen:?}");
            assert_eq!(check(seen, Lines::One), Ok(()), "{seen:?}");
        }
    }

    #[test]
    fn control_characters_are_refused_and_line_breaks_where_there_is_one_line() {
        for control in [
            '\0',
            '\u{7}',
            '\u{B}',
            '\u{C}',
            '\u{1B}',
            '\u{7F}',
            '\u{85}',
            '\u{9B}',
            '\u{FFFE}',
            '\u{FDD0}',
            '\u{1FFFF}',
        ] {
            let text = format!("a{control}b");
            assert_eq!(check(&text, Lines::Many), Err(Illegible::Control(u32::from(control))));
            assert_eq!(clean(&text), "ab");
        }
        assert_eq!(check("a\u{FFFD}b", Lines::Many), Err(Illegible::Torn));
        assert_eq!(clean("a\u{FFFD}b"), "a\u{FFFD}b");
        assert_eq!(check("a\n\tb\r\n", Lines::Many), Ok(()));
        assert_eq!(clean("a\n\tb\r\n"), "a\n\tb\r\n");
        for text in ["a\nb", "a\tb", "a\r", "a\u{2028}b", "a\u{2029}b"] {
            assert_eq!(check(text, Lines::One), Err(Illegible::Break));
        }
    }

    #[test]
    fn marks_are_bounded_and_real_words_have_fewer() {
        let tower = |n: usize| format!("a{}b", "\u{301}".repeat(n));
        assert_eq!(check(&tower(MAX_MARKS), Lines::One), Ok(()));
        assert_eq!(check(&tower(MAX_MARKS + 1), Lines::One), Err(Illegible::Marks));
        let joined = format!("a{}", "\u{301}\u{301}\u{200D}".repeat(MAX_MARKS));
        assert_eq!(check(&joined, Lines::Many), Err(Illegible::Marks), "what has no width between them");
        assert_eq!(check(&clean(&joined), Lines::Many), Ok(()));
        assert_eq!(check(&format!("❤{}", "\u{FE0F}".repeat(20)), Lines::One), Ok(()), "drawn on nothing");
        assert_eq!(clean(&tower(60)), tower(MAX_MARKS));
        for word in ["בְּרֵאשִׁ֖ית", "ท่านี้", "e\u{302}\u{301}", "क्ष्म्य", "نَصٌّ"]
        {
            assert_eq!(check(word, Lines::One), Ok(()), "{word}");
            assert_eq!(clean(word), word);
        }
    }

    #[test]
    fn texts_that_read_the_same_are_told() {
        let said = "Buses do not run on Sundays.";
        for same in [
            "BUSES DO NOT RUN ON SUNDAYS.",
            "Buses do not\u{200B} run on Sundays.",
            " Buses  do\u{A0}not run on Sundays",
            "Buses do not run on Sundays!\u{FEFF} ",
            "Ｂuses do not run on Sundays。",
            "Buses do not run on Sun\u{AD}days…",
            "Buses\u{2800}do not run on Sundays\u{37E}",
        ] {
            assert!(reads_the_same(said, same), "{same:?}");
            assert_eq!(reads_as(said), reads_as(same));
        }
        assert!(reads_the_same("Straße", "STRASSE") && reads_the_same("caf\u{e9}", "cafe\u{301}"));
        assert!(reads_the_same("ΟΔΟΣ", "οδος") && reads_the_same("Ünal", "u\u{308}nal"));
        for (one, other) in [("Buses run.", "Buses do not run."), ("5", "5+"), ("?", "!"), ("", "a"), ("Un", "Ün")] {
            assert!(!reads_the_same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn choices_that_look_alike_are_told() {
        let alike = |one: &str, other: &str| look_alikes(&["No", one, "Maybe", other]);
        for (one, other) in [
            ("Yes please", "Yes  please"),
            ("Yes please", "Yes\u{A0}please"),
            ("Yes please", "Yes please\u{200B}"),
            ("caf\u{e9}", "cafe\u{301}"),
            ("Weekly", "weekly "),
            ("scope", "\u{455}\u{441}\u{43E}\u{440}\u{435}"),
            ("BA", "\u{412}\u{410}"),
        ] {
            assert_eq!(alike(one, other), Some((1, 3)), "{one:?} {other:?}");
        }
        for (one, other) in [("18–24", "25–34"), ("Weekly", "Monthly"), ("Yes", "Yes, but later"), ("5", "5+")] {
            assert_eq!(alike(one, other), None, "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_name_cannot_turn_what_follows() {
        assert_eq!(plain("Ada \u{202E}ihsoM\u{7}"), "Ada ihsoM");
        assert_eq!(plain("שרה"), "שרה");
        assert_eq!(isolated("שרה"), "\u{2068}שרה\u{2069}");
        assert_eq!(isolated("Ada \u{202E}ihsoM"), "Ada ihsoM");
        assert_eq!(isolated("\u{2068}שרה\u{2069}: 7"), "\u{2068}\u{2068}שרה\u{2069}: 7\u{2069}");
        assert_eq!(isolated("\u{2069}שרה"), "\u{2068}שרה\u{2069}");
        assert_eq!(without_direction("\u{2067}a\u{2069}\u{200F}"), "a");
    }

    #[test]
    fn words_of_others_do_not_steer_a_terminal() {
        let odd = "a\u{1b}]0;x\u{7}b\u{9b}31m\r c\u{202e}d\te\nf é";
        assert_eq!(for_terminal(odd), "a\u{fffd}]0;x\u{fffd}b\u{fffd}31m\u{fffd} c\u{fffd}d\te\nf é");
    }
}
