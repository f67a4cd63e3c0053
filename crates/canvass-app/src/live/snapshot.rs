//! A conversation at one point of its log, as everybody reads it.

use super::waitlist::{Kind, Waitlist};
use super::{Talk, Waiting, Watch};
use canvass_counts::segments::arrivals::tells_arrivals;
use canvass_counts::{Ledger, LedgerError, SegmentCounts};
use canvass_domain::{
    Arrival, ArrivedVia, CommentId, Conversation, ConversationId, Disclosure, Fact, Gate, Millis, ParticipantId,
    Ruling, Seq, State, Statement, StatementId, StatementState, StatementText, Target, Visibility,
};
use canvass_results::analysed;
use canvass_results::{OpinionMap, Results, Turnout};
use canvass_store::{CommentChange, Committed};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A conversation, its statements and its ledger at one point of the log.
#[derive(Debug)]
pub struct Snapshot {
    /// Wording, rules, and where it stands; shared, so that a page is printed without holding up the writer.
    pub conversation: Arc<Conversation>,
    /// Statements by number.
    pub statements: BTreeMap<StatementId, Statement>,
    /// Latest state.
    pub ledger: Ledger,
    /// Answers by what people said about themselves.
    pub(super) segment_counts: SegmentCounts,
    /// Comments and reports, without words.
    pub talk: Talk,
    /// What waits for the desk.
    pub(crate) waitlist: Waitlist,
    /// Whether readers are independent of each other, as far as that is known.
    pub watch: Watch,
    /// In batches of how many people comments appear.
    pub(super) comment_batch: u32,
    pub(super) latest: Option<Latest>,
    /// How many maps have been made.
    pub(super) n_maps: u64,
    /// Grows with every commit, also those that only change words.
    pub(super) revision: u64,
}

/// The opinion map last made.
#[derive(Debug)]
pub(super) struct Latest {
    /// Last event that its answers follow from.
    pub(super) seq: Seq,
    /// Nothing where the method finds none.
    pub(super) map: Option<Arc<OpinionMap>>,
}

impl Snapshot {
    /// The latest opinion map, where there are answers enough for one; perhaps of earlier answers.
    pub(crate) fn map(&self) -> Option<&Arc<OpinionMap>> {
        analysed::due(&self.ledger)?;
        self.latest.as_ref()?.map.as_ref()
    }

    /// Grows with every change, also of words alone.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// How many maps have been made of it since the start.
    #[must_use]
    pub const fn n_maps(&self) -> u64 {
        self.n_maps
    }

    /// Whether there are answers enough for a map, be it made or still to come.
    #[must_use]
    pub fn is_mappable(&self) -> bool {
        analysed::due(&self.ledger).is_some()
    }

    /// Whether somebody is banned who stands on the map: they count in no result from then on, so it goes at once.
    pub(super) fn shows_banned(&self, fact: Fact) -> bool {
        let Fact::ParticipantBanned { participant } = fact else { return false };
        let map = self.latest.as_ref().and_then(|latest| latest.map.as_ref());
        map.is_some_and(|map| map.people.binary_search_by_key(&participant, |placed| placed.participant).is_ok())
    }

    pub(super) fn is_mapped(&self, due: Seq) -> bool {
        let is_cold = |latest: &Latest| latest.map.as_ref().is_none_or(|map| !map.is_provisional);
        self.latest.as_ref().is_some_and(|latest| latest.seq >= due && is_cold(latest))
    }

    /// Results with the latest map; provisional until that is of the same answers.
    pub(super) fn mapped(&self, results: Results) -> Results {
        match analysed::due(&self.ledger) {
            None => results,
            Some(due) if self.is_mapped(due) => results.with_map(self.map().cloned()),
            Some(_) => results.with_map(self.map().cloned()).provisional(),
        }
    }

    /// What the gate never hides.
    #[must_use]
    pub const fn turnout(&self) -> Turnout {
        Turnout { n_participants: self.ledger.n_participants() }
    }

    /// What the gate looks at: who may see results can be asked without counting any.
    #[must_use]
    pub fn disclosure(&self) -> Disclosure {
        self.conversation.disclosure(self.n_accepted())
    }

    /// Statements up for votes.
    #[must_use]
    pub fn n_accepted(&self) -> u32 {
        u32::try_from(self.ledger.accepted().len()).unwrap_or(u32::MAX)
    }

    /// In batches of how many people comments appear; in none (0) where nobody could learn from the moment of a
    /// comment how its author voted: there is nothing to answer, or no result to look at.
    #[must_use]
    pub fn comment_batch(&self) -> u32 {
        let asks = self.conversation.instrument.poll.is_some() || !self.statements.is_empty();
        let shows = matches!(self.conversation.instrument.gate, Gate::Always | Gate::AfterVote);
        let is_batched = self.conversation.state == State::Open && asks && shows;
        if is_batched { self.comment_batch } else { 0 }
    }

