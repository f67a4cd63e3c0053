//! What letters say, as plain text. A letter never holds a reader's words, nor counts that a gate could hide.

use crate::words::Words;
use canvass_domain::{Conversation, Millis};
use canvass_words::Arg;
use canvass_words::{Locale, legible};

/// Longest title in a subject line, in characters.
const MAX_TITLE_CHARS: usize = 120;

/// A letter's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterText {
    /// One line.
    pub subject: String,
    /// Paragraphs.
    pub body: String,
}

/// What waits in one conversation.
#[derive(Clone, Debug)]
pub struct WaitingLine<'a> {
    /// Which.
    pub conversation: &'a Conversation,
    /// The address of its queue.
    pub url: String,
    /// How many texts wait.
    pub n: u64,
}

/// The link a member of staff signs in with.
#[must_use]
pub fn sign_in(url: &str) -> LetterText {
    let t = Words::of(Locale::ENGLISH);
    LetterText { subject: t.text("letter-sign-in-subject"), body: t.say("letter-sign-in", url) }
}

/// That something waits for a decision, by conversation.
#[must_use]
pub fn waiting(lines: &[WaitingLine<'_>], desk_url: &str) -> LetterText {
    let t = Words::of(Locale::ENGLISH);
    let n: u64 = lines.iter().map(|line| line.n).sum();
    let line = |line: &WaitingLine<'_>| {
        let title = one_line(&line.conversation.instrument.title);
        format!(
            "{}\n{}",
            t.with("letter-waiting-line", &[("title", Arg::Text(&title)), ("n", Arg::Count(line.n))]),
            line.url
        )
    };
    let list: Vec<String> = lines.iter().map(line).collect();
    let body =
        format!("{}\n\n{}\n\n{}", t.text("letter-waiting"), list.join("\n\n"), t.say("letter-waiting-stop", desk_url));
    LetterText { subject: t.count("letter-waiting-subject", n), body }
}

/// That more readers than usual are marked, since when and how many: no count of answers, which a gate could hide.
#[must_use]
pub fn unusual(conversation: &Conversation, (since_ms, n): (Millis, u64), url: &str, desk_url: &str) -> LetterText {
    let t = Words::desk(&conversation.instrument);
    let title = one_line(&conversation.instrument.title);
    let since = t.moment_words(Some(since_ms)).unwrap_or_default();
    let values = [("title", Arg::Text(&title)), ("since", Arg::Text(&since)), ("n", Arg::Count(n))];
    let body = format!("{}\n{url}\n\n{}", t.with("letter-unusual", &values), t.say("letter-unusual-stop", desk_url));
    LetterText { subject: t.say("letter-unusual-subject", &title), body }
}

/// Asks whoever asked to be told of results to confirm that the address is theirs.
#[must_use]
pub fn confirm_notice(conversation: &Conversation, url: &str) -> LetterText {
    let t = Words::told(&conversation.instrument);
    let title = one_line(&conversation.instrument.title);
    let values = [("title", Arg::Text(&title)), ("url", Arg::Text(url))];
    LetterText { subject: t.say("letter-confirm-subject", &title), body: t.with("letter-confirm", &values) }
}

/// That results are final.
#[must_use]
pub fn results_final(conversation: &Conversation, url: &str) -> LetterText {
    let t = Words::told(&conversation.instrument);
    let title = one_line(&conversation.instrument.title);
    let values = [("title", Arg::Text(&title)), ("url", Arg::Text(url))];
    LetterText { subject: t.say("letter-results-subject", &title), body: t.with("letter-results", &values) }
}

/// That there is a take.
#[must_use]
pub fn take_published(conversation: &Conversation, url: &str) -> LetterText {
    let t = Words::told(&conversation.instrument);
    let title = one_line(&conversation.instrument.title);
    let values = [("title", Arg::Text(&title)), ("url", Arg::Text(url))];
    LetterText { subject: t.say("letter-take-subject", &title), body: t.with("letter-take", &values) }
}

/// A title as it can stand in a header: no line ends, not endless.
fn one_line(title: &str) -> String {
    let title = legible::plain(title);
    let words: Vec<&str> = title.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= MAX_TITLE_CHARS {
        return line;
    }
    let cut: String = line.chars().take(MAX_TITLE_CHARS).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_in_a_subject_line_is_one_line_that_turns_nothing() {
        assert_eq!(one_line(" Sunday\u{b}\u{202e}opening\u{1b}[2J\r\nor not? "), "Sundayopening[2J or not?");
        assert_eq!(one_line(&"a".repeat(121)).chars().count(), 121, "cut, with an ellipsis");
    }
}
