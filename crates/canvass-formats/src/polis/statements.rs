//! Statements and people, from every file that knows of them.
//!
//! A statement that only votes know of is kept without words; a person that only statements know of is kept too.

use super::{
    approval::Approval,
    comments::{Comments, Seed},
    finding::{Tally, count},
    participants::{Listed, Participants},
    report::Report,
    votes::VoteRow,
};
use canvass_domain::{
    Arrival, ArrivedVia, Assurance, Millis, Origin, ParticipantId, ReaderMarks, Statement, StatementId, StatementState,
};
use std::collections::BTreeMap;

/// The statements, ascending; each dated no later than the first vote on it. Rows are in the order of the log.
pub(super) fn statements(
    comments: &Comments,
    rows: &[VoteRow],
    approval: &Approval,
    report: &mut Report,
) -> Vec<Statement> {
    let mut first_votes = BTreeMap::new();
    for row in rows {
        first_votes.entry(row.statement).or_insert(row.at_ms);
    }
    let mut moved = Tally::default();
    let mut statements = Vec::with_capacity(comments.by_id.len());
    for (&id, comment) in &comments.by_id {
        let first_vote_ms = first_votes.remove(&id).unwrap_or(Millis::MAX);
        if first_vote_ms < comment.at_ms {
            moved.add(|| id.to_string());
        }
        let is_seed = comment.seed == Seed::Yes;
        statements.push(Statement {
            id: StatementId(id),
            text: comment.text.clone(),
            origin: if is_seed { Origin::Organiser } else { Origin::Participant },
            author: if is_seed { None } else { Some(ParticipantId(comment.author)) },
            state: approval.state(id, comment),
            reason: None,
            rule: None,
            decided_here: false,
            added_ms: comment.at_ms.min(first_vote_ms),
        });
    }
    report.find_statements(comments, &moved);
    report.find_unlisted(&first_votes, rows);
    statements.extend(first_votes.into_iter().map(unlisted));
    statements.sort_by_key(|statement| statement.id);
    statements
}

/// Everybody who voted, wrote or is listed, ascending.
pub(super) fn arrivals(
    statements: &[Statement],
    rows: &[VoteRow],
    participants: Option<Participants>,
    opened_ms: Millis,
    report: &mut Report,
) -> Vec<Arrival> {
    let mut first_ms: BTreeMap<u32, Millis> = BTreeMap::new();
    for row in rows {
        first_ms.entry(row.participant).or_insert(row.at_ms);
    }
    let n_voters = first_ms.len();
    for statement in statements {
        if let Some(author) = statement.author {
            let first = first_ms.entry(author.0).or_insert(statement.added_ms);
            *first = statement.added_ms.min(*first);
        }
    }
    let n_authors_only = (first_ms.len() - n_voters) as u64;
    if n_authors_only > 0 {
        let people = count(n_authors_only, "participant", "participants");
        report.say(format!("{people} wrote a statement and voted on none."));
    }
    let mut listed = participants.map(|participants| participants.people).unwrap_or_default();
    let n_known = first_ms.len();
    for participant in listed.keys() {
        first_ms.entry(*participant).or_insert(opened_ms);
    }
    let n_silent = (first_ms.len() - n_known) as u64;
    if n_silent > 0 {
        let people = count(n_silent, "participant is", "participants are");
        report.say(format!("{people} listed without a vote or a statement."));
    }
    let arrival = |(participant, at_ms)| {
        let Listed { external_id, group } = listed.remove(&participant).unwrap_or_default();
        Arrival {
            channel: None,
            participant: ParticipantId(participant),
            assurance: Assurance::Anonymous,
            via: ArrivedVia::Other,
            external_id,
            published_group: group,
            marks: ReaderMarks::NONE,
            at_ms,
        }
    };
    first_ms.into_iter().map(arrival).collect()
}

/// A statement that is voted on but not in comments.csv: nobody can be shown it.
fn unlisted((id, first_vote_ms): (u32, Millis)) -> Statement {
    Statement {
        id: StatementId(id),
        text: None,
        origin: Origin::Participant,
        author: None,
        state: StatementState::Declined,
        reason: None,
        rule: None,
        decided_here: false,
        added_ms: first_vote_ms,
    }
}
