//! Comments and reports of one conversation in memory: everything but the words, which are read page by page.

use canvass_domain::{CommentCard, CommentId, CommentState, Event, Fact, ParticipantId, Reported, Ruling, Target};
use canvass_store::{CommentChange, ReportChange};
use std::collections::{BTreeMap, BTreeSet};

/// Comments and reports of one conversation, without words.
#[derive(Debug, Default)]
pub struct Talk {
    cards: BTreeMap<CommentId, CommentCard>,
    reports: BTreeMap<Target, BTreeSet<ParticipantId>>,
}

impl Talk {
    pub(crate) fn new(cards: Vec<CommentCard>, reports: Vec<(Target, ParticipantId)>) -> Self {
        let mut talk = Self { cards: cards.into_iter().map(|card| (card.id, card)).collect(), ..Self::default() };
        for (target, reporter) in reports {
            talk.reports.entry(target).or_default().insert(reporter);
        }
        talk
    }

    /// A comment, whatever became of it.
    #[must_use]
    pub fn card(&self, id: CommentId) -> Option<&CommentCard> {
        self.cards.get(&id)
    }

    /// Every comment, whatever became of it, oldest first.
    pub fn cards(&self) -> impl DoubleEndedIterator<Item = &CommentCard> {
        self.cards.values()
    }

    /// Texts with open reports, and by how many readers.
    pub fn reported(&self) -> impl Iterator<Item = (Target, usize)> {
        self.reports.iter().map(|(target, reporters)| (*target, reporters.len()))
    }

    /// By how many readers a text is reported.
    #[must_use]
    pub fn n_reports(&self, target: Target) -> usize {
        self.reports.get(&target).map_or(0, BTreeSet::len)
    }

    pub(crate) fn add(&mut self, card: CommentCard) {
        self.cards.insert(card.id, card);
    }

    pub(crate) fn apply(&mut self, event: &Event) {
        if let Fact::CommentDecided { comment, state } = event.fact {
            self.change(comment, |card| card.state = state);
        }
    }

    pub(crate) fn rule(&mut self, comment: CommentId, ruling: Ruling) {
        self.change(comment, |card| card.rule = ruling.rule);
    }

    pub(crate) fn reword(&mut self, comment: CommentId, change: &CommentChange) {
        self.change(comment, |card| match change {
            CommentChange::Edited(_, at_ms) => card.edited_ms = Some(*at_ms),
            CommentChange::Erased => card.is_erased = true,
        });
    }

    pub(crate) fn report(&mut self, change: &ReportChange) {
        match change {
            ReportChange::Made(Reported { target, reporter, .. }) => {
                self.reports.entry(*target).or_default().insert(*reporter);
            }
            ReportChange::Closed(target, _) => {
                self.reports.remove(target);
            }
        }
    }

    /// Nothing of somebody erased stays: their words, and what they reported.
    pub(crate) fn erase(&mut self, participant: ParticipantId) {
        for card in self.cards.values_mut().filter(|card| card.author == participant) {
            card.is_erased = true;
        }
        self.reports.retain(|_, reporters| {
            reporters.remove(&participant);
            !reporters.is_empty()
        });
    }

    /// How many wait for the desk.
    #[must_use]
    pub fn n_held(&self) -> usize {
        self.cards.values().filter(|card| card.state == CommentState::Held && !card.is_erased).count()
    }

    fn change(&mut self, comment: CommentId, change: impl FnOnce(&mut CommentCard)) {
        if let Some(card) = self.cards.get_mut(&comment) {
            change(card);
        }
    }
}
