//! Stories: what people do with Lan Tỏa, in a real browser against the real server.
//!
//! Each has its own server, archive, lines and profiles, so that any may run beside any other.

mod stories {
    mod apart;
    mod aside;
    mod bad_input;
    mod captive_portal;
    mod cut_line;
    mod desk_kept;
    mod draft;
    mod full_disk;
    mod new_version;
    mod notebook_store;
    mod officer;
    mod one_tablet;
    mod picked_up;
    mod pictures;
    mod refused;
    mod rescue_file;
    mod snapshot_read;
    mod village_day;
}
