//! Prose to HTML, with what its references stand for put in by the caller.
//!
//! References become characters of the private use area before the Markdown is read and are found again after it has
//! been sanitised; such characters are taken out of the prose first, so that no text can forge one. What the caller
//! gives for a reference is trusted and goes into the page as it is.

use super::references;
use crate::glossary::Glossary;
use crate::marked::markdown_to_html_with_terms;

/// First of the characters that stand for references; as many references as there are such characters are shown.
const FIRST: u32 = 0xE000;
const LAST: u32 = 0xF8FF;

/// How a reference stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// Inside a sentence.
    Inline,
    /// A paragraph of its own.
    Alone,
}

/// Turns prose into safe HTML: Markdown with its glossary terms marked once each, and every reference replaced by
/// what `show` makes of its key.
#[must_use]
pub fn prose_to_html(
    prose: &str,
    glossary: &Glossary,
    mark: &dyn Fn(usize, &str) -> String,
    show: &dyn Fn(&str, Placed) -> String,
) -> String {
    let prose: String = prose.chars().filter(|c| !is_private(*c)).collect();
    let (markdown, keys) = with_marks(&prose);
    let html = markdown_to_html_with_terms(&markdown, glossary, mark);
    let key_of = |c: char| keys.get(usize::try_from(u32::from(c).checked_sub(FIRST)?).ok()?).copied();
    let mut out = String::with_capacity(html.len() * 2);
    let mut rest = html.as_str();
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| is_private(*c)) {
        let (before, after) = (rest.get(..at).unwrap_or_default(), rest.get(at + c.len_utf8()..).unwrap_or_default());
        let alone = before.strip_suffix("<p>").zip(after.strip_prefix("</p>"));
        match (alone, key_of(c)) {
            (Some((before, after)), Some(key)) => {
                out.push_str(before);
                out.push_str(&show(key, Placed::Alone));
                rest = after;
            }
            (_, key) => {
                out.push_str(before);
                out.push_str(&key.map(|key| show(key, Placed::Inline)).unwrap_or_default());
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The prose with a character of its own for every reference, and their keys in order.
fn with_marks(prose: &str) -> (String, Vec<&str>) {
    let (mut marked, mut keys, mut done) = (String::with_capacity(prose.len()), Vec::new(), 0);
    for (n, found) in (FIRST..=LAST).zip(references(prose)) {
        marked.push_str(prose.get(done..found.range.start).unwrap_or_default());
        marked.extend(char::from_u32(n));
        keys.push(found.key);
        done = found.range.end;
    }
    marked.push_str(prose.get(done..).unwrap_or_default());
    (marked, keys)
}

fn is_private(c: char) -> bool {
    (FIRST..=LAST).contains(&u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(prose: &str) -> String {
        let show = |key: &str, placed: Placed| match placed {
            Placed::Inline => format!("<b>{key}</b>"),
            Placed::Alone => format!("<figure>{key}</figure>"),
        };
        prose_to_html(prose, &Glossary::new(&[("callout", "A call.")]), &|_, word| format!("<i>{word}</i>"), &show)
    }

    #[test]
    fn references_are_put_into_safe_html() {
        assert_eq!(
            html("Of *{poll.n}* callouts {x.y}."),
            "<p>Of <em><b>poll.n</b></em> <i>callouts</i> <b>x.y</b>.</p>\n"
        );
        assert_eq!(html("One\n\n{quote.1}\n\nTwo"), "<p>One</p>\n<figure>quote.1</figure>\n<p>Two</p>\n");
        assert_eq!(html("{quote.1} {quote.2}"), "<p><b>quote.1</b> <b>quote.2</b></p>\n");
    }

    #[test]
    fn nothing_can_be_forged() {
        assert_eq!(html("\u{e000}<b>x</b> {a.b}"), "<p>x <b>a.b</b></p>\n");
        assert_eq!(html("\u{e000}"), "");
        let many = "{a.b} ".repeat(6_500);
        assert_eq!(html(&many).matches("<b>a.b</b>").count(), 6_400);
    }
}
