//! Templates, code and catalogue name the same texts, and none of them says what may not be said.

use canvass_pages::FormTexts;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const CATALOGUE: &str = include_str!("../../../canvass-words/locales/en.ftl");

fn files_below(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    files_below(&root.join("templates"), ".html", &mut found);
    files_below(&root.join("src"), ".rs", &mut found);
    for other in [
        "canvass-results/src",
        "canvass-edition/src",
        "canvass-app/src",
        "canvass-web/src/desk",
        "canvass-web/src/http/error",
    ] {
        let folder = root.join("..").join(other);
        if folder.is_dir() {
            files_below(&folder, ".rs", &mut found);
        }
    }
    found.into_iter().map(|path| (path.clone(), fs::read_to_string(&path).unwrap())).collect()
}

fn keys() -> BTreeSet<&'static str> {
    let is_key = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase());
    CATALOGUE.lines().filter(is_key).filter_map(|line| line.split_once(" =")).map(|(key, _)| key).collect()
}

/// Everything between double quotes that looks like a key.
fn literals(text: &str) -> BTreeSet<&str> {
    let looks_like_a_key = |literal: &&str| {
        literal.starts_with(|c: char| c.is_ascii_lowercase())
            && literal.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    text.split('"').filter(looks_like_a_key).collect()
}

#[test]
fn every_key_in_the_catalogue_is_used() {
    let mut sources = sources();
    let mut others = Vec::new();
    files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../canvass-words/src"), ".rs", &mut others);
    sources.extend(others.into_iter().map(|path| (path.clone(), fs::read_to_string(&path).unwrap())));
    let form = FormTexts::all();
    let of_form = form.needed.iter().chain(&form.optional).map(String::as_str);
    let used: BTreeSet<&str> = sources.iter().flat_map(|(_, text)| literals(text)).chain(of_form).collect();
    let unused: Vec<&str> = keys().into_iter().filter(|key| !used.contains(key)).collect();
    assert!(unused.is_empty(), "in the catalogue, used nowhere: {unused:?}");
}

#[test]
fn every_key_that_is_used_is_in_the_catalogue() {
    let keys = keys();
    let calls = [".text(\"", ".count(\"", ".say(\"", ".with(\"", "fact(\"", "key: \""];
    let mut missing = Vec::new();
    let mut n_checked = 0;
    for (path, text) in sources() {
        for call in calls {
            for rest in text.split(call).skip(1) {
                let key = rest.split('"').next().unwrap_or_default();
                n_checked += 1;
                if !keys.contains(key) && !["no-such-key", "id"].contains(&key) {
                    missing.push(format!("{}: {key}", path.display()));
                }
            }
        }
    }
    assert!(n_checked > 150, "only {n_checked} keys found: the scan is broken");
    assert!(missing.is_empty(), "used, not in the catalogue: {missing:#?}");
}

/// The desk's form asks for what the table of an instrument's fields lists, under keys made of their names.
#[test]
fn every_field_of_the_form_has_its_texts() {
    let (keys, form) = (keys(), FormTexts::all());
    let missing: Vec<&String> = form.needed.iter().filter(|key| !keys.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "asked for in the form, not in the catalogue: {missing:?}");
    let n_hints = form.optional.iter().filter(|key| keys.contains(key.as_str())).count();
    assert!(form.needed.len() > 80 && n_hints > 25, "{} and {n_hints}: the form is not walked", form.needed.len());
}

/// Keys that code chooses (in a `match`) share their first word with the catalogue's.
#[test]
fn chosen_keys_are_in_the_catalogue_too() {
    let keys = keys();
    let chosen = [
        "said-",
        "trouble-",
        "confirm-",
        "stored-",
        "lists-",
        "sort-",
        "method-",
        "finding-",
        "gate-",
        "conflict-",
        "act-",
    ];
    let sources = sources();
    let missing: BTreeSet<&str> = sources
        .iter()
        .filter(|(path, _)| path.to_string_lossy().ends_with(".rs"))
        .flat_map(|(_, text)| literals(text))
        .filter(|literal| chosen.iter().any(|start| literal.starts_with(start) && literal.len() > start.len()))
        // Words of kinds of problems, which are no texts.
        .filter(|literal| !keys.contains(literal) && *literal != "method-not-allowed" && *literal != "gate-closed")
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_may_not_be_said_is_not_said() {
    let texts: String = CATALOGUE.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n");
    let texts = texts.to_lowercase();
    for banned in [
        "representative",
        "statistically significant",
        "opinion poll",
        "users",
        "engagement",
        "insights",
        "ballot paper",
    ] {
        assert!(!texts.contains(banned), "`{banned}` is in the catalogue");
    }
    assert_eq!(texts.matches("margin of error").count(), 1);
}

/// `{:?}` prints the names of our enums and the quotes of our strings. Nothing that anybody reads is made with it; what
/// is not read is here, with why.
const DEBUGGED: &[(&str, &str)] = &[
    ("canvass-store/src/archive/backup.rs", "a number with all of its digits, in a backup"),
    ("canvass-store/src/tables/comments.rs", "numbers as a JSON list, for the database"),
];

#[test]
fn nothing_that_is_read_is_printed_for_debugging() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for one in [
        "app", "charts", "counts", "demo", "domain", "edition", "formats", "pages", "results", "store", "text", "web",
        "words",
    ] {
        files_below(&root.join(format!("canvass-{one}/src")), ".rs", &mut found);
    }
    assert!(found.len() > 200, "only {} files found: the scan is broken", found.len());
    let mut strange = Vec::new();
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        let product = text.split("#[cfg(test)]").next().unwrap_or_default();
        let name = path.to_string_lossy().replace('\\', "/");
        let is_known = DEBUGGED.iter().any(|(known, _)| name.ends_with(known));
        let prints = |line: &&str| line.contains(":?}") || line.contains(":#?}");
        let lines = product.lines().filter(prints).filter(|line| !line.contains("assert"));
        strange.extend(lines.filter(|_| !is_known).map(|line| format!("{name}: {}", line.trim())));
    }
    assert!(strange.is_empty(), "{strange:#?}");
}

#[test]
fn templates_hold_no_words_of_their_own() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    files_below(&root.join("templates"), ".html", &mut found);
    assert!(found.len() > 12);
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        let bare = visible(&text);
        let words: Vec<&str> = bare.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 2).collect();
        let allowed = [
            "canvass",
            "user",
            "add",
            "name",
            "example",
            "org",
            "role",
            "editor",
            "conversation",
            "create",
            "FILE",
            "toml",
            "data",
            "DIR",
        ];
        let strange: Vec<&&str> = words.iter().filter(|word| !allowed.contains(word)).collect();
        assert!(strange.is_empty(), "{}: {strange:?}", path.display());
    }
}

/// What is left of a template without its tags, expressions and statements.
fn visible(template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(place) = rest.find(['<', '{']) {
        let (before, after) = rest.split_at(place);
        out.push_str(before);
        let end = if after.starts_with("{{") {
            after.find("}}").map(|end| end + 2)
        } else if after.starts_with("{%") {
            after.find("%}").map(|end| end + 2)
        } else {
            end_of_tag(after)
        };
        rest = &after[end.unwrap_or(after.len())..];
    }
    out.push_str(rest);
    out
}

/// A tag's attributes may hold expressions with brackets of their own.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    for (place, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '>' if depth == 0 => return Some(place + 1),
            _ => {}
        }
    }
    None
}
