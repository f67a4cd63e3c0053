//! The small bar beside a statement.

use canvass_charts::{StanceBar, render_stance_bar};
use roxmltree::Document;

/// (class, left, width) of every segment.
fn segments(bar: StanceBar) -> Vec<(String, f64, f64)> {
    let svg = render_stance_bar(&bar, "n");
    let document = Document::parse(&svg).unwrap();
    let number = |node: roxmltree::Node<'_, '_>, name| node.attribute(name).unwrap_or("0").parse::<f64>().unwrap();
    let rects = document.descendants().filter(|node| node.has_tag_name("rect"));
    rects.map(|node| (node.attribute("class").unwrap().to_owned(), number(node, "x"), number(node, "width"))).collect()
}

#[test]
fn a_bar_reads_agree_unsure_disagree() {
    let bar = StanceBar { agree: 61, disagree: 27, unsure: 12 };
    insta::assert_snapshot!(render_stance_bar(&bar, "61 agree, 12 unsure & 27 disagree").replace("><", ">\n<"), @r#"
    <svg role="img" class="chart stance" viewBox="0 0 160 14" width="160" height="14">
    <title>61 agree, 12 unsure &amp; 27 disagree</title>
    <rect width="94.5" height="14" class="c-agree"/>
    <rect x="96" y="3.5" width="19.8" height="7" class="c-unsure"/>
    <rect x="117.4" width="42.6" height="14" class="c-disagree"/>
    </svg>
    "#);
}

#[test]
fn nobody_answered_is_an_empty_track() {
    insta::assert_snapshot!(render_stance_bar(&StanceBar::default(), "No votes yet").replace("><", ">\n<"), @r#"
    <svg role="img" class="chart stance" viewBox="0 0 160 14" width="160" height="14">
    <title>No votes yet</title>
    <path d="M0 0H160V14H0ZM1 1V13H159V1Z" fill-rule="evenodd" class="c-track"/>
    </svg>
    "#);
}

#[test]
fn exchanging_agree_and_disagree_mirrors_the_bar() {
    for (agree, disagree, unsure) in
        [(61, 27, 12), (1, 0, 0), (5, 1, 0), (1, 1_000_000, 1), (0, 3, 2), (u64::MAX, 1, 1)]
    {
        let there = segments(StanceBar { agree, disagree, unsure });
        let back = segments(StanceBar { agree: disagree, disagree: agree, unsure });
        let width = |found: &[(String, f64, f64)], class: &str| found.iter().find(|s| s.0 == class).map(|s| s.2);
        assert_eq!(width(&there, "c-agree"), width(&back, "c-disagree"));
        assert_eq!(width(&there, "c-disagree"), width(&back, "c-agree"));
        assert_eq!(width(&there, "c-unsure"), width(&back, "c-unsure"));
    }
}

#[test]
fn segments_keep_their_gaps_and_fill_the_bar() {
    for (agree, disagree, unsure) in
        [(61, 27, 12), (1, 1_000_000, 1), (1, 1, 1), (0, 9, 0), (0, 1, 9), (u64::MAX, u64::MAX, u64::MAX)]
    {
        let found = segments(StanceBar { agree, disagree, unsure });
        let mut end = 0.0;
        for (place, (class, x, width)) in found.iter().enumerate() {
            let gap = x - end;
            let least = if place == 0 { 0.0 } else { 1.49 };
            assert!(gap >= least && gap < 2.0 && *width >= 1.5, "{class} in {found:?}");
            end = x + width;
        }
        assert!((159.5..=160.01).contains(&end), "{found:?}");
    }
}

#[test]
fn lengths_follow_the_shares() {
    let found = segments(StanceBar { agree: 500, disagree: 250, unsure: 250 });
    let lengths: Vec<_> = found.iter().map(|segment| segment.2.round()).collect();
    assert_eq!(lengths, [78.0, 40.0, 40.0]);
}
