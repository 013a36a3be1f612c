//! Doubts about a report that is possible but unlikely: they save an officer from embarrassment
//! and never stand in the way.

use super::{
    COST, DATE, ETHNIC_MINORITY, HANDOUT, HOUSEHOLDS, LANGUAGE, MATERIAL, PEOPLE, QUANTITY, RESULT, Report, WOMEN,
};
use crate::{
    activity::Activity, catalogue::Catalogue, date::Date, fold::Root, plan::Plan, problem::FieldProblem,
    reading::Reading, unit::UnitTree,
};

/// What is known around a report; what is not at hand gives rise to no doubt.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The lists it is drawn from.
    pub catalogue: &'a Catalogue,
    /// The plan.
    pub plan: Option<&'a Plan>,
    /// The activity.
    pub activity: Option<&'a Activity>,
    /// The units, for the number of households.
    pub units: Option<&'a UnitTree>,
    /// The day in Vietnam.
    pub today: Option<Date>,
}

impl Default for Around<'_> {
    fn default() -> Self {
        Self { catalogue: Catalogue::reference(), plan: None, activity: None, units: None, today: None }
    }
}

pub(super) fn doubts(root: &Root, around: &Around<'_>) -> Vec<FieldProblem> {
    let (own, report) = (Reading::own(root), Report::of(root));
    let mut found = attendance(own, &report, around);
    if let Some(date) = report.date {
        if around.today.is_some_and(|today| date > today) {
            found.push(own.soft(DATE, "in_the_future"));
        }
        if around.plan.and_then(|plan| plan.period).is_some_and(|period| !period.contains(date)) {
            found.push(own.soft(DATE, "outside_the_plan"));
        }
    }
    let planned = around.activity.and_then(|activity| activity.planned_cost);
    if let (Some(cost), Some(planned)) = (report.cost, planned)
        && cost > planned
    {
        found.push(own.soft(COST, "more_than_planned"));
    }
    if own.is_blank(RESULT) {
        found.push(own.soft(RESULT, "no_result"));
    }
    for child in Reading::children(root, HANDOUT) {
        found.extend(child.unknown_code(MATERIAL, &around.catalogue.materials));
        found.extend(child.unknown_code(LANGUAGE, &around.catalogue.languages));
        if child.int(QUANTITY) == Some(0) {
            found.push(child.soft(QUANTITY, "no_amount"));
        }
    }
    found
}

/// More people than any commune's largest event brings together.
const PEOPLE_USUAL_MAX: i64 = 20_000;

fn attendance(own: Reading<'_>, report: &Report, around: &Around<'_>) -> Vec<FieldProblem> {
    let mut found = Vec::new();
    let people = report.people.unwrap_or(0);
    if people > PEOPLE_USUAL_MAX {
        found.push(own.soft(PEOPLE, "very_many"));
    }
    for (field, part) in [(WOMEN, report.women), (ETHNIC_MINORITY, report.ethnic_minority)] {
        if part.is_some_and(|part| part > people) {
            found.push(own.soft(field, "more_than_people"));
        }
    }
    let households = report.households_in_all();
    if report.people.is_some() && households > people {
        // Each household that came sent somebody.
        found.push(own.soft(PEOPLE, "fewer_than_households"));
    }
    let living = report.place.unit.zip(around.units).and_then(|(unit, units)| units.get(unit)?.households);
    if living.is_some_and(|living| households > living) {
        found.push(own.soft(HOUSEHOLDS, "more_than_live_there"));
    }
    if let Some(day) = report.date {
        let holds = |code: &str| around.catalogue.household_classes_on(day).any(|class| class.term.code == code);
        let unknown = report.households.iter().filter(|(code, count)| **count > 0 && !holds(code));
        found.extend(unknown.map(|(code, _)| own.soft(&format!("{HOUSEHOLDS}{code}"), "not_in_catalogue")));
    }
    let gathers = around.activity.and_then(|activity| around.catalogue.kind(&activity.kind));
    if gathers.is_some_and(|kind| kind.figures.iter().any(|figure| figure == PEOPLE)) && people == 0 {
        found.push(own.soft(PEOPLE, "nobody_came"));
    }
    found
}
