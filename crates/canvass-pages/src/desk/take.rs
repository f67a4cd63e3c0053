//! `/desk/c/{slug}/take`: writing a take.
//!
//! What was typed is shown as it is stored; what is wrong with it stands beside it and keeps it from being published,
//! never from being saved.

use super::{Staff, role_text};
use crate::shell::Shell;
use crate::words::Words;
use crate::{Notice, PageError};
use askama::Template;
use canvass_domain::{Conversation, Permission, Poll, State};
use canvass_edition::{Edition, Fact, Provenanced, QuoteRecord, Spread};
use canvass_text::{PersonalKind, personal_details};
use canvass_words::Arg;

/// Most facts listed.
const MAX_FACTS: usize = 400;
/// Most quotable comments listed.
const MAX_QUOTABLE: usize = 100;

/// Something wrong with prose, or to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeProblem {
    /// Its name in the catalogue: `take-problem-bare`.
    pub key: &'static str,
    /// Whether it keeps the take from being published.
    pub refuses: bool,
    /// Which text: `headline`, `standfirst`, `body`.
    pub part: &'static str,
    /// On which of its lines.
    pub line: usize,
    /// The words it is about.
    pub text: String,
    /// Why.
    pub why: String,
}

/// A quote as the composer has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskQuote<'a> {
    /// What the edition keeps of it.
    pub record: &'a QuoteRecord,
    /// Where its words come from, as forms have it.
    pub source: String,
    /// The words; nothing where they were withdrawn.
    pub text: Option<&'a str>,
    /// The name its author chose to be quoted with.
    pub name: Option<&'a str>,
}

/// Something that may be quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotable {
    /// Where its words come from, as forms have it.
    pub source: String,
    /// The words.
    pub text: String,
    /// The name their author chose to be quoted with.
    pub name: Option<String>,
    /// Where they were said.
    pub provenance: Provenanced,
    /// Number of its theme.
    pub theme: Option<usize>,
}

/// A draft in the composer.
#[derive(Clone, Debug)]
pub struct ComposedDraft<'a> {
    /// The draft.
    pub edition: &'a Edition,
    /// Stands for it in the form.
    pub hash: &'a str,
    /// What there is to say of it.
    pub problems: &'a [TakeProblem],
    /// What prose may refer to.
    pub facts: &'a [Fact],
    /// Its quotes.
    pub quotes: &'a [DeskQuote<'a>],
    /// What else may be quoted.
    pub quotable: &'a [Quotable],
    /// Whether answers have changed since it was frozen.
    pub is_stale: bool,
}

/// What was typed and not saved: the composer shows it again.
#[derive(Clone, Debug, Default)]
pub struct TypedTake<'a> {
    /// Headline, standfirst, body.
    pub texts: [&'a str; 3],
    /// Names of themes, by the words that the form gave for each.
    pub themes: Vec<(&'a str, &'a str)>,
    /// Words of quotes, by where they come from.
    pub quotes: Vec<(&'a str, &'a str)>,
    /// Quotes to be left out, and to be added.
    pub ticked: [Vec<&'a str>; 2],
    /// Numbers of comments to be quoted.
    pub numbers: &'a str,
}

impl<'a> TypedTake<'a> {
    fn of(pairs: &[(&'a str, &'a str)], key: &str) -> Option<&'a str> {
        pairs.iter().find(|(known, _)| *known == key).map(|(_, text)| *text)
    }
}

/// The composer.
#[derive(Clone, Debug)]
pub struct DeskTake<'a> {
    /// Who looks at it.
    pub staff: &'a Staff,
    /// The conversation.
    pub conversation: &'a Conversation,
    /// The draft, where there is one.
    pub draft: Option<ComposedDraft<'a>>,
    /// Names and numbers of what is published.
    pub published: &'a [(String, u32)],
    /// How many readers found something unclear.
    pub n_unclear: u64,
    /// How many comments were brought in from elsewhere.
    pub n_elsewhere: usize,
    /// What just happened.
    pub said: Option<Notice>,
    /// Why it was not saved.
    pub problem: Option<&'a str>,
    /// What was typed, where it was not saved.
    pub typed: Option<&'a TypedTake<'a>>,
}

#[derive(Template)]
#[template(path = "desk/take.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    staff: &'a Staff,
    role: String,
    slug: &'a str,
    title: &'a str,
    is_closed: bool,
    said: Option<String>,
    problem: Option<&'a str>,
    draft: Option<DraftView<'a>>,
    published: Vec<(String, String)>,
    /// Where each can be withdrawn, for whoever may do that.
    withdrawable: Vec<(String, String)>,
    unclear: Option<String>,
    elsewhere: String,
}

