//! The lines of a plan: legal bases, funding, duties, deadlines. Added, edited, taken out, put back.

use super::{
    super::names::{Names, term_name},
    RemovedHere,
    units::office_choices,
};
use crate::{
    forms::{
        field::{Slot, control_id},
        sheet::Sheet,
        slots::{CountSlot, DaySlot, LongTextSlot, MoneySlot, SelectSlot, TextSlot},
    },
    state::State,
    text::{Text, plan_edit as w, words},
    ui::{Button, Choice, Glyph, IconButton, Section},
};
use leptos::prelude::*;
use shared::{
    catalogue::{Catalogue, Term},
    fold::Root,
    id::RecordId,
    notebook::Edit,
    plan,
    reading::{ORDER, Reading},
    value::Value,
};
use std::time::Duration;

/// What a list of lines consists of.
#[derive(Clone, Copy)]
struct Kind {
    kind: &'static str,
    title: Text,
    hint: Option<Text>,
    add: Text,
    name: fn(usize) -> String,
    /// The field that takes the focus in a new line.
    first: &'static str,
    fields: fn(Line) -> AnyView,
}

/// One line, as its fields are drawn.
#[derive(Clone, Copy)]
struct Line {
    sheet: Sheet,
    names: Memo<Names>,
    record: RecordId,
    kind: &'static str,
}

impl Line {
    fn slot(self, field: &str) -> Slot {
        Slot::of(self.sheet, self.record, self.kind, field)
    }

    fn terms(self, list: fn(&Catalogue) -> &Vec<Term>) -> Signal<Vec<Choice>> {
        Signal::derive(move || {
            let names = self.names.read();
            let terms = list(&names.directory.catalogue);
            terms.iter().map(|term| Choice::new(&term.code, capital(term_name(term)))).collect()
        })
    }
}

/// The same with a capital letter, as it stands at the head of a line.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Everything that stands in a record, to be taken out; and the same, to be put back.
pub(in crate::pages) fn removal(root: &Root, record: RecordId, kind: &'static str) -> (Vec<Edit>, Vec<Edit>) {
    let fields = root.records.get(&record).into_iter().flat_map(|record| record.fields.keys());
    let edit = |field: &String, value: Value| Edit { record, kind, field: field.clone(), value };
    let fields = fields.filter(|field| record != root.id || *field != shared::change::STATE);
    let standing = fields.filter_map(|field| Some((field, root.value(record, field)?.clone())));
    standing.map(|(field, value)| (edit(field, Value::Deleted), edit(field, value))).unzip()
}

#[component]
fn Lines(sheet: Sheet, names: Memo<Names>, of: Kind) -> impl IntoView {
    let state = State::here();
    let removed = expect_context::<RemovedHere>();
    let Kind { kind, title, hint, add, name, first, fields } = of;
    let ids = Memo::new(move |_| {
        let root = sheet.root.get();
        let lines = root.iter().flat_map(|root| Reading::children(root, kind)).map(Reading::id);
        lines.collect::<Vec<_>>()
    });
    let append = move |()| {
        let record = state.new_id();
        let root = sheet.root.get_untracked();
        let orders = root.iter().flat_map(|root| Reading::children(root, kind)).filter_map(|line| line.int(ORDER));
        let order = orders.max().unwrap_or(0) + 1;
        sheet.edit(vec![Edit { record, kind, field: ORDER.to_owned(), value: order.into() }]);
        // The line is drawn once it is saved; then its first field is in use.
        set_timeout(move || super::jump(&control_id(record, first)), Duration::from_millis(450));
    };
    let remove = move |record: RecordId| {
        let Some(root) = sheet.root.get_untracked() else { return };
        let at = ids.read_untracked().iter().position(|id| *id == record).unwrap_or_default() + 1;
        let (away, back) = removal(&root, record, kind);
        sheet.edit_as_it_stands(away);
        removed.offer(w::removed(lower(&name(at))), move || sheet.edit(back.clone()));
    };
    let position = move |record: RecordId| ids.read().iter().position(|id| *id == record).unwrap_or_default() + 1;
    let hint = Signal::derive(move || hint.map(|hint| crate::text::t(hint).to_owned()).unwrap_or_default());
    view! {
        <Section title=title hint=hint count=Signal::derive(move || Some(ids.read().len() as u64).filter(|n| *n > 0))>
            <div class="stack">
                <For each=move || ids.get() key=|id| *id let:record>
                    <div class="panel line-card" data-test=format!("line-{kind}")>
                        <div class="line-card-head">
                            <h3 class="line-card-title">{move || name(position(record))}</h3>
                            <IconButton
                                label=Signal::derive(move || w::remove(lower(&name(position(record)))))
                                icon=Glyph::Trash
                                disabled=sheet.frozen
                                on_press=move |()| remove(record)
                            />
                        </div>
                        {fields(Line { sheet, names, record, kind })}
                    </div>
                </For>
                <div><Button attr:data-test=format!("add-{kind}") label=add icon=Glyph::Plus disabled=sheet.frozen on_press=append/></div>
            </div>
        </Section>
    }
}

