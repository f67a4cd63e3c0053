//! What is kept beside the log, a file a noun.

pub(crate) mod aftermath;
pub(crate) mod audit;
pub(crate) mod authors;
pub(crate) mod comments;
pub(crate) mod delete;
pub(crate) mod editions;
pub(crate) mod identity;
pub(crate) mod mail;
pub(crate) mod people;
pub(crate) mod pieces;
pub(crate) mod read;
pub(crate) mod staff;
pub(crate) mod watch;
mod whole;
pub(crate) mod withdrawals;
