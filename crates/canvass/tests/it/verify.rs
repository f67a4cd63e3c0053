//! `canvass verify` on what the demo publishes: says what it did, and exits by kind of failure.

use crate::demo::demo;
use crate::process::{Place, run};
use serde_json::Value;
use std::fs;

/// The demo's newest edition: its bundle, and the public key beside it.
struct Published {
    place: Place,
    bundle: String,
}

impl Published {
    fn of_demo() -> Self {
        let place = Place::sqlite();
        let server = demo(&place.folder().join("demo"), &[]);
        let editions = server.ready["editions"].as_array().unwrap().clone();
        let ids: Vec<&str> = editions.iter().map(|edition| edition["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["right-care-right-person-closed-1", "right-care-right-person-closed-2"]);
        for edition in &editions {
            let path = edition["url"].as_str().unwrap().strip_prefix(server.base_url()).unwrap();
            assert_eq!(server.wire().get(path).unwrap().status, 200, "{path}");
        }
        let get = |path: &str| server.wire().get(path).unwrap().text();
        let bundle = get(&format!("/take/{}/bundle", ids[1]));
        place.file("key", &get("/.well-known/canvass-key"));
        assert!(server.stop().success());
        Self { place, bundle }
    }

    /// Runs `verify` on the bundle as it is changed.
    fn verify(&self, change: impl Fn(&mut Value), more: &[&str]) -> crate::process::Ran {
        let mut bundle: Value = serde_json::from_str(&self.bundle).unwrap();
        change(&mut bundle);
        // Keys are sorted and numbers as short as can be: this is the canonical form.
        self.verify_text(&canvass_results::canonical_json(&bundle).unwrap(), more)
    }

    fn verify_text(&self, text: &str, more: &[&str]) -> crate::process::Ran {
        let file = self.place.file("bundle.json", text);
        let mut arguments = vec!["verify", file.as_str()];
        arguments.extend(more);
        run(&arguments)
    }

    fn key(&self) -> String {
        self.place.folder().join("key").display().to_string()
    }
}

#[test]
fn an_edition_names_the_program_that_made_it() {
    let published = Published::of_demo();
    let bundle: Value = serde_json::from_str(&published.bundle).unwrap();
    let software = &bundle["edition"]["software"];
    let named = format!("{} {}\n", software["name"].as_str().unwrap(), software["version"].as_str().unwrap());
    assert_eq!(named, run(&["--version"]).out());
    let Some(commit) = commit_of_this_checkout() else {
        return eprintln!("skipped: this is no git checkout, so the version has no commit");
    };
    assert!(named.contains(&format!("+{commit}")), "{named} is not of {commit}");
}

fn commit_of_this_checkout() -> Option<String> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    std::path::Path::new(root).join(".git").exists().then_some(())?;
    let ran = std::process::Command::new("git").args(["-C", root, "rev-parse", "--short=12", "HEAD"]).output().ok()?;
    ran.status.success().then(|| String::from_utf8_lossy(&ran.stdout).trim().to_owned())
}

#[test]
fn it_says_what_it_did_and_exits_by_kind_of_failure() {
    let published = Published::of_demo();
    let key = published.key();
    let said = published.verify(|_| (), &["--key", &key]).out();
    for part in [
        "recomputed  results: poll",
        "recomputed  figure {poll.option.2.share} = 46%",
        "attested    figure {figure.",
        "attested    who is in which group",
        "right-care-right-person-closed-2: intact, and signed by the publisher",
    ] {
        assert!(said.contains(part), "no `{part}` in\n{said}");
    }
    let said = published.verify(|_| (), &["--brief"]).out();
    assert!(said.contains("intact, publisher not checked") && !said.contains("figure {"), "{said}");

    let redacted = published.verify(
        |bundle| {
            bundle["quotes"].as_object_mut().unwrap().remove("1");
        },
        &["--key", &key],
    );
    assert!(redacted.out().contains("redacted    quote 1"));

    let other_key = published.place.file("other", &"1".repeat(64));
    let as_they_are = |_: &mut Value| ();
    published.verify(as_they_are, &["--key", &other_key]).check_refused(13, &["another key"]);
    published.verify(as_they_are, &["--private"]).check_refused(18, &["whole log"]);
    let check =
        |code: i32, change: &dyn Fn(&mut Value)| published.verify(change, &["--brief"]).check_refused(code, &[]);
    check(11, &|bundle| bundle["edition"]["results"]["poll"]["options"][0]["n"] = 230.into());
    check(12, &|bundle| bundle["signature"]["value"] = "00".into());
    check(14, &|bundle| {
        bundle["votes"]["rows"].as_array_mut().unwrap().pop();
    });
    check(16, &|bundle| bundle["quotes"]["1"]["quoted"]["text"] = "Something else.".into());
    check(10, &|bundle| bundle["more"] = 1.into());
    published.verify_text(&format!("{} ", published.bundle), &[]).check_refused(10, &["bundle.json"]);
    published.verify_text("no bundle", &[]).check_refused(10, &["bundle.json"]);
    run(&["verify", "/nowhere/at-all.json"]).check_refused(3, &["/nowhere/at-all.json"]);
    let long_key = published.place.file("long", &"1".repeat(5_000));
    published.verify(as_they_are, &["--key", &long_key]).check_refused(3, &["4096 bytes"]);
    assert!(fs::metadata(&long_key).is_ok());
}
