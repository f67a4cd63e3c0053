//! Answers given faster than their statements can be read.

use super::{MarkThresholds, ReaderAnswer};
use std::collections::BTreeSet;

/// Letters of a text that is written in letters for one of Chinese or Japanese: 238 words a minute of six characters
/// each are 24 a second, 260 of one and a half are 6.5 (Brysbaert 2019), and the quotient is rounded down.
const LETTERS_AN_IDEOGRAPH: u32 = 3;

/// How long a text is to read, in letters: its characters, spaces included, an ideograph for three.
///
/// ```
/// use canvass_counts::independence::reading_length;
/// assert_eq!(reading_length("More beds."), 10);
/// assert_eq!(reading_length("更多病床"), 12);
/// ```
#[must_use]
pub fn reading_length(text: &str) -> u32 {
    text.chars().map(|c| if is_ideograph(c) { LETTERS_AN_IDEOGRAPH } else { 1 }).sum()
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a reader answered faster than anybody reads: more than nine in ten of ten or more answers came, after the
/// answer before, in less time than their statement takes at 60 letters a second.
///
/// That is 600 words a minute, at which people scan for a word and no longer read (Carver 1992: reading for the sense
/// 300, skimming 450, scanning 600; Brysbaert 2019: 238 in the mean of 190 studies). A statement of 90 letters takes
/// 1.5 s. Neither the median nor an absolute time is asked: real readers often know after three words what they think,
/// and where half of the answers had to be as fast, one real conversation would have had 8 in 100 of its readers
/// marked. Programs that do not wait are fast all the time; programs that wait are not told by their speed.
///
/// Only first answers to a statement are timed, from whatever was answered before: who changes an answer has read it.
/// Answers whose time or whose predecessor's is not known are passed over; with fewer than ten nothing is said.
#[must_use]
pub fn is_hurried(answers: &[ReaderAnswer], thresholds: &MarkThresholds) -> bool {
    let mut seen = BTreeSet::new();
    let is_first: Vec<bool> = answers.iter().map(|answer| seen.insert(answer.statement)).collect();
    let (mut n_timed, mut n_fast) = (0_u64, 0_u64);
    for (pair, is_first) in answers.windows(2).zip(is_first.iter().skip(1)) {
        let [before, answer] = pair else { continue };
        if !is_first || before.at_ms <= 0 || answer.at_ms <= 0 {
            continue;
        }
        let taken_ms = u64::try_from(answer.at_ms - before.at_ms).unwrap_or(0);
        n_timed += 1;
        let is_fast = taken_ms * u64::from(thresholds.hurried_letters_per_second) < 1_000 * u64::from(answer.n_letters);
        n_fast += u64::from(is_fast);
    }
    n_timed >= u64::from(thresholds.hurried_answers) && 100 * n_fast > u64::from(thresholds.hurried_over_pct) * n_timed
}

#[cfg(test)]
mod tests {
    use super::*;
    use canvass_domain::{StatementId, Vote};

    /// Answers to statements of 90 letters, the first at once and each of the others after so many milliseconds.
    fn answers(gaps_ms: &[i64]) -> Vec<ReaderAnswer> {
        let mut at_ms = 1_000_000;
        let times = std::iter::once(&0).chain(gaps_ms).map(|gap_ms| {
            at_ms += gap_ms;
            at_ms
        });
        let one = |(n, at_ms)| ReaderAnswer { statement: StatementId(n), vote: Vote::Unsure, at_ms, n_letters: 90 };
        (1..).zip(times).map(one).collect()
    }

    #[track_caller]
    fn check(gaps_ms: &[i64], expected: bool) {
        assert_eq!(is_hurried(&answers(gaps_ms), &MarkThresholds::default()), expected, "{gaps_ms:?}");
    }

    #[test]
    fn ninety_letters_take_a_second_and_a_half() {
        check(&[1_499; 10], true);
        check(&[1_500; 10], false);
        check(&[0; 10], true);
    }

    #[test]
    fn ten_answers_are_needed_and_the_first_has_no_time() {
        check(&[200; 9], false);
        check(&[], false);
    }

    #[test]
    fn one_answer_in_ten_that_was_read_clears_a_reader() {
        check(&[[200; 9].as_slice(), &[9_000]].concat(), false);
        let with_slow = |n_slow| [vec![200; 20 - n_slow], vec![9_000; n_slow]].concat();
        check(&with_slow(1), true);
        check(&with_slow(2), false);
    }

    #[test]
    fn who_changes_an_answer_has_read_it() {
        let mut changing = answers(&[200; 21]);
        for (answer, statement) in changing.iter_mut().zip([1, 2].into_iter().cycle()) {
            answer.statement = StatementId(statement);
        }
        assert!(!is_hurried(&changing, &MarkThresholds::default()));
    }

    #[test]
    fn unknown_times_say_nothing() {
        let mut unknown = answers(&[200; 20]);
        unknown.iter_mut().for_each(|answer| answer.at_ms = 0);
        assert!(!is_hurried(&unknown, &MarkThresholds::default()));
    }
}
