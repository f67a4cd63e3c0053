//! A conversation out of the store, to be written as files.

use crate::{AppError, Conflict};
use canvass_domain::{Conversation, Slug, State, Transcript, Viewer};
use canvass_store::Store;

/// The whole of a conversation, as of one moment. Works beside a running server.
///
/// An export holds every answer, so the gate is asked as it is for staff: what is sealed is exported once it is
/// closed, and not before.
///
/// # Errors
/// When there is no such conversation, its results are sealed, or the database cannot be read.
pub async fn export(store: &Store, slug: &Slug) -> Result<Transcript, AppError> {
    let (conversation, transcript) = store.transcript(slug).await?.ok_or(AppError::NotFound("conversation"))?;
    if is_sealed(&conversation) {
        return Err(Conflict::Sealed.into());
    }
    Ok(transcript)
}

/// A draft has no results that could be seen.
fn is_sealed(conversation: &Conversation) -> bool {
    conversation.state != State::Draft && conversation.disclosure(0).check(Viewer::Staff).is_err()
}
