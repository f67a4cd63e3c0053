//! The fold from a conversation's event log to its latest state.
//!
//! The ledger is the only place where events turn into counts. It is a pure function of the log:
//! the same events in the same order give the same ledger. It never drops an answer; answers of a
//! banned participant stay in it and are left out of every count.

use crate::staleness::makes_stale;
use crate::totals::{OptionTotals, StatementTotals, Totals};
use crate::votes_per_person::{STEP_PEOPLE, VotesPerPerson};
use canvass_domain::{
    Answer, Ballot, Event, Fact, MAX_OPTIONS, Millis, OptionId, ParticipantId, Seq, Standing, State, StatementId,
    StatementState, Subject, Turns, Vote,
};
use std::collections::BTreeMap;
use std::ops::Bound;

/// Latest state of a conversation, folded from its log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    seq: u64,
    n_of_comments: u64,
    state: State,
    turns: Turns,
    version: u32,
    people: BTreeMap<ParticipantId, Person>,
    statements: BTreeMap<StatementId, Tally>,
    accepted: Vec<StatementId>,
    ballots: [u64; MAX_OPTIONS],
    n_ballots: u64,
    n_participants: u64,
    n_votes: u64,
    n_voters: u64,
    has_answers: bool,
    answers_seq: Seq,
    stale_seq: Seq,
    answering: Span,
    /// Whether somebody at an end of it counts no longer, and nobody has looked who else is there.
    is_span_old: bool,
    per_person: VotesPerPerson,
    /// The same as of the last step: all that is told of it.
    per_person_told: Option<VotesPerPerson>,
}

/// From the first to the last answer of those who count; zeroes where no time is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Span {
    first_ms: Millis,
    last_ms: Millis,
}

/// An event that does not follow from the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// The log has a hole or a repetition.
    #[error("event {found} follows event {after}: the log is not dense")]
    NotDense {
        /// The last good one.
        after: u64,
        /// What came instead of its successor.
        found: u64,
    },
}

/// What undo would restore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undo {
    /// The statement answered last.
    pub statement: StatementId,
    /// The answer before that; nothing where there was none.
    pub previous: Option<Answer>,
}

/// One participant's latest answer to one statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LatestAnswer {
    /// Who.
    pub participant: ParticipantId,
    /// To what.
    pub statement: StatementId,
    /// The answer.
    pub answer: Answer,
}

/// One participant's latest ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LatestBallot {
    /// Who.
    pub participant: ParticipantId,
    /// The options named.
    pub ballot: Ballot,
}

