//! What the people of the demo say: comments.toml, each given to somebody who was there and answered as it says.
//!
//! The words are the file's; who writes them follows from the seed. Nothing here votes.

use crate::DemoError;
use crate::clock::at_hour;
use crate::people::Person;
use canvass_domain::{
    About, Attribute, Attribution, CommentCard, CommentId, CommentText, CommentWords, DAY_MS, Fact, Millis, OptionId,
    ParticipantId, Place, Reported, StatementState, Target, day_of,
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const COMMENTS: &str = include_str!("comments.toml");

const HOUR_MS: Millis = 3_600_000;
/// When the desk takes over what came in at night, and when it goes home.
const DESK_OPENS: Millis = 7 * HOUR_MS + HOUR_MS / 2;
const DESK_CLOSES: Millis = 22 * HOUR_MS;
/// How long the desk leaves a comment that nobody replies to sooner.
const DESK_TAKES: Millis = HOUR_MS * 2 / 5;
/// After how long somebody reports a comment that is shown.
const REPORTED_AFTER: Millis = 3 * HOUR_MS;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    comment: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    key: String,
    parent: Option<String>,
    about: String,
    hour: f64,
    /// The option its author chose.
    leaning: u8,
    /// What its author says about themselves.
    role: Option<String>,
    quote: String,
    name: Option<String>,
    place: Option<String>,
    outcome: Outcome,
    #[serde(default)]
    reports: Vec<ReportRow>,
    /// The comment whose author wrote this one too.
    same_author_as: Option<String>,
    text: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Outcome {
    Word(Word),
    Declined { declined: String, note: String },
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Accepted,
    Held,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReportRow {
    reason: String,
    note: Option<String>,
}

/// What was said, and what it leaves in the log.
#[derive(Default)]
pub(super) struct Talk {
    pub comments: Vec<(CommentCard, CommentWords)>,
    pub reports: Vec<Reported>,
    pub facts: Vec<(Millis, Fact)>,
}

/// Everything that is said, by time.
pub(super) fn talk(people: &[Person], roles: &Attribute, taken: &[ParticipantId]) -> Result<Talk, DemoError> {
    let file: File = toml::from_str(COMMENTS).map_err(|error| DemoError::Comments(error.to_string()))?;
    let first_replies = first_replies(&file.comment);
    let mut cast = Cast { people, roles, taken: taken.iter().copied().collect() };
    let mut said: BTreeMap<&str, CommentCard> = BTreeMap::new();
    let mut talk = Talk::default();
    for (number, row) in (1..).zip(&file.comment) {
        let wrong = |what: &str| DemoError::Comments(format!("`{}`: {what}", row.key));
        let author = match &row.same_author_as {
            Some(key) => said.get(key.as_str()).and_then(|card| card.author),
            None => Some(cast.find(row).ok_or_else(|| wrong("nobody is there to write it"))?),
        };
        let author = author.ok_or_else(|| wrong("has the author of a later one"))?;
        let parent = row.parent.as_deref().map(|key| said.get(key).ok_or_else(|| wrong("replies to a later one")));
        let card = card(row, CommentId(number), author, parent.transpose()?).ok_or_else(|| wrong("is misplaced"))?;
        let words = words(row).map_err(|error| wrong(&error.to_string()))?;
        talk.tell(&card, first_replies.get(row.key.as_str()).copied());
        for (row, reporter) in row.reports.iter().zip(cast.reporters(&card)) {
            talk.reports.push(report(row, card.id, reporter, card.posted_ms));
        }
        talk.comments.push((card.clone(), words));
        said.insert(&row.key, card);
    }
    Ok(talk)
}

/// When the first reply to each comment came in.
fn first_replies(rows: &[Row]) -> BTreeMap<&str, Millis> {
    let mut first = BTreeMap::new();
    for row in rows {
        if let Some(parent) = &row.parent {
            first.entry(parent.as_str()).or_insert(at_hour(row.hour));
        }
    }
    first
}

/// The people who can still write.
struct Cast<'a> {
    people: &'a [Person],
    roles: &'a Attribute,
    taken: BTreeSet<ParticipantId>,
}

impl Cast<'_> {
    /// The last to have come by then with the answer and the role; where there is none, one who keeps the role to
    /// themselves, or has another. Each writes once.
    fn find(&mut self, row: &Row) -> Option<ParticipantId> {
        let role = match &row.role {
            Some(role) => Some(u16::try_from(self.roles.options.iter().position(|option| option == role)?).ok()?),
            None => None,
        };
        let at_ms = at_hour(row.hour);
        let is_free = |person: &&Person| {
            person.coming.at_ms < at_ms && person.ballot == OptionId(row.leaning) && !self.taken.contains(&person.id)
        };
        let free: Vec<&Person> = self.people.iter().filter(is_free).collect();
        let last = |role| free.iter().rfind(|person| person.role == role).copied();
        let author = last(role).or_else(|| last(None)).or_else(|| free.last().copied())?.id;
        self.taken.insert(author);
        Some(author)
    }

    /// Who reports a comment: people who are there by then and wrote nothing.
    fn reporters(&self, card: &CommentCard) -> impl Iterator<Item = ParticipantId> {
        let by = card.posted_ms + REPORTED_AFTER;
        let there = self.people.iter().rev().filter(move |person| person.coming.at_ms < by);
        there.map(|person| person.id).filter(|id| !self.taken.contains(id))
    }
}

