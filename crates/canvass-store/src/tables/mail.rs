//! Letters that wait to be sent, and who asked to be told of results. Needs no lock.
//!
//! Nothing here is linked with a participant: an address stands beside no answer, in no table.

use crate::db::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use crate::log::command::Key;
use crate::tables::audit::{AuditEntry, write_audit};
use canvass_domain::{ConversationId, Fact, Millis, Role, day_of};

/// A letter to one person, as plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// To whom.
    pub recipient: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// Where one request ends all letters of its kind; nothing where it was asked for by itself.
    pub unsubscribe_url: Option<String>,
    /// When it is of no use any more.
    pub expires_ms: Millis,
}

/// A letter that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its number.
    pub number: i64,
    /// The letter.
    pub letter: Letter,
    /// How often sending it was tried.
    pub tries: u32,
}

/// Somebody who asked to be told of results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRow {
    /// Hash of the token in their links.
    pub token_hash: Key,
    /// Of which conversation.
    pub conversation: ConversationId,
    /// Their address.
    pub email: String,
    /// When they last asked.
    pub asked_ms: Millis,
    /// Whether they confirmed that the address is theirs.
    pub is_confirmed: bool,
}

type OutboxColumns = (i64, String, String, String, Option<String>, i64, i64);
type NoticeColumns = (String, i64, String, i64, Option<i64>);

