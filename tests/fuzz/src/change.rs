//! A change as it arrives: refused, or judged, folded and written again.

use crate::honest::{Anybody, change, text};
use shared::{
    change::{Change, Home},
    digest::Digest,
    fold::Root,
    form,
    id::UnitId,
    rules::{Arrival, Desk, Word},
};

pub fn seeds() -> Vec<Vec<u8>> {
    (0..6).map(|number| text(&change(number)).into_bytes()).collect()
}

pub fn hit(bytes: &[u8]) {
    let Ok(read) = serde_json::from_slice::<Change>(bytes) else { return };
    let mut desk = Desk::default();
    for known in [change(0), change(1)] {
        let digest = Digest::of(text(&known).as_bytes());
        desk.number(Arrival { change: &known, digest, author: known.by, word: Word::Author }, &Anybody);
    }
    for word in [Word::Author, Word::Asker, Word::Seal(None), Word::Seal(Some(Home::of_unit(UnitId::derived(&["u"]))))]
    {
        let digest = Digest::of(bytes);
        desk.number(Arrival { change: &read, digest, author: read.by, word }, &Anybody);
    }
    for root in desk.roots.values() {
        let _problems = form::hard_problems(root);
        let again: Root = serde_json::from_str(&text(root)).unwrap();
        assert_eq!(again, *root, "a root comes back from its text as it went");
    }
    for (scope, head) in &desk.heads {
        let sums = desk.roots.values().filter(|root| root.home.scope == *scope).map(Root::live_sum);
        assert_eq!(head.live, sums.fold(0, u64::wrapping_add), "the scope's sum follows its roots");
    }
    let again: Change = serde_json::from_str(&text(&read)).unwrap();
    assert_eq!(again, read, "a change comes back from its text as it went");
}
