//! Prose with its references filled in: figures lead to where they come from, quotes and charts stand where they were
//! placed.

use super::figures::source_of;
use super::{TakePage, quote_html};
use crate::html::Html;
use crate::marked::{Terms, escaped, outlined};
use crate::results::{ResultsPage, map_figure, method_lines, poll_figure};
use crate::words::Words;
use canvass_counts::{LEAST, thresholds};
use canvass_domain::Conversation;
use canvass_edition::{Fact, FactKind, Facts};
use canvass_text::{Placed, references, without_citations};
use canvass_words::Arg;
use std::cell::Cell;

/// What prose is set with.
pub(super) struct Setting<'a> {
    pub t: Words,
    pub page: &'a TakePage<'a>,
    pub conversation: &'a Conversation,
    pub results_page: &'a ResultsPage<'a>,
}

/// Whether the sign of a cited figure has been explained on the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Explained {
    NotYet,
    Already,
}

/// Prose as it is shown.
pub(super) struct Rendered {
    pub headline: String,
    pub standfirst: Html,
    pub body: Html,
}

impl Setting<'_> {
    pub(super) fn render(&self) -> Rendered {
        let instrument = &self.conversation.instrument;
        let who = self.t.book().who_answered(self.page.results, instrument, self.page.edition.provenance);
        let facts = Facts::of(self.page.edition, self.page.results, instrument, &who);
        let prose = &self.page.edition.prose;
        let terms = Terms::of(&instrument.terms).clarified(|word| self.said_of(word));
        let explained = Cell::new(Explained::NotYet);
        let cite = |key: &str, words: &str| self.cited(&format!("figure.{key}"), words, &explained);
        let show = |key: &str, placed| self.show(&facts, &terms, (key, placed), &explained);
        let set = |text: &str| Html::trusted(begun(self.t, terms.prose(text, &show, &cite).to_string()));
        Rendered {
            headline: line(&facts, &prose.headline),
            standfirst: set(&prose.standfirst),
            body: Html::trusted(self.with_clarifications(outlined(set(&prose.body).to_string()), &terms)),
        }
    }

    fn show(
        &self,
        facts: &Facts<'_>,
        terms: &Terms,
        (key, placed): (&str, Placed),
        explained: &Cell<Explained>,
    ) -> String {
        if let Some(block) = self.block(terms, key) {
            return block;
        }
        if let Some(number) = key.strip_prefix("quote.").and_then(|number| number.parse().ok()) {
            return quote_html(self.t, self.page, self.conversation, number);
        }
        let shown = match facts.get(key) {
            Ok(fact) if fact.kind == FactKind::Cited => self.cited(&fact.key, &escaped(&fact.value), explained),
            Ok(fact) => self.fact(&fact),
            Err(_) => format!("<mark>{}</mark>", escaped(&format!("{{{key}}}"))),
        };
        if placed == Placed::Alone { format!("<p>{shown}</p>") } else { shown }
    }

    /// Words of a figure from elsewhere, as HTML: they lead to all that is known of it, and the sign behind them to its
    /// source. What the sign means is said behind the first on the page.
    fn cited(&self, key: &str, words: &str, explained: &Cell<Explained>) -> String {
        let Some(place) = self.page.figures.iter().position(|figure| figure.key == key) else {
            return words.to_owned();
        };
        let is_first = explained.replace(Explained::Already) == Explained::NotYet;
        let why = if is_first { format!(" {}", escaped(&self.t.text("take-cited-explained"))) } else { String::new() };
        let sign = match source_of(&self.conversation.instrument, key) {
            Some((source, url)) => format!(
                "<a href=\"{}\" rel=\"noopener nofollow\" aria-label=\"{}\">↗</a>",
                escaped(url),
                escaped(&self.t.say("take-cited-source", source))
            ),
            None => escaped(&self.t.text("take-cited-mark")),
        };
        format!(
            "<a class=\"cited\" href=\"#figure-{}\">{words}</a> <small class=\"mark\">{sign}{why}</small>",
            place + 1
        )
    }

    /// Measured figures lead to what they rest on; words are plain.
    fn fact(&self, fact: &Fact) -> String {
        let place = self.page.figures.iter().position(|figure| figure.key == fact.key);
        let value = match fact.share {
            Some(share) if fact.key.ends_with(".share") && self.t.is_cautious(share.base) => {
                self.t.say("share-cautious", &fact.value)
            }
            _ => fact.value.clone(),
        };
        let value = escaped(&value);
        match place.filter(|_| fact.kind == FactKind::Bound) {
            Some(place) => format!("<a class=\"bound\" href=\"#figure-{}\">{value}</a>", place + 1),
            None => value,
        }
    }

    fn block(&self, terms: &Terms, key: &str) -> Option<String> {
        match key {
            "chart.poll" => Some(poll_figure(self.t, self.results_page)),
            "chart.map" => Some(map_figure(self.t, self.results_page)),
            "terms" => Some(self.terms(terms)),
            "method" => {
                let own = [
                    ("take-method-headline", ("points", thresholds::SPLIT_WITHIN_POINTS)),
                    ("take-method-quotes", ("least", LEAST)),
                ];
                let own = own.map(|(key, (name, n))| self.t.with(key, &[(name, Arg::Count(n))]));
                let lines = method_lines(self.t, self.results_page).into_iter().chain(own);
                let items = lines.map(|line| format!("<li>{}</li>", escaped(&line)));
                Some(format!("<ul class=\"method\">{}</ul>", items.collect::<String>()))
            }
            _ => None,
        }
    }

    /// The glossary, each entry with a way to say that it is unclear.
    fn terms(&self, terms: &Terms) -> String {
        let id = &self.page.edition.id;
        let entries = terms.entries().into_iter().map(|entry| {
            let passage = crate::html::query_escape(&entry.word);
            let unclear = if self.page.standing == super::Standing::Published {
                format!(
                    " <a class=\"unclear\" href=\"/take/{id}/unclear?passage={passage}\">{}<span class=\"hidden\"> {}</span></a>",
                    escaped(&self.t.text("take-unclear-link")),
                    escaped(&entry.word)
                )
            } else {
                String::new()
            };
            format!(
                "<div id=\"{}\" tabindex=\"-1\"><dt>{}</dt><dd><span id=\"{}-text\">{}{}</span>{unclear}</dd></div>",
                entry.id,
                escaped(&entry.word),
                entry.id,
                clarified(&entry.clarified),
                escaped(&entry.text)
            )
        });
        format!("<div class=\"terms\"><dl>{}</dl></div>", entries.collect::<String>())
    }

    /// Clarifications of words that are no term, each behind the paragraph in which the words first stand.
    fn with_clarifications(&self, mut html: String, terms: &Terms) -> String {
        let entries = terms.entries();
        let is_term =
            |passage: &str| entries.iter().any(|entry| entry.word.trim().eq_ignore_ascii_case(passage.trim()));
        let others = self.page.clarifications.iter().enumerate().filter(|(_, one)| !is_term(&one.passage));
        for (place, clarification) in others {
            let Some(at) = behind(&html, &one_line(&clarification.passage)) else { continue };
            let day = self.t.day(clarification.at_ms);
            let on = escaped(&self.t.say("take-clarified-below", &day));
            let text = escaped(clarification.text.split("\n\n").next().unwrap_or_default());
            let link = format!("<a class=\"clarified-on\" href=\"#clarification-{}\">{on}</a>", place + 1);
            html.insert_str(at, &format!("<span class=\"clarified\">{link} {text}</span>"));
        }
        html
    }

    /// What was said of a term after publication, the newest first.
    fn said_of(&self, word: &str) -> Vec<String> {
        let is_same = |passage: &str| passage.trim().eq_ignore_ascii_case(word.trim());
        let mut about: Vec<_> = self.page.clarifications.iter().filter(|one| is_same(&one.passage)).collect();
        about.sort_by_key(|one| std::cmp::Reverse(one.at_ms));
        let said = about.into_iter().map(|one| {
            let day = self.t.day(one.at_ms);
            self.t.with("take-clarified", &[("day", Arg::Text(&day)), ("text", Arg::Text(&one.text))])
        });
        said.collect()
    }
}

