//! Photos of the event: taken or picked, made small, kept on the device, captioned.

use super::handouts::{lines, take_out};
use crate::{
    forms::{field::Slot, sheet::Sheet, slots::TextSlot},
    photo::PhotoError,
    state::{OpenForm, State},
    text::{
        self, Text, report as words,
        shell::TRY_AGAIN,
        t,
        words::{OPTIONAL, UNDO},
    },
    ui::{Button, Notice, Panel, PhotoGrid, PhotoPick, PhotoTile, SyncLook, Toast, Tone},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    attachment::{self, PHOTO},
    id::RecordId,
    notebook::Edit,
    reading::ORDER,
};

#[component]
pub(super) fn Photos(sheet: Sheet) -> impl IntoView {
    let state = State::here();
    let shown = Memo::new(move |_| lines(sheet, PHOTO));
    let (under_way, troubles) = (sheet.under_way, StoredValue::new_local(Vec::<Trouble>::new()));
    // How many times something was noted: files themselves are no signal.
    let told = RwSignal::new(0_usize);
    let removed = RwSignal::new(None::<Vec<Edit>>);
    let note = move |why, file| {
        let _gone = troubles.try_update_value(|troubles| noted(troubles, why, file));
        let _gone = told.try_update(|n| *n += 1);
    };
    let add = Callback::new(move |files: Vec<web_sys::File>| {
        // Held until the last photo is kept, even if the page is left meanwhile.
        let Some(form) = sheet.form() else {
            return files.into_iter().for_each(|file| note(PhotoError::NotTaken, file));
        };
        // The report is there before its photos are: a picture that cannot be read leaves it whole.
        sheet.settle();
        let order = i64::try_from(shown.with_untracked(Vec::len)).unwrap_or(0);
        under_way.update(|n| *n += files.len());
        spawn_local(async move {
            // One at a time: a cheap tablet has memory for one picture.
            for (file, at) in files.into_iter().zip(order..) {
                let done = add_one(state, &form, file.clone(), at).await;
                let _gone = under_way.try_update(|n| *n = n.saturating_sub(1));
                if let Err(why) = done {
                    note(why, file);
                }
            }
        });
    });
    let pick = Callback::new(move |files| {
        troubles.set_value(Vec::new());
        told.set(0);
        add.run(files);
    });
    let again = Callback::new(move |()| {
        let mut files = Vec::new();
        troubles.update_value(|all| {
            all.retain_mut(|one| {
                if one.helps() {
                    files.append(&mut one.files);
                }
                !one.files.is_empty()
            });
        });
        told.update(|n| *n += 1);
        add.run(files);
    });
    let remove = Callback::new(move |id: RecordId| removed.set(Some(take_out(sheet, id, PHOTO))));
    let undo = move |()| {
        if let Some(before) = removed.get_untracked() {
            sheet.edit(before);
        }
    };
    view! {
        <Panel title=words::PHOTOS>
            <p class="soft small">{move || t(words::PHOTOS_HINT)}</p>
            <ul class="report-photos">
                <For each=move || shown.get().into_iter().enumerate() key=|(_, id)| *id let((at, id))>
                    <OnePhoto sheet=sheet id=id at=at on_remove=remove/>
                </For>
            </ul>
            {move || (under_way.get() > 0).then(|| view! { <p class="report-photo-wait" role="status">{t(words::PHOTO_WORKING)} "…"</p> })}
            {move || {
                told.track();
                troubles.with_value(|all| all.iter().map(|one| trouble(one, again)).collect_view())
            }}
            <Show when=move || !sheet.frozen.get()>
                <PhotoGrid label=words::PHOTOS>
                    <PhotoPick label=words::CAMERA camera=true test="photo-camera" on_files=pick/>
                    <PhotoPick label=words::GALLERY test="photo-input" on_files=pick/>
                </PhotoGrid>
            </Show>
            <Toast open=Signal::derive(move || removed.with(Option::is_some)) text=words::PHOTO_REMOVED undo_label=UNDO
                on_undo=undo on_close=move |()| removed.set(None)/>
        </Panel>
    }
}

