//! The sentences that may be said of results, with their values filled in.
//!
//! Self-selected answers never carry a margin of error; the words stand in one sentence only, the one on
//! who answered, which says why there is none.

use super::change::{AnswersToChange, has_half};
use super::leader::leader;
use super::split::is_split;
use crate::Results;
use canvass_counts::Percent;
use canvass_counts::thresholds;
use canvass_counts::{Arrivals, Share, ShareText, Totals};
use canvass_domain::{Instrument, Poll, PollKind, Provenance};
use canvass_words::{Arg, Locale, Messages, Zone};

/// Makes sentences in one language.
#[derive(Clone, Copy, Debug)]
pub struct Phrasebook {
    messages: Messages,
}

impl Phrasebook {
    /// In the language of our words.
    #[must_use]
    pub const fn of(locale: Locale) -> Self {
        Self { messages: Messages::of(locale).isolating() }
    }

    /// The catalogue behind it.
    #[must_use]
    pub const fn messages(&self) -> &Messages {
        &self.messages
    }

    /// The standard sentence on who answered, for an open design, with how many came from the story's site where that
    /// may be said; of answers collected elsewhere it says no more than is known here, and of made-up readers that they
    /// are.
    #[must_use]
    pub fn who_answered(&self, results: &Results, instrument: &Instrument, provenance: Provenance) -> String {
        let totals = &results.totals;
        if totals.n_participants == 0 {
            return self.messages.text("who-nobody");
        }
        match provenance {
            Provenance::Here => self.who_chose(results, instrument),
            Provenance::Synthetic => {
                format!("{} {}", self.who_chose(results, instrument), self.messages.text("who-synthetic"))
            }
            Provenance::Imported => self.who_elsewhere(totals, instrument.zone()),
        }
    }

    fn who_elsewhere(&self, totals: &Totals, zone: Zone) -> String {
        let keys = ["who-elsewhere-on", "who-elsewhere-between", "who-elsewhere-undated"];
        format!("{} {}", self.counted(totals, zone, keys), self.messages.text("who-elsewhere-selected"))
    }

    /// How many participants and when: on one day, between two, or not known.
    fn counted(&self, totals: &Totals, zone: Zone, [on, between, undated]: [&str; 3]) -> String {
        let (first, last) = (
            totals.first_ms.map(|ms| self.messages.day(zone, ms)),
            totals.last_ms.map(|ms| self.messages.day(zone, ms)),
        );
        let mut values = vec![("n", Arg::Count(totals.n_participants))];
        values.extend(first.as_deref().map(|first| ("first", Arg::Text(first))));
        values.extend(last.as_deref().map(|last| ("last", Arg::Text(last))));
        let key = match (&first, &last) {
            (Some(first), Some(last)) if first == last => on,
            (Some(_), Some(_)) => between,
            _ => undated,
        };
        self.messages.with(key, &values)
    }

    fn who_chose(&self, results: &Results, instrument: &Instrument) -> String {
        let totals = &results.totals;
        let place = instrument.story.as_ref().map(|story| story.title.as_deref().unwrap_or(&story.url));
        let zone = instrument.zone();
        let (first, last) = (
            totals.first_ms.map(|ms| self.messages.day(zone, ms)),
            totals.last_ms.map(|ms| self.messages.day(zone, ms)),
        );
        let mut values = vec![("n", Arg::Count(totals.n_participants))];
        values.extend(place.map(|place| ("place", Arg::Text(place))));
        values.extend(first.as_deref().map(|first| ("first", Arg::Text(first))));
        values.extend(last.as_deref().map(|last| ("last", Arg::Text(last))));
        let key = match (&first, &last, place) {
            (Some(first), Some(last), None) if first == last => "who-on",
            (Some(first), Some(last), Some(_)) if first == last => "who-on-at",
            (Some(_), Some(_), None) => "who-between",
            (Some(_), Some(_), Some(_)) => "who-between-at",
            _ => "who-undated",
        };
        let chose = [self.messages.with(key, &values), self.messages.text("who-not-selected")];
        let came = results.segments.arrivals.as_ref().map(|arrivals| self.who_came(arrivals));
        chose.into_iter().chain(came).collect::<Vec<_>>().join(" ")
    }

    /// "31 of 46 came from a page of news.example."
    fn who_came(&self, Arrivals { host, n, base, .. }: &Arrivals) -> String {
        let values = [("n", Arg::Count(*n)), ("base", Arg::Count(*base)), ("host", Arg::Text(host))];
        self.messages.with("who-came", &values)
    }

