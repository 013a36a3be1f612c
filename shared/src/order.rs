//! Putting things in order.
//!
//! The standard sort is compiled anew for each type of thing, some 4 kB each time, and the app has
//! dozens of lists. Here only numbers are sorted, once, and the things follow.

use std::cmp::Ordering;

/// Sorts by a key that is computed once a thing; things of equal keys keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl FnMut(&T) -> K) {
    let keys: Vec<K> = items.iter().map(key).collect();
    let order = order(items.len(), &|left, right| keys[left].cmp(&keys[right]));
    arrange(items, &order);
}

/// Gathers things into a map or set one by one. `collect` would sort them first, which is compiled
/// anew for each type as well.
pub fn gathered<C: Default + Extend<T>, T>(things: impl IntoIterator<Item = T>) -> C {
    let mut all = C::default();
    all.extend(things);
    all
}

/// The places in the order of `compare`; equal ones keep theirs.
fn order(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|left, right| compare(*left, *right));
    order
}

/// Brings to each place the thing that belongs there.
fn arrange<T>(items: &mut [T], order: &[usize]) {
    for place in 0..items.len() {
        // What belonged here may have been moved on by an exchange further to the left.
        let mut from = order[place];
        while from < place {
            from = order[from];
        }
        items.swap(place, from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_stable_sort(keys in proptest::collection::vec(0_u8..20, 0..200)) {
            let mut ours: Vec<(u8, usize)> = keys.into_iter().zip(0..).collect();
            let mut theirs = ours.clone();
            sort_by_key(&mut ours, |(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            prop_assert_eq!(ours, theirs);
        }
    }
}
