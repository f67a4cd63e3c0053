//! The small inputs that once failed, as they are handed over: each line of their README, with the built binary. What
//! takes a browser, or the desk's forms, has its own test beside it and is named here.

use crate::http::With;
use crate::process::{Place, Ran, Server, run};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Every input, with the test that holds its line of the README.
const INPUTS: [(&str, &str); 18] = [
    ("bidi-texts.json", "names_keep_their_direction; texts.test.mjs"),
    ("closes-in-summer.toml", "conversation_files_are_taken_or_refused"),
    ("duplicate-statement-pairs.json", "invisible_and_repeated_texts_are_refused"),
    ("elsewhere-cp1252.csv", "canvass-web uploads_in_another_encoding_are_refused_with_line_and_likely_encoding"),
    ("hebrew-question.toml", "conversation_files_are_taken_or_refused; texts.test.mjs"),
    ("invisible-statements.json", "invisible_and_repeated_texts_are_refused"),
    ("option-is-a-long-address.toml", "conversation_files_are_taken_or_refused; texts.test.mjs"),
    ("options-that-look-alike.toml", "conversation_files_are_taken_or_refused"),
    ("polis-download-names", "sets_say_the_same_whoever_wrote_them"),
    ("polis-excel-TRUE-FALSE", "sets_say_the_same_whoever_wrote_them"),
    ("polis-one-person-group", "nobody_is_a_group"),
    ("polis-pandas-floats", "sets_say_the_same_whoever_wrote_them"),
    ("polis-semicolons", "sets_say_the_same_whoever_wrote_them"),
    ("polis-strict-unmoderated", "what_nobody_approved_is_held"),
    ("polis-trailing-empty-columns-comments", "sets_say_the_same_whoever_wrote_them"),
    ("same-answer-about-reader.toml", "conversation_files_are_taken_or_refused"),
    ("seed-lines-from-spreadsheet.txt", "canvass-web statements_from_a_spreadsheet_are_shown_before_they_are_kept"),
    ("vertical-tab-in-title.toml", "conversation_files_are_taken_or_refused"),
];

/// The folder of inputs, where there is one.
fn found() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("CANVASS_SHARED").map_or(beside, PathBuf::from).join("data/found");
    if folder.is_dir() {
        return Some(folder);
    }
    let is_required = std::env::var_os("CANVASS_REQUIRE_DATA").is_some_and(|value| value == "1");
    assert!(!is_required, "the inputs are missing: {}", folder.display());
    println!("the inputs are not here; nothing was tested: {}", folder.display());
    None
}

#[test]
fn every_input_has_its_test() {
    let Some(folder) = found() else { return };
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name != "README.md");
    names.sort();
    assert_eq!(names, INPUTS.map(|(name, _)| name));
}

fn analysed(folder: &Path, name: &str) -> (Value, String) {
    let Ran { code, out, err } = run(&["analyse", &folder.join(name).display().to_string(), "--json", "-"]);
    assert_eq!(code, 0, "{name}: {err}");
    (serde_json::from_str(&out).unwrap(), err)
}