struct DraftView<'a> {
    heading: String,
    hash: &'a str,
    texts: [&'a str; 3],
    refused: Vec<ProblemView>,
    flagged: Vec<ProblemView>,
    is_stale: bool,
    themes: Vec<ThemeView<'a>>,
    quotes: Vec<QuoteView<'a>>,
    quotable: Vec<QuotableView>,
    is_adding: bool,
    /// Numbers of comments to be quoted, as they were typed.
    numbers: &'a str,
    /// Key with its braces, value, meaning.
    facts: Vec<(String, &'a str, &'a str)>,
    quote_rule: &'a str,
}

pub(super) struct ProblemView {
    pub(super) href: String,
    pub(super) text: String,
}

struct ThemeView<'a> {
    number: usize,
    name: &'a str,
    size: String,
    words: String,
}

struct QuoteView<'a> {
    number: u32,
    key: String,
    source: &'a str,
    text: Option<&'a str>,
    by: String,
    warnings: Vec<String>,
    is_removed: bool,
}

struct QuotableView {
    source: String,
    text: String,
    by: String,
    warnings: Vec<String>,
    is_added: bool,
}

impl DeskTake<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let t = Words::desk(&self.conversation.instrument);
        let conversation = self.conversation;
        let slug = conversation.slug.as_str();
        let title = t.say("desk-take-title", &conversation.instrument.title);
        let published = self
            .published
            .iter()
            .map(|(id, number)| (format!("/take/{id}"), t.say("desk-take-published", &number.to_string())));
        let may_withdraw = |_: &&(String, u32)| self.staff.role.may(Permission::Withdraw);
        let withdrawable = self.published.iter().filter(may_withdraw).map(|(_, number)| {
            (format!("/desk/c/{slug}/take/{number}/withdraw"), t.say("desk-withdraw", &number.to_string()))
        });
        let view = View {
            t,
            shell: super::shell(t, conversation, &title, &format!("/desk/c/{slug}/take")),
            staff: self.staff,
            role: role_text(t, self.staff.role),
            slug,
            title: &conversation.instrument.title,
            is_closed: conversation.state == State::Closed,
            said: self.said.map(|said| t.text(said.key())),
            problem: self.problem,
            draft: self.draft.as_ref().map(|draft| self.draft_view(t, draft)),
            published: published.collect(),
            withdrawable: withdrawable.collect(),
            unclear: (self.n_unclear > 0).then(|| t.count("desk-unclear-n", self.n_unclear)),
            elsewhere: t.count("desk-elsewhere-n", u64::try_from(self.n_elsewhere).unwrap_or(u64::MAX)),
        };
        crate::html::finished(&view)
    }

    fn draft_view<'v>(&'v self, t: Words, draft: &'v ComposedDraft<'v>) -> DraftView<'v> {
        let prose = &draft.edition.prose;
        let stored = [prose.headline.as_str(), &prose.standfirst, &prose.body];
        let (refused, flagged): (Vec<_>, Vec<_>) = draft.problems.iter().partition(|problem| problem.refuses);
        let typed = self.typed;
        let theme = |(number, theme): (usize, &'v canvass_edition::ThemeRecord)| {
            let counts = [
                ("comments", Arg::Count(wide(theme.comments.len() + theme.elsewhere.len()))),
                ("statements", Arg::Count(wide(theme.statements.len()))),
            ];
            let size = format!("{} {}", t.with("desk-theme-size", &counts), spread(t, draft.edition, &theme.spread));
            let words = theme.words.join(", ");
            let name = typed.and_then(|typed| TypedTake::of(&typed.themes, &words)).unwrap_or(&theme.name);
            ThemeView { number, name, size, words }
        };
        DraftView {
            heading: t.say("desk-take-draft", &draft.edition.number.to_string()),
            hash: draft.hash,
            texts: typed.map_or(stored, |typed| typed.texts),
            refused: refused.into_iter().map(|problem| problem_view(t, problem)).collect(),
            flagged: flagged.into_iter().map(|problem| problem_view(t, problem)).collect(),
            is_stale: draft.is_stale,
            themes: (1..).zip(&draft.edition.themes).map(theme).collect(),
            quotes: draft.quotes.iter().map(|quote| quote_view(t, quote, typed)).collect(),
            quotable: draft.quotable.iter().take(MAX_QUOTABLE).map(|one| quotable_view(t, one, typed)).collect(),
            is_adding: typed.is_some_and(|typed| !typed.ticked[1].is_empty()),
            numbers: typed.map_or("", |typed| typed.numbers),
            facts: draft
                .facts
                .iter()
                .take(MAX_FACTS)
                .map(|fact| (in_braces(&fact.key), fact.value.as_str(), fact.meaning.as_str()))
                .collect(),
            quote_rule: &draft.edition.quote_rule,
        }
    }
}

fn part_key(part: &str) -> &'static str {
    match part {
        "headline" => "take-part-headline",
        "standfirst" => "take-part-standfirst",
        "themes" => "take-part-themes",
        _ => "take-part-body",
    }
}

