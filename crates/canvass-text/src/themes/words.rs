//! What a text is about, as numbers: its words, weighed.
//!
//! A *word* here is what the forms of a word share, or two signs of Han or kana side by side. Words of one text only
//! and of more than half of the texts are dropped, as they part nothing. Nothing here keeps the order of words.

use super::derived::words_that_say_nothing;
use super::stem::stem;
use super::stop::STOP_WORDS;
use super::stop_others;
use crate::language::{Listed, languages_of};
use crate::token::{folded, tokens};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of a text that are read: about 600 words.
const MAX_BYTES: usize = 4_000;
/// Bytes of the longest word that is kept.
const MAX_WORD_BYTES: usize = 40;
/// A word must be in this many texts, and in one of so many.
const MIN_TEXTS: usize = 2;
const MIN_TEXTS_ONE_IN: usize = 500;

/// One way of writing a word, and how often.
type Forms = BTreeMap<String, usize>;

/// The words of some texts.
#[derive(Debug)]
pub(super) struct Words {
    /// How each is mostly written.
    pub(super) written: Vec<String>,
    /// Of each text: the places of its words, in order, each with its weight. Their squares sum to 1, or there are none.
    pub(super) weights: Vec<Vec<(usize, f64)>>,
}

impl Words {
    pub(super) fn of(texts: &[&str], language: &str) -> Self {
        let reader = Reader::new(texts, language);
        let mut forms: BTreeMap<String, Forms> = BTreeMap::new();
        let counted: Vec<BTreeMap<String, usize>> = texts.iter().map(|text| reader.count(text, &mut forms)).collect();
        let mut n_texts: BTreeMap<&str, usize> = BTreeMap::new();
        for word in counted.iter().flat_map(BTreeMap::keys) {
            *n_texts.entry(word).or_default() += 1;
        }
        let n_all = counted.iter().filter(|words| !words.is_empty()).count();
        let least = MIN_TEXTS.max(n_all / MIN_TEXTS_ONE_IN);
        n_texts.retain(|_, n| *n >= least && *n * reader.language.most_in() <= n_all);
        let kept: BTreeMap<&str, (usize, f64)> = n_texts
            .iter()
            .enumerate()
            .map(|(place, (word, n))| (*word, (place, libm::log(n_all as f64 / *n as f64))))
            .collect();
        let weights = counted.iter().map(|words| weigh(words, &kept)).collect();
        let written = kept.keys().map(|word| forms.get(*word).map(most_written).unwrap_or_default()).collect();
        Self { written, weights }
    }
}

/// sqrt(times in the text) x ln(texts / texts with the word), at length 1.
fn weigh(words: &BTreeMap<String, usize>, kept: &BTreeMap<&str, (usize, f64)>) -> Vec<(usize, f64)> {
    let found = words.iter().filter_map(|(word, n)| kept.get(word.as_str()).map(|kept| (*n, kept)));
    unit(found.map(|(n, (place, rarity))| (*place, (n as f64).sqrt() * rarity)).collect())
}

/// The same direction at length 1; nothing where there is none.
pub(super) fn unit(mut entries: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    let length = entries.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
    if length.is_normal() {
        entries.iter_mut().for_each(|(_, weight)| *weight /= length);
        entries
    } else {
        Vec::new()
    }
}

/// The most frequent; of those the shortest, of those the first by letters.
fn most_written(forms: &Forms) -> String {
    let best = forms.iter().min_by_key(|(form, n)| (usize::MAX - **n, form.len(), *form));
    best.map(|(form, _)| form.clone()).unwrap_or_default()
}

/// How words of a language are told from noise.
#[derive(Clone, Copy)]
enum Language {
    /// By a list, and forms are brought together.
    English,
    /// By their length, and by how many texts they are in.
    Other,
}

impl Language {
    /// Fewest letters of a word.
    const fn min_letters(self) -> usize {
        match self {
            Self::English => 3,
            Self::Other => 4,
        }
    }

    /// A word in more than one of so many texts is dropped.
    const fn most_in(self) -> usize {
        match self {
            Self::English => 2,
            Self::Other => 4,
        }
    }
}

struct Reader {
    language: Language,
    /// Words that say nothing: of the language the texts are said to be in, and of those they look to be in.
    stop: BTreeSet<String>,
    /// Whether pairs of signs are held against what Chinese says nothing with.
    has_chinese: bool,
}

impl Reader {
    fn new(texts: &[&str], said: &str) -> Self {
        let mut stop = BTreeSet::new();
        let languages = languages_of(texts, said);
        let is_english = said.split(['-', '_']).next().is_some_and(|first| first.eq_ignore_ascii_case("en"));
        let language = match languages.listed {
            Listed::Yes if is_english => Language::English,
            Listed::Yes | Listed::No => Language::Other,
        };
        if languages.listed == Listed::No {
            stop.extend(words_that_say_nothing(texts));
        }
        let is_chinese = |tag: &&str| tag.get(..2).is_some_and(|first| first.eq_ignore_ascii_case("zh"));
        let has_chinese = languages.tags.iter().any(is_chinese);
        for tag in languages.tags {
            if tag.eq_ignore_ascii_case("en") || tag.to_ascii_lowercase().starts_with("en-") {
                stop.extend(STOP_WORDS.iter().map(|word| folded(word)));
            }
            stop.extend(stop_others::of(tag).into_iter().flat_map(str::split_whitespace).map(folded));
        }
        Self { language, stop, has_chinese }
    }

    /// The words of a text with how often they stand in it; how they are written goes into `forms`.
    fn count(&self, text: &str, forms: &mut BTreeMap<String, Forms>) -> BTreeMap<String, usize> {
        let mut counted = BTreeMap::new();
        let mut sign_before: Option<(&str, usize)> = None;
        for token in tokens(text.get(..text.floor_char_boundary(MAX_BYTES)).unwrap_or(text)) {
            let is_single = token.text.chars().all(char::is_alphanumeric) && is_one_sign(token.text);
            let written = match sign_before {
                Some((before, end)) if is_single && end == token.start => format!("{before}{}", token.text),
                _ if is_single => String::new(),
                _ => folded(token.text),
            };
            sign_before = is_single.then_some((token.text, token.end()));
            let Some(word) = self.word(&written) else { continue };
            *counted.entry(word.clone()).or_default() += 1;
            *forms.entry(word).or_default().entry(written).or_default() += 1;
        }
        counted
    }

    /// What a folded word counts as; nothing for noise.
    fn word(&self, written: &str) -> Option<String> {
        let n_letters = written.chars().filter(|c| c.is_alphabetic()).count();
        let is_long_enough = n_letters >= self.language.min_letters() || is_pair_of_signs(written);
        let is_idle = || self.has_chinese && is_pair_of_signs(written) && stop_others::is_idle_pair(written);
        if !is_long_enough || written.len() > MAX_WORD_BYTES || self.stop.contains(written) || is_idle() {
            return None;
        }
        Some(match self.language {
            Language::English => stem(written),
            Language::Other => written.to_owned(),
        })
    }
}

fn is_pair_of_signs(written: &str) -> bool {
    written.len() >= 6 && written.chars().count() == 2
}

/// Whether a token is a character that is not written together with others (Han, kana).
fn is_one_sign(token: &str) -> bool {
    token.len() >= 3 && token.chars().count() == 1
}
