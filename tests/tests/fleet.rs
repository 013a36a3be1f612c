//! Several servers of one office as real processes: PostgreSQL, two replicas, HAProxy with the
//! configuration that README names, and tablets without a browser in front of it.

mod fleet {
    mod builds;
    mod killed;
    mod rolling;
    mod told;
}
