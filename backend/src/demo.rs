//! Demonstration data: what the product looks like in the middle of a year's work.
//!
//! Everything goes in through the real rules, as several people on several devices saved it.
//! Sentences, people and villages are made up here; nobody real is meant. The names and codes of
//! province and communes are those in force since 1 July 2025, taken from the PyPI package
//! `vietnamadminunits` 1.0.4 (MIT, © 2025 Tran Ngoc Minh Hieu).

mod activities;
mod people;
mod plan;
mod reports;
mod scene;
mod units;
mod world;

use crate::{app::App, error::Error, store};
use futures_util::future::BoxFuture;
use world::World;

/// The password of every demonstration account.
pub const PASSWORD: &str = "lan-toa-2026";

/// What became of the wish to fill an archive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Filled {
    /// It was empty and holds the demonstration now.
    Now,
    /// It held the demonstration already, and what people did with it since.
    Before,
    /// It holds somebody's data and was left alone.
    Others,
}

/// Fills an empty archive. One that holds anything is left alone.
///
/// # Errors
/// The database's or the disk's, or that the rules refused what stands here.
pub async fn fill(app: &App) -> Result<Filled, Error> {
    if let Some(others) = filled(&mut app.db.read().await?).await? {
        return Ok(others);
    }
    let hash = tokio::task::spawn_blocking(|| crate::auth::password::hash(PASSWORD));
    let hash = hash.await.map_err(|_| Error::Unavailable("stopping"))??;
    if let Some(others) = app.db.write(move |conn| settled(conn, hash.clone())).await? {
        return Ok(others);
    }
    let mut world = World::new(app);
    plan::written(&mut world).await?;
    activities::written(&mut world).await?;
    plan::issued(&mut world).await?;
    activities::carried(&mut world).await?;
    reports::written(&mut world).await?;
    app.db
        .write(|conn| {
            Box::pin(async move {
                for (device, person, at_ms, unsent) in people::heard() {
                    store::device::heard(conn, device, person, at_ms, unsent).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(Filled::Now)
}

/// For a real office: refuses an archive that holds the demonstration.
///
/// # Errors
/// [`Error::Demonstration`], or the database's.
pub async fn none_in(conn: &mut store::Conn) -> Result<(), Error> {
    if filled(conn).await? == Some(Filled::Before) { Err(Error::Demonstration) } else { Ok(()) }
}

/// What an archive holds that is not empty.
async fn filled(conn: &mut store::Conn) -> Result<Option<Filled>, Error> {
    if !store::unit::any(conn).await? {
        return Ok(None);
    }
    let ours = store::unit::existing(conn, &[units::province()]).await?;
    Ok(Some(if ours.is_empty() { Filled::Others } else { Filled::Before }))
}

/// Units, people and their devices, unless somebody was here first. One salt serves all accounts, whose
/// password is public.
fn settled(conn: &mut store::Conn, hash: String) -> BoxFuture<'_, Result<Option<Filled>, Error>> {
    Box::pin(async move {
        store::lock::directory(conn).await?;
        if let Some(others) = filled(conn).await? {
            return Ok(Some(others));
        }
        store::unit::insert(conn, &units::all()).await?;
        let begun = world::at("2026-03-30", "08:00");
        for account in people::ACCOUNTS {
            let person = account.person();
            store::person::insert(conn, &person, account.login, &hash, begun).await?;
            store::device::register(conn, account.device_id(), person.id, account.device, begun).await?;
        }
        Ok(None)
    })
}

/// The accounts as a small table for the terminal.
#[must_use]
pub fn account_table() -> String {
    let tree = shared::unit::UnitTree::new(units::all());
    let rows = people::ACCOUNTS.iter().map(|account| {
        let unit = tree.get(account.person().unit).map(shared::unit::Unit::title).unwrap_or_default();
        format!("  {:<17} {:<22} {:<15} {}\n", account.login, account.name, unit, account.position)
    });
    format!("Accounts (password of all: {PASSWORD})\n{}", rows.collect::<String>())
}

#[cfg(test)]
mod tests;
