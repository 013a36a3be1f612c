//! The frame of every form field: label above, hint, control, error with its cure.
//! It wires the ids; what the control is, the control's own file says.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::typing::fresh_id;

/// The ids that tie label, hint and error to a control.
#[derive(Clone, Debug)]
pub struct FieldIds {
    /// The control's own id; a link "#id" or a jump to the first error leads here.
    pub control: String,
    /// The label's or legend's id.
    pub label: String,
    /// The hint's id.
    pub hint: String,
    /// The error's id.
    pub error: String,
}

impl FieldIds {
    /// Ids derived from `id`, or fresh ones.
    #[must_use]
    pub fn new(id: Option<String>) -> Self {
        let control = id.unwrap_or_else(|| fresh_id("field"));
        Self {
            label: format!("{control}-label"),
            hint: format!("{control}-hint"),
            error: format!("{control}-error"),
            control,
        }
    }

    /// The value of `aria-describedby`: hint and error, as far as they are shown.
    #[must_use]
    pub fn described_by(&self, hint: Signal<String>, error: Signal<String>) -> Signal<Option<String>> {
        let (hint_id, error_id) = (self.hint.clone(), self.error.clone());
        Signal::derive(move || match (hint.read().is_empty(), error.read().is_empty()) {
            (true, true) => None,
            (false, true) => Some(hint_id.clone()),
            (true, false) => Some(error_id.clone()),
            (false, false) => Some(format!("{error_id} {hint_id}")),
        })
    }
}

/// Label, hint and error around any control. Text, number and choice fields use it by themselves;
/// use it directly only around a control of your own, which then takes `ids.control` as its id and
/// `ids.described_by(…)` as its description.
#[component]
pub fn Field(
    /// The ids shared with the control.
    ids: FieldIds,
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// How to answer, before one answers.
    #[prop(into, optional)]
    hint: Signal<String>,
    /// What is wrong and how to cure it; empty is right.
    #[prop(into, optional)]
    error: Signal<String>,
    /// A mark beside the label, for example "không bắt buộc".
    #[prop(into, optional)]
    mark: Signal<String>,
    /// Several controls under one question: a `fieldset` with a legend.
    #[prop(optional)]
    group: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    let wrong = move || !error.read().is_empty();
    let label_words = move || {
        view! {
            {move || label.get()}
            {move || (!mark.read().is_empty()).then(|| view! { " " <span class="field-mark">{mark.get()}</span> })}
        }
    };
    let described_by = ids.described_by(hint, error);
    let FieldIds { control, label: label_id, hint: hint_id, error: error_id } = ids;
    let before = view! {
        {move || (!hint.read().is_empty()).then({
            let id = hint_id.clone();
            move || view! { <p class="field-hint" id=id>{hint.get()}</p> }
        })}
    };
    let after = view! {
        {move || wrong().then({
            let id = error_id.clone();
            move || view! { <p class="field-error" id=id><Icon glyph=Glyph::Warning/><span>{error.get()}</span></p> }
        })}
    };
    if group {
        view! {
            <fieldset class="field" id=control class:field-wrong=wrong aria-describedby=move || described_by.get()>
                <legend class="field-label" id=label_id>{label_words()}</legend>
                {before}
                {children()}
                {after}
            </fieldset>
        }
        .into_any()
    } else {
        view! {
            <div class="field" class:field-wrong=wrong>
                <label class="field-label" id=label_id for=control>{label_words()}</label>
                {before}
                {children()}
                {after}
            </div>
        }
        .into_any()
    }
}