/// Somebody who counts and has voted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voter<'l> {
    /// Who.
    pub participant: ParticipantId,
    /// Latest answers, ascending by statement; skips among them.
    pub answers: &'l [(StatementId, Answer)],
    /// The options named, where they answered the poll.
    pub ballot: Option<Ballot>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Person {
    /// Latest answers, ascending by statement.
    answers: Vec<(StatementId, Answer)>,
    ballot: Option<Ballot>,
    n_votes: u32,
    answering: Span,
    undo: Option<Undo>,
    is_banned: bool,
    is_erased: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tally {
    state: StatementState,
    subject: Subject,
    /// Its author took its words away.
    is_blank: bool,
    agree: u64,
    disagree: u64,
    unsure: u64,
    skipped: u64,
}

impl Ledger {
    /// Folds a whole log.
    ///
    /// # Errors
    /// When the log is not dense from 1.
    pub fn of<'e>(events: impl IntoIterator<Item = &'e Event>) -> Result<Self, LedgerError> {
        let mut ledger = Self::default();
        events.into_iter().try_for_each(|event| ledger.apply(event))?;
        Ok(ledger)
    }

    /// Takes the next event.
    ///
    /// # Errors
    /// When it is not the next one.
    pub fn apply(&mut self, event: &Event) -> Result<(), LedgerError> {
        if event.seq.0 != self.seq + 1 {
            return Err(LedgerError::NotDense { after: self.seq, found: event.seq.0 });
        }
        self.seq = event.seq.0;
        self.n_of_comments += u64::from(event.fact.comment().is_some());
        self.turns.take(event);
        self.has_answers |= event.fact.is_answer();
        if event.fact.moves_answers() {
            self.answers_seq = self.seq();
        }
        if makes_stale(&event.fact) {
            self.stale_seq = self.seq();
        }
        match event.fact {
            Fact::BallotCast { participant, ballot, .. } => self.set_ballot(participant, Some(ballot), event.at_ms),
            Fact::BallotWithdrawn { participant } => self.set_ballot(participant, None, event.at_ms),
            Fact::VoteCast { .. } | Fact::VoteWithdrawn { .. } | Fact::StatementSkipped { .. } => {
                if let Some((participant, statement, answer)) = event.fact.answer() {
                    self.set_answer(participant, statement, answer, event.at_ms);
                }
            }
            Fact::StatementAdded { statement, state, .. } => {
                self.statements.entry(statement).or_insert_with(|| Tally::new(state));
                self.set_statement_state(statement, state);
            }
            Fact::StatementDecided { statement, state } => self.set_statement_state(statement, state),
            Fact::StatementMarked { statement, subject } => {
                if let Some(tally) = self.statements.get_mut(&statement) {
                    tally.subject = subject;
                }
            }
            Fact::ParticipantBanned { participant } => {
                self.uncounted(participant, |person| person.is_banned = true);
            }
            Fact::ParticipantReinstated { participant } => {
                self.uncounted(participant, |person| person.is_banned = false);
            }
            // What people say to each other is in no count.
            Fact::CommentPosted { .. } | Fact::CommentDecided { .. } => {}
            Fact::ParticipantErased { participant } => {
                self.people.entry(participant).or_default().is_erased = true;
            }
            Fact::InstrumentChanged { version } => self.version = version,
            Fact::Opened => self.state = State::Open,
            Fact::Closed | Fact::ClosedByClock => self.state = State::Closed,
        }
        // Of many who are excluded one after the other everybody else is looked at once.
        let goes_on = matches!(event.fact, Fact::ParticipantBanned { .. } | Fact::ParticipantReinstated { .. });
        if self.is_span_old && !goes_on {
            self.answering = self.span();
            self.is_span_old = false;
        }
        self.step_per_person(event.fact);
        Ok(())
    }

    /// A statement has no words any more: it keeps its counts, and nobody can be asked about it. The log does not say
    /// whose it was, so whoever has the words says this.
    pub fn blank(&mut self, statement: StatementId) {
        if let Some(tally) = self.statements.get_mut(&statement) {
            tally.is_blank = true;
        }
        self.accepted.retain(|id| *id != statement);
    }

    /// Number of the last entry that results can be of. Entries about comments have none: this number is published
    /// while people answer, and one that grew with each comment would say when it was written, and so by whom.
    #[must_use]
    pub const fn seq(&self) -> Seq {
        Seq(self.seq - self.n_of_comments)
    }

    /// How many entries are about comments.
    #[must_use]
    pub const fn n_of_comments(&self) -> u64 {
        self.n_of_comments
    }

    /// Where the conversation stands by its log.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// When the conversation opened and closed by its log.
    #[must_use]
    pub const fn turns(&self) -> Turns {
        self.turns
    }

    /// The totals: the one function that every channel takes its counts from.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let known = |ms: Millis| (ms > 0).then_some(ms);
        let answering = self.span();
        Totals {
            seq: self.seq(),
            n_participants: self.n_participants,
            n_voters: self.n_voters,
            n_votes: self.n_votes,
            n_ballots: self.n_ballots,
            options: (1_u8..).zip(self.ballots).map(|(id, n)| OptionTotals { id: OptionId(id), n }).collect(),
            statements: self.statements.iter().map(|(id, tally)| tally.totals(*id)).collect(),
            first_ms: known(answering.first_ms),
            last_ms: known(answering.last_ms),
        }
    }

    /// How many statements people voted on, as of the last step; nothing before the first.
    #[must_use]
    pub const fn votes_per_person(&self) -> Option<VotesPerPerson> {
        self.per_person_told
    }

    fn step_per_person(&mut self, fact: Fact) {
        let told = self.per_person_told.map_or(0, |told| told.n_people());
        let is_due = self.n_voters.abs_diff(told) >= STEP_PEOPLE;
        if is_due || (fact.is_closing() && self.n_voters >= STEP_PEOPLE) {
            self.per_person_told = Some(self.per_person);
        }
    }

    /// Everybody who ever answered, whether they count or not, ascending.
    pub(crate) fn everybody(&self) -> impl Iterator<Item = ParticipantId> {
        self.people.keys().copied()
    }

    /// When everybody who counts and takes part first answered, where that is known, ascending by participant.
    pub fn first_answers(&self) -> impl Iterator<Item = (ParticipantId, Millis)> {
        let counting = self.people.iter().filter(|(_, person)| person.counts() && person.takes_part());
        counting.map(|(who, person)| (*who, person.answering.first_ms)).filter(|(_, at_ms)| *at_ms > 0)
    }

    /// When somebody who counts last answered; 0 where no time is known.
    #[must_use]
    pub fn last_answer(&self) -> Millis {
        self.span().last_ms
    }

    /// When somebody first answered what they still answer; 0 where it is not known.
    #[must_use]
    pub fn first_answer(&self, participant: ParticipantId) -> Millis {
        self.people.get(&participant).map_or(0, |person| person.answering.first_ms)
    }

    /// Whether somebody has ever done anything that the log tells of.
    #[must_use]
    pub fn has_acted(&self, participant: ParticipantId) -> bool {
        self.people.contains_key(&participant)
    }

    /// Whether somebody takes part: has answered the poll or voted, and counts.
    #[must_use]
    pub fn takes_part(&self, participant: ParticipantId) -> bool {
        self.people.get(&participant).is_some_and(|person| person.counts() && person.takes_part())
    }

    /// The number of the log's last entry, those about comments counted.
    #[must_use]
    pub const fn last(&self) -> u64 {
        self.seq
    }

    /// People whose answers count.
    #[must_use]
    pub const fn n_participants(&self) -> u64 {
        self.n_participants
    }

    /// People whose answers count and who voted on a statement.
    #[must_use]
    pub const fn n_voters(&self) -> u64 {
        self.n_voters
    }

    /// Statements with a vote of somebody who counts.
    #[must_use]
    pub fn n_voted_on(&self) -> usize {
        self.statements.values().filter(|tally| tally.agree + tally.disagree + tally.unsure > 0).count()
    }

    /// [`Ledger::seq`] as of the last event that votes, ballots, who counts, where statements stand or what they are about can follow
    /// from. What is computed from those is the same at every later one.
    #[must_use]
    pub const fn answers_seq(&self) -> Seq {
        self.answers_seq
    }

    /// [`Ledger::seq`] as of the last event that makes a draft of a take stale which was frozen before it, but for
    /// those about comments.
    #[must_use]
    pub const fn stale_seq(&self) -> Seq {
        self.stale_seq
    }

    /// Everybody, ascending, from the first one after somebody; with their votes where they count and have voted.
    pub fn everybody_after(
        &self,
        after: Option<ParticipantId>,
    ) -> impl Iterator<Item = (ParticipantId, Option<Voter<'_>>)> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let people = self.people.range((from, Bound::Unbounded));
        people.map(|(participant, person)| (*participant, person.voter(*participant)))
    }

    /// One participant, if they count and have voted.
    #[must_use]
    pub fn voter(&self, participant: ParticipantId) -> Option<Voter<'_>> {
        self.people.get(&participant)?.voter(participant)
    }

    /// The statements that are declined, ascending.
    pub fn declined(&self) -> impl Iterator<Item = StatementId> {
        let declined = self.statements.iter().filter(|(_, tally)| tally.state == StatementState::Declined);
        declined.map(|(statement, _)| *statement)
    }

    /// The statements that are about the readers, ascending.
    pub fn about_readers(&self) -> impl Iterator<Item = StatementId> {
        self.statements.iter().filter(|(_, tally)| tally.subject.is_meta()).map(|(statement, _)| *statement)
    }

    /// What a statement is about.
    #[must_use]
    pub fn subject(&self, statement: StatementId) -> Option<Subject> {
        self.statements.get(&statement).map(|tally| tally.subject)
    }

    /// Whether anybody has ever answered anything.
    #[must_use]
    pub const fn has_answers(&self) -> bool {
        self.has_answers
    }

    /// What a participant has done, as far as the gate cares.
    #[must_use]
    pub fn standing(&self, participant: ParticipantId) -> Standing {
        self.people.get(&participant).map_or_else(Standing::default, |person| Standing {
            has_ballot: person.ballot.is_some(),
            n_votes: person.n_votes,
        })
    }

    /// The latest answer of one participant to one statement.
    #[must_use]
    pub fn answer(&self, participant: ParticipantId, statement: StatementId) -> Option<Answer> {
        self.people.get(&participant)?.answer(statement)
    }

    /// The latest ballot of one participant.
    #[must_use]
    pub fn ballot(&self, participant: ParticipantId) -> Option<Ballot> {
        self.people.get(&participant)?.ballot
    }

    /// All latest answers of one participant, ascending by statement.
    #[must_use]
    pub fn answers_of(&self, participant: ParticipantId) -> &[(StatementId, Answer)] {
        self.people.get(&participant).map_or(&[], |person| &person.answers)
    }

    /// What undo would restore for one participant.
    #[must_use]
    pub fn undo(&self, participant: ParticipantId) -> Option<Undo> {
        self.people.get(&participant)?.undo
    }

    /// Whether the participant had identity and words blanked.
    #[must_use]
    pub fn is_erased(&self, participant: ParticipantId) -> bool {
        self.people.get(&participant).is_some_and(|person| person.is_erased)
    }

    /// Whether the participant counts no longer.
    #[must_use]
    pub fn is_banned(&self, participant: ParticipantId) -> bool {
        self.people.get(&participant).is_some_and(|person| person.is_banned)
    }

    /// Whether anybody who counts has answered or skipped a statement.
    #[must_use]
    pub fn is_answered(&self, statement: StatementId) -> bool {
        self.statements
            .get(&statement)
            .is_some_and(|tally| tally.agree + tally.disagree + tally.unsure + tally.skipped > 0)
    }

    /// Participants who count in nothing, ascending.
    pub fn banned(&self) -> impl Iterator<Item = ParticipantId> {
        self.people.iter().filter(|(_, person)| person.is_banned).map(|(participant, _)| *participant)
    }

    /// How many participants count in nothing.
    #[must_use]
    pub fn n_banned(&self) -> u64 {
        self.people.values().filter(|person| person.is_banned).count() as u64
    }

    /// Where a statement stands.
    #[must_use]
    pub fn statement(&self, statement: StatementId) -> Option<StatementState> {
        self.statements.get(&statement).map(|tally| tally.state)
    }

    /// The statements up for votes, ascending.
    #[must_use]
    pub fn accepted(&self) -> &[StatementId] {
        &self.accepted
    }

    /// How many statements wait for the desk.
    #[must_use]
    pub fn n_held(&self) -> usize {
        self.statements.values().filter(|tally| tally.state == StatementState::Held).count()
    }

    /// People who count and whose last answer came at or after a time.
    #[must_use]
    pub fn n_answering_since(&self, since_ms: Millis) -> u64 {
        let recent = |person: &&Person| person.counts() && person.takes_part() && person.answering.last_ms >= since_ms;
        self.people.values().filter(recent).count() as u64
    }

    /// Every latest answer, ascending by participant and statement.
    pub fn latest_answers(&self) -> impl Iterator<Item = LatestAnswer> {
        self.people.iter().flat_map(|(&participant, person)| {
            person.answers.iter().map(move |&(statement, answer)| LatestAnswer { participant, statement, answer })
        })
    }

    /// Every latest ballot, ascending by participant.
    pub fn latest_ballots(&self) -> impl Iterator<Item = LatestBallot> {
        self.people
            .iter()
            .filter_map(|(&participant, person)| person.ballot.map(|ballot| LatestBallot { participant, ballot }))
    }

    fn set_ballot(&mut self, participant: ParticipantId, ballot: Option<Ballot>, at_ms: Millis) {
        self.uncounted(participant, |person| {
            person.ballot = ballot;
            if ballot.is_some() {
                person.answering.extend(at_ms);
            }
        });
    }

    /// The hot path: only the one cell's counts move.
    fn set_answer(
        &mut self,
        participant: ParticipantId,
        statement: StatementId,
        answer: Option<Answer>,
        at_ms: Millis,
    ) {
        let person = self.people.entry(participant).or_default();
        let (took_part, voted, n_before) = (person.takes_part(), person.n_votes > 0, person.n_votes);
        let previous = person.set_answer(statement, answer);
        // The same answer sent twice is one answer: undo still leads back to what was before it.
        if previous != answer {
            // Going back to what was before is an undo (or comes to the same): there is nothing to undo after it.
            let goes_back = person.undo == Some(Undo { statement, previous: answer });
            person.undo = answer.filter(|_| !goes_back).map(|_| Undo { statement, previous });
        }
        if answer.is_some() {
            person.answering.extend(at_ms);
        }
        if !person.counts() {
            return;
        }
        let (takes_part, votes, answering) = (person.takes_part(), person.n_votes > 0, person.answering);
        self.per_person.moved(n_before, person.n_votes);
        self.n_participants += u64::from(takes_part && !took_part);
        self.n_participants -= u64::from(took_part && !takes_part);
        self.n_voters += u64::from(votes && !voted);
        self.n_voters -= u64::from(voted && !votes);
        self.count_answer(statement, previous, -1);
        self.count_answer(statement, answer, 1);
        self.respan(takes_part, took_part, answering);
    }

    /// Keeps the span of answering: whoever counts extends it, and only where somebody at its ends counts no longer
    /// is everybody looked at again.
    fn respan(&mut self, counts: bool, counted: bool, theirs: Span) {
        if counts {
            self.answering.extend(theirs.first_ms);
            self.answering.extend(theirs.last_ms);
        } else if counted && theirs.reaches(self.answering) {
            self.is_span_old = true;
        }
    }

    /// The span of answering; everybody is looked at only where somebody at its ends counts no longer.
    fn span(&self) -> Span {
        if !self.is_span_old {
            return self.answering;
        }
        let mut span = Span::default();
        for person in self.people.values().filter(|person| person.counts() && person.takes_part()) {
            span.extend(person.answering.first_ms);
            span.extend(person.answering.last_ms);
        }
        span
    }

    /// Changes a person outside the hot path: all their counts are taken out, and put back if they still count.
    fn uncounted(&mut self, participant: ParticipantId, change: impl FnOnce(&mut Person)) {
        let mut person = self.people.remove(&participant).unwrap_or_default();
        let counted = person.counts() && person.takes_part();
        self.count_person(&person, -1);
        change(&mut person);
        self.count_person(&person, 1);
        let (counts, answering) = (person.counts() && person.takes_part(), person.answering);
        self.people.insert(participant, person);
        self.respan(counts, counted, answering);
    }

    fn count_person(&mut self, person: &Person, by: i64) {
        if !person.counts() {
            return;
        }
        for &(statement, answer) in &person.answers {
            self.count_answer(statement, Some(answer), by);
        }
        if let Some(ballot) = person.ballot {
            add(&mut self.n_ballots, by);
            let bits = ballot.bits();
            for (n, count) in self.ballots.iter_mut().enumerate().filter(|(n, _)| bits >> n & 1 == 1) {
                debug_assert!(n < MAX_OPTIONS, "a ballot is bounded by its type");
                add(count, by);
            }
        }
        if person.takes_part() {
            add(&mut self.n_participants, by);
        }
        if person.n_votes > 0 {
            add(&mut self.n_voters, by);
            self.per_person.add(person.n_votes, by);
        }
    }

    fn count_answer(&mut self, statement: StatementId, answer: Option<Answer>, by: i64) {
        let Some(answer) = answer else { return };
        // An imported log may hold votes on a statement that never came in; it is counted all the same.
        let tally = self.statements.entry(statement).or_insert_with(|| Tally::new(StatementState::Declined));
        add(tally.count_mut(answer), by);
        if answer != Answer::Skipped {
            add(&mut self.n_votes, by);
        }
    }

    fn set_statement_state(&mut self, statement: StatementId, state: StatementState) {
        let Some(tally) = self.statements.get_mut(&statement) else { return };
        tally.state = state;
        if tally.is_blank {
            return;
        }
        match (self.accepted.binary_search(&statement), state) {
            (Err(place), StatementState::Accepted) => self.accepted.insert(place, statement),
            (Ok(place), StatementState::Held | StatementState::Declined) => {
                self.accepted.remove(place);
            }
            (Ok(_), StatementState::Accepted) | (Err(_), _) => {}
        }
    }
}

