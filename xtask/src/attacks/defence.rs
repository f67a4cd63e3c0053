//! What stands between an arrival and the count, as far as it goes by address: what a server has, and nothing, which
//! shows what an attack does where nobody defends.

use canvass_counts::independence::{Allowance, Bursts, FirstAnswers, MarkThresholds, Source};
use canvass_domain::{ConversationId, Millis, ParticipantId};
use std::net::IpAddr;

/// Whether a first answer is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    Allowed,
    Refused,
}

/// The defence by address. Times ascend from call to call.
pub trait Defence {
    /// Somebody without an answer yet gives one from this address; it is charged where it is allowed.
    fn arrives(&mut self, address: IpAddr, at_ms: Millis) -> Admission;

    /// They are a participant now: who is marked as part of a burst by it, those before included.
    fn admitted(&mut self, who: ParticipantId, address: IpAddr, at_ms: Millis) -> Vec<ParticipantId>;
}

/// Everybody is let in and nobody is marked.
pub struct Nothing;

impl Defence for Nothing {
    fn arrives(&mut self, _: IpAddr, _: Millis) -> Admission {
        Admission::Allowed
    }

    fn admitted(&mut self, _: ParticipantId, _: IpAddr, _: Millis) -> Vec<ParticipantId> {
        Vec::new()
    }
}

/// What a server does: the allowance and the bursts that it has, on the clock of the attack.
pub struct Real {
    allowance: Allowance,
    bursts: Bursts,
}

/// The one conversation there is.
const HERE: ConversationId = ConversationId(1);
/// Any seed does: nobody reads this memory.
const SEED: [u8; 32] = [7; 32];

impl Default for Real {
    fn default() -> Self {
        Self { allowance: Allowance::default(), bursts: Bursts::new(SEED) }
    }
}

impl Defence for Real {
    fn arrives(&mut self, address: IpAddr, at_ms: Millis) -> Admission {
        let taken = self.allowance.take(HERE, Source::of(address), FirstAnswers::default(), at_ms);
        if taken.is_ok() { Admission::Allowed } else { Admission::Refused }
    }

    fn admitted(&mut self, who: ParticipantId, address: IpAddr, at_ms: Millis) -> Vec<ParticipantId> {
        self.bursts.admitted(HERE, Source::of(address), who, &MarkThresholds::default(), at_ms)
    }
}
