//! From one database into the other: all tables in bulk, and nothing is kept before the two are seen to be
//! equal.

use super::{CHUNK_ROWS, Conn, Db, entry, file_url, on, plain, scope, stored};
use crate::error::Error;
use futures_util::TryStreamExt as _;
use shared::{digest::Digest, fold::Late, id::ScopeId, rules::Head};
use sqlx::{AssertSqlSafe, ColumnIndex, Decode, PgConnection, QueryBuilder, Row, Type};
use std::{collections::BTreeSet, path::Path};

/// Every table and its key, each after those that it refers to.
const TABLES: [(&str, &str); 24] = [
    ("unit", "id"),
    ("person", "id"),
    ("credential", "person"),
    ("device", "id, person"),
    ("session", "token"),
    ("scope", "id"),
    ("reach", "scope, root, unit"),
    ("entry", "scope, n"),
    ("root", "id"),
    ("ids", "id"),
    ("quarantine", "id"),
    ("blob", "sha256"),
    ("blob_upload", "sha256, person"),
    ("blob_ref", "sha256, root"),
    ("blob_named", "sha256, root, person"),
    ("blob_dropped", "sha256, person"),
    ("upload", "id"),
    ("upload_part", "upload, start"),
    ("version", "name"),
    ("epoch", "n"),
    ("snapshot", "scope, part"),
    ("rollup", "scope, month, activity, standing"),
    ("rollup_code", "scope, month, activity, standing, code"),
    ("activity", "id"),
];
/// Texts that are held in memory at once, in bytes: rows go over in handfuls.
const HANDFUL_BYTES: usize = 8 << 20;

/// What became of the wish to carry an archive over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    /// Everything was there already, row by row.
    pub before: bool,
    /// How many rows there are.
    pub rows: u64,
    /// How many of them are entries, whose chains were computed anew.
    pub entries: u64,
}

/// Carries everything from SQLite into an empty PostgreSQL, or back. Where the same is there already,
/// nothing happens.
///
/// # Errors
/// [`Error::Malformed`] when the target holds something else, or the source is not whole; then nothing was
/// written.
pub async fn carry(from: &Db, to: &Db) -> Result<Carried, Error> {
    let from = from.clone();
    to.write(move |conn| {
        let from = from.clone();
        Box::pin(async move {
            let mut source = from.snapshot().await?;
            let carried = carried(&mut source, conn).await;
            source.rollback().await?;
            carried
        })
    })
    .await
}

/// Copies everything, as of one moment and while others go on writing, into an SQLite file that is empty
/// or not there yet; and looks through the copy.
///
/// # Errors
/// When the file cannot be written, or the archive is not whole.
pub async fn copy_out(from: &Db, to: &Path) -> Result<Carried, Error> {
    if let Conn::Lite(lite) = &mut from.read().await? {
        sqlx::query("vacuum into $1").bind(to.display().to_string()).execute(&mut **lite).await?;
    }
    let copy = Db::open(&file_url(to)).await?;
    let carried = match from {
        Db::Lite { .. } => verified(&copy).await,
        Db::Pg { .. } => carry(from, &copy).await,
    };
    copy.close().await;
    carried
}

/// What an archive holds, once every chain in it was computed anew.
///
/// # Errors
/// [`Error::Malformed`] when a chain breaks; otherwise the database's.
pub async fn verified(db: &Db) -> Result<Carried, Error> {
    let mut conn = db.snapshot().await?;
    let mut rows = 0;
    for (name, _) in TABLES {
        let count = AssertSqlSafe(format!("select count(*) from {name}"));
        let count: i64 = on!(&mut conn, |c| sqlx::query_scalar(count).fetch_one(c).await)?;
        rows += scope::number(count)?;
    }
    let entries = chains_verified(&mut conn).await?;
    conn.rollback().await?;
    Ok(Carried { before: true, rows, entries })
}

/// Whether an archive holds more than what the migrations put there.
///
/// # Errors
/// The database's.
pub async fn holds_anything(db: &Db) -> Result<bool, Error> {
    Ok(!is_empty(&mut db.read().await?).await?)
}

