//! Making a conversation, changing its wording, opening and closing it.

use crate::desk::check_markable;
use crate::live::Entry;
use crate::{App, AppError, Conflict, StaffId};
use canvass_domain::{
    Addition, Event, Fact, Gate, Instrument, Millis, Origin, Provenance, SeedStatement, Seq, Slug, State, Statement,
    StatementId, StatementState, Story, Subject, Transcript, Visibility,
};
use canvass_formats::conversation_file::ConversationFile;
use canvass_store::Act;
use canvass_words::{Locale, Messages, legible};
use std::{collections::BTreeMap, sync::Arc};

/// A new draft as a transcript: the organiser's statements are its first events.
#[must_use]
pub fn draft(file: &ConversationFile, at_ms: Millis) -> Transcript {
    let numbered = || (1_u32..).map(StatementId).zip(&file.statements);
    let facts = numbered().flat_map(|(id, seed)| begun(id, seed));
    let row = |(id, seed): (StatementId, &SeedStatement)| Statement {
        id,
        text: Some(seed.as_str().to_owned()),
        origin: Origin::Organiser,
        author: None,
        state: StatementState::Accepted,
        reason: None,
        rule: None,
        decided_here: true,
        added_ms: at_ms,
    };
    Transcript {
        provenance: Provenance::Here,
        note: None,
        instrument: file.instrument.clone(),
        arrivals: Vec::new(),
        statements: numbered().map(row).collect(),
        declared: Vec::new(),
        taken_back: Vec::new(),
        events: (1..).zip(facts).map(|(n, fact)| Event { seq: Seq(n), at_ms, fact }).collect(),
        comments: Vec::new(),
        reports: Vec::new(),
        showings: Vec::new(),
        earlier: Vec::new(),
    }
}

/// The events with which a statement of the organiser's begins: it comes in, and is marked where it is about the
/// readers.
pub fn begun(statement: StatementId, seed: &SeedStatement) -> impl Iterator<Item = Fact> + use<> {
    let added = Fact::StatementAdded { statement, origin: Origin::Organiser, state: StatementState::Accepted };
    let subject = seed.subject;
    let marked = subject.is_meta().then_some(Fact::StatementMarked { statement, subject });
    std::iter::once(added).chain(marked)
}

/// What whoever made a draft should know: what is missing before it can open, when it opens by itself, and what was
/// decided for want of a word.
#[must_use]
pub fn remarks(file: &ConversationFile, now_ms: Millis) -> Vec<String> {
    let instrument = &file.instrument;
    let mut remarks = Vec::new();
    let obstacle = instrument.check_can_open_at(now_ms).err();
    if let Some(error) = &obstacle {
        remarks.push(format!("It is a draft and cannot open yet: `{}` {}.", error.place, error.problem));
    }
    if instrument.poll.is_none() && file.statements.is_empty() {
        remarks.push("It asks nothing yet: add a [poll] or a [[statement]].".to_owned());
    }
    match instrument.times.opens_at {
        _ if obstacle.is_some() => {}
        Some(at) if at <= now_ms => remarks.push("It opens by itself as soon as a server runs.".to_owned()),
        Some(at) => {
            let zone = instrument.zone();
            let at = Messages::of(Locale::ENGLISH).moment(zone, at).unwrap_or_default();
            remarks.push(format!("A running server opens it by itself on {at}."));
        }
        None => remarks.push("It is a draft: open it at the desk, or say opens_at = ... in the file.".to_owned()),
    }
    if let Some(zone) = instrument.time_zone.as_deref().filter(|_| !file.says_zone) {
        let language = &instrument.language;
        remarks.push(format!(
            "Its times are told in {zone}, as its language is {language} and its times have the offsets of that zone; say time_zone = ... otherwise."
        ));
    }
    if !file.says_gate {
        let others =
            Gate::ALL.iter().filter(|gate| **gate != instrument.gate).map(|gate| format!("\"{}\"", gate.word()));
        let others = others.collect::<Vec<_>>().join(", ");
        remarks.push(format!(
            "Results are visible to all from the start; say gate = one of {others} otherwise. The first answer locks it."
        ));
    }
    remarks
}

/// The sums that an instrument declares.
fn sums(instrument: &Instrument) -> &[Addition] {
    instrument.poll.as_ref().map_or(&[], |poll| &poll.additions)
}

