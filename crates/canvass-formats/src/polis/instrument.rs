//! What was asked, as far as an export says it.
//!
//! An import is never open: it has no organiser here, no poll, and anyone may see it.

use super::{Finding, finding::grouped, report::Report, rows::Times, sign::Decision, summary::Summary};
use canvass_domain::{Instrument, Slug, Statement};

const MAX_TITLE_CHARS: usize = 200;
const MAX_BACKGROUND_CHARS: usize = 40_000;

/// What readers should know of how the answers came to be.
pub(super) fn note(summary: Option<&Summary>, times: Times, decision: Decision) -> String {
    let url = summary.map(|summary| summary.url.as_str()).filter(|url| !url.is_empty());
    let mut note = match url {
        Some(url) => format!("Imported from a Polis export ({url})."),
        None => "Imported from a Polis export.".to_owned(),
    };
    if times == Times::Unknown {
        note.push_str(" When the votes were cast is not recorded.");
    }
    if matches!(decision, Decision::TurnVotes | Decision::TurnAll) {
        note.push_str(" The export had agree and disagree exchanged, which was put right.");
    }
    note
}

/// The title, the background and the language; the name of the folder stands in for a missing title.
pub(super) fn instrument(
    summary: Option<Summary>,
    name: &str,
    (statements, language): (&[Statement], Option<&str>),
    report: &mut Report,
) -> Instrument {
    let summary = summary.unwrap_or_default();
    let mut title = one_line(&summary.topic);
    if title.is_empty() {
        title = one_line(name);
        if title.is_empty() {
            "Imported conversation".clone_into(&mut title);
        }
        report.say(format!("The files give no title; it is called `{title}`."));
    }
    let title = cut("title", title, MAX_TITLE_CHARS, report);
    let background = cut("description", summary.description, MAX_BACKGROUND_CHARS, report);
    let language = language.map_or_else(|| of_letters(statements, report), str::to_owned);
    Instrument { title, language, background, ..Instrument::default() }
}

/// A name from the title, else from the folder.
pub(super) fn slug(title: &str, name: &str) -> Slug {
    let of_title = Slug::suggest(title);
    if of_title == Slug::suggest("") { Slug::suggest(name) } else { of_title }
}

fn cut(what: &str, text: String, max_chars: usize, report: &mut Report) -> String {
    let n_chars = text.chars().count();
    if n_chars <= max_chars {
        return text;
    }
    let (n_chars, n_kept) = (grouped(n_chars as u64), grouped(max_chars as u64));
    report.findings.push(Finding::new(format!("The {what} has {n_chars} characters; the first {n_kept} were taken.")));
    text.chars().take(max_chars).collect()
}

/// English, unless more than half of the statements' letters are Chinese characters; Japanese where there is more
/// than one kana to ten of those. Without letters it is English.
fn of_letters(statements: &[Statement], report: &mut Report) -> String {
    let (mut n_letters, mut n_han, mut n_kana) = (0_u64, 0_u64, 0_u64);
    for c in statements.iter().filter_map(|statement| statement.text.as_deref()).flat_map(str::chars) {
        n_letters += u64::from(c.is_alphabetic());
        n_han += u64::from(matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}'));
        n_kana += u64::from(matches!(c, '\u{3041}'..='\u{30ff}'));
    }
    if 2 * (n_han + n_kana) <= n_letters {
        return "en".to_owned();
    }
    let (tag, language) = if 10 * n_kana > n_han { ("ja", "Japanese") } else { ("zh", "Chinese") };
    report.say(format!("Most of the text is {language}: the language was set to `{tag}`."));
    tag.to_owned()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
