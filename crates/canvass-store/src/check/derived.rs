//! The tables of latest state: what they hold follows from the log alone.

use crate::check::log::{Log, read};
use crate::check::notes::{Mending, Notes};
use crate::db::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use crate::log::latest::{AnswerKey, Kept, Latest};
use crate::tables::authors::blank_unowned;
use crate::tables::identity::erase;
use canvass_domain::{Answer, ConversationId, StatementState};
use std::collections::BTreeMap;

impl Store {
    /// Makes anew what follows from the log of one conversation: the tables of latest state, and that nothing is left
    /// of whoever was erased. Needs the writer's lock.
    ///
    /// # Errors
    /// When the database cannot be read or written, or the log is damaged; nothing is changed then.
    pub async fn rebuild_derived(&self, conversation: ConversationId) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        conn.begin().await?;
        let rebuilt = async {
            let log = read(&mut conn, conversation).await?.whole(conversation)?;
            rebuild(&mut conn, conversation, &log.latest).await?;
            erase_again(&mut conn, conversation, &log).await?;
            blank_unowned(&mut conn, conversation).await
        };
        let rebuilt = rebuilt.await;
        conn.end(rebuilt).await
    }
}

/// Compares the derived tables of one conversation with its log.
pub(crate) async fn compare(
    conn: &mut Conn,
    conversation: ConversationId,
    expected: &Latest,
    notes: &mut Notes<'_>,
) -> Result<(), StoreError> {
    compare_answers(conn, conversation, expected, notes).await?;
    let found = latest_by_tables(conn, conversation).await?;
    let ballot = |row: &Option<[i64; 3]>| {
        row.map_or_else(String::new, |[options, version, seq]| {
            format!("options {options:#b} (version {version}, event {seq})")
        })
    };
    let state = |code: &i64| {
        StatementState::from_code(*code).map_or_else(|| format!("unknown {code}"), |state| state.word().to_owned())
    };
    let mut note = |table: &str, row: String, found: Option<String>, expected: Option<String>| {
        // A statement's words follow from nothing: where its row is gone, or too many, that stays so.
        let is_lost = matches!(table, "statements" | "comments") && (found.is_none() || expected.is_none());
        let mending = if is_lost { Mending::Nothing } else { Mending::Rebuild };
        let say = |value: Option<String>| value.unwrap_or_else(|| "nothing".to_owned());
        notes.add(mending, table, row, format_args!("the table says {}, the log says {}", say(found), say(expected)));
    };
    differing(&found.ballots, &expected.ballots, ballot, |(_, who), f, e| {
        note("ballots", format!("participant {who}"), f, e);
    });
    differing(&found.statements, &expected.statements, state, |(_, number), f, e| {
        note("statements", format!("statement {number}"), f, e);
    });
    differing(&found.comments, &expected.comments, state, |(_, number), f, e| {
        note("comments", format!("comment {number}"), f, e);
    });
    differing(&found.states, &expected.states, Clone::clone, |id, f, e| {
        note("conversations", format!("conversation {id}"), f, e);
    });
    differing(
        &found.versions,
        &expected.versions,
        |version| format!("version {version}"),
        |id, f, e| {
            note("conversations", format!("conversation {id}"), f, e);
        },
    );
    Ok(())
}

/// Row by row in the order of their key, since all of both sides at once would take twice the memory.
async fn compare_answers(
    conn: &mut Conn,
    conversation: ConversationId,
    expected: &Latest,
    notes: &mut Notes<'_>,
) -> Result<(), StoreError> {
    let say = |row: Option<[i64; 3]>| {
        row.map_or_else(
            || "nothing".to_owned(),
            |[code, version, seq]| {
                let word = Answer::from_code(code)
                    .map_or_else(|| format!("unknown {code}"), |answer| answer.word().to_owned());
                format!("{word} (version {version}, event {seq})")
            },
        )
    };
    let mut note = |(who, what): (i64, i64), found, expected| {
        let row = format_args!("participant {who}, statement {what}").to_string();
        let what = format_args!("the table says {}, the log says {}", say(found), say(expected)).to_string();
        notes.add(Mending::Rebuild, "votes", row, what);
    };
    let row = |(&(_, who, what), kept): (&AnswerKey, &Option<Kept>)| {
        let (seq, version, code) = (*kept)?;
        Some(((i64::from(who), i64::from(what)), [i64::from(code), i64::from(version), seq]))
    };
    let mut expected = expected.answers.iter().filter_map(row).peekable();
    let mut after = (i64::MIN, i64::MIN);
    loop {
        let found = read_answers_after(conn, conversation, after).await?;
        let Some((last, _)) = found.last() else { break };
        after = *last;
        for (key, there) in found {
            while let Some((missing, row)) = expected.next_if(|(next, _)| *next < key) {
                note(missing, None, Some(row));
            }
            let row = expected.next_if(|(next, _)| *next == key).map(|(_, row)| row);
            if row != Some(there) {
                note(key, Some(there), row);
            }
        }
    }
    expected.for_each(|(missing, row)| note(missing, None, Some(row)));
    Ok(())
}

