//! Answers by what people said about themselves, kept up event by event, and shown in steps.
//!
//! A *line* is what the people of one value answered to one thing: the poll, or one statement. What is shown of a
//! line stands still until at least [`STEP`] people on it have given new answers; it is then taken anew at the next
//! [`BEAT`]th entry of the log, so that the entry whose turn it is cannot be told from the ones just before. At the
//! close every line is taken anew, and stands from then on. Where somebody is taken out of a value (they forgot or
//! changed what they said, were erased, banned, or count again), nothing of that value is shown until as many
//! others have answered since, or until the close. docs/METHODS.md gives the reasons.
//!
//! What is shown follows from the log, from what is declared now and since when, and from when something declared
//! was taken back: a restart shows the same. This module must never show counts that no step has taken.

use crate::counted::{Counted, Marks};
use crate::segments::{Moment, Segments, Stands};
use crate::{Ledger, LedgerError};
use canvass_domain::{
    Answer, Attribute, Ballot, Event, Fact, Instrument, MAX_OPTIONS, Millis, ParticipantId, Poll, StatementId, Vote,
};
use std::collections::{BTreeMap, BTreeSet};

/// Least people with new answers between two states of one line.
pub const STEP: usize = 10;
/// Lines are taken anew at entries of the log whose number is a multiple of this.
pub const BEAT: u64 = 10;

/// What a line counts answers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    /// The poll; where there is none, having taken part.
    Head,
    /// A statement.
    Statement(StatementId),
}

/// A value of an attribute; nothing for those who did not say.
pub(crate) type Value = (usize, Option<u16>);

/// What somebody said about themselves, or took back: what is kept of it besides the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// When.
    pub at_ms: Millis,
    /// Key of the attribute.
    pub attribute: String,
    /// The answer's place among the attribute's options, from 0.
    pub option: u16,
    /// Who says it; nobody where it was taken back, which is all that is kept then.
    pub participant: Option<ParticipantId>,
}

/// Answers by what people said about themselves.
#[derive(Clone, Debug, Default)]
pub struct Crosstab {
    attributes: Vec<Attribute>,
    has_poll: bool,
    n_options: usize,
    /// What each participant said, by the attribute's place.
    people: BTreeMap<ParticipantId, BTreeMap<usize, u16>>,
    lines: BTreeMap<Subject, Lines>,
    /// Lines to be taken anew at the next beat.
    ripe: BTreeSet<(Subject, Value)>,
    /// Values that somebody left after the close.
    left: BTreeSet<Value>,
    closed: Option<Moment>,
    version: u64,
}

/// The lines of all tables of one subject.
pub(crate) type Lines = BTreeMap<Value, Line>;

/// What the people of one value answered to one thing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    now: Counted,
    taken: Option<Taken>,
    /// Who gave a new answer since it was taken.
    fresh: BTreeSet<ParticipantId>,
}

/// A line as it stands until the next step.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    pub counts: Counted,
    pub moment: Moment,
}

impl Line {
    pub(crate) const fn taken(&self) -> Option<&Taken> {
        self.taken.as_ref()
    }

    fn take(&mut self, moment: Moment) {
        self.taken = Some(Taken { counts: self.now.clone(), moment });
        self.fresh.clear();
    }

    fn hide(&mut self) {
        self.taken = None;
        self.fresh.clear();
    }
}

impl Crosstab {
    /// Begins with nobody, for what an instrument asks.
    #[must_use]
    pub fn new(instrument: &Instrument) -> Self {
        Self {
            attributes: instrument.attributes.clone(),
            has_poll: instrument.poll.is_some(),
            n_options: instrument.poll.as_ref().map_or(0, |poll: &Poll| poll.options.len().min(MAX_OPTIONS)),
            ..Self::default()
        }
    }

    /// Folds a log together with what was said, and taken back, at its time.
    ///
    /// # Errors
    /// When the log is not dense from 1.
    pub fn of(instrument: &Instrument, events: &[Event], mut said: Vec<Said>) -> Result<(Ledger, Self), LedgerError> {
        let (mut ledger, mut crosstab) = (Ledger::default(), Self::new(instrument));
        said.sort_by_key(|said| (said.at_ms, said.participant));
        let mut said = said.into_iter().peekable();
        let mut now_ms = 0;
        for event in events {
            now_ms = event.at_ms.max(now_ms);
            while let Some(said) = said.next_if(|said| said.at_ms < now_ms || said.at_ms == 0) {
                crosstab.replay(&ledger, &said);
            }
            crosstab.apply(&mut ledger, event)?;
        }
        said.for_each(|said| crosstab.replay(&ledger, &said));
        Ok((ledger, crosstab))
    }

