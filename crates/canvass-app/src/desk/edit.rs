//! Making and changing a conversation in forms: what is stored as a manuscript, saving one, and telling whoever was
//! slower.
//!
//! A manuscript goes the way of a conversation file: the same reading, the same locks, the same versions. Nothing
//! is saved over what somebody else has saved since the form was shown.

use crate::live::{Entry, Snapshot};
use crate::{App, AppError, StaffId, conversation, identity};
use canvass_domain::instrument::lockable;
use canvass_domain::{
    Decision, HasAnswers, InstrumentError, Lock, Looked, Manuscript, Millis, Origin, Provenance, Ruling, SeedStatement,
    Stage, State, StatementId, StatementState, Subject, Target,
};
use canvass_formats::FormatError;
use canvass_formats::conversation_file::{self, ConversationFile};
use canvass_store::{Act, StoreError};
use std::sync::Arc;

pub use canvass_formats::conversation_file::{
    ReadManuscript, blank_manuscript, read_manuscript, take_from_spreadsheet,
};

/// Stands for what is stored, so that a form can say what it was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditToken(String);

/// What is stored, for a form.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Every key's text. Statements stand in it while they can still be changed.
    pub manuscript: Manuscript,
    /// What it stands at.
    pub token: EditToken,
    /// Where it stands.
    pub state: State,
    /// Where its answers come from.
    provenance: Provenance,
    /// Version of the wording.
    pub version: u32,
    /// Whether somebody has answered.
    pub has_answers: HasAnswers,
    /// The organiser's statements that keep their wording.
    pub settled: Vec<String>,
}

/// What saving came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Nothing was different.
    Nothing,
    /// It was changed in place.
    InPlace,
    /// It is a new version.
    Version(u32),
}

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum NotSaved {
    /// Something typed is not as it must be.
    #[error("{} things are not as they must be", .0.len())]
    Problems(Vec<InstrumentError>),
    /// Somebody else has saved since the form was shown.
    #[error("somebody else has saved meanwhile")]
    Overtaken,
    /// It could not be carried out.
    #[error(transparent)]
    App(#[from] AppError),
}

impl EditToken {
    /// Its letters, for a form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn of(snapshot: &Snapshot, manuscript: &Manuscript) -> Self {
        let mut stored = String::new();
        for place in manuscript.places() {
            let text = manuscript.get(&place);
            stored.push_str(&format!("{place}:{}:{text}\n", text.len()));
        }
        let conversation = &snapshot.conversation;
        // What is locked now and was not then is a change like any other.
        let has_answers = [u8::from(snapshot.ledger.has_answers())];
        let version = conversation.version.to_be_bytes();
        let mut parts = vec![stored.as_bytes(), &version, &has_answers, conversation.state.word().as_bytes()];
        let seeds: Vec<(&str, Subject)> = seeds(snapshot).map(|(_, seed)| seed).collect();
        parts.extend(seeds.iter().flat_map(|(text, subject)| [text.as_bytes(), subject.word().as_bytes()]));
        let mut token = identity::hash(&parts).hex();
        token.truncate(32);
        Self(token)
    }
}

impl Stored {
    /// What is stored of a conversation.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        let snapshot = entry.read();
        let conversation = &snapshot.conversation;
        let is_draft = conversation.state == State::Draft;
        let texts: Vec<(&str, Subject)> = seeds(&snapshot).map(|(_, seed)| seed).collect();
        let [open, settled] = if is_draft { [texts, Vec::new()] } else { [Vec::new(), texts] };
        let manuscript = conversation_file::manuscript(&conversation.slug, &conversation.instrument, open);
        Self {
            token: EditToken::of(&snapshot, &manuscript),
            manuscript,
            state: conversation.state,
            provenance: conversation.provenance,
            version: conversation.version,
            has_answers: if snapshot.ledger.has_answers() { HasAnswers::Some } else { HasAnswers::None },
            settled: settled.into_iter().map(|(text, _)| text.to_owned()).collect(),
        }
    }

    /// How far it has come.
    const fn stage(&self) -> Stage {
        Stage { state: self.state, provenance: self.provenance, has_answers: self.has_answers }
    }

    /// Whether a key or a group is locked, and why.
    #[must_use]
    pub fn lock(&self, name: &str) -> Option<Lock> {
        Lock::of(name, self.stage())
    }

    /// What was typed, with everything that is locked as it is stored.
    #[must_use]
    pub fn over(&self, mut typed: Manuscript) -> Manuscript {
        for name in lockable().filter(|name| self.lock(name).is_some()) {
            typed.take(name, &self.manuscript);
        }
        typed
    }
}

