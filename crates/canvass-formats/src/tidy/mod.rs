//! Tidy tables: one folder, one table per kind of thing, words instead of codes.
//!
//! Lines end as RFC 4180 has it. A tidy set is the whole record: it holds declined statements with their words,
//! answers of people who count no longer, and what was said under "about you". It is not for publishing as it is.

mod write;

pub use write::write_folder;
