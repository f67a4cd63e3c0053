//! The queue: what waits for a decision, and deciding on it. One file a verb.

mod back;
pub(crate) mod bulk;
pub(crate) mod decide;
pub(crate) mod decided;
pub(crate) mod list;
pub(crate) mod look;
pub(crate) mod readers;
pub(crate) mod text;
