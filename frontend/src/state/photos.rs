//! Photos on the screen: from this device if it has them, otherwise from the server, checked by their
//! hash and kept, so that what was looked at yesterday is there without a network. Lists show small ones,
//! which the server makes once of each: so they are true, and there for photos of any age. Of other people's
//! photos only so many are kept; those that nobody has looked at for longest go first.

use super::{State, core::Core};
use crate::{
    browser::{clock, file},
    photo,
    store::{Store, StoreError, Table, WriteBatch},
    sync::{Desk, online},
};
use leptos::prelude::*;
use shared::{digest::Digest, order::sort_by_key};
use std::{collections::BTreeSet, rc::Rc};
use wasm_bindgen_futures::spawn_local;

/// So many photos of other people are kept: some 30 MB at most.
const KEPT_MAX: usize = 120;
/// The row with the photos that were looked at, the last one last.
const LOOKED_AT: &str = "looked_at";
/// So many small photos are kept beside them: some 15 MB at most.
const SMALL_KEPT_MAX: usize = 1_000;
/// How the key of a small photo begins, before the hash of the whole one.
const SMALL: &str = "small-";
/// How long to wait before a photo that did not come is asked for again.
const AGAIN_MS: u32 = 30_000;

impl State {
    /// An address for a photo; `None` until it is here. Freed with the screen that asked.
    #[must_use]
    pub fn photo_url(self, sha256: Digest) -> Signal<Option<String>> {
        self.picture_url(sha256, false)
    }

    /// The same for a list: small, if the photo itself is not on this device.
    #[must_use]
    pub fn small_photo_url(self, sha256: Digest) -> Signal<Option<String>> {
        self.picture_url(sha256, true)
    }

    fn picture_url(self, sha256: Digest, small: bool) -> Signal<Option<String>> {
        let url = RwSignal::new(None);
        let made = StoredValue::new(None::<String>);
        on_cleanup(move || {
            if let Some(made) = made.try_get_value().flatten() {
                file::revoke_url(&made);
            }
        });
        let core = self.core();
        spawn_local(async move {
            let is_gone = move || url.try_get_untracked().is_none();
            let Some(bytes) = bytes(&core, sha256, small, is_gone).await else { return };
            let Ok(local) = file::object_url(photo::MIME, &bytes) else { return };
            if url.try_set(Some(local.clone())).is_some() {
                // The screen is gone already.
                file::revoke_url(&local);
            } else {
                let _gone = made.try_set_value(Some(local));
            }
        });
        url.into()
    }
}

/// The bytes of a photo, as soon as they can be had; `None` when nobody waits for them any more.
async fn bytes(core: &Core, sha256: Digest, small: bool, is_gone: impl Fn() -> bool) -> Option<Vec<u8>> {
    let desk = core.desk()?;
    let keys = [(Table::Photo, sha256.to_string()), (Table::Photo, small_key(sha256))];
    let mut here = desk.store().rows(&keys[..if small { 2 } else { 1 }]).await.unwrap_or_default();
    // In a list the small one will do, and is sooner drawn.
    if let Some(bytes) = here.pop().flatten() {
        if !small {
            note_looked_at(&desk, sha256, None).await;
        }
        return Some(bytes);
    }
    if let Some(bytes) = here.pop().flatten() {
        return Some(bytes);
    }
    loop {
        let came = if small {
            online::small_photo(desk.person(), sha256).await
        } else {
            online::photo(desk.person(), sha256).await
        };
        match came {
            Ok(bytes) if small => {
                keep_small(&desk, sha256, &bytes).await;
                return Some(bytes);
            }
            Ok(bytes) => {
                note_looked_at(&desk, sha256, Some(&bytes)).await;
                return Some(bytes);
            }
            // It may still be on its way from the tablet that took it.
            Err(_) => clock::wait_ms(AGAIN_MS).await,
        }
        if is_gone() {
            return None;
        }
    }
}

fn small_key(sha256: Digest) -> String {
    format!("{SMALL}{sha256}")
}

