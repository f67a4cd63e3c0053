//! Whether the answers bear out what a headline or standfirst says of how many, and which way.
//!
//! `canvass-text` finds what is said; [`canvass_results::rules::headlines`] has what each word needs. Here the two are
//! held together: each claim against the answer, the declared sum or the statement that it names. A claim that names
//! none is held against the answers that are its way by their own words. The order of answers is no evidence.

use super::check::{Grounds, Part, Problem, ProblemKind};
use canvass_counts::{Segment, SegmentPoll, thresholds};
use canvass_results::rules::headlines::{
    Backed, CLEAR_FROM_PCT, FEW_TO_PCT, HARDLY_ANY_TO_PCT, MANY_FROM_PCT, NEARLY_ALL_FROM_PCT, OVERWHELMING_FROM_PCT,
};
use canvass_text::{
    Amount, Denied, Loosely, Quantity, Said, View, Way, answers_named, citations, has_word, kinds_compared, leaning,
    line_of, quotations, references, said_of_answers, sentences, speaks_of, surveys_claimed, words_of_a_split,
};
use std::ops::Range;

/// As many answers are listed beside a claim that they do not bear out.
const MAX_SHARES: usize = 4;

/// What a clause ends at.
const ENDS: [char; 8] = [',', ';', ':', '.', '?', '!', '–', '—'];

/// Something a headline may name: an answer, a declared sum, or one side of a statement.
#[derive(Clone, Debug)]
struct Answer {
    /// Which one, as it stands in keys: `option.2`, `sum.1+2`, `statement.7`.
    key: String,
    text: String,
    way: Option<Way>,
    backed: Backed,
    is_statement: bool,
}

/// What is wrong with a claim.
enum Wrong {
    /// The answers do not bear it out; how many chose what it names.
    Overstated(String),
    /// It says which way, and not of which answer.
    Unnamed,
}