    /// How many texts wait for the desk.
    #[must_use]
    pub fn waiting(&self) -> Waiting {
        self.waitlist.counts()
    }

    /// Why a text waits, and since when.
    pub(super) fn wait(&self, target: Target) -> Option<(Kind, Millis)> {
        if self.author(target).is_some_and(|author| self.ledger.is_banned(author)) {
            return None;
        }
        let is_reported = self.talk.reports(target).is_some();
        match target {
            Target::Statement(id) => {
                let statement = self.statements.get(&id)?;
                match statement.state {
                    StatementState::Held => Some((Kind::Statement, statement.added_ms)),
                    StatementState::Accepted if is_reported => Some((Kind::Reported, statement.added_ms)),
                    StatementState::Accepted | StatementState::Declined => None,
                }
            }
            Target::Comment(id) => {
                let card = self.talk.card(id)?;
                let is_held = card.state == StatementState::Held && !card.is_erased;
                if is_held {
                    return Some((Kind::Comment, card.posted_ms));
                }
                match card.change_ms.filter(|_| self.shows(card)) {
                    Some(change_ms) => Some((Kind::Changed, change_ms)),
                    None => (is_reported && self.shows(card)).then_some((Kind::Reported, card.posted_ms)),
                }
            }
        }
    }

    /// How many are marked, as it may be said.
    #[must_use]
    pub fn marked(&self) -> Option<u64> {
        self.segment_counts.shown(&self.ledger).marked.map(|marked| marked.n)
    }

    /// Every text that could wait.
    pub(super) fn texts(&self) -> Vec<Target> {
        let statements = self.statements.keys().map(|id| Target::Statement(*id));
        statements.chain(self.talk.cards().map(|card| Target::Comment(card.id))).collect()
    }

    /// Looks anew at some texts, and only at them.
    pub(super) fn refresh(&mut self, targets: &[Target]) {
        for target in targets {
            let wait = self.wait(*target);
            self.waitlist.set(*target, wait);
        }
    }

    /// The texts that a commit may have moved into the queue or out of it.
    fn moved(&self, committed: &Committed) -> Vec<Target> {
        let mut people: BTreeSet<ParticipantId> = committed.erased.iter().map(|(_, who)| *who).collect();
        let mut moved: Vec<Target> = Vec::new();
        for (_, event) in &committed.events {
            match event.fact {
                Fact::ParticipantBanned { participant } | Fact::ParticipantReinstated { participant } => {
                    people.insert(participant);
                }
                Fact::StatementAdded { statement, .. } | Fact::StatementDecided { statement, .. } => {
                    moved.push(Target::Statement(statement));
                }
                Fact::CommentPosted { comment, .. } | Fact::CommentDecided { comment, .. } => {
                    moved.push(Target::Comment(comment));
                }
                _ => {}
            }
        }
        moved.extend(committed.changed.iter().map(|(_, comment, _)| Target::Comment(*comment)));
        moved.extend(committed.reports.iter().map(|(_, change)| change.target()));
        if !people.is_empty() {
            // Rare, and it touches texts of theirs and texts that they reported.
            let theirs = self.talk.cards().filter(|card| card.author.is_some_and(|who| people.contains(&who)));
            moved.extend(theirs.map(|card| Target::Comment(card.id)));
            let theirs = self.statements.values().filter(|one| one.author.is_some_and(|who| people.contains(&who)));
            moved.extend(theirs.map(|statement| Target::Statement(statement.id)));
            moved.extend(self.talk.reported());
        }
        moved
    }

    /// Participants whose last answer came at or after a time; what the desk shows as "answers today".
    #[must_use]
    pub fn n_answering_since(&self, since_ms: Millis) -> u64 {
        self.ledger.n_answering_since(since_ms)
    }

