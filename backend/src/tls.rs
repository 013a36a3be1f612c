//! Which cryptography speaks TLS: ring, as for the database, and said once before the first client is made.
//!
//! The HTTP client of the bucket is compiled without one of its own, so that no second, larger library of
//! cryptography is built; without this it would break off at its making.

/// Chooses it for the whole process. Said again it changes nothing.
pub fn install() {
    // An error says that it was chosen before.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