impl Grounds<'_> {
    /// Claims of a headline or standfirst that the answers do not bear out.
    pub(super) fn check_headline(&self, part: Part, text: &str, problems: &mut Vec<Problem>) {
        let plain = self.masked(text);
        let asked: Vec<String> = self.asked().map(str::to_lowercase).collect();
        let n_before = problems.len();
        for said in said_of_answers(&plain, &asked) {
            let Some(wrong) = self.wrong(text, &plain, &said) else { continue };
            let (kind, why) = match wrong {
                Wrong::Overstated(why) => (ProblemKind::Overstated, why),
                Wrong::Unnamed => (ProblemKind::Unnamed, String::new()),
            };
            problems.push(found(kind, part, text, said.range, why));
        }
        if problems.len() == n_before {
            problems.extend(
                self.misplaced(text, &plain).map(|(range, why)| found(ProblemKind::Overstated, part, text, range, why)),
            );
        }
        for range in words_of_a_split(&plain) {
            if !self.bears_split(text, &plain, &range) {
                problems.push(found(
                    ProblemKind::Split,
                    part,
                    text,
                    range,
                    thresholds::SPLIT_WITHIN_POINTS.to_string(),
                ));
            }
        }
        let surveys = surveys_claimed(&plain).into_iter();
        problems.extend(surveys.map(|range| found(ProblemKind::Survey, part, text, range, String::new())));
        for sentence in sentences(text) {
            let words = text.get(sentence.clone()).unwrap_or_default();
            let has_figure = references(words).iter().any(|found| {
                let is_of_some = ["about.", "group."].iter().any(|begin| found.key.starts_with(begin));
                is_of_some && self.facts.get(found.key).is_ok()
            });
            let compared = plain.get(sentence.clone()).and_then(|sentence| kinds_compared(sentence, &asked));
            if let Some(range) = compared.filter(|_| !has_figure) {
                let range = sentence.start + range.start..sentence.start + range.end;
                problems.push(found(ProblemKind::Compared, part, text, range, String::new()));
            }
        }
    }

    /// Where the words of a headline say how many and are held against the answers: a number word there is none of
    /// those without a source.
    pub(super) fn counted_in_words(&self, text: &str) -> Vec<Range<usize>> {
        let asked: Vec<String> = self.asked().map(str::to_lowercase).collect();
        let said = said_of_answers(&self.masked(text), &asked).into_iter();
        said.flat_map(|said| said.amounts).map(|quantity| quantity.range).collect()
    }

    /// The text with references, citations, and quotations of what was asked, blanked: they are no claim of the headline.
    pub(super) fn masked(&self, text: &str) -> String {
        let words = |range: &Range<usize>| text.get(range.clone()).is_some_and(|words| self.is_said(words));
        let blanks = references(text).into_iter().map(|found| found.range);
        let cited = citations(text).into_iter().map(|one| one.range);
        let blanks: Vec<_> = blanks.chain(cited).chain(quotations(text).into_iter().filter(words)).collect();
        let blank = |(at, c): (usize, char)| {
            let is_blank = blanks.iter().any(|range| range.contains(&at));
            if is_blank { " ".repeat(c.len_utf8()) } else { c.to_string() }
        };
        text.char_indices().map(blank).collect()
    }

    fn asked(&self) -> impl Iterator<Item = &str> {
        self.facts.instrument.attributes.iter().flat_map(|attribute| attribute.options.iter().map(String::as_str))
    }

    fn wrong(&self, text: &str, plain: &str, said: &Said) -> Option<Wrong> {
        let segment = match &said.whom {
            Some(whom) => Some(self.segment(plain.get(whom.clone())?)?),
            None => self.segment_in(text.get(said.clause.clone()).unwrap_or_default()),
        };
        let answers = self.answers(segment);
        let object = self.named(text, plain, &said.object, &answers);
        let (named, is_near) = match object.is_empty() {
            false => (object, true),
            // A clause with a figure of its own is not about what another names.
            true if Self::has_count(text, plain, &said.clause) => (object, true),
            true => {
                let rest = plain.get(said.sentence.end..).unwrap_or_default();
                let len = rest.find(char::is_alphanumeric).unwrap_or(rest.len());
                (self.named(text, plain, &(said.sentence.start..said.sentence.end + len), &answers), false)
            }
        };
        let way = self.way_of(plain, said, !named.is_empty());
        // "Against it, by {..} to {..}" has its figures behind.
        let is_quantified = Self::has_count(text, plain, &said.clause)
            || (said.amounts.is_empty() && Self::has_count(text, plain, &said.sentence));
        // "Some or all visitors" is how many of them, where an answer says so.
        let written = written(plain, &answers);
        let is_own = |range: &Range<usize>| !written.iter().any(|one| one.start <= range.start && range.end <= one.end);
        // "The top worry for {..}" is that of the share.
        let is_of_share = |range: &Range<usize>| {
            text.get(range.end..)
                .is_some_and(|rest| rest.trim_start().strip_prefix("for ").is_some_and(|of| of.starts_with('{')))
        };
        let is_attributed = said_by_a_share(text.get(said.sentence.clone()).unwrap_or_default());
        let is_meant = |one: &&Quantity| {
            is_own(&one.range) && !is_of_share(&one.range) && !(is_attributed && one.amount == Amount::Leads)
        };
        let amounts = said.amounts.iter().filter(is_meant);
        let amounts: Vec<(Amount, Denied)> = amounts.map(|one| (one.amount, one.denied)).collect();
        if amounts.is_empty() && said.view == View::None {
            return None;
        }
        if amounts.is_empty() && way.is_none() && only_introduces(text, said) {
            return None;
        }
        let amounts = match (amounts.as_slice(), said.view) {
            ([], View::None) => return None,
            ([], View::Saying) if named.is_empty() => return self.unasked(plain, said).then_some(Wrong::Unnamed),
            ([], _) if is_quantified => &[][..],
            ([], _) => &[(Amount::Most, Denied::No)][..],
            (amounts, _) => amounts,
        };
        let holds = |answer: &Answer| amounts.iter().all(|amount| holds(*amount, answer, &answers, way));
        // A share of one answer beside the words of another.
        let spelled = self.named_in_words(plain.get(said.object.clone())?, &answers);
        let is_same = |answer: &Answer| named.iter().any(|one| one.key == answer.key);
        if is_quantified && is_near && !spelled.is_empty() && !spelled.iter().any(is_same) {
            return Some(Wrong::Overstated(shares(&named)));
        }
        let verdict = if named.is_empty() {
            return self.unnamed(said, way, amounts, &answers);
        } else if is_near {
            let is_borne = |answer: &Answer| fits(answer, way, said.way) && holds(answer);
            let (sides, chosen): (Vec<&Answer>, Vec<&Answer>) = named.iter().partition(|answer| answer.is_statement);
            (chosen.is_empty() || chosen.into_iter().any(is_borne))
                && (sides.is_empty() || sides.into_iter().any(is_borne))
        } else {
            named.iter().any(|answer| fits(answer, way, said.way) && holds(answer))
        };
        (!verdict).then(|| Wrong::Overstated(shares(&named)))
    }

    /// A share or count of one answer beside the words of another: "{poll.option.3.share} would have police attend".
    fn misplaced(&self, text: &str, plain: &str) -> Option<(Range<usize>, String)> {
        let answers = self.answers(None);
        references(text).into_iter().find_map(|reference| {
            let is_counted = [".share", ".n"].iter().any(|end| reference.key.ends_with(end));
            let of = answers.iter().find(|answer| {
                let key = reference.key.strip_prefix("poll.").and_then(|key| key.strip_prefix(answer.key.as_str()));
                key.is_some_and(|rest| rest.starts_with('.'))
            })?;
            let clause = start_of(plain, reference.range.start)..end_of(plain, reference.range.end);
            let beside: Vec<&Answer> = {
                let words = plainly(plain.get(clause.clone())?);
                let is_beside = |answer: &&Answer| {
                    let text = plainly(&answer.text);
                    let text = text.strip_prefix("yes, ").or_else(|| text.strip_prefix("no, ")).unwrap_or(&text);
                    text.contains(' ') && words.contains(text)
                };
                answers.iter().filter(|answer| !answer.is_statement).filter(is_beside).collect()
            };
            let is_another = is_counted && !beside.is_empty() && beside.iter().all(|answer| answer.key != of.key);
            is_another.then(|| (clause, shares(std::slice::from_ref(of))))
        })
    }

    /// "Stay open later, readers tell library": something is put in their mouths that is no answer and no question.
    fn unasked(&self, plain: &str, said: &Said) -> bool {
        let before = plain.get(said.sentence.start..said.clause.start).unwrap_or_default().trim_end();
        let poll = self.facts.results.poll.as_ref();
        let question = poll.map_or(self.facts.instrument.title.as_str(), |poll| poll.question.as_str());
        let is_quoted = before.contains(['“', '‘', '"']);
        before.ends_with(',') && !is_quoted && !speaks_of(before, question)
    }

    /// A claim that names no answer: held against those that are its way.
    fn unnamed(
        &self,
        said: &Said,
        way: Option<Way>,
        amounts: &[(Amount, Denied)],
        answers: &[Answer],
    ) -> Option<Wrong> {
        let holds = |answer: &&Answer| amounts.iter().all(|amount| holds(*amount, answer, answers, way));
        let Some(way) = way else {
            if said.view == View::Held {
                return Some(Wrong::Unnamed);
            }
            // "No majority", "neck and neck": of the whole.
            return (!answers.iter().any(|answer| holds(&answer))).then(|| Wrong::Overstated(shares(answers)));
        };
        let of_way: Vec<Answer> = answers.iter().filter(|answer| answer.way == Some(way)).cloned().collect();
        let Some(first) = of_way.first() else { return Some(Wrong::Unnamed) };
        if amounts.is_empty() {
            return None;
        }
        // "Few" must hold of all of them together, whether or not anybody declared their sum.
        let options = || of_way.iter().filter(|answer| answer.key.starts_with("option."));
        let n = options().map(|answer| answer.backed.n).sum::<u64>().max(first.backed.n);
        let together = Answer { backed: Backed { n, ..first.backed }, ..first.clone() };
        let is_least = |amount: &Amount| {
            matches!(amount, Amount::Few | Amount::HardlyAny | Amount::Minority | Amount::None | Amount::NoMajority)
        };
        let is_true = if amounts.iter().any(|(amount, _)| is_least(amount)) {
            of_way.iter().all(|answer| holds(&answer)) && holds(&&together)
        } else {
            of_way.iter().any(|answer| holds(&answer))
        };
        (!is_true).then(|| Wrong::Overstated(shares(&of_way)))
    }

    /// Which way a claim is: as it says, or for what was asked where it names that.
    fn way_of(&self, plain: &str, said: &Said, is_named: bool) -> Option<Way> {
        let words = plain.get(said.sentence.clone()).unwrap_or_default();
        let poll = self.facts.results.poll.as_ref();
        let question = poll.map(|poll| poll.question.as_str()).unwrap_or_default();
        let undoes = said.undoing.as_ref().and_then(|range| plain.get(range.clone()));
        let is_turned = undoes.is_some_and(|word| !has_word(question, word) && !self.title_has(word));
        let is_yes_or_no =
            poll.is_some_and(|poll| poll.options.iter().any(|option| leaning(&option.text) == Some(Way::For)));
        // Where it is asked what worries most, a worry is no objection.
        let is_choice = poll.is_some_and(|poll| poll.options.iter().all(|option| leaning(&option.text).is_none()));
        let is_asked = |word: &str| leaning(word) == said.way && has_word(question, word);
        if is_choice && said.way.is_some() && words.split(|c: char| !c.is_alphanumeric()).any(is_asked) {
            return None;
        }
        match said.way {
            // Who would close it would not keep it.
            Some(Way::For) | None if is_turned && has_word(question, "keep") => Some(Way::Against),
            _ if is_turned && !is_named => None,
            None if !is_named && said.view == View::Held && is_yes_or_no && speaks_of(words, question) => {
                Some(Way::For)
            }
            way => way,
        }
    }

    fn title_has(&self, word: &str) -> bool {
        let poll = self.facts.results.poll.iter();
        let options = poll.flat_map(|poll| poll.options.iter().map(|option| option.text.as_str()));
        options.chain([self.facts.instrument.title.as_str()]).any(|text| has_word(text, word))
    }

    /// Whether people stand in what was asked or voted on.
    pub(super) fn is_topic(&self, people: &str) -> bool {
        let poll = self.facts.results.poll.iter();
        let asked = poll.flat_map(|poll| [&poll.question].into_iter().chain(poll.options.iter().map(|one| &one.text)));
        let statements = self.facts.results.shown().filter_map(|line| line.text.as_ref());
        let people = people.to_lowercase();
        asked.chain(statements).chain([&self.facts.instrument.title]).any(|text| text.to_lowercase().contains(&people))
    }

    /// Whether a clause has a count or share of its own, and so need not be of most.
    fn has_count(text: &str, plain: &str, clause: &Range<usize>) -> bool {
        let words = text.get(start_of(plain, clause.start)..clause.end).unwrap_or_default();
        references(words).iter().any(|found| [".share", ".n"].iter().any(|end| found.key.ends_with(end)))
    }

    /// Readers who said something about themselves, as a headline calls them.
    fn segment(&self, whom: &str) -> Option<&SegmentPoll> {
        let whom = whom.to_lowercase();
        let one = whom.strip_suffix('s').unwrap_or(&whom);
        let segments = self.facts.results.segments.tables.iter().flat_map(|table| &table.segments);
        let is_one = |segment: &&Segment| super::check::is_named_by(&segment.value.to_lowercase(), one);
        segments.filter(is_one).find_map(|segment| segment.poll.as_ref())
    }

    /// The one segment that a sentence names anywhere in it: "most readers under 30", "opposed by most nurses".
    fn segment_in(&self, sentence: &str) -> Option<&SegmentPoll> {
        let segments = self.facts.results.segments.tables.iter().flat_map(|table| &table.segments);
        let mut named = segments.filter(|segment| speaks_of_segment(sentence, &segment.value));
        match (named.next(), named.next()) {
            (Some(only), None) => only.poll.as_ref(),
            _ => None,
        }
    }

    /// Whether a number stands in what was asked or voted on with the word that is before it here: "after six".
    pub(super) fn is_asked_with_its_word(&self, text: &str, range: &Range<usize>) -> bool {
        let plain = plainly(text);
        let before = plain.get(..range.start).unwrap_or_default().trim_end();
        let Some(word) = before.rsplit(' ').next().filter(|word| !word.is_empty()) else { return false };
        let number = plain.get(range.clone()).unwrap_or_default();
        let pair = format!("{word} {}", number.strip_suffix('s').unwrap_or(number));
        let poll = self.facts.results.poll.iter();
        let asked = poll.flat_map(|poll| [&poll.question].into_iter().chain(poll.options.iter().map(|one| &one.text)));
        let statements = self.facts.results.shown().filter_map(|line| line.text.as_ref());
        asked.chain(statements).any(|text| names_segment(text, &pair).is_some())
    }

    /// Whether a place is part of what the readers were asked to call themselves: "under 30".
    pub(super) fn is_of_a_segment(&self, text: &str, range: &Range<usize>) -> bool {
        let mut places = self.asked().filter_map(|value| names_segment(text, value));
        places.any(|place| place.start <= range.start && range.end <= place.end)
    }

    /// Everything that a headline may name, with how many chose it.
    fn answers(&self, segment: Option<&SegmentPoll>) -> Vec<Answer> {
        let results = self.facts.results;
        let Some(poll) = &results.poll else { return self.statements() };
        let count = |id| match segment {
            Some(segment) => segment.options.iter().find(|(known, _)| *known == id).map_or(0, |(_, n)| *n),
            None => results.totals.option(id),
        };
        let base = segment.map_or(results.totals.n_ballots, |segment| segment.n);
        let counts: Vec<_> = poll.numbered().map(|(id, option)| (id, option, count(id))).collect();
        let next = |ids: &[canvass_domain::OptionId]| {
            counts.iter().filter(|(id, _, _)| !ids.contains(id)).map(|(_, _, n)| *n).max().unwrap_or(0)
        };
        let options = counts.iter().map(|(id, option, n)| Answer {
            key: format!("option.{id}"),
            text: option.text.clone(),
            way: leaning(&option.text),
            backed: Backed { n: *n, base, next: next(&[*id]) },
            is_statement: false,
        });
        let sums = poll.additions.iter().map(|sum| {
            let of = counts.iter().filter(|(id, _, _)| sum.options.contains(id));
            let ways: Vec<Option<Way>> = of.clone().map(|(_, option, _)| leaning(&option.text)).collect();
            let way = ways.first().copied().flatten().filter(|way| ways.iter().all(|one| *one == Some(*way)));
            Answer {
                key: format!("sum.{}", sum.options.iter().map(ToString::to_string).collect::<Vec<_>>().join("+")),
                text: sum.text.clone(),
                way: way.or_else(|| leaning(&sum.text)),
                backed: Backed { n: of.map(|(_, _, n)| *n).sum(), base, next: next(&sum.options) },
                is_statement: false,
            }
        });
        options.chain(sums).chain(self.statements()).collect()
    }

    /// Statements, each side for itself.
    fn statements(&self) -> Vec<Answer> {
        let lines = self.facts.results.shown().filter_map(|line| Some((line, line.text.as_deref()?)));
        let sides = lines.flat_map(|(line, text)| {
            let totals = line.totals;
            let counts = [(Way::For, totals.agree), (Way::Against, totals.disagree), (Way::Unsure, totals.unsure)];
            counts.map(|(way, n)| {
                let next = counts.iter().filter(|(other, _)| *other != way).map(|(_, n)| *n).max().unwrap_or(0);
                let backed = Backed { n, base: totals.n(), next };
                Answer {
                    key: format!("statement.{}", totals.id),
                    text: text.to_owned(),
                    way: Some(way),
                    backed,
                    is_statement: true,
                }
            })
        });
        sides.collect()
    }

    /// The answers that a place of a text names: by a reference, word for word, or in words of its own.
    fn named(&self, text: &str, plain: &str, place: &Range<usize>, answers: &[Answer]) -> Vec<Answer> {
        let start = start_of(plain, place.start);
        let place = start..place.end.max(self.clause_end(text, place.end, plain));
        let whole = text.get(place.clone()).unwrap_or_default();
        let keys: Vec<String> = references(whole).iter().map(|found| found.key.replace("poll.", "")).collect();
        let quoted: Vec<&str> = quotations(whole).into_iter().filter_map(|range| whole.get(range)).collect();
        let is_exact = |answer: &&Answer| {
            let by_key = |key: &String| key.strip_prefix(&answer.key).is_some_and(|rest| rest.starts_with('.'));
            let is_quoted = quoted.iter().any(|quoted| quoted.eq_ignore_ascii_case(&answer.text));
            // Several words of an answer in their order are that answer.
            let is_written = answer.text.contains(' ') && plainly(whole).contains(&plainly(&answer.text));
            is_quoted || (is_written && !answer.is_statement) || keys.iter().any(by_key)
        };
        let exact: Vec<Answer> = answers.iter().filter(is_exact).cloned().collect();
        if exact.is_empty() { self.named_in_words(plain.get(place).unwrap_or_default(), answers) } else { exact }
    }

    fn named_in_words(&self, words: &str, answers: &[Answer]) -> Vec<Answer> {
        let poll = self.facts.results.poll.as_ref();
        let (has_poll, question) = (poll.is_some(), poll.map_or("", |poll| poll.question.as_str()));
        let of = |is_statement: bool| -> Vec<&Answer> {
            answers.iter().filter(|answer| answer.is_statement == is_statement).collect()
        };
        let by_words = |among: Vec<&Answer>, loosely: Loosely| -> Vec<Answer> {
            // "Yes" and "No" are told apart by what they add to the question, and not by what it asks about.
            let asked = |answer: &Answer| if answer.way.is_some() && !answer.is_statement { question } else { "" };
            let mut texts: Vec<(&str, &str)> = among.iter().map(|one| (one.text.as_str(), asked(one))).collect();
            texts.dedup();
            let named = answers_named(words, &texts, loosely);
            let is_named = |answer: &&Answer| {
                named.iter().any(|place| texts.get(*place).is_some_and(|(text, _)| *text == answer.text))
            };
            among.into_iter().filter(is_named).cloned().collect()
        };
        let options = by_words(of(false), Loosely::No);
        if options.is_empty() { by_words(of(true), if has_poll { Loosely::No } else { Loosely::Yes }) } else { options }
    }

    /// The end of a clause with the references and quotations that follow its last word.
    fn clause_end(&self, text: &str, end: usize, plain: &str) -> usize {
        let rest = plain.get(end..).unwrap_or_default();
        let len = rest.find(|c: char| c.is_alphanumeric() || matches!(c, ',' | ';' | ':')).unwrap_or(rest.len());
        (end + len).min(text.len())
    }

    /// Whether readers are split: on the poll, or on the statement that is named.
    fn bears_split(&self, text: &str, plain: &str, range: &Range<usize>) -> bool {
        if self.facts.is_split() {
            return true;
        }
        let sentence = sentences(text).into_iter().find(|sentence| sentence.contains(&range.start));
        let statements = self.statements();
        let named = sentence.map(|sentence| self.named(text, plain, &sentence, &statements)).unwrap_or_default();
        let smaller = |way| named.iter().find(|answer| answer.way == Some(way)).map(|answer| answer.backed);
        [smaller(Way::For), smaller(Way::Against)]
            .iter()
            .all(|side| side.is_some_and(|side| side.is_from(thresholds::DIVIDES_FROM_PCT)))
    }
}

