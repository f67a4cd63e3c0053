//! The bar chart: what is in it, and how long its bars are.

use crate::{bar, poll};
use canvass_charts::{Bar, BarChart, Frame};
use roxmltree::Document;

/// One element a line, for people to read.
fn lines(svg: &str) -> String {
    svg.replace("><", ">\n<")
}

/// The widths of the bars in one drawing, in order.
fn bar_widths(svg: &str, class: &str) -> Vec<f64> {
    let document = Document::parse(svg).unwrap();
    let bars = document.descendants().filter(|node| node.attribute("class").is_some_and(|c| c.starts_with(class)));
    bars.map(|node| node.attribute("width").unwrap().parse().unwrap()).collect()
}

#[test]
fn the_poll_as_a_file() {
    insta::assert_snapshot!(lines(&poll().render(Frame::StandAlone)), @r##"
    <svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="poll-title" aria-describedby="poll-desc" class="chart bars" viewBox="0 0 720 461" width="720" height="461" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif">
    <title id="poll-title">What do you think of the police attending fewer mental health callouts?</title>
    <desc id="poll-desc">1,760 readers answered, 2 to 6 January 2025; I agree with the policy: 229 · 13 %; I support it in principle, provided care services are resourced: 810 · 46 %; Police absence puts practitioners at increased risk: 721 · 41 %; 1,760 readers chose to answer; they stand for nobody else.</desc>
    <rect width="720" height="461" fill="#ffffff"/>
    <rect x="32" y="28" width="656" height="3" class="c-ink" fill="#1c1b19"/>
    <g font-family="'Iowan Old Style', 'Palatino Nova', Palatino, Georgia, serif">
    <text x="32" y="68" font-size="26" font-weight="700" class="c-ink" fill="#1c1b19">What do you think of the police</text>
    <text x="32" y="101" font-size="26" font-weight="700" class="c-ink" fill="#1c1b19">attending fewer mental health callouts?</text>
    </g>
    <text x="32" y="130" font-size="16" class="c-muted" fill="#5c5953">1,760 readers answered, 2 to 6 January 2025</text>
    <text x="32" y="173" font-size="17" class="c-ink" fill="#1c1b19">I agree with the policy</text>
    <rect x="32" y="187" width="153.2" height="26" class="c-bar" fill="#82949a"/>
    <text x="194" y="205" font-size="17" font-weight="700" class="c-ink" fill="#1c1b19">229 · 13 %</text>
    <text x="32" y="252" font-size="17" class="c-ink" fill="#1c1b19">I support it in principle, provided care services are resourced</text>
    <rect x="32" y="266" width="542" height="26" class="c-bar-lead" fill="#2c474c"/>
    <text x="582" y="284" font-size="17" font-weight="700" class="c-ink" fill="#1c1b19">810 · 46 %</text>
    <text x="32" y="331" font-size="17" class="c-ink" fill="#1c1b19">Police absence puts practitioners at increased risk</text>
    <rect x="32" y="345" width="482.4" height="26" class="c-bar" fill="#82949a"/>
    <text x="523" y="363" font-size="17" font-weight="700" class="c-ink" fill="#1c1b19">721 · 41 %</text>
    <rect x="32" y="393" width="656" height="1" class="c-track" fill="#8c8982"/>
    <text x="32" y="417" font-size="13" class="c-muted" fill="#5c5953">They were not selected at random and do not stand for all readers. The answers are synthetic.</text>
    <text x="32" y="436" font-size="13" class="c-muted" fill="#5c5953">Readers of Example Care News</text>
    </svg>
    "##);
}

#[test]
fn the_poll_in_a_page() {
    insta::assert_snapshot!(lines(&poll().render(Frame::InPage)), @r##"
    <svg role="img" aria-labelledby="poll-narrow-title" aria-describedby="poll-narrow-desc" class="chart bars chart-narrow" viewBox="0 0 320 218" width="100%">
    <title id="poll-narrow-title">What do you think of the police attending fewer mental health callouts?</title>
    <desc id="poll-narrow-desc">1,760 readers answered, 2 to 6 January 2025; I agree with the policy: 229 · 13 %; I support it in principle, provided care services are resourced: 810 · 46 %; Police absence puts practitioners at increased risk: 721 · 41 %</desc>
    <text x="0" y="16" font-size="16" class="c-ink" fill="#1c1b19">I agree with the policy</text>
    <rect x="0" y="28" width="59.9" height="18" class="c-bar" fill="#82949a"/>
    <text x="68" y="42" font-size="16" font-weight="700" class="c-ink" fill="#1c1b19">229 · 13 %</text>
    <text x="0" y="80" font-size="16" class="c-ink" fill="#1c1b19">I support it in principle, provided care</text>
    <text x="0" y="102" font-size="16" class="c-ink" fill="#1c1b19">services are resourced</text>
    <rect x="0" y="114" width="212" height="18" class="c-bar-lead" fill="#2c474c"/>
    <text x="220" y="128" font-size="16" font-weight="700" class="c-ink" fill="#1c1b19">810 · 46 %</text>
    <text x="0" y="166" font-size="16" class="c-ink" fill="#1c1b19">Police absence puts practitioners at</text>
    <text x="0" y="188" font-size="16" class="c-ink" fill="#1c1b19">increased risk</text>
    <rect x="0" y="200" width="188.7" height="18" class="c-bar" fill="#82949a"/>
    <text x="197" y="214" font-size="16" font-weight="700" class="c-ink" fill="#1c1b19">721 · 41 %</text>
    </svg>
    <svg role="img" aria-labelledby="poll-wide-title" aria-describedby="poll-wide-desc" class="chart bars chart-wide" viewBox="0 0 640 190" width="100%">
    <title id="poll-wide-title">What do you think of the police attending fewer mental health callouts?</title>
    <desc id="poll-wide-desc">1,760 readers answered, 2 to 6 January 2025; I agree with the policy: 229 · 13 %; I support it in principle, provided care services are resourced: 810 · 46 %; Police absence puts practitioners at increased risk: 721 · 41 %</desc>
    <text x="0" y="16" font-size="16" class="c-ink" fill="#1c1b19">I agree with the policy</text>
    <rect x="0" y="28" width="150.4" height="22" class="c-bar" fill="#82949a"/>
    <text x="159" y="44" font-size="16" font-weight="700" class="c-ink" fill="#1c1b19">229 · 13 %</text>
    <text x="0" y="86" font-size="16" class="c-ink" fill="#1c1b19">I support it in principle, provided care services are resourced</text>
    <rect x="0" y="98" width="532" height="22" class="c-bar-lead" fill="#2c474c"/>
    <text x="540" y="114" font-size="16" font-weight="700" class="c-ink" fill="#1c1b19">810 · 46 %</text>
    <text x="0" y="156" font-size="16" class="c-ink" fill="#1c1b19">Police absence puts practitioners at increased risk</text>
    <rect x="0" y="168" width="473.5" height="22" class="c-bar" fill="#82949a"/>
    <text x="482" y="184" font-size="16" font-weight="700" class="c-ink" fill="#1c1b19">721 · 41 %</text>
    </svg>
    "##);
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    for frame in [Frame::InPage, Frame::StandAlone] {
        assert_eq!(poll().render(frame), poll().render(frame));
    }
}

#[test]
fn bars_are_as_long_as_their_values() {
    let chart = BarChart { bars: vec![bar("", 25, "25"), bar("", 50, "50"), bar("", 100, "100")], max: 100, ..poll() };
    let widths = bar_widths(&chart.render(Frame::StandAlone), "c-bar");
    let [quarter, half, whole] = <[f64; 3]>::try_from(widths.clone()).unwrap();
    assert!((whole - 2.0 * half).abs() <= 0.2 && (half - 2.0 * quarter).abs() <= 0.2, "{widths:?}");
    // Ten times the people, the same picture.
    let mut larger = chart.clone();
    larger.max *= 10;
    larger.bars.iter_mut().for_each(|bar| bar.value *= 10);
    assert_eq!(bar_widths(&larger.render(Frame::StandAlone), "c-bar"), widths);
    // The scale is what the caller says.
    larger.max *= 2;
    let smaller = bar_widths(&larger.render(Frame::StandAlone), "c-bar");
    let longest = smaller.iter().copied().fold(0.0, f64::max);
    assert!((whole - 2.0 * longest).abs() <= 0.2, "{smaller:?}");
}

#[test]
fn a_maximum_that_is_too_small_is_not_believed() {
    let honest = BarChart { max: 810, ..poll() };
    let wrong = BarChart { max: 3, ..poll() };
    assert_eq!(wrong.render(Frame::StandAlone), honest.render(Frame::StandAlone));
}

#[test]
fn zero_is_a_hairline_and_one_is_more() {
    let chart = BarChart { bars: vec![bar("None", 0, "0"), bar("One", 1, "1")], max: 1_000_000, ..poll() };
    let svg = chart.render(Frame::StandAlone);
    let first = |class| bar_widths(&svg, class).first().copied().unwrap();
    let (zero, one) = (first("c-track"), first("c-bar"));
    assert!(0.0 < zero && zero < one && one <= 2.0, "{zero} {one}");
    assert_eq!(bar_widths(&svg, "c-bar").len(), 1, "nobody's answer has no bar");
}

/// The classes of the bars of one drawing, in order.
fn tones(values: &[u64]) -> Vec<String> {
    let bars = values.iter().map(|n| bar("An answer", *n, &n.to_string())).collect();
    let svg = BarChart { bars, ..poll() }.render(Frame::StandAlone);
    let document = Document::parse(&svg).unwrap();
    let classes = document.descendants().filter(|node| node.attribute("height") == Some("26"));
    classes.map(|node| node.attribute("class").unwrap().to_owned()).collect()
}

#[test]
fn bars_are_of_one_colour_and_the_leading_one_is_stronger() {
    assert_eq!(tones(&[229, 810, 721]), ["c-bar", "c-bar-lead", "c-bar"]);
    assert_eq!(tones(&[1]), ["c-bar-lead"]);
    assert_eq!(tones(&[5, 5, 1]), ["c-bar"; 3], "two that share the lead do not lead");
    assert_eq!(tones(&[0, 0]), ["c-track"; 2], "nobody leads");
    assert_eq!(tones(&[0, 3, 0]), ["c-track", "c-bar-lead", "c-track"]);
}

#[test]
fn the_readers_own_answer_is_marked_behind_its_wording_or_below() {
    let own = |text: &str| {
        let bars = vec![bar("No", 2, "2"), Bar { own: "✓ Your answer".to_owned(), ..bar(text, 5, "5") }];
        let svg = BarChart { bars, ..poll() }.render(Frame::StandAlone);
        let document = Document::parse(&svg).unwrap();
        let mut words = document.descendants().filter(|node| node.has_tag_name("text"));
        let mark = words.find(|node| node.text() == Some("✓ Your answer")).unwrap();
        let number = |name| mark.attribute(name).unwrap().parse::<u32>().unwrap();
        let wording = document.descendants().find(|node| node.text() == Some(text)).unwrap();
        assert!(svg.contains(&format!("{text}, ✓ Your answer: 5")), "it is heard too");
        (number("x"), number("y") - wording.attribute("y").unwrap().parse::<u32>().unwrap())
    };
    let (x, below) = own("Yes");
    assert!(x > 32 && below == 0, "{x} {below}");
    assert_eq!(own("Only where somebody from the service comes along, and then at once"), (32, 24));
}

#[test]
fn a_screen_reader_hears_every_answer() {
    let svg = poll().render(Frame::StandAlone);
    let document = Document::parse(&svg).unwrap();
    let root = document.root_element();
    let referred = |attribute| {
        let id = root.attribute(attribute).unwrap();
        document.descendants().find(|node| node.attribute("id") == Some(id)).unwrap().text().unwrap()
    };
    assert_eq!(root.attribute("role"), Some("img"));
    assert_eq!(referred("aria-labelledby"), poll().title);
    insta::assert_snapshot!(referred("aria-describedby"), @"1,760 readers answered, 2 to 6 January 2025; I agree with the policy: 229 · 13 %; I support it in principle, provided care services are resourced: 810 · 46 %; Police absence puts practitioners at increased risk: 721 · 41 %; 1,760 readers chose to answer; they stand for nobody else.");
}

#[test]
fn two_charts_in_a_page_share_no_id() {
    let other = BarChart { id: "other poll".to_owned(), ..poll() };
    let page = format!("<div>{}{}</div>", poll().render(Frame::InPage), other.render(Frame::InPage));
    let document = Document::parse(&page).unwrap();
    let mut ids: Vec<_> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    let n_ids = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((ids.len(), n_ids), (8, 8), "{ids:?}");
}
