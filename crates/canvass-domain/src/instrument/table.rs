//! The one table of what an instrument says.
//!
//! The conversation file is read and written by it, the form of the desk is laid out by it, the reference in
//! docs/CONVERSATION.md is printed from it, and bounds and locks are looked up in it. Its order is that of a file as it
//! is written. Whatever is special to one key is a function named in its row (`special.rs`); nobody else asks which key
//! it is.

use super::field::{Check, Field, Need, Stray, USUAL, When};
use super::group::{Entry, RowOrder, Rows, Table};
use super::kind::{At, Choice, Kind, Put, Text, TextAt};
use super::lock::Locks;
use super::part::Part;
use super::special;
use super::ways::{at, choice, list, text};
use super::{Admission, Design};
use crate::{Gate, MAX_ADDITIONS, MAX_FIRST_ANSWERS, MAX_OPTIONS, MAX_RULES, PollKind, Subject};

/// Most glossary entries.
pub const MAX_TERMS: usize = 200;
/// Most cited figures.
pub const MAX_FIGURES: usize = 200;
/// Most things asked about the participant.
pub const MAX_ATTRIBUTES: usize = 12;

const MAX_TITLE_CHARS: usize = 200;
const MAX_BACKGROUND_CHARS: usize = 40_000;
const MAX_LINE_CHARS: usize = 600;
const MAX_WORD_CHARS: usize = 120;
const MAX_TERM_CHARS: usize = 2_000;
const MAX_ATTRIBUTE_OPTIONS: usize = 40;
const MAX_TOPICS: usize = 8;
const MAX_TOPIC_CHARS: usize = 40;

// Turns of a file's reader, of which `USUAL` is the fifth.

/// Before the slug, which is made of it.
const TITLE: u8 = 0;
const SLUG: u8 = 1;
/// Before the zone, which may be that of its region.
const LANGUAGE: u8 = 2;
/// Before the moments, which are told in it.
const ZONE: u8 = 3;
/// After what names no turn.
const LAST: u8 = USUAL + 1;

