//! Made-up conversations: the demo, which is the reference conversation with synthetic answers and a draft beside it,
//! and what [`simulate`] makes with a known truth.
//!
//! The texts are in two TOML files, the way an organiser writes them. The answers are made from a seed by
//! the planted generator (docs/METHODS.md) and by visits played through one person at a time. Everything
//! made here says that it is synthetic, and nothing here votes once the demo runs.

mod clock;
mod comments;
mod leans;
mod people;
mod session;
pub mod simulate;
mod take;

pub use take::publish_demo_take;

use crate::simulate::Made;
use canvass_analysis::chance::Chance;
use canvass_analysis::planted::{Crowd, InvalidSpec, Kind, StatementModel, Traits};
use canvass_domain::{
    Arrival, Assurance, Declared, Event, Fact, InvalidText, Millis, Origin, ParticipantId, Provenance, SeedStatement,
    Seq, Slug, Statement, StatementId, StatementState, StatementText, Transcript,
};
use canvass_formats::FormatError;
use canvass_formats::conversation_file::{self, ConversationFile};
use clock::{OPENED_MS, at_hour};
use leans::{Outcome, SEEDED, WRITTEN, Written};
use people::Person;
use session::{Traces, Votable, visits};

/// The seed of the demo where none is given.
pub const DEFAULT_SEED: u64 = 1;

const REFERENCE: &str = include_str!("reference.toml");
const DRAFT: &str = include_str!("draft.toml");

/// Between the last answer and the end of the closed copy.
const CLOSED_AFTER_MS: Millis = 3_600_000;

/// Votes without which nobody writes a statement.
const VOTES_OF_AN_AUTHOR: u32 = 6;

