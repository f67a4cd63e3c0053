//! Excluding readers together, seeing first what it does, and undoing it.

use crate::live::{Entry, Snapshot};
use crate::{App, AppError, Conflict, StaffId};
use canvass_counts::{Ledger, MarkedPoll, MarkedReaders};
use canvass_domain::{ExclusionGround, Millis, OptionId, ParticipantId, Ruling};
use canvass_edition::{ExcludedOption, ExcludedPoll, ExclusionRecord};
use canvass_results::sha256_hex;
use canvass_store::{Act, NewExclusion};
use std::collections::{BTreeMap, BTreeSet};

/// Most readers excluded by one decision.
pub const MAX_EXCLUDED: usize = 100_000;
/// Longest reason, in characters.
const MAX_REASON_CHARS: usize = 600;
const MINUTE_MS: Millis = 60_000;

/// What staff mean to exclude.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Everybody whom a ground is about.
    All(ExclusionGround),
    /// One reader.
    One(ParticipantId),
}

impl Choice {
    /// What it is excluded by.
    #[must_use]
    pub fn ground(&self) -> ExclusionGround {
        match self {
            Self::All(ground) => ground.clone(),
            Self::One(_) => ExclusionGround::Reader(None),
        }
    }
}

/// Readers who could be excluded together, and what the poll says with and without them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Who, ascending.
    pub readers: Vec<ParticipantId>,
    /// What the poll says with and without them; nothing where it would tell of few.
    pub poll: Option<MarkedPoll>,
    /// How many texts of theirs wait for the desk.
    pub n_waiting: usize,
}

impl Chosen {
    /// Stands for exactly these readers in a form.
    #[must_use]
    pub fn seen(&self) -> String {
        let numbers: Vec<String> = self.readers.iter().map(ParticipantId::to_string).collect();
        sha256_hex(numbers.join(" ").as_bytes())
    }
}

impl Snapshot {
    /// Whom a ground is about, of those who count.
    ///
    /// # Errors
    /// When times are no whole minutes, or the wrong way round.
    pub fn choose(&self, choice: &Choice) -> Result<Chosen, AppError> {
        let readers = match choice {
            Choice::All(ExclusionGround::Mark(mark)) => self.watch.not_excluded(&self.ledger, Some(*mark)),
            Choice::All(ExclusionGround::Came(from_ms, until_ms)) => {
                if from_ms >= until_ms || from_ms % MINUTE_MS != 0 || until_ms % MINUTE_MS != 0 {
                    return Err(AppError::NoMinutes);
                }
                let came = self.came_first().into_iter().filter(|(_, at_ms)| (*from_ms..*until_ms).contains(at_ms));
                came.map(|(who, _)| who).collect()
            }
            Choice::All(ExclusionGround::Reader(_)) => Vec::new(),
            // Whoever only wrote, or answered nothing that still stands, can be excluded as well.
            Choice::One(who) => Some(*who).filter(|who| self.is_known(*who)).into_iter().collect(),
        };
        let poll = poll_without(&self.ledger, &readers, self.conversation.instrument.poll.is_some());
        let n_waiting = self.n_waiting_of(&readers);
        Ok(Chosen { readers, poll, n_waiting })
    }

    /// The poll with and without some readers, where it tells of none.
    #[must_use]
    pub fn poll_without(&self, readers: &[ParticipantId]) -> Option<MarkedPoll> {
        poll_without(&self.ledger, readers, self.conversation.instrument.poll.is_some())
    }
}

impl Snapshot {
    /// Who is excluded, by what they were chosen by, as editions tell of it.
    #[must_use]
    pub(crate) fn exclusion_records(&self) -> Vec<ExclusionRecord> {
        let mut by_ground: BTreeMap<String, BTreeSet<ParticipantId>> = BTreeMap::new();
        for who in self.ledger.banned() {
            let ground = self.watch.excluded_by(who).map_or(ExclusionGround::Reader(None), |by| by.ground.clone());
            // At which time is the desk's to know.
            let ground = match ground {
                ExclusionGround::Came(..) => "came".to_owned(),
                ground => ground.to_string(),
            };
            by_ground.entry(ground).or_default().insert(who);
        }
        let record = |(ground, readers): (String, BTreeSet<ParticipantId>)| ExclusionRecord {
            ground,
            readers: readers.len() as u64,
            poll: self.poll_with(&readers),
        };
        by_ground.into_iter().map(record).collect()
    }

    /// Whether a figure of the poll moves by a point or more without those who are marked, be it printed or not.
    #[must_use]
    pub fn moves_by_marks(&self) -> bool {
        let marked: BTreeSet<ParticipantId> = self.watch.taking_part(&self.ledger, None).into_iter().collect();
        tally(&self.ledger, |who| (self.ledger.takes_part(who), marked.contains(&who))).moves_a_point()
    }