/// The next rows of latest answers by participant and statement.
async fn read_answers_after(
    conn: &mut Conn,
    conversation: ConversationId,
    (participant, statement): (i64, i64),
) -> Result<Vec<((i64, i64), [i64; 3])>, StoreError> {
    let found = rows!(
        conn,
        (i64, i64, i64, i64, i64),
        "select participant, statement, answer, version, seq from votes
         where conversation_id = $1 and (participant, statement) > ($2, $3)
         order by participant, statement limit 10000",
        conversation.0,
        participant,
        statement
    )
    .doing("reading votes")?;
    let row = |(participant, statement, answer, version, seq)| ((participant, statement), [answer, version, seq]);
    Ok(found.into_iter().map(row).collect())
}

async fn latest_by_tables(conn: &mut Conn, conversation: ConversationId) -> Result<Latest, StoreError> {
    let mut latest = Latest::default();
    let ballots = rows!(
        conn,
        (i64, i64, i64, i64),
        "select participant, options, version, seq from ballots where conversation_id = $1",
        conversation.0
    )
    .doing("reading ballots")?;
    for (participant, options, version, seq) in ballots {
        latest.ballots.insert((conversation.0, participant), Some([options, version, seq]));
    }
    let statements =
        rows!(conn, (i64, i64), "select number, state from statements where conversation_id = $1", conversation.0)
            .doing("reading statements")?;
    for (number, state) in statements {
        latest.statements.insert((conversation.0, number), state);
    }
    let sql = "select number, state from comments where conversation_id = $1";
    let comments = rows!(conn, (i64, i64), sql, conversation.0).doing("reading comments")?;
    for (number, state) in comments {
        latest.comments.insert((conversation.0, number), state);
    }
    let sql = "select state, version from conversations where id = $1";
    let states = rows!(conn, (String, i64), sql, conversation.0).doing("reading the conversation")?;
    for (state, version) in states {
        latest.versions.insert(conversation.0, version);
        latest.states.insert(conversation.0, state);
    }
    Ok(latest)
}

async fn rebuild(conn: &mut Conn, conversation: ConversationId, latest: &Latest) -> Result<(), StoreError> {
    exec!(conn, "delete from votes where conversation_id = $1", conversation.0).doing("clearing votes")?;
    exec!(conn, "delete from ballots where conversation_id = $1", conversation.0).doing("clearing ballots")?;
    latest.write(conn).await?;
    for (&(_, number), state) in &latest.statements {
        exec!(
            conn,
            "update statements set state = $1 where conversation_id = $2 and number = $3",
            *state,
            conversation.0,
            number
        )
        .doing("rebuilding statements")?;
    }
    for (&(_, number), state) in &latest.comments {
        let sql = "update comments set state = $1 where conversation_id = $2 and number = $3";
        exec!(conn, sql, *state, conversation.0, number).doing("rebuilding comments")?;
    }
    for (state, version) in latest.states.values().zip(latest.versions.values()) {
        let sql = "update conversations set state = $1, version = $2 where id = $3";
        exec!(conn, sql, state.as_str(), *version, conversation.0).doing("rebuilding the conversation")?;
    }
    Ok(())
}

async fn erase_again(conn: &mut Conn, conversation: ConversationId, log: &Log) -> Result<(), StoreError> {
    for (participant, at_ms) in &log.erased {
        erase(conn, conversation, *participant, *at_ms).await?;
    }
    Ok(())
}

/// Tells of every key whose values differ, or that only one side has.
fn differing<K: Ord, V: PartialEq>(
    found: &BTreeMap<K, V>,
    expected: &BTreeMap<K, V>,
    show: impl Fn(&V) -> String,
    mut note: impl FnMut(&K, Option<String>, Option<String>),
) {
    for (key, value) in expected {
        let there = found.get(key);
        if there != Some(value) {
            note(key, there.map(&show), Some(show(value)));
        }
    }
    for (key, value) in found.iter().filter(|(key, _)| !expected.contains_key(key)) {
        note(key, Some(show(value)), None);
    }
}
