//! One field with several values: who wrote which, when, from which unit; and the decision.

use super::{
    decision::{LastDecision, Wish, on_the_card},
    wording::{Third, field_name, record_named, third, typed_value, value_words},
};
use crate::{
    pages::names::Names,
    state::{ConflictItem, State},
    text::{conflicts as w, t, words},
    ui::{Badge, Button, ButtonKind, Field, FieldIds, Glyph, Icon, Tone},
};
use leptos::prelude::*;
use shared::{
    access::{Access, may_write},
    activity::{self, Activity},
    fold::Root,
    id::{ChangeId, RecordId},
    plan::{self, Plan},
    report::{self, Report},
    value::Value,
};

/// A value and everybody who wrote it.
#[derive(Clone, PartialEq)]
struct Side {
    value: Value,
    said: String,
    by: Vec<Writer>,
    /// The versions that say so.
    ids: Vec<ChangeId>,
    shown: bool,
}

#[derive(Clone, PartialEq)]
struct Writer {
    name: String,
    unit: String,
    at: String,
    me: bool,
}

/// What the record is called by people.
#[must_use]
pub fn record_title(state: State, root: &Root) -> String {
    match root.kind.as_str() {
        plan::KIND => Plan::of(root).title,
        activity::KIND => Activity::of(root).name,
        report::KIND => {
            let report = Report::of(root);
            let activity = report.activity.and_then(|id| state.root(id).get());
            let name = activity.map(|root| Activity::of(&root).name).unwrap_or_default();
            match report.date {
                Some(date) if !name.is_empty() => format!("{name}, {}", date.text()),
                _ => name,
            }
        }
        _ => String::new(),
    }
}

/// A value as a person reads it; a record that it names is called by its title.
#[must_use]
pub fn said_value(state: State, names: &Names, kind: &str, field: &str, value: &Value) -> String {
    let named = record_named(kind, field, value).and_then(|id| state.root(id).get());
    let title = named.map(|root| record_title(state, &root)).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| value_words(names, kind, field, value))
}

/// Where the record is opened.
#[must_use]
pub fn record_href(root: &Root) -> String {
    let place = match root.kind.as_str() {
        plan::KIND => "plans",
        activity::KIND => "activities",
        _ => "reports",
    };
    format!("/{place}/{}", root.id)
}

fn sides(state: State, names: &Names, root: &Root, record: RecordId, field: &str) -> Vec<Side> {
    let kind = root.records.get(&record).map(|record| record.kind.clone()).unwrap_or_default();
    let Some(of_field) = root.field(record, field) else { return Vec::new() };
    let me = state.session.get().map(|me| me.person);
    let writer = |id: ChangeId| {
        let save = root.saves.get(&id)?;
        let person = names.person(save.by);
        let unit = person.map(|person| names.workplace(person)).filter(|unit| !unit.is_empty());
        Some(Writer {
            name: person.map_or_else(|| t(w::UNKNOWN_PERSON).to_owned(), |person| person.name.clone()),
            unit: unit.unwrap_or_else(|| t(w::UNKNOWN_UNIT).to_owned()),
            at: words::moment(save.at_ms, state.today()),
            me: Some(save.by) == me,
        })
    };
    let mut sides: Vec<Side> = Vec::new();
    for version in &of_field.live {
        let shown = of_field.shown == Some(version.id);
        match sides.iter_mut().find(|side| side.value == version.value) {
            Some(side) => {
                side.by.extend(writer(version.id));
                side.ids.push(version.id);
                side.shown |= shown;
            }
            None => sides.push(Side {
                said: said_value(state, names, &kind, field, &version.value),
                value: version.value.clone(),
                by: writer(version.id).into_iter().collect(),
                ids: vec![version.id],
                shown,
            }),
        }
    }
    sides
}

/// The card of one conflict.
#[component]
pub fn ConflictCard(
    /// The field.
    item: ConflictItem,
) -> impl IntoView {
    let (state, names) = (State::here(), Names::here());
    let ConflictItem { root: id, root_kind, record, field } = item;
    let root = state.root(id);
    let field = StoredValue::new(field);
    let kind = StoredValue::new(root_kind);
    let sides = Memo::new(move |_| {
        root.get().map(|root| sides(state, &names.read(), &root, record, &field.read_value())).unwrap_or_default()
    });
    let record_kind = Memo::new(move |_| {
        root.get().and_then(|root| root.records.get(&record).map(|record| record.kind.clone())).unwrap_or_default()
    });
    let may = Memo::new(move |_| root.get().is_some_and(|root| may_decide(state, &names.read(), &root)));
    let of_record = move || {
        let title = root.get().map(|root| record_title(state, &root)).unwrap_or_default();
        let of = w::record_words(&kind.read_value());
        if title.is_empty() { of.to_owned() } else { format!("{of} · {title}") }
    };
    let name = move || {
        let child = record_kind.get();
        let name = field_name(&names.read(), &child, &field.read_value());
        if record == id { name } else { format!("{} · {name}", w::record_words(&child)) }
    };
    let last = expect_context::<LastDecision>();
    let decide = Callback::new(move |(value, said): (Value, String)| {
        let (drawn, values) =
            sides.with_untracked(|sides| on_the_card(sides.iter().map(|side| (side.ids.as_slice(), &side.value))));
        let (what, kind) = untrack(|| (format!("{}: {}", of_record(), name()), record_kind.get()));
        let place = (id, record, field.get_value());
        last.decide(state, Wish { place, kind, what, root, drawn, values, value, said });
    });
    view! {
        <article class="panel conflict" data-test="conflict-item">
            <div class="conflict-head">
                <div>
                    <p class="page-kicker">{of_record}</p>
                    <h2 class="conflict-title">{name}</h2>
                </div>
                {move || root.get().map(|root| view! {
                    <a class="conflict-open" href=record_href(&root)>{t(w::OPEN_RECORD)} <Icon glyph=Glyph::Chevron/></a>
                })}
            </div>
            <ol class="conflict-sides">
                {move || sides.get().into_iter().enumerate().map(|(at, side)| one_side(at, side, may, decide)).collect_view()}
            </ol>
            {move || if may.get() {
                view! { <ThirdValue names record_kind field sides decide/> }.into_any()
            } else {
                view! { <p class="soft">{t(w::NO_RIGHT)}</p> }.into_any()
            }}
        </article>
    }
}

