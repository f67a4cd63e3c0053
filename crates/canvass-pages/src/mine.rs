//! `/c/{slug}/mine`: what a reader said here, what became of it, and every way to take it back.

use crate::conversation::AboutMe;
use crate::results::PlaceView;
use crate::shell::{Place, Shell, content_lang};
use crate::words::Words;
use crate::{MyPlace, Notice, PageError};
use askama::Template;
use canvass_domain::{
    Answer, Ballot, CommentId, CommentRevision, CommentState, Conversation, Poll, QuoteConsent, State, Statement,
    StatementId, StatementState, Vote,
};

/// Votes on one page.
const PAGE_LEN: usize = 50;

/// A reader's own page.
#[derive(Clone, Debug)]
pub struct MinePage<'a> {
    /// The conversation.
    pub conversation: &'a Conversation,
    /// What this browser has here; nothing for a stranger.
    pub mine: Option<Mine>,
    /// Where they stand among the groups, where they may know.
    pub place: Option<MyPlace>,
    /// What just happened (`?said=`).
    pub said: Option<Notice>,
    /// Page of the list of votes, from 1 (`?page=`); out of bounds shows the nearest.
    pub page: usize,
}

/// What a reader has in one conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mine {
    /// Token for every form.
    pub token: String,
    /// Their answer to the poll.
    pub ballot: Option<Ballot>,
    /// Their answers to statements, in the order to be listed.
    pub votes: Vec<MyVote>,
    /// Statements they added, in the order to be listed.
    pub statements: Vec<MyStatement>,
    /// Comments they wrote, newest first.
    pub comments: Vec<MyComment>,
    /// Whether the desk has excluded them.
    pub standing: Standing,
    /// What they said about themselves.
    pub about: AboutMe,
    /// The whole address of their private link.
    pub return_url: Option<String>,
}

/// One answer to one statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyVote {
    /// The statement.
    pub statement: StatementId,
    /// Its wording, where it is still shown.
    pub text: Option<String>,
    /// The answer.
    pub answer: Answer,
}

/// One statement the reader added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyStatement {
    /// Its number.
    pub id: StatementId,
    /// Its wording.
    pub text: Option<String>,
    /// What became of it.
    pub state: StatementState,
    /// The rule it was declined under.
    pub rule: Option<String>,
    /// The desk's reason, where it was declined.
    pub reason: Option<String>,
}

/// One comment the reader wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyComment {
    /// Its number.
    pub id: CommentId,
    /// Its words.
    pub text: String,
    /// What became of it.
    pub state: CommentState,
    /// How many more people have to answer before others see it, where they do not yet.
    pub appears_after: Option<u32>,
    /// The rule it was declined under.
    pub rule: Option<String>,
    /// The desk's words, where it was declined.
    pub reason: Option<String>,
    /// Whether it can still be changed.
    pub is_fresh: bool,
    /// Whether and how its author lets it be quoted.
    pub quote: QuoteConsent,
    /// A change of it that waits for the desk, or that was declined.
    pub change: Option<CommentRevision>,
}

/// Whether what somebody says here counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// As everybody's does.
    #[default]
    Counts,
    /// The desk has excluded them: nothing of theirs does.
    Excluded,
}

#[derive(Template)]
#[template(path = "mine.html")]
struct View<'a> {
    t: Words,
    shell: Shell,
    slug: &'a str,
    lang: Option<&'a str>,
    said: Option<String>,
    mine: Option<MineView<'a>>,
    place: Option<PlaceView>,
    has_poll: bool,
    is_open: bool,
    stored: Vec<[String; 3]>,
}

struct MineView<'a> {
    token: &'a str,
    poll_answers: Vec<&'a str>,
    votes: Vec<VoteView<'a>>,
    n_votes: String,
    pages: Option<Pages>,
    statements: Vec<StatementView<'a>>,
    comments: Vec<CommentView<'a>>,
    is_excluded: bool,
    about: Vec<(&'a str, &'a str)>,
    return_url: Option<&'a str>,
    has_answers: bool,
}

struct VoteView<'a> {
    id: StatementId,
    text: Option<&'a str>,
    said: String,
    answer: &'static str,
    choices: Vec<(&'static str, String)>,
}

struct StatementView<'a> {
    text: Option<&'a str>,
    state: String,
    word: &'static str,
    rule: Option<String>,
    reason: Option<&'a str>,
}

