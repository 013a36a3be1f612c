//! Deciding: an ordinary save, one after the other. What became of it is told by the page, since a
//! decision takes its card away before it is on the medium.

use super::{turns::Turns, wording::known_kind};
use crate::{
    state::{OpenForm, State},
    text::{Text, conflicts as w, t, words},
    ui::{Button, ButtonKind, Glyph, Notice, Toast, Tone},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    fold::Root,
    id::{ChangeId, RecordId},
    notebook::Edit,
    order::gathered,
    value::Value,
};
use std::{collections::BTreeSet, sync::Arc};

/// A field in question: its root, its record, its name.
pub type Place = (RecordId, RecordId, String);

/// What a person decided, with what stood on the card.
#[derive(Clone)]
pub struct Wish {
    /// The field.
    pub place: Place,
    /// The kind of its record.
    pub kind: String,
    /// The field and its record in words.
    pub what: String,
    /// The root as it is drawn from now on.
    pub root: Signal<Option<Arc<Root>>>,
    /// The versions on the card, and the values they hold.
    pub drawn: BTreeSet<ChangeId>,
    /// What was decided between.
    pub values: Vec<Value>,
    /// What it is to be.
    pub value: Value,
    /// The same in words.
    pub said: String,
}

/// A decision that is saved, with the way back while its form is open.
#[derive(Clone)]
struct Decision {
    place: Place,
    said: String,
    /// What was decided between, as saves that would put it back.
    before: Vec<Edit>,
    /// It is on the medium.
    kept: bool,
}

/// A decision that did not come off, until a person has answered.
#[derive(Clone, PartialEq)]
struct Trouble {
    place: Place,
    what: String,
    why: Text,
    tone: Tone,
}

/// The decisions of this page: the last one, those under way, and those that did not come off.
#[derive(Clone, Copy)]
pub struct LastDecision {
    made: RwSignal<Option<Decision>>,
    form: StoredValue<Option<OpenForm>, LocalStorage>,
    turns: StoredValue<Turns, LocalStorage>,
    under_way: StoredValue<BTreeSet<Place>>,
    troubles: RwSignal<Vec<Trouble>>,
}

impl LastDecision {
    /// Nothing is decided yet. The form of the last decision is given back when the page is left.
    #[must_use]
    pub fn on_this_page() -> Self {
        let last = Self {
            made: RwSignal::new(None),
            form: StoredValue::new_local(None),
            turns: StoredValue::new_local(Turns::default()),
            under_way: StoredValue::default(),
            troubles: RwSignal::default(),
        };
        on_cleanup(move || last.let_go());
        last
    }

    /// Decides, after whatever is being decided: the one before may hold the same root's form. A second tap
    /// on the same card means what the first one means.
    pub fn decide(self, state: State, wish: Wish) {
        let Some(root) = wish.root.get_untracked() else { return };
        let place = wish.place.clone();
        if self.under_way.try_update_value(|under_way| under_way.insert(place.clone())) != Some(true) {
            return;
        }
        let Some(turn) = self.turns.try_with_value(Turns::next) else { return };
        self.answered(&place);
        spawn_local(async move {
            let _turn = turn.await;
            self.let_go();
            self.take(state, &root, wish).await;
            let _gone = self.under_way.try_update_value(|under_way| under_way.remove(&place));
        });
    }

    /// An ordinary save whose `seen` names every live version on the screen, and no other.
    async fn take(self, state: State, root: &Root, wish: Wish) {
        let Wish { place, kind, what, root: now, drawn, values, value, said } = wish;
        let trouble = |why, tone| Trouble { place: place.clone(), what: what.clone(), why, tone };
        let (Some(root_kind), Some(kind)) = (known_kind(&root.kind), known_kind(&kind)) else { return };
        let Ok(form) = state.open(root.id, root_kind, root.home).await else {
            return self.told(trouble(w::LOCKED, Tone::Waiting));
        };
        let (_, record, field) = &place;
        // What came while the form was being opened stands on the card now, to be read first.
        if now.try_get_untracked().is_none_or(|now| !all_drawn(now.as_deref(), *record, field, &drawn)) {
            return self.told(trouble(w::NEWER, Tone::Waiting));
        }
        form.redraw_all(*record, field);
        let edit = |value| Edit { record: *record, kind, field: field.clone(), value };
        let before = values.into_iter().map(edit).collect();
        form.save(vec![edit(value)]);
        form.flush();
        // Only what is on the medium is called decided.
        let kept = form.written().await.is_ok();
        if !kept {
            let at_last = form.written_at_last();
            let place = place.clone();
            spawn_local(async move {
                at_last.await;
                self.kept_at_last(&place);
            });
            self.told(trouble(w::NOT_WRITTEN, Tone::Bad));
        }
        let _gone = self.form.try_set_value(Some(form));
        let _gone = self.made.try_set(Some(Decision { place, said, before, kept }));
    }

