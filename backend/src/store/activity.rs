//! What activities plan, one row each, as their folds say.

use super::{Conn, id_list, on, stored};
use crate::error::Error;
use shared::{
    activity::{self, Stage},
    fold::Root,
    id::{RecordId, ScopeId},
    reading::Bounds,
    rollup::Planned,
};
use sqlx::QueryBuilder;
use std::collections::BTreeMap;

/// Writes what these roots plan, those of them that are activities, in place of what they planned before.
///
/// # Errors
/// The database's.
pub async fn write(conn: &mut Conn, roots: &[&Root]) -> Result<(), Error> {
    let activities = || roots.iter().filter(|root| root.kind == activity::KIND);
    if activities().next().is_none() {
        return Ok(());
    }
    let planned: Vec<_> = activities().map(|root| (root.id, root.home.scope, Planned::of(root))).collect();
    on!(conn, |c| {
        sqlx::query("delete from activity where id in (select value from json_each($1))")
            .bind(id_list(planned.iter().map(|(id, ..)| id)))
            .execute(c)
            .await?;
    });
    let rows: Vec<_> = planned.into_iter().filter_map(|(id, scope, planned)| Some((id, scope, planned?))).collect();
    insert(conn, rows).await
}

async fn insert(conn: &mut Conn, mut rows: Vec<(RecordId, ScopeId, Planned)>) -> Result<(), Error> {
    while !rows.is_empty() {
        let chunk: Vec<_> = rows.drain(..rows.len().min(super::CHUNK_ROWS)).collect();
        on!(conn, |c, E| {
            let mut query = QueryBuilder::<E>::new(
                "insert into activity (id, scope, kind, unit, stage, starts, ends, audience, measure,
                 target, target_low, target_high, cost, cost_low, cost_high, conflicts) ",
            );
            query.push_values(chunk, |mut row, (id, scope, planned)| {
                row.push_bind(id.to_string())
                    .push_bind(scope.to_string())
                    .push_bind(planned.kind)
                    .push_bind(planned.unit.to_string())
                    .push_bind(planned.stage.code())
                    .push_bind(planned.from.map(|day| day.to_string()))
                    .push_bind(planned.to.map(|day| day.to_string()))
                    .push_bind(planned.audience)
                    .push_bind(planned.measure);
                for bounds in [planned.target, planned.cost] {
                    row.push_bind(bounds.shown).push_bind(bounds.low).push_bind(bounds.high);
                }
                row.push_bind(planned.conflicts);
            });
            query.build().execute(c).await?;
        });
    }
    Ok(())
}

type Row = (String, String, String, String, Option<String>, Option<String>, String, String);
type Numbers = (i64, i64, i64, i64, i64, i64, i64);

/// What the activities of a scope plan.
///
/// # Errors
/// The database's.
pub async fn of_scope(conn: &mut Conn, scope: ScopeId) -> Result<BTreeMap<RecordId, Planned>, Error> {
    let words: Vec<Row> = on!(conn, |c| sqlx::query_as(
        "select id, kind, unit, stage, starts, ends, audience, measure from activity where scope = $1 order by id"
    )
    .bind(scope.to_string())
    .fetch_all(c)
    .await)?;
    let numbers: Vec<Numbers> = on!(conn, |c| sqlx::query_as(
        "select target, target_low, target_high, cost, cost_low, cost_high, conflicts
         from activity where scope = $1 order by id"
    )
    .bind(scope.to_string())
    .fetch_all(c)
    .await)?;
    let planned = |((id, kind, unit, stage, from, to, audience, measure), numbers): (Row, Numbers)| {
        let (shown, low, high, cost, cost_low, cost_high, conflicts) = numbers;
        let planned = Planned {
            kind,
            unit: stored(&unit)?,
            stage: Stage::of_code(&stage),
            from: from.as_deref().map(stored).transpose()?,
            to: to.as_deref().map(stored).transpose()?,
            audience,
            measure,
            target: Bounds { shown, low, high },
            cost: Bounds { shown: cost, low: cost_low, high: cost_high },
            conflicts,
        };
        Ok((stored(&id)?, planned))
    };
    words.into_iter().zip(numbers).map(planned).collect()
}

/// Puts this in place of what the activities of a scope were kept to plan.
///
/// # Errors
/// The database's.
pub async fn replace(conn: &mut Conn, scope: ScopeId, planned: BTreeMap<RecordId, Planned>) -> Result<(), Error> {
    on!(conn, |c| {
        sqlx::query("delete from activity where scope = $1").bind(scope.to_string()).execute(c).await?;
    });
    insert(conn, planned.into_iter().map(|(id, planned)| (id, scope, planned)).collect()).await
}
