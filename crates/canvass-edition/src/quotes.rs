//! Choosing quotes by a rule that everybody can read, and cutting them without changing a byte.
//!
//! Only words whose authors let them be quoted are looked at, and words published elsewhere. The rule asks for every
//! option, every group and whoever is in none to be heard, never for what is said well.

use crate::record::{Provenanced, QuoteRecord};
use canvass_counts::LEAST;
use canvass_domain::{CommentId, OptionId, QuoteConsent};
use canvass_words::{Arg, Messages};
use std::collections::BTreeMap;

/// Most quotes that the rule chooses.
pub const MAX_CHOSEN: usize = 12;
/// Most quotes of one edition.
pub const MAX_QUOTES: usize = 40;
/// Comments shorter or longer than this are not chosen by the rule, in characters.
const CHOSEN_CHARS: std::ops::RangeInclusive<usize> = 20..=700;
/// What shows that something is left out.
pub const CUT: &str = "[…]";

/// A comment that may be quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where it comes from.
    pub source: Source,
    /// All its words.
    pub text: String,
    /// The name its author chose to be quoted with.
    pub name: Option<String>,
    /// Place of its theme, from 0.
    pub theme: Option<usize>,
    /// How near it is to the middle of its theme, 0 being the nearest.
    pub rank: usize,
    /// What its author chose in the poll.
    pub option: Option<OptionId>,
    /// The group its author is in, which has its turn to be heard and is told to nobody.
    pub group: Option<u8>,
    /// What its author chose, where that may stand beside the quote. Of somebody with a name it is nothing: the words
    /// are theirs to sign, the vote stays secret.
    pub told: Option<OptionId>,
}

/// How many people share an answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Crowd {
    by_option: BTreeMap<OptionId, u64>,
}

impl Crowd {
    /// Counts one more.
    pub(super) fn add(&mut self, option: OptionId) {
        *self.by_option.entry(option).or_default() += 1;
    }

    /// What may be told of somebody without a name: an answer that at least [`LEAST`] people share.
    pub(super) fn told(&self, option: Option<OptionId>) -> Option<OptionId> {
        option.filter(|option| self.by_option.get(option).is_some_and(|n| *n >= LEAST))
    }
}

/// How much is found out of what may be quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The words, and whose they are.
    Words,
    /// What their authors answered too, which takes as long as working the results out.
    Voices,
}

/// Where a quote comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A comment made here.
    Comment(CommentId),
    /// A comment published elsewhere, by its number.
    Elsewhere(u32),
}

/// Whose turn it is to be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Option(OptionId),
    Group(u8),
    Ungrouped,
    Theme(usize),
}

/// Chooses quotes, by their places among the candidates.
///
/// In turn: each option, each group, those in no group, each theme. A turn that somebody already chosen fills passes;
/// else the candidate nearest to the middle of the theme least quoted so far is taken, ties going to the lower number.
/// At most [`MAX_CHOSEN`].
#[must_use]
pub fn choose(candidates: &[Candidate], n_themes: usize) -> Vec<usize> {
    let turns = turns(candidates, n_themes);
    let mut chosen: Vec<usize> = Vec::new();
    for turn in turns {
        let is_filled = chosen.iter().filter_map(|place| candidates.get(*place)).any(|known| turn.fits(known));
        if is_filled || chosen.len() >= MAX_CHOSEN {
            continue;
        }
        let n_quoted = |theme: Option<usize>| {
            chosen.iter().filter_map(|place| candidates.get(*place)).filter(|known| known.theme == theme).count()
        };
        let fitting = candidates.iter().enumerate().filter(|(place, candidate)| {
            turn.fits(candidate) && is_of_a_length(&candidate.text) && !chosen.contains(place)
        });
        let best = fitting.min_by_key(|(_, candidate)| {
            (candidate.theme.is_none(), n_quoted(candidate.theme), candidate.rank, candidate.source)
        });
        chosen.extend(best.map(|(place, _)| place));
    }
    chosen.sort_by_key(|place| {
        candidates.get(*place).map(|known| (known.theme.unwrap_or(usize::MAX), known.rank, known.source))
    });
    chosen
}

