//! Numbers that count nothing: years, ages, times, ordinals, school years, roads, and names that hold a number.
//!
//! A number before people, answers or a sign of per cent counts, whatever stands before it.

use crate::token::{Token, folded};

/// Marks the tokens that belong to a name, a date, a time or an age.
pub(super) fn named(all: &[Token<'_>]) -> Vec<bool> {
    let mut marks = vec![false; all.len()];
    let line = Line { all };
    for place in 0..all.len() {
        let n_tokens = line.name_at(place);
        for mark in marks.iter_mut().skip(place).take(n_tokens) {
            *mark = true;
        }
    }
    marks
}

struct Line<'a> {
    all: &'a [Token<'a>],
}

impl Line<'_> {
    fn text(&self, place: usize) -> &str {
        self.all.get(place).map_or("", |token| token.text)
    }

    fn low(&self, place: usize) -> String {
        folded(self.text(place))
    }

    /// Whether two tokens touch: "10.30", but not "10. 30".
    fn touch(&self, place: usize) -> bool {
        let ends = self.all.get(place).map(Token::end);
        ends.is_some() && ends == self.all.get(place + 1).map(|next| next.start)
    }

    /// Whether more of a number follows: "24/7/3", "7.5".
    fn goes_on(&self, place: usize) -> bool {
        let is_joint = matches!(self.text(place + 1), "/" | "." | ",");
        is_joint && self.touch(place) && self.touch(place + 1) && self.digits(place + 2).is_some()
    }

    fn all_touch(&self, places: std::ops::Range<usize>) -> bool {
        places.into_iter().all(|place| self.touch(place))
    }

    /// Whether what stands here says what was counted, or of how many.
    fn is_counted(&self, place: usize) -> bool {
        let low = self.low(place);
        COUNTED.contains(&low.as_str())
            || (matches!(low.as_str(), "." | ",") && self.touch(place) && self.digits(place + 1).is_some())
    }

    fn digits(&self, place: usize) -> Option<u32> {
        let text = self.text(place);
        let is_number = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| is_number)
    }

    fn is_word(&self, place: usize) -> bool {
        NUMBER_WORDS.contains(&self.low(place).as_str())
    }

    /// How many tokens from here on are a name with a number in it; 0 where there is none.
    fn name_at(&self, place: usize) -> usize {
        let readers = [
            Self::exact,
            Self::time,
            Self::year,
            Self::age,
            Self::ordinal,
            Self::after_noun,
            Self::compound,
            Self::word_with_digits,
            Self::call,
        ];
        readers.iter().map(|read| read(self, place)).max().unwrap_or(0)
    }

    /// "24/7", "9/11", "2025-01-07".
    fn exact(&self, place: usize) -> usize {
        let is_free =
            !self.touch(place.wrapping_sub(1)) || place == 0 || !matches!(self.text(place - 1), "." | "," | "/" | "-");
        if !is_free || !self.all_touch(place..place + 2) {
            return 0;
        }
        let three = [self.text(place), self.text(place + 1), self.text(place + 2)];
        if matches!(three, ["24" | "9" | "7", "/", "7" | "11"]) && three != ["9", "/", "7"] && !self.goes_on(place + 2)
        {
            return 3;
        }
        let is_date = self.year_at(place)
            && self.all_touch(place..place + 4)
            && self.text(place + 1) == "-"
            && self.text(place + 3) == "-";
        if is_date && self.digits(place + 2).is_some() && self.digits(place + 4).is_some() { 5 } else { 0 }
    }

    /// "11pm", "10.30am", "11 p.m.", "22:00", "9 o'clock", "half past nine", "a quarter to five".
    fn time(&self, place: usize) -> usize {
        if matches!(self.low(place).as_str(), "half" | "quarter")
            && matches!(self.low(place + 1).as_str(), "past" | "to")
        {
            let is_hour = self.is_word(place + 2) || self.digits(place + 2).is_some();
            return if is_hour {
                3
            } else {
                usize::from(matches!(self.low(place + 2).as_str(), "midnight" | "midday" | "noon"))
            };
        }
        let text = self.low(place);
        let hour = |text: &str| text.parse::<u8>().is_ok_and(|hour| hour <= 24);
        if ["am", "pm"].iter().any(|half| text.strip_suffix(half).is_some_and(hour)) {
            return 1;
        }
        if !hour(&text) && !self.is_word(place) {
            return 0;
        }
        let is_half = |place: usize| {
            matches!(self.low(place).as_str(), "am" | "pm")
                || (matches!(self.low(place).as_str(), "a" | "p")
                    && self.text(place + 1) == "."
                    && self.low(place + 2) == "m")
        };
        if is_half(place + 1) || (self.low(place + 1) == "o" && self.low(place + 3) == "clock") {
            return 1;
        }
        let minutes = self.low(place + 2);
        let is_minutes = |text: &str| text.len() == 2 && text.parse::<u8>().is_ok_and(|minute| minute < 60);
        let with_half = ["am", "pm"].iter().any(|half| minutes.strip_suffix(half).is_some_and(is_minutes));
        let is_clock = self.all_touch(place..place + 2)
            && matches!(self.text(place + 1), "." | ":")
            && (with_half || (is_minutes(&minutes) && (self.text(place + 1) == ":" || is_half(place + 3))));
        if is_clock { 3 } else { 0 }
    }

    fn year_at(&self, place: usize) -> bool {
        self.text(place).len() == 4 && self.digits(place).is_some_and(|year| (1800..2100).contains(&year))
    }

    /// "2025", "1990s", "the '90s", "2024/25", "2019-20".
    fn year(&self, place: usize) -> usize {
        let text = self.text(place);
        let decade = text.strip_suffix('s').unwrap_or_default();
        let is_decade = decade.len() == 4
            && decade.ends_with('0')
            && decade.parse::<u16>().is_ok_and(|year| (1800..2100).contains(&year));
        let before = place.checked_sub(1).map_or("", |before| self.text(before));
        let is_short = decade.len() == 2 && decade.ends_with('0') && matches!(before, "'" | "’" | "‘");
        if is_decade || is_short {
            return 1;
        }
        let is_part = matches!(before, "." | "," | "£" | "$" | "€")
            || (matches!(before, "/" | "-" | "–")
                && place > 0
                && self.touch(place - 1)
                && !self.year_at(place.wrapping_sub(2)));
        if !self.year_at(place) || is_part {
            return 0;
        }
        let is_span = self.all_touch(place..place + 2)
            && matches!(self.text(place + 1), "/" | "-" | "–")
            && (self.year_at(place + 2) || (self.text(place + 2).len() == 2 && self.digits(place + 2).is_some()));
        let end = if is_span { place + 3 } else { place + 1 };
        // "2000 nurses" may be so many nurses; "in 2000" and "2025: what readers said" are years.
        let is_plural =
            self.text(end).len() > 3 && self.text(end).ends_with('s') && self.text(end).starts_with(char::is_lowercase);
        let is_led = BEFORE_YEARS.contains(&folded(before).as_str());
        if self.is_counted(end) || (is_plural && !is_led) { 0 } else { end - place }
    }

    /// "aged 16", "ages 5 to 11", "16-year-olds", "16- to 24-year-olds", "under-18s", "over 60s", "18+".
    fn age(&self, place: usize) -> usize {
        let low = self.low(place);
        let is_number = |place: usize| self.digits(place).is_some_and(|age| age < 120) || self.is_word(place);
        if matches!(low.as_str(), "aged" | "age" | "ages") && is_number(place + 1) && !self.is_counted(place + 2) {
            let joint = matches!(self.low(place + 2).as_str(), "to" | "and" | "or" | "-" | "–") && is_number(place + 3);
            return if joint { 4 } else { 2 };
        }
        let over = matches!(low.as_str(), "under" | "over");
        let at = if self.text(place + 1) == "-" { place + 2 } else { place + 1 };
        let is_hyphened = at == place + 2;
        let age = self.text(at).strip_suffix('s').or_else(|| is_hyphened.then(|| self.text(at)));
        if over && age.is_some_and(|age| age.len() == 2 && age.bytes().all(|b| b.is_ascii_digit())) {
            return at + 1 - place;
        }
        let is_old = |place: usize| self.low(place) == "year" && self.low(place + 2).starts_with("old");
        if !is_number(place) {
            return 0;
        }
        let dash = usize::from(self.text(place + 1) == "-");
        if is_old(place + 1 + dash) {
            return 1;
        }
        let to = place + 1 + dash;
        let is_joint = matches!(self.low(to).as_str(), "to" | "and" | "or" | "–" | "-") || dash == 1;
        let next = if matches!(self.low(to).as_str(), "to" | "and" | "or" | "–") { to + 1 } else { to };
        let spans = is_joint && is_number(next) && is_old(next + 2);
        usize::from(spans)
    }

    /// "1st", "22nd"; "a 10th of readers" is a share.
    fn ordinal(&self, place: usize) -> usize {
        let low = self.low(place);
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| low.strip_suffix(ending));
        let is_ordinal =
            digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
        let is_share = place > 0 && matches!(self.low(place - 1).as_str(), "a" | "one" | "an" | "/")
            || (self.low(place + 1) == "of" && place > 0 && self.low(place - 1) != "the");
        usize::from(is_ordinal && !is_share)
    }

    /// "Year 9", "Key Stage Two", "section 136", "No 10", "Channel 4", "Years 7 to 9".
    fn after_noun(&self, place: usize) -> usize {
        let text = self.text(place);
        let low = folded(text);
        let is_capital = text.starts_with(char::is_uppercase);
        let is_noun = NOUNS.contains(&low.as_str()) || (CAPITAL_NOUNS.contains(&low.as_str()) && is_capital);
        if !is_noun {
            return 0;
        }
        let stop = usize::from(self.text(place + 1) == "." && matches!(low.as_str(), "no" | "nos"));
        let at = place + 1 + stop;
        let is_number = |at: usize| {
            let text = self.low(at);
            let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            (!digits.is_empty()
                && digits.len() <= 4
                && text.len() <= digits.len() + 1
                && digits.bytes().all(|byte| byte.is_ascii_digit()))
                || (self.is_word(at) && self.text(at).starts_with(char::is_uppercase) && is_capital)
        };
        if !is_number(at) || self.is_counted(at + 1) {
            return 0;
        }
        let spans = matches!(self.low(at + 1).as_str(), "to" | "and" | "or" | "-" | "–")
            && is_number(at + 2)
            && !self.is_counted(at + 3);
        (if spans { at + 3 } else { at + 1 }) - place
    }

    /// "5-a-side", "four-day week", "two-child limit", "half-term", "20mph".
    fn compound(&self, place: usize) -> usize {
        let low = self.low(place);
        let is_number = self.digits(place).is_some_and(|n| n < 100) || self.is_word(place) || low == "half";
        if low
            .strip_suffix("mph")
            .is_some_and(|speed| speed.len() == 2 && speed.bytes().all(|byte| byte.is_ascii_digit()))
        {
            return 1;
        }
        let is_joined = is_number && self.all_touch(place..place + 2) && matches!(self.text(place + 1), "-" | "‑");
        let is_term = low == "half" && matches!(self.low(place + 1).as_str(), "term" | "time");
        usize::from((is_joined && COMPOUNDS.contains(&self.low(place + 2).as_str())) || is_term)
    }

    /// "A4", "M25", "G7", "covid19", "Covid-19", "5G".
    fn word_with_digits(&self, place: usize) -> usize {
        let text = self.text(place);
        let has_letter_first = text.starts_with(char::is_alphabetic) && text.chars().any(char::is_numeric);
        let is_sum = CURRENCIES.iter().any(|currency| text.to_lowercase().starts_with(currency))
            || (text.starts_with('x') && text.len() > 1);
        if has_letter_first && !is_sum {
            return 1;
        }
        if matches!(text, "2D" | "3D" | "3G" | "4G" | "5G" | "6G" | "4x4") {
            return 1;
        }
        let is_name = text.starts_with(char::is_uppercase)
            && text.chars().all(char::is_alphabetic)
            && self.all_touch(place..place + 2)
            && self.text(place + 1) == "-"
            && self.digits(place + 2).is_some()
            && !self.is_counted(place + 3)
            && !self.is_word(place);
        if is_name { 3 } else { 0 }
    }

    /// "a 999 call", "dial 111".
    fn call(&self, place: usize) -> usize {
        let is_number = matches!(self.text(place), "999" | "101" | "111" | "112" | "105" | "119" | "911");
        let called = place > 0 && CALLING.contains(&self.low(place - 1).as_str());
        let calls = CALLED.contains(&self.low(place + 1).as_str());
        usize::from(is_number && (calls || (called && !self.is_counted(place + 1))))
    }
}

