//! `canvass analyse`: results of a folder, without a server.

use crate::files::open_sets;
use crate::process::{Place, run};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn simulated(folder: &Path, format: &str, preset: &str) -> PathBuf {
    let out = folder.join(format!("{preset}-{format}"));
    run(&["simulate", "--out", &text(&out), "--format", format, "--preset", preset]).out();
    out
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn without_flags_it_says_what_came_out() {
    let folder = tempfile::tempdir().unwrap();
    let set = simulated(folder.path(), "polis", "planted-3");
    let said = run(&["analyse", &text(&set)]).out();
    let lead = "The method sorts these 957 people into 3 groups; it does so with votes given at random too. ";
    assert!(said.contains(lead), "{said}");
    for part in [
        "synthetic",
        "The groups differ most clearly on “",
        "Group 1: ",
        "  - “Statement ",
        "could be compared across groups",
    ] {
        assert!(said.contains(part), "no `{part}` in\n{said}");
    }
}

/// Fifteen people agree with all eight statements, and one disagrees with all.
fn one_against_fifteen(folder: &Path) -> PathBuf {
    let set = folder.join("one-against-fifteen");
    fs::create_dir(&set).unwrap();
    let votes = (0..16).flat_map(|who| (0..8).map(move |what| (who, what)));
    let line = |(who, what): (u32, u32)| {
        let (at, vote) = (1_760_000_000 + who * 8 + what, if who == 15 { -1 } else { 1 });
        format!("{at},x,{what},{who},{vote}\n")
    };
    let votes = format!("timestamp,datetime,comment-id,voter-id,vote\n{}", votes.map(line).collect::<String>());
    fs::write(set.join("votes.csv"), votes).unwrap();
    let comment = |what: u32| format!("1760000000,x,{what},0,15,1,1,Statement number {what} of eight\n");
    let head = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n";
    fs::write(set.join("comments.csv"), format!("{head}{}", (0..8).map(comment).collect::<String>())).unwrap();
    set
}

#[test]
fn one_person_is_no_group_and_the_report_says_what_polis_would_show() {
    let folder = tempfile::tempdir().unwrap();
    let set = text(&one_against_fifteen(folder.path()));
    let said = run(&["analyse", &set]).out();
    assert!(said.contains("The 16 people on the map do not sort into clear groups."), "{said}");
    assert!(said.contains("Polis would show k = 2: at least one of those groups has fewer than 5 people."), "{said}");
    let document: Value = serde_json::from_str(&run(&["analyse", &set, "--json", "-"]).out()).unwrap();
    let sizes: Vec<u64> =
        document["groups"].as_array().unwrap().iter().map(|group| group["n"].as_u64().unwrap()).collect();
    assert_eq!((sizes, &document["method_version"]), (vec![16], &Value::from(2)));
    let polis: Value = serde_json::from_str(&run(&["analyse", &set, "--pca2", "-"]).out()).unwrap();
    assert_eq!(polis["group-clusters"].as_array().unwrap().len(), 2, "Polis's own shape stays Polis's own");
}

#[test]
fn statements_of_a_large_sparse_conversation_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let set = text(&simulated(folder.path(), "polis", "sparse"));
    let said = run(&["analyse", &set]).out();
    assert!(!said.contains("No statement"), "something can be said:\n{said}");
    let document: Value = serde_json::from_str(&run(&["analyse", &set, "--json", "-"]).out()).unwrap();
    assert!(!document["divisive"].as_array().unwrap().is_empty());
    assert_eq!(document["rules"], 1);
}

#[test]
fn the_document_is_the_one_a_server_gives() {
    let folder = tempfile::tempdir().unwrap();
    let set = simulated(folder.path(), "tidy", "planted-2");
    let document = folder.path().join("results.json");
    run(&["analyse", &text(&set), "--json", &text(&document)]).out();
    let ours = json(&document);
    let place = Place::sqlite();
    let slug = place.run(&["import", "tidy", &text(&set)]).out();
    let server = place.serve(&[]);
    let theirs = server.wire().get(&format!("/api/v1/conversations/{}/results", slug.trim())).unwrap().json();
    assert_eq!(ours["method"], "polis");
    assert!(ours["results_hash"].is_string());
    assert_eq!(ours["results_hash"], theirs["results_hash"]);
    assert_eq!(ours["groups"], theirs["groups"]);
    assert!(server.stop().success());
    let printed = run(&["analyse", &text(&set), "--json", "-"]).out();
    assert!(serde_json::from_str::<Value>(&printed).unwrap() == ours);
}

