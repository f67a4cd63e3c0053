//! Whether the rows of a conversation name only what is there, and nothing of whoever was erased.

use super::Head;
use super::log::Log;
use super::notes::{Mending, Notes};
use crate::db::connection::{Conn, rows};
use crate::error::{Doing, StoreError};
use canvass_domain::{About, Instrument, Origin, Provenance, Slug, Target};
use std::collections::BTreeSet;

/// Rows that name a participant: table, how the row is called, and which participants it names that are not there.
const NAME_PARTICIPANTS: [(&str, &str, &str); 6] = [
    (
        "excluded",
        "an exclusion",
        "select participant, count(*) from excluded x where conversation_id = $1 and not exists (
           select 1 from participants p where p.conversation_id = x.conversation_id and p.number = x.participant)
         group by participant order by participant",
    ),
    (
        "participant_keys",
        "a key",
        "select participant, count(*) from participant_keys x where conversation_id = $1 and not exists (
           select 1 from participants p where p.conversation_id = x.conversation_id and p.number = x.participant)
         group by participant order by participant",
    ),
    (
        "showings",
        "a showing",
        "select participant, count(*) from showings x where conversation_id = $1 and not exists (
           select 1 from participants p where p.conversation_id = x.conversation_id and p.number = x.participant)
         group by participant order by participant",
    ),
    (
        "declared",
        "something declared",
        "select participant, count(*) from declared x where conversation_id = $1 and not exists (
           select 1 from participants p where p.conversation_id = x.conversation_id and p.number = x.participant)
         group by participant order by participant",
    ),
    (
        "authors",
        "an author",
        "select participant, count(*) from authors x where conversation_id = $1 and not exists (
           select 1 from participants p where p.conversation_id = x.conversation_id and p.number = x.participant)
         group by participant order by participant",
    ),
    (
        "reports",
        "a report",
        "select reporter, count(*) from reports x where conversation_id = $1 and not exists (
           select 1 from participants p where p.conversation_id = x.conversation_id and p.number = x.reporter)
         group by reporter order by reporter",
    ),
];

/// What must be gone of whoever was erased: table, what is left, and of whom.
const LEFT_BEHIND: [(&str, &str, &str); 6] = [
    (
        "participants",
        "how they came",
        "select number, count(*) from participants where conversation_id = $1
           and (assurance is not null or via is not null or external_id is not null or published_group is not null
             or arrived_ms is not null or channel is not null)
         group by number order by number",
    ),
    (
        "participant_keys",
        "a key",
        "select participant, count(*) from participant_keys where conversation_id = $1
         group by participant order by participant",
    ),
    (
        "showings",
        "what they were shown",
        "select participant, count(*) from showings where conversation_id = $1
         group by participant order by participant",
    ),
    (
        "declared",
        "what they said about themselves",
        "select participant, count(*) from declared where conversation_id = $1
         group by participant order by participant",
    ),
    (
        "authors",
        "what they wrote",
        "select participant, count(*) from authors where conversation_id = $1
         group by participant order by participant",
    ),
    (
        "reports",
        "what they reported",
        "select reporter, count(*) from reports where conversation_id = $1 group by reporter order by reporter",
    ),
];

/// Words that nobody wrote any more: only somebody erased leaves such behind. Table, how the row is called, and which.
const UNOWNED: [(&str, &str, &str); 3] = [
    (
        "statements",
        "statement",
        "select s.number from statements s join conversations c on c.id = s.conversation_id
         where s.conversation_id = $1 and s.origin = 1 and s.text is not null and c.provenance <> 'imported'
           and not exists (select 1 from authors a where a.conversation_id = s.conversation_id
                           and a.kind = 'statement' and a.number = s.number)
         order by s.number",
    ),
    (
        "comments",
        "comment",
        "select c.number from comments c
         where c.conversation_id = $1 and (c.text is not null or c.name is not null or c.place is not null)
           and not exists (select 1 from authors a where a.conversation_id = c.conversation_id
                           and a.kind = 'comment' and a.number = c.number)
         order by c.number",
    ),
    (
        "quotes",
        "a quote of comment",
        "select q.comment from quotes q join comments c
           on c.conversation_id = q.conversation_id and c.number = q.comment
         where q.conversation_id = $1 and c.text is null
           and (q.text is not null or q.salt is not null or q.name is not null)
         order by q.comment",
    ),
];

