//! Values on a line: every one is a dot, numbers lie on nothing, and whoever does not see the dots is told.

use canvass_charts::{Dot, DotChart, DotWeight, Flow, Frame, Scale, rasterise};
use roxmltree::{Document, Node};

fn chart(dots: Vec<Dot>) -> DotChart {
    DotChart {
        id: "d".to_owned(),
        title: "How far apart the groups are".to_owned(),
        subtitle: "3 statements".to_owned(),
        caveat: "Each dot is a statement.".to_owned(),
        source: "Example Care News".to_owned(),
        who: "24 readers chose to answer.".to_owned(),
        spoken: vec!["statement 7, “Buses”: 61.5 points apart".to_owned()],
        dots,
        ends: ["Groups alike".to_owned(), "Groups apart".to_owned()],
        flow: Flow::LeftToRight,
    }
}

fn dot(tenths: u32, label: &str) -> Dot {
    let weight = if tenths >= 250 { DotWeight::Strong } else { DotWeight::Plain };
    Dot { tenths, label: label.to_owned(), weight }
}

fn drawings(chart: &DotChart) -> Vec<String> {
    let page = format!("<div>{}</div>", chart.render(Frame::InPage));
    let document = Document::parse(&page).unwrap();
    let in_page = document.root_element().children().map(|svg| page[svg.range()].to_owned());
    in_page.chain([chart.render(Frame::StandAlone)]).collect()
}

/// Middle and radius of every dot, in tenths.
fn discs(svg: &str) -> Vec<[i64; 3]> {
    let document = Document::parse(svg).unwrap();
    let tenths = |node: Node<'_, '_>, name| (node.attribute(name).unwrap().parse::<f64>().unwrap() * 10.0) as i64;
    let all = document.descendants().filter(|node| node.has_tag_name("circle"));
    all.map(|node| ["cx", "cy", "r"].map(|name| tenths(node, name))).collect()
}

/// Left, right, top and bottom of every number above the dots, in tenths.
fn numbers(svg: &str, labels: &[&str]) -> Vec<[i64; 4]> {
    let document = Document::parse(svg).unwrap();
    let is_label = |node: &Node<'_, '_>| node.has_tag_name("text") && labels.contains(&node.text().unwrap_or_default());
    let all = document.descendants().filter(is_label);
    let of = |node: Node<'_, '_>| {
        let number = |name| node.attribute(name).unwrap().parse::<i64>().unwrap() * 10;
        let half = i64::try_from(node.text().unwrap().len()).unwrap() * 45;
        [number("x") - half, number("x") + half, number("y") - 100, number("y")]
    };
    all.map(of).collect()
}

#[test]
fn every_value_is_one_dot_however_many_there_are() {
    for n in [0_u32, 1, 3, 60, 900, 5_000] {
        let dots: Vec<Dot> = (0..n).map(|k| dot((k * k) % 1_001, "")).collect();
        for svg in drawings(&chart(dots)) {
            let discs = discs(&svg);
            assert_eq!(discs.len(), n as usize);
            let document = Document::parse(&svg).unwrap();
            let size: Vec<i64> =
                document.root_element().attribute("viewBox").unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
            assert!(size[3] < 700, "{n} dots are {} high", size[3]);
            for [x, y, r] in discs {
                assert!(x >= r && x + r <= size[2] * 10 && y >= r && y + r <= size[3] * 10, "{x} {y} {r} of {size:?}");
            }
        }
    }
}

#[test]
fn dots_lie_on_no_other_dot_and_numbers_on_neither() {
    let named = [dot(612, "7"), dot(615, "12"), dot(648, "104"), dot(1_000, "3"), dot(0, "18")];
    let dots: Vec<Dot> = (0..300).map(|k| dot(k * 37 % 700, "")).chain(named).collect();
    for svg in drawings(&chart(dots)) {
        let discs = discs(&svg);
        for (place, [x, y, r]) in discs.iter().enumerate() {
            let clash = discs.iter().skip(place + 1).find(|[a, b, _]| (a - x).pow(2) + (b - y).pow(2) < (2 * r).pow(2));
            assert_eq!(clash, None, "{x} {y}");
        }
        let numbers = numbers(&svg, &["7", "12", "104", "3", "18", "12, 7", "7, 12"]);
        assert!(numbers.len() >= 4, "{svg}");
        for [left, right, top, bottom] in &numbers {
            let on = discs.iter().find(|[x, y, r]| x + r > *left && x - r < *right && y + r > *top && y - r < *bottom);
            assert_eq!(on, None, "{left} to {right}, {top} to {bottom}");
        }
        for (place, [left, right, top, bottom]) in numbers.iter().enumerate() {
            let clash =
                numbers.iter().skip(place + 1).find(|[l, r, t, b]| l < right && r > left && t < bottom && b > top);
            assert_eq!(clash, None, "{left} to {right}");
        }
    }
}

#[test]
fn place_and_weight_are_those_of_the_value() {
    for svg in drawings(&chart(vec![dot(0, ""), dot(249, ""), dot(250, ""), dot(1_000, "")])) {
        let mut discs = discs(&svg);
        let n_plain = svg.split("<g class=\"c-ink\"").next().map_or(0, |plain| plain.matches("<circle").count());
        assert!(svg.contains("<g class=\"c-track\"") && n_plain == 2, "{svg}");
        discs.sort_unstable();
        assert!(discs.windows(2).all(|pair| pair[0][0] <= pair[1][0]));
    }
    // Read from the other side, everything is mirrored.
    let straight = chart(vec![dot(100, "")]);
    let mirrored = DotChart { flow: Flow::RightToLeft, ..straight.clone() };
    for (one, other) in drawings(&straight).iter().zip(drawings(&mirrored)) {
        let width: i64 = Document::parse(one)
            .unwrap()
            .root_element()
            .attribute("viewBox")
            .unwrap()
            .split(' ')
            .nth(2)
            .unwrap()
            .parse()
            .unwrap();
        assert_eq!(discs(one)[0][0] + discs(&other)[0][0], width * 10);
    }
}

#[test]
fn it_is_told_in_words_and_can_be_a_picture() {
    let chart = chart(vec![dot(615, "7"), dot(10, "")]);
    for svg in drawings(&chart) {
        let document = Document::parse(&svg).unwrap();
        let said = document.descendants().find(|node| node.has_tag_name("desc")).unwrap().text().unwrap();
        assert!(said.starts_with("3 statements; statement 7, “Buses”: 61.5 points apart"), "{said}");
        assert_eq!(document.root_element().attribute("role"), Some("img"));
        assert!(!svg.contains("style="));
    }
    assert!(rasterise(&chart.render(Frame::StandAlone), Scale::Single).unwrap().starts_with(b"\x89PNG"));
}
