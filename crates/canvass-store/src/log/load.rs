//! Bringing a whole conversation in at once: a new draft, an import, the demo. All or nothing.

use crate::db::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use crate::log::batch::{Batch, InstrumentRow};
use crate::log::hash::LogEnd;
use crate::log::latest::Latest;
use crate::tables::audit::{AuditEntry, write_audit};
use crate::tables::comments::ReportChange;
use crate::tables::identity::DeclaredRows;
use crate::tables::identity::write_taken_back;
use canvass_domain::{ConversationId, Event, Millis, ParticipantId, Provenance, Slug, State, Transcript, Visibility};
use std::collections::{BTreeMap, BTreeSet};

/// Rows in one statement while loading.
const CHUNK: usize = 5_000;

/// How far a load has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadProgress {
    /// Events written.
    pub done: usize,
    /// Events in all.
    pub total: usize,
}

impl Store {
    /// Loads a transcript as a new conversation, in one transaction. Needs the writer's lock.
    ///
    /// # Errors
    /// When the slug is taken or the database cannot be written; nothing is left behind then.
    pub async fn load(
        &self,
        slug: &Slug,
        transcript: &Transcript,
        now_ms: Millis,
        progress: &mut (dyn FnMut(LoadProgress) + Send),
    ) -> Result<ConversationId, StoreError> {
        self.load_as(slug, transcript, Visibility::Public, now_ms, progress).await
    }

    /// Loads a transcript as a conversation that everybody may know of, or only staff until the desk makes it public.
    ///
    /// # Errors
    /// As [`Store::load`].
    pub async fn load_as(
        &self,
        slug: &Slug,
        transcript: &Transcript,
        visibility: Visibility,
        now_ms: Millis,
        progress: &mut (dyn FnMut(LoadProgress) + Send),
    ) -> Result<ConversationId, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let loaded = load_seen_by(&mut conn, slug, transcript, visibility, now_ms, progress).await;
        conn.end(loaded).await
    }

    /// Loads a draft that a member of staff made, with the line about it in the audit log: both or neither.
    ///
    /// # Errors
    /// As [`Store::load`].
    pub async fn load_by(
        &self,
        staff: i64,
        slug: &Slug,
        draft: &Transcript,
        now_ms: Millis,
    ) -> Result<ConversationId, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let loaded = load_noted(&mut conn, staff, slug, draft, now_ms).await;
        conn.end(loaded).await
    }
}

async fn load_seen_by(
    conn: &mut Conn,
    slug: &Slug,
    transcript: &Transcript,
    visibility: Visibility,
    now_ms: Millis,
    progress: &mut (dyn FnMut(LoadProgress) + Send),
) -> Result<ConversationId, StoreError> {
    let conversation = load_in(conn, slug, transcript, now_ms, progress).await?;
    if visibility == Visibility::Private {
        let sql = "update conversations set is_private = 1 where id = $1";
        exec!(conn, sql, conversation.0).doing("keeping a conversation private")?;
    }
    Ok(conversation)
}

async fn load_noted(
    conn: &mut Conn,
    staff: i64,
    slug: &Slug,
    draft: &Transcript,
    now_ms: Millis,
) -> Result<ConversationId, StoreError> {
    let conversation = load_in(conn, slug, draft, now_ms, &mut |_| {}).await?;
    let entry = AuditEntry {
        at_ms: now_ms,
        staff,
        act: "create",
        conversation: Some(conversation),
        object: Some(format!("version:{}", draft.version())),
        detail: None,
    };
    write_audit(conn, &entry).await?;
    Ok(conversation)
}

async fn load_in(
    conn: &mut Conn,
    slug: &Slug,
    transcript: &Transcript,
    now_ms: Millis,
    progress: &mut (dyn FnMut(LoadProgress) + Send),
) -> Result<ConversationId, StoreError> {
    let conversation = new_conversation(conn, slug, transcript, now_ms).await?;
    let events: Vec<(ConversationId, Event)> = transcript.events.iter().map(|event| (conversation, *event)).collect();
    let total = events.len();
    let (mut done, mut end) = (0, LogEnd::start(conversation));
    for chunk in events.chunks(CHUNK) {
        let marks: Vec<i64> = chunk.iter().map(|(_, event)| end.take(event)).collect();
        crate::log::batch::write_events(conn, chunk, &marks, &BTreeMap::new()).await?;
        done += chunk.len();
        progress(LoadProgress { done, total });
    }
    end.write(conn, conversation).await?;
    Latest::of(&events).write(conn).await?;
    for statement in &transcript.statements {
        crate::log::batch::write_statement(conn, conversation, statement).await?;
    }
    for (card, words) in &transcript.comments {
        crate::tables::comments::write_comment(conn, conversation, card, words).await?;
    }
    for reported in &transcript.reports {
        crate::tables::comments::write_report(conn, conversation, &ReportChange::Made(reported.clone())).await?;
    }
    for chunk in transcript.showings.chunks(CHUNK) {
        let rows: Vec<_> = chunk.iter().map(|showing| (conversation, *showing)).collect();
        crate::log::batch::write_showings(conn, &rows).await?;
    }
    people(conversation, transcript).write(conn).await?;
    for one in &transcript.taken_back {
        write_taken_back(conn, conversation, one).await?;
    }
    write_unknown(conn, conversation, transcript).await?;
    Ok(conversation)
}

