//! What a theme is called until an editor has named it: its most telling words.

use super::Theme;
use super::placing::Themes;
use super::votes::Direction;

const MAX_WORDS: usize = 5;
const MIN_WORDS: usize = 3;
/// A word beyond those is this much as telling as the first.
const MIN_TELLING: f64 = 1.0 / 3.0;
/// Words of a name.
const NAME_WORDS: usize = 3;

/// A first name for an editor to edit, such as "Beds, nights and staff".
#[must_use]
pub fn theme_name(theme: &Theme) -> String {
    let words: Vec<&str> = theme.words.iter().take(NAME_WORDS).map(String::as_str).collect();
    let name = match words.as_slice() {
        [before @ .., last] if !before.is_empty() && words.iter().all(|word| word.is_ascii()) => {
            format!("{} and {last}", before.join(", "))
        }
        words => words.join(", "),
    };
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Of each theme the words that most more of its texts have than of all others.
pub(super) fn telling_words(texts: &[Direction], themes: &Themes, written: &[String]) -> Vec<Vec<String>> {
    let all = counts(texts.iter(), written.len());
    let telling: Vec<Vec<f64>> =
        themes.members.iter().map(|members| telling(texts, members, &all, written.len())).collect();
    let is_best_here =
        |word: usize, here: f64| telling.iter().all(|theme| theme.get(word).is_none_or(|elsewhere| *elsewhere <= here));
    let words_of = |theme: &Vec<f64>| {
        let mut found: Vec<(usize, f64)> = theme.iter().copied().enumerate().filter(|(_, here)| *here > 0.0).collect();
        found.retain(|(word, here)| is_best_here(*word, *here));
        found.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        let least = found.first().map_or(0.0, |(_, most)| most * MIN_TELLING);
        let kept = found.iter().enumerate().filter(|(rank, (_, here))| *rank < MIN_WORDS || *here >= least);
        kept.take(MAX_WORDS).filter_map(|(_, (word, _))| written.get(*word).cloned()).collect()
    };
    telling.iter().map(words_of).collect()
}

/// Of each word how many of some texts have it.
fn counts<'a>(texts: impl Iterator<Item = &'a Direction>, n_words: usize) -> Vec<f64> {
    let mut counts = vec![0.0; n_words];
    for (place, _) in texts.flatten() {
        counts.get_mut(*place).into_iter().for_each(|count| *count += 1.0);
    }
    counts
}

/// Of each word its share of a theme's texts less its share of all others.
fn telling(texts: &[Direction], members: &[usize], all: &[f64], n_words: usize) -> Vec<f64> {
    let inside = counts(members.iter().filter_map(|text| texts.get(*text)), n_words);
    let n_inside = members.len().max(1) as f64;
    let n_outside = texts.len().saturating_sub(members.len()).max(1) as f64;
    inside.iter().zip(all).map(|(inside, all)| inside / n_inside - (all - inside) / n_outside).collect()
}
