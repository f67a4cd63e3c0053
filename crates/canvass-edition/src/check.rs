//! What is wrong with prose before it may be published, and what its editor should look at again.
//!
//! A number that is stale, unknown or bare refuses to be published, and so do two figures of different bases in one
//! sentence. Words that must not be said of self-selected answers and people whom nobody asked are flagged: an editor
//! may know better, and says so.

use super::group_names::names_a_group;
use super::quotes::CUT;
use crate::{Fact, FactKind, Facts, FigureRecord, NoFact, Prose, topic};
use canvass_domain::Figure;
use canvass_text::{
    BareNumber, Glossary, Known, act, banned_claims, bare_numbers, citations, line_of, numbers_not_given, people_named,
    references, sentences,
};
use canvass_words::{Arg, Messages};
use canvass_words::{Illegible, Lines, Locale, legible};
use std::collections::BTreeSet;
use std::ops::Range;

/// As many characters of a quote's sentence in a row are its words, and no chance.
const TYPED_FROM_CHARS: usize = 20;

/// Blocks that prose may place, by key.
pub const BLOCKS: [&str; 4] = ["chart.poll", "chart.map", "terms", "method"];

/// Something wrong with prose, or to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it is.
    pub kind: ProblemKind,
    /// Which text.
    pub part: Part,
    /// On which of its lines, from 1.
    pub line: usize,
    /// The words it is about.
    pub text: String,
    /// Why, where there is more to say than its kind does.
    pub why: String,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// A reference to nothing.
    Unknown,
    /// A sum of shares that was not declared before opening.
    NotDeclared,
    /// A figure that is kept back.
    KeptBack,
    /// A figure that is no longer what it was when it was written.
    Stale,
    /// A number that is neither bound, cited nor inside a quote.
    Bare,
    /// A quote that is not there, or whose words were withdrawn.
    Quote,
    /// A link to a figure from elsewhere that is not there.
    NoFigure,
    /// Words of a cited figure with a number that its source does not give.
    NotCited,
    /// Words of a quote that are typed into the text, where nobody could take them back.
    Typed,
    /// Nothing is written.
    Empty,
    /// Something in it cannot be read, or breaks a line where there is one.
    Illegible,
    /// Figures of different bases in one sentence.
    MixedBases,
    /// Words that must not be said of such answers.
    Claim,
    /// People in a headline whom nobody asked about.
    People,
    /// A headline or standfirst that says people are split where the printed rule does not.
    Split,
    /// A headline or standfirst that says more of how many, or which way, than the answers bear out.
    Overstated,
    /// A headline or standfirst that says which way, and not of which answer.
    Unnamed,
    /// Kinds of people set against each other without a figure.
    Compared,
    /// A survey or poll of people who were not drawn for it.
    Survey,
}

/// A text of a take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The headline.
    Headline,
    /// What stands under it.
    Standfirst,
    /// The text.
    Body,
    /// The names of themes.
    Themes,
}

impl Problem {
    /// It in a sentence, for the desk.
    #[must_use]
    pub fn in_words(&self) -> String {
        let messages = Messages::of(Locale::ENGLISH);
        let (part, line) = (messages.text(self.part.key()), self.line.to_string());
        let values = [
            ("part", Arg::Text(part.as_str())),
            ("line", Arg::Text(&line)),
            ("text", Arg::Text(&self.text)),
            ("why", Arg::Text(&self.why)),
        ];
        messages.with(self.kind.key(), &values)
    }
}

impl ProblemKind {
    /// Whether it keeps a take from being published.
    #[must_use]
    pub const fn refuses(self) -> bool {
        !matches!(
            self,
            Self::Claim | Self::People | Self::Split | Self::Overstated | Self::Unnamed | Self::Compared | Self::Survey
        )
    }

