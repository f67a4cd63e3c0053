//! Answers by what people said about themselves, kept up event by event, and shown in steps.
//!
//! A *row* is what the people of one value answered to one thing: the poll, or one statement. What is shown of a
//! row stands still until at least [`STEP`](crate::STEP) people on it have given new answers; it is then taken anew at the next
//! [`BEAT`]th entry of the log, so that the entry whose turn it is cannot be told from the ones just before. At the
//! close every row is taken anew, and stands from then on. Where somebody leaves a value (they forgot or changed
//! what they said, or were erased), nothing of that value is shown until as many others have answered since, or
//! until the close; the same where somebody is banned, unless they count again before. docs/METHODS.md gives the
//! reasons.
//!
//! How many came from the story's site is one more row, of everybody whose way of coming is known: it has one count,
//! those from there, and moves as the others do. Whoever is erased leaves it, at the entry that says so.
//!
//! What is shown follows from the log, from what is declared now and since when, from when something declared was
//! taken back, and from how those came who are not erased: a restart shows the same. This module must never show
//! counts that no step has taken.

mod marked;
mod way_in;
mod ways;

use self::way_in::WaysIn;
use crate::segments::Segments;
use crate::segments::arrivals::Ways;
use crate::segments::attribute_answer::{AttributeAnswer, MARKED};
use crate::segments::counted::Marks;
use crate::segments::moment::Moment;
use crate::segments::rows::{Rows, Stands, Subject, Value};
use crate::segments::stepped_row::SteppedRow;
use crate::{Ledger, LedgerError};
use canvass_domain::{Answer, Attribute, Event, Fact, Instrument, MAX_OPTIONS, ParticipantId, Poll, Vote};
use std::collections::{BTreeMap, BTreeSet};

/// Rows are taken anew at entries of the log whose number is a multiple of this.
pub const BEAT: u64 = 10;

/// Answers by what people said about themselves.
#[derive(Clone, Debug, Default)]
pub struct SegmentCounts {
    /// What is asked, and after it what is known of everybody.
    attributes: Vec<Attribute>,
    /// How many are asked.
    n_asked: usize,
    /// Whether anybody came by another way than the usual one, and whether one of them has answered.
    ways_in: WaysIn,
    marked: BTreeSet<ParticipantId>,
    has_poll: bool,
    n_options: usize,
    /// What each participant said, by the attribute's place.
    people: BTreeMap<ParticipantId, BTreeMap<usize, u16>>,
    /// How each came, where there is a story.
    ways: Option<Ways>,
    rows: BTreeMap<Subject, Rows>,
    /// Rows to be taken anew at the next beat.
    ripe: BTreeSet<(Subject, Value)>,
    /// Values that somebody left after the close.
    left: BTreeSet<Value>,
    /// Whoever was banned, by what they had said: since the close, or since the start until then.
    absent: BTreeMap<Value, BTreeSet<ParticipantId>>,
    closed: Option<Moment>,
    version: u64,
}

impl SegmentCounts {
    /// Begins with nobody, for what an instrument asks.
    #[must_use]
    pub fn new(instrument: &Instrument) -> Self {
        Self {
            attributes: instrument.attributes.iter().cloned().chain(way_in::attributes()).collect(),
            n_asked: instrument.attributes.len(),
            ways: Ways::of(instrument),
            has_poll: instrument.poll.is_some(),
            n_options: instrument.poll.as_ref().map_or(0, |poll: &Poll| poll.options.len().min(MAX_OPTIONS)),
            ..Self::default()
        }
    }

