//! Details in a story of somebody's own life by which they, or somebody in it, could be recognised.
//!
//! A sentence *tells* where the speaker does or was something in it ("I waited", "my son"); thinking, wanting and
//! agreeing tell nothing. A named place or person counts in such a sentence or beside one, a date or an age only in
//! one. Where nobody tells of themselves there is nothing to find, whatever is named.

use super::lists::{
    AGE_BRACKETS, BETWEEN, BIG_PLACES, COMMON_NAMES, DONE_TO_ME, I_AM, MONTHS, NAMED_PLACES, NOBODY, NOT_ONLY,
    OPINION_WORDS, OWN, PREPOSITIONS, RARE_ROLES, RELATIONS, RUN_PLACES, SMALL_NUMBERS, TELLING_VERBS, TITLES,
};
use super::words::Word;
use super::{Found, PersonalKind};
use std::collections::BTreeSet;
use std::ops::Range;

pub(super) fn details(text: &str, words: &[Word<'_>]) -> Vec<Found> {
    let story = Story::new(words);
    let mut found = Vec::new();
    for at in 0..words.len() {
        let detail = story
            .only(at)
            .map(|range| (range, "something that few people are"))
            .or_else(|| story.role(at).map(|range| (range, "a role that few people have, and where")))
            .or_else(|| story.date(at).map(|range| (range, "an exact date")))
            .or_else(|| story.age(at).map(|range| (range, "an exact age")))
            .or_else(|| story.person(at).map(|range| (range, "somebody's name")))
            .or_else(|| story.place(at).map(|range| (range, "a place with few people in it, by name")))
            .or_else(|| story.somewhere(at).map(|range| (range, "a place by name")));
        let Some((range, what)) = detail else { continue };
        if text.get(range.clone()).is_some() {
            found.push(Found { kind: PersonalKind::Identifying, range, what });
        }
    }
    found
}

struct Story<'w, 't> {
    words: &'w [Word<'t>],
    /// Sentences in which the speaker tells of their own life.
    told: BTreeSet<usize>,
}

