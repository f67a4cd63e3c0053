//! Turning a group of commands into rows, in memory: what only the writer can know is checked here.

use crate::db::connection::{Conn, rows};
use crate::error::{Doing, StoreError};
use crate::log::batch::{Batch, InstrumentRow};
use crate::log::command::{
    Act, Caller, Command, Key, NewComment, NewExclusion, Overtaken, Receipt, Refused, Report, VotesOnLeaving,
    WatchChange, new_statement,
};
use crate::log::hash::{LogEnd, read_end};
use crate::log::roster::Roster;
use crate::log::seen::seen_of;
use crate::tables::audit::AuditEntry;
use crate::tables::comments::{CommentChange, ReportChange};
use crate::tables::identity::DeclaredRows;
use crate::tables::watch::next_exclusion;
use canvass_domain::{
    Admission, Answer, Arrival, CommentCard, CommentId, CommentWords, ConversationId, Decision, Event, Exclusion,
    ExclusionGround, Fact, Instrument, Looked, MAX_COMMENTS, MAX_STATEMENTS, Millis, ParticipantId, Place, Provenance,
    ReaderMarks, Reported, Seen, Seq, Showing, State, StatementId, StatementState, StatementText, Subject, Target,
};
use std::collections::{BTreeSet, HashMap};

/// How long an idempotency key is remembered.
pub(crate) const KEY_LIFE_MS: Millis = 24 * 3_600_000;

/// The writer's own knowledge of one conversation's log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Head {
    /// Where the log ends, with its running hash.
    pub end: LogEnd,
    /// Whether it ends where it was last appended to.
    pub is_whole: bool,
    state: State,
    version: u32,
    has_answers: bool,
    next_participant: u32,
    next_statement: u32,
    next_comment: u32,
    next_exclusion: u32,
}

/// One group while it is planned: nothing of it is known to anyone else yet.
#[derive(Default)]
pub(crate) struct Plan {
    pub batch: Batch,
    pub heads: HashMap<ConversationId, Head>,
    pub keys: HashMap<(ConversationId, Key), ParticipantId>,
    pub instruments: Vec<(ConversationId, u32, Instrument)>,
    known: Known,
}

/// What some acts need to know of the tables, kept up with what is planned.
#[derive(Default)]
struct Known {
    /// Under which idempotency keys something was said before.
    repeated: HashMap<Key, (Key, Receipt)>,
    /// What participants who take everything back have answered.
    answered: HashMap<(ConversationId, ParticipantId), Answered>,
    /// Of conversations that are to be made public or to go: what speaks against it.
    standing: HashMap<ConversationId, Standing>,
    /// Texts that are decided on or changed; nothing where there is no such text.
    texts: HashMap<(ConversationId, Target), Option<TextNow>>,
    /// The changes that wait of comments whose change is decided on, as hashes; nothing where none waits.
    changes: HashMap<(ConversationId, CommentId), Option<Seen>>,
}

/// Where a text stands at this point of the log, and what it says.
struct TextNow {
    state: StatementState,
    /// Nothing once somebody has changed it in this group: whoever decides has not read that.
    seen: Option<Seen>,
}

/// What the tables say of a conversation that is to be made public or to go.
#[derive(Clone, Copy, Debug, Default)]
struct Standing {
    is_private: bool,
    is_imported: bool,
    is_published: bool,
}

impl Standing {
    async fn read(conn: &mut Conn, id: ConversationId) -> Result<Self, StoreError> {
        let found = rows!(
            conn,
            (i64, String, i64),
            "select c.is_private, c.provenance,
               (select count(*) from editions e where e.conversation_id = c.id and e.published_ms is not null)
             from conversations c where c.id = $1",
            id.0
        )
        .doing("looking how a conversation stands")?;
        let Some((is_private, provenance, n_published)) = found.into_iter().next() else { return Ok(Self::default()) };
        let is_imported = Provenance::from_word(&provenance) == Some(Provenance::Imported);
        Ok(Self { is_private: is_private != 0, is_imported, is_published: n_published > 0 })
    }

