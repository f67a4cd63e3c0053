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

const DARK: &str = "@media screen and (prefers-color-scheme: dark) {\n  :root {";

fn schemes() -> [(&'static str, Tokens); 2] {
    let sheet = assets::STYLESHEET;
    let block = |rest: &str| tokens(rest.split('}').next().unwrap());
    let light = sheet.split(":root {").nth(1).unwrap();
    let dark = sheet.split(DARK).nth(1).unwrap();
    [("light", block(light)), ("dark", block(dark))]
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

/// The order of two colours by how light they are, as seen from black.
fn is_lighter(one: Colour, other: Colour) -> bool {
    let black = Colour(0, 0, 0);
    contrast(one, black) > contrast(other, black)
}

#[test]
fn dark_changes_every_colour() {
    let [(_, light), (_, dark)] = schemes();
    assert_eq!(light.keys().collect::<Vec<_>>(), dark.keys().collect::<Vec<_>>());
    assert!(light.len() > 12, "only {} tokens found: the scan is broken", light.len());
    for (name, colour) in &light {
        assert!(dark[name] != *colour, "{name} is the same in dark");
    }
    assert!(is_lighter(light["paper"], light["ink"]) && is_lighter(dark["ink"], dark["paper"]), "dark is dark");
    assert_eq!(assets::STYLESHEET.matches("prefers-color-scheme").count(), 1, "one place for dark");
}

/// Every declaration of the style sheet: what is set, and to what.
fn declarations(sheet: &str) -> Vec<(&str, &str)> {
    let parts = sheet.split(['{', '}', ';']).filter_map(|part| part.split_once(':'));
    parts.map(|(name, value)| (name.trim(), value.trim())).collect()
}

/// The sizes of type that a style sheet uses, each as often as it does.
fn sizes_used(sheet: &str) -> Vec<&str> {
    let of = |(name, value): (&str, &str)| -> bool { name == "font-size" || (name == "font" && value != "inherit") };
    let declared = declarations(sheet).into_iter().filter(|declaration| of(*declaration));
    declared
        .filter_map(|(_, value)| {
            // `700 var(--l)/1.15 var(--serif)`: the size is what a line height may follow.
            value
                .split_whitespace()
                .find(|word| word.parse::<u32>().is_err())
                .map(|word| word.split('/').next().unwrap_or(word))
        })
        .collect()
}

#[test]
fn only_the_five_sizes_are_used() {
    let sheet = assets::STYLESHEET;
    let sizes = [("--s", ".875rem"), ("--m", "1rem"), ("--l", "1.25rem"), ("--xl", "1.625rem"), ("--xxl", "2.25rem")];
    let defined =
        declarations(sheet).into_iter().filter(|(name, value)| name.starts_with("--") && value.ends_with("rem"));
    assert_eq!(defined.collect::<Vec<_>>(), sizes, "five sizes, each in one place");
    let used = sizes_used(sheet);
    assert!(used.len() > 30, "only {} sizes found: the scan is broken", used.len());
    // On paper all five are smaller by the same.
    let strange: Vec<&&str> =
        used.iter().filter(|size| !sizes.iter().any(|(name, _)| **size == format!("var({name})"))).collect();
    assert_eq!(strange, [&"9.5pt"], "sizes of type that are none of the five");
}

#[test]
fn a_sixth_size_is_found_wherever_it_stands() {
    for rule in
        ["p { color: red; font-size: 17px; }", "b { font: 700 1.0625rem/1.5 var(--sans) }", "i { font-size:larger }"]
    {
        assert!(!sizes_used(rule)[0].starts_with("var("), "{rule}");
    }
    assert_eq!(sizes_used("a { font-size: var(--s); } b { font: inherit; font-size: 2em; }"), ["var(--s)", "2em"]);
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