/// What is counted, or of which a share is given.
const COUNTED: [&str; 26] = [
    "reader",
    "readers",
    "people",
    "participants",
    "respondents",
    "voters",
    "votes",
    "answers",
    "comments",
    "statements",
    "%",
    "per",
    "percent",
    "percentage",
    "points",
    "in",
    "out",
    "times",
    "pounds",
    "million",
    "thousand",
    "billion",
    "hundred",
    "who",
    "pc",
    "ballots",
];
/// What leads to a year.
const BEFORE_YEARS: [&str; 32] = [
    "in", "since", "by", "from", "until", "till", "to", "before", "after", "during", "late", "early", "mid", "summer",
    "winter", "spring", "autumn", "the", "of", "for", "pre", "post", "through", "between", "and", "around", "about",
    "circa", "july", "this", "last", "next",
];
/// After these a number is a name.
const NOUNS: [&str; 56] = [
    "number",
    "section",
    "sections",
    "chapter",
    "clause",
    "article",
    "schedule",
    "paragraph",
    "page",
    "part",
    "line",
    "rule",
    "regulation",
    "room",
    "ward",
    "platform",
    "terminal",
    "junction",
    "exit",
    "route",
    "bus",
    "tram",
    "band",
    "type",
    "tier",
    "grade",
    "phase",
    "stage",
    "step",
    "level",
    "zone",
    "unit",
    "question",
    "statement",
    "option",
    "chart",
    "figure",
    "table",
    "edition",
    "channel",
    "radio",
    "flight",
    "form",
    "note",
    "annex",
    "appendix",
    "item",
    "episode",
    "series",
    "season",
    "volume",
    "version",
    "category",
    "class",
    "gate",
    "key",
];
/// The same, with a capital letter only: "last year 9 of them left".
const CAPITAL_NOUNS: [&str; 24] = [
    "year", "years", "no", "nos", "number", "ks", "bbc", "itv", "sky", "formula", "apollo", "windows", "iphone",
    "euro", "cup", "games", "olympics", "war", "agenda", "plan", "catch", "day", "week", "stage",
];
const NUMBER_WORDS: [&str; 13] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"];
/// What makes a name of a number before it.
const COMPOUNDS: [&str; 34] = [
    "a", "day", "way", "tier", "child", "term", "time", "wheel", "wheeled", "storey", "bedroom", "bed", "party",
    "state", "year", "week", "month", "man", "person", "parent", "lane", "star", "speed", "line", "point", "seater",
    "course", "stroke", "part", "sided", "strong", "form", "hour", "minute",
];
const CURRENCIES: [&str; 5] = ["gbp", "usd", "eur", "us$", "chf"];
const CALLING: [&str; 16] = [
    "call", "calls", "called", "calling", "dial", "dialled", "dialling", "ring", "rings", "rang", "ringing", "phone",
    "phoned", "phoning", "nhs", "a",
];
const CALLED: [&str; 10] =
    ["call", "calls", "caller", "callers", "line", "service", "number", "operator", "operators", "handlers"];