/// The same with a small letter, as it stands inside a sentence.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

/// Căn cứ.
#[component]
pub fn BasisLines(sheet: Sheet, names: Memo<Names>) -> impl IntoView {
    let fields = |line: Line| {
        let today = State::here().today().to_string();
        view! {
            <div class="line-grid">
                <SelectSlot of=line.slot(plan::DOCUMENT_KIND) label=w::BASIS_KIND choices=line.terms(|all| &all.document_kinds) prompt=w::CHOOSE/>
                <TextSlot of=line.slot(plan::NUMBER) label=w::BASIS_NUMBER/>
                <DaySlot of=line.slot(plan::DATED) label=w::BASIS_DATED today=today/>
                <TextSlot of=line.slot(plan::ISSUER) label=w::BASIS_ISSUER/>
                <div class="line-wide"><LongTextSlot of=line.slot(plan::TITLE) label=w::BASIS_TITLE/></div>
            </div>
        }
        .into_any()
    };
    let of = Kind {
        kind: plan::LEGAL_BASIS,
        title: w::BASES,
        hint: Some(w::BASES_HINT),
        add: w::ADD_BASIS,
        name: |n| w::basis(n),
        first: plan::DOCUMENT_KIND,
        fields,
    };
    view! { <Lines sheet names of/> }
}

/// Kinh phí, with the words that stand above the lines.
#[component]
pub fn BudgetLines(sheet: Sheet, names: Memo<Names>) -> impl IntoView {
    let fields = |line: Line| {
        view! {
            <div class="line-grid">
                <SelectSlot of=line.slot(plan::SOURCE) label=w::SOURCE choices=line.terms(|all| &all.budget_sources) prompt=w::CHOOSE/>
                <MoneySlot of=line.slot(plan::ALLOCATED) label=w::ALLOCATED/>
                <TextSlot of=line.slot(plan::DECISION) label=w::DECISION/>
                <CountSlot of=line.slot(plan::YEAR) label=w::YEAR mark=words::OPTIONAL/>
                <div class="line-wide"><TextSlot of=line.slot(plan::NOTE) label=w::NOTE mark=words::OPTIONAL/></div>
            </div>
        }
        .into_any()
    };
    let of = Kind {
        kind: plan::BUDGET_LINE,
        title: w::BUDGET,
        hint: None,
        add: w::ADD_BUDGET,
        name: |n| w::budget_line(n),
        first: plan::SOURCE,
        fields,
    };
    view! {
        <Lines sheet names of/>
        <div class="panel"><LongTextSlot of=Slot::own(sheet, plan::FUNDING) label=w::FUNDING_TEXT mark=words::OPTIONAL/></div>
    }
}

/// Nhiệm vụ của các đơn vị.
#[component]
pub fn AssignmentLines(sheet: Sheet, names: Memo<Names>) -> impl IntoView {
    let fields = |line: Line| {
        let state = State::here();
        let offices = Signal::derive(move || {
            let top = state.session.get().map(|me| me.unit);
            top.map(|top| office_choices(&line.names.read(), top)).unwrap_or_default()
        });
        view! {
            <div class="line-grid">
                <SelectSlot of=line.slot(plan::UNIT) label=w::UNIT choices=offices prompt=w::CHOOSE_UNIT/>
                <SelectSlot of=line.slot(plan::ROLE) label=w::ROLE choices=line.terms(|all| &all.assignment_roles) prompt=w::CHOOSE/>
                <div class="line-wide"><LongTextSlot of=line.slot(plan::DUTIES) label=w::DUTIES hint=w::DUTIES_HINT/></div>
            </div>
        }
        .into_any()
    };
    let of = Kind {
        kind: plan::ASSIGNMENT,
        title: w::ASSIGNMENTS,
        hint: None,
        add: w::ADD_ASSIGNMENT,
        name: |n| w::assignment(n),
        first: plan::UNIT,
        fields,
    };
    view! { <Lines sheet names of/> }
}

/// Thời hạn báo cáo.
#[component]
pub fn DeadlineLines(sheet: Sheet, names: Memo<Names>) -> impl IntoView {
    let fields = |line: Line| {
        let today = State::here().today().to_string();
        view! {
            <div class="line-grid">
                <div class="line-wide"><TextSlot of=line.slot(plan::WHAT) label=w::DUE_WHAT/></div>
                <TextSlot of=line.slot(plan::FROM) label=w::DUE_FROM/>
                <TextSlot of=line.slot(plan::TO) label=w::DUE_TO/>
                <DaySlot of=line.slot(plan::DUE) label=w::DUE_DAY today=today/>
                <TextSlot of=line.slot(plan::FORM) label=w::DUE_FORM mark=words::OPTIONAL/>
            </div>
        }
        .into_any()
    };
    let of = Kind {
        kind: plan::DEADLINE,
        title: w::DEADLINES,
        hint: None,
        add: w::ADD_DEADLINE,
        name: |n| w::deadline(n),
        first: plan::WHAT,
        fields,
    };
    view! { <Lines sheet names of/> }
}
