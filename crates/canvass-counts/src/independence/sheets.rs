//! The same answers as several others, at about the same time.
//!
//! Holds the answers of readers who answered within the last hour, as bits, and nothing else about them.

use super::MarkThresholds;
use canvass_domain::{Millis, ParticipantId, StatementId, Vote};
use std::collections::{BTreeSet, HashMap};

/// Most readers held at a time; beyond it those who answered longest ago are let go before their hour is over.
const MOST_SHEETS: usize = 1 << 16;
/// Most statements compared: the first so many that anybody held here answered.
const MOST_STATEMENTS: usize = 1 << 12;
/// Statements in a block.
const BLOCK: usize = 64;

/// The answers of everybody who answered within an hour, and who of them gave the same as several others.
///
/// *Held* is whoever gave an answer at most an hour before the newest answer of all; whoever pauses for longer begins
/// with an empty sheet. Two of them answered *the same* where they have ten or more statements in common and differ on
/// none, and *nearly the same* where they differ on one or two. A reader is marked where there is a number of
/// statements, ten or more, such that, among others with at least so many in common with them, five or more answered
/// the same, and at least twice as many the same as nearly the same. They are judged when an answer changes of theirs
/// or of somebody who answered the same; both get the mark, and so do those who came before.
///
/// Why nearly the same is counted: honest readers who agree on everything are few beside those who agree on nearly
/// everything, whatever groups there are, since who agrees on each of k statements with chance q differs on one k (1 -
/// q) / q times as often as on none. Copies have nobody beside them. So a crowd that largely agrees on a dozen
/// statements is not marked for it. The number of statements in common is left free since copies of a long sheet have
/// more of it in common than honest readers who happen to come near.
///
/// Time: each judgement compares bits with everybody held, 24 bytes for each 64 statements, until three differ. Space:
/// as much for each of at most 65,536 readers, on at most 4,096 statements. The same sequence of calls gives the same marks; asked after
/// each change, they do not depend on how changes are gathered.
///
/// ```
/// use canvass_domain::{ParticipantId, StatementId, Vote};
/// use canvass_counts::independence::{AnswerSheets, MarkThresholds};
/// let mut sheets = AnswerSheets::new(MarkThresholds::default());
/// for reader in 1..=6 {
///     for statement in 1..=10 {
///         let vote = if statement % 3 == 0 { Vote::Disagree } else { Vote::Agree };
///         let at_ms = 1_000_000 * i64::from(reader) / 2 + i64::from(statement);
///         sheets.answer(ParticipantId(reader), StatementId(statement), Some(vote), at_ms);
///     }
///     let expected: Vec<_> = if reader == 6 { (1..=6).map(ParticipantId).collect() } else { Vec::new() };
///     assert_eq!(sheets.newly_marked(), expected);
/// }
/// ```
#[derive(Clone, Debug)]
pub struct AnswerSheets {
    thresholds: MarkThresholds,
    column_of: HashMap<StatementId, usize>,
    place_of: HashMap<ParticipantId, usize>,
    sheets: Vec<Sheet>,
    /// By 64 statements, then by place of the sheet: everybody's first block lies together, and few have to be compared
    /// in more than one or two.
    blocks: Vec<Vec<Block>>,
    by_time: BTreeSet<(Millis, ParticipantId)>,
    changed: BTreeSet<ParticipantId>,
    newest_ms: Millis,
}

/// The answers of one reader.
#[derive(Clone, Debug)]
struct Sheet {
    participant: ParticipantId,
    last_ms: Millis,
    n_answers: u32,
    /// At most so many others answered the same.
    n_same_most: u32,
    /// Whether the mark was told of; it is told once.
    is_told: bool,
}

/// Answers to 64 statements; a bit of `answered` alone is unsure.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    answered: u64,
    agree: u64,
    disagree: u64,
}

/// Somebody else whose answers are the same or nearly the same.
#[derive(Clone, Copy, Debug)]
struct Near {
    place: usize,
    n_common: u32,
    n_different: u32,
}

impl AnswerSheets {
    /// Nobody's answers yet.
    #[must_use]
    pub fn new(thresholds: MarkThresholds) -> Self {
        Self {
            thresholds,
            column_of: HashMap::new(),
            place_of: HashMap::new(),
            sheets: Vec::new(),
            blocks: Vec::new(),
            by_time: BTreeSet::new(),
            changed: BTreeSet::new(),
            newest_ms: 0,
        }
    }

