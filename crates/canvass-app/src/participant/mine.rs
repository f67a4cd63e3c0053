//! Everything a conversation holds about one reader, for the reader.

use super::Reader;
use crate::{App, AppError};
use canvass_domain::{Answer, Ballot, StatementId, StatementState};
use canvass_store::{Declaration, ParticipantRow};

/// Everything a conversation holds about one reader.
#[derive(Clone, Debug)]
pub struct Mine {
    /// Their answer to the poll.
    pub ballot: Option<Ballot>,
    /// Their answers to statements, ascending by number; without wording where its author took it away.
    pub answers: Vec<(StatementId, Option<String>, Answer)>,
    /// What they wrote, and what became of it.
    pub statements: Vec<MyStatement>,
    /// What they said about themselves.
    pub declared: Vec<Declaration>,
    /// How they came.
    pub arrival: Option<ParticipantRow>,
}

/// A statement somebody wrote, as its author sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyStatement {
    /// Its number.
    pub id: StatementId,
    /// Its wording.
    pub text: String,
    /// What became of it.
    pub state: StatementState,
    /// Why, where it was declined.
    pub reason: Option<String>,
}

impl App {
    /// Everything a conversation holds about one reader; nothing for somebody who has not answered.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn mine(&self, reader: &Reader) -> Result<Option<Mine>, AppError> {
        let Some(participant) = reader.participant else { return Ok(None) };
        let conversation = reader.entry.id();
        let declared = self.declared(reader).await?;
        let arrival = self.store.participant(conversation, participant).await?;
        let snapshot = reader.entry.read();
        let text = |id: &StatementId| snapshot.statements.get(id).and_then(|s| s.text.clone());
        let answers = snapshot.ledger.answers_of(participant).iter();
        let answers = answers.map(|(id, answer)| (*id, text(id), *answer)).collect();
        let authored = snapshot.statements.values().filter(|s| s.author == Some(participant));
        let statements = authored
            .filter_map(|s| {
                let text = s.text.clone()?;
                Some(MyStatement { id: s.id, text, state: s.state, reason: s.reason.clone() })
            })
            .collect();
        Ok(Some(Mine { ballot: snapshot.ledger.ballot(participant), answers, statements, declared, arrival }))
    }
}
