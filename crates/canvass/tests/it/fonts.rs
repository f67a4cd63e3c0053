//! Letters that the built-in faces lack: drawn in fonts that are named, and told by name where there are none.

use crate::process::{Place, run};
use std::fs;
use std::path::{Path, PathBuf};

const HINDI: &str = "क्या पुस्तकालय रविवार को खुले?";
const CHINESE: &str = "圖書館應該在星期日開放嗎？";
const ARABIC: &str = "هل تفتح المكتبة أبوابها يوم الأحد؟";
const HEBREW: &str = "האם הספרייה צריכה להיפתח ב-7 ביום ראשון?";

/// A font made for these tests.
fn diamonds() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fonts").display().to_string()
}

/// A set of Polis with this title.
fn set(folder: &Path, title: &str, more: &[&str]) -> String {
    let set = folder.join("set");
    let out = set.display().to_string();
    run(&[&["simulate", "--out", &out, "--format", "polis"], more].concat()).out();
    fs::write(set.join("summary.csv"), format!("topic,\"{title}\"\nurl,https://polis.example/1\n")).unwrap();
    out
}

/// What a server logs that draws the card of a conversation with this title.
fn logged(title: &str, language: &str, more: &[&str]) -> String {
    let place = Place::sqlite();
    let few = ["--participants", "9", "--statements", "6", "--votes-per-person", "5"];
    let set = set(place.folder(), title, &few);
    place.run(&["import", "polis", &set, "--slug", "t", "--language", language]).out();
    let server = place.serve(more);
    // Twice: what was told is told once.
    for path in ["/c/t/card.png", "/c/t/card.png", "/c/t/charts/map.png"] {
        let reply = server.wire().get(path).unwrap();
        assert!(reply.status == 200 && reply.body.starts_with(b"\x89PNG"), "{path}: {}", reply.status);
    }
    server.stop_and_log()
}

/// What `analyse` remarks on a report with this title, and its pictures.
fn reported(title: &str, more: &[&str]) -> (String, [Vec<u8>; 2]) {
    let folder = tempfile::tempdir().unwrap();
    let set = set(folder.path(), title, &["--preset", "planted-2"]);
    let report = folder.path().join("report");
    let ran = run(&[&["analyse", &set, "--out", &report.display().to_string()], more].concat());
    let picture = |name| fs::read(report.join("charts").join(name)).unwrap();
    (ran.err, [picture("map.png"), picture("divides.png")])
}

const TOLD: &str = "boxes for letters without type";

#[test]
fn pictures_are_drawn_in_the_fonts_of_a_folder_and_it_is_said_which_letters_there_are_none_for() {
    for (title, language, letter) in [(HINDI, "hi", 'प'), (CHINESE, "zh", '館')] {
        let log = logged(title, language, &[]);
        let line: Vec<&str> = log.lines().filter(|line| line.contains(TOLD)).collect();
        assert!(line.len() == 1 && line[0].contains(letter) && line[0].contains("--fonts"), "{log}");
        let log = logged(title, language, &["--fonts", &diamonds()]);
        assert!(!log.contains(TOLD), "{log}");
        let (told, boxes) = reported(title, &[]);
        assert!(told.contains(TOLD) && told.contains("--fonts (") && told.contains(letter), "{told}");
        let (told, drawn) = reported(title, &["--fonts", &diamonds()]);
        assert!(!told.contains(TOLD), "{told}");
        assert!(drawn[0] != boxes[0] && drawn[1] != boxes[1], "{title}");
    }
}

#[test]
fn built_in_faces_have_hebrew_and_arabic() {
    for (title, language) in [(HEBREW, "he"), (ARABIC, "ar")] {
        assert!(!logged(title, language, &[]).contains(TOLD));
        let (told, plain) = reported(title, &[]);
        assert!(!told.contains(TOLD), "{told}");
        assert_eq!(reported(title, &["--fonts", &diamonds()]).1, plain, "a font for other letters changes nothing");
    }
}

/// A font of this machine with letters of Devanagari or Chinese, to see the real thing.
fn machine_font() -> Option<PathBuf> {
    let mut folders = vec![PathBuf::from("/usr/share/fonts")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).ok().into_iter().flatten().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().to_lowercase();
            let is_one = ["devanagari", "cjk", "fallback", "wqy"].iter().any(|part| name.contains(part));
            match path.extension().and_then(|ending| ending.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some("ttf" | "otf" | "ttc") if is_one => return Some(path),
                _ => {}
            }
        }
    }
    None
}

#[test]
fn a_font_of_this_machine_serves_too() {
    let Some(font) = machine_font() else {
        println!("this machine has no font for Devanagari or Chinese; only the one made for tests was drawn with");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    fs::copy(&font, folder.path().join(font.file_name().unwrap())).unwrap();
    let folder = folder.path().display().to_string();
    let drawn = [(HINDI, "hi"), (CHINESE, "zh")]
        .map(|(title, language)| !logged(title, language, &["--fonts", &folder]).contains(TOLD));
    assert!(drawn.contains(&true), "{}", font.display());
}
