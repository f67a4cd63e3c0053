//! Conversation files that were found to be taken as they should not be, as they were found.

use canvass_formats::conversation_file::{ConversationFile, parse};
use canvass_words::Locale;

macro_rules! found {
    ($name:literal) => {
        parse(include_str!(concat!("../corpus/found/", $name)))
    };
}

#[track_caller]
fn check_refused(parsed: Result<ConversationFile, canvass_formats::FormatError>, parts: &[&str]) {
    let error = parsed.unwrap_err().to_string();
    assert!(parts.iter().all(|part| error.contains(part)), "{error}");
}

#[test]
fn choices_that_nobody_could_tell_apart_are_refused_naming_both() {
    check_refused(
        found!("options-that-look-alike.toml"),
        &["`poll.option[2].text`", "`Yes  please`", "looks the same as answer 1, `Yes please`"],
    );
    check_refused(
        found!("same-answer-about-reader.toml"),
        &["`attribute[1].options`", "answer 2, `Weekly`, looks the same as answer 1, `Weekly`"],
    );
}

#[test]
fn a_control_character_in_a_title_is_refused_with_its_line() {
    check_refused(found!("vertical-tab-in-title.toml"), &["line 2", "`title`", "U+000B"]);
}

#[test]
fn a_close_in_summer_is_told_by_the_clock_on_the_wall() {
    let file = found!("closes-in-summer.toml").unwrap();
    let zone = file.instrument.zone();
    let closes = file.instrument.times.closes_at.unwrap();
    let messages = canvass_words::Messages::of(Locale::ENGLISH);
    assert_eq!(messages.moment(zone, closes).unwrap(), "30 June 2027, 22:00 (UK time)");
}

#[test]
fn what_is_only_long_or_runs_from_right_to_left_is_taken() {
    found!("option-is-a-long-address.toml").unwrap();
    assert_eq!(found!("hebrew-question.toml").unwrap().instrument.language, "he");
}
