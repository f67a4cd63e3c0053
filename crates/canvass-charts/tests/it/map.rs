//! The map of people, as a page and as a file.

use crate::hostile::check;
use canvass_charts::{Frame, MapChart, MapGroup, MapMe, MapPerson, Scale, rasterise, render_mark};
use proptest::prelude::*;
use roxmltree::Document;
use std::collections::BTreeSet;

fn group(sign: usize, place: [f64; 2]) -> MapGroup {
    let label = (sign + 1).to_string();
    MapGroup {
        sign,
        text: format!("{sign} people"),
        name: format!("Group {label}"),
        spoken: format!("Group {label}: some people"),
        anchor: format!("group-{sign}"),
        label,
        place,
    }
}

fn person(x: f64, y: f64, sign: usize) -> MapPerson {
    MapPerson { place: [x, y], sign }
}

/// Two groups on a grid, `n` people in all.
fn map(n: usize) -> MapChart {
    let side = |n: usize| f64::from(u32::try_from(n).unwrap());
    let people = (0..n).map(|n| person(side(n % 50) + 60.0 * side(n % 2), side(n / 50), n % 2));
    MapChart {
        id: "map".to_owned(),
        title: "Who votes alike".to_owned(),
        subtitle: "n people in 2 groups".to_owned(),
        caveat: "People near to each other voted alike.".to_owned(),
        source: "Example".to_owned(),
        who: "They chose to answer.".to_owned(),
        groups: vec![group(0, [25.0, 1.0]), group(1, [85.0, 1.0])],
        people: people.collect(),
        me: None,
        shades: Vec::new(),
    }
}

fn both(chart: &MapChart) -> String {
    let (page, file) = (chart.render(Frame::InPage), chart.render(Frame::StandAlone));
    check(&page);
    check(&file);
    page + &file
}

/// The outline of every mark of a group in the page's drawing: each begins with a move.
fn n_marks(chart: &MapChart, sign: usize) -> usize {
    let svg = chart.render(Frame::InPage);
    let document = Document::parse(&svg).unwrap();
    let class = format!("c-group-{}", sign + 1);
    let marks = document.descendants().find(|n| n.attribute("class") == Some("marks")).unwrap();
    let paths = marks.children().filter(|n| n.attribute("class") == Some(&class));
    paths.map(|node| node.attribute("d").unwrap().matches('M').count()).sum()
}

#[test]
fn a_small_map() {
    let chart = MapChart {
        people: vec![person(-1.0, 0.5, 0), person(-0.8, 0.4, 0), person(1.0, -0.5, 1), person(1.0, -0.5, 1)],
        groups: vec![group(0, [-0.9, 0.45]), group(1, [1.0, -0.5])],
        me: Some(MapMe { place: [1.0, -0.5], label: "you".to_owned() }),
        ..map(0)
    };
    insta::assert_snapshot!(chart.render(Frame::InPage).replace("><", ">\n<"));
}

#[test]
fn everybody_has_a_mark_and_groups_have_shapes_of_their_own() {
    let chart = map(777);
    assert_eq!((n_marks(&chart, 0), n_marks(&chart, 1)), (389, 388));
    let marks: Vec<String> = (0..5).map(|sign| render_mark(sign, "9", "Group 9")).collect();
    marks.iter().for_each(|mark| check(mark));
    assert_eq!(marks.iter().collect::<BTreeSet<_>>().len(), 5);
    let bare: BTreeSet<&str> = marks.iter().map(|mark| mark.split("class=\"c-").next().unwrap()).collect();
    assert_eq!(bare.len(), 5, "without colour too");
}

#[test]
fn the_same_people_in_any_order_give_the_same_bytes() {
    let chart = map(300);
    let mut turned = chart.clone();
    turned.people.reverse();
    assert_eq!(both(&chart), both(&turned));
}

#[test]
fn people_at_one_place_stand_beside_each_other() {
    let chart = MapChart { people: vec![person(1.0, 1.0, 0); 40], ..map(0) };
    let svg = chart.render(Frame::InPage);
    let document = Document::parse(&svg).unwrap();
    let path = document.descendants().find(|n| n.attribute("class") == Some("c-group-1")).unwrap();
    let begins: BTreeSet<&str> =
        path.attribute("d").unwrap().split('M').skip(1).map(|mark| mark.split('a').next().unwrap()).collect();
    assert_eq!(begins.len(), 40, "{begins:?}");
}

