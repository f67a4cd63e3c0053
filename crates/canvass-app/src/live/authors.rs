//! Who wrote what: readers by their texts, which no log tells of.

use super::Snapshot;
use canvass_domain::{Millis, ParticipantId, Target};
use std::collections::BTreeMap;

impl Snapshot {
    /// Whether there is such a reader, who counts.
    pub(crate) fn is_known(&self, who: ParticipantId) -> bool {
        let wrote = || self.texts().into_iter().any(|target| self.author(target) == Some(who));
        !self.ledger.is_banned(who) && (self.ledger.has_acted(who) || wrote())
    }

    /// How many texts of some readers wait for the desk.
    pub(crate) fn n_waiting_of(&self, readers: &[ParticipantId]) -> usize {
        let is_theirs = |target: &Target| self.author(*target).is_some_and(|who| readers.binary_search(&who).is_ok());
        self.texts().into_iter().filter(|target| is_theirs(target) && self.wait(*target).is_some()).count()
    }

    /// When everybody who is not excluded first answered or wrote something, where that is known, ascending by reader.
    pub(crate) fn came_first(&self) -> BTreeMap<ParticipantId, Millis> {
        let mut came: BTreeMap<ParticipantId, Millis> = self.ledger.first_answers().collect();
        let wrote = self.texts().into_iter().filter_map(|target| {
            let at_ms = match target {
                Target::Statement(id) => self.statements.get(&id)?.added_ms,
                Target::Comment(id) => self.talk.card(id)?.posted_ms,
            };
            Some((self.author(target)?, at_ms))
        });
        for (who, at_ms) in wrote.filter(|(who, at_ms)| *at_ms > 0 && !self.ledger.is_banned(*who)) {
            came.entry(who).and_modify(|known| *known = at_ms.min(*known)).or_insert(at_ms);
        }
        came
    }

    /// How many texts each reader wrote.
    #[must_use]
    pub fn n_texts_by_author(&self) -> BTreeMap<ParticipantId, u64> {
        let mut n_texts = BTreeMap::new();
        for author in self.texts().into_iter().filter_map(|target| self.author(target)) {
            *n_texts.entry(author).or_default() += 1;
        }
        n_texts
    }

    /// Who wrote a text, as long as that is known.
    pub(super) fn author(&self, target: Target) -> Option<ParticipantId> {
        match target {
            Target::Statement(id) => self.statements.get(&id)?.author,
            Target::Comment(id) => self.talk.card(id)?.author,
        }
    }
}