    const fn check(self, act: &Act) -> Result<(), Overtaken> {
        match (act, self) {
            (Act::MakePublic, Self { is_private: false, .. }) => Err(Overtaken::Public),
            (Act::Delete, Self { is_imported: false, .. }) => Err(Overtaken::NotImported),
            (Act::Delete, Self { is_published: true, .. }) => Err(Overtaken::Published),
            _ => Ok(()),
        }
    }
}

#[derive(Default)]
struct Answered {
    has_ballot: bool,
    statements: BTreeSet<StatementId>,
}

impl Plan {
    /// Reads what planning one command needs beyond the head of its conversation.
    pub(crate) async fn read_for(&mut self, conn: &mut Conn, command: &Command) -> Result<(), StoreError> {
        if let Some(key) = &command.idempotency {
            let found = read_repeated(conn, &key.scope, command.at_ms - KEY_LIFE_MS).await?;
            self.known.repeated.extend(found.map(|found| (key.scope, found)));
        }
        let id = command.conversation;
        match &command.act {
            Act::WithdrawAll(who) | Act::Erase(who, VotesOnLeaving::Withdraw) => {
                self.known.answered.insert((id, *who), Answered::read(conn, id, *who).await?);
            }
            Act::MakePublic | Act::Delete => {
                self.known.standing.insert(id, Standing::read(conn, id).await?);
            }
            Act::Decide(Decision { looked: Looked { target, .. }, .. }) | Act::CloseReports(Looked { target, .. }) => {
                self.known.texts.insert((id, *target), read_text(conn, id, *target).await?);
            }
            Act::Reword(statement, ..) => {
                let target = Target::Statement(*statement);
                self.known.texts.insert((id, target), read_text(conn, id, target).await?);
            }
            Act::EditComment(comment, ..) => {
                let target = Target::Comment(*comment);
                self.known.texts.insert((id, target), read_text(conn, id, target).await?);
            }
            Act::DecideChange(comment, ..) => {
                self.known.changes.insert((id, *comment), read_change(conn, id, *comment).await?);
            }
            _ => {}
        }
        Ok(())
    }

    /// Plans one command on top of those before it in the group.
    pub(crate) fn add(&mut self, command: &Command, roster: &Roster) -> Result<Receipt, Refused> {
        if let Some(key) = &command.idempotency
            && let Some((body, receipt)) = self.known.repeated.get(&key.scope)
        {
            return if *body == key.body { Ok(*receipt) } else { Err(Refused::KeyReused) };
        }
        self.check(command)?;
        let participant = command.act.caller().map(|caller| self.admit(command, caller, roster));
        let head = *self.heads.get(&command.conversation).ok_or(Refused::NoConversation)?;
        let mut writing = Writing { plan: self, command, roster, head, participant, statement: None, comment: None };
        writing.act();
        writing.note_for_audit();
        let Writing { head, participant, statement, comment, .. } = writing;
        if matches!(command.act, Act::Delete) {
            // Nothing of it is written any more, nor later in this group.
            self.forget(command.conversation);
        } else {
            self.heads.insert(command.conversation, head);
            self.batch.ends.insert(command.conversation, head.end);
        }
        let receipt = Receipt { participant, statement, comment, seq: Seq(head.end.seq) };
        if let Some(key) = &command.idempotency {
            self.batch.keyed.push((key.clone(), receipt, command.at_ms));
            self.known.repeated.insert(key.scope, (key.body, receipt));
        }
        Ok(receipt)
    }