    /// Takes the next event, for itself and for the ledger.
    ///
    /// # Errors
    /// When it is not the next one.
    pub fn apply(&mut self, ledger: &mut Ledger, event: &Event) -> Result<(), LedgerError> {
        if self.attributes.is_empty() {
            return ledger.apply(event);
        }
        let participant = event.fact.participant();
        let counted = participant.is_some_and(|who| !ledger.is_banned(who));
        let touched = self.touched(&event.fact);
        let before: Vec<_> = touched.iter().map(|subject| self.marks(ledger, participant, *subject)).collect();
        ledger.apply(event)?;
        if let Some(who) = participant {
            let counts = !ledger.is_banned(who);
            if counts != counted {
                self.recount(ledger, who, counts);
            } else if counts {
                for (subject, before) in touched.into_iter().zip(before) {
                    self.change(who, subject, before, self.marks(ledger, participant, subject));
                }
            }
        }
        self.step(event);
        Ok(())
    }

    /// Takes what a participant says about themselves, replacing what they said before; nothing takes it back.
    pub fn declare(&mut self, ledger: &Ledger, who: ParticipantId, answers: &[(String, u16)]) {
        let place = |key: &str| self.attributes.iter().position(|attribute| attribute.key == key);
        let said: BTreeMap<usize, u16> =
            answers.iter().filter_map(|(key, option)| Some((place(key)?, *option))).collect();
        for attribute in 0..self.attributes.len() {
            let new = said.get(&attribute).copied();
            let old = self.people.get(&who).and_then(|said| said.get(&attribute)).copied();
            if new != old {
                self.move_to(ledger, who, attribute, new);
            }
            if let Some(old) = old.filter(|_| new != old) {
                self.taken_back((attribute, Some(old)));
            }
        }
    }

    /// What is shown.
    #[must_use]
    pub fn segments(&self) -> Segments {
        let stands = Stands { lines: &self.lines, left: &self.left, closed: self.closed };
        Segments::of(&self.attributes, &stands)
    }

    /// Grows whenever what is shown may have changed.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// Whether it counts by what an instrument asks.
    #[must_use]
    pub fn asks_the_same_as(&self, instrument: &Instrument) -> bool {
        let n_options = instrument.poll.as_ref().map(|poll| poll.options.len());
        self.attributes == instrument.attributes && n_options == self.has_poll.then_some(self.n_options)
    }

    fn replay(&mut self, ledger: &Ledger, said: &Said) {
        let place = self.attributes.iter().position(|attribute| attribute.key == said.attribute);
        let Some(attribute) = place else { return };
        match said.participant {
            Some(who) => self.move_to(ledger, who, attribute, Some(said.option)),
            None => self.taken_back((attribute, Some(said.option))),
        }
    }

    /// Moves somebody's answers from one line of an attribute's tables to another.
    fn move_to(&mut self, ledger: &Ledger, who: ParticipantId, attribute: usize, new: Option<u16>) {
        let said = self.people.entry(who).or_default();
        let old = match new {
            Some(option) => said.insert(attribute, option),
            None => said.remove(&attribute),
        };
        if said.is_empty() {
            self.people.remove(&who);
        }
        if ledger.is_banned(who) {
            return;
        }
        for (subject, marks) in self.all_marks(ledger, who) {
            self.change_line(who, subject, (attribute, old), Some(marks), None);
            self.change_line(who, subject, (attribute, new), None, Some(marks));
        }
    }

    /// Somebody left a value: what follows must not tell what they had answered.
    fn taken_back(&mut self, value: Value) {
        self.hide(value);
        self.hide((value.0, None));
        self.version += 1;
    }

    fn hide(&mut self, value: Value) {
        if self.closed.is_some() {
            self.left.insert(value);
        }
        for (subject, lines) in &mut self.lines {
            if let Some(line) = lines.get_mut(&value) {
                line.hide();
                self.ripe.remove(&(*subject, value));
            }
        }
    }

