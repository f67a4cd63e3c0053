//! Straight lines: the same answer to every statement, or two answers by turns.

use super::{MarkThresholds, ReaderAnswer};
use canvass_domain::{StatementId, Vote};
use std::collections::BTreeMap;

/// Whether ten or more statements were answered in a line: all with agree, all with disagree, or with the two by turns.
///
/// Of a statement that was answered several times the latest answer counts, in the place in which it came. Only unsure
/// is no line: whoever knows nothing of the subject may honestly say so each time.
#[must_use]
pub fn is_straight_line(answers: &[ReaderAnswer], thresholds: &MarkThresholds) -> bool {
    let place_of: BTreeMap<StatementId, usize> =
        answers.iter().enumerate().map(|(place, answer)| (answer.statement, place)).collect();
    let is_latest = |(place, answer): &(usize, &ReaderAnswer)| place_of.get(&answer.statement) == Some(place);
    let votes: Vec<Vote> = answers.iter().enumerate().filter(is_latest).map(|(_, answer)| answer.vote).collect();
    let mut pairs = votes.iter().zip(votes.iter().skip(1));
    place_of.len() >= thresholds.line_statements as usize
        && !votes.contains(&Vote::Unsure)
        && (pairs.clone().all(|(before, after)| before == after) || pairs.all(|(before, after)| before != after))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers as letters, one statement after the other: `a`, `d` or `u`.
    fn answers(votes: &str) -> Vec<ReaderAnswer> {
        let vote = |letter| match letter {
            'a' => Vote::Agree,
            'd' => Vote::Disagree,
            _ => Vote::Unsure,
        };
        let one = |(n, letter)| ReaderAnswer { statement: StatementId(n), vote: vote(letter), at_ms: 0, n_letters: 90 };
        (1..).zip(votes.chars()).map(one).collect()
    }

    #[track_caller]
    fn check(votes: &str, expected: bool) {
        assert_eq!(is_straight_line(&answers(votes), &MarkThresholds::default()), expected, "{votes}");
    }

    #[test]
    fn ten_statements_in_a_line() {
        for line in ["aaaaaaaaaa", "dddddddddd", "adadadadad", "dadadadadad"] {
            check(line, true);
            check(&line[..9], false);
        }
        check("", false);
    }

    #[test]
    fn one_answer_out_of_it_is_no_line() {
        check("aaaaaaaaaaaaaaaaaaad", false);
        check("adadadadadaad", false);
        check("aaaaaaaaaaau", false);
        check("auauauauauau", false);
    }

    #[test]
    fn only_unsure_is_no_line() {
        check("uuuuuuuuuuuuuuu", false);
    }

    #[test]
    fn the_latest_answer_to_a_statement_counts() {
        let mut changed = answers("aaaaaaaaaad");
        changed[10].statement = StatementId(1);
        assert!(!is_straight_line(&changed, &MarkThresholds::default()), "the first became disagree");
        let mut changed = answers("daaaaaaaaaa");
        changed[10].statement = StatementId(1);
        assert!(is_straight_line(&changed, &MarkThresholds::default()), "the first became agree");
    }
}
