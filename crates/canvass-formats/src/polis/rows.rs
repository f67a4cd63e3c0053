//! The votes of an export, wherever they stand, and what they say about the sign.
//!
//! Nothing here turns a vote round: it gathers what the decision is made from.

use super::{
    COMMENTS, VOTES,
    comments::Comments,
    counts::{Counts, Dates},
    finding::count,
    participants::Participants,
    report::Report,
    settle::{Compared, compare},
    sign::{Decision, Evidence, Relation},
    votes::{Clock, VoteRow, Votes},
};
use crate::{FormatError, Place};
use canvass_domain::Millis;

/// A time that nobody recorded; see `canvass_domain::Event`.
pub(super) const UNKNOWN_MS: Millis = 0;

/// Whether it is known when votes were cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Times {
    Known,
    Unknown,
}

/// The votes, wherever they stood.
pub(super) struct Taken {
    pub(super) rows: Vec<VoteRow>,
    pub(super) clock: Clock,
    pub(super) times: Times,
}

/// The votes, with their times where those are known: else all at the time of the newest statement.
pub(super) fn take_rows(
    votes: Option<Votes>,
    participants: Option<&Participants>,
    comments: &Comments,
    report: &mut Report,
) -> Taken {
    let newest_ms = comments.newest_ms();
    let Some(Votes { mut rows, clock, n_important, .. }) = votes else {
        report.say(
            "When votes were cast is not recorded in these files: they have no dates here, and of votes \
             that were changed only the latest is there.",
        );
        let cells = participants.into_iter().flat_map(|participants| &participants.cells);
        let rows = (0..).zip(cells).map(|(order, cell)| VoteRow {
            participant: cell.participant,
            statement: cell.statement,
            at_ms: newest_ms,
            order,
            mark: cell.mark,
        });
        return Taken { rows: rows.collect(), clock: Clock::default(), times: Times::Unknown };
    };
    if n_important > 0 {
        let marks = count(n_important, "vote is", "votes are");
        report.say(format!("{marks} marked as important in {VOTES}; the marks were not brought in."));
    }
    // Nobody voted in 1970: a set of such times was written by somebody who did not know them either.
    if rows.is_empty() || rows.iter().any(|row| row.at_ms != UNKNOWN_MS) {
        return Taken { rows, clock, times: Times::Known };
    }
    report.say(format!(
        "The times in {VOTES} are all 0: when votes were cast is not known, and they have no dates here."
    ));
    rows.iter_mut().for_each(|row| row.at_ms = newest_ms);
    Taken { rows, clock, times: Times::Unknown }
}

/// Decides what the signs of rows sorted by cell mean.
pub(super) fn decide_sign(
    rows: &[VoteRow],
    counts: &Counts,
    comments: &Comments,
    participants: Option<&Participants>,
    dates: Dates,
) -> Result<Decision, FormatError> {
    let cells = participants.map_or(&[][..], |participants| &participants.cells);
    let author_of = |statement| comments.by_id.get(&statement).map(|comment| comment.author);
    let Compared { participants: relation, own } = compare(rows, cells, author_of);
    let (mut straight, mut crosswise, mut n_short, mut n_more) = (0, 0, 0_u64, 0);
    for (id, comment) in &comments.by_id {
        let (plus, minus) = counts.on(*id);
        straight += plus.abs_diff(comment.n_agrees) + minus.abs_diff(comment.n_disagrees);
        crosswise += minus.abs_diff(comment.n_agrees) + plus.abs_diff(comment.n_disagrees);
        n_short += plus.saturating_sub(comment.n_agrees) + minus.saturating_sub(comment.n_disagrees);
        n_more += comment.n_agrees.saturating_sub(plus) + comment.n_disagrees.saturating_sub(minus);
    }
    let evidence = Evidence {
        handwriting: comments.handwriting,
        // Held against itself the table of participants proves nothing.
        participants: if dates == Dates::OfVotes { relation } else { Relation::Unclear },
        counts: Relation::of_distances(straight, crosswise),
        counts_too_many: dates == Dates::OfVotes && n_short == 0 && n_more > 0,
        own,
        has_signs: counts.has_signs,
        newest_ms: counts.newest_ms.max(comments.newest_ms()),
    };
    evidence.decide().map_err(|contradiction| FormatError::Ambiguous {
        place: Place::file(if dates == Dates::OfVotes { VOTES } else { COMMENTS }),
        reason: contradiction.to_string(),
    })
}