async fn add_one(state: State, form: &OpenForm, file: web_sys::File, at: i64) -> Result<(), PhotoError> {
    let record = state.new_id();
    let order = Edit { record, kind: PHOTO, field: ORDER.to_owned(), value: at.into() };
    form.add_photo(file, record, vec![order]).await.map(drop)
}

/// Files that became no photo, for one reason.
struct Trouble {
    why: PhotoError,
    files: Vec<web_sys::File>,
}

impl Trouble {
    /// Whether another attempt may help. What is kept in this tab is tried again by itself.
    fn helps(&self) -> bool {
        !self.why.is_permanent() && self.why != PhotoError::NotKept
    }
}

fn noted(troubles: &mut Vec<Trouble>, why: PhotoError, file: web_sys::File) {
    match troubles.iter_mut().find(|one| one.why == why) {
        Some(one) => one.files.push(file),
        None => troubles.push(Trouble { why, files: vec![file] }),
    }
}

/// Which files they are, why, and another attempt where that may help.
fn trouble(one: &Trouble, again: Callback<()>) -> impl IntoView + use<> {
    let (text, helps) = (trouble_words(one.why), one.helps());
    let names: Vec<String> = one.files.iter().map(web_sys::File::name).collect();
    let actions =
        move || helps.then(|| view! { <Button label=TRY_AGAIN on_press=again attr:data-test="photo-again"/> });
    view! { <Notice title=names.join(", ") text=text tone=Tone::Bad actions=actions attr:data-test="photo-trouble"/> }
}

fn trouble_words(why: PhotoError) -> Text {
    match why {
        PhotoError::NotAPicture => words::PHOTO_NOT_A_PICTURE,
        PhotoError::TooLarge => words::PHOTO_TOO_LARGE,
        PhotoError::NoRoom => words::PHOTO_NO_ROOM,
        PhotoError::NotKept => words::PHOTO_WAITS,
        _ => words::PHOTO_FAILED,
    }
}

#[component]
fn OnePhoto(sheet: Sheet, id: RecordId, at: usize, on_remove: Callback<RecordId>) -> impl IntoView {
    let state = State::here();
    let caption = Slot::of(sheet, id, PHOTO, attachment::CAPTION);
    let sha256 = untrack(move || sheet.value(id, attachment::SHA256));
    let sha256 = sha256.as_text().and_then(|text| text.parse().ok());
    let url = sha256.map(|sha256| state.small_photo_url(sha256));
    let src = Signal::derive(move || url.and_then(|url| url.get()).unwrap_or_default());
    let sent = sha256.map(|sha256| state.photo_sent(sha256));
    let is_sent = move || sent.is_none_or(|sent| sent.get());
    let look = Signal::derive(move || if is_sent() { SyncLook::Ok } else { SyncLook::Pending });
    let told = Signal::derive(move || t(if is_sent() { words::PHOTO_SENT } else { words::PHOTO_KEPT }).to_owned());
    let alt = move || {
        let caption = caption.value.with(|value| value.as_text().unwrap_or_default().to_owned());
        if caption.is_empty() { words::photo(at + 1) } else { caption }
    };
    view! {
        <li class="report-photo" data-test="photo">
            <ul class="report-photo-tile">
                {move || if sheet.frozen.get() {
                    view! { <PhotoTile src=src alt=Signal::derive(alt) look=look state=told/> }.into_any()
                } else {
                    view! { <PhotoTile src=src alt=Signal::derive(alt) look=look state=told
                        remove_label=words::REMOVE_PHOTO on_remove=move |()| on_remove.run(id)/> }.into_any()
                }}
            </ul>
            <div class="report-photo-words">
                <TextSlot of=caption label=Signal::derive(move || format!("{} {}", t(text::report::CAPTION), at + 1)) mark=OPTIONAL/>
            </div>
        </li>
    }
}
