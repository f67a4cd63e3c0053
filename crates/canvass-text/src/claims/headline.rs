//! What a headline says of those who answered: how many, and which way.
//!
//! It reads English, clause by clause, by the words of [`super::lexicon`]. Whether what is said is true it cannot know:
//! whoever has the answers holds the two together.

use super::amounts::{AMOUNTS, Amount, Use};
use super::lexicon::{
    ANSWERERS, ARTICLES, ASKING, BETWEEN, DENYING, JOINTS, OVER, SAYINGS, STANCES, TURNING, UNDOING, VIEWS, WAYS, Way,
};
use super::{Word, longest, matches, people, words};
use std::ops::Range;

/// What one clause of a headline says of those who answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The clause, in bytes.
    pub clause: Range<usize>,
    /// The sentence it stands in.
    pub sentence: Range<usize>,
    /// From its first telling word to its last.
    pub range: Range<usize>,
    /// How many; each has to hold.
    pub amounts: Vec<Quantity>,
    /// Which way.
    pub way: Option<Way>,
    /// Whether a view is said of people: "readers want", "most chose".
    pub view: View,
    /// The kind of people it is said of, where these are not simply those who answered.
    pub whom: Option<Range<usize>>,
    /// The part that names what is leading, chosen or backed: before "over", and before "beats".
    pub object: Range<usize>,
    /// A word that turns the object round, as in "back scrapping it".
    pub undoing: Option<Range<usize>>,
}

/// Words of how many, where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// What they say.
    pub amount: Amount,
    /// Whether they are denied: "not all".
    pub denied: Denied,
    /// Where, in bytes.
    pub range: Range<usize>,
}

/// Whether words of an amount are denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// They stand as they are.
    No,
    /// They are.
    Yes,
}

/// Whether people are said to hold a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// They are not.
    None,
    /// They say something.
    Saying,
    /// They want or choose something.
    Held,
}

/// Everything that a text says of how many there are, and which way they are; `asked` are the kinds of people who were
/// asked whether they are one.
#[must_use]
pub fn said_of_answers(text: &str, asked: &[String]) -> Vec<Said> {
    let words = words(&text.replace('-', " "));
    let asked: Vec<String> = asked.iter().map(|kind| kind.to_lowercase().replace('-', " ")).collect();
    let mut found: Vec<Said> = Vec::new();
    for sentence in sentences(text, &words) {
        let bytes = bytes_of(&words, &sentence);
        // A question says nothing yet.
        if text.get(bytes.end..).is_some_and(|rest| rest.trim_start_matches(['"', '”', '’']).starts_with('?')) {
            continue;
        }
        let clauses = clauses(text, &words, sentence);
        let said = clauses
            .into_iter()
            .filter_map(|clause| Clause { words: &words, clause, asked: &asked }.read(bytes.clone()));
        found.extend(joined(said.collect()));
    }
    found
}

/// Which way an answer to choose from is, by its own words.
#[must_use]
pub fn leaning(answer: &str) -> Option<Way> {
    let words = words(&answer.replace('-', " "));
    let first = words.first().map(|word| word.low.as_str());
    let unsure = WAYS.iter().filter(|(way, _)| *way == Way::Unsure).flat_map(|(_, phrases)| phrases.iter());
    if unsure.into_iter().any(|phrase| (0..words.len()).any(|at| longest(&words, at, &[phrase]).is_some())) {
        return Some(Way::Unsure);
    }
    match (first, words.len()) {
        (Some("no"), 2..) if words.get(1).is_some_and(|word| NO_VIEW.contains(&word.low.as_str())) => None,
        (Some("yes" | "for" | "definitely" | "absolutely" | "in"), _) => Some(Way::For),
        (Some("no" | "never"), _) => Some(Way::Against),
        _ => {
            let (way, at, _) = (0..words.len()).find_map(|at| way_at(&words, at).map(|(way, n)| (way, at, n)))?;
            let is_turned = words.iter().take(at).any(|word| TURNING.contains(&word.low.as_str()));
            Some(if is_turned { turned(way) } else { way })
        }
    }
}

