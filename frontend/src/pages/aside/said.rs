//! What a change says, in words: for whoever decides about it, and for whoever wrote it.

use crate::{
    pages::{
        conflicts::{
            item::said_value,
            wording::{field_name, shape},
        },
        names::Names,
    },
    state::State,
    text::{aside as w, conflicts, t, words},
    ui::{Definitions, KeyValue},
};
use leptos::prelude::*;
use shared::{change::Change, report, shape::Shape, value::Value};

/// What a change says: the state that it wishes for with its reason, or its fields with their values.
#[component]
pub fn Said(
    /// The change; `None` where this version cannot read it.
    change: Option<Change>,
) -> impl IntoView {
    let (state, names) = (State::here(), Names::here());
    let Some(change) = change else { return view! { <p class="soft">{move || t(w::UNREADABLE)}</p> }.into_any() };
    if let Some(act) = change.act {
        let (to, note) = (act.to, act.note);
        return view! {
            <p>{move || w::wish(t(words::state(&to)))}</p>
            {(!note.is_empty()).then(|| view! { <blockquote class="aside-note">{note}</blockquote> })}
        }
        .into_any();
    }
    let change = StoredValue::new(change);
    let fields = move || {
        let pairs = names.with(|names| {
            change.with_value(|change| {
                pairs(names, change, |kind, field, value| said_value(state, names, kind, field, value))
            })
        });
        let pairs = pairs.into_iter().map(|(name, value)| view! { <KeyValue label=name value=value/> });
        view! { <div class="aside-said" data-test="aside-said"><Definitions>{pairs.collect_view()}</Definitions></div> }
    };
    fields.into_any()
}

/// Each field with what it says. What only machines read is left out: the hash of a photo, the edition of
/// the lists.
fn pairs(names: &Names, change: &Change, said: impl Fn(&str, &str, &Value) -> String) -> Vec<(String, String)> {
    let is_for_people = |kind: &str, field: &str| {
        shape(kind, field) != Some(Shape::Hash) && (kind, field) != (report::KIND, report::CATALOGUE)
    };
    let mut pairs = Vec::new();
    for record in &change.records {
        for (field, edit) in record.fields.iter().filter(|(field, _)| is_for_people(&record.kind, field)) {
            let name = field_name(names, &record.kind, field);
            let of_record = if record.id == change.root {
                name
            } else {
                format!("{}: {name}", conflicts::record_words(&record.kind))
            };
            pairs.push((of_record, said(&record.kind, field, &edit.value)));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::conflicts::wording::value_words;
    use shared::{
        attachment,
        catalogue::Catalogue,
        change::Home,
        id::{ChangeId, DeviceId, PersonId, RecordId, UnitId},
        notebook::{Edit, Fresh, Notebook},
        wire::Directory,
    };
    use std::sync::Arc;

    #[test]
    fn what_was_written_is_said_in_words_field_by_field() {
        let mut notebook = Notebook::new(PersonId::derived(&["p"]), DeviceId::derived(&["d"]));
        let (root, photo) = (RecordId::derived(&["r"]), RecordId::derived(&["photo"]));
        let (mut form, _) = notebook.open(root, report::KIND, Home::of_unit(UnitId::derived(&["u"])));
        let edit = |record, kind, field: &str, value| Edit { record, kind, field: field.to_owned(), value };
        let edits = vec![
            edit(root, report::KIND, report::CATALOGUE, 1.into()),
            edit(root, report::KIND, report::DATE, "2026-11-20".into()),
            edit(root, report::KIND, report::RESULT, "Bà con hỏi nhiều về vay vốn.".into()),
            edit(photo, attachment::PHOTO, "sha256", "00".repeat(32).into()),
            edit(photo, attachment::PHOTO, "caption", "Trước nhà văn hóa".into()),
        ];
        notebook.save(&mut form, edits, Fresh { id: ChangeId::derived(&["c"]), salt: 7, at_ms: 42 });
        let change = notebook.outbox().map(|(_, pending)| pending.change.clone()).next().unwrap();
        let directory = Directory {
            version: String::new(),
            units: Vec::new(),
            people: Vec::new(),
            catalogue: Catalogue::reference().clone(),
        };
        let names = Names { directory: Arc::new(directory), tree: Arc::default() };
        let mut said = pairs(&names, &change, |kind, field, value| value_words(&names, kind, field, value));
        said.sort();
        let said: Vec<_> = said.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let expected = [
            ("Kết quả", "Bà con hỏi nhiều về vay vốn."),
            ("Ngày tổ chức", "20/11/2026"),
            ("Ảnh: Chú thích ảnh", "Trước nhà văn hóa"),
        ];
        assert_eq!(said, expected);
    }
}
