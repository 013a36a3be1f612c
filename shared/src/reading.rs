//! Reading one record of a root by the names of its fields: what is shown, and what is in doubt.

use crate::{
    catalogue,
    date::{Date, Period},
    fold::{Field, Root},
    id::{RecordId, UnitId},
    order::{gathered, sort_by_key},
    problem::FieldProblem,
    shape::{self, Shape},
    value::Value,
};
use std::{collections::BTreeSet, str::FromStr};

/// One record of a root.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    root: &'a Root,
    id: RecordId,
}

/// A whole number as it is shown, and the least and most that its live versions say.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Bounds {
    /// What is shown.
    pub shown: i64,
    /// The least.
    pub low: i64,
    /// The most.
    pub high: i64,
}

/// A whole number with what the live versions of a field say; `None` if no version holds one.
#[must_use]
pub fn bounds_of(field: &Field, int: impl Fn(&Value) -> Option<i64>) -> Option<Bounds> {
    if field.live.iter().all(|version| int(&version.value).is_none()) {
        return None;
    }
    // Whoever emptied the field says that nothing is to be counted.
    let said = || field.live.iter().map(|version| int(&version.value).unwrap_or(0));
    let shown = field.shown().and_then(|version| int(&version.value)).unwrap_or(0);
    Some(Bounds { shown, low: said().min().unwrap_or(shown), high: said().max().unwrap_or(shown) })
}

impl<'a> Reading<'a> {
    /// The root's own record.
    #[must_use]
    pub fn own(root: &'a Root) -> Self {
        Self { root, id: root.id }
    }

    /// The children of a kind that are there, as their `order` says, then by id.
    #[must_use]
    pub fn children(root: &'a Root, kind: &str) -> Vec<Self> {
        let mut children: Vec<_> = root.children(kind).map(|(id, _)| Self { root, id }).collect();
        sort_by_key(&mut children, |child| (child.int(ORDER).unwrap_or(i64::MAX), child.id));
        children
    }

    /// The record's id.
    #[must_use]
    pub fn id(self) -> RecordId {
        self.id
    }

    /// The shown value.
    #[must_use]
    pub fn value(self, field: &str) -> Option<&'a Value> {
        self.root.value(self.id, field)
    }

    /// The shown text; empty if there is none.
    #[must_use]
    pub fn text(self, field: &str) -> String {
        self.value(field).and_then(Value::as_text).unwrap_or_default().to_owned()
    }

    /// The shown whole number.
    #[must_use]
    pub fn int(self, field: &str) -> Option<i64> {
        self.value(field).and_then(Value::as_int)
    }

    /// The shown day.
    #[must_use]
    pub fn day(self, field: &str) -> Option<Date> {
        self.value(field).and_then(shape::day)
    }

    /// The shown span of days.
    #[must_use]
    pub fn span(self, field: &str) -> Option<Period> {
        self.value(field).and_then(shape::span)
    }

    /// The shown id of a unit, a person or a record.
    #[must_use]
    pub fn id_in<T: FromStr>(self, field: &str) -> Option<T> {
        self.value(field).and_then(Value::as_text).and_then(|text| text.parse().ok())
    }

    /// The elements of a set: those that any live version says are in it.
    #[must_use]
    pub fn set(self, prefix: &str) -> BTreeSet<&'a str> {
        let is_in = |field: &Field| field.live.iter().any(|version| version.value == Value::Bool(true));
        gathered(self.fields_under(prefix).filter(|(_, field)| is_in(field)).map(|(element, _)| element))
    }

    /// The units of a set.
    #[must_use]
    pub fn units(self, prefix: &str) -> BTreeSet<UnitId> {
        gathered(self.set(prefix).into_iter().filter_map(|id| id.parse::<UnitId>().ok()))
    }

    /// The fields whose names begin so, by what follows.
    pub fn fields_under(self, prefix: &str) -> impl Iterator<Item = (&'a str, &'a Field)> {
        let fields = self.root.records.get(&self.id).into_iter().flat_map(|record| &record.fields);
        fields.filter_map(move |(name, field)| Some((name.strip_prefix(prefix)?, field)))
    }

    /// The names of the fields in conflict. A set's element is not: it is in while anyone says so.
    #[must_use]
    pub fn in_conflict(self) -> BTreeSet<String> {
        let fields = self.fields_under("").filter(|(_, field)| field.in_conflict());
        gathered(fields.map(|(name, _)| name.to_owned()))
    }

    /// A whole number with what its live versions say; `None` if no version holds one.
    #[must_use]
    pub fn bounds(self, field: &str, int: impl Fn(&Value) -> Option<i64>) -> Option<Bounds> {
        bounds_of(self.root.field(self.id, field)?, int)
    }

    /// A hard problem of this record.
    #[must_use]
    pub fn hard(self, field: &str, code: &str) -> FieldProblem {
        FieldProblem::hard(self.id, field, code)
    }

    /// A soft problem of this record.
    #[must_use]
    pub fn soft(self, field: &str, code: &str) -> FieldProblem {
        FieldProblem::soft(self.id, field, code)
    }

    /// Whether a field was left empty.
    #[must_use]
    pub fn is_blank(self, field: &str) -> bool {
        self.value(field).is_none_or(Value::is_blank)
    }

    /// `missing` for each of these fields that is empty.
    #[must_use]
    pub fn missing(self, fields: &[&str]) -> Vec<FieldProblem> {
        fields.iter().filter(|field| self.is_blank(field)).map(|field| self.hard(field, "missing")).collect()
    }

    /// Values that do not have the shape of their field.
    #[must_use]
    pub fn misfits(self, fields: &[(&str, Shape)]) -> Vec<FieldProblem> {
        let wrong = |(name, field): (&str, &Field)| {
            let code = shape::misfit(shape::shape_of(fields, name)?, &field.shown()?.value)?;
            Some(self.hard(name, code))
        };
        self.fields_under("").filter_map(wrong).collect()
    }

    /// A soft problem if the shown code is not in a list of the catalogue.
    #[must_use]
    pub fn unknown_code(self, field: &str, terms: &[catalogue::Term]) -> Option<FieldProblem> {
        let code = self.text(field);
        (!code.is_empty() && catalogue::term(terms, &code).is_none()).then(|| self.soft(field, "not_in_catalogue"))
    }
}

/// The field by which children stand in a list.
pub const ORDER: &str = "order";

#[cfg(test)]
pub(crate) mod tests;