impl Person {
    const fn counts(&self) -> bool {
        !self.is_banned
    }

    const fn takes_part(&self) -> bool {
        self.ballot.is_some() || self.n_votes > 0
    }

    fn voter(&self, participant: ParticipantId) -> Option<Voter<'_>> {
        let voter = Voter { participant, answers: &self.answers, ballot: self.ballot };
        (self.counts() && self.n_votes > 0).then_some(voter)
    }

    fn answer(&self, statement: StatementId) -> Option<Answer> {
        let place = self.answers.binary_search_by_key(&statement, |(s, _)| *s).ok()?;
        self.answers.get(place).map(|(_, answer)| *answer)
    }

    fn set_answer(&mut self, statement: StatementId, answer: Option<Answer>) -> Option<Answer> {
        let previous = match (self.answers.binary_search_by_key(&statement, |(s, _)| *s), answer) {
            (Ok(place), Some(new)) => self.answers.get_mut(place).map(|(_, old)| std::mem::replace(old, new)),
            (Ok(place), None) => Some(self.answers.remove(place).1),
            (Err(place), Some(new)) => {
                self.answers.insert(place, (statement, new));
                None
            }
            (Err(_), None) => None,
        };
        let votes = |answer: Option<Answer>| u32::from(answer.is_some_and(|a| a.vote().is_some()));
        self.n_votes = self.n_votes + votes(answer) - votes(previous);
        previous
    }
}