/// After "no", where no answer is meant.
const NO_VIEW: [&str; 6] = ["opinion", "view", "preference", "answer", "idea", "comment"];

const fn turned(way: Way) -> Way {
    match way {
        Way::For => Way::Against,
        Way::Against => Way::For,
        Way::Unsure => Way::Unsure,
    }
}

/// An amount by itself belongs to the view that stands in another clause of its sentence: "Landslide: readers say yes".
fn joined(mut said: Vec<Said>) -> Vec<Said> {
    let is_bare = |one: &Said| !one.amounts.is_empty() && one.way.is_none() && one.view != View::Held;
    let holds = |one: &Said| one.amounts.is_empty() && (one.way.is_some() || one.view == View::Held);
    while let (Some(bare), Some(view)) = (said.iter().position(is_bare), said.iter().position(holds)) {
        let amounts = said.get(bare).map(|one| one.amounts.clone()).unwrap_or_default();
        if let Some(view) = said.get_mut(view) {
            view.amounts.extend(amounts);
        }
        said.remove(bare);
    }
    said
}

/// Places of words, by sentence: at a full stop, a question mark or an exclamation mark, and white space after it.
fn sentences(text: &str, words: &[Word]) -> Vec<Range<usize>> {
    cut(text, words, &|gap, _| gap.contains(['.', '!', '?', '\n']) && gap.contains(char::is_whitespace))
}

fn clauses(text: &str, words: &[Word], sentence: Range<usize>) -> Vec<Range<usize>> {
    let slice = words.get(sentence.clone()).unwrap_or_default();
    let low = |at: usize| slice.get(at).map_or("", |word| word.low.as_str());
    let is_subject = |at: usize| ANSWERERS.contains(&low(at)) || amount_at(slice, at).is_some();
    let ends = |gap: &str, at: usize| {
        gap.contains([',', ';', ':', '–', '—', '(', ')'])
            || gap.contains(" - ")
            || JOINTS.contains(&low(at))
            || (low(at.wrapping_sub(1)) == "and" && is_subject(at))
    };
    let cuts = cut(text, slice, &ends).into_iter();
    cuts.map(|range| sentence.start + range.start..sentence.start + range.end).collect()
}

fn cut(text: &str, words: &[Word], ends: &dyn Fn(&str, usize) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, pair) in (1..).zip(words.windows(2)) {
        let [before, after] = pair else { continue };
        if ends(text.get(before.range.end..after.range.start).unwrap_or_default(), at) {
            found.push(start..at);
            start = at;
        }
    }
    found.push(start..words.len());
    found.retain(|range| !range.is_empty());
    found
}

fn bytes_of(words: &[Word], places: &Range<usize>) -> Range<usize> {
    let start = words.get(places.start).map_or(0, |word| word.range.start);
    let end = places.end.checked_sub(1).and_then(|at| words.get(at)).map_or(start, |word| word.range.end);
    start..end.max(start)
}

/// The longest words of an amount at a place.
fn amount_at(words: &[Word], at: usize) -> Option<(usize, Amount, Use)> {
    let found = AMOUNTS
        .iter()
        .filter_map(|(amount, with, phrases)| longest(words, at, phrases).map(|n_words| (n_words, *amount, *with)));
    found.max_by_key(|(n_words, _, _)| *n_words)
}

