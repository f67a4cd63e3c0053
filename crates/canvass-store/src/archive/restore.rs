//! Taking a backup back, into a database that holds nothing.
//!
//! A backup is a file from outside: it is read twice, and believed neither time. First alone, to its end, before
//! any database is touched: a damaged one changes nothing anywhere. Then into one transaction, where names of
//! tables and columns must be those of the schema it says it has, and the hash the same as before. A backup of an
//! older schema is loaded as that and brought up to date.

use crate::archive::backup::{Ending, FORMAT, MAX_LINE_BYTES};
use crate::db::connection::{Conn, Store};
use crate::db::schema;
use crate::db::tables::{Column, Kind, Table, read_tables};
use crate::error::{Doing, StoreError};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;
use std::io::{BufRead, Read};

/// Most rows, values and bytes in one statement while restoring.
const MAX_ROWS: usize = 500;
const MAX_VALUES: usize = 8_000;
const MAX_BYTES: usize = 4 << 20;
/// Most characters of the backup in a message.
const MAX_QUOTED_CHARS: usize = 40;

/// A backup that was read to its end and found whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedBackup {
    schema: i64,
    n_rows: u64,
    hash: [u8; 32],
}

/// One line of a backup.
enum Line {
    Table { name: String, columns: Vec<String> },
    Row(Vec<Value>),
    End,
}

/// Lines on their way in, hashed and counted.
struct Lines<'i> {
    from: &'i mut (dyn BufRead + Send),
    hash: Sha256,
    n_lines: u64,
    n_rows: u64,
    n_bytes: u64,
    buffer: Vec<u8>,
}

/// One value, of the kind of its column.
enum Cell {
    Integer(Option<i64>),
    Text(Option<String>),
    Real(Option<f64>),
}

/// Rows of one table that wait to be written together.
struct Waiting {
    table: Table,
    rows: Vec<Vec<Cell>>,
    n_bytes: usize,
}

impl CheckedBackup {
    /// Reads a whole backup, and nothing else.
    ///
    /// # Errors
    /// [`StoreError::BadBackup`] with the line and what is wrong with it.
    pub fn read(from: &mut (dyn BufRead + Send)) -> Result<Self, StoreError> {
        let mut lines = Lines::new(from);
        let schema = lines.head()?;
        let mut n_columns = None;
        let mut seen = BTreeSet::new();
        loop {
            match lines.next()? {
                Line::Table { name, columns } => {
                    n_columns = Some(columns.len());
                    if let Some(name) = seen.replace(name) {
                        return Err(lines.bad(format!("table `{}` comes twice", short(&name))));
                    }
                }
                Line::Row(values) if Some(values.len()) != n_columns => {
                    return Err(lines.bad("the row does not have its table's number of columns"));
                }
                Line::Row(_) => {}
                Line::End => return Ok(Self { schema, n_rows: lines.n_rows, hash: lines.hash() }),
            }
        }
    }

    /// Rows of all tables.
    #[must_use]
    pub const fn n_rows(&self) -> u64 {
        self.n_rows
    }
}

impl Store {
    /// Loads a backup that was checked before, all of it or nothing. Needs the writer's lock.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`] where there is data already; [`StoreError::BadBackup`] where the backup is none of
    /// this schema, or no longer the one that was checked.
    pub async fn restore(
        &self,
        backup: &CheckedBackup,
        from: &mut (dyn BufRead + Send),
        progress: &mut (dyn FnMut(u64) + Send),
    ) -> Result<(), StoreError> {
        let mut conn = self.connection().await?;
        conn.ready_for_writing().await?;
        conn.begin().await?;
        let restored = async {
            self.refuse_data(&mut conn).await?;
            let tables = schema::start_over(&mut conn, backup.schema).await?;
            load(&mut conn, tables, backup, from, progress).await?;
            schema::complete(&mut conn).await
        };
        let restored = restored.await;
        conn.end(restored).await?;
        drop(conn);
        self.keep_tail().await
    }

    async fn refuse_data(&self, conn: &mut Conn) -> Result<(), StoreError> {
        for table in read_tables(conn).await? {
            if !table.is_empty(conn).await? {
                return Err(StoreError::NotEmpty { place: self.database().place(), table: table.name });
            }
        }
        Ok(())
    }
}

