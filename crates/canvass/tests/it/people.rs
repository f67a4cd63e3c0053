//! `canvass user` and `canvass audit`: the desk's acts on people, said on the command line, and every act in the log.

use crate::process::{Place, open_conversation};

#[test]
fn on_sqlite() {
    people(&Place::sqlite());
}

#[test]
fn on_postgres() {
    if let Some(place) = Place::postgres() {
        people(&place);
    }
}

fn people(place: &Place) {
    let add = |email: &str, role: &str| place.run(&["user", "add", email, "--role", role]);
    add("Ada@Example.org", "owner").out();
    add("bo@example.org", "editor").out();
    assert_eq!(place.run(&["user", "list"]).out(), "ada@example.org owner\nbo@example.org editor\n");
    place.run(&["user", "remove", "ada@example.org"]).check_refused(5, &["always be an owner"]);
    place.run(&["user", "role", "ada@example.org", "--role", "analyst"]).check_refused(5, &["always be an owner"]);
    add("ada@example.org", "analyst").check_refused(5, &["always be an owner"]);
    let changed = place.run(&["user", "role", "BO@example.org", "--role", "owner"]).out();
    assert_eq!(changed, "bo@example.org owner\n");
    place.run(&["user", "remove", "ada@example.org"]).out();
    place.run(&["user", "remove", "ada@example.org"]).check_refused(5, &["`ada@example.org`", "canvass user list"]);
    place.run(&["user", "role", "bo@example.org", "--role", "king"]).check_refused(2, &["`king`"]);
    assert_eq!(place.run(&["user", "list"]).out(), "bo@example.org owner\n");
    place.create(&open_conversation("one", 2)).out();
    let file = place.file("again.toml", &open_conversation("one", 3));
    place.run(&["conversation", "update", &file]).out();
    let out = place.folder().join("out").display().to_string();
    place.run(&["export", "--conversation", "one", "--format", "tidy", &out]).out();
    place.run(&["import", "tidy", &out, "--slug", "two"]).out();
    let log = place.run(&["audit"]).out();
    let lines: Vec<String> =
        log.lines().skip(1).map(|line| line.split(',').skip(2).collect::<Vec<_>>().join(",")).collect();
    let expected = [
        "command line,import,two,,",
        "command line,add_statement,one,statement:3,",
        "command line,revise,one,version:1,",
        "command line,create,one,,",
        "command line,remove_person,,ada@example.org,owner",
        "command line,change_role,,bo@example.org,owner",
        "command line,make_sign_in_link,,bo@example.org,",
        "command line,add_person,,bo@example.org,editor",
        "command line,make_sign_in_link,,ada@example.org,",
        "command line,add_person,,ada@example.org,owner",
    ];
    assert_eq!(lines, expected);
    assert_eq!(place.run(&["audit", "--conversation", "one"]).out().lines().count(), 4);
    place.run(&["audit", "--conversation", "three"]).check_refused(5, &["`three`"]);
}
