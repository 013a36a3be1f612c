//! Units, people and lists that a person's screens need.

use crate::{app::App, auth::Session, error::Error, routes::sync::tagged, store};
use axum::{extract::State, http::HeaderMap, response::Response};
use shared::{
    catalogue::Catalogue,
    person::{Author, Person},
    wire::Directory,
};
use std::{collections::BTreeSet, sync::Arc};

/// The directory as this person may see it: the people under their unit whole, all others by what names
/// an author on a screen. Or that it has not changed.
pub async fn read(State(app): State<Arc<App>>, session: Session, headers: HeaderMap) -> Result<Response, Error> {
    let mut conn = app.db.snapshot().await?;
    let units = store::unit::visible(&mut conn, session.person.unit).await?;
    let ids: Vec<_> = units.iter().map(|unit| unit.id).collect();
    let own = store::unit::subtree(&mut conn, session.person.unit).await?;
    let people = store::person::of_units(&mut conn, &ids, &own).await?;
    let own: BTreeSet<_> = own.into_iter().collect();
    let is_own = |person: &Person| own.contains(&person.unit) || person.agency.is_some_and(|unit| own.contains(&unit));
    let told = |person: Person| {
        let own = is_own(&person);
        let author = Author::from(person);
        if own { author } else { author.to_neighbours() }
    };
    let people = people.into_iter().map(told).collect();
    let version = version(&mut conn, &session.person).await?;
    conn.rollback().await?;
    let directory = Directory { version, units, people, catalogue: Catalogue::reference().clone() };
    let text = serde_json::to_string(&directory).map_err(|error| Error::Internal(format!("the directory: {error}")))?;
    Ok(tagged(&headers, text))
}

/// Differs whenever the directory of this person may differ: units, people, place, program.
pub async fn version(conn: &mut store::Conn, person: &Person) -> Result<String, Error> {
    let count = store::version::directory(conn).await?;
    Ok(format!("{count}.{}.{}", person.unit, env!("CARGO_PKG_VERSION")))
}
