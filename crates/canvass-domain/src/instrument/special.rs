//! What one key alone asks for: the functions that rows of the table name.

use super::kind::Put;
use super::{Admission, Instrument, Organiser, Story};
use crate::{Addition, EmailAddress, Poll, PollKind};
use canvass_words::legible;

const MAX_ADDRESS_CHARS: usize = 2_000;

// The story, which is there with its address.

pub(super) fn story_url(instrument: &Instrument, _: usize) -> Option<&str> {
    instrument.story.as_ref().map(|story| story.url.as_str())
}

pub(super) fn set_story_url(instrument: &mut Instrument, _: usize, url: String) -> Put {
    instrument.story = Some(Story { url, title: None });
    Put::In
}

// Comments, which may not be taken at all.

const OFF: &str = "off";

pub(super) fn comment_words() -> Vec<&'static str> {
    std::iter::once(OFF).chain(Admission::ALL.map(Admission::word)).collect()
}

pub(super) fn comments(instrument: &Instrument) -> &'static str {
    instrument.comments.map_or(OFF, Admission::word)
}

pub(super) fn set_comments(instrument: &mut Instrument, word: &str) {
    instrument.comments = Admission::from_word(word);
}

// The kind of poll, which is said also where there is none.

pub(super) fn poll_kind(instrument: &Instrument) -> &'static str {
    instrument.poll.as_ref().map_or(PollKind::default(), |poll| poll.kind).word()
}

pub(super) fn set_poll_kind(instrument: &mut Instrument, word: &str) {
    if let Some(poll) = &mut instrument.poll {
        poll.kind = PollKind::from_word(word).unwrap_or_default();
    }
}

// Tables that a form always asks for.

pub(super) fn drop_blank_organiser(instrument: &mut Instrument) {
    let is_blank = |who: &mut Organiser| [&who.name, &who.contact, &who.privacy_url].into_iter().all(String::is_empty);
    instrument.organiser.take_if(is_blank);
}

pub(super) fn drop_blank_poll(instrument: &mut Instrument) {
    let is_blank =
        |poll: &mut Poll| poll.question.trim().is_empty() && poll.options.is_empty() && poll.additions.is_empty();
    instrument.poll.take_if(is_blank);
}

// Checks.

