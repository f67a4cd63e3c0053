//! Brings the rows of votes.csv into one order, with every odd thing counted.
//!
//! All votes stay, those changed later too; of rows that are the same in everything one stays.

use super::{
    finding::Tally,
    participants::Cell,
    sign::{Mark, OwnVotes, Reading, Relation},
    votes::VoteRow,
};
use std::{cmp::Ordering, iter::Peekable, slice};

/// Votes in the order of the log, and what was odd about them.
#[derive(Debug, Default)]
pub(super) struct Settled {
    pub(super) rows: Vec<VoteRow>,
    /// Rows left out because they repeat another to the letter.
    pub(super) n_duplicates: u64,
    /// Votes on something the participant had voted on before, and how many of them said something else.
    pub(super) n_again: u64,
    pub(super) n_changed: u64,
    /// Different votes by one participant on one statement at the same time.
    pub(super) ties: Tally,
    /// Latest votes that the table of participants has otherwise, or not at all, or alone.
    pub(super) differing: Tally,
}

/// What the raw rows say about the sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Compared {
    pub(super) participants: Relation,
    pub(super) own: OwnVotes,
}

/// Sorts by participant, statement, time and place in the file, as the other functions here need it.
pub(super) fn sort_by_cell(rows: &mut [VoteRow]) {
    rows.sort_unstable_by_key(|row| (row.participant, row.statement, row.at_ms, row.order));
}

/// Holds the latest votes against the table of participants and against who wrote what.
pub(super) fn compare(rows: &[VoteRow], cells: &[Cell], author_of: impl Fn(u32) -> Option<u32>) -> Compared {
    let mut cells = cells.iter().peekable();
    let (mut n_same, mut n_opposite) = (0, 0);
    let mut own = OwnVotes::default();
    for run in runs(rows) {
        let Some(latest) = run.last() else { continue };
        if author_of(latest.statement) == Some(latest.participant) {
            own.n_plus += u64::from(latest.mark == Mark::Plus);
            own.n_minus += u64::from(latest.mark == Mark::Minus);
        }
        match (cell_at(&mut cells, latest, |_| {}), latest.mark) {
            (Some(Mark::Plus), Mark::Plus) | (Some(Mark::Minus), Mark::Minus) => n_same += 1,
            (Some(Mark::Plus), Mark::Minus) | (Some(Mark::Minus), Mark::Plus) => n_opposite += 1,
            _ => {}
        }
    }
    Compared { participants: Relation::of_answers(n_same, n_opposite), own }
}

/// Settles rows sorted by cell against the table of participants, where there is one.
pub(super) fn settle(mut rows: Vec<VoteRow>, cells: Option<&[Cell]>, reading: (Reading, Reading)) -> Settled {
    let mut settled = Settled::default();
    let mut repeats = Vec::new();
    let mut start = 0;
    let mut cells = cells.map(|cells| cells.iter().peekable());
    for run in rows.chunk_by_mut(is_same_cell) {
        settled.count_repeats(run, start, &mut repeats);
        start += run.len();
        let Some(latest) = run.last().copied() else { continue };
        let listed = cells.as_mut().map(|cells| cell_at(cells, &latest, |cell| settled.differing.add(|| named(cell))));
        settled.settle_ties(run, listed.flatten(), reading);
        let latest = run.iter().max_by_key(|row| (row.at_ms, row.order)).unwrap_or(&latest);
        if let Some(listed) = listed
            && listed.map(|mark| mark.vote(reading.1)) != Some(latest.mark.vote(reading.0))
        {
            settled.differing.add(|| format!("participant {} on statement {}", latest.participant, latest.statement));
        }
    }
    for cell in cells.into_iter().flatten() {
        settled.differing.add(|| named(cell));
    }
    settled.take_rows(rows, &repeats);
    settled
}

impl Settled {
    fn count_repeats(&mut self, run: &[VoteRow], start: usize, repeats: &mut Vec<usize>) {
        let mut before: Option<&VoteRow> = None;
        for (place, row) in (start..).zip(run) {
            // The last one stays: it is the one that another vote of the same moment was followed by.
            let rest = run.iter().skip(place - start + 1);
            let is_repeat = rest.take_while(|later| later.at_ms == row.at_ms).any(|later| later.mark == row.mark);
            if is_repeat {
                repeats.push(place);
                continue;
            }
            if let Some(before) = before {
                self.n_again += 1;
                self.n_changed += u64::from(before.mark != row.mark);
            }
            before = Some(row);
        }
    }

    /// Different votes at the latest time: the one that the table of participants has counts, else the last one.
    fn settle_ties(&mut self, run: &mut [VoteRow], listed: Option<Mark>, reading: (Reading, Reading)) {
        let Some(last) = run.last().copied() else { return };
        let tied = run.iter().filter(|row| row.at_ms == last.at_ms && row.mark != last.mark).count();
        if tied == 0 {
            return;
        }
        self.ties.add(|| format!("participant {} on statement {}", last.participant, last.statement));
        let listed = listed.map(|mark| mark.vote(reading.1));
        let is_wanted = |row: &VoteRow| row.at_ms == last.at_ms && Some(row.mark.vote(reading.0)) == listed;
        if is_wanted(&last) {
            return;
        }
        let Some(wanted) = run.iter().rposition(is_wanted) else { return };
        let (Some(order), Some(last_place)) = (run.get(wanted).map(|row| row.order), run.len().checked_sub(1)) else {
            return;
        };
        if let Some(row) = run.get_mut(wanted) {
            row.order = last.order;
        }
        if let Some(row) = run.get_mut(last_place) {
            row.order = order;
        }
    }

    fn take_rows(&mut self, mut rows: Vec<VoteRow>, repeats: &[usize]) {
        self.n_duplicates = repeats.len() as u64;
        let mut repeats = repeats.iter().peekable();
        let mut place = 0;
        rows.retain(|_| {
            let is_repeat = repeats.next_if_eq(&&place).is_some();
            place += 1;
            !is_repeat
        });
        rows.sort_unstable_by_key(|row| (row.at_ms, row.order));
        self.rows = rows;
    }
}

fn runs(rows: &[VoteRow]) -> impl Iterator<Item = &[VoteRow]> {
    rows.chunk_by(is_same_cell)
}

fn is_same_cell(a: &VoteRow, b: &VoteRow) -> bool {
    (a.participant, a.statement) == (b.participant, b.statement)
}

/// The table's mark for the cell of this row; cells passed on the way have no row.
fn cell_at(cells: &mut Peekable<slice::Iter<'_, Cell>>, row: &VoteRow, mut passed: impl FnMut(&Cell)) -> Option<Mark> {
    while let Some(cell) = cells.peek() {
        match (cell.participant, cell.statement).cmp(&(row.participant, row.statement)) {
            Ordering::Less => passed(cell),
            Ordering::Equal => return cells.next().map(|cell| cell.mark),
            Ordering::Greater => return None,
        }
        cells.next();
    }
    None
}

fn named(cell: &Cell) -> String {
    format!("participant {} on statement {}", cell.participant, cell.statement)
}
