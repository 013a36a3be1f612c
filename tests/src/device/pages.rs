//! Reading of the log without looking into it: cursors go on, entries are counted and let go, so that one
//! program can be thousands of devices.

use super::{Device, Refused, Wire, zipped};
use serde::{Deserialize, de::IgnoredAny};
use shared::{
    id::ScopeId,
    wire::{Cursor, Pull},
};
use std::collections::BTreeSet;

/// How far a device has read, and what that took.
#[derive(Debug, Clone, Default)]
pub struct Pages {
    wish: Pull,
    /// Entries so far.
    pub entries: usize,
    /// What crossed the line.
    pub wire: Wire,
}

/// What is read of a reply.
#[derive(Deserialize)]
struct Reply {
    scopes: Vec<Page>,
    readable: BTreeSet<ScopeId>,
}

#[derive(Deserialize)]
struct Page {
    scope: ScopeId,
    to: Cursor,
    head: u64,
    entries: Vec<IgnoredAny>,
}

impl Pages {
    /// Asks once and goes on; whether there is more.
    ///
    /// # Errors
    /// When it was not answered; asking again is right.
    pub async fn next(&mut self, device: &Device) -> Result<bool, Refused> {
        let (reply, wire) = self.ask(device).await?;
        self.wire.add(wire);
        let mut more = false;
        for page in reply.scopes {
            self.entries += page.entries.len();
            more |= page.to.n < page.head;
            self.wish.scopes.insert(page.scope, page.to);
        }
        // A first answer names the scopes that are empty still: the device asks for all of them from then on.
        for scope in reply.readable {
            self.wish.scopes.entry(scope).or_default();
        }
        Ok(more)
    }

    /// Reads until nothing more comes.
    ///
    /// # Panics
    /// If it is not answered.
    pub async fn read_all(&mut self, device: &Device) {
        while self.next(device).await.unwrap_or_else(|refused| panic!("a pull: {refused}")) {}
    }

    /// Asks and stays where it is; how many entries came.
    ///
    /// # Panics
    /// If it is not answered.
    pub async fn asked(&self, device: &Device) -> usize {
        let (reply, _) = self.ask(device).await.unwrap_or_else(|refused| panic!("a pull: {refused}"));
        reply.scopes.iter().map(|page| page.entries.len()).sum()
    }

    async fn ask(&self, device: &Device) -> Result<(Reply, Wire), Refused> {
        let body = zipped(&serde_json::to_vec(&self.wish).expect("it is plain"));
        device.tried("/api/v1/sync/pull", body).await
    }
}