fn turns(candidates: &[Candidate], n_themes: usize) -> Vec<Turn> {
    let mut options: Vec<OptionId> = candidates.iter().filter_map(|candidate| candidate.option).collect();
    let mut groups: Vec<u8> = candidates.iter().filter_map(|candidate| candidate.group).collect();
    options.sort_unstable();
    options.dedup();
    groups.sort_unstable();
    groups.dedup();
    let ungrouped = candidates.iter().any(|candidate| Turn::Ungrouped.fits(candidate)).then_some(Turn::Ungrouped);
    let people = options.into_iter().map(Turn::Option).chain(groups.into_iter().map(Turn::Group)).chain(ungrouped);
    people.chain((0..n_themes).map(Turn::Theme)).collect()
}

impl Turn {
    fn fits(self, candidate: &Candidate) -> bool {
        match self {
            Self::Option(id) => candidate.option == Some(id),
            Self::Group(group) => candidate.group == Some(group),
            Self::Ungrouped => matches!(candidate.source, Source::Comment(_)) && candidate.group.is_none(),
            Self::Theme(theme) => candidate.theme == Some(theme),
        }
    }
}

fn is_of_a_length(text: &str) -> bool {
    CHOSEN_CHARS.contains(&text.chars().count())
}

/// The rule in words; `is_swapped` where an editor did something to what it chose.
#[must_use]
pub fn rule(messages: &Messages, is_swapped: bool) -> String {
    let [most, shortest, longest] = [MAX_CHOSEN, *CHOSEN_CHARS.start(), *CHOSEN_CHARS.end()].map(|n| n.to_string());
    let values = [("most", &most), ("shortest", &shortest), ("longest", &longest)];
    let rule = messages.with("take-quote-rule", &values.map(|(name, n)| (name, Arg::Text(n.as_str()))));
    if is_swapped { format!("{rule} {}", messages.text("take-quote-rule-editor")) } else { rule }
}

/// Whether an author's consent lets the words be quoted.
#[must_use]
pub fn is_quotable(consent: QuoteConsent) -> bool {
    consent != QuoteConsent::No
}

/// Whether a quote is the words themselves, byte for byte, with everything left out shown as [`CUT`].
#[must_use]
pub fn is_exact(original: &str, quote: &str) -> bool {
    if quote == original {
        return true;
    }
    let pieces: Vec<&str> = quote.split(CUT).map(str::trim).collect();
    let has_words = pieces.iter().any(|piece| !piece.is_empty());
    if pieces.len() < 2 || !has_words {
        return false;
    }
    // No word is cut in two: whatever stands there could be made of letters.
    let is_whole = |piece: &str| {
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        original.match_indices(piece).any(|(at, _)| {
            let before = original.get(..at).and_then(|text| text.chars().next_back());
            let after = original.get(at + piece.len()..).and_then(|text| text.chars().next());
            let is_cut_before = inside(before) && inside(piece.chars().next());
            let is_cut_after = inside(piece.chars().next_back()) && inside(after);
            !is_cut_before && !is_cut_after
        })
    };
    if !pieces.iter().filter(|piece| !piece.is_empty()).all(|piece| is_whole(piece)) {
        return false;
    }
    let (mut rest, mut is_first) = (original, true);
    for (n, piece) in pieces.iter().enumerate() {
        let is_last = n + 1 == pieces.len();
        let found = match (is_first, is_last) {
            // Without a mark before it, the first piece is where the words begin; the same of the last.
            (true, _) if !piece.is_empty() => rest.trim_start().strip_prefix(piece),
            (_, true) if !piece.is_empty() => {
                rest.trim_end().strip_suffix(piece).map(|_| "").filter(|_| rest.contains(piece))
            }
            _ => rest.find(piece).and_then(|at| rest.get(at + piece.len()..)),
        };
        let Some(after) = found else { return false };
        (rest, is_first) = (after, false);
    }
    true
}

