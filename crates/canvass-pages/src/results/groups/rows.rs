//! Small multiples: one line a group for one statement.

use super::words::{group_name, larger_side, mark};
use crate::html::Html;
use crate::results::lists::stance_text;
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

/// The groups on a statement of one of the lists; each with the side that more of it took.
pub(in crate::results) fn on_finding(t: Words, map: &OpinionMap, finding: &Finding) -> Vec<Row> {
    let Some(statement) = map.statement(finding.statement) else { return Vec::new() };
    let all = rows(t, map, &statement.by_group, |votes| larger_side(t, votes));
    let compared = map.compared();
    (0..).zip(all).filter(|(place, _)| compared.contains(place)).map(|(_, row)| row).collect()
}

/// The groups' answers to one statement, for the table of all of them.
pub(in crate::results) fn by_group(t: Words, map: &OpinionMap, line: &StatementLine) -> Vec<Row> {
    let counts = |votes: GroupVotes| stance_text(t, votes.agree, votes.unsure, votes.disagree);
    map.statement(line.totals.id).map(|statement| rows(t, map, &statement.by_group, counts)).unwrap_or_default()
}

fn rows(t: Words, map: &OpinionMap, votes: &[GroupVotes], line: impl Fn(GroupVotes) -> String) -> Vec<Row> {
    let row = |(group, votes): (&Group, &GroupVotes)| Row {
        mark: mark(t, map, group.id),
        name: group_name(t, map, group.id),
        bar: strip(*votes),
        line: line(*votes),
    };
    map.groups.iter().zip(votes).map(row).collect()
}

pub(super) fn strip(votes: GroupVotes) -> Html {
    let GroupVotes { agree, disagree, unsure } = votes;
    Html::trusted(render_stance_strip(&StanceBar { agree, disagree, unsure }))
}
