//! What a tablet holds as confirmed, in a form that can be compared: with another tablet, or with a fresh
//! one that has read everything from the server.

use shared::{digest::Digest, fold::Root, id::ScopeId, notebook::Table, wire::Cursor};
use std::collections::BTreeMap;

/// Everything confirmed, by scope.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Held(pub BTreeMap<ScopeId, Standing>);

/// One scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// How far it was read, and the chain there.
    pub cursor: Cursor,
    /// The sum over its live versions.
    pub live: u64,
    /// How many roots there are.
    pub roots: usize,
    /// The digest of the texts of all of them, by their ids.
    pub texts: Digest,
}

impl Held {
    /// Read from the rows of a medium, not from the notebook's memory.
    ///
    /// # Panics
    /// If a row cannot be read.
    #[must_use]
    pub fn of(rows: &BTreeMap<(Table, String), Vec<u8>>) -> Self {
        let mut scopes: BTreeMap<ScopeId, (u64, Vec<&[u8]>)> = BTreeMap::new();
        for (_, text) in rows.iter().filter(|((table, _), _)| *table == Table::Root) {
            let root: Root = serde_json::from_slice(text).expect("a confirmed root can be read");
            let (live, texts) = scopes.entry(root.home.scope).or_default();
            *live = live.wrapping_add(root.live_sum());
            texts.push(text);
        }
        let cursors = rows.iter().filter(|((table, _), _)| *table == Table::Cursor);
        let standing = cursors.map(|((_, scope), text)| {
            let scope: ScopeId = scope.parse().expect("a scope is an id");
            let read: Cursor = serde_json::from_slice(text).expect("a cursor can be read");
            // In which epoch it was read, and so its seal, may differ where the log is one.
            let cursor = Cursor { epoch: None, seal: None, ..read };
            let (live, texts) = scopes.remove(&scope).unwrap_or_default();
            (scope, Standing { cursor, live, roots: texts.len(), texts: Digest::of_parts(texts) })
        });
        let held = Self(standing.collect());
        assert!(scopes.is_empty(), "confirmed roots of scopes that were never read: {:?}", scopes.keys());
        held
    }

    /// Where the two differ, in words; `None` if they are equal.
    #[must_use]
    pub fn differs_from(&self, other: &Self) -> Option<String> {
        let scopes = self.0.keys().chain(other.0.keys());
        scopes
            .filter(|scope| self.0.get(scope) != other.0.get(scope))
            .map(|scope| {
                let (here, there) = (self.0.get(scope), other.0.get(scope));
                format!("scope {scope}: {here:?} here, {there:?} there")
            })
            .next()
    }
}
