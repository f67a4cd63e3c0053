//! The style sheet keeps its promises: contrast in light and dark, the charts' colours, no foreign requests, small.

use crate::samples::{Ink, every_page};
use canvass_charts::{Colour, contrast, tones};
use canvass_pages::assets;
use std::collections::BTreeMap;

type Tokens = BTreeMap<String, Colour>;

/// The colour tokens of one `:root` block.
fn tokens(block: &str) -> Tokens {
    let lines = block.lines().filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"));
    let parsed = lines.map(|(name, hex)| {
        let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        (name.to_owned(), Colour(byte(0), byte(2), byte(4)))
    });
    parsed.collect()
}

fn schemes() -> [(&'static str, Tokens); 2] {
    let mut blocks = assets::STYLESHEET.split(":root {").skip(1).map(|rest| tokens(rest.split('}').next().unwrap()));
    [("light", blocks.next().unwrap()), ("dark", blocks.next().unwrap())]
}

#[test]
fn colours_stand_out_in_light_and_dark() {
    let text = [
        ("ink", "paper"),
        ("ink", "wash"),
        ("muted", "paper"),
        ("muted", "wash"),
        ("accent", "paper"),
        ("accent", "wash"),
        ("on-accent", "accent"),
        ("warn", "paper"),
        ("warn", "wash"),
        // The number of a group, on its mark.
        ("paper", "group-1"),
        ("paper", "group-2-deep"),
        ("paper", "group-3"),
        ("paper", "group-4"),
        ("paper", "group-5"),
    ];
    let marks = ["track", "accent", "warn", "agree", "disagree", "unsure", "bar", "bar-lead", "group-2"];
    for (scheme, tokens) in schemes() {
        let check = |front: &str, back: &str, least: f64| {
            let found = contrast(tokens[front], tokens[back]);
            assert!(found >= least, "{scheme}: {front} on {back} is {found:.2}, needs {least}");
        };
        for (front, back) in text {
            check(front, back, 4.5);
        }
        for mark in marks {
            check(mark, "paper", 3.0);
        }
    }
}

#[test]
fn pages_and_charts_have_the_same_colours() {
    let [(_, light), (_, dark)] = schemes();
    for tone in tones() {
        let name = tone.class.trim_start_matches("c-");
        assert_eq!(light[name], tone.light, "{name} in light");
        assert_eq!(dark[name], tone.dark, "{name} in dark");
        assert!(name == "paper" || assets::STYLESHEET.contains(&format!(".{} {{ fill: var(--{name}); }}", tone.class)));
    }
}

#[test]
fn dark_changes_every_colour() {
    let [(_, light), (_, dark)] = schemes();
    assert_eq!(light.keys().collect::<Vec<_>>(), dark.keys().collect::<Vec<_>>());
}

#[test]
fn only_the_five_sizes_are_used() {
    let sheet = assets::STYLESHEET;
    let sizes = ["--s: .875rem;", "--m: 1rem;", "--l: 1.25rem;", "--xl: 1.625rem;", "--xxl: 2.25rem;"];
    for size in sizes {
        assert!(sheet.contains(size), "{size}");
    }
    for line in sheet.lines().filter(|line| line.contains("font-size:")) {
        let value = line.split("font-size:").nth(1).unwrap().trim();
        // On paper all five are smaller by the same.
        assert!(
            value.starts_with("var(--") || line.contains(":root { color-scheme: light; font-size: 9.5pt; }"),
            "{line}"
        );
    }
}

#[test]
fn nothing_is_asked_of_another_place() {
    for asset in assets::all() {
        let text = std::str::from_utf8(asset.bytes).unwrap().replace("http://www.w3.org/2000/svg", "");
        for foreign in ["http:", "https:", "@import", "url(", "eval(", "innerHTML = "] {
            assert!(!text.contains(foreign), "{}: {foreign}", asset.path);
        }
    }
}

#[test]
fn assets_are_named_after_their_bytes() {
    assert_eq!(assets::all().len(), 4);
    for asset in assets::all() {
        let hash = canvass_results::sha256_hex(asset.bytes);
        assert!(
            asset.path.starts_with("/assets/") && asset.path.contains(&format!("-{}.", &hash[..8])),
            "{}",
            asset.path
        );
    }
    assert!(assets::stylesheet_path().ends_with(".css"));
    assert!(assets::reader_script_path().contains("reader") && assets::desk_script_path().contains("desk"));
}

/// What a reader's first page weighs before compression, in bytes.
#[test]
fn the_answering_page_is_light() {
    let pages: BTreeMap<&str, String> = every_page(Ink { extra: "" }).into_iter().collect();
    let page = pages["question"].len();
    let (sheet, script) = (assets::STYLESHEET.len(), assets::READER_SCRIPT.len());
    assert!(script <= 8 * 1024, "the script has {script} bytes");
    assert!(sheet <= 24 * 1024, "the style sheet has {sheet} bytes");
    assert!(page <= 12 * 1024, "the page has {page} bytes");
    assert!(pages["answer-part"].len() <= 3 * 1024, "what an answer swaps in has {} bytes", pages["answer-part"].len());
}