    /// Takes an answer, or that there is none any more (taken back, or skipped after it), in the order of the log.
    ///
    /// Answers without a time (0, of an import) are passed over. A clock that was put back stands still here.
    pub fn answer(&mut self, participant: ParticipantId, statement: StatementId, vote: Option<Vote>, at_ms: Millis) {
        if at_ms <= 0 {
            return;
        }
        self.newest_ms = self.newest_ms.max(at_ms);
        self.let_go();
        let n_columns = self.column_of.len();
        let column = *self.column_of.entry(statement).or_insert(n_columns);
        if column >= MOST_STATEMENTS {
            // Not kept, so that the map of columns stays as small as what is compared.
            self.column_of.remove(&statement);
            return;
        }
        if vote.is_none() && !self.place_of.contains_key(&participant) {
            return;
        }
        let place = self.place(participant);
        let newest_ms = self.newest_ms;
        let had = self.block(column / BLOCK, place).is_some_and(|block| block.set(column % BLOCK, vote));
        let Some(sheet) = self.sheets.get_mut(place) else { return };
        sheet.n_answers = sheet.n_answers + u32::from(vote.is_some()) - u32::from(had);
        if vote.is_some() {
            self.by_time.remove(&(sheet.last_ms, participant));
            sheet.last_ms = newest_ms;
            self.by_time.insert((newest_ms, participant));
        }
        self.changed.insert(participant);
    }

    /// Lets go of somebody who was excluded or erased: nobody is compared with them any more.
    pub fn forget(&mut self, participant: ParticipantId) {
        let Some(place) = self.place_of.remove(&participant) else { return };
        let sheet = self.sheets.swap_remove(place);
        for blocks in &mut self.blocks {
            blocks.swap_remove(place);
        }
        self.by_time.remove(&(sheet.last_ms, participant));
        self.changed.remove(&participant);
        if let Some(moved) = self.sheets.get(place) {
            self.place_of.insert(moved.participant, place);
        }
    }

    /// Lets what changed rest unjudged: it was judged before, and only the memory of it is made anew.
    pub fn settle(&mut self) {
        self.changed.clear();
        for sheet in &mut self.sheets {
            // How many answered the same is not known any more.
            sheet.n_same_most = u32::MAX;
        }
    }

    /// How many readers are held.
    #[must_use]
    pub const fn n_readers(&self) -> usize {
        self.sheets.len()
    }

    /// Who is marked by what changed since this was last asked and was not told before, ascending.
    ///
    /// Somebody who was let go and comes back may be told again.
    pub fn newly_marked(&mut self) -> Vec<ParticipantId> {
        let changed = std::mem::take(&mut self.changed);
        let changed: BTreeSet<usize> = changed.iter().filter_map(|who| self.place_of.get(who).copied()).collect();
        let (mut marked, mut beside) = (BTreeSet::new(), BTreeSet::new());
        for place in &changed {
            let near = self.near(*place);
            let others = near.iter().filter(|one| one.n_different == 0 && !changed.contains(&one.place));
            beside.extend(others.map(|one| one.place).filter(|other| self.may_be_marked(*other)));
            if self.judge(*place, near) {
                marked.insert(*place);
            }
        }
        for place in beside {
            let near = self.near(place);
            if self.judge(place, near) {
                marked.insert(place);
            }
        }
        let mut told: Vec<ParticipantId> = Vec::new();
        for place in marked {
            let Some(sheet) = self.sheets.get_mut(place).filter(|sheet| !sheet.is_told) else { continue };
            sheet.is_told = true;
            told.push(sheet.participant);
        }
        told.sort_unstable();
        told
    }

    /// Whether somebody who did not change has to be judged because somebody else now answered the same.
    ///
    /// Not where they were told of: in a flood of copies that is nearly everybody. Nor where those who answered the
    /// same when they were last judged, and one for each call of this since, are still too few.
    fn may_be_marked(&mut self, place: usize) -> bool {
        let Some(sheet) = self.sheets.get_mut(place) else { return false };
        sheet.n_same_most = sheet.n_same_most.saturating_add(1);
        !sheet.is_told && sheet.n_same_most >= self.thresholds.same_others
    }

