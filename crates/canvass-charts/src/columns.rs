//! Counts over time, one column each, with a part of each set apart. In pages alone; what stands below the axis is the
//! page's, as letters of a drawing that shrinks with a phone cannot be read.

use crate::palette::{BAR, INK, TRACK};
use crate::svg::{Flow, Rect, Svg, Tenths, element_id};

const WIDTH: u32 = 640;
const HEIGHT: u32 = 120;

/// Counts over time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnChart {
    /// Distinguishes the chart's element ids from others on the page; made safe here.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// What it comes to, for whoever does not see it.
    pub spoken: String,
    /// Everybody of each time, and those of them set apart, in order.
    pub columns: Vec<[u64; 2]>,
    /// Which way it is read.
    pub flow: Flow,
}

impl ColumnChart {
    /// Draws it. The tallest column takes the whole height; nothing is drawn where nobody came.
    #[must_use]
    pub fn render(&self) -> String {
        let id = element_id(&self.id);
        let mut svg = Svg::flowing(self.flow, WIDTH);
        svg.raw(format_args!(
            "<svg role=\"img\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\" class=\"chart bars\" \
             viewBox=\"0 0 {WIDTH} {height}\" width=\"100%\">",
            height = HEIGHT + 1
        ));
        svg.named("title", &format!("{id}-title"), &self.title);
        svg.named("desc", &format!("{id}-desc"), &self.spoken);
        let most = self.columns.iter().map(|[all, _]| *all).max().unwrap_or(0);
        let n = u64::try_from(self.columns.len()).unwrap_or(1).max(1);
        let scale = |count: u64, to: u32| u32::try_from(count * u64::from(to) * 10 / most.max(1)).unwrap_or(u32::MAX);
        for (place, [all, apart]) in (0_u64..).zip(&self.columns) {
            let edge = |place: u64| u32::try_from(place * u64::from(WIDTH) * 10 / n).unwrap_or(u32::MAX);
            let (x, end) = (edge(place), edge(place + 1));
            let width = Tenths((end - x).saturating_sub(10).max(8));
            let [all, apart] = [*all, (*apart).min(*all)].map(|count| scale(count, HEIGHT));
            for (top, bottom, tone) in [(all, apart, &BAR), (apart, 0, &INK)] {
                if top > bottom {
                    let y = Tenths(HEIGHT * 10 - top);
                    svg.rect(Rect { x: Tenths(x), y, width, height: Tenths(top - bottom) }, tone);
                }
            }
        }
        let axis = Rect { x: Tenths(0), y: Tenths::whole(HEIGHT), width: Tenths::whole(WIDTH), height: Tenths(10) };
        svg.rect(axis, &TRACK);
        svg.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_has_its_height() {
        let columns = vec![[4, 0], [0, 0], [2, 1]];
        let svg = ColumnChart { id: "c".to_owned(), columns, ..ColumnChart::default() }.render();
        assert_eq!(svg.matches("<rect").count(), 4, "two columns, one in two parts, and the axis: {svg}");
        assert!(svg.contains("height=\"120\"") && svg.contains("height=\"30\""), "{svg}");
    }

    #[test]
    fn nobody_is_no_column() {
        let svg = ColumnChart { columns: vec![[0, 0]; 120], ..ColumnChart::default() }.render();
        assert_eq!(svg.matches("<rect").count(), 1, "{svg}");
    }
}