    pub(super) fn take(&mut self, committed: Committed) -> Result<(), LedgerError> {
        let moved = self.moved(&committed);
        // No mark is put on whoever was erased before; who is erased with this commit has it on disk.
        let is_there = |who: &ParticipantId| !self.ledger.is_erased(*who);
        let marked: Vec<_> = committed.marked.iter().filter(|(_, who, _)| is_there(who)).copied().collect();
        committed.comments.into_iter().for_each(|(_, card)| self.talk.add(card));
        self.statements.extend(committed.statements.into_iter().map(|(_, statement)| (statement.id, statement)));
        let tells_arrivals = tells_arrivals(&self.conversation);
        for (_, Arrival { participant, assurance, via, channel, .. }) in &committed.arrivals {
            if tells_arrivals {
                self.segment_counts.arrive(*participant, *via == ArrivedVia::Story);
            }
            self.segment_counts.come_in(*participant, *assurance, *channel);
        }
        for (_, event) in &committed.events {
            self.segment_counts.apply(&mut self.ledger, event)?;
            self.talk.apply(event);
            if let Fact::StatementDecided { statement, state } = event.fact
                && let Some(statement) = self.statements.get_mut(&statement)
            {
                statement.state = state;
                statement.decided_here = true;
            }
        }
        let state = self.ledger.state();
        // Only what changes is copied from under whoever still looks at it.
        if self.conversation.state != state {
            let conversation = Arc::make_mut(&mut self.conversation);
            (conversation.state, conversation.turns) = (state, self.ledger.turns());
        }
        if !committed.made_public.is_empty() {
            Arc::make_mut(&mut self.conversation).visibility = Visibility::Public;
        }
        self.take_words(committed.rulings, committed.changed, committed.reworded);
        committed.reports.iter().for_each(|(_, change)| self.talk.report(change));
        for (_, version, instrument) in committed.instruments {
            // What is asked about readers is locked once somebody has answered, so nothing counted is lost here.
            if !self.segment_counts.asks_the_same_as(&instrument) {
                self.segment_counts = self.segment_counts.anew(&instrument);
            }
            self.segment_counts.follow_story(&instrument, &self.ledger);
            let conversation = Arc::make_mut(&mut self.conversation);
            conversation.version = version;
            conversation.instrument = instrument;
        }
        for (_, participant, said) in committed.declared {
            self.segment_counts.declare(&self.ledger, participant, &said);
        }
        for (_, participant, marks) in marked {
            self.watch.mark(participant, marks);
            self.segment_counts.mark(&self.ledger, participant);
        }
        for (_, participant) in committed.erased {
            self.segment_counts.declare(&self.ledger, participant, &[]);
            let theirs =
                |s: &&mut Statement| s.author == Some(participant) && s.origin == canvass_domain::Origin::Participant;
            for statement in self.statements.values_mut().filter(theirs) {
                (statement.text, statement.author) = (None, None);
                self.ledger.blank(statement.id);
            }
            self.talk.erase(participant);
            self.watch.forget(participant);
        }
        committed.watches.iter().for_each(|(_, change)| self.watch.change(*change));
        committed.exclusions.into_iter().for_each(|(_, exclusion)| self.watch.exclude(exclusion));
        self.refresh(&moved);
        Ok(())
    }

