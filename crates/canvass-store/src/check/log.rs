//! Whether a conversation's log can be read, from its first event to its last, without a hole, and is what was
//! written: its running hash is worked out again.
//!
//! A log is read a few thousand events at a time; what is kept of it is what follows from it.

use super::notes::{Mending, Notes};
use crate::db::connection::Conn;
use crate::error::StoreError;
use crate::log::hash::{LogEnd, RunningHash, read_end};
use crate::log::latest::Latest;
use crate::tables::read::read_rows_after;
use canvass_domain::{CommentId, ConversationId, Event, EventRow, Fact, Millis, ParticipantId, StatementId};
use std::collections::{BTreeMap, BTreeSet};

/// Events read at once.
const CHUNK: i64 = 10_000;
/// Most faults of one log that are kept: what is wrong from some event on is often wrong to the end.
const MAX_FAULTS: usize = 2_000;

/// What a log comes to, damaged or not.
pub(crate) struct Log {
    conversation: ConversationId,
    /// Which event, and what is wrong with it.
    faults: Vec<(String, String)>,
    last: i64,
    hash: RunningHash,
    /// The first event that is not what was written, as far as the marks tell.
    first_changed: Option<i64>,
    /// What follows from all that can be read of it.
    pub latest: Latest,
    /// Participants who had themselves erased, and when.
    pub erased: Vec<(ParticipantId, Millis)>,
    /// The first event about each participant.
    pub(super) participants: BTreeMap<ParticipantId, i64>,
    /// The first event that names each version of the instrument.
    pub(super) versions: BTreeMap<i64, i64>,
    added: BTreeSet<StatementId>,
    posted: BTreeSet<CommentId>,
    /// Events about texts that had not come in by then, in order.
    early_statements: Vec<(i64, StatementId)>,
    early_comments: Vec<(i64, CommentId)>,
}

/// Reads a log, whatever it holds.
pub(crate) async fn read(conn: &mut Conn, conversation: ConversationId) -> Result<Log, StoreError> {
    let mut log = Log {
        conversation,
        faults: Vec::new(),
        last: 0,
        hash: RunningHash::start(conversation),
        first_changed: None,
        latest: Latest::start(conversation),
        erased: Vec::new(),
        participants: BTreeMap::new(),
        versions: BTreeMap::new(),
        added: BTreeSet::new(),
        posted: BTreeSet::new(),
        early_statements: Vec::new(),
        early_comments: Vec::new(),
    };
    let mut after = i64::MIN;
    loop {
        let found = read_rows_after(conn, conversation, after, CHUNK).await?;
        let Some((last, _)) = found.last() else { break };
        after = last.seq;
        found.iter().for_each(|(row, mark)| log.take(row, *mark));
    }
    let end = read_end(conn, conversation).await?;
    log.finish(end);
    Ok(log)
}

impl Log {
    /// Itself, where it is whole.
    pub(crate) fn whole(self, conversation: ConversationId) -> Result<Self, StoreError> {
        match self.faults.first() {
            None => Ok(self),
            Some((row, what)) => Err(StoreError::Damaged(format!("conversation {conversation}: {row} {what}"))),
        }
    }

    /// Whether it is.
    pub(super) fn is_whole(&self) -> bool {
        self.faults.is_empty()
    }

    pub(super) fn tell(&self, notes: &mut Notes<'_>) {
        for (row, what) in &self.faults {
            notes.add(Mending::Nothing, "events", row, what);
        }
    }

    /// Events about statements that never came in.
    pub(super) fn of_no_statement(&self) -> impl Iterator<Item = &(i64, StatementId)> {
        self.early_statements.iter().filter(|(_, statement)| !self.added.contains(statement))
    }

    /// Events about comments that never came in.
    pub(super) fn of_no_comment(&self) -> impl Iterator<Item = &(i64, CommentId)> {
        self.early_comments.iter().filter(|(_, comment)| !self.posted.contains(comment))
    }

    fn fault(&mut self, row: impl std::fmt::Display, what: String) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push((row.to_string(), what));
        }
    }

    fn take(&mut self, row: &EventRow, mark: Option<i64>) {
        let name = format_args!("event {}", row.seq).to_string();
        let last = std::mem::replace(&mut self.last, row.seq);
        if row.seq == last {
            self.fault(&name, "comes twice".to_owned());
        } else if row.seq != last + 1 {
            self.fault(&name, format!("follows event {last}: {} are missing", row.seq - last - 1));
        }
        if self.hash.take(row) != mark.unwrap_or(-1) && self.first_changed.is_none() {
            self.first_changed = Some(row.seq);
        }
        match Event::from_row(row) {
            Ok(event) => self.follow(&event),
            Err(_) => self.fault(&name, format!("of kind {} cannot be read", row.kind)),
        }
    }

    fn follow(&mut self, event: &Event) {
        let seq = i64::try_from(event.seq.0).unwrap_or(i64::MAX);
        self.latest.follow(self.conversation, event);
        if let Some(participant) = event.fact.participant() {
            self.participants.entry(participant).or_insert(seq);
        }
        if let Some(version) = event.to_row().version {
            self.versions.entry(version).or_insert(seq);
        }
        match event.fact {
            Fact::StatementAdded { statement, .. } => {
                self.added.insert(statement);
            }
            Fact::CommentPosted { comment, .. } => {
                self.posted.insert(comment);
            }
            Fact::ParticipantErased { participant } => self.erased.push((participant, event.at_ms)),
            Fact::StatementDecided { statement, .. } | Fact::StatementMarked { statement, .. } => {
                self.about_statement(seq, statement);
            }
            Fact::CommentDecided { comment, .. } if !self.posted.contains(&comment) => {
                self.early_comments.push((seq, comment));
            }
            fact => {
                if let Some((_, statement, _)) = fact.answer() {
                    self.about_statement(seq, statement);
                }
            }
        }
    }

    fn about_statement(&mut self, seq: i64, statement: StatementId) {
        if !self.added.contains(&statement) {
            self.early_statements.push((seq, statement));
        }
    }

    /// Compares with what was kept where the log ended.
    fn finish(&mut self, kept: Option<LogEnd>) {
        let Some(kept) = kept else {
            return self.fault("the log", "has no running hash".to_owned());
        };
        let seq = i64::try_from(kept.seq).unwrap_or(i64::MAX);
        if let Some(first) = self.first_changed {
            let name = format!("event {first}");
            // A hole in front of it, or what cannot be read, is said already.
            if self.faults.iter().all(|(row, _)| *row != name) {
                self.fault(name, "is not what was written, by the running hash of the log".to_owned());
            }
        } else if self.last < seq {
            let name = format!("event {}", self.last + 1);
            self.fault(name, format!("was written, and the log ends at event {}", self.last));
        } else if self.last > seq || self.hash != kept.hash {
            let name = format!("event {}", self.last);
            self.fault(name, "is not the end that was kept with the running hash of the log".to_owned());
        }
    }
}
