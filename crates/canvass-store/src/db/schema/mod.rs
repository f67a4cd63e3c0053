//! The schema, in numbered steps. A step that was ever released is never changed; what changes is a step more.

use crate::db::connection::{Conn, Store, exec, rows};
use crate::db::tables::{Table, read_tables};
use crate::error::{Doing, StoreError};
use crate::log::hash;
use sqlx::AssertSqlSafe;

/// Step by step from an empty database to ours.
const STEPS: [&str; 8] = [
    include_str!("1.sql"),
    include_str!("2.sql"),
    include_str!("3.sql"),
    include_str!("4.sql"),
    include_str!("5.sql"),
    include_str!("6.sql"),
    include_str!("7.sql"),
    include_str!("8.sql"),
];
/// The step from which on logs have a running hash.
const HASHED: i64 = 4;
/// The schema this Canvass has.
pub(crate) const VERSION: i64 = STEPS.len() as i64;

/// What bringing a database up to date came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Brought {
    /// It was made.
    New,
    /// It was an older one, from before logs had a running hash.
    FromUnhashed,
    /// Anything else.
    Known,
}

/// Takes the steps that a database lacks, all or none of them.
pub(crate) async fn bring_up_to_date(store: &Store) -> Result<Brought, StoreError> {
    let mut conn = store.connection().await?;
    // Two processes may start at once: the second waits here, then finds the steps taken.
    conn.begin().await?;
    let taken = take_steps(&mut conn, VERSION).await;
    conn.end(taken).await
}

/// Takes the steps that the database lacks, inside the transaction the connection is in.
pub(crate) async fn complete(conn: &mut Conn) -> Result<(), StoreError> {
    take_steps(conn, VERSION).await.map(|_| ())
}

/// Drops every table of ours and makes the schema of an earlier step, inside the transaction the connection is in.
/// Gives its tables.
pub(crate) async fn start_over(conn: &mut Conn, until: i64) -> Result<Vec<Table>, StoreError> {
    let tables = read_tables(conn).await?;
    for name in tables.iter().map(|table| table.name.as_str()).chain(["schema_version"]) {
        exec!(conn, AssertSqlSafe(format!("drop table \"{name}\""))).doing("making room for another schema")?;
    }
    take_steps(conn, until).await?;
    read_tables(conn).await
}

/// The version of the database's schema.
pub(crate) async fn version(conn: &mut Conn) -> Result<i64, StoreError> {
    let found = rows!(conn, (i64,), "select coalesce(max(version), 0) from schema_version");
    Ok(found.doing("reading the schema's version")?.first().map_or(0, |(found,)| *found))
}

async fn take_steps(conn: &mut Conn, until: i64) -> Result<Brought, StoreError> {
    if let Conn::Postgres(_) = conn {
        exec!(conn, "select pg_advisory_xact_lock(7205759403792794)").doing("locking the schema")?;
    }
    exec!(conn, "create table if not exists schema_version (version bigint primary key)").doing("making the schema")?;
    let found = version(conn).await?;
    if found > VERSION {
        return Err(StoreError::TooNew { found, known: VERSION });
    }
    for (number, step) in (1..).zip(STEPS).filter(|(number, _)| *number > found && *number <= until) {
        take_step(conn, step).await?;
        if number == HASHED {
            hash::seal_all(conn).await?;
        }
        exec!(conn, "delete from schema_version").doing("making the schema")?;
        exec!(conn, "insert into schema_version (version) values ($1)", number).doing("making the schema")?;
    }
    Ok(match found {
        0 => Brought::New,
        1..HASHED => Brought::FromUnhashed,
        _ => Brought::Known,
    })
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
