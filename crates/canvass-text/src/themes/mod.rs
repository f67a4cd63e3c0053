//! Themes: gathers short texts into a handful by the words they share and, a little, by how people voted on them.
//!
//! It counts words and understands nothing: irony, negation and pictures are lost on it, and what it finds is a first
//! sorting for an editor to name and to check. There is no model, no chance and no memory: the same texts give the
//! same themes, in whatever order they come. It must never be called what people think: texts in a theme share
//! words, not opinions. `docs/METHODS.md` states the method and prints how stable it is.

mod centres;
mod derived;
mod naming;
mod placing;
pub(crate) mod stem;
pub(crate) mod stop;
pub(crate) mod stop_others;
mod votes;
mod words;

pub use naming::theme_name;

use placing::Themes;
use votes::{Direction, MAX_PLACES, join, profiles};
use words::Words;

/// Most themes.
const MAX_THEMES: usize = 6;
/// Fewest texts with words that are gathered at all.
const MIN_USABLE: usize = 6;

/// A text to be gathered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThemeDocument<'a> {
    /// A statement or a comment; the first 4,000 bytes are read.
    pub text: &'a str,
    /// How people voted on it, or how its author voted: the same places for all texts of a call. 0 says that nothing
    /// is known there, and so does a place that is missing.
    pub votes: &'a [f64],
}

/// Texts that share words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The most telling words, best first: five at most and, where the texts have them, three at least. In small
    /// letters, in the form that is most frequent in the texts.
    pub words: Vec<String>,
    /// Places among the texts given, most central first.
    pub documents: Vec<usize>,
}

/// The themes of some texts in a language (as in HTML's `lang`), largest first: none where fewer than six texts can be
/// used, else two to six; none as well where texts do not part. Texts that fit nowhere are in no theme.
#[must_use]
pub fn gather_themes(documents: &[ThemeDocument<'_>], language: &str) -> Vec<Theme> {
    let sorted = sorted(documents);
    let texts: Vec<&str> = sorted.iter().map(|(_, document)| document.text).collect();
    let words = Words::of(&texts, language);
    let votes: Vec<&[f64]> = sorted.iter().map(|(_, document)| document.votes).collect();
    let n_words = words.written.len();
    let profiles = profiles(&votes);
    let directions = words.weights.iter().zip(&profiles).map(|(weights, votes)| join(weights, votes, n_words));
    let (places, texts): (Vec<usize>, Vec<Direction>) = sorted
        .iter()
        .zip(directions)
        .filter(|(_, direction)| !direction.is_empty())
        .map(|((place, _), direction)| (*place, direction))
        .unzip();
    if texts.len() < MIN_USABLE {
        return Vec::new();
    }
    let nearness = centres::choose(&texts, n_words, n_words + MAX_PLACES, MAX_THEMES);
    let themes = Themes::of(&nearness, texts.len());
    let words = naming::telling_words(&texts, &themes, &words.written);
    let in_input = |members: &Vec<usize>| members.iter().filter_map(|text| places.get(*text).copied()).collect();
    let mut found: Vec<Theme> = themes
        .members
        .iter()
        .zip(words)
        .map(|(members, words)| Theme { words, documents: in_input(members) })
        .collect();
    found.sort_by_key(|theme| usize::MAX - theme.documents.len());
    found
}

/// The texts with their places, in an order that does not depend on the one they came in.
fn sorted<'d, 't>(documents: &'d [ThemeDocument<'t>]) -> Vec<(usize, &'d ThemeDocument<'t>)> {
    let mut sorted: Vec<_> = documents.iter().enumerate().collect();
    sorted.sort_by(|(_, one), (_, other)| {
        let by_votes =
            || one.votes.iter().map(|vote| vote.to_bits()).cmp(other.votes.iter().map(|vote| vote.to_bits()));
        one.text.cmp(other.text).then_with(by_votes)
    });
    sorted
}
