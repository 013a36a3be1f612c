//! Roll-ups: rows that belong to one scope alone, moved in the act that numbers. What they mean is
//! `shared::rollup`; how far they go is `scope.counted`.

mod summed;

pub use summed::{Planned, Sums, planned, reports, uncounted_below};

use super::{
    Conn,
    bulk::{self, Column},
    on,
    scope::column,
    stored,
};
use crate::error::Error;
use shared::{
    id::{RecordId, ScopeId},
    merged::Standing,
    reading::Bounds,
    rollup::{Coded, RollUp, Row, Slot},
};
use sqlx::{AssertSqlSafe, ColumnIndex, Decode, Type};
use std::collections::BTreeMap;

/// Moves the rows of some scopes by so much.
///
/// # Errors
/// The database's.
pub async fn move_by(conn: &mut Conn, moves: &BTreeMap<ScopeId, RollUp>) -> Result<(), Error> {
    let slots =
        || moves.iter().flat_map(|(scope, moves)| moves.rows.iter().map(move |(slot, row)| (*scope, *slot, row)));
    let rows: Vec<_> = slots().map(|(scope, slot, row)| (scope, slot, row.numbers())).collect();
    let moved: Vec<_> = rows.iter().filter(|(.., numbers)| *numbers != [0; Row::NAMES.len()]).collect();
    let names = Row::NAMES.join(", ");
    let sums = Row::NAMES.map(|name| format!("{name} = rollup.{name} + excluded.{name}")).join(", ");
    let mut columns = where_to(moved.iter().map(|(scope, slot, _)| (*scope, *slot)));
    for at in 0..Row::NAMES.len() {
        columns.push(Column::number(moved.iter().map(|(.., numbers)| numbers[at])));
    }
    let into = format!("rollup (scope, month, activity, standing, {names})");
    let or = format!("on conflict (scope, month, activity, standing) do update set {sums}");
    bulk::inserted(conn, &into, columns, &or).await?;
    let codes = slots().flat_map(|(scope, slot, row)| row.codes.iter().map(move |said| (scope, slot, said)));
    let codes: Vec<_> = codes.filter(|(.., (_, coded))| **coded != Coded::default()).collect();
    let mut columns = where_to(codes.iter().map(|(scope, slot, _)| (*scope, *slot)));
    columns.push(Column::text(codes.iter().map(|(.., (code, _))| code.as_str())));
    let numbers: [fn(&Coded) -> i64; 4] =
        [|said| said.reports, |said| said.bounds.shown, |said| said.bounds.low, |said| said.bounds.high];
    for number in numbers {
        columns.push(Column::number(codes.iter().map(|(.., (_, said))| number(said))));
    }
    let into = "rollup_code (scope, month, activity, standing, code, reports, shown, low, high)";
    let or = "on conflict (scope, month, activity, standing, code) do update set
              reports = rollup_code.reports + excluded.reports, shown = rollup_code.shown + excluded.shown,
              low = rollup_code.low + excluded.low, high = rollup_code.high + excluded.high";
    bulk::inserted(conn, into, columns, or).await.map(drop)
}

/// The columns that say which rows: scope, month, activity, standing.
fn where_to<'v>(slots: impl Iterator<Item = (ScopeId, Slot)> + Clone) -> Vec<Column<'v>> {
    let activity = |slot: Slot| slot.activity.map_or(String::new(), |activity| activity.to_string());
    vec![
        Column::words(slots.clone().map(|(scope, _)| scope)),
        Column::words(slots.clone().map(|(_, slot)| slot.month)),
        Column::words(slots.clone().map(move |(_, slot)| activity(slot))),
        Column::text(slots.map(|(_, slot)| slot.standing.code())),
    ]
}

fn slot(month: &str, activity: &str, standing: &str) -> Result<Slot, Error> {
    let activity = if activity.is_empty() { None } else { Some(stored::<RecordId>(activity)?) };
    Ok(Slot { month: stored(month)?, activity, standing: stands(standing)? })
}

