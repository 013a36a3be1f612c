//! Benchmarks: one table on the screen, and the same as JSON beside it.

fn main() {}
