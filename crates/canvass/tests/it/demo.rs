//! `canvass demo`: its own folder, resumed; anybody else's, refused.

use crate::process::{Place, Server, open_conversation, run};
use std::fs;
use std::net::TcpListener;
use std::path::Path;

pub(crate) fn demo(folder: &Path, more: &[&str]) -> Server {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    let folder_name = folder.display().to_string();
    let mut arguments = vec!["demo", "--data", &folder_name, "--port", &free];
    arguments.extend(more);
    Server::start(&arguments, folder.parent().unwrap())
}

fn results(server: &Server, slug: &str) -> serde_json::Value {
    server.wire().get(&format!("/api/v1/conversations/{slug}/results")).unwrap().json()
}

#[test]
fn it_fills_an_empty_folder_and_resumes_its_own() {
    let place = Place::sqlite();
    let folder = place.folder().join("demo");
    let server = demo(&folder, &[]);
    assert!(server.first_line.starts_with("Home page  http://localhost:"), "{}", server.first_line);
    let sign_in = server.ready["desk_sign_in_url"].as_str().unwrap().to_owned();
    let path = sign_in.strip_prefix(server.base_url()).unwrap();
    assert_eq!(server.wire().get(path).unwrap().status, 200);
    let states: Vec<_> = server.ready["conversations"].as_array().unwrap().iter().map(|c| c["state"].clone()).collect();
    assert_eq!(states, ["open", "draft", "closed"]);
    let slug = server.ready["conversations"][0]["slug"].as_str().unwrap().to_owned();
    let first = results(&server, &slug);
    let answers: Vec<_> =
        first["poll"]["options"].as_array().unwrap().iter().map(|option| option["n"].clone()).collect();
    assert_eq!((answers, &first["poll"]["n"]), (vec![229.into(), 810.into(), 721.into()], &1760.into()));
    server.kill();

    let other = run(&["demo", "--data", &folder.display().to_string(), "--port", "0", "--seed", "7"]);
    other.check_refused(5, &["made from seed 1", "empty folder for 7"]);
    let again = demo(&folder, &[]);
    assert_eq!(results(&again, &slug), first, "what is there stays, seed and all");
    assert_ne!(again.ready["desk_sign_in_url"].as_str().unwrap(), sign_in, "a link of its own");
    assert!(again.stop().success());
    assert!(folder.join("canvass.sqlite").exists(), "a folder given by name is never deleted");
}

#[test]
fn the_seed_decides() {
    let place = Place::sqlite();
    let hash = |name: &str, seed: &str| {
        let server = demo(&place.folder().join(name), &["--seed", seed]);
        results(&server, server.ready["conversations"][0]["slug"].as_str().unwrap())["results_hash"].clone()
    };
    let (one, same, other) = (hash("a", "3"), hash("b", "3"), hash("c", "4"));
    assert_eq!(one, same);
    assert_ne!(one, other);
}

#[test]
fn a_foreign_folder_is_refused_and_left_as_it_is() {
    let place = Place::sqlite();
    let letters = place.folder().join("letters");
    fs::create_dir(&letters).unwrap();
    fs::write(letters.join("letter.txt"), "dear reader").unwrap();
    let refused = run(&["demo", "--data", &letters.display().to_string(), "--port", "0"]);
    refused.check_refused(5, &["letters", "empty folder"]);
    assert_eq!(fs::read_dir(&letters).unwrap().count(), 1, "nothing was put there");

    place.create(&open_conversation("one", 2)).out();
    let refused = run(&["demo", "--data", &place.storage()[1], "--port", "0"]);
    refused.check_refused(5, &["not made by the demo", "empty folder"]);
    place.run(&["doctor"]).check_agrees();
    let server = place.serve(&[]);
    assert_eq!(server.ready["conversations"].as_array().unwrap().len(), 1);
}

/// Somebody's database may have no conversation yet, and is theirs all the same.
#[test]
fn a_foreign_database_without_conversations_is_refused() {
    let place = Place::sqlite();
    place.run(&["user", "add", "ada@example.org", "--role", "owner"]).out();
    let refused = run(&["demo", "--data", &place.storage()[1], "--port", "0"]);
    refused.check_refused(5, &["not made by the demo"]);
}

#[test]
fn a_taken_port_is_named() {
    let place = Place::sqlite();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let folder = place.folder().join("demo").display().to_string();
    run(&["demo", "--data", &folder, "--port", &port]).check_refused(5, &[&format!("port {port}")]);
}

/// Started twice at once, the second is told who has the folder.
#[test]
fn its_folder_is_locked_while_it_runs() {
    let place = Place::sqlite();
    let folder = place.folder().join("demo");
    let server = demo(&folder, &[]);
    let refused = run(&["demo", "--data", &folder.display().to_string(), "--port", "0"]);
    refused.check_refused(5, &[&format!("canvass demo (process {})", server.process())]);
}