/// Why the demo could not be made: its own files or tables are wrong.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A conversation file cannot be read.
    #[error("a conversation file of the demo: {0}")]
    File(#[from] FormatError),
    /// A parameter of the generator is out of bounds.
    #[error("the people of the demo: {0}")]
    Spec(#[from] InvalidSpec),
    /// A participant's statement is no statement.
    #[error("a participant's statement of the demo: {0}")]
    Text(#[from] InvalidText),
    /// The table of leans does not fit the statements of the file.
    #[error("the table of leans and the statements of the demo part at `{0}`")]
    Leans(String),
    /// What people say does not fit the people.
    #[error("the comments of the demo: {0}")]
    Comments(String),
    /// Nobody comes late enough, or votes enough, to write a statement.
    #[error("nobody is there to write `{0}`")]
    NoAuthor(&'static str),
}

/// The draft conversation: what is asked, and no answers.
///
/// # Errors
/// When its file cannot be read.
pub fn draft() -> Result<ConversationFile, DemoError> {
    Ok(conversation_file::parse(DRAFT)?)
}

/// The reference conversation with its synthetic answers. The same seed gives the same transcript on
/// every machine.
///
/// # Errors
/// When its file and its tables do not fit together.
pub fn reference(seed: u64) -> Result<Made, DemoError> {
    let file = conversation_file::parse(REFERENCE)?;
    let traits = traits_of(&file.statements)?;
    let n_statements = u32::try_from(traits.len()).unwrap_or(u32::MAX);
    let (crowd, people) = people::people(seed, n_statements)?;
    let authors = authors(&people)?;
    let votable = votable(&file.statements, &traits, &crowd);
    let mut traces = Traces::default();
    let mut chance = Chance::new(seed, people::stream::SESSIONS);
    for person in &people {
        let writing = authors.iter().position(|author| *author == person.id).map(|place| written_id(&file, place));
        visits(person, &votable, writing, &mut chance, &mut traces);
    }
    let talk = talk(&file, &people, &authors)?;
    traces.facts.extend(talk.facts);
    let events = log(&file, std::mem::take(&mut traces.facts));
    traces.showings.sort_by_key(|showing| (showing.at_ms, showing.participant));
    let transcript = Transcript {
        provenance: Provenance::Synthetic,
        note: Some(note(seed)),
        statements: statements(&file, &authors, &events)?,
        instrument: file.instrument,
        arrivals: people.iter().map(arrival).collect(),
        declared: people.iter().flat_map(declared).collect(),
        taken_back: Vec::new(),
        events,
        comments: talk.comments,
        reports: talk.reports,
        showings: traces.showings,
        earlier: Vec::new(),
    };
    Ok(Made { slug: file.slug, transcript })
}

/// The reference conversation as it would be once it has closed: the same answers, and an end.
///
/// # Errors
/// As [`reference`].
pub fn closed(seed: u64) -> Result<Made, DemoError> {
    let Made { slug, mut transcript } = reference(seed)?;
    let at_ms = transcript.events.iter().map(|event| event.at_ms).max().unwrap_or_default() + CLOSED_AFTER_MS;
    let seq = Seq(1 + transcript.events.len() as u64);
    transcript.events.push(Event { seq, at_ms, fact: Fact::Closed });
    let slug = Slug::parse(&format!("{slug}-closed")).unwrap_or(slug);
    Ok(Made { slug, transcript })
}

fn talk(file: &ConversationFile, people: &[Person], authors: &[ParticipantId]) -> Result<comments::Talk, DemoError> {
    let roles = file.instrument.attributes.iter().find(|attribute| attribute.key == "role");
    comments::talk(people, roles.ok_or_else(|| DemoError::Comments("nobody is asked for a role".to_owned()))?, authors)
}

fn note(seed: u64) -> String {
    format!(
        "The 1,760 made-up ones come from seed {seed}. The counts of the first question, 229, 810 and 721, \
         are one reconstruction of published shares."
    )
}

/// How people feel about the statements that are voted on: the file's, then the participants' that get accepted.
fn traits_of(seeded: &[SeedStatement]) -> Result<Vec<Traits>, DemoError> {
    for place in 0..seeded.len().max(SEEDED.len()) {
        let text = seeded.get(place).map_or("", SeedStatement::as_str);
        if !SEEDED.get(place).is_some_and(|lean| text.starts_with(lean.opening)) {
            return Err(DemoError::Leans(text.to_owned()));
        }
    }
    let of_file = SEEDED.iter().map(|lean| (&lean.leans, lean.unsure));
    let of_people = WRITTEN.iter().filter_map(|written| match &written.outcome {
        Outcome::Accepted { leans, unsure, .. } => Some((leans, *unsure)),
        Outcome::Declined { .. } | Outcome::Held => None,
    });
    let traits = |(leans, unsure): (&[f64; leans::N_GROUPS], f64)| {
        let one_side = leans.iter().all(|lean| *lean > 0.0) || leans.iter().all(|lean| *lean < 0.0);
        let kind = match (unsure > 0.5, one_side) {
            (true, _) => Kind::Unsure,
            (false, true) => Kind::Shared,
            (false, false) => Kind::Divisive,
        };
        Traits::from_leans(kind, leans, unsure, people::SEPARATION)
    };
    Ok(of_file.chain(of_people).map(traits).collect())
}

fn votable<'a>(seeded: &[SeedStatement], traits: &'a [Traits], crowd: &Crowd) -> Vec<Votable<'a>> {
    let of_file = seeded.iter().map(|text| (text.as_str(), OPENED_MS));
    let of_people = WRITTEN.iter().map(|written| match written.outcome {
        Outcome::Accepted { hour, .. } => Some((written.text, at_hour(hour))),
        Outcome::Declined { .. } | Outcome::Held => None,
    });
    (1..)
        .map(StatementId)
        .zip(of_file.map(Some).chain(of_people))
        .filter_map(|(id, votable)| votable.map(|(text, accepted_ms)| (id, text, accepted_ms)))
        .zip(traits)
        .map(|((id, text, accepted_ms), traits)| Votable {
            id,
            model: StatementModel::new(traits, crowd),
            accepted_ms,
            n_chars: text.chars().count(),
        })
        .collect()
}

/// Who writes each of the participants' statements: the first to come from its hour on who votes enough, comes
/// once and has not written before.
fn authors(people: &[Person]) -> Result<Vec<ParticipantId>, DemoError> {
    let mut authors: Vec<ParticipantId> = Vec::new();
    for written in WRITTEN {
        let author = people
            .iter()
            .filter(|person| person.n_votes >= VOTES_OF_AN_AUTHOR && person.again_ms.is_none())
            .find(|person| person.coming.at_ms >= at_hour(written.hour) && !authors.contains(&person.id));
        authors.push(author.ok_or(DemoError::NoAuthor(written.text))?.id);
    }
    Ok(authors)
}

/// The number of the participants' statement at a place of the table.
fn written_id(file: &ConversationFile, place: usize) -> StatementId {
    StatementId(u32::try_from(file.statements.len() + place + 1).unwrap_or(u32::MAX))
}

/// The log: opened, the organiser's statements, then everything by time.
fn log(file: &ConversationFile, facts: Vec<(Millis, Fact)>) -> Vec<Event> {
    let begun =
        (1..).map(StatementId).zip(&file.statements).flat_map(|(id, seed)| canvass_app::conversation::begun(id, seed));
    let first = std::iter::once(Fact::Opened).chain(begun).map(|fact| (OPENED_MS, fact));
    let decided = WRITTEN.iter().enumerate().filter_map(|(place, written)| {
        let (at_ms, state) = decision(written)?;
        Some((at_ms, Fact::StatementDecided { statement: written_id(file, place), state }))
    });
    let mut all: Vec<(Millis, Fact)> = first.chain(decided).chain(facts).collect();
    all.sort_by_key(|(at_ms, _)| *at_ms);
    (1..).map(Seq).zip(all).map(|(seq, (at_ms, fact))| Event { seq, at_ms, fact }).collect()
}

fn decision(written: &Written) -> Option<(Millis, StatementState)> {
    match written.outcome {
        Outcome::Accepted { hour, .. } => Some((at_hour(hour), StatementState::Accepted)),
        Outcome::Declined { hour, .. } => Some((at_hour(hour), StatementState::Declined)),
        Outcome::Held => None,
    }
}

fn statements(
    file: &ConversationFile,
    authors: &[ParticipantId],
    events: &[Event],
) -> Result<Vec<Statement>, DemoError> {
    let seeded = (1..).map(StatementId).zip(&file.statements).map(|(id, text)| Statement {
        id,
        text: Some(text.as_str().to_owned()),
        origin: Origin::Organiser,
        author: None,
        state: StatementState::Accepted,
        reason: None,
        rule: None,
        decided_here: false,
        added_ms: OPENED_MS,
    });
    let mut all: Vec<Statement> = seeded.collect();
    for (place, (written, author)) in WRITTEN.iter().zip(authors).enumerate() {
        let id = written_id(file, place);
        let added =
            events.iter().find(|event| matches!(event.fact, Fact::StatementAdded { statement, .. } if statement == id));
        let decision = decision(written);
        all.push(Statement {
            id,
            text: Some(StatementText::parse(written.text)?.as_str().to_owned()),
            origin: Origin::Participant,
            author: Some(*author),
            state: decision.map_or(StatementState::Held, |(_, state)| state),
            reason: match written.outcome {
                Outcome::Declined { reason, .. } => Some(reason.to_owned()),
                Outcome::Accepted { .. } | Outcome::Held => None,
            },
            rule: match written.outcome {
                Outcome::Declined { rule, .. } => Some(rule.to_owned()),
                Outcome::Accepted { .. } | Outcome::Held => None,
            },
            decided_here: decision.is_some(),
            added_ms: added.ok_or(DemoError::NoAuthor(written.text))?.at_ms,
        });
    }
    Ok(all)
}

fn arrival(person: &Person) -> Arrival {
    Arrival {
        channel: None,
        participant: person.id,
        assurance: Assurance::Anonymous,
        via: person.coming.via,
        external_id: None,
        published_group: None,
        marks: canvass_domain::ReaderMarks::NONE,
        at_ms: person.coming.at_ms,
    }
}

fn declared(person: &Person) -> impl Iterator<Item = Declared> + use<> {
    let participant = person.id;
    let about = |attribute: &str, option: Option<u16>| {
        option.map(|option| Declared { participant, attribute: attribute.to_owned(), option })
    };
    [about("role", person.role), about("region", person.region)].into_iter().flatten()
}
