//! Numbers that stand in prose by themselves, in figures or in words.
//!
//! A number is fine where it belongs to a reference, to an address, to the counting of a list, to a term that the
//! glossary explains ("section 136"), to a date, a time, an age or a name ([`super::names`]), or to words that somebody
//! is known to have said. Every other one is bare: whoever reads it could not find out where it comes from.

use super::cited::citations;
use super::names::named;
use super::references;
use crate::glossary::Glossary;
use crate::token::{Token, folded, tokens};
use std::ops::Range;

/// A number without a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BareNumber {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// As it is written.
    pub text: String,
}

/// What numbers may belong to.
pub struct Known<'a> {
    /// Names that hold numbers.
    pub glossary: &'a Glossary,
    /// Whether somebody is known to have said exactly these words.
    pub is_said: &'a dyn Fn(&str) -> bool,
}

/// Number words; "one" is left out, since it is a pronoun far more often.
const WORDS: [&str; 53] = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
    "billion",
    "dozen",
    "dozens",
    "half",
    "thirds",
    "quarters",
    "fifths",
    "majority",
    "twice",
    "percent",
    "fourfold",
    "threefold",
    "fivefold",
    "tenfold",
    "hundredfold",
    "doubled",
    "tripled",
    "halved",
    "thrice",
    "zero",
    "trillion",
];
/// Parts of a whole, which are numbers only in "one third", "a quarter of" and where they do something: "a third say".
const PARTS: [&str; 8] = ["third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
/// What makes a part of a whole of the word before it.
const AFTER_PARTS: [&str; 26] = [
    "of",
    "say",
    "says",
    "said",
    "think",
    "thinks",
    "thought",
    "agree",
    "agrees",
    "agreed",
    "disagree",
    "disagrees",
    "disagreed",
    "want",
    "wants",
    "wanted",
    "choose",
    "chose",
    "support",
    "supports",
    "supported",
    "oppose",
    "opposes",
    "opposed",
    "voted",
    "were",
];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Every bare number, in order.
#[must_use]
pub fn bare_numbers(prose: &str, known: &Known<'_>) -> Vec<BareNumber> {
    let covered = covered(prose, known);
    let all = tokens(prose);
    let is_free = |token: &Token<'_>| !covered.iter().any(|range| range.start < token.end() && token.start < range.end);
    let is_date = dates(&all);
    let is_name = named(&all);
    let bare = (0..all.len()).filter(|place| {
        let Some(token) = all.get(*place) else { return false };
        is_number(&all, *place)
            && is_free(token)
            && ![&is_date, &is_name].iter().any(|marks| marks.get(*place).copied().unwrap_or(false))
    });
    let mut found: Vec<BareNumber> = Vec::new();
    for place in bare {
        let Some(token) = all.get(place) else { continue };
        let range = token.start..token.end();
        match found.last_mut().filter(|last| joins(prose, last, &range)) {
            Some(last) => {
                last.range.end = range.end;
                last.text = prose.get(last.range.clone()).unwrap_or_default().to_owned();
            }
            None => found.push(BareNumber { range, text: token.text.to_owned() }),
        }
    }
    found.into_iter().map(|number| with_sign(prose, number)).collect()
}

/// "1" and "760" of "1,760" are one number.
fn joins(prose: &str, last: &BareNumber, next: &Range<usize>) -> bool {
    prose.get(last.range.end..next.start).is_some_and(|between| matches!(between, "," | "." | "/"))
}

/// The sign of per cent belongs to the number.
fn with_sign(prose: &str, mut number: BareNumber) -> BareNumber {
    let rest = prose.get(number.range.end..).unwrap_or_default();
    let trimmed = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    if trimmed.starts_with('%') {
        number.range.end += rest.len() - trimmed.len() + 1;
        number.text = prose.get(number.range.clone()).unwrap_or_default().to_owned();
    }
    number
}

fn is_number(all: &[Token<'_>], place: usize) -> bool {
    let Some(token) = all.get(place) else { return false };
    if token.text.chars().any(char::is_numeric) {
        return true;
    }
    let word = folded(token.text);
    let next = all.get(place + 1).map(|next| folded(next.text));
    let before = place.checked_sub(1).and_then(|place| all.get(place)).map(|before| folded(before.text));
    WORDS.contains(&word.as_str())
        || (PARTS.contains(&word.as_str())
            && (next.as_deref().is_some_and(|next| AFTER_PARTS.contains(&next)) || before.as_deref() == Some("one")))
        || (word == "one" && next.as_deref() == Some("in"))
}

/// Which numbers are part of a date with its month: "7 January 2025", "2 to 6 January", "January 2025".
fn dates(all: &[Token<'_>]) -> Vec<bool> {
    let mut is_date = vec![false; all.len()];
    let mut mark = |place: Option<usize>, is_good: fn(&str) -> bool| {
        let Some(place) = place else { return false };
        let is_good = all.get(place).is_some_and(|token| is_good(token.text));
        if let Some(mark) = is_date.get_mut(place).filter(|_| is_good) {
            *mark = true;
        }
        is_good
    };
    for (place, token) in all.iter().enumerate() {
        // "may" is a verb, "May" at times a month: only beside a day or a year.
        let is_month = MONTHS.contains(&folded(token.text).as_str()) && token.text.starts_with(char::is_uppercase);
        if !is_month {
            continue;
        }
        mark(Some(place + 1), is_year);
        // "June 30": a day, unless it is thirty of something.
        let is_end =
            all.get(place + 2).is_none_or(|next| !next.text.starts_with(char::is_alphanumeric) && next.text != "%");
        if is_end {
            mark(Some(place + 1), is_day);
        }
        if mark(place.checked_sub(1), is_day) {
            let joint = place.checked_sub(2).and_then(|at| all.get(at)).map(|joint| folded(joint.text));
            if joint.is_some_and(|joint| matches!(joint.as_str(), "to" | "and" | "–" | "-" | "or")) {
                mark(place.checked_sub(3), is_day);
            }
        }
    }
    is_date
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year))
}

fn is_day(text: &str) -> bool {
    text.len() <= 2 && text.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}

/// What numbers may stand in.
fn covered(prose: &str, known: &Known<'_>) -> Vec<Range<usize>> {
    let mut covered: Vec<Range<usize>> = references(prose).into_iter().map(|found| found.range).collect();
    covered.extend(known.glossary.occurrences(prose).into_iter().map(|found| found.range));
    // What a figure's words may say is checked against the figure.
    covered.extend(citations(prose).into_iter().filter(|one| one.key.is_some()).map(|one| one.range));
    covered.extend(addresses(prose));
    covered.extend(list_marks(prose));
    covered.extend(quotations(prose).into_iter().filter(|range| {
        let words = prose.get(range.clone()).unwrap_or_default();
        !words.is_empty() && (known.is_said)(words)
    }));
    covered
}

/// Where Markdown links lead, and addresses that stand by themselves.
fn addresses(prose: &str) -> Vec<Range<usize>> {
    // What is no address is no link and is printed as it stands; a title behind the address is read too.
    let links = prose.match_indices("](").filter_map(|(at, mark)| {
        let start = at + mark.len();
        let rest = prose.get(start..)?;
        let len = rest.find([')', ' ', '\n', '\t', '"'])?;
        let is_address = ["https://", "http://", "mailto:", "/", "#"].iter().any(|begin| rest.starts_with(begin));
        is_address.then_some(start..start + len)
    });
    let plain = ["https://", "http://", "mailto:"].into_iter().flat_map(|scheme| {
        prose.match_indices(scheme).map(|(at, _)| {
            let rest = prose.get(at..).unwrap_or_default();
            at..at + rest.find([' ', '\n', '\t', ')', '>', '"']).unwrap_or(rest.len())
        })
    });
    links.chain(plain).collect()
}

/// "1." at the beginning of a line counts a list, and so does "2." after it; "59." does not.
fn list_marks(prose: &str) -> Vec<Range<usize>> {
    let mut marks = Vec::new();
    let (mut start, mut last) = (0, 0);
    for line in prose.split_inclusive('\n') {
        let text = line.trim_start();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let number = text.get(..digits).and_then(|number| number.parse::<u32>().ok()).unwrap_or(0);
        let is_dotted = text.get(digits..).is_some_and(|rest| rest.starts_with(". "));
        if is_dotted && (number == 1 || number == last + 1) && number > 0 {
            last = number;
            let at = start + line.len() - text.len();
            marks.push(at..at + digits);
        }
        start += line.len();
    }
    marks
}

/// What stands between quotation marks, without them.
#[must_use]
pub fn quotations(prose: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (open, close) in [('“', '”'), ('"', '"'), ('‘', '’')] {
        let mut rest = 0;
        while let Some(at) = prose.get(rest..).and_then(|text| text.find(open)).map(|at| rest + at + open.len_utf8()) {
            let Some(len) = prose.get(at..).and_then(|text| text.find(close)) else { break };
            found.push(at..at + len);
            rest = at + len + close.len_utf8();
        }
    }
    found.extend(typed_quotations(prose));
    found
}

/// What stands between straight single marks, which are apostrophes too: one opens a quotation at the beginning of a
/// word, and closes it at the end of one.
fn typed_quotations(prose: &str) -> Vec<Range<usize>> {
    let (mut found, mut open) = (Vec::new(), None);
    let is_inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    for (at, _) in prose.match_indices('\'') {
        let before = prose.get(..at).and_then(|text| text.chars().next_back());
        let after = prose.get(at + 1..).and_then(|text| text.chars().next());
        match open {
            None if !is_inside(before) && after.is_some_and(|c| !c.is_whitespace()) => open = Some(at + 1),
            Some(from) if !is_inside(after) && before.is_some_and(|c| !c.is_whitespace()) => {
                found.push(from..at);
                open = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(prose: &str, expected: &[&str]) {
        let glossary = Glossary::new(&[("section 136", "A power."), ("section 135(1) warrant", "A warrant.")]);
        let known = Known { glossary: &glossary, is_said: &|words| words == "It took 40 minutes." };
        let found = bare_numbers(prose, &known);
        assert_eq!(found.iter().map(|number| number.text.as_str()).collect::<Vec<_>>(), expected, "{prose}");
        assert!(found.iter().all(|number| prose[number.range.clone()] == number.text));
    }

    #[test]
    fn straight_single_marks_quote_whole_words() {
        let quoted = |text: &'static str| quotations(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(quoted("Readers' top answer: 'Yes, every call'"), ["Yes, every call"]);
        assert_eq!(quoted("More chose 'No' than 'Don't know'"), ["No", "Don't know"]);
        assert_eq!(quoted("The readers' verdict isn't in"), [""; 0]);
    }

    #[test]
    fn a_number_without_a_source_is_found() {
        check("Of 1,760 readers 59 % agree.", &["1,760", "59 %"]);
        check("59% agree; 3.5 times more; 1/3; ４ of them.", &["59%", "3.5", "1/3", "４"]);
        check("Two thirds of readers, half of them twice.", &["Two", "thirds", "half", "twice"]);
        check(
            "A third of readers; one in five; a dozen; the majority.",
            &["third", "one", "five", "dozen", "majority"],
        );
        check("“It took 50 minutes.”", &["50"]);
        check("£4m, a 10th of it, 4 k", &["4m", "10th", "4"]);
        check("46 readers, 9 in 10, 11 per cent, three quarters", &["46", "9", "10", "11", "three", "quarters"]);
        check("2000 nurses said so, of 2025 people, and 2050 readers.", &["2000", "2025", "2050"]);
        check("Year 46 readers; No 46 %; aged 60 per cent; 9 pints", &["46", "46 %", "60", "9"]);
        check("last year 9 left; 7/10; 50-50; 1.5 hours; at 11.5", &["9", "7/10", "50", "50", "1.5", "11.5"]);
        check("sixty per cent", &["sixty"]);
        check("One third said so, a quarter say no, an eighth of them left.", &["third", "quarter", "eighth"]);
        check("It doubled, tenfold even.", &["doubled", "tenfold"]);
        check("See [this](87 % of readers) and [that](https://x.example \"87 %\").", &["87 %", "87 %"]);
        check("59. It is a list of one, and in May 1760 readers answered.", &["59", "1760"]);
    }

    #[test]
    fn references_names_dates_addresses_and_words_said_are_none() {
        check("{poll.option.2.share} of {poll.n} readers, one of them first.", &[]);
        check("A section 135(1) warrant and section 136 stay.", &[]);
        check("From 2 to 6 January 2025, and on 7 March; since July 2023.", &[]);
        check("See [the story](https://example.org/2025/01/07) or https://example.org/45.", &[]);
        check("1. First\n2. Second\n\n“It took 40 minutes.”", &[]);
        check("On the third day a quarter master may come.", &[]);
    }

    #[test]
    fn years_ages_times_ordinals_and_names_count_nothing() {
        for text in [
            "Year 9 and Year 12 pupils, Years 7 to 9, Key Stage 2, KS2",
            "at 11pm, 10.30am, 9 p.m., 22:00, 9 o’clock, half past nine and a quarter to five",
            "aged 16, ages 5 to 11, 16-year-olds, 16- to 24-year-olds, under-18s, over 60s",
            "1st, 2nd, 22nd, the 19th century; 24/7; 9/11",
            "In 2023, since 1990; the 1990s, the ’90s; 2024/25; 2025: what readers say; the 2019 election",
            "section 136, Channel 4, Radio 4, No 10, No. 73, Platform Two, type 2 diabetes, Band 6 nurses",
            "Covid-19, covid19, A4, M25, G7, 5G, 5-a-side, a four-day week, the two-child limit, half-term",
            "a 999 call, dial 111, 20mph zones",
            "on June 30, 7 January and 2025-01-07",
        ] {
            check(text, &[]);
        }
    }
}
