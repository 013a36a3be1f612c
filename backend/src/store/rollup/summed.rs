//! Sums upward: the rows of every scope whose unit is one or lies below it.

use super::{CodeRow, numbers, stands, words};
use crate::{
    error::Error,
    store::{Conn, on, plain, scope::number},
};
use shared::{
    merged::Standing,
    reading::Bounds,
    rollup::{Coded, Row},
    wire::{By, RollUpsWish},
};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// The units below `$1`, each with the one right under `$1` that it belongs to; `$1` belongs to itself.
const BELOW: &str = "with recursive below (id, top) as (
    select id, id from unit where id = $1
    union
    select unit.id, case when below.id = $1 then unit.id else below.top end
    from unit join below on unit.parent = below.id) ";

/// What some reports come to that are on one kind of activity and stand alike.
#[derive(Debug)]
pub struct Sums {
    /// What they are of, see [`By`].
    pub of: String,
    /// The kind; empty where all kinds are summed together, or it is not known.
    pub kind: String,
    /// Where they stand.
    pub standing: Standing,
    /// The sums.
    pub row: Row,
}

/// What some activities plan in one measure.
#[derive(Debug)]
pub struct Planned {
    /// What they are of, see [`By`].
    pub of: String,
    /// The word of the stage that they are at.
    pub stage: String,
    /// The measure; empty if they name none.
    pub measure: String,
    /// How many there are.
    pub activities: i64,
    /// How many of the measure.
    pub target: Bounds,
    /// Đồng.
    pub cost: Bounds,
    /// Fields in conflict.
    pub conflicts: i64,
}

type Read = (String, String, String, i64, i64, i64, i64, i64, i64, i64, i64);

/// Whether rows beside activities are asked for; those of all activities together are far fewer.
fn is_beside(wish: &RollUpsWish) -> bool {
    wish.kind.is_some() || matches!(wish.by, By::Kind | By::Activity)
}

fn kind(wish: &RollUpsWish) -> Option<String> {
    wish.kind.as_deref().map(|kind| plain(kind).into_owned())
}

/// Sums over the reports; grouped by kind besides where rows stand beside activities.
///
/// # Errors
/// The database's.
pub async fn reports(conn: &mut Conn, wish: &RollUpsWish) -> Result<Vec<Sums>, Error> {
    let sums = Row::NAMES.map(|name| format!("cast(sum(rollup.{name}) as bigint)")).join(", ");
    let text = asked(wish, "rollup", "", &sums);
    let mut found = BTreeMap::new();
    let (unit, from, to, kind) = (wish.unit.to_string(), wish.from.to_string(), wish.to.to_string(), kind(wish));
    on!(conn, |c| {
        let query = sqlx::query(AssertSqlSafe(text)).bind(&unit).bind(&from).bind(&to).bind(&kind);
        for row in query.fetch_all(c).await? {
            let key: [String; 3] = words(&row)?;
            found.insert(key, Row::of_numbers(numbers(&row, 3)?));
        }
    });
    let sums = ["reports", "shown", "low", "high"].map(|name| format!("cast(sum(rollup_code.{name}) as bigint)"));
    let text = asked(wish, "rollup_code", "rollup_code.code, ", &sums.join(", "));
    let codes: Vec<CodeRow> = on!(conn, |c| sqlx::query_as(AssertSqlSafe(text))
        .bind(&unit)
        .bind(&from)
        .bind(&to)
        .bind(&kind)
        .fetch_all(c)
        .await)?;
    for (of, kind, standing, code, reports, shown, low, high) in codes {
        let row = found.entry([of, kind, standing]).or_default();
        row.codes.insert(code, Coded { reports, bounds: Bounds { shown, low, high } });
    }
    let sums =
        |([of, kind, standing], row): ([String; 3], Row)| Ok(Sums { of, kind, standing: stands(&standing)?, row });
    found.into_iter().map(sums).collect()
}

/// The question for a table of rows: what they are of, the kind, the standing, then the rest.
fn asked(wish: &RollUpsWish, table: &str, more: &str, sums: &str) -> String {
    let of = match wish.by {
        By::Unit => "below.top".to_owned(),
        By::Month => format!("{table}.month"),
        By::Kind => "coalesce(activity.kind, '')".to_owned(),
        By::Activity => format!("{table}.activity"),
    };
    let (kind, join, which) = match is_beside(wish) {
        false => ("cast('' as text)", String::new(), format!("{table}.activity = '' and cast($4 as text) is null")),
        true => (
            "coalesce(activity.kind, '')",
            format!(" left join activity on activity.id = {table}.activity"),
            format!("{table}.activity <> '' and (cast($4 as text) is null or coalesce(activity.kind, '') = $4)"),
        ),
    };
    let groups = if more.is_empty() { "1, 2, 3" } else { "1, 2, 3, 4" };
    format!(
        "{BELOW} select {of}, {kind}, {table}.standing, {more}{sums}
         from {table} join below on below.id = {table}.scope{join}
         where {table}.month between $2 and $3 and {which} group by {groups}"
    )
}

/// Sums over the activities of issued plans that units below lead and that are to be over in these months.
///
/// # Errors
/// The database's.
pub async fn planned(conn: &mut Conn, wish: &RollUpsWish) -> Result<Vec<Planned>, Error> {
    let of = match wish.by {
        By::Unit => "below.top",
        By::Month => "substr(coalesce(activity.ends, '0000-00'), 1, 7)",
        By::Kind => "activity.kind",
        By::Activity => "activity.id",
    };
    let sums = ["target", "target_low", "target_high", "cost", "cost_low", "cost_high", "conflicts"];
    let sums = sums.map(|name| format!("cast(sum(activity.{name}) as bigint)")).join(", ");
    // What has no time is among what names no day.
    let text = format!(
        "{BELOW} select {of}, activity.stage, activity.measure, count(*), {sums}
         from activity join below on below.id = activity.unit join scope on scope.id = activity.scope
         where scope.issued = 1 and (cast($4 as text) is null or activity.kind = $4)
           and (activity.ends between $2 and $3 or (activity.ends is null and $2 = '0000-00-01'))
         group by 1, 2, 3 order by 1, 2, 3"
    );
    let rows: Vec<Read> = on!(conn, |c| sqlx::query_as(AssertSqlSafe(text))
        .bind(wish.unit.to_string())
        .bind(format!("{}-01", wish.from))
        .bind(format!("{}-31", wish.to))
        .bind(kind(wish))
        .fetch_all(c)
        .await)?;
    let read = |(of, stage, measure, activities, shown, low, high, cost, cost_low, cost_high, conflicts): Read| {
        let target = Bounds { shown, low, high };
        let cost = Bounds { shown: cost, low: cost_low, high: cost_high };
        Planned { of, stage, measure, activities, target, cost, conflicts }
    };
    Ok(rows.into_iter().map(read).collect())
}

/// How many scopes below a unit have come further than their rows count them.
///
/// # Errors
/// The database's.
pub async fn uncounted_below(conn: &mut Conn, wish: &RollUpsWish) -> Result<u64, Error> {
    let text = format!(
        "{BELOW} select count(*) from scope join below on below.id = scope.owner where scope.counted <> scope.head"
    );
    let count: i64 =
        on!(conn, |c| sqlx::query_scalar(AssertSqlSafe(text)).bind(wish.unit.to_string()).fetch_one(c).await)?;
    number(count)
}
