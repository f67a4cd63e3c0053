//! A whole database as one stream of text, of one moment, whatever is written beside it.
//!
//! One line of JSON for the head, one for each table, one for each row, and one at the end with the number of rows
//! and SHA-256 of every byte before it. It says nothing of which database it came from: either takes it back. Only
//! one row at a time is in memory. `restore` reads it; both must know the same lines, so they share [`Ending`].

use crate::db::connection::{Conn, Store, rows};
use crate::db::schema;
use crate::db::tables::{Column, Kind, Table, read_tables};
use crate::error::{Doing, StoreError};
use crate::log::command::Key;
use canvass_domain::Millis;
use futures_util::TryStreamExt;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, ColumnIndex, Decode, Row, Type};
use std::io::Write;

/// Version of the format.
pub(crate) const FORMAT: i64 = 1;
/// Longest line. The longest texts, whole instruments, come from files of a megabyte at most.
pub(crate) const MAX_LINE_BYTES: usize = 16 << 20;

/// What is in a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupContents {
    /// Rows of all tables.
    pub n_rows: u64,
    /// Where the log of each conversation ends, by slug.
    pub logs: Vec<(String, u64)>,
}

/// The last line.
pub(crate) struct Ending {
    pub n_rows: u64,
    pub hash: [u8; 32],
}

/// Lines on their way out.
struct Lines<'o> {
    out: &'o mut (dyn Write + Send),
    hash: Sha256,
    n_rows: u64,
}

impl Ending {
    /// The line, whole; there is only one way to write it.
    pub(crate) fn line(&self) -> String {
        let sha256 = Key(self.hash).hex();
        format!("{{\"end\":{{\"rows\":{},\"sha256\":\"{sha256}\"}}}}\n", self.n_rows)
    }
}

impl Store {
    /// Writes everything there is, of one moment. Needs no lock, and holds up nobody.
    ///
    /// # Errors
    /// When the database cannot be read, or the stream not be written.
    pub async fn back_up(&self, out: &mut (dyn Write + Send), now_ms: Millis) -> Result<BackupContents, StoreError> {
        let mut conn = self.connection().await?;
        conn.begin_reading().await?;
        let written = write_everything(&mut conn, out, now_ms).await;
        conn.end(written).await
    }
}

async fn write_everything(
    conn: &mut Conn,
    out: &mut (dyn Write + Send),
    now_ms: Millis,
) -> Result<BackupContents, StoreError> {
    let mut lines = Lines { out, hash: Sha256::new(), n_rows: 0 };
    // The first to read: from here on everything is of this moment.
    let schema = schema::version(conn).await?;
    lines.write(&json!({"canvass_backup": FORMAT, "schema": schema, "made_ms": now_ms}))?;
    let logs = read_logs(conn).await?;
    for table in read_tables(conn).await? {
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        lines.write(&json!({"table": table.name, "columns": columns}))?;
        lines.write_table(conn, &table).await?;
    }
    Ok(BackupContents { n_rows: lines.finish()?, logs })
}

async fn read_logs(conn: &mut Conn) -> Result<Vec<(String, u64)>, StoreError> {
    let sql = "select c.slug, coalesce(max(e.seq), 0) from conversations c
               left join events e on e.conversation_id = c.id group by c.id, c.slug order by c.id";
    let found = rows!(conn, (String, i64), sql).doing("reading where the logs end")?;
    Ok(found.into_iter().map(|(slug, seq)| (slug, u64::try_from(seq).unwrap_or(0))).collect())
}

impl Lines<'_> {
    async fn write_table(&mut self, conn: &mut Conn, table: &Table) -> Result<(), StoreError> {
        let sql = AssertSqlSafe(format!("select {} from \"{}\"", table.column_list(), table.name));
        macro_rules! each_row {
            ($conn:expr) => {{
                let mut found = sqlx::query(sql).fetch(&mut **$conn);
                while let Some(row) = found.try_next().await.doing("reading a table")? {
                    self.n_rows += 1;
                    self.write(&Value::Array(cells(&row, &table.columns).doing("reading a row")?))?;
                }
            }};
        }
        match conn {
            Conn::Sqlite(conn) => each_row!(conn),
            Conn::Postgres(conn) => each_row!(conn),
        }
        Ok(())
    }

    fn write(&mut self, line: &Value) -> Result<(), StoreError> {
        let line = format!("{line}\n");
        if line.len() > MAX_LINE_BYTES {
            return Err(StoreError::Damaged(format!("a row has {} bytes, more than any may have", line.len())));
        }
        self.hash.update(&line);
        self.put(&line)
    }

    fn finish(mut self) -> Result<u64, StoreError> {
        let ending = Ending { n_rows: self.n_rows, hash: std::mem::take(&mut self.hash).finalize().into() };
        self.put(&ending.line())?;
        self.out.flush().map_err(|source| StoreError::Stream { doing: "writing the backup", source })?;
        Ok(self.n_rows)
    }

    fn put(&mut self, line: &str) -> Result<(), StoreError> {
        let written = self.out.write_all(line.as_bytes());
        written.map_err(|source| StoreError::Stream { doing: "writing the backup", source })
    }
}

/// A row's values as JSON: integers as they are, numbers with a point as text, which loses nothing.
fn cells<'r, R: Row>(row: &'r R, columns: &[Column]) -> Result<Vec<Value>, sqlx::Error>
where
    usize: ColumnIndex<R>,
    Option<i64>: Decode<'r, R::Database> + Type<R::Database>,
    Option<f64>: Decode<'r, R::Database> + Type<R::Database>,
    Option<String>: Decode<'r, R::Database> + Type<R::Database>,
{
    let cell = |(place, column): (usize, &Column)| {
        Ok(match column.kind {
            Kind::Integer => json!(row.try_get::<Option<i64>, _>(place)?),
            Kind::Text => json!(row.try_get::<Option<String>, _>(place)?),
            Kind::Real => json!(row.try_get::<Option<f64>, _>(place)?.map(|number| format!("{number:?}"))),
        })
    };
    columns.iter().enumerate().map(cell).collect()
}
