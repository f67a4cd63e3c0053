//! In which order the table shows which statements.

use super::{Direction, Sort, TableRequest};
use canvass_counts::{Share, thresholds};
use canvass_results::rules::ranking::lower_end;
use canvass_results::{OpinionMap, Results, StatementLine, partings};
use std::cmp::Ordering;

/// The statements that a reader asks for, in the order asked for.
pub(super) fn in_order<'a>(results: &'a Results, request: &TableRequest) -> Vec<&'a StatementLine> {
    let mut lines: Vec<&StatementLine> = results.on_topic().filter(|line| holds(line, &request.query)).collect();
    match (request.sort, results.map.as_deref()) {
        (Sort::Groups, Some(map)) => by_parting(&mut lines, map, request.direction()),
        _ => lines.sort_by(|a, b| order(request, a, b)),
    }
    lines
}

/// Whether the statement's words hold what is looked for, or its number is just that.
fn holds(line: &StatementLine, query: &str) -> bool {
    let query = query.to_lowercase();
    let number = query.strip_prefix('#').unwrap_or(&query);
    query.is_empty()
        || number == line.totals.id.to_string()
        || line.text.as_deref().is_some_and(|text| text.to_lowercase().contains(&query))
}

/// Shares are compared exactly; how much a statement divides is compared as in the list of that. Where they decide,
/// statements with too few votes to be listed come last, whichever end comes first; ties go to the lower number.
fn order(request: &TableRequest, a: &StatementLine, b: &StatementLine) -> Ordering {
    let share = |part: fn(&StatementLine) -> u64| {
        let of = |line: &StatementLine| Share { n: part(line), base: line.totals.n() };
        of(a).compare(of(b))
    };
    let compared = match request.sort {
        // Without groups there is nothing to order by them.
        Sort::Number | Sort::Groups => a.totals.id.cmp(&b.totals.id),
        Sort::N => a.totals.n().cmp(&b.totals.n()),
        Sort::Agree => share(|line| line.totals.agree),
        Sort::Disagree => share(|line| line.totals.disagree),
        Sort::Unsure => share(|line| line.totals.unsure),
        Sort::Divided => divided(a).total_cmp(&divided(b)),
    };
    let directed = match request.direction() {
        Direction::Up => compared,
        Direction::Down => compared.reverse(),
    };
    let is_thin = |line: &StatementLine| match request.sort {
        Sort::Number | Sort::N | Sort::Groups => false,
        Sort::Agree | Sort::Disagree | Sort::Unsure | Sort::Divided => line.totals.n() < thresholds::LIST_MIN_N,
    };
    is_thin(a).cmp(&is_thin(b)).then(directed).then(a.totals.id.cmp(&b.totals.id))
}

/// What the list of what divides is ranked by.
fn divided(line: &StatementLine) -> f64 {
    lower_end(Share { n: line.totals.agree.min(line.totals.disagree), base: line.totals.n() })
}

/// How far groups part decides; statements too few in the groups answered come last, whichever end comes first.
fn by_parting(lines: &mut [&StatementLine], map: &OpinionMap, direction: Direction) {
    let partings = partings(map);
    let gap = |line: &StatementLine| partings.get(&line.totals.id);
    lines.sort_by(|a, b| match (gap(a), gap(b)) {
        (Some(a), Some(b)) if direction == Direction::Up => a.lower_end.total_cmp(&b.lower_end),
        (Some(a), Some(b)) => b.lower_end.total_cmp(&a.lower_end),
        (a, b) => a.is_none().cmp(&b.is_none()),
    });
}