/// Every key of a conversation file.
pub static TABLE: &[Entry] = &[
    Field::new(
        "slug",
        Kind::Slug,
        Need::Optional("made from the title"),
        "name in addresses: 1 to 80 of `a-z`, `0-9` and single hyphens inside",
    )
    .turn(SLUG)
    .locks(Locks::Stored)
    .once(Part::Story),
    Field::new("title", Kind::Line(text!(title)), Need::Needed, "headline, up to 200 characters")
        .turn(TITLE)
        .checks(&[Check::Filled(MAX_TITLE_CHARS)])
        .leads()
        .once(Part::Story),
    Field::new(
        "language",
        Kind::Line(text!(language)),
        Need::Or("en"),
        "language of the texts, as a tag that begins with two or three letters: `en`, `cy`, `zh-Hant`",
    )
    .turn(LANGUAGE)
    .checks(&[Check::Own(When::Always, special::language)])
    .locks(Locks::AskedHere)
    .once(Part::Story),
    Field::new(
        "background",
        Kind::Text(text!(background), 10),
        Need::Or(""),
        "what readers should know first, in Markdown; its first paragraph is shown, the rest unfolds",
    )
    .checks(&[Check::AtMost(MAX_BACKGROUND_CHARS)])
    .once(Part::Story),
    Field::new(
        "story_url",
        Kind::Address(TextAt { get: special::story_url, set: special::set_story_url }),
        Need::Optional("none"),
        "address of the story it belongs to",
    )
    .once(Part::Story),
    Field::new("story_title", Kind::Line(text!(story?.title)), Need::Optional("the address"), "title of that story")
        .checks(&[Check::AtMost(MAX_TITLE_CHARS)])
        .needs(Stray {
            owner: "story_url",
            in_file: "stands without `story_url`: give the story's address too",
            in_form: "is empty, but the story has a title: give its address too",
        })
        .once(Part::Story),
    Field::new(
        "topics",
        Kind::List(at!(topics), 3),
        Need::Optional("none"),
        "what it is about, in up to 8 short texts of at most 40 characters: `[\"Transport\", \"Camden\"]`",
    )
    .checks(&[
        Check::Entries(MAX_TOPICS),
        Check::Filled(MAX_TOPIC_CHARS),
        Check::Own(When::Legible, special::topics_read_the_same),
    ])
    .once(Part::Story),
    Field::new(
        "design",
        Kind::Choice(choice!(Design, design)),
        Need::Usual,
        "how people come to be asked: `\"open\"` (anyone); `\"list\"` and `\"sampled\"` are read but cannot be opened \
         yet",
    )
    .locks(Locks::Opened)
    .once(Part::Results),
    Field::new(
        "gate",
        Kind::Choice(choice!(Gate, gate)),
        Need::Usual,
        "who sees results when: `\"always\"` everybody from the start, `\"after_vote\"` readers once they have \
         answered, `\"at_close\"` readers once it is closed and staff before, `\"sealed\"` nobody until it is closed",
    )
    .locks(Locks::Answered)
    .leads()
    .once(Part::Results),
    Field::new(
        "time_zone",
        Kind::Zone(text!(time_zone)),
        Need::Optional("UTC"),
        "the zone in which its times are told, by region and city: `\"Europe/London\"`",
    )
    .turn(ZONE)
    .once(Part::Results),
    Field::new(
        "opens_at",
        Kind::Moment(at!(times.opens_at)),
        Need::Optional("none"),
        "when a running server opens it: a time in `time_zone`, or with its offset from UTC; without it somebody opens \
         it at the desk",
    )
    .locks(Locks::Opened)
    .once(Part::Results),
    Field::new(
        "closes_at",
        Kind::Moment(at!(times.closes_at)),
        Need::Optional("none"),
        "when a running server closes it; where its clock proves to have been wrong, it opens again, once, and pages \
         say so",
    )
    .checks(&[Check::Own(When::Always, special::closes_before_it_opens)])
    .locks(Locks::Closed)
    .once(Part::Results),
    Entry::Table(LIMITS),
    Field::new("marks", Kind::Thresholds(at!(marks)), Need::Optional("the usual ones"), "").once(Part::Results),
    Field::new(
        "new_statements",
        Kind::Choice(choice!(Admission, new_statements)),
        Need::Usual,
        "what becomes of readers' statements: `\"hold\"` for the desk, or `\"show\"` at once",
    )
    .once(Part::Statements),
    Field::new(
        "comments",
        Kind::Choice(Choice { words: special::comment_words, get: special::comments, set: special::set_comments }),
        Need::Usual,
        "the same for comments: `\"hold\"`, `\"show\"` or `\"off\"`",
    )
    .once(Part::Statements),
    Entry::Table(ORGANISER),
    Entry::Rows(TERMS),
    Entry::Rows(RULES),
    Entry::Rows(FIGURES),
    Entry::Rows(ATTRIBUTES),
    Entry::Table(POLL),
    Field::new("statement", Kind::Statements(Subject::Topic, 8), Need::Optional("none"), "")
        .turn(LAST)
        .locks(Locks::Closed)
        .leads()
        .once(Part::Statements),
    Field::new("statement.meta", Kind::Statements(Subject::Readers, 3), Need::Optional("none"), "")
        .turn(LAST)
        .locks(Locks::Closed)
        .leads()
        .once(Part::Statements),
];

const LIMITS: Table = Table {
    fields: &[
        Field::new(
            "limits.first_answers_per_address",
            Kind::Count(at!(limits.first_answers_per_address), MAX_FIRST_ANSWERS),
            Need::Optional("the server’s setting (10)"),
            "how many at once, 1 to 100,000",
        )
        .of(Part::Results),
        Field::new(
            "limits.first_answers_per_hour",
            Kind::Count(at!(limits.first_answers_per_hour), MAX_FIRST_ANSWERS),
            Need::Optional("the server’s setting (30)"),
            "how many more in each hour after that",
        )
        .of(Part::Results),
    ],
    is_in: |i| !i.limits.is_empty(),
    ..Table::new("limits", |to, from| to.limits = from.limits)
};

