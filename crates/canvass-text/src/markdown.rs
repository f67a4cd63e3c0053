//! Organisers' Markdown to HTML that may stand in a page.
//!
//! The reader's events are filtered before anything is written: raw HTML, images, unsafe links and everything that
//! could become a `style`, `class` or `id` go. What is written is sanitised once more. Neither step may be skipped.

use crate::sanitise::{SCHEMES, sanitise};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

/// Longest Markdown, in characters, that these functions are meant for. The caller checks where bytes come in.
pub const MAX_MARKDOWN_CHARS: usize = 40_000;

/// Elements may be nested this deep; deeper ones lose their markup and keep their words. A parser's work grows with
/// the depth, and nobody reads a quote in thirty quotes.
const MAX_DEPTH: usize = 24;

/// Turns Markdown into safe HTML: paragraphs, lists, emphasis, quotes, tables, code, links to http, https and mailto,
/// and headings from `h3` down. Raw HTML is dropped, an image leaves its description.
#[must_use]
pub fn markdown_to_html(markdown: &str) -> String {
    let mut html = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut html, safe_events(markdown));
    sanitise(&html)
}

/// The parts of a Markdown text that may be shown, in order.
pub(crate) fn safe_events(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    let mut filter = Filter::default();
    Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(move |event| filter.event(event))
}

/// Drops what must not be shown, and the end of everything whose start was dropped.
#[derive(Default)]
struct Filter {
    /// For each open element, how it ends in the output; none where its start was dropped.
    open: Vec<Option<TagEnd>>,
    n_kept: usize,
}

impl Filter {
    fn event<'a>(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(_) => self.end(),
            Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::HardBreak | Event::Rule => Some(event),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => None,
        }
    }

    fn start<'a>(&mut self, tag: Tag<'a>) -> Option<Event<'a>> {
        let kept = if self.n_kept < MAX_DEPTH { safe_tag(tag) } else { None };
        self.open.push(kept.as_ref().map(Tag::to_end));
        self.n_kept += usize::from(kept.is_some());
        kept.map(Event::Start)
    }

    fn end<'a>(&mut self) -> Option<Event<'a>> {
        let end = self.open.pop().flatten()?;
        self.n_kept -= 1;
        Some(Event::End(end))
    }
}

/// The element as it may be written, stripped to what it is.
fn safe_tag(tag: Tag<'_>) -> Option<Tag<'_>> {
    match tag {
        Tag::Heading { level, .. } => {
            Some(Tag::Heading { level: demoted(level), id: None, classes: Vec::new(), attrs: Vec::new() })
        }
        // An information string would become a class, an alignment a style.
        Tag::CodeBlock(_) => Some(Tag::CodeBlock(CodeBlockKind::Indented)),
        Tag::Table(_) => Some(Tag::Table(Vec::new())),
        Tag::BlockQuote(_) => Some(Tag::BlockQuote(None)),
        Tag::Link { link_type, dest_url, id, .. } if is_safe_link(link_type, &dest_url) => {
            Some(Tag::Link { link_type, dest_url, title: "".into(), id })
        }
        Tag::Paragraph
        | Tag::List(_)
        | Tag::Item
        | Tag::TableHead
        | Tag::TableRow
        | Tag::TableCell
        | Tag::Emphasis
        | Tag::Strong => Some(tag),
        _ => None,
    }
}

/// Pages use `h1` and `h2` themselves.
const fn demoted(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

fn is_safe_link(link_type: LinkType, address: &str) -> bool {
    let has_scheme = |(scheme, _): (&str, &str)| SCHEMES.iter().any(|safe| scheme.eq_ignore_ascii_case(safe));
    // `<name@host>` is written with its scheme only later.
    link_type == LinkType::Email || address.split_once(':').is_some_and(has_scheme)
}
