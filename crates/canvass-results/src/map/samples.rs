//! What tests of this folder share.

use canvass_domain::{Ballot, Fact, ParticipantId, StatementId, StatementState, Subject, Vote};

/// What a day brings, the same every time: votes, and people who come, go and come back.
pub(super) fn day(n: u64) -> Vec<Fact> {
    let mut draw = 9_u64;
    let mut below = |n: u64| {
        draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((draw >> 33) % n).unwrap()
    };
    let fact = |_| {
        let (participant, statement) = (ParticipantId(below(40)), StatementId(below(9)));
        match below(25) {
            0 => Fact::ParticipantBanned { participant },
            1 => Fact::ParticipantReinstated { participant },
            2 => Fact::StatementSkipped { participant, statement, version: 1 },
            3 => Fact::VoteWithdrawn { participant, statement },
            4 => Fact::BallotCast {
                participant,
                ballot: Ballot::from_bits(1 + u64::from(below(3))).unwrap(),
                version: 1,
            },
            5 => Fact::StatementDecided {
                statement,
                state: [StatementState::Declined, StatementState::Accepted][below(2) as usize],
            },
            6 => Fact::StatementMarked { statement, subject: [Subject::Readers, Subject::Topic][below(2) as usize] },
            _ => Fact::VoteCast { participant, statement, vote: Vote::ALL[below(3) as usize], version: 1 },
        }
    };
    (0..n).map(fact).collect()
}
