//! Doors for tests that run the browser's half of the notebook in a real browser. Compiled only
//! with the feature `conformance`; the app that people get has none of it.

use crate::{
    browser::{chance, lock},
    photo,
    state::{OpenForm, State},
    store::{Store, Table, conformance, indexed_db::IndexedDbStore, one},
};
use leptos::{mount::mount_to_body, prelude::*};
use shared::{
    change::{self, Home},
    notebook::Edit,
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::Blob;

fn text(error: impl std::fmt::Display) -> JsValue {
    JsValue::from_str(&error.to_string())
}

/// Runs the store's suite on IndexedDB; answers how many cases passed.
#[wasm_bindgen]
pub async fn conformance() -> Result<u32, JsValue> {
    let cases = conformance::run(async |name: &str| IndexedDbStore::open(name).await).await;
    Ok(u32::try_from(cases.map_err(text)?).unwrap_or(u32::MAX))
}

/// Saves a row, has the connection cut, saves another, and answers whether both are there.
#[wasm_bindgen]
pub async fn survives_a_cut() -> Result<bool, JsValue> {
    let name = format!("cut-{}", chance::fresh_uuid());
    let store = IndexedDbStore::open(&name).await.map_err(text)?;
    store.commit(one(Table::Root, "before", vec![1])).await.map_err(text)?;
    store.cut();
    store.commit(one(Table::Root, "after", vec![2])).await.map_err(text)?;
    store.cut();
    Ok(store.keys(Table::Root).await.map_err(text)? == ["after", "before"])
}

/// Whether a lock keeps others out while held and lets them in afterwards.
#[wasm_bindgen]
pub async fn locks_exclude() -> bool {
    let Some(guard) = lock::held("probe").await else { return false };
    let kept_out = lock::held_if_free("probe").await.is_none();
    drop(guard);
    kept_out && lock::held("probe").await.is_some()
}

/// How long `saves` strict commits of a small row take, in milliseconds each.
#[wasm_bindgen]
pub async fn save_times(saves: u32) -> Result<Vec<f64>, JsValue> {
    let store = IndexedDbStore::open("save-times").await.map_err(text)?;
    let clock = web_sys::window().and_then(|window| window.performance()).ok_or(JsValue::NULL)?;
    let mut times = Vec::new();
    for n in 0..saves {
        let begun = clock.now();
        let row = vec![b'x'; 900];
        store.commit(one(Table::Pending, format!("{n:020}"), row)).await.map_err(text)?;
        #[expect(clippy::float_arithmetic, reason = "the browser's clock has fractions")]
        times.push(clock.now() - begun);
    }
    Ok(times)
}

/// Makes a photo of a blob: `[width, height, bytes, first two bytes]`.
#[wasm_bindgen]
pub async fn photo_of(blob: JsValue) -> Result<Vec<u32>, JsValue> {
    let photo = photo::prepared(blob.unchecked_ref::<Blob>()).await.map_err(text)?;
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let magic = u32::from(photo.bytes[0]) << 8 | u32::from(photo.bytes[1]);
    Ok(vec![photo.width, photo.height, count(photo.bytes.len()), magic])
}

/// Asks the server for the session: the error's code, or the person's name.
#[wasm_bindgen]
pub async fn ask_session() -> String {
    match crate::api::requests::session().await {
        Ok(signed_in) => signed_in.name,
        Err(error) => format!("error: {}", error.code()),
    }
}

/// The state of the app without a page, for stories that watch what it does.
#[wasm_bindgen]
pub struct Probe {
    state: State,
    form: RefCell<Option<OpenForm>>,
}

#[wasm_bindgen]
impl Probe {
    /// Starts the state.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        let made = Rc::new(Cell::new(None));
        let making = Rc::clone(&made);
        mount_to_body(move || making.set(Some(State::provide())));
        let state = made.get().expect("mounting runs the closure at once");
        Self { state, form: RefCell::new(None) }
    }

    /// Signs in; answers the person's name or the error.
    pub async fn sign_in(&self, login: String, password: String) -> String {
        match self.state.sign_in(&login, &password).await {
            Ok(()) => self.who(),
            Err(error) => format!("{error:?}"),
        }
    }

    /// Who works here.
    pub fn who(&self) -> String {
        self.state.session.get_untracked().map_or_else(String::new, |person| person.name)
    }

    /// Signs out; answers what was refused.
    pub async fn sign_out(&self) -> String {
        format!("{:?}", self.state.sign_out().await)
    }

    /// Everything that a status line would say.
    pub fn status(&self) -> String {
        format!(
            "ready={} expired={} unsent={} photos={:?} outbox={} conflicts={} units={} {:?} trouble={:?}",
            self.state.ready.get_untracked(),
            self.state.expired.get_untracked(),
            self.state.unsent.get_untracked(),
            self.state.photos_unsent.get_untracked(),
            self.state.outbox.get_untracked().len(),
            self.state.conflicts.get_untracked().len(),
            self.state.directory.get_untracked().units.len(),
            self.state.sync.get_untracked(),
            self.state.store_trouble.get_untracked(),
        )
    }

    /// Why items of the outbox stand where they do.
    pub fn outbox(&self) -> String {
        format!("{:?}", self.state.outbox.get_untracked())
    }

    /// A new id.
    pub fn new_id(&self) -> String {
        self.state.new_id().to_string()
    }

    /// Opens a report of the person's unit.
    pub async fn open(&self, root: String) -> bool {
        let (Ok(root), Some(person)) = (root.parse(), self.state.session.get_untracked()) else { return false };
        let form = self.state.open(root, "report", Home::of_unit(person.unit)).await.ok();
        let opened = form.is_some();
        *self.form.borrow_mut() = form;
        opened
    }

    /// Types into a field of the open report.
    pub fn type_in(&self, field: String, value: String) {
        if let Some(form) = &*self.form.borrow() {
            let root = form.root();
            form.save(vec![Edit { record: root, kind: "report", field, value: value.into() }]);
        }
    }

    /// Adds a photo to the open report.
    pub async fn add_photo(&self, file: web_sys::File) -> String {
        let form = self.form.borrow().clone();
        match form {
            Some(form) => format!("{:?}", form.add_photo(file, self.state.new_id(), Vec::new()).await),
            None => "no form".to_owned(),
        }
    }

    /// What the mark beside the form says.
    pub fn saved(&self) -> String {
        self.form.borrow().as_ref().map_or_else(String::new, |form| format!("{:?}", form.saved.get_untracked()))
    }

    /// Gives the form back.
    pub fn close(&self) {
        self.form.borrow_mut().take();
    }

    /// What a field of a root shows.
    pub fn value(&self, root: String, field: String) -> String {
        let Ok(root) = root.parse() else { return String::new() };
        let shown = self.state.root(root).get_untracked();
        shown.and_then(|root| root.value(root.id, &field).map(|value| format!("{value:?}"))).unwrap_or_default()
    }

    /// How many roots of the three kinds are here.
    pub fn counts(&self) -> Vec<u32> {
        let count = |kind| u32::try_from(self.state.roots(kind).get_untracked().len()).unwrap_or(0);
        vec![count("plan"), count("activity"), count("report")]
    }

    /// Wishes for a state.
    pub fn wish(&self, root: String, to: String) {
        let Ok(id) = root.parse() else { return };
        if let Some(root) = self.state.root(id).get_untracked() {
            self.state.wish_for(&root, change::State::of_code(&to), "");
        }
    }

    /// The state of a root, and how far it has travelled.
    pub fn travel(&self, root: String) -> String {
        let Ok(id) = root.parse() else { return String::new() };
        let decided = self.state.root(id).get_untracked().map(|root| root.decided().state);
        format!("{decided:?} {:?}", self.state.travel(id).get_untracked())
    }

    /// Synchronises now.
    pub fn sync_now(&self) {
        self.state.sync_now();
    }
}

impl Default for Probe {
    fn default() -> Self {
        Self::new()
    }
}
