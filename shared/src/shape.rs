//! Shapes of fields: what kind of value each may hold, and the values that have several parts.
//!
//! A field of a later version has no shape here; it is kept and left alone.

use crate::{
    catalogue::Catalogue,
    date::{Date, Period, TimeOfDay},
    id::UnitId,
    value::Value,
};
use std::collections::BTreeMap;

/// What kind of value a field may hold. `Null` always fits: it was left empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// Text of any length.
    Text,
    /// A code of the catalogue.
    Code,
    /// A whole number from 0 to [`COUNT_MAX`].
    Count,
    /// Đồng, from 0 to [`AMOUNT_MAX`].
    Amount,
    /// A day, `2026-11-21`.
    Day,
    /// [`Period`].
    Span,
    /// [`Times`].
    Times,
    /// [`Place`].
    Place,
    /// [`Quantity`].
    Quantity,
    /// A unit's id.
    Unit,
    /// A person's or a record's id.
    Id,
    /// [`crate::activity::Progress`].
    Progress,
    /// Whether an element belongs to a set; such a field's name ends in `/`, the element follows.
    Member,
    /// SHA-256 in hexadecimal digits.
    Hash,
}

/// More of anything is a slip of the finger, and would spoil every sum that it stands in.
pub const COUNT_MAX: i64 = 999_999_999;
/// A million tỷ đồng less one, in the order of what the whole country spends in a year. Sums of
/// thousands of such amounts still fit.
pub const AMOUNT_MAX: i64 = 999_999_999_999_999;

/// What is wrong with a value that does not fit: the code of a problem.
#[must_use]
pub fn misfit(shape: Shape, value: &Value) -> Option<&'static str> {
    if matches!(value, Value::Null | Value::Deleted) {
        return None;
    }
    let int = |value: &Value, max: i64| match value.as_int() {
        Some(number) if number > max => Some("too_large"),
        Some(0..) => None,
        Some(_) => Some("negative"),
        None => Some("not_a_number"),
    };
    let is_text = |good: bool, code| if good { None } else { Some(code) };
    match shape {
        Shape::Text | Shape::Code => is_text(value.as_text().is_some(), "not_text"),
        Shape::Count => int(value, COUNT_MAX),
        Shape::Amount => int(value, AMOUNT_MAX),
        Shape::Day => is_text(day(value).is_some(), "not_a_day"),
        Shape::Span => match (value.get("from").and_then(day), value.get("to").and_then(day)) {
            (Some(from), Some(to)) if from > to => Some("ends_before_it_begins"),
            (Some(_), Some(_)) => None,
            _ => Some("not_a_span"),
        },
        Shape::Times => Times::of(value).map_or(Some("not_a_time"), |times| {
            times.to.is_some_and(|to| to < times.from).then_some("ends_before_it_begins")
        }),
        Shape::Place => is_text(Place::of(value).is_some(), "not_a_place"),
        Shape::Quantity => value.get("amount").map_or(Some("not_a_number"), |amount| int(amount, COUNT_MAX)),
        Shape::Unit | Shape::Id => is_text(value.as_text().is_some_and(|id| id.parse::<UnitId>().is_ok()), "unknown"),
        Shape::Progress => is_text(value.get("is").and_then(Value::as_text).is_some(), "not_text"),
        Shape::Member => is_text(value.as_bool().is_some(), "not_a_member"),
        Shape::Hash => {
            is_text(value.as_text().is_some_and(|text| text.parse::<crate::digest::Digest>().is_ok()), "unknown")
        }
    }
}

/// The shape of a field in a noun's table; names of sets are found by what stands before the `/`.
#[must_use]
pub fn shape_of(fields: &[(&str, Shape)], name: &str) -> Option<Shape> {
    let fits = |known: &str| if known.ends_with('/') { name.starts_with(known) } else { name == known };
    fields.iter().find(|(known, _)| fits(known)).map(|(_, shape)| *shape)
}

/// The day that a value names.
#[must_use]
pub fn day(value: &Value) -> Option<Date> {
    value.as_text()?.parse().ok()
}

/// The span that a value holds, if it does not end before it begins.
#[must_use]
pub fn span(value: &Value) -> Option<Period> {
    Period::new(day(value.get("from")?)?, day(value.get("to")?)?).ok()
}

impl From<Date> for Value {
    fn from(date: Date) -> Self {
        Self::Text(date.to_string())
    }
}

impl From<Period> for Value {
    fn from(period: Period) -> Self {
        map([("from", period.from.into()), ("to", period.to.into())])
    }
}

/// A value of several parts; parts that are empty are left out.
#[must_use]
pub fn map<const N: usize>(parts: [(&str, Value); N]) -> Value {
    let full = parts.into_iter().filter(|(_, value)| *value != Value::Null);
    Value::Map(full.map(|(name, value)| (name.to_owned(), value)).collect::<BTreeMap<_, _>>())
}

/// From when to when on one day; the end may be open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Times {
    /// The beginning.
    pub from: TimeOfDay,
    /// The end.
    pub to: Option<TimeOfDay>,
}

impl Times {
    /// Reads `{"from": "08:00", "to": "10:30"}`.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        let time = |value: &Value| value.as_text().and_then(|text| text.parse().ok());
        let to = match value.get("to") {
            None | Some(Value::Null) => None,
            Some(to) => Some(time(to)?),
        };
        Some(Self { from: time(value.get("from")?)?, to })
    }

    /// `08:00 - 10:30`.
    #[must_use]
    pub fn text(self) -> String {
        self.to.map_or_else(|| self.from.to_string(), |to| format!("{} - {to}", self.from))
    }
}

