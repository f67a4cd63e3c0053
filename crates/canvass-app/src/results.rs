//! Which results a conversation has, for whom.

use crate::App;
use crate::live::Entry;
use canvass_domain::Slug;
use std::sync::Arc;

impl App {
    /// A conversation that strangers may know of: anything but a draft.
    #[must_use]
    pub fn public(&self, slug: &str) -> Option<Arc<Entry>> {
        let entry = self.any(slug)?;
        let is_draft = entry.read().conversation.state == canvass_domain::State::Draft;
        (!is_draft).then_some(entry)
    }

    /// A conversation, drafts included: for staff.
    #[must_use]
    pub fn any(&self, slug: &str) -> Option<Arc<Entry>> {
        self.live.find(&Slug::parse(slug).ok()?)
    }
}
