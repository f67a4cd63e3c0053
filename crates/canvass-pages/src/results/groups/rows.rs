//! Small multiples: one line a group for one statement.

use super::words::larger_side;
use crate::html::Html;
use crate::results::lists::stance_text;
use crate::words::Words;
use canvass_charts::{StanceBar, render_mark, render_stance_strip};
use canvass_results::{Finding, Group, GroupId, GroupVotes, OpinionMap, StatementLine};

/// How one group answered.
pub(in crate::results) struct Row {
    pub(in crate::results) mark: Html,
    pub(in crate::results) label: char,
    pub(in crate::results) bar: Html,
    pub(in crate::results) line: String,
}

/// The groups on a statement of one of the lists; each with the side that more of it took.
pub(in crate::results) fn on_finding(t: Words, map: &OpinionMap, finding: &Finding) -> Vec<Row> {
    let Some(statement) = map.statement(finding.statement) else { return Vec::new() };
    let all = rows(map, &statement.by_group, |votes| larger_side(t, votes));
    let compared = map.compared();
    (0..).zip(all).filter(|(place, _)| compared.contains(place)).map(|(_, row)| row).collect()
}

/// The groups' answers to one statement, for the table of all of them.
pub(in crate::results) fn by_group(t: Words, map: &OpinionMap, line: &StatementLine) -> Vec<Row> {
    let counts = |votes: GroupVotes| stance_text(t, votes.agree, votes.unsure, votes.disagree);
    map.statement(line.totals.id).map(|statement| rows(map, &statement.by_group, counts)).unwrap_or_default()
}

fn rows(map: &OpinionMap, votes: &[GroupVotes], line: impl Fn(GroupVotes) -> String) -> Vec<Row> {
    let row = |(group, votes): (&Group, &GroupVotes)| Row {
        mark: mark(group.id),
        label: group.id.label(),
        bar: strip(*votes),
        line: line(*votes),
    };
    map.groups.iter().zip(votes).map(row).collect()
}

pub(super) fn strip(votes: GroupVotes) -> Html {
    let GroupVotes { agree, disagree, unsure } = votes;
    Html::trusted(render_stance_strip(&StanceBar { agree, disagree, unsure }))
}

pub(super) fn mark(id: GroupId) -> Html {
    Html::trusted(render_mark(usize::from(id.0)))
}
