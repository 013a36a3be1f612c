//! The brake on guessing passwords: by login and place together, so that a guesser is slowed down
//! and the office behind the same address goes on signing in; and by place alone, generously, so
//! that one password is not tried on every login. Whoever has signed in from a place before is not
//! stopped by what others try there.

use std::{
    collections::HashMap,
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Wrong passwords that cost nothing: people mistype.
const FREE: u32 = 5;
/// The first wait; it doubles with every further wrong one.
const WAIT_MS_MIN: i64 = 30_000;
const WAIT_MS_MAX: i64 = 15 * 60_000;
/// After so long without a try everything is forgotten.
const FORGET_MS: i64 = 60 * 60_000;
/// Wrong passwords from one place within [`SPAN_MS`]: hundreds of people may stand behind one address.
const FROM_ONE_PLACE: u32 = 100;
const SPAN_MS: i64 = 15 * 60_000;
/// Past so many the oldest are forgotten, so that a guesser cannot fill the memory.
const KEPT_MAX: usize = 10_000;

/// Where tries come from: an IPv4 address, or the network of an IPv6 one, of which a single line has many.
type Place = Option<IpAddr>;

fn place(from: Option<IpAddr>) -> Place {
    from.map(|address| match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address @ IpAddr::V4(_) => address,
    })
}

#[derive(Debug, Clone, Copy)]
struct Tries {
    wrong: u32,
    last_ms: i64,
}

impl Tries {
    fn wait_ends_ms(self) -> i64 {
        if self.wrong < FREE {
            return self.last_ms;
        }
        let doublings = (self.wrong - FREE).min(10);
        self.last_ms + (WAIT_MS_MIN << doublings).min(WAIT_MS_MAX)
    }
}

/// Wrong tries from one place since a moment.
#[derive(Debug, Clone, Copy)]
struct Span {
    wrong: u32,
    since_ms: i64,
}

impl Span {
    fn wait_ends_ms(self) -> i64 {
        if self.wrong < FROM_ONE_PLACE { self.since_ms } else { self.since_ms + SPAN_MS }
    }
}

/// Wrong tries. In memory: a restart forgives.
#[derive(Debug, Default)]
pub struct Throttle {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    tries: HashMap<(String, Place), Tries>,
    spans: HashMap<Place, Span>,
    /// When a login was last right from a place.
    known: HashMap<(String, Place), i64>,
}

impl Throttle {
    /// Whether a try may be made now.
    ///
    /// # Errors
    /// The seconds to wait.
    pub fn admit(&self, login: &str, from: Option<IpAddr>, now_ms: i64) -> Result<(), u64> {
        let (kept, place) = (self.kept(), place(from));
        let pair = (login.to_owned(), place);
        let by_login = kept.tries.get(&pair).map(|tries| tries.wait_ends_ms());
        let span = kept.spans.get(&place).filter(|_| !kept.known.contains_key(&pair));
        let by_place = span.map(|span| span.wait_ends_ms());
        match by_login.max(by_place).map(|ends_ms| ends_ms - now_ms) {
            Some(wait_ms) if wait_ms > 0 => Err(u64::try_from(wait_ms).unwrap_or(0).div_ceil(1000)),
            _ => Ok(()),
        }
    }

    /// Counts a try for its login before the password is compared, so that many at once all count. The
    /// place is told by [`Throttle::failed`]: an office that signs in at one moment is no guesser.
    pub fn tried(&self, login: &str, from: Option<IpAddr>, now_ms: i64) {
        let (mut kept, place) = (self.kept(), place(from));
        bound(&mut kept.tries, |tries| now_ms - tries.last_ms < FORGET_MS, |tries| tries.last_ms);
        let tries = kept.tries.entry((login.to_owned(), place)).or_insert(Tries { wrong: 0, last_ms: now_ms });
        if now_ms - tries.last_ms >= FORGET_MS {
            tries.wrong = 0;
        }
        *tries = Tries { wrong: tries.wrong.saturating_add(1), last_ms: now_ms };
    }

    /// The password was wrong: now it counts for the place as well. Tries that are under way at the same
    /// moment may pass that bound; the queue for hashing says how many those can be.
    pub fn failed(&self, from: Option<IpAddr>, now_ms: i64) {
        let (mut kept, place) = (self.kept(), place(from));
        bound(&mut kept.spans, |span| now_ms - span.since_ms < SPAN_MS, |span| span.since_ms);
        let span = kept.spans.entry(place).or_insert(Span { wrong: 0, since_ms: now_ms });
        if now_ms - span.since_ms >= SPAN_MS {
            *span = Span { wrong: 0, since_ms: now_ms };
        }
        span.wrong = span.wrong.saturating_add(1);
    }

