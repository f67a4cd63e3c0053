//! People placed by how they voted: one mark a person, or one a cell where they are many.
//!
//! Groups are told apart by shape, number and colour. Places are drawn as they are given, up to where
//! `extent` ends the paper; people at one place are drawn beside each other. What the axes mean, how far
//! the paper reaches and what shades stand for is the caller's to say. Nothing here tells who a mark is: marks are
//! drawn in the order of their places.

mod density;
mod extent;
mod labels;
mod marks;

use crate::palette::{INK, MUTED, PAPER, TRACK, Tone, group_ground, group_tone};
use crate::sheet::{Frame, SHEET, draw_lines, regular};
use crate::svg::{Escaped, Point, Svg, element_id};
use extent::{Extent, Spot};
use marks::{Length, Shape};
use std::collections::BTreeMap;

/// A map of people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapChart {
    /// Distinguishes the chart's element ids from others on the page; made safe here.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// How many people, how many groups.
    pub subtitle: String,
    /// What the axes mean and what the marks do not say.
    pub caveat: String,
    /// Who asked and where to find it.
    pub source: String,
    /// Who answered, in short: what whoever hears a file is told, since they do not see the caveat.
    pub who: String,
    /// The groups, in order.
    pub groups: Vec<MapGroup>,
    /// The people.
    pub people: Vec<MapPerson>,
    /// The reader, where one of them is.
    pub me: Option<MapMe>,
    /// What the shades stand for, palest first; see [`MapChart::shades`].
    pub shades: Vec<String>,
}

/// One group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapGroup {
    /// Its place among the groups, from 0, which decides shape and colour.
    pub sign: usize,
    /// Its number as it is shown, drawn at its middle.
    pub label: String,
    /// What it is called: "Group 1".
    pub name: String,
    /// What stands beside the number below the map: how many people.
    pub text: String,
    /// What is said of it to whoever does not see the map.
    pub spoken: String,
    /// Its middle.
    pub place: [f64; 2],
    /// Id of the element of the page that says more; the number then leads there.
    pub anchor: String,
}

/// One person.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MapPerson {
    /// Where.
    pub place: [f64; 2],
    /// Place of the group among the groups.
    pub sign: usize,
}

/// The reader's own place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapMe {
    /// Where.
    pub place: [f64; 2],
    /// What stands beside the ring.
    pub label: String,
}

/// More people than this are drawn as shades.
const MOST_MARKS: usize = 2_000;
/// Most marks around one place before they begin to cover each other.
const MOST_AROUND: u32 = 120;
const OPACITIES: [&str; density::MAX_SHADES] = ["0.3", "0.5", "0.75", "1"];

impl MapChart {
    /// Whether people are too many for a mark each, so that cells are shaded.
    #[must_use]
    pub fn is_dense(&self) -> bool {
        self.people.len() > MOST_MARKS
    }

    /// Least people of each shade, palest first; nothing where everybody has a mark.
    #[must_use]
    pub fn shades(&self) -> Vec<usize> {
        if self.is_dense() { self.drawn().shades } else { Vec::new() }
    }

    /// How many people are drawn nearer than they are, at the edge of the paper.
    #[must_use]
    pub fn n_beyond(&self) -> usize {
        let extent = Extent::of(&self.places());
        self.finite().filter(|person| extent.spot(person.place).1).count()
    }

    /// Draws the map.
    #[must_use]
    pub fn render(&self, frame: Frame) -> String {
        match frame {
            Frame::InPage => self.in_page(),
            Frame::StandAlone => self.stand_alone(),
        }
    }

