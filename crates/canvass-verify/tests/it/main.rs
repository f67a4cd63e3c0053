//! The program on editions that were published by the first version, and on what is none.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::path::PathBuf;
use std::process::{Command, Output};

/// Kept for good, as whoever published has it.
fn kept(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../canvass-web/tests/it/bundles").join(name)
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_canvass-verify")).args(arguments).output().unwrap()
}

fn check(arguments: &[&str], code: i32, said: &str) {
    let ran = run(arguments);
    let all = [ran.stdout, ran.stderr].concat();
    let all = String::from_utf8_lossy(&all);
    assert_eq!(ran.status.code(), Some(code), "{arguments:?}: {all}");
    assert!(all.contains(said), "{arguments:?} does not say `{said}`: {all}");
}

#[test]
fn an_edition_is_checked_without_the_server_that_made_it() {
    let (public, private, key) = (kept("edition-1-public.json"), kept("edition-1-private.json"), kept("edition-1.key"));
    let [public, private, key] = [&public, &private, &key].map(|path| path.to_str().unwrap());
    check(&[public], 0, "intact, publisher not checked");
    check(&[public], 0, "It was signed by the key");
    check(&[public, "--key", key], 0, "intact, and signed by the publisher");
    check(&[private, "--private", "--brief"], 0, "recomputed");
    check(&[public, "--private"], 18, "the whole log is missing");
}

#[test]
fn what_is_wrong_is_said_by_words_and_code() {
    let public = std::fs::read_to_string(kept("edition-1-public.json")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let spaced = file("spaced.json", &public.replacen(':', ": ", 1));
    check(&[&spaced], 10, "is not in its canonical form");
    let other = file("other.key", &"0".repeat(64));
    check(&[kept("edition-1-public.json").to_str().unwrap(), "--key", &other], 13, "error: ");
    check(&[folder.path().join("nothing.json").to_str().unwrap()], 3, "nothing.json");
    check(&["--no-such-thing"], 2, "unexpected argument");
}
