//! The cards of the work list: an activity with its button, a report with its state.

use super::lines::{ActivityLine, Lane, ReportLine, When};
use crate::{
    pages::{
        names::Names,
        signs::{kind_glyph, lane_badge, stage_badge},
    },
    state::State,
    text::{self, t, work as words},
    ui::{Badge, Button, ButtonKind, Glyph, Icon, LinkButton, Row, Tone},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::activity::Stage;

/// An activity: what, where, when, how urgent, and the way to its report.
#[component]
pub fn ActivityCard(
    /// The activity.
    line: ActivityLine,
    /// Units, people, catalogue.
    names: Memo<Names>,
) -> impl IntoView {
    let state = State::here();
    let navigate = use_navigate();
    let ActivityLine { id, name, kind, place, planned, stage, when, open_report, reported, in_conflict } = line;
    let glyph = names.with_untracked(|names| kind_glyph(names, &kind));
    let kind_name = move || names.with(|names| names.kind(&kind));
    let title = move || if name.is_empty() { t(words::UNNAMED).to_owned() } else { name.clone() };
    let place = move || if place.is_empty() { t(words::NO_PLACE).to_owned() } else { place.clone() };
    let days = move || planned.map_or_else(|| t(words::NO_DATE).to_owned(), text::words::span);
    let write = Callback::new(move |()| {
        navigate(&format!("/reports/{}?activity={id}", state.new_id()), leptos_router::NavigateOptions::default());
    });
    let tone = urgency_tone(when, stage);
    let is_stopped = matches!(stage, Stage::Postponed | Stage::Cancelled);
    view! {
        <li class=format!("card {}", tone.class()) data-test="activity-card" data-id=id.to_string()>
            <span class="card-icon"><Icon glyph=glyph/></span>
            <div class="card-words">
                <p class="card-kicker">{kind_name}</p>
                <h3 class="card-title"><a class="card-link" href=format!("/activities/{id}")>{title}</a></h3>
                <p class="card-fact"><Icon glyph=Glyph::Pin/><span>{place}</span></p>
                <p class="card-fact"><Icon glyph=Glyph::Calendar/><span class="number">{days}</span></p>
                <p class="card-signs">
                    {urgency_badge(when, stage)}
                    {(reported > 0).then(|| view! { <Badge text=Signal::derive(move || words::reported(reported)) tone=Tone::Good icon=Glyph::Report/> })}
                    {in_conflict.then(|| view! { <Badge text=words::CONFLICT_CHIP tone=Tone::Bad icon=Glyph::Conflict/> })}
                </p>
            </div>
            <div class="card-act">
                {match open_report {
                    Some((report, Lane::Returned)) => view! {
                        <LinkButton label=words::MEND href=format!("/reports/{report}") kind=ButtonKind::Primary icon=Glyph::Returned attr:data-test="mend-report"/>
                    }.into_any(),
                    Some((report, _)) => view! {
                        <LinkButton label=words::GO_ON href=format!("/reports/{report}") icon=Glyph::Edit attr:data-test="go-on-report"/>
                    }.into_any(),
                    None if is_stopped => ().into_any(),
                    None => view! {
                        <Button label=words::REPORT icon=Glyph::Report on_press=write attr:data-test="make-report"/>
                    }.into_any(),
                }}
            </div>
        </li>
    }
}

fn urgency_tone(when: When, stage: Stage) -> Tone {
    match when {
        When::Overdue(_) => Tone::Bad,
        When::Now(_) => Tone::Waiting,
        When::Finished if stage != Stage::Postponed && stage != Stage::Cancelled => Tone::Good,
        When::Soon(_) | When::Undated | When::Finished => Tone::Neutral,
    }
}

fn urgency_badge(when: When, stage: Stage) -> AnyView {
    let text = move || match when {
        When::Overdue(days) => words::overdue(days),
        When::Now(left) => words::days_left(left),
        When::Soon(from) => words::begins(from),
        When::Undated | When::Finished => t(words::NO_DATE).to_owned(),
    };
    match when {
        // Over and reported: the count of reports says so.
        When::Finished if stage.is_open() => ().into_any(),
        When::Finished => stage_badge(stage).into_any(),
        _ => view! { <Badge text=Signal::derive(text) tone=urgency_tone(when, stage) icon=Glyph::Clock/> }.into_any(),
    }
}

/// A report: of which activity, when, where, and where it stands.
#[component]
pub fn ReportRow(
    /// The report.
    line: ReportLine,
) -> impl IntoView {
    let travel = State::here().travel(line.id);
    let ReportLine { id, lane, state, title, date, place, note, in_conflict, .. } = line;
    let title = move || if title.is_empty() { t(words::REPORT_WITHOUT_ACTIVITY).to_owned() } else { title.clone() };
    let facts: Vec<String> =
        date.map(shared::date::Date::text).into_iter().chain((!place.is_empty()).then_some(place)).collect();
    let detail = facts.join(" · ");
    let (has_note, note) = (!note.is_empty(), StoredValue::new(note));
    let signs = move || {
        let photos = move || {
            let travel = travel.get();
            (travel.photos_sent < travel.photos).then(|| view! {
                <Badge text=text::words::photos_sent(travel.photos_sent, travel.photos) tone=Tone::Waiting icon=Glyph::Photo/>
            })
        };
        view! {
            {lane_badge(lane, &state)}
            {photos}
            {in_conflict.then(|| view! { <Badge text=words::CONFLICT_CHIP tone=Tone::Bad icon=Glyph::Conflict/> })}
        }
    };
    view! {
        <Row title=Signal::derive(title) detail=detail href=format!("/reports/{id}") icon=Glyph::Report tone=lane_tone(lane) state=signs
            kicker=Signal::derive(move || if has_note { note.with_value(|note| words::returned_because(note)) } else { String::new() })
            attr:data-test="report-row" attr:data-lane=lane_code(lane)/>
    }
}

fn lane_tone(lane: Lane) -> Tone {
    match lane {
        Lane::Returned => Tone::Bad,
        Lane::Draft => Tone::Neutral,
        Lane::Waiting => Tone::Waiting,
        Lane::Sent => Tone::Good,
    }
}

fn lane_code(lane: Lane) -> &'static str {
    match lane {
        Lane::Returned => "returned",
        Lane::Draft => "draft",
        Lane::Waiting => "waiting",
        Lane::Sent => "sent",
    }
}