impl Span {
    /// A time that is not known leaves the known ones as they are.
    fn extend(&mut self, at_ms: Millis) {
        if at_ms <= 0 {
            return;
        }
        if self.first_ms == 0 || at_ms < self.first_ms {
            self.first_ms = at_ms;
        }
        self.last_ms = self.last_ms.max(at_ms);
    }

    /// Whether it may be what a whole begins or ends with. It may even reach past it: the event with which somebody
    /// stops counting has a time too.
    const fn reaches(&self, whole: Self) -> bool {
        self.first_ms > 0 && (self.first_ms <= whole.first_ms || self.last_ms >= whole.last_ms)
    }
}

impl Tally {
    const fn new(state: StatementState) -> Self {
        Self { state, subject: Subject::Topic, is_blank: false, agree: 0, disagree: 0, unsure: 0, skipped: 0 }
    }

    const fn count_mut(&mut self, answer: Answer) -> &mut u64 {
        match answer {
            Answer::Voted(Vote::Agree) => &mut self.agree,
            Answer::Voted(Vote::Disagree) => &mut self.disagree,
            Answer::Voted(Vote::Unsure) => &mut self.unsure,
            Answer::Skipped => &mut self.skipped,
        }
    }

    const fn totals(&self, id: StatementId) -> StatementTotals {
        StatementTotals {
            id,
            state: self.state,
            subject: self.subject,
            agree: self.agree,
            disagree: self.disagree,
            unsure: self.unsure,
            skipped: self.skipped,
        }
    }
}