    /// The key of its text in the catalogue, which takes `part`, `line`, `text` and `why`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unknown => "take-problem-unknown",
            Self::NotDeclared => "take-problem-not-declared",
            Self::KeptBack => "take-problem-kept-back",
            Self::Stale => "take-problem-stale",
            Self::Bare => "take-problem-bare",
            Self::Quote => "take-problem-quote",
            Self::Typed => "take-problem-typed",
            Self::Empty => "take-problem-empty",
            Self::Illegible => "take-problem-illegible",
            Self::MixedBases => "take-problem-mixed",
            Self::Claim => "take-problem-claim",
            Self::People => "take-problem-people",
            Self::Split => "take-problem-split",
            Self::Overstated => "take-problem-overstated",
            Self::Unnamed => "take-problem-unnamed",
            Self::Compared => "take-problem-compared",
            Self::Survey => "take-problem-survey",
            Self::NotCited => "take-problem-not-cited",
            Self::NoFigure => "take-problem-no-figure",
        }
    }
}

impl Part {
    /// The key of its name in the catalogue.
    const fn key(self) -> &'static str {
        match self {
            Self::Headline => "take-part-headline",
            Self::Standfirst => "take-part-standfirst",
            Self::Body => "take-part-body",
            Self::Themes => "take-part-themes",
        }
    }

    /// Its name in forms and addresses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Standfirst => "standfirst",
            Self::Body => "body",
            Self::Themes => "themes",
        }
    }
}

fn illegible(part: Part, why: &Illegible) -> Problem {
    Problem { kind: ProblemKind::Illegible, part, line: 1, text: String::new(), why: why.to_string() }
}

/// What prose is held against.
pub struct Grounds<'a> {
    /// What it may refer to.
    pub facts: &'a Facts<'a>,
    /// The words of quotes by number; nothing where they are withdrawn.
    pub quotes: &'a [(u32, Option<String>)],
}

