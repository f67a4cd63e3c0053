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
            let name = match known.get(&(conversation, number)) {
                Some(name) => name.clone(),
                None => {
                    let name = self.signer(conversation, number).await?;
                    known.insert((conversation, number), name.clone());
                    name
                }
            };
            name.iter().for_each(|name| names.add(name));
        }
        Ok(())
    }

    async fn signer(&self, conversation: ConversationId, number: u32) -> Result<Option<String>, AppError> {
        let document = self.store.edition_part(conversation, number, EditionPart::Document).await?;
        let read = tokio::task::spawn_blocking(move || document.as_deref().and_then(signer)).await;
        Ok(read.map_err(|error| StoreError::Damaged(error.to_string()))?)
    }
}

/// Editions of other rules may say it otherwise, or not at all.
fn signer(document: &str) -> Option<String> {
    serde_json::from_str::<Document>(document).ok()?.signed_off.map(|signer| signer.name)
}
