//! One person's visits: the poll, then statements one at a time, each drawn uniformly from those not yet
//! answered, with undone and changed votes, skips, and pages that are left.

use crate::people::Person;
use crate::simulate::vote_of;
use canvass_analysis::chance::Chance;
use canvass_analysis::planted::StatementModel;
use canvass_domain::{Ballot, Fact, Millis, Origin, Showing, StatementId, StatementState, Vote};

/// Version of the instrument that every answer is given to.
const VERSION: u32 = 1;

/// Shares of votes that are undone at once, changed at the end, withdrawn at the end.
const UNDONE: f64 = 0.003;
const CHANGED_LATER: f64 = 0.002;
const WITHDRAWN_LATER: f64 = 0.001;
/// Share of statements over which people are called away.
const PAUSES: f64 = 0.03;
/// Seconds to read a character.
const READING_S: f64 = 0.03;
/// Share of people who leave with a statement on the page.
const LEFT_OPEN: f64 = 0.6;
/// Votes after which an author writes the statement.
const VOTES_BEFORE_WRITING: u32 = 4;

/// A statement that people can vote on, from when it was accepted.
pub(super) struct Votable<'a> {
    pub id: StatementId,
    pub model: StatementModel<'a>,
    pub accepted_ms: Millis,
    /// Characters to read.
    pub n_chars: usize,
}

/// What a person leaves behind, in the order of time.
#[derive(Default)]
pub(super) struct Traces {
    pub facts: Vec<(Millis, Fact)>,
    pub showings: Vec<Showing>,
}

struct Visit<'a> {
    person: &'a Person,
    statements: &'a [Votable<'a>],
    answered: Vec<bool>,
    now: Millis,
    left: u32,
    /// Votes to change or withdraw at the end.
    regrets: Vec<(StatementId, Option<Vote>)>,
}

