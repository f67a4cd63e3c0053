//! One file a command.

pub(crate) mod analyse;
pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod conversation;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod import;
mod incoming;
pub(crate) mod restore;
pub(crate) mod serve;
pub(crate) mod simulate;
pub(crate) mod user;
pub(crate) mod verify;
