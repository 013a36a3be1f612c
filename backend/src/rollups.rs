//! The sums that are kept, put together for who asks; and their keeper, which counts what is not counted yet.

use crate::{
    app::App,
    error::Error,
    store::{
        self, Conn,
        rollup::{Planned, Sums},
    },
    sync,
};
use shared::{
    activity::Stage,
    catalogue::Catalogue,
    id::UnitId,
    merged::Standing,
    reading::Bounds,
    rollup::{HANDED_OUT, HOUSEHOLDS, Row},
    wire::{By, Figure, RollUpRow, RollUps, RollUpsWish},
};
use std::{collections::BTreeMap, sync::Arc, time::Duration};

/// A program of before may write beside this one while servers are replaced, and counts nothing.
const LOOK_EVERY: Duration = Duration::from_secs(600);

/// The sums that somebody asks for who may read what lies under their unit.
///
/// # Errors
/// [`Error::NotFound`] when the unit lies elsewhere, or there is none; otherwise the database's.
pub async fn answered(conn: &mut Conn, asker: UnitId, wish: &RollUpsWish) -> Result<RollUps, Error> {
    if !store::unit::is_within(conn, wish.unit, asker).await? {
        return Err(Error::NotFound("unit"));
    }
    let catalogue = Catalogue::reference();
    let mut rows: BTreeMap<String, RollUpRow> = BTreeMap::new();
    for sums in store::rollup::reports(conn, wish).await? {
        add_reports(rows.entry(sums.of.clone()).or_default(), &sums, wish, catalogue);
    }
    for planned in store::rollup::planned(conn, wish).await? {
        add_planned(rows.entry(planned.of.clone()).or_default(), &planned);
    }
    let row = |(of, row): (String, RollUpRow)| RollUpRow { of, ..row };
    let rows = rows.into_iter().map(row).filter(|row| !is_empty(row)).collect();
    Ok(RollUps { rows, uncounted: store::rollup::uncounted_below(conn, wish).await? })
}

fn is_empty(row: &RollUpRow) -> bool {
    row.reports.is_empty() && row.activities.is_empty()
}

fn add_reports(into: &mut RollUpRow, sums: &Sums, wish: &RollUpsWish, catalogue: &Catalogue) {
    let Sums { kind, standing, row, .. } = sums;
    if row.reports != 0 {
        *into.reports.entry(standing.code().to_owned()).or_default() += row.reports;
    }
    into.conflicts += row.conflicts;
    let figures = match standing {
        Standing::Draft | Standing::Returned => return,
        Standing::Submitted => &mut into.submitted,
        Standing::Approved => &mut into.approved,
    };
    let Row { people, women, ethnic_minority, households, cost, codes, .. } = row;
    for (name, bounds) in [
        ("people", people),
        ("women", women),
        ("ethnic_minority", ethnic_minority),
        ("households", households),
        ("cost", cost),
    ] {
        add(figures, name.to_owned(), *bounds);
    }
    if wish.kind.is_some() || matches!(wish.by, By::Kind | By::Activity) {
        for (measure, bounds) in row.done(catalogue.kind(kind)) {
            add(figures, format!("done/{measure}"), bounds);
        }
        return;
    }
    let told = codes.iter().filter(|(code, _)| code.starts_with(HOUSEHOLDS) || code.starts_with(HANDED_OUT));
    told.for_each(|(code, coded)| add(figures, code.clone(), coded.bounds));
}

fn add_planned(into: &mut RollUpRow, planned: &Planned) {
    *into.activities.entry(planned.stage.clone()).or_default() += planned.activities;
    into.conflicts += planned.conflicts;
    if planned.stage != Stage::Cancelled.code() {
        add(&mut into.planned, format!("target/{}", planned.measure), planned.target);
        add(&mut into.planned, "cost".to_owned(), planned.cost);
    }
}

fn add(figures: &mut BTreeMap<String, Figure>, name: String, bounds: Bounds) {
    if bounds != Bounds::default() {
        let figure = figures.entry(name).or_default();
        for (sum, part) in figure.iter_mut().zip([bounds.shown, bounds.low, bounds.high]) {
            *sum += part;
        }
    }
}

/// Counts what is not counted yet, now and while the server runs.
pub async fn keep_always(app: Arc<App>) {
    let mut stopping = app.stopping.subscribe();
    loop {
        match sync::rollup::fill(&app.db).await {
            Ok(recount) if recount.filled.is_empty() => {}
            Ok(recount) => tracing::info!(scopes = recount.filled.len(), "roll-ups were counted"),
            Err(error) => tracing::warn!(%error, "some roll-ups are not counted yet"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}