impl Grounds<'_> {
    /// Everything there is to say of prose: what refuses first, then what is flagged.
    #[must_use]
    pub fn check(&self, prose: &Prose) -> Vec<Problem> {
        let mut problems = self.refusals(prose);
        for (part, text) in parts(prose) {
            self.check_claims(part, text, &mut problems);
        }
        for theme in self.facts.themes {
            self.check_claims(Part::Themes, &theme.name, &mut problems);
        }
        for (part, text) in [(Part::Headline, &prose.headline), (Part::Standfirst, &prose.standfirst)] {
            self.check_people(part, text, &mut problems);
            self.check_headline(part, text, &mut problems);
        }
        problems
    }

    /// What keeps prose from being published.
    #[must_use]
    pub fn refusals(&self, prose: &Prose) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (part, text) in parts(prose) {
            let lines = if part == Part::Headline { Lines::One } else { Lines::Many };
            if let Err(why) = legible::check_characters(text, lines) {
                problems.push(illegible(part, &why));
            }
            if legible::is_blank(text) && part != Part::Standfirst {
                let (text, why) = (String::new(), String::new());
                problems.push(Problem { kind: ProblemKind::Empty, part, line: 1, text, why });
            }
            self.check_references(part, text, &mut problems);
            self.check_citations(part, text, &mut problems);
            self.check_numbers(part, text, &mut problems);
            self.check_typed(part, text, &mut problems);
            self.check_bases(part, text, &mut problems);
        }
        for theme in self.facts.themes {
            if let Err(why) = legible::check(&theme.name, Lines::One) {
                problems.push(illegible(Part::Themes, &why));
            }
            self.check_numbers(Part::Themes, &theme.name, &mut problems);
            self.check_citations(Part::Themes, &theme.name, &mut problems);
        }
        problems
    }

    /// Every figure that prose refers to, each once, in its order.
    #[must_use]
    pub fn figures(&self, prose: &Prose) -> Vec<FigureRecord> {
        let mut seen = BTreeSet::new();
        let mut figures = Vec::new();
        for key in parts(prose).into_iter().flat_map(|(_, text)| keys(text)) {
            let Ok(fact) = self.facts.get(&key) else { continue };
            if fact.kind != FactKind::Words && seen.insert(fact.key.clone()) {
                figures.push(FigureRecord {
                    kind: if fact.kind == FactKind::Bound { "bound" } else { "cited" }.to_owned(),
                    n: fact.share.map(|share| share.n),
                    base: fact.share.map(|share| share.base),
                    key: fact.key,
                    value: fact.value,
                    of: fact.meaning,
                });
            }
        }
        figures
    }

    fn check_references(&self, part: Part, text: &str, problems: &mut Vec<Problem>) {
        for found in references(text) {
            let line = line_of(text, found.range.start);
            let wrong = |kind, why: String| Problem { kind, part, line, text: format!("{{{}}}", found.key), why };
            if let Some(number) = found.key.strip_prefix("quote.") {
                let words = number.parse().ok().and_then(|number: u32| self.quotes.iter().find(|(n, _)| *n == number));
                if words.is_none_or(|(_, words)| words.is_none()) {
                    problems.push(wrong(ProblemKind::Quote, String::new()));
                }
                continue;
            }
            if BLOCKS.contains(&found.key) {
                continue;
            }
            match self.facts.get(found.key) {
                Ok(fact) => {
                    if let Some(expected) = found.expected.filter(|expected| !same(expected, &fact.value)) {
                        problems.push(wrong(ProblemKind::Stale, format!("{expected} → {}", fact.value)));
                    }
                }
                Err(NoFact::Unknown(_)) => problems.push(wrong(ProblemKind::Unknown, String::new())),
                Err(NoFact::NotDeclared(_)) => problems.push(wrong(ProblemKind::NotDeclared, String::new())),
                Err(NoFact::KeptBack(_)) => problems.push(wrong(ProblemKind::KeptBack, String::new())),
            }
        }
    }

    /// Citations of figures that are not there, and words with a number that their figure does not give.
    fn check_citations(&self, part: Part, text: &str, problems: &mut Vec<Problem>) {
        for citation in citations(text) {
            let wrong = |kind, words: &str, why: String| Problem {
                kind,
                part,
                line: line_of(text, citation.range.start),
                text: words.to_owned(),
                why,
            };
            // A theme's name is plain text, where nothing can lead to a source.
            let key = citation.key.filter(|_| part != Part::Themes);
            let figure = key.and_then(|key| self.facts.instrument.figures.iter().find(|figure| figure.key == key));
            let Some(figure) = figure.filter(|figure| !is_withdrawn(figure)) else {
                let key = text.get(citation.address.clone()).unwrap_or_default();
                problems.push(wrong(ProblemKind::NoFigure, key, String::new()));
                continue;
            };
            let others = [&figure.n, &figure.base, &figure.period, &figure.definition];
            let given: Vec<&str> =
                [figure.value.as_str()].into_iter().chain(others.into_iter().flatten().map(String::as_str)).collect();
            if !numbers_not_given(citation.words, &given).is_empty() {
                problems.push(wrong(ProblemKind::NotCited, citation.words, figure.value.clone()));
            }
        }
    }

    fn check_numbers(&self, part: Part, text: &str, problems: &mut Vec<Problem>) {
        let terms: Vec<(&str, &str)> =
            self.facts.instrument.terms.iter().map(|term| (term.word.as_str(), term.text.as_str())).collect();
        let glossary = Glossary::new(&terms);
        let known = Known { glossary: &glossary, is_said: &|words| self.is_said(words) };
        let counted = if part == Part::Body { Vec::new() } else { self.counted_in_words(text) };
        let n_groups = self.facts.results.map.as_deref().map_or(0, |map| map.groups.len());
        let is_bare = |bare: &BareNumber| {
            let is_word = bare.text.chars().all(char::is_alphabetic);
            let is_counted = |range: &Range<usize>| range.start <= bare.range.start && bare.range.end <= range.end;
            let is_name = names_a_group(text, &bare.range, n_groups)
                || self.is_of_a_segment(text, &bare.range)
                || self.is_asked_with_its_word(text, &bare.range);
            !(is_name || is_word && counted.iter().any(is_counted))
        };
        problems.extend(bare_numbers(text, &known).into_iter().filter(is_bare).map(|bare| Problem {
            kind: ProblemKind::Bare,
            part,
            line: line_of(text, bare.range.start),
            text: bare.text,
            why: String::new(),
        }));
    }

    /// Words of quotes outside of their place.
    fn check_typed(&self, part: Part, text: &str, problems: &mut Vec<Problem>) {
        let pieces = self.quotes.iter().filter_map(|(number, words)| Some((number, words.as_deref()?)));
        let pieces = pieces.flat_map(|(number, words)| {
            let pieces = words.split(CUT).flat_map(|piece| piece.split(['\n', '.', '!', '?']));
            pieces
                .map(str::trim)
                .filter(|piece| piece.chars().count() >= TYPED_FROM_CHARS)
                .map(move |piece| (number, piece))
        });
        for (number, piece) in pieces {
            let found = text.find(piece).map(|at| Problem {
                kind: ProblemKind::Typed,
                part,
                line: line_of(text, at),
                text: piece.to_owned(),
                why: format!("{{quote.{number}}}"),
            });
            problems.extend(found);
        }
    }

    /// Whether exactly this was asked or voted on. Words of quotes are not among it: they have to go when their author
    /// takes them back, and so stand nowhere but at `{quote.1}`.
    pub(super) fn is_said(&self, words: &str) -> bool {
        let statements = self.facts.results.shown().filter_map(|line| line.text.as_deref());
        let instrument = self.facts.instrument;
        let options = instrument.poll.iter().flat_map(|poll| poll.options.iter().map(|option| option.text.as_str()));
        let asked = instrument.poll.iter().map(|poll| poll.question.as_str());
        let title = instrument.title.as_str();
        let mut known = statements.chain(options).chain(asked).chain([title, topic(title)]);
        known.any(|known| known == words)
    }

    fn check_bases(&self, part: Part, text: &str, problems: &mut Vec<Problem>) {
        for range in sentences(text) {
            let sentence = text.get(range.clone()).unwrap_or_default();
            let facts = keys(sentence).into_iter().filter_map(|key| self.facts.get(&key).ok());
            let facts: Vec<_> = facts.filter(|fact| fact.kind != FactKind::Words).collect();
            let has_cited = facts.iter().any(|fact| fact.kind == FactKind::Cited);
            // A count of a whole has no base to differ; beside a figure from elsewhere it does all the same.
            let base =
                |fact: &Fact| if has_cited && fact.base.is_empty() { fact.key.clone() } else { fact.base.clone() };
            let bases = facts.iter().map(base).filter(|base| !base.is_empty());
            let bases: BTreeSet<String> = bases.map(|base| of_one_table(&base)).collect();
            if bases.len() > 1 {
                problems.push(Problem {
                    kind: ProblemKind::MixedBases,
                    part,
                    line: line_of(text, range.start),
                    text: sentence.chars().take(160).collect(),
                    why: bases.into_iter().collect::<Vec<_>>().join(", "),
                });
            }
        }
    }

    fn check_claims(&self, part: Part, text: &str, problems: &mut Vec<Problem>) {
        problems.extend(banned_claims(text).into_iter().map(|claim| Problem {
            kind: ProblemKind::Claim,
            part,
            line: line_of(text, claim.range.start),
            text: claim.text,
            why: format!("{} ({})", claim.reason, claim.body),
        }));
    }

    /// People named whom nobody asked about. Words that were asked or said may name anybody.
    fn check_people(&self, part: Part, text: &str, problems: &mut Vec<Problem>) {
        let asked = self.facts.instrument.attributes.iter().flat_map(|attribute| &attribute.options);
        let asked: Vec<String> = asked.map(|option| option.to_lowercase()).collect();
        let plain = self.masked(text);
        let is_part = |range: &Range<usize>| {
            self.is_of_a_segment(text, range) || asked.iter().any(|option| self.is_short_for(text, range, option))
        };
        let is_asked = |people: &str| {
            let people = people.to_lowercase();
            let one = people.strip_suffix('s').unwrap_or(&people);
            asked.iter().any(|option| is_named_by(option, one))
        };
        for (range, people) in people_named(&plain) {
            // Whom the question is about may be named, as long as nothing is said of what they think.
            let is_topic = self.is_topic(&people) && !plain.get(range.end..).is_some_and(act);
            if is_asked(&people) || is_part(&range) || is_topic {
                continue;
            }
            let line = line_of(text, range.start);
            problems.push(Problem { kind: ProblemKind::People, part, line, text: people, why: String::new() });
        }
    }
}

