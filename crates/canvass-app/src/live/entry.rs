//! One conversation in memory.

use super::Talk;
use canvass_domain::{
    CommentId, Conversation, ConversationId, Disclosure, Fact, Millis, Ruling, Statement, StatementId, StatementState,
    StatementText, Target,
};
use canvass_results::{Gated, Ledger, LedgerError, Results, Totals, Turnout};
use canvass_store::{CommentChange, Committed};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use tokio::sync::watch;

/// One conversation in memory, kept up by the writer's commits.
#[derive(Debug)]
pub struct Entry {
    id: ConversationId,
    snapshot: RwLock<Snapshot>,
    changes: watch::Sender<u64>,
    results: Mutex<Option<(u64, Arc<Results>)>>,
}

/// A conversation, its statements and its ledger at one point of the log.
#[derive(Debug)]
pub struct Snapshot {
    /// Wording, rules, and where it stands; shared, so that a page is printed without holding up the writer.
    pub conversation: Arc<Conversation>,
    /// Statements by number.
    pub statements: BTreeMap<StatementId, Statement>,
    /// Latest state.
    pub ledger: Ledger,
    /// Comments and reports, without words.
    pub talk: Talk,
    /// Grows with every commit, also those that only change words.
    revision: u64,
}

impl Entry {
    pub(crate) fn new(conversation: Conversation, statements: Vec<Statement>, ledger: Ledger, talk: Talk) -> Self {
        let statements = statements.into_iter().map(|statement| (statement.id, statement)).collect();
        Self {
            id: conversation.id,
            snapshot: RwLock::new(Snapshot {
                conversation: Arc::new(conversation),
                statements,
                ledger,
                talk,
                revision: 0,
            }),
            changes: watch::Sender::new(0),
            results: Mutex::new(None),
        }
    }

    /// Its number.
    #[must_use]
    pub const fn id(&self) -> ConversationId {
        self.id
    }

    /// Looks at it. The writer waits as long as the guard lives: never hold it across an await.
    pub fn read(&self) -> RwLockReadGuard<'_, Snapshot> {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wording, rules, and where it stands now, to be kept for as long as needed.
    #[must_use]
    pub fn conversation(&self) -> Arc<Conversation> {
        Arc::clone(&self.read().conversation)
    }

    /// Tells of changes: the value is the revision.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Results as of now, behind the gate. Computed once for each revision, however many look.
    #[must_use]
    pub fn results(&self) -> Gated<Arc<Results>> {
        let mut cached = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = self.read();
        let results = match cached.as_ref().filter(|(revision, _)| *revision == snapshot.revision) {
            Some((_, results)) => Arc::clone(results),
            None => {
                let totals = snapshot.ledger.totals();
                let results = Arc::new(Results::new(&snapshot.conversation, totals, &snapshot.statements));
                *cached = Some((snapshot.revision, Arc::clone(&results)));
                results
            }
        };
        let turnout = snapshot.turnout();
        Gated::new(results, snapshot.disclosure(), turnout)
    }

    /// The counts alone as of now, behind the gate: what the stream tells of, cheap enough for every listener.
    #[must_use]
    pub fn totals(&self) -> Gated<Totals> {
        let snapshot = self.read();
        Gated::new(snapshot.ledger.totals(), snapshot.disclosure(), snapshot.turnout())
    }

    pub(crate) fn take(&self, committed: Committed) -> Result<(), LedgerError> {
        let mut snapshot = self.snapshot.write().unwrap_or_else(PoisonError::into_inner);
        snapshot.take(committed)?;
        snapshot.revision += 1;
        let revision = snapshot.revision;
        drop(snapshot);
        self.changes.send_replace(revision);
        Ok(())
    }
}

impl Snapshot {
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

    /// Statements that wait for the desk, oldest first.
    pub fn held(&self) -> impl Iterator<Item = &Statement> {
        self.statements.values().filter(|statement| statement.state == StatementState::Held)
    }

    /// Participants whose last answer came at or after a time; what the desk shows as "answers today".
    #[must_use]
    pub fn n_answering_since(&self, since_ms: Millis) -> u64 {
        self.ledger.n_answering_since(since_ms)
    }

    fn take(&mut self, committed: Committed) -> Result<(), LedgerError> {
        committed.comments.into_iter().for_each(|(_, card)| self.talk.add(card));
        self.statements.extend(committed.statements.into_iter().map(|(_, statement)| (statement.id, statement)));
        for (_, event) in &committed.events {
            self.ledger.apply(event)?;
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
            Arc::make_mut(&mut self.conversation).state = state;
        }
        self.take_words(committed.rulings, committed.changed, committed.reworded);
        committed.reports.iter().for_each(|(_, change)| self.talk.report(change));
        for (_, version, instrument) in committed.instruments {
            let conversation = Arc::make_mut(&mut self.conversation);
            conversation.version = version;
            conversation.instrument = instrument;
        }
        for (_, participant) in committed.erased {
            let theirs =
                |s: &&mut Statement| s.author == Some(participant) && s.origin == canvass_domain::Origin::Participant;
            self.statements.values_mut().filter(theirs).for_each(|statement| statement.text = None);
            self.talk.erase(participant);
        }
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
