//! Passwords: argon2id with stated parameters, never more than a few at once.

use crate::error::Error;
use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version, password_hash::phc::PasswordHash,
};
use tokio::sync::{Semaphore, SemaphorePermit};

/// 19 MiB, two passes, one lane: the first choice of OWASP's list for argon2id.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Hashes at once: each takes a core for some 20 ms, and the rest must go on working.
const AT_ONCE: usize = 2;
/// Sign-ins that hold a turn at once, those being hashed included: some seconds of waiting.
const TURNS_MAX: usize = 128;
/// Longer ones are refused before they are hashed.
pub const PASSWORD_BYTES_MAX: usize = 256;

/// Where passwords are hashed and compared.
#[derive(Debug)]
pub struct Hashing {
    places: Semaphore,
    turns: Semaphore,
}

/// A turn in the queue; given back when it is dropped.
#[derive(Debug)]
pub struct Turn<'a> {
    _held: SemaphorePermit<'a>,
}

impl Default for Hashing {
    fn default() -> Self {
        Self { places: Semaphore::new(AT_ONCE), turns: Semaphore::new(TURNS_MAX) }
    }
}

fn argon2id() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the constants are within argon2's limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The hash of a password with its parameters and a fresh salt. Takes a while: not for an async task.
///
/// # Errors
/// When the machine gives no random bytes.
pub fn hash(password: &str) -> Result<String, Error> {
    argon2id()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| Error::Internal(format!("hashing: {error}")))
}

fn fits(password: &str, hash: &str) -> bool {
    // An account that is not there costs as much time as one that is, so that nobody can list logins.
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$bGFuLXRvYS1ub2JvZHktaXM$3f0Xv7u8SkSiBWmCkQcLwLl6Qw1n3P2pTn0xZ7c1u5E";
    let known = if hash.is_empty() { NOBODY } else { hash };
    PasswordHash::new(known).is_ok_and(|known| argon2id().verify_password(password.as_bytes(), &known).is_ok())
        && !hash.is_empty()
}

impl Hashing {
    /// A turn to have a password compared.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the queue is full: trying again in a moment will do.
    pub fn turn(&self) -> Result<Turn<'_>, Error> {
        self.turns
            .try_acquire()
            .map(|held| Turn { _held: held })
            .map_err(|_| Error::Unavailable("too many sign in at once"))
    }

    /// Whether a password belongs to a hash; `None` stands for an account that is not there.
    ///
    /// # Errors
    /// When the server is stopping.
    pub async fn verify(&self, turn: Turn<'_>, password: String, hash: Option<String>) -> Result<bool, Error> {
        let stopping = || Error::Unavailable("the server is stopping");
        let place = self.places.acquire().await.map_err(|_| stopping())?;
        let fits = tokio::task::spawn_blocking(move || fits(&password, hash.as_deref().unwrap_or_default()));
        let fits = fits.await.map_err(|_| stopping())?;
        drop((place, turn));
        Ok(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_states_its_parameters_and_fits_one_password_only() {
        let hash = hash("lan-toa-2026").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(fits("lan-toa-2026", &hash));
        assert!(!fits("lan-toa-2027", &hash));
    }

    #[test]
    fn the_queue_is_bounded_and_a_turn_is_given_back() {
        let hashing = Hashing::default();
        let mut turns: Vec<_> = (0..TURNS_MAX).map(|_| hashing.turn().unwrap()).collect();
        assert!(matches!(hashing.turn(), Err(Error::Unavailable(_))));
        turns.pop();
        assert!(hashing.turn().is_ok());
    }

    #[test]
    fn an_account_that_is_not_there_costs_a_hash_and_never_fits() {
        assert!(!fits("", ""));
        let started = std::time::Instant::now();
        assert!(!fits("anything", ""));
        assert!(started.elapsed() > std::time::Duration::from_millis(2), "the stand-in was not hashed");
    }
}
