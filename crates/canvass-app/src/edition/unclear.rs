//! What readers found unclear, as the desk sees it: what one sender says, and what is said of one passage, is one thing to
//! settle. Who sends is known by a key that nobody can turn back, in memory alone, and is forgotten with the process.

use crate::Key;
use canvass_domain::ConversationId;
use canvass_store::UnclearRow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

/// Most notes whose senders are remembered; past that all are forgotten, and fold by their words alone.
const MAX_REMEMBERED: usize = 100_000;

/// Notes that are settled together, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnclearGroup {
    /// What they have in common.
    pub shares: Shares,
    /// The notes; never none.
    pub rows: Vec<UnclearRow>,
}

/// What notes have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shares {
    /// The words that are unclear.
    Passage,
    /// Who sent them.
    Sender,
}

/// Which notes one sender sent.
#[derive(Debug, Default)]
pub(crate) struct Senders(Mutex<HashMap<(ConversationId, u32), Key>>);

impl Senders {
    pub(crate) fn remember(&self, of: ConversationId, number: u32, sender: Key) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MAX_REMEMBERED {
            known.clear();
        }
        known.insert((of, number), sender);
    }

    pub(crate) fn fold(&self, of: ConversationId, rows: Vec<UnclearRow>) -> Vec<UnclearGroup> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        fold(rows, |number| known.get(&(of, number)).copied())
    }
}

/// Several notes of one sender are one group, whatever they are about, so that nobody's are spread over all others';
/// those that are left are a group for each passage.
fn fold(rows: Vec<UnclearRow>, sender: impl Fn(u32) -> Option<Key>) -> Vec<UnclearGroup> {
    let mut n_sent: HashMap<[u8; 32], usize> = HashMap::new();
    for key in rows.iter().filter_map(|row| sender(row.number)) {
        *n_sent.entry(key.0).or_default() += 1;
    }
    // By the first number in it, which is the oldest.
    let mut groups: BTreeMap<u32, UnclearGroup> = BTreeMap::new();
    let mut first_of: HashMap<(Option<[u8; 32]>, String), u32> = HashMap::new();
    for row in rows {
        let sent_more = sender(row.number).map(|key| key.0).filter(|key| n_sent.get(key).is_some_and(|n| *n > 1));
        let shares = if sent_more.is_some() { Shares::Sender } else { Shares::Passage };
        let passage = if sent_more.is_some() { String::new() } else { plain(&row.passage) };
        let first = *first_of.entry((sent_more, passage)).or_insert(row.number);
        groups.entry(first).or_insert_with(|| UnclearGroup { shares, rows: Vec::new() }).rows.push(row);
    }
    groups.into_values().collect()
}

/// A passage without what differs when it is typed again: capitals, and whatever is no letter or digit.
fn plain(passage: &str) -> String {
    let letters = passage.to_lowercase();
    let words = letters.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let plain = words.collect::<Vec<_>>().join(" ");
    if plain.is_empty() { passage.to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u32, passage: &str) -> UnclearRow {
        UnclearRow { number, edition: 1, passage: passage.to_owned(), note: None, at_ms: 0 }
    }

    /// Each note's sender (0 for nobody known) and passage; the numbers of each group.
    fn check(notes: &[(u8, &str)], expected: &[(Shares, &[u32])]) {
        let rows = (1..).zip(notes).map(|(number, (_, passage))| row(number, passage)).collect();
        let sender = |number: u32| Some(notes[number as usize - 1].0).filter(|n| *n > 0).map(|n| Key([n; 32]));
        let groups = fold(rows, sender);
        let found: Vec<(Shares, Vec<u32>)> =
            groups.iter().map(|group| (group.shares, group.rows.iter().map(|row| row.number).collect())).collect();
        let expected: Vec<_> = expected.iter().map(|(shares, numbers)| (*shares, numbers.to_vec())).collect();
        assert_eq!(found, expected, "{notes:?}");
    }

    #[test]
    fn notes_fold_by_sender_and_then_by_passage() {
        check(&[], &[]);
        check(
            &[(0, "a"), (0, "b"), (0, "A."), (1, "\u{201c}a\u{201d}")],
            &[(Shares::Passage, &[1, 3, 4]), (Shares::Passage, &[2])],
        );
        check(
            &[(1, "a"), (2, "a"), (1, "b"), (3, "b")],
            &[(Shares::Sender, &[1, 3]), (Shares::Passage, &[2]), (Shares::Passage, &[4])],
        );
        check(&[(0, "?"), (0, "!"), (0, "?")], &[(Shares::Passage, &[1, 3]), (Shares::Passage, &[2])]);
        check(
            &[(0, "Mental Health Act  assessment"), (0, "mental-health act assessment")],
            &[(Shares::Passage, &[1, 2])],
        );
    }
}