/// Keeps a small photo; those that are too many go as by lot, since their names are hashes.
async fn keep_small(desk: &Rc<Desk>, sha256: Digest, bytes: &[u8]) {
    let Ok(kept) = desk.store().keys(Table::Photo).await else { return };
    let small: Vec<_> = kept.into_iter().filter(|key| key.starts_with(SMALL)).collect();
    let mut batch = WriteBatch::default();
    let going = small.len().saturating_sub(SMALL_KEPT_MAX - 1);
    batch.deletes.extend(small.into_iter().take(going).map(|key| (Table::Photo, key)));
    batch.puts.push((Table::Photo, small_key(sha256), bytes.to_vec()));
    desk.put(batch);
}

/// The photos that this device keeps of other people.
///
/// An own photo comes with its state in one transaction, maybe of another tab that this one has not
/// heard yet. So the photos are asked for first: whatever is among them has its state by then.
async fn of_others(store: &impl Store) -> Result<Vec<Digest>, StoreError> {
    let kept = store.keys(Table::Photo).await?;
    let own = store.keys(Table::PhotoState).await?;
    Ok(kept.iter().filter(|key| !own.contains(key)).filter_map(|key| key.parse().ok()).collect())
}

/// Notes that a photo of somebody else's was looked at, keeps it if it is new, and lets the oldest go.
async fn note_looked_at(desk: &Rc<Desk>, sha256: Digest, new: Option<&[u8]>) {
    let is_own = desk.read(|notebook| notebook.photos().any(|(own, _)| own == sha256));
    let store = desk.store();
    // A store that cannot say what it holds loses nothing and keeps nothing more.
    let (false, Ok(kept)) = (is_own, of_others(store).await) else { return };
    let known = store.get(Table::Meta, LOOKED_AT).await.ok().flatten();
    let mut order: Vec<Digest> = known.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    order.retain(|one| *one != sha256);
    order.push(sha256);
    let going = too_many(&kept, &order, KEPT_MAX);
    order.retain(|one| !going.contains(one));
    let mut batch = WriteBatch::default();
    batch.deletes.extend(going.iter().map(|one| (Table::Photo, one.to_string())));
    if let Some(bytes) = new {
        batch.puts.push((Table::Photo, sha256.to_string(), bytes.to_vec()));
    }
    let row = serde_json::to_vec(&order).expect("hashes are plain data");
    batch.puts.push((Table::Meta, LOOKED_AT.to_owned(), row));
    desk.put(batch);
}

/// Which of the photos that are kept are more than `most`: those looked at longest ago, and before
/// them those of which nobody knows when.
fn too_many(kept: &[Digest], order: &[Digest], most: usize) -> BTreeSet<Digest> {
    let mut oldest_first = kept.to_vec();
    sort_by_key(&mut oldest_first, |one| order.iter().position(|other| other == one).map_or(0, |at| at + 1));
    oldest_first.truncate(kept.len().saturating_sub(most));
    // Never the one that is on the screen just now.
    oldest_first.into_iter().filter(|one| order.last() != Some(one)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{block_on::block_on, store::memory::MemoryStore};

    fn photo(n: u8) -> Digest {
        Digest::of(&[n])
    }

    #[test]
    fn an_own_photo_of_which_only_another_tab_knows_is_nobody_elses() {
        let store = MemoryStore::default();
        let mut batch = WriteBatch::default();
        for table in [Table::Photo, Table::PhotoState] {
            batch.puts.push((table, photo(1).to_string(), Vec::new()));
        }
        batch.puts.push((Table::Photo, photo(2).to_string(), Vec::new()));
        batch.puts.push((Table::Photo, small_key(photo(3)), Vec::new()));
        block_on(store.commit(batch)).unwrap();
        assert_eq!(block_on(of_others(&store)).unwrap(), [photo(2)]);
    }

    #[test]
    fn of_other_peoples_photos_those_looked_at_longest_ago_go_first() {
        let kept = [1, 2, 3, 4].map(photo);
        let order = [3, 1, 2].map(photo);
        assert_eq!(too_many(&kept, &order, 4), BTreeSet::new());
        assert_eq!(too_many(&kept, &order, 3), BTreeSet::from([photo(4)]), "nobody remembers when");
        assert_eq!(too_many(&kept, &order, 2), BTreeSet::from([photo(4), photo(3)]));
        assert!(!too_many(&kept, &order, 0).contains(&photo(2)), "it is on the screen");
    }
}
