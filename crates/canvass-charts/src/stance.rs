//! The small bar beside a statement: how many agree, are unsure and disagree.
//!
//! It shows lengths only; the counts stand beside it as text. It never says anything by colour alone: agree is on
//! the left, disagree on the right and darker, unsure between them at half the height, and gaps part them. It is no
//! drawing by itself: the page around it has its colours.

use crate::bars::bar_length;
use crate::palette::{AGREE, BAR, DISAGREE, TRACK, Tone, UNSURE};
use crate::svg::{Escaped, Rect, Svg, Tenths};

const WIDTH: u32 = 160;
const HEIGHT: u32 = 14;
const GAP: Tenths = Tenths(15);
/// A stance somebody took is never too small to see.
const LEAST: Tenths = Tenths(15);

/// How many took each stance on one statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StanceBar {
    /// Agree.
    pub agree: u64,
    /// Disagree.
    pub disagree: u64,
    /// Unsure.
    pub unsure: u64,
}

/// Draws the bar, `title_text` being what a screen reader says ("61 agree, 12 unsure, 27 disagree").
///
/// A segment of v out of n is `1.5 + v / n * (room left after gaps and 1.5 for each stance taken)` units long,
/// rounded down to a tenth, in a bar of 160; a stance nobody took has none. Agree grows from the left end,
/// disagree from the right end, so exchanging the two mirrors the bar. Where n = 0 an empty outline is drawn.
#[must_use]
pub fn render_stance_bar(bar: &StanceBar, title_text: &str) -> String {
    let mut svg = Svg::default();
    svg.raw(format_args!(
        "<svg role=\"img\" class=\"chart stance\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\">\
         <title>{}</title>",
        Escaped(title_text)
    ));
    draw(&mut svg, bar);
    svg.finish()
}

/// The same bar as one of many beside their counts in words: a screen reader passes over it.
#[must_use]
pub fn render_stance_strip(bar: &StanceBar) -> String {
    let mut svg = Svg::default();
    svg.raw(format_args!(
        "<svg aria-hidden=\"true\" class=\"chart stance\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\">"
    ));
    draw(&mut svg, bar);
    svg.finish()
}

/// The bar of an answer's share of people, in the colour that answers have: `n` of `base`, beside the counts in words.
#[must_use]
pub fn render_share_strip(n: u64, base: u64) -> String {
    let mut svg = Svg::default();
    svg.raw(format_args!(
        "<svg aria-hidden=\"true\" class=\"chart stance\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\">"
    ));
    let (zero, height) = (Tenths(0), Tenths::whole(HEIGHT));
    svg.rect_in_page(
        Rect { x: zero, y: zero, width: bar_length(n, base.max(n), WIDTH), height },
        if n == 0 { &TRACK } else { &BAR },
    );
    svg.finish()
}

fn draw(svg: &mut Svg, bar: &StanceBar) {
    if [bar.agree, bar.disagree, bar.unsure] == [0; 3] {
        empty_track(svg);
    } else {
        segments(svg, bar);
    }
}

fn segments(svg: &mut Svg, bar: &StanceBar) {
    let n = u128::from(bar.agree) + u128::from(bar.disagree) + u128::from(bar.unsure);
    let n_taken = [bar.agree, bar.disagree, bar.unsure].iter().fold(0_u32, |sum, v| sum + u32::from(*v > 0));
    let full = Tenths::whole(WIDTH).0;
    let room = full - n_taken.saturating_sub(1) * GAP.0 - n_taken * LEAST.0;
    let length = |value: u64| match value {
        0 => 0,
        // At most `room`, so the conversion cannot fail.
        _ => LEAST.0 + u32::try_from(u128::from(room) * u128::from(value) / n).unwrap_or(room),
    };
    let (agree, disagree, unsure) = (length(bar.agree), length(bar.disagree), length(bar.unsure));
    let whole = (Tenths(0), Tenths::whole(HEIGHT));
    let half = (Tenths(HEIGHT * 10 / 4), Tenths(HEIGHT * 10 / 2));
    let before_unsure = if agree == 0 { 0 } else { agree + GAP.0 };
    segment(svg, &AGREE, (0, agree), whole);
    segment(svg, &UNSURE, (before_unsure, unsure), half);
    segment(svg, &DISAGREE, (full - disagree, disagree), whole);
}

/// Draws one segment from (left, width) and (top, height); one without width is not there.
fn segment(svg: &mut Svg, tone: &Tone, (x, width): (u32, u32), (y, height): (Tenths, Tenths)) {
    if width > 0 {
        svg.rect_in_page(Rect { x: Tenths(x), y, width: Tenths(width), height }, tone);
    }
}

/// An outline as one filled shape with a hole, so that a style sheet needs to set `fill` only.
fn empty_track(svg: &mut Svg) {
    let (inner_width, inner_height) = (WIDTH - 2, HEIGHT - 2);
    svg.raw(format_args!(
        "<path d=\"M0 0H{WIDTH}V{HEIGHT}H0ZM1 1V{}H{}V1Z\" fill-rule=\"evenodd\" class=\"{}\"/>",
        inner_height + 1,
        inner_width + 1,
        TRACK.class
    ));
}
