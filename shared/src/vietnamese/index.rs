//! The index behind "search as one types": which records hold words with these beginnings.
//!
//! Budget: 16 ms a keystroke over 10,000 records in WebAssembly. Word lists of folded Vietnamese
//! are short (a few thousand syllables), so a sorted list of words with the records that hold
//! them answers in well under a millisecond; see `a_keystroke_touches_few_words`.

use super::{folded, has_signs_only, words};
use crate::order::sort_by_key;
use std::collections::{BTreeMap, btree_map::Entry};

/// Records by the beginnings of their words. `K` is what the caller knows a record by.
#[derive(Clone, Debug)]
pub struct SearchIndex<K> {
    /// Each word with the slots that hold it, ascending; freed slots stay in until `pack`.
    slots_by_word: BTreeMap<String, Vec<u32>>,
    /// Slots in order of insertion; `None` where a record was taken out.
    keys: Vec<Option<K>>,
    slot_by_key: BTreeMap<K, u32>,
}

impl<K> Default for SearchIndex<K> {
    fn default() -> Self {
        Self { slots_by_word: BTreeMap::new(), keys: Vec::new(), slot_by_key: BTreeMap::new() }
    }
}

impl<K: Copy + Ord> SearchIndex<K> {
    /// An index that holds nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many records it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.slot_by_key.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slot_by_key.is_empty()
    }

    /// Puts a record's searchable text in, in place of what was known by this key.
    pub fn insert(&mut self, key: K, text: &str) {
        self.remove(&key);
        let slot = u32::try_from(self.keys.len()).expect("fewer than 2^32 records fit in memory");
        self.keys.push(Some(key));
        self.slot_by_key.insert(key, slot);
        for word in words(&folded(text)) {
            match self.slots_by_word.get_mut(word) {
                Some(slots) if slots.last() == Some(&slot) => {}
                Some(slots) => slots.push(slot),
                None => {
                    self.slots_by_word.insert(word.to_owned(), vec![slot]);
                }
            }
        }
    }

    /// Takes a record out; nothing happens if it is not in.
    pub fn remove(&mut self, key: &K) {
        let Some(slot) = self.slot_by_key.remove(key) else { return };
        self.keys[slot as usize] = None;
        if self.keys.len() > 64 && self.slot_by_key.len() * 2 < self.keys.len() {
            self.pack();
        }
    }

    /// The records that hold, for each word of the needle, a word that begins with it; in order
    /// of insertion. An empty needle finds all.
    #[must_use]
    pub fn find(&self, needle: &str) -> Vec<K> {
        if has_signs_only(needle) {
            return Vec::new();
        }
        let needle = folded(needle);
        let mut parts: Vec<&str> = words(&needle).collect();
        // A longer beginning implies its shorter ones ("ng nghe"), and finds fewer.
        sort_by_key(&mut parts, |part| std::cmp::Reverse(part.len()));
        let mut found: Option<Vec<u64>> = None;
        for part in parts {
            let mut having = vec![0u64; self.keys.len().div_ceil(64)];
            for (_, slots) in self.slots_by_word.range(part.to_owned()..).take_while(|(word, _)| word.starts_with(part))
            {
                for slot in slots {
                    having[*slot as usize / 64] |= 1 << (slot % 64);
                }
            }
            if let Some(sofar) = &found {
                having.iter_mut().zip(sofar).for_each(|(bits, before)| *bits &= before);
            }
            found = Some(having);
        }
        let is_found = |slot: usize| found.as_ref().is_none_or(|bits| bits[slot / 64] >> (slot % 64) & 1 == 1);
        self.keys.iter().enumerate().filter(|(slot, _)| is_found(*slot)).filter_map(|(_, key)| *key).collect()
    }

    /// Forgets freed slots. Order is kept.
    fn pack(&mut self) {
        let mut moved = vec![None; self.keys.len()];
        let mut next = 0u32;
        for (slot, key) in self.keys.iter().enumerate() {
            if let Some(key) = key {
                moved[slot] = Some(next);
                if let Entry::Occupied(mut known) = self.slot_by_key.entry(*key) {
                    known.insert(next);
                }
                next += 1;
            }
        }
        self.keys.retain(Option::is_some);
        self.slots_by_word.retain(|_, slots| {
            *slots = slots.iter().filter_map(|slot| moved[*slot as usize]).collect();
            !slots.is_empty()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::matches;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_record_is_found_by_its_newest_text_only() {
        let mut index = SearchIndex::new();
        index.insert(1, "Họp thôn Nà Lộc");
        index.insert(2, "Đối thoại chính sách xã Điềm He");
        assert_eq!(index.find("na l"), [1]);
        index.insert(1, "Họp thôn Bản Làn");
        assert_eq!((index.find("na l"), index.find("ban lan")), (vec![], vec![1]));
        assert_eq!((index.find(""), index.find(" ")), (vec![2, 1], vec![2, 1]));
        assert_eq!(index.find("🙂"), [0; 0]);
        index.remove(&2);
        assert_eq!((index.find("diem he"), index.len()), (vec![], 1));
    }

    #[test]
    fn a_keystroke_touches_few_words() {
        let names = ["Nà Lộc", "Bản Làn", "Khòn Riềng", "Pò Xè", "Lùng Hang"];
        let mut index = SearchIndex::new();
        for n in 0..10_000usize {
            index.insert(n, &format!("Báo cáo {n}: họp thôn {} tuyên truyền chính sách giảm nghèo", names[n % 5]));
        }
        assert_eq!(index.find("na loc hop").len(), 2_000);
        assert_eq!(index.find("t").len(), 10_000);
        // Ten thousand numbers and a score of syllables: the list of words, not of records, is searched.
        assert_eq!(index.slots_by_word.range("t".to_owned().."u".to_owned()).count(), 3);
    }

    proptest! {
        #[test]
        fn the_index_finds_what_matches_says(
            acts in prop::collection::vec((0u8..40, prop::option::of("[a-cđáạ]{1,2}( [a-cđáạ]{1,3}){0,3}")), 0..200),
            needle in "[a-cđáạ]{0,2}( [a-c]{1,2})?",
        ) {
            let (mut index, mut plain) = (SearchIndex::new(), BTreeMap::new());
            for (key, text) in &acts {
                match text {
                    Some(text) => { index.insert(*key, text); plain.insert(*key, text); }
                    None => { index.remove(key); plain.remove(key); }
                }
            }
            let mut found = index.find(&needle);
            found.sort_unstable();
            let expected: Vec<u8> = plain.iter().filter(|(_, text)| matches(&needle, text)).map(|(key, _)| *key).collect();
            prop_assert_eq!(found, expected);
            prop_assert_eq!(index.len(), plain.len());
        }
    }
}
