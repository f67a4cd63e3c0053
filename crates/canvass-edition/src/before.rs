//! What a later edition may not tell: how the few answered who have left since the edition before.
//!
//! Every edition publishes who voted how. Whoever holds two of them can take one from the other; what is left over is
//! the row of whoever is gone, and often it is known who that is, since their words went the same day.

use crate::bundle::{Record, VoteRow, Votes};
use crate::material::Frozen;
use crate::{Edition, Spread, ThemeRecord};
use canvass_counts::{LEAST, Ledger};
use canvass_domain::{CommentId, ParticipantId};
use std::collections::{BTreeMap, BTreeSet};

/// The edition before, with who stands behind its rows.
#[derive(Debug)]
pub struct Before {
    edition: Edition,
    votes: String,
    record: String,
    rows: BTreeMap<ParticipantId, VoteRow>,
}

impl Before {
    /// Of what is kept with an edition.
    ///
    /// # Errors
    /// When that is not what an edition keeps.
    pub fn read(edition: Edition, votes: String, record: String) -> Result<Self, serde_json::Error> {
        let of_votes: Votes = serde_json::from_str(&votes)?;
        let of_record: Record = serde_json::from_str(&record)?;
        let rows = of_record.rows.into_iter().map(ParticipantId).zip(of_votes.rows).collect();
        Ok(Self { edition, votes, record, rows })
    }

    /// Whether there are people who have left, but so few that the difference is theirs. Those whom the desk excluded
    /// are not counted: results without them are what their exclusion is for.
    pub fn has_few_gone(&self, votes: &Votes, people: &[ParticipantId], ledger: &Ledger) -> bool {
        let now: BTreeMap<ParticipantId, &VoteRow> = people.iter().copied().zip(&votes.rows).collect();
        let is_gone = |(who, before): &(&ParticipantId, &VoteRow)| {
            !ledger.is_banned(**who) && now.get(who).is_none_or(|now| answers(now) != answers(before))
        };
        let n = self.rows.iter().filter(is_gone).take(usize::try_from(LEAST).unwrap_or(usize::MAX)).count();
        (1..LEAST).contains(&u64::try_from(n).unwrap_or(u64::MAX))
    }

    /// Puts the results of the edition before, and all that follows from them, in the place of those of now.
    pub fn hold(&self, frozen: Frozen) -> Frozen {
        let before = self.edition.clone();
        let mut candidates = frozen.candidates;
        for (candidate, _) in &mut candidates {
            candidate.told = None;
        }
        let edition = Edition {
            results: before.results,
            totals: before.totals,
            themes: before.themes,
            moderation: before.moderation,
            marks: before.marks,
            exclusions: before.exclusions,
            votes_hash: before.votes_hash,
            record_hash: before.record_hash,
            said_hash: before.said_hash,
            held_from: before.held_from.or(Some(before.number)),
            ..frozen.edition
        };
        Frozen { edition, votes: self.votes.clone(), record: self.record.clone(), candidates, ..frozen }
    }

    /// Keeps back how a theme spreads where anything about it has changed.
    pub fn keep_back(&self, document: &serde_json::Value, themes: &mut [ThemeRecord]) {
        let is_same = document.get("results_hash") == self.edition.results.get("results_hash");
        let comments = |theme: &ThemeRecord| theme.comments.iter().copied().collect::<BTreeSet<CommentId>>();
        for theme in themes {
            if !is_same || !self.edition.themes.iter().any(|before| comments(before) == comments(theme)) {
                theme.spread = Spread::default();
            }
        }
    }
}

/// Whether results that are held stay so: as long as fewer have left since than could be told apart. They are older on
/// purpose, so nothing else makes a draft of them stale.
pub const fn is_still_held(n_frozen: u64, n_now: u64) -> bool {
    n_now.saturating_add(LEAST) > n_frozen
}

/// What somebody answered: a row without its name, its group and its marks.
fn answers(row: &VoteRow) -> VoteRow {
    VoteRow { id: String::new(), group: None, marks: Vec::new(), ..row.clone() }
}
