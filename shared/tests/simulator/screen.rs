//! What stood on screens, noted outside the protocol: values, never versions. What the notebook says
//! that somebody has seen is held against it.

use shared::{fold::Root, id::RecordId, value::Value};
use std::collections::{BTreeMap, BTreeSet};

/// A field: record and name.
pub type Place = (RecordId, String);

/// The screen of one open form.
#[derive(Clone, Default, Debug)]
pub struct Screen {
    /// The value that stands there now.
    pub now: BTreeMap<Place, String>,
    /// Every value that stood there since the form was opened.
    pub ever: BTreeMap<Place, BTreeSet<String>>,
}

/// A value as it is compared: by its text.
pub fn said(value: &Value) -> String {
    serde_json::to_string(value).unwrap()
}

impl Screen {
    /// The screen of a form that is opened on a root.
    pub fn of(view: &Root) -> Self {
        let mut screen = Self::default();
        for (id, record) in &view.records {
            for name in record.fields.keys() {
                screen.draw(view, &(*id, name.clone()), false);
            }
        }
        screen
    }

    /// A field is drawn; `whole` with every value that it is in conflict about.
    pub fn draw(&mut self, view: &Root, place: &Place, whole: bool) {
        let Some(field) = view.field(place.0, &place.1) else {
            // What stood there was kept aside meanwhile: drawn anew, the field is empty.
            self.now.remove(place);
            return;
        };
        if let Some(shown) = field.shown() {
            self.put(place, said(&shown.value));
        }
        if whole {
            self.ever.entry(place.clone()).or_default().extend(field.live.iter().map(|version| said(&version.value)));
        }
    }

    /// A value stands in a field now.
    pub fn put(&mut self, place: &Place, value: String) {
        self.ever.entry(place.clone()).or_default().insert(value.clone());
        self.now.insert(place.clone(), value);
    }
}
