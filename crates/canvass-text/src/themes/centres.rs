//! Where themes start: centres, chosen one after the other, and how near every text is to each.
//!
//! A *centre* is what all texts with one word share. The next one chosen is the one that brings the texts most
//! nearness beyond the centres before it and beyond the centre of all texts. Nothing is moved afterwards: rounds of
//! k-means were tried, placed more texts, and turned themes over when a fifth of the texts was left out.

use super::votes::Direction;

/// Words that a theme may start from: the most frequent ones.
const MAX_CANDIDATES: usize = 200;
/// A word that a theme starts from is in this many texts, and in one of so many.
const MIN_TEXTS: usize = 2;
const MIN_TEXTS_ONE_IN: usize = 30;

/// Centres in the order they were chosen: of each the cosine to every text.
pub(super) type Nearness = Vec<Vec<f64>>;

/// Up to `n` centres.
pub(super) fn choose(texts: &[Direction], n_words: usize, n_places: usize, n: usize) -> Nearness {
    let near = |centre: Vec<f64>| -> Vec<f64> { texts.iter().map(|text| cosine(text, &centre)).collect() };
    let mut candidates: Nearness = texts_by_word(texts, n_words)
        .iter()
        .map(|members| near(centre(members.iter().filter_map(|text| texts.get(*text)), n_places)))
        .collect();
    let mut best = near(centre(texts.iter(), n_places));
    let mut chosen = Vec::new();
    while chosen.len() < n {
        let gain = |near: &Vec<f64>| near.iter().zip(&best).map(|(near, best)| (near - best).max(0.0)).sum();
        let Some(most) = first_most(candidates.iter().map(gain)) else { break };
        let near = candidates.remove(most);
        best.iter_mut().zip(&near).for_each(|(best, near)| *best = near.max(*best));
        chosen.push(near);
    }
    chosen
}

/// The texts of each frequent word, most frequent first, of equal ones by letters.
fn texts_by_word(texts: &[Direction], n_words: usize) -> Vec<Vec<usize>> {
    let mut texts_of: Vec<Vec<usize>> = vec![Vec::new(); n_words];
    for (text, direction) in texts.iter().enumerate() {
        for (place, _) in direction {
            texts_of.get_mut(*place).into_iter().for_each(|texts| texts.push(text));
        }
    }
    let least = MIN_TEXTS.max(texts.len() / MIN_TEXTS_ONE_IN);
    texts_of.retain(|texts| texts.len() >= least);
    texts_of.sort_by_key(|texts| usize::MAX - texts.len());
    texts_of.truncate(MAX_CANDIDATES);
    texts_of
}

/// The sum of some directions at length 1, over all places.
fn centre<'a>(members: impl Iterator<Item = &'a Direction>, n_places: usize) -> Vec<f64> {
    let mut sums = vec![0.0; n_places];
    for (place, weight) in members.flatten() {
        sums.get_mut(*place).into_iter().for_each(|sum| *sum += weight);
    }
    let length = sums.iter().map(|sum| sum * sum).sum::<f64>().sqrt();
    if length.is_normal() {
        sums.iter_mut().for_each(|sum| *sum /= length);
    }
    sums
}

fn cosine(direction: &Direction, centre: &[f64]) -> f64 {
    direction.iter().map(|(place, weight)| weight * centre.get(*place).copied().unwrap_or(0.0)).sum()
}

/// The place of the greatest number above 0; of equal ones the first.
fn first_most(numbers: impl Iterator<Item = f64>) -> Option<usize> {
    let mut most = None;
    for (place, number) in numbers.enumerate() {
        if number > most.map_or(0.0, |(_, most)| most) {
            most = Some((place, number));
        }
    }
    most.map(|(place, _)| place)
}
