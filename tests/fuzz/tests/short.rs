//! The short run: every door with its seeds, with what was once found, and with some thousands of damaged
//! inputs that a number decides. The long run is `cargo xtask fuzz`.
#![expect(clippy::unwrap_used, reason = "a test says by breaking off what went wrong")]

use fuzz::{
    Target,
    damage::{Chance, damaged},
    named,
};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

fn short(name: &str) {
    let target = named(name).unwrap();
    let begin = target.begin_with();
    for seed in &begin {
        tried(target, seed);
    }
    for number in 0..target.tries {
        tried(target, &damaged(&begin, &mut Chance::of(number)));
    }
}

fn tried(target: &Target, bytes: &[u8]) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| (target.hit)(bytes))) {
        eprintln!("the target `{}` breaks on:\n{}", target.name, bytes.escape_ascii());
        resume_unwind(panic);
    }
}

macro_rules! doors {
    ($($name:ident: $test:ident),* $(,)?) => {
        $(#[test] fn $test() { short(stringify!($name)); })*
        const TESTED: &[&str] = &[$(stringify!($name)),*];
    };
}

doors! {
    typed: what_people_type_is_read_or_refused,
    message: every_message_that_can_be_read_comes_back_as_it_went,
    change: a_damaged_change_is_refused_or_judged,
    row: damaged_rows_are_left_out_and_named,
    reply: no_answer_breaks_a_notebook_or_takes_from_it_what_is_pending,
    push: whatever_is_pushed_the_archive_stays_whole,
    request: whatever_is_asked_is_answered,
    rescue: the_file_of_a_tablet_is_taken_in_or_refused,
    office: an_office_file_is_taken_in_or_refused,
}

#[test]
fn every_door_has_a_short_run() {
    let all: Vec<_> = fuzz::TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(all, TESTED);
}