    /// The poll's answer in words: counts, and the share where the base carries one, with its caution.
    #[must_use]
    pub fn poll_answer(&self, totals: &Totals, poll: &Poll) -> String {
        let base = totals.n_ballots;
        if base == 0 {
            return self.messages.text("poll-none");
        }
        let Some((_, option, n)) = leader(totals, poll) else {
            return self.messages.with("poll-tie", &[("base", Arg::Count(base))]);
        };
        let share = Share { n, base };
        let is_cautious = matches!(share.text(), ShareText::Cautious(_));
        let share = self.percent_in_words(share);
        let key = match (poll.kind, &share) {
            (PollKind::Single, None) => "poll-leader",
            (PollKind::Single, Some(_)) => "poll-leader-share",
            (PollKind::Multiple, None) => "poll-leader-several",
            (PollKind::Multiple, Some(_)) => "poll-leader-several-share",
        };
        let mut values = vec![("base", Arg::Count(base)), ("n", Arg::Count(n)), ("option", Arg::Text(&option.text))];
        values.extend(share.as_deref().map(|share| ("share", Arg::Text(share))));
        let answer = self.messages.with(key, &values);
        if !is_cautious {
            return answer;
        }
        let caution = self.messages.with("poll-caution", &[("n", Arg::Count(thresholds::CAUTION_BELOW))]);
        format!("{answer} {caution}")
    }

    /// "810 · 46%", held together by no-break spaces, or "12 of 25" where the base is too small for per cent.
    #[must_use]
    pub fn count_and_share(&self, share: Share) -> String {
        match self.percent(share) {
            Some(percent) => format!("{}\u{a0}·\u{a0}{percent}", self.messages.number(share.n)),
            None => self.messages.with("share-counts", &[("n", Arg::Count(share.n)), ("base", Arg::Count(share.base))]),
        }
    }

    /// "46%", ">99%" or "<1%" for tables and charts, where the base carries it; the mark of caution is the caller's to
    /// show, by [`Share::text`].
    #[must_use]
    pub fn percent(&self, share: Share) -> Option<String> {
        self.percent_as(share, ["share-below-one", "share-above-99"])
    }

    /// The same within a sentence: "46%", "more than 99%" or "fewer than 1%".
    #[must_use]
    pub fn percent_in_words(&self, share: Share) -> Option<String> {
        self.percent_as(share, ["share-below-one-words", "share-above-99-words"])
    }

    fn percent_as(&self, share: Share, [below_one, above_99]: [&str; 2]) -> Option<String> {
        let (ShareText::Cautious(percent) | ShareText::Percent(percent)) = share.text() else { return None };
        Some(match percent {
            Percent::Whole(percent) => self.messages.percent(percent),
            Percent::BelowOne => self.messages.text(below_one),
            Percent::AboveNinetyNine => self.messages.text(above_99),
        })
    }

    /// The note that a reader could choose several answers, where one could.
    #[must_use]
    pub fn several_note(&self, poll: &Poll) -> Option<String> {
        (poll.kind == PollKind::Multiple).then(|| self.messages.text("poll-several-note"))
    }

    /// The note that shares do not add to 100, where they do not.
    #[must_use]
    pub fn rounding_note(&self, totals: &Totals, poll: &Poll) -> Option<String> {
        let base = totals.n_ballots;
        if let Some(several) = self.several_note(poll) {
            return Some(several);
        }
        self.percent(Share { n: 0, base })?;
        let bounds = poll.numbered().map(|(id, _)| Share { n: totals.option(id), base }.percent().bounds());
        let (low, high) = bounds.fold((0, 0), |(low, high), bounds| (low + bounds.0, high + bounds.1));
        // "<1%" and ">99%" lie strictly between their bounds, so a sum at either end is never reached with one of them.
        let adds_up = if low == high { low == 100 } else { low < 100 && 100 < high };
        (!adds_up).then(|| self.messages.text("poll-rounding"))
    }