/// Where a text names a segment by its words, in one or in many; "under-30s" is "under 30".
fn names_segment(text: &str, value: &str) -> Option<Range<usize>> {
    let (text, value) = (plainly(text), plainly(value));
    let is_inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let places = text.match_indices(value.as_str()).map(|(at, found)| {
        let end = at + found.len();
        at..end + usize::from(text.get(end..).is_some_and(|rest| rest.starts_with('s')))
    });
    let mut whole = places.filter(|place| {
        let before = text.get(..place.start).and_then(|before| before.chars().next_back());
        let after = text.get(place.end..).and_then(|after| after.chars().next());
        !is_inside(before) && !is_inside(after)
    });
    whole.next()
}

/// Whether a sentence speaks of the people of a segment: of several, or as where they are or how old. A "vet poll" is
/// of no vets.
fn speaks_of_segment(sentence: &str, value: &str) -> bool {
    let Some(place) = names_segment(sentence, value) else { return false };
    let named = plainly(sentence.get(place.clone()).unwrap_or_default());
    let is_many = named != plainly(value) || value.contains(|c: char| c.is_ascii_digit());
    let before = sentence.get(..place.start).unwrap_or_default().trim_end().to_lowercase();
    is_many || before.rsplit(' ').next().is_some_and(|word| BEFORE_PLACES.contains(&word)) || before.is_empty()
}

