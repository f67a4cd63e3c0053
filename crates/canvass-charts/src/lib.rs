//! Chart data to accessible SVG, as text, and from there to PNG.
//!
//! Every chart is a plain struct with a `render` that returns one `String`. The same data gives the same bytes on
//! every machine: lengths are integers, nothing is measured with a real font, nothing is drawn from a clock or
//! from chance. Colours are presentation attributes plus classes, never `style` (a strict
//! Content-Security-Policy ignores it), so a stand-alone file has its colours and a page may give its own.
//!
//! This crate never computes a share, rounds a number or writes a sentence: words and end labels come from the
//! caller, who knows what may be said. It depends on none of our crates. Chart kinds are a module each; pictures in pixels are made of stand-alone drawings alone, so
//! that nothing stands in a picture which does not stand in its SVG.

mod bars;
mod card;
mod colour;
mod columns;
mod dots;
mod faces;
mod map;
mod palette;
mod raster;
mod sheet;
mod stance;
mod svg;
mod typeset;

pub use bars::{Bar, BarChart};
pub use card::Card;
pub use colour::{Colour, contrast};
pub use columns::ColumnChart;
pub use dots::{Dot, DotChart, DotWeight};
pub use faces::{add_faces, lacks_letters, missing_letters};
pub use map::{MapChart, MapGroup, MapMe, MapPerson, render_mark};
pub use palette::{
    AGREE, BAR, BAR_LEAD, DISAGREE, Duty, GROUP_2_DEEP, GROUPS, INK, MUTED, PAPER, STAND_ALONE_PAPER, TRACK, Tone,
    UNSURE, group_tone, tones,
};
pub use raster::{RasterError, Scale, rasterise};
pub use sheet::Frame;
pub use stance::{StanceBar, render_share_strip, render_stance_bar, render_stance_strip};
pub use svg::Flow;
