//! Pictures: every word is there, whatever it is written in, and nothing leaves the frame.

use crate::{bar, card, poll};
use canvass_charts::{Bar, BarChart, Card, Frame, RasterError, Scale, rasterise};
use resvg::tiny_skia::Pixmap;
use roxmltree::Document;

const PAPER: [u8; 3] = [0xff, 0xfd, 0xf9];

fn pixels(svg: &str, scale: Scale) -> Pixmap {
    Pixmap::decode_png(&rasterise(svg, scale).unwrap()).unwrap()
}

fn colour(picture: &Pixmap, x: u32, y: u32) -> [u8; 3] {
    let pixel = picture.pixel(x, y).unwrap();
    [pixel.red(), pixel.green(), pixel.blue()]
}

/// How many columns of a box hold something other than what stands at its corner.
fn inked_columns(picture: &Pixmap, (left, right): (u32, u32), (top, bottom): (u32, u32)) -> u32 {
    let ground = colour(picture, left, top);
    let is_inked = |x: &u32| (top..bottom).any(|y| colour(picture, *x, y) != ground);
    (left..right).filter(is_inked).count().try_into().unwrap()
}

/// Every line of text has left its ink: at least as much as thin letters would.
fn check_ink(svg: &str, scale: Scale) {
    let picture = pixels(svg, scale);
    let factor = scale.factor();
    let document = Document::parse(svg).unwrap();
    let lines: Vec<_> = document.descendants().filter(|node| node.tag_name().name() == "text").collect();
    assert!(!lines.is_empty());
    for line in lines {
        let number = |name| line.attribute(name).unwrap().parse::<u32>().unwrap() * factor;
        let (x, y, size, text) = (number("x"), number("y"), number("font-size"), line.text().unwrap());
        let n_letters: u32 = text.chars().filter(|c| !c.is_whitespace()).count().try_into().unwrap();
        // No line is wider than its letters are high, each.
        let reach = size * n_letters + size;
        let across = match line.attribute("text-anchor") {
            Some("end") => (x.saturating_sub(reach), x),
            _ => (x - 1, (x + reach).min(picture.width())),
        };
        let n_inked = inked_columns(&picture, across, (y - size * 3 / 4, y));
        assert!(n_inked * 100 >= n_letters * size * 12, "{n_inked} columns of ink for `{text}` at {size}");
    }
}

/// Right of its margin a picture is blank, below what stands at its top.
fn check_margin(svg: &str, top: u32) {
    let picture = pixels(svg, Scale::Single);
    let ground = colour(&picture, picture.width() - 1, picture.height() - 1);
    for x in picture.width() - 8..picture.width() {
        let stray = (top..picture.height()).find(|y| colour(&picture, x, *y) != ground);
        let drawn = svg.chars().rev().take(400).collect::<Vec<_>>().into_iter().rev().collect::<String>();
        assert_eq!(stray, None, "ink in column {x}: …{drawn}");
    }
}

fn kinds() -> [(&'static str, String); 4] {
    let closed = Card { bars: Vec::new(), lead: "1,234 readers have answered".to_owned(), ..card() };
    let many = Card { bars: vec![bar("One of many answers", 7, "7 of 25"); 9], ..card() };
    [
        ("poll", poll().render(Frame::StandAlone)),
        ("card", card().render()),
        ("closed card", closed.render()),
        ("card of many", many.render()),
    ]
}

#[test]
fn every_kind_of_picture_has_all_its_words() {
    for (_, svg) in kinds() {
        check_ink(&svg, Scale::Single);
        check_ink(&svg, Scale::Double);
    }
}

#[test]
fn words_that_no_face_has_are_boxes_and_never_nothing() {
    for words in ["意見をどう思いますか", "🙂🙃🦉", "\u{10ffff}\u{e000}", "ሰላም", "سلام שלום Ωμέγα Привет", "a意b🙂c"]
    {
        let strange = || words.to_owned();
        let bars = vec![bar(words, 2, words)];
        check_ink(
            &BarChart { title: strange(), bars: bars.clone(), ..poll() }.render(Frame::StandAlone),
            Scale::Single,
        );
        let card =
            Card { title: strange(), organiser: strange(), address: strange(), banner: strange(), bars, ..card() };
        check_ink(&card.render(), Scale::Single);
    }
}

#[test]
fn a_word_keeps_its_ink_whatever_face_is_asked_for() {
    let text = |attributes: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"60\"><rect width=\"200\" height=\"60\" \
             fill=\"#fff\"/><text x=\"20\" y=\"40\" font-size=\"20\" {attributes}>Words</text></svg>"
        )
    };
    check_ink(&text(""), Scale::Single);
    check_ink(&text("font-family=\"No Such Face\""), Scale::Single);
    check_ink(&text("font-family=\"fantasy\" font-weight=\"900\" font-style=\"italic\""), Scale::Single);
    check_ink(&text("font-family=\"serif\" font-weight=\"100\" font-stretch=\"ultra-expanded\""), Scale::Single);
}

