//! Answers by how much stands behind a reader, and by what their answers reach the server through: two tables like those
//! of what is asked, of what is known of everybody. Nothing is told of them as long as everybody who has answered came
//! by the usual way, anonymous and by the page.

use super::SegmentCounts;
use crate::Ledger;
use crate::segments::attribute_answer::{ASSURANCE, AttributeAnswer, CHANNEL};
use canvass_domain::{Assurance, Attribute, Channel, ParticipantId};

/// Whether anybody came by another way than the usual one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WaysIn {
    /// Somebody did, who may not have answered yet.
    pub has_others: bool,
    /// One of them has answered: from then on tables are made.
    pub is_mixed: bool,
}

/// What is known of everybody, as though it had been asked.
pub(super) fn attributes() -> [Attribute; 2] {
    let attribute = |key: &str, words: Vec<&str>| Attribute {
        key: key.to_owned(),
        question: String::new(),
        options: words.into_iter().map(str::to_owned).collect(),
    };
    let assurance = Assurance::ALL.iter().map(|one| one.word()).collect();
    let channel = Channel::ALL.iter().map(|one| one.word()).collect();
    [attribute(ASSURANCE, assurance), attribute(CHANNEL, channel)]
}

impl SegmentCounts {
    /// Takes how somebody came in, before anything of theirs is in the log.
    pub fn come_in(&mut self, who: ParticipantId, assurance: Assurance, channel: Option<Channel>) {
        for said in AttributeAnswer::way_in(who, assurance, channel) {
            let place = self.attributes.iter().position(|attribute| attribute.key == said.attribute);
            place.into_iter().for_each(|place| self.came(who, place, said.option));
        }
    }

    /// Before they answer it is only remembered; the usual way is the first of either list.
    pub(super) fn came(&mut self, who: ParticipantId, place: usize, option: u16) {
        self.people.entry(who).or_default().insert(place, option);
        self.ways_in.has_others |= option > 0;
    }

    /// What is known of everybody is the same whatever is asked.
    pub(super) fn copy_way_in(&self, anew: &mut Self) {
        anew.ways_in = self.ways_in;
        for (who, said) in &self.people {
            for (place, option) in said.range(self.n_asked..) {
                anew.people.entry(*who).or_default().insert(place - self.n_asked + anew.n_asked, *option);
            }
        }
    }

    /// Whether somebody who does something now is the first who came by another way.
    pub(super) fn mixes(&self, who: ParticipantId) -> bool {
        let WaysIn { has_others, is_mixed } = self.ways_in;
        let other = || {
            let said = self.people.get(&who)?;
            said.range(self.n_asked..).find(|(_, option)| **option > 0)
        };
        has_others && !is_mixed && other().is_some()
    }

    /// Tables are made from now on, of everybody so far too, and none is shown before ten more have answered.
    pub(super) fn mix(&mut self, ledger: &Ledger) {
        self.ways_in.is_mixed = true;
        let (from, until) = (self.n_asked, self.attributes.len());
        self.count_anew(ledger, |(place, _)| (from..until).contains(&place));
    }

    /// Somebody is erased, and with them how they came in. At a restart nothing is known of that, so every row by way in
    /// is hidden, and the same then.
    pub(super) fn forget_way_in(&mut self, ledger: &Ledger, who: ParticipantId) {
        if self.ways_in.is_mixed {
            for place in self.n_asked..self.attributes.len() {
                let n_options = self.attributes.get(place).map_or(0, |attribute| attribute.options.len());
                self.move_to(ledger, who, place, None);
                (0..).take(n_options).for_each(|option| self.taken_back((place, Some(option))));
            }
        } else if let Some(said) = self.people.get_mut(&who) {
            said.retain(|place, _| *place < self.n_asked);
        }
    }
}