    /// Whether it can be done at this point of the log. Whoever asked looked before; somebody may have been faster.
    fn check(&self, command: &Command) -> Result<(), Refused> {
        let head = self.heads.get(&command.conversation).ok_or(Refused::NoConversation)?;
        if command.act.needs_open() && head.state != State::Open {
            return Err(Refused::NotOpen);
        }
        match &command.act {
            Act::Open if head.state != State::Draft => Err(Refused::Conflict(Overtaken::Opened)),
            Act::Close | Act::CloseByClock if head.state != State::Open => Err(Refused::Conflict(Overtaken::NotOpen)),
            Act::Reopen if head.state != State::Closed => Err(Refused::Conflict(Overtaken::Opened)),
            Act::MakePublic | Act::Delete => {
                let standing = self.known.standing.get(&command.conversation).copied().unwrap_or_default();
                standing.check(&command.act).map_err(Refused::Conflict)
            }
            Act::AddStatement(..) | Act::Seed(..) if head.next_statement > MAX_STATEMENTS => Err(Refused::Full),
            Act::PostComment(..) if head.next_comment > MAX_COMMENTS => Err(Refused::Full),
            Act::Decide(Decision { looked, .. }) | Act::CloseReports(looked) => {
                self.check_seen(command.conversation, looked.target, Some(looked.from), looked.seen.as_ref())
            }
            Act::Reword(statement, _, seen) => {
                self.check_seen(command.conversation, Target::Statement(*statement), None, seen.as_ref())
            }
            Act::DecideChange(comment, seen, _) => {
                let now = self.known.changes.get(&(command.conversation, *comment)).and_then(Option::as_ref);
                match now {
                    Some(now) if now == seen => Ok(()),
                    Some(_) => Err(Refused::Conflict(Overtaken::Changed)),
                    None => Err(Refused::Conflict(Overtaken::Decided)),
                }
            }
            _ => Ok(()),
        }
    }

    /// A decision is on the words that were read, where they stood.
    fn check_seen(
        &self,
        conversation: ConversationId,
        target: Target,
        from: Option<StatementState>,
        seen: Option<&Seen>,
    ) -> Result<(), Refused> {
        let now = self.known.texts.get(&(conversation, target)).and_then(Option::as_ref);
        let Some(now) = now.filter(|now| from.is_none_or(|from| now.state == from)) else {
            return Err(Refused::Conflict(Overtaken::Decided));
        };
        let is_as_read = seen.is_none() || seen == now.seen.as_ref();
        if is_as_read { Ok(()) } else { Err(Refused::Conflict(Overtaken::Changed)) }
    }

    /// The caller's participant; a new one where the key is new.
    fn admit(&mut self, command: &Command, caller: &Caller, roster: &Roster) -> ParticipantId {
        let conversation = command.conversation;
        let known = self.keys.get(&(conversation, caller.key)).copied();
        // Whoever was erased earlier in this group is gone already, though the roster does not know it yet.
        let kept = || roster.find(conversation, &caller.key).filter(|who| !self.is_erased(conversation, *who));
        if let Some(participant) = known.or_else(kept) {
            return participant;
        }
        let next = self.heads.get_mut(&conversation).map_or(0, |head| {
            head.next_participant += 1;
            head.next_participant - 1
        });
        let participant = ParticipantId(next);
        self.batch.arrivals.push((
            conversation,
            Arrival {
                participant,
                assurance: caller.assurance,
                via: caller.via,
                channel: Some(caller.channel),
                external_id: None,
                published_group: None,
                marks: ReaderMarks::NONE,
                at_ms: command.at_ms,
            },
        ));
        for key in [caller.key, caller.return_key] {
            self.batch.keys.push((conversation, key, participant));
            self.keys.insert((conversation, key), participant);
        }
        if let Some((statement, at_ms, probability)) = caller.shown {
            self.batch.showings.push((conversation, Showing { participant, statement, at_ms, probability }));
        }
        participant
    }

    fn make_public(&mut self, conversation: ConversationId) {
        self.batch.made_public.push(conversation);
        if let Some(standing) = self.known.standing.get_mut(&conversation) {
            standing.is_private = false;
        }
    }

    /// Takes out what was planned for a conversation that goes, but for the line about it in the audit log.
    fn forget(&mut self, conversation: ConversationId) {
        self.heads.remove(&conversation);
        self.keys.retain(|(of, _), _| *of != conversation);
        self.instruments.retain(|(of, ..)| *of != conversation);
        self.batch.forget(conversation);
        self.batch.deleted.push(conversation);
    }

    fn is_erased(&self, conversation: ConversationId, participant: ParticipantId) -> bool {
        self.batch.erased.contains(&(conversation, participant))
    }
}

/// One command being turned into rows.
struct Writing<'p> {
    plan: &'p mut Plan,
    command: &'p Command,
    roster: &'p Roster,
    head: Head,
    participant: Option<ParticipantId>,
    statement: Option<StatementId>,
    comment: Option<CommentId>,
}

