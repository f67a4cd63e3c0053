//! Answers by attribute as they are shown: what no suppression keeps back, at the moment it was taken.

pub mod arrivals;
pub mod attribute_answer;
mod counted;
pub mod counts;
pub mod marked;
pub mod moment;
mod rows;
pub mod stepped_row;
pub mod suppression;

use self::arrivals::Arrivals;
use self::counted::Counted;
use self::marked::MarkedReaders;
use self::moment::Moment;
use self::rows::{Rows, Stands, Subject};
use self::stepped_row::{SteppedRow, Taken};
use self::suppression::Row;
use canvass_domain::{Attribute, OptionId, StatementId};

/// Answers by attribute as they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segments {
    /// When anything in them was last taken; nothing where nothing was yet.
    pub moment: Option<Moment>,
    /// Whether they are those of the close, and change no more.
    pub is_final: bool,
    /// One for each thing asked, in its order.
    pub tables: Vec<SegmentTable>,
    /// How many came from the story's site, at a moment of its own; nothing where it may not be said.
    pub arrivals: Option<Arrivals>,
    /// How many are marked, at a moment of its own; nothing where it may not be said.
    pub marked: Option<MarkedReaders>,
}

/// Answers by one attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentTable {
    /// Its key: without the sign that marks what is known and not asked.
    pub attribute: String,
    /// Whether it was asked; else it is known of everybody, its values are words of files, and there is no question.
    pub is_asked: bool,
    /// What was asked.
    pub question: String,
    /// One for each answer to choose from, in their order.
    pub segments: Vec<Segment>,
}

/// Answers of the people who said the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What they said.
    pub value: String,
    /// Their answers to the poll; nothing where they are not shown.
    pub poll: Option<SegmentPoll>,
    /// Their votes on statements, ascending by number; those that are not shown are left out.
    pub statements: Vec<SegmentVotes>,
}

/// Answers to the poll on one row. Without a poll, people who took part, and no options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentPoll {
    /// People: the base of the shares.
    pub n: u64,
    /// Ballots naming each option.
    pub options: Vec<(OptionId, u64)>,
    /// When they were taken.
    pub moment: Moment,
}

/// Votes on one statement on one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentVotes {
    /// The statement.
    pub id: StatementId,
    /// Who agree.
    pub agree: u64,
    /// Who disagree.
    pub disagree: u64,
    /// Who are unsure.
    pub unsure: u64,
    /// When they were taken.
    pub moment: Moment,
}

impl SegmentVotes {
    /// People who voted on it: the base of its shares.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.agree + self.disagree + self.unsure
    }
}

impl Segments {
    /// Of attributes the first so many are asked. The others are told of where two of their values can be.
    pub(crate) fn of(attributes: &[Attribute], n_asked: usize, stands: &Stands<'_>) -> Self {
        let mut segments = Self {
            moment: stands.closed.filter(|_| n_asked > 0),
            is_final: stands.closed.is_some(),
            tables: Vec::new(),
            arrivals: None,
            marked: None,
        };
        for (place, attribute) in attributes.iter().enumerate() {
            let (mut table, mut moment) = (SegmentTable::empty(attribute, place < n_asked), None);
            for (subject, rows) in stands.rows.iter().filter(|(subject, _)| subject.is_by_attribute()) {
                moment = moment.max(table.fill(*subject, &Open { rows, place, stands }));
            }
            let is_known = !table.is_asked && attributes.iter().all(|asked| asked.key != table.attribute);
            if table.is_asked || is_known && table.segments.iter().filter(|segment| segment.poll.is_some()).count() > 1
            {
                segments.tables.push(table);
                segments.moment = segments.moment.max(moment);
            }
        }
        segments
    }

    /// Whether any of them shows a count.
    #[must_use]
    pub fn show_anything(&self) -> bool {
        let mut all = self.tables.iter().flat_map(|table| &table.segments);
        all.any(|segment| segment.poll.is_some() || !segment.statements.is_empty())
    }
}

/// The rows of one table: one subject by one attribute.
struct Open<'l> {
    rows: &'l Rows,
    place: usize,
    stands: &'l Stands<'l>,
}

impl<'l> Open<'l> {
    fn taken(&self, option: Option<u16>) -> Option<&'l Taken> {
        let value = (self.place, option);
        self.rows.get(&value).and_then(SteppedRow::stands).filter(|_| !self.stands.lacks_somebody(value))
    }

    /// After the close a row that nobody was ever on counts nobody. Otherwise, without counts that stand nothing is
    /// known of a row, also not whether anybody is on it.
    fn row(&self, option: Option<u16>, nobody: &'l Counted) -> Row<'l> {
        let is_known = self.stands.closed.is_some() && !self.stands.lacks_somebody((self.place, option));
        match self.taken(option) {
            Some(taken) => Row::Counted(&taken.counts),
            None if is_known => Row::Counted(nobody),
            None => Row::Unknown,
        }
    }
}

impl SegmentTable {
    fn empty(attribute: &Attribute, is_asked: bool) -> Self {
        let segment = |value: &String| Segment { value: value.clone(), poll: None, statements: Vec::new() };
        Self {
            attribute: attribute.key.trim_start_matches('~').to_owned(),
            is_asked,
            question: attribute.question.clone(),
            segments: attribute.options.iter().map(segment).collect(),
        }
    }

    /// Gives the moment of the last row that is shown.
    fn fill(&mut self, subject: Subject, open: &Open<'_>) -> Option<Moment> {
        let nobody = Counted::default();
        let options = || (0..).map(Some).take(self.segments.len());
        let rows: Vec<Row<'_>> = options().map(|option| open.row(option, &nobody)).collect();
        // While it is open the rest is blurred by what the shown rows have not taken yet, nobody knows of whom;
        // those who did not say are neither a cover nor worked out then.
        let unsaid = open.stands.closed.map(|_| open.row(None, &nobody));
        let shown = suppression::shown(&rows, unsaid);
        let taken: Vec<Option<&Taken>> = options().map(|option| open.taken(option)).collect();
        let rows = self.segments.iter_mut().zip(taken.into_iter().zip(shown));
        let mut last = None;
        for (segment, (taken, _)) in rows.filter(|(_, (_, shown))| *shown) {
            let Some(taken) = taken else { continue };
            segment.show(subject, taken);
            last = last.max(Some(taken.moment));
        }
        last
    }
}

impl Segment {
    fn show(&mut self, subject: Subject, taken: &Taken) {
        let Taken { counts, moment } = taken;
        let moment = *moment;
        match subject {
            Subject::Head => {
                let options = (1..).map(OptionId).zip(counts.cells.iter().copied()).collect();
                self.poll = Some(SegmentPoll { n: counts.n, options, moment });
            }
            Subject::Statement(id) => {
                let cell = |place: usize| counts.cells.get(place).copied().unwrap_or(0);
                let (agree, disagree, unsure) = (cell(0), cell(1), cell(2));
                self.statements.push(SegmentVotes { id, agree, disagree, unsure, moment });
            }
            Subject::Arrival | Subject::Marked => {}
        }
    }
}