/// Before where readers are, or what they are.
const BEFORE_PLACES: [&str; 11] = ["in", "from", "at", "of", "among", "aged", "by", "for", "the", "outside", "across"];

/// As two wordings of one thing are compared: "under-18" and "Under 18" are alike. Places stay where they are.
fn plainly(text: &str) -> String {
    text.to_ascii_lowercase().replace('-', " ")
}

/// Where answers stand word for word, those of several words.
fn written(plain: &str, answers: &[Answer]) -> Vec<Range<usize>> {
    let text = plainly(plain);
    let of_several = answers.iter().filter(|answer| answer.text.contains(' ') && !answer.is_statement);
    let place = |answer: &Answer| {
        let words = plainly(&answer.text);
        text.find(&words).map(|at| at..at + words.len())
    };
    of_several.filter_map(place).collect()
}

/// "Evening buses should come first, say {..} of readers".
fn said_by_a_share(sentence: &str) -> bool {
    ["say ", "says ", "chosen by ", "picked by ", "according to "].iter().any(|before| {
        sentence.match_indices(before).any(|(at, _)| {
            let rest = sentence.get(at + before.len()..).unwrap_or_default();
            rest.trim_start_matches("just ").trim_start_matches("only ").starts_with('{')
        })
    })
}

/// "What should come first? Readers choose": the answer is still to come.
fn only_introduces(text: &str, said: &Said) -> bool {
    let is_last = said.range.end >= said.clause.end && said.view == View::Held;
    is_last && text.get(..said.sentence.start).is_some_and(|before| before.trim_end().ends_with('?'))
}

