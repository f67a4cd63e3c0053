//! When a headline may say that readers are split: no answer has half of those who answered, and the two chosen most
//! lie within [`thresholds::SPLIT_WITHIN_POINTS`] points.

use canvass_counts::Totals;
use canvass_counts::thresholds;
use canvass_domain::Poll;

/// Whether a headline may say that readers are split.
#[must_use]
pub fn is_split(totals: &Totals, poll: &Poll) -> bool {
    let mut counts: Vec<u64> = poll.numbered().map(|(id, _)| totals.option(id)).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let [first, second, ..] = counts.as_slice() else { return false };
    let base = totals.n_ballots;
    2 * first < base && (first - second) * 100 <= base * thresholds::SPLIT_WITHIN_POINTS
}

#[cfg(test)]
mod tests {
    use super::*;
    use canvass_counts::OptionTotals;
    use canvass_domain::{OptionId, PollKind, PollOption};

    #[test]
    fn split_is_said_by_the_printed_rule_only() {
        let check = |counts: &[u64], expected| {
            let options = (1..).zip(counts).map(|(id, &n)| OptionTotals { id: OptionId(id), n }).collect();
            let totals = Totals { n_ballots: counts.iter().sum(), options, ..Totals::default() };
            let option = |_: &u64| PollOption { text: String::new(), condition: None };
            let options = counts.iter().map(option).collect();
            let poll = Poll { question: String::new(), kind: PollKind::Single, options, additions: Vec::new() };
            assert_eq!(is_split(&totals, &poll), expected, "{counts:?}");
        };
        check(&[229, 810, 721], true);
        check(&[45, 55, 0], false);
        check(&[50, 50], false);
        check(&[49, 49, 2], true);
        check(&[20, 45, 35], true);
        check(&[20, 46, 34], false);
        check(&[7], false);
    }
}
