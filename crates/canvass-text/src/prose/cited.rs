//! Citations: `[5.9 hours](figure:workload)` puts a figure from elsewhere in words of one's own.
//!
//! The words may hold no number that the figure does not give. What its key stands for is for the caller.

use super::is_key;
use crate::token::{folded, tokens};
use std::ops::Range;

/// What stands between the words and the key.
const JOINT: &str = "](figure:";

/// A citation in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation<'a> {
    /// The words as they are written, Markdown included.
    pub words: &'a str,
    /// The key of the figure; nothing where what stands there can be none.
    pub key: Option<&'a str>,
    /// Where, in bytes, brackets included.
    pub range: Range<usize>,
    /// Where its address is, without the round brackets.
    pub address: Range<usize>,
}

/// Every citation, in order; brackets in its words are balanced, and no paragraph ends in them.
#[must_use]
pub fn citations(prose: &str) -> Vec<Citation<'_>> {
    let found = prose.match_indices(JOINT).filter_map(|(at, _)| {
        let open = opening(prose, at)?;
        let start = at + JOINT.len();
        let len = prose.get(start..)?.find([')', '\n'])?;
        let key = prose.get(start..start + len)?;
        let address = at + "](".len()..start + len;
        let is_whole = prose.get(address.end..)?.starts_with(')');
        let key = Some(key).filter(|key| is_key(key) && is_whole);
        let end = address.end + usize::from(is_whole);
        Some(Citation { words: prose.get(open + 1..at)?, key, range: open..end, address })
    });
    let mut citations: Vec<Citation<'_>> = Vec::new();
    for one in found {
        if citations.last().is_none_or(|last| last.range.end <= one.range.start) {
            citations.push(one);
        }
    }
    citations
}

/// The bracket that the one at a place closes.
fn opening(prose: &str, close: usize) -> Option<usize> {
    let before = prose.get(..close)?;
    let from = before.rfind("\n\n").map_or(0, |at| at + 2);
    let mut depth = 1_usize;
    for (at, c) in before.get(from..)?.char_indices().rev() {
        match c {
            ']' => depth += 1,
            '[' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(from + at);
        }
    }
    None
}

/// The prose with each citation replaced by its words.
#[must_use]
pub fn without_citations(prose: &str) -> String {
    let (mut plain, mut done) = (String::with_capacity(prose.len()), 0);
    for citation in citations(prose) {
        plain.push_str(prose.get(done..citation.range.start).unwrap_or_default());
        plain.push_str(citation.words);
        done = citation.range.end;
    }
    plain.push_str(prose.get(done..).unwrap_or_default());
    plain
}

/// The numbers in words that none of these texts gives, as they are written. "6" may stand for "6 %"; "6 %" may not for
/// "6", nor "£6" for "$6", and nothing is rounded.
#[must_use]
pub fn numbers_not_given(words: &str, given: &[&str]) -> Vec<String> {
    let given: Vec<Amount> = given.iter().flat_map(|text| amounts(text)).collect();
    let is_given = |amount: &Amount| {
        given.iter().any(|known| {
            amount.number == known.number
                && (amount.unit.is_empty() || amount.unit == known.unit)
                && (amount.sign.is_none() || amount.sign == known.sign)
        })
    };
    amounts(words).into_iter().filter(|amount| !is_given(amount)).map(|amount| amount.text).collect()
}

/// A number with the sign before it and the unit that makes another number of it.
#[derive(Debug)]
struct Amount {
    number: String,
    unit: &'static str,
    sign: Option<char>,
    text: String,
}

fn amounts(text: &str) -> Vec<Amount> {
    let all = tokens(text);
    let mut found: Vec<Amount> = Vec::new();
    let mut at = 0;
    while let Some(token) = all.get(at) {
        let start = at;
        at += 1;
        let low = folded(token.text);
        let word = NUMBERS.iter().find(|(word, _)| *word == low).map(|(_, number)| (*number).to_owned());
        let digits: String = token.text.chars().take_while(char::is_ascii_digit).collect();
        if word.is_none() && !token.text.chars().any(char::is_numeric) {
            continue;
        }
        let mut number = word.unwrap_or_else(|| if digits.is_empty() { low.clone() } else { digits.clone() });
        let mut rest = if digits.is_empty() { "" } else { token.text.get(digits.len()..).unwrap_or_default() };
        // "5.9", "1,760": what touches belongs to the number.
        while let [Some(joint), Some(next)] = [all.get(at), all.get(at + 1)] {
            let touch = all.get(at - 1).is_some_and(|last| last.end() == joint.start) && joint.end() == next.start;
            let more: String = next.text.chars().take_while(char::is_ascii_digit).collect();
            if !touch || !rest.is_empty() || more.is_empty() || !matches!(joint.text, "." | "," | "/" | ":") {
                break;
            }
            if joint.text != "," {
                number.push_str(joint.text);
            }
            number.push_str(&more);
            rest = next.text.get(more.len()..).unwrap_or_default();
            at += 2;
        }
        let follows = all.get(at).map(|next| folded(next.text)).unwrap_or_default();
        let after = all.get(at + 1).map(|next| folded(next.text)).unwrap_or_default();
        let unit = unit(if rest.is_empty() { &follows } else { rest }, &after);
        let sign =
            start.checked_sub(1).and_then(|before| all.get(before)).and_then(|before| before.text.chars().next());
        let sign = sign.filter(|sign| matches!(sign, '£' | '$' | '€' | '¥'));
        let end = all.get(at - 1).map_or(token.end(), crate::token::Token::end);
        found.push(Amount { number, unit, sign, text: text.get(token.start..end).unwrap_or_default().to_owned() });
    }
    found
}