fn one_side(at: usize, side: Side, may: Memo<bool>, decide: Callback<(Value, String)>) -> impl IntoView {
    let Side { value, said, by, shown, .. } = side;
    let keep = {
        let said = said.clone();
        move |()| decide.run((value.clone(), said.clone()))
    };
    let writers = by.into_iter().map(|writer| {
        view! {
            <p class="conflict-writer">
                <span>{w::version_by(writer.name, writer.unit)}</span>
                <span class="soft">{w::saved_at(writer.at)}</span>
                {writer.me.then(|| view! { <Badge text=w::YOURS tone=Tone::Info/> })}
            </p>
        }
    });
    view! {
        <li class="conflict-side" class:conflict-side-shown=shown data-test=format!("side-{at}")>
            <p class="conflict-value">{said}</p>
            {writers.collect_view()}
            {shown.then(|| view! { <p class="conflict-shown"><Icon glyph=Glyph::Eye/> {t(w::SHOWN_NOW)}</p> })}
            {move || {
                let keep = keep.clone();
                may.get().then(|| view! { <Button attr:data-test=format!("keep-{at}") label=w::KEEP icon=Glyph::Check wide=true on_press=keep/> })
            }}
        </li>
    }
}

/// Whether this person may write there.
fn may_decide(state: State, names: &Names, root: &Root) -> bool {
    let Some(me) = state.session.get() else { return false };
    let covers = names.tree.is_within(root.home.unit, me.unit);
    // What an issued plan brought here reaches this unit; otherwise it would not be on the device.
    let access = if covers { Access::Covers } else { Access::Reach };
    may_write(&root.kind, false, me.role, access)
}

/// Writes a value that is neither.
#[component]
fn ThirdValue(
    names: Memo<Names>,
    record_kind: Memo<String>,
    field: StoredValue<String>,
    sides: Memo<Vec<Side>>,
    decide: Callback<(Value, String)>,
) -> impl IntoView {
    let (open, text, wrong) = (RwSignal::new(false), RwSignal::new(String::new()), RwSignal::new(false));
    let how = Memo::new(move |_| third(&names.read(), &record_kind.read(), &field.read_value()));
    let ids = StoredValue::new(FieldIds::new(None));
    let save = move |()| {
        let (kind, field) = (record_kind.get_untracked(), field.get_value());
        let like = sides
            .with_untracked(|sides| sides.iter().find(|side| side.shown).map(|side| side.value.clone()))
            .unwrap_or_default();
        match typed_value(&kind, &field, &text.read_untracked(), &like) {
            Some(value) => {
                let said = value_words(&names.read_untracked(), &kind, &field, &value);
                open.set(false);
                decide.run((value, said));
            }
            None => wrong.set(true),
        }
    };
    let error = Signal::derive(move || if wrong.get() { t(w::THIRD_UNREADABLE).to_owned() } else { String::new() });
    let begin = move |()| {
        let shown = sides.with_untracked(|sides| {
            sides.iter().find(|side| side.shown).map(|side| (side.value.clone(), side.said.clone()))
        });
        if let (Third::Line | Third::Lines, Some((value, said))) = (how.get_untracked(), shown)
            && !value.is_blank()
        {
            text.set(said);
        }
        open.set(true);
    };
    let control = move || {
        let ids = ids.get_value();
        let put = move |event| {
            wrong.set(false);
            text.set(event_target_value(&event));
        };
        match how.get() {
            Third::OneOf(choices) => view! {
                <select class="input" id=ids.control data-test="third-value" on:change=put>
                    <option value=""></option>
                    {choices.into_iter().map(|choice| view! { <option value=choice.value>{choice.label}</option> }).collect_view()}
                </select>
            }.into_any(),
            Third::Lines => view! {
                <textarea class="input" id=ids.control rows="3" data-test="third-value" on:input=put prop:value=text.get_untracked()></textarea>
            }.into_any(),
            _ => view! {
                <input class="input" id=ids.control type="text" autocomplete="off" data-test="third-value" on:input=put prop:value=text.get_untracked()/>
            }.into_any(),
        }
    };
    view! {
        <Show when=move || how.get() != Third::Elsewhere>
            {move || if open.get() {
                view! {
                    <div class="conflict-third">
                        <Field ids=ids.get_value() label=w::THIRD_LABEL error=error>{control}</Field>
                        <div class="cluster">
                            <Button label=words::CANCEL on_press=move |()| open.set(false)/>
                            <Button attr:data-test="third-save" label=w::THIRD_SAVE kind=ButtonKind::Primary icon=Glyph::Check on_press=save/>
                        </div>
                    </div>
                }.into_any()
            } else {
                view! { <Button attr:data-test="write-third" label=w::WRITE_THIRD kind=ButtonKind::Bare icon=Glyph::Edit on_press=begin/> }.into_any()
            }}
        </Show>
    }
}
