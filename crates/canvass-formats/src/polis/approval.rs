//! Which of the statements that Polis's moderators never looked at come in accepted, and which are held.
//!
//! The files do not say whether moderation was strict. Where it was, nobody but its author ever saw a statement that
//! waited, and nobody but its author could vote on it (Polis casts the author's own vote). So one on which anybody else
//! voted was shown, and is accepted; one on which nobody else did may never have been, and publishing it here would put
//! words before readers that nobody approved: it is held. What the organiser put in needs nobody's approval.
//!
//! The rule says nothing of counts: votes on a held statement stay.

use super::{
    comments::{Comment, Comments, Moderation, Seed},
    votes::VoteRow,
};
use canvass_domain::StatementState;
use std::collections::BTreeSet;

/// What becomes of statements that nobody approved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unmoderated {
    /// They are held: their words are not published.
    #[default]
    Hold,
    /// They are accepted.
    Accept,
}

/// What is known of who saw which statement.
pub(super) struct Approval {
    unmoderated: Unmoderated,
    /// Statements on which somebody voted who did not write them.
    seen_by_others: BTreeSet<u32>,
}

impl Approval {
    pub(super) fn of(comments: &Comments, rows: &[VoteRow], unmoderated: Unmoderated) -> Self {
        let is_others = |row: &&VoteRow| {
            comments.by_id.get(&row.statement).is_some_and(|comment| comment.author != row.participant)
        };
        let seen_by_others = rows.iter().filter(is_others).map(|row| row.statement).collect();
        Self { unmoderated, seen_by_others }
    }

    /// Where a statement stands.
    pub(super) fn state(&self, id: u32, comment: &Comment) -> StatementState {
        let is_approved =
            self.unmoderated == Unmoderated::Accept || comment.seed == Seed::Yes || self.seen_by_others.contains(&id);
        match comment.moderation {
            Moderation::Rejected => StatementState::Declined,
            Moderation::Unmoderated if !is_approved => StatementState::Held,
            Moderation::Accepted | Moderation::Unmoderated => StatementState::Accepted,
        }
    }
}