const ORGANISER: Table = Table {
    fields: &[
        Field::new("organiser.name", Kind::Line(text!(organiser?.name)), Need::Needed, "stands above the question")
            .checks(&[Check::Filled(MAX_TITLE_CHARS)])
            .of(Part::Organiser),
        Field::new(
            "organiser.contact",
            Kind::Line(text!(organiser?.contact)),
            Need::Needed,
            "one e-mail address, or one web address that begins with `https://`",
        )
        .checks(&[Check::Filled(MAX_TITLE_CHARS), Check::Own(When::New, special::contact_is_not_one)])
        .of(Part::Organiser),
        Field::new(
            "organiser.privacy_url",
            Kind::Address(text!(organiser?.privacy_url)),
            Need::Needed,
            "address of the privacy notice",
        )
        .of(Part::Organiser),
    ],
    is_in: |i| i.organiser.is_some(),
    begin: |i| i.organiser = Some(Default::default()),
    drop_blank: special::drop_blank_organiser,
    ..Table::new("organiser", |to, from| to.organiser.clone_from(&from.organiser))
};

const TERMS: Rows = Rows {
    part: Part::Terms,
    fields: &[
        Field::new("word", Kind::Line(text!(terms[].word)), Need::Needed, "the word or phrase").checks(&[
            Check::Filled(MAX_WORD_CHARS),
            Check::Own(When::Always, special::word_is_explained_twice),
            Check::Own(When::New, special::word_reads_as_another),
        ]),
        Field::new("text", Kind::Text(text!(terms[].text), 3), Need::Needed, "what it means here")
            .checks(&[Check::Filled(MAX_TERM_CHARS)]),
    ],
    ..Rows::new("term", MAX_TERMS, list!(terms))
};

const RULES: Rows = Rows {
    part: Part::Rules,
    turn: LAST,
    fields: &[
        Field::new("key", Kind::Line(text!(policy[].key)), Need::Needed, "its name in data, from `a-z`, `0-9` and `-`")
            .checks(&[Check::Own(When::Always, special::rule_key)]),
        Field::new(
            "text",
            Kind::Text(text!(policy[].text), 2),
            Need::Needed,
            "what is not taken, in words for readers",
        )
        .checks(&[Check::Filled(MAX_LINE_CHARS)]),
    ],
    ..Rows::new("rule", MAX_RULES, list!(policy))
};

const FIGURES: Rows = Rows {
    part: Part::Figures,
    fields: &[
        Field::new("key", Kind::Line(text!(figures[].key)), Need::Needed, "a short name")
            .checks(&[Check::Filled(MAX_WORD_CHARS), Check::Own(When::Always, special::figure_key_is_used_twice)]),
        Field::new(
            "value",
            Kind::Line(text!(figures[].value)),
            Need::Needed,
            "the figure as published, with its unit: `45%`, `5.9 hours`, `£2.1 million`, a date",
        )
        .checks(&[Check::Filled(MAX_WORD_CHARS)]),
        not_stated("n", Kind::LineOrNumber(text!(figures[].n)), "how many cases it rests on"),
        not_stated("base", Kind::Line(text!(figures[].base)), "what it measures, or is a share or a count of"),
        not_stated("period", Kind::Line(text!(figures[].period)), "the time it covers"),
        not_stated("definition", Kind::Text(text!(figures[].definition), 2), "how the source defines what was counted"),
        Field::new("source", Kind::Line(text!(figures[].source)), Need::Needed, "who says so")
            .checks(&[Check::Filled(MAX_LINE_CHARS)]),
        Field::new("url", Kind::Address(text!(figures[].url)), Need::Optional("none"), "where they say it"),
        Field::new(
            "status",
            Kind::Line(text!(figures[].status)),
            Need::Optional("none"),
            "how far it has been checked",
        )
        .checks(&[Check::AtMost(MAX_TERM_CHARS)]),
    ],
    ..Rows::new("figure", MAX_FIGURES, list!(figures))
};

