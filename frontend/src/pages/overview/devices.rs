//! Who has not synchronised since when, with how much unsent. Asked of the server, only online.

use super::super::names::Names;
use crate::{
    state::{ApiError, State},
    text::{lang, overview as w, t},
    ui::{Badge, Button, Cell, Column, DataTable, Glyph, Notice, Section, Skeleton, TableRow, Tone},
};
use leptos::{prelude::*, task::spawn_local};
use shared::wire::{self, DeviceRow};

/// A device that has been silent for longer is shown in amber.
const SILENT_MS: i64 = 3 * 86_400_000;
const MINUTE_MS: i64 = 60_000;

#[derive(Clone)]
enum Asked {
    Not,
    Waiting,
    Failed(ApiError),
    Devices(wire::Devices),
}

/// The section. It asks when the page is opened, and again at the button.
#[component]
pub fn Devices(names: Memo<Names>) -> impl IntoView {
    let state = State::here();
    let asked = RwSignal::new(Asked::Not);
    let ask = move || {
        asked.set(Asked::Waiting);
        spawn_local(async move {
            let answer = state.devices().await.map_or_else(Asked::Failed, Asked::Devices);
            // The screen may be gone by now.
            let _gone = asked.try_set(answer);
        });
    };
    ask();
    let body = move || match asked.get() {
        Asked::Not => ().into_any(),
        Asked::Waiting => view! { <Skeleton label=w::DEVICES_LOADING/> }.into_any(),
        Asked::Failed(error) => view! { <Notice text=error.words(lang()) tone=Tone::Waiting/> }.into_any(),
        Asked::Devices(devices) => table(devices, names).into_any(),
    };
    view! {
        <Section
            title=w::DEVICES
            hint=w::DEVICES_HINT
            aside=move || view! { <Button label=w::DEVICES_AGAIN icon=Glyph::SyncWorking on_press=move |()| ask()/> }
        >
            <div data-test="devices">{body}</div>
        </Section>
    }
}

fn table(devices: wire::Devices, names: Memo<Names>) -> impl IntoView {
    let columns = Signal::derive(|| {
        vec![
            Column::text("person", t(w::PERSON)),
            Column::text("unit", t(w::UNIT)),
            Column::text("device", t(w::DEVICE)),
            Column::text("last", t(w::LAST_SYNC)),
            Column::number("unsent", t(w::UNSENT)),
        ]
    });
    let rows = Signal::derive(move || {
        let names = names.read();
        devices.devices.iter().map(|device| row(device, devices.server_ms, &names)).collect::<Vec<_>>()
    });
    view! { <DataTable caption=w::DEVICES columns=columns rows=rows empty=w::DEVICES_NONE/> }
}

fn row(device: &DeviceRow, server_ms: i64, names: &Names) -> TableRow {
    let person = names.person(device.person).map(|person| person.name.clone()).unwrap_or_default();
    let silent = device.last_sync_ms.is_none_or(|at| server_ms - at > SILENT_MS);
    let last = device.last_sync_ms.map_or_else(|| t(w::NEVER).to_owned(), |at| ago(server_ms - at));
    let last = if silent {
        Cell::view(move || view! { <Badge text=last.clone() tone=Tone::Waiting/> }.into_any())
    } else {
        Cell::text(last)
    };
    let cells = vec![
        Cell::text(person),
        Cell::text(names.unit(device.unit)),
        Cell::text(device.name.clone()),
        last,
        Cell::text(device.unsent.to_string()),
    ];
    TableRow::new(device.device.to_string(), cells)
}

/// `3 giờ trước`.
fn ago(ms: i64) -> String {
    match ms / MINUTE_MS {
        ..1 => t(w::JUST_NOW).to_owned(),
        minutes @ 1..60 => w::ago_minutes(minutes),
        minutes @ 60..1_440 => w::ago_hours(minutes / 60),
        minutes => w::ago_days(minutes / 1_440),
    }
}