async fn new_conversation(
    conn: &mut Conn,
    slug: &Slug,
    transcript: &Transcript,
    now_ms: Millis,
) -> Result<ConversationId, StoreError> {
    let taken = rows!(conn, (i64,), "select id from conversations where slug = $1", slug.as_str())
        .doing("looking for the slug")?;
    if !taken.is_empty() {
        return Err(StoreError::SlugTaken(slug.to_string()));
    }
    // What is gone is still named by the audit log, and its number is not given again.
    let id = rows!(
        conn,
        (i64,),
        "select coalesce(max(id), 0) + 1 from
           (select id from conversations union all select conversation_id from audit) as known"
    )
    .doing("numbering the conversation")?;
    let id = ConversationId(id.first().map_or(1, |(id,)| *id));
    exec!(
        conn,
        "insert into conversations (id, slug, state, provenance, note, version, created_ms)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id.0,
        slug.as_str(),
        state(transcript).word(),
        transcript.provenance.word(),
        transcript.note.as_deref(),
        i64::from(transcript.version()),
        now_ms
    )
    .doing("making the conversation")?;
    let earlier = transcript.earlier.iter().map(|earlier| (earlier.version, &earlier.instrument));
    let now = (transcript.version(), &transcript.instrument);
    let row = |(version, instrument)| {
        let document = serde_json::to_string(instrument)
            .map_err(|error| StoreError::Damaged(format!("the wording cannot be kept: {error}")))?;
        Ok(InstrumentRow { conversation: id, version, document, at_ms: now_ms })
    };
    // The last one written is the one that the conversation has.
    let instruments = earlier.chain([now]).map(row).collect::<Result<Vec<_>, StoreError>>()?;
    Batch { instruments, ..Batch::default() }.write(conn).await?;
    Ok(id)
}

/// Whoever the log names and nothing else is known of, erased before the conversation came here, has a blank row, as
/// somebody erased here has.
async fn write_unknown(
    conn: &mut Conn,
    conversation: ConversationId,
    transcript: &Transcript,
) -> Result<(), StoreError> {
    let mut unknown: BTreeSet<ParticipantId> =
        transcript.events.iter().filter_map(|event| event.fact.participant()).collect();
    unknown.extend(transcript.statements.iter().filter_map(|statement| statement.author));
    unknown.extend(transcript.comments.iter().filter_map(|(card, _)| card.author));
    for arrival in &transcript.arrivals {
        unknown.remove(&arrival.participant);
    }
    for participant in unknown {
        let sql = "insert into participants (conversation_id, number) values ($1, $2)";
        exec!(conn, sql, conversation.0, i64::from(participant.0)).doing("keeping a participant's number")?;
    }
    Ok(())
}

fn people(conversation: ConversationId, transcript: &Transcript) -> Batch {
    let arrivals = transcript.arrivals.iter().map(|arrival| (conversation, arrival.clone())).collect();
    let mut said: BTreeMap<ParticipantId, Vec<(String, u16)>> = BTreeMap::new();
    for one in &transcript.declared {
        said.entry(one.participant).or_default().push((one.attribute.clone(), one.option));
    }
    let rows = |(participant, answers)| DeclaredRows { conversation, participant, answers, version: 1, at_ms: 0 };
    let declared = said.into_iter().map(rows).collect();
    Batch { arrivals, declared, ..Batch::default() }
}

/// Where the log leaves the conversation.
fn state(transcript: &Transcript) -> State {
    let last = transcript.events.iter().rev().find_map(|event| match event.fact {
        canvass_domain::Fact::Opened => Some(State::Open),
        fact if fact.is_closing() => Some(State::Closed),
        _ => None,
    });
    debug_assert!(transcript.provenance != Provenance::Imported || last == Some(State::Closed), "imports are closed");
    last.unwrap_or(State::Draft)
}