struct CommentView<'a> {
    id: CommentId,
    href: String,
    text: &'a str,
    state: String,
    word: &'static str,
    rule: Option<String>,
    reason: Option<&'a str>,
    can_edit: bool,
    quote: Option<String>,
    change: Option<ChangeView<'a>>,
}

/// What became of a change of a comment.
struct ChangeView<'a> {
    state: String,
    text: Option<&'a str>,
    rule: Option<String>,
    reason: Option<&'a str>,
}

struct Pages {
    here: String,
    previous: Option<usize>,
    next: Option<usize>,
}

impl MyVote {
    /// An answer with the statement's wording.
    #[must_use]
    pub fn new(statement: &Statement, answer: Answer) -> Self {
        Self { statement: statement.id, text: statement.text.clone(), answer }
    }
}

impl From<&Statement> for MyStatement {
    fn from(statement: &Statement) -> Self {
        Self {
            id: statement.id,
            text: statement.text.clone(),
            state: statement.state,
            rule: statement.rule.clone(),
            reason: statement.reason.clone(),
        }
    }
}

impl MinePage<'_> {
    /// Prints the page.
    ///
    /// # Errors
    /// Only for a fault in the program.
    pub fn render(&self) -> Result<String, PageError> {
        let conversation = self.conversation;
        let t = Words::told(&conversation.instrument);
        let view = View {
            t,
            shell: Shell::of(t, conversation, Place::Mine, &t.text("mine-title")),
            slug: conversation.slug.as_str(),
            lang: content_lang(conversation),
            said: self.said.map(|notice| t.text(notice.key())),
            mine: self.mine.as_ref().map(|mine| mine.view(t, conversation, self.page)),
            place: self.place.as_ref().map(|place| place.view(t)),
            has_poll: conversation.instrument.poll.is_some(),
            is_open: conversation.state == State::Open,
            stored: stored(t, conversation),
        };
        crate::html::finished(&view)
    }
}

impl Mine {
    fn view<'a>(&'a self, t: Words, conversation: &'a Conversation, page: usize) -> MineView<'a> {
        let instrument = &conversation.instrument;
        let options = instrument.poll.iter().flat_map(Poll::numbered);
        let chosen = options.filter(|(id, _)| self.ballot.is_some_and(|ballot| ballot.has(*id)));
        let n_pages = self.votes.len().div_ceil(PAGE_LEN).max(1);
        let page = page.clamp(1, n_pages);
        let here = self.votes.iter().skip((page - 1) * PAGE_LEN).take(PAGE_LEN);
        let n_votes = u64::try_from(self.votes.len()).unwrap_or(u64::MAX);
        MineView {
            token: &self.token,
            poll_answers: chosen.map(|(_, option)| option.text.as_str()).collect(),
            votes: here.map(|vote| vote.view(t)).collect(),
            n_votes: t.count("mine-n-votes", n_votes),
            pages: pages(t, page, n_pages),
            statements: self.statements.iter().map(|statement| statement.view(t, conversation)).collect(),
            comments: self.comments.iter().map(|comment| comment.view(t, conversation)).collect(),
            is_excluded: self.standing == Standing::Excluded,
            about: self.about_lines(conversation),
            return_url: self.return_url.as_deref(),
            has_answers: self.ballot.is_some() || !self.votes.is_empty(),
        }
    }

    fn about_lines<'a>(&self, conversation: &'a Conversation) -> Vec<(&'a str, &'a str)> {
        let line = |(key, place): &(String, u16)| {
            let attribute = conversation.instrument.attributes.iter().find(|attribute| attribute.key == *key)?;
            let option = attribute.options.get(usize::from(*place))?;
            Some((attribute.question.as_str(), option.as_str()))
        };
        self.about.answers.iter().filter_map(line).collect()
    }
}

impl MyVote {
    fn view(&self, t: Words) -> VoteView<'_> {
        let answer = self.answer.word();
        let others = Vote::ALL.into_iter().filter(|vote| vote.word() != answer);
        VoteView {
            id: self.statement,
            text: self.text.as_deref(),
            said: match self.answer {
                Answer::Voted(vote) => vote_text(t, vote),
                Answer::Skipped => t.text("vote-skipped"),
            },
            answer,
            choices: others.map(|vote| (vote.word(), vote_text(t, vote))).collect(),
        }
    }
}

