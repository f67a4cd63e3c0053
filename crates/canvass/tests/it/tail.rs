//! A database that lost its latest answers, or all of them, is not served as if nothing were missing.

use crate::http::With;
use crate::process::{Place, Server, open_conversation};
use canvass_app::Database;
use std::fs;
use std::path::PathBuf;

fn folder(place: &Place) -> PathBuf {
    let Database::Folder(folder) = &place.database else { unreachable!("a folder") };
    folder.clone()
}

fn answer(server: &Server, n: usize) {
    let mut wire = server.wire();
    for _ in 0..n {
        let with = With { json: Some("{}"), ..With::default() };
        let joined = wire.ask("POST", "/api/v1/conversations/one/participants", with).unwrap();
        let token = joined.json()["token"].as_str().unwrap().to_owned();
        let with = With { token: Some(&token), json: Some("{\"vote\": \"agree\"}"), ..With::default() };
        assert_eq!(wire.ask("PUT", "/api/v1/conversations/one/statements/1/vote", with).unwrap().status, 204);
    }
}

#[test]
fn an_older_copy_is_served_only_where_the_loss_is_accepted() {
    let place = Place::sqlite();
    place.create(&open_conversation("one", 3)).out();
    let file = folder(&place).join("canvass.sqlite");
    let server = place.serve(&[]);
    answer(&server, 3);
    assert!(server.stop().success());
    let older = fs::read(&file).unwrap();
    let server = place.serve(&[]);
    answer(&server, 51);
    assert!(server.stop().success());
    fs::write(&file, older).unwrap();
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    place.run(&serve).check_refused(4, &["canvass.tail says that it had come to", "--accept-lost-tail"]);
    place.run(&["doctor", "--rebuild"]).check_refused(4, &["canvass.tail"]);
    let looked = place.run(&["doctor", "--check"]);
    assert_eq!(looked.code, 4, "{}", looked.err);
    assert!(looked.out.contains("the latest answers are lost"), "{}", looked.out);
    let file = place.file("two.toml", &open_conversation("two", 3));
    place.run(&["conversation", "create", &file]).check_refused(4, &["canvass.tail"]);
    let server = place.serve(&["--accept-lost-tail"]);
    answer(&server, 1);
    assert!(server.stop().success());
    assert!(place.serve(&[]).stop().success(), "accepted once, and for good");
    place.run(&["doctor", "--check"]).check_agrees();
}

#[test]
fn a_missing_tail_is_a_warning_and_an_emptied_file_is_the_end() {
    let place = Place::sqlite();
    place.create(&open_conversation("one", 3)).out();
    let tail = folder(&place).join("canvass.tail");
    let text = fs::read_to_string(&tail).unwrap();
    fs::remove_file(&tail).unwrap();
    let examined = place.run(&["doctor", "--rebuild"]);
    assert!(examined.err.contains("there is no canvass.tail"), "{}", examined.err);
    assert_eq!(fs::read_to_string(&tail).unwrap(), text);
    fs::write(folder(&place).join("canvass.sqlite"), "").unwrap();
    for words in [&["serve", "--listen", "127.0.0.1:0"][..], &["doctor"], &["audit"]] {
        place.run(words).check_refused(4, &["canvass.sqlite` is empty", "restore a backup"]);
    }
}

#[test]
fn with_a_database_there_is_no_such_file_and_it_is_said() {
    let Some(place) = Place::postgres() else { return };
    place.create(&open_conversation("one", 3)).out();
    let examined = place.run(&["doctor", "--accept-lost-tail"]);
    assert!(examined.err.contains("With --database there is no canvass.tail"), "{}", examined.err);
    assert_eq!(examined.code, 0);
}
