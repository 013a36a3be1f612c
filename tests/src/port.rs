//! Ports that stay the same over restarts.
//!
//! The origin includes the port, so a server that comes back on another one would meet an empty
//! browser store. Ports are taken below the range from which the system hands out its own, so that
//! nothing else slips in while a server is down.

use std::{
    net::{Ipv4Addr, TcpListener},
    sync::atomic::{AtomicU32, Ordering},
};

const FIRST: u32 = 18_000;
const COUNT: u32 = 14_000;

/// A port on which nothing listens now.
///
/// # Panics
/// If every port of the range is taken.
#[must_use]
pub fn free() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    // Two test programs at once begin at different places.
    let start = std::process::id().wrapping_mul(61);
    (0..COUNT)
        .map(|_| FIRST + (start.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed))) % COUNT)
        .filter_map(|port| u16::try_from(port).ok())
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .expect("some port of fourteen thousand is free")
}
