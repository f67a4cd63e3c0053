//! A large conversation's map between two cold ones: renewed for what was answered since, provisional, soon replaced.

use super::material::floored;
use super::{Answers, Material, OpinionMap};
use canvass_analysis::methods::{self, Analysis, WarmAnalysis, WarmError};
use canvass_analysis::votes::{Matrix, Stance, Treatment};
use canvass_domain::{ParticipantId, StatementId};
use std::collections::{BTreeMap, BTreeSet};

/// What a map can be renewed from. People and statements come in at the end, in the order they are met.
#[derive(Debug)]
pub struct WarmMap {
    warm: Box<dyn WarmAnalysis>,
    /// Whose each row is and what each column, without the votes, which `warm` holds.
    material: Material,
    row_of: BTreeMap<ParticipantId, usize>,
    column_of: BTreeMap<StatementId, usize>,
}

impl WarmMap {
    /// The cold map, and what it can be renewed from where the method offers that.
    pub fn new(mut material: Material) -> (Option<OpinionMap>, Option<Self>) {
        let Some((analysis, warm)) = methods::PRIMARY.warm(material.matrix.clone(), material.treatments.clone()) else {
            return (material.cold(), None);
        };
        let map = material.map(&floored(analysis, &material.matrix, &material.treatments));
        material.matrix = Matrix::default();
        let row_of = material.rows.iter().copied().zip(0..).collect();
        let column_of = material.columns.iter().copied().zip(0..).collect();
        (Some(map), Some(Self { warm, material, row_of, column_of }))
    }

    /// The map of answers, where these are the people whose answers are others than last time.
    ///
    /// # Errors
    /// Where there are too many statements by now. Votes may be missing then: start anew, cold.
    pub fn renew(&mut self, answers: &Answers, changed: &BTreeSet<ParticipantId>) -> Result<OpinionMap, WarmError> {
        self.material.seq = answers.seq();
        for participant in changed {
            self.take(*participant, answers)?;
        }
        self.material.treatments = self.material.columns.iter().map(|id| answers.treatment(*id)).collect();
        for (column, treatment) in self.material.treatments.iter().enumerate() {
            self.warm.set_treatment(column, *treatment);
        }
        let analysis = floored(self.warm.refresh(), self.warm.matrix(), &self.material.treatments);
        let mut map = self.material.map(&analysis);
        // Rows and columns that have lost their votes are still there. Such a row is in no group: those with most votes
        // are, and there are more than fifteen.
        map.statements.retain(|statement| self.has_votes(&analysis, statement.id));
        map.statements.sort_unstable_by_key(|statement| statement.id);
        map.people.sort_unstable_by_key(|placed| placed.participant);
        map.is_provisional = true;
        Ok(map)
    }

    /// Memory it holds, about.
    pub fn n_bytes(&self) -> usize {
        self.warm.n_bytes()
    }

    /// Takes over where one participant stands now.
    fn take(&mut self, participant: ParticipantId, answers: &Answers) -> Result<(), WarmError> {
        let (votes, ballot) = answers.of(participant);
        if votes.is_empty() && !self.row_of.contains_key(&participant) {
            return Ok(());
        }
        let next = self.row_of.len();
        let row = *self.row_of.entry(participant).or_insert(next);
        if row == self.material.rows.len() {
            self.material.rows.push(participant);
            self.material.ballots.push(None);
        }
        if let Some(slot) = self.material.ballots.get_mut(row) {
            *slot = ballot;
        }
        let differences: Vec<_> = self.differences(row, votes).into_iter().collect();
        self.warm.set_votes(row, &differences)
    }

    /// What has to be set in a row so that it has these votes and no others, columns ascending.
    fn differences(&mut self, row: usize, votes: &[(StatementId, Stance)]) -> BTreeMap<usize, Option<Stance>> {
        let mut differences: BTreeMap<usize, Option<Stance>> = BTreeMap::new();
        if row < self.warm.matrix().n_rows() {
            differences.extend(self.warm.matrix().row(row).map(|(column, _)| (column, None)));
        }
        differences.extend(votes.iter().map(|(statement, stance)| (self.column(*statement), Some(*stance))));
        differences
    }

