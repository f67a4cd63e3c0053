//! E-mail addresses and accounts on other services.

use super::lists::{ENDINGS, MAILING, PROFILE_PAGES, SERVICES};
use super::words::Word;
use super::{Found, PersonalKind};
use std::ops::Range;

/// Words back to which "name at host.org" is looked for a "write to".
const MAILING_WORDS: usize = 6;

pub(super) fn emails(text: &str, words: &[Word<'_>]) -> Vec<Found> {
    let ranges = text.match_indices('@').filter_map(|(at, _)| email_around(text, at)).chain(spelled(words));
    ranges.map(|range| Found { kind: PersonalKind::Email, range, what: "" }).collect()
}

/// name@host.org
fn email_around(text: &str, at: usize) -> Option<Range<usize>> {
    let before = text.get(..at)?;
    let name = before.rsplit(|c: char| !(c.is_alphanumeric() || "._%+-".contains(c))).next()?;
    let start = at - name.len();
    let is_federated = before.get(..start).is_some_and(|rest| rest.ends_with('@'));
    let host = host(text.get(at + 1..)?)?;
    let is_complete = !name.is_empty() && !is_federated;
    is_complete.then_some(start..at + 1 + host)
}

/// Bytes of the host that a text starts with.
fn host(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(text.len());
    let host = text.get(..end)?.trim_end_matches(['.', '-']);
    let (name, ending) = host.rsplit_once('.')?;
    let has_ending = ending.len() >= 2 && ending.chars().all(char::is_alphabetic);
    (!name.is_empty() && has_ending).then_some(host.len())
}

/// "name at host dot org"; "name (at) host.org"; "name at host.org" after "write to".
fn spelled(words: &[Word<'_>]) -> Vec<Range<usize>> {
    let ats = words.iter().enumerate().filter(|(at, word)| word.low == "at" && *at > 0);
    ats.filter_map(|(at, word)| spelled_around(words, at, word)).collect()
}

fn spelled_around(words: &[Word<'_>], at: usize, word: &Word<'_>) -> Option<Range<usize>> {
    let is_bracketed = word.gap.ends_with(['(', '[', '{']);
    let (n_parts, end, has_dot_words) = spelled_host(words.get(at + 1..)?)?;
    let start = name_start(words, at)?;
    let is_mailing = || {
        let before = words.get(at.saturating_sub(MAILING_WORDS)..at).unwrap_or_default();
        before.iter().any(|word| MAILING.contains(&word.low.as_str()))
    };
    (n_parts > 1 && (is_bracketed || has_dot_words || is_mailing())).then_some(start..end)
}

/// Where the name before an "at" starts: "pat", "pat dot lowe", "old.dave".
fn name_start(words: &[Word<'_>], at: usize) -> Option<usize> {
    let mut first = at.checked_sub(1)?;
    while first > 0 {
        let (Some(here), Some(before)) = (words.get(first), words.get(first - 1)) else { break };
        let two_before = first.checked_sub(2).filter(|_| before.low == "dot");
        match two_before {
            Some(place) => first = place,
            None if matches!(here.gap, "." | "_" | "-" | "+") => first -= 1,
            None => break,
        }
    }
    words.get(first).map(|word| word.start)
}

/// Parts of a host, its end, and whether a "dot" is in it as a word.
fn spelled_host(words: &[Word<'_>]) -> Option<(usize, usize, bool)> {
    let first = words.first()?;
    let (mut n_parts, mut end, mut has_dot_words, mut last) = (1, first.end(), false, first.low.as_str());
    let mut rest = words.get(1..)?;
    loop {
        let (part, left, is_word) = match rest {
            [dot, part, left @ ..] if dot.low == "dot" => (part, left, true),
            [part, left @ ..] if matches!(part.gap, "." | "-") => (part, left, false),
            _ => break,
        };
        (n_parts, end, last, rest) = (n_parts + 1, part.end(), part.low.as_str(), left);
        has_dot_words |= is_word;
    }
    ENDINGS.contains(&last).then_some((n_parts, end, has_dot_words))
}

pub(super) fn accounts(text: &str, words: &[Word<'_>]) -> Vec<Found> {
    let handles = text.match_indices('@').filter_map(|(at, _)| handle(text, at));
    let ranges = profiles(text).into_iter().chain(handles).chain(named(words));
    ranges.map(|range| Found { kind: PersonalKind::Account, range, what: "" }).collect()
}

/// @name, @name@host
fn handle(text: &str, at: usize) -> Option<Range<usize>> {
    let is_start =
        !text.get(..at)?.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '@' | '.' | '_' | '/' | '-'));
    let rest = text.get(at + 1..)?;
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))).unwrap_or(rest.len());
    let name = rest.get(..end)?.trim_end_matches(['.', '-']);
    let is_name =
        name.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !matches!(name, "work" | "home" | "school");
    let server = rest.get(end..)?.strip_prefix('@').and_then(host).map_or(0, |host| host + 1);
    (is_start && is_name).then_some(at..at + 1 + name.len() + server)
}

/// Addresses of profile pages.
fn profiles(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut chunk_start = 0;
    for chunk in text.split_inclusive(char::is_whitespace) {
        let opening = chunk.len() - chunk.trim_start_matches(['(', '<', '"', '[', '“']).len();
        let word = chunk.get(opening..).unwrap_or_default();
        let word = word.trim_end().trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '>', '"', ']', '”']);
        if is_profile(word) {
            found.push(chunk_start + opening..chunk_start + opening + word.len());
        }
        chunk_start += chunk.len();
    }
    found
}

