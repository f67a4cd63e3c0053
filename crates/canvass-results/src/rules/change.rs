//! How many further answers, all for one option, would change what may be said of a poll: which answer leads, whether
//! readers are "split", and which answer has "more than half".
//!
//! Nothing in here knows those three rules. Each is asked of the counts as they would be, by the very function that
//! decides the word, so that the number never disagrees with it. What is searched is only how many answers it takes.

use super::headlines::Backed;
use super::leader::leader;
use super::split::is_split;
use canvass_counts::{OptionTotals, Totals};
use canvass_domain::{OptionId, Poll, PollKind};
use serde::{Deserialize, Serialize};

/// Least numbers of further answers, all for one option, after which something else is said of a poll.
///
/// All three are nothing without a poll, where several answers may be chosen, and before anybody has answered. Each is
/// nothing where no number of answers for one option changes it.
///
/// ```
/// use canvass_domain::{OptionId, Poll, PollOption};
/// use canvass_results::{OptionTotals, Totals, rules::change::AnswersToChange};
/// let option = |text: &str| PollOption { text: text.to_owned(), condition: None };
/// let options = ["Agree", "In principle", "At risk"].map(option).into();
/// let poll = Poll { question: String::new(), kind: Default::default(), options, additions: Vec::new() };
/// let options = (1..).zip([229, 810, 721]).map(|(id, n)| OptionTotals { id: OptionId(id), n }).collect();
/// let totals = Totals { n_ballots: 1_760, options, ..Totals::default() };
/// let change = AnswersToChange::of(&totals, Some(&poll));
/// assert_eq!(change, AnswersToChange { lead: Some(90), split: Some(97), half: Some(141) });
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswersToChange {
    /// Until an option leads that does not lead now. Where two share the lead, none leads.
    // Read by name so that a missing one is refused: nothing at all is something else than "no number changes it".
    #[serde(deserialize_with = "Option::deserialize")]
    pub lead: Option<u64>,
    /// Until a headline may say "split" and may not now, or the other way round.
    #[serde(deserialize_with = "Option::deserialize")]
    pub split: Option<u64>,
    /// Until an option has more than half and has not now, or no option has any more.
    #[serde(deserialize_with = "Option::deserialize")]
    pub half: Option<u64>,
}

impl AnswersToChange {
    /// Of the counts of a poll. Takes some dozens of looks at each option, whatever the counts.
    #[must_use]
    pub fn of(totals: &Totals, poll: Option<&Poll>) -> Self {
        let poll = poll.filter(|poll| poll.kind == PollKind::Single && totals.n_ballots > 0);
        let Some(poll) = poll else { return Self::default() };
        let asked = Asked { poll, totals };
        Self {
            lead: asked.by_any_option(|id| asked.lead(id)),
            split: asked.by_any_option(|id| asked.split(id)),
            half: asked.by_any_option(|id| asked.half(id)),
        }
    }

    /// The three with their names, as they stand in documents.
    #[must_use]
    pub const fn named(self) -> [(&'static str, Option<u64>); 3] {
        [("lead", self.lead), ("split", self.split), ("half", self.half)]
    }
}

/// A poll with one answer each that somebody has answered.
struct Asked<'a> {
    poll: &'a Poll,
    totals: &'a Totals,
}

impl Asked<'_> {
    /// The counts of the poll after so many more answers for one option, and nothing else of the totals.
    fn after(&self, id: OptionId, more: u64) -> Totals {
        let of_option = |option: OptionId| {
            let more = if option == id { more } else { 0 };
            OptionTotals { id: option, n: self.totals.option(option).saturating_add(more) }
        };
        Totals {
            n_ballots: self.totals.n_ballots.saturating_add(more),
            options: self.poll.numbered().map(|(option, _)| of_option(option)).collect(),
            ..Totals::default()
        }
    }

    /// The least number, whichever option the answers are for.
    fn by_any_option(&self, of_option: impl Fn(OptionId) -> Option<u64>) -> Option<u64> {
        self.poll.numbered().filter_map(|(id, _)| of_option(id)).min()
    }

    /// With one answer more than everybody gave so far, the option has more than half, leads, and nothing is split:
    /// from there on nothing changes any more.
    const fn enough(&self) -> u64 {
        self.totals.n_ballots.saturating_add(1)
    }

    /// Once ahead, an option that gets every answer stays ahead.
    fn lead(&self, id: OptionId) -> Option<u64> {
        let now = leads(self.totals, self.poll);
        let is_ahead = |totals: &Totals| now != Some(id) && leads(totals, self.poll) == Some(id);
        least(self.enough(), |more| is_ahead(&self.after(id, more)))
    }

    /// An option that gets every answer only gains on one half, and whatever else had more than half only loses.
    fn half(&self, id: OptionId) -> Option<u64> {
        let now = has_half(self.totals, self.poll);
        least(self.enough(), |more| has_half(&self.after(id, more), self.poll) != now)
    }

    /// Up to the answer that draws level with the strongest other, each answer brings a split nearer: the base grows,
    /// the largest count stays, the gap closes. From there on each takes it further away. So what is split now stays so
    /// until it ends for good, and what is not begins to be so by then or never.
    fn split(&self, id: OptionId) -> Option<u64> {
        let holds = |more: u64| is_split(&self.after(id, more), self.poll);
        if holds(0) {
            return least(self.enough(), |more| !holds(more));
        }
        let others = self.poll.numbered().filter(|(other, _)| *other != id);
        let strongest = others.map(|(other, _)| self.totals.option(other)).max().unwrap_or(0);
        least(strongest.saturating_sub(self.totals.option(id)), holds)
    }
}

