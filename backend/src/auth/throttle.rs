//! The brake on guessing passwords, by login and address together: a guesser is slowed down, and
//! an office behind one address goes on signing in.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Wrong passwords that cost nothing: people mistype.
const FREE: u32 = 5;
/// The first wait; it doubles with every further wrong one.
const WAIT_MS_MIN: i64 = 30_000;
const WAIT_MS_MAX: i64 = 15 * 60_000;
/// After so long without a try everything is forgotten.
const FORGET_MS: i64 = 60 * 60_000;
/// Past so many the oldest are forgotten, so that a guesser cannot fill the memory.
const KEPT_MAX: usize = 10_000;

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

/// Wrong tries by login and address. In memory: a restart forgives.
#[derive(Debug, Default)]
pub struct Throttle {
    tries: Mutex<HashMap<(String, Option<IpAddr>), Tries>>,
}

impl Throttle {
    /// Whether a try may be made now.
    ///
    /// # Errors
    /// The seconds to wait.
    pub fn admit(&self, login: &str, from: Option<IpAddr>, now_ms: i64) -> Result<(), u64> {
        let tries = self.tries().get(&(login.to_owned(), from)).copied();
        match tries.map(|tries| tries.wait_ends_ms() - now_ms) {
            Some(wait_ms) if wait_ms > 0 => Err(u64::try_from(wait_ms).unwrap_or(0).div_ceil(1000)),
            _ => Ok(()),
        }
    }

    /// Counts a try before its password is compared, so that many at once all count.
    pub fn tried(&self, login: &str, from: Option<IpAddr>, now_ms: i64) {
        let mut all = self.tries();
        if all.len() >= KEPT_MAX {
            all.retain(|_, tries| now_ms - tries.last_ms < FORGET_MS);
        }
        if all.len() >= KEPT_MAX {
            let oldest = all.iter().min_by_key(|(_, tries)| tries.last_ms).map(|(key, _)| key.clone());
            oldest.map(|key| all.remove(&key));
        }
        let tries = all.entry((login.to_owned(), from)).or_insert(Tries { wrong: 0, last_ms: now_ms });
        if now_ms - tries.last_ms >= FORGET_MS {
            tries.wrong = 0;
        }
        *tries = Tries { wrong: tries.wrong.saturating_add(1), last_ms: now_ms };
    }

    /// The password was right: everything is forgiven.
    pub fn succeeded(&self, login: &str, from: Option<IpAddr>) {
        self.tries().remove(&(login.to_owned(), from));
    }

    fn tries(&self) -> MutexGuard<'_, HashMap<(String, Option<IpAddr>), Tries>> {
        // A panic elsewhere leaves whole numbers behind: nothing is half done in here.
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
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
        throttle.succeeded("hoa", HOME);
        assert_eq!(throttle.admit("hoa", HOME, 0), Ok(()));
    }

    #[test]
    fn memory_is_bounded_and_an_hour_forgives() {
        let throttle = Throttle::default();
        for n in 0..=KEPT_MAX {
            throttle.tried(&n.to_string(), HOME, n as i64);
        }
        assert_eq!(throttle.tries().len(), KEPT_MAX);
        for _ in 0..9 {
            throttle.tried("hoa", HOME, 0);
        }
        throttle.tried("hoa", HOME, FORGET_MS);
        assert_eq!(throttle.admit("hoa", HOME, FORGET_MS), Ok(()));
    }
}
