//! The card that stands for a page elsewhere: one picture of 1200 by 630, as link previews show it.
//!
//! From the top: what to know first (a dark band), who asks and where, the question, the base and dates, the bars,
//! the caveat. Nothing ever leaves the frame: the question is set smaller before it is cut, everything else that
//! is too long is cut with an ellipsis. Without bars, as behind a closed gate, the words have the room.

use crate::bars::{Bar, bar_length, bar_tone};
use crate::palette::{INK, MUTED, PAPER, TRACK, Tone};
use crate::sheet::{SANS, SERIF, bold, draw_lines, regular};
use crate::svg::{Flow, Point, Rect, Svg, Tenths, element_id};
use crate::typeset::{Type, Weight};

/// A page in one picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Begins the ids of title and description; made safe here.
    pub id: String,
    /// What to know before reading, such as that the answers are synthetic. Empty where there is nothing.
    pub banner: String,
    /// Who asks.
    pub organiser: String,
    /// Where it is asked.
    pub address: String,
    /// The question.
    pub title: String,
    /// What is said where there are no bars, in large letters.
    pub lead: String,
    /// The base and the dates, or when there will be any.
    pub subtitle: String,
    /// The answers, in the order they were offered. Of more than [`Card::MAX_BARS`], those chosen most are drawn.
    pub bars: Vec<Bar>,
    /// What the figures do not say.
    pub caveat: String,
    /// Which way it is read.
    pub flow: Flow,
}

const WIDTH: u32 = 1200;
const HEIGHT: u32 = 630;
const MARGIN: u32 = 64;
const INNER: u32 = WIDTH - 2 * MARGIN;

const BAND: Type = bold(22, 30);
const BAND_LINES: usize = 2;
const BAND_MARGIN: u32 = 11;
const ORGANISER: Type = bold(26, 34);
const ADDRESS: Type = regular(22, 34);
const LEAD: Type = bold(34, 44);
const SUBTITLE: Type = regular(24, 34);
const FOOT: Type = regular(20, 27);
const FOOT_LINES: usize = 3;

/// Sizes of the question, the first that fits being taken: the type and the most lines of it.
const TITLE_OVER_BARS: [(Type, usize); 4] =
    [(headline(60, 69), 1), (headline(48, 56), 2), (headline(40, 47), 3), (headline(34, 41), 3)];
const TITLE_ALONE: [(Type, usize); 4] =
    [(headline(68, 78), 3), (headline(56, 65), 4), (headline(44, 52), 5), (headline(36, 43), 6)];

const fn headline(size: u32, leading: u32) -> Type {
    Type { size, leading, weight: Weight::Headline }
}

/// How answers may stand below their wordings, the first that fits being taken: the type of the wordings, the most
/// lines of one, and the least height for a bar with the space around it.
const STACKED: [(Type, usize, u32); 4] =
    [(regular(30, 40), 2, 54), (regular(25, 34), 2, 40), (regular(24, 31), 2, 35), (regular(25, 34), 1, 38)];
/// The most height for a bar with the space around it.
const BAR_ROOM: u32 = 76;
/// How they stand beside their wordings where there are many: the type, and the least height of a row.
const BESIDE: [(Type, u32); 2] = [(regular(24, 32), 36), (regular(20, 27), 0)];
const END_GAP: u32 = 12;

/// An answer on the card, in the tone it has among all of them.
type Shown<'a> = (&'static Tone, &'a Bar);

/// Where the parts of an answer begin, and how much room they have.
#[derive(Clone, Copy, Debug)]
struct Columns {
    label: Type,
    text_width: u32,
    bar_x: u32,
    bar_width: u32,
    end_width: u32,
}

impl Card {
    /// Most answers that one card shows.
    pub const MAX_BARS: usize = 6;
    /// Width and height, in units and in pixels at single scale.
    pub const SIZE: (u32, u32) = (WIDTH, HEIGHT);