    fn in_page(&self) -> String {
        let drawn = self.drawn();
        let (id, width, height) = (element_id(&self.id), extent::WIDTH, drawn.extent.height);
        let mut svg = Svg::default();
        svg.raw(format_args!(
            "<svg role=\"group\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\" class=\"chart map\" \
             viewBox=\"0 0 {width} {height}\" width=\"100%\">"
        ));
        self.describe(&mut svg, &id, "");
        svg.append(&drawn.body);
        for (group, spot) in self.badges(&drawn) {
            self.badge(&mut svg, group, spot, Frame::InPage);
        }
        self.ring(&mut svg, &drawn);
        svg.finish()
    }

    fn stand_alone(&self) -> String {
        let drawn = self.drawn();
        let mut body = Svg::default();
        let top = SHEET.head(&mut body, &self.title, &self.subtitle);
        let left = (SHEET.width - extent::WIDTH) / 2;
        body.raw(format_args!("<g transform=\"translate({left} {top})\">"));
        body.append(&drawn.body);
        for (group, spot) in self.badges(&drawn) {
            self.badge(&mut body, group, spot, Frame::StandAlone);
        }
        self.ring(&mut body, &drawn);
        body.raw(format_args!("</g>"));
        let mut y = self.key(&mut body, top + drawn.extent.height + 12);
        y = self.shade_key(&mut body, &drawn.shades, y) + 12;
        let height = SHEET.foot(&mut body, y, 12, [&self.caveat, &self.source]);
        let mut svg = SHEET.open("map", &self.id, height);
        self.describe(&mut svg, &element_id(&self.id), &self.who);
        SHEET.paper(&mut svg, height);
        svg.append(&body);
        svg.finish()
    }

    fn describe(&self, svg: &mut Svg, id: &str, who: &str) {
        svg.named("title", &format!("{id}-title"), &self.title);
        let groups = self.groups.iter().map(|group| group.spoken.clone());
        let parts = std::iter::once(self.subtitle.clone()).chain(groups).chain([who.to_owned()]);
        let parts = parts.filter(|text| !text.is_empty()).collect::<Vec<_>>();
        svg.named("desc", &format!("{id}-desc"), &parts.join("; "));
    }

    /// People whose place can be drawn, in the order of their places, so that a mark does not tell who came when.
    fn finite(&self) -> impl Iterator<Item = &MapPerson> {
        self.people.iter().filter(|person| person.place.iter().all(|c| c.is_finite()))
    }

    fn places(&self) -> Vec<[f64; 2]> {
        self.finite().map(|person| person.place).collect()
    }

    fn drawn(&self) -> Drawn {
        let extent = Extent::of(&self.places());
        let mut people: Vec<Placed> = self.finite().map(|person| Placed::of(person, &extent)).collect();
        people.sort_unstable();
        let mut body = Svg::default();
        axes(&mut body, &extent);
        body.raw(format_args!("<g class=\"marks\" stroke=\"{}\" stroke-width=\"0.5\">", PAPER.light));
        let shades = if self.is_dense() {
            draw_cells(&mut body, &people)
        } else {
            draw_marks(&mut body, &people, &extent);
            Vec::new()
        };
        body.raw(format_args!("</g>"));
        Drawn { extent, body, shades, people }
    }

    /// One line a group: the mark with its number, how many people. Says where the next thing may begin.
    fn key(&self, svg: &mut Svg, mut y: u32) -> u32 {
        let (text, x) = (regular(16, 30), SHEET.margin + 34);
        for group in &self.groups {
            let middle = Spot { x: tenths(SHEET.margin + 12), y: tenths(y + 14) };
            numbered_mark(svg, group.sign, &group.label, middle, 100);
            y = draw_lines(svg, Point { x, y }, text, &INK, &[text.cut(&group.text, SHEET.width - SHEET.margin - x)]);
        }
        y
    }

