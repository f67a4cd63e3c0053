//! What is remembered of a visit before there is a participant: in memory only, bounded, never written until
//! the reader answers.

use crate::Key;
use crate::statement::Shown;
use canvass_domain::{ArrivedVia, ConversationId};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Most visits remembered; past that the memory starts anew, and first showings of those visits are not logged.
const MAX_VISITS: usize = 200_000;

/// Visits in memory.
#[derive(Debug, Default)]
pub struct Visits {
    visits: Mutex<HashMap<(ConversationId, Key), Visit>>,
}

/// One visit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit {
    /// By what way it came.
    pub via: ArrivedVia,
    /// The statement on the screen.
    pub showing: Option<Shown>,
}

impl Visits {
    pub(crate) fn find(&self, conversation: ConversationId, key: &Key) -> Option<Visit> {
        self.locked().get(&(conversation, *key)).copied()
    }

    /// Remembers by what way a visit came; the first way counts.
    pub fn arrive(&self, conversation: ConversationId, key: Key, via: ArrivedVia) {
        self.bounded().entry((conversation, key)).or_insert(Visit { via, showing: None });
    }

    pub(crate) fn show(&self, conversation: ConversationId, key: Key, showing: Shown) {
        let mut visits = self.bounded();
        visits.entry((conversation, key)).or_insert(Visit { via: ArrivedVia::Direct, showing: None }).showing =
            Some(showing);
    }

    fn bounded(&self) -> std::sync::MutexGuard<'_, HashMap<(ConversationId, Key), Visit>> {
        let mut visits = self.locked();
        if visits.len() >= MAX_VISITS {
            visits.clear();
        }
        visits
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, HashMap<(ConversationId, Key), Visit>> {
        self.visits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The class of a referrer: the class only, the address itself is dropped here.
#[must_use]
pub fn arrived_via(referrer: Option<&str>, story: Option<&str>, own_host: Option<&str>) -> ArrivedVia {
    const SEARCH: &[&str] =
        &["google.", "bing.com", "duckduckgo.com", "ecosia.org", "yahoo.", "qwant.com", "startpage.com"];
    const SOCIAL: &[&str] = &[
        "facebook.com",
        "instagram.com",
        "linkedin.com",
        "lnkd.in",
        "t.co",
        "twitter.com",
        "x.com",
        "bsky.app",
        "reddit.com",
        "threads.net",
        "whatsapp.com",
        "t.me",
        "youtube.com",
        "tiktok.com",
        "mastodon.",
    ];
    const MAIL: &[&str] = &["mail.", "outlook.", "webmail."];
    let Some(host) = referrer.and_then(host) else { return ArrivedVia::Direct };
    let named = |list: &[&str]| {
        list.iter().any(|name| {
            if let Some(stem) = name.strip_suffix('.') {
                host.split('.').any(|label| label == stem)
            } else {
                host == *name || host.ends_with(&format!(".{name}"))
            }
        })
    };
    if own_host.is_some_and(|own| own == host) {
        ArrivedVia::Direct
    } else if story.and_then(self::host).is_some_and(|story| story == host) {
        ArrivedVia::Story
    } else if named(MAIL) {
        ArrivedVia::Mail
    } else if named(SEARCH) {
        ArrivedVia::Search
    } else if named(SOCIAL) {
        ArrivedVia::Social
    } else {
        ArrivedVia::Other
    }
}

fn host(address: &str) -> Option<&str> {
    let rest = address.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = host.split(':').next()?;
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_referrer_becomes_a_class() {
        let story = Some("https://news.example/story");
        let class = |referrer: &str| arrived_via(Some(referrer), story, Some("localhost"));
        assert_eq!(arrived_via(None, story, None), ArrivedVia::Direct);
        assert_eq!(class("http://localhost:8400/"), ArrivedVia::Direct);
        assert_eq!(class("https://news.example/other?x=1"), ArrivedVia::Story);
        assert_eq!(class("https://www.google.co.uk/"), ArrivedVia::Search);
        assert_eq!(class("https://mail.google.com/"), ArrivedVia::Mail);
        assert_eq!(class("https://t.co/abc"), ArrivedVia::Social);
        assert_eq!(class("https://not.co/abc"), ArrivedVia::Other);
        assert_eq!(class("https://www.linkedin.com/feed"), ArrivedVia::Social);
        assert_eq!(class("nonsense"), ArrivedVia::Direct);
    }
}