    /// Draws the card as a stand-alone SVG.
    #[must_use]
    pub fn render(&self) -> String {
        let id = element_id(&self.id);
        let mut svg = Svg::flowing(self.flow, WIDTH);
        svg.raw(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"{id}-title\" \
             aria-describedby=\"{id}-desc\" class=\"chart card\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
             width=\"{WIDTH}\" height=\"{HEIGHT}\" font-family=\"{SANS}\">"
        ));
        svg.named("title", &format!("{id}-title"), &self.title);
        svg.named("desc", &format!("{id}-desc"), &self.description());
        svg.rect(area(0, 0, WIDTH, HEIGHT), &PAPER);
        let top = self.draw_head(&mut svg);
        let bottom = self.draw_foot(&mut svg);
        let y = self.draw_words(&mut svg, top, bottom);
        self.draw_bars(&mut svg, y + 20, bottom);
        svg.finish()
    }

    /// All of it in words, for whoever hears the picture.
    fn description(&self) -> String {
        let shown = self.shown().into_iter().map(|(_, bar)| bar.spoken());
        let words = [&self.banner, &self.organiser, &self.lead, &self.subtitle].map(Clone::clone);
        let parts = words.into_iter().chain(shown).chain([self.caveat.clone()]);
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    }

    /// The answers drawn: those chosen most, in the order they were offered.
    fn shown(&self) -> Vec<Shown<'_>> {
        let mut shown: Vec<_> = self.bars.iter().enumerate().collect();
        shown.sort_by_key(|(place, bar)| (std::cmp::Reverse(bar.value), *place));
        shown.truncate(Self::MAX_BARS);
        shown.sort_by_key(|(place, _)| *place);
        shown.into_iter().map(|(place, bar)| (bar_tone(&self.bars, place), bar)).collect()
    }

    /// Draws the band, who asks and where; says where the question may begin.
    fn draw_head(&self, svg: &mut Svg) -> u32 {
        let band = balanced(BAND, &self.banner, INNER, BAND_LINES);
        let y = if band.is_empty() { 10 } else { height_of(BAND, &band) + 2 * BAND_MARGIN };
        svg.rect(area(0, 0, WIDTH, y), &INK);
        draw_lines(svg, Point { x: MARGIN, y: BAND_MARGIN }, BAND, &PAPER, &band);
        let top = y + 24;
        let organiser = first_line(ORGANISER, &self.organiser, INNER * 11 / 20);
        // What one side leaves free is the other's.
        let taken = if organiser.is_empty() { 0 } else { ORGANISER.width(&organiser) + 2 * END_GAP };
        let address = whole_or_host(&self.address, INNER - taken);
        draw_lines(svg, Point { x: MARGIN, y: top }, ORGANISER, &INK, &[organiser]);
        svg.line_ending_at(Point { x: WIDTH - MARGIN, y: top + 25 }, ADDRESS, &MUTED, &address);
        top + ORGANISER.leading + 12
    }

    /// Draws rule and caveat at the bottom; says where everything above must have ended.
    fn draw_foot(&self, svg: &mut Svg) -> u32 {
        let lines = balanced(FOOT, &self.caveat, INNER, FOOT_LINES);
        let height = height_of(FOOT, &lines);
        let y = HEIGHT - 24 - height;
        if !lines.is_empty() {
            svg.rect(area(MARGIN, y - 10, INNER, 1), &TRACK);
            draw_lines(svg, Point { x: MARGIN, y }, FOOT, &MUTED, &lines);
        }
        y - 22
    }

    /// Draws the question and what belongs to it; says where they end. With bars the base stands below the
    /// question, without any it stands on the foot, below what is said instead.
    fn draw_words(&self, svg: &mut Svg, top: u32, bottom: u32) -> u32 {
        let (title, lines) = self.headline();
        svg.raw(format_args!("<g font-family=\"{SERIF}\">"));
        let y = draw_lines(svg, Point { x: MARGIN, y: top }, title, &INK, &lines) + 6;
        svg.raw(format_args!("</g>"));
        let subtitle = fitted(SUBTITLE, &self.subtitle, INNER, 2);
        if !self.bars.is_empty() {
            return draw_lines(svg, Point { x: MARGIN, y }, SUBTITLE, &MUTED, &subtitle);
        }
        let lead = balanced(LEAD, &self.lead, INNER, 2);
        let height = height_of(LEAD, &lead) + height_of(SUBTITLE, &subtitle);
        let y = y.max(bottom.saturating_sub(height));
        let y = draw_lines(svg, Point { x: MARGIN, y }, LEAD, &INK, &lead);
        draw_lines(svg, Point { x: MARGIN, y }, SUBTITLE, &MUTED, &subtitle)
    }

    /// The question in the largest type in which all of it fits; cut in the smallest.
    fn headline(&self) -> (Type, Vec<String>) {
        let sizes = if self.bars.is_empty() { TITLE_ALONE } else { TITLE_OVER_BARS };
        let fits = |(set, n_lines): &(Type, usize)| set.wrap(&self.title, INNER).len() <= *n_lines;
        let [.., smallest] = sizes;
        let (set, n_lines) = sizes.into_iter().find(fits).unwrap_or(smallest);
        (set, balanced(set, &self.title, INNER, n_lines))
    }

    /// Draws the answers between `top` and `bottom`.
    fn draw_bars(&self, svg: &mut Svg, top: u32, bottom: u32) {
        let shown = self.shown();
        let room = bottom.saturating_sub(top);
        let stacked = STACKED.iter().find_map(|(label, n_lines, least)| {
            let columns = Columns::stacked(*label, &shown);
            let texts = shown.iter().map(|(_, bar)| balanced(*label, &bar.text, columns.text_width, *n_lines));
            let texts: Vec<_> = texts.collect();
            let spare = room.checked_sub(texts.iter().map(|lines| height_of(*label, lines)).sum())?;
            let each = spare.checked_div(u32::try_from(shown.len()).ok()?)?;
            (each >= *least).then(|| (columns, texts, each.min(BAR_ROOM)))
        });
        match stacked {
            Some((columns, texts, each)) => {
                let used = texts.iter().map(|lines| height_of(columns.label, lines) + each).sum();
                draw_stacked(svg, top + room.saturating_sub(used) / 2, &columns, each, shown.iter().zip(&texts));
            }
            None => draw_beside(svg, top, room, &shown),
        }
    }
}