#[test]
fn the_report_needs_nothing_but_itself() {
    let folder = tempfile::tempdir().unwrap();
    let set = simulated(folder.path(), "tidy", "planted-3");
    let report = folder.path().join("report");
    // What is there from an earlier report is replaced.
    for _ in 0..2 {
        assert_eq!(run(&["analyse", &text(&set), "--out", &text(&report)]).out(), "");
    }
    let page = fs::read_to_string(report.join("index.html")).unwrap();
    for (start, _) in page.match_indices("href=\"").chain(page.match_indices("src=\"")) {
        let address = page[start..].split('"').nth(1).unwrap();
        let is_here = address.starts_with('#') || report.join(address).is_file();
        assert!(is_here, "the report leads to `{address}`");
    }
    assert!(!page.contains("<script ") && !page.contains("<form") && !page.contains("@import"));
    assert_eq!(page.matches("<tr data-at=").count(), 60, "every statement is in the table");
    for chart in ["map", "divides"] {
        assert!(fs::read(report.join(format!("charts/{chart}.png"))).unwrap().starts_with(b"\x89PNG"));
        assert!(fs::read_to_string(report.join(format!("charts/{chart}.svg"))).unwrap().starts_with("<svg"));
    }
    assert_eq!(fs::read_dir(report.join("charts")).unwrap().count(), 4);
}

/// What stands between two marks of a page.
fn part<'p>(page: &'p str, from: &str, to: &str) -> &'p str {
    let (_, rest) = page.split_once(from).unwrap_or_else(|| panic!("no `{from}`"));
    rest.split_once(to).unwrap().0
}

