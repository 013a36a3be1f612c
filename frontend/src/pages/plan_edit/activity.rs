//! One activity of a plan: what, for whom, where, when, how many, who, how much.

use super::{
    super::names::{Names, term_name},
    compound::{PlaceSlot, QuantitySlot, SpanSlot},
    general::AudienceBoxes,
    home_of, may_edit,
    units::office_choices,
};
use crate::{
    forms::{
        field::Slot,
        sheet::{Hold, Sheet},
        slots::{LongTextSlot, MoneySlot, SelectSlot, TextSlot},
    },
    state::State,
    text::{plan_edit as w, words},
    ui::{
        ActionBar, ButtonKind, Choice, Field, FieldIds, Glyph, IconButton, LinkButton, Notice, PageHeader, Panel,
        SavedMark, Select, Tone,
    },
};
use leptos::prelude::*;
use shared::{
    activity, id::RecordId, notebook::Edit, order::sort_by_key, person::Author, plan::Plan, reading::Reading,
    vietnamese,
};
use std::sync::Arc;

/// The form of one activity.
#[component]
pub fn ActivityForm(plan: RecordId, id: RecordId) -> impl IntoView {
    let (state, names) = (State::here(), Names::here());
    let (root, plan_root) = (state.root(id), state.root(plan));
    let may = Memo::new(move |_| may_edit(state, names, plan));
    let Some(home) = home_of(state, plan) else { return view! { <super::super::plan::PlanMissing/> }.into_any() };
    let first = vec![Edit {
        record: id,
        kind: activity::KIND,
        field: activity::PLAN.to_owned(),
        value: plan.to_string().into(),
    }];
    let sheet = Sheet::open(state, id, activity::KIND, home, first, move || !may.get());
    sheet.judged(Memo::new(move |_| {
        let of_plan = plan_root.get().map(|root| Plan::of(&root));
        let catalogue = &names.read().directory.catalogue;
        Arc::new(root.get().map(|root| activity::problems(&root, of_plan.as_ref(), catalogue)).unwrap_or_default())
    }));
    let is_new = Memo::new(move |_| root.read().is_none());
    let title = move || crate::text::t(if is_new.get() { w::ACTIVITY_NEW } else { w::ACTIVITY }).to_owned();
    let back = format!("/plans/{plan}/edit");
    let elsewhere = move || {
        (sheet.hold.get() == Hold::Elsewhere)
            .then(|| view! { <Notice title=w::OPEN_ELSEWHERE text=w::OPEN_ELSEWHERE_CURE tone=Tone::Waiting/> })
    };
    view! {
        <div class="narrow stack stack-wide">
            <PageHeader
                title=Signal::derive(title)
                kicker=Signal::derive(move || plan_root.read().as_ref().map(|root| super::plan_title(&Plan::of(root))).unwrap_or_default())
                back_href=back.clone()
                back_label=w::BACK_TO_FORM
            />
            {elsewhere}
            <What sheet names/>
            <WhenAndWhere sheet names/>
            <Who sheet names/>
        </div>
        <ActionBar note=move || view! { <SavedMark text=sheet.saved_text() waiting=sheet.saved_waits()/> }>
            <LinkButton attr:data-test="activity-done" label=w::DONE kind=ButtonKind::Primary icon=Glyph::Check href=back/>
        </ActionBar>
    }
    .into_any()
}

#[component]
fn What(sheet: Sheet, names: Memo<Names>) -> impl IntoView {
    let kinds = Signal::derive(move || {
        let names = names.read();
        let catalogue = &names.directory.catalogue;
        let group = |code: &str| Names::term(&catalogue.groups, code);
        let choice = |kind: &shared::catalogue::ActivityKind| {
            Choice::new(&kind.term.code, format!("{} ({})", term_name(&kind.term), group(&kind.group)))
        };
        catalogue.kinds.iter().map(choice).collect::<Vec<_>>()
    });
    view! {
        <Panel>
            <div class="stack">
                <SelectSlot of=Slot::own(sheet, activity::ACTIVITY_KIND) label=w::KIND choices=kinds prompt=w::CHOOSE/>
                <TextSlot of=Slot::own(sheet, activity::NAME) label=w::NAME/>
                <LongTextSlot of=Slot::own(sheet, activity::CONTENTS) label=w::CONTENTS mark=words::OPTIONAL/>
                <AudienceBoxes sheet names record=sheet.id kind=activity::KIND/>
            </div>
        </Panel>
    }
}

