//! Results behind the gate. There is no other way to read them than to name who is asking.

use canvass_domain::{Closed, Disclosure, Viewer};

/// Something only those may see whom the conversation's gate lets through.
#[derive(Clone, Debug)]
pub struct Gated<T> {
    inner: T,
    disclosure: Disclosure,
    turnout: Turnout,
}

/// What anyone may know of a conversation that takes answers: how many gave some.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turnout {
    /// People with a ballot or at least one vote.
    pub n_participants: u64,
}

impl<T> Gated<T> {
    /// Locks something behind the facts of its conversation.
    #[must_use]
    pub const fn new(inner: T, disclosure: Disclosure, turnout: Turnout) -> Self {
        Self { inner, disclosure, turnout }
    }

    /// Shows it to those who may see it.
    ///
    /// # Errors
    /// [`Closed`], saying when it will open for this viewer.
    pub fn open(&self, viewer: Viewer) -> Result<&T, Closed> {
        self.disclosure.check(viewer).map(|()| &self.inner)
    }

    /// What the gate never hides.
    #[must_use]
    pub const fn turnout(&self) -> Turnout {
        self.turnout
    }
}
