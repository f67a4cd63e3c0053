//! The schema, in numbered steps. A step that was ever released is never changed; what changes is a step more.

use crate::connection::{Conn, Store, exec, rows};
use crate::error::{Doing, StoreError};
use sqlx::AssertSqlSafe;

/// Step by step from an empty database to ours.
const STEPS: [&str; 2] = [include_str!("1.sql"), include_str!("2.sql")];
const VERSION: i64 = STEPS.len() as i64;

/// Takes the steps that a database lacks, all or none of them.
pub(crate) async fn bring_up_to_date(store: &Store) -> Result<(), StoreError> {
    let mut conn = store.connection().await?;
    // Two processes may start at once: the second waits here, then finds the steps taken.
    conn.begin().await?;
    let taken = take_steps(&mut conn).await;
    conn.end(taken).await
}

async fn take_steps(conn: &mut Conn) -> Result<(), StoreError> {
    if let Conn::Postgres(_) = conn {
        exec!(conn, "select pg_advisory_xact_lock(7205759403792794)").doing("locking the schema")?;
    }
    exec!(conn, "create table if not exists schema_version (version bigint primary key)").doing("making the schema")?;
    let found = rows!(conn, (i64,), "select coalesce(max(version), 0) from schema_version")
        .doing("reading the schema's version")?;
    let found = found.first().map_or(0, |(found,)| *found);
    if found > VERSION {
        return Err(StoreError::TooNew { found, known: VERSION });
    }
    for (number, step) in (1..).zip(STEPS).filter(|(number, _)| *number > found) {
        take_step(conn, step).await?;
        exec!(conn, "delete from schema_version").doing("making the schema")?;
        exec!(conn, "insert into schema_version (version) values ($1)", number).doing("making the schema")?;
    }
    Ok(())
}

async fn take_step(conn: &mut Conn, step: &str) -> Result<(), StoreError> {
    let clause = if matches!(conn, Conn::Sqlite(_)) { "without rowid" } else { "" };
    let step = step.replace("{without_rowid}", clause);
    let step: String = step.lines().filter(|line| !line.starts_with("--")).collect::<Vec<_>>().join("\n");
    for statement in step.split(';').map(str::trim).filter(|statement| !statement.is_empty()) {
        exec!(conn, AssertSqlSafe(statement.to_owned())).doing("making the schema")?;
    }
    Ok(())
}