impl Store {
    /// Puts a letter among those that wait, unless `max` wait already: then nothing happens, and false comes back.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn post(&self, letter: &Letter, now_ms: Millis, max: u32) -> Result<bool, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let posted = post_in(&mut conn, letter, now_ms, max).await;
        conn.end(posted).await
    }

    /// Letters that are due, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn letters_due(&self, now_ms: Millis, max: u32) -> Result<Vec<Waiting>, StoreError> {
        let mut conn = self.connection().await?;
        let found = rows!(
            conn,
            OutboxColumns,
            "select number, recipient, subject, body, unsubscribe_url, expires_ms, tries from outbox
             where due_ms <= $1 order by due_ms, number limit $2",
            now_ms,
            i64::from(max)
        )
        .doing("reading letters")?;
        let waiting = |(number, recipient, subject, body, unsubscribe_url, expires_ms, tries): OutboxColumns| Waiting {
            number,
            letter: Letter { recipient, subject, body, unsubscribe_url, expires_ms },
            tries: u32::try_from(tries).unwrap_or(u32::MAX),
        };
        Ok(found.into_iter().map(waiting).collect())
    }

    /// A letter was sent, or never will be.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn drop_letter(&self, number: i64) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        exec!(conn, "delete from outbox where number = $1", number).doing("dropping a letter").map(|_| ())
    }

    /// A letter could not be sent; it is tried again.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn delay_letter(&self, number: i64, due_ms: Millis) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        let sql = "update outbox set due_ms = $1, tries = tries + 1 where number = $2";
        exec!(conn, sql, due_ms, number).doing("delaying a letter").map(|_| ())
    }

    /// How many letters wait.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn n_letters(&self) -> Result<u64, StoreError> {
        let mut conn = self.connection().await?;
        let found = rows!(conn, (i64,), "select count(*) from outbox").doing("counting letters")?;
        Ok(found.first().map_or(0, |(n,)| u64::try_from(*n).unwrap_or(0)))
    }

    /// Keeps that somebody asked, or asked again; what they confirmed stays confirmed. Gives the row as it was before.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn ask_notice(
        &self,
        conversation: ConversationId,
        email: &str,
        token_hash: &Key,
        now_ms: Millis,
    ) -> Result<Option<NoticeRow>, StoreError> {
        let before = self.notice(token_hash).await?;
        let mut conn = self.connection().await?;
        exec!(
            conn,
            "insert into notices (token_hash, conversation_id, email, asked_ms) values ($1, $2, $3, $4)
             on conflict (conversation_id, email) do update set asked_ms = excluded.asked_ms",
            token_hash.hex(),
            conversation.0,
            email,
            day_of(now_ms)
        )
        .doing("keeping who wants to be told of results")?;
        Ok(before)
    }

    /// Who a link's token belongs to.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn notice(&self, token_hash: &Key) -> Result<Option<NoticeRow>, StoreError> {
        let mut conn = self.connection().await?;
        let found = rows!(
            conn,
            NoticeColumns,
            "select token_hash, conversation_id, email, asked_ms, confirmed_ms from notices where token_hash = $1",
            token_hash.hex()
        )
        .doing("reading who wants to be told of results")?;
        found.into_iter().next().map(notice).transpose()
    }

    /// The address is confirmed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn confirm_notice(&self, token_hash: &Key, now_ms: Millis) -> Result<bool, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "update notices set confirmed_ms = coalesce(confirmed_ms, $1) where token_hash = $2";
        let n = exec!(conn, sql, day_of(now_ms), token_hash.hex()).doing("confirming an address")?;
        Ok(n > 0)
    }

    /// Forgets an address.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn forget_notice(&self, token_hash: &Key) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        exec!(conn, "delete from notices where token_hash = $1", token_hash.hex())
            .doing("forgetting an address")
            .map(|_| ())
    }

    /// Forgets addresses that nobody confirmed since then.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn forget_unconfirmed_notices(&self, asked_before_ms: Millis) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        let sql = "delete from notices where confirmed_ms is null and asked_ms < $1";
        exec!(conn, sql, asked_before_ms).doing("forgetting addresses that nobody confirmed").map(|_| ())
    }

    /// Conversations that somebody waits for, as far as they confirmed it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn noticed_conversations(&self) -> Result<Vec<ConversationId>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select distinct conversation_id from notices where confirmed_ms is not null";
        let found = rows!(conn, (i64,), sql).doing("reading who wants to be told of results")?;
        Ok(found.into_iter().map(|(id,)| ConversationId(id)).collect())
    }

    /// When a conversation was closed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn closed_ms(&self, conversation: ConversationId) -> Result<Option<Millis>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select at_ms from events where conversation_id = $1 and kind = $2 order by seq desc limit 1";
        let found = rows!(conn, (i64,), sql, conversation.0, Fact::Closed.kind())
            .doing("reading when a conversation was closed")?;
        Ok(found.first().map(|(at_ms,)| *at_ms))
    }

    /// Some who confirmed that they want to be told of a conversation's results.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn confirmed_notices(
        &self,
        conversation: ConversationId,
        max: u32,
    ) -> Result<Vec<NoticeRow>, StoreError> {
        let mut conn = self.connection().await?;
        let found = rows!(
            conn,
            NoticeColumns,
            "select token_hash, conversation_id, email, asked_ms, confirmed_ms from notices
             where conversation_id = $1 and confirmed_ms is not null order by confirmed_ms limit $2",
            conversation.0,
            i64::from(max)
        )
        .doing("reading who wants to be told of results")?;
        found.into_iter().map(notice).collect()
    }

    /// The letter is on its way and the address forgotten: both or neither. False where the row or the room is gone.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn post_notice(
        &self,
        token_hash: &Key,
        letter: &Letter,
        now_ms: Millis,
        max: u32,
    ) -> Result<bool, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let posted = post_notice_in(&mut conn, token_hash, letter, now_ms, max).await;
        conn.end(posted).await
    }

    /// The person with an address, where they are staff.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn staff_by_email(&self, email: &str) -> Result<Option<(i64, Role)>, StoreError> {
        let mut conn = self.connection().await?;
        let found =
            rows!(conn, (i64, String), "select id, role from staff where email = $1 and role <> 'removed'", email)
                .doing("looking for a member of staff")?;
        let Some((id, role)) = found.into_iter().next() else { return Ok(None) };
        let unknown = || StoreError::Damaged(format!("the role `{role}` is unknown"));
        Ok(Some((id, Role::from_word(&role).ok_or_else(unknown)?)))
    }

    /// Takes the one sign-in link by mail that somebody may have since a time; false where it is taken.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn take_link(&self, staff_id: i64, since_ms: Millis, now_ms: Millis) -> Result<bool, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "update staff set linked_ms = $1 where id = $2 and (linked_ms is null or linked_ms <= $3)";
        let n = exec!(conn, sql, now_ms, staff_id, since_ms).doing("counting sign-in links")?;
        Ok(n > 0)
    }

    /// Who wants to be told that something waits: address, number, role, and when they last were.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn told_staff(&self) -> Result<Vec<(i64, String, Role, Option<Millis>)>, StoreError> {
        let mut conn = self.connection().await?;
        let sql = "select id, email, role, told_ms from staff where wants_mail = 1 and role <> 'removed' order by id";
        let found = rows!(conn, (i64, String, String, Option<i64>), sql).doing("reading staff")?;
        let member = |(id, email, role, told_ms): (i64, String, String, Option<i64>)| {
            let role = Role::from_word(&role)?;
            Some((id, email, role, told_ms))
        };
        Ok(found.into_iter().filter_map(member).collect())
    }

    /// Whether somebody wants to be told that something waits.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn wants_mail(&self, staff_id: i64) -> Result<bool, StoreError> {
        let mut conn = self.connection().await?;
        let found =
            rows!(conn, (i64,), "select wants_mail from staff where id = $1", staff_id).doing("reading staff")?;
        Ok(found.first().is_some_and(|(wants,)| *wants == 1))
    }

    /// Somebody was told that something waits.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn set_told(&self, staff_id: i64, told_ms: Millis) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        exec!(conn, "update staff set told_ms = $1 where id = $2", told_ms, staff_id)
            .doing("noting who was told")
            .map(|_| ())
    }

    /// Somebody chooses whether to be told that something waits.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn set_wants_mail(&self, staff_id: i64, wants: bool, at_ms: Millis) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let set = set_wants_mail_in(&mut conn, staff_id, wants, at_ms).await;
        conn.end(set).await
    }
}