#[component]
fn WhenAndWhere(sheet: Sheet, names: Memo<Names>) -> impl IntoView {
    let kind = Slot::own(sheet, activity::ACTIVITY_KIND).text();
    let usual = Signal::derive(move || {
        let names = names.read();
        names.directory.catalogue.kind(&kind.get()).map(|kind| kind.measure.clone()).unwrap_or_default()
    });
    view! {
        <Panel>
            <div class="stack">
                <PlaceSlot of=Slot::own(sheet, activity::PLACE) names/>
                <SpanSlot of=Slot::own(sheet, activity::PLANNED) from_label=w::PLANNED_FROM to_label=w::PLANNED_TO/>
                <QuantitySlot of=Slot::own(sheet, activity::TARGET) names usual/>
                <MoneySlot of=Slot::own(sheet, activity::PLANNED_COST) label=w::PLANNED_COST/>
            </div>
        </Panel>
    }
}

#[component]
fn Who(sheet: Sheet, names: Memo<Names>) -> impl IntoView {
    let state = State::here();
    let offices = Signal::derive(move || {
        let top = state.session.get().map(|me| me.unit);
        top.map(|top| office_choices(&names.read(), top)).unwrap_or_default()
    });
    let people = Signal::derive(move || {
        let names = names.read();
        let mut people: Vec<&Author> = names.directory.people.iter().collect();
        sort_by_key(&mut people, |person| vietnamese::name_key(&person.name));
        let choice = |person: &Author| {
            let unit = names.unit(person.agency.unwrap_or(person.unit));
            Choice::new(person.id.to_string(), format!("{}, {unit}", person.name))
        };
        people.into_iter().map(choice).collect::<Vec<_>>()
    });
    view! {
        <Panel>
            <div class="stack">
                <SelectSlot of=Slot::own(sheet, activity::LEAD_UNIT) label=w::LEAD_UNIT choices=offices prompt=w::CHOOSE_UNIT/>
                <Coordinating sheet names offices/>
                <SelectSlot of=Slot::own(sheet, activity::RESPONSIBLE) label=w::RESPONSIBLE choices=people prompt=w::CHOOSE mark=words::OPTIONAL/>
            </div>
        </Panel>
    }
}

/// The set of units that take part: each is a field of its own.
#[component]
fn Coordinating(sheet: Sheet, names: Memo<Names>, offices: Signal<Vec<Choice>>) -> impl IntoView {
    let chosen = Memo::new(move |_| {
        let root = sheet.root.get();
        root.map(|root| Reading::own(&root).units(activity::UNITS).into_iter().collect::<Vec<_>>()).unwrap_or_default()
    });
    let put = move |unit: String, is_in: bool| {
        let field = format!("{}{unit}", activity::UNITS);
        sheet.edit(vec![Edit { record: sheet.id, kind: activity::KIND, field, value: is_in.into() }]);
    };
    let left = Signal::derive(move || {
        let chosen = chosen.get();
        let is_left = |choice: &Choice| !chosen.iter().any(|unit| unit.to_string() == choice.value);
        offices.get().into_iter().filter(is_left).collect::<Vec<_>>()
    });
    let ids = FieldIds::new(Some(format!("units-{}", sheet.id)));
    view! {
        <Field ids=ids label=w::UNITS mark=words::OPTIONAL group=true>
            <ul class="picked">
                <For each=move || chosen.get() key=|unit| *unit let:unit>
                    <li class="picked-one">
                        <span>{move || names.read().unit(unit)}</span>
                        <IconButton
                            label=Signal::derive(move || w::remove(names.read().unit(unit)))
                            icon=Glyph::Close
                            disabled=sheet.frozen
                            on_press=move |()| put(unit.to_string(), false)
                        />
                    </li>
                </For>
            </ul>
            <Select
                label=w::ADD_UNIT
                choices=left
                prompt=w::CHOOSE_UNIT
                value=Signal::derive(String::new)
                locked=sheet.frozen
                on_input=move |unit: String| if !unit.is_empty() { put(unit, true) }
            />
        </Field>
    }
}
