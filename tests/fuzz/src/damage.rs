//! Damage to honest bytes, decided by a number: bytes at random would seldom get past the first brace.

/// Chance that a seed decides (splitmix64).
#[derive(Debug)]
pub struct Chance(u64);

impl Chance {
    /// The chance of a seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// A number below `end`; 0 where there is none.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).expect("it is below a usize")
    }
}

/// What stands in texts where a value should be.
const TOKENS: &[&[u8]] = &[
    b"null",
    b"-1",
    b"1e999",
    b"18446744073709551616",
    b"9223372036854775807",
    b"-9223372036854775808",
    b"\"\"",
    b"{}",
    b"[]",
    b"[[[[[[[[[[[[",
    b"{\"a\":{\"a\":",
    b"\\u0000",
    b"\\ud800",
    b",",
    b"\n",
    b"\0",
    b"\xff",
    b"\xc3",
    b"\r\n",
    b"=",
    b";",
    b"..",
    b"%2e%2e/",
    b"true",
    b"0",
    b"\"late\":[",
    b"\"deleted\"",
];

/// One of these inputs with one to four damages.
#[must_use]
pub fn damaged(all: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = all[chance.below(all.len())].clone();
    for _ in 0..=chance.below(4) {
        damage(&mut bytes, all, chance);
    }
    bytes
}

fn damage(bytes: &mut Vec<u8>, all: &[Vec<u8>], chance: &mut Chance) {
    let end = bytes.len();
    let at = chance.below(end + 1);
    let to = (at + chance.below(60)).min(end);
    match chance.below(13) {
        0 => bytes.truncate(at),
        1..=3 => drop(bytes.drain(at..to)),
        4 | 5 => {
            let piece = bytes[at..to].to_vec();
            bytes.splice(at..at, piece);
        }
        6 | 7 => {
            let byte = chance.next().to_le_bytes()[0];
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
        8 | 9 => {
            // In place of a value: behind a colon, if there is one further on.
            let colon = bytes[at..].iter().position(|byte| *byte == b':').map_or(at, |colon| at + colon + 1);
            bytes.splice(colon..colon, TOKENS[chance.below(TOKENS.len())].iter().copied());
        }
        10 => {
            // A number grows into another.
            if let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit) {
                bytes[at + digit] = b'0' + chance.next().to_le_bytes()[0] % 10;
            }
        }
        11 => {
            // What stands between two quotes, from another place.
            let other = &all[chance.below(all.len())];
            let from = chance.below(other.len() + 1);
            let until = (from + chance.below(200)).min(other.len());
            bytes.splice(at..at, other[from..until].iter().copied());
        }
        _ => {
            let token = TOKENS[chance.below(TOKENS.len())];
            bytes.splice(at..to, token.iter().copied());
        }
    }
}
