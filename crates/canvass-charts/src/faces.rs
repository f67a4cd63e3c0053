//! The faces that pictures are set in, built into the program, and which letters they have.
//!
//! Three faces of DejaVu 2.37 (their licence is in `fonts/LICENSE` beside this crate's sources), chosen by weight
//! and by nothing else. They hold Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic; they have no
//! Chinese, Japanese, Korean, Thai, Ethiopic nor any Indian script, and few emoji. For those, whoever runs the program
//! may give further files ([`add_faces`]), which are asked last. Fonts of the system are never looked at by themselves:
//! a picture would differ from machine to machine, and miss words on a machine without fonts.

use resvg::usvg::fontdb::{Database, ID, Source};
use resvg::usvg::{Font, FontFamily, FontResolver};
use skrifa::charmap::Charmap;
use skrifa::raw::FileRef;
use skrifa::{FontRef, MetadataProvider};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, OnceLock};

/// From this weight on, letters are bold.
const BOLD_FROM: u16 = 600;

/// Where each face is in the data base of the rasteriser.
#[derive(Clone, Copy, Debug)]
struct Faces {
    regular: ID,
    bold: ID,
    headline: ID,
}

/// A face for letters that the built-in ones lack, and which it has.
struct Further {
    bytes: &'static [u8],
    index: u32,
    letters: Charmap<'static>,
}

/// Faces given at the start, in the order in which they are asked.
static FURTHER: OnceLock<Vec<Further>> = OnceLock::new();

/// Takes font files (TrueType, OpenType, collections of them) for letters that the built-in faces lack, before the
/// first drawing. Gives how many faces there are in them; those that cannot be read are passed over. Taken once: what
/// is given later is nothing.
pub fn add_faces(files: Vec<Vec<u8>>) -> usize {
    let faces = |bytes: &'static [u8]| {
        let n_faces = match FileRef::new(bytes) {
            Ok(FileRef::Collection(collection)) => collection.len(),
            Ok(FileRef::Font(_)) => 1,
            Err(_) => 0,
        };
        (0..n_faces).filter_map(move |index| {
            let letters = FontRef::from_index(bytes, index).ok()?.charmap();
            Some(Further { bytes, index, letters })
        })
    };
    // They are used as long as the program runs.
    let files = files.into_iter().map(|file| &*Vec::leak(file));
    let further: Vec<Further> = files.flat_map(faces).collect();
    let n_faces = further.len();
    if FURTHER.set(further).is_ok() { n_faces } else { 0 }
}

fn further() -> &'static [Further] {
    FURTHER.get().map_or(&[], Vec::as_slice)
}

/// Which letters the two faces have that every word may be set in, whatever its weight.
static LETTERS: LazyLock<Vec<Charmap<'static>>> = LazyLock::new(|| {
    let faces = [dejavu::sans_condensed::regular(), dejavu::sans_condensed::bold()];
    faces.into_iter().filter_map(|face| FontRef::new(face).ok()).map(|face| face.charmap()).collect()
});

/// Whether a drawing of this crate holds letters that its picture would not: an empty box stands for each of them,
/// and whoever has the picture made says so in it.
#[must_use]
pub fn lacks_letters(svg: &str) -> bool {
    drawn_letters(svg).any(|c| !is_drawable(c))
}

/// Which letters these are, each once, in the order of their numbers.
#[must_use]
pub fn missing_letters(svg: &str) -> Vec<char> {
    let missing: BTreeSet<char> = drawn_letters(svg).filter(|c| !is_drawable(*c)).collect();
    missing.into_iter().collect()
}

fn drawn_letters(svg: &str) -> impl Iterator<Item = char> {
    let lines = svg.split("<text ").skip(1).filter_map(|rest| rest.split("</text>").next());
    lines.flat_map(str::chars)
}

fn is_drawable(c: char) -> bool {
    let is_built_in = || LETTERS.iter().any(|face| face.map(c).is_some());
    is_invisible(c) || is_built_in() || further().iter().any(|face| face.letters.map(c).is_some())
}

/// Characters that shape others and have no form of their own, and those that drawings leave out.
fn is_invisible(c: char) -> bool {
    let is_mark = matches!(u32::from(c), 0xad | 0x34f | 0x61c | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f
        | 0xfe00..=0xfe0f | 0xfeff | 0xe_0100..=0xe_01ef);
    is_mark || c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// The faces as a data base, and the rule by which one is taken.
pub(crate) fn built_in() -> (Database, Option<FontResolver<'static>>) {
    let mut fonts = Database::new();
    let faces = [dejavu::sans_condensed::regular(), dejavu::sans_condensed::bold(), dejavu::serif_condensed::bold()]
        .map(|face| fonts.load_font_source(Source::Binary(Arc::new(face))).first().copied());
    let ids = further().iter().map(|face| {
        let loaded = fonts.load_font_source(Source::Binary(Arc::new(face.bytes)));
        loaded.into_iter().find(|id| fonts.face(*id).is_some_and(|known| known.index == face.index))
    });
    let ids: Vec<Option<ID>> = ids.collect();
    let resolver = match faces {
        [Some(regular), Some(bold), Some(headline)] => Some(Faces { regular, bold, headline }.resolver(ids)),
        _ => None,
    };
    (fonts, resolver)
}

impl Faces {
    fn resolver(self, further_ids: Vec<Option<ID>>) -> FontResolver<'static> {
        FontResolver {
            select_font: Box::new(move |font, _| Some(self.of(font))),
            select_fallback: Box::new(move |c, tried, _| {
                let further = further().iter().zip(&further_ids);
                let has = further.filter(|(face, _)| face.letters.map(c).is_some()).filter_map(|(_, id)| *id);
                [self.bold, self.regular].into_iter().chain(has).find(|face| !tried.contains(face))
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