async fn carried(source: &mut Conn, target: &mut Conn) -> Result<Carried, Error> {
    let columns = match (&mut *source, &mut *target) {
        (Conn::Lite(_), Conn::Pg(pg)) | (Conn::Pg(pg), Conn::Lite(_)) => columns(pg).await?,
        _ => return Err(Error::Malformed("an archive is carried between SQLite and PostgreSQL".into())),
    };
    let before = !is_empty(target).await?;
    if !before {
        on!(target, |c| sqlx::query("delete from version").execute(c).await.map(drop))?;
        for table in &columns {
            copied(source, target, table).await?;
        }
    }
    let mut rows = 0;
    for table in &columns {
        let (here, there) = (content(source, table).await?, content(target, table).await?);
        if here != there {
            let name = table.name;
            return Err(Error::Malformed(match before {
                true => format!("the target holds something else: the table {name} differs"),
                false => format!("the table {name} did not arrive as it was"),
            }));
        }
        rows += here.0;
    }
    Ok(Carried { before, rows, entries: chains_verified(target).await? })
}

/// A table as it is asked for.
struct Table {
    name: &'static str,
    key: &'static str,
    /// Names, and whether a number stands there.
    columns: Vec<(String, bool)>,
}

/// A value in a row.
enum Cell {
    Text(Option<String>),
    Number(Option<i64>),
}

impl Table {
    fn names(&self) -> String {
        let names: Vec<_> = self.columns.iter().map(|(name, _)| format!("{}.{name}", self.name)).collect();
        names.join(", ")
    }

    fn cells<R: Row>(&self, row: &R) -> Result<Vec<Cell>, sqlx::Error>
    where
        usize: ColumnIndex<R>,
        for<'r> Option<String>: Decode<'r, R::Database> + Type<R::Database>,
        for<'r> Option<i64>: Decode<'r, R::Database> + Type<R::Database>,
    {
        let cell = |(at, (_, is_number)): (usize, &(String, bool))| {
            Ok(if *is_number {
                Cell::Number(row.try_get(at)?)
            } else {
                Cell::Text(row.try_get::<Option<String>, _>(at)?.map(|text| plain(&text).into_owned()))
            })
        };
        self.columns.iter().enumerate().map(cell).collect()
    }
}

/// The tables with the columns that PostgreSQL has, which are those of SQLite: both are of this program.
async fn columns(pg: &mut PgConnection) -> Result<Vec<Table>, Error> {
    let rows: Vec<(String, String, bool)> = sqlx::query_as(
        "select c.table_name::text, c.column_name::text, c.data_type = 'bigint'
         from information_schema.columns c
         where c.table_schema = current_schema() and c.table_name <> '_sqlx_migrations'
         order by c.ordinal_position",
    )
    .fetch_all(pg)
    .await?;
    let known: BTreeSet<&str> = TABLES.iter().map(|(name, _)| *name).collect();
    if let Some((strange, ..)) = rows.iter().find(|(table, ..)| !known.contains(table.as_str())) {
        return Err(Error::Malformed(format!("the target holds something else: the table {strange}")));
    }
    let table = |(name, key): (&'static str, &'static str)| {
        let own = rows.iter().filter(|(table, ..)| table == name);
        Table { name, key, columns: own.map(|(_, column, is_number)| (column.clone(), *is_number)).collect() }
    };
    Ok(TABLES.into_iter().map(table).collect())
}

