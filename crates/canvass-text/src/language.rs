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
/// Of texts in a language that has a list, at least one of so many is known for it, where they are not short.
const KNOWN_ONE_IN: usize = 10;
/// Fewest words of a text that should be known for what it is in, and fewest such texts that say anything together.
const TELLING_WORDS: usize = 8;
const TELLING_TEXTS: usize = 6;

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

/// What some texts look to be in.
pub(crate) struct Languages<'t> {
    /// Those that one text in ten looks to be in, and the one they are said to be in: what words say nothing in.
    pub(crate) tags: BTreeSet<&'t str>,
    /// Whether the lists of these languages have the words of most texts.
    pub(crate) listed: Listed,
}

/// Whether words that say nothing are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    /// By the lists.
    Yes,
    /// The texts are in another language, as far as can be told.
    No,
}

/// Looks at some texts, which are said to be in a language.
pub(crate) fn languages_of<'t>(texts: &[&'t str], said: &'t str) -> Languages<'t> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for tag in texts.iter().filter_map(|text| language_of(text)) {
        *counts.entry(tag).or_default() += 1;
    }
    let is_frequent = |n: &usize| 10 * n >= texts.len();
    let tags = counts.into_iter().filter(|(_, n)| is_frequent(n)).map(|(tag, _)| tag).chain([said]).collect();
    Languages { tags, listed: are_listed(texts, said) }
}

/// Whether there is a list for what texts are in: as is said of them, unless they look otherwise.
fn are_listed(texts: &[&str], said: &str) -> Listed {
    let is_telling = |text: &&&str| tokens(text).len() >= TELLING_WORDS;
    let telling: Vec<&&str> = texts.iter().filter(is_telling).collect();
    let n_known = telling.iter().filter(|text| language_of(text).is_some_and(has_list)).count();
    let one_in = match said.split(['-', '_']).next().unwrap_or_default() {
        // Where nothing is said, half of the texts have to say it.
        "" | "und" | "mul" => 2,
        first if !has_list(first) => return Listed::No,
        _ if telling.len() < TELLING_TEXTS => return Listed::Yes,
        _ => KNOWN_ONE_IN,
    };
    if n_known > 0 && one_in * n_known >= telling.len() { Listed::Yes } else { Listed::No }
}

fn has_list(tag: &str) -> bool {
    tag.eq_ignore_ascii_case("en") || stop_others::of(tag).is_some()
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
