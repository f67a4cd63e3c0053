//! Quotes with where they come from, attributed as their author chose; and a dated note where one was withdrawn.

use super::{TakePage, TakeQuote};
use crate::html::web_address;
use crate::marked::escaped;
use crate::words::Words;
use canvass_domain::Conversation;
use canvass_edition::{Provenanced, QuoteRecord};
use canvass_words::Arg;

/// One quote as a figure.
pub(crate) fn quote_html(t: Words, page: &TakePage<'_>, conversation: &Conversation, number: u32) -> String {
    let record = page.edition.quotes.iter().find(|record| record.number == number);
    let words = page.quotes.iter().find(|words| words.number == number);
    let (Some(record), Some(words)) = (record, words) else {
        return format!("<p><mark>{}</mark></p>", escaped(&format!("{{quote.{number}}}")));
    };
    let Some(text) = &words.text else {
        let day = words.withdrawn_ms.map(|ms| t.day(ms)).unwrap_or_default();
        return format!(
            "<p class=\"withdrawn\" id=\"quote-{number}\">{}</p>",
            escaped(&t.say("take-quote-withdrawn", &day))
        );
    };
    let paragraphs = text.split('\n').map(str::trim_end).filter(|line| !line.is_empty());
    let paragraphs: String = paragraphs.map(|line| format!("<p dir=\"auto\">{}</p>", escaped(line))).collect();
    format!(
        "<figure class=\"quote\" id=\"quote-{number}\"><blockquote>{paragraphs}</blockquote><figcaption>{}</figcaption></figure>",
        caption(t, conversation, record, words)
    )
}

fn caption(t: Words, conversation: &Conversation, record: &QuoteRecord, words: &TakeQuote) -> String {
    let mut parts: Vec<String> = Vec::new();
    match &record.provenance {
        Provenanced::Here { comment, posted_ms, .. } => {
            let name = words.name.clone().unwrap_or_else(|| t.text("take-quote-anonymous"));
            parts.push(format!("<b><bdi>{}</bdi></b>", escaped(&name)));
            let number = comment.to_string();
            let day = t.day(*posted_ms);
            let here = t.with("take-quote-here", &[("number", Arg::Text(&number)), ("day", Arg::Text(&day))]);
            parts.push(format!("<a href=\"/c/{}/comments/{number}\">{}</a>", conversation.slug, escaped(&here)));
        }
        Provenanced::Elsewhere { source, date: day, url, name, .. } => {
            let name = name.clone().unwrap_or_else(|| t.text("take-quote-anonymous"));
            parts.push(format!("<b><bdi>{}</bdi></b>", escaped(&name)));
            let values = [("source", Arg::Text(source.as_str())), ("day", Arg::Text(&t.written_day(day)))];
            let said = escaped(&t.with("take-quote-elsewhere", &values));
            parts.push(match web_address(url) {
                Some(url) => format!("<a href=\"{}\" rel=\"noopener nofollow\">{said}</a>", escaped(url)),
                None => said,
            });
        }
    }
    let marks = [
        who(t, conversation, words),
        record.is_cut.then(|| t.text("take-quote-cut")),
        record.by_editor.then(|| t.text("take-quote-by-editor")),
    ];
    parts.extend(marks.into_iter().flatten().map(|mark| escaped(&mark)));
    parts.join(" · ")
}

/// What the author chose, in its words, or nothing.
fn who(t: Words, conversation: &Conversation, words: &TakeQuote) -> Option<String> {
    let poll = conversation.instrument.poll.as_ref()?;
    let (_, option) = poll.numbered().find(|(id, _)| Some(id.0) == words.option)?;
    Some(t.say("take-quote-option", &option.text))
}