fn is_profile(word: &str) -> bool {
    let low = word.to_lowercase();
    let low = low.strip_prefix("https://").or_else(|| low.strip_prefix("http://")).unwrap_or(&low);
    let low = ["www.", "m.", "mobile.", "uk."].iter().find_map(|start| low.strip_prefix(start)).unwrap_or(low);
    let named = PROFILE_PAGES.iter().any(|page| low.strip_prefix(page).is_some_and(is_account_name));
    let federated = low.split_once("/@").is_some_and(|(host, name)| host.contains('.') && is_account_name(name));
    named || federated
}

fn is_account_name(rest: &str) -> bool {
    let name = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_page = matches!(name, "hashtag" | "search" | "share" | "groups" | "events" | "watch" | "home" | "intent");
    name.len() >= 2 && !is_page
}

/// "I am quiet_baker on Twitter"; "on Instagram as ollie.draws".
fn named(words: &[Word<'_>]) -> Vec<Range<usize>> {
    let services = words.iter().enumerate().filter(|(_, word)| SERVICES.contains(&word.low.as_str()));
    services.filter_map(|(at, _)| name_after(words, at).or_else(|| name_before(words, at))).collect()
}

fn name_after(words: &[Word<'_>], at: usize) -> Option<Range<usize>> {
    if let Some(name) = words.get(at + 1).filter(|name| name.gap.trim_end() == ":") {
        let parts =
            words.get(at + 2..).unwrap_or_default().iter().take_while(|part| matches!(part.gap, "." | "-" | "_"));
        let last = parts.last();
        let is_made_up = last.is_some() || name.low.contains(['_', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        return is_made_up.then(|| name.start..last.unwrap_or(name).end());
    }
    let (on, joint) = (words.get(at.checked_sub(1)?)?, words.get(at + 1)?);
    let name = words.get(at + 2).filter(|_| on.low == "on" && matches!(joint.low.as_str(), "as" | "under"))?;
    let parts = words.get(at + 3..).unwrap_or_default().iter().take_while(|part| matches!(part.gap, "." | "-" | "_"));
    Some(name.start..parts.last().unwrap_or(name).end())
}

fn name_before(words: &[Word<'_>], at: usize) -> Option<Range<usize>> {
    let (on, name) = (words.get(at.checked_sub(1)?)?, words.get(at.checked_sub(2)?)?);
    let before = words.get(at.checked_sub(3)?)?;
    let is_own = matches!(before.low.as_str(), "am" | "i'm" | "as" | "under");
    let looks_made_up = name.low.contains(['_', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    (on.low == "on" && is_own && looks_made_up).then(|| name.start..name.end())
}
