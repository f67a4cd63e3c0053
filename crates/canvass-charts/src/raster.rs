//! Drawings to pixels: a stand-alone SVG of this crate as PNG.
//!
//! The letters come from faces built into the program and from nowhere else, so that the same drawing gives the
//! same picture on every machine, and a machine without fonts loses no word. Whatever family a drawing names, it
//! gets one of the three faces here; a character that none of them has is drawn as an empty box. Nothing outside
//! the drawing is ever read: no files, no addresses, no fonts of the system.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, ID, Source};
use resvg::usvg::{Font, FontFamily, FontResolver, ImageHrefResolver, Options, Tree};
use std::sync::{Arc, LazyLock};

/// Largest picture made: what one rendering may take of memory, at four bytes a pixel.
const MAX_PIXELS: u64 = 16_000_000;

/// From this weight on, letters are bold.
const BOLD_FROM: u16 = 600;

/// How many pixels a unit of the drawing becomes, each way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scale {
    /// One.
    #[default]
    Single,
    /// Two, for print and dense screens. A drawing too tall for that is made with one.
    Double,
}

/// Why a drawing could not be turned into pixels. None of this crate's own ever fails.
#[derive(Debug, thiserror::Error)]
pub enum RasterError {
    /// It is no SVG.
    #[error("the drawing cannot be read: {0}")]
    Unreadable(#[from] resvg::usvg::Error),
    /// It would take too much memory.
    #[error("the drawing is {width} by {height}, more than a picture may have")]
    TooLarge {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// The picture could not be packed.
    #[error("the picture cannot be packed: {0}")]
    Unpackable(String),
}

/// Draws a stand-alone SVG and packs it as PNG. The same drawing gives the same bytes.
///
/// # Errors
/// See [`RasterError`].
pub fn rasterise(svg: &str, scale: Scale) -> Result<Vec<u8>, RasterError> {
    let tree = Tree::from_str(svg, &OPTIONS)?;
    let size = tree.size().to_int_size();
    let (width, height) = (size.width(), size.height());
    let fits = |factor: u32| u64::from(width) * u64::from(height) * u64::from(factor * factor) <= MAX_PIXELS;
    let factor = [scale.factor(), 1].into_iter().find(|factor| fits(*factor));
    let too_large = RasterError::TooLarge { width, height };
    let Some((factor, mut pixels)) = factor.and_then(|n| Some((n, Pixmap::new(width * n, height * n)?))) else {
        return Err(too_large);
    };
    let factor = match factor {
        1 => 1.0,
        _ => 2.0,
    };
    resvg::render(&tree, Transform::from_scale(factor, factor), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| RasterError::Unpackable(error.to_string()))
}

impl Scale {
    /// Every scale.
    pub const ALL: [Self; 2] = [Self::Single, Self::Double];

    /// Pixels a unit.
    #[must_use]
    pub const fn factor(self) -> u32 {
        match self {
            Self::Single => 1,
            Self::Double => 2,
        }
    }
}

/// The faces that every picture is set in.
#[derive(Clone, Copy, Debug)]
struct Faces {
    regular: ID,
    bold: ID,
    headline: ID,
}

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    let faces = [dejavu::sans_condensed::regular(), dejavu::sans_condensed::bold(), dejavu::serif_condensed::bold()]
        .map(|face| fonts.load_font_source(Source::Binary(Arc::new(face))).first().copied());
    let mut options = Options { fontdb: Arc::new(fonts), ..Options::default() };
    options.image_href_resolver =
        ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    if let [Some(regular), Some(bold), Some(headline)] = faces {
        options.font_resolver = Faces { regular, bold, headline }.resolver();
    }
    options
});

impl Faces {
    fn resolver(self) -> FontResolver<'static> {
        FontResolver {
            select_font: Box::new(move |font, _| Some(self.of(font))),
            select_fallback: Box::new(move |_, tried, _| {
                [self.bold, self.regular].into_iter().find(|face| !tried.contains(face))
            }),
        }
    }

    fn of(self, font: &Font) -> ID {
        let is_serif = font.families().contains(&FontFamily::Serif);
        match font.weight() {
            ..BOLD_FROM => self.regular,
            _ if is_serif => self.headline,
            _ => self.bold,
        }
    }
}
