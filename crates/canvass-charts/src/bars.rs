//! The poll as horizontal bars: label above, count and share at the end.
//!
//! No grid and no axis: each bar carries its own number. All bars are of one colour, and the one chosen more than
//! every other is stronger; where two share the lead, none is. Zero is zero: a bar starts at nothing, its length is
//! proportional to its value, and an answer nobody chose shows a hairline, not a gap. The caller words the end
//! labels, since whether a share may be shown at all is not for a chart to decide.

use crate::palette::{BAR, BAR_LEAD, INK, TRACK, Tone};
use crate::sheet::{Frame, SHEET, bold, draw_lines, regular};
use crate::svg::{Flow, Point, Rect, Svg, Tenths, element_id};
use crate::typeset::Type;

/// A question with its answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BarChart {
    /// Distinguishes the chart's element ids from others on the page; made safe here.
    pub id: String,
    /// The question.
    pub title: String,
    /// The base and the dates.
    pub subtitle: String,
    /// What the figures do not say: who answered, and for whom that stands.
    pub caveat: String,
    /// Who asked and where to find it.
    pub source: String,
    /// Who answered, in short: what whoever hears a file is told, since they do not see the caveat.
    pub who: String,
    /// The answers, in the order they were offered.
    pub bars: Vec<Bar>,
    /// The value a full-length bar has; where a bar is larger, the largest bar is full length.
    pub max: u64,
    /// Which way it is read.
    pub flow: Flow,
}

/// One answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bar {
    /// Its wording.
    pub text: String,
    /// What stands behind the wording where it is the reader's own answer; else empty.
    pub own: String,
    /// How many chose it.
    pub value: u64,
    /// What stands at the end of the bar: "810 · 46%", or a count alone.
    pub end_label: String,
}

/// Sizes of one drawing, in user units.
struct Layout {
    width: u32,
    margin: u32,
    label: Type,
    end: Type,
    bar_height: u32,
    below_label: u32,
    below_bar: u32,
}

/// Where the parts of every bar of a drawing stand.
struct Columns {
    bar_width: u32,
    end_width: u32,
}

const NARROW: Layout = Layout {
    width: 320,
    margin: 0,
    label: regular(16, 22),
    end: bold(16, 22),
    bar_height: 18,
    below_label: 6,
    below_bar: 18,
};
const WIDE: Layout = Layout { width: 640, bar_height: 22, below_bar: 20, ..NARROW };
const PRINT: Layout = Layout {
    width: SHEET.width,
    margin: SHEET.margin,
    label: regular(17, 24),
    end: bold(17, 24),
    bar_height: 26,
    below_label: 7,
    below_bar: 22,
};

const BETWEEN: u32 = 8;
/// An answer somebody gave is never too small to see; one nobody gave is a hairline, thinner and grey.
const LEAST_BAR: Tenths = Tenths(20);
const HAIRLINE: Tenths = Tenths(10);

impl BarChart {
    /// Draws the chart.
    #[must_use]
    pub fn render(&self, frame: Frame) -> String {
        match frame {
            Frame::InPage => self.in_page(&NARROW, "narrow") + &self.in_page(&WIDE, "wide"),
            Frame::StandAlone => self.stand_alone(),
        }
    }

    fn in_page(&self, layout: &Layout, variant: &str) -> String {
        let mut body = Svg::flowing(self.flow, layout.width);
        let height = self.draw_bars(&mut body, layout, 0).saturating_sub(layout.below_bar).max(1);
        let mut svg = Svg::default();
        let id = format!("{}-{variant}", element_id(&self.id));
        svg.raw(format_args!(
            "<svg role=\"img\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\" \
             class=\"chart bars chart-{variant}\" viewBox=\"0 0 {} {height}\" width=\"100%\">",
            layout.width
        ));
        self.describe(&mut svg, &id, "");
        svg.append(&body);
        svg.finish()
    }

    fn stand_alone(&self) -> String {
        let mut body = Svg::flowing(self.flow, SHEET.width);
        let mut y = SHEET.head(&mut body, &self.title, &self.subtitle);
        y = self.draw_bars(&mut body, &PRINT, y);
        let height = SHEET.foot(&mut body, y, PRINT.below_bar, [&self.caveat, &self.source]);
        let mut svg = SHEET.open("bars", &self.id, height);
        self.describe(&mut svg, &element_id(&self.id), &self.who);
        SHEET.paper(&mut svg, height);
        svg.append(&body);
        svg.finish()
    }

    /// Title and description, which are all that a screen reader gets: every bar is in them.
    fn describe(&self, svg: &mut Svg, id: &str, who: &str) {
        svg.named("title", &format!("{id}-title"), &self.title);
        let bars = self.bars.iter().map(Bar::spoken);
        let parts = std::iter::once(self.subtitle.clone()).chain(bars).chain([who.to_owned()]);
        let parts = parts.filter(|text| !text.is_empty()).collect::<Vec<_>>();
        svg.named("desc", &format!("{id}-desc"), &parts.join("; "));
    }

    /// Draws all bars from `y` down; says where the next thing may begin.
    fn draw_bars(&self, svg: &mut Svg, layout: &Layout, mut y: u32) -> u32 {
        let columns = self.columns(layout);
        let full = self.bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(self.max);
        for (place, bar) in self.bars.iter().enumerate() {
            y = layout.draw_label(svg, y, bar) + layout.below_label;
            let width = bar_length(bar.value, full, columns.bar_width);
            let (x, height) = (Tenths::whole(layout.margin), Tenths::whole(layout.bar_height));
            svg.rect(Rect { x, y: Tenths::whole(y), width, height }, bar_tone(&self.bars, place));
            let end_x = layout.margin + width.0.div_ceil(10) + BETWEEN;
            let end_y = y + (layout.bar_height + layout.end.size * 7 / 10) / 2;
            let end_label = layout.end.cut(&bar.end_label, columns.end_width);
            svg.line(Point { x: end_x, y: end_y }, layout.end, &INK, &end_label);
            y += layout.bar_height + layout.below_bar;
        }
        y
    }