#[test]
fn many_people_become_shades_whose_counts_are_told() {
    let few = map(2_000);
    assert!(!few.is_dense() && few.shades().is_empty());
    let mut many = map(2_001);
    many.people.extend(vec![person(10.0, 10.0, 1); 400]);
    assert!(many.is_dense());
    let shades = many.shades();
    assert!((2..=4).contains(&shades.len()) && shades.first() == Some(&1), "{shades:?}");
    many.shades = shades.iter().map(|from| format!("from {from}")).collect();
    let file = many.render(Frame::StandAlone);
    assert!(many.shades.iter().all(|text| file.contains(text)) && file.contains("fill-opacity"));
    assert!(n_marks(&many, 0) + n_marks(&many, 1) < 1_200);
    both(&many);
    rasterise(&file, Scale::Single).unwrap();
}

#[test]
fn a_far_point_is_drawn_at_the_edge_and_counted() {
    let mut chart = map(200);
    assert_eq!(chart.n_beyond(), 0);
    let before = n_marks(&chart, 0);
    chart.people.push(person(1e9, -1e9, 0));
    assert_eq!((chart.n_beyond(), n_marks(&chart, 0)), (1, before + 1));
    both(&chart);
    rasterise(&chart.render(Frame::StandAlone), Scale::Double).unwrap();
}

#[test]
fn numbers_lead_to_their_groups_on_a_page_only() {
    let chart = map(30);
    let (page, file) = (chart.render(Frame::InPage), chart.render(Frame::StandAlone));
    assert!(
        page.contains("href=\"#group-1\" aria-label=\"Group 2\"")
            && page.contains("data-said=\"Group 2: some people\"")
    );
    assert!(!file.contains("<a ") && file.contains("Group 2: some people"), "the file says it in its description");
    let nowhere = MapChart { groups: vec![MapGroup { anchor: String::new(), ..group(0, [0.0, 0.0]) }], ..map(3) };
    assert!(!nowhere.render(Frame::InPage).contains("<a "));
}

#[test]
fn numbers_do_not_cover_each_other() {
    let chart = MapChart { groups: (0..5).map(|sign| group(sign, [1.0, 1.0])).collect(), ..map(60) };
    let svg = chart.render(Frame::InPage);
    let document = Document::parse(&svg).unwrap();
    let badges = document.descendants().filter(|n| n.has_tag_name("text"));
    let mut heights: Vec<f64> = badges.map(|node| node.attribute("y").unwrap().parse().unwrap()).collect();
    heights.sort_by(f64::total_cmp);
    assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= 36.0), "{heights:?}");
    both(&chart);
}

#[test]
fn places_nobody_planned() {
    let odd = [0.0, -0.0, 1.0, f64::MAX, f64::MIN, f64::MIN_POSITIVE, 5e-324, f64::NAN, f64::INFINITY, -1e300];
    for x in odd {
        for y in odd {
            for n in [1, 12] {
                let people = vec![person(x, y, 3); n];
                let me = Some(MapMe { place: [x, y], label: "you".to_owned() });
                let with_others = [people.clone(), vec![person(0.0, 0.0, 9)]].concat();
                for people in [people, with_others] {
                    both(&MapChart { people, me: me.clone(), groups: vec![group(3, [y, x])], ..map(0) });
                }
            }
        }
    }
    both(&MapChart::default());
    both(&map(1));
}

#[test]
fn markup_in_the_words_stays_words() {
    let evil = "</text></a><script>alert(1)</script>\" onload='x' &amp;\u{0}\u{202e}".repeat(20);
    let chart = MapChart {
        id: evil.clone(),
        title: evil.clone(),
        subtitle: evil.clone(),
        caveat: evil.clone(),
        source: evil.clone(),
        groups: vec![MapGroup {
            label: evil.clone(),
            name: evil.clone(),
            text: evil.clone(),
            spoken: evil.clone(),
            anchor: evil.clone(),
            ..group(0, [0.0, 0.0])
        }],
        me: Some(MapMe { place: [0.0, 0.0], label: evil.clone() }),
        shades: vec![evil.clone(); 9],
        ..map(2_050)
    };
    assert!(!both(&chart).contains("<script"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_map_is_well_formed_and_inside(
        people in prop::collection::vec((any::<[f64; 2]>(), 0..9_usize), 0..60),
        groups in prop::collection::vec(any::<[f64; 2]>(), 0..8),
        words in any::<[String; 4]>(),
    ) {
        let [title, subtitle, caveat, label] = words;
        let me = people.first().map(|(place, _)| MapMe { place: *place, label });
        let groups = (0..).zip(groups).map(|(sign, place)| group(sign, place)).collect();
        let people = people.into_iter().map(|(place, sign)| MapPerson { place, sign }).collect();
        both(&MapChart { title, subtitle, caveat, me, groups, people, ..map(0) });
    }
}
