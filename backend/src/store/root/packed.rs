//! How a root is written into its row: each save once, and versions by the place of their save.
//!
//! An id takes 36 letters and would stand twice with every field; a report of 22 fields is kept in
//! a third of the room. What a root means is `shared::fold`.

use crate::error::Error;
use serde::{Deserialize, Serialize};
use shared::{
    change::Home,
    fold::{Awaited, Field, Record, Root, Save, Version},
    id::{ChangeId, PersonId, RecordId},
    value::Value,
};
use std::collections::BTreeMap;

/// `[name, [[save, value], …], shown]`: saves by their place in the list, shown by its place among
/// the live versions.
type PackedField<N, V> = (N, Vec<(usize, V)>, Option<usize>);
type PackedRecord<N, V> = (RecordId, N, Vec<PackedField<N, V>>);

#[derive(Serialize, Deserialize)]
struct Packed<N, V> {
    id: RecordId,
    kind: N,
    home: Home,
    saves: Vec<(ChangeId, PersonId, i64)>,
    records: Vec<PackedRecord<N, V>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    awaited: Vec<Awaited>,
}

fn broken(what: &str) -> Error {
    Error::Internal(format!("a kept root: {what}"))
}

/// A root as text.
///
/// # Errors
/// When a live version has no save, which the fold rules out.
pub fn packed(root: &Root) -> Result<String, Error> {
    let places: BTreeMap<ChangeId, usize> = root.saves.keys().copied().zip(0..).collect();
    let mut records = Vec::with_capacity(root.records.len());
    for (id, record) in &root.records {
        let mut fields = Vec::with_capacity(record.fields.len());
        for (name, field) in &record.fields {
            let mut live = Vec::with_capacity(field.live.len());
            for version in &field.live {
                let place = places.get(&version.id).ok_or_else(|| broken("a version without a save"))?;
                live.push((*place, &version.value));
            }
            let shown = field.shown.and_then(|shown| field.ids().position(|id| id == shown));
            fields.push((name.as_str(), live, shown));
        }
        records.push((*id, record.kind.as_str(), fields));
    }
    let packed = Packed {
        id: root.id,
        kind: root.kind.as_str(),
        home: root.home,
        saves: root.saves.iter().map(|(id, save)| (*id, save.by, save.at_ms)).collect(),
        records,
        awaited: root.awaited.clone(),
    };
    serde_json::to_string(&packed).map_err(|error| broken(&error.to_string()))
}

/// The root that a text holds.
///
/// # Errors
/// When the text was not written by [`packed`].
pub fn unpacked(text: &str) -> Result<Root, Error> {
    let packed: Packed<String, Value> = serde_json::from_str(text).map_err(|error| broken(&error.to_string()))?;
    let mut root = Root::new(packed.id, &packed.kind, packed.home);
    root.awaited = packed.awaited;
    for (id, kind, fields) in packed.records {
        let mut record = Record { kind, ..Record::default() };
        for (name, versions, shown) in fields {
            let mut live = Vec::with_capacity(versions.len());
            for (place, value) in versions {
                let (id, ..) = packed.saves.get(place).ok_or_else(|| broken("a save that is not there"))?;
                live.push(Version { id: *id, value });
            }
            let shown = shown.and_then(|place| live.get(place)).map(|version| version.id);
            record.fields.insert(name, Field { live, shown });
        }
        root.records.insert(id, record);
    }
    root.saves = packed.saves.into_iter().map(|(id, by, at_ms)| (id, Save { by, at_ms })).collect();
    Ok(root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::{ScopeId, UnitId};

    fn root() -> Root {
        let unit = UnitId::derived(&["unit"]);
        let [first, second] = ["1", "2"].map(|name| ChangeId::derived(&[name]));
        let mut root = Root::new(RecordId::derived(&["root"]), "report", Home { scope: ScopeId::of_unit(unit), unit });
        let version = |id, value: Value| Version { id, value };
        let field = |live: Vec<Version>, shown| Field { live, shown };
        let own = Record {
            kind: "report".into(),
            fields: BTreeMap::from([
                ("people".into(), field(vec![version(first, 12.into()), version(second, 14.into())], Some(second))),
                ("result".into(), field(vec![version(second, "\"tốt\"\n".into())], Some(second))),
            ]),
        };
        let gone = Record {
            kind: "photo".into(),
            fields: BTreeMap::from([("sha256".into(), field(vec![version(first, Value::Deleted)], None))]),
        };
        root.records = BTreeMap::from([(root.id, own), (RecordId::derived(&["photo"]), gone)]);
        let by = PersonId::derived(&["an"]);
        root.saves = BTreeMap::from([(first, Save { by, at_ms: -5 }), (second, Save { by, at_ms: 7 })]);
        let field = "people".to_owned();
        root.awaited = vec![Awaited { record: root.id, field, version: ChangeId::derived(&["3"]), by: first }];
        root
    }

    #[test]
    fn a_root_comes_back_as_it_went() {
        let root = root();
        let text = packed(&root).unwrap();
        assert_eq!(unpacked(&text).unwrap(), root);
        assert!(text.len() < serde_json::to_string(&root).unwrap().len());
    }

    #[test]
    fn what_does_not_fit_together_is_an_error_not_a_guess() {
        let mut orphan = root();
        orphan.saves.clear();
        assert!(packed(&orphan).is_err());
        let text = packed(&root()).unwrap().replace("[[0,12]", "[[9,12]");
        assert!(unpacked(&text).is_err());
        assert!(unpacked("{}").is_err());
    }
}