/// Whether a database holds no more than what the migrations put there.
async fn is_empty(conn: &mut Conn) -> Result<bool, Error> {
    for (name, _) in TABLES.iter().filter(|(name, _)| *name != "version") {
        let any = AssertSqlSafe(format!("select exists (select 1 from {name})"));
        if on!(conn, |c| sqlx::query_scalar::<_, bool>(any).fetch_one(c).await)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Copies a table in handfuls of rows.
async fn copied(from: &mut Conn, to: &mut Conn, table: &Table) -> Result<(), Error> {
    let (names, name, key) = (table.names(), table.name, table.key);
    let text = match name {
        // A unit comes after the one that it belongs to.
        "unit" => format!(
            "with recursive tree (id, height) as (
                 select id, 0 from unit where parent is null
                 union all
                 select unit.id, height + 1 from unit join tree on unit.parent = tree.id)
             select {names} from unit join tree on tree.id = unit.id order by height, unit.id"
        ),
        _ => format!("select {names} from {name} order by {key}"),
    };
    let (mut handful, mut bytes) = (Vec::new(), 0);
    on!(from, |c| {
        let mut rows = sqlx::query(AssertSqlSafe(text)).fetch(c);
        while let Some(row) = rows.try_next().await? {
            let cells = table.cells(&row)?;
            bytes += cells.iter().map(Cell::bytes).sum::<usize>();
            handful.push(cells);
            if handful.len() == CHUNK_ROWS || bytes >= HANDFUL_BYTES {
                written(to, table, std::mem::take(&mut handful)).await?;
                bytes = 0;
            }
        }
    });
    written(to, table, handful).await
}

impl Cell {
    fn bytes(&self) -> usize {
        match self {
            Self::Text(text) => text.as_ref().map_or(0, String::len),
            Self::Number(_) => 8,
        }
    }
}

async fn written(to: &mut Conn, table: &Table, rows: Vec<Vec<Cell>>) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    on!(to, |c, E| {
        let mut query = QueryBuilder::<E>::new(format!("insert into {} ({}) ", table.name, names.join(", ")));
        query.push_values(rows, |mut row, cells| {
            for cell in cells {
                match cell {
                    Cell::Text(text) => row.push_bind(text),
                    Cell::Number(number) => row.push_bind(number),
                };
            }
        });
        query.build().persistent(false).execute(c).await?;
    });
    Ok(())
}

/// How many rows a table holds, and one digest over all of them in the order of their keys.
async fn content(conn: &mut Conn, table: &Table) -> Result<(u64, Digest), Error> {
    let text = format!("select {} from {} order by {}", table.names(), table.name, table.key);
    let (mut count, mut digest) = (0, Digest::default());
    let mut add = |cells: Vec<Cell>| {
        let mut parts = vec![digest.0.to_vec()];
        for cell in cells {
            let (kind, bytes) = match cell {
                Cell::Text(Some(text)) => (b't', text.into_bytes()),
                Cell::Number(Some(number)) => (b'n', number.to_be_bytes().to_vec()),
                Cell::Text(None) | Cell::Number(None) => (b'0', Vec::new()),
            };
            let mut head = vec![kind];
            head.extend((bytes.len() as u64).to_be_bytes());
            parts.extend([head, bytes]);
        }
        digest = Digest::of_parts(parts.iter().map(Vec::as_slice));
        count += 1;
    };
    on!(conn, |c| {
        let mut rows = sqlx::query(AssertSqlSafe(text)).fetch(c);
        while let Some(row) = rows.try_next().await? {
            add(table.cells(&row)?);
        }
    });
    Ok((count, digest))
}

/// Computes every chain anew, from the first entry to the head; how many entries there are.
async fn chains_verified(conn: &mut Conn) -> Result<u64, Error> {
    let rows: Vec<(String, i64, String)> =
        on!(conn, |c| sqlx::query_as("select id, head, chain from scope order by id").fetch_all(c).await)?;
    let mut entries = 0;
    for (id, n, chain) in rows {
        let scope: ScopeId = stored(&id)?;
        let broken = |at: u64| Error::Malformed(format!("the chain of the scope {scope} breaks at {at}"));
        let mut head = Head::default();
        loop {
            let page = entry::after(conn, scope, head.n, CHUNK_ROWS, HANDFUL_BYTES).await?;
            if page.is_empty() {
                break;
            }
            for kept in page {
                let late: Vec<Late> = match &kept.late {
                    Some(late) => serde_json::from_str(late).map_err(|_| broken(kept.n))?,
                    None => Vec::new(),
                };
                head = head.next(Digest::of(kept.body.as_bytes()), &late);
                if (head.n, head.chain.to_string()) != (kept.n, kept.chain) {
                    return Err(broken(kept.n));
                }
            }
        }
        if (head.n, head.chain.to_string()) != (scope::number(n)?, chain) {
            return Err(broken(head.n));
        }
        entries += head.n;
    }
    Ok(entries)
}