/// Shares that are words, such as "more than 99%", with a capital where a sentence or a line begins with one.
fn begun(t: Words, mut html: String) -> String {
    for words in ["share-above-99-words", "share-below-one-words"].map(|key| t.text(key)) {
        let figure = format!("\">{words}</a>");
        let mut from = 0;
        while let Some(at) = html.get(from..).and_then(|rest| rest.find(&figure)).map(|at| from + at + 2) {
            let before = html.get(..at).and_then(|before| before.rfind("<a ")).and_then(|tag| html.get(..tag));
            let begins = before.is_some_and(|before| {
                let before = before.trim_end();
                ["<p>", "<li>"].iter().any(|tag| before.ends_with(tag)) || before.ends_with(['.', '?', '!'])
            });
            if begins {
                let first = html.get(at..=at).unwrap_or_default().to_uppercase();
                html.replace_range(at..=at, &first);
            }
            from = at;
        }
    }
    html
}

/// Clarifications of a term, in place.
fn clarified(said: &[String]) -> String {
    said.iter().map(|text| format!("<span class=\"clarified\">{}</span> ", escaped(text))).collect()
}

/// A line of plain text with its references filled in, and its citations in their words.
pub(super) fn line(facts: &Facts<'_>, text: &str) -> String {
    let text = &without_citations(text);
    let (mut line, mut done) = (String::new(), 0);
    for found in references(text) {
        line.push_str(text.get(done..found.range.start).unwrap_or_default());
        line.push_str(&facts.get(found.key).map_or_else(|_| format!("{{{}}}", found.key), |fact| fact.value));
        done = found.range.end;
    }
    line.push_str(text.get(done..).unwrap_or_default());
    line
}

