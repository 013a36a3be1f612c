//! The report form: its sections, each a file, composed here. What a report is, `shared` says.

mod attendance;
mod handouts;
mod index;
mod outcome;
mod photos;
mod summary;
mod when_where;
mod work_and_cost;

pub use summary::Summary;

use super::sheet::Sheet;
use attendance::Attendance;
use handouts::Handouts;
use index::{Index, section_id};
use leptos::prelude::*;
use outcome::Outcome;
use photos::Photos;
use shared::{activity::Activity, date::Date};
use std::sync::Arc;
use when_where::WhenWhere;
use work_and_cost::WorkAndCost;

use crate::pages::names::Names;

/// What the sections know beside the report itself.
#[derive(Clone, Copy)]
pub struct Setting {
    /// Units, people, catalogue.
    pub names: Memo<Names>,
    /// The activity that the report is on.
    pub activity: Memo<Option<Arc<Activity>>>,
    /// The day in Vietnam.
    pub today: Date,
}

/// All sections of the form, in the order of the paper.
#[component]
pub fn ReportSections(
    /// The open form.
    sheet: Sheet,
    /// What surrounds it.
    setting: Setting,
) -> impl IntoView {
    let section = |at, section: AnyView| view! { <div class="report-section" id=section_id(at)>{section}</div> };
    view! {
        <Index sheet=sheet/>
        {section(0, view! { <WhenWhere sheet=sheet setting=setting/> }.into_any())}
        {section(1, view! { <Attendance sheet=sheet setting=setting/> }.into_any())}
        {section(2, view! { <Handouts sheet=sheet setting=setting/> }.into_any())}
        {section(3, view! { <Photos sheet=sheet/> }.into_any())}
        {section(4, view! { <Outcome sheet=sheet/> }.into_any())}
        {section(5, view! { <WorkAndCost sheet=sheet setting=setting/> }.into_any())}
    }
}
