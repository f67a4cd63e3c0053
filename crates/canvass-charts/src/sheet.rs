//! What every drawing that stands alone has around it: paper, title and base above, caveat and source below.

use crate::palette::{INK, MUTED, STAND_ALONE_PAPER, TRACK, Tone};
use crate::svg::{Point, Rect, Svg, Tenths, element_id};
use crate::typeset::{Type, Weight};

/// Where the chart will be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Inside a page that has the question as heading and the caveat below.
    ///
    /// Two drawings come out, `svg.chart-narrow` (320 units wide) and `svg.chart-wide` (640), of which the style
    /// sheet shows one: text set for a phone would be huge on a desk, and the reverse unreadable.
    InPage,
    /// A file of its own: white paper, fixed size, question, base, caveat and source drawn inside.
    StandAlone,
}

/// A sheet of paper.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheet {
    pub(crate) width: u32,
    pub(crate) margin: u32,
}

/// The one size drawings come in.
pub(crate) const SHEET: Sheet = Sheet { width: 720, margin: 32 };

pub(crate) const TITLE: Type = Type { size: 26, leading: 33, weight: Weight::Headline };
const SUBTITLE: Type = regular(16, 23);
const FOOT: Type = regular(13, 19);

pub(crate) const SANS: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
pub(crate) const SERIF: &str = "'Iowan Old Style', 'Palatino Nova', Palatino, Georgia, serif";

pub(crate) const fn regular(size: u32, leading: u32) -> Type {
    Type { size, leading, weight: Weight::Regular }
}

pub(crate) const fn bold(size: u32, leading: u32) -> Type {
    Type { size, leading, weight: Weight::Bold }
}

impl Sheet {
    pub(crate) const fn inner_width(self) -> u32 {
        self.width - 2 * self.margin
    }

    /// Begins a drawing of this height, named by the elements `{id}-title` and `{id}-desc`.
    pub(crate) fn open(self, class: &str, id: &str, height: u32) -> Svg {
        let (width, id) = (self.width, element_id(id));
        let mut svg = Svg::default();
        svg.raw(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"{id}-title\" \
             aria-describedby=\"{id}-desc\" class=\"chart {class}\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" font-family=\"{SANS}\">"
        ));
        svg
    }

    pub(crate) fn paper(self, svg: &mut Svg, height: u32) {
        let width = self.width;
        svg.raw(format_args!("<rect width=\"{width}\" height=\"{height}\" fill=\"{STAND_ALONE_PAPER}\"/>"));
    }

    /// Draws rule, title and base; says where the drawing may begin.
    pub(crate) fn head(self, svg: &mut Svg, title: &str, subtitle: &str) -> u32 {
        let top = self.margin - 4;
        svg.rect(self.rule(top, 3), &INK);
        let inner = self.inner_width();
        svg.raw(format_args!("<g font-family=\"{SERIF}\">"));
        let at = Point { x: self.margin, y: top + 15 };
        let mut y = draw_lines(svg, at, TITLE, &INK, &TITLE.wrap_balanced(title, inner));
        svg.raw(format_args!("</g>"));
        y += 4;
        y = draw_lines(svg, Point { x: self.margin, y }, SUBTITLE, &MUTED, &SUBTITLE.wrap(subtitle, inner));
        y + 20
    }

    /// Draws rule, caveat and source, where what comes before left `gap` below itself; says how high the whole
    /// drawing is.
    pub(crate) fn foot(self, svg: &mut Svg, y: u32, gap: u32, texts: [&str; 2]) -> u32 {
        let lines = texts.map(|text| FOOT.wrap(text, self.inner_width())).concat();
        if lines.is_empty() {
            return y + self.margin - gap.min(self.margin);
        }
        svg.rect(self.rule(y, 1), &TRACK);
        draw_lines(svg, Point { x: self.margin, y: y + 10 }, FOOT, &MUTED, &lines) + 20
    }

    fn rule(self, y: u32, height: u32) -> Rect {
        let [x, y, width, height] = [self.margin, y, self.inner_width(), height].map(Tenths::whole);
        Rect { x, y, width, height }
    }
}

/// Draws lines below one another, the first one's box starting at `top`; says where the next box may begin.
pub(crate) fn draw_lines(svg: &mut Svg, top: Point, set: Type, tone: &Tone, lines: &[String]) -> u32 {
    let mut y = top.y;
    for line in lines {
        // The baseline leaves room for ascenders above and descenders below within the leading.
        svg.line(Point { x: top.x, y: y + (set.leading + set.size * 7 / 10) / 2 }, set, tone, line);
        y += set.leading;
    }
    y
}
