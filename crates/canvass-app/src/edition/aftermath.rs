//! After publication: what readers find unclear, clarifications, asking again, responses; and before it, comments
//! that were published elsewhere.

use super::{Take, UnclearGroup};
use crate::live::Entry;
use crate::{App, AppError, Conflict, Key, StaffId};
use canvass_domain::{CommentId, ElsewhereComment, Millis, ParticipantId, Slug};
use canvass_formats::FormatError;
use canvass_formats::elsewhere::{PublishedComment, read_published_comments};
use canvass_store::{Act, ClarificationRow, EditionDoing, ResponseRow};
use canvass_words::legible;

const MAX_PASSAGE_CHARS: usize = 300;
const MAX_NOTE_CHARS: usize = 1_000;
const MAX_TEXT_CHARS: usize = 4_000;

/// Comments published elsewhere, out of a table.
///
/// # Errors
/// What is wrong with the table, and on which line.
pub fn read_elsewhere(csv: &[u8]) -> Result<Vec<ElsewhereComment>, FormatError> {
    let row = |(number, comment): (u32, PublishedComment)| ElsewhereComment {
        number,
        text: comment.text,
        source: comment.source,
        day: comment.day,
        url: comment.url,
        name: comment.name,
        place: comment.place,
    };
    Ok((1..).zip(read_published_comments(csv)?).map(row).collect())
}

/// What happened after publication.
#[derive(Clone, Debug, Default)]
pub struct Aftermath {
    /// Dated answers to what was unclear.
    pub clarifications: Vec<ClarificationRow>,
    /// Who was asked to respond, and what they said.
    pub responses: Vec<ResponseRow>,
}

/// What a conversation asks again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsksAgain {
    /// The words that were unclear.
    pub passage: String,
    /// The edition they were unclear in, or the one that came after it.
    pub edition: String,
    /// What that is about.
    pub title: String,
}

/// How the desk settles what was unclear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settling {
    /// Which of what readers said.
    pub numbers: Vec<u32>,
    /// The words that are explained.
    pub passage: String,
    /// The explanation; empty where there is nothing to say.
    pub text: String,
    /// The conversation in which it is asked again.
    pub asked_again: Option<String>,
}