    /// What each shade stands for, on one line.
    fn shade_key(&self, svg: &mut Svg, shades: &[usize], y: u32) -> u32 {
        if shades.is_empty() || self.shades.is_empty() {
            return y;
        }
        let set = regular(14, 26);
        let mut x = SHEET.margin;
        for (place, text) in self.shades.iter().enumerate().take(shades.len()) {
            let mut path = String::new();
            Shape::Square.draw(&mut path, Spot { x: tenths(x + 8), y: tenths(y + 13) }, 80);
            path_of(svg, &path, &INK, opacity(place, shades.len()));
            let room = (SHEET.width - SHEET.margin).saturating_sub(x + 24);
            let text = set.cut(text, room);
            draw_lines(svg, Point { x: x + 24, y }, set, &MUTED, std::slice::from_ref(&text));
            x = (x + 24 + set.width(&text) + 20).min(SHEET.width - SHEET.margin - 24);
        }
        y + 26
    }
}

/// The mark of a group with its number in it, in a line of text; a screen reader says its name, or passes over it where
/// that stands beside it and is not given.
#[must_use]
pub fn render_mark(sign: usize, number: &str, name: &str) -> String {
    let mut svg = Svg::default();
    match name {
        "" => svg.raw(format_args!("<svg aria-hidden=\"true\"")),
        name => svg.raw(format_args!("<svg role=\"img\" aria-label=\"{}\"", Escaped(name))),
    }
    // It stands hundreds of times on a page, whose style sheet says the rest.
    let (shape, at, mut path) = (Shape::of(sign), Spot { x: 120, y: 120 }, String::new());
    shape.draw(&mut path, at, MARK_SIZE);
    let (type_size, below) = shape.numeral(MARK_SIZE);
    svg.raw(format_args!(
        " class=\"sign\" viewBox=\"0 0 24 24\"><path d=\"{path}\" class=\"{}\"/><text x=\"{}\" y=\"{}\" font-size=\"{}\">{}</text>",
        group_ground(sign).class,
        Length(at.x),
        Length(at.y + below),
        Length(type_size),
        Escaped(number)
    ));
    svg.finish()
}

/// Half the width of a mark in a line of text, in tenths of a unit.
const MARK_SIZE: i32 = 92;

/// The mark of a group with its number in the colour of the paper; `size` is half its width, in tenths of a unit.
fn numbered_mark(svg: &mut Svg, sign: usize, number: &str, at: Spot, size: i32) {
    let shape = Shape::of(sign);
    let mut path = String::new();
    shape.draw(&mut path, at, size);
    path_of(svg, &path, group_ground(sign), "");
    let (type_size, below) = shape.numeral(size);
    svg.raw(format_args!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\" font-weight=\"700\" text-anchor=\"middle\" class=\"{}\" fill=\"{}\">{}</text>",
        Length(at.x),
        Length(at.y + below),
        Length(type_size),
        PAPER.class,
        PAPER.light,
        Escaped(number)
    ));
}

/// The plot before numbers and ring.
struct Drawn {
    extent: Extent,
    body: Svg,
    shades: Vec<usize>,
    people: Vec<Placed>,
}

/// One person on the paper, ordered by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Placed {
    spot: Spot,
    sign: usize,
    is_beyond: bool,
}

impl Placed {
    fn of(person: &MapPerson, extent: &Extent) -> Self {
        let (spot, is_beyond) = extent.spot(person.place);
        Self { spot, sign: person.sign, is_beyond }
    }
}

/// Thin lines through where somebody would stand who is as everybody on average, where that is on the paper.
fn axes(svg: &mut Svg, extent: &Extent) {
    let (origin, is_beyond) = extent.spot([0.0, 0.0]);
    if is_beyond {
        return;
    }
    let (x, y) = (Length(origin.x - 5), Length(origin.y - 5));
    let (width, height) = (extent::WIDTH, extent.height);
    path_of(svg, &format!("M0 {y}h{width}v1h-{width}zM{x} 0h1v{height}h-1z"), &TRACK, "0.5");
}

