//! Values on a line from nothing to everything, one dot each; dots of nearly the same value stand on each other.
//!
//! Every value given is one dot, however many there are: dots shrink before they would tower. What a dot stands for is
//! the caller's to say, and so is which are strong, and which have a number of their own. The line has no grid: the few
//! values below it are where the eye needs them, and zero is zero.

use crate::palette::{INK, MUTED, TRACK};
use crate::sheet::{Frame, SHEET, draw_lines, regular};
use crate::svg::{Flow, Point, Rect, Svg, Tenths, element_id};
use crate::typeset::{Type, Weight};
use std::collections::BTreeMap;

/// Values on a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DotChart {
    /// Distinguishes the chart's element ids from others on the page; made safe here.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// How many, of whom.
    pub subtitle: String,
    /// What a dot is and what it does not say.
    pub caveat: String,
    /// Who asked and where to find it.
    pub source: String,
    /// Who answered, in short: what whoever hears a file is told, since they do not see the caveat.
    pub who: String,
    /// What is said to whoever does not see the dots, in order.
    pub spoken: Vec<String>,
    /// The dots.
    pub dots: Vec<Dot>,
    /// What stands below the beginning of the line, and below its end.
    pub ends: [String; 2],
    /// Which way it is read.
    pub flow: Flow,
}

/// One value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dot {
    /// From 0 to [`DotChart::FULL`]; more is drawn at the end.
    pub tenths: u32,
    /// What stands above it; empty for most.
    pub label: String,
    /// How it is drawn.
    pub weight: DotWeight,
}

/// How a dot is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum DotWeight {
    /// In grey.
    #[default]
    Plain,
    /// In ink.
    Strong,
}

/// Sizes of one drawing, in units.
struct Layout {
    width: u32,
    margin: u32,
}

const NARROW: Layout = Layout { width: 320, margin: 0 };
const WIDE: Layout = Layout { width: 640, margin: 0 };
const PRINT: Layout = Layout { width: SHEET.width, margin: SHEET.margin };

/// Diameters of a dot with the space around it, in tenths of a unit, the largest that stacks low enough being taken.
const DIAMETERS: [u32; 7] = [128, 100, 80, 64, 50, 40, 30];
/// The most height of a stack, in tenths of a unit; dots of the smallest size cover each other beyond it.
const TALLEST: u32 = 2_200;
/// Of ten parts of its room a dot takes so many.
const FILLED: u32 = 8;
const LABEL: Type = Type { size: 14, leading: 18, weight: Weight::Bold };
const TICK: Type = regular(14, 20);
/// Where the line says its value.
const TICKS: [u32; 5] = [0, 25, 50, 75, 100];
const TICK_HEIGHT: u32 = 5;

/// Dots in stacks, and how large they are, in tenths of a unit.
struct Stacks<'a> {
    diameter: u32,
    pitch: u32,
    columns: BTreeMap<u32, Vec<&'a Dot>>,
}

/// A number above its stack: its middle, and how far above the line it stands, in units.
struct Label {
    x: u32,
    /// Middle and top of the stack.
    stack: [u32; 2],
    half_width: u32,
    raised: u32,
    text: String,
}

impl DotChart {
    /// The value at the end of the line: a hundred points, in tenths.
    pub const FULL: u32 = 1_000;

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
        let height = self.draw(&mut body, layout, 0);
        let id = format!("{}-{variant}", element_id(&self.id));
        let mut svg = Svg::default();
        svg.raw(format_args!(
            "<svg role=\"img\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\" \
             class=\"chart dots bars chart-{variant}\" viewBox=\"0 0 {} {height}\" width=\"100%\">",
            layout.width
        ));
        self.describe(&mut svg, &id, "");
        svg.append(&body);
        svg.finish()
    }

    fn stand_alone(&self) -> String {
        let mut body = Svg::flowing(self.flow, SHEET.width);
        let top = SHEET.head(&mut body, &self.title, &self.subtitle);
        let bottom = self.draw(&mut body, &PRINT, top) + 16;
        let height = SHEET.foot(&mut body, bottom, 16, [&self.caveat, &self.source]);
        let mut svg = SHEET.open("dots", &self.id, height);
        self.describe(&mut svg, &element_id(&self.id), &self.who);
        SHEET.paper(&mut svg, height);
        svg.append(&body);
        svg.finish()
    }

    /// Title and description, which are all that a screen reader gets.
    fn describe(&self, svg: &mut Svg, id: &str, who: &str) {
        svg.named("title", &format!("{id}-title"), &self.title);
        let parts = std::iter::once(self.subtitle.as_str()).chain(self.spoken.iter().map(String::as_str)).chain([who]);
        let parts = parts.filter(|text| !text.is_empty()).collect::<Vec<_>>();
        svg.named("desc", &format!("{id}-desc"), &parts.join("; "));
    }

    /// Draws labels, dots, line and what stands below it from `y` down; says where the next thing may begin.
    fn draw(&self, svg: &mut Svg, layout: &Layout, y: u32) -> u32 {
        let stacks = Stacks::of(&self.dots, layout.inner_width());
        let labels = stacks.labels(layout.inner_width());
        let above = labels.iter().map(|label| label.raised + LABEL.leading).max().unwrap_or(0);
        let line = y + above.max(stacks.tallest().div_ceil(10)) + 4;
        for weight in [DotWeight::Plain, DotWeight::Strong] {
            stacks.draw(svg, layout.margin, line, weight);
        }
        for label in &labels {
            label.draw_leader(svg, layout.margin, line);
            let at = Point { x: layout.margin + label.x, y: line - label.raised - 5 };
            svg.line_centred_at(at, LABEL, &INK, &label.text);
        }
        svg.rect(area(layout.margin, line, layout.inner_width(), 1), &TRACK);
        self.draw_scale(svg, layout, line)
    }

    /// Draws the values below the line, and what its ends are.
    fn draw_scale(&self, svg: &mut Svg, layout: &Layout, line: u32) -> u32 {
        let baseline = line + TICK_HEIGHT + TICK.leading;
        let last = layout.inner_width().saturating_sub(1);
        for value in TICKS {
            let x = layout.margin + last * value / 100;
            svg.rect(area(x, line, 1, TICK_HEIGHT), &TRACK);
            let at = Point { x, y: baseline - 4 };
            match value {
                0 => svg.line(at, TICK, &MUTED, "0"),
                100 => svg.line_ending_at(Point { x: x + 1, ..at }, TICK, &MUTED, "100"),
                value => svg.line_centred_at(at, TICK, &MUTED, &value.to_string()),
            }
        }
        let [begin, end] = &self.ends;
        let half = layout.inner_width() / 2 - 8;
        let [begin, end] = [begin, end].map(|text| TICK.cut(text, half));
        draw_lines(svg, Point { x: layout.margin, y: baseline }, TICK, &INK, &[begin]);
        let at =
            Point { x: layout.margin + layout.inner_width(), y: baseline + (TICK.leading + TICK.size * 7 / 10) / 2 };
        svg.line_ending_at(at, TICK, &INK, &end);
        baseline + TICK.leading + 4
    }
}