    /// The three in sentences, those that there are: "90 more answers for one option would change which answer leads."
    /// Nothing where there is none, or where fewer than [`canvass_counts::LEAST`] have answered.
    #[must_use]
    pub fn answers_to_change(&self, totals: &Totals, poll: Option<&Poll>) -> Option<String> {
        let poll = poll.filter(|_| totals.n_ballots >= canvass_counts::LEAST)?;
        let change = AnswersToChange::of(totals, Some(poll));
        let lead = if leader(totals, poll).is_some() { "change-lead" } else { "change-lead-shared" };
        let split = if is_split(totals, poll) { "change-split-ends" } else { "change-split-begins" };
        let half = if has_half(totals, poll).is_some() { "change-half-ends" } else { "change-half-begins" };
        let sentences = [(lead, change.lead), (split, change.split), (half, change.half)];
        let said =
            sentences.into_iter().filter_map(|(key, n)| Some(self.messages().with(key, &[("n", Arg::Count(n?))])));
        let said = said.collect::<Vec<_>>().join(" ");
        (!said.is_empty()).then_some(said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lists, Stage};
    use canvass_counts::{OptionTotals, Segments};
    use canvass_domain::{Millis, OptionId, PollOption, Seq, Story};
    use std::sync::Arc;

    const JAN_2: Millis = 1_735_812_000_000;
    const JAN_6: Millis = 1_736_157_600_000;

    fn totals(counts: &[u64]) -> Totals {
        let options = (1..).zip(counts).map(|(id, &n)| OptionTotals { id: OptionId(id), n }).collect();
        let n = counts.iter().sum();
        Totals {
            n_participants: n,
            n_ballots: n,
            options,
            first_ms: Some(JAN_2),
            last_ms: Some(JAN_6),
            ..Totals::default()
        }
    }

    fn poll(n_options: usize) -> Poll {
        let names = ["agree outright", "agree if resourced", "see more risk"];
        let options = names.iter().take(n_options).map(|n| PollOption { text: (*n).to_owned(), condition: None });
        Poll {
            question: "What do you think?".to_owned(),
            kind: PollKind::Single,
            options: options.collect(),
            additions: Vec::new(),
        }
    }

    fn asked_with(story: Option<&str>) -> Instrument {
        let story = story.map(|title| Story { url: "https://example.org".to_owned(), title: Some(title.to_owned()) });
        Instrument { story, ..Instrument::default() }
    }

    fn results(totals: &Totals, came: Option<(u64, u64)>) -> Results {
        let arrivals = came.map(|(n, base)| Arrivals { host: "news.example".to_owned(), n, base, seq: Seq(90) });
        Results {
            totals: totals.clone(),
            poll: None,
            statements: Vec::new(),
            lists: Lists::default(),
            segments: Arc::new(Segments { arrivals, ..Segments::default() }),
            map: None,
            other_maps: std::collections::BTreeMap::new(),
            stage: Stage::Settled,
            caption: None,
        }
    }

    fn check_who(totals: &Totals, story: Option<&str>, expected: &str) {
        let (instrument, results) = (asked_with(story), results(totals, None));
        let rest = " They were not selected at random and do not stand for all readers or the public, so no margin of error applies. Results are not weighted.";
        let said = Phrasebook::of(Locale::ENGLISH).who_answered(&results, &instrument, Provenance::Here);
        assert_eq!(said.strip_suffix(rest).unwrap_or(&said), expected);
    }

    #[test]
    fn the_sentence_on_who_answered() {
        check_who(
            &totals(&[229, 810, 721]),
            None,
            "1,760 readers chose to answer between 2 January 2025 and 6 January 2025.",
        );
        check_who(
            &totals(&[1]),
            Some("The story"),
            "Asked alongside “The story”, 1 reader chose to answer on 2 January 2025.",
        );
        check_who(
            &Totals { last_ms: Some(JAN_2), ..totals(&[3]) },
            None,
            "3 readers chose to answer on 2 January 2025.",
        );
        check_who(
            &Totals { first_ms: None, last_ms: None, ..totals(&[3]) },
            None,
            "3 readers chose to answer; when was not recorded.",
        );
        check_who(&totals(&[]), None, "Nobody has answered.");
    }

    #[test]
    fn of_answers_collected_elsewhere_no_more_is_said_than_is_known() {
        let instrument = Instrument::default();
        let say = |totals: &Totals| {
            Phrasebook::of(Locale::ENGLISH).who_answered(
                &results(totals, Some((5, 9))),
                &instrument,
                Provenance::Imported,
            )
        };
        let rest = "How they were selected is not known here, so results speak of these participants only. Results are not weighted.";
        let between = "9 participants answered elsewhere between 2 January 2025 and 6 January 2025.";
        assert_eq!(say(&totals(&[2, 7])), format!("{between} {rest}"));
        let on = Totals { last_ms: Some(JAN_2), ..totals(&[1]) };
        assert_eq!(say(&on), format!("1 participant answered elsewhere on 2 January 2025. {rest}"));
        let undated = Totals { first_ms: None, last_ms: None, ..totals(&[3]) };
        assert_eq!(say(&undated), format!("3 participants answered elsewhere; when was not recorded. {rest}"));
    }

    #[test]
    fn of_made_up_readers_it_is_said_that_they_are() {
        let instrument = Instrument::default();
        let results = results(&totals(&[229, 811, 721]), None);
        let say = |provenance| Phrasebook::of(Locale::ENGLISH).who_answered(&results, &instrument, provenance);
        let synthetic = "These readers are synthetic, except for visitors who tried this out.";
        assert_eq!(say(Provenance::Synthetic), format!("{} {synthetic}", say(Provenance::Here)));
    }

    /// Nobody knows who of them saw the story; where they came from is known of the site alone, and said where it may be.
    #[test]
    fn where_readers_came_from_is_said_of_the_site_and_only_where_it_is_known() {
        let say = |came| {
            let results = results(&totals(&[20, 27]), came);
            Phrasebook::of(Locale::ENGLISH).who_answered(&results, &asked_with(Some("The story")), Provenance::Here)
        };
        let asked =
            "Asked alongside “The story”, 47 readers chose to answer between 2 January 2025 and 6 January 2025.";
        let said = say(None);
        assert!(said.starts_with(asked) && said.ends_with("Results are not weighted."), "{said}");
        assert_eq!(say(Some((31, 46))), format!("{said} 31 of 46 came from a page of news.example."));
    }

    #[test]
    fn the_poll_in_one_sentence() {
        let say = |counts: &[u64]| Phrasebook::of(Locale::ENGLISH).poll_answer(&totals(counts), &poll(counts.len()));
        assert_eq!(
            say(&[229, 810, 721]),
            "Of 1,760 who answered, 810 (46%) chose “agree if resourced”, more than any other answer."
        );
        assert_eq!(say(&[2, 7]), "Of 9 who answered, 7 chose “agree if resourced”, more than any other answer.");
        assert_eq!(say(&[4, 4]), "Of 8 who answered, no answer was chosen more often than every other.");
        let chose = "chose “agree outright”, more than any other answer.";
        assert_eq!(say(&[219, 1]), format!("Of 220 who answered, 219 (more than 99%) {chose}"));
        assert_eq!(say(&[220, 0]), format!("Of 220 who answered, 220 (100%) {chose}"));
        assert_eq!(say(&[0, 0]), "Nobody has answered the question.");
    }

    #[test]
    fn a_share_of_few_carries_its_caution_in_words() {
        let say = |base: u64| Phrasebook::of(Locale::ENGLISH).poll_answer(&totals(&[base - 10, 10]), &poll(2));
        let chose = "chose “agree outright”, more than any other answer.";
        let caution = "Fewer than 100 answered: read this share with caution.";
        assert_eq!(say(29), format!("Of 29 who answered, 19 {chose}"));
        assert_eq!(say(30), format!("Of 30 who answered, 20 (67%) {chose} {caution}"));
        assert_eq!(say(99), format!("Of 99 who answered, 89 (90%) {chose} {caution}"));
        assert_eq!(say(100), format!("Of 100 who answered, 90 (90%) {chose}"));
    }

    #[test]
    fn shares_that_do_not_add_up_say_so() {
        let note = |counts: &[u64]| {
            Phrasebook::of(Locale::ENGLISH).rounding_note(&totals(counts), &poll(counts.len())).is_some()
        };
        assert!(!note(&[229, 810, 721]), "13 + 46 + 41 = 100");
        assert!(note(&[100, 100, 100]), "33 + 33 + 33 = 99");
        assert!(!note(&[1, 1, 1]), "no shares are shown");
        assert!(!note(&[219, 1]), ">99% + <1% may well be 100");
        assert!(note(&[500, 499, 1]), "50 + 50 + <1% is more than 100");
        let several = Poll { kind: PollKind::Multiple, ..poll(2) };
        let said = Phrasebook::of(Locale::ENGLISH).rounding_note(&totals(&[1, 1]), &several).unwrap_or_default();
        assert!(said.contains("several answers") && said.contains("more than 100"), "of counts too: {said}");
    }
}
