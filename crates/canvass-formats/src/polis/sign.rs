//! Which sign means agree.
//!
//! Polis keeps agree as -1 inside and turns it to +1 in every file meant for people, except for a few months:
//! from September 2024 its reports wrote votes unturned, counted "agrees" from the same unturned numbers, and
//! for part of that time counted the votes of other conversations too. Such files agree with each other while
//! all of them are wrong, so that comparing them is not enough. They are recognised by how they were written
//! (times in whole seconds, statements without quotes) and settled by what cannot be mistaken: people agree
//! with what they wrote themselves (98 to 100 % of decided votes in the eight public sets this was tried on).
//! Where nothing settles it, the import is refused: it never guesses.

use canvass_domain::{Millis, Vote};

/// Exports made after this carry the right sign: 2025-02-01T00:00:00Z, some weeks after the last server was mended.
const MENDED_MS: Millis = 1_738_368_000_000;
/// Fewest decided votes of authors on their own statements that say anything.
const MIN_OWN_VOTES: u64 = 8;

/// A vote as it stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Mark {
    /// `-1`
    Minus,
    /// `0`
    Zero,
    /// `1`
    Plus,
}

/// What the signs of a file mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// 1 agrees, as in nearly every file.
    PlusAgrees,
    /// -1 agrees, as in the faulty ones.
    MinusAgrees,
}

/// How two files stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// They use signs alike.
    Same,
    /// They use signs the other way round.
    Opposite,
    /// They do not say, or one is not there.
    Unclear,
}

/// How comments.csv was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Handwriting {
    /// As no faulty export was.
    Sound,
    /// Times in seconds and no statement in quotes: as the faulty exports were, or as other tools rewrite files.
    Suspect,
    /// The same, and statements with commas in them without quotes: only the faulty exports did that.
    Faulty,
}

/// Decided votes of authors on their own statements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct OwnVotes {
    pub(super) n_plus: u64,
    pub(super) n_minus: u64,
}

/// Everything that bears on the sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Evidence {
    pub(super) handwriting: Handwriting,
    /// votes.csv against the table of participants.
    pub(super) participants: Relation,
    /// Votes against the counts in comments.csv.
    pub(super) counts: Relation,
    /// Whether comments.csv counts other conversations' votes too.
    pub(super) counts_too_many: bool,
    pub(super) own: OwnVotes,
    /// Whether any vote is not 0.
    pub(super) has_signs: bool,
    pub(super) newest_ms: Millis,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// Everything as it should be.
    AsWritten,
    /// Taken as it should be, although the files alone do not prove it.
    AsWrittenUnproven,
    /// The votes are turned round, the table of participants is right (or not there).
    TurnVotes,
    /// Votes and table of participants are both turned round.
    TurnAll,
}

/// Two readings that contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Contradiction {
    #[error(
        "its counts of agrees and disagrees are the other way round than the votes, while the table of participants \
         agrees with the votes: one of the files has agree as -1, and nothing tells which; export the set again"
    )]
    CountsAgainstVotes,
    #[error(
        "the table of participants has agree and disagree the other way round than votes.csv and comments.csv: one of \
         the files has agree as -1, and nothing tells which; export the set again"
    )]
    ParticipantsAgainstVotes,
    #[error(
        "this may be a Polis export of late 2024, when agree was written as -1 by mistake, or a sound one that another \
         program saved: nothing in the files tells which; add participant-votes.csv or export the set again"
    )]
    MayBeFaulty,
}

impl Mark {
    pub(super) fn parse(field: &[u8]) -> Option<Self> {
        match field {
            b"1" => Some(Self::Plus),
            b"0" | b"-0" => Some(Self::Zero),
            b"-1" => Some(Self::Minus),
            _ => None,
        }
    }

    /// The vote it stands for.
    pub(super) const fn vote(self, reading: Reading) -> Vote {
        match (self, reading) {
            (Self::Zero, _) => Vote::Unsure,
            (Self::Plus, Reading::PlusAgrees) | (Self::Minus, Reading::MinusAgrees) => Vote::Agree,
            (Self::Minus, Reading::PlusAgrees) | (Self::Plus, Reading::MinusAgrees) => Vote::Disagree,
        }
    }
}

