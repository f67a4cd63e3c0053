//! Holds the log of a tidy set against its tables, event by event.
//!
//! A set that passes leaves nothing for the doctor to find: numbers are dense, everybody and everything that the log
//! speaks of is there, and each statement stands where its table says.

use super::{COMMENTS, EVENTS, STATEMENTS, comments::Line};
use crate::{FormatError, Place, error::shown};
use canvass_domain::{
    About, Ballot, CommentCard, CommentId, CommentState, Event, Fact, OptionId, Origin, ParticipantId, Poll, Statement,
    StatementId, StatementState,
};
use std::collections::{BTreeMap, BTreeSet};

/// The tables a log is held against, and how far it has come.
pub(super) struct Log<'t> {
    people: &'t BTreeSet<ParticipantId>,
    poll: Option<&'t Poll>,
    statements: BTreeMap<StatementId, Known<'t>>,
    comments: BTreeMap<CommentId, Said<'t>>,
    /// Who is not in the table of participants, and where they are first spoken of.
    strangers: BTreeMap<ParticipantId, Place>,
    n_events: u64,
    version: u32,
}

struct Known<'t> {
    statement: &'t Statement,
    line: u64,
    /// Where the log has it so far.
    state: Option<StatementState>,
}

struct Said<'t> {
    card: &'t CommentCard,
    line: u64,
    /// Where the log has it so far.
    state: Option<CommentState>,
}

impl<'t> Log<'t> {
    pub(super) fn new(
        people: &'t BTreeSet<ParticipantId>,
        statements: &'t [(u64, Statement)],
        comments: &'t [Line],
        poll: Option<&'t Poll>,
    ) -> Self {
        let known =
            |(line, statement): &'t (u64, Statement)| (statement.id, Known { statement, line: *line, state: None });
        let said = |(line, card, _): &'t Line| (card.id, Said { card, line: *line, state: None });
        let mut strangers = BTreeMap::new();
        let of_statements =
            statements.iter().filter_map(|(line, one)| Some((one.author?, Place::line(STATEMENTS, *line))));
        let of_comments =
            comments.iter().filter_map(|(line, card, _)| Some((card.author?, Place::line(COMMENTS, *line))));
        for (author, place) in of_statements.chain(of_comments).filter(|(author, _)| !people.contains(author)) {
            strangers.entry(author).or_insert(place);
        }
        Self {
            people,
            poll,
            statements: statements.iter().map(known).collect(),
            comments: comments.iter().map(said).collect(),
            strangers,
            n_events: 0,
            version: 1,
        }
    }

    /// An event with what its row does not say: whether a reader wrote a statement stands in the table of statements.
    pub(super) fn with_origin(&self, event: Event) -> Event {
        let Fact::StatementAdded { statement, state, .. } = event.fact else { return event };
        let origin = self.statements.get(&statement).map_or(Origin::Organiser, |known| known.statement.origin);
        Event { fact: Fact::StatementAdded { statement, origin, state }, ..event }
    }

    /// Takes the next event.
    pub(super) fn take(
        &mut self,
        event: &Event,
        author: Option<ParticipantId>,
        place: &Place,
    ) -> Result<(), FormatError> {
        let wrong = |problem: String| Err(place.clone().malformed(problem));
        if event.seq.0 != self.n_events + 1 {
            return wrong(format!("`{}` follows {}; `seq` counts up from 1 by ones", event.seq, self.n_events));
        }
        self.n_events += 1;
        if let Some(participant) = event.fact.participant().filter(|who| !self.people.contains(who)) {
            self.strangers.entry(participant).or_insert_with(|| place.clone());
        }
        match event.fact {
            Fact::StatementAdded { statement, state, .. } => {
                let known = self.known(statement, place)?;
                if known.state.is_some() {
                    return wrong(format!("statement `{statement}` is added twice"));
                }
                let is_other = known.statement.origin == Origin::Organiser
                    || known.statement.author.is_some_and(|kept| Some(kept) != author);
                if author.is_some() && is_other {
                    return wrong(format!("statement `{statement}` has another author in {STATEMENTS}"));
                }
                known.state = Some(state);
            }
            Fact::StatementDecided { statement, state } => self.known(statement, place)?.state = Some(state),
            Fact::StatementMarked { statement, .. } => self.marked(statement, place)?,
            Fact::CommentPosted { comment, state } => self.posted(comment, author, state, place)?,
            Fact::CommentDecided { comment, state } => self.said(comment, place)?.state = Some(state),
            Fact::VoteCast { statement, .. }
            | Fact::VoteWithdrawn { statement, .. }
            | Fact::StatementSkipped { statement, .. } => {
                self.known(statement, place)?;
            }
            Fact::BallotCast { ballot, .. } => self.check_ballot(ballot, place)?,
            Fact::ParticipantErased { participant } => {
                self.strangers.remove(&participant);
            }
            Fact::InstrumentChanged { version } if version != self.version + 1 => {
                return wrong(format!("version `{version}` follows version {}; versions go up by ones", self.version));
            }
            Fact::InstrumentChanged { version } => self.version = version,
            _ => {}
        }
        match event.to_row().version.filter(|version| !(1..=i64::from(self.version)).contains(version)) {
            Some(version) => wrong(format!("version `{version}` was not there yet; it is version {}", self.version)),
            None => Ok(()),
        }
    }