impl<'w, 't> Story<'w, 't> {
    fn new(words: &'w [Word<'t>]) -> Self {
        let mut story = Self { words, told: BTreeSet::new() };
        let telling = (0..words.len()).filter(|at| story.tells(*at));
        story.told = telling.filter_map(|at| words.get(at).map(|word| word.sentence)).collect();
        story
    }

    /// The word at a place, in small letters; nothing beyond the ends.
    fn low(&self, at: usize) -> &'w str {
        self.words.get(at).map_or("", |word| word.low.as_str())
    }

    /// The word `n` places before, in the same sentence.
    fn low_before(&self, at: usize, n: usize) -> &'w str {
        at.checked_sub(n)
            .filter(|before| self.sentence(*before) == self.sentence(at))
            .map_or("", |before| self.low(before))
    }

    fn sentence(&self, at: usize) -> Option<usize> {
        self.words.get(at).map(|word| word.sentence)
    }

    fn is_name(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(Word::is_name) && !COMMON_NAMES.contains(&self.low(at))
    }

    /// Whether a word goes on from the one before: same sentence, no sign between.
    fn goes_on(&self, at: usize) -> bool {
        let is_same = at.checked_sub(1).is_some_and(|before| self.sentence(before) == self.sentence(at));
        is_same && self.words.get(at).is_some_and(|word| !word.is_apart())
    }

    fn range(&self, first: usize, last: usize) -> Option<Range<usize>> {
        Some(self.words.get(first)?.start..self.words.get(last)?.end())
    }

    /// Whether the speaker tells of their own life here.
    fn tells(&self, at: usize) -> bool {
        let low = self.low(at);
        if OWN.contains(&low) {
            return (at + 1..at + 4)
                .take_while(|next| self.goes_on(*next))
                .any(|next| RELATIONS.contains(&self.low(next)));
        }
        if matches!(low, "me" | "us") {
            let before = self.low_before(at, 1);
            return before.ends_with("ed") || DONE_TO_ME.contains(&before);
        }
        if low == "as" && self.low_before(at, 1).is_empty() {
            return (at + 1..at + 4).any(|next| RARE_ROLES.contains(&self.low(next)));
        }
        let verb = if matches!(low, "i" | "we") { at + 1 } else { at };
        let is_verb = if verb == at { I_AM.contains(&low) } else { TELLING_VERBS.contains(&self.low(verb)) };
        let is_favour = self.low(verb + 1) == "in" && matches!(self.low(verb + 2), "favour" | "favor");
        is_verb && !is_favour && !OPINION_WORDS.contains(&self.low(verb + 1))
    }

    fn is_told(&self, at: usize) -> bool {
        self.sentence(at).is_some_and(|sentence| self.told.contains(&sentence))
    }

    fn is_told_nearby(&self, at: usize) -> bool {
        let Some(sentence) = self.sentence(at) else { return false };
        self.told.range(sentence.saturating_sub(1)..=sentence + 1).next().is_some()
    }

    /// Whether "I am", "I have been" or "my son was" stands up to two words before.
    fn follows_i_am(&self, at: usize) -> bool {
        (1..=3).any(|n| {
            let before = self.low_before(at, n);
            let (subject, whose) = (self.low_before(at, n + 1), self.low_before(at, n + 2));
            let is_i = matches!(subject, "i" | "we") || (subject == "have" && whose == "i");
            let is_own = RELATIONS.contains(&subject) && OWN.contains(&whose);
            let is_being = matches!(before, "am" | "is" | "was" | "are" | "were" | "been");
            I_AM.contains(&before) || (is_being && (is_i || is_own))
        })
    }

    /// "Kelly" in "our Kelly was".
    fn own_name(&self, at: usize) -> Option<Range<usize>> {
        let is_own = OWN.contains(&self.low_before(at, 1)) && self.goes_on(at);
        let is_person = self.is_name(at) && self.low(at).len() > 3 && !BIG_PLACES.contains(&self.low(at));
        let does = matches!(self.low(at + 1), "is" | "was" | "has" | "had" | "went" | "got" | "did" | "said" | "came");
        (is_own && is_person && does && self.goes_on(at + 1)).then(|| self.range(at, at))?
    }

    /// "the only deaf driver", "the first woman", "one of two therapists".
    fn only(&self, at: usize) -> Option<Range<usize>> {
        let next = self.low(at + 1);
        let is_few = match self.low(at) {
            "only" => self.low_before(at, 1) == "the" && !NOT_ONLY.contains(&next),
            "first" => self.low_before(at, 1) == "the" && !matches!(next, "to" | "one" | "time" | "thing" | "person"),
            "one" => next == "of" && SMALL_NUMBERS.get(1..5)?.contains(&self.low(at + 2)),
            _ => false,
        };
        if let Some(range) = self.few_of_us(at) {
            return Some(range);
        }
        if !is_few || !self.follows_i_am(at) || !self.goes_on(at + 1) {
            return None;
        }
        let last = (at + 1..at + 4).take_while(|next| self.goes_on(*next)).last()?;
        let first = if self.low(at) == "one" { at } else { at.checked_sub(1)? };
        self.range(first, last)
    }

    /// "two of us left in the mortuary".
    fn few_of_us(&self, at: usize) -> Option<Range<usize>> {
        let is_there = self.low_before(at, 2) == "there" && matches!(self.low_before(at, 1), "are" | "were");
        let is_few =
            SMALL_NUMBERS.get(1..5)?.contains(&self.low(at)) && self.low(at + 1) == "of" && self.low(at + 2) == "us";
        let goes_on = matches!(self.low(at + 3), "left" | "who" | "in" | "at" | "on") && self.low(at + 4) != "home";
        let last = (at + 3..at + 7).take_while(|next| self.goes_on(*next)).last()?;
        (is_there && is_few && goes_on).then(|| self.range(at, last))?
    }

    /// "the vicar of Little Wenham", "run the post office in Low Tarrow".
    fn role(&self, at: usize) -> Option<Range<usize>> {
        let is_as = (1..=3).any(|n| self.low_before(at, n) == "as");
        let is_role = RARE_ROLES.contains(&self.low(at)) && (self.follows_i_am(at) || is_as);
        let runs =
            (1..=3).any(|n| matches!(self.low_before(at, n), "run" | "ran" | "manage" | "managed" | "own" | "owned"));
        let is_run = RUN_PLACES.contains(&self.low(at)) && runs && self.is_told(at);
        if !is_role && !is_run {
            return None;
        }
        let joint = (at + 1..at + 6)
            .take_while(|next| self.goes_on(*next))
            .find(|next| PREPOSITIONS.contains(&self.low(*next)) && self.goes_on(next + 1) && self.is_name(next + 1))?;
        let last = (joint + 1..joint + 5).take_while(|next| self.goes_on(*next) && self.is_name(*next)).last()?;
        self.range(at, last)
    }

    /// "14 March", "3rd of May", "March 14", "14/03/2023".
    fn date(&self, at: usize) -> Option<Range<usize>> {
        if !self.is_told(at) {
            return None;
        }
        let is_day = |at: usize| {
            let low = self.low(at);
            let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| low.strip_suffix(end)).unwrap_or(low);
            digits.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day))
        };
        let is_month = |at: usize| MONTHS.contains(&self.low(at)) && self.words.get(at).is_some_and(Word::is_name);
        let slash = |at: usize| self.words.get(at).is_some_and(|word| matches!(word.gap, "/" | "." | "-"));
        let is_number = |at: usize| self.low(at).chars().all(|c| c.is_ascii_digit());
        let last = if is_day(at) && is_month(at + 1) {
            at + 1
        } else if is_day(at) && self.low(at + 1) == "of" && is_month(at + 2) {
            at + 2
        } else if is_month(at) && is_day(at + 1) {
            at + 1
        } else if is_day(at) && slash(at + 1) && is_day(at + 1) && slash(at + 2) && is_number(at + 2) {
            at + 2
        } else {
            return None;
        };
        self.range(at, last)
    }

    /// "aged six", "nine years old", "14-year-old", "my son, 14, was", "our daughter was 7 when".
    fn age(&self, at: usize) -> Option<Range<usize>> {
        let low = self.low(at);
        let is_number = low.parse::<u32>().is_ok_and(|age| (1..120).contains(&age)) || SMALL_NUMBERS.contains(&low);
        if !is_number || !self.is_told(at) {
            return None;
        }
        let is_bracket = (1..=4).any(|n| AGE_BRACKETS.contains(&self.low_before(at, n)))
            || (self.low(at + 3) == "or" && AGE_BRACKETS.contains(&self.low(at + 4)));
        if is_bracket {
            return None;
        }
        if matches!(self.low(at + 1), "year" | "years" | "yr" | "month" | "months") && self.low(at + 2) == "old" {
            return self.range(at, at + 2);
        }
        if self.low_before(at, 1) == "aged" {
            return self.range(at - 1, at);
        }
        let is_last = self.sentence(at + 1) != self.sentence(at);
        let has_comma = self.words.get(at + 1).is_some_and(|next| next.gap.starts_with(','));
        let ends = is_last
            || matches!(self.low_before(at, 1), "turned" | "turns")
            || has_comma
            || matches!(self.low(at + 1), "and" | "when" | "now" | "then" | "but");
        let before = self.low_before(at, 1);
        let is_inserted = RELATIONS.contains(&before) && !self.goes_on(at) && has_comma;
        let (subject, whose) = (self.low_before(at, 2), self.low_before(at, 3));
        let is_subject = matches!(subject, "i" | "who") || (RELATIONS.contains(&subject) && OWN.contains(&whose));
        let is_said = matches!(before, "am" | "is" | "was" | "turned" | "turns") && is_subject;
        let is_im = before == "i'm";
        (is_inserted || (ends && (is_said || is_im))).then(|| self.range(at, at))?
    }

    /// Whether a name goes on here that may be a small place's.
    fn is_small_place(&self, at: usize) -> bool {
        self.goes_on(at) && self.is_name(at) && !BIG_PLACES.contains(&self.low(at)) && !MONTHS.contains(&self.low(at))
    }

    /// "at St Hild's", "in Wexcombe": a name after "in" or "at" where the speaker tells of themselves.
    fn somewhere(&self, at: usize) -> Option<Range<usize>> {
        let is_in = matches!(self.low_before(at, 1), "in" | "at" | "from") && self.is_told(at);
        let is_short = self.words.get(at)?.text.len() < 4 && self.low(at) != "st";
        let is_abbreviation = self.words.get(at)?.text.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
        if !is_in || is_short || is_abbreviation || !self.is_small_place(at) {
            return None;
        }
        let last = (at + 1..at + 4).take_while(|next| self.goes_on(*next) && self.is_name(*next)).last();
        self.range(at, last.unwrap_or(at))
    }

    /// "Mrs Pettigrew", "PC Ellwood".
    fn person(&self, at: usize) -> Option<Range<usize>> {
        let is_title = TITLES.contains(&self.low(at)) && self.words.get(at)?.is_name();
        let is_somebody = self.is_name(at + 1) && self.goes_on(at + 1) && !NOBODY.contains(&self.low(at + 1));
        if is_title && is_somebody && self.is_told_nearby(at) {
            return self.range(at, at + 1);
        }
        self.own_name(at).or_else(|| self.initial(at))
    }

    /// "J. from the Eastgate team".
    fn initial(&self, at: usize) -> Option<Range<usize>> {
        let is_initial = self.words.get(at).is_some_and(|word| word.text.len() == 1 && word.is_name());
        let has_stop = self.words.get(at + 1).is_some_and(|next| next.gap.starts_with('.'));
        let is_placed =
            matches!(self.low(at + 1), "from" | "at" | "of" | "on") && self.sentence(at) == self.sentence(at + 1);
        if !is_initial || !has_stop || !is_placed {
            return None;
        }
        let last =
            (at + 2..at + 6).find(|place| self.is_named_place(*place) && self.is_name(place.saturating_sub(1)))?;
        self.range(at, last)
    }

    /// "Juniper Ward", "ward 12", "the village of Nether Combe".
    fn place(&self, at: usize) -> Option<Range<usize>> {
        if !self.is_named_place(at) || !self.is_told_nearby(at) {
            return None;
        }
        if matches!(self.low(at), "ward" | "unit") && self.low(at + 1).starts_with(|c: char| c.is_ascii_digit()) {
            return self.range(at, at + 1);
        }
        if matches!(self.low(at), "village" | "parish") && matches!(self.low(at + 1), "of" | "called") {
            let last = (at + 2..at + 5).take_while(|next| self.goes_on(*next) && self.is_name(*next)).last()?;
            return self.range(at, last);
        }
        let mut first = at.checked_sub(1)?;
        while first > 0 && BETWEEN.contains(&self.low(first)) && self.goes_on(first + 1) {
            first -= 1;
        }
        let is_place_name = self.words.get(at)?.is_name();
        let starts_sentence = self.low_before(first, 1).is_empty();
        let is_named = self.is_name(first) && (is_place_name || !starts_sentence);
        if !is_named || !(first + 1..=at).all(|part| self.goes_on(part)) {
            return None;
        }
        while self.goes_on(first) && first.checked_sub(1).is_some_and(|before| self.is_name(before)) {
            first -= 1;
        }
        let last = (at + 1..at + 3).take_while(|next| self.goes_on(*next) && self.is_named_place(*next)).last();
        self.range(first, last.unwrap_or(at))
    }

    fn is_named_place(&self, at: usize) -> bool {
        NAMED_PLACES.contains(&self.low(at))
    }
}
