//! Writes a conversation as the newest Polis file set.
//!
//! Times are whole seconds (0 where nobody recorded them), 1 is agree, statements always stand in quotes. Polis knows
//! no vote that was taken back, no skip and no poll: an answer that counts no longer is left out with all that came
//! before it, and so is everything by a participant who counts no longer. Words that this desk does not show stay
//! inside: a statement that it declined goes without them, one that waits and has no votes does not go at all. What
//! was chosen in "about you", and the number by which another system knows somebody, is never written here. Texts are
//! neutralised for spreadsheets. Which statements are about the readers and which the organiser put in stands in the columns
//! is-meta and is-seed of comments.csv, which the newest files of Polis lack and its readers ask for. That answers are synthetic is one line more in summary.csv.

use super::{COMMENTS, PARTICIPANTS, SUMMARY, VOTES, rows::UNKNOWN_MS, sign::written, summary::PROVENANCE};
use crate::{
    FormatError,
    made::{self, Form},
    neutral::neutralise,
    sheet::{LineEnd, Sheet, create_folder},
};
use canvass_domain::{
    Event, Fact, Millis, Origin, ParticipantId, Provenance, Statement, StatementId, StatementState, Subject,
    Transcript, Vote,
};
use canvass_results::{Group, OpinionMap};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

const COMMENT_GROUPS: &str = "comment-groups.csv";
/// Columns of everybody and of each group there.
const COUNTS: [&str; 4] = ["votes", "agrees", "disagrees", "passes"];

/// One vote that is written.
#[derive(Clone, Copy)]
struct Row {
    statement: StatementId,
    participant: ParticipantId,
    at_ms: Millis,
    vote: Vote,
}

/// How often each vote was given.
#[derive(Clone, Copy, Default)]
struct Tally {
    n_agree: u64,
    n_disagree: u64,
    n_unsure: u64,
}

struct Export<'t> {
    transcript: &'t Transcript,
    /// The statements that are written.
    statements: Vec<&'t Statement>,
    /// Those about the readers.
    meta: BTreeSet<StatementId>,
    /// Sorted by statement, participant and time.
    rows: Vec<Row>,
    map: Option<&'t OpinionMap>,
    /// The number under which the organiser's statements go: one that nobody has.
    organiser: u32,
}

/// Writes the file set into a folder, which is made where it is missing. Without a map group columns are empty.
///
/// # Errors
/// [`FormatError::Unwritable`], naming the file.
pub fn write_folder(folder: &Path, transcript: &Transcript, map: Option<&OpinionMap>) -> Result<(), FormatError> {
    create_folder(folder)?;
    let export = Export::of(transcript, map);
    export.summary(folder)?;
    export.comments(folder)?;
    export.votes(folder)?;
    export.participants(folder)?;
    export.comment_groups(folder)?;
    made::mark(folder, Form::Polis, &[SUMMARY, COMMENTS, VOTES, PARTICIPANTS[1], COMMENT_GROUPS].map(str::to_owned))
}

impl<'t> Export<'t> {
    fn of(transcript: &'t Transcript, map: Option<&'t OpinionMap>) -> Self {
        let rows = rows(&transcript.events);
        let voted: BTreeSet<StatementId> = rows.iter().map(|row| row.statement).collect();
        let goes = |s: &&Statement| s.state != StatementState::Held || voted.contains(&s.id);
        let arrived = transcript.arrivals.iter().map(|arrival| arrival.participant);
        // Whoever was erased is known to the log alone.
        let logged = transcript.events.iter().filter_map(|event| event.fact.participant());
        let numbers: BTreeSet<u32> = arrived.chain(logged).map(|participant| participant.0).collect();
        let next = numbers.last().map_or(0, |last| last.saturating_add(1));
        let organiser = if numbers.contains(&0) { next } else { 0 };
        let statements = transcript.statements.iter().filter(goes).collect();
        Self { transcript, statements, meta: meta(&transcript.events), rows, map, organiser }
    }

    fn author(&self, statement: &Statement) -> u32 {
        statement.author.map_or(self.organiser, |author| author.0)
    }

    fn latest(&self) -> impl Iterator<Item = &Row> {
        self.rows
            .chunk_by(|a, b| (a.statement, a.participant) == (b.statement, b.participant))
            .filter_map(|run| run.last())
    }