    /// The column of a statement, which comes in at the end where it is new.
    fn column(&mut self, statement: StatementId) -> usize {
        let next = self.column_of.len();
        let column = *self.column_of.entry(statement).or_insert(next);
        if column == self.material.columns.len() {
            self.material.columns.push(statement);
            self.material.treatments.push(Treatment::Counted);
        }
        column
    }

    fn has_votes(&self, analysis: &Analysis, statement: StatementId) -> bool {
        let tally = self.column_of.get(&statement).and_then(|column| analysis.tallies.get(*column));
        tally.is_some_and(|tally| tally.n() > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::GroupVotes;
    use crate::map::follow::{Follower, Step};
    use crate::map::samples::day;
    use canvass_counts::Ledger;
    use canvass_domain::{Event, Seq};

    fn catch_up(follower: &mut Follower, ledger: &Ledger, changed: &mut BTreeSet<ParticipantId>) {
        while follower.step(ledger, changed) == Step::More {}
    }

    /// Every count on the map, from the answers themselves.
    fn assert_adds_up(map: &OpinionMap, ledger: &Ledger) {
        let answers = Answers::all(ledger);
        assert_eq!((map.seq, map.is_provisional), (answers.seq(), true));
        assert!(map.people.is_sorted_by(|a, b| a.participant < b.participant));
        let columns = answers.material().columns;
        assert!(map.statements.iter().map(|statement| statement.id).eq(columns));
        for (place, group) in map.groups.iter().enumerate() {
            let members = map.people.iter().filter(|placed| placed.group == group.id);
            let members: Vec<_> = members.map(|placed| answers.of(placed.participant)).collect();
            assert_eq!(group.n, members.len() as u64);
            assert_eq!(group.n_ballots, members.iter().filter(|(_, ballot)| ballot.is_some()).count() as u64);
            let on_topic = |id: StatementId| answers.treatment(id) != Treatment::Meta;
            assert!(map.statements.iter().all(|statement| on_topic(statement.id) != statement.by_group.is_empty()));
            for statement in map.statements.iter().filter(|statement| on_topic(statement.id)) {
                let n = |stance| members.iter().filter(|(votes, _)| votes.contains(&(statement.id, stance))).count();
                let [agree, disagree, unsure] = [Stance::Agree, Stance::Disagree, Stance::Unsure].map(|s| n(s) as u64);
                assert_eq!(statement.by_group[place], GroupVotes { agree, disagree, unsure }, "{}", statement.id);
            }
        }
    }

    #[test]
    fn whatever_happens_a_renewed_map_counts_the_answers_of_its_moment() {
        let mut events = (1..).zip(day(4_000)).map(|(n, fact)| Event { seq: Seq(n), at_ms: 1, fact });
        let (mut ledger, mut changed, mut follower) = (Ledger::default(), BTreeSet::new(), Follower::default());
        events.by_ref().take(1_000).for_each(|event| ledger.apply(&event).unwrap());
        catch_up(&mut follower, &ledger, &mut changed);
        let (cold, warm) = WarmMap::new(follower.answers().material());
        assert_eq!(cold, follower.answers().material().cold());
        let mut warm = warm.unwrap();
        for (n, event) in (1..).zip(events) {
            changed.extend(event.fact.participant());
            ledger.apply(&event).unwrap();
            // Single answers, and many at once.
            if n % 97 < 3 {
                catch_up(&mut follower, &ledger, &mut changed);
                let touched = follower.take_touched();
                let map = warm.renew(follower.answers(), &touched).unwrap();
                assert_adds_up(&map, &ledger);
            }
        }
        assert!(warm.n_bytes() > 0);
    }
}