/// Counts only ever shrink by what was added before.
fn add(count: &mut u64, by: i64) {
    debug_assert!(count.checked_add_signed(by).is_some(), "a count went below zero");
    *count = count.saturating_add_signed(by);
}

#[cfg(test)]
mod tests {
    use super::*;
    use canvass_domain::Origin;

    #[test]
    fn the_span_of_answering_is_that_of_those_who_count() {
        let by = |n, fact: fn(ParticipantId) -> Fact| fact(ParticipantId(n));
        let cast = |participant| Fact::BallotCast { participant, ballot: Ballot::from_bits(1).unwrap(), version: 1 };
        let gone = |participant| Fact::BallotWithdrawn { participant };
        let banned = |participant| Fact::ParticipantBanned { participant };
        let log = [by(1, cast), by(2, cast), by(3, cast), by(1, gone), by(3, banned), by(1, cast), by(2, gone)];
        let spans: Vec<_> = (1..=log.len())
            .map(|n| {
                let events =
                    (1..).zip(&log[..n]).map(|(n, fact)| Event { seq: Seq(n), at_ms: n as Millis * 10, fact: *fact });
                let totals = Ledger::of(&events.collect::<Vec<_>>()).unwrap().totals();
                (totals.first_ms.unwrap_or(0), totals.last_ms.unwrap_or(0))
            })
            .collect();
        assert_eq!(spans, [(10, 10), (10, 20), (10, 30), (20, 30), (20, 20), (10, 60), (10, 60)]);
    }