    /// Everybody else who answered the same or nearly the same.
    fn near(&self, place: usize) -> Vec<Near> {
        let MarkThresholds { same_statements: least, same_nearly: most_different, .. } = self.thresholds;
        if self.sheets.get(place).is_none_or(|own| own.n_answers < least) {
            return Vec::new();
        }
        let others =
            self.sheets.iter().enumerate().filter(|(other, sheet)| *other != place && sheet.n_answers >= least);
        let mut near: Vec<Near> = others.map(|(place, _)| Near { place, n_common: 0, n_different: 0 }).collect();
        for blocks in &self.blocks {
            let Some(own) = blocks.get(place).filter(|own| own.answered != 0) else { continue };
            near.retain_mut(|one| {
                let Some(theirs) = blocks.get(one.place) else { return false };
                let (n_common, n_different) = own.compared(theirs);
                one.n_common += n_common;
                one.n_different += n_different;
                one.n_different <= most_different
            });
        }
        near.retain(|one| one.n_common >= least);
        near
    }

    /// Whether there are enough who answered the same, and few beside them, from some number in common on.
    fn judge(&mut self, place: usize, mut near: Vec<Near>) -> bool {
        if let Some(sheet) = self.sheets.get_mut(place) {
            sheet.n_same_most = near.iter().filter(|one| one.n_different == 0).count() as u32;
        }
        near.sort_unstable_by_key(|one| std::cmp::Reverse(one.n_common));
        let (mut n_same, mut n_nearly) = (0_u64, 0_u64);
        near.chunk_by(|a, b| a.n_common == b.n_common).any(|alike| {
            let n = alike.iter().filter(|one| one.n_different == 0).count() as u64;
            n_same += n;
            n_nearly += alike.len() as u64 - n;
            n_same >= u64::from(self.thresholds.same_others)
                && n_same >= u64::from(self.thresholds.same_times_nearly) * n_nearly
        })
    }

    /// Where somebody's sheet is; an empty one is begun where there is none.
    fn place(&mut self, participant: ParticipantId) -> usize {
        if let Some(place) = self.place_of.get(&participant) {
            return *place;
        }
        let place = self.sheets.len();
        let last_ms = self.newest_ms;
        self.sheets.push(Sheet { participant, last_ms, n_answers: 0, n_same_most: 0, is_told: false });
        self.blocks.iter_mut().for_each(|blocks| blocks.push(Block::default()));
        self.place_of.insert(participant, place);
        self.by_time.insert((last_ms, participant));
        place
    }

    /// A block of somebody's; blocks that nobody had are added.
    fn block(&mut self, number: usize, place: usize) -> Option<&mut Block> {
        if self.blocks.len() <= number {
            self.blocks.resize(number + 1, vec![Block::default(); self.sheets.len()]);
        }
        self.blocks.get_mut(number)?.get_mut(place)
    }

    /// Lets go of those whose hour is over, or for whom there is no room.
    fn let_go(&mut self) {
        let within_ms = Millis::from(self.thresholds.same_within_ms);
        let oldest_ms = self.newest_ms.saturating_sub(within_ms);
        while let Some((last_ms, participant)) = self.by_time.first().copied() {
            if last_ms >= oldest_ms && self.sheets.len() <= MOST_SHEETS {
                break;
            }
            self.forget(participant);
        }
        if self.sheets.is_empty() {
            // Columns are given out anew once nobody is left, so that an old conversation does not run out of them.
            self.column_of.clear();
            self.blocks.clear();
        }
    }
}

impl Block {
    /// Sets the answer of a bit; whether there was one before.
    fn set(&mut self, bit: usize, vote: Option<Vote>) -> bool {
        let bit = 1 << bit;
        let had = self.answered & bit != 0;
        self.answered &= !bit;
        self.agree &= !bit;
        self.disagree &= !bit;
        if let Some(vote) = vote {
            self.answered |= bit;
            self.agree |= if vote == Vote::Agree { bit } else { 0 };
            self.disagree |= if vote == Vote::Disagree { bit } else { 0 };
        }
        had
    }

    /// How many statements both answered, and how many of them differently.
    const fn compared(&self, other: &Self) -> (u32, u32) {
        let common = self.answered & other.answered;
        let different = common & ((self.agree ^ other.agree) | (self.disagree ^ other.disagree));
        (common.count_ones(), different.count_ones())
    }
}
