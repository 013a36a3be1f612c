//! The HTTP client of devices and of the browser's driver.
//!
//! Compiled with the server, it shares the server's HTTP library, which leaves it to the program which
//! cryptography speaks TLS: nobody here speaks it, and without a choice no client can be made.

/// Chooses it for the whole process; has to come before the first client. Said again it changes nothing.
pub fn choose_tls() {
    // An error says that it was chosen before.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// A client.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the choice of TLS was made in the line before")]
pub fn client() -> reqwest::Client {
    choose_tls();
    reqwest::Client::new()
}
