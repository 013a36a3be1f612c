//! News: what a desk tells its tab, and what tabs tell each other.

use crate::store::{StoreError, Table};
use serde::{Deserialize, Serialize};
use shared::id::RecordId;
use std::collections::BTreeSet;

/// What happened on the desk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum News {
    /// These roots are no longer what they were, or stand elsewhere on their way.
    Roots(BTreeSet<RecordId>),
    /// Everything may have changed.
    Everything,
    /// Every save up to this ticket is on the medium.
    Written {
        /// The ticket.
        through: u64,
        /// When, by the device's clock.
        at_ms: i64,
    },
    /// The store does not take what it is given; it is tried again.
    StoreTrouble(StoreError),
    /// Another tab asks whoever can to synchronise.
    SyncAsked,
    /// Another tab has had the server's answer to everything.
    Synced,
    /// There is another directory.
    Directory,
}

/// What tabs say to each other.
#[derive(Serialize, Deserialize)]
pub(super) enum Word {
    Rows(Vec<(Table, String)>),
    Sync,
    Synced { at_ms: i64 },
}