impl Writing<'_> {
    fn act(&mut self) {
        let version = self.head.version;
        let participant = self.participant.unwrap_or(ParticipantId(0));
        match &self.command.act {
            Act::CastBallot(_, ballot) => self.log(Fact::BallotCast { participant, ballot: *ballot, version }),
            Act::Answer(_, statement, answer) => {
                let statement = *statement;
                self.statement = Some(statement);
                self.log(match answer {
                    Answer::Voted(vote) => Fact::VoteCast { participant, statement, vote: *vote, version },
                    Answer::Skipped => Fact::StatementSkipped { participant, statement, version },
                });
            }
            Act::WithdrawAnswer(_, statement) => {
                self.statement = Some(*statement);
                self.log(Fact::VoteWithdrawn { participant, statement: *statement });
            }
            Act::AddStatement(_, text, state) => self.add_statement(text, Some(participant), *state),
            Act::Seed(text, subject) => {
                self.add_statement(text, None, StatementState::Accepted);
                if let (Some(statement), Subject::Readers) = (self.statement, *subject) {
                    self.log(Fact::StatementMarked { statement, subject: *subject });
                }
            }
            Act::Mark(statement, subject) => {
                self.statement = Some(*statement);
                self.log(Fact::StatementMarked { statement: *statement, subject: *subject });
            }
            Act::Decide(decision) => self.decide(decision),
            Act::Open | Act::Reopen => {
                self.head.state = State::Open;
                self.log(Fact::Opened);
            }
            Act::Close => {
                self.head.state = State::Closed;
                self.log(Fact::Closed);
            }
            Act::CloseByClock => {
                self.head.state = State::Closed;
                self.log(Fact::ClosedByClock);
            }
            Act::Revise(instrument) => self.revise(instrument),
            Act::Watch(change) => self.plan.batch.watches.push((self.command.conversation, *change)),
            Act::MakePublic => self.plan.make_public(self.command.conversation),
            Act::Nothing | Act::Delete => {}
            Act::PostComment(_, new) => self.post_comment(new, participant),
            Act::Exclude(exclusion) => self.exclude(exclusion),
            Act::Lift(_, readers) => {
                readers.iter().for_each(|who| self.log(Fact::ParticipantReinstated { participant: *who }));
            }
            Act::Reinstate(who) => self.log(Fact::ParticipantReinstated { participant: *who }),
            Act::Reword(..)
            | Act::EditComment(..)
            | Act::DecideChange(..)
            | Act::EraseComment(_)
            | Act::StopQuoting(_)
            | Act::Report(..)
            | Act::CloseReports(_) => {
                self.act_on_words(participant);
            }
            Act::Declare(..)
            | Act::ForgetDeclared(_)
            | Act::MarkReaders(..)
            | Act::BindKeys(..)
            | Act::WithdrawAll(..)
            | Act::Erase(..)
            | Act::Shown(_) => {
                self.act_on_identity(participant);
            }
        }
    }

    fn decide(&mut self, Decision { looked: Looked { target, .. }, to, ruling }: &Decision) {
        let conversation = self.command.conversation;
        match *target {
            Target::Statement(statement) => {
                self.statement = Some(statement);
                self.log(Fact::StatementDecided { statement, state: *to });
            }
            Target::Comment(comment) => {
                self.comment = Some(comment);
                self.log(Fact::CommentDecided { comment, state: *to });
            }
        }
        self.plan.batch.rulings.push((conversation, *target, ruling.clone()));
        // Whatever was reported until now is dealt with.
        self.plan.batch.reports.push((conversation, ReportChange::Closed(*target, self.command.at_ms)));
    }

    fn post_comment(&mut self, new: &NewComment, author: ParticipantId) {
        let id = CommentId(self.head.next_comment);
        self.head.next_comment += 1;
        self.comment = Some(id);
        self.log(Fact::CommentPosted { comment: id, state: new.state });
        let place = match new.replies_to {
            None => Place { root: id, parent: None, depth: 0 },
            Some((parent, at)) => Place { root: at.root, parent: Some(parent), depth: at.depth + 1 },
        };
        let card = CommentCard {
            id,
            author: Some(author),
            place,
            about: new.about,
            state: new.state,
            rule: None,
            posted_ms: self.command.at_ms,
            edited_ms: None,
            is_erased: false,
            change_ms: None,
            staff: new.staff,
        };
        let text = Some(new.text.as_str().to_owned());
        let words = CommentWords { text, attribution: new.attribution.clone(), reason: None, change: None };
        self.plan.batch.comments.push((self.command.conversation, card, words));
    }

    /// Words are no events: what changes them leaves the log as it is.
    fn act_on_words(&mut self, participant: ParticipantId) {
        let Command { conversation, at_ms, ref act, .. } = *self.command;
        match act {
            Act::Reword(statement, text, _) => {
                self.statement = Some(*statement);
                self.plan.known.reworded(conversation, Target::Statement(*statement));
                self.plan.batch.reworded.push((conversation, *statement, text.clone()));
            }
            Act::EditComment(comment, text, admission) => {
                let target = Target::Comment(*comment);
                let now = self.plan.known.texts.get(&(conversation, target)).and_then(Option::as_ref);
                let is_public = now.is_some_and(|now| now.state == StatementState::Accepted);
                if is_public && *admission == Admission::Hold {
                    self.change(*comment, CommentChange::Waiting(text.clone(), at_ms));
                } else {
                    self.change(*comment, CommentChange::Edited(text.clone(), at_ms));
                }
            }
            Act::DecideChange(comment, _, None) => self.change(*comment, CommentChange::Agreed),
            Act::DecideChange(comment, _, Some(ruling)) => {
                self.change(*comment, CommentChange::Declined(ruling.clone(), at_ms));
            }
            Act::EraseComment(comment) => self.change(*comment, CommentChange::Erased(at_ms)),
            Act::StopQuoting(comment) => self.change(*comment, CommentChange::NotQuoted(at_ms)),
            Act::Report(_, Report { target, rule, note }) => {
                let (target, rule, note) = (*target, rule.clone(), note.clone());
                let made = ReportChange::Made(Reported { target, reporter: participant, rule, note, at_ms });
                self.plan.batch.reports.push((conversation, made));
            }
            Act::CloseReports(looked) => {
                self.plan.batch.reports.push((conversation, ReportChange::Closed(looked.target, at_ms)));
            }
            _ => debug_assert!(false, "handled by `act`"),
        }
    }

    fn change(&mut self, comment: CommentId, change: CommentChange) {
        let conversation = self.command.conversation;
        self.comment = Some(comment);
        self.plan.known.change(conversation, comment, &change);
        self.plan.batch.changed.push((conversation, comment, change));
    }

    /// What staff did goes into the audit log with the act itself, or not at all.
    fn note_for_audit(&mut self) {
        let Some(staff) = self.command.by else { return };
        let (object, detail) = match &self.command.act {
            Act::Decide(decision) => (
                Some(decision.looked.target.to_string()),
                decision.ruling.rule.clone().or(Some(decision.to.word().to_owned())),
            ),
            Act::DecideChange(comment, _, ruling) => (
                Some(Target::Comment(*comment).to_string()),
                Some(ruling.as_ref().map_or(StatementState::Accepted.word().to_owned(), |ruling| {
                    ruling.rule.clone().unwrap_or_else(|| StatementState::Declined.word().to_owned())
                })),
            ),
            Act::CloseReports(looked) => (Some(looked.target.to_string()), None),
            Act::Reword(statement, ..) => (Some(Target::Statement(*statement).to_string()), None),
            Act::Seed(..) => (self.statement.map(|id| Target::Statement(id).to_string()), None),
            Act::Mark(statement, _) => (Some(Target::Statement(*statement).to_string()), None),
            Act::Exclude(new) => match (&new.ground, new.readers.as_slice()) {
                (ExclusionGround::Reader(rule), [who]) => (Some(format!("participant:{who}")), rule.clone()),
                _ => (Some(new.ground.to_string()), Some(format!("readers:{}", new.readers.len()))),
            },
            Act::Lift(number, readers) => {
                (Some(format!("exclusion:{number}")), Some(format!("readers:{}", readers.len())))
            }
            Act::Reinstate(who) => (Some(format!("participant:{who}")), None),
            Act::Revise(_) => (Some(format!("version:{}", self.head.version)), None),
            Act::Watch(WatchChange::Office(until_ms)) => (None, Some(format!("until:{until_ms}"))),
            _ => (None, None),
        };
        self.plan.batch.audit.push(AuditEntry {
            at_ms: self.command.at_ms,
            staff,
            act: self.command.act.word(),
            conversation: Some(self.command.conversation),
            object,
            detail,
        });
    }

    fn act_on_identity(&mut self, participant: ParticipantId) {
        let Command { conversation, at_ms, ref act, .. } = *self.command;
        match act {
            Act::Declare(_, answers) => {
                let answers = answers.clone();
                let version = self.head.version;
                self.plan.batch.declared.push(DeclaredRows { conversation, participant, answers, version, at_ms });
            }
            Act::ForgetDeclared(who) => {
                let (participant, answers, version) = (*who, Vec::new(), self.head.version);
                self.plan.batch.declared.push(DeclaredRows { conversation, participant, answers, version, at_ms });
            }
            Act::MarkReaders(marked) => {
                let is_there = |(who, _): &&(ParticipantId, ReaderMarks)| !self.plan.is_erased(conversation, *who);
                let marked: Vec<_> =
                    marked.iter().filter(is_there).map(|(who, marks)| (conversation, *who, *marks)).collect();
                self.plan.batch.marked.extend(marked);
            }
            // No key leads to somebody erased.
            Act::BindKeys(who, _) if self.plan.is_erased(conversation, *who) => {}
            Act::BindKeys(who, keys) => {
                for key in keys {
                    self.plan.batch.keys.push((conversation, *key, *who));
                    self.plan.keys.insert((conversation, *key), *who);
                }
            }
            Act::WithdrawAll(who) => self.withdraw_all(*who),
            Act::Erase(who, votes) => {
                if *votes == VotesOnLeaving::Withdraw {
                    self.withdraw_all(*who);
                }
                self.log(Fact::ParticipantErased { participant: *who });
                self.plan.keys.retain(|(of, _), participant| (*of, *participant) != (conversation, *who));
                self.plan.batch.erased.push((conversation, *who));
            }
            Act::Shown(showings) => {
                // Nothing is kept about somebody erased, not even what waits behind the erasure.
                let is_known = |showing: &&Showing| self.is_known(showing.participant);
                let kept: Vec<_> = showings.iter().filter(is_known).map(|showing| (conversation, *showing)).collect();
                self.plan.batch.showings.extend(kept);
            }
            _ => debug_assert!(false, "handled by `act`"),
        }
    }

    fn exclude(&mut self, new: &NewExclusion) {
        let NewExclusion { ground, reason, readers } = new.clone();
        readers.iter().for_each(|who| self.log(Fact::ParticipantBanned { participant: *who }));
        let (at_ms, number) = (self.command.at_ms, self.head.next_exclusion);
        self.head.next_exclusion += 1;
        let exclusion = Exclusion { number, ground, reason, at_ms, readers };
        self.plan.batch.exclusions.push((self.command.conversation, exclusion));
    }

    fn is_known(&self, participant: ParticipantId) -> bool {
        let conversation = self.command.conversation;
        let is_new = || self.plan.keys.iter().any(|((of, _), who)| (*of, *who) == (conversation, participant));
        !self.plan.is_erased(conversation, participant) && (self.roster.leads_to(conversation, participant) || is_new())
    }

    fn withdraw_all(&mut self, participant: ParticipantId) {
        let Some(answered) = self.plan.known.answered.remove(&(self.command.conversation, participant)) else { return };
        if answered.has_ballot {
            self.log(Fact::BallotWithdrawn { participant });
        }
        for statement in answered.statements {
            self.log(Fact::VoteWithdrawn { participant, statement });
        }
        self.plan.known.answered.insert((self.command.conversation, participant), Answered::default());
    }

    fn log(&mut self, fact: Fact) {
        self.head.has_answers |= fact.is_answer();
        self.plan.known.take(self.command.conversation, &fact);
        let event = Event { seq: Seq(self.head.end.seq + 1), at_ms: self.command.at_ms, fact };
        self.plan.batch.marks.push(self.head.end.take(&event));
        self.plan.batch.events.push((self.command.conversation, event));
    }

    fn add_statement(&mut self, text: &StatementText, author: Option<ParticipantId>, state: StatementState) {
        let id = StatementId(self.head.next_statement);
        self.head.next_statement += 1;
        self.statement = Some(id);
        let row = new_statement(id, text, author, state, self.command.at_ms);
        self.log(Fact::StatementAdded { statement: id, origin: row.origin, state });
        self.plan.batch.statements.push((self.command.conversation, row));
    }

    /// Until the first answer wording changes in place; from then on every change is a new version.
    fn revise(&mut self, instrument: &Instrument) {
        let conversation = self.command.conversation;
        if self.head.has_answers {
            self.head.version += 1;
            self.log(Fact::InstrumentChanged { version: self.head.version });
        }
        let version = self.head.version;
        let document = serde_json::to_string(instrument).unwrap_or_default();
        self.plan.batch.instruments.push(InstrumentRow { conversation, version, document, at_ms: self.command.at_ms });
        self.plan.instruments.push((conversation, version, instrument.clone()));
    }
}

