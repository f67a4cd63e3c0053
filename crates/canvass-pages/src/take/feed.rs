//! The feed of published takes, as Atom (RFC 4287).

use crate::marked::escaped;
use canvass_domain::Millis;
use canvass_words::legible;

/// One take in the feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedEntry {
    /// Its address.
    pub url: String,
    /// Its headline.
    pub title: String,
    /// What stands under it, in plain words.
    pub summary: String,
    /// Who wrote it: whoever signed it, else who publishes it.
    pub author: String,
    /// When it was published.
    pub published_ms: Millis,
}

/// The feed below an address, newest first.
#[must_use]
pub fn feed(public_url: &str, title: &str, entries: &[FeedEntry]) -> String {
    let updated = entries.iter().map(|entry| entry.published_ms).max().unwrap_or(0);
    let entry = |entry: &FeedEntry| {
        let [url, title, summary, author] =
            [&entry.url, &entry.title, &entry.summary, &entry.author].map(|text| escaped(&legible::plain(text)));
        let at = moment(entry.published_ms);
        format!(
            "<entry><id>{url}</id><title>{title}</title><link rel=\"alternate\" href=\"{url}\"/>\
             <published>{at}</published><updated>{at}</updated><author><name>{author}</name></author>\
             <summary>{summary}</summary></entry>\n"
        )
    };
    let (base, title) = (escaped(public_url), escaped(&legible::plain(title)));
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>{base}/takes.atom</id>\
         <title>{title}</title><link rel=\"self\" href=\"{base}/takes.atom\"/><link rel=\"alternate\" href=\"{base}/\"/>\
         <updated>{}</updated>\n{}</feed>\n",
        moment(updated),
        entries.iter().map(entry).collect::<String>()
    )
}

fn moment(ms: Millis) -> String {
    jiff::Timestamp::from_millisecond(ms).map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A title with a vertical tab made the feed unreadable: XML has no way to write one.
    #[test]
    fn a_feed_is_xml_whatever_was_stored() {
        let odd = "Sunday\u{b}opening\u{0}\u{1b}\u{fffe}? <b>&amp;\u{202e}";
        let entry = FeedEntry {
            url: "https://ask.example/take/sunday-1".to_owned(),
            title: odd.to_owned(),
            summary: odd.to_owned(),
            author: odd.to_owned(),
            published_ms: 1_736_182_800_000,
        };
        let feed = feed("https://ask.example", odd, &[entry]);
        let document = roxmltree::Document::parse(&feed).unwrap();
        let titles: Vec<_> =
            document.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", "title"))).collect();
        assert_eq!(titles.len(), 2);
        assert!(titles.iter().all(|title| title.text() == Some("Sundayopening? <b>&amp;")), "{feed}");
    }
}
