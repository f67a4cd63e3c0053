//! Whether a conversation's log can be read, from its first event to its last, without a hole.

use super::{Mending, Notes};
use crate::connection::Conn;
use crate::error::StoreError;
use crate::read::read_rows;
use canvass_domain::{ConversationId, Event, EventRow, Fact, ParticipantId};
use std::collections::{BTreeMap, BTreeSet};

/// A log as it is, damaged or not.
pub(crate) struct Log {
    rows: Vec<EventRow>,
    /// What can be read of it.
    pub events: Vec<Event>,
}

/// Reads a log, whatever it holds.
pub(crate) async fn read(conn: &mut Conn, conversation: ConversationId) -> Result<Log, StoreError> {
    let rows = read_rows(conn, conversation).await?;
    let events = rows.iter().filter_map(|row| Event::from_row(row).ok()).collect();
    Ok(Log { rows, events })
}

impl Log {
    /// The events, where they are all there.
    pub(crate) fn whole(self, conversation: ConversationId) -> Result<Vec<Event>, StoreError> {
        match self.faults().into_iter().next() {
            None => Ok(self.events),
            Some((row, what)) => Err(StoreError::Damaged(format!("conversation {conversation}: {row} {what}"))),
        }
    }

    pub(super) fn tell(&self, notes: &mut Notes<'_>) {
        for (row, what) in self.faults() {
            notes.add(Mending::Nothing, "events", row, what);
        }
    }

    /// What is wrong with it: which event, and what.
    fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        let mut last = 0;
        for row in &self.rows {
            let name = format!("event {}", row.seq);
            if row.seq == last {
                faults.push((name.clone(), "comes twice".to_owned()));
            } else if row.seq != last + 1 {
                let missing = format!("follows event {last}: {} are missing", row.seq - last - 1);
                faults.push((name.clone(), missing));
            }
            if Event::from_row(row).is_err() {
                faults.push((name, format!("of kind {} cannot be read", row.kind)));
            }
            last = row.seq;
        }
        faults
    }

    /// The first event about each participant.
    pub(super) fn participants(&self) -> BTreeMap<ParticipantId, Event> {
        let mut first = BTreeMap::new();
        for event in &self.events {
            if let Some(participant) = event.fact.participant() {
                first.entry(participant).or_insert(*event);
            }
        }
        first
    }

    /// The first event that names each version of the instrument.
    pub(super) fn versions(&self) -> BTreeMap<i64, Event> {
        let mut first = BTreeMap::new();
        for event in &self.events {
            if let Some(version) = event.to_row().version {
                first.entry(version).or_insert(*event);
            }
        }
        first
    }

    /// Participants who had themselves erased.
    pub(super) fn erased(&self) -> BTreeSet<i64> {
        let erased = |event: &Event| match event.fact {
            Fact::ParticipantErased { participant } => Some(i64::from(participant.0)),
            _ => None,
        };
        self.events.iter().filter_map(erased).collect()
    }
}
