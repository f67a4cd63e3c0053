//! Names that no reader may go by: the organiser's, and those that signed an edition of this site. What an edition says
//! is read once, as it never changes.

use crate::live::Entry;
use crate::{App, AppError};
use canvass_domain::{Attribution, ConversationId, ProtectedNames};
use canvass_store::{EditionPart, StoreError};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Who signed which published edition, as far as one was read; nothing where nobody did.
#[derive(Debug, Default)]
pub(crate) struct Signers(tokio::sync::Mutex<BTreeMap<(ConversationId, u32), Option<String>>>);

/// The one part of an edition's document that is looked at.
#[derive(Deserialize)]
struct Document {
    signed_off: Option<Signer>,
}

#[derive(Deserialize)]
struct Signer {
    name: String,
}

impl App {
    /// Whether a reader may go by the name of a comment.
    pub(super) async fn may_be_named(&self, entry: &Entry, attribution: &Attribution) -> Result<bool, AppError> {
        if attribution.name.is_none() {
            return Ok(true);
        }
        let mut names = ProtectedNames::default();
        if let Some(organiser) = &entry.conversation().instrument.organiser {
            names.add(&organiser.name);
        }
        if names.protect(attribution) {
            return Ok(false);
        }
        self.add_signers(&mut names).await?;
        Ok(!names.protect(attribution))
    }

    async fn add_signers(&self, names: &mut ProtectedNames) -> Result<(), AppError> {
        let published = self.store.published_editions().await?;
        let mut known = self.signers.0.lock().await;
        for (conversation, number) in published {
            if !known.contains_key(&(conversation, number)) {
                let Some(document) = self.store.edition_part(conversation, number, EditionPart::Document).await? else {
                    continue;
                };
                let read = tokio::task::spawn_blocking(move || signer(&document)).await;
                let read = read.map_err(|error| StoreError::Damaged(error.to_string()))?;
                known.insert((conversation, number), read);
            }
            if let Some(Some(name)) = known.get(&(conversation, number)) {
                names.add(name);
            }
        }
        Ok(())
    }
}

/// Editions of other rules may say it otherwise, or not at all.
fn signer(document: &str) -> Option<String> {
    serde_json::from_str::<Document>(document).ok()?.signed_off.map(|signer| signer.name)
}