/// The sign under which a sound export writes a vote.
pub(super) const fn written(vote: Vote) -> i8 {
    match vote {
        Vote::Agree => 1,
        Vote::Unsure => 0,
        Vote::Disagree => -1,
    }
}

impl Relation {
    /// From the decided answers that two files give for the same participant and statement.
    pub(super) const fn of_answers(n_same: u64, n_opposite: u64) -> Self {
        if n_opposite >= 2 && n_opposite >= 9 * n_same {
            Self::Opposite
        } else if n_same >= 1 && n_same >= 9 * n_opposite {
            Self::Same
        } else {
            Self::Unclear
        }
    }

    /// From how far counts lie apart when they are held against each other as they are, and crosswise.
    pub(super) const fn of_distances(straight: u64, crosswise: u64) -> Self {
        if straight == crosswise {
            Self::Unclear
        } else if straight <= crosswise / 2 {
            Self::Same
        } else if crosswise <= straight / 2 {
            Self::Opposite
        } else {
            Self::Unclear
        }
    }
}

impl OwnVotes {
    /// Which way authors' votes on their own statements point, where they do: nine in ten.
    const fn relation(self) -> Relation {
        if self.n_plus + self.n_minus < MIN_OWN_VOTES {
            Relation::Unclear
        } else if self.n_plus >= 9 * self.n_minus {
            Relation::Same
        } else if self.n_minus >= 9 * self.n_plus {
            Relation::Opposite
        } else {
            Relation::Unclear
        }
    }
}

impl Decision {
    pub(super) const fn votes(self) -> Reading {
        match self {
            Self::AsWritten | Self::AsWrittenUnproven => Reading::PlusAgrees,
            Self::TurnVotes | Self::TurnAll => Reading::MinusAgrees,
        }
    }

    pub(super) const fn participants(self) -> Reading {
        match self {
            Self::AsWritten | Self::AsWrittenUnproven | Self::TurnVotes => Reading::PlusAgrees,
            Self::TurnAll => Reading::MinusAgrees,
        }
    }
}

impl Evidence {
    /// Decides what the signs mean.
    pub(super) fn decide(&self) -> Result<Decision, Contradiction> {
        use Relation::{Opposite, Same, Unclear};
        if !self.has_signs {
            return Ok(Decision::AsWritten);
        }
        let is_sound = self.handwriting == Handwriting::Sound;
        match (self.participants, self.counts) {
            (Opposite, Same) if is_sound => Err(Contradiction::ParticipantsAgainstVotes),
            (Opposite, _) | (Unclear, Opposite) => Ok(Decision::TurnVotes),
            (Same, Opposite) => Err(Contradiction::CountsAgainstVotes),
            (Same | Unclear, Same | Unclear) if is_sound => Ok(Decision::AsWritten),
            (Same | Unclear, Same | Unclear) => self.decide_suspect(),
        }
    }

    /// All files agree with each other, and all may be wrong.
    fn decide_suspect(&self) -> Result<Decision, Contradiction> {
        match self.own.relation() {
            Relation::Same => return Ok(Decision::AsWritten),
            Relation::Opposite => return Ok(Decision::TurnAll),
            Relation::Unclear => {}
        }
        if self.newest_ms >= MENDED_MS {
            return Ok(Decision::AsWritten);
        }
        let is_faulty = match self.handwriting {
            Handwriting::Faulty => true,
            Handwriting::Sound | Handwriting::Suspect => self.counts_too_many && self.participants != Relation::Same,
        };
        if is_faulty {
            // Even a few authors who seem to disagree with themselves are reason not to turn anything.
            let is_doubtful = self.own.n_plus > self.own.n_minus;
            return if is_doubtful { Err(Contradiction::MayBeFaulty) } else { Ok(Decision::TurnAll) };
        }
        match (self.participants, self.counts_too_many) {
            (Relation::Same, false) => Ok(Decision::AsWrittenUnproven),
            _ => Err(Contradiction::MayBeFaulty),
        }
    }
}