impl App {
    /// What happened after publication.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn aftermath(&self, entry: &Entry) -> Result<Aftermath, AppError> {
        Ok(Aftermath {
            clarifications: self.store.clarifications(entry.id()).await?,
            responses: self.store.responses(entry.id()).await?,
        })
    }

    /// A reader says that words in a take are unclear. Nothing of who it was is kept but, in memory, a key that tells what
    /// one sender sent. Whether the words are in the take is for the desk to see: they may be retyped, or stand in a chart.
    ///
    /// # Errors
    /// When nothing is said, too much waits, or storage fails.
    pub async fn say_unclear(
        &self,
        entry: &Entry,
        take: &Take,
        passage: &str,
        note: Option<&str>,
        sender: Option<Key>,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let passage = tidy(passage, MAX_PASSAGE_CHARS).ok_or(AppError::NothingSaid)?;
        let note = note.and_then(|note| tidy(note, MAX_NOTE_CHARS));
        let number = take.edition.number;
        let kept = self.store.add_unclear(entry.id(), number, &passage, note.as_deref(), at_ms).await?;
        let kept = kept.ok_or(AppError::Busy)?;
        if let Some(sender) = sender {
            self.unclear_senders.remember(entry.id(), kept, sender);
        }
        Ok(())
    }

    /// What readers found unclear and nobody has settled, as it is settled together.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn unclear(&self, entry: &Entry) -> Result<Vec<UnclearGroup>, AppError> {
        Ok(self.unclear_senders.fold(entry.id(), self.store.unclear(entry.id()).await?))
    }

    /// How many of them there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn n_unclear(&self, entry: &Entry) -> Result<u64, AppError> {
        Ok(self.store.n_unclear(entry.id()).await?)
    }

    /// Settles what was unclear: with a clarification that is shown in place, by asking again, or by leaving it.
    ///
    /// # Errors
    /// When the conversation in which it is asked again is not there, or storage fails.
    pub async fn settle_unclear(
        &self,
        entry: &Entry,
        settling: &Settling,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let asked_again = match settling.asked_again.as_deref().map(str::trim).filter(|slug| !slug.is_empty()) {
            Some(slug) => Some(self.another(entry, slug)?),
            None => None,
        };
        let text = paragraphs(&settling.text)?;
        let row = match (text, &asked_again) {
            (None, None) => None,
            (text, _) => Some(ClarificationRow {
                number: 0,
                passage: tidy(&settling.passage, MAX_PASSAGE_CHARS).ok_or(AppError::NothingSaid)?,
                text: text.unwrap_or_default(),
                asked_again,
                at_ms,
            }),
        };
        let doing = EditionDoing { by: by.0, at_ms };
        let is_first = self.store.settle_unclear(entry.id(), &settling.numbers, row.as_ref(), doing).await?;
        if is_first { Ok(()) } else { Err(Conflict::Decided.into()) }
    }

    /// What was unclear in an earlier take, where a conversation asks it again.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn asks_again(&self, entry: &Entry) -> Result<Option<AsksAgain>, AppError> {
        let slug = entry.conversation().slug.to_string();
        let Some((earlier, passage)) = self.store.asked_again_in(&slug).await? else { return Ok(None) };
        let newest = self.newest_editions().await?.into_iter().find(|newest| newest.conversation == earlier);
        Ok(newest.map(|newest| AsksAgain { passage, title: newest.title(), edition: newest.id }))
    }

    /// The slug of another conversation that is there.
    fn another(&self, entry: &Entry, slug: &str) -> Result<String, AppError> {
        let slug = Slug::parse(slug).map_err(|_| AppError::NotFound("conversation"))?;
        let found = self.public(slug.as_str()).filter(|other| other.id() != entry.id());
        found.map(|_| slug.to_string()).ok_or(AppError::NotFound("conversation"))
    }

    /// Somebody is asked, in public, to respond by a day.
    ///
    /// # Errors
    /// When nobody is named, or storage fails.
    pub async fn ask_response(
        &self,
        entry: &Entry,
        addressee: &str,
        due_ms: Millis,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let addressee = tidy(addressee, MAX_PASSAGE_CHARS).ok_or(AppError::NothingSaid)?;
        let doing = EditionDoing { by: by.0, at_ms };
        Ok(self.store.ask_response(entry.id(), &addressee, due_ms, doing).await?)
    }

    /// What they responded, as the desk was given it.
    ///
    /// # Errors
    /// When nothing was said, nobody was asked or they have responded, or storage fails.
    pub async fn keep_response(
        &self,
        entry: &Entry,
        number: u32,
        text: &str,
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let text = paragraphs(text)?.ok_or(AppError::NothingSaid)?;
        let doing = EditionDoing { by: by.0, at_ms };
        let is_kept = self.store.respond(entry.id(), number, &text, doing).await?;
        if is_kept { Ok(()) } else { Err(Conflict::Responded.into()) }
    }

    /// Brings in comments published elsewhere, in the place of those there were.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn bring_in(
        &self,
        entry: &Entry,
        rows: &[ElsewhereComment],
        by: StaffId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        Ok(self.store.put_elsewhere(entry.id(), rows, EditionDoing { by: by.0, at_ms }).await?)
    }

    /// Comments published elsewhere.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn elsewhere(&self, entry: &Entry) -> Result<Vec<ElsewhereComment>, AppError> {
        Ok(self.store.elsewhere(entry.id()).await?)
    }

    /// An author no longer lets a comment be quoted: its words go from every edition, and the comment stays.
    ///
    /// # Errors
    /// When it is not theirs, or storage fails.
    pub async fn stop_quoting(
        &self,
        entry: &Entry,
        who: ParticipantId,
        comment: CommentId,
        at_ms: Millis,
    ) -> Result<(), AppError> {
        let is_theirs = entry.read().talk.card(comment).is_some_and(|card| card.is_by(Some(who)));
        if !is_theirs {
            return Err(AppError::NotFound("comment"));
        }
        self.put(entry.id(), at_ms, None, Act::StopQuoting(comment)).await.map(|_| ())
    }
}

/// One tidy line, cut where it is too long; nothing where nothing is left.
fn tidy(text: &str, max_chars: usize) -> Option<String> {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!legible::is_blank(&text)).then(|| text.chars().take(max_chars).collect())
}

/// Tidy paragraphs with an empty line between them; nothing where nothing is left.
fn paragraphs(text: &str) -> Result<Option<String>, AppError> {
    let lines = text.replace("\r\n", "\n");
    let tidied: Vec<String> = lines.split("\n\n").filter_map(|text| tidy(text, usize::MAX)).collect();
    let text = tidied.join("\n\n");
    let n_chars = text.chars().count();
    if n_chars > MAX_TEXT_CHARS {
        return Err(AppError::LongText { n_chars, most: MAX_TEXT_CHARS });
    }
    Ok((!text.is_empty()).then_some(text))
}
