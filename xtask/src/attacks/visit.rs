//! Who comes, from where, and what they answer: the only thing that a plan of an attack makes.

use canvass_domain::{Millis, Vote};
use std::net::IpAddr;

/// One minute and one hour on the virtual clock.
pub const MINUTE_MS: Millis = 60_000;
pub const HOUR_MS: Millis = 60 * MINUTE_MS;
/// Midnight before the day that is played: 1 January 2025, 00:00 UTC.
pub const MIDNIGHT_MS: Millis = 1_735_689_600_000;

/// One participant of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    pub who: Who,
    pub address: IpAddr,
    /// Their first write, by which they become a participant where they are let in.
    pub at_ms: Millis,
    pub way: Way,
    /// How long they have had their credential by then.
    pub credential_age_ms: Millis,
    /// The site whose link they followed.
    pub site: Option<&'static str>,
    /// Their answers to the poll, the last of which counts: option by place.
    pub ballots: Vec<usize>,
    /// Their votes in order of time.
    pub votes: Vec<TimedVote>,
    /// Comments, statements and notes that a word is unclear.
    pub n_texts: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Honest(Living),
    Attacker,
}

/// Behind which kind of address an honest reader sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Living {
    OwnAddress,
    Household,
    Office,
    Shared,
}

/// How answers are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Page,
    Api,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimedVote {
    pub at_ms: Millis,
    /// Place of the statement.
    pub statement: u32,
    pub vote: Vote,
}

impl Living {
    pub const ALL: [Self; 4] = [Self::OwnAddress, Self::Household, Self::Office, Self::Shared];

    pub const fn words(self) -> &'static str {
        match self {
            Self::OwnAddress => "an address of their own",
            Self::Household => "a household",
            Self::Office => "an office of 12",
            Self::Shared => "one address shared by 300",
        }
    }
}