impl From<Times> for Value {
    fn from(times: Times) -> Self {
        map([("from", times.from.to_string().into()), ("to", times.to.map(|to| to.to_string()).into())])
    }
}

/// Where: a unit of the tree, a place in words, or both (the culture house of a village).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// The village or commune.
    pub unit: Option<UnitId>,
    /// The place in words.
    pub text: String,
}

impl Place {
    /// Reads `{"unit": "…", "text": "nhà văn hóa"}`.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        let Value::Map(parts) = value else { return None };
        let unit = match parts.get("unit") {
            None | Some(Value::Null) => None,
            Some(unit) => Some(unit.as_text()?.parse().ok()?),
        };
        Some(Self { unit, text: parts.get("text").and_then(Value::as_text).unwrap_or_default().to_owned() })
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.unit.is_none() && self.text.trim().is_empty()
    }
}

impl From<Place> for Value {
    fn from(place: Place) -> Self {
        let text = if place.text.is_empty() { Value::Null } else { place.text.into() };
        map([("unit", place.unit.map(|unit| unit.to_string()).into()), ("text", text)])
    }
}

/// An amount and what it is counted in: `11 buổi`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quantity {
    /// How many.
    pub amount: i64,
    /// The code of the measure in the catalogue.
    pub measure: String,
}

impl Quantity {
    /// Reads `{"amount": 11, "measure": "session"}`.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        let measure = value.get("measure").and_then(Value::as_text).unwrap_or_default().to_owned();
        Some(Self { amount: value.get("amount")?.as_int()?, measure })
    }

    /// `11 buổi`.
    #[must_use]
    pub fn text(&self, catalogue: &Catalogue) -> String {
        let measure = catalogue.measure(&self.measure).map_or(self.measure.as_str(), |measure| &measure.vi);
        format!("{} {measure}", crate::money::dotted(self.amount)).trim_end().to_owned()
    }
}

impl From<Quantity> for Value {
    fn from(quantity: Quantity) -> Self {
        map([("amount", quantity.amount.into()), ("measure", quantity.measure.into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_several_parts_come_back_as_they_went() {
        let unit = UnitId::derived(&["Nà Lộc"]);
        for place in [
            Place { unit: Some(unit), text: String::new() },
            Place { unit: None, text: "chợ".to_owned() },
            Place { unit: Some(unit), text: "nhà văn hóa".to_owned() },
            Place::default(),
        ] {
            assert_eq!(Place::of(&place.clone().into()), Some(place));
        }
        let times = Times { from: "08:00".parse().unwrap(), to: None };
        assert_eq!(Times::of(&times.into()), Some(times));
        let quantity = Quantity { amount: 1_100, measure: "session".to_owned() };
        assert_eq!(quantity.text(Catalogue::reference()), "1.100 buổi");
        assert_eq!(Quantity::of(&quantity.clone().into()), Some(quantity));
        let year = Period::year(2026).unwrap();
        assert_eq!(span(&year.into()), Some(year));
    }

    #[test]
    fn a_value_that_does_not_fit_says_why() {
        let of = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        for (shape, text, code) in [
            (Shape::Count, "-1", Some("negative")),
            (Shape::Count, "\"4\"", Some("not_a_number")),
            (Shape::Count, "0", None),
            (Shape::Count, "999999999", None),
            (Shape::Count, "1000000000", Some("too_large")),
            (Shape::Amount, "999999999999999", None),
            (Shape::Amount, "1000000000000000", Some("too_large")),
            (Shape::Amount, "null", None),
            (Shape::Day, "\"2026-02-30\"", Some("not_a_day")),
            (Shape::Day, "\"2026-02-28\"", None),
            (Shape::Span, r#"{"from":"2026-02-02","to":"2026-02-01"}"#, Some("ends_before_it_begins")),
            (Shape::Span, r#"{"from":"2026-02-02"}"#, Some("not_a_span")),
            (Shape::Times, r#"{"from":"08:00"}"#, None),
            (Shape::Times, r#"{"from":"08:00","to":"07:59"}"#, Some("ends_before_it_begins")),
            (Shape::Times, r#"{"from":"8 giờ"}"#, Some("not_a_time")),
            (Shape::Place, r#"{"unit":"Nà Lộc"}"#, Some("not_a_place")),
            (Shape::Place, r#""chợ""#, Some("not_a_place")),
            (Shape::Quantity, r#"{"measure":"session"}"#, Some("not_a_number")),
            (Shape::Quantity, r#"{"amount":"hai","measure":"session"}"#, Some("not_a_number")),
            (Shape::Unit, "\"Nà Lộc\"", Some("unknown")),
            (Shape::Member, "\"yes\"", Some("not_a_member")),
            (Shape::Hash, "\"00\"", Some("unknown")),
            (Shape::Text, "[]", Some("not_text")),
        ] {
            assert_eq!(misfit(shape, &of(text)), code, "{shape:?} {text}");
        }
    }

    #[test]
    fn the_elements_of_a_set_share_one_shape() {
        let fields = [("name", Shape::Text), ("unit/", Shape::Member)];
        assert_eq!(shape_of(&fields, "unit/01890a5d"), Some(Shape::Member));
        assert_eq!(shape_of(&fields, "unit"), None);
        assert_eq!(shape_of(&fields, "name"), Some(Shape::Text));
    }
}