    #[test]
    fn what_a_map_is_made_of_is_known_to_be_as_before() {
        let skip = |statement| Fact::StatementSkipped { participant: ME, statement, version: 1 };
        let cast = |statement| Fact::VoteCast { participant: ME, statement, vote: Vote::Agree, version: 1 };
        let ballot = Fact::BallotCast { participant: ME, ballot: Ballot::from_bits(1).unwrap(), version: 1 };
        // How many vote, on how many statements, and since which event that is so; two statements come first.
        let check = |facts: &[Fact], expected: (u64, usize, u64)| {
            let ledger = ledger(facts);
            assert_eq!((ledger.n_voters(), ledger.n_voted_on(), ledger.answers_seq().0), expected, "{facts:?}");
            assert_eq!(
                ledger.everybody_after(None).filter(|(_, voter)| voter.is_some()).count() as u64,
                ledger.n_voters()
            );
            assert!(ledger.everybody_after(Some(ME)).next().is_none());
            assert_eq!(ledger.voter(ME).is_some(), ledger.n_voters() == 1);
        };
        check(&[], (0, 0, 2));
        check(&[ballot, Fact::Opened, Fact::Closed], (0, 0, 3));
        check(&[skip(OURS), Fact::InstrumentChanged { version: 2 }], (0, 0, 3));
        check(&[cast(OURS), cast(THEIRS), Fact::ParticipantErased { participant: ME }], (1, 2, 4));
        check(&[cast(OURS), skip(OURS)], (0, 0, 4));
        let (banned, back) =
            (Fact::ParticipantBanned { participant: ME }, Fact::ParticipantReinstated { participant: ME });
        check(&[cast(OURS), banned], (0, 0, 4));
        check(&[cast(OURS), banned, cast(THEIRS), back], (1, 2, 6));
        check(
            &[Fact::VoteCast { participant: ME, statement: StatementId(7), vote: Vote::Agree, version: 1 }],
            (1, 1, 3),
        );
    }