impl Known {
    /// Keeps up with an event of the group, as far as somebody asked about what it changes.
    fn take(&mut self, conversation: ConversationId, fact: &Fact) {
        let now = match *fact {
            Fact::StatementAdded { statement, state, .. } | Fact::StatementDecided { statement, state } => {
                Some((Target::Statement(statement), state))
            }
            Fact::CommentPosted { comment, state } | Fact::CommentDecided { comment, state } => {
                Some((Target::Comment(comment), state))
            }
            _ => None,
        };
        if let Some((target, state)) = now
            && let Some(known) = self.texts.get_mut(&(conversation, target))
        {
            match known {
                Some(known) => known.state = state,
                // It came in within this group, so nobody has read it yet.
                None => *known = Some(TextNow { state, seen: None }),
            }
        }
        if let Some((Target::Comment(comment), _)) = now
            && let Some(change) = self.changes.get_mut(&(conversation, comment))
        {
            *change = None;
        }
        let Some(answered) = fact.participant().and_then(|who| self.answered.get_mut(&(conversation, who))) else {
            return;
        };
        match *fact {
            Fact::BallotCast { .. } => answered.has_ballot = true,
            Fact::BallotWithdrawn { .. } => answered.has_ballot = false,
            _ => match fact.answer() {
                Some((_, statement, Some(_))) => {
                    answered.statements.insert(statement);
                }
                Some((_, statement, None)) => {
                    answered.statements.remove(&statement);
                }
                None => {}
            },
        }
    }
}

