//! Writes SVG elements into a growing string; the only place that puts text or a colour into markup.
//!
//! Nothing reaches the output unescaped, and no attribute is ever called `style`.

use crate::palette::Tone;
use crate::typeset::{Type, Weight};
use std::fmt::{self, Display};

/// A rectangle in user units, lengths in tenths of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rect {
    pub(crate) x: Tenths,
    pub(crate) y: Tenths,
    pub(crate) width: Tenths,
    pub(crate) height: Tenths,
}

/// A length in tenths of a user unit: fine enough for the eye, and exact to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tenths(pub(crate) u32);

/// Where a line of text starts: left edge and baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    pub(crate) x: u32,
    pub(crate) y: u32,
}

/// An SVG document being written.
#[derive(Debug, Default)]
pub(crate) struct Svg(String);

/// Text made safe for element content and for quoted attributes, as it is written.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl Tenths {
    pub(crate) const fn whole(units: u32) -> Self {
        Self(units.saturating_mul(10))
    }
}

impl Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 10 {
            0 => write!(f, "{}", self.0 / 10),
            tenth => write!(f, "{}.{tenth}", self.0 / 10),
        }
    }
}

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\n' | '\r' | '\t' => f.write_str(" ")?,
                // XML has no way to write these, escaped or not.
                c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

impl Svg {
    /// Appends markup written in this crate; everything foreign in it goes through [`Escaped`].
    pub(crate) fn raw(&mut self, markup: fmt::Arguments<'_>) {
        use fmt::Write as _;
        // Writing to a string does not fail.
        let _ = self.0.write_fmt(markup);
    }

    /// An element holding only text, such as a title.
    pub(crate) fn named(&mut self, element: &str, id: &str, text: &str) {
        self.raw(format_args!("<{element} id=\"{}\">{}</{element}>", Escaped(id), Escaped(text)));
    }

    pub(crate) fn rect(&mut self, rect: Rect, tone: &Tone) {
        let Rect { x, y, width, height } = rect;
        self.raw(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" class=\"{}\" fill=\"{}\"/>",
            tone.class, tone.light
        ));
    }

    /// The same where the page's style sheet has the colours. A page has hundreds of these, so what is nought, which
    /// a rectangle is without being told, goes unsaid.
    pub(crate) fn rect_in_page(&mut self, rect: Rect, tone: &Tone) {
        self.raw(format_args!("<rect"));
        for (name, length) in [("x", rect.x), ("y", rect.y)].into_iter().filter(|(_, length)| length.0 > 0) {
            self.raw(format_args!(" {name}=\"{length}\""));
        }
        let (width, height, class) = (rect.width, rect.height, tone.class);
        self.raw(format_args!(" width=\"{width}\" height=\"{height}\" class=\"{class}\"/>"));
    }

    /// One line of text, its left edge and baseline at `at`; an empty one is not drawn.
    pub(crate) fn line(&mut self, at: Point, set: Type, tone: &Tone, text: &str) {
        self.text(at, set, tone, "", text);
    }

    /// The same, with its right edge at `at`.
    pub(crate) fn line_ending_at(&mut self, at: Point, set: Type, tone: &Tone, text: &str) {
        self.text(at, set, tone, " text-anchor=\"end\"", text);
    }

    fn text(&mut self, at: Point, set: Type, tone: &Tone, anchor: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        let weight = match set.weight {
            Weight::Regular => "",
            Weight::Bold | Weight::Headline => " font-weight=\"700\"",
        };
        self.raw(format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{anchor} class=\"{}\" fill=\"{}\">{}</text>",
            at.x,
            at.y,
            set.size,
            tone.class,
            tone.light,
            Escaped(text)
        ));
    }

    /// Puts a drawing whose height had to be known first into its frame.
    pub(crate) fn append(&mut self, body: &Self) {
        self.0.push_str(&body.0);
    }

    pub(crate) fn finish(mut self) -> String {
        self.raw(format_args!("</svg>"));
        self.0
    }
}

/// An id that is safe in markup and in `#fragment`s: letters, digits and hyphens kept, everything else a hyphen,
/// a letter in front.
pub(crate) fn element_id(id: &str) -> String {
    let tidy: String = id.chars().take(80).map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    if tidy.starts_with(|c: char| c.is_ascii_alphabetic()) { tidy } else { format!("chart-{tidy}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_safe() {
        let check = |id, expected: &str| assert_eq!(element_id(id), expected);
        check("poll", "poll");
        check("my poll\"><script>", "my-poll---script-");
        check("", "chart-");
        check("7", "chart-7");
        check("意", "chart--");
    }

    #[test]
    fn text_is_escaped_and_unwritable_characters_go() {
        let check = |text, expected: &str| assert_eq!(Escaped(text).to_string(), expected);
        check("a < b & \"c\" > 'd'", "a &lt; b &amp; &quot;c&quot; &gt; &#39;d&#39;");
        check("a\u{0}b\u{1b}\u{ffff}\nc", "ab c");
        check("意 é", "意 é");
    }

    #[test]
    fn tenths_print_exactly() {
        let check = |tenths, expected: &str| assert_eq!(Tenths(tenths).to_string(), expected);
        check(0, "0");
        check(7, "0.7");
        check(120, "12");
        check(123, "12.3");
    }
}