    fn summary(&self, folder: &Path) -> Result<(), FormatError> {
        let instrument = &self.transcript.instrument;
        let voters: BTreeSet<ParticipantId> = self.rows.iter().map(|row| row.participant).collect();
        let statements: BTreeSet<StatementId> = self.rows.iter().map(|row| row.statement).collect();
        let commenters: BTreeSet<u32> = self.statements.iter().map(|statement| self.author(statement)).collect();
        let counts = [
            ("voters", voters.len()),
            ("voters-in-conv", self.map.map_or(voters.len(), |map| map.people.len())),
            ("commenters", commenters.len()),
            ("comments", statements.len()),
            ("groups", self.map.map_or(0, |map| map.groups.len())),
        ];
        let mut sheet = Sheet::create(folder, SUMMARY, LineEnd::Lf)?;
        sheet.plain("topic")?;
        sheet.quoted(&neutralise(&instrument.title))?;
        sheet.end_line()?;
        sheet.plain("url")?;
        sheet.text(&neutralise(instrument.story.as_ref().map_or("", |story| story.url.as_str())))?;
        sheet.end_line()?;
        for (key, n) in counts {
            sheet.plain(key)?;
            sheet.plain(n)?;
            sheet.end_line()?;
        }
        sheet.plain("conversation-description")?;
        sheet.quoted(&neutralise(&instrument.background))?;
        sheet.end_line()?;
        if self.transcript.provenance == Provenance::Synthetic {
            sheet.plain(PROVENANCE)?;
            sheet.plain(Provenance::Synthetic.word())?;
            sheet.end_line()?;
        }
        sheet.finish()
    }

    fn comments(&self, folder: &Path) -> Result<(), FormatError> {
        let counts = tallies(self.rows.iter());
        let mut sheet = Sheet::create(folder, COMMENTS, LineEnd::Lf)?;
        sheet.header(&[
            "timestamp",
            "datetime",
            "comment-id",
            "author-id",
            "agrees",
            "disagrees",
            "moderated",
            "is-meta",
            "is-seed",
            "comment-body",
        ])?;
        for statement in &self.statements {
            let tally = counts.get(&statement.id).copied().unwrap_or_default();
            time(&mut sheet, statement.added_ms)?;
            sheet.plain(statement.id)?;
            sheet.plain(self.author(statement))?;
            sheet.plain(tally.n_agree)?;
            sheet.plain(tally.n_disagree)?;
            sheet.plain(moderated(statement.state))?;
            sheet.plain(self.meta.contains(&statement.id))?;
            sheet.plain(statement.origin == Origin::Organiser)?;
            sheet.quoted(&neutralise(public_text(statement)))?;
            sheet.end_line()?;
        }
        sheet.finish()
    }

    fn votes(&self, folder: &Path) -> Result<(), FormatError> {
        let mut sheet = Sheet::create(folder, VOTES, LineEnd::Lf)?;
        sheet.header(&["timestamp", "datetime", "comment-id", "voter-id", "vote"])?;
        for row in &self.rows {
            time(&mut sheet, row.at_ms)?;
            sheet.plain(row.statement)?;
            sheet.plain(row.participant)?;
            sheet.plain(written(row.vote))?;
            sheet.end_line()?;
        }
        sheet.finish()
    }

    fn participants(&self, folder: &Path) -> Result<(), FormatError> {
        let mut latest: BTreeMap<ParticipantId, BTreeMap<StatementId, Vote>> = BTreeMap::new();
        for row in self.latest() {
            latest.entry(row.participant).or_default().insert(row.statement, row.vote);
        }
        let mut n_written: BTreeMap<u32, u64> = BTreeMap::new();
        for statement in &self.statements {
            *n_written.entry(self.author(statement)).or_default() += 1;
        }
        let columns: Vec<StatementId> = self.statements.iter().map(|statement| statement.id).collect();
        let mut sheet = Sheet::create(folder, PARTICIPANTS[1], LineEnd::Lf)?;
        for name in ["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"] {
            sheet.plain(name)?;
        }
        columns.iter().try_for_each(|statement| sheet.plain(statement))?;
        sheet.end_line()?;
        for (participant, votes) in &latest {
            sheet.plain(participant)?;
            let count = |wanted: Vote| votes.values().filter(|vote| **vote == wanted).count();
            sheet.maybe(self.map.and_then(|map| map.placed(*participant)).map(|placed| placed.group.0))?;
            sheet.plain(n_written.get(&participant.0).copied().unwrap_or(0))?;
            sheet.plain(votes.len())?;
            sheet.plain(count(Vote::Agree))?;
            sheet.plain(count(Vote::Disagree))?;
            columns.iter().try_for_each(|statement| sheet.maybe(votes.get(statement).copied().map(written)))?;
            sheet.end_line()?;
        }
        sheet.finish()
    }

    /// The totals are over the groups. Without a map there are none: the totals are over everybody, and no group has
    /// columns.
    fn comment_groups(&self, folder: &Path) -> Result<(), FormatError> {
        let everybody = tallies(self.latest());
        let groups = self.map.map(|map| map.groups.as_slice()).unwrap_or_default();
        let mut sheet = Sheet::create(folder, COMMENT_GROUPS, LineEnd::Lf)?;
        sheet.plain("comment-id")?;
        sheet.plain("comment")?;
        COUNTS.iter().try_for_each(|count| sheet.plain(format_args!("total-{count}")))?;
        for group in groups {
            let letter = group.id.label().to_ascii_lowercase();
            COUNTS.iter().try_for_each(|count| sheet.plain(format_args!("group-{letter}-{count}")))?;
        }
        sheet.end_line()?;
        for statement in &self.statements {
            let by_group: Vec<Tally> = self.by_group(statement.id, groups);
            let total = match self.map {
                Some(_) => by_group.iter().fold(Tally::default(), |sum, tally| sum.and(*tally)),
                None => everybody.get(&statement.id).copied().unwrap_or_default(),
            };
            sheet.plain(statement.id)?;
            sheet.quoted(&neutralise(public_text(statement)))?;
            std::iter::once(total)
                .chain(by_group)
                .try_for_each(|tally| tally.counts().into_iter().try_for_each(|n| sheet.plain(n)))?;
            sheet.end_line()?;
        }
        sheet.finish()
    }