async fn set_wants_mail_in(conn: &mut Conn, staff: i64, wants: bool, at_ms: Millis) -> Result<(), StoreError> {
    exec!(conn, "update staff set wants_mail = $1 where id = $2", i64::from(wants), staff)
        .doing("noting who wants mail")?;
    let detail = Some(if wants { "on" } else { "off" }.to_owned());
    write_audit(conn, &AuditEntry { at_ms, staff, act: "set_mail", conversation: None, object: None, detail }).await
}

fn notice(row: NoticeColumns) -> Result<NoticeRow, StoreError> {
    let (token_hash, conversation, email, asked_ms, confirmed_ms) = row;
    let damaged = || StoreError::Damaged(format!("the token `{token_hash}` cannot be read"));
    Ok(NoticeRow {
        token_hash: Key::from_hex(&token_hash).ok_or_else(damaged)?,
        conversation: ConversationId(conversation),
        email,
        asked_ms,
        is_confirmed: confirmed_ms.is_some(),
    })
}

async fn post_notice_in(
    conn: &mut Conn,
    token_hash: &Key,
    letter: &Letter,
    now_ms: Millis,
    max: u32,
) -> Result<bool, StoreError> {
    let sql = "select count(*) from notices where token_hash = $1 and confirmed_ms is not null";
    let found = rows!(conn, (i64,), sql, token_hash.hex()).doing("reading who wants to be told of results")?;
    if found.first().is_none_or(|(n,)| *n == 0) || !post_in(conn, letter, now_ms, max).await? {
        return Ok(false);
    }
    exec!(conn, "delete from notices where token_hash = $1", token_hash.hex())
        .doing("forgetting an address")
        .map(|_| true)
}

async fn post_in(conn: &mut Conn, letter: &Letter, now_ms: Millis, max: u32) -> Result<bool, StoreError> {
    // On SQLite beginning was enough: two letters at once would draw the same number.
    if let Conn::Postgres(_) = conn {
        exec!(conn, "lock table outbox in share row exclusive mode").doing("locking the letters")?;
    }
    let found = rows!(conn, (i64, i64), "select count(*), coalesce(max(number), 0) from outbox");
    let (n, last) = found.doing("counting letters")?.first().copied().unwrap_or_default();
    if n >= i64::from(max) {
        return Ok(false);
    }
    exec!(
        conn,
        "insert into outbox (number, recipient, subject, body, unsubscribe_url, due_ms, expires_ms, tries)
         values ($1, $2, $3, $4, $5, $6, $7, 0)",
        last + 1,
        letter.recipient.as_str(),
        letter.subject.as_str(),
        letter.body.as_str(),
        letter.unsubscribe_url.as_deref(),
        now_ms,
        letter.expires_ms
    )
    .doing("posting a letter")?;
    Ok(true)
}
