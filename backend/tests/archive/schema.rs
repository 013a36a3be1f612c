//! The tables of both engines are the same, told in words that belong to neither.

use crate::app::{Engine, TestApp};
use backend::store::Conn;
use std::collections::BTreeSet;

/// `table column text|number needed default`, `table key|unique|index (columns)`, `table column → table`.
type Told = BTreeSet<String>;

const LITE: [&str; 3] = [
    "select m.name || ' ' || c.name || ' ' || lower(c.type) || iif(c.\"notnull\" or c.pk, ' needed', '')
            || coalesce(' default ' || c.dflt_value, '')
     from sqlite_master m join pragma_table_info(m.name) c",
    "select m.name || case i.origin when 'pk' then ' key' when 'u' then ' unique'
                      else iif(i.\"unique\", ' unique index ', ' index ') || i.name end
            || ' (' || (select group_concat(name, ', ') from pragma_index_info(i.name)) || ')'
     from sqlite_master m join pragma_index_list(m.name) i",
    "select m.name || ' ' || f.\"from\" || ' → ' || f.\"table\"
     from sqlite_master m join pragma_foreign_key_list(m.name) f",
];

const PG: [&str; 3] = [
    "select table_name || ' ' || column_name
            || ' ' || case when data_type = 'text' and collation_name is distinct from 'C' then 'text of a language'
                      else data_type end
            || case is_nullable when 'NO' then ' needed' else '' end
            || coalesce(' default ' || regexp_replace(column_default, '\\W+bigint\\W*|''', '', 'g'), '')
     from information_schema.columns where table_schema = current_schema()",
    "select t.relname || case when i.indisprimary then ' key' when c.oid is not null then ' unique'
                         else case when i.indisunique then ' unique index ' else ' index ' end || x.relname end
            || ' (' || (select string_agg(a.attname, ', ' order by k.at)
                        from unnest(i.indkey) with ordinality k (attnum, at)
                        join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum) || ')'
     from pg_index i join pg_class t on t.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
     left join pg_constraint c on c.conindid = x.oid and c.contype = 'u'
     where t.relnamespace = current_schema()::regnamespace and t.relkind = 'r'",
    "select t.relname || ' ' || a.attname || ' → ' || r.relname
     from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class r on r.oid = c.confrelid
     join pg_attribute a on a.attrelid = t.oid and a.attnum = c.conkey[1] where c.contype = 'f'",
];

async fn told(engine: Engine) -> Told {
    let app = TestApp::new(engine).await;
    let mut conn = app.app.db.read().await.unwrap();
    let mut told = Told::new();
    for at in 0..3 {
        let lines: Vec<String> = match &mut conn {
            Conn::Lite(lite) => sqlx::query_scalar(LITE[at]).fetch_all(&mut **lite).await.unwrap(),
            Conn::Pg(pg) => sqlx::query_scalar(PG[at]).fetch_all(&mut **pg).await.unwrap(),
        };
        told.extend(lines.into_iter().filter(|line| !line.contains("sqlx") && !line.starts_with("sqlite_")));
    }
    told
}

#[tokio::test]
async fn both_engines_have_the_same_tables_columns_keys_and_indexes() {
    let (lite, pg) = (told(Engine::Lite).await, told(Engine::Pg).await);
    let only = |one: &Told, other: &Told| one.difference(other).cloned().collect::<Vec<_>>();
    assert_eq!((only(&lite, &pg), only(&pg, &lite)), (vec![], vec![]), "only on SQLite, only on PostgreSQL");
    for line in [
        "scope head bigint needed",
        "device unsent bigint needed default 0",
        "credential unique (login)",
        "entry key (scope, n)",
        "session unique index session_ending (ending)",
        "person unit → unit",
    ] {
        assert!(lite.contains(line), "{line} is not among {lite:#?}");
    }
}
