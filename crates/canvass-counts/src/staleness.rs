//! When a draft of a take is stale: something has happened since its results were frozen that the take would tell of.
//!
//! It is stale after any event about answers, exclusion, erasure, or what became of a text, even where every count came
//! out the same: one reader excluded and another let back in leaves other people behind the same numbers. Words that
//! change without an event (a typo in a statement, a comment deleted, details about oneself forgotten) are held against
//! what was frozen by whoever has them. Results that are held until enough have left go by their own rule.

use canvass_domain::Fact;

/// Whether a draft that was frozen before it is stale.
#[must_use]
pub const fn makes_stale(fact: &Fact) -> bool {
    // Every kind of event has to be decided on here, so there is no `_`.
    match fact {
        // Answers, and who counts.
        Fact::BallotCast { .. }
        | Fact::BallotWithdrawn { .. }
        | Fact::VoteCast { .. }
        | Fact::VoteWithdrawn { .. }
        | Fact::StatementSkipped { .. }
        | Fact::ParticipantBanned { .. }
        | Fact::ParticipantReinstated { .. }
        | Fact::ParticipantErased { .. }
        // Texts, and what was decided on them.
        | Fact::StatementAdded { .. }
        | Fact::StatementDecided { .. }
        | Fact::StatementMarked { .. }
        | Fact::CommentPosted { .. }
        | Fact::CommentDecided { .. }
        // What was asked is printed word for word, and so are the days of opening and closing.
        | Fact::InstrumentChanged { .. }
        | Fact::Opened
        | Fact::Closed
        | Fact::ClosedByClock => true,
    }
}
