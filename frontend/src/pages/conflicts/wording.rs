//! A value in words, and words as a value again: for whoever must decide between two.
//! Pure but for the language of the catalogue's names.

use crate::{
    pages::names::Names,
    text::{conflicts as w, t, words},
    ui::Choice,
};
use shared::{
    activity::{self, Progress},
    attachment,
    catalogue::Term,
    date::{Date, Period, TimeOfDay},
    id::{PersonId, RecordId, UnitId},
    money::{Dong, dotted},
    plan, report,
    shape::{Place, Quantity, Shape, Times, day, map, shape_of, span},
    value::Value,
};

/// The kinds of records that this version knows, as the state takes them.
#[must_use]
pub fn known_kind(kind: &str) -> Option<&'static str> {
    let known = [
        plan::KIND,
        plan::ASSIGNMENT,
        plan::BUDGET_LINE,
        plan::DEADLINE,
        plan::LEGAL_BASIS,
        activity::KIND,
        report::KIND,
        report::HANDOUT,
        attachment::PHOTO,
    ];
    known.into_iter().find(|known| *known == kind)
}

/// The shape of a field.
#[must_use]
pub fn shape(kind: &str, field: &str) -> Option<Shape> {
    let fields = match kind {
        plan::KIND => plan::FIELDS,
        plan::ASSIGNMENT => plan::ASSIGNMENT_FIELDS,
        plan::BUDGET_LINE => plan::BUDGET_LINE_FIELDS,
        plan::DEADLINE => plan::DEADLINE_FIELDS,
        plan::LEGAL_BASIS => plan::LEGAL_BASIS_FIELDS,
        activity::KIND => activity::FIELDS,
        report::KIND => report::FIELDS,
        report::HANDOUT => report::HANDOUT_FIELDS,
        attachment::PHOTO => attachment::FIELDS,
        _ => return None,
    };
    shape_of(fields, field)
}

/// The field's name, the element of a set included: `Số hộ: Hộ nghèo`.
#[must_use]
pub fn field_name(names: &Names, kind: &str, field: &str) -> String {
    let name = w::field_words(kind, field);
    let Some((set, element)) = field.split_once('/') else { return name };
    let element = match set {
        "households" => names.household_class(element, None),
        "audience" => Names::term(&names.directory.catalogue.audiences, element),
        "unit" => known_unit(names, element).unwrap_or_else(|| t(w::NOT_ON_DEVICE).to_owned()),
        _ => element.to_owned(),
    };
    format!("{name}: {element}")
}

/// The list of codes that a field chooses from.
fn terms<'a>(names: &'a Names, kind: &str, field: &str) -> Vec<&'a Term> {
    let all = &names.directory.catalogue;
    let list = match (kind, field) {
        (plan::ASSIGNMENT, plan::ROLE) => &all.assignment_roles,
        (plan::BUDGET_LINE, plan::SOURCE) => &all.budget_sources,
        (plan::LEGAL_BASIS, plan::DOCUMENT_KIND) => &all.document_kinds,
        (report::HANDOUT, report::MATERIAL) => &all.materials,
        (report::HANDOUT, report::LANGUAGE) => &all.languages,
        (activity::KIND, activity::ACTIVITY_KIND) => return all.kinds.iter().map(|kind| &kind.term).collect(),
        _ => return Vec::new(),
    };
    list.iter().collect()
}