    /// Folds a log together with what was said, and taken back, at its time.
    ///
    /// # Errors
    /// When the log is not dense from 1.
    pub fn of(
        instrument: &Instrument,
        events: &[Event],
        mut said: Vec<AttributeAnswer>,
    ) -> Result<(Ledger, Self), LedgerError> {
        let (mut ledger, mut segment_counts) = (Ledger::default(), Self::new(instrument));
        said.sort_by_key(|said| (said.at_ms, said.participant));
        let mut said = said.into_iter().peekable();
        // Before it was set right the clock ran ahead: nothing of then is later than when the conversation opened again.
        let is_opening = |event: &&Event| event.fact == Fact::Opened;
        let reopened = events.iter().filter(is_opening).nth(1).map(|event| (event.seq, event.at_ms));
        let at_ms = |event: &Event| match reopened {
            Some((seq, at_ms)) if event.seq < seq => event.at_ms.min(at_ms),
            _ => event.at_ms,
        };
        let mut now_ms = 0;
        for event in events {
            now_ms = at_ms(event).max(now_ms);
            while let Some(said) = said.next_if(|said| said.at_ms < now_ms || said.at_ms == 0) {
                segment_counts.replay(&ledger, &said);
            }
            segment_counts.apply(&mut ledger, event)?;
        }
        said.for_each(|said| segment_counts.replay(&ledger, &said));
        segment_counts.hide_marked();
        Ok((ledger, segment_counts))
    }

    /// Takes the next event, for itself and for the ledger.
    ///
    /// # Errors
    /// When it is not the next one.
    pub fn apply(&mut self, ledger: &mut Ledger, event: &Event) -> Result<(), LedgerError> {
        if self.has_nothing_to_tell() {
            ledger.apply(event)?;
            match event.fact {
                Fact::Opened => self.closed = None,
                fact if fact.is_closing() => self.closed = Some(Moment { seq: ledger.seq(), at_ms: event.at_ms }),
                _ => {}
            }
            return Ok(());
        }
        let participant = event.fact.participant();
        if participant.is_some_and(|who| self.mixes(who)) {
            self.mix(ledger);
        }
        let counted = participant.is_some_and(|who| !ledger.is_banned(who));
        let touched = self.touched(&event.fact);
        let before: Vec<_> = touched.iter().map(|subject| self.marks(ledger, participant, *subject)).collect();
        ledger.apply(event)?;
        if let Some(who) = participant {
            match (counted, !ledger.is_banned(who)) {
                (true, false) => self.ban(ledger, who),
                (false, true) => self.reinstate(ledger, who),
                (_, counts) => {
                    for (subject, before) in touched.into_iter().zip(before) {
                        let after = self.marks(ledger, participant, subject);
                        if counts {
                            self.change(ledger, who, subject, before, after);
                        } else {
                            self.change_aside(who, subject, before, after);
                        }
                    }
                }
            }
        }
        if let Fact::ParticipantErased { participant } = event.fact {
            self.forget_way(ledger, participant);
            self.forget_way_in(ledger, participant);
        }
        if self.closed.is_some() && !self.marked.is_empty() && event.fact.moves_answers() {
            self.version += 1;
        }
        self.step(ledger, event);
        Ok(())
    }