/// The conversation's own row.
pub(super) fn check_head(head: &Head, notes: &mut Notes<'_>) {
    let row = format!("conversation {}", head.id);
    if let Err(error) = Slug::parse(&head.slug) {
        notes.add(Mending::Nothing, "conversations", &row, error);
    }
    if Provenance::from_word(&head.provenance).is_none() {
        let what = format!("the provenance `{}` is unknown", head.provenance);
        notes.add(Mending::Nothing, "conversations", &row, what);
    }
}

/// Every version that is named is there, and what is there can be read.
pub(super) async fn check_instruments(
    conn: &mut Conn,
    head: &Head,
    log: &Log,
    notes: &mut Notes<'_>,
) -> Result<(), StoreError> {
    let sql = "select version, document from instruments where conversation_id = $1 order by version";
    let found = rows!(conn, (i64, String), sql, head.id.0).doing("reading instruments")?;
    for (version, document) in &found {
        if let Err(error) = serde_json::from_str::<Instrument>(document) {
            let what = format!("its wording cannot be read: {error}");
            notes.add(Mending::Nothing, "instruments", format_args!("version {version}"), what);
        }
    }
    let is_there = |version: i64| found.iter().any(|(found, _)| *found == version);
    if !is_there(head.version) {
        let what = format!("version {} of the wording is not there", head.version);
        // What the log says may be another version.
        notes.add(Mending::Nothing, "conversations", format_args!("conversation {}", head.id), what);
    }
    for (version, event) in log.versions.iter().filter(|(version, _)| !is_there(**version)) {
        let what = format!("is not there, and event {event} names it");
        notes.add(Mending::Nothing, "instruments", format_args!("version {version}"), what);
    }
    Ok(())
}

/// Every statement and participant that is named is there.
pub(super) async fn check_references(
    conn: &mut Conn,
    head: &Head,
    log: &Log,
    notes: &mut Notes<'_>,
) -> Result<(), StoreError> {
    check_statements(conn, head, log, notes).await?;
    check_comments(conn, head, log, notes).await?;
    let sql = "select number from participants where conversation_id = $1";
    let found = rows!(conn, (i64,), sql, head.id.0).doing("reading participants")?;
    let people: BTreeSet<i64> = found.into_iter().map(|(number,)| number).collect();
    for (participant, event) in &log.participants {
        if !people.contains(&i64::from(participant.0)) {
            let what = format!("names participant {participant}, who is not there");
            notes.add(Mending::Nothing, "events", format_args!("event {event}"), what);
        }
    }
    for (table, row, sql) in NAME_PARTICIPANTS {
        for (participant, n) in rows!(conn, (i64, i64), sql, head.id.0).doing("looking for participants")? {
            let what = format!("names participant {participant}, who is not there ({n} rows)");
            notes.add(Mending::Nothing, table, row, what);
        }
    }
    Ok(())
}