fn unit(word: &str, after: &str) -> &'static str {
    match word.to_lowercase().as_str() {
        "%" | "percent" | "pc" => "%",
        "per" if after == "cent" => "%",
        "percentage" | "points" => "points",
        "k" | "thousand" => "thousand",
        "m" | "mn" | "million" => "million",
        "bn" | "billion" => "billion",
        "trn" | "trillion" => "trillion",
        _ => "",
    }
}

/// Numbers in words; "one" is a pronoun far more often.
const NUMBERS: [(&str, &str); 40] = [
    ("zero", "0"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
    ("thirteen", "13"),
    ("fourteen", "14"),
    ("fifteen", "15"),
    ("sixteen", "16"),
    ("seventeen", "17"),
    ("eighteen", "18"),
    ("nineteen", "19"),
    ("twenty", "20"),
    ("thirty", "30"),
    ("forty", "40"),
    ("fifty", "50"),
    ("sixty", "60"),
    ("seventy", "70"),
    ("eighty", "80"),
    ("ninety", "90"),
    ("hundred", "100"),
    ("dozen", "12"),
    ("half", "half"),
    ("thirds", "thirds"),
    ("third", "third"),
    ("quarter", "quarter"),
    ("quarters", "quarters"),
    ("fifth", "fifth"),
    ("tenth", "tenth"),
    ("twice", "twice"),
    ("doubled", "doubled"),
    ("halved", "halved"),
    ("majority", "majority"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_are_links_to_figures() {
        let check = |prose: &str, expected: &[(&str, Option<&str>)]| {
            let found = citations(prose);
            assert_eq!(found.iter().map(|one| (one.words, one.key)).collect::<Vec<_>>(), expected, "{prose}");
            assert!(found.iter().all(|one| prose[one.address.clone()].starts_with("figure:")));
        };
        check("They work [5.9 hours](figure:workload) a day.", &[("5.9 hours", Some("workload"))]);
        check("**[a](figure:x)** and [*b* [c]](figure:y.z)", &[("a", Some("x")), ("*b* [c]", Some("y.z"))]);
        check("[a](figure:) [b](figure:x \"t\") [c](figure:j s)", &[("a", None), ("b", None), ("c", None)]);
        check("[a](https://a.example) 5.9](figure:x) [a\n\nb](figure:x)", &[]);
        assert_eq!(without_citations("A [5.9 **h**](figure:x) b [c](figure:y)."), "A 5.9 **h** b c.");
    }

    #[test]
    fn words_hold_only_numbers_that_the_figure_gives() {
        let check = |words: &str, given: &[&str], expected: &[&str]| {
            assert_eq!(numbers_not_given(words, given), expected, "{words} of {given:?}");
        };
        check("5.9 hours", &["5.9 hours"], &[]);
        check("nearly six hours", &["5.9 hours"], &["six"]);
        check("nearly six hours", &["6 hours"], &[]);
        check("5.9 hours in 2024", &["5.9 hours", "2023"], &["2024"]);
        check("1760 people", &["1,760"], &[]);
        check("a rise of 45%", &["45 per cent"], &[]);
        check("45", &["45 %"], &[]);
        check("45 %", &["45"], &["45"]);
        check("£2.1m", &["£2.1 million"], &[]);
        check("£2.1bn", &["£2.1m"], &["2.1bn"]);
        check("$2.1m", &["£2.1m"], &["2.1m"]);
        check("two thirds", &["67 %"], &["two", "thirds"]);
        check("long days", &["5.9 hours"], &[]);
        check("9.5", &["5.9", "95"], &["9.5"]);
    }
}