impl<'a> Stacks<'a> {
    /// The largest dots of which no stack is too tall, on a line so many units long.
    fn of(dots: &'a [Dot], width: u32) -> Self {
        let with = |diameter: u32| {
            let n_columns = (width * 10 / diameter).max(1);
            let mut columns: BTreeMap<u32, Vec<&Dot>> = BTreeMap::new();
            for dot in dots {
                let column = (dot.tenths.min(DotChart::FULL) * n_columns / DotChart::FULL).min(n_columns - 1);
                columns.entry(column).or_default().push(dot);
            }
            // The strongest and those with a number come to lie on top.
            let rank = |dot: &&Dot| (!dot.label.is_empty(), dot.weight, dot.tenths);
            columns.values_mut().for_each(|column| column.sort_by_key(rank));
            Self { diameter, pitch: diameter, columns }
        };
        let fits = |stacks: &Self| stacks.most() * stacks.diameter <= TALLEST;
        let [.., least] = DIAMETERS;
        let mut stacks = DIAMETERS.into_iter().map(with).find(fits).unwrap_or_else(|| with(least));
        stacks.pitch = stacks.diameter.min(TALLEST / stacks.most().max(1));
        stacks
    }

    fn most(&self) -> u32 {
        self.columns.values().map(|column| count(column.len())).max().unwrap_or(0)
    }

    fn tallest(&self) -> u32 {
        self.most() * self.pitch
    }

    /// Middle of a stack, in tenths of a unit.
    const fn middle(&self, column: u32) -> u32 {
        column * self.diameter + self.diameter / 2
    }

    fn draw(&self, svg: &mut Svg, left: u32, line: u32, weight: DotWeight) {
        let tone = match weight {
            DotWeight::Plain => &TRACK,
            DotWeight::Strong => &INK,
        };
        svg.raw(format_args!("<g class=\"{}\" fill=\"{}\">", tone.class, tone.light));
        for (column, dots) in &self.columns {
            for (level, _) in (0..).zip(dots).filter(|(_, dot)| dot.weight == weight) {
                let x = Tenths(left * 10 + self.middle(*column));
                let y = Tenths((line * 10).saturating_sub(level * self.pitch + self.diameter / 2));
                svg.circle([x, y], Tenths(self.diameter * FILLED / 20));
            }
        }
        svg.raw(format_args!("</g>"));
    }

    /// Numbers above their stacks, so that none lies on a dot or on another number.
    fn labels(&self, width: u32) -> Vec<Label> {
        let mut placed: Vec<Label> = Vec::new();
        for (column, dots) in &self.columns {
            let named = dots.iter().rev().map(|dot| dot.label.as_str()).filter(|label| !label.is_empty());
            let text = named.collect::<Vec<_>>().join(", ");
            if text.is_empty() {
                continue;
            }
            let half_width = LABEL.width(&text).div_ceil(2).min(width / 2);
            let x = (self.middle(*column) / 10).clamp(half_width, width - half_width);
            let covers = |middle: u32, half: u32| middle.abs_diff(x) <= half + half_width;
            let dots_here = dots.len();
            let below = self.columns.iter().filter(|(other, _)| covers(self.middle(**other) / 10, self.diameter / 20));
            let dots = below.map(|(_, dots)| (count(dots.len()) * self.pitch).div_ceil(10));
            let labels = placed.iter().filter(|other| covers(other.x, other.half_width + 4));
            let raised = dots.chain(labels.map(|other| other.raised + LABEL.leading)).max().unwrap_or(0);
            let stack = [self.middle(*column) / 10, (count(dots_here) * self.pitch).div_ceil(10)];
            placed.push(Label { x, stack, half_width, raised, text });
        }
        placed
    }
}

impl Label {
    /// A thin line down to the stack, where other dots or numbers have pushed the number up.
    fn draw_leader(&self, svg: &mut Svg, left: u32, line: u32) {
        let [x, top] = self.stack;
        if self.raised > top + LABEL.leading / 2 {
            svg.rect(area(left + x, line - self.raised - 2, 1, self.raised - top), &TRACK);
        }
    }
}

impl Layout {
    const fn inner_width(&self) -> u32 {
        self.width - 2 * self.margin
    }
}

fn area(x: u32, y: u32, width: u32, height: u32) -> Rect {
    let [x, y, width, height] = [x, y, width, height].map(Tenths::whole);
    Rect { x, y, width, height }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