#[test]
fn the_report_says_how_far_apart_the_groups_are_on_every_statement() {
    let folder = tempfile::tempdir().unwrap();
    let set = simulated(folder.path(), "polis", "planted-3");
    let (report, document) = (folder.path().join("report"), folder.path().join("results.json"));
    run(&["analyse", &text(&set), "--out", &text(&report), "--json", &text(&document)]).out();
    let page = fs::read_to_string(report.join("index.html")).unwrap();
    let section = part(&page, "<section id=\"divides-plot\"", "</section>");
    let rows: Vec<&str> = section.split("<tr><td class=\"num\">").skip(1).collect();
    assert_eq!(rows.len(), 60);
    assert_eq!(section.matches("<circle").count(), 2 * 60, "one dot a statement, for a phone and for a desk");
    let points: Vec<f64> =
        rows.iter().map(|row| part(row, "</th><td class=\"num\">", "</td>").parse().unwrap()).collect();
    assert!(points.windows(2).all(|pair| pair[0] >= pair[1]), "{points:?}");
    // The same by hand: one more on each side, the two groups furthest apart on a side.
    let results = json(&document);
    for (row, told) in rows.iter().zip(&points) {
        let id: u64 = row.split('<').next().unwrap().parse().unwrap();
        let statement = results["statements"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
        let shares: Vec<[f64; 2]> = statement["by_group"]
            .as_array()
            .unwrap()
            .iter()
            .map(|group| {
                let [agree, disagree, unsure] = ["agree", "disagree", "unsure"].map(|key| group[key].as_f64().unwrap());
                [agree, disagree].map(|n| (n + 1.0) / (agree + disagree + unsure + 2.0))
            })
            .collect();
        let gap = |side: usize| {
            let all = || shares.iter().map(|share| share[side]);
            all().fold(0.0, f64::max) - all().fold(1.0, f64::min)
        };
        let expected = gap(0).max(gap(1)) * 100.0;
        assert!((expected - told).abs() < 0.1 + 1e-9, "{id}: {expected} is told as {told}");
    }
    // Those that divide most are told to whoever hears the drawing, and stand in the file as well.
    let first = rows[0].split('<').next().unwrap();
    let svg = fs::read_to_string(report.join("charts/divides.svg")).unwrap();
    for drawing in [section, &svg] {
        assert!(drawing.contains(&format!("statement {first}, “")), "{drawing}");
    }
    assert_eq!(svg.matches("<circle").count(), 60);
}

#[test]
fn the_report_says_what_was_asked_who_voted_and_when() {
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("set");
    fs::create_dir(&set).unwrap();
    let summary =
        "topic,\"Sunday\nopening\"\nurl,https://polis.example/1\nconversation-description,\"Should it open?\"\n";
    fs::write(set.join("summary.csv"), summary).unwrap();
    let (mut comments, mut votes) = (
        "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n".to_owned(),
        "timestamp,comment-id,voter-id,vote\n".to_owned(),
    );
    for id in 0..8 {
        comments.push_str(&format!("1690000000,{id},0,0,0,1,\"First line {id}\n\nsecond line\"\n"));
        for person in 0..20 {
            let side = if (person < 10) == (id < 4) || id == 7 { 1 } else { -1 };
            // Two days, half of the people on each; the first person voted on both.
            let at = 1_690_000_000 + if person >= 10 || (person == 0 && id == 0) { 86_400 } else { 0 };
            votes.push_str(&format!("{at},{id},{person},{side}\n"));
        }
    }
    fs::write(set.join("comments.csv"), comments).unwrap();
    fs::write(set.join("votes.csv"), votes).unwrap();
    let report = folder.path().join("report");
    run(&["analyse", &text(&set), "--out", &text(&report)]).out();
    let page = fs::read_to_string(report.join("index.html")).unwrap();
    let main = part(&page, "<main", "</main>");
    assert!(part(main, "<h1", "</h1>").ends_with("Sunday opening"), "{}", part(main, "<h1", "</h1>"));
    assert!(part(main, "<section id=\"asked\"", "</section>").contains("Should it open?"));
    let majority = part(main, "<section id=\"majority\"", "</section>");
    assert!(majority.contains("First line 7 second line"), "{majority}");
    let people = part(main, "<section id=\"per-person\"", "</section>");
    assert!(people.contains("<th scope=\"row\">5–9</th><td class=\"num\">20</td>"), "{people}");
    let by_time = part(main, "<section id=\"by-time\"", "</section>");
    for (day, people, votes) in [("2023-07-22", 10, 79), ("2023-07-23", 11, 81)] {
        let row = format!("<th scope=\"row\">{day}</th><td class=\"num\">{people}</td><td class=\"num\">{votes}</td>");
        assert!(by_time.contains(&row), "{by_time}");
    }
    // Statements are on one line wherever they stand, drawings included.
    assert!(!page.contains("\n\nsecond") && page.matches("First line 3 second line").count() >= 2);
    for chart in ["map", "divides"] {
        let svg = fs::read_to_string(report.join(format!("charts/{chart}.svg"))).unwrap();
        assert!(!svg.contains("second line\n") && !svg.contains(", <") && !svg.contains("read at"), "{svg}");
    }
}

#[test]
fn a_folder_that_somebody_filled_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let set = simulated(folder.path(), "polis", "planted-2");
    let full = folder.path().join("full");
    fs::create_dir(&full).unwrap();
    fs::write(full.join("mine.txt"), "mine").unwrap();
    run(&["analyse", &text(&set), "--out", &text(&full)]).check_refused(5, &["holds files that no export wrote"]);
    assert_eq!(fs::read_dir(&full).unwrap().count(), 1);
}

#[test]
fn what_it_cannot_do_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let few = folder.path().join("few");
    let simulate = ["simulate", "--out", &text(&few), "--format", "polis", "--participants", "9", "--statements", "6"];
    run(&[&simulate[..], &["--votes-per-person", "5"]].concat()).out();
    let said = run(&["analyse", &text(&few)]).out();
    assert!(said.contains("15 people"), "{said}");
    run(&["analyse", &text(&few), "--pca2", "-"]).check_refused(5, &["too few answers"]);
    run(&["analyse", &text(&few), "--pca2", "-", "--json", "-"]).check_refused(2, &["only one"]);
    run(&["analyse", &text(&few), "--method", "canvass"]).check_refused(2, &["polis"]);
    run(&["analyse", &text(folder.path())]).check_refused(3, &["comments.csv"]);
}