async fn check_statements(conn: &mut Conn, head: &Head, log: &Log, notes: &mut Notes<'_>) -> Result<(), StoreError> {
    let sql = "select number, origin from statements where conversation_id = $1 order by number";
    let found = rows!(conn, (i64, i64), sql, head.id.0).doing("reading statements")?;
    for (number, origin) in found.iter().filter(|(_, origin)| Origin::from_code(*origin).is_none()) {
        let what = format!("the origin {origin} is unknown");
        notes.add(Mending::Nothing, "statements", format_args!("statement {number}"), what);
    }
    for (event, statement) in log.of_no_statement() {
        let what = format!("is about statement {statement}, which is not there");
        notes.add(Mending::Nothing, "events", format_args!("event {event}"), what);
    }
    let sql = "select statement, count(*) from showings x where conversation_id = $1 and not exists (
                 select 1 from statements s where s.conversation_id = x.conversation_id and s.number = x.statement)
               group by statement order by statement";
    for (statement, n) in rows!(conn, (i64, i64), sql, head.id.0).doing("looking for statements")? {
        let what = format!("is of statement {statement}, which is not there ({n} rows)");
        notes.add(Mending::Nothing, "showings", "a showing", what);
    }
    Ok(())
}

/// Every comment that is decided on, replied to or reported is there.
async fn check_comments(conn: &mut Conn, head: &Head, log: &Log, notes: &mut Notes<'_>) -> Result<(), StoreError> {
    let sql = "select number, parent, root, about from comments where conversation_id = $1 order by number";
    let found = rows!(conn, (i64, Option<i64>, i64, String), sql, head.id.0).doing("reading comments")?;
    let there: BTreeSet<i64> = found.iter().map(|(number, ..)| *number).collect();
    for (number, parent, root, about) in &found {
        let mut note = |what: String| notes.add(Mending::Nothing, "comments", format_args!("comment {number}"), what);
        if About::from_word(about).is_none() {
            note(format!("it is about `{about}`, which is unknown"));
        }
        if let Some(missing) = [*parent, Some(*root)].into_iter().flatten().find(|other| !there.contains(other)) {
            note(format!("stands under comment {missing}, which is not there"));
        }
    }
    for (event, comment) in log.of_no_comment() {
        let what = format!("is about comment {comment}, which is not there");
        notes.add(Mending::Nothing, "events", format_args!("event {event}"), what);
    }
    check_reports(conn, head, &there, notes).await
}

async fn check_reports(
    conn: &mut Conn,
    head: &Head,
    comments: &BTreeSet<i64>,
    notes: &mut Notes<'_>,
) -> Result<(), StoreError> {
    let sql = "select target, count(*) from reports where conversation_id = $1 group by target order by target";
    let found = rows!(conn, (String, i64), sql, head.id.0).doing("reading reports")?;
    for (target, n) in found {
        let is_there = match Target::from_word(&target) {
            Some(Target::Comment(comment)) => comments.contains(&i64::from(comment.0)),
            Some(Target::Statement(_)) => true,
            None => false,
        };
        if !is_there {
            notes.add(
                Mending::Nothing,
                "reports",
                "a report",
                format!("is of `{target}`, which is not there ({n} rows)"),
            );
        }
    }
    Ok(())
}

/// Nothing is left of whoever was erased.
pub(super) async fn check_erased(
    conn: &mut Conn,
    head: &Head,
    log: &Log,
    notes: &mut Notes<'_>,
) -> Result<(), StoreError> {
    for (table, row, sql) in UNOWNED {
        for (number,) in rows!(conn, (i64,), sql, head.id.0).doing("looking for what is left of the erased")? {
            let what = "is of somebody who was erased, and its words are still there";
            notes.add(Mending::Rebuild, table, format_args!("{row} {number}"), what);
        }
    }
    let erased: BTreeSet<i64> = log.erased.iter().map(|(participant, _)| i64::from(participant.0)).collect();
    if erased.is_empty() {
        return Ok(());
    }
    for (table, left, sql) in LEFT_BEHIND {
        let found = rows!(conn, (i64, i64), sql, head.id.0).doing("looking for what is left of the erased")?;
        for (participant, n) in found.into_iter().filter(|(participant, _)| erased.contains(participant)) {
            let what = format!("was erased, and {left} is still there ({n} rows)");
            notes.add(Mending::Rebuild, table, format_args!("participant {participant}"), what);
        }
    }
    Ok(())
}