impl App {
    /// Adds a conversation while running.
    ///
    /// # Errors
    /// When the slug is taken, or storage fails.
    pub async fn create(&self, slug: &Slug, transcript: &Transcript, now_ms: Millis) -> Result<Arc<Entry>, AppError> {
        self.create_as(slug, transcript, Visibility::Public, now_ms).await
    }

    /// The same, for all to know of or for staff alone.
    ///
    /// # Errors
    /// As [`App::create`].
    pub async fn create_as(
        &self,
        slug: &Slug,
        transcript: &Transcript,
        visibility: Visibility,
        now_ms: Millis,
    ) -> Result<Arc<Entry>, AppError> {
        let id = self.store.load_as(slug, transcript, visibility, now_ms, &mut |_| {}).await?;
        let made = self.store.conversations().await?.into_iter().find(|conversation| conversation.id == id);
        let made = made.ok_or_else(|| AppError::broken("making a conversation", "it is not there"))?;
        let entry = self.live.read_one(&self.store, made).await?;
        self.scheduler.put(id);
        Ok(entry)
    }

    /// Changes wording or rules. While nobody has answered anything may change, in place; after that what was
    /// asked is locked, and any other change makes a new version.
    ///
    /// # Errors
    /// When the new instrument is not as it must be, or changes what people have answered already.
    pub async fn revise(
        &self,
        entry: &Entry,
        instrument: Instrument,
        by: Option<StaffId>,
        at_ms: Millis,
    ) -> Result<u32, AppError> {
        instrument.check_bounds()?;
        // What is wrong already, from before a rule was there, keeps nobody from changing the rest.
        let known = entry.conversation().instrument.problems();
        if let Some(problem) = instrument.problems().into_iter().find(|problem| !known.contains(problem)) {
            return Err(problem.into());
        }
        let host = |instrument: &Instrument| instrument.story.as_ref().and_then(Story::host);
        let moves_story = host(&entry.conversation().instrument) != host(&instrument);
        {
            let snapshot = entry.read();
            let old = &snapshot.conversation.instrument;
            let has_answers = snapshot.ledger.has_answers();
            // What language an import is in may be mended: nobody was asked in it here.
            let mended = match snapshot.conversation.provenance {
                Provenance::Imported => Instrument { language: old.language.clone(), ..instrument.clone() },
                Provenance::Here | Provenance::Synthetic => instrument.clone(),
            };
            if has_answers && !old.asks_the_same_as(&mended) {
                return Err(Conflict::WordingLocked.into());
            }
            if has_answers && old.gate != instrument.gate {
                return Err(Conflict::GateLocked.into());
            }
            if snapshot.conversation.state != State::Draft && sums(old) != sums(&instrument) {
                return Err(Conflict::SumsLocked.into());
            }
            if snapshot.conversation.state == State::Open {
                instrument.check_can_open()?;
            }
        }
        self.put_by(by, entry.id(), at_ms, Act::Revise(Box::new(instrument))).await?;
        if moves_story {
            self.visits.leave_story(entry.id());
        }
        Ok(entry.read().conversation.version)
    }

    /// Adds the organiser's statements that are not there yet, each up for votes at once. The ones there keep their
    /// wording; those said to be about the readers are marked so, and no mark is lifted. Gives how many were added.
    ///
    /// # Errors
    /// When the conversation is closed or full, a mark may not be set now, or storage fails.
    pub async fn seed(
        &self,
        entry: &Entry,
        seeds: &[SeedStatement],
        by: Option<StaffId>,
        at_ms: Millis,
    ) -> Result<u32, AppError> {
        let (missing, unmarked) = {
            let snapshot = entry.read();
            // What reads the same is there already, whoever wrote it.
            let known: BTreeMap<String, &Statement> = snapshot
                .statements
                .values()
                .rev()
                .filter_map(|statement| Some((legible::reads_as(statement.text.as_deref()?), statement)))
                .collect();
            let there = |seed: &SeedStatement| known.get(&legible::reads_as(seed.as_str()));
            let missing: Vec<_> = seeds.iter().filter(|seed| there(seed).is_none()).collect();
            let meta = seeds.iter().filter(|seed| seed.subject.is_meta()).filter_map(there);
            let is_unmarked = |id: &StatementId| snapshot.ledger.subject(*id) == Some(Subject::Topic);
            let unmarked: Vec<StatementId> = meta.map(|statement| statement.id).filter(is_unmarked).collect();
            if snapshot.conversation.state == State::Closed && !missing.is_empty() {
                return Err(Conflict::NoMoreStatements.into());
            }
            if !unmarked.is_empty() {
                check_markable(&snapshot)?;
            }
            (missing, unmarked)
        };
        for seed in &missing {
            self.put_by(by, entry.id(), at_ms, Act::Seed(seed.text.clone(), seed.subject)).await?;
        }
        for statement in unmarked {
            self.put_by(by, entry.id(), at_ms, Act::Mark(statement, Subject::Readers)).await?;
        }
        Ok(u32::try_from(missing.len()).unwrap_or(u32::MAX))
    }