/// Draws answers below one another, each bar under its wording.
fn draw_stacked<'a>(
    svg: &mut Svg,
    mut y: u32,
    columns: &Columns,
    bar_room: u32,
    answers: impl Iterator<Item = (&'a Shown<'a>, &'a Vec<String>)> + Clone,
) {
    let full = answers.clone().map(|((_, bar), _)| bar.value).max().unwrap_or(0);
    for (answer, lines) in answers {
        columns.draw_words(svg, y, lines);
        y += height_of(columns.label, lines);
        columns.draw_bar(svg, y + 2, (bar_room - 2) * 3 / 5, answer, full);
        y += bar_room;
    }
}

/// Draws answers below one another, each bar beside its wording, in one line.
fn draw_beside(svg: &mut Svg, top: u32, room: u32, shown: &[Shown<'_>]) {
    let Some(each) = u32::try_from(shown.len()).ok().and_then(|n| room.checked_div(n)) else { return };
    let Some((label, _)) = BESIDE.iter().find(|(_, least)| each >= *least) else { return };
    let each = each.min(label.leading + 18);
    let columns = Columns::beside(*label, shown);
    let full = shown.iter().map(|(_, bar)| bar.value).max().unwrap_or(0);
    for (n, answer) in (0..).zip(shown) {
        let y = top + n * each;
        columns.draw_words(svg, y, &fitted(*label, &answer.1.text, columns.text_width, 1));
        columns.draw_bar(svg, y + 3, label.leading - 6, answer, full);
    }
}

impl Columns {
    fn stacked(label: Type, shown: &[Shown<'_>]) -> Self {
        Self { text_width: INNER, ..Self::bars(label, MARGIN, shown) }
    }

    fn beside(label: Type, shown: &[Shown<'_>]) -> Self {
        let text_width = widest(label, shown, |bar| &bar.text).min(INNER / 2);
        let gap = if text_width == 0 { 0 } else { 2 * END_GAP };
        Self { text_width, ..Self::bars(label, MARGIN + text_width + gap, shown) }
    }

    /// Bars from `x` on that end early enough for the widest label behind them.
    fn bars(label: Type, x: u32, shown: &[Shown<'_>]) -> Self {
        let room = right_of(x);
        let end_width = widest(heavy(label), shown, |bar| &bar.end_label).min(room / 2);
        let bar_width = room - end_width - END_GAP;
        Self { label, text_width: 0, bar_x: x, bar_width, end_width }
    }

    fn draw_words(&self, svg: &mut Svg, y: u32, lines: &[String]) {
        draw_lines(svg, Point { x: MARGIN, y }, self.label, &INK, lines);
    }

    fn draw_bar(&self, svg: &mut Svg, y: u32, height: u32, (tone, bar): &Shown<'_>, full: u64) {
        let length = bar_length(bar.value, full, self.bar_width);
        let [x, top, tall] = [self.bar_x, y, height].map(Tenths::whole);
        svg.rect(Rect { x, y: top, width: length, height: tall }, tone);
        let x = self.bar_x + length.0.div_ceil(10) + END_GAP;
        let at = Point { x, y: y + (height + self.label.size * 7 / 10) / 2 };
        svg.line(at, heavy(self.label), &INK, &heavy(self.label).cut(&bar.end_label, self.end_width));
    }
}

fn widest(set: Type, shown: &[Shown<'_>], text: fn(&Bar) -> &str) -> u32 {
    shown.iter().map(|(_, bar)| set.width(text(bar))).max().unwrap_or(0)
}

const fn heavy(set: Type) -> Type {
    Type { weight: Weight::Bold, ..set }
}

const fn right_of(x: u32) -> u32 {
    WIDTH - MARGIN - x
}

fn height_of(set: Type, lines: &[String]) -> u32 {
    lines.iter().fold(0, |height, _| height + set.leading)
}

/// At most so many lines, the last of which ends in an ellipsis where there would be more.
fn fitted(set: Type, text: &str, width: u32, n_lines: usize) -> Vec<String> {
    let mut lines = set.wrap(text, width);
    if lines.len() <= n_lines {
        return lines;
    }
    lines.truncate(n_lines);
    if let Some(last) = lines.last_mut() {
        let shorter = set.wrap(last, width.saturating_sub(set.width("…"))).into_iter().next().unwrap_or_default();
        *last = shorter.trim_end_matches(['.', ',', ';', ':', '–']).to_owned() + "…";
    }
    lines
}

/// The same, in lines of about equal length.
fn balanced(set: Type, text: &str, width: u32, n_lines: usize) -> Vec<String> {
    match set.wrap_balanced(text, width) {
        lines if lines.len() <= n_lines => lines,
        _ => fitted(set, text, width, n_lines),
    }
}

fn first_line(set: Type, text: &str, width: u32) -> String {
    fitted(set, text, width, 1).pop().unwrap_or_default()
}

fn area(x: u32, y: u32, width: u32, height: u32) -> Rect {
    let [x, y, width, height] = [x, y, width, height].map(Tenths::whole);
    Rect { x, y, width, height }
}

/// An address where it fits whole, else the server's name: nobody can type one that is cut.
fn whole_or_host(address: &str, room: u32) -> String {
    let host = address.split('/').next().unwrap_or_default();
    let shown = if ADDRESS.width(address) <= room { address } else { host };
    ADDRESS.cut(shown, room)
}
