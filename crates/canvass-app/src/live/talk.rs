//! Comments and reports of one conversation in memory: everything but the words, which are read page by page.

use super::Appearing;
use canvass_domain::{CommentCard, CommentId, Event, Fact, ParticipantId, Reported, Ruling, Target};
use canvass_store::{CommentChange, OpenReport, ReportChange};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Comments and reports of one conversation, without words.
#[derive(Debug, Default)]
pub struct Talk {
    cards: BTreeMap<CommentId, CommentCard>,
    /// The replies of each thread by the comment that began it, oldest first.
    replies: HashMap<CommentId, Vec<CommentId>>,
    n_by_author: HashMap<ParticipantId, usize>,
    reports: BTreeMap<Target, Reports>,
    appearing: Appearing,
}

/// Who reported a text, and for which rule; each reader once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reports {
    by_rule: BTreeMap<String, BTreeSet<ParticipantId>>,
    with_note: BTreeSet<ParticipantId>,
}

impl Reports {
    /// By how many readers it is reported.
    #[must_use]
    pub fn n(&self) -> usize {
        self.by_rule.values().map(BTreeSet::len).sum()
    }

    /// By how many under each rule, the most first.
    #[must_use]
    pub fn by_rule(&self) -> Vec<(String, usize)> {
        let mut counts: Vec<_> = self.by_rule.iter().map(|(rule, readers)| (rule.clone(), readers.len())).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts
    }

    /// How many readers wrote a note.
    #[must_use]
    pub fn n_notes(&self) -> usize {
        self.with_note.len()
    }

    /// The first readers who wrote a note.
    pub fn with_note(&self) -> impl Iterator<Item = ParticipantId> {
        self.with_note.iter().copied()
    }

    fn add(&mut self, reporter: ParticipantId, rule: &str, has_note: bool) {
        self.drop(reporter);
        self.by_rule.entry(rule.to_owned()).or_default().insert(reporter);
        if has_note {
            self.with_note.insert(reporter);
        }
    }

    fn drop(&mut self, reporter: ParticipantId) {
        self.with_note.remove(&reporter);
        self.by_rule.retain(|_, readers| {
            readers.remove(&reporter);
            !readers.is_empty()
        });
    }
}

impl Talk {
    pub(crate) fn new(cards: Vec<CommentCard>, reports: Vec<OpenReport>) -> Self {
        let mut talk = Self::default();
        cards.into_iter().for_each(|card| talk.add(card));
        for OpenReport { target, reporter, rule, has_note } in reports {
            talk.reports.entry(target).or_default().add(reporter, &rule, has_note);
        }
        talk
    }

    /// The same, with what a whole log says of when comments appear.
    pub(crate) fn appearing_by(self, events: &[Event]) -> Self {
        Self { appearing: Appearing::of(events), ..self }
    }

