//! A figure that opens: its number, how far apart its versions are, and the way to what is behind it.

use super::super::names::Names;
use crate::{
    text::{overview as w, t},
    ui::{Glyph, Icon},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::{
    fold::Root,
    id::{RecordId, UnitId},
    merged::{Figures, Merged, Sum},
    money::dotted,
};
use std::sync::Arc;

/// Everything that the page draws from.
#[derive(Clone, Default)]
pub struct Picture {
    /// The plans.
    pub plans: Vec<Arc<Root>>,
    /// Their activities.
    pub activities: Vec<Arc<Root>>,
    /// The reports on them.
    pub reports: Vec<Arc<Root>>,
    /// All of it merged.
    pub merged: Merged,
}

impl PartialEq for Picture {
    fn eq(&self, other: &Self) -> bool {
        let same = |mine: &[Arc<Root>], theirs: &[Arc<Root>]| {
            mine.len() == theirs.len() && mine.iter().zip(theirs).all(|(one, other)| Arc::ptr_eq(one, other))
        };
        same(&self.plans, &other.plans)
            && same(&self.activities, &other.activities)
            && same(&self.reports, &other.reports)
            && self.merged == other.merged
    }
}

/// Which figures a row of the tables holds. In the address: `unit:…`, `kind:…`, `activity:…`, `all`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RowKey {
    /// Everything.
    All,
    /// A unit and what lies under it.
    Unit(UnitId),
    /// A kind of activity.
    Kind(String),
    /// One activity.
    Activity(RecordId),
}

impl RowKey {
    /// The word of the address.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Unit(id) => format!("unit:{id}"),
            Self::Kind(code) => format!("kind:{code}"),
            Self::Activity(id) => format!("activity:{id}"),
        }
    }

    /// What the word of the address names.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        if code == "all" {
            return Some(Self::All);
        }
        let (kind, name) = code.split_once(':')?;
        match kind {
            "unit" => name.parse().ok().map(Self::Unit),
            "kind" => Some(Self::Kind(name.to_owned())),
            "activity" => name.parse().ok().map(Self::Activity),
            _ => None,
        }
    }

    /// The figures of the row.
    #[must_use]
    pub fn figures(&self, picture: &Picture, names: &Names) -> Option<Figures> {
        match self {
            Self::All => Some(picture.merged.all.clone()),
            Self::Unit(unit) => {
                by_commune(picture, names).into_iter().find(|(id, _)| id == unit).map(|(_, figures)| figures)
            }
            Self::Kind(code) => picture.merged.by_kind().remove(code),
            Self::Activity(id) => picture.merged.by_activity.get(id).cloned(),
        }
    }

    /// What the row is called.
    #[must_use]
    pub fn name(&self, picture: &Picture, names: &Names) -> String {
        match self {
            Self::All => t(w::TOTAL).to_owned(),
            Self::Unit(unit) => names.unit(*unit),
            Self::Kind(code) => names.kind(code),
            Self::Activity(id) => {
                let root = picture.activities.iter().find(|root| root.id == *id);
                root.map(|root| shared::activity::Activity::of(root).name).unwrap_or_default()
            }
        }
    }
}

/// The figures by commune, or by the unit itself above communes and for their agencies.
#[must_use]
pub fn by_commune(picture: &Picture, names: &Names) -> Vec<(UnitId, Figures)> {
    let commune =
        |unit: UnitId| names.tree.nearest(unit, shared::unit::UnitKind::Commune).map_or(unit, |commune| commune.id);
    picture.merged.by_unit(commune).into_iter().collect()
}

/// Which figure of a row. In the address by its word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// What was done towards the target.
    Done,
    /// Reports.
    Reports,
    /// People.
    People,
    /// Women.
    Women,
    /// Ethnic-minority people.
    Minority,
    /// Households of all classes.
    Households,
    /// Đồng spent.
    Cost,
}

impl What {
    const ALL: [Self; 7] =
        [Self::Done, Self::Reports, Self::People, Self::Women, Self::Minority, Self::Households, Self::Cost];

    /// The word of the address.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Reports => "reports",
            Self::People => "people",
            Self::Women => "women",
            Self::Minority => "minority",
            Self::Households => "households",
            Self::Cost => "cost",
        }
    }

    /// What the word of the address names.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.code() == code)
    }

    /// What it is called.
    #[must_use]
    pub fn words(self) -> &'static str {
        t(match self {
            Self::Done => w::DONE,
            Self::Reports => w::SESSIONS,
            Self::People => w::PEOPLE,
            Self::Women => w::WOMEN,
            Self::Minority => w::MINORITY,
            Self::Households => w::HOUSEHOLDS,
            Self::Cost => w::COST_ACTUAL,
        })
    }

    /// The sum in a row's figures; what was done is joined over all measures, for the list behind.
    #[must_use]
    pub fn sum(self, figures: &Figures) -> Sum {
        match self {
            Self::Done => figures.done.values().fold(Sum::default(), |mut all, sum| {
                all.join(sum);
                all
            }),
            Self::Reports => {
                let behind: std::collections::BTreeSet<RecordId> = figures
                    .reports
                    .iter()
                    .filter(|(standing, _)| {
                        matches!(standing, shared::merged::Standing::Submitted | shared::merged::Standing::Approved)
                    })
                    .flat_map(|(_, ids)| ids.iter().copied())
                    .collect();
                let count = i64::try_from(behind.len()).unwrap_or(i64::MAX);
                Sum { shown: count, low: count, high: count, behind }
            }
            Self::People => figures.people.clone(),
            Self::Women => figures.women.clone(),
            Self::Minority => figures.ethnic_minority.clone(),
            Self::Households => figures.households_in_all(),
            Self::Cost => figures.cost.clone(),
        }
    }
}

/// The address of this page with one more thing asked: the list behind a figure.
fn href_with(path: &str, search: &str, row: &RowKey, what: What) -> String {
    let kept = search
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("row=") && !pair.starts_with("figure="));
    let own = [format!("row={}", row.code()), format!("figure={}", what.code())];
    let pairs: Vec<String> = kept.map(str::to_owned).chain(own).collect();
    format!("{path}?{}", pairs.join("&"))
}

/// The figure: a link to what is behind it. Nothing behind it is shown as a dash.
#[component]
pub fn Figure(
    /// The sum.
    sum: Sum,
    /// Its row.
    row: RowKey,
    /// Which figure it is.
    what: What,
    /// What stands behind the number: the measure.
    #[prop(optional, into)]
    unit: String,
) -> impl IntoView {
    let location = use_location();
    let certain = sum.is_certain();
    let number = dotted(sum.shown);
    let range = (!certain).then(|| w::low_high(dotted(sum.low), dotted(sum.high)));
    if sum.behind.is_empty() {
        return view! { <span class="figure-none" data-test="figure">"–"</span> }.into_any();
    }
    let href = move || href_with(&location.pathname.get(), &location.search.get(), &row, what);
    let said = {
        let number = number.clone();
        let unit = unit.clone();
        move || w::open_figure(what.words(), format!("{number} {unit}"))
    };
    view! {
        <a class="figure" class:figure-differs=!certain href=href data-test="figure" data-figure=what.code() aria-label=said data-noscroll="true">
            <span class="figure-number">{number} {(!unit.is_empty()).then(|| format!(" {unit}"))}</span>
            {range.map(|range| view! {
                <span class="figure-range"><Icon glyph=Glyph::Conflict/> {range}</span>
            })}
        </a>
    }
    .into_any()
}