    #[test]
    fn a_mark_moves_no_count_and_asks_for_a_new_map() {
        let mark = |subject| Fact::StatementMarked { statement: OURS, subject };
        let vote = Fact::VoteCast { participant: ME, statement: OURS, vote: Vote::Agree, version: 1 };
        let (before, marked) = (ledger(&[vote]), ledger(&[vote, mark(Subject::Readers)]));
        let tally = |ledger: &Ledger| ledger.totals().statements.into_iter().find(|s| s.id == OURS).unwrap();
        assert_eq!(tally(&marked), StatementTotals { subject: Subject::Readers, ..tally(&before) });
        assert_eq!((before.answers_seq().0, marked.answers_seq().0), (3, 4));
        assert_eq!(marked.about_readers().collect::<Vec<_>>(), [OURS]);
        assert_eq!(marked.standing(ME).n_votes, 1, "a vote on it counts like any other for the gate and the map");
        let lifted = ledger(&[vote, mark(Subject::Readers), mark(Subject::Topic)]);
        assert_eq!((tally(&lifted), lifted.about_readers().count()), (tally(&before), 0));
        let unknown = ledger(&[Fact::StatementMarked { statement: StatementId(77), subject: Subject::Readers }]);
        assert_eq!(unknown.subject(StatementId(77)), None, "what never came in is not made by a mark");
    }

