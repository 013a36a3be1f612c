//! The activity report (báo cáo hoạt động): one holding of an activity, as it went.
//!
//! Holds the fields that all kinds share. People are counted, never listed.

mod plausible;

pub use plausible::Around;

use crate::{
    attachment::{self, Photo},
    date::Date,
    fold::Root,
    id::{RecordId, UnitId},
    money::Dong,
    order::gathered,
    problem::FieldProblem,
    reading::{ORDER, Reading},
    shape::{Place, Quantity, Shape, Times},
};
use std::collections::{BTreeMap, BTreeSet};

/// The kind of the root.
pub const KIND: &str = "report";
/// The kind of a child that is a line of materials handed out.
pub const HANDOUT: &str = "handout";

/// The activity it reports on.
pub const ACTIVITY: &str = "activity";
/// The plan of that activity.
pub const PLAN: &str = "plan";
/// The version of the catalogue it was written with.
pub const CATALOGUE: &str = "catalogue";
/// On which day.
pub const DATE: &str = "date";
/// From when to when; [`Times`].
pub const TIMES: &str = "times";
/// Where; [`Place`].
pub const PLACE: &str = "place";
/// Households by class: `households/poor` and so on, each a count.
pub const HOUSEHOLDS: &str = "households/";
/// How many people came.
pub const PEOPLE: &str = "people";
/// Women among them.
pub const WOMEN: &str = "women";
/// Ethnic-minority people among them.
pub const ETHNIC_MINORITY: &str = "ethnic_minority";
/// What was done towards the target, if it is not what one report of its kind counts; [`Quantity`].
pub const DONE: &str = "done";
/// Đồng spent.
pub const COST: &str = "cost";
/// Kết quả.
pub const RESULT: &str = "result";
/// Khó khăn, vướng mắc.
pub const DIFFICULTIES: &str = "difficulties";
/// Nguyên nhân.
pub const CAUSES: &str = "causes";
/// Đề xuất, kiến nghị.
pub const PROPOSALS: &str = "proposals";

/// The code of what was handed out.
pub const MATERIAL: &str = "material";
/// The code of its language.
pub const LANGUAGE: &str = "language";
/// How many.
pub const QUANTITY: &str = "quantity";

/// The shapes of its own fields.
pub const FIELDS: &[(&str, Shape)] = &[
    (ACTIVITY, Shape::Id),
    (PLAN, Shape::Id),
    (CATALOGUE, Shape::Count),
    (DATE, Shape::Day),
    (TIMES, Shape::Times),
    (PLACE, Shape::Place),
    (HOUSEHOLDS, Shape::Count),
    (PEOPLE, Shape::Count),
    (WOMEN, Shape::Count),
    (ETHNIC_MINORITY, Shape::Count),
    (DONE, Shape::Quantity),
    (COST, Shape::Amount),
    (RESULT, Shape::Text),
    (DIFFICULTIES, Shape::Text),
    (CAUSES, Shape::Text),
    (PROPOSALS, Shape::Text),
];
/// The shapes of the fields of a line of materials.
pub const HANDOUT_FIELDS: &[(&str, Shape)] =
    &[(ORDER, Shape::Count), (MATERIAL, Shape::Code), (LANGUAGE, Shape::Code), (QUANTITY, Shape::Count)];

/// A report as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each field bears the name of its constant, where it is explained")]
pub struct Report {
    pub id: RecordId,
    /// The unit that reports.
    pub unit: UnitId,
    pub activity: Option<RecordId>,
    pub plan: Option<RecordId>,
    pub catalogue: Option<i64>,
    pub date: Option<Date>,
    pub times: Option<Times>,
    pub place: Place,
    /// By the code of the household class.
    pub households: BTreeMap<String, i64>,
    pub people: Option<i64>,
    pub women: Option<i64>,
    pub ethnic_minority: Option<i64>,
    pub done: Option<Quantity>,
    pub cost: Option<Dong>,
    pub result: String,
    pub difficulties: String,
    pub causes: String,
    pub proposals: String,
    pub handouts: Vec<Handout>,
    pub photos: Vec<Photo>,
    /// Fields of the report's own record that are in conflict.
    pub in_conflict: BTreeSet<String>,
}

/// A line of materials handed out.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each field bears the name of its constant, where it is explained")]
pub struct Handout {
    pub id: RecordId,
    pub material: String,
    pub language: String,
    pub quantity: Option<i64>,
    pub in_conflict: BTreeSet<String>,
}

impl Report {
    /// Reads a report.
    #[must_use]
    pub fn of(root: &Root) -> Self {
        let own = Reading::own(root);
        let households = own
            .fields_under(HOUSEHOLDS)
            .filter_map(|(class, _)| Some((class.to_owned(), own.int(&format!("{HOUSEHOLDS}{class}"))?)));
        Self {
            id: root.id,
            unit: root.home.unit,
            activity: own.id_in(ACTIVITY),
            plan: own.id_in(PLAN),
            catalogue: own.int(CATALOGUE),
            date: own.day(DATE),
            times: own.value(TIMES).and_then(Times::of),
            place: own.value(PLACE).and_then(Place::of).unwrap_or_default(),
            households: gathered(households),
            people: own.int(PEOPLE),
            women: own.int(WOMEN),
            ethnic_minority: own.int(ETHNIC_MINORITY),
            done: own.value(DONE).and_then(Quantity::of),
            cost: own.int(COST).map(Dong),
            result: own.text(RESULT),
            difficulties: own.text(DIFFICULTIES),
            causes: own.text(CAUSES),
            proposals: own.text(PROPOSALS),
            handouts: Reading::children(root, HANDOUT).into_iter().map(Handout::of).collect(),
            photos: Photo::all(root),
            in_conflict: own.in_conflict(),
        }
    }

    /// Whether nothing is said of how it went: nobody counted, nothing handed out, done, spent, shown or
    /// told. Where and when alone is no report.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let texts = [&self.result, &self.difficulties, &self.causes, &self.proposals];
        let counts = [self.people, self.women, self.ethnic_minority];
        self.households.is_empty()
            && counts.iter().all(Option::is_none)
            && (self.done.is_none() && self.cost.is_none())
            && texts.iter().all(|text| text.trim().is_empty())
            && self.handouts.is_empty()
            && self.photos.is_empty()
    }

    /// Households of all classes together.
    #[must_use]
    pub fn households_in_all(&self) -> i64 {
        self.households.values().fold(0, |sum, count| sum.saturating_add(*count))
    }
}

impl Handout {
    fn of(record: Reading<'_>) -> Self {
        Self {
            id: record.id(),
            material: record.text(MATERIAL),
            language: record.text(LANGUAGE),
            quantity: record.int(QUANTITY),
            in_conflict: record.in_conflict(),
        }
    }
}

/// What is wrong with a report: what keeps it from being handed in, then what is implausible.
#[must_use]
pub fn problems(root: &Root, around: &Around<'_>) -> Vec<FieldProblem> {
    let own = Reading::own(root);
    let mut found = own.missing(&[ACTIVITY, DATE, PLACE]);
    found.extend(own.misfits(FIELDS));
    for child in Reading::children(root, HANDOUT) {
        found.extend(child.missing(&[MATERIAL, QUANTITY]));
        found.extend(child.misfits(HANDOUT_FIELDS));
    }
    found.extend(attachment::problems(root));
    // A conflict is something too, but nobody can hand it in before it is decided.
    if Report::of(root).is_empty() {
        found.push(FieldProblem::hard(root.id, RESULT, "empty"));
    }
    found.extend(plausible::doubts(root, around));
    found
}

#[cfg(test)]
mod tests;