/// A conversation as a file from which it could be made anew.
///
/// # Errors
/// When a time lies outside of what a calendar can say.
pub fn to_file(entry: &Entry) -> Result<String, FormatError> {
    let snapshot = entry.read();
    let conversation = &snapshot.conversation;
    let statements = seeds(&snapshot).map(|(_, seed)| seed);
    conversation_file::write_whole(&conversation.slug, &conversation.instrument, statements)
}

/// The text of a file that was sent to the desk: UTF-8, or UTF-16 with a byte-order mark.
///
/// # Errors
/// Which line is neither, and what it looks like.
pub fn text_of_file(bytes: &[u8]) -> Result<String, String> {
    canvass_formats::encoding::text("the file", bytes).map_err(|error| error.to_string())
}

/// A conversation file as a manuscript.
///
/// # Errors
/// What is wrong with the file, with its line.
pub fn from_file(text: &str) -> Result<Manuscript, String> {
    let file = conversation_file::parse(text).map_err(|error| error.in_file("The file").to_string())?;
    let statements = file.statements.iter().map(SeedStatement::as_written);
    Ok(conversation_file::manuscript(&file.slug, &file.instrument, statements))
}

impl App {
    /// Makes a draft of what was typed.
    ///
    /// # Errors
    /// When something typed is not as it must be, the name in addresses is taken, or storage fails.
    pub async fn create_from(&self, typed: &Manuscript, by: StaffId, now_ms: Millis) -> Result<Arc<Entry>, NotSaved> {
        let new = Stage { state: State::Draft, provenance: Provenance::Here, has_answers: HasAnswers::None };
        let file = read(typed, new)?;
        let _guard = self.editing.lock().await;
        let made = self.store.load_by(by.0, &file.slug, &conversation::draft(&file, now_ms), now_ms).await;
        let id = made.map_err(|error| match error {
            StoreError::SlugTaken(slug) => {
                let problem = format!("`{slug}` is taken by another conversation; choose another name");
                NotSaved::Problems(vec![InstrumentError { place: "slug".to_owned(), problem }])
            }
            error => NotSaved::App(error.into()),
        })?;
        let all = self.store.conversations().await.map_err(AppError::from)?;
        let made = all.into_iter().find(|conversation| conversation.id == id);
        let made = made.ok_or_else(|| AppError::broken("making a conversation", "it is not there"))?;
        Ok(self.live.read_one(&self.store, made).await.map_err(AppError::from)?)
    }

