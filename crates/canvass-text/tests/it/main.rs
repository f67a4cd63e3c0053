//! The text functions as a page uses them.

#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "what is missing or wrong fails the test; figures are renewed by a variable, printed for tuning, or told not to be there"
)]

mod claims;
mod corpus;
mod excerpt;
mod glossary;
mod markdown;
mod personal;
mod printed;
mod safety;
mod themes;
mod wording;

use canvass_text::Glossary;

/// A glossary with terms that overlap, contain each other and carry abbreviations.
fn glossary() -> Glossary {
    Glossary::new(&[
        ("approved mental health professional (AMHP)", "approved under the Act"),
        ("Mental Health Act assessment", "should someone be detained"),
        ("mental health assessment", "any clinical assessment"),
        ("section 135(1) warrant", "to enter premises"),
        ("section 136", "a constable's power"),
        ("place of safety", "where a person may be kept"),
        ("意見", "opinion"),
    ])
}