/// The end of the paragraph or item in which words first stand as words of its text, whatever tags are between them.
fn behind(html: &str, words: &str) -> Option<usize> {
    let words = words.to_lowercase();
    if words.is_empty() {
        return None;
    }
    let mut start = 0;
    while let Some((open, close)) = BLOCKS.iter().filter_map(|name| block(html, start, name)).min() {
        if stand_in(&one_line(&super::plain(html.get(open..close)?)).to_lowercase(), &words) {
            return Some(close);
        }
        start = open;
    }
    None
}

/// Words as they are looked for: one space between them.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

const BLOCKS: [&str; 3] = ["p", "li", "dd"];

/// Where the text of the next element of this name begins and ends.
fn block(html: &str, start: usize, name: &str) -> Option<(usize, usize)> {
    let rest = html.get(start..)?;
    let (plain, with) = (format!("<{name}>"), format!("<{name} "));
    let at = [rest.find(&plain), rest.find(&with)].into_iter().flatten().min()?;
    let open = at + rest.get(at..)?.find('>')? + 1;
    let close = open + rest.get(open..)?.find(&format!("</{name}>"))?;
    Some((start + open, start + close))
}

/// Whether words stand in a text and are no part of longer ones.
fn stand_in(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + words.len()..).and_then(|text| text.chars().next());
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::{begun, behind};
    use crate::words::Words;
    use canvass_words::Locale;

    #[test]
    fn a_share_in_words_begins_a_sentence_with_a_capital() {
        let figure = "<a class=\"bound\" href=\"#figure-1\">more than 99%</a>";
        let begun = |html: &str| begun(Words::of(Locale::ENGLISH), html.replace('#', figure)).replace(figure, "small");
        assert_eq!(begun("<p># of them. # of us, and # of all.</p>").matches("small").count(), 1);
        assert!(begun("<li>“So” # agree.</li>").contains("small"));
        assert!(begun("<p>#</p>").contains(">More than 99%</a>"));
    }

    #[test]
    fn a_clarification_stands_behind_the_paragraph_with_the_words() {
        let html = "<h2>Assessment</h2><p>One <a href=\"#assessment\">two</a>.</p><p>An Assessment here.</p>";
        let at = behind(html, "assessment").unwrap();
        assert_eq!(&html[at - 6..at], " here.");
        assert_eq!(behind(html, "nowhere"), None);
        let html = "<figure><svg><title>An act</title></svg></figure><p>Facts.</p><li>46 % of <a href=\"#f\">1,760</a> act.</li>";
        let at = behind(html, "act").unwrap();
        assert_eq!(&html[at..], "</li>");
        assert_eq!(behind(html, "46 % of 1,760"), Some(at));
        assert_eq!(behind(html, ""), None);
    }
}
