//! Which language a text looks to be in: by its most frequent words, else by its letters.
//!
//! It is a guess for a note to somebody who knows, and for which words say nothing; nothing else hangs on it. A text of a
//! few words, or of two languages alike, is of none.

use crate::themes::{stop, stop_others};
use crate::token::{folded, tokens};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Bytes of a text that are looked at.
const MAX_BYTES: usize = 4_000;
/// Fewest of its words that must be of a language.
const MIN_WORDS: usize = 3;

/// English words that are too short for the list of words that say nothing.
const SHORT_ENGLISH: &str = "a an is it to of in on we i be by as at or no so do if my me he us am";

/// The languages that each word is frequent in.
static LANGUAGES_OF: LazyLock<BTreeMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut known: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    let english = stop::STOP_WORDS.iter().copied().chain(SHORT_ENGLISH.split_whitespace()).map(|word| ("en", word));
    let others =
        stop_others::STOP_WORDS.iter().flat_map(|(tag, words)| words.split_whitespace().map(|word| (*tag, word)));
    for (tag, word) in english.chain(others) {
        let tags = known.entry(folded(word)).or_default();
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    known
});

/// The language a text looks to be in, as the first part of a tag; nothing where it cannot be told.
#[must_use]
pub fn language_of(text: &str) -> Option<&'static str> {
    let text = text.get(..text.floor_char_boundary(MAX_BYTES)).unwrap_or(text);
    if let Some(tag) = by_letters(text) {
        return Some(tag);
    }
    let mut hits: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut n_words = 0;
    for token in tokens(text).iter().filter(|token| token.text.chars().any(char::is_alphabetic)) {
        n_words += 1;
        for tag in LANGUAGES_OF.get(&folded(token.text)).into_iter().flatten() {
            *hits.entry(tag).or_default() += 1;
        }
    }
    let mut ranked: Vec<(usize, &'static str)> = hits.into_iter().map(|(tag, n)| (n, tag)).collect();
    ranked.sort_unstable_by(|a, b| b.cmp(a));
    let (most, tag) = *ranked.first()?;
    let next = ranked.get(1).map_or(0, |(n, _)| *n);
    (most >= MIN_WORDS && 4 * most >= n_words && most >= next + 2).then_some(tag)
}

/// Those that one text in ten of some looks to be in, and the one they are said to be in: what words say nothing in.
pub(crate) fn languages_of<'t>(texts: impl Iterator<Item = &'t str>, said: &'t str) -> BTreeSet<&'t str> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut n_texts = 0;
    for text in texts {
        n_texts += 1;
        if let Some(tag) = language_of(text) {
            *counts.entry(tag).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, n)| 10 * n >= n_texts).map(|(tag, _)| tag).chain([said]).collect()
}

/// By letters that hardly any other language is written in.
fn by_letters(text: &str) -> Option<&'static str> {
    let (mut n_letters, mut n_han, mut n_kana, mut n_hangul, mut n_thai) = (0_usize, 0, 0, 0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        n_letters += 1;
        match c {
            '\u{3041}'..='\u{30ff}' => n_kana += 1,
            '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' => n_han += 1,
            '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}' => n_hangul += 1,
            '\u{e00}'..='\u{e7f}' => n_thai += 1,
            _ => {}
        }
    }
    let is_most = |n: usize| n > 0 && 2 * n > n_letters;
    match () {
        () if is_most(n_han + n_kana) && 10 * n_kana > n_han => Some("ja"),
        () if is_most(n_han + n_kana) => Some("zh"),
        () if is_most(n_hangul) => Some("ko"),
        () if is_most(n_thai) => Some("th"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_known_by_its_frequent_words() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(language_of(text), expected, "{text}");
        check("The library should be open on Sundays, as many people work.", Some("en"));
        check("Die Bibliothek sollte auch am Sonntag geöffnet sein, weil viele arbeiten.", Some("de"));
        check("La bibliothèque devrait être ouverte le dimanche parce que les gens travaillent.", Some("fr"));
        check("La biblioteca debería estar abierta los domingos porque la gente trabaja.", Some("es"));
        check("A biblioteca deveria estar aberta aos domingos porque muitas pessoas não podem ir.", Some("pt"));
        check("De bibliotheek moet ook op zondag open zijn, omdat veel mensen werken.", Some("nl"));
        check("Biblioteka powinna być otwarta w niedzielę, ponieważ wszyscy pracują.", Some("pl"));
        check("Библиотека должна быть открыта, потому что многие люди работают.", Some("ru"));
        check("我覺得圖書館應該在星期日開放。", Some("zh"));
        check("図書館は日曜日も開けるべきだと思います。", Some("ja"));
        check("도서관은 일요일에도 열어야 합니다.", Some("ko"));
        check("Parking costs money.", None);
        check("", None);
    }
}
