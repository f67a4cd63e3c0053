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

/// Which way a drawing is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flow {
    /// From left to right.
    #[default]
    LeftToRight,
    /// From right to left: everything stands where a mirror would show it, and words run their own way.
    RightToLeft,
}

/// An SVG document being written.
#[derive(Debug, Default)]
pub(crate) struct Svg {
    markup: String,
    /// How wide the drawing is, where it is read from right to left.
    mirror: Option<u32>,
}

/// Which edge of a line of text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edge {
    Begins,
    Middle,
    Ends,
}

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
                c if c.is_control() || is_noncharacter(c) => {}
                // Words of readers turn nothing round. Isolates stay: our own sentences put foreign words into them.
                c if turns_direction(c) => {}
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

const fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || c as u32 & 0xfffe == 0xfffe
}

const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
}

/// Whether letters of a text run from right to left.
fn runs_left(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(u32::from(c), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x10800..=0x10fff | 0x1e800..=0x1efff)
    })
}

impl Svg {
    /// A drawing of this width, read in this direction.
    pub(crate) fn flowing(flow: Flow, width: u32) -> Self {
        let mirror = match flow {
            Flow::LeftToRight => None,
            Flow::RightToLeft => Some(width),
        };
        Self { markup: String::new(), mirror }
    }

    /// Appends markup written in this crate; everything foreign in it goes through [`Escaped`].
    pub(crate) fn raw(&mut self, markup: fmt::Arguments<'_>) {
        use fmt::Write as _;
        // Writing to a string does not fail.
        let _ = self.markup.write_fmt(markup);
    }

    /// An element holding only text, such as a title.
    pub(crate) fn named(&mut self, element: &str, id: &str, text: &str) {
        self.raw(format_args!("<{element} id=\"{}\">{}</{element}>", Escaped(id), Escaped(text)));
    }

    pub(crate) fn rect(&mut self, rect: Rect, tone: &Tone) {
        let Rect { x, y, width, height } = self.placed(rect);
        self.raw(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" class=\"{}\" fill=\"{}\"/>",
            tone.class, tone.light
        ));
    }

    fn placed(&self, rect: Rect) -> Rect {
        let mirrored =
            |whole: u32| Tenths(Tenths::whole(whole).0.saturating_sub(rect.x.0).saturating_sub(rect.width.0));
        Rect { x: self.mirror.map_or(rect.x, mirrored), ..rect }
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
        self.text(at, set, tone, Edge::Begins, text);
    }

    /// The same, with its right edge at `at`.
    pub(crate) fn line_ending_at(&mut self, at: Point, set: Type, tone: &Tone, text: &str) {
        self.text(at, set, tone, Edge::Ends, text);
    }

    /// The same, with its middle at `at`.
    pub(crate) fn line_centred_at(&mut self, at: Point, set: Type, tone: &Tone, text: &str) {
        self.text(at, set, tone, Edge::Middle, text);
    }

    /// A disc with its middle at `[x, y]`, in the colour of what is around it.
    pub(crate) fn circle(&mut self, [x, y]: [Tenths; 2], radius: Tenths) {
        let x = self.mirror.map_or(x, |width| Tenths(Tenths::whole(width).0.saturating_sub(x.0)));
        self.raw(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"));
    }

    fn text(&mut self, at: Point, set: Type, tone: &Tone, edge: Edge, text: &str) {
        if text.is_empty() {
            return;
        }
        let weight = match set.weight {
            Weight::Regular => "",
            Weight::Bold | Weight::Headline => " font-weight=\"700\"",
        };
        let anchor = match (edge, self.mirror) {
            (Edge::Middle, _) => " text-anchor=\"middle\"",
            (Edge::Ends, None) | (Edge::Begins, Some(_)) => " text-anchor=\"end\"",
            (Edge::Begins, None) | (Edge::Ends, Some(_)) => "",
        };
        // Isolates and not `direction`, which rasterisers do not know: the first strong letter decides where the
        // drawing runs to the right, the drawing itself where it runs to the left.
        let [open, close] = match (runs_left(text), self.mirror) {
            (false, _) => ["", ""],
            (true, None) => ["\u{2068}", "\u{2069}"],
            (true, Some(_)) => ["\u{2067}", "\u{2069}"],
        };
        let x = self.mirror.map_or(at.x, |width| width.saturating_sub(at.x));
        self.raw(format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{anchor} class=\"{}\" fill=\"{}\">{open}{}{close}</text>",
            x,
            at.y,
            set.size,
            tone.class,
            tone.light,
            Escaped(text)
        ));
    }

    /// Puts a drawing whose height had to be known first into its frame.
    pub(crate) fn append(&mut self, body: &Self) {
        self.markup.push_str(&body.markup);
    }

    pub(crate) fn finish(mut self) -> String {
        self.raw(format_args!("</svg>"));
        self.markup
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
        check("a\u{202e}b\u{200f}c\u{1fffe}\u{fdd0}", "abc");
        check("\u{2068}a\u{2069}", "\u{2068}a\u{2069}");
    }

    #[test]
    fn a_drawing_that_is_read_from_right_to_left_is_mirrored() {
        let set = Type { size: 10, leading: 14, weight: Weight::Regular };
        let tone = &crate::palette::INK;
        let draw = |flow, words: &str| {
            let mut svg = Svg::flowing(flow, 100);
            let [x, y, width, height] = [10, 0, 30, 5].map(Tenths::whole);
            svg.rect(Rect { x, y, width, height }, tone);
            svg.line(Point { x: 10, y: 20 }, set, tone, words);
            svg.line_ending_at(Point { x: 90, y: 20 }, set, tone, "7");
            svg.finish()
        };
        let straight = draw(Flow::LeftToRight, "\u{5dc}\u{5d0}?");
        assert!(straight.contains("<rect x=\"10\"") && straight.contains("<text x=\"10\""), "{straight}");
        assert!(straight.contains(">\u{2068}\u{5dc}\u{5d0}?\u{2069}<"), "{straight}");
        let mirrored = draw(Flow::RightToLeft, "\u{5dc}\u{5d0}?");
        assert!(mirrored.contains("<rect x=\"60\""), "{mirrored}");
        assert!(mirrored.contains("<text x=\"90\" y=\"20\" font-size=\"10\" text-anchor=\"end\""), "{mirrored}");
        assert!(mirrored.contains(">\u{2067}\u{5dc}\u{5d0}?\u{2069}<"), "{mirrored}");
        assert!(mirrored.contains("<text x=\"10\" y=\"20\" font-size=\"10\" class"), "{mirrored}");
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
