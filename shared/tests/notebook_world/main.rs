//! Small faulty worlds: several notebooks and the server's rules, joined by a line that loses
//! answers, repeats requests and cuts pages short, on devices that are switched off at any moment.
//! In the end everybody holds the same, nothing saved is missing, and every outbox is empty.
#![expect(clippy::unwrap_used, reason = "a test says by breaking off what went wrong")]

mod faults;
mod lost;
mod told;
mod world;
