//! Words close to a term that are not the term: "mental health assessment" where the glossary explains "Mental
//! Health Act assessment".
//!
//! Close is: a word left out (not the last), a word put in between, a word of the same meaning, or other hyphens.
//! Words that are a term themselves, or part of one, are right as they stand.

use super::lists::{LITTLE_WORDS, SAME_IN_TERMS};
use super::text::{Text, said};
use super::{Draft, Kind, Warning};
use crate::glossary::{Glossary, Occurrence, spellings};
use crate::token::{folded, tokens};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub(super) fn check(draft: &Draft<'_>) -> Vec<Warning> {
    let glossary = Glossary::new(draft.terms);
    let near = Near::new(draft.terms);
    draft.texts().flat_map(|text| warnings(text, &glossary, &near)).collect()
}

/// The shapes that are close to a term, by their last part.
struct Near<'a> {
    shapes: BTreeMap<String, Vec<Shape<'a>>>,
}

/// A term, cut into parts.
#[derive(Clone)]
struct Shape<'a> {
    parts: Vec<String>,
    /// What stands before each part.
    joints: Vec<Joint>,
    /// The parts without anything between them.
    whole: String,
    word: &'a str,
}

/// Fewest parts that are compared: of a term of one word nothing can be left out.
const MIN_PARTS: usize = 2;

impl<'a> Near<'a> {
    fn new(terms: &[(&'a str, &'a str)]) -> Self {
        let mut shapes: BTreeMap<String, Vec<Shape<'a>>> = BTreeMap::new();
        for (word, _) in terms {
            for spelling in spellings(word) {
                let found = parts(spelling);
                let Some(last) = found.last().filter(|_| found.len() >= MIN_PARTS) else { continue };
                let joints = found.iter().map(|part| part.joint).collect();
                let parts: Vec<String> = found.iter().map(|part| part.low.clone()).collect();
                let whole = parts.concat();
                let shape = Shape { parts, joints, whole: whole.clone(), word };
                let heads = std::iter::once(last.low.as_str()).chain(same_meaning(&last.low));
                for head in heads.chain([whole.as_str()]) {
                    shapes.entry(head.to_owned()).or_default().push(shape.clone());
                }
            }
        }
        Self { shapes }
    }

