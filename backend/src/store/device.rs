//! Devices: registered at sign-in, one row for each person who uses it.

use super::{Conn, on, plain, stored};
use crate::error::Error;
use shared::{
    id::{DeviceId, PersonId, UnitId},
    person::Person,
};

/// A device in the hands of a person, and when it was last heard of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The device.
    pub device: DeviceId,
    /// What it is called.
    pub name: String,
    /// Who uses it.
    pub person: PersonId,
    /// That person's name.
    pub person_name: String,
    /// That person's unit.
    pub unit: UnitId,
    /// When it last pushed or pulled, server time.
    pub last_sync_ms: Option<i64>,
    /// How many changes it still held then.
    pub unsent: i64,
}

/// Registers a device for a person, or gives it its new name.
///
/// # Errors
/// The database's.
pub async fn register(
    conn: &mut Conn,
    device: DeviceId,
    person: PersonId,
    name: &str,
    now_ms: i64,
) -> Result<(), Error> {
    on!(conn, |c| {
        sqlx::query(
            "insert into device (id, person, name, registered_ms) values ($1, $2, $3, $4)
         on conflict (id, person) do update set name = excluded.name",
        )
        .bind(device.to_string())
        .bind(person.to_string())
        .bind(plain(name))
        .bind(now_ms)
        .execute(c)
        .await?;
    });
    Ok(())
}

/// Notes that a device was heard of, and how much it still holds.
///
/// # Errors
/// The database's.
pub async fn heard(conn: &mut Conn, device: DeviceId, person: PersonId, now_ms: i64, unsent: i64) -> Result<(), Error> {
    on!(conn, |c| {
        sqlx::query("update device set last_sync_ms = $3, unsent = $4 where id = $1 and person = $2")
            .bind(device.to_string())
            .bind(person.to_string())
            .bind(now_ms)
            .bind(unsent)
            .execute(c)
            .await?;
    });
    Ok(())
}

/// When a device was last heard of and what it held then, `None` if never.
///
/// # Errors
/// The database's.
pub async fn last_heard(conn: &mut Conn, device: DeviceId, person: PersonId) -> Result<Option<(i64, i64)>, Error> {
    let row: Option<(Option<i64>, i64)> =
        on!(conn, |c| sqlx::query_as("select last_sync_ms, unsent from device where id = $1 and person = $2")
            .bind(device.to_string())
            .bind(person.to_string())
            .fetch_optional(c)
            .await)?;
    Ok(row.and_then(|(last_ms, unsent)| Some((last_ms?, unsent))))
}

/// The person to whom a device was registered at sign-in, as they are today; `None` if it never was.
///
/// # Errors
/// The database's.
pub async fn holder(conn: &mut Conn, device: DeviceId, person: PersonId) -> Result<Option<Person>, Error> {
    let row: Option<super::person::Row> = on!(conn, |c| sqlx::query_as(
        "select person.id, person.name, role, unit, agency, position
         from device join person on person.id = device.person where device.id = $1 and person.id = $2",
    )
    .bind(device.to_string())
    .bind(person.to_string())
    .fetch_optional(c)
    .await)?;
    row.map(super::person::person).transpose()
}

type Row = (String, String, String, String, String, Option<i64>, i64);

/// The devices of the people in a unit's subtree, those never heard of first, then the longest silent.
///
/// # Errors
/// The database's.
pub async fn under(conn: &mut Conn, unit: UnitId) -> Result<Vec<Seen>, Error> {
    let rows: Vec<Row> = on!(conn, |c| sqlx::query_as(
        "with recursive below (id) as (
             select id from unit where id = $1
             union
             select unit.id from unit join below on unit.parent = below.id)
         select device.id, device.name, person.id, person.name, person.unit, last_sync_ms, unsent
         from device join person on person.id = device.person
         where person.unit in (select id from below)
         order by coalesce(last_sync_ms, 0), person.name, device.id",
    )
    .bind(unit.to_string())
    .fetch_all(c)
    .await)?;
    rows.into_iter()
        .map(|(device, name, person, person_name, unit, last_sync_ms, unsent)| {
            Ok(Seen {
                device: stored(&device)?,
                name,
                person: stored(&person)?,
                person_name,
                unit: stored(&unit)?,
                last_sync_ms,
                unsent,
            })
        })
        .collect()
}
