//! What prose refers to by key: groups by the number that people read, or by the letter of files.

use crate::map::{example, results};
use canvass_domain::Instrument;
use canvass_edition::{CommentCounts, Facts, ModerationCounts, NoFact, Spread, ThemeRecord};
use std::collections::BTreeMap;

/// Asks for facts of results whose groups have the ids 0 and 2: A and C in files, 1 and 2 for people.
fn with_facts<T>(ask: impl FnOnce(&Facts<'_>) -> T) -> T {
    let results = results(example());
    let spread = Spread { authors: Some(12), by_group: BTreeMap::from([(2, 7)]), ..Spread::default() };
    let theme = ThemeRecord {
        name: "Noise".to_owned(),
        words: Vec::new(),
        comments: Vec::new(),
        statements: Vec::new(),
        elsewhere: Vec::new(),
        spread,
    };
    let instrument = Instrument { language: "en".to_owned(), ..Instrument::default() };
    let facts = Facts {
        results: &results,
        instrument: &instrument,
        moderation: &ModerationCounts::default(),
        comments: CommentCounts::default(),
        themes: &[theme],
        times: (None, None),
        who: "",
    };
    ask(&facts)
}

#[test]
fn a_group_has_the_same_facts_by_number_and_by_letter() {
    with_facts(|facts| {
        for rest in ["n", "share", "statement.1.agree.share", "statement.2.disagree.n"] {
            for (number, letter) in [("1", "A"), ("2", "C")] {
                let [by_number, by_letter] =
                    [number, letter].map(|name| facts.get(&format!("group.{name}.{rest}")).unwrap());
                let said = |fact: &canvass_edition::Fact| {
                    (fact.value.clone(), fact.share, fact.base.clone(), fact.meaning.clone())
                };
                assert_eq!(said(&by_number), said(&by_letter), "{rest}");
                assert!(by_letter.meaning.contains(&format!("group {number}")), "{}", by_letter.meaning);
            }
        }
        let [one, other] = ["theme.1.group.2.n", "theme.1.group.C.n"].map(|key| facts.get(key).unwrap());
        assert_eq!((one.value.as_str(), one.meaning.as_str()), ("7", other.meaning.as_str()));
        assert!(one.meaning.contains("group 2"), "{}", one.meaning);
    });
}

#[test]
fn a_group_that_is_not_there_has_no_facts() {
    with_facts(|facts| {
        for name in ["0", "3", "01", "+1", "B", "a", "", "1A", "99999999999999999999"] {
            let key = format!("group.{name}.n");
            assert_eq!(facts.get(&key), Err(NoFact::Unknown(key.clone())));
        }
    });
}

#[test]
fn groups_are_offered_by_the_number_that_pages_call_them() {
    let keys = with_facts(|facts| facts.list().into_iter().map(|fact| fact.key).collect::<Vec<_>>());
    let of_groups: Vec<&str> = keys.iter().map(String::as_str).filter(|key| key.contains("group.")).collect();
    assert_eq!(of_groups, ["group.1.n", "group.1.share", "group.2.n", "group.2.share", "theme.1.group.2.n"]);
}