    /// The first byte of the longest stretch that ends with this part and is close to a term.
    fn ending_at(&self, found: &[Part<'_>]) -> Option<(usize, &'a str)> {
        let last = found.last()?;
        let candidates = self.shapes.get(&last.low).into_iter().flatten();
        let starts = candidates.filter_map(|shape| shape.start(found).map(|start| (start, shape.word)));
        starts.min_by_key(|(start, _)| *start)
    }
}

impl Shape<'_> {
    /// Where a stretch starts that ends with the last of these parts and is close to this term.
    fn start(&self, found: &[Part<'_>]) -> Option<usize> {
        let n_parts = self.parts.len();
        [n_parts + 1, n_parts, n_parts.saturating_sub(1), 1].into_iter().find_map(|n_found| {
            let stretch = found.get(found.len().checked_sub(n_found)?..)?;
            let is_whole = !LITTLE_WORDS.contains(&stretch.first()?.low.as_str());
            let is_joined = stretch.iter().skip(1).all(|part| part.joint != Joint::Apart);
            (is_whole && is_joined && self.is_close_to(stretch)).then(|| stretch.first().map(|part| part.start))?
        })
    }

    fn is_close_to(&self, stretch: &[Part<'_>]) -> bool {
        let n_parts = self.parts.len();
        match stretch {
            [one] if n_parts >= MIN_PARTS => one.low == self.whole,
            longer if longer.len() == n_parts + 1 => {
                let is_number = |part: &Part<'_>| part.low.starts_with(|c: char| c.is_ascii_digit());
                let keeps_ends = n_parts >= MIN_PARTS && longer.first().map(|part| &part.low) == self.parts.first();
                keeps_ends
                    && (1..n_parts).any(|left_out| {
                        !longer.get(left_out).is_some_and(is_number) && differs_by(longer, left_out, &self.parts)
                    })
            }
            same if same.len() == n_parts => self.is_near(same),
            shorter if shorter.len() >= MIN_PARTS && shorter.len() + 1 == n_parts => {
                (0..shorter.len()).any(|left_out| {
                    let rest = self.parts.iter().enumerate().filter(|(place, _)| *place != left_out);
                    rest.map(|(_, own)| own).eq(shorter.iter().map(|part| &part.low))
                })
            }
            _ => false,
        }
    }

    /// Whether as many parts differ in one word of the same meaning, or in their hyphens alone. Plurals are equal.
    fn is_near(&self, same: &[Part<'_>]) -> bool {
        let mut others = same.iter().zip(&self.parts).filter(|(part, own)| part.low != **own);
        match (others.next(), others.next()) {
            (None, _) => same.iter().zip(&self.joints).skip(1).any(|(part, joint)| part.joint != *joint),
            (Some((part, own)), None) => same_meaning(own).contains(&part.low.as_str()),
            (Some(_), Some(_)) => false,
        }
    }
}

/// Whether these parts without one of them are the term's.
fn differs_by(parts: &[Part<'_>], left_out: usize, own: &[String]) -> bool {
    let rest = parts.iter().enumerate().filter(|(place, _)| *place != left_out);
    rest.map(|(_, part)| &part.low).eq(own)
}

/// Other words that mean the same in the names of things.
fn same_meaning(word: &str) -> Vec<&'static str> {
    let groups = SAME_IN_TERMS.iter().filter(|group| group.split(' ').any(|one| one == word));
    groups.flat_map(|group| group.split(' ')).filter(|one| *one != word).collect()
}

/// A word of a term or a text: no hyphens, no plural.
struct Part<'a> {
    text: &'a str,
    low: String,
    start: usize,
    joint: Joint,
}

/// What stands between a part and the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// White space, a bracket or an apostrophe.
    Space,
    Hyphen,
    /// Another sign, which no term runs across.
    Apart,
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut joint = Joint::Space;
    for token in tokens(text) {
        let is_apostrophe_s = token.text == "s" && text.get(..token.start).is_some_and(|t| t.ends_with(['\'', '’']));
        if token.text.chars().any(char::is_alphanumeric) {
            if !is_apostrophe_s {
                let low = singular(folded(token.text));
                parts.push(Part { text: token.text, low, start: token.start, joint });
            }
            joint = Joint::Space;
        } else {
            joint = match token.text {
                "-" | "\u{2010}" | "\u{2011}" if joint == Joint::Space => Joint::Hyphen,
                "(" | ")" | "'" | "’" => joint,
                _ => Joint::Apart,
            };
        }
    }
    parts
}

fn singular(word: String) -> String {
    let is_plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
    word.strip_suffix('s').filter(|_| is_plural).map(str::to_owned).unwrap_or(word)
}

fn warnings(text: &Text<'_>, glossary: &Glossary, near: &Near<'_>) -> Vec<Warning> {
    if near.shapes.is_empty() {
        return Vec::new();
    }
    let right = glossary.occurrences(text.raw);
    let found = parts(text.raw);
    let mut said_already = BTreeSet::new();
    let mut warnings = Vec::new();
    for n_found in 1..=found.len() {
        let Some(read) = found.get(..n_found) else { continue };
        let Some((start, word)) = near.ending_at(read) else { continue };
        let range = start..read.last().map_or(start, |last| last.start + last.text.len());
        let is_right = overlaps(&right, &range);
        if is_right || !said_already.insert((folded(text.raw.get(range.clone()).unwrap_or_default()), word)) {
            continue;
        }
        warnings.extend(warn(text, range, word));
    }
    warnings
}

/// Whether the stretch meets one of these, which stand in order and apart.
fn overlaps(right: &[Occurrence], stretch: &Range<usize>) -> bool {
    let first = right.partition_point(|one| one.range.end <= stretch.start);
    right.get(first).is_some_and(|one| one.range.start < stretch.end)
}

fn warn(text: &Text<'_>, range: Range<usize>, word: &str) -> Option<Warning> {
    let words = text.raw.get(range.clone())?;
    let said = said(
        format!(
            "`{words}` is close to the term `{word}`, but not the same words. Readers cannot tell whether the same thing is meant, and the glossary does not explain it here."
        ),
        format!("If `{word}` is meant, write it so; if not, add a term that says what the difference is."),
    );
    text.warn_range(Kind::NearTerm, range, said)
}