impl MyStatement {
    fn view(&self, t: Words, conversation: &Conversation) -> StatementView<'_> {
        StatementView {
            text: self.text.as_deref(),
            state: fate(t, self.state),
            word: self.state.word(),
            rule: rule_text(t, conversation, self.state, self.rule.as_deref()),
            reason: self.reason.as_deref().filter(|_| self.state == StatementState::Declined),
        }
    }
}

impl MyComment {
    fn view(&self, t: Words, conversation: &Conversation) -> CommentView<'_> {
        CommentView {
            id: self.id,
            href: crate::comments::permalink(conversation, self.id),
            text: &self.text,
            state: self
                .appears_after
                .map_or_else(|| fate(t, self.state), |n| t.count("comment-appears-after", u64::from(n))),
            word: self.state.word(),
            rule: rule_text(t, conversation, self.state, self.rule.as_deref()),
            reason: self.reason.as_deref().filter(|_| self.state == CommentState::Declined),
            can_edit: self.is_fresh && conversation.state == State::Open,
            quote: match self.quote {
                QuoteConsent::No => None,
                QuoteConsent::Anonymous => Some(t.text("mine-quote-anonymous")),
                QuoteConsent::FirstNameAndPlace => Some(t.text("mine-quote-first-name-and-place")),
                QuoteConsent::Name => Some(t.text("mine-quote-name")),
            },
            change: self.change.as_ref().map(|change| ChangeView::of(t, conversation, change)),
        }
    }
}

impl<'a> ChangeView<'a> {
    fn of(t: Words, conversation: &Conversation, change: &'a CommentRevision) -> Self {
        let ruling = change.declined.as_ref();
        let rule = ruling.and_then(|ruling| ruling.rule.as_deref());
        Self {
            state: t.text(if ruling.is_some() { "mine-change-declined" } else { "mine-change-waits" }),
            text: change.text.as_deref(),
            rule: ruling.and_then(|_| rule_text(t, conversation, CommentState::Declined, rule)),
            reason: ruling.and_then(|ruling| ruling.reason.as_deref()),
        }
    }
}

/// What became of a text.
fn fate(t: Words, state: StatementState) -> String {
    match state {
        StatementState::Held => t.text("mine-held"),
        StatementState::Accepted => t.text("mine-accepted"),
        StatementState::Declined => t.text("mine-declined"),
    }
}

/// The rule a text was declined under, in its own words.
fn rule_text(t: Words, conversation: &Conversation, state: StatementState, key: Option<&str>) -> Option<String> {
    let key = key.filter(|_| state == StatementState::Declined)?;
    let rule = conversation.instrument.rules().into_iter().find(|rule| rule.key == key)?;
    Some(t.say("mine-rule", &rule.text))
}

fn vote_text(t: Words, vote: Vote) -> String {
    match vote {
        Vote::Agree => t.text("vote-agree"),
        Vote::Disagree => t.text("vote-disagree"),
        Vote::Unsure => t.text("vote-unsure"),
    }
}

fn pages(t: Words, page: usize, n_pages: usize) -> Option<Pages> {
    let count = |n: usize| canvass_words::Arg::Count(u64::try_from(n).unwrap_or(u64::MAX));
    (n_pages > 1).then(|| Pages {
        here: t.with("page-of", &[("page", count(page)), ("pages", count(n_pages))]),
        previous: (page > 1).then(|| page - 1),
        next: (page < n_pages).then(|| page + 1),
    })
}

/// What, why, until when.
fn stored(t: Words, conversation: &Conversation) -> Vec<[String; 3]> {
    let row = |keys: [&str; 3]| keys.map(|key| t.text(key));
    let about = !conversation.instrument.attributes.is_empty();
    let rows = [
        Some(["stored-cookie", "stored-cookie-why", "stored-cookie-until"]),
        Some(["stored-answers", "stored-answers-why", "stored-until-erased"]),
        Some(["stored-shown", "stored-shown-why", "stored-until-erased"]),
        Some(["stored-words", "stored-words-why", "stored-until-erased"]),
        conversation.instrument.comments.map(|_| ["stored-comments", "stored-comments-why", "stored-until-erased"]),
        Some(["stored-reports", "stored-reports-why", "stored-until-erased"]),
        about.then_some(["stored-about", "stored-about-why", "stored-about-until"]),
        Some(["stored-arrival", "stored-arrival-why", "stored-until-erased"]),
    ];
    rows.into_iter().flatten().map(row).collect()
}