    /// Bars end early enough for the widest end label, which is cut where it would take more than half of the room.
    fn columns(&self, layout: &Layout) -> Columns {
        let widest = self.bars.iter().map(|bar| layout.end.width(&bar.end_label)).max().unwrap_or(0);
        let end_width = widest.min(layout.inner_width() / 2);
        Columns { bar_width: layout.inner_width() - end_width - BETWEEN, end_width }
    }
}

/// One colour for every answer, a stronger one for the answer chosen more than every other, grey for nobody's.
pub(crate) fn bar_tone(bars: &[Bar], place: usize) -> &'static Tone {
    let value = bars.get(place).map_or(0, |bar| bar.value);
    let is_less = |(other, bar): (usize, &Bar)| other == place || bar.value < value;
    match value {
        0 => &TRACK,
        _ if bars.iter().enumerate().all(is_less) => &BAR_LEAD,
        _ => &BAR,
    }
}

impl Bar {
    /// "I agree: 229 · 13%".
    pub(crate) fn spoken(&self) -> String {
        let name = [self.text.as_str(), self.own.as_str()].into_iter().filter(|part| !part.is_empty());
        format!("{}: {}", name.collect::<Vec<_>>().join(", "), self.end_label)
    }
}

impl Layout {
    const fn inner_width(&self) -> u32 {
        self.width - 2 * self.margin
    }

    /// Draws the wording from `y` down, and whose answer it is behind it, or below where there is no room; says where
    /// the bar may begin.
    fn draw_label(&self, svg: &mut Svg, y: u32, bar: &Bar) -> u32 {
        let mut lines = self.label.wrap(&bar.text, self.inner_width());
        if lines.is_empty() {
            lines.push(String::new());
        }
        let below = draw_lines(svg, Point { x: self.margin, y }, self.label, &INK, &lines);
        if bar.own.is_empty() {
            return below;
        }
        let set = bold(self.label.size, self.label.leading);
        let own = set.cut(&bar.own, self.inner_width());
        let behind = lines.last().map_or(0, |line| self.label.width(line)) + BETWEEN;
        let (x, y) = match behind + set.width(&own) <= self.inner_width() {
            true => (self.margin + behind, below - self.label.leading),
            false => (self.margin, below),
        };
        draw_lines(svg, Point { x, y }, set, &INK, &[own])
    }
}

/// `value / full * width`, rounded down to a tenth; the hairline for zero.
pub(crate) fn bar_length(value: u64, full: u64, width: u32) -> Tenths {
    if value == 0 || full == 0 {
        return HAIRLINE;
    }
    let room = Tenths::whole(width);
    // value is at most full, so the length is at most the room and the conversion cannot fail.
    let length = u128::from(room.0) * u128::from(value) / u128::from(full);
    Tenths(u32::try_from(length).unwrap_or(room.0)).max(LEAST_BAR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::TITLE;
    use roxmltree::{Document, Node};

    /// No line of text ends outside the view box, by the crate's own (wide) measure.
    fn check(bars: Vec<Bar>) {
        let chart = BarChart { id: "c".to_owned(), title: "W".repeat(200), bars, max: 9, ..BarChart::default() };
        let markup = format!("<div>{}{}</div>", chart.render(Frame::InPage), chart.render(Frame::StandAlone));
        let document = Document::parse(&markup);
        let drawings = document.as_ref().map(|document| document.root_element().children().collect::<Vec<_>>());
        let outside: Vec<_> = drawings.iter().flatten().map(|svg| lines_outside(*svg)).collect();
        assert_eq!(outside, [Some(vec![]), Some(vec![]), Some(vec![])]);
    }

    fn lines_outside(svg: Node<'_, '_>) -> Option<Vec<String>> {
        let width: u32 = svg.attribute("viewBox")?.split(' ').nth(2)?.parse().ok()?;
        let mut outside = Vec::new();
        for line in svg.descendants().filter(|node| node.tag_name().name() == "text") {
            let number = |name| line.attribute(name)?.parse::<u32>().ok();
            let (x, size, text) = (number("x")?, number("font-size")?, line.text()?);
            let set = match line.attribute("font-weight") {
                _ if size == TITLE.size => TITLE,
                Some(_) => bold(size, 0),
                None => regular(size, 0),
            };
            if x + set.width(text) > width {
                outside.push(text.to_owned());
            }
        }
        Some(outside)
    }

    #[test]
    fn text_ends_inside_the_frame() {
        let bar = |own: &str, text: &str, value, end_label: &str| Bar {
            own: own.to_owned(),
            text: text.to_owned(),
            value,
            end_label: end_label.to_owned(),
        };
        check(vec![bar("✓ Your answer", "Yes", 9, "9 · 100\u{a0}%"), bar("", "No", 0, "0 · 0\u{a0}%")]);
        check(vec![bar("✓ Your answer", &"wide words ".repeat(25), 9, "1,234,567 · 100 %"); 32]);
        check(vec![bar(&"W".repeat(99), &"W".repeat(280), 9, &"9".repeat(80))]);
        check(vec![bar("甲", &"意見。".repeat(93), 9, "意見意見意見意見意見意見")]);
        check(vec![bar("", "", u64::MAX, "")]);
    }
}