    /// Saves what was typed over what is stored, unless that is no longer what the form was made from. While nobody
    /// has answered it changes in place; after that a change of wording or rules is a new version.
    ///
    /// # Errors
    /// When something typed is not as it must be, somebody was faster, or storage fails.
    pub async fn save_edit(
        &self,
        entry: &Entry,
        typed: Manuscript,
        made_from: &str,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<Saved, NotSaved> {
        let _guard = self.editing.lock().await;
        let stored = Stored::of(entry);
        let typed = stored.over(typed);
        if stored.token.as_str() != made_from {
            return Err(NotSaved::Overtaken);
        }
        if typed == stored.manuscript {
            return Ok(Saved::Nothing);
        }
        let mut file = read(&typed, stored.stage())?;
        // Moments, too, stay what they are, in whatever zone they are told from now on.
        file.instrument.keep_locked(&entry.conversation().instrument, stored.stage());
        let has_new_wording = entry.conversation().instrument != file.instrument;
        if has_new_wording {
            self.revise(entry, file.instrument, Some(by), at_ms).await.map_err(overtaken)?;
        }
        let n_changed = match stored.state {
            State::Draft => self.put_statements(entry, &file.statements, by, at_ms).await?,
            State::Open | State::Closed => {
                self.seed(entry, &file.statements, Some(by), at_ms).await.map_err(overtaken)? as usize
            }
        };
        let version = entry.conversation().version;
        Ok(match (version == stored.version, has_new_wording || n_changed > 0) {
            (false, _) => Saved::Version(version),
            (true, true) => Saved::InPlace,
            (true, false) => Saved::Nothing,
        })
    }

    /// Makes a draft's statements what they are to be: those with the same words stay, others are reworded, taken
    /// out or added. Nobody can have answered one.
    async fn put_statements(
        &self,
        entry: &Entry,
        wanted: &[SeedStatement],
        by: StaffId,
        at_ms: Millis,
    ) -> Result<usize, AppError> {
        let acts = acts_towards(&entry.read(), wanted);
        let n_acts = acts.len();
        for act in acts {
            self.put_by(Some(by), entry.id(), at_ms, act).await?;
        }
        Ok(n_acts)
    }
}

fn acts_towards(snapshot: &Snapshot, wanted: &[SeedStatement]) -> Vec<Act> {
    let is_wanted = |text: &str| wanted.iter().any(|wanted| wanted.as_str() == text);
    let there = |seed: &SeedStatement| seeds(snapshot).find(|(_, (text, _))| *text == seed.as_str());
    let mut gone = seeds(snapshot).filter(|(_, (text, _))| !is_wanted(text)).collect::<Vec<_>>().into_iter();
    let mut acts = Vec::new();
    for seed in wanted {
        let (kept, is_new) = match there(seed) {
            Some(kept) => (Some(kept), false),
            None => (gone.next(), true),
        };
        match kept {
            Some((statement, _)) if is_new => acts.push(Act::Reword(statement, seed.text.clone(), None)),
            Some(_) => {}
            None => acts.push(Act::Seed(seed.text.clone(), seed.subject)),
        }
        if let Some((statement, (_, subject))) = kept
            && subject != seed.subject
        {
            acts.push(Act::Mark(statement, seed.subject));
        }
    }
    let take_out = |statement| {
        Act::Decide(Decision {
            looked: Looked { target: Target::Statement(statement), from: StatementState::Accepted, seen: None },
            to: StatementState::Declined,
            ruling: Ruling::default(),
        })
    };
    acts.extend(gone.map(|(statement, _)| take_out(statement)));
    acts
}

/// The organiser's statements that are up for votes, with what each is about.
fn seeds(snapshot: &Snapshot) -> impl Iterator<Item = (StatementId, (&str, Subject))> {
    let is_seed = |statement: &&canvass_domain::Statement| {
        statement.origin == Origin::Organiser && statement.state == StatementState::Accepted
    };
    let seed = |statement: &'_ canvass_domain::Statement| snapshot.ledger.subject(statement.id).unwrap_or_default();
    let seeds = snapshot.statements.values().filter(is_seed);
    seeds.filter_map(move |statement| Some((statement.id, (statement.text.as_deref()?, seed(statement)))))
}

fn read(typed: &Manuscript, stage: Stage) -> Result<ConversationFile, NotSaved> {
    let ReadManuscript { file, mut problems } = read_manuscript(typed);
    // What nobody can change any more, from before a rule was there, keeps nobody from changing the rest.
    if stage.state != State::Draft {
        let name = |place: &str| place.split('[').next().unwrap_or(place).to_owned();
        problems.retain(|problem| Lock::of(&name(&problem.place), stage).is_none());
    }
    if stage.state == State::Open
        && let Err(mut obstacle) = file.instrument.check_can_open()
    {
        // The form asks for a name there, not for the whole.
        if obstacle.place == "organiser" {
            obstacle.place = "organiser.name".to_owned();
        }
        problems.push(obstacle);
    }
    if problems.is_empty() { Ok(file) } else { Err(NotSaved::Problems(problems)) }
}

/// What could be done when the form was shown and no longer can: the first answer came, or the close.
fn overtaken(error: AppError) -> NotSaved {
    match error {
        AppError::Conflict(_) => NotSaved::Overtaken,
        AppError::Instrument(problem) => NotSaved::Problems(vec![problem]),
        error => NotSaved::App(error),
    }
}