fn way_at(words: &[Word], at: usize) -> Option<(Way, usize)> {
    let low = |at: usize| words.get(at).map_or("", |word| word.low.as_str());
    // "Back on the beat" backs nobody.
    if low(at) == "back"
        && matches!(low(at + 1), "on" | "in" | "at" | "to" | "from" | "after" | "and" | "with" | "into")
    {
        return None;
    }
    // Who disagrees on something is of two minds about it.
    if matches!(low(at), "disagree" | "disagrees") && matches!(low(at + 1), "on" | "over" | "about" | "how") {
        return None;
    }
    let found = WAYS.iter().filter_map(|(way, phrases)| longest(words, at, phrases).map(|n_words| (*way, n_words)));
    found.max_by_key(|(_, n_words)| *n_words)
}

/// A clause that is being read.
struct Clause<'a> {
    words: &'a [Word],
    clause: Range<usize>,
    /// Kinds of people who were asked whether they are one.
    asked: &'a [String],
}

impl Clause<'_> {
    fn low(&self, at: usize) -> &str {
        let word = self.words.get(at).filter(|_| self.clause.contains(&at));
        word.map_or("", |word| word.low.as_str())
    }

    /// Number of words of the kind of people that is named at a place, one or many of them.
    fn people(&self, at: usize) -> Option<usize> {
        let of_kind = |kind: &String| {
            let many = ["", "s", "ers"].map(|end| format!("{kind}{end}"));
            many.iter().find_map(|kind| matches(self.words, at, kind))
        };
        people::longest(self.words, at).max(self.asked.iter().filter_map(of_kind).max())
    }

    fn places(&self) -> Range<usize> {
        self.clause.clone()
    }

    /// What the clause says; nothing where it says nothing of answers.
    fn read(&self, sentence: Range<usize>) -> Option<Said> {
        if self.is_both_ways() {
            return None;
        }
        let amounts = self.amounts();
        let mut places: Vec<Range<usize>> = amounts.iter().map(|(place, _, _)| place.clone()).collect();
        let does = self.does(!amounts.is_empty());
        let mut way = does.as_ref().and_then(|does| does.way);
        if way.is_none() && !amounts.is_empty() {
            let stance = self.stance(&amounts);
            places.extend(stance.as_ref().map(|(place, _)| place.clone()));
            way = stance.and_then(|(_, way)| way);
        }
        places.extend(does.iter().map(|does| does.place.clone()));
        let first = places.iter().map(|place| place.start).min()?;
        let last = places.iter().map(|place| place.end).max()?;
        let undoing = does.as_ref().and_then(|does| self.undoing(does.place.end));
        let object = bytes_of(self.words, &self.object(&amounts));
        let quantity = |(place, amount, denied): (Range<usize>, Amount, Denied)| Quantity {
            amount,
            denied,
            range: bytes_of(self.words, &place),
        };
        Some(Said {
            clause: bytes_of(self.words, &self.clause),
            sentence,
            range: bytes_of(self.words, &(first..last)),
            amounts: amounts.into_iter().map(quantity).collect(),
            way,
            view: does.as_ref().map_or(View::None, |does| does.view),
            whom: does.and_then(|does| does.whom).map(|whom| bytes_of(self.words, &whom)),
            object,
            undoing,
        })
    }

    /// "For and against" takes no side.
    fn is_both_ways(&self) -> bool {
        self.places().any(|at| {
            matches!((self.low(at), self.low(at + 2)), ("for", "against") | ("yes", "no"))
                && matches!(self.low(at + 1), "and" | "or")
        }) && !self.places().any(|at| longest(self.words, at, &["no majority", "no clear majority"]).is_some())
    }

    fn amounts(&self) -> Vec<(Range<usize>, Amount, Denied)> {
        let mut found = Vec::new();
        let mut at = self.clause.start;
        while at < self.clause.end {
            let all = AMOUNTS.iter().flat_map(|(amount, with, phrases)| {
                let n_words = longest(self.words, at, phrases).filter(|n| at + n <= self.clause.end);
                n_words.filter(|n_words| self.counts(at..at + n_words, *with)).map(|n_words| (n_words, *amount))
            });
            match all.max_by_key(|(n_words, _)| *n_words) {
                Some((n_words, amount)) => {
                    found.push((at..at + n_words, amount, self.denied(at)));
                    at += n_words;
                }
                None => at += 1,
            }
        }
        if let Some(place) = self.more_than_other() {
            found.push((place, Amount::MoreThanOther, Denied::No));
        }
        found
    }

    /// Whether words are of an amount here, by what stands beside them.
    fn counts(&self, place: Range<usize>, with: Use) -> bool {
        match with {
            // "The beat" is where the police walk.
            Use::Alone => {
                let is_verb = self.low(place.start.wrapping_sub(1)) != "the" && place.end < self.clause.end;
                is_verb || !matches!(self.low(place.start), "beat" | "beats")
            }
            Use::OfStance => {
                let is_stance = |at: usize| {
                    let is_answer = matches!(self.low(at), "yes" | "no");
                    self.stance_at(at).is_some() && (at == place.end || !is_answer)
                };
                let near = (place.end..place.end + 2).any(is_stance);
                let is_said_of_it =
                    matches!(self.low(place.start.wrapping_sub(1)), "is" | "are" | "remains" | "was" | "stays")
                        && place.start >= 2
                        && (self.clause.start..place.start).any(|at| self.stance_at(at).is_some());
                near || is_said_of_it
            }
            Use::OfPeople => {
                // "What most readers want" is still to be said.
                if !self.unasked(place.start, true) {
                    return false;
                }
                let whom = (place.end..self.clause.end).find(|at| !ARTICLES.contains(&self.low(*at)));
                // "Nobody answered" says nothing of what was answered.
                let is_turnout = |at: usize| {
                    matches!(self.low(at), "answered" | "responded" | "replied" | "came") && at + 1 >= self.clause.end
                };
                whom.filter(|at| !is_turnout(*at)).is_some_and(|at| {
                    ANSWERERS.contains(&self.low(at))
                        || self.people(at).is_some()
                        || way_at(self.words, at).is_some()
                        || longest(self.words, at, VIEWS).or_else(|| longest(self.words, at, SAYINGS)).is_some()
                        || matches!(self.low(at), "are" | "answered" | "do" | "don't" | "did" | "for")
                })
            }
        }
    }

    fn denied(&self, at: usize) -> Denied {
        // "No single cost is the worry of a majority".
        if at > self.clause.start + 1 && matches!(self.low(self.clause.start), "no" | "none" | "neither") {
            return Denied::Yes;
        }
        let from = self.clause.start.max(at.saturating_sub(2));
        let is_denied = (from..at).any(|place| {
            longest(self.words, place, DENYING)
                .is_some_and(|n_words| place + n_words <= at && place + n_words + 1 >= at)
        });
        if is_denied { Denied::Yes } else { Denied::No }
    }

    /// "More readers oppose it than support it".
    fn more_than_other(&self) -> Option<Range<usize>> {
        let more = self.places().find(|at| self.low(*at) == "more")?;
        let than = (more..self.clause.end).find(|at| self.low(*at) == "than")?;
        let way = |places: Range<usize>| places.filter_map(|at| way_at(self.words, at)).map(|(way, _)| way).next();
        let (one, other) = (way(more..than)?, way(than..self.clause.end)?);
        (one != other).then_some(more..than + 1)
    }

    fn stance_at(&self, at: usize) -> Option<(usize, Option<Way>)> {
        let found = STANCES.iter().filter_map(|(way, phrases)| {
            longest(self.words, at, phrases).filter(|n| at + n <= self.clause.end).map(|n_words| (n_words, *way))
        });
        found.max_by_key(|(n_words, _)| *n_words)
    }

    /// The stance that stands nearest to an amount, and its way; "a majority for" has that of its next word.
    fn stance(&self, amounts: &[(Range<usize>, Amount, Denied)]) -> Option<(Range<usize>, Option<Way>)> {
        let away = |at: usize| {
            let of = |(place, _, _): &(Range<usize>, Amount, Denied)| {
                if at >= place.end { at - place.end } else { place.start.saturating_sub(at) }
            };
            amounts.iter().map(of).min()
        };
        let is_amount = |at: &usize| amounts.iter().any(|(place, _, _)| place.contains(at));
        let stances =
            self.places().filter(|at| !is_amount(at)).filter_map(|at| Some((away(at)?, at, self.stance_at(at)?)));
        let with_way = |(_, _, (_, way)): &(usize, usize, (usize, Option<Way>))| way.is_some();
        let nearest = stances.filter(with_way).min_by_key(|(away, at, _)| (*away, *at));
        if let Some((_, at, (n_words, way))) = nearest {
            return Some((at..at + n_words, way));
        }
        let ways = self.places().filter_map(|at| Some((at, way_at(self.words, at)?)));
        let plain = ways.map(|(at, (way, n_words))| (at..at + n_words, Some(way))).next();
        let is_nouned =
            |at: usize| self.stance_at(at.wrapping_sub(1)).is_some() || amounts.iter().any(|one| one.0.end == at);
        let toward = self.places().find(|at| self.low(*at) == "for" && is_nouned(*at));
        plain.or_else(|| toward.map(|at| (at..at + 1, Some(Way::For))))
    }

    /// What people do here.
    fn does(&self, has_amount: bool) -> Option<Does> {
        let ways = self.places().filter_map(|at| {
            let (way, n_words) = way_at(self.words, at).filter(|(_, n_words)| at + n_words <= self.clause.end)?;
            self.subject(at, has_amount).map(|subject| {
                let way = if subject.n_turns % 2 == 1 { turned(way) } else { way };
                Does { place: at..at + n_words, way: Some(way), view: View::Held, whom: subject.whom }
            })
        });
        let said = |phrases: &'static [&'static str], view: View| {
            let found = self.places().filter_map(move |at| {
                let n_words = longest(self.words, at, phrases).filter(|n_words| at + n_words <= self.clause.end)?;
                self.subject(at, has_amount).map(|subject| (at..at + n_words, subject))
            });
            found.map(move |(place, subject)| {
                let is_turned = view == View::Held && subject.n_turns % 2 == 1;
                Does { place, way: is_turned.then_some(Way::Against), view, whom: subject.whom }
            })
        };
        let ways = ways.collect::<Vec<_>>().into_iter();
        ways.chain(self.given(has_amount))
            .chain(said(VIEWS, View::Held))
            .chain(said(SAYINGS, View::Saying))
            .next()
            .or_else(|| self.attributed())
    }

    /// "Readers give rent caps the thumbs down".
    fn given(&self, has_amount: bool) -> Option<Does> {
        let gives = |at: &usize| matches!(self.low(*at), "give" | "gives" | "gave");
        let at = self.places().find(gives)?;
        let subject = self.subject(at, has_amount)?;
        let (end, way) = (at + 1..self.clause.end).find_map(|at| {
            let (n_words, way) = self.stance_at(at)?;
            Some((at + n_words, way?))
        })?;
        let way = if subject.n_turns % 2 == 1 { turned(way) } else { way };
        Some(Does { place: at..end, way: Some(way), view: View::Held, whom: subject.whom })
    }

    /// "Say readers", behind what they say.
    fn attributed(&self) -> Option<Does> {
        let at = self.clause.start;
        let n_words = longest(self.words, at, SAYINGS)?;
        let whom = (at + n_words..self.clause.end).find(|at| !ARTICLES.contains(&self.low(*at)))?;
        let people = self.people(whom).map(|n_words| whom..whom + n_words);
        let end = people.as_ref().map_or(whom + 1, |people| people.end);
        let is_whole = end >= self.clause.end && (people.is_some() || ANSWERERS.contains(&self.low(whom)));
        is_whole.then_some(Does { place: at..at + n_words, way: None, view: View::Saying, whom: people })
    }

    /// Who does what stands at a place, where somebody who answered does.
    fn subject(&self, verb: usize, has_amount: bool) -> Option<Subject> {
        let (mut at, mut n_turns) = (verb, 0);
        while at > self.clause.start {
            at -= 1;
            let word = self.low(at);
            let people = (1..=3).find_map(|n| {
                let start = (at + 1).checked_sub(n).filter(|start| *start >= self.clause.start)?;
                self.people(start).filter(|n_words| *n_words == n).map(|_| start..at + 1)
            });
            let amount = (1..=4).find_map(|n| {
                let start = (at + 1).checked_sub(n).filter(|start| *start >= self.clause.start)?;
                amount_at(self.words, start).filter(|(n_words, _, _)| *n_words == n).map(|_| start)
            });
            if people.is_some() || ANSWERERS.contains(&word) {
                let start = people.as_ref().map_or(at, |people| people.start);
                return self.unasked(start, has_amount).then_some(Subject { whom: people, n_turns });
            }
            if let Some(start) = amount.filter(|_| has_amount) {
                let is_adverb = self.low(start).ends_with("ly");
                if !is_adverb || start == self.clause.start {
                    return self.unasked(start, has_amount).then_some(Subject { whom: None, n_turns });
                }
                at = start;
                continue;
            }
            let is_who = word == "who"
                && !matches!(self.low(at + 1), "answered" | "responded" | "replied" | "voted" | "took" | "came");
            if is_who || !BETWEEN.contains(&word) {
                return None;
            }
            n_turns += usize::from(TURNING.contains(&word));
        }
        None
    }

    /// Whether the people that start here are spoken of in a statement, and not in "what readers want".
    fn unasked(&self, start: usize, has_amount: bool) -> bool {
        let mut before = start;
        while before > self.clause.start {
            let word = self.low(before - 1);
            let is_amount = (1..=4).any(|n| {
                before
                    .checked_sub(n)
                    .is_some_and(|at| amount_at(self.words, at).is_some_and(|(n_words, _, _)| n_words == n))
            });
            let is_part =
                ARTICLES.contains(&word) || is_amount || matches!(word, "vast" | "great" | "%" | "cent" | "per");
            if !is_part {
                break;
            }
            before -= 1;
        }
        let word = if before > self.clause.start { self.low(before - 1) } else { "" };
        !ASKING.contains(&word) || (has_amount && !matches!(word, "what" | "how" | "why" | "where" | "whether" | "if"))
    }

    /// What is chosen, backed or leading.
    fn object(&self, amounts: &[(Range<usize>, Amount, Denied)]) -> Range<usize> {
        let leads = amounts.iter().find(|(_, amount, _)| *amount == Amount::Leads).map(|(place, _, _)| place.clone());
        let prefers = self.places().find(|at| self.low(*at).starts_with("prefer")).unwrap_or(self.clause.end);
        let over =
            self.places().skip(1).find(|at| OVER.contains(&self.low(*at)) || (*at > prefers && self.low(*at) == "to"));
        match leads {
            Some(leads) if leads.start > self.clause.start + 1 => self.clause.start..leads.start,
            Some(leads) => leads.end..self.clause.end,
            None => self.clause.start..over.unwrap_or(self.clause.end),
        }
    }

    fn undoing(&self, after: usize) -> Option<Range<usize>> {
        let found = (after..self.clause.end).find(|at| UNDOING.contains(&self.low(*at)))?;
        self.words.get(found).map(|word| word.range.clone())
    }
}

/// What people do, and who.
struct Does {
    place: Range<usize>,
    way: Option<Way>,
    view: View,
    whom: Option<Range<usize>>,
}

/// Who does it, and how often it is turned round before.
struct Subject {
    whom: Option<Range<usize>>,
    n_turns: usize,
}