impl Known {
    /// The words of a text are others now.
    fn reworded(&mut self, conversation: ConversationId, target: Target) {
        if let Some(Some(known)) = self.texts.get_mut(&(conversation, target)) {
            known.seen = None;
        }
    }

    /// Keeps up with what changes a comment's words, and with the change of it that waits.
    fn change(&mut self, conversation: ConversationId, comment: CommentId, change: &CommentChange) {
        let is_waiting = matches!(change, CommentChange::Waiting(..));
        if !matches!(change, CommentChange::NotQuoted(_) | CommentChange::Declined(..)) && !is_waiting {
            self.reworded(conversation, Target::Comment(comment));
        }
        if let Some(waiting) = self.changes.get_mut(&(conversation, comment))
            && !matches!(change, CommentChange::NotQuoted(_))
        {
            // A new change has been read by nobody, so no hash is that of it.
            *waiting = is_waiting.then(|| Seen::of_digest([0; 32]));
        }
    }
}

impl Answered {
    async fn read(conn: &mut Conn, id: ConversationId, participant: ParticipantId) -> Result<Self, StoreError> {
        let who = i64::from(participant.0);
        let sql = "select statement from votes where conversation_id = $1 and participant = $2";
        let votes = rows!(conn, (i64,), sql, id.0, who).doing("reading somebody's answers")?;
        let sql = "select options from ballots where conversation_id = $1 and participant = $2";
        let ballots = rows!(conn, (i64,), sql, id.0, who).doing("reading somebody's ballot")?;
        let statements = votes.into_iter().filter_map(|(number,)| u32::try_from(number).ok().map(StatementId));
        Ok(Self { has_ballot: !ballots.is_empty(), statements: statements.collect() })
    }
}

