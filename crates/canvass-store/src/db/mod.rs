//! The databases: connecting, the schema, the writer's lock, and folding the write-ahead log back.

pub(crate) mod checkpoint;
pub(crate) mod connection;
pub(crate) mod json_rows;
pub(crate) mod lock;
mod open;
pub(crate) mod schema;
pub(crate) mod tables;