#[test]
fn sets_say_the_same_whoever_wrote_them() {
    let Some(folder) = found() else { return };
    let (plain, _) = analysed(&folder, "polis-download-names");
    assert_eq!((&plain["counts"]["participants"], &plain["title"]), (&Value::from(24), &Value::from("Sunday opening")));
    assert!(plain["results_hash"].is_string());
    for name in ["polis-pandas-floats", "polis-trailing-empty-columns-comments"] {
        assert_eq!(analysed(&folder, name).0["results_hash"], plain["results_hash"], "{name}");
    }
    // This one says on top that the organiser put the statements in, which changes no result.
    let (excel, _) = analysed(&folder, "polis-excel-TRUE-FALSE");
    assert_eq!(excel["results_hash"], plain["results_hash"]);
    assert_eq!(
        (&excel["statements"][0]["origin"], &plain["statements"][0]["origin"]),
        (&"organiser".into(), &"participant".into())
    );
    let (semicolons, told) = analysed(&folder, "polis-semicolons");
    assert_eq!(semicolons["counts"], plain["counts"]);
    assert_eq!(semicolons["groups"], plain["groups"]);
    assert!(told.contains("separated by semicolons"), "{told}");
    let (_, told) = analysed(&folder, "polis-trailing-empty-columns-comments");
    assert!(told.contains("empty columns"), "{told}");
    // `import` takes what `analyse` takes, and says the same.
    let place = Place::sqlite();
    let names = INPUTS.map(|(name, _)| name).into_iter().filter(|name| name.starts_with("polis-"));
    let slugs: Vec<(String, &str)> = names
        .map(|name| {
            let slug = name.to_ascii_lowercase();
            let set = folder.join(name).display().to_string();
            (place.run(&["import", "polis", &set, "--slug", &slug]).out(), name)
        })
        .collect();
    let server = place.serve(&[]);
    for (slug, name) in slugs {
        let results = server.wire().get(&format!("/api/v1/conversations/{}/results", slug.trim())).unwrap().json();
        assert_eq!(results["results_hash"], analysed(&folder, name).0["results_hash"], "{name}");
    }
}

#[test]
fn what_nobody_approved_is_held() {
    let Some(folder) = found() else { return };
    let (results, told) = analysed(&folder, "polis-strict-unmoderated");
    let held: Vec<&Value> =
        results["statements"].as_array().unwrap().iter().filter(|one| one["state"] == "held").collect();
    assert_eq!(held.len(), 3);
    assert!(held.iter().all(|one| one["text"].is_null() && one["agree"] == 1), "{held:?}");
    assert!(told.contains("--unmoderated accept"), "{told}");
}

#[test]
fn nobody_is_a_group() {
    let Some(folder) = found() else { return };
    let (results, _) = analysed(&folder, "polis-one-person-group");
    let groups = results["groups"].as_array().unwrap();
    assert!(groups.iter().all(|group| group["n"].as_u64().unwrap() >= 5), "{groups:?}");
    assert_eq!(groups.len(), 1, "{groups:?}");
    // Nobody's ballot can be read: who disagrees with everything stands in a count of sixteen.
    for statement in results["statements"].as_array().unwrap() {
        for group in statement["by_group"].as_array().unwrap() {
            let n: u64 = ["agree", "disagree", "unsure"].iter().map(|key| group[key].as_u64().unwrap()).sum();
            assert!(n >= 5, "{statement}");
        }
    }
    let report = tempfile::tempdir().unwrap();
    let out = report.path().join("report");
    let set = folder.join("polis-one-person-group").display().to_string();
    run(&["analyse", &set, "--out", &out.display().to_string()]).out();
    let page = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(!page.contains("id=\"asked\""), "nothing is known of what was asked");
    assert!(
        !page.contains("id=\"divides-plot\"") && !out.join("charts/divides.svg").exists(),
        "one group parts on nothing"
    );
}

/// A file of the folder, opened as soon as a server sees it.
fn opened(folder: &Path, name: &str) -> String {
    let text = fs::read_to_string(folder.join(name)).unwrap();
    text.replacen("gate = ", "opens_at = 2025-07-07T09:00:00+01:00\ngate = ", 1)
}

#[test]
fn conversation_files_are_taken_or_refused() {
    let Some(folder) = found() else { return };
    let refused = |name: &str, said: &[&str]| {
        let place = Place::sqlite();
        place.run(&["conversation", "create", &folder.join(name).display().to_string()]).check_refused(3, said);
    };
    refused("options-that-look-alike.toml", &["`Yes  please`", "looks the same as answer 1, `Yes please`"]);
    refused("same-answer-about-reader.toml", &["answer 2, `Weekly`, looks the same as answer 1, `Weekly`"]);
    refused("vertical-tab-in-title.toml", &["`title`", "U+000B"]);
    let shown = |name: &str| {
        let place = Place::sqlite();
        place.create(&opened(&folder, name)).out();
        let server = place.serve(&[]);
        let reply = server.wire().get("/c/t").unwrap();
        assert_eq!(reply.status, 200, "{name}");
        reply.text()
    };
    let summer = shown("closes-in-summer.toml");
    assert!(summer.contains("22:00 (UK time)") && !summer.contains("21:00"), "{summer}");
    // Read from right to left where it stands, and on the card (see `fonts.rs`).
    let hebrew = shown("hebrew-question.toml");
    let (_, heading) = hebrew.split_once("<h1").unwrap();
    assert!(heading.starts_with(" lang=\"he\" dir=\"auto\">האם"), "{}", heading.chars().take(80).collect::<String>());
    assert!(shown("option-is-a-long-address.toml").contains("right-care-right-person/annex-b"));
}