async fn read_repeated(conn: &mut Conn, scope: &Key, since_ms: Millis) -> Result<Option<(Key, Receipt)>, StoreError> {
    let sql = "select body, receipt from idempotency where scope = $1 and at_ms >= $2";
    let found = rows!(conn, (String, String), sql, scope.hex(), since_ms).doing("looking for an idempotency key")?;
    Ok(found.first().and_then(|(body, receipt)| Some((Key::from_hex(body)?, Receipt::from_text(receipt)?))))
}

async fn read_text(conn: &mut Conn, id: ConversationId, target: Target) -> Result<Option<TextNow>, StoreError> {
    type Row = (i64, Option<String>, Option<String>, Option<String>);
    let (sql, number) = match target {
        Target::Statement(id) => (
            "select state, text, cast(null as text), cast(null as text) from statements
             where conversation_id = $1 and number = $2",
            id.0,
        ),
        Target::Comment(id) => {
            ("select state, text, name, place from comments where conversation_id = $1 and number = $2", id.0)
        }
    };
    let found = rows!(conn, Row, sql, id.0, i64::from(number)).doing("reading where a text stands")?;
    Ok(found.into_iter().next().and_then(|(state, text, name, place)| {
        let seen = Some(seen_of(text.as_deref(), name.as_deref(), place.as_deref()));
        Some(TextNow { state: StatementState::from_code(state)?, seen })
    }))
}