impl Grounds<'_> {
    /// Whether people stand for an answer about oneself that is longer: "vet nurses" for "Veterinary nurse", "officers"
    /// for "Police officer" where the police are what was asked about, or where a figure says whose it is.
    fn is_short_for(&self, text: &str, range: &Range<usize>, option: &str) -> bool {
        let named = text.get(range.clone()).unwrap_or_default().to_lowercase();
        let Some((first, last)) = option.rsplit_once(' ') else { return false };
        let is_last = named == last || named.strip_suffix('s') == Some(last);
        let before = text.get(..range.start).unwrap_or_default().trim_end();
        let before = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let is_begun = before.len() > 2 && first.starts_with(&before);
        let has_figure = references(text).iter().any(|found| found.key.starts_with("about."));
        is_last && (is_begun || has_figure || self.is_topic(first))
    }
}

/// Whether an answer about oneself begins with a kind of people, or has its initials: a "health professional" makes
/// nobody of "professionals".
pub(super) fn is_named_by(option: &str, people: &str) -> bool {
    let begins = option.strip_prefix(people).is_some_and(|rest| {
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        !rest.starts_with(char::is_alphanumeric)
    });
    let initials: String = option.split_whitespace().filter_map(|word| word.chars().next()).collect();
    begins || (initials.chars().count() > 1 && initials == people)
}

