//! People and what they sign in with.

use super::{Conn, on, plain, stored, word_of, word_read};
use crate::error::Error;
use shared::{id::UnitId, person::Person};

pub(super) type Row = (String, String, String, String, Option<String>, String);

pub(super) fn person((id, name, role, unit, agency, position): Row) -> Result<Person, Error> {
    let agency = agency.as_deref().map(stored).transpose()?;
    Ok(Person { id: stored(&id)?, name, role: word_read(&role)?, unit: stored(&unit)?, agency, position })
}

/// Adds a person with what they sign in with. Logins are kept in lower case.
///
/// # Errors
/// `login_taken` when somebody has this login.
pub async fn insert(conn: &mut Conn, person: &Person, login: &str, hash: &str, now_ms: i64) -> Result<(), Error> {
    on!(conn, |c| {
        sqlx::query("insert into person (id, name, role, unit, agency, position) values ($1, $2, $3, $4, $5, $6)")
            .bind(person.id.to_string())
            .bind(plain(&person.name))
            .bind(word_of(&person.role))
            .bind(person.unit.to_string())
            .bind(person.agency.map(|agency| agency.to_string()))
            .bind(plain(&person.position))
            .execute(c)
            .await?;
    });
    on!(conn, |c| {
        sqlx::query("insert into credential (person, login, hash, changed_ms) values ($1, $2, $3, $4)")
            .bind(person.id.to_string())
            .bind(plain(&login.trim().to_lowercase()))
            .bind(hash)
            .bind(now_ms)
            .execute(c)
            .await?;
    });
    super::version::moved(conn).await
}

type WithHash = (String, String, String, String, Option<String>, String, String);

/// The person behind a login, and the hash of their password.
///
/// # Errors
/// The database's.
pub async fn by_login(conn: &mut Conn, login: &str) -> Result<Option<(Person, String)>, Error> {
    let row: Option<WithHash> = on!(conn, |c| sqlx::query_as(
        "select person.id, name, role, unit, agency, position, hash
         from credential join person on person.id = credential.person where login = $1",
    )
    .bind(plain(login))
    .fetch_optional(c)
    .await)?;
    row.map(|(id, name, role, unit, agency, position, hash)| {
        Ok((person((id, name, role, unit, agency, position))?, hash))
    })
    .transpose()
}

/// The people of some units, and those who work in some others, in the order of their ids.
///
/// # Errors
/// The database's.
pub async fn of_units(conn: &mut Conn, units: &[UnitId], offices: &[UnitId]) -> Result<Vec<Person>, Error> {
    let rows: Vec<Row> = on!(conn, |c| sqlx::query_as(
        "select id, name, role, unit, agency, position from person
         where unit in (select value from json_each($1)) or agency in (select value from json_each($2)) order by id",
    )
    .bind(super::id_list(units))
    .bind(super::id_list(offices))
    .fetch_all(c)
    .await)?;
    rows.into_iter().map(person).collect()
}