    fn told(self, trouble: Trouble) {
        self.answered(&trouble.place);
        let _gone = self.troubles.try_update(|troubles| troubles.push(trouble));
    }

    fn answered(self, place: &Place) {
        let stands = |troubles: &Vec<Trouble>| troubles.iter().any(|trouble| trouble.place == *place);
        if self.troubles.try_with_untracked(stands) == Some(true) {
            let _gone = self.troubles.try_update(|troubles| troubles.retain(|trouble| trouble.place != *place));
        }
    }

    fn kept_at_last(self, place: &Place) {
        self.answered(place);
        let is_last = |made: &Option<Decision>| made.as_ref().is_some_and(|made| made.place == *place);
        if self.made.try_with_untracked(is_last) == Some(true) {
            let _gone = self.made.try_update(|made| {
                if let Some(made) = made {
                    made.kept = true;
                }
            });
        }
    }

    /// Gives the form back: from now on the decision is changed by deciding anew.
    fn let_go(self) {
        drop(self.form.try_update_value(Option::take));
        let _gone = self.made.try_set(None);
    }

    /// Puts back what was decided between.
    fn undo(self) {
        let form = self.form.try_update_value(Option::take).flatten();
        let decision = self.made.try_update(Option::take).flatten();
        if let (Some(form), Some(decision)) = (form, decision) {
            form.undo(decision.before);
            self.answered(&decision.place);
        }
    }
}

/// What stood on a card when its button was pressed: the versions and their values.
#[must_use]
pub fn on_the_card<'a>(sides: impl Iterator<Item = (&'a [ChangeId], &'a Value)>) -> (BTreeSet<ChangeId>, Vec<Value>) {
    let mut values = Vec::new();
    let mut ids = Vec::new();
    for (of_side, value) in sides {
        ids.extend_from_slice(of_side);
        values.push(value.clone());
    }
    (gathered(ids), values)
}

/// Whether every live version of a field was on the screen.
fn all_drawn(root: Option<&Root>, record: RecordId, field: &str, drawn: &BTreeSet<ChangeId>) -> bool {
    let field = root.and_then(|root| root.field(record, field));
    field.is_some_and(|field| field.live.iter().all(|version| drawn.contains(&version.id)))
}

/// The decisions that did not come off, each until it is answered, above everything else on the page.
#[component]
pub fn Troubles(
    /// The decisions of the page.
    last: LastDecision,
) -> impl IntoView {
    let one = move |trouble: Trouble| {
        let Trouble { place, what, why, tone } = trouble;
        let of_made = place.clone();
        let may_undo = Memo::new(move |_| {
            last.made.with(|made| made.as_ref().is_some_and(|made| made.place == of_made && !made.kept))
        });
        let place = StoredValue::new(place);
        let actions = move || {
            view! {
                {move || may_undo.get().then(|| view! {
                    <Button attr:data-test="trouble-undo" label=words::UNDO kind=ButtonKind::Bare icon=Glyph::Undo on_press=move |()| last.undo()/>
                })}
                <Button attr:data-test="trouble-close" label=words::CLOSE kind=ButtonKind::Bare on_press=move |()| last.answered(&place.get_value())/>
            }
        };
        view! {
            <Notice attr:data-test="decision-trouble" title=Signal::derive(move || format!("{what}.")) text=Signal::derive(move || t(why).to_owned()) tone=tone actions=actions/>
        }
    };
    view! {
        <div class="conflict-troubles">
            <For each=move || last.troubles.get() key=|trouble| (trouble.place.clone(), trouble.why.vi) children=one/>
        </div>
    }
}

/// The word that something is decided and saved, with the way back.
#[component]
pub fn Decided(
    /// The decisions of the page.
    last: LastDecision,
) -> impl IntoView {
    let kept =
        Memo::new(move |_| last.made.with(|made| made.as_ref().filter(|made| made.kept).map(|made| made.said.clone())));
    view! {
        <Toast
            open=Signal::derive(move || kept.read().is_some())
            text=Signal::derive(move || kept.get().map(w::decided).unwrap_or_default())
            undo_label=words::UNDO
            on_undo=move |()| last.undo()
            on_close=move |()| last.let_go()
        />
    }
}