/// Everything that one person does; `writing` is the statement they write, if they do.
pub(super) fn visits(
    person: &Person,
    statements: &[Votable<'_>],
    writing: Option<StatementId>,
    chance: &mut Chance,
    traces: &mut Traces,
) {
    let answered = vec![false; statements.len()];
    let mut visit =
        Visit { person, statements, answered, now: person.coming.at_ms, left: person.n_votes, regrets: Vec::new() };
    visit.cast_ballot(chance, traces);
    let first = if person.again_ms.is_some() { person.n_votes.div_ceil(2) } else { person.n_votes };
    match writing {
        Some(statement) => {
            let before = first.min(VOTES_BEFORE_WRITING);
            visit.vote(before, chance, traces);
            visit.write(statement, chance, traces);
            visit.vote(first - before, chance, traces);
        }
        None => visit.vote(first, chance, traces),
    }
    if let Some(again) = person.again_ms {
        visit.now = visit.now.max(again);
        visit.vote(visit.left, chance, traces);
    }
    visit.leave(chance, traces);
}

impl<'a> Visit<'a> {
    /// Time passes: `least_s` seconds and an exponential number with the given mean.
    fn wait(&mut self, least_s: f64, mean_s: f64, chance: &mut Chance) {
        self.now += (1_000.0 * (least_s + mean_s * chance.exponential())) as Millis + 1;
    }

    fn cast_ballot(&mut self, chance: &mut Chance, traces: &mut Traces) {
        self.wait(4.0, 22.0, chance);
        if let Some(ballot) = Ballot::one(self.person.ballot) {
            traces.facts.push((self.now, Fact::BallotCast { participant: self.person.id, ballot, version: VERSION }));
        }
    }

    /// Goes on until so many votes are cast or nothing is left to vote on.
    fn vote(&mut self, n: u32, chance: &mut Chance, traces: &mut Traces) {
        let mut cast = 0;
        while cast < n {
            let Some((place, statement)) = self.show(chance, traces) else { return };
            if let Some(answered) = self.answered.get_mut(place) {
                *answered = true;
            }
            self.wait(1.5 + READING_S * statement.n_chars as f64, 4.0, chance);
            if chance.happens(PAUSES) {
                self.wait(30.0, 240.0, chance);
            }
            let feeling = statement.model.feeling(&self.person.position);
            if chance.happens(skips(feeling)) {
                let (participant, statement) = (self.person.id, statement.id);
                traces.facts.push((self.now, Fact::StatementSkipped { participant, statement, version: VERSION }));
            } else {
                self.answer(statement, feeling, chance, traces);
                cast += 1;
                self.left = self.left.saturating_sub(1);
            }
        }
    }

    /// Draws the next statement, uniformly from those accepted by now and not answered, and notes the showing.
    fn show(&mut self, chance: &mut Chance, traces: &mut Traces) -> Option<(usize, &'a Votable<'a>)> {
        let open: Vec<(usize, &Votable<'_>)> = self
            .statements
            .iter()
            .zip(&self.answered)
            .enumerate()
            .filter(|(_, (statement, answered))| !**answered && statement.accepted_ms <= self.now)
            .map(|(place, (statement, _))| (place, statement))
            .collect();
        let drawn = chance.pick(&open).copied();
        if let Some((_, statement)) = drawn {
            let probability = 1.0 / open.len() as f64;
            let (participant, statement, at_ms) = (self.person.id, statement.id, self.now);
            traces.showings.push(Showing { participant, statement, at_ms, probability });
        }
        drawn
    }

    /// Votes; now and then takes it back at once for another vote, or will have second thoughts later.
    fn answer(&mut self, statement: &Votable<'_>, feeling: f64, chance: &mut Chance, traces: &mut Traces) {
        let vote = vote_of(statement.model.stance(feeling, chance));
        self.cast(statement.id, vote, traces);
        let mood = chance.unit();
        if mood < UNDONE {
            self.wait(1.0, 3.0, chance);
            self.withdraw(statement.id, traces);
            self.wait(1.0, 3.0, chance);
            self.cast(statement.id, another(vote, chance), traces);
        } else if mood < UNDONE + CHANGED_LATER {
            self.regrets.push((statement.id, Some(another(vote, chance))));
        } else if mood < UNDONE + CHANGED_LATER + WITHDRAWN_LATER {
            self.regrets.push((statement.id, None));
        }
    }

    fn write(&mut self, statement: StatementId, chance: &mut Chance, traces: &mut Traces) {
        self.wait(40.0, 50.0, chance);
        let (origin, state) = (Origin::Participant, StatementState::Held);
        traces.facts.push((self.now, Fact::StatementAdded { statement, origin, state }));
    }

    /// Looks through the answers at the end, and leaves, often with one more statement on the page.
    fn leave(&mut self, chance: &mut Chance, traces: &mut Traces) {
        for (statement, vote) in std::mem::take(&mut self.regrets) {
            self.wait(10.0, 60.0, chance);
            match vote {
                Some(vote) => self.cast(statement, vote, traces),
                None => self.withdraw(statement, traces),
            }
        }
        if chance.happens(LEFT_OPEN) {
            self.wait(1.0, 1.0, chance);
            self.show(chance, traces);
        }
    }

    fn cast(&self, statement: StatementId, vote: Vote, traces: &mut Traces) {
        let fact = Fact::VoteCast { participant: self.person.id, statement, vote, version: VERSION };
        traces.facts.push((self.now, fact));
    }

    fn withdraw(&self, statement: StatementId, traces: &mut Traces) {
        traces.facts.push((self.now, Fact::VoteWithdrawn { participant: self.person.id, statement }));
    }
}

/// Chance of passing a statement by: 2 %, up to 12 % for those who feel nothing either way.
fn skips(feeling: f64) -> f64 {
    0.02 + 0.1 / (1.0 + feeling * feeling)
}

/// One of the two other votes.
fn another(vote: Vote, chance: &mut Chance) -> Vote {
    let others: Vec<Vote> = Vote::ALL.into_iter().filter(|other| *other != vote).collect();
    chance.pick(&others).copied().unwrap_or(vote)
}
