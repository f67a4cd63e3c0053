//! Answers as the analysis wants them: one row for everybody who counts and has voted, one column for every statement
//! that one of them voted on, both ascending by number.
//!
//! Whoever is banned is not there at all. A declined statement stays, and is left out of places and selections. So is one
//! about the readers: its column is zero, and votes on it count for being placed.

use super::material::{Material, treatment};
use canvass_analysis::votes::{Matrix, Stance, Treatment};
use canvass_counts::{Ledger, Voter};
use canvass_domain::{Answer, Ballot, ParticipantId, Seq, StatementId, StatementState, Subject, Vote};
use std::collections::{BTreeMap, BTreeSet};

/// Latest answers of everybody who counts and has voted, kept apart from the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    seq: Seq,
    people: BTreeMap<ParticipantId, Person>,
    declined: BTreeSet<StatementId>,
    about_readers: BTreeSet<StatementId>,
    n_votes: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Person {
    votes: Box<[(StatementId, Stance)]>,
    ballot: Option<Ballot>,
}

impl Answers {
    /// All that are in a ledger.
    #[must_use]
    pub fn all(ledger: &Ledger) -> Self {
        let mut answers = Self::default();
        ledger.everybody_after(None).for_each(|(participant, voter)| answers.set(participant, voter));
        answers.settle(ledger);
        answers
    }

    /// Takes over where one participant stands now.
    pub fn set(&mut self, participant: ParticipantId, voter: Option<Voter<'_>>) {
        let person = voter.map(|voter| Person { votes: votes(voter.answers), ballot: voter.ballot });
        self.n_votes += person.as_ref().map_or(0, |person| person.votes.len());
        let before = match person {
            Some(person) => self.people.insert(participant, person),
            None => self.people.remove(&participant),
        };
        self.n_votes -= before.map_or(0, |person| person.votes.len());
    }

    /// Everybody has been taken over: these are the answers as of the ledger.
    pub fn settle(&mut self, ledger: &Ledger) {
        self.seq = ledger.answers_seq();
        self.declined = ledger.declined().collect();
        self.about_readers = ledger.about_readers().collect();
    }

    /// How many votes are held.
    pub const fn n_votes(&self) -> usize {
        self.n_votes
    }

    /// The last event that they follow from.
    pub const fn seq(&self) -> Seq {
        self.seq
    }

    /// Where one participant stands; without votes where they do not count or have none.
    pub fn of(&self, participant: ParticipantId) -> (&[(StatementId, Stance)], Option<Ballot>) {
        self.people.get(&participant).map_or((&[], None), |person| (&person.votes, person.ballot))
    }

    /// How a statement takes part.
    pub fn treatment(&self, statement: StatementId) -> Treatment {
        let is_declined = self.declined.contains(&statement);
        let state = if is_declined { StatementState::Declined } else { StatementState::Accepted };
        treatment(state, Subject::of_meta(self.about_readers.contains(&statement)))
    }

    /// Lays them out for the analysis.
    #[must_use]
    pub fn material(&self) -> Material {
        let voted_on = self.people.values().flat_map(|person| person.votes.iter().map(|(statement, _)| *statement));
        let (columns, places) = numbered(voted_on);
        let rows = self.people.values().map(|person| {
            let cell = |(statement, stance): &(StatementId, Stance)| Some((places.of(*statement)?, *stance));
            person.votes.iter().filter_map(cell)
        });
        Material {
            seq: self.seq,
            rows: self.people.keys().copied().collect(),
            treatments: columns.iter().map(|id| self.treatment(*id)).collect(),
            matrix: Matrix::from_rows(columns.len(), rows),
            ballots: self.people.values().map(|person| person.ballot).collect(),
            columns,
        }
    }
}

/// Which column a statement has, looked up millions of times: low numbers, which nearly all have, by place.
struct Places {
    near: Vec<Option<u32>>,
    far: BTreeMap<StatementId, u32>,
}

/// Numbers below this are looked up by place.
const NEAR: u32 = 1 << 16;

/// The statements, ascending and each once, with their places.
fn numbered(voted_on: impl Iterator<Item = StatementId>) -> (Vec<StatementId>, Places) {
    let mut places = Places { near: vec![None; NEAR as usize], far: BTreeMap::new() };
    for id in voted_on {
        match places.near.get_mut(id.0 as usize) {
            Some(place) => *place = Some(0),
            None => {
                places.far.insert(id, 0);
            }
        }
    }
    let near = (0..).map(StatementId).zip(&mut places.near).filter_map(|(id, place)| Some((id, place.as_mut()?)));
    let far = places.far.iter_mut().map(|(id, place)| (*id, place));
    let ascending = (0..).zip(near.chain(far)).map(|(column, (id, place))| {
        *place = column;
        id
    });
    (ascending.collect(), places)
}

impl Places {
    fn of(&self, id: StatementId) -> Option<u32> {
        match self.near.get(id.0 as usize) {
            Some(place) => *place,
            None => self.far.get(&id).copied(),
        }
    }
}

/// Skips are no votes.
fn votes(answers: &[(StatementId, Answer)]) -> Box<[(StatementId, Stance)]> {
    answers.iter().filter_map(|(statement, answer)| Some((*statement, stance(answer.vote()?)))).collect()
}

const fn stance(vote: Vote) -> Stance {
    match vote {
        Vote::Agree => Stance::Agree,
        Vote::Disagree => Stance::Disagree,
        Vote::Unsure => Stance::Unsure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_columns_in_order_however_high_their_numbers() {
        let ids = [9, NEAR, 0, u32::MAX, 9, NEAR - 1].map(StatementId);
        let (columns, places) = numbered(ids.into_iter());
        assert_eq!(columns, [0, 9, NEAR - 1, NEAR, u32::MAX].map(StatementId));
        assert_eq!(columns.iter().map(|id| places.of(*id)).collect::<Vec<_>>(), (0..5).map(Some).collect::<Vec<_>>());
        assert_eq!([1, NEAR + 1].map(|id| places.of(StatementId(id))), [None, None]);
    }
}