    /// Takes what a participant says about themselves, replacing what they said before; nothing takes it back.
    pub fn declare(&mut self, ledger: &Ledger, who: ParticipantId, answers: &[(String, u16)]) {
        let place = |key: &str| self.attributes.iter().position(|attribute| attribute.key == key);
        let said: BTreeMap<usize, u16> =
            answers.iter().filter_map(|(key, option)| Some((place(key)?, *option))).collect();
        for attribute in 0..self.n_asked {
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

    /// What is shown, with how many are marked.
    #[must_use]
    pub fn shown(&self, ledger: &Ledger) -> Segments {
        Segments { marked: self.marked_readers(ledger), ..self.segments() }
    }

    /// What is shown by attribute, and of how people came.
    #[must_use]
    pub fn segments(&self) -> Segments {
        let (rows, left, absent) = (&self.rows, &self.left, &self.absent);
        let stands = Stands { rows, left, absent, closed: self.closed };
        Segments { arrivals: self.arrivals(&stands), ..Segments::of(&self.attributes, self.n_asked, &stands) }
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
        self.attributes.get(..self.n_asked) == Some(&instrument.attributes)
            && n_options == self.has_poll.then_some(self.n_options)
    }

    fn replay(&mut self, ledger: &Ledger, said: &AttributeAnswer) {
        if let (true, Some(who)) = (said.attribute.is_empty(), said.participant) {
            return self.arrive(who, said.option == 1);
        }
        if let (MARKED, Some(who)) = (said.attribute.as_str(), said.participant) {
            return self.mark(ledger, who);
        }
        let place = self.attributes.iter().position(|attribute| attribute.key == said.attribute);
        let Some(attribute) = place else { return };
        if let Some(who) = said.participant.filter(|_| attribute >= self.n_asked) {
            return self.came(who, attribute, said.option);
        }
        match said.participant {
            Some(who) => self.move_to(ledger, who, attribute, Some(said.option)),
            None => self.taken_back((attribute, Some(said.option))),
        }
    }

    /// Moves somebody's answers from one row of an attribute's tables to another.
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
            return self.leave_aside(ledger, who, (attribute, old));
        }
        for (subject, marks) in self.all_marks(ledger, who) {
            self.change_row(ledger, who, subject, (attribute, old), Some(marks), None);
            self.change_row(ledger, who, subject, (attribute, new), None, Some(marks));
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
        for (subject, rows) in &mut self.rows {
            if let Some(row) = rows.get_mut(&value) {
                row.hide();
                self.ripe.remove(&(*subject, value));
            }
        }
    }

    /// Somebody is banned.
    fn ban(&mut self, ledger: &Ledger, who: ParticipantId) {
        self.version += 1;
        let marks = self.all_marks(ledger, who).into_iter().collect();
        for value in self.values_of(who) {
            self.absent.entry(value).or_default().insert(who);
            if self.closed.is_none() {
                self.set_aside(who, value, &marks);
            }
        }
    }

    /// Somebody banned counts again.
    fn reinstate(&mut self, ledger: &Ledger, who: ParticipantId) {
        self.version += 1;
        for absent in self.absent.values_mut() {
            absent.remove(&who);
        }
        if self.closed.is_some() {
            return;
        }
        let marks = self.all_marks(ledger, who).into_iter().collect();
        for value in self.values_of(who) {
            self.take_in(ledger, who, value, &marks);
        }
    }

    /// They are set aside on every row of a value: a row may have been taken before they took an answer back.
    fn set_aside(&mut self, who: ParticipantId, value: Value, marks: &BTreeMap<Subject, Marks>) {
        for (subject, rows) in &mut self.rows {
            let Some(row) = rows.get_mut(&value) else { continue };
            row.set_aside(who, marks.get(subject).copied());
            ripen(&mut self.ripe, (*subject, value), row);
        }
    }

    /// Where they are set aside it is as though they had never been banned; elsewhere their answers are new ones.
    fn take_in(&mut self, ledger: &Ledger, who: ParticipantId, value: Value, marks: &BTreeMap<Subject, Marks>) {
        let mut anew = marks.clone();
        for (subject, rows) in &mut self.rows {
            let Some(row) = rows.get_mut(&value) else { continue };
            if row.take_in(who, marks.get(subject).copied()) {
                anew.remove(subject);
            }
            ripen(&mut self.ripe, (*subject, value), row);
        }
        for (subject, marks) in anew {
            self.change_row(ledger, who, subject, value, None, Some(marks));
        }
    }

    /// Somebody banned says something else about themselves: their answers go where they are still set aside, and
    /// with them what was shown there.
    fn leave_aside(&mut self, ledger: &Ledger, who: ParticipantId, value: Value) {
        let marks: BTreeMap<Subject, Marks> = self.all_marks(ledger, who).into_iter().collect();
        let was_absent = self.absent.get_mut(&value).is_some_and(|absent| absent.remove(&who));
        for (subject, rows) in &mut self.rows {
            let Some(row) = rows.get_mut(&value) else { continue };
            let marks = marks.get(subject).copied();
            if row.take_in(who, marks) {
                row.answered(who, marks, None);
                row.hide();
                self.ripe.remove(&(*subject, value));
            }
        }
        if was_absent && self.closed.is_some() {
            self.hide(value);
        }
    }

    /// What somebody banned answers counts only once they do again.
    fn change_aside(&mut self, who: ParticipantId, subject: Subject, before: Option<Marks>, after: Option<Marks>) {
        if before == after || self.closed.is_some() {
            return;
        }
        for value in self.values_of(who) {
            let row = self.rows.get_mut(&subject).and_then(|rows| rows.get_mut(&value));
            if let Some(row) = row.filter(|row| row.has_aside(who)) {
                row.answered(who, before, after);
                ripen(&mut self.ripe, (subject, value), row);
            }
        }
    }

    fn change(
        &mut self,
        ledger: &Ledger,
        who: ParticipantId,
        subject: Subject,
        before: Option<Marks>,
        after: Option<Marks>,
    ) {
        if before != after {
            for value in self.values_of(who) {
                self.change_row(ledger, who, subject, value, before, after);
            }
        }
    }

    fn change_row(
        &mut self,
        ledger: &Ledger,
        who: ParticipantId,
        subject: Subject,
        value: Value,
        before: Option<Marks>,
        after: Option<Marks>,
    ) {
        // How people came, and who is marked, is counted by nothing else, and nothing else by it.
        let of_its_own = [(Subject::Arrival, self.known()), (Subject::Marked, self.everybody())];
        if of_its_own.iter().any(|(own, place)| (subject == *own) != (value == *place)) {
            return;
        }
        if !self.rows.get(&subject).is_some_and(|rows| rows.contains_key(&value)) {
            let row = self.begin(ledger, subject, value);
            self.rows.entry(subject).or_default().insert(value, row);
        }
        let Some(row) = self.rows.get_mut(&subject).and_then(|rows| rows.get_mut(&value)) else { return };
        row.answered(who, before, after);
        ripen(&mut self.ripe, (subject, value), row);
    }

    /// A row nobody who counts has been on. Whoever was banned is set aside on it, as they would be had it begun
    /// before: whether one of them had answered must not show.
    fn begin(&self, ledger: &Ledger, subject: Subject, value: Value) -> SteppedRow {
        let mut row = SteppedRow::new(self.n_cells(subject));
        for who in self.absent.get(&value).into_iter().flatten() {
            let marks = self.marks(ledger, Some(*who), subject);
            row.answered(*who, None, marks);
            row.set_aside(*who, marks);
        }
        row
    }

    /// Takes rows anew where it is time to; after the close never again, unless it was one by mistake.
    fn step(&mut self, ledger: &Ledger, event: &Event) {
        if self.closed.is_some() {
            if event.fact == Fact::Opened {
                self.reopen(ledger);
            }
            return;
        }
        let moment = Moment { seq: ledger.seq(), at_ms: event.at_ms };
        if event.fact.is_closing() {
            self.closed = Some(moment);
            self.version += 1;
            // Whoever is out by now is missing from nothing.
            self.absent.clear();
            self.ripe.clear();
            self.rows.values_mut().flat_map(BTreeMap::values_mut).for_each(|row| row.settle(moment));
        } else if event.fact.comment().is_none() && moment.seq.0.is_multiple_of(BEAT) && !self.ripe.is_empty() {
            self.version += 1;
            for (subject, value) in std::mem::take(&mut self.ripe) {
                let row = self.rows.get_mut(&subject).and_then(|rows| rows.get_mut(&value));
                row.into_iter().for_each(|row| row.step(moment));
            }
        }
    }

    /// The close was a mistake: what it showed is shown no more. Every row is counted anew, with whoever is banned set
    /// aside, and is not shown before [`STEP`](crate::STEP) people have given new answers, so that what is shown then
    /// differs from what the mistake showed by as many.
    fn reopen(&mut self, ledger: &Ledger) {
        (self.closed, self.version) = (None, self.version + 1);
        self.left.clear();
        self.absent.clear();
        self.rows.clear();
        self.ripe.clear();
        self.count_anew(ledger, |_| true);
    }

    /// Counts everybody on the rows of some values, which nobody is on yet, and shows none of them.
    fn count_anew(&mut self, ledger: &Ledger, is_counted: impl Fn(Value) -> bool) {
        for who in ledger.everybody() {
            let marks: BTreeMap<Subject, Marks> = self.all_marks(ledger, who).into_iter().collect();
            for value in self.values_of(who).into_iter().filter(|value| is_counted(*value)) {
                for (subject, marks) in &marks {
                    let n_cells = self.n_cells(*subject);
                    let rows = self.rows.entry(*subject).or_default();
                    let row = rows.entry(value).or_insert_with(|| SteppedRow::new(n_cells));
                    row.answered(who, None, Some(*marks));
                    if ledger.is_banned(who) {
                        row.set_aside(who, Some(*marks));
                    }
                }
                if ledger.is_banned(who) {
                    self.absent.entry(value).or_default().insert(who);
                }
            }
        }
        let rows = self.rows.values_mut().flatten().filter(|(value, _)| is_counted(**value));
        rows.for_each(|(_, row)| row.hide());
    }

    /// What an event may change answers to.
    fn touched(&self, fact: &Fact) -> Vec<Subject> {
        let mut touched = Vec::with_capacity(3);
        let ballot = matches!(fact, Fact::BallotCast { .. } | Fact::BallotWithdrawn { .. });
        if let Some((_, statement, _)) = fact.answer() {
            touched.push(Subject::Statement(statement));
        }
        let answers = ballot || !touched.is_empty();
        if ballot || (!self.has_poll && answers) {
            touched.push(Subject::Head);
        }
        if self.ways.is_some() && answers {
            touched.push(Subject::Arrival);
        }
        if !self.marked.is_empty() && answers {
            touched.push(Subject::Marked);
        }
        touched
    }

    fn marks(&self, ledger: &Ledger, who: Option<ParticipantId>, subject: Subject) -> Option<Marks> {
        let who = who?;
        match subject {
            Subject::Head if self.has_poll => ledger.ballot(who).map(|ballot| Marks::from(ballot.bits())),
            Subject::Head => (ledger.standing(who).n_votes > 0).then_some(0),
            Subject::Statement(statement) => stance(ledger.answer(who, statement)?),
            Subject::Arrival => {
                let is_from_story = *self.ways.as_ref()?.people.get(&who)?;
                let standing = ledger.standing(who);
                (standing.has_ballot || standing.n_votes > 0).then_some(Marks::from(is_from_story))
            }
            Subject::Marked => self.mark_marks(ledger, who),
        }
    }

    fn all_marks(&self, ledger: &Ledger, who: ParticipantId) -> Vec<(Subject, Marks)> {
        let head = self.marks(ledger, Some(who), Subject::Head).map(|marks| (Subject::Head, marks));
        let answers = ledger.answers_of(who).iter();
        let votes = answers.filter_map(|&(id, answer)| Some((Subject::Statement(id), stance(answer)?)));
        let way = self.marks(ledger, Some(who), Subject::Arrival).map(|marks| (Subject::Arrival, marks));
        let mark = self.marks(ledger, Some(who), Subject::Marked).map(|marks| (Subject::Marked, marks));
        head.into_iter().chain(votes).chain(way).chain(mark).collect()
    }

    fn values_of(&self, who: ParticipantId) -> Vec<Value> {
        let said = self.people.get(&who);
        // Where everybody came by the usual way, there is nothing to tell by it.
        let n_told = if self.ways_in.is_mixed { self.attributes.len() } else { self.n_asked };
        let about = (0..n_told).map(|place| (place, said.and_then(|said| said.get(&place)).copied()));
        let has_way = self.ways.as_ref().is_some_and(|ways| ways.people.contains_key(&who));
        let marked = (!self.marked.is_empty()).then(|| self.everybody());
        about.chain(has_way.then(|| self.known())).chain(marked).collect()
    }

    const fn n_cells(&self, subject: Subject) -> usize {
        match subject {
            Subject::Head => self.n_options,
            Subject::Statement(_) => Vote::ALL.len(),
            Subject::Arrival => 1,
            Subject::Marked => 3 + 2 * self.n_options,
        }
    }
}

fn stance(answer: Answer) -> Option<Marks> {
    let vote = answer.vote()?;
    Vote::ALL.iter().position(|other| *other == vote).map(|place| 1 << place)
}

fn ripen(ripe: &mut BTreeSet<(Subject, Value)>, place: (Subject, Value), row: &SteppedRow) {
    if row.is_ripe() {
        ripe.insert(place);
    } else {
        ripe.remove(&place);
    }
}
