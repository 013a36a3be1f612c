//! Fresh ids and dice, from the browser's cryptographic source.

use uuid::Uuid;

/// A fresh id in the order of time (UUIDv7), one for every save, record or device.
#[must_use]
pub fn fresh_uuid() -> Uuid {
    Uuid::now_v7()
}

/// A random number, for jitter.
#[must_use]
pub fn random_u64() -> u64 {
    // The last 32 bits of a version 7 id are random; two of them make one number.
    let half = || u64::from(u32::try_from(fresh_uuid().as_u128() & 0xffff_ffff).unwrap_or(0));
    (half() << 32) | half()
}

/// A wait between half of `base_ms` and one and a half of it, so that devices do not march in step.
#[must_use]
pub fn jittered_ms(base_ms: u32) -> u32 {
    let spread = u64::from(base_ms.max(1));
    base_ms / 2 + u32::try_from(random_u64() % spread).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fresh_ids_differ_and_grow() {
        let ids: Vec<Uuid> = (0..100).map(|_| fresh_uuid()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(ids[0].get_version_num(), 7);
    }

    #[test]
    fn jitter_stays_within_half_and_one_and_a_half() {
        for _ in 0..100 {
            let wait = jittered_ms(1000);
            assert!((500..1500).contains(&wait), "{wait}");
        }
        assert_eq!(jittered_ms(0), 0);
    }
}
