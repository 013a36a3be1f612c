//! What reports come to, summed over the units below one: asked with
//! `GET /api/v1/rollups?unit=…&from=2026-01&to=2026-06&by=unit`, and `&kind=…` for one kind of activity.

use crate::{id::UnitId, rollup::Month};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What stands in one row of the answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The unit itself and each of those right under it, with all that lies below; by id.
    Unit,
    /// A month, `2026-03`: of the day that reports name, of the day by which activities are planned.
    Month,
    /// The code of a kind of activity; empty where the activity of a report is not known.
    Kind,
    /// An activity, by id.
    Activity,
}

/// Which sums are asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RollUpsWish {
    /// The unit under which is summed; the asker's own or one below it.
    pub unit: UnitId,
    /// The first month.
    pub from: Month,
    /// The last month. From `0000-00` on, reports that name no day are among them.
    pub to: Month,
    /// What stands in a row.
    pub by: By,
    /// Only activities of this kind, and reports on them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// The sums.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RollUps {
    /// In the order of what stands in them.
    pub rows: Vec<RollUpRow>,
    /// So many scopes below the unit are not counted yet, or not anew since an older program wrote into them:
    /// the server is about to, and then there are other sums.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub uncounted: u64,
}

/// One row of sums.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct RollUpRow {
    /// What it is of, see [`By`].
    pub of: String,
    /// Reports by where they stand: `draft`, `submitted`, `returned`, `approved`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reports: BTreeMap<String, i64>,
    /// What is planned: activities of issued plans by how far they are, led by units below, to be over in
    /// these months.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub activities: BTreeMap<String, i64>,
    /// Fields in conflict, of reports and activities.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub conflicts: i64,
    /// What approved reports come to, by code: `people`, `women`, `ethnic_minority`, `households`, `cost`
    /// (đồng). Without a kind and by unit or month also `households/CLASS` and `handed_out/TYPE/LANGUAGE`;
    /// with a kind, by kind or by activity also `done/MEASURE`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub approved: BTreeMap<String, Figure>,
    /// The same of reports that are handed in and not approved.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub submitted: BTreeMap<String, Figure>,
    /// What activities are to come to, those that were cancelled left out: `target/MEASURE`, `cost`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub planned: BTreeMap<String, Figure>,
}

/// A sum as `[shown, least, most]`: over the values that are shown, and over the least and the most that
/// live versions say. Where no conflict touches it, they are the same.
pub type Figure = [i64; 3];

#[cfg_attr(target_pointer_width = "64", expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so"))]
fn is_zero(n: &u64) -> bool {
    *n == 0
}

#[cfg_attr(target_pointer_width = "64", expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so"))]
fn is_nothing(n: &i64) -> bool {
    *n == 0
}