/// The value as a person reads it.
#[must_use]
pub fn value_words(names: &Names, kind: &str, field: &str, value: &Value) -> String {
    match value {
        Value::Null => return t(w::EMPTY_VALUE).to_owned(),
        Value::Deleted => return t(w::DELETED_VALUE).to_owned(),
        _ => {}
    }
    let said = shape(kind, field).and_then(|shape| match shape {
        Shape::Text => value.as_text().map(str::to_owned),
        Shape::Code => {
            let code = value.as_text()?;
            let known = terms(names, kind, field).into_iter().find(|term| term.code == code);
            Some(known.map_or(code, crate::pages::names::term_name).to_owned())
        }
        Shape::Count => value.as_int().map(dotted),
        Shape::Amount => value.as_int().map(|amount| Dong(amount).text()),
        Shape::Day => day(value).map(Date::text),
        Shape::Span => span(value).map(words::span),
        Shape::Times => Times::of(value).map(Times::text),
        Shape::Place => Place::of(value).map(|place| place_words(names, &place)),
        Shape::Quantity => Quantity::of(value).map(|quantity| names.quantity(&quantity)),
        // An id says nothing to a person: whose name is not here is said to be elsewhere.
        Shape::Unit => Some(known_unit(names, value.as_text()?).unwrap_or_else(|| t(w::NOT_ON_DEVICE).to_owned())),
        Shape::Id => {
            let person = value.as_text()?.parse().ok().and_then(|id: PersonId| names.person(id));
            Some(person.map_or_else(|| t(w::NOT_ON_DEVICE).to_owned(), |person| person.name.clone()))
        }
        Shape::Progress => {
            let progress = Progress::of(Some(value));
            let stage = t(words::stage(progress.stage));
            Some(if progress.reason.is_empty() { stage.to_owned() } else { format!("{stage}: {}", progress.reason) })
        }
        Shape::Member => Some(t(if value.as_bool()? { w::YES } else { w::NO }).to_owned()),
        Shape::Hash => None,
    });
    said.filter(|said| !said.is_empty()).unwrap_or_else(|| plain(value))
}

/// The name of a unit on this device.
fn known_unit(names: &Names, id: &str) -> Option<String> {
    let id: UnitId = id.parse().ok()?;
    Some(names.unit(id)).filter(|name| !name.is_empty())
}

/// The record that a value names, where a field holds the id of one.
#[must_use]
pub fn record_named(kind: &str, field: &str, value: &Value) -> Option<RecordId> {
    if shape(kind, field) != Some(Shape::Id) {
        return None;
    }
    value.as_text()?.parse().ok()
}

/// Place and unit in one line.
#[must_use]
pub fn place_words(names: &Names, place: &Place) -> String {
    let unit = |unit| {
        let name = names.place(unit);
        if name.is_empty() && place.text.trim().is_empty() { t(w::NOT_ON_DEVICE).to_owned() } else { name }
    };
    let unit = place.unit.map(unit).unwrap_or_default();
    let parts = [place.text.trim(), &unit];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// What this version has no words for, as it is.
fn plain(value: &Value) -> String {
    value.as_text().map_or_else(|| serde_json::to_string(value).unwrap_or_default(), str::to_owned)
}

/// How another value is written: by hand, from a list, or not here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Third {
    /// One line.
    Line,
    /// Several lines.
    Lines,
    /// One of these.
    OneOf(Vec<Choice>),
    /// Only where the record itself is edited.
    Elsewhere,
}

/// How another value for this field is written.
#[must_use]
pub fn third(names: &Names, kind: &str, field: &str) -> Third {
    match shape(kind, field) {
        Some(Shape::Text) => Third::Lines,
        Some(
            Shape::Count | Shape::Amount | Shape::Day | Shape::Span | Shape::Times | Shape::Place | Shape::Quantity,
        ) => Third::Line,
        Some(Shape::Code) => {
            let choice = |term: &Term| Choice::new(&term.code, crate::pages::names::term_name(term));
            Third::OneOf(terms(names, kind, field).into_iter().map(choice).collect())
        }
        Some(Shape::Unit) => {
            Third::OneOf(names.tree.iter().map(|unit| Choice::new(unit.id.to_string(), unit.title())).collect())
        }
        _ => Third::Elsewhere,
    }
}

