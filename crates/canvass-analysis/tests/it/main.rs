//! Tests through the public surface of the crate.
//!
//! They must never depend on data that is not made here.

mod chance;
mod planted;