    /// Opens a draft. What is closed stays closed: its results have been shown as final.
    ///
    /// # Errors
    /// When it is no draft, nobody stands behind it, or its closing time has passed.
    pub async fn open(&self, entry: &Entry, by: Option<StaffId>, at_ms: Millis) -> Result<(), AppError> {
        {
            let snapshot = entry.read();
            match snapshot.conversation.state {
                State::Draft => snapshot.conversation.instrument.check_can_open_at(at_ms)?,
                State::Open => return Err(Conflict::OpenAlready.into()),
                State::Closed => return Err(Conflict::ClosedForGood.into()),
            }
        }
        self.put_by(by, entry.id(), at_ms, Act::Open).await.map(|_| ())
    }

    /// Closes a conversation.
    ///
    /// # Errors
    /// When it is not open.
    pub async fn close(&self, entry: &Entry, by: Option<StaffId>, at_ms: Millis) -> Result<(), AppError> {
        if entry.read().conversation.state != State::Open {
            return Err(Conflict::NotOpen.into());
        }
        self.put_by(by, entry.id(), at_ms, Act::Close).await.map(|_| ())
    }

    /// Makes an import known to all that only staff knew of.
    ///
    /// # Errors
    /// When it is known to all.
    pub async fn make_public(&self, entry: &Entry, by: StaffId, at_ms: Millis) -> Result<(), AppError> {
        self.put_by(Some(by), entry.id(), at_ms, Act::MakePublic).await.map(|_| ())
    }

    /// Takes an import out, with all that belongs to it. Its number is never given again.
    ///
    /// # Errors
    /// When it is no import, or an edition of it is published.
    pub async fn delete(&self, entry: &Entry, by: StaffId, at_ms: Millis) -> Result<(), AppError> {
        // Nobody publishes a take of it meanwhile.
        let _guard = self.editing.lock().await;
        self.put_by(Some(by), entry.id(), at_ms, Act::Delete).await.map(|_| ())
    }

    /// Opens what is due to open and closes what is due to close. What cannot be opened stays a draft. What the clock
    /// closed before its time, as it turns out, opens again, once. Gives what failed, and why.
    pub async fn run_due(&self, now_ms: Millis) -> Vec<(Slug, AppError)> {
        let mut failed = Vec::new();
        for entry in self.live.all() {
            let (state, times, created_ms, may_reopen) = {
                let snapshot = entry.read();
                let conversation = &snapshot.conversation;
                let may_reopen = conversation.provenance == Provenance::Here && conversation.turns.may_reopen();
                (conversation.state, conversation.instrument.times, conversation.created_ms, may_reopen)
            };
            let is_due = |at: Option<Millis>| at.is_some_and(|at| at <= now_ms);
            let done = match state {
                State::Draft if is_due(times.closes_at) => Ok(()),
                State::Draft if is_due(times.opens_at) => self.open(&entry, None, now_ms.max(created_ms)).await,
                State::Open if is_due(times.closes_at) => self.turn(&entry, now_ms, Act::CloseByClock).await,
                State::Closed if may_reopen && times.closes_at.is_some_and(|at| now_ms < at) => {
                    self.turn(&entry, now_ms, Act::Reopen).await
                }
                State::Draft | State::Open | State::Closed => Ok(()),
            };
            if let Err(error) = done {
                failed.push((entry.conversation().slug.clone(), error));
            }
        }
        failed
    }

    /// What the clock does by itself.
    async fn turn(&self, entry: &Entry, now_ms: Millis, act: Act) -> Result<(), AppError> {
        self.put_by(None, entry.id(), now_ms, act).await.map(|_| ())
    }
}
