//! What waits for the desk in one conversation, kept in order as the log goes on, so that a page of it never costs
//! more than the page. It holds no words and decides nothing.

use canvass_domain::{ConversationId, Millis, Target};
use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;

/// Why a text waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A held statement.
    Statement,
    /// A held comment.
    Comment,
    /// A shown text that readers reported.
    Reported,
    /// A shown comment that its author wants to change.
    Changed,
}

/// A place in the queue: oldest first, and one after the other in every conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// When the text came in.
    pub at_ms: Millis,
    /// Whose text it is.
    pub conversation: ConversationId,
    /// Which text.
    pub target: Target,
}

/// Which way to turn the pages of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// The oldest.
    #[default]
    First,
    /// What comes after a place, whether anything waits there still.
    After(Spot),
    /// What comes before a place.
    Before(Spot),
    /// The newest.
    Last,
}

/// How many texts wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Held statements.
    pub n_statements: usize,
    /// Held comments.
    pub n_comments: usize,
    /// Texts that readers reported and that are shown.
    pub n_reported: usize,
    /// Shown comments whose authors want to change them.
    pub n_changed: usize,
}

/// What waits in one conversation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Waitlist {
    conversation: ConversationId,
    lists: [BTreeSet<Spot>; 4],
    known: HashMap<Target, (Kind, Spot)>,
}

impl Kind {
    const fn place(self) -> usize {
        match self {
            Self::Statement => 0,
            Self::Comment => 1,
            Self::Reported => 2,
            Self::Changed => 3,
        }
    }
}

impl Waiting {
    /// All of them.
    #[must_use]
    pub const fn n(self) -> usize {
        self.n_statements + self.n_comments + self.n_reported + self.n_changed
    }
}

impl std::ops::Add for Waiting {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            n_statements: self.n_statements + other.n_statements,
            n_comments: self.n_comments + other.n_comments,
            n_reported: self.n_reported + other.n_reported,
            n_changed: self.n_changed + other.n_changed,
        }
    }
}

impl Waitlist {
    pub(crate) fn new(conversation: ConversationId) -> Self {
        Self { conversation, lists: Default::default(), known: HashMap::new() }
    }

    /// A text waits now as said, or no more.
    pub(crate) fn set(&mut self, target: Target, wait: Option<(Kind, Millis)>) {
        let wait = wait.map(|(kind, at_ms)| (kind, Spot { at_ms, conversation: self.conversation, target }));
        let before = match wait {
            Some(wait) => self.known.insert(target, wait),
            None => self.known.remove(&target),
        };
        if before == wait {
            return;
        }
        if let Some((kind, spot)) = before
            && let Some(list) = self.lists.get_mut(kind.place())
        {
            list.remove(&spot);
        }
        if let Some((kind, spot)) = wait
            && let Some(list) = self.lists.get_mut(kind.place())
        {
            list.insert(spot);
        }
    }

    pub(crate) fn counts(&self) -> Waiting {
        let [n_statements, n_comments, n_reported, n_changed] = self.lists.each_ref().map(BTreeSet::len);
        Waiting { n_statements, n_comments, n_reported, n_changed }
    }

    /// What waits for one of these reasons, in order, each list by itself.
    pub(crate) fn lists<'w>(
        &'w self,
        kinds: &'w [Kind],
        turn: Turn,
    ) -> impl Iterator<Item = impl DoubleEndedIterator<Item = Spot> + 'w> + 'w {
        let bounds = match turn {
            Turn::First | Turn::Last => (Bound::Unbounded, Bound::Unbounded),
            Turn::After(spot) => (Bound::Excluded(spot), Bound::Unbounded),
            Turn::Before(spot) => (Bound::Unbounded, Bound::Excluded(spot)),
        };
        kinds.iter().filter_map(|kind| self.lists.get(kind.place())).map(move |list| list.range(bounds).copied())
    }
}

/// One page out of lists that are each in order: looks at no more of each than the page can hold.
pub(crate) fn page<I>(lists: impl Iterator<Item = I>, turn: Turn, n: usize) -> Vec<Spot>
where
    I: DoubleEndedIterator<Item = Spot>,
{
    match turn {
        Turn::First | Turn::After(_) => {
            let mut spots: Vec<Spot> = lists.flat_map(|list| list.take(n)).collect();
            spots.sort_unstable();
            spots.truncate(n);
            spots
        }
        Turn::Before(_) | Turn::Last => {
            let mut spots: Vec<Spot> = lists.flat_map(|list| list.rev().take(n)).collect();
            spots.sort_unstable();
            spots.split_off(spots.len().saturating_sub(n))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use canvass_domain::{CommentId, StatementId};
    use std::cell::Cell;

    const ALL: [Kind; 4] = [Kind::Statement, Kind::Comment, Kind::Reported, Kind::Changed];

    fn comment(n: u32) -> Target {
        Target::Comment(CommentId(n))
    }

    /// Fifty thousand, of all kinds, two at each moment.
    fn long() -> Waitlist {
        let mut list = Waitlist::new(ConversationId(3));
        for n in 0..50_000 {
            let kind = ALL[n as usize % 4];
            list.set(comment(n), Some((kind, i64::from(n / 2))));
        }
        list
    }

    #[test]
    fn a_page_of_a_long_queue_looks_at_no_more_than_itself() {
        let list = long();
        let middle = Spot { at_ms: 12_000, conversation: ConversationId(3), target: comment(24_000) };
        for turn in [Turn::First, Turn::After(middle), Turn::Before(middle), Turn::Last] {
            let n_looked_at = Cell::new(0);
            let count = |_: &Spot| n_looked_at.set(n_looked_at.get() + 1);
            let found = page(list.lists(&ALL, turn).map(|one| one.inspect(count)), turn, 50);
            assert_eq!(found.len(), 50, "{turn:?}");
            assert!(n_looked_at.get() <= 4 * 50, "{turn:?} looked at {}", n_looked_at.get());
        }
    }

    #[test]
    fn turning_the_pages_meets_every_text_once_in_order() {
        let list = long();
        let (mut turn, mut met) = (Turn::First, Vec::new());
        loop {
            let found = page(list.lists(&ALL, turn), turn, 1_000);
            let Some(last) = found.last() else { break };
            turn = Turn::After(*last);
            met.extend(found);
        }
        assert_eq!(met.len(), 50_000);
        assert!(met.is_sorted());
        let (mut turn, mut back) = (Turn::Last, Vec::new());
        loop {
            let found = page(list.lists(&ALL, turn), turn, 1_000);
            let Some(first) = found.first() else { break };
            turn = Turn::Before(*first);
            back.splice(0..0, found);
        }
        assert_eq!(back, met);
    }

    #[test]
    fn a_text_waits_for_one_reason_at_a_time() {
        let mut list = Waitlist::new(ConversationId(1));
        let counts = |list: &Waitlist| {
            let Waiting { n_statements, n_comments, n_reported, .. } = list.counts();
            [n_statements, n_comments, n_reported]
        };
        list.set(comment(4), Some((Kind::Comment, 10)));
        list.set(comment(4), Some((Kind::Comment, 10)));
        list.set(Target::Statement(StatementId(4)), Some((Kind::Statement, 5)));
        assert_eq!(counts(&list), [1, 1, 0]);
        list.set(comment(4), Some((Kind::Reported, 10)));
        assert_eq!(counts(&list), [1, 0, 1]);
        list.set(comment(4), None);
        list.set(comment(4), None);
        assert_eq!(counts(&list), [1, 0, 0]);
        assert_eq!(page(list.lists(&ALL, Turn::First), Turn::First, 9).len(), 1);
    }
}
