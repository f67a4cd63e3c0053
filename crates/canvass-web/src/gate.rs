//! Asking the gate. The rule is in the domain; results come out of `Gated` only, and are not even counted for
//! whoever may not see them.

use canvass_app::live::Entry;
use canvass_app::participant::Reader;
use canvass_domain::{Ballot, Closed, Viewer};
use canvass_pages::MyPlace;
use canvass_results::{Results, Turnout};
use std::sync::Arc;

/// What somebody may know whom the gate does not let through.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shut {
    /// When it opens for them.
    pub closed: Closed,
    /// How many have answered.
    pub turnout: Turnout,
}

/// Whether a viewer may see results now.
pub(crate) fn check(entry: &Entry, viewer: Viewer) -> Result<(), Shut> {
    let (disclosure, turnout) = {
        let snapshot = entry.read();
        (snapshot.disclosure(), snapshot.turnout())
    };
    disclosure.check(viewer).map_err(|closed| Shut { closed, turnout })
}

/// When readers will see what this viewer, one of staff, may see already.
pub(crate) fn early(entry: &Entry, viewer: Viewer) -> Option<Closed> {
    let disclosure = entry.read().disclosure();
    disclosure.check(Viewer::Stranger).err().filter(|_| viewer == Viewer::Staff && disclosure.check(viewer).is_ok())
}

/// Where a reader stands among the groups, as far as this viewer may see results and the reader counts in them.
pub(crate) fn place(reader: &Reader, viewer: Viewer) -> Option<MyPlace> {
    let entry = &reader.entry;
    let who = reader.participant?;
    let results = results(entry, viewer).ok()?;
    let snapshot = entry.read();
    if snapshot.ledger.is_banned(who) {
        return None;
    }
    MyPlace::of(&snapshot.conversation, &results, who, snapshot.ledger.answers_of(who))
}

/// What a reader chose in the poll, as far as it counts.
pub(crate) fn ballot(reader: &Reader) -> Option<Ballot> {
    let who = reader.participant?;
    let snapshot = reader.entry.read();
    snapshot.ledger.ballot(who).filter(|_| !snapshot.ledger.is_banned(who))
}

/// Results for a viewer.
pub(crate) fn results(entry: &Entry, viewer: Viewer) -> Result<Arc<Results>, Shut> {
    check(entry, viewer)?;
    let gated = entry.results();
    gated.open(viewer).cloned().map_err(|closed| Shut { closed, turnout: gated.turnout() })
}
