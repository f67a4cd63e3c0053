//! Which theme a text goes to, and how many themes there are.

use super::MAX_THEMES;
use super::centres::Nearness;

/// Least cosine to the centre of a theme.
const MIN_NEAR: f64 = 0.1;
/// How many times as near as to any other centre.
const MIN_LEAD: f64 = 1.3;
/// Texts for each theme there may be.
const TEXTS_A_THEME: usize = 8;
/// A theme has this many texts, or two where there are fewer than so many for each; and one in so many of all.
const MIN_MEMBERS: usize = 3;
const TEXTS_A_MEMBER: usize = 15;
const MIN_MEMBERS_ONE_IN: usize = 30;

/// Texts by theme.
#[derive(Debug, PartialEq)]
pub(super) struct Themes {
    /// Of each theme the places of its texts, nearest to the centre first.
    pub(super) members: Vec<Vec<usize>>,
}

impl Themes {
    /// As many themes as place the most texts, of equal numbers the fewest. Small themes count only where there would
    /// not be two others.
    pub(super) fn of(nearness: &Nearness, n_texts: usize) -> Self {
        let most = (n_texts / TEXTS_A_THEME).clamp(2, MAX_THEMES);
        let least = (n_texts / TEXTS_A_MEMBER).clamp(2, MIN_MEMBERS).max(n_texts / MIN_MEMBERS_ONE_IN);
        let attempts = [(most, least), (MAX_THEMES, 2), (MAX_THEMES, 1)];
        let found = attempts.iter().map(|(most, least)| Self::best(nearness, n_texts, *most, *least));
        found.into_iter().find(|themes| themes.members.len() >= 2).unwrap_or(Self { members: Vec::new() })
    }

    /// Of two to `most` themes with `least` texts each those that place the most texts.
    fn best(nearness: &Nearness, n_texts: usize, most: usize, least: usize) -> Self {
        let mut best = Self { members: Vec::new() };
        for n_centres in 2..=most {
            let themes = Self::around(nearness.get(..n_centres).unwrap_or(nearness), n_texts, least);
            if themes.members.len() >= 2 && themes.n_placed() > best.n_placed() {
                best = themes;
            }
        }
        best
    }

    /// The themes around these centres, but for those with fewer than `least` texts.
    fn around(nearness: &[Vec<f64>], n_texts: usize, least: usize) -> Self {
        let mut near: Vec<Vec<(usize, f64)>> = vec![Vec::new(); nearness.len()];
        for text in 0..n_texts {
            let Some((theme, cosine)) = place(nearness, text) else { continue };
            near.get_mut(theme).into_iter().for_each(|members| members.push((text, cosine)));
        }
        near.retain(|members| members.len() >= least);
        near.iter_mut().for_each(|members| members.sort_by(|(_, one), (_, other)| other.total_cmp(one)));
        let members = near.into_iter().map(|members| members.into_iter().map(|(text, _)| text).collect());
        Self { members: members.collect() }
    }

    fn n_placed(&self) -> usize {
        self.members.iter().map(Vec::len).sum()
    }
}

/// The centre nearest to a text, with the cosine; nothing where none is near, or another is nearly as near.
fn place(nearness: &[Vec<f64>], text: usize) -> Option<(usize, f64)> {
    let mut first = (0, f64::NEG_INFINITY);
    let mut second = f64::NEG_INFINITY;
    for (theme, near) in nearness.iter().enumerate().filter_map(|(theme, near)| Some((theme, *near.get(text)?))) {
        if near > first.1 {
            second = first.1;
            first = (theme, near);
        } else {
            second = second.max(near);
        }
    }
    (first.1 >= MIN_NEAR && first.1 >= MIN_LEAD * second).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_where_it_is_clearly_nearest() {
        let check = |near: &[f64], expected: Option<usize>| {
            let nearness: Vec<Vec<f64>> = near.iter().map(|near| vec![*near]).collect();
            assert_eq!(place(&nearness, 0).map(|(theme, _)| theme), expected, "{near:?}");
        };
        check(&[0.5, 0.2], Some(0));
        check(&[0.2, 0.5], Some(1));
        check(&[0.5, 0.5], None);
        check(&[0.5, 0.4], None);
        check(&[0.09, 0.0], None);
        check(&[0.3, -0.5], Some(0));
        check(&[], None);
    }

    #[test]
    fn a_third_centre_is_taken_only_where_it_places_more_texts() {
        let two = [(0..24).map(|text| f64::from(u8::from(text < 12))).collect::<Vec<_>>(), vec![0.5; 24]];
        let splits = (0..24).map(|text| if text < 12 { 0.9 } else { 0.0 }).collect();
        let useless: Nearness = vec![two[0].clone(), two[1].clone(), splits];
        assert_eq!(Themes::of(&useless, 24), Themes::around(&two, 24, 2));
        let serves = (0..24).map(|text| if text < 18 { 0.0 } else { 0.9 }).collect();
        let half: Vec<f64> =
            two[1].iter().enumerate().map(|(text, near)| if text < 18 { *near } else { 0.0 }).collect();
        let useful: Nearness = vec![two[0].clone(), half, serves];
        let n_members: Vec<usize> = Themes::of(&useful, 24).members.iter().map(Vec::len).collect();
        assert_eq!(n_members, [12, 6, 6]);
    }
}
