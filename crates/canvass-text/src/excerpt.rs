//! The first words of a Markdown text, plain, for descriptions of a page.
//!
//! The result is text, not HTML: whoever writes it into a page escapes it.

use crate::markdown::safe_events;
use pulldown_cmark::{Event, Tag, TagEnd};

/// The beginning of the running text, in at most `n_chars` characters, cut after a word and then marked with an
/// ellipsis. Headings, tables and code blocks are passed over; white space is made single.
#[must_use]
pub fn first_words(markdown: &str, n_chars: usize) -> String {
    let text = running_text(markdown, n_chars);
    if text.chars().count() <= n_chars {
        return text;
    }
    let Some(room) = n_chars.checked_sub(1) else { return String::new() };
    let kept: String = text.chars().take(room).collect();
    let ends_a_word = text.chars().nth(room).is_some_and(char::is_whitespace);
    // Going back to the last space must not eat most of a text written without spaces.
    let at_word = kept.rsplit_once(' ').map(|(before, _)| before).filter(|before| before.len() * 2 > kept.len());
    let whole = if ends_a_word { kept.as_str() } else { at_word.unwrap_or(&kept) };
    let trimmed = whole.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | '–' | '—'));
    format!("{trimmed}…")
}

/// Running text with single spaces; stops soon after it is longer than needed.
fn running_text(markdown: &str, n_chars: usize) -> String {
    let mut text = String::new();
    let mut n_passed_over = 0_usize;
    for event in safe_events(markdown) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Table(_) | Tag::CodeBlock(_)) => n_passed_over += 1,
            Event::End(TagEnd::Heading(_) | TagEnd::Table | TagEnd::CodeBlock) => {
                n_passed_over = n_passed_over.saturating_sub(1);
            }
            Event::Text(words) | Event::Code(words) if n_passed_over == 0 => push_words(&mut text, &words),
            Event::Start(Tag::Paragraph | Tag::Item) | Event::SoftBreak | Event::HardBreak | Event::Rule => {
                push_words(&mut text, " ");
            }
            _ => {}
        }
        // A character has at most four bytes.
        if text.len() > n_chars.saturating_mul(4).saturating_add(4) {
            break;
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn push_words(text: &mut String, words: &str) {
    for c in words.chars() {
        if !c.is_whitespace() && !c.is_control() {
            text.push(c);
        } else if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
    }
}
