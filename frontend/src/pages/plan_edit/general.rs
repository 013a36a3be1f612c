//! The plan's own fields: what it is, for whom, what it says, who signs.

use super::{
    super::names::{Names, term_name},
    compound::SpanSlot,
    units::office_choices,
};
use crate::{
    forms::{
        field::Slot,
        sheet::Sheet,
        slots::{LongTextSlot, SelectSlot, TextSlot},
    },
    state::State,
    text::{plan_edit as w, plans, words},
    ui::{Checkbox, Field, FieldIds, Panel, Section},
};
use leptos::prelude::*;
use shared::{id::RecordId, notebook::Edit, plan, value::Value};

/// Subject, programme, issuer, period.
#[component]
pub fn General(sheet: Sheet, names: Memo<Names>) -> impl IntoView {
    let state = State::here();
    let offices = Signal::derive(move || {
        let top = state.session.get().map(|me| me.unit);
        top.map(|top| office_choices(&names.read(), top)).unwrap_or_default()
    });
    view! {
        <Section title=w::GENERAL>
            <Panel>
                <div class="stack">
                    <LongTextSlot of=Slot::own(sheet, plan::TITLE) label=w::TITLE hint=w::TITLE_HINT/>
                    <TextSlot of=Slot::own(sheet, plan::PROGRAMME) label=w::PROGRAMME mark=words::OPTIONAL/>
                    <SelectSlot of=Slot::own(sheet, plan::ISSUER) label=w::ISSUER choices=offices prompt=w::CHOOSE_UNIT/>
                    <SpanSlot of=Slot::own(sheet, plan::PERIOD) from_label=w::PERIOD_FROM to_label=w::PERIOD_TO/>
                </div>
            </Panel>
        </Section>
    }
}

/// What the plan says, part by part.
#[component]
pub fn Texts(sheet: Sheet, names: Memo<Names>) -> impl IntoView {
    view! {
        <Section title=w::TEXTS>
            <Panel>
                <div class="stack">
                    <LongTextSlot of=Slot::own(sheet, plan::PURPOSES) label=plans::PURPOSES/>
                    <LongTextSlot of=Slot::own(sheet, plan::REQUIREMENTS) label=plans::REQUIREMENTS mark=words::OPTIONAL/>
                    <AudienceBoxes sheet names record=sheet.id kind=plan::KIND/>
                    <LongTextSlot of=Slot::own(sheet, plan::CONTENTS) label=plans::CONTENTS/>
                    <LongTextSlot of=Slot::own(sheet, plan::FORMS) label=plans::FORMS/>
                    <LongTextSlot of=Slot::own(sheet, plan::SOLUTIONS) label=plans::SOLUTIONS mark=words::OPTIONAL/>
                </div>
            </Panel>
        </Section>
    }
}

/// Recipients and whoever signs.
#[component]
pub fn Signing(sheet: Sheet) -> impl IntoView {
    view! {
        <Section title=w::SIGNING>
            <Panel>
                <div class="stack">
                    <LongTextSlot of=Slot::own(sheet, plan::RECIPIENTS) label=w::RECIPIENTS hint=w::RECIPIENTS_HINT/>
                    <LongTextSlot of=Slot::own(sheet, plan::SIGNER_POSITION) label=w::SIGNER_POSITION hint=w::SIGNER_POSITION_HINT/>
                    <TextSlot of=Slot::own(sheet, plan::SIGNER) label=w::SIGNER mark=words::OPTIONAL/>
                </div>
            </Panel>
        </Section>
    }
}

/// The set of audiences: each is a field of its own, so that two people add different ones in peace.
#[component]
pub fn AudienceBoxes(sheet: Sheet, names: Memo<Names>, record: RecordId, kind: &'static str) -> impl IntoView {
    let ids = FieldIds::new(Some(format!("audience-{record}")));
    let boxes = move || {
        let audiences = names.read().directory.catalogue.audiences.clone();
        let one = |term: shared::catalogue::Term| {
            let field = StoredValue::new(format!("{}{}", plan::AUDIENCE, term.code));
            let typed = RwSignal::new(None);
            let kept = Memo::new(move |_| sheet.value(record, &field.get_value()) == Value::Bool(true));
            let shown = Signal::derive(move || typed.get().unwrap_or_else(|| kept.get()));
            let put = move |is_in: bool| {
                typed.set(Some(is_in));
                sheet.edit(vec![Edit { record, kind, field: field.get_value(), value: is_in.into() }]);
            };
            view! { <Checkbox label=term_name(&term).to_owned() value=shown on_input=put locked=sheet.frozen/> }
        };
        audiences.into_iter().map(one).collect_view()
    };
    view! {
        <Field ids=ids label=w::AUDIENCES group=true>
            <div class="check-columns">{boxes}</div>
        </Field>
    }
}