    /// The end of the log; gives the version of the instrument.
    pub(super) fn finish(self) -> Result<u32, FormatError> {
        let first = self.strangers.iter().min_by_key(|(_, place)| (place.file != EVENTS, place.line));
        if let Some((participant, place)) = first {
            let problem = format!("participant `{participant}` is not in the table of participants, nor erased later");
            return Err(place.clone().malformed(problem));
        }
        self.check_comments()?;
        let differs = |known: &&Known<'_>| known.state != Some(known.statement.state);
        match self.statements.values().find(differs) {
            Some(Known { statement, line, state }) => {
                let by_log = state.map_or("nothing of it", StatementState::word);
                let problem =
                    format!("statement `{}` is {}; {EVENTS} says {by_log}", statement.id, statement.state.word());
                Err(Place::line(STATEMENTS, *line).malformed(problem))
            }
            None => Ok(self.version),
        }
    }

    fn marked(&mut self, statement: StatementId, place: &Place) -> Result<(), FormatError> {
        let is_added = self.known(statement, place)?.state.is_some();
        let before = || place.clone().malformed(format!("statement `{statement}` is marked before it is added"));
        if is_added { Ok(()) } else { Err(before()) }
    }

    fn known(&mut self, statement: StatementId, place: &Place) -> Result<&mut Known<'t>, FormatError> {
        let missing = || place.clone().malformed(format!("statement `{statement}` is not in {STATEMENTS}"));
        self.statements.get_mut(&statement).ok_or_else(missing)
    }

    fn said(&mut self, comment: CommentId, place: &Place) -> Result<&mut Said<'t>, FormatError> {
        let missing = || place.clone().malformed(format!("comment `{comment}` is not in {COMMENTS}"));
        self.comments.get_mut(&comment).ok_or_else(missing)
    }

    fn posted(
        &mut self,
        comment: CommentId,
        author: Option<ParticipantId>,
        state: CommentState,
        place: &Place,
    ) -> Result<(), FormatError> {
        let said = self.said(comment, place)?;
        if said.state.is_some() {
            return Err(place.clone().malformed(format!("comment `{comment}` is posted twice")));
        }
        if author.is_some() && said.card.author.is_some_and(|kept| Some(kept) != author) {
            return Err(place.clone().malformed(format!("comment `{comment}` has another author in {COMMENTS}")));
        }
        said.state = Some(state);
        Ok(())
    }

    /// Each comment stands where the log has it, and is about something that is there.
    fn check_comments(&self) -> Result<(), FormatError> {
        for Said { card, line, state } in self.comments.values() {
            let wrong = |problem: String| Err(Place::line(COMMENTS, *line).malformed(problem));
            if *state != Some(card.state) {
                let by_log = state.map_or("nothing of it", StatementState::word);
                return wrong(format!("comment `{}` is {}; {EVENTS} says {by_log}", card.id, card.state.word()));
            }
            let is_there = match card.about {
                About::Conversation => true,
                About::Statement(statement) => self.statements.contains_key(&statement),
                About::Option(option) => self.poll.is_some_and(|poll| poll.ballot(&[option]).is_ok()),
            };
            if !is_there {
                return wrong(format!("comment `{}` is about `{}`, which is not there", card.id, card.about));
            }
        }
        Ok(())
    }

    fn check_ballot(&self, ballot: Ballot, place: &Place) -> Result<(), FormatError> {
        let Some(poll) = self.poll else {
            return Err(place.clone().malformed("answers a poll, and the conversation has none"));
        };
        let options: Vec<OptionId> = ballot.options().collect();
        match poll.ballot(&options) {
            Ok(_) => Ok(()),
            Err(error) => {
                Err(place.clone().malformed(format!("is no answer to the poll: {}", shown(&error.to_string()))))
            }
        }
    }
}
