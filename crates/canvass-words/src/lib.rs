//! What Canvass says: every sentence that people meet, and how a language writes numbers, days and times.
//!
//! Texts stand in `locales/*.ftl`, one file a language; [`Locale::negotiate`] finds the one to use and says whether it
//! had to fall back. Nothing outside this crate puts a separator into a number or a month into a date. What a
//! conversation's own texts are written in is another matter: that language is an attribute of theirs and chooses
//! nothing here but the language of the words around them.
//!
//! This crate knows no other of ours: everybody may use it, so that errors too are said from here.

mod catalogue;
mod direction;
mod formats;
pub mod legible;
mod locale;
mod zone;

pub use catalogue::{Arg, Messages};
pub use direction::Direction;
pub use formats::Formats;
pub use legible::{Illegible, Lines};
pub use locale::{Locale, Match, Negotiated};
pub use zone::{NotOneMoment, Zone};

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type Millis = i64;
