//! Reading what an edition is frozen from.

use crate::live::{Entry, said};
use crate::{App, AppError, Conflict};
use canvass_counts::AttributeAnswer;
use canvass_domain::{Attribution, CommentCard, CommentId, CommentWords, Millis, ParticipantId, State};
use canvass_edition::log::{Log, apart};
use canvass_edition::{
    Before, Candidate, FateCounts, Frozen, Heard, Material, ModerationCounts, Naming, Provenanced, Talk, ThemeRecord,
    Wording, candidates, freeze,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Comments' words are read so many at a time.
const WORDS_AT_ONCE: usize = 500;

impl App {
    /// Freezes a closed conversation.
    pub(super) async fn freeze(
        &self,
        entry: &Entry,
        number: u32,
        url: String,
        at_ms: Millis,
        before: Option<Before>,
    ) -> Result<Frozen, AppError> {
        let material = self.material(entry).await?;
        let naming = Naming { number, url, at_ms, before, version: self.version };
        let secret = self.server_secret.clone();
        let broken = |error: &dyn std::fmt::Display| AppError::broken("freezing results", error);
        let frozen = tokio::task::spawn_blocking(move || freeze(&material, &naming, &secret)).await;
        frozen.map_err(|error| broken(&error))?.map_err(|error| broken(&error))
    }

    async fn material(&self, entry: &Entry) -> Result<Material, AppError> {
        let id = entry.id();
        let (conversation, statements, moderation) = {
            let snapshot = entry.read();
            if snapshot.conversation.state != State::Closed {
                return Err(Conflict::NotClosed.into());
            }
            let beside = (moderation(&snapshot.moderation()), snapshot.exclusion_records());
            (Arc::clone(&snapshot.conversation), snapshot.statements.clone(), beside)
        };
        let (moderation, exclusions) = moderation;
        let earlier = self.store.earlier(&conversation).await?;
        let wording =
            earlier.into_iter().map(|earlier| Wording { version: earlier.version, instrument: earlier.instrument });
        let last = Wording { version: conversation.version, instrument: conversation.instrument.clone() };
        let responses = self.store.responses(id).await?;
        let said = said(&self.store, &conversation).await?;
        // Read after it, and only what it has: a mark that is set in between belongs to neither.
        let known: BTreeSet<ParticipantId> = said.iter().filter_map(AttributeAnswer::marked_reader).collect();
        let marks = self.store.marks(id).await?.into_iter().filter(|(who, _)| known.contains(who)).collect();
        Ok(Material {
            log: Log { events: apart(self.store.events(id).await?), said, authors: BTreeMap::new() },
            wording: wording.chain([last]).collect(),
            talk: self.talk(entry).await?,
            response: responses.into_iter().find(|row| row.text.is_none()).map(|row| (row.addressee, row.due_ms)),
            conversation,
            statements,
            moderation,
            exclusions,
            marks,
        })
    }

    /// Comments that are shown, and those from elsewhere.
    pub(super) async fn talk(&self, entry: &Entry) -> Result<Talk, AppError> {
        let cards: Vec<CommentCard> = {
            let snapshot = entry.read();
            // Readers speak in a take: what staff posted is no reader's voice.
            let shown = |card: &&CommentCard| snapshot.shows(card) && card.staff.is_none();
            snapshot.talk.cards().filter(shown).cloned().collect()
        };
        let elsewhere = self.store.elsewhere(entry.id()).await?;
        Ok(Talk { comments: self.with_words(entry, cards).await?, elsewhere })
    }

    /// Comments with their words, those without left out.
    async fn with_words(
        &self,
        entry: &Entry,
        cards: Vec<CommentCard>,
    ) -> Result<Vec<(CommentCard, String, Attribution)>, AppError> {
        let mut words: BTreeMap<CommentId, CommentWords> = BTreeMap::new();
        let ids: Vec<CommentId> = cards.iter().map(|card| card.id).collect();
        for some in ids.chunks(WORDS_AT_ONCE) {
            words.extend(self.store.comment_words(entry.id(), some).await?);
        }
        let with_words = cards.into_iter().filter_map(|card| {
            let words = words.remove(&card.id)?;
            Some((card, words.text?, words.attribution))
        });
        Ok(with_words.collect())
    }

    /// Everything that may be quoted: comments here with consent, and those from elsewhere.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn quotable(
        &self,
        entry: &Entry,
        themes: &[ThemeRecord],
        heard: Heard,
    ) -> Result<Vec<(Candidate, Provenanced)>, AppError> {
        if heard == Heard::Words {
            return Ok(candidates(&self.talk(entry).await?, None, themes));
        }
        let material = self.material(entry).await?;
        let worked = material.log.results(&material.conversation, &material.statements)?;
        Ok(candidates(&material.talk, Some(&worked), themes))
    }
}

fn moderation(found: &crate::desk::Moderation) -> ModerationCounts {
    let wide = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let fates = |fates: &crate::desk::Fates| FateCounts {
        sent: wide(fates.n_sent),
        shown: wide(fates.n_accepted),
        held: wide(fates.n_held),
        declined: fates.declined.iter().map(|(rule, n)| (rule.clone(), wide(*n))).collect(),
    };
    ModerationCounts {
        statements: fates(&found.statements),
        comments: fates(&found.comments),
        excluded: found.n_banned,
    }
}
