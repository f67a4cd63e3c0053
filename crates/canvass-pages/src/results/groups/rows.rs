//! Small multiples: one line a group for one statement.

use super::words::{group_name, larger_side, mark};
use crate::html::Html;
use crate::results::counts::stance_text;
use crate::words::Words;
use canvass_charts::{StanceBar, render_stance_strip};
use canvass_results::{Finding, Group, GroupVotes, OpinionMap, StatementLine};

/// How one group answered.
pub(in crate::results) struct Row {
    pub(in crate::results) mark: Html,
    /// "Group 1", where there is no room for a mark.
    pub(in crate::results) name: String,
    pub(in crate::results) bar: Html,
    pub(in crate::results) line: String,
}

/// Writes lines of groups: their marks and names, which stand in hundreds of rows, are made once.
pub(in crate::results) struct Rows<'a> {
    t: Words,
    map: &'a OpinionMap,
    signs: Vec<(Html, String)>,
}

impl<'a> Rows<'a> {
    pub(in crate::results) fn of(t: Words, map: &'a OpinionMap) -> Self {
        let sign = |group: &Group| (mark(t, map, group.id), group_name(t, map, group.id));
        Self { t, map, signs: map.groups.iter().map(sign).collect() }
    }

    /// The groups on a statement of one of the lists; each with the side that more of it took.
    pub(in crate::results) fn on_finding(&self, finding: &Finding) -> Vec<Row> {
        let Some(statement) = self.map.statement(finding.statement) else { return Vec::new() };
        let all = self.rows(&statement.by_group, |votes| larger_side(self.t, votes));
        let compared = self.map.compared();
        (0..).zip(all).filter(|(place, _)| compared.contains(place)).map(|(_, row)| row).collect()
    }

    /// The groups' answers to one statement, for the table of all of them.
    pub(in crate::results) fn by_group(&self, line: &StatementLine) -> Vec<Row> {
        let counts = |votes: GroupVotes| stance_text(self.t, votes.agree, votes.unsure, votes.disagree);
        let statement = self.map.statement(line.totals.id);
        statement.map(|statement| self.rows(&statement.by_group, counts)).unwrap_or_default()
    }

    fn rows(&self, votes: &[GroupVotes], line: impl Fn(GroupVotes) -> String) -> Vec<Row> {
        let row = |((mark, name), votes): (&(Html, String), &GroupVotes)| Row {
            mark: mark.clone(),
            name: name.clone(),
            bar: strip(*votes),
            line: line(*votes),
        };
        self.signs.iter().zip(votes).map(row).collect()
    }
}

pub(super) fn strip(votes: GroupVotes) -> Html {
    let GroupVotes { agree, disagree, unsure } = votes;
    Html::trusted(render_stance_strip(&StanceBar { agree, disagree, unsure }))
}
