//! A real office begins: units and people come from a file that its administrator writes.
//!
//! What is there already is left alone, so the same file, grown by a line, can be given again.

use crate::{app::App, auth, demo, error::Error, store};
use serde::Deserialize;
use shared::{
    access::Role,
    id::{PersonId, UnitId},
    person::Person,
    unit::{Unit, UnitKind},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    sync::Arc,
};

/// Letters and digits that nobody mistakes for each other on paper.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// What the file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Units, each after the one that it belongs to.
    pub units: Vec<UnitLine>,
    /// People with an account.
    pub people: Vec<PersonLine>,
}

/// A unit as the file names it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitLine {
    /// The word by which other lines of the file name it; fixed for ever, since its id comes from it.
    pub key: String,
    /// The official code, with leading zeros.
    #[serde(default)]
    pub code: String,
    /// What it is.
    pub kind: UnitKind,
    /// The word before its name, if it is not the usual one.
    #[serde(default)]
    pub word: String,
    /// Its name without that word.
    pub name: String,
    /// The key of the unit that it belongs to.
    #[serde(default)]
    pub under: Option<String>,
}

/// A person as the file names them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonLine {
    /// What they sign in with.
    pub login: String,
    /// Family name first.
    pub name: String,
    /// What they are there for.
    pub role: Role,
    /// The key of the unit that their rights begin at.
    pub unit: String,
    /// The key of the office they work in.
    #[serde(default)]
    pub agency: Option<String>,
    /// Their position.
    #[serde(default)]
    pub position: String,
}

/// An account that was made, with the password that is shown this once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Made {
    /// What the person signs in with.
    pub login: String,
    /// The password.
    pub password: String,
}

/// Takes in what is new in the file; answers the accounts that were made.
///
/// # Errors
/// [`Error::Malformed`] names the line that does not fit, [`Error::Demonstration`] says that the archive is no
/// real office's; then nothing is written.
pub async fn taken_in(app: &App, text: &str) -> Result<Vec<Made>, Error> {
    let office: Office = serde_json::from_str(text).map_err(|error| Error::Malformed(error.to_string()))?;
    let units = units(&office)?;
    let people = people(&office, &units)?;
    let mut conn = app.db.read().await?;
    demo::none_in(&mut conn).await?;
    let ids: Vec<UnitId> = units.values().map(|unit| unit.id).collect();
    let known: BTreeSet<UnitId> = store::unit::existing(&mut conn, &ids).await?.into_iter().collect();
    let mut new_people = Vec::new();
    for (login, person) in people {
        if store::person::by_login(&mut conn, &login).await?.is_none() {
            new_people.push((login, person));
        }
    }
    drop(conn);
    let new_units: Vec<Unit> = in_order(&office, &units).filter(|unit| !known.contains(&unit.id)).collect();
    let (accounts, made) = tokio::task::spawn_blocking(move || with_passwords(new_people))
        .await
        .map_err(|_| Error::Unavailable("stopping"))??;
    let now_ms = app.clock.now_ms();
    let new = Arc::new((new_units, accounts));
    let logins = app
        .db
        .write(move |conn| {
            let new = Arc::clone(&new);
            Box::pin(async move { written(conn, &new.0, &new.1, now_ms).await })
        })
        .await?;
    Ok(made.into_iter().filter(|made| logins.contains(&made.login)).collect())
}

/// Writes what nobody else has written meanwhile; the logins that were made.
async fn written(
    conn: &mut store::Conn,
    units: &[Unit],
    accounts: &Accounts,
    now_ms: i64,
) -> Result<BTreeSet<String>, Error> {
    store::lock::directory(conn).await?;
    demo::none_in(conn).await?;
    let known = store::unit::existing(conn, &units.iter().map(|unit| unit.id).collect::<Vec<_>>()).await?;
    let units: Vec<Unit> = units.iter().filter(|unit| !known.contains(&unit.id)).cloned().collect();
    if !units.is_empty() {
        store::unit::insert(conn, &units).await?;
    }
    let mut logins = BTreeSet::new();
    for (login, person, hash) in accounts {
        if store::person::by_login(conn, login).await?.is_none() {
            store::person::insert(conn, person, login, hash, now_ms).await?;
            logins.insert(login.clone());
        }
    }
    Ok(logins)
}

