//! The tables there are, as the database itself tells them: what copies everything never lags behind the schema.

use crate::db::connection::{Conn, rows};
use crate::error::{Doing, StoreError};
use sqlx::AssertSqlSafe;

/// One table of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub name: String,
    pub columns: Vec<Column>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub name: String,
    pub kind: Kind,
}

/// What a column holds, on both databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Integer,
    Text,
    Real,
}

const ON_SQLITE: &str = "
    select t.name, c.name, lower(c.type) from sqlite_schema t join pragma_table_info(t.name) c
    where t.type = 'table' and substr(t.name, 1, 7) <> 'sqlite_' and t.name <> 'schema_version'
    order by t.name, c.cid";
const ON_POSTGRES: &str = "
    select c.table_name::text, c.column_name::text, c.data_type::text
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where t.table_schema = current_schema() and t.table_type = 'BASE TABLE' and t.table_name <> 'schema_version'
    order by c.table_name, c.ordinal_position";

/// Every table of ours but the one that tells the schema's version, by name.
pub(crate) async fn read_tables(conn: &mut Conn) -> Result<Vec<Table>, StoreError> {
    let sql = if matches!(conn, Conn::Sqlite(_)) { ON_SQLITE } else { ON_POSTGRES };
    let found = rows!(conn, (String, String, String), sql).doing("reading the list of tables")?;
    let mut tables: Vec<Table> = Vec::new();
    for (table, column, kind) in found {
        let kind = Kind::of(&kind).ok_or_else(|| {
            StoreError::Damaged(format!("column `{column}` of table `{table}` is of the unknown type `{kind}`"))
        })?;
        let column = Column { name: column, kind };
        match tables.last_mut().filter(|last| last.name == table) {
            Some(last) => last.columns.push(column),
            None => tables.push(Table { name: table, columns: vec![column] }),
        }
    }
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(tables)
}

impl Kind {
    fn of(sql_type: &str) -> Option<Self> {
        match sql_type {
            "bigint" | "integer" => Some(Self::Integer),
            "text" => Some(Self::Text),
            "double precision" => Some(Self::Real),
            _ => None,
        }
    }
}

impl Table {
    /// Its columns' names, as SQL.
    pub(crate) fn column_list(&self) -> String {
        self.columns.iter().map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(", ")
    }

    pub(crate) fn has_column(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }

    pub(crate) async fn is_empty(&self, conn: &mut Conn) -> Result<bool, StoreError> {
        let sql = AssertSqlSafe(format!("select cast(1 as bigint) from \"{}\" limit 1", self.name));
        Ok(rows!(conn, (i64,), sql).doing("looking whether there is data")?.is_empty())
    }
}
