//! A whole database as one file, and back.

pub(crate) mod backup;
pub(crate) mod restore;