/// Whether a text is a language tag, such as `en`, `cy` or `zh-Hant`.
#[must_use]
pub fn is_language_tag(language: &str) -> bool {
    let first = language.split('-').next().unwrap_or("");
    (2..=35).contains(&language.len())
        && (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && language.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

pub(super) fn language(instrument: &Instrument, _: usize) -> Option<String> {
    let problem = "use a language tag, which begins with two or three letters, such as `en`, `cy` or `zh-Hant`";
    (!is_language_tag(&instrument.language)).then(|| problem.to_owned())
}

pub(super) fn topics_read_the_same(instrument: &Instrument, _: usize) -> Option<String> {
    let topics = &instrument.topics;
    let first_of = |topic: &String| topics.iter().position(|other| legible::reads_the_same(other, topic));
    let (again, topic) = (0..).zip(topics).find(|(at, topic)| first_of(topic) != Some(*at))?;
    let first = topics.get(first_of(topic)?)?;
    Some(format!("entry {}, `{topic}`, reads the same as `{first}`; keep one", again + 1))
}

pub(super) fn closes_before_it_opens(instrument: &Instrument, _: usize) -> Option<String> {
    let (opens, closes) = (instrument.times.opens_at?, instrument.times.closes_at?);
    (closes <= opens).then(|| "comes before opens_at".to_owned())
}

pub(super) fn contact_is_not_one(instrument: &Instrument, _: usize) -> Option<String> {
    let Organiser { contact, .. } = instrument.organiser.as_ref()?;
    (!is_one_contact(contact)).then(|| {
        format!(
            "`{}` is neither one e-mail address nor one https address: use one such as desk@example.org or \
             https://example.org/contact",
            contact.chars().take(80).collect::<String>()
        )
    })
}

pub(super) fn word_is_explained_twice(instrument: &Instrument, row: usize) -> Option<String> {
    let word = &instrument.terms.get(row)?.word;
    let is_same = |other: &str| other.trim().to_lowercase() == word.trim().to_lowercase();
    let n_same = instrument.terms.iter().filter(|other| is_same(&other.word)).count();
    (n_same > 1).then(|| format!("`{word}` is explained twice"))
}

/// Of words that read the same, one alone would be found in a text.
pub(super) fn word_reads_as_another(instrument: &Instrument, row: usize) -> Option<String> {
    let word = &instrument.terms.get(row)?.word;
    let n_same = instrument.terms.iter().filter(|other| legible::reads_the_same(&other.word, word)).count();
    (n_same > 1).then(|| format!("`{word}` is explained twice"))
}

pub(super) fn rule_key(instrument: &Instrument, row: usize) -> Option<String> {
    let key = &instrument.policy.get(row)?.key;
    if !is_name(key, b'-') {
        return Some("use 1 to 40 of a-z, 0-9 and -".to_owned());
    }
    used_twice(key, instrument.policy.iter().map(|rule| &rule.key))
}

pub(super) fn figure_key_is_used_twice(instrument: &Instrument, row: usize) -> Option<String> {
    used_twice(&instrument.figures.get(row)?.key, instrument.figures.iter().map(|figure| &figure.key))
}

pub(super) fn attribute_key(instrument: &Instrument, row: usize) -> Option<String> {
    let key = &instrument.attributes.get(row)?.key;
    if !is_name(key, b'_') {
        return Some("use 1 to 40 of a-z, 0-9 and _".to_owned());
    }
    let is_taken = matches!(key.as_str(), "token" | "consent");
    is_taken.then(|| "`token` and `consent` are taken by the form itself".to_owned())
}

pub(super) fn attribute_key_is_used_twice(instrument: &Instrument, row: usize) -> Option<String> {
    used_twice(&instrument.attributes.get(row)?.key, instrument.attributes.iter().map(|attribute| &attribute.key))
}

pub(super) fn attribute_has_one_option(instrument: &Instrument, row: usize) -> Option<String> {
    too_few(instrument.attributes.get(row)?.options.len())
}

pub(super) fn attribute_options_look_alike(instrument: &Instrument, row: usize) -> Option<String> {
    let options: Vec<&str> = instrument.attributes.get(row)?.options.iter().map(String::as_str).collect();
    pair(&options).map(|(first, second)| alike(&options, first, second))
}

pub(super) fn poll_has_one_option(instrument: &Instrument, _: usize) -> Option<String> {
    too_few(instrument.poll.as_ref()?.options.len())
}

/// Told at the second of them.
pub(super) fn poll_options_look_alike(instrument: &Instrument, row: usize) -> Option<String> {
    let options: Vec<&str> = instrument.poll.as_ref()?.options.iter().map(|option| option.text.as_str()).collect();
    pair(&options).filter(|(_, second)| *second == row).map(|(first, second)| alike(&options, first, second))
}

pub(super) fn addition_is_none(instrument: &Instrument, row: usize) -> Option<String> {
    let poll = instrument.poll.as_ref()?;
    let Addition { options, .. } = poll.additions.get(row)?;
    let is_known = |id: u8| (1..=poll.options.len()).contains(&usize::from(id));
    let problem = if poll.kind == PollKind::Multiple {
        "can only be declared where readers choose one answer: several overlap"
    } else if let Some(unknown) = options.iter().find(|id| !is_known(id.0)) {
        return Some(format!("`{unknown}` is not the number of an option"));
    } else if options.len() < 2 || !options.is_sorted_by(|a, b| a < b) {
        "names two or more options by number, each once, ascending: 1, 2"
    } else if options.len() == poll.options.len() {
        "names every option: that is everybody"
    } else if poll.additions.iter().filter(|other| other.options == *options).count() > 1 {
        "is declared twice"
    } else {
        return None;
    };
    Some(problem.to_owned())
}

/// What is wrong with a web address.
pub(super) fn address(url: &str) -> Option<String> {
    if url.is_empty() {
        return Some("is empty".to_owned());
    }
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let good = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'))
        && url.len() <= MAX_ADDRESS_CHARS;
    let start = || url.chars().take(80).collect::<String>();
    (!good).then(|| format!("`{}` is not a web address: it starts with https://", start()))
}

/// Whether readers can reach somebody by it with one press: one e-mail address, or one web address that is encrypted.
fn is_one_contact(contact: &str) -> bool {
    if let Some(rest) = contact.strip_prefix("https://") {
        let is_one = ![",http", ";http"].iter().any(|more| rest.contains(more));
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        return is_one && !host.contains(['@', ',', ';']) && address(contact).is_none();
    }
    // What a mail program would take for more than an address: other recipients, a subject, an escape.
    let is_plain = !contact.contains(['?', '&', '#', '%', ';', ':', '/', '\\', '"', '`']);
    is_plain
        && EmailAddress::parse(contact)
            .is_ok_and(|email| email.as_str().chars().eq(contact.chars().flat_map(char::to_lowercase)))
}

/// Whether it is 1 to 40 small letters, digits and one other sign.
fn is_name(key: &str, sign: u8) -> bool {
    let is_of_name = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == sign;
    !key.is_empty() && key.len() <= 40 && key.bytes().all(is_of_name)
}

fn used_twice<'k>(key: &str, all: impl Iterator<Item = &'k String>) -> Option<String> {
    (all.filter(|other| *other == key).count() > 1).then(|| format!("`{key}` is used twice"))
}

fn too_few(n: usize) -> Option<String> {
    (n < 2).then(|| "needs at least two".to_owned())
}

/// The first two that look alike; blank ones are missing, not alike.
fn pair(options: &[&str]) -> Option<(usize, usize)> {
    let is_there: Vec<usize> =
        (0..).zip(options).filter(|(_, text)| !legible::is_blank(text)).map(|(at, _)| at).collect();
    let texts: Vec<&str> = is_there.iter().filter_map(|at| options.get(*at).copied()).collect();
    let (first, second) = legible::look_alikes(&texts)?;
    Some((*is_there.get(first)?, *is_there.get(second)?))
}

fn alike(options: &[&str], first: usize, second: usize) -> String {
    let text = |at: usize| options.get(at).copied().unwrap_or_default().trim();
    format!(
        "answer {}, `{}`, looks the same as answer {}, `{}`; keep one, or word them apart",
        second + 1,
        text(second),
        first + 1,
        text(first)
    )
}