#[test]
fn the_map_of_a_real_set_is_in_the_shape_and_sign_of_polis() {
    let Some(sets) = open_sets() else { return };
    let printed = run(&["analyse", &text(&sets.join("vtaiwan.uberx")), "--pca2", "-"]).out();
    let map: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((map["n"].as_u64(), map["n-cmts"].as_u64()), (Some(1_921), Some(197)));
    assert_eq!(map["pca"]["comps"][1].as_array().unwrap().len(), 197);
    assert_eq!(map["mod-out"].as_array().unwrap().len(), 78);
    let n: u64 = map["base-clusters"]["count"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).sum();
    assert_eq!(n, map["in-conv"].as_array().unwrap().len() as u64);
    // Statement 16 ("it should have insurance for passengers") has 689 agreeing and 35 against: agree is -1.
    let place = map["tids"].as_array().unwrap().iter().position(|tid| tid == 16).unwrap();
    let centre = map["pca"]["center"][place].as_f64().unwrap();
    assert!((centre - (35.0 - 689.0) / 770.0).abs() < 1e-12, "{centre}");
}

/// Twenty-four people of whom age parts most: the first statement, marked as Polis marks it or not.
fn policing(folder: &Path, is_meta: &str) -> PathBuf {
    let out = folder.join(format!("policing-{is_meta}"));
    fs::create_dir(&out).unwrap();
    let mut comments =
        "timestamp,comment-id,author-id,agrees,disagrees,moderated,is-meta,is-seed,comment-body\n".to_owned();
    let mut votes = "timestamp,comment-id,voter-id,vote\n".to_owned();
    for id in 0..12 {
        let (text, flag) =
            if id == 0 { ("I am between 20 and 25 years old", is_meta) } else { ("About policing", "FALSE") };
        comments.push_str(&format!("1690000000,{id},0,0,0,1,{flag},TRUE,\"{text} {id}\"\n"));
        for person in 1..=24 {
            let by_topic = (person <= 12) == (id % 2 == 0) || (person * 7 + id * 5) % 11 == 0;
            let agrees = if id == 0 { person % 2 == 0 } else { by_topic };
            votes.push_str(&format!("1690001000,{id},{person},{}\n", if agrees { 1 } else { -1 }));
        }
    }
    fs::write(out.join("comments.csv"), comments).unwrap();
    fs::write(out.join("votes.csv"), votes).unwrap();
    out
}

#[test]
fn statements_about_the_readers_stand_apart_and_come_through_every_file_set() {
    let folder = tempfile::tempdir().unwrap();
    let age = "I am between 20 and 25 years old 0";
    let plain = run(&["analyse", &text(&policing(folder.path(), "FALSE"))]).out();
    assert!(plain.contains(age) && !plain.contains("What readers said about themselves"), "{plain}");
    let set = policing(folder.path(), "TRUE");
    let (document, pca2) = (folder.path().join("results.json"), folder.path().join("pca2.json"));
    let said = run(&["analyse", &text(&set)]).out();
    let (before, apart) = said.split_once("What readers said about themselves").unwrap();
    assert!(!before.contains(age) && apart.contains(age), "{said}");
    run(&["analyse", &text(&set), "--json", &text(&document), "--pca2", &text(&pca2)]).out();
    let (ours, math) = (json(&document), json(&pca2));
    assert_eq!((&math["meta-tids"], &math["mod-out"]), (&serde_json::json!([0]), &serde_json::json!([0])));
    assert_eq!(math["comment-priorities"]["0"], 49.0);
    assert_eq!(ours["counts"]["statements_meta"], 1);
    let place = Place::sqlite();
    let slug = place.run(&["import", "polis", &text(&set)]).out();
    for form in ["polis", "tidy"] {
        let out = folder.path().join(form);
        place.run(&["export", "--conversation", slug.trim(), "--format", form, &text(&out)]).out();
        run(&["analyse", &text(&out), "--json", &text(&document)]).out();
        let again = json(&document);
        for section in ["counts", "statements", "shared", "divisive", "unsure", "representative", "groups", "map"] {
            assert_eq!(again[section], ours[section], "{form}: {section}");
        }
    }
}
