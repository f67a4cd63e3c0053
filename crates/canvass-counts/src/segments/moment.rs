//! When something that is shown was taken.

use canvass_domain::{Millis, Seq};

/// A point of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Seq of its event.
    pub seq: Seq,
    /// Time of the same; 0 where it is not known.
    pub at_ms: Millis,
}
