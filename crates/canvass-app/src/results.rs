//! Which results a conversation has, for whom.

use crate::App;
use crate::live::Entry;
use canvass_domain::Slug;
use std::sync::Arc;

impl App {
    /// A conversation that strangers may know of: neither a draft nor an import that is private yet.
    #[must_use]
    pub fn public(&self, slug: &str) -> Option<Arc<Entry>> {
        let entry = self.any(slug)?;
        let is_public = entry.read().conversation.is_public();
        is_public.then_some(entry)
    }

    /// A conversation, whoever may know of it: for staff.
    #[must_use]
    pub fn any(&self, slug: &str) -> Option<Arc<Entry>> {
        self.live.find(&Slug::parse(slug).ok()?)
    }
}
