//! What a field can hold: text, whole numbers, yes or no, and lists or maps of these.
//!
//! There are no floats: money is đồng, shares are per thousand, and equal values have equal bytes.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap};
use std::{collections::BTreeMap, fmt};

/// A value on the wire, in the store and on a screen.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Value {
    /// Left empty, or emptied, by a person.
    #[default]
    Null,
    /// Taken away together with its record: what a delete leaves. `{"$deleted":true}` on the wire.
    Deleted,
    /// Yes or no; also whether an element belongs to a set.
    Bool(bool),
    /// A count, an amount in đồng, a duration in minutes.
    Int(i64),
    /// Text as a person wrote it.
    Text(String),
    /// Values whose order means something.
    List(Vec<Value>),
    /// Values that mean something only together, such as an amount and its unit.
    Map(BTreeMap<String, Value>),
}

/// How deep lists and maps may stand in one another: forms write two levels, readers stop far below
/// the depth at which a stored root could no longer be read.
pub const DEPTH_MAX: usize = 8;

const DELETED: &str = "$deleted";

impl Value {
    /// Text, if that is what stands here.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The whole number, if that is what stands here.
    #[must_use]
    pub fn as_int(&self) -> Option<i64> {
        if let Self::Int(int) = self { Some(*int) } else { None }
    }

    /// Yes or no, if that is what stands here.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(yes) = self { Some(*yes) } else { None }
    }

    /// A member of a map.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        if let Self::Map(map) = self { map.get(name) } else { None }
    }

    /// How many levels of lists and maps stand in one another; 0 for a plain value.
    #[must_use]
    pub fn depth(&self) -> usize {
        let below = match self {
            Self::List(list) => list.iter().map(Value::depth).max(),
            Self::Map(map) => map.values().map(Value::depth).max(),
            _ => return 0,
        };
        1 + below.unwrap_or(0)
    }

    /// Whether a person would call this empty.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Null | Self::Deleted => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Map(map) => map.values().all(Value::is_blank),
            Self::Bool(_) | Self::Int(_) => false,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Value {
    fn from(int: i64) -> Self {
        Self::Int(int)
    }
}
impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Deleted => {
                let mut map = to.serialize_map(Some(1))?;
                map.serialize_entry(DELETED, &true)?;
                map.end()
            }
            Self::Bool(yes) => to.serialize_bool(*yes),
            Self::Int(int) => to.serialize_i64(*int),
            Self::Text(text) => to.serialize_str(text),
            Self::List(list) => to.collect_seq(list),
            Self::Map(map) => to.collect_map(map),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> de::Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, a whole number, yes or no, a list, a map or null")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, yes: bool) -> Result<Value, E> {
        Ok(Value::Bool(yes))
    }
    fn visit_i64<E>(self, int: i64) -> Result<Value, E> {
        Ok(Value::Int(int))
    }
    fn visit_u64<E: de::Error>(self, int: u64) -> Result<Value, E> {
        i64::try_from(int).map(Value::Int).map_err(|_| E::custom("number too large"))
    }
    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }
    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = seq.next_element()? {
            list.push(value);
        }
        Ok(Value::List(list))
    }
    fn visit_map<A: de::MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some((name, value)) = entries.next_entry::<String, Value>()? {
            if map.insert(name, value).is_some() {
                return Err(de::Error::custom("a name stands twice in one map"));
            }
        }
        if map.len() == 1 && map.get(DELETED) == Some(&Value::Bool(true)) {
            return Ok(Value::Deleted);
        }
        Ok(Value::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_as_they_went() {
        for text in [
            "null",
            "true",
            "-3500000000",
            "\"Nà Lộc\"",
            "[1,\"a\"]",
            "{\"amount\":2,\"unit\":\"buổi\"}",
            "{\"$deleted\":true}",
        ] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
    }

    #[test]
    fn floats_and_numbers_too_large_are_no_values() {
        for text in ["1.5", "1e3", "18446744073709551615", "{\"a\":1,\"a\":2}"] {
            assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn blank_is_what_a_person_calls_empty() {
        assert!(Value::from(" \n").is_blank());
        assert!(!Value::from(0).is_blank());
    }
}