    /// What each group answered; zeroes for a statement that nobody did. Polis counts those about the readers too, which
    /// our map does not, so they are counted here.
    fn by_group(&self, id: StatementId, groups: &[Group]) -> Vec<Tally> {
        if self.meta.contains(&id) {
            let group_of = |row: &Row| self.map.and_then(|map| map.placed(row.participant)).map(|placed| placed.group);
            let of = |group: &Group| {
                let theirs = self.latest().filter(|row| row.statement == id && group_of(row) == Some(group.id));
                tallies(theirs).remove(&id).unwrap_or_default()
            };
            return groups.iter().map(of).collect();
        }
        let known = self.map.and_then(|map| map.statement(id)).map(|known| known.by_group.as_slice());
        let known = known.unwrap_or_default().iter().map(|votes| Tally {
            n_agree: votes.agree,
            n_disagree: votes.disagree,
            n_unsure: votes.unsure,
        });
        known.chain(std::iter::repeat(Tally::default())).take(groups.len()).collect()
    }
}

impl Tally {
    /// In the order of [`COUNTS`].
    const fn counts(self) -> [u64; 4] {
        [self.n_agree + self.n_disagree + self.n_unsure, self.n_agree, self.n_disagree, self.n_unsure]
    }

    const fn and(self, other: Self) -> Self {
        Self {
            n_agree: self.n_agree + other.n_agree,
            n_disagree: self.n_disagree + other.n_disagree,
            n_unsure: self.n_unsure + other.n_unsure,
        }
    }
}

/// The votes that still stand, with the earlier ones that they replaced.
fn rows(events: &[Event]) -> Vec<Row> {
    let mut cells: BTreeMap<(StatementId, ParticipantId), Vec<Row>> = BTreeMap::new();
    let mut banned = BTreeSet::new();
    for event in events {
        match event.fact {
            Fact::VoteCast { participant, statement, vote, .. } => {
                let row = Row { statement, participant, at_ms: event.at_ms, vote };
                cells.entry((statement, participant)).or_default().push(row);
            }
            Fact::VoteWithdrawn { participant, statement } | Fact::StatementSkipped { participant, statement, .. } => {
                cells.remove(&(statement, participant));
            }
            Fact::ParticipantBanned { participant } => {
                banned.insert(participant);
            }
            _ => {}
        }
    }
    cells.into_iter().filter(|((_, participant), _)| !banned.contains(participant)).flat_map(|(_, rows)| rows).collect()
}

/// The statements that are about the readers, as the log leaves them.
fn meta(events: &[Event]) -> BTreeSet<StatementId> {
    let marks = events.iter().filter_map(|event| match event.fact {
        Fact::StatementMarked { statement, subject } => Some((statement, subject)),
        _ => None,
    });
    let last: BTreeMap<StatementId, Subject> = marks.collect();
    last.into_iter().filter(|(_, subject)| subject.is_meta()).map(|(statement, _)| statement).collect()
}

fn tallies<'r>(rows: impl Iterator<Item = &'r Row>) -> BTreeMap<StatementId, Tally> {
    let mut tallies: BTreeMap<StatementId, Tally> = BTreeMap::new();
    for row in rows {
        let tally = tallies.entry(row.statement).or_default();
        match row.vote {
            Vote::Agree => tally.n_agree += 1,
            Vote::Disagree => tally.n_disagree += 1,
            Vote::Unsure => tally.n_unsure += 1,
        }
    }
    tallies
}

fn public_text(statement: &Statement) -> &str {
    let is_withheld = match statement.state {
        StatementState::Accepted => false,
        StatementState::Held => true,
        StatementState::Declined => statement.decided_here,
    };
    if is_withheld { "" } else { statement.text.as_deref().unwrap_or("") }
}

const fn moderated(state: StatementState) -> i8 {
    match state {
        StatementState::Accepted => 1,
        StatementState::Held => 0,
        StatementState::Declined => -1,
    }
}

/// Both columns of a time: whole seconds, and the same to read.
fn time(sheet: &mut Sheet, at_ms: Millis) -> Result<(), FormatError> {
    let seconds = at_ms.div_euclid(1000);
    sheet.plain(seconds)?;
    sheet.maybe(jiff::Timestamp::from_second(seconds).ok().filter(|_| at_ms != UNKNOWN_MS))
}