    /// The password was right: this login is forgiven everything, and known at its place from now on.
    pub fn succeeded(&self, login: &str, from: Option<IpAddr>, now_ms: i64) {
        let (mut kept, pair) = (self.kept(), (login.to_owned(), place(from)));
        kept.tries.remove(&pair);
        if !kept.known.contains_key(&pair) {
            bound(&mut kept.known, |_| true, |last_ms| *last_ms);
        }
        kept.known.insert(pair, now_ms);
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // A panic elsewhere leaves whole numbers behind: nothing is half done in here.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes room for one more: what no longer counts goes first, then the oldest.
fn bound<K: Clone + Eq + Hash, V>(kept: &mut HashMap<K, V>, counts: impl Fn(&V) -> bool, age: impl Fn(&V) -> i64) {
    if kept.len() < KEPT_MAX {
        return;
    }
    kept.retain(|_, value| counts(value));
    if kept.len() >= KEPT_MAX {
        let oldest = kept.iter().min_by_key(|(_, value)| age(value)).map(|(key, _)| key.clone());
        oldest.map(|key| kept.remove(&key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));

    #[test]
    fn the_wait_begins_after_five_and_doubles_up_to_a_quarter_of_an_hour() {
        let throttle = Throttle::default();
        for _ in 0..FREE {
            assert_eq!(throttle.admit("hoa", HOME, 0), Ok(()));
            throttle.tried("hoa", HOME, 0);
        }
        assert_eq!(throttle.admit("hoa", HOME, 0), Err(30));
        assert_eq!(throttle.admit("hoa", HOME, 30_000), Ok(()));
        throttle.tried("hoa", HOME, 30_000);
        assert_eq!(throttle.admit("hoa", HOME, 30_000), Err(60));
        for _ in 0..20 {
            throttle.tried("hoa", HOME, 30_000);
        }
        assert_eq!(throttle.admit("hoa", HOME, 30_000), Err(900));
    }

    #[test]
    fn another_login_and_another_address_are_not_held_up() {
        let throttle = Throttle::default();
        for _ in 0..20 {
            throttle.tried("hoa", HOME, 0);
        }
        assert!(throttle.admit("hoa", HOME, 0).is_err());
        assert_eq!(throttle.admit("lan", HOME, 0), Ok(()));
        assert_eq!(throttle.admit("hoa", None, 0), Ok(()));
        throttle.succeeded("hoa", HOME, 0);
        assert_eq!(throttle.admit("hoa", HOME, 0), Ok(()));
    }

    #[test]
    fn memory_is_bounded_and_an_hour_forgives() {
        let throttle = Throttle::default();
        for n in 0..=KEPT_MAX {
            let from = IpAddr::V4(std::net::Ipv4Addr::from_bits(u32::try_from(n).unwrap()));
            throttle.tried(&n.to_string(), Some(from), n as i64);
            throttle.failed(Some(from), n as i64);
        }
        let kept = throttle.kept();
        assert_eq!((kept.tries.len(), kept.spans.len()), (KEPT_MAX, KEPT_MAX));
        drop(kept);
        for n in 0..=KEPT_MAX {
            throttle.succeeded(&n.to_string(), HOME, n as i64);
        }
        let kept = throttle.kept();
        assert_eq!(kept.known.len(), KEPT_MAX);
        assert!(!kept.known.contains_key(&("0".to_owned(), HOME)), "the oldest goes first");
        drop(kept);
        for _ in 0..9 {
            throttle.tried("hoa", HOME, 0);
        }
        throttle.tried("hoa", HOME, FORGET_MS);
        assert_eq!(throttle.admit("hoa", HOME, FORGET_MS), Ok(()));
    }

    #[test]
    fn one_place_guessing_on_many_logins_is_held_up_and_an_office_signing_in_is_not() {
        let throttle = Throttle::default();
        for n in 0..1_000 {
            assert_eq!(throttle.admit(&n.to_string(), HOME, 0), Ok(()), "right passwords do not count");
            throttle.tried(&n.to_string(), HOME, 0);
        }
        throttle.succeeded("0", HOME, 0);
        for n in 0..FROM_ONE_PLACE {
            assert_eq!(throttle.admit(&format!("guess{n}"), HOME, i64::from(n)), Ok(()));
            throttle.tried(&format!("guess{n}"), HOME, i64::from(n));
            throttle.failed(HOME, i64::from(n));
        }
        assert_eq!(throttle.admit("hoa", HOME, 1_000), Err(899), "the span began with the first wrong one");
        assert_eq!(throttle.admit("0", HOME, 1_000), Ok(()), "who is known here goes on");
        assert_eq!(throttle.admit("hoa", None, 1_000), Ok(()));
        assert_eq!(throttle.admit("hoa", HOME, SPAN_MS), Ok(()));
        throttle.failed(HOME, SPAN_MS);
        assert_eq!(throttle.admit("lan", HOME, SPAN_MS), Ok(()), "a new span counts from nothing");
    }

    #[test]
    fn an_ipv6_line_is_one_place() {
        let places = ["2001:db8::1", "2001:db8::2:3", "2001:db8:0:1::1", "192.0.2.1", "::ffff:192.0.2.1"];
        let [one, same, other, four, mapped] = places.map(|text| place(Some(text.parse().unwrap())));
        assert_eq!(one, same);
        assert_ne!(one, other);
        assert_eq!(four, mapped);
    }
}
