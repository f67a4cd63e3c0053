//! Drawings to pixels: a stand-alone SVG of this crate as PNG.
//!
//! The letters come from faces built into the program and from nowhere else, so that the same drawing gives the
//! same picture on every machine, and a machine without fonts loses no word. Whatever family a drawing names, it
//! gets one of the three faces in `faces`; a character that none of them has is drawn as an empty box, and
//! [`lacks_letters`](crate::lacks_letters) says so beforehand. Nothing outside the drawing is ever read: no files, no
//! addresses, no fonts of the system.

use crate::faces;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};
use std::sync::{Arc, LazyLock};

/// Largest picture made: what one rendering may take of memory, at four bytes a pixel.
const MAX_PIXELS: u64 = 16_000_000;

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

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let (fonts, resolver) = faces::built_in();
    let mut options = Options { fontdb: Arc::new(fonts), ..Options::default() };
    options.image_href_resolver =
        ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    if let Some(resolver) = resolver {
        options.font_resolver = resolver;
    }
    options
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faces::lacks_letters;
    use crate::{Card, Frame};
    use resvg::usvg::{Group, Node};

    /// How many empty boxes there are once everything is set.
    fn n_boxes(svg: &str) -> usize {
        fn within(group: &Group) -> usize {
            let boxes = |node: &Node| match node {
                Node::Group(group) => within(group),
                Node::Text(text) => {
                    let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
                    glyphs.filter(|glyph| glyph.id.0 == 0).count()
                }
                Node::Path(_) | Node::Image(_) => 0,
            };
            group.children().iter().map(boxes).sum()
        }
        within(Tree::from_str(svg, &OPTIONS).unwrap().root())
    }

    fn check(words: &str, has_boxes: bool) {
        let words = words.to_owned();
        let card = Card { title: words.clone(), lead: words.clone(), address: words.clone(), ..Card::default() };
        let chart = crate::BarChart { title: words.clone(), caveat: words, ..crate::BarChart::default() };
        for svg in [card.render(), chart.render(Frame::StandAlone)] {
            assert_eq!(n_boxes(&svg) > 0, has_boxes, "{svg}");
            assert_eq!(lacks_letters(&svg), has_boxes, "{svg}");
        }
    }

    #[test]
    fn letters_that_are_built_in_are_drawn() {
        for words in [
            "Wer soll kommen? Für 3 € – „sofort“ … ½ × 2 − 1 ≥ 0",
            "Łódź, Ærø, Þórður, Şişli, Nguyễn, e\u{301}a\u{308}",
            "Ποιος πρέπει να έρθει;",
            "Кто должен приехать? Київ, Ђорђе",
            "Ո՞վ պետք է գա",
            "ვინ უნდა მოვიდეს",
            "מי צריך להגיע?",
            "من يجب أن يأتي؟ ٤٦٪",
            "46\u{a0}%\u{202f}· a\u{ad}b\u{200d}c\u{feff}",
        ] {
            check(words, false);
        }
    }

    #[test]
    fn letters_that_are_not_leave_boxes_and_that_is_known() {
        for words in [
            "谁应该来？",
            "だれが来るべきですか",
            "누가 와야 합니까",
            "ใครควรมา",
            "कौन आए",
            "ማን ይምጣ",
            "ok 🦉",
            "\u{e000}",
        ] {
            check(words, true);
        }
    }

    #[test]
    fn what_a_card_cuts_off_is_not_missing() {
        let card = Card { organiser: format!("{} 谁", "Long name ".repeat(30)), ..Card::default() };
        assert!(!lacks_letters(&card.render()));
    }
}
