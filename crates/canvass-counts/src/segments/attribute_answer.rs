//! What somebody said about themselves, and what is known of them beside that, as it is counted by segment.

use canvass_domain::{Assurance, Channel, Millis, ParticipantId};

/// Keys that nobody can give an attribute, as they hold a sign that no key may.
pub(super) const ASSURANCE: &str = "~assurance";
pub(super) const CHANNEL: &str = "~channel";
pub(super) const MARKED: &str = "~marked";

/// What somebody said about themselves, or took back: what is kept of it besides the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeAnswer {
    /// When.
    pub at_ms: Millis,
    /// Key of the attribute; empty for how somebody came, see [`AttributeAnswer::arrival`], and no key that anybody can give for
    /// what is known of them otherwise, see [`AttributeAnswer::way_in`] and [`AttributeAnswer::mark`].
    pub attribute: String,
    /// The answer's place among the attribute's options, from 0.
    pub option: u16,
    /// Who says it; nobody where it was taken back, which is all that is kept then.
    pub participant: Option<ParticipantId>,
}

impl AttributeAnswer {
    /// How somebody came, who is not erased. It holds from the start, as it never changes.
    #[must_use]
    pub fn arrival(who: ParticipantId, is_from_story: bool) -> Self {
        Self { at_ms: 0, attribute: String::new(), option: u16::from(is_from_story), participant: Some(who) }
    }

    /// Who has a mark, where it says so.
    #[must_use]
    pub fn marked_reader(&self) -> Option<ParticipantId> {
        self.participant.filter(|_| self.attribute == MARKED)
    }

    /// Somebody has a mark; as of the start, as nothing is kept of when it was set.
    #[must_use]
    pub fn mark(who: ParticipantId) -> Self {
        Self { at_ms: 0, attribute: MARKED.to_owned(), option: 0, participant: Some(who) }
    }
}

impl AttributeAnswer {
    /// How much stands behind somebody, and through what they came, where that is known. It holds from the start.
    pub fn way_in(who: ParticipantId, assurance: Assurance, channel: Option<Channel>) -> impl Iterator<Item = Self> {
        let place = |of: usize| u16::try_from(of).unwrap_or(u16::MAX);
        let assurance = Assurance::ALL.iter().position(|one| *one == assurance).map(place);
        let channel = channel.and_then(|channel| Channel::ALL.iter().position(|one| *one == channel)).map(place);
        let said = move |(key, option): (&str, Option<u16>)| {
            Some(Self { at_ms: 0, attribute: key.to_owned(), option: option?, participant: Some(who) })
        };
        [(ASSURANCE, assurance), (CHANNEL, channel)].into_iter().filter_map(said)
    }
}
