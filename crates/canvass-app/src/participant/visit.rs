//! What is remembered of a visit before there is a participant: in memory only, bounded, never written until
//! the reader answers.

use crate::Key;
use crate::statement::Shown;
use canvass_domain::{ArrivedVia, ConversationId, host_of};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Visits that make a generation; at most two generations are remembered, and the showings of older ones that
/// nobody answered are not logged.
const GENERATION: usize = 100_000;

/// Visits in memory.
#[derive(Debug, Default)]
pub struct Visits {
    visits: Mutex<Generations>,
}

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<(ConversationId, Key), Visit>,
    old: HashMap<(ConversationId, Key), Visit>,
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
        self.locked().find(&(conversation, *key))
    }

    /// Remembers by what way a visit came; the first way counts.
    pub fn arrive(&self, conversation: ConversationId, key: Key, via: ArrivedVia) {
        let mut visits = self.locked();
        if visits.find(&(conversation, key)).is_none() {
            visits.put((conversation, key), Visit { via, showing: None });
        }
    }

    /// The story is on another host now: whoever came from the former one did not come from this one.
    pub(crate) fn leave_story(&self, conversation: ConversationId) {
        let mut visits = self.locked();
        let Generations { young, old } = &mut *visits;
        for ((_, _), visit) in young.iter_mut().chain(old).filter(|((of, _), _)| *of == conversation) {
            if visit.via == ArrivedVia::Story {
                visit.via = ArrivedVia::Other;
            }
        }
    }

    pub(crate) fn show(&self, conversation: ConversationId, key: Key, showing: Shown) {
        let mut visits = self.locked();
        let via = visits.find(&(conversation, key)).map_or(ArrivedVia::Direct, |visit| visit.via);
        visits.put((conversation, key), Visit { via, showing: Some(showing) });
    }

    /// Nothing is remembered of who leaves for good.
    pub(crate) fn forget(&self, conversation: ConversationId, key: &Key) {
        let mut visits = self.locked();
        visits.young.remove(&(conversation, *key));
        visits.old.remove(&(conversation, *key));
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Generations> {
        self.visits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generations {
    fn find(&self, who: &(ConversationId, Key)) -> Option<Visit> {
        self.young.get(who).or_else(|| self.old.get(who)).copied()
    }

    fn put(&mut self, who: (ConversationId, Key), visit: Visit) {
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(who, visit);
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
    let Some(host) = referrer.and_then(host_of) else { return ArrivedVia::Direct };
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
    } else if story.and_then(host_of).is_some_and(|story| story == host) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_visits_go_first_and_a_forgotten_one_at_once() {
        let visits = Visits::default();
        let key = |n: usize| {
            let mut key = [0; 32];
            key[..8].copy_from_slice(&n.to_be_bytes());
            Key(key)
        };
        for n in 0..=2 * GENERATION {
            visits.arrive(ConversationId(1), key(n), ArrivedVia::Story);
        }
        let is_there = |n| visits.find(ConversationId(1), &key(n)).is_some();
        assert!(!is_there(0) && is_there(GENERATION) && is_there(2 * GENERATION));
        visits.forget(ConversationId(1), &key(2 * GENERATION));
        assert!(!is_there(2 * GENERATION));
    }

    #[test]
    fn who_came_from_the_former_story_did_not_come_from_the_new_one() {
        let visits = Visits::default();
        let [here, there] = [1, 2].map(ConversationId);
        [here, there].iter().for_each(|id| visits.arrive(*id, Key([0; 32]), ArrivedVia::Story));
        visits.leave_story(here);
        let via = |id| visits.find(id, &Key([0; 32])).map(|visit| visit.via);
        assert_eq!([here, there].map(via), [Some(ArrivedVia::Other), Some(ArrivedVia::Story)]);
    }

    #[test]
    fn a_referrer_becomes_a_class() {
        let story = Some("https://news.example/story");
        let class = |referrer: &str| arrived_via(Some(referrer), story, Some("localhost"));
        assert_eq!(arrived_via(None, story, None), ArrivedVia::Direct);
        assert_eq!(class("http://localhost:8400/"), ArrivedVia::Direct);
        assert_eq!(class("https://news.example/other?x=1"), ArrivedVia::Story);
        assert_eq!(
            arrived_via(Some("https://news.example/a"), Some("https://News.Example/b"), None),
            ArrivedVia::Story
        );
        assert_eq!(class("https://www.google.co.uk/"), ArrivedVia::Search);
        assert_eq!(class("https://mail.google.com/"), ArrivedVia::Mail);
        assert_eq!(class("https://t.co/abc"), ArrivedVia::Social);
        assert_eq!(class("https://not.co/abc"), ArrivedVia::Other);
        assert_eq!(class("https://www.linkedin.com/feed"), ArrivedVia::Social);
        assert_eq!(class("nonsense"), ArrivedVia::Direct);
    }
}
