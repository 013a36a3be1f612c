//! How a root is written where room counts, in the archive's rows and in snapshots: each save once, and
//! versions by the place of their save.
//!
//! An id takes 36 letters and would stand twice with every field; a report of 22 fields is kept in
//! a third of the room.

use super::{Awaited, Field, Record, Root, Save, Version};
use crate::{
    change::Home,
    id::{ChangeId, PersonId, RecordId},
    value::Value,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use std::{borrow::Borrow, collections::BTreeMap};

/// A root that is packed when it is written, and unpacked when it is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Packed<R>(pub R);

/// `[name, [[save, value], …], shown]`: saves by their place in the list, shown by its place among
/// the live versions.
type PackedField<N, V> = (N, Vec<(usize, V)>, Option<usize>);
type PackedRecord<N, V> = (RecordId, N, Vec<PackedField<N, V>>);

#[derive(Serialize, Deserialize)]
struct Form<N, V> {
    id: RecordId,
    kind: N,
    home: Home,
    saves: Vec<(ChangeId, PersonId, i64)>,
    records: Vec<PackedRecord<N, V>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    awaited: Vec<Awaited>,
}

impl<R: Borrow<Root>> Serialize for Packed<R> {
    /// # Errors
    /// When a live version has no save, which the fold rules out.
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let root = self.0.borrow();
        let places: BTreeMap<ChangeId, usize> = root.saves.keys().copied().zip(0..).collect();
        let mut records = Vec::with_capacity(root.records.len());
        for (id, record) in &root.records {
            let mut fields = Vec::with_capacity(record.fields.len());
            for (name, field) in &record.fields {
                let mut live = Vec::with_capacity(field.live.len());
                for version in &field.live {
                    let place = places.get(&version.id);
                    let place = place.ok_or_else(|| ser::Error::custom("a version without a save"))?;
                    live.push((*place, &version.value));
                }
                let shown = field.shown.and_then(|shown| field.ids().position(|id| id == shown));
                fields.push((name.as_str(), live, shown));
            }
            records.push((*id, record.kind.as_str(), fields));
        }
        let form = Form {
            id: root.id,
            kind: root.kind.as_str(),
            home: root.home,
            saves: root.saves.iter().map(|(id, save)| (*id, save.by, save.at_ms)).collect(),
            records,
            awaited: root.awaited.clone(),
        };
        form.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Packed<Root> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let form: Form<String, Value> = Form::deserialize(from)?;
        let mut root = Root::new(form.id, &form.kind, form.home);
        root.awaited = form.awaited;
        for (id, kind, fields) in form.records {
            let mut record = Record { kind, ..Record::default() };
            for (name, versions, shown) in fields {
                let mut live = Vec::with_capacity(versions.len());
                for (place, value) in versions {
                    let save = form.saves.get(place);
                    let (id, ..) = save.ok_or_else(|| de::Error::custom("a save that is not there"))?;
                    live.push(Version { id: *id, value });
                }
                let shown = shown.and_then(|place| live.get(place)).map(|version| version.id);
                record.fields.insert(name, Field { live, shown });
            }
            root.records.insert(id, record);
        }
        root.saves = form.saves.into_iter().map(|(id, by, at_ms)| (id, Save { by, at_ms })).collect();
        Ok(Self(root))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{ScopeId, UnitId};

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
        let text = serde_json::to_string(&Packed(&root)).unwrap();
        assert_eq!(serde_json::from_str::<Packed<Root>>(&text).unwrap().0, root);
        assert!(text.len() < serde_json::to_string(&root).unwrap().len());
    }

    #[test]
    fn what_does_not_fit_together_is_an_error_not_a_guess() {
        let mut orphan = root();
        orphan.saves.clear();
        assert!(serde_json::to_string(&Packed(&orphan)).is_err());
        let text = serde_json::to_string(&Packed(root())).unwrap().replace("[[0,12]", "[[9,12]");
        assert!(serde_json::from_str::<Packed<Root>>(&text).is_err());
        assert!(serde_json::from_str::<Packed<Root>>("{}").is_err());
    }
}