/// The option ahead of every other.
fn leads(totals: &Totals, poll: &Poll) -> Option<OptionId> {
    leader(totals, poll).map(|(id, _, _)| id)
}

/// The option that more than half chose.
pub(super) fn has_half(totals: &Totals, poll: &Poll) -> Option<OptionId> {
    let next =
        |id: OptionId| poll.numbered().filter(|(other, _)| *other != id).map(|(other, _)| totals.option(other)).max();
    let backed = |id| Backed { n: totals.option(id), base: totals.n_ballots, next: next(id).unwrap_or(0) };
    poll.numbered().map(|(id, _)| id).find(|id| backed(*id).is_most())
}

/// The least number from 1 to `most` for which it holds, of something that goes on holding once it does.
fn least(most: u64, holds: impl Fn(u64) -> bool) -> Option<u64> {
    let (mut low, mut high) = (1, most);
    if most == 0 || !holds(most) {
        return None;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Phrasebook;
    use canvass_domain::PollOption;
    use canvass_words::Locale;
    use proptest::prelude::*;

    fn poll(n_options: usize, kind: PollKind) -> Poll {
        let option = PollOption { text: String::new(), condition: None };
        Poll { question: String::new(), kind, options: vec![option; n_options], additions: Vec::new() }
    }

    fn totals(counts: &[u64]) -> Totals {
        let options = (1..).zip(counts).map(|(id, &n)| OptionTotals { id: OptionId(id), n }).collect();
        Totals { n_ballots: counts.iter().sum(), options, ..Totals::default() }
    }

    fn found(counts: &[u64]) -> AnswersToChange {
        AnswersToChange::of(&totals(counts), Some(&poll(counts.len(), PollKind::Single)))
    }

    /// What is said of some counts, as the rules have it.
    type Said = (Option<OptionId>, bool, Option<OptionId>);

    fn said(counts: &[u64]) -> Said {
        let (totals, poll) = (totals(counts), poll(counts.len(), PollKind::Single));
        (leads(&totals, &poll), is_split(&totals, &poll), has_half(&totals, &poll))
    }

    /// Adds one answer at a time to each option, far beyond where anything could change, and asks.
    fn by_hand(counts: &[u64]) -> AnswersToChange {
        let now = said(counts);
        let first = |has_changed: &dyn Fn(&Said) -> bool| {
            let of_option = |place: usize| {
                let mut counts = counts.to_vec();
                (1..=2 * counts.iter().sum::<u64>() + 3).find(|_| {
                    counts[place] += 1;
                    has_changed(&said(&counts))
                })
            };
            (0..counts.len()).filter_map(of_option).min()
        };
        AnswersToChange {
            lead: first(&|then| then.0.is_some() && then.0 != now.0),
            split: first(&|then| then.1 != now.1),
            half: first(&|then| then.2 != now.2),
        }
    }

    #[test]
    fn the_worked_example_changes_by_90_97_and_141() {
        let expected = AnswersToChange { lead: Some(90), split: Some(97), half: Some(141) };
        assert_eq!(found(&[229, 810, 721]), expected);
        assert_eq!(by_hand(&[229, 810, 721]), expected);
        assert_eq!(found(&[721, 229, 810]), expected, "the order of options changes nothing");
    }

    #[test]
    fn each_word_begins_and_ends_where_its_rule_says() {
        let check = |counts: &[u64], lead, split, half| {
            assert_eq!(found(counts), AnswersToChange { lead, split, half }, "{counts:?}");
        };
        // One answer parts those that share the lead.
        check(&[10, 10, 10], Some(1), Some(4), Some(11));
        // Of two options one always has half, so nothing is ever split between them.
        check(&[60, 40], Some(21), None, Some(20));
        check(&[50, 50], Some(1), None, Some(1));
        check(&[1, 0], Some(2), None, Some(1));
        // A landslide can come to be split, once another has caught up and a third has kept both under half.
        check(&[100, 5, 5], Some(96), Some(91), Some(90));
        check(&[100, 0, 0], Some(101), None, Some(100));
        // Nothing can overtake an option that stands alone.
        check(&[7], None, None, None);
    }

    #[test]
    fn without_one_answer_each_there_is_none() {
        let none = AnswersToChange::default();
        assert_eq!(found(&[0, 0, 0]), none, "nobody answered");
        assert_eq!(AnswersToChange::of(&totals(&[3, 2]), None), none, "no poll");
        assert_eq!(AnswersToChange::of(&totals(&[3, 2]), Some(&poll(2, PollKind::Multiple))), none);
    }

    #[test]
    fn all_small_counts_are_as_by_hand() {
        for a in 0..=14 {
            for b in 0..=14 {
                assert_eq!(found(&[a, b]), if a + b == 0 { AnswersToChange::default() } else { by_hand(&[a, b]) });
                for c in b..=14 {
                    let counts = [a, b, c];
                    assert_eq!(found(&counts), if c + a == 0 { AnswersToChange::default() } else { by_hand(&counts) });
                }
            }
        }
    }

    #[test]
    fn the_largest_counts_of_a_document_are_no_trouble() {
        let most = (1_u64 << 53) - 1;
        assert_eq!(found(&[most, 0]), AnswersToChange { lead: Some(most + 1), split: None, half: Some(most) });
        let wrong = Totals { n_ballots: 3, ..totals(&[most, most, 5]) };
        assert_eq!(AnswersToChange::of(&wrong, Some(&poll(3, PollKind::Single))).lead, Some(1), "it ends");
    }

    #[test]
    fn sentences_say_what_there_is_and_nothing_of_a_few() {
        let say = |counts: &[u64]| {
            Phrasebook::of(Locale::ENGLISH)
                .answers_to_change(&totals(counts), Some(&poll(counts.len(), PollKind::Single)))
        };
        insta::assert_snapshot!(say(&[229, 810, 721]).unwrap(), @"90 more answers for one option would change which answer leads. With 97 more answers for one option, a headline could no longer say “split”. With 141 more answers for one option, it would have more than half.");
        insta::assert_snapshot!(say(&[100, 5, 5]).unwrap(), @"96 more answers for one option would change which answer leads. With 91 more answers for one option, a headline could say “split”. With 90 more answers for one option, no answer would have more than half.");
        insta::assert_snapshot!(say(&[50, 50]).unwrap(), @"1 more answer for an option that shares the lead would put it ahead. With 1 more answer for one option, it would have more than half.");
        assert_eq!(say(&[2, 2]), None, "four people");
        assert_eq!(say(&[7]), None, "nothing changes anything");
        assert_eq!(
            Phrasebook::of(Locale::ENGLISH).answers_to_change(&totals(&[50, 40]), Some(&poll(2, PollKind::Multiple))),
            None
        );
    }

    #[test]
    fn a_member_that_is_missing_is_refused() {
        let read = |text: &str| serde_json::from_str::<AnswersToChange>(text).ok();
        assert_eq!(
            read(r#"{"lead":90,"split":null,"half":141}"#),
            Some(AnswersToChange { split: None, ..found(&[229, 810, 721]) })
        );
        assert_eq!(read(r#"{"lead":90,"half":141}"#), None);
        assert_eq!(serde_json::to_string(&found(&[60, 40])).unwrap(), r#"{"lead":21,"split":null,"half":20}"#);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn counts_are_as_by_hand(counts in prop::collection::vec(0_u64..90, 2..6)) {
            prop_assume!(counts.iter().sum::<u64>() > 0);
            prop_assert_eq!(found(&counts), by_hand(&counts));
        }

        /// Close races, where most of the words are near their thresholds.
        #[test]
        fn close_races_are_as_by_hand(base in 5_u64..60, by in prop::collection::vec(0_u64..12, 2..5)) {
            let counts: Vec<u64> = by.iter().map(|by| base + by).collect();
            prop_assert_eq!(found(&counts), by_hand(&counts));
        }
    }
}