/// The value that the typed words mean; parts that were not typed (a measure, a unit of the tree)
/// are those of the value that stood there. `None` if they mean none.
#[must_use]
pub fn typed_value(kind: &str, field: &str, text: &str, like: &Value) -> Option<Value> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let two = |text: &str| -> (String, Option<String>) {
        let mut parts = text.splitn(2, ['–', '-']).map(|part| part.trim().to_owned());
        (parts.next().unwrap_or_default(), parts.next().filter(|part| !part.is_empty()))
    };
    match shape(kind, field)? {
        Shape::Text | Shape::Code | Shape::Unit => Some(text.into()),
        Shape::Count => Some(Value::Int(crate::ui::numbers::count_from_typed(text)?.into())),
        Shape::Amount => Dong::typed(text).ok().filter(|dong| dong.0 >= 0).map(|dong| Value::Int(dong.0)),
        Shape::Day => Date::typed(text).ok().map(Value::from),
        Shape::Span => {
            let (from, to) = two(text);
            let from = Date::typed(&from).ok()?;
            let to = to.map_or(Some(from), |to| Date::typed(&to).ok())?;
            Period::new(from, to).ok().map(Value::from)
        }
        Shape::Times => {
            let (from, to) = two(text);
            let to = to.map(|to| TimeOfDay::typed(&to)).transpose().ok()?;
            Some(Times { from: TimeOfDay::typed(&from).ok()?, to }.into())
        }
        Shape::Place => Some(
            Place {
                unit: like.get("unit").and_then(Value::as_text).and_then(|id| id.parse().ok()),
                text: text.to_owned(),
            }
            .into(),
        ),
        Shape::Quantity => {
            let digits: String = text.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
            let amount = i64::from(crate::ui::numbers::count_from_typed(&digits)?);
            let measure = like.get("measure").cloned().unwrap_or_default();
            Some(map([("amount", amount.into()), ("measure", measure)]))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_words_become_the_value_of_their_field() {
        let none = Value::Null;
        assert_eq!(typed_value("report", "people", " 1.240 ", &none), Some(Value::Int(1_240)));
        assert_eq!(typed_value("report", "cost", "12.500.000 đồng", &none), Some(Value::Int(12_500_000)));
        assert_eq!(typed_value("report", "date", "5/3/2026", &none), Some("2026-03-05".into()));
        assert_eq!(typed_value("report", "people", "nhiều", &none), None);
        assert_eq!(typed_value("report", "result", "  ", &none), None);
        let span = typed_value("activity", "planned", "01/03/2026 - 05/03/2026", &none).unwrap();
        assert_eq!(span.get("to").and_then(Value::as_text), Some("2026-03-05"));
    }

    #[test]
    fn parts_that_are_not_typed_are_kept() {
        let like = Value::from(Quantity { amount: 3, measure: "session".to_owned() });
        let value = typed_value("activity", "target", "11 buổi", &like).unwrap();
        assert_eq!(Quantity::of(&value), Some(Quantity { amount: 11, measure: "session".to_owned() }));
    }

    #[test]
    fn an_id_is_never_shown_as_it_is() {
        use shared::{catalogue::Catalogue, wire::Directory};
        let directory = Directory {
            version: String::new(),
            units: Vec::new(),
            people: Vec::new(),
            catalogue: Catalogue::reference().clone(),
        };
        let names = Names { directory: std::sync::Arc::new(directory), tree: std::sync::Arc::default() };
        let id = RecordId::derived(&["elsewhere"]);
        let value = Value::from(id.to_string());
        let place = Place { unit: Some(UnitId::derived(&["elsewhere"])), text: String::new() };
        for (kind, field) in [
            ("report", "activity"),
            ("report", "plan"),
            ("activity", "plan"),
            ("activity", "responsible"),
            ("activity", "lead_unit"),
            ("assignment", "unit"),
        ] {
            assert_eq!(value_words(&names, kind, field, &value), "không có trên máy này", "{kind} {field}");
        }
        assert_eq!(value_words(&names, "report", "place", &place.into()), "không có trên máy này");
        assert!(!field_name(&names, "activity", &format!("unit/{id}")).contains(&id.to_string()));
        assert_eq!(record_named("report", "activity", &value), Some(id));
        assert_eq!(record_named("report", "result", &value), None);
        assert_eq!(record_named("report", "activity", &Value::Null), None);
    }

    #[test]
    fn every_kind_of_record_has_a_word_and_every_field_too() {
        for (kind, fields) in [
            (plan::KIND, plan::FIELDS),
            (plan::ASSIGNMENT, plan::ASSIGNMENT_FIELDS),
            (plan::BUDGET_LINE, plan::BUDGET_LINE_FIELDS),
            (plan::DEADLINE, plan::DEADLINE_FIELDS),
            (plan::LEGAL_BASIS, plan::LEGAL_BASIS_FIELDS),
            (activity::KIND, activity::FIELDS),
            (report::KIND, report::FIELDS),
            (report::HANDOUT, report::HANDOUT_FIELDS),
            (attachment::PHOTO, attachment::FIELDS),
        ] {
            assert_ne!(w::record_words(kind), t(w::OTHER_RECORD), "{kind}");
            for (field, _) in fields {
                assert_ne!(w::field_words(kind, field), *field, "{kind} {field}");
            }
        }
    }
}
