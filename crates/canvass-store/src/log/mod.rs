//! The event log: what is to be written, planned in order and written in groups by one writer.

pub(crate) mod ballot_box;
pub(crate) mod batch;
pub(crate) mod command;
pub(crate) mod committed;
pub(crate) mod hash;
pub(crate) mod histogram;
pub(crate) mod latest;
pub(crate) mod load;
pub(crate) mod plan;
pub(crate) mod roster;
pub(crate) mod seen;
pub(crate) mod tail;
mod writer;