/// A report that came back: what was said of it, and the way to put it right.
#[component]
pub fn ReturnedCard(
    /// The report.
    line: ReportLine,
) -> impl IntoView {
    let ReportLine { id, title, date, place, note, .. } = line;
    let title = move || if title.is_empty() { t(words::REPORT_WITHOUT_ACTIVITY).to_owned() } else { title.clone() };
    let day = date.map(shared::date::Date::text).unwrap_or_default();
    view! {
        <li class="card tone-bad" data-test="report-row" data-lane=lane_code(Lane::Returned)>
            <span class="card-icon card-icon-tone"><Icon glyph=Glyph::Returned/></span>
            <div class="card-words">
                <h3 class="card-title"><a class="card-link" href=format!("/reports/{id}")>{title}</a></h3>
                {(!note.is_empty()).then(|| view! { <blockquote class="card-note">{note}</blockquote> })}
                <p class="card-fact"><Icon glyph=Glyph::Calendar/><span class="number">{day}</span></p>
                <p class="card-fact"><Icon glyph=Glyph::Pin/><span>{place}</span></p>
            </div>
            <div class="card-act">
                <LinkButton label=words::MEND href=format!("/reports/{id}") kind=ButtonKind::Primary icon=Glyph::Edit attr:data-test="mend-report"/>
            </div>
        </li>
    }
}
