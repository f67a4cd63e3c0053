//! Files that come in and go out: conversation files, Polis exports, tidy tables.
//!
//! Everything read here was written by somebody else: it is bounded, checked field by field, and either
//! understood or refused with file, line and reason. Nothing is guessed silently: what an import found
//! odd leaves as a [`polis::Finding`]. Signed votes exist inside this crate only; what leaves it are words.
//! This crate never touches a database, a clock or the network.

pub mod archive;
pub mod audit;
pub mod conversation_file;
pub mod elsewhere;
pub mod encoding;
mod error;
mod lenient;
pub mod made;
mod neutral;
mod per_record;
pub mod polis;
mod sheet;
mod table;
pub mod tidy;

pub use error::{FormatError, Place};
pub use table::Progress;