fn stands(code: &str) -> Result<Standing, Error> {
    Standing::of_code(code).ok_or_else(|| Error::Internal(format!("a report stands as {code}")))
}

/// The numbers of a row, of which the first stands at `from`.
fn numbers<R: sqlx::Row>(row: &R, from: usize) -> Result<[i64; 18], sqlx::Error>
where
    usize: ColumnIndex<R>,
    for<'r> i64: Decode<'r, R::Database> + Type<R::Database>,
{
    let mut numbers = [0; 18];
    for (at, number) in numbers.iter_mut().enumerate() {
        *number = row.try_get(from + at)?;
    }
    Ok(numbers)
}

/// The words of a row, those before the numbers.
fn words<R: sqlx::Row, const N: usize>(row: &R) -> Result<[String; N], sqlx::Error>
where
    usize: ColumnIndex<R>,
    for<'r> String: Decode<'r, R::Database> + Type<R::Database>,
{
    let mut words = [const { String::new() }; N];
    for (at, word) in words.iter_mut().enumerate() {
        *word = row.try_get(at)?;
    }
    Ok(words)
}

/// Three words that say where, a code, and its numbers: reports, shown, low, high.
type CodeRow = (String, String, String, String, i64, i64, i64, i64);

/// What is kept for a scope.
///
/// # Errors
/// The database's.
pub async fn of_scope(conn: &mut Conn, scope: ScopeId) -> Result<RollUp, Error> {
    let mut rollup = RollUp::default();
    let text = format!("select month, activity, standing, {} from rollup where scope = $1", Row::NAMES.join(", "));
    on!(conn, |c| {
        for row in sqlx::query(AssertSqlSafe(text)).bind(scope.to_string()).fetch_all(c).await? {
            let [month, activity, standing] = words(&row)?;
            rollup.rows.insert(slot(&month, &activity, &standing)?, Row::of_numbers(numbers(&row, 3)?));
        }
    });
    let codes: Vec<CodeRow> = on!(conn, |c| sqlx::query_as(
        "select month, activity, standing, code, reports, shown, low, high from rollup_code where scope = $1"
    )
    .bind(scope.to_string())
    .fetch_all(c)
    .await)?;
    for (month, activity, standing, code, reports, shown, low, high) in codes {
        let row = rollup.rows.entry(slot(&month, &activity, &standing)?).or_default();
        row.codes.insert(code, Coded { reports, bounds: Bounds { shown, low, high } });
    }
    Ok(rollup)
}

/// Puts these rows in place of what is kept for a scope.
///
/// # Errors
/// The database's.
pub async fn replace(conn: &mut Conn, scope: ScopeId, rollup: RollUp) -> Result<(), Error> {
    for text in ["delete from rollup where scope = $1", "delete from rollup_code where scope = $1"] {
        on!(conn, |c| {
            sqlx::query(text).bind(scope.to_string()).execute(c).await?;
        });
    }
    move_by(conn, &BTreeMap::from([(scope, rollup)])).await
}

/// Scopes that have come further than their rows count them, in the order of their ids after one.
///
/// # Errors
/// The database's.
pub async fn uncounted(conn: &mut Conn, after: Option<ScopeId>, most: usize) -> Result<Vec<ScopeId>, Error> {
    let after = after.map_or(String::new(), |scope| scope.to_string());
    let ids: Vec<String> = on!(conn, |c| sqlx::query_scalar(
        "select id from scope where counted <> head and id > $1 order by id limit $2"
    )
    .bind(after)
    .bind(i64::try_from(most).unwrap_or(i64::MAX))
    .fetch_all(c)
    .await)?;
    ids.iter().map(|id| stored(id)).collect()
}

/// Notes that a scope's rows count it up to its head.
///
/// # Errors
/// The database's.
pub async fn counted(conn: &mut Conn, scope: ScopeId, n: u64) -> Result<(), Error> {
    on!(conn, |c| {
        sqlx::query("update scope set counted = $2 where id = $1")
            .bind(scope.to_string())
            .bind(column(n))
            .execute(c)
            .await?;
    });
    Ok(())
}