async fn read_change(conn: &mut Conn, id: ConversationId, comment: CommentId) -> Result<Option<Seen>, StoreError> {
    let found = rows!(
        conn,
        (String, Option<String>, Option<String>),
        "select w.text, c.name, c.place from comment_changes w
         join comments c on c.conversation_id = w.conversation_id and c.number = w.number
         where w.conversation_id = $1 and w.number = $2 and w.declined_ms is null and w.text is not null",
        id.0,
        i64::from(comment.0)
    )
    .doing("reading the change of a comment")?;
    Ok(found.first().map(|(text, name, place)| seen_of(Some(text), name.as_deref(), place.as_deref())))
}

/// Reads the head of a conversation's log, where there is such a conversation.
pub(crate) async fn read_head(conn: &mut Conn, id: ConversationId) -> Result<Option<Head>, StoreError> {
    let found = rows!(
        conn,
        (String, i64, i64, i64, i64, i64, i64),
        "select c.state, c.version,
                (select coalesce(max(seq), 0) from events e where e.conversation_id = c.id),
                (select coalesce(max(number), 0) from participants p where p.conversation_id = c.id),
                (select coalesce(max(number), 0) from statements s where s.conversation_id = c.id),
                (select coalesce(max(number), 0) from comments t where t.conversation_id = c.id),
                (select count(*) from (select 1 from events a where a.conversation_id = c.id and a.kind in (1, 3, 5) limit 1) one)
         from conversations c where c.id = $1",
        id.0
    )
    .doing("reading the head of a log")?;
    let Some((state, version, seq, participant, statement, comment, n_answers)) = found.into_iter().next() else {
        return Ok(None);
    };
    let damaged = || StoreError::Damaged(format!("conversation {id} has numbers out of bounds"));
    let next = |n: i64| u32::try_from(n + 1).map_err(|_| damaged());
    let seq = u64::try_from(seq).map_err(|_| damaged())?;
    let kept = read_end(conn, id).await?.unwrap_or_else(|| LogEnd::start(id));
    Ok(Some(Head {
        end: LogEnd { seq, ..kept },
        is_whole: kept.seq == seq,
        state: State::from_word(&state).ok_or_else(damaged)?,
        version: u32::try_from(version).map_err(|_| damaged())?,
        has_answers: n_answers > 0,
        next_participant: next(participant)?,
        next_statement: next(statement)?,
        next_comment: next(comment)?,
        next_exclusion: next_exclusion(conn, id).await?,
    }))
}