    /// The poll with some who are excluded counted, where neither they nor the others are few.
    fn poll_with(&self, excluded: &BTreeSet<ParticipantId>) -> Option<ExcludedPoll> {
        self.conversation.instrument.poll.as_ref()?;
        let poll = tally(&self.ledger, |who| {
            (self.ledger.takes_part(who) || excluded.contains(&who), excluded.contains(&who))
        });
        let n_others = self.ledger.n_participants();
        let said = MarkedReaders::said(
            excluded.len() as u64,
            n_others + excluded.len() as u64,
            self.ledger.seq(),
            Some(poll),
        )?;
        let poll = said.poll?;
        let option = |(id, n, excluded): (OptionId, u64, u64)| ExcludedOption { id, n, excluded };
        Some(ExcludedPoll {
            n: poll.n,
            excluded: poll.n_marked,
            options: poll.options.into_iter().map(option).collect(),
        })
    }
}

/// The poll of those whom `counts` says count, and of those it says are set apart.
fn tally(ledger: &Ledger, counts: impl Fn(ParticipantId) -> (bool, bool)) -> MarkedPoll {
    let n_options = ledger.totals().options.len();
    let options = (1_u8..).take(n_options).map(|id| (OptionId(id), 0, 0)).collect();
    let mut poll = MarkedPoll { n: 0, n_marked: 0, options };
    for latest in ledger.latest_ballots() {
        let (counts, is_apart) = counts(latest.participant);
        if !counts {
            continue;
        }
        poll.n += 1;
        poll.n_marked += u64::from(is_apart);
        for option in latest.ballot.options() {
            if let Some((_, n, apart)) = poll.options.get_mut(usize::from(option.0) - 1) {
                *n += 1;
                *apart += u64::from(is_apart);
            }
        }
    }
    poll.options.retain(|(_, n, _)| *n > 0);
    poll
}

/// The poll of everybody who counts and of these among them, where neither tells of few.
pub(crate) fn poll_without(ledger: &Ledger, readers: &[ParticipantId], has_poll: bool) -> Option<MarkedPoll> {
    let readers: BTreeSet<ParticipantId> = readers.iter().copied().collect();
    let poll = tally(ledger, |who| (ledger.takes_part(who), readers.contains(&who)));
    let n_chosen = readers.iter().filter(|who| ledger.takes_part(**who)).count() as u64;
    let said = MarkedReaders::said(n_chosen, ledger.n_participants(), ledger.seq(), has_poll.then_some(poll))?;
    said.poll
}

impl App {
    /// Excludes everybody whom a ground is about now. `seen` stands for those whom staff were shown: where others are meant
    /// by now, they are shown again.
    ///
    /// # Errors
    /// When nobody is meant, no reason is given, others are meant than were shown, or storage fails.
    pub async fn exclude_all(
        &self,
        entry: &Entry,
        choice: Choice,
        (reason, seen): (&str, &str),
        by: StaffId,
        at_ms: Millis,
    ) -> Result<usize, AppError> {
        // One after the other, so that nobody is excluded twice.
        let _guard = self.editing.lock().await;
        let chosen = entry.read().choose(&choice)?;
        if chosen.seen() != seen {
            return Err(Conflict::OthersMeant.into());
        }
        let readers = chosen.readers;
        if readers.is_empty() || readers.len() > MAX_EXCLUDED {
            return Err(AppError::NobodyMeant);
        }
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > MAX_REASON_CHARS {
            return Err(AppError::NoExclusionReason);
        }
        let n = readers.len();
        let exclusion = NewExclusion { ground: choice.ground(), reason: Some(reason.to_owned()), readers };
        self.put_by(Some(by), entry.id(), at_ms, Act::Exclude(exclusion)).await?;
        Ok(n)
    }

    /// Lets everybody back in whom one decision still keeps out.
    ///
    /// # Errors
    /// When there is no such exclusion, or it keeps nobody out any more.
    pub async fn lift_exclusion(
        &self,
        entry: &Entry,
        number: u32,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<usize, AppError> {
        let _guard = self.editing.lock().await;
        let readers = {
            let snapshot = entry.read();
            let found = snapshot.watch.exclusions().iter().find(|exclusion| exclusion.number == number);
            let exclusion = found.ok_or(AppError::NotFound("exclusion"))?;
            snapshot.watch.kept_out(&snapshot.ledger, exclusion)
        };
        if readers.is_empty() {
            return Err(Conflict::NotExcluded.into());
        }
        let n = readers.len();
        self.put_by(Some(by), entry.id(), at_ms, Act::Lift(number, readers)).await?;
        Ok(n)
    }

    /// A participant counts in no result from now on, and their texts are not shown.
    ///
    /// # Errors
    /// When they are excluded already, or storage fails.
    pub(crate) async fn exclude_one(
        &self,
        entry: &Entry,
        participant: ParticipantId,
        ruling: Ruling,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let Ruling { rule, reason } = ruling;
        let exclusion = NewExclusion { ground: ExclusionGround::Reader(rule), reason, readers: vec![participant] };
        self.put_by(Some(by), entry.id(), at_ms, Act::Exclude(exclusion)).await.map(|_| ())
    }
}