fn card(row: &Row, id: CommentId, author: ParticipantId, parent: Option<&CommentCard>) -> Option<CommentCard> {
    let about = About::from_word(&row.about)?;
    if parent.is_some_and(|parent| parent.about != about || parent.state != StatementState::Accepted) {
        return None;
    }
    let place = match parent {
        Some(parent) => Place { root: parent.place.root, parent: Some(parent.id), depth: parent.place.depth + 1 },
        None => Place { root: id, parent: None, depth: 0 },
    };
    let (state, rule) = match &row.outcome {
        Outcome::Word(Word::Accepted) => (StatementState::Accepted, None),
        Outcome::Word(Word::Held) => (StatementState::Held, None),
        Outcome::Declined { declined, .. } => (StatementState::Declined, Some(declined.clone())),
    };
    let posted_ms = at_hour(row.hour);
    Some(CommentCard {
        id,
        author: Some(author),
        place,
        about,
        state,
        rule,
        posted_ms,
        edited_ms: None,
        is_erased: false,
        change_ms: None,
        staff: None,
    })
}

fn words(row: &Row) -> Result<CommentWords, canvass_domain::InvalidComment> {
    Ok(CommentWords {
        text: Some(CommentText::parse(&row.text)?.as_str().to_owned()),
        attribution: Attribution::parse(&row.quote, row.name.as_deref(), row.place.as_deref())?,
        reason: match &row.outcome {
            Outcome::Declined { note, .. } => Some(note.clone()),
            Outcome::Word(_) => None,
        },
        change: None,
    })
}

fn report(row: &ReportRow, comment: CommentId, reporter: ParticipantId, posted_ms: Millis) -> Reported {
    Reported {
        target: Target::Comment(comment),
        reporter,
        rule: row.reason.clone(),
        note: row.note.clone(),
        at_ms: posted_ms + REPORTED_AFTER,
    }
}

impl Talk {
    /// Posted and held; then decided by the desk, always before the first reply.
    fn tell(&mut self, card: &CommentCard, first_reply: Option<Millis>) {
        let comment = card.id;
        let posted = Fact::CommentPosted { comment, state: StatementState::Held };
        self.facts.push((card.posted_ms, posted));
        if card.state != StatementState::Held {
            let decided = Fact::CommentDecided { comment, state: card.state };
            self.facts.push((decided_ms(card.posted_ms, first_reply), decided));
        }
    }
}

fn decided_ms(posted_ms: Millis, first_reply: Option<Millis>) -> Millis {
    let midnight = day_of(posted_ms);
    let soon = posted_ms + DESK_TAKES;
    let in_hours = match soon - midnight {
        since if since < DESK_OPENS => midnight + DESK_OPENS,
        since if since > DESK_CLOSES => midnight + DAY_MS + DESK_OPENS,
        _ => soon,
    };
    in_hours.min(first_reply.map_or(Millis::MAX, |reply| posted_ms.midpoint(reply)))
}