    /// Somebody stops counting, or counts again.
    fn recount(&mut self, ledger: &Ledger, who: ParticipantId, counts: bool) {
        for (subject, marks) in self.all_marks(ledger, who) {
            let marks = Some(marks);
            if counts { self.change(who, subject, None, marks) } else { self.change(who, subject, marks, None) }
        }
        for value in self.values_of(who) {
            self.hide(value);
        }
        self.version += 1;
    }

    fn change(&mut self, who: ParticipantId, subject: Subject, before: Option<Marks>, after: Option<Marks>) {
        if before != after {
            for value in self.values_of(who) {
                self.change_line(who, subject, value, before, after);
            }
        }
    }

    fn change_line(
        &mut self,
        who: ParticipantId,
        subject: Subject,
        value: Value,
        before: Option<Marks>,
        after: Option<Marks>,
    ) {
        let n_cells = self.n_cells(subject);
        let line = self.lines.entry(subject).or_default().entry(value);
        let line = line.or_insert_with(|| Line { now: Counted::of(n_cells), ..Line::default() });
        if let Some(marks) = before {
            line.now.take_out(marks);
        }
        match after {
            Some(marks) => {
                line.now.add(marks);
                line.fresh.insert(who);
            }
            None => {
                line.fresh.remove(&who);
            }
        }
        if line.fresh.len() < STEP {
            self.ripe.remove(&(subject, value));
        } else {
            self.ripe.insert((subject, value));
        }
    }

    /// Takes lines anew where it is time to; after the close never again.
    fn step(&mut self, event: &Event) {
        if self.closed.is_some() {
            return;
        }
        let moment = Moment { seq: event.seq, at_ms: event.at_ms };
        if event.fact == Fact::Closed {
            self.closed = Some(moment);
            self.version += 1;
            self.ripe.clear();
            self.lines.values_mut().flat_map(BTreeMap::values_mut).for_each(|line| line.take(moment));
        } else if event.seq.0.is_multiple_of(BEAT) && !self.ripe.is_empty() {
            self.version += 1;
            for (subject, value) in std::mem::take(&mut self.ripe) {
                let line = self.lines.get_mut(&subject).and_then(|lines| lines.get_mut(&value));
                line.into_iter().for_each(|line| line.take(moment));
            }
        }
    }

    /// What an event may change answers to.
    fn touched(&self, fact: &Fact) -> Vec<Subject> {
        let mut touched = Vec::with_capacity(2);
        let ballot = matches!(fact, Fact::BallotCast { .. } | Fact::BallotWithdrawn { .. });
        if let Some((_, statement, _)) = fact.answer() {
            touched.push(Subject::Statement(statement));
        }
        if ballot || (!self.has_poll && !touched.is_empty()) {
            touched.push(Subject::Head);
        }
        touched
    }

    fn marks(&self, ledger: &Ledger, who: Option<ParticipantId>, subject: Subject) -> Option<Marks> {
        let who = who?;
        match subject {
            Subject::Head if self.has_poll => ledger.ballot(who).map(Ballot::bits),
            Subject::Head => (ledger.standing(who).n_votes > 0).then_some(0),
            Subject::Statement(statement) => stance(ledger.answer(who, statement)?),
        }
    }

    fn all_marks(&self, ledger: &Ledger, who: ParticipantId) -> Vec<(Subject, Marks)> {
        let head = self.marks(ledger, Some(who), Subject::Head).map(|marks| (Subject::Head, marks));
        let answers = ledger.answers_of(who).iter();
        let votes = answers.filter_map(|&(id, answer)| Some((Subject::Statement(id), stance(answer)?)));
        head.into_iter().chain(votes).collect()
    }

    fn values_of(&self, who: ParticipantId) -> Vec<Value> {
        let said = self.people.get(&who);
        (0..self.attributes.len()).map(|place| (place, said.and_then(|said| said.get(&place)).copied())).collect()
    }

    const fn n_cells(&self, subject: Subject) -> usize {
        match subject {
            Subject::Head => self.n_options,
            Subject::Statement(_) => Vote::ALL.len(),
        }
    }
}

fn stance(answer: Answer) -> Option<Marks> {
    let vote = answer.vote()?;
    Vote::ALL.iter().position(|other| *other == vote).map(|place| 1 << place)
}