    fn take_words(
        &mut self,
        rulings: Vec<(ConversationId, Target, Ruling)>,
        changed: Vec<(ConversationId, CommentId, CommentChange)>,
        reworded: Vec<(ConversationId, StatementId, StatementText)>,
    ) {
        for (_, target, ruling) in rulings {
            match target {
                Target::Comment(comment) => self.talk.rule(comment, ruling),
                Target::Statement(statement) => {
                    if let Some(statement) = self.statements.get_mut(&statement) {
                        statement.rule = ruling.rule;
                        statement.reason = ruling.reason;
                    }
                }
            }
        }
        for (_, comment, change) in changed {
            self.talk.reword(comment, &change);
        }
        for (_, statement, text) in reworded {
            if let Some(statement) = self.statements.get_mut(&statement) {
                statement.text = Some(text.as_str().to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::Entry;
    use canvass_domain::{
        About, CommentCard, CommentText, Event, Origin, Place, Provenance, Reported, Seq, Slug, State,
    };
    use canvass_store::ReportChange;

    const HERE: ConversationId = ConversationId(1);
    const STATES: [StatementState; 3] = [StatementState::Held, StatementState::Accepted, StatementState::Declined];

    /// What a busy day brings, one commit after the other; the same every time.
    struct Day {
        snapshot: Snapshot,
        seq: u64,
        draw: u32,
        n_statements: u32,
        n_comments: u32,
    }

    impl Day {
        fn new() -> Self {
            let conversation = Conversation {
                visibility: Visibility::Public,
                id: HERE,
                slug: Slug::parse("bridge").unwrap(),
                state: State::Open,
                provenance: Provenance::Here,
                note: None,
                version: 1,
                instrument: canvass_domain::Instrument::default(),
                created_ms: 0,
                turns: canvass_domain::Turns::default(),
            };
            let segment_counts = SegmentCounts::new(&conversation.instrument);
            let entry = Entry::new(conversation, Vec::new(), Ledger::default(), segment_counts, Talk::default());
            let snapshot = entry.snapshot.into_inner().unwrap();
            Self { snapshot, seq: 0, draw: 7, n_statements: 0, n_comments: 0 }
        }

        fn draw(&mut self, below: u32) -> u32 {
            self.draw = self.draw.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (self.draw >> 8) % below.max(1)
        }

        fn target(&mut self) -> Target {
            let (comments, statements) = (self.n_comments, self.n_statements);
            match self.draw(2) {
                0 => Target::Comment(CommentId(1 + self.draw(comments))),
                _ => Target::Statement(StatementId(1 + self.draw(statements))),
            }
        }

        fn log(&mut self, committed: &mut Committed, fact: Fact) {
            self.seq += 1;
            committed.events.push((HERE, Event { seq: Seq(self.seq), at_ms: i64::from(self.draw), fact }));
        }

        fn add(&mut self, committed: &mut Committed) {
            let (author, state) = (ParticipantId(1 + self.draw(9)), STATES[self.draw(2) as usize]);
            let at_ms = i64::from(self.draw(50));
            if self.draw(3) == 0 {
                self.n_statements += 1;
                let id = StatementId(self.n_statements);
                let (text, origin, author) = (Some(format!("Statement {id}")), Origin::Participant, Some(author));
                let statement = Statement {
                    id,
                    text,
                    origin,
                    author,
                    state,
                    reason: None,
                    rule: None,
                    decided_here: true,
                    added_ms: at_ms,
                };
                committed.statements.push((HERE, statement));
                self.log(committed, Fact::StatementAdded { statement: id, origin, state });
            } else {
                self.n_comments += 1;
                let id = CommentId(self.n_comments);
                let place = Place { root: id, parent: None, depth: 0 };
                let (about, rule, edited_ms) = (About::Conversation, None, None);
                let card = CommentCard {
                    id,
                    author: Some(author),
                    place,
                    about,
                    state,
                    rule,
                    posted_ms: at_ms,
                    edited_ms,
                    is_erased: false,
                    change_ms: None,
                    staff: None,
                };
                committed.comments.push((HERE, card));
                self.log(committed, Fact::CommentPosted { comment: id, state });
            }
        }

        fn decide(&mut self, committed: &mut Committed) {
            let (target, state) = (self.target(), STATES[self.draw(3) as usize]);
            match target {
                Target::Statement(statement) => self.log(committed, Fact::StatementDecided { statement, state }),
                Target::Comment(comment) => self.log(committed, Fact::CommentDecided { comment, state }),
            }
            committed.reports.push((HERE, ReportChange::Closed(target, 0)));
        }

        fn report(&mut self, committed: &mut Committed) {
            let (target, reporter) = (self.target(), ParticipantId(1 + self.draw(9)));
            let (rule, note) = (["abusive", "unclear"][self.draw(2) as usize].to_owned(), None);
            let made = Reported { target, reporter, rule, note, at_ms: 0 };
            committed.reports.push((HERE, ReportChange::Made(made)));
        }

        fn commit(&mut self) {
            let mut committed = Committed::default();
            for _ in 0..=self.draw(3) {
                let participant = ParticipantId(1 + self.draw(9));
                match self.draw(16) {
                    _ if self.n_statements == 0 || self.n_comments == 0 => self.add(&mut committed),
                    0..=4 => self.add(&mut committed),
                    5..=8 => self.decide(&mut committed),
                    9..=11 => self.report(&mut committed),
                    12 => {
                        let change = ReportChange::Closed(self.target(), 0);
                        committed.reports.push((HERE, change));
                    }
                    13 => self.log(&mut committed, Fact::ParticipantBanned { participant }),
                    14 => self.log(&mut committed, Fact::ParticipantReinstated { participant }),
                    _ if self.draw(4) == 0 => committed.erased.push((HERE, participant)),
                    _ => {
                        let comment = CommentId(1 + self.draw(self.n_comments));
                        let change = match self.draw(3) {
                            0 => CommentChange::Erased(0),
                            1 => CommentChange::Agreed,
                            _ => CommentChange::Waiting(CommentText::parse("Mended.").unwrap(), 9),
                        };
                        committed.changed.push((HERE, comment, change));
                    }
                }
            }
            self.snapshot.take(committed).unwrap();
        }
    }

    #[test]
    fn the_queue_kept_up_is_the_queue_made_anew() {
        let mut day = Day::new();
        let mut most = 0;
        for n in 0..2_000 {
            day.commit();
            let mut anew = Waitlist::new(HERE);
            for target in day.snapshot.texts() {
                anew.set(target, day.snapshot.wait(target));
            }
            assert_eq!(day.snapshot.waitlist, anew, "after commit {n}");
            most = most.max(day.snapshot.waiting().n_reported);
        }
        assert!(most > 20 && day.snapshot.waiting().n() > 100, "{most}, {:?}", day.snapshot.waiting());
    }
}