    #[test]
    fn declined_statements_are_listed_with_those_that_never_came_in() {
        let state = StatementState::Declined;
        let unknown = Fact::VoteCast { participant: ME, statement: StatementId(7), vote: Vote::Agree, version: 1 };
        let ledger = ledger(&[unknown, Fact::StatementDecided { statement: OURS, state }]);
        assert_eq!(ledger.declined().collect::<Vec<_>>(), [OURS, StatementId(7)]);
    }

    const ME: ParticipantId = ParticipantId(1);
    const THEIRS: StatementId = StatementId(1);
    const OURS: StatementId = StatementId(2);

    fn ledger(facts: &[Fact]) -> Ledger {
        let added = |statement, origin| Fact::StatementAdded { statement, origin, state: StatementState::Accepted };
        let begun = [added(THEIRS, Origin::Participant), added(OURS, Origin::Organiser)];
        let facts = begun.into_iter().chain(facts.iter().copied());
        let events: Vec<Event> = (1..).zip(facts).map(|(seq, fact)| Event { seq: Seq(seq), at_ms: 1, fact }).collect();
        Ledger::of(&events).unwrap()
    }

    fn cast(vote: Vote) -> Fact {
        Fact::VoteCast { participant: ME, statement: THEIRS, vote, version: 1 }
    }

    #[test]
    fn a_statement_whose_author_was_erased_is_asked_of_nobody_and_keeps_its_counts() {
        let mut erased = ledger(&[cast(Vote::Agree), Fact::ParticipantErased { participant: ParticipantId(9) }]);
        erased.blank(THEIRS);
        assert_eq!(erased.accepted(), [OURS]);
        assert_eq!(erased.totals().statements[0].agree, 1);
        let fact = Fact::StatementDecided { statement: THEIRS, state: StatementState::Accepted };
        erased.apply(&Event { seq: Seq(5), at_ms: 1, fact }).unwrap();
        assert_eq!(erased.accepted(), [OURS], "whatever is decided on it");
    }

    #[test]
    fn the_same_answer_sent_twice_is_undone_to_what_was_before() {
        let twice = ledger(&[cast(Vote::Agree), cast(Vote::Agree)]);
        assert_eq!(twice.undo(ME), Some(Undo { statement: THEIRS, previous: None }));
        let changed = ledger(&[cast(Vote::Agree), cast(Vote::Unsure)]);
        assert_eq!(changed.undo(ME), Some(Undo { statement: THEIRS, previous: Some(Answer::Voted(Vote::Agree)) }));
    }

    #[test]
    fn after_an_undo_there_is_nothing_to_undo_until_the_next_answer() {
        let check = |votes: &[Vote], expected| {
            let facts: Vec<Fact> = votes.iter().copied().map(cast).collect();
            let undo = ledger(&facts).undo(ME).map(|undo| undo.previous);
            assert_eq!(undo, expected, "{votes:?}");
        };
        let back_to = |vote| Some(Some(Answer::Voted(vote)));
        use Vote::{Agree, Disagree, Unsure};
        check(&[Agree], Some(None));
        check(&[Agree, Unsure], back_to(Agree));
        check(&[Agree, Unsure, Agree], None);
        check(&[Agree, Unsure, Agree, Agree], None);
        check(&[Agree, Unsure, Agree, Unsure], back_to(Agree));
        check(&[Agree, Unsure, Agree, Unsure, Agree], None);
        check(&[Agree, Unsure, Disagree], back_to(Unsure));
        let withdrawn = Fact::VoteWithdrawn { participant: ME, statement: THEIRS };
        assert_eq!(ledger(&[cast(Agree), withdrawn]).undo(ME), None);
        assert_eq!(ledger(&[cast(Agree), withdrawn, cast(Agree)]).undo(ME).map(|undo| undo.previous), Some(None));
    }

    #[test]
    fn the_same_answer_to_another_statement_is_no_undo() {
        let other = Fact::VoteCast { participant: ME, statement: OURS, vote: Vote::Agree, version: 1 };
        let both = ledger(&[cast(Vote::Agree), cast(Vote::Unsure), other]);
        assert_eq!(both.undo(ME), Some(Undo { statement: OURS, previous: None }));
    }
}
