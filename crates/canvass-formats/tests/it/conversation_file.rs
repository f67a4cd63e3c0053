//! Conversation files: what the contract lists is read, everything else is refused where it stands.

use canvass_domain::{Admission, Design, Gate, Instrument, PollKind, SeedStatement, Slug, Subject};
use canvass_formats::conversation_file::{ConversationFile, MAX_BYTES, parse, write};
use insta::assert_snapshot;

const FULL: &str = include_str!("../corpus/conversation.toml");

fn refusal(text: &str) -> String {
    match parse(text) {
        Ok(_) => "taken".to_owned(),
        Err(error) => error.to_string(),
    }
}

fn changed(from: &str, to: &str) -> String {
    assert!(FULL.contains(from), "{from}");
    refusal(&FULL.replacen(from, to, 1))
}

#[test]
fn every_key_is_read() {
    let ConversationFile { slug, instrument, statements, record, says_gate, says_zone } = parse(FULL).unwrap();
    assert_eq!(record, None, "only a tidy set has one");
    assert!(says_gate && !parse("title = \"T\"").unwrap().says_gate);
    assert!(!says_zone && parse("title = \"T\"\ntime_zone = \"Europe/London\"").unwrap().says_zone);
    assert_eq!(slug.as_str(), "police-and-care");
    assert_eq!(instrument.title, "Who should attend?");
    assert_eq!(instrument.language, "en-GB");
    assert_eq!(instrument.background, "A policy changed *who* attends.\n\nMore below.\n");
    let story = instrument.story.as_ref().unwrap();
    assert_eq!((story.url.as_str(), story.title.as_deref()), ("https://example.org/story", Some("The story")));
    assert_eq!((instrument.design, instrument.gate), (Design::Open, Gate::AfterVote));
    assert_eq!(instrument.times.opens_at, Some(1_736_240_400_000));
    assert_eq!(instrument.times.closes_at, Some(1_738_915_200_000));
    assert_eq!((instrument.new_statements, instrument.comments), (Admission::Show, Some(Admission::Hold)));
    assert_eq!(instrument.organiser.as_ref().unwrap().name, "The Gazette");
    assert_eq!(instrument.terms[0].word, "section 136");
    assert_eq!(instrument.figures[0].n.as_deref(), Some("1200"));
    assert_eq!((instrument.figures[0].period.as_deref(), instrument.figures[0].status.as_deref()), (None, None));
    assert_eq!(instrument.attributes[0].options.len(), 3);
    let poll = instrument.poll.as_ref().unwrap();
    assert_eq!(poll.kind, PollKind::Multiple);
    assert_eq!(poll.options[1].condition.as_deref(), Some("resourced"));
    let (topic, readers) = (Subject::Topic, Subject::Readers);
    assert_eq!(
        statements.iter().map(SeedStatement::as_written).collect::<Vec<_>>(),
        [("It is time.", topic), ("It is too fast.", topic), ("I work in health care.", readers)]
    );
}

#[test]
fn topics_are_few_short_and_different() {
    let check = |topics: &str, expected: &str| {
        let found = match parse(&format!("title = \"T\"\ntopics = {topics}")) {
            Ok(file) => file.instrument.topics.join("|"),
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expected);
    };
    let wrong = |problem: &str| format!("conversation file, line 2: `topics`: {problem}");
    check("[\"Buses\", \"Camden Town\"]", "Buses|Camden Town");
    check("[]", "");
    check("[\"Buses\", \"bUSes \"]", &wrong("entry 2, `bUSes `, reads the same as `Buses`; keep one"));
    check("[\" \"]", &wrong("is empty"));
    check("[\"a\\nb\"]", &wrong("goes over several lines or holds a tab; write it as one line"));
    check("\"Buses\"", &wrong("needs a list of texts, found a text"));
    check(&format!("[{:?}]", "x".repeat(41)), &wrong("has 41 characters, at most 40 are allowed"));
    check(
        &format!("{:?}", (1..=9).map(|n| format!("t{n}")).collect::<Vec<_>>()),
        &wrong("there are 9, at most 8 are allowed"),
    );
}

/// What is stored and hashed of a conversation without topics is what it was before there were any.
#[test]
fn of_no_topics_nothing_is_said() {
    let mut file = parse("title = \"T\"").unwrap();
    let [stored, written] =
        [serde_json::to_string(&file.instrument).unwrap(), write(&file.slug, &file.instrument).unwrap()];
    assert!(!stored.contains("topics") && !written.contains("topics"), "{stored}\n{written}");
    assert_eq!(serde_json::from_str::<Instrument>(&stored).unwrap(), file.instrument);
    file.instrument.topics = vec!["Buses".to_owned()];
    let stored = serde_json::to_string(&file.instrument).unwrap();
    assert_eq!(serde_json::from_str::<Instrument>(&stored).unwrap(), file.instrument);
}

