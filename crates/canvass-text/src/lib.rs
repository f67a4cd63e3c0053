//! Pure text work: safe HTML from Markdown, glossary terms found in text, plain excerpts, themes.
//!
//! Nothing here does I/O or knows what a conversation is; words go in, words come out. No function hands on markup
//! that came in: what leaves as HTML has been rebuilt from a short list of elements. Figures in prose, themes,
//! banned claims, the warning about personal details, the wording check and whatever else reads texts have a module each.

mod claims;
mod escape;
mod excerpt;
mod glossary;
mod language;
mod markdown;
mod marked;
mod personal;
mod prose;
mod sanitise;
mod themes;
mod token;
mod wording;

pub use claims::{
    Amount, Claim, Denied, Loosely, Quantity, Said, View, Way, act, answers_named, banned_claims, has_word,
    kinds_compared, leaning, people_named, said_of_answers, speaks_of, surveys_claimed, words_of_a_split,
};
pub use excerpt::first_words;
pub use glossary::{Glossary, Segment};
pub use language::language_of;
pub use markdown::{MAX_MARKDOWN_CHARS, markdown_to_html};
pub use marked::markdown_to_html_with_terms;
pub use personal::{PersonalKind, PersonalWarning, personal_details};
pub use prose::{
    BareNumber, Citation, Known, MAX_PROSE_CHARS, Placed, Reference, Shown, bare_numbers, citations, count_known,
    line_of, numbers_not_given, prose_to_html, quotations, references, sentences, without_citations, written_sentences,
};
pub use themes::{Theme, ThemeDocument, gather_themes, theme_name};
pub use wording::{Checked, ConditionName, Kind, Place, Warning, WordedOption, Wording, check_wording};
