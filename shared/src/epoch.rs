//! Epochs and seals: how an archive that was put back to an earlier time is found out, and what proves
//! that an entry had its number.
//!
//! A seal is the server's word over a cursor, made with a key that stands outside of the database. The
//! chain at a number covers every entry up to it, so one seal proves a whole page, stamps included.
//! Pure: whoever holds the key makes and compares the seals over [`sealed`].

use crate::{
    digest::Digest,
    id::{EpochId, ScopeId},
    mutant::Mutant,
    rules::Head,
    wire::{Cursor, Offer},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// The first half of an HMAC-SHA256; travels as 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seal(pub [u8; 16]);

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Seal({self})")
    }
}

/// The text is not 32 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotASeal;

impl fmt::Display for NotASeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a seal in lower-case hexadecimal")
    }
}

impl FromStr for Seal {
    type Err = NotASeal;

    fn from_str(text: &str) -> Result<Self, NotASeal> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 32 || !text.bytes().all(is_digit) {
            return Err(NotASeal);
        }
        u128::from_str_radix(text, 16).map(|bits| Self(bits.to_be_bytes())).map_err(|_| NotASeal)
    }
}

impl Serialize for Seal {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Seal {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// What a seal is made over. Every part has its length, so two cursors never give the same bytes.
#[must_use]
pub fn sealed(scope: ScopeId, n: u64, chain: Digest, epoch: EpochId) -> [u8; 72] {
    let mut bytes = [0; 72];
    bytes[..16].copy_from_slice(scope.0.as_bytes());
    bytes[16..24].copy_from_slice(&n.to_be_bytes());
    bytes[24..56].copy_from_slice(&chain.0);
    bytes[56..].copy_from_slice(epoch.0.as_bytes());
    bytes
}

/// The epochs that an archive knows to have lived through.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Epochs {
    /// The present one.
    pub now: EpochId,
    /// All of them, the present one included.
    pub known: BTreeSet<EpochId>,
}

impl Epochs {
    /// Whether a cursor whose seal is good proves that the archive has been put back to an earlier time:
    /// it was given in an epoch that the archive knows nothing of, or in the present one while the log
    /// says something else. One of an earlier epoch proves nothing new, whatever the log says.
    #[must_use]
    pub fn are_contradicted(&self, cursor: &Cursor, log_agrees: bool) -> bool {
        let Some(epoch) = cursor.epoch else { return false };
        let is_news = !self.known.contains(&epoch) || (epoch == self.now && !log_agrees);
        is_news && !Mutant::ContradictionIgnored.lives()
    }
}

/// The chain after the entries that are offered: what the seal on their end must have been made over.
/// `None` if their numbers do not follow one another up to it.
#[must_use]
pub fn chained(offer: &Offer) -> Option<Digest> {
    let mut head = Head { n: offer.from.n, chain: offer.from.chain, live: 0 };
    for entry in &offer.entries {
        if entry.n != head.n.checked_add(1)? {
            return None;
        }
        head = head.next(Digest::of(entry.change.get().as_bytes()), &entry.late);
    }
    (head.n == offer.to.n).then_some(head.chain)
}

/// Looks for the newest of some places of a scope's log, in the order of numbers, at which the log still says the
/// same: where it does not, it does not anywhere later. Whoever has the log answers one question after another.
#[derive(Debug)]
pub struct Agreed<'a> {
    past: &'a [Cursor],
    from: usize,
    to: usize,
}

impl<'a> Agreed<'a> {
    /// Begins to look.
    #[must_use]
    pub fn among(past: &'a [Cursor]) -> Self {
        Self { past, from: 0, to: past.len() }
    }

    /// The place to be compared with the log, `None` when it is found.
    #[must_use]
    pub fn asks(&self) -> Option<&'a Cursor> {
        (self.from < self.to).then(|| &self.past[usize::midpoint(self.from, self.to)])
    }

    /// Hears whether the log says the same there.
    pub fn hear(&mut self, agrees: bool) {
        let middle = usize::midpoint(self.from, self.to);
        if agrees { self.from = middle + 1 } else { self.to = middle }
    }

    /// The number found; 0 if the log says the same nowhere.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.from.checked_sub(1).map_or(0, |at| self.past[at].n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_has_one_spelling() {
        let seal = Seal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255]);
        assert_eq!(seal.to_string(), "000102030405060708090a0b0c0d0eff");
        assert_eq!(seal.to_string().parse(), Ok(seal));
        for other in ["", "00", "000102030405060708090A0B0C0D0EFF", "+00102030405060708090a0b0c0d0eff"] {
            assert_eq!(other.parse::<Seal>(), Err(NotASeal));
        }
    }

    #[test]
    fn the_newest_place_that_agrees_is_found_with_few_questions() {
        let past: Vec<Cursor> = (1..=100).map(|n| Cursor { n: n * 10, ..Cursor::default() }).collect();
        for last in [0, 10, 490, 500, 990, 1_000] {
            let (mut agreed, mut asked) = (Agreed::among(&past), 0);
            while let Some(place) = agreed.asks() {
                agreed.hear(place.n <= last);
                asked += 1;
            }
            assert_eq!(agreed.n(), last);
            assert!(asked <= 7, "{asked}");
        }
        assert_eq!((Agreed::among(&[]).asks(), Agreed::among(&[]).n()), (None, 0));
    }

    #[test]
    fn only_what_is_news_contradicts() {
        let [old, now, later] = ["a", "b", "c"].map(|name| EpochId::derived(&[name]));
        let epochs = Epochs { now, known: BTreeSet::from([old, now]) };
        let at = |epoch| Cursor { epoch, ..Cursor::default() };
        assert!(epochs.are_contradicted(&at(Some(now)), false));
        assert!(!epochs.are_contradicted(&at(Some(now)), true));
        assert!(!epochs.are_contradicted(&at(Some(old)), false));
        assert!(epochs.are_contradicted(&at(Some(later)), true));
        assert!(!epochs.are_contradicted(&at(None), false));
    }
}