#[test]
fn little_is_needed() {
    let file = parse("title = \"Buses, every 10 minutes?\"").unwrap();
    assert_eq!(file.slug.as_str(), "buses-every-10-minutes");
    let expected =
        Instrument { title: "Buses, every 10 minutes?".to_owned(), language: "en".to_owned(), ..Instrument::default() };
    assert_eq!(file.instrument, expected);
    assert_eq!(parse("title = \"T\"\ncomments = \"off\"").unwrap().instrument.comments, None);
}

#[test]
fn what_is_wrong_is_said_with_line_and_key() {
    let table = [
        refusal(""),
        refusal("title = \"T\"\ntitle = \"U\""),
        refusal("title = T"),
        refusal("title = \"T\"\n\n[[statement]"),
        changed("title = \"Who should attend?\"", "title = \"\""),
        changed("title = \"Who should attend?\"", "title = 5"),
        changed("slug = \"police-and-care\"", "slug = \"Police and care\""),
        changed("gate = \"after_vote\"", "gate = \"after_votes\""),
        changed("gate = \"after_vote\"", "gates = \"after_vote\""),
        changed("design = \"open\"", "design = \"panel\""),
        changed("comments = \"hold\"", "comments = false"),
        changed("2025-01-07T09:00:00Z", "2025-01-07T09:00:00"),
        changed("2025-01-07T09:00:00Z", "2025-01-07"),
        changed("2025-01-07T09:00:00Z", "\"tomorrow\""),
        changed("2025-01-07T09:00:00Z", "2026-01-07T09:00:00Z"),
        changed("story_url = \"https://example.org/story\"\n", ""),
        changed("https://example.org/story", "example.org/story"),
        changed("privacy_url = \"https://example.org/privacy\"\n", ""),
        changed("[organiser]", "[[organiser]]"),
        changed("[[term]]", "[term]"),
        changed("word = \"section 136\"", "wrod = \"section 136\""),
        changed("value = \"45 %\"", "value = 45"),
        changed("key = \"role\"", "key = \"Role\""),
        changed("options = [\"Social worker\", \"Nurse\", \"Other\"]", "options = [\"Nurse\"]"),
        changed("options = [\"Social worker\", \"Nurse\", \"Other\"]", "options = [\"Nurse\", 2]"),
        changed("kind = \"multiple\"", "kind = \"ranked\""),
        changed("text = \"Yes\"", "text = \"  \""),
        changed("text = \"Yes\"", "label = \"Yes\""),
        changed("It is too fast.", "It  is TIME."),
        changed("It is too fast.", ""),
        changed("It is too fast.", &"x".repeat(281)),
        changed("The story", "a\\u0000b"),
    ];
    assert_snapshot!(table.join("\n"), @r#"
    conversation file: `title` is missing: add title = "..."
    conversation file, line 2: this is not TOML: duplicate key
    conversation file, line 1: this is not TOML: invalid boolean, expected `true`
    conversation file, line 3: this is not TOML: unclosed array table, expected `]`
    conversation file, line 2: `title`: is empty
    conversation file, line 2: `title`: needs a text in quotes, found a whole number
    conversation file, line 1: `slug`: `Police and care` is not a slug: use 1 to 80 of a-z, 0-9 and single hyphens inside, such as `police-and-care`
    conversation file, line 12: `gate`: is `after_votes`; use one of "always", "after_vote", "at_close", "sealed"
    conversation file, line 12: `gates` is not known here; known are `title`, `slug`, `language`, `time_zone`, `opens_at`, `closes_at`, `background`, `story_url`, `story_title`, `topics`, `design`, `gate`, `limits`, `marks`, `new_statements`, `comments`, `organiser`, `term`, `figure`, `attribute`, `rule`, `poll`, `statement`
    conversation file, line 11: `design`: is `panel`; use one of "open", "list", "sampled"
    conversation file, line 16: `comments`: needs a text in quotes, found true or false
    conversation file, line 13: `opens_at`: is `2025-01-07T09:00:00`; add its offset from UTC, such as 2025-01-07T09:00:00Z, or name the zone: time_zone = "Europe/London"
    conversation file, line 13: `opens_at`: is `2025-01-07`; use a time with its offset from UTC, such as 2025-01-07T09:00:00Z
    conversation file, line 13: `opens_at`: is `tomorrow`; use a time with its offset from UTC, such as 2025-01-07T09:00:00Z
    conversation file, line 14: `closes_at`: comes before opens_at
    conversation file, line 9: `story_title`: stands without `story_url`: give the story's address too
    conversation file, line 9: `story_url`: `example.org/story` is not a web address: it starts with https://
    conversation file, line 18: `privacy_url` is missing in `organiser`: add privacy_url = "..."
    conversation file, line 18: `organiser`: needs a table: [organiser], found a list
    conversation file, line 23: `term`: needs a list of tables: [[term]], found a table
    conversation file, line 23: `word` is missing in `term[1]`: add word = "..."
    conversation file, line 29: `figure[1].value`: needs a text in quotes, found a whole number
    conversation file, line 36: `attribute[1].key`: use 1 to 40 of a-z, 0-9 and _
    conversation file, line 38: `attribute[1].options`: needs at least two
    conversation file, line 38: `attribute[1].options`: needs a list of texts in quotes, found a whole number
    conversation file, line 42: `poll.kind`: is `ranked`; use one of "single", "multiple"
    conversation file, line 45: `poll.option[1].text`: is empty
    conversation file, line 44: `text` is missing in `poll.option[1]`: add text = "..."
    conversation file, line 55: `statement[2].text`: `It is TIME.` reads the same as `It is time.` on line 52; keep one
    conversation file, line 55: `statement[2].text`: write a statement first
    conversation file, line 55: `statement[2].text`: 281 characters; a statement has at most 280
    conversation file, line 10: `story_title`: holds a NUL character; take it out
    "#);
}

#[test]
fn what_is_too_large_is_refused() {
    let table = [
        refusal(&format!("title = \"T\"\nbackground = \"{}\"", "x".repeat(40_001))),
        refusal(&format!("title = \"T\"\n{}", "[[statement]]\ntext = \"x\"\n".repeat(2001))),
        refusal(&format!("title = \"T\"\n#{}", "x".repeat(MAX_BYTES))),
    ];
    assert_snapshot!(table.join("\n"), @r"
    conversation file, line 2: `background`: has 40001 characters, at most 40000 are allowed
    conversation file, line 2: `statement`: stands there 2001 times, at most 2000 are allowed
    conversation file: has 1000013 bytes; a conversation file has at most 1000000
    ");
}

#[test]
fn what_readers_or_browsers_could_not_tell_is_refused() {
    let table = [
        changed("text = \"Yes\"", "text = \" YES, if\""),
        changed("language = \"en-GB\"", "language = \"english\""),
        changed("contact = \"desk@example.org\"", "contact = \"the desk\""),
    ];
    assert_snapshot!(table.join("\n"), @"
    conversation file, line 48: `poll.option[2].text`: answer 2, `Yes, if`, looks the same as answer 1, `YES, if`; keep one, or word them apart
    conversation file, line 3: `language`: use a language tag, which begins with two or three letters, such as `en`, `cy` or `zh-Hant`
    conversation file, line 20: `organiser.contact`: `the desk` is neither one e-mail address nor one https address: use one such as desk@example.org or https://example.org/contact
    ");
}

#[test]
fn an_organiser_has_one_way_to_be_reached() {
    let takes = |contact: &str| {
        parse(&FULL.replace("contact = \"desk@example.org\"", &format!("contact = {contact:?}"))).is_ok()
    };
    for good in ["desk@example.org", "Ana.O'Neil+desk@example.org", "https://example.org/contact?to=desk"] {
        assert!(takes(good), "{good}");
    }
    for bad in [
        "",
        "the desk",
        "@",
        "a@b@c",
        "desk@example.org, ana@example.org",
        "desk@example.org;ana@example.org",
        "desk@example.org ana@example.org",
        "desk@example.org?cc=ana@example.org",
        "mailto:desk@example.org",
        "Desk <desk@example.org>",
        " desk@example.org",
        "http://example.org/contact",
        "https://",
        "https:///x",
        "https://a.example,https://b.example",
        "https://a.example/ https://b.example",
        "https://desk@example.org",
        "https://a.example;ana@example.org",
        "javascript:alert(1)@x",
        "ftp://example.org",
    ] {
        assert!(!takes(bad), "{bad}");
    }
}

#[test]
fn what_is_written_reads_back() {
    for text in
        [FULL, "title = \"T\"", "title = \"quotes \\\" and \\\\\"\nbackground = \"and \\n lines\"\nslug = \"a\""]
    {
        let file = parse(text).unwrap();
        let again = parse(&write(&file.slug, &file.instrument).unwrap()).unwrap();
        assert_eq!((again.slug, again.instrument), (file.slug, file.instrument));
    }
    let far = Instrument { title: "T".to_owned(), language: "en".to_owned(), ..Instrument::default() };
    let far = Instrument { times: canvass_domain::Times { opens_at: Some(i64::MAX), closes_at: None }, ..far };
    assert!(write(&Slug::suggest("T"), &far).is_err());
}
