//! The table of ids: every change ever seen and the verdict on it: the first, until a person decides
//! about it.

use super::{
    Conn, Engine, id_list,
    scope::{column, number},
    stored,
};
use crate::error::Error;
use shared::{
    id::ChangeId,
    verdict::{Receipt, Verdict, Why},
};
use sqlx::QueryBuilder;
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
    let rows: Vec<Row> =
        sqlx::query_as("select id, digest, scope, n, why from ids where id in (select value from json_each($1))")
            .bind(id_list(ids))
            .fetch_all(conn)
            .await?;
    rows.into_iter().map(receipt).collect()
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

/// Writes receipts; only a person's decision replaces one.
///
/// # Errors
/// The database's.
pub async fn write(conn: &mut Conn, receipts: &[(ChangeId, &Receipt)]) -> Result<(), Error> {
    for chunk in receipts.chunks(super::CHUNK_ROWS) {
        let mut query = QueryBuilder::<Engine>::new("insert into ids (id, digest, scope, n, why) ");
        query.push_values(chunk, |mut row, (id, receipt)| {
            row.push_bind(id.to_string()).push_bind(receipt.digest.to_string());
            match &receipt.verdict {
                Verdict::Numbered { scope, n } => {
                    row.push_bind(scope.to_string()).push_bind(column(*n)).push_bind(None::<String>);
                }
                Verdict::Quarantined(why) => {
                    let why = serde_json::to_string(why).expect("reasons hold text and numbers only");
                    row.push_bind(None::<String>).push_bind(None::<i64>).push_bind(why);
                }
            }
        });
        query.push(" on conflict (id) do update set scope = excluded.scope, n = excluded.n, why = excluded.why");
        query.build().execute(&mut *conn).await?;
    }
    Ok(())
}

/// Gives a change that has no number another reason: from now on this is what its sender hears.
///
/// # Errors
/// The database's.
pub async fn decide(conn: &mut Conn, id: ChangeId, why: &Why) -> Result<(), Error> {
    sqlx::query("update ids set why = $2 where id = $1 and n is null")
        .bind(id.to_string())
        .bind(serde_json::to_string(why).expect("reasons hold text and numbers only"))
        .execute(conn)
        .await?;
    Ok(())
}
