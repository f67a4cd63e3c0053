//! Words that say how somebody speaks, in a language of which there is no list: told by how the texts use them.
//!
//! In every language such words are short and frequent, and their place in a sentence is fixed: they hardly ever end one,
//! or, where verbs come last, nearly always do. It is a rule of thumb that rather drops a word too many: a theme then has
//! a longer word for a name. Nothing is known of any language here.

use crate::token::{Token, folded, tokens};
use std::collections::{BTreeMap, BTreeSet};

/// Words of up to so many letters say nothing, however rare they are.
const SHORT: usize = 5;
/// Fewest letters of a word that is looked at; those that are shorter are no words here anyway.
const LEAST_LETTERS: usize = 4;
/// Words of usual length say nothing where they are in one of so many texts, words of any length in one of so many.
const FREQUENT_ONE_IN: usize = 100;
const EVERYWHERE_ONE_IN: usize = 16;
const EVERYWHERE_LEAST: usize = 5;
/// Fewest times a word is seen before its place in sentences counts.
const MIN_SEEN: usize = 4;

/// How a word is used.
#[derive(Clone, Copy, Debug, Default)]
struct Usage {
    n_texts: usize,
    n: usize,
    /// How often it ends a clause.
    n_ending: usize,
}

/// The words of some texts that say nothing, folded.
pub(super) fn words_that_say_nothing(texts: &[&str]) -> BTreeSet<String> {
    let mut usages: BTreeMap<String, Usage> = BTreeMap::new();
    for text in texts {
        for (word, here) in usages_in(text) {
            let all = usages.entry(word).or_default();
            all.n_texts += 1;
            all.n += here.n;
            all.n_ending += here.n_ending;
        }
    }
    usages.retain(|_, usage| usage.n_texts > 1);
    let usual = usual_letters(usages.keys());
    let says_nothing = |word: &str, usage: Usage| match n_letters(word) {
        n if n <= SHORT => true,
        _ if usage.is_of_any_place() => false,
        n if n <= usual => usage.n_texts * FREQUENT_ONE_IN >= texts.len(),
        _ => usage.n_texts >= EVERYWHERE_LEAST && usage.n_texts * EVERYWHERE_ONE_IN >= texts.len(),
    };
    usages.into_iter().filter(|(word, usage)| says_nothing(word, *usage)).map(|(word, _)| word).collect()
}

impl Usage {
    /// Whether it ends clauses neither rarely nor mostly (from a third to three fifths of the times), as things do that
    /// people speak of.
    const fn is_of_any_place(self) -> bool {
        self.n >= MIN_SEEN && 3 * self.n_ending >= self.n && 5 * self.n_ending <= 3 * self.n
    }
}

fn usages_in(text: &str) -> BTreeMap<String, Usage> {
    let mut found: BTreeMap<String, Usage> = BTreeMap::new();
    let tokens = tokens(text);
    let next = tokens.iter().skip(1).map(Some).chain([None]);
    for (token, next) in tokens.iter().zip(next) {
        let word = folded(token.text);
        if n_letters(&word) < LEAST_LETTERS {
            continue;
        }
        let usage = found.entry(word).or_default();
        usage.n += 1;
        usage.n_ending += usize::from(next.is_none_or(is_sign));
    }
    found
}

/// Whether a token is a sign that ends a clause, such as a comma, and no word.
fn is_sign(token: &Token<'_>) -> bool {
    token.text.chars().all(|c| !c.is_alphanumeric() && !matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2019}'))
}

/// Letters of the middle one of the words that are looked at, by length, and two more.
fn usual_letters<'w>(words: impl Iterator<Item = &'w String>) -> usize {
    let mut lengths: Vec<usize> = words.map(|word| n_letters(word)).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() / 2).map_or(SHORT, |middle| middle + 2)
}

fn n_letters(word: &str) -> usize {
    word.chars().filter(|c| c.is_alphabetic()).count()
}