const ATTRIBUTES: Rows = Rows {
    part: Part::Attributes,
    locks: Locks::Asked,
    fields: &[
        Field::new("key", Kind::Line(text!(attributes[].key)), Need::Needed, "its name in data: `a-z`, `0-9`, `_`")
            .checks(&[
                Check::Own(When::Always, special::attribute_key),
                Check::Own(When::Always, special::attribute_key_is_used_twice),
            ]),
        Field::new("question", Kind::Line(text!(attributes[].question)), Need::Needed, "the question")
            .checks(&[Check::Filled(MAX_LINE_CHARS)]),
        Field::new("options", Kind::List(at!(attributes[].options), 5), Need::Needed, "2 to 40 answers to choose from")
            .checks(&[
                Check::Own(When::Always, special::attribute_has_one_option),
                Check::Entries(MAX_ATTRIBUTE_OPTIONS),
                Check::Filled(MAX_LINE_CHARS),
                Check::Own(When::Legible, special::attribute_options_look_alike),
            ]),
    ],
    ..Rows::new("attribute", MAX_ATTRIBUTES, list!(attributes))
};

const POLL: Table = Table {
    turn: LAST,
    fields: &[
        Field::new("poll.question", Kind::Text(text!(poll?.question), 2), Need::Needed, "the question")
            .checks(&[Check::Filled(MAX_LINE_CHARS)])
            .locks(Locks::Asked)
            .of(Part::Poll),
        Field::new(
            "poll.kind",
            Kind::Choice(Choice {
                words: || PollKind::ALL.map(PollKind::word).to_vec(),
                get: special::poll_kind,
                set: special::set_poll_kind,
            }),
            Need::Usual,
            "`\"single\"` for one answer, `\"multiple\"` for one or more: shares may then add up to more than 100 %",
        )
        .locks(Locks::Asked)
        .of(Part::Poll),
    ],
    rows: &[OPTIONS, ADDITIONS],
    is_in: |i| i.poll.is_some(),
    begin: |i| i.poll = Some(Default::default()),
    drop_blank: special::drop_blank_poll,
    ..Table::new("poll", |to, from| to.poll.clone_from(&from.poll))
};

const OPTIONS: Rows = Rows {
    part: Part::Poll,
    order: RowOrder::Shown,
    locks: Locks::Asked,
    checks: &[Check::Own(When::Always, special::poll_has_one_option)],
    fields: &[
        Field::new("text", Kind::Line(text!(poll?.options[].text)), Need::Needed, "the answer")
            .checks(&[Check::Filled(MAX_LINE_CHARS), Check::Own(When::Legible, special::poll_options_look_alike)]),
        Field::new(
            "condition",
            Kind::Line(text!(poll?.options[].condition)),
            Need::Optional("none"),
            "the condition it carries, where it is support on a condition",
        )
        .checks(&[Check::AtMost(MAX_LINE_CHARS)]),
    ],
    ..Rows::new("poll.option", MAX_OPTIONS, list!(poll?.options))
};

const ADDITIONS: Rows = Rows {
    part: Part::Poll,
    locks: Locks::Declared,
    fields: &[
        Field::new(
            "options",
            Kind::Options(at!(poll?.additions[].options)),
            Need::Needed,
            "two or more answers by number, ascending: `[1, 2]`",
        )
        .checks(&[Check::Own(When::Always, special::addition_is_none)]),
        Field::new("text", Kind::Line(text!(poll?.additions[].text)), Need::Needed, "what the sum may be called")
            .checks(&[Check::Filled(MAX_LINE_CHARS)]),
    ],
    ..Rows::new("poll.addition", MAX_ADDITIONS, list!(poll?.additions))
};

/// What a figure's source may have left open.
const fn not_stated(name: &'static str, kind: Kind, meaning: &'static str) -> Field {
    Field::new(name, kind, Need::Optional("not stated"), meaning).checks(&[Check::AtMost(MAX_TERM_CHARS)])
}