/// A mark each, hollow at the edge; the largest group first, so that it hides no other.
fn draw_marks(svg: &mut Svg, people: &[Placed], extent: &Extent) {
    let size = match people.len() {
        0..=150 => 65,
        151..=600 => 52,
        _ => 40,
    };
    let mut around: BTreeMap<Spot, u32> = BTreeMap::new();
    let mut paths: BTreeMap<usize, (usize, String, String)> = BTreeMap::new();
    for person in people {
        let near = Spot { x: person.spot.x / 10, y: person.spot.y / 10 };
        let n_before = around.entry(near).or_default();
        let spot = beside(person.spot, *n_before, size, extent);
        *n_before += 1;
        let (n, marks, holes) = paths.entry(person.sign).or_default();
        *n += 1;
        Shape::of(person.sign).draw(marks, spot, size);
        if person.is_beyond {
            Shape::of(person.sign).draw(holes, spot, size / 2);
        }
    }
    let mut paths: Vec<_> = paths.into_iter().collect();
    paths.sort_by_key(|(sign, (n, ..))| (std::cmp::Reverse(*n), *sign));
    for (sign, (_, marks, holes)) in paths {
        path_of(svg, &marks, group_tone(sign), "");
        path_of(svg, &holes, &PAPER, "");
    }
}

/// Where the next person at the same place is drawn: round and round it.
fn beside(spot: Spot, n_before: u32, size: i32, extent: &Extent) -> Spot {
    let (mut at, mut step, mut left, mut turns) = ((0_i32, 0_i32), (1_i32, 0_i32), 1_u32, 0_u32);
    let mut taken = 0_u32;
    for _ in 0..n_before % MOST_AROUND {
        at = (at.0 + step.0, at.1 + step.1);
        taken += 1;
        if taken == left {
            taken = 0;
            step = (-step.1, step.0);
            turns += 1;
            left += u32::from(turns % 2 == 0);
        }
    }
    let [most_x, most_y] = [extent::WIDTH, extent.height].map(tenths);
    let keep = |value: i32, most: i32| value.clamp(2 * size, most - 2 * size);
    if n_before == 0 {
        return spot;
    }
    Spot { x: keep(spot.x + at.0 * size * 3 / 2, most_x), y: keep(spot.y + at.1 * size * 3 / 2, most_y) }
}

/// A mark a cell; gives back the least count of each shade.
fn draw_cells(svg: &mut Svg, people: &[Placed]) -> Vec<usize> {
    let people: Vec<(Spot, usize)> = people.iter().map(|person| (person.spot, person.sign)).collect();
    let cells = density::cells(&people);
    let shades = density::shades(cells.iter().map(|cell| cell.n).max().unwrap_or(0));
    let mut paths: BTreeMap<(usize, usize), String> = BTreeMap::new();
    for cell in cells {
        let shade = shades.iter().filter(|from| **from <= cell.n).count().saturating_sub(1);
        let path = paths.entry((cell.sign, shade)).or_default();
        Shape::of(cell.sign).draw(path, cell.middle, density::CELL * 2 / 5);
    }
    for ((sign, shade), path) in paths {
        path_of(svg, &path, group_tone(sign), opacity(shade, shades.len()));
    }
    shades
}

/// The darkest shade is always the full colour.
fn opacity(shade: usize, n_shades: usize) -> &'static str {
    OPACITIES.get(shade + OPACITIES.len() - n_shades.min(OPACITIES.len())).copied().unwrap_or("1")
}

fn path_of(svg: &mut Svg, path: &str, tone: &Tone, opacity: &str) {
    if path.is_empty() {
        return;
    }
    svg.raw(format_args!("<path d=\"{path}\" class=\"{}\" fill=\"{}\"", tone.class, tone.light));
    if !matches!(opacity, "" | "1") {
        svg.raw(format_args!(" fill-opacity=\"{opacity}\""));
    }
    svg.raw(format_args!("/>"));
}

fn tenths(units: u32) -> i32 {
    i32::try_from(units).unwrap_or(i32::MAX / 10).saturating_mul(10)
}
