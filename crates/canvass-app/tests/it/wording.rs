//! What the wording check says of the demo's own conversations.

use canvass_app::wording::{Checked, check};
use canvass_demo::{draft, reference};
use canvass_domain::{Instrument, Origin, SeedStatement, StatementId};

/// "kind @ place: words", a line each.
fn said<'a>(instrument: &'a Instrument, statements: impl Iterator<Item = (StatementId, &'a str)>) -> Vec<String> {
    let Checked::Read(warnings) = check(instrument, statements) else { return vec!["another language".to_owned()] };
    warnings.iter().map(|one| format!("{} @ {}: {}", one.kind.word(), one.place, one.text)).collect()
}

#[test]
fn the_reference_case_mixes_stances_with_a_consequence() {
    let transcript = reference(1).unwrap().transcript;
    let seeded = transcript.statements.iter().filter(|statement| statement.origin == Origin::Organiser);
    let texts = seeded.filter_map(|statement| Some((statement.id, statement.text.as_deref()?)));
    let expected = [
        "no-unsure @ question: Which of these is closest to your view of the policy on when the police attend mental \
         health calls",
        "mixed-axes @ option 3: Without the police there, practitioners are at greater risk",
        "near-term @ statement 17: mental health professional",
    ];
    assert_eq!(said(&transcript.instrument, texts), expected);
}

#[test]
fn nothing_is_wrong_with_the_draft() {
    let file = draft().unwrap();
    let texts = (1..).map(StatementId).zip(file.statements.iter().map(SeedStatement::as_str));
    assert_eq!(said(&file.instrument, texts), Vec::<String>::new());
}

#[test]
fn a_condition_with_a_name_is_not_warned_of() {
    let mut instrument = reference(1).unwrap().transcript.instrument;
    let condition = |instrument: &Instrument| {
        said(instrument, std::iter::empty()).into_iter().find(|line| line.starts_with("unnamed-condition"))
    };
    assert_eq!(condition(&instrument), None);
    for name in [None, Some(" ".to_owned())] {
        instrument.poll.as_mut().unwrap().options[1].condition = name;
        assert_eq!(condition(&instrument).unwrap(), "unnamed-condition @ option 2: in principle");
    }
    instrument.language = "cy".to_owned();
    assert_eq!(said(&instrument, std::iter::empty()), ["another language"]);
}
