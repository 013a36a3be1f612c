//! What was handed out: one line for each material and language.

use super::Setting;
use crate::{
    forms::{
        field::Slot,
        sheet::Sheet,
        slots::{CountSlot, SelectSlot},
    },
    pages::names::term_name,
    state::State,
    text::{report as words, words::UNDO},
    ui::{Button, ButtonKind, Choice, Glyph, Panel, Toast},
};
use leptos::prelude::*;
use shared::{
    catalogue::{Catalogue, Term},
    id::RecordId,
    notebook::Edit,
    reading::{ORDER, Reading},
    report::{self, HANDOUT},
    value::Value,
};

#[component]
pub(super) fn Handouts(sheet: Sheet, setting: Setting) -> impl IntoView {
    let state = State::here();
    let kept = Memo::new(move |_| lines(sheet, HANDOUT));
    let added = RwSignal::new(Vec::<RecordId>::new());
    let shown = Memo::new(move |_| {
        let mut all = kept.get();
        all.extend(added.get().into_iter().filter(|id| !kept.with(|kept| kept.contains(id))));
        all
    });
    let removed = RwSignal::new(None::<Vec<Edit>>);
    let add = move |()| {
        let (id, order) = (state.new_id(), i64::try_from(shown.with_untracked(Vec::len)).unwrap_or(0));
        added.update(|added| added.push(id));
        sheet.edit(vec![Edit { record: id, kind: HANDOUT, field: ORDER.to_owned(), value: order.into() }]);
    };
    let remove = Callback::new(move |id: RecordId| {
        added.update(|added| added.retain(|other| *other != id));
        removed.set(Some(take_out(sheet, id, HANDOUT)));
    });
    let undo = move |()| {
        if let Some(before) = removed.get_untracked() {
            sheet.edit(before);
        }
    };
    view! {
        <Panel title=words::HANDOUTS>
            <p class="soft small">{move || crate::text::t(words::HANDOUTS_HINT)}</p>
            <For each=move || shown.get().into_iter().enumerate() key=|(_, id)| *id let((at, id))>
                <Line sheet=sheet setting=setting id=id at=at on_remove=remove/>
            </For>
            <Show when=move || !sheet.frozen.get()>
                <Button label=words::ADD_HANDOUT icon=Glyph::Plus wide=true on_press=add attr:data-test="add-handout"/>
            </Show>
            <Toast open=Signal::derive(move || removed.with(Option::is_some)) text=words::HANDOUT_REMOVED undo_label=UNDO
                on_undo=undo on_close=move |()| removed.set(None)/>
        </Panel>
    }
}

#[component]
fn Line(sheet: Sheet, setting: Setting, id: RecordId, at: usize, on_remove: Callback<RecordId>) -> impl IntoView {
    let slot = move |field| Slot::of(sheet, id, HANDOUT, field);
    let materials = choices(setting, |catalogue| &catalogue.materials);
    let languages = choices(setting, |catalogue| &catalogue.languages);
    view! {
        <fieldset class="form-line">
            <legend class="form-line-title">{move || words::handout(at + 1)}</legend>
            <SelectSlot of=slot(report::MATERIAL) label=words::MATERIAL prompt=words::MATERIAL_PROMPT choices=materials/>
            <SelectSlot of=slot(report::LANGUAGE) label=words::LANGUAGE prompt=words::LANGUAGE_PROMPT choices=languages/>
            <CountSlot of=slot(report::QUANTITY) label=words::QUANTITY/>
            <Show when=move || !sheet.frozen.get()>
                <Button label=words::REMOVE_HANDOUT kind=ButtonKind::Bare icon=Glyph::Trash on_press=move |()| on_remove.run(id)/>
            </Show>
        </fieldset>
    }
}

fn choices(setting: Setting, list: impl Fn(&Catalogue) -> &Vec<Term> + Send + Sync + 'static) -> Signal<Vec<Choice>> {
    Signal::derive(move || {
        setting.names.with(|names| {
            let terms = list(&names.directory.catalogue).iter();
            terms.map(|term| Choice::new(term.code.clone(), term_name(term))).collect()
        })
    })
}

/// The children of a kind that are there, in order. Tracked.
pub(super) fn lines(sheet: Sheet, kind: &'static str) -> Vec<RecordId> {
    sheet.root.with(|root| {
        let children = root.as_ref().map(|root| Reading::children(root, kind)).unwrap_or_default();
        children.into_iter().map(Reading::id).collect()
    })
}

/// Deletes a child: every field of it that stands there. Answers the edits that bring it back.
pub(super) fn take_out(sheet: Sheet, id: RecordId, kind: &'static str) -> Vec<Edit> {
    let before: Vec<Edit> = sheet.root.with_untracked(|root| {
        let fields = root.as_ref().and_then(|root| root.records.get(&id)).into_iter().flat_map(|record| &record.fields);
        let value =
            |field: &shared::fold::Field| field.shown().map(|version| version.value.clone()).unwrap_or_default();
        fields.map(|(name, field)| Edit { record: id, kind, field: name.clone(), value: value(field) }).collect()
    });
    sheet.edit_as_it_stands(before.iter().map(|edit| Edit { value: Value::Deleted, ..edit.clone() }).collect());
    before
}
