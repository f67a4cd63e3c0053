//! The clock of the outside world: read here, passed in everywhere else.

use canvass_domain::Millis;
use std::time::{SystemTime, UNIX_EPOCH};

/// Says what time it is.
pub type Clock = fn() -> Millis;

/// Now, by the clock of this machine.
pub(crate) fn now_ms() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}