    /// When comments appear.
    pub(crate) const fn appearing(&self) -> &Appearing {
        &self.appearing
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

    /// Texts with open reports.
    pub fn reported(&self) -> impl Iterator<Item = Target> {
        self.reports.keys().copied()
    }

    /// Who reported a text.
    #[must_use]
    pub fn reports(&self, target: Target) -> Option<&Reports> {
        self.reports.get(&target)
    }

    /// The replies of a thread, whatever became of them, oldest first.
    pub fn replies(&self, root: CommentId) -> impl Iterator<Item = &CommentCard> {
        self.replies.get(&root).into_iter().flatten().filter_map(|id| self.cards.get(id))
    }

    /// How many comments somebody wrote, whatever became of them.
    #[must_use]
    pub fn n_by(&self, author: ParticipantId) -> usize {
        self.n_by_author.get(&author).copied().unwrap_or(0)
    }

    pub(crate) fn add(&mut self, card: CommentCard) {
        if let Some(author) = card.author {
            *self.n_by_author.entry(author).or_default() += 1;
        }
        if card.place.depth > 0 {
            self.replies.entry(card.place.root).or_default().push(card.id);
        }
        self.cards.insert(card.id, card);
    }

    pub(crate) fn apply(&mut self, event: &Event) {
        self.appearing.take(&event.fact);
        if let Fact::CommentDecided { comment, state } = event.fact {
            self.change(comment, |card| (card.state, card.change_ms) = (state, None));
        }
    }

    pub(crate) fn rule(&mut self, comment: CommentId, ruling: Ruling) {
        self.change(comment, |card| card.rule = ruling.rule);
    }

    pub(crate) fn reword(&mut self, comment: CommentId, change: &CommentChange) {
        self.change(comment, |card| match change {
            CommentChange::Edited(_, at_ms) => (card.edited_ms, card.change_ms) = (Some(*at_ms), None),
            CommentChange::Waiting(_, at_ms) => card.change_ms = Some(*at_ms),
            CommentChange::Agreed => card.edited_ms = card.change_ms.take(),
            CommentChange::Declined(..) => card.change_ms = None,
            CommentChange::Erased(_) => {
                (card.is_erased, card.author, card.change_ms, card.staff) = (true, None, None, None);
            }
            CommentChange::NotQuoted(_) => {}
        });
    }

    pub(crate) fn report(&mut self, change: &ReportChange) {
        match change {
            ReportChange::Made(Reported { target, reporter, rule, note, .. }) => {
                self.reports.entry(*target).or_default().add(*reporter, rule, note.is_some());
            }
            ReportChange::Closed(target, _) => {
                self.reports.remove(target);
            }
        }
    }

    /// Nothing of somebody erased stays: their words, and what they reported.
    pub(crate) fn erase(&mut self, participant: ParticipantId) {
        for card in self.cards.values_mut().filter(|card| card.is_by(Some(participant))) {
            (card.is_erased, card.author, card.change_ms, card.staff) = (true, None, None, None);
        }
        self.n_by_author.remove(&participant);
        self.reports.retain(|_, reports| {
            reports.drop(participant);
            !reports.by_rule.is_empty()
        });
    }

    fn change(&mut self, comment: CommentId, change: impl FnOnce(&mut CommentCard)) {
        if let Some(card) = self.cards.get_mut(&comment) {
            change(card);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use canvass_domain::{About, Place, StatementId, StatementState};

    fn card(id: u32, author: u32, root: u32) -> CommentCard {
        let (id, root) = (CommentId(id), CommentId(root));
        let is_reply = id != root;
        let place = Place { root, parent: is_reply.then_some(root), depth: u8::from(is_reply) };
        CommentCard {
            id,
            author: Some(ParticipantId(author)),
            place,
            about: About::Conversation,
            state: StatementState::Accepted,
            rule: None,
            posted_ms: 0,
            edited_ms: None,
            is_erased: false,
            change_ms: None,
            staff: None,
        }
    }

    #[test]
    fn a_thread_and_an_author_are_found_without_looking_at_the_rest() {
        let mut talk = Talk::new(vec![card(1, 7, 1), card(2, 8, 1), card(3, 7, 3)], Vec::new());
        talk.add(card(4, 7, 1));
        talk.add(card(5, 9, 3));
        let replies = |root| talk.replies(CommentId(root)).map(|card| card.id.0).collect::<Vec<_>>();
        assert_eq!([replies(1), replies(3), replies(2)], [vec![2, 4], vec![5], vec![]]);
        assert_eq!([7, 8, 9, 10].map(|who| talk.n_by(ParticipantId(who))), [3, 1, 1, 0]);
    }

    #[test]
    fn each_reader_reports_a_text_once() {
        let target = Target::Statement(StatementId(1));
        let report = |reporter, rule: &str, note: Option<&str>| {
            let (rule, note) = (rule.to_owned(), note.map(str::to_owned));
            ReportChange::Made(Reported { target, reporter: ParticipantId(reporter), rule, note, at_ms: 0 })
        };
        let mut talk = Talk::default();
        for change in [report(1, "abusive", Some("Rude")), report(2, "abusive", None), report(1, "unclear", None)] {
            talk.report(&change);
        }
        let reports = talk.reports(target).unwrap();
        assert_eq!(reports.by_rule(), [("abusive".to_owned(), 1), ("unclear".to_owned(), 1)]);
        assert_eq!((reports.n(), reports.n_notes()), (2, 0), "what was said last stands");
        talk.erase(ParticipantId(1));
        assert_eq!(talk.reports(target).map(Reports::n), Some(1));
        talk.report(&ReportChange::Closed(target, 0));
        assert_eq!(talk.reported().count(), 0);
    }
}
