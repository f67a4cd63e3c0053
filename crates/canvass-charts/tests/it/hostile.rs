//! Whatever the words are, the drawing is well-formed, closed to scripts and styles, and stays in its frame.

use crate::{bar, card, poll};
use canvass_charts::{Bar, BarChart, Card, Frame, StanceBar, render_stance_bar};
use proptest::prelude::*;
use roxmltree::{Document, Node};

/// Every element and attribute name the crate may write.
const ELEMENTS: [&str; 10] = ["div", "svg", "title", "desc", "g", "rect", "path", "text", "circle", "a"];
const ATTRIBUTES: [&str; 32] = [
    "role",
    "aria-labelledby",
    "aria-describedby",
    "aria-label",
    "class",
    "viewBox",
    "width",
    "height",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
    "id",
    "x",
    "y",
    "fill",
    "fill-rule",
    "d",
    "xmlns",
    "lang",
    "dir",
    "cx",
    "cy",
    "r",
    "dy",
    "fill-opacity",
    "transform",
    "href",
    "data-said",
    "aria-hidden",
    "stroke",
    "stroke-width",
];

/// Parses and checks what must hold for every drawing.
pub fn check(markup: &str) {
    let wrapped = format!("<div>{markup}</div>");
    let document = Document::parse(&wrapped).unwrap_or_else(|error| panic!("{error} in {markup}"));
    for node in document.descendants().filter(Node::is_element) {
        assert!(ELEMENTS.contains(&node.tag_name().name()), "{node:?}");
        for attribute in node.attributes() {
            assert!(ATTRIBUTES.contains(&attribute.name()), "{attribute:?}");
        }
    }
    for svg in document.root_element().children() {
        check_frame(svg);
    }
}

/// Everything drawn lies inside the view box; for text its start and its baseline, the width being a unit test's.
fn check_frame(svg: Node<'_, '_>) {
    let view: Vec<f64> = svg.attribute("viewBox").unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
    let [0.0, 0.0, width, height] = view[..] else { panic!("{view:?}") };
    assert!(height > 0.0);
    let moved = svg.descendants().find_map(|node| node.attribute("transform")).map_or((0.0, 0.0), translation);
    for node in svg.descendants().filter(|node| matches!(node.tag_name().name(), "rect" | "text" | "circle" | "path")) {
        assert!(node.attributes().all(|one| !one.value().contains("NaN") && !one.value().contains("inf")), "{node:?}");
        let number = |name| node.attribute(name).map_or(0.0, |n| n.parse::<f64>().unwrap());
        let (x, y, w, h) = match node.tag_name().name() {
            "circle" => (number("cx") - number("r"), number("cy") - number("r"), 2.0 * number("r"), 2.0 * number("r")),
            _ => (number("x"), number("y"), number("width"), number("height")),
        };
        let is_moved = node.ancestors().any(|node| node.has_attribute("transform"));
        let (x, y) = if is_moved { (x + moved.0, y + moved.1) } else { (x, y) };
        assert!(x >= 0.0 && y >= 0.0 && x + w <= width && y + h <= height, "{node:?} in {width} x {height}");
    }
}

fn translation(of: &str) -> (f64, f64) {
    let inner = of.strip_prefix("translate(").and_then(|rest| rest.strip_suffix(')')).unwrap();
    let (x, y) = inner.split_once(' ').unwrap();
    (x.parse().unwrap(), y.parse().unwrap())
}

fn check_chart(chart: &BarChart) {
    check(&chart.render(Frame::InPage));
    check(&chart.render(Frame::StandAlone));
}

#[test]
fn markup_in_the_words_stays_words() {
    let evil = "</text></title><script>alert(1)</script><svg onload='x()' style=\"y\">&amp;]]>\u{0}\u{fffe}\u{202e}";
    let chart = BarChart {
        flow: canvass_charts::Flow::LeftToRight,
        id: evil.to_owned(),
        title: evil.to_owned(),
        subtitle: evil.to_owned(),
        caveat: evil.to_owned(),
        source: evil.to_owned(),
        who: evil.to_owned(),
        bars: vec![Bar { own: evil.to_owned(), ..bar(evil, 1, evil) }],
        max: 1,
    };
    check_chart(&chart);
    assert!(!chart.render(Frame::StandAlone).contains("<script"));
    check(&render_stance_bar(&StanceBar::default(), evil));
    let card = card_of(&[evil; 7].map(str::to_owned), chart.bars).render();
    check(&card);
    assert!(!card.contains("<script"));
}

fn card_of(words: &[String; 7], bars: Vec<Bar>) -> Card {
    let [id, banner, organiser, address, title, lead, subtitle] = words.clone();
    Card {
        caveat: subtitle.clone(),
        id,
        banner,
        organiser,
        address,
        title,
        lead,
        subtitle,
        bars,
        flow: canvass_charts::Flow::RightToLeft,
    }
}

#[test]
fn sizes_nobody_planned_stay_inside() {
    let chart = |bars| BarChart { bars, ..poll() };
    check_chart(&BarChart::default());
    check_chart(&chart(Vec::new()));
    check_chart(&chart(vec![Bar::default()]));
    check_chart(&chart(vec![bar(&"W".repeat(280), u64::MAX, &"9".repeat(280)); 32]));
    check_chart(&chart(vec![Bar { own: "OWN".repeat(40), ..bar(&"意".repeat(280), 3, "3") }; 32]));
    check_chart(&BarChart { title: "m".repeat(600), caveat: "意。".repeat(600), ..poll() });
    check(&Card::default().render());
    for n_bars in 0..12 {
        for word in ["W", "wide words ", "意。"] {
            let long = word.repeat(400);
            let bars = vec![bar(&long, u64::MAX, &long); n_bars];
            check(&card_of(&[0; 7].map(|_| long.clone()), bars.clone()).render());
            check(&Card { bars, ..card() }.render());
        }
    }
}

fn any_bar() -> impl Strategy<Value = Bar> {
    ("\\PC{0,6}", any::<String>(), any::<u64>(), "\\PC{0,40}")
        .prop_map(|(own, text, n, end)| Bar { own, ..bar(&text, n, &end) })
}

proptest! {
    #[test]
    fn any_chart_is_well_formed_and_inside(
        words in any::<[String; 5]>(), bars in prop::collection::vec(any_bar(), 0..33), max in any::<u64>(),
    ) {
        let [id, title, subtitle, caveat, source] = words;
        let who = caveat.clone();
        check_chart(&BarChart { id, title, subtitle, caveat, source, who, bars, max, flow: canvass_charts::Flow::RightToLeft });
    }

    #[test]
    fn any_card_is_well_formed_and_inside(
        words in any::<[String; 7]>(), bars in prop::collection::vec(any_bar(), 0..12),
    ) {
        check(&card_of(&words, bars).render());
    }

    #[test]
    fn any_stance_bar_is_well_formed_and_inside(counts in any::<[u64; 3]>(), title in any::<String>()) {
        let [agree, disagree, unsure] = counts;
        check(&render_stance_bar(&StanceBar { agree, disagree, unsure }, &title));
    }
}
