//! "About you": optional, after answering, with a consent of its own.

use super::Reader;
use crate::{App, AppError};
use canvass_domain::{Instrument, Millis};
use canvass_store::Act;

/// Whether the reader ticked the box under "about you".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Ticked.
    Given,
    /// Not ticked.
    Withheld,
}

impl App {
    /// Keeps what a reader says about themselves; an empty answer is none. Replaces what they said before.
    ///
    /// # Errors
    /// Without an answer of theirs or without consent, for an answer that was not among the choices, or where the
    /// conversation is not open.
    pub async fn declare(
        &self,
        reader: &Reader,
        answers: &[(String, String)],
        consent: Consent,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let answers = {
            let snapshot = reader.entry.read();
            if snapshot.conversation.state != canvass_domain::State::Open {
                return Err(AppError::NotOpen);
            }
            if !reader.has_answered(&snapshot) {
                return Err(AppError::NotAnswered);
            }
            choices(&snapshot.conversation.instrument, answers)?
        };
        if consent == Consent::Withheld && !answers.is_empty() {
            return Err(AppError::NoConsent);
        }
        let act = Act::Declare(self.caller(reader), answers);
        self.put_for(reader, at_ms, None, act).await.map(|_| ())
    }

    /// What a reader said about themselves, in the order of the questions.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn declared(&self, reader: &Reader) -> Result<Vec<canvass_store::Declaration>, AppError> {
        let Some(participant) = reader.participant else { return Ok(Vec::new()) };
        let mut declared = self.store.declared(reader.entry.id(), participant).await?;
        let snapshot = reader.entry.read();
        let asked = &snapshot.conversation.instrument.attributes;
        declared.sort_by_key(|one| asked.iter().position(|attribute| attribute.key == one.attribute));
        Ok(declared)
    }

    /// Forgets what a reader said about themselves; possible after the close too.
    ///
    /// # Errors
    /// When there is no such participant, or storage fails.
    pub async fn forget_declared(&self, reader: &Reader, at_ms: Millis) -> Result<(), AppError> {
        let participant = reader.participant.ok_or(AppError::NotFound("participant"))?;
        self.put_for(reader, at_ms, None, Act::ForgetDeclared(participant)).await.map(|_| ())
    }
}

/// Attribute keys with the place of the chosen option.
fn choices(instrument: &Instrument, answers: &[(String, String)]) -> Result<Vec<(String, u16)>, AppError> {
    let mut chosen = Vec::new();
    for attribute in &instrument.attributes {
        let given = answers.iter().find(|(key, value)| *key == attribute.key && !value.is_empty());
        let Some((key, value)) = given else { continue };
        let place = attribute.options.iter().position(|option| option == value);
        let place = place.and_then(|place| u16::try_from(place).ok());
        chosen.push((key.clone(), place.ok_or_else(|| AppError::UnknownChoice(value.chars().take(80).collect()))?));
    }
    Ok(chosen)
}