/// Where the words of a quote come from.
#[must_use]
pub fn source_of(record: &QuoteRecord) -> Source {
    match record.provenance {
        Provenanced::Here { comment, .. } => Source::Comment(comment),
        Provenanced::Elsewhere { row, .. } => Source::Elsewhere(row),
    }
}

/// `comment:4` or `elsewhere:2`, as forms have it.
#[must_use]
pub fn source_word(source: Source) -> String {
    match source {
        Source::Comment(id) => format!("comment:{id}"),
        Source::Elsewhere(row) => format!("elsewhere:{row}"),
    }
}

/// Reads it back.
#[must_use]
pub fn source_from_word(word: &str) -> Option<Source> {
    match word.split_once(':')? {
        ("comment", number) => number.parse().ok().map(|id| Source::Comment(CommentId(id))),
        ("elsewhere", number) => number.parse().ok().map(Source::Elsewhere),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(number: u32, theme: usize, option: u8, group: Option<u8>) -> Candidate {
        Candidate {
            source: Source::Comment(CommentId(number)),
            text: format!("Comment {number} says something of some length."),
            name: None,
            theme: Some(theme),
            rank: number as usize,
            option: Some(OptionId(option)),
            group,
            told: None,
        }
    }

    #[test]
    fn an_answer_is_told_where_enough_people_share_it() {
        let mut crowd = Crowd::default();
        (0..5).for_each(|_| crowd.add(OptionId(1)));
        (0..4).for_each(|_| crowd.add(OptionId(2)));
        let told = [Some(1), Some(2), Some(3), None].map(|id| crowd.told(id.map(OptionId)).map(|id| id.0));
        assert_eq!(told, [Some(1), None, None, None]);
    }

    #[test]
    fn every_option_every_group_the_ungrouped_and_every_theme_is_heard() {
        let candidates = [
            candidate(1, 0, 1, Some(0)),
            candidate(2, 0, 1, Some(0)),
            candidate(3, 1, 2, Some(1)),
            candidate(4, 0, 2, Some(1)),
            candidate(5, 2, 1, None),
            candidate(6, 3, 1, Some(0)),
            Candidate { text: "Short.".to_owned(), ..candidate(7, 4, 3, None) },
        ];
        let chosen = choose(&candidates, 5);
        assert_eq!(chosen, [0, 2, 4, 5], "the short one is nobody's turn to be chosen");
        assert!(choose(&[], 3).is_empty());
    }

    #[test]
    fn what_is_quoted_does_not_depend_on_the_order_of_candidates() {
        let mut candidates: Vec<Candidate> =
            (0..40).map(|n| candidate(n, n as usize % 3, 1 + (n % 3) as u8, Some((n % 2) as u8))).collect();
        let of = |candidates: &[Candidate]| {
            choose(candidates, 3).into_iter().map(|place| candidates[place].source).collect::<Vec<_>>()
        };
        let forward = of(&candidates);
        candidates.reverse();
        assert_eq!(of(&candidates), forward);
        assert!(forward.len() <= MAX_CHOSEN);
    }

    #[test]
    fn a_quote_is_exact_or_it_is_none() {
        let original = "It took hours. Nobody came,\nand then two did. I was alone.";
        let check = |quote: &str, expected| assert_eq!(is_exact(original, quote), expected, "{quote}");
        check(original, true);
        check("It took hours. […]", true);
        check("[…] Nobody came,\nand then two did. […]", true);
        check("It took hours. […] I was alone.", true);
        check("[…] I was alone.", true);
        check("It took hours.", false);
        check("it took hours. […]", false);
        check("I was alone. […] It took hours.", false);
        check("[…] It took days. […]", false);
        check("[…]", false);
        check("", false);
        check("Nobody came, […]", false);
        check("I[…] w[…]as alone.", false);
        check("It took hou[…]", false);
    }
}
