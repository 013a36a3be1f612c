//! Many rows in one statement.
//!
//! SQLite takes them as a list of values: its texts are few and stay prepared. PostgreSQL would plan such a
//! list anew each time, value by value, which takes longer than to write the rows; it takes an array for each
//! column instead, and the text is one for any number of rows.

use super::{CHUNK_ROWS, Conn};
use crate::error::Error;
use sqlx::{AssertSqlSafe, Postgres, QueryBuilder, Sqlite};

/// A column of some rows.
pub(super) enum Column<'v> {
    /// Of text.
    Text(Vec<Option<&'v str>>),
    /// Of text that was put together for this.
    Words(Vec<String>),
    /// Of numbers.
    Number(Vec<Option<i64>>),
}

impl<'v> Column<'v> {
    /// Text that is never missing.
    pub(super) fn text(values: impl Iterator<Item = &'v str>) -> Self {
        Self::Text(values.map(Some).collect())
    }

    /// Ids, digests and other words.
    pub(super) fn words<W: ToString>(values: impl Iterator<Item = W>) -> Self {
        Self::Words(values.map(|word| word.to_string()).collect())
    }

    /// Numbers that are never missing.
    pub(super) fn number(values: impl Iterator<Item = i64>) -> Self {
        Self::Number(values.map(Some).collect())
    }

    fn rows(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Words(values) => values.len(),
            Self::Number(values) => values.len(),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) | Self::Words(_) => "text[]",
            Self::Number(_) => "bigint[]",
        }
    }
}

/// Inserts rows `into` a table and its columns, such as `reach (scope, root, unit)`; `then` is what follows
/// their values, such as `on conflict …`. How many rows were written.
///
/// # Errors
/// The database's.
pub(super) async fn inserted(conn: &mut Conn, into: &str, columns: Vec<Column<'_>>, then: &str) -> Result<u64, Error> {
    let rows = columns.first().map_or(0, Column::rows);
    debug_assert!(columns.iter().all(|column| column.rows() == rows), "each row has each column");
    if rows == 0 {
        return Ok(0);
    }
    match conn {
        Conn::Lite(lite) => {
            let mut written = 0;
            for from in (0..rows).step_by(CHUNK_ROWS) {
                let mut query = QueryBuilder::<Sqlite>::new(format!("insert into {into} "));
                query.push_values(from..rows.min(from + CHUNK_ROWS), |mut row, at| {
                    for column in &columns {
                        match column {
                            Column::Text(values) => row.push_bind(values[at]),
                            Column::Words(values) => row.push_bind(values[at].as_str()),
                            Column::Number(values) => row.push_bind(values[at]),
                        };
                    }
                });
                query.push(" ").push(then);
                written += query.build().execute(&mut **lite).await?.rows_affected();
            }
            Ok(written)
        }
        Conn::Pg(pg) => {
            let places = (1..).zip(&columns).map(|(at, column)| format!("${at}::{}", column.kind()));
            let places = places.collect::<Vec<_>>().join(", ");
            let text = format!("insert into {into} select * from unnest({places}) {then}");
            let mut query = sqlx::query::<Postgres>(AssertSqlSafe(text));
            for column in columns {
                query = match column {
                    Column::Text(values) => query.bind(values),
                    Column::Words(values) => query.bind(values),
                    Column::Number(values) => query.bind(values),
                };
            }
            Ok(query.execute(&mut **pg).await?.rows_affected())
        }
    }
}
