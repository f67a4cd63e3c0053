//! Pure text work: safe HTML from Markdown, glossary terms found in text, plain excerpts.
//!
//! Nothing here does I/O or knows what a conversation is; words go in, words come out. No function hands on markup
//! that came in: what leaves as HTML has been rebuilt from a short list of elements. The warning about
//! personal data, figures in prose and themes are to live here too, each in a module of its own, as the wording check
//! does.

mod escape;
mod excerpt;
mod glossary;
mod markdown;
mod marked;
mod sanitise;
mod token;
mod wording;

pub use excerpt::first_words;
pub use glossary::{Glossary, Segment};
pub use markdown::{MAX_MARKDOWN_CHARS, markdown_to_html};
pub use marked::markdown_to_html_with_terms;
pub use wording::{Checked, ConditionName, Kind, Place, Warning, WordedOption, Wording, check_wording};
