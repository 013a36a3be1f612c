//! The table of ids: every change ever seen and the verdict on it: the first, until a person decides
//! about it.

use super::{
    Conn,
    bulk::{self, Column},
    id_list, on,
    scope::{column, number},
    stored,
};
use crate::error::Error;
use shared::{
    id::{ChangeId, PersonId, ScopeId},
    verdict::{Receipt, Verdict, Why},
};
use std::collections::BTreeMap;

type Row = (String, String, Option<String>, Option<i64>, Option<String>);

/// The receipts of some changes, those that are known.
///
/// # Errors
/// The database's.
pub async fn named(
    conn: &mut Conn,
    ids: impl IntoIterator<Item = ChangeId>,
) -> Result<BTreeMap<ChangeId, Receipt>, Error> {
    let rows: Vec<Row> = on!(conn, |c| sqlx::query_as(
        "select id, digest, scope, n, why from ids where id in (select value from json_each($1))"
    )
    .bind(id_list(ids))
    .fetch_all(c)
    .await)?;
    rows.into_iter().map(receipt).collect()
}

/// The text of a change that was numbered or kept aside, and who sent it where it was kept aside. Asked one at a
/// time: texts are large.
///
/// # Errors
/// The database's.
pub async fn text(
    conn: &mut Conn,
    id: ChangeId,
    verdict: &Verdict,
) -> Result<Option<(String, Option<PersonId>)>, Error> {
    if let Verdict::Numbered { scope, n } = verdict {
        let body: Option<String> =
            on!(conn, |c| sqlx::query_scalar("select body from entry where scope = $1 and n = $2")
                .bind(scope.to_string())
                .bind(column(*n))
                .fetch_optional(c)
                .await)?;
        return Ok(body.map(|body| (body, None)));
    }
    let row: Option<(String, String)> =
        on!(conn, |c| sqlx::query_as("select body, person from quarantine where id = $1")
            .bind(id.to_string())
            .fetch_optional(c)
            .await)?;
    row.map(|(body, person)| Ok((body, Some(stored(&person)?)))).transpose()
}

fn receipt((id, digest, scope, n, why): Row) -> Result<(ChangeId, Receipt), Error> {
    let verdict = match (scope, n, why) {
        (Some(scope), Some(n), _) => Verdict::Numbered { scope: stored(&scope)?, n: number(n)? },
        (_, _, Some(why)) => Verdict::Quarantined(
            serde_json::from_str(&why).map_err(|error| Error::Internal(format!("a stored reason: {error}")))?,
        ),
        _ => return Err(Error::Internal("a stored receipt holds no verdict".into())),
    };
    Ok((stored(&id)?, Receipt { digest: stored(&digest)?, verdict }))
}

/// Writes receipts of changes that were not known.
///
/// # Errors
/// [`Error::Overtaken`] when one of them is known by now; otherwise the database's.
pub async fn write(conn: &mut Conn, receipts: &[(ChangeId, &Receipt)]) -> Result<(), Error> {
    let verdict = |(_, receipt): &(ChangeId, &Receipt)| match &receipt.verdict {
        Verdict::Numbered { scope, n } => (Some(scope.to_string()), Some(column(*n)), None),
        Verdict::Quarantined(why) => (None, None, Some(in_words(why))),
    };
    let verdicts: Vec<_> = receipts.iter().map(verdict).collect();
    let columns = vec![
        Column::words(receipts.iter().map(|(id, _)| id)),
        Column::words(receipts.iter().map(|(_, receipt)| receipt.digest)),
        Column::Text(verdicts.iter().map(|(scope, ..)| scope.as_deref()).collect()),
        Column::Number(verdicts.iter().map(|(_, n, _)| *n).collect()),
        Column::Text(verdicts.iter().map(|(.., why)| why.as_deref()).collect()),
    ];
    let written = bulk::inserted(conn, "ids (id, digest, scope, n, why)", columns, "on conflict (id) do nothing");
    super::all_written(written.await?, receipts.len())
}

fn in_words(why: &Why) -> String {
    serde_json::to_string(why).expect("reasons hold text and numbers only")
}

/// Gives a change that was kept aside its number: a person took it in.
///
/// # Errors
/// [`Error::Overtaken`] when it has one by now; otherwise the database's.
pub async fn adopt(conn: &mut Conn, id: ChangeId, (scope, n): (ScopeId, u64)) -> Result<(), Error> {
    let query = "update ids set scope = $2, n = $3, why = null where id = $1 and n is null";
    let written = on!(conn, |c| sqlx::query(query)
        .bind(id.to_string())
        .bind(scope.to_string())
        .bind(column(n))
        .execute(c)
        .await?
        .rows_affected());
    super::all_written(written, 1)
}

/// Gives a change that has no number another reason: from now on this is what its sender hears.
///
/// # Errors
/// The database's.
pub async fn decide(conn: &mut Conn, id: ChangeId, why: &Why) -> Result<(), Error> {
    on!(conn, |c| {
        sqlx::query("update ids set why = $2 where id = $1 and n is null")
            .bind(id.to_string())
            .bind(in_words(why))
            .execute(c)
            .await?;
    });
    Ok(())
}