/// The accounts as a table for whoever hands them out.
#[must_use]
pub fn table(made: &[Made]) -> String {
    if made.is_empty() {
        return "Nothing was new: every unit and every account is there already.\n".into();
    }
    let mut table = String::from("New accounts. The passwords are shown this once; only their hashes are kept.\n");
    for account in made {
        writeln!(table, "  {:<24} {}", account.login, account.password).expect("writing into a string cannot fail");
    }
    table
}

fn units(office: &Office) -> Result<BTreeMap<&str, Unit>, Error> {
    let mut units: BTreeMap<&str, Unit> = BTreeMap::new();
    for line in &office.units {
        let parent = match &line.under {
            None => None,
            // Only upward, to a line that stands before: so there are no circles.
            Some(under) => Some(units.get(under.as_str()).ok_or_else(|| unknown("units", &line.key, under))?.id),
        };
        let unit = Unit {
            id: UnitId::derived(&["office", &line.key]),
            code: line.code.clone(),
            kind: line.kind,
            word: line.word.clone(),
            name: line.name.clone(),
            parent,
            valid_from: None,
            valid_to: None,
            households: None,
        };
        if line.key.trim().is_empty() || line.name.trim().is_empty() {
            return Err(Error::Malformed(format!("units: key and name of \"{}\" must not be empty", line.key)));
        }
        if units.insert(&line.key, unit).is_some() {
            return Err(Error::Malformed(format!("units: the key \"{}\" stands twice", line.key)));
        }
    }
    Ok(units)
}

fn in_order<'a>(office: &'a Office, units: &'a BTreeMap<&str, Unit>) -> impl Iterator<Item = Unit> + 'a {
    office.units.iter().filter_map(|line| units.get(line.key.as_str()).cloned())
}

fn people(office: &Office, units: &BTreeMap<&str, Unit>) -> Result<Vec<(String, Person)>, Error> {
    let mut logins = BTreeSet::new();
    let person = |line: &PersonLine| {
        let login = line.login.trim().to_lowercase();
        if login.chars().count() > auth::LOGIN_CHARS_MAX {
            return Err(Error::Malformed(format!("people: the login \"{login}\" is too long")));
        }
        if login.is_empty() || !logins.insert(login.clone()) {
            return Err(Error::Malformed(format!("people: the login \"{login}\" is empty or stands twice")));
        }
        let unit = |key: &String| units.get(key.as_str()).ok_or_else(|| unknown("people", &line.login, key));
        let person = Person {
            id: PersonId::derived(&["office", &login]),
            name: line.name.clone(),
            role: line.role,
            unit: unit(&line.unit)?.id,
            agency: line.agency.as_ref().map(unit).transpose()?.map(|agency| agency.id),
            position: line.position.clone(),
        };
        Ok((login, person))
    };
    office.people.iter().map(person).collect()
}

fn unknown(list: &str, line: &str, key: &str) -> Error {
    Error::Malformed(format!("{list}: \"{line}\" names \"{key}\", which does not stand before it among the units"))
}

type Accounts = Vec<(String, Person, String)>;

fn with_passwords(people: Vec<(String, Person)>) -> Result<(Accounts, Vec<Made>), Error> {
    let (mut accounts, mut made) = (Vec::new(), Vec::new());
    for (login, person) in people {
        let password = fresh_password();
        accounts.push((login.clone(), person, auth::password::hash(&password)?));
        made.push(Made { login, password });
    }
    Ok((accounts, made))
}

/// Three groups of four: 60 random bits, easy to read out and to type.
fn fresh_password() -> String {
    let random = uuid::Uuid::new_v4();
    // Bytes 6 and 8 of a random UUID hold its version and variant.
    let bytes = random.as_bytes();
    let letters = [0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14].map(|at: usize| LETTERS[usize::from(bytes[at] & 31)]);
    let groups = letters.chunks(4).map(|group| group.iter().copied().map(char::from).collect::<String>());
    groups.collect::<Vec<_>>().join("-")
}