/// Parts of one table by what readers said about themselves are there to be set side by side, each named.
fn of_one_table(base: &str) -> String {
    match base.strip_prefix("about:").and_then(|rest| rest.split_once(':')) {
        Some((attribute, _)) => format!("about:{attribute}"),
        None => base.to_owned(),
    }
}

/// Whether its source has taken a figure back, as far as its status says so.
fn is_withdrawn(figure: &Figure) -> bool {
    let status = figure.status.as_deref().unwrap_or_default().trim_start().to_lowercase();
    ["withdrawn", "retracted"].iter().any(|word| status.starts_with(word))
}

/// The keys of everything that a text refers to or cites, in order.
fn keys(text: &str) -> Vec<String> {
    let cited = citations(text);
    let is_free = |start: usize| !cited.iter().any(|one| one.range.contains(&start));
    let referred = references(text).into_iter().map(|found| (found.range.start, found.key.to_owned()));
    let figures = cited.iter().filter_map(|one| Some((one.range.start, format!("figure.{}", one.key?))));
    let mut keys: Vec<(usize, String)> = referred.filter(|(start, _)| is_free(*start)).chain(figures).collect();
    keys.sort_unstable_by_key(|(start, _)| *start);
    keys.into_iter().map(|(_, key)| key).collect()
}

fn parts(prose: &Prose) -> [(Part, &str); 3] {
    [(Part::Headline, &prose.headline), (Part::Standfirst, &prose.standfirst), (Part::Body, &prose.body)]
}

/// "46 %" and "46%" say the same.
fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    plain(one) == plain(other)
}
/// Whether prose could be published as it stands.
#[must_use]
pub fn may_publish(problems: &[Problem]) -> bool {
    !problems.iter().any(|problem| ProblemKind::refuses(problem.kind))
}
