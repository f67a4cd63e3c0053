//! A conversation file as the desk's form takes it.

use canvass_app::desk::{blank_manuscript, from_file, read_manuscript};

#[test]
fn a_file_fills_the_form_and_reads_back_without_a_problem() {
    let typed = from_file("title = \"Night bus\"\ngate = \"sealed\"\n[[statement]]\ntext = \"One.\"\n").unwrap();
    assert_eq!((typed.get("slug"), typed.get("gate"), typed.get("statement")), ("night-bus", "sealed", "One."));
    assert_eq!(read_manuscript(&typed).problems, []);
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_line() {
    let said = |text| from_file(text).unwrap_err();
    assert!(said("title = \"T\"\nmystery = 1").starts_with("The file, line 2: `mystery` is not known"));
    assert!(said("title = ").contains("line 1"));
    assert!(said(&"#".repeat(1_000_001)).contains("at most 1000000"));
}

#[test]
fn an_empty_form_lacks_a_headline_only() {
    let mut blank = blank_manuscript();
    blank.drop_blank_rows();
    let problems = read_manuscript(&blank).problems;
    assert_eq!(problems.iter().map(|problem| problem.place.as_str()).collect::<Vec<_>>(), ["title"]);
}