/// The number by which pages call a group: its place in the results.
fn number(edition: &Edition, id: u8) -> String {
    let groups = edition.results.get("groups").and_then(serde_json::Value::as_array);
    let is_it = |group: &serde_json::Value| group.get("id").and_then(serde_json::Value::as_u64) == Some(id.into());
    groups.and_then(|groups| groups.iter().position(is_it)).map_or_else(String::new, |place| (place + 1).to_string())
}

/// How those who commented on a theme answered, as far as it may be told.
fn spread(t: Words, edition: &Edition, spread: &Spread) -> String {
    let cell =
        |n: u64, what: String| t.with("desk-theme-cell", &[("n", Arg::Count(n)), ("what", Arg::Text(what.as_str()))]);
    let poll = edition.instrument().and_then(|instrument| instrument.poll.as_ref());
    let options = poll.into_iter().flat_map(Poll::numbered);
    let options = options.filter_map(|(id, option)| Some((*spread.by_option.get(&id)?, &option.text)));
    let options = options.map(|(n, text)| cell(n, t.say("take-quote-option", text)));
    let groups = spread.by_group.iter().map(|(id, n)| cell(*n, t.say("desk-theme-group", &number(edition, *id))));
    let cells: Vec<String> = options.chain(groups).collect();
    match spread.authors {
        Some(authors) if !cells.is_empty() => {
            let values = [("authors", Arg::Count(authors)), ("cells", Arg::Text(&cells.join(", ")))];
            t.with("desk-theme-spread", &values)
        }
        _ => t.text("desk-theme-kept-back"),
    }
}

pub(super) fn problem_view(t: Words, problem: &TakeProblem) -> ProblemView {
    let (line, part) = (problem.line.to_string(), t.text(part_key(problem.part)));
    let values = [
        ("part", Arg::Text(part.as_str())),
        ("line", Arg::Text(&line)),
        ("text", Arg::Text(&problem.text)),
        ("why", Arg::Text(&problem.why)),
    ];
    ProblemView { href: format!("#{}", problem.part), text: t.with(problem.key, &values) }
}

fn quote_view<'v>(t: Words, quote: &'v DeskQuote<'v>, typed: Option<&'v TypedTake<'v>>) -> QuoteView<'v> {
    let source = quote.source.as_str();
    let retyped = typed.and_then(|typed| TypedTake::of(&typed.quotes, source));
    QuoteView {
        number: quote.record.number,
        key: in_braces(&format!("quote.{}", quote.record.number)),
        source,
        // Words that were withdrawn meanwhile do not come back.
        text: quote.text.map(|stored| retyped.unwrap_or(stored)),
        by: by(t, &quote.record.provenance, quote.name),
        warnings: quote.text.map(|text| warnings(t, text)).unwrap_or_default(),
        is_removed: typed.is_some_and(|typed| typed.ticked[0].contains(&source)),
    }
}

fn quotable_view(t: Words, quotable: &Quotable, typed: Option<&TypedTake<'_>>) -> QuotableView {
    QuotableView {
        is_added: typed.is_some_and(|typed| typed.ticked[1].contains(&quotable.source.as_str())),
        source: quotable.source.clone(),
        by: by(t, &quotable.provenance, quotable.name.as_deref()),
        warnings: warnings(t, &quotable.text),
        text: quotable.text.clone(),
    }
}

/// A key as prose refers to it.
fn in_braces(key: &str) -> String {
    format!("{{{key}}}")
}

fn by(t: Words, provenance: &Provenanced, name: Option<&str>) -> String {
    match provenance {
        Provenanced::Here { comment, posted_ms, .. } => {
            let name = name.map_or_else(|| t.text("take-quote-anonymous"), str::to_owned);
            let (number, day) = (comment.to_string(), t.day(*posted_ms));
            let here = t.with("take-quote-here", &[("number", Arg::Text(&number)), ("day", Arg::Text(&day))]);
            format!("{name} · {here}")
        }
        Provenanced::Elsewhere { source, date: day, name, .. } => {
            let day = t.written_day(day);
            let said = t.with("take-quote-elsewhere", &[("source", Arg::Text(source)), ("day", Arg::Text(&day))]);
            name.as_ref().map_or_else(|| said.clone(), |name| format!("{name} · {said}"))
        }
    }
}

/// What in a quote could give somebody away.
fn warnings(t: Words, text: &str) -> Vec<String> {
    let key = |kind: PersonalKind| match kind {
        PersonalKind::Telephone => "personal-telephone",
        PersonalKind::Email => "personal-email",
        PersonalKind::Account => "personal-account",
        PersonalKind::Identifying => "personal-identifying",
    };
    personal_details(text).into_iter().map(|warning| t.say(key(warning.kind), &warning.text)).collect()
}

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