/// An open conversation with comments, and somebody who answers.
fn asked(place: &Place) -> (Server, String) {
    let toml = crate::process::open_conversation("t", 3);
    let with = "gate = \"always\"\nnew_statements = \"show\"\ncomments = \"show\"\n";
    place.create(&toml.replacen("gate = \"always\"\n", with, 1)).out();
    let server = place.serve(&[]);
    let joined = With { json: Some("{}"), ..With::default() };
    let joined = server.wire().ask("POST", "/api/v1/conversations/t/participants", joined).unwrap().json();
    let token = joined["token"].as_str().unwrap().to_owned();
    (server, token)
}

fn post(server: &Server, token: &str, what: &str, body: &Value) -> u16 {
    let json = body.to_string();
    let with = With { json: Some(&json), token: Some(token), ..With::default() };
    server.wire().ask("POST", &format!("/api/v1/conversations/t/{what}"), with).unwrap().status
}

fn read(folder: &Path, name: &str) -> Value {
    serde_json::from_slice(&fs::read(folder.join(name)).unwrap()).unwrap()
}

#[test]
fn invisible_and_repeated_texts_are_refused() {
    let Some(folder) = found() else { return };
    let place = Place::sqlite();
    let (server, token) = asked(&place);
    for (what, text) in read(&folder, "invisible-statements.json").as_object().unwrap() {
        let comment = serde_json::json!({"text": text, "quote": "no"});
        let named = serde_json::json!({"text": "Said.", "quote": "name", "name": text});
        for (kind, body) in
            [("statements", &serde_json::json!({"text": text})), ("comments", &comment), ("comments", &named)]
        {
            assert_eq!(post(&server, &token, kind, body), 422, "{what} as {kind}");
        }
        let option = format!(
            "slug = \"u\"\ntitle = \"A\"\nlanguage = \"en\"\n[poll]\nquestion = \"Q\"\n[[poll.option]]\ntext = {text}\n[[poll.option]]\ntext = \"No\"\n"
        );
        let refused = Place::sqlite();
        refused.create(&option).check_refused(3, &["`poll.option[1].text`"]);
    }
    for (place, pair) in read(&folder, "duplicate-statement-pairs.json").as_array().unwrap().iter().enumerate() {
        let [first, second] = [0, 1].map(|at| serde_json::json!({"text": pair[at]}));
        // The first of the second pair is that of the first.
        assert_eq!(post(&server, &token, "statements", &first), if place == 0 { 201 } else { 409 }, "{first}");
        assert_eq!(post(&server, &token, "statements", &second), 409, "{second}");
    }
}

#[test]
fn names_keep_their_direction() {
    let Some(folder) = found() else { return };
    let place = Place::sqlite();
    let (server, token) = asked(&place);
    let texts = read(&folder, "bidi-texts.json");
    for (n, name) in texts.as_object().unwrap().values().enumerate() {
        let body = serde_json::json!({"text": format!("Said {n}."), "quote": "name", "name": name});
        assert_eq!(post(&server, &token, "comments", &body), 201, "{name}");
    }
    let cookie = With { cookie: Some(&token), ..With::default() };
    let page = server.wire().ask("GET", "/c/t/comments", cookie).unwrap().text();
    for name in ["Ada ihsoM", "שרה"] {
        assert!(page.contains(&format!("<bdi>{name}</bdi>")), "{name}: {page}");
    }
    assert!(!page.contains('\u{202e}'));
}
