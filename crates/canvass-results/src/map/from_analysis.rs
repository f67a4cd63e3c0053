//! What the analysis found, with its rows and columns as participants and statements again.

use super::{Group, GroupId, GroupVotes, MapStatement, Material, Method, OpinionMap, Placed, Representative};
use canvass_analysis::methods::{self, Analysis};
use canvass_analysis::votes::{Side, Tally, Treatment};
use canvass_counts::OptionTotals;
use canvass_domain::{Ballot, MAX_OPTIONS, OptionId, Vote};

impl Material {
    /// The map of a cold analysis.
    #[must_use]
    pub fn cold(&self) -> Option<OpinionMap> {
        self.analyse().map(|analysis| self.map(&analysis))
    }

    /// What was found, as results.
    #[must_use]
    pub fn map(&self, analysis: &Analysis) -> OpinionMap {
        of(self, analysis)
    }
}

/// The map of an analysis of some material.
fn of(material: &Material, analysis: &Analysis) -> OpinionMap {
    OpinionMap {
        method: Method::PRIMARY,
        seq: material.seq,
        is_provisional: false,
        groups: analysis.groups.iter().map(|found| group(material, analysis, found)).collect(),
        people: people(material, analysis),
        statements: statements(material, analysis),
    }
}

fn people(material: &Material, analysis: &Analysis) -> Vec<Placed> {
    let rows = material.rows.iter().zip(&analysis.places).zip(&analysis.group_of);
    rows.filter_map(|((participant, place), group)| {
        Some(Placed { participant: *participant, place: *place, group: GroupId((*group)?) })
    })
    .collect()
}

fn group(material: &Material, analysis: &Analysis, found: &methods::Group) -> Group {
    let members = material.ballots.iter().zip(&analysis.group_of).filter(|(_, group)| **group == Some(found.id));
    let ballots: Vec<Ballot> = members.filter_map(|(ballot, _)| *ballot).collect();
    let telling = |found: &methods::Representative| representative(material, found);
    Group {
        id: GroupId(found.id),
        n: u64::from(found.n_members),
        place: found.place,
        options: options(&ballots),
        n_ballots: ballots.len() as u64,
        representative: found.representative.iter().filter_map(telling).collect(),
    }
}

/// Ballots naming each option, for every option a ballot can hold; nothing where there is no ballot.
fn options(ballots: &[Ballot]) -> Vec<OptionTotals> {
    let all = (1_u8..).take(if ballots.is_empty() { 0 } else { MAX_OPTIONS }).map(OptionId);
    all.map(|id| OptionTotals { id, n: ballots.iter().filter(|ballot| ballot.has(id)).count() as u64 }).collect()
}

fn representative(material: &Material, found: &methods::Representative) -> Option<Representative> {
    let direction = match found.side {
        Side::Agree => Vote::Agree,
        Side::Disagree => Vote::Disagree,
    };
    Some(Representative {
        statement: *material.columns.get(found.column as usize)?,
        direction,
        n_success: u64::from(found.n_success),
        n_trials: u64::from(found.n_trials),
        p_success: found.p_success,
        p_test: found.p_test,
        repness: found.repness,
        repness_test: found.repness_test,
        best_agree: found.best_agree.map(u64::from),
    })
}

fn statements(material: &Material, analysis: &Analysis) -> Vec<MapStatement> {
    let at = |numbers: &[f64], column: usize| numbers.get(column).copied().unwrap_or_default();
    let columns = material.columns.iter().zip(&material.treatments).enumerate();
    let by_group = |column: usize, treatment: Treatment| match treatment {
        // What readers say of themselves neither parts groups nor unites them.
        Treatment::Meta => Vec::new(),
        Treatment::Counted | Treatment::LeftOut => {
            analysis.groups.iter().map(|group| votes(group.tallies.get(column))).collect()
        }
    };
    let statement = |(column, (id, treatment)): (usize, (&_, &Treatment))| MapStatement {
        id: *id,
        by_group: by_group(column, *treatment),
        extremity: at(&analysis.extremity, column),
        informed_agree: at(&analysis.informed_agree, column),
        informed_disagree: at(&analysis.informed_disagree, column),
        priority: at(&analysis.priorities, column),
    };
    columns.map(statement).collect()
}

fn votes(tally: Option<&Tally>) -> GroupVotes {
    let Tally { agree, disagree, unsure } = tally.copied().unwrap_or_default();
    GroupVotes { agree: u64::from(agree), disagree: u64::from(disagree), unsure: u64::from(unsure) }
}