#[test]
fn the_same_drawing_gives_the_same_bytes() {
    for (kind, svg) in kinds() {
        for scale in Scale::ALL {
            assert_eq!(rasterise(&svg, scale).unwrap(), rasterise(&svg, scale).unwrap(), "{kind} {scale:?}");
        }
    }
}

#[test]
fn sizes_are_those_of_the_drawing_and_twice_as_much() {
    let size = |svg: &str, scale| {
        let picture = pixels(svg, scale);
        (picture.width(), picture.height())
    };
    let (svg, card) = (poll().render(Frame::StandAlone), card().render());
    assert_eq!([size(&svg, Scale::Single), size(&svg, Scale::Double)], [(720, 461), (1440, 922)]);
    assert_eq!([size(&card, Scale::Single), size(&card, Scale::Double)], [Card::SIZE, (2400, 1260)]);
    assert_eq!(colour(&pixels(&card, Scale::Single), 0, 629), PAPER);
}

#[test]
fn the_widest_letters_stay_inside() {
    let printable: String = ('!'..='~').collect();
    for letters in ["W", "M m w ", "@%", "—", "Œæ ", "ЩЮ", "‰ ", "½¾", "意", "ﷺ ", "Ψώ", &printable] {
        let long = letters.repeat(600 / letters.len());
        let bars = vec![bar(&long, 9, &long), bar(&long, 1, &long), bar(&long, 0, "")];
        let card = Card {
            flow: canvass_charts::Flow::LeftToRight,
            id: String::new(),
            banner: long.clone(),
            organiser: long.clone(),
            address: long.clone(),
            title: long.clone(),
            lead: long.clone(),
            subtitle: long.clone(),
            bars: bars.clone(),
            caveat: long.clone(),
        };
        check_margin(&card.render(), 84);
        check_margin(&Card { bars: Vec::new(), ..card }.render(), 84);
        check_margin(&BarChart { title: long.clone(), caveat: long, bars, ..poll() }.render(Frame::StandAlone), 0);
    }
}

#[test]
fn the_tallest_poll_has_a_picture_at_either_scale() {
    let bars: Vec<Bar> = vec![bar(&"意".repeat(600), 1, "1"); 32];
    let svg = BarChart { title: "W".repeat(600), bars, ..poll() }.render(Frame::StandAlone);
    let picture = pixels(&svg, Scale::Double);
    assert_eq!(picture.width(), 720, "too tall for two pixels a unit");
    assert!(picture.height() > 10_000);
}

#[test]
fn what_is_no_drawing_is_refused() {
    assert!(matches!(rasterise("no drawing", Scale::Single), Err(RasterError::Unreadable(_))));
    let vast = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60000\" height=\"60000\"/>";
    assert!(matches!(rasterise(vast, Scale::Single), Err(RasterError::TooLarge { width: 60_000, height: 60_000 })));
}

#[test]
fn a_picture_reads_no_other_file() {
    let svg = |inside: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"40\"><rect width=\"40\" height=\"40\" \
             fill=\"#fff\"/>{inside}</svg>"
        )
    };
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../canvass-pages");
    let icon = format!("{folder}/assets/icon.svg");
    assert!(std::fs::exists(&icon).unwrap(), "nothing to read at `{icon}`");
    let image = format!("<image href=\"{icon}\" width=\"40\" height=\"40\"/>");
    assert_eq!(rasterise(&svg(&image), Scale::Single).unwrap(), rasterise(&svg(""), Scale::Single).unwrap());
}