/// Where the clause of a place ends.
fn end_of(plain: &str, place: usize) -> usize {
    plain.get(place..).and_then(|rest| rest.find(ENDS)).map_or(plain.len(), |len| place + len)
}

/// Where the clause of a place begins, with the references before its first word.
fn start_of(plain: &str, place: usize) -> usize {
    let end = plain.get(..place).and_then(|before| before.char_indices().rev().find(|(_, c)| ENDS.contains(c)));
    end.map_or(0, |(at, c)| at + c.len_utf8())
}

/// Whether an answer that is named is what a claim says people did with it.
fn fits(answer: &Answer, way: Option<Way>, said: Option<Way>) -> bool {
    match (way, answer.way) {
        // Of a statement one side is meant: the one that is said, or that it is so.
        (None, side) if answer.is_statement => side == Some(Way::For),
        (Some(way), side) if answer.is_statement => side == Some(way),
        (None | Some(Way::For), _) => true,
        (Some(way), Some(side)) => way == side || said.is_none(),
        (Some(_), None) => false,
    }
}

/// Whether an answer has what a word needs.
fn holds((amount, denied): (Amount, Denied), answer: &Answer, answers: &[Answer], way: Option<Way>) -> bool {
    let backed = answer.backed;
    let is_so = match amount {
        Amount::Most => backed.is_most(),
        Amount::Clear => backed.is_from(CLEAR_FROM_PCT),
        Amount::Overwhelming => backed.is_from(OVERWHELMING_FROM_PCT),
        Amount::NearlyAll => backed.is_from(NEARLY_ALL_FROM_PCT),
        Amount::All => backed.base > 0 && backed.n == backed.base,
        Amount::None => backed.n == 0,
        Amount::Few => backed.is_to(FEW_TO_PCT),
        Amount::HardlyAny => backed.is_to(HARDLY_ANY_TO_PCT),
        Amount::Minority => 2 * backed.n < backed.base,
        Amount::Many => backed.is_from(MANY_FROM_PCT),
        Amount::Narrow => backed.leads_narrowly(),
        Amount::Close => is_close(answers),
        // An edition has no earlier answers that these could be more than.
        Amount::Grows => false,
        Amount::Leads => backed.leads(),
        Amount::NoMajority => match way {
            Some(_) => !backed.is_most(),
            None => !options(answers).any(|answer| answer.backed.is_most()),
        },
        Amount::MoreThanOther => {
            let other = if way == Some(Way::Against) { Way::For } else { Way::Against };
            answers.iter().filter(|one| one.way == Some(other)).all(|one| one.backed.n < backed.n)
        }
    };
    is_so != (denied == Denied::Yes)
}

/// Whether the two answers chosen most are as near as those of readers who are "split".
fn is_close(answers: &[Answer]) -> bool {
    let mut counts: Vec<Backed> = options(answers).map(|answer| answer.backed).collect();
    counts.sort_unstable_by_key(|backed| std::cmp::Reverse(backed.n));
    let [first, second, ..] = counts.as_slice() else { return false };
    (first.n - second.n) * 100 <= first.base * thresholds::SPLIT_WITHIN_POINTS
}

fn options(answers: &[Answer]) -> impl Iterator<Item = &Answer> {
    answers.iter().filter(|answer| answer.key.starts_with("option."))
}

/// How many chose each, for whoever has to mend the claim.
fn shares(answers: &[Answer]) -> String {
    let said = answers
        .iter()
        .take(MAX_SHARES)
        .map(|answer| format!("“{}”: {} of {}", answer.text, answer.backed.n, answer.backed.base));
    said.collect::<Vec<_>>().join("; ")
}

fn found(kind: ProblemKind, part: Part, text: &str, range: Range<usize>, why: String) -> Problem {
    let line = line_of(text, range.start);
    Problem { kind, part, line, text: text.get(range).unwrap_or_default().to_owned(), why }
}