async fn load(
    conn: &mut Conn,
    mut missing: Vec<Table>,
    backup: &CheckedBackup,
    from: &mut (dyn BufRead + Send),
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<(), StoreError> {
    let mut lines = Lines::new(from);
    let schema = lines.head()?;
    let mut waiting: Option<Waiting> = None;
    loop {
        let line = lines.next()?;
        if !matches!(line, Line::Row(_))
            && let Some(mut before) = waiting.take()
        {
            before.write(conn, &lines).await?;
        }
        match (line, &mut waiting) {
            (Line::Table { name, columns }, _) => {
                let table = take(&mut missing, &name, &columns).map_err(|why| lines.bad(why))?;
                waiting = Some(Waiting { table, rows: Vec::new(), n_bytes: 0 });
            }
            (Line::Row(values), Some(waiting)) => {
                let row = values.into_iter().zip(&waiting.table.columns).map(|(value, column)| cell(value, column));
                let row = row.collect::<Result<Vec<Cell>, String>>().map_err(|why| lines.bad(why))?;
                waiting.rows.push(row);
                waiting.n_bytes += lines.buffer.len();
                if waiting.is_enough() {
                    waiting.write(conn, &lines).await?;
                    progress(lines.n_bytes);
                }
            }
            (Line::Row(_), None) => return Err(lines.bad("a row without a table")),
            (Line::End, _) => break,
        }
    }
    if let Some(table) = missing.first() {
        return Err(lines.bad(format!("table `{}` is missing", table.name)));
    }
    if (schema, lines.hash()) != (backup.schema, backup.hash) {
        return Err(lines.bad("it is no longer the file that was checked"));
    }
    Ok(())
}

/// The table of that name, with its columns in the order of the backup.
fn take(missing: &mut Vec<Table>, name: &str, columns: &[String]) -> Result<Table, String> {
    let place = missing.iter().position(|table| table.name == name);
    let place = place.ok_or_else(|| format!("there is no table `{}` in this schema", short(name)))?;
    let table = missing.swap_remove(place);
    let known = |name: &String| table.columns.iter().find(|column| column.name == *name).cloned();
    let ordered: Option<Vec<Column>> = columns.iter().map(known).collect();
    let is_whole = columns.iter().collect::<BTreeSet<_>>().len() == table.columns.len();
    match ordered.filter(|ordered| is_whole && ordered.len() == table.columns.len()) {
        Some(columns) => Ok(Table { name: table.name, columns }),
        None => Err(format!("the columns of table `{}` are not those of this schema", table.name)),
    }
}

fn cell(value: Value, column: &Column) -> Result<Cell, String> {
    let wrong = || format!("the value of `{}` is of another kind", column.name);
    match (column.kind, value) {
        (Kind::Integer, Value::Null) => Ok(Cell::Integer(None)),
        (Kind::Integer, value) => value.as_i64().map(|number| Cell::Integer(Some(number))).ok_or_else(wrong),
        (Kind::Text, Value::Null) => Ok(Cell::Text(None)),
        (Kind::Text, Value::String(text)) => Ok(Cell::Text(Some(text))),
        (Kind::Real, Value::Null) => Ok(Cell::Real(None)),
        (Kind::Real, Value::String(text)) => {
            let number: Option<f64> = text.parse().ok().filter(|number: &f64| number.is_finite());
            number.map(|number| Cell::Real(Some(number))).ok_or_else(wrong)
        }
        _ => Err(wrong()),
    }
}

impl Waiting {
    const fn is_enough(&self) -> bool {
        let n = self.rows.len();
        n >= MAX_ROWS || n * self.table.columns.len() >= MAX_VALUES || self.n_bytes >= MAX_BYTES
    }

    async fn write(&mut self, conn: &mut Conn, lines: &Lines<'_>) -> Result<(), StoreError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let sql = AssertSqlSafe(self.sql());
        let values = std::mem::take(&mut self.rows).into_iter().flatten();
        self.n_bytes = 0;
        macro_rules! insert {
            ($conn:expr) => {{
                let bound = values.fold(sqlx::query(sql), |query, cell| match cell {
                    Cell::Integer(value) => query.bind(value),
                    Cell::Text(value) => query.bind(value),
                    Cell::Real(value) => query.bind(value),
                });
                bound.execute(&mut **$conn).await.map(|_| ())
            }};
        }
        let written = match conn {
            Conn::Sqlite(conn) => insert!(conn),
            Conn::Postgres(conn) => insert!(conn),
        };
        match written {
            Err(sqlx::Error::Database(error)) if error.kind() != sqlx::error::ErrorKind::Other => {
                let why = "these rows break a rule of table";
                Err(lines.bad(format!("{why} `{}`: {}", self.table.name, error.message())))
            }
            written => written.doing("restoring a table"),
        }
    }

    fn sql(&self) -> String {
        let n_columns = self.table.columns.len();
        let row = |n: usize| {
            let values: Vec<String> = (1..=n_columns).map(|column| format!("${}", n * n_columns + column)).collect();
            format!("({})", values.join(", "))
        };
        let rows: Vec<String> = (0..self.rows.len()).map(row).collect();
        format!("insert into \"{}\" ({}) values {}", self.table.name, self.table.column_list(), rows.join(", "))
    }
}

impl<'i> Lines<'i> {
    fn new(from: &'i mut (dyn BufRead + Send)) -> Self {
        Self { from, hash: Sha256::new(), n_lines: 0, n_rows: 0, n_bytes: 0, buffer: Vec::new() }
    }

    fn head(&mut self) -> Result<i64, StoreError> {
        let head = self.read()?;
        let format = head.get("canvass_backup").and_then(Value::as_i64);
        let schema = head.get("schema").and_then(Value::as_i64);
        match (format, schema) {
            (Some(FORMAT), Some(schema @ 1..=schema::VERSION)) => Ok(schema),
            (Some(FORMAT), Some(schema)) if schema > schema::VERSION => {
                let known = schema::VERSION;
                Err(self.bad(format!("it has schema {schema}, this Canvass knows {known}: use a newer Canvass")))
            }
            (Some(FORMAT), _) => Err(self.bad("it does not say its schema")),
            (Some(format), _) => Err(self.bad(format!("it has format {format}, this Canvass reads {FORMAT}"))),
            (None, _) => Err(self.bad("this is no backup of Canvass")),
        }
    }

    fn next(&mut self) -> Result<Line, StoreError> {
        let before = self.hash.clone();
        match self.read()? {
            Value::Array(values) => {
                self.n_rows += 1;
                Ok(Line::Row(values))
            }
            Value::Object(object) if object.contains_key("end") => {
                let ending = Ending { n_rows: self.n_rows, hash: before.clone().finalize().into() };
                if self.buffer != ending.line().as_bytes() {
                    return Err(self.bad("what was read is not what was written: the backup is damaged"));
                }
                self.hash = before;
                self.must_end()?;
                Ok(Line::End)
            }
            Value::Object(object) => {
                let name = object.get("table").and_then(Value::as_str).map(str::to_owned);
                let columns = object.get("columns").and_then(Value::as_array);
                let columns =
                    columns.and_then(|names| names.iter().map(|name| name.as_str().map(str::to_owned)).collect());
                let (Some(name), Some(columns)) = (name, columns) else { return Err(self.bad("this is no table")) };
                Ok(Line::Table { name, columns })
            }
            _ => Err(self.bad("this is neither a table nor a row")),
        }
    }

    /// One line, whole. What is longer than any line may be is not read to its end.
    fn read(&mut self) -> Result<Value, StoreError> {
        self.buffer.clear();
        self.n_lines += 1;
        let mut bounded = (&mut *self.from).take(MAX_LINE_BYTES as u64);
        let read = bounded.read_until(b'\n', &mut self.buffer);
        read.map_err(|source| StoreError::Stream { doing: "reading the backup", source })?;
        if self.buffer.last() != Some(&b'\n') {
            let is_long = self.buffer.len() == MAX_LINE_BYTES;
            return Err(self.bad(if is_long { "the line is too long" } else { "the backup breaks off here" }));
        }
        self.hash.update(&self.buffer);
        self.n_bytes += self.buffer.len() as u64;
        serde_json::from_slice(&self.buffer).map_err(|error| self.bad(format!("the line cannot be read: {error}")))
    }

    fn must_end(&mut self) -> Result<(), StoreError> {
        let rest = self.from.fill_buf();
        let rest = rest.map_err(|source| StoreError::Stream { doing: "reading the backup", source })?;
        if rest.is_empty() { Ok(()) } else { Err(self.bad("there is something behind the end")) }
    }

    fn hash(&self) -> [u8; 32] {
        self.hash.clone().finalize().into()
    }

    fn bad(&self, why: impl Into<String>) -> StoreError {
        StoreError::BadBackup { line: self.n_lines, why: why.into() }
    }
}

/// The beginning of a word out of the backup.
fn short(word: &str) -> String {
    word.chars().take(MAX_QUOTED_CHARS).collect()
}
