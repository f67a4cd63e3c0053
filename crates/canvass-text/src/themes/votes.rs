//! How people voted, as a direction beside that of the words.
//!
//! 0 in a profile is "nothing known", never "in the middle".

use super::words::unit;

/// A direction, by the places where it is not 0, in order; length 1.
pub(super) type Direction = Vec<(usize, f64)>;

/// What votes count for in a cosine, beside 1 less this for words.
const VOTES_SHARE: f64 = 0.2;
/// Places that profiles are folded into where they are longer.
pub(super) const MAX_PLACES: usize = 64;

/// Each profile less the mean of what is known at each place, at length 1; nothing where nothing is known.
pub(super) fn profiles(votes: &[&[f64]]) -> Vec<Direction> {
    let n_places = votes.iter().map(|votes| votes.len()).max().unwrap_or_default();
    let mut sums = vec![(0.0, 0.0); n_places];
    for profile in votes {
        for ((sum, n), vote) in sums.iter_mut().zip(*profile).filter(|(_, vote)| is_known(**vote)) {
            *sum += vote;
            *n += 1.0;
        }
    }
    let means: Vec<f64> = sums.iter().map(|(sum, n)| if *n > 0.0 { sum / n } else { 0.0 }).collect();
    votes.iter().map(|profile| folded(profile, &means)).collect()
}

fn is_known(vote: f64) -> bool {
    vote != 0.0 && vote.is_finite()
}

/// Long profiles are added up into few places, with signs that make what is apart cancel out.
fn folded(profile: &[f64], means: &[f64]) -> Direction {
    let mut places = vec![0.0; means.len().min(MAX_PLACES)];
    for (at, (vote, mean)) in profile.iter().zip(means).enumerate().filter(|(_, (vote, _))| is_known(**vote)) {
        let sign = if (at / MAX_PLACES).count_ones().is_multiple_of(2) { 1.0 } else { -1.0 };
        places.get_mut(at % MAX_PLACES).into_iter().for_each(|place| *place += sign * (vote - mean));
    }
    unit(places.into_iter().enumerate().filter(|(_, vote)| *vote != 0.0).collect())
}

/// Words and votes as one direction, the votes after `n_words`. A text without words has none; where no votes are known
/// the words stand alone.
pub(super) fn join(words: &[(usize, f64)], votes: &[(usize, f64)], n_words: usize) -> Direction {
    if words.is_empty() || votes.is_empty() {
        return words.to_vec();
    }
    let (of_words, of_votes) = ((1.0 - VOTES_SHARE).sqrt(), VOTES_SHARE.sqrt());
    let words = words.iter().map(|(place, weight)| (*place, weight * of_words));
    let votes = votes.iter().map(|(place, vote)| (n_words + *place, vote * of_votes));
    words.chain(votes).collect()
}
