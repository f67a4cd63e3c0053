//! Marks on readers, and what is done about them.

pub(crate) mod exclude;
pub(crate) mod expect;
pub(crate) mod show;
