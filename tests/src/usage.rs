//! What processes have used, as the system keeps account of it: processor time, memory, connections.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::{fs, time::Duration};

/// Behind the name in brackets, counted from nothing: the parent, and where four times stand: in the
/// program and in the system, of the process itself and of its children that have ended.
const PARENT: usize = 1;
const TIMES: usize = 11;

/// The processor time that a process has used since it started, which a busy machine does not stretch.
///
/// # Panics
/// If there is no such process.
#[must_use]
pub fn processor_time(id: u32) -> Duration {
    hundredths(&account(id).expect("a running process has a line"), 2)
}

/// The processor time of a process and of everything that it has started, ended or not.
///
/// # Panics
/// If there is no such process.
#[must_use]
pub fn processor_time_with_children(id: u32) -> Duration {
    let own = hundredths(&account(id).expect("a running process has a line"), 4);
    // One that ends in between is counted with its parent the next time.
    let of_children = children(id).into_iter().filter_map(account).map(|line| hundredths(&line, 2));
    own + of_children.sum::<Duration>()
}

/// The most memory that a process has held since it started, or since [`forget_memory`], in bytes.
///
/// # Panics
/// If there is no such process.
#[must_use]
pub fn memory_most(id: u32) -> u64 {
    bytes(&format!("/proc/{id}/status"), "VmHWM:").expect("a running process has a status")
}

/// Lets the account of the most memory begin anew.
///
/// # Panics
/// If that process is not ours.
pub fn forget_memory(id: u32) {
    fs::write(format!("/proc/{id}/clear_refs"), "5").expect("our own process can be told to forget");
}

/// The memory that the children of a process hold now, each shared page counted once, in bytes.
#[must_use]
pub fn memory_of_children(id: u32) -> u64 {
    children(id).iter().filter_map(|child| bytes(&format!("/proc/{child}/smaps_rollup"), "Pss:")).sum()
}

/// Who started a process.
///
/// # Panics
/// If there is no such process.
#[must_use]
pub fn parent(id: u32) -> u32 {
    let line = account(id).expect("a running process has a line");
    line.get(PARENT).and_then(|id| u32::try_from(*id).ok()).expect("every process but the first has a parent")
}

/// Lets this program hold as many connections as the system allows it.
///
/// # Panics
/// If the system does not allow what it says that it allows.
pub fn allow_many_connections() {
    let bound = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: bound.maximum, ..bound }).expect("up to there it is allowed");
}

/// How many processes wanted to run in the last minute, on average, in hundredths.
///
/// # Panics
/// If the system does not say.
#[must_use]
pub fn load() -> u64 {
    let line = fs::read_to_string("/proc/loadavg").expect("the system says how busy it is");
    let digits: String = line.split(' ').next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    digits.parse().expect("it is a number with two places")
}

fn children(id: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let is_child = |line: Vec<u64>| line.get(PARENT) == Some(&u64::from(id));
    ids.filter(|child| account(*child).is_some_and(is_child)).collect()
}

/// The numbers of its line; the letter that stands first among them is counted as nothing.
fn account(id: u32) -> Option<Vec<u64>> {
    let line = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, behind) = line.rsplit_once(')')?;
    Some(behind.split_whitespace().map(|number| number.parse().unwrap_or(0)).collect())
}

fn hundredths(line: &[u64], times: usize) -> Duration {
    Duration::from_millis(line.iter().skip(TIMES).take(times).sum::<u64>() * 10)
}

fn bytes(path: &str, word: &str) -> Option<u64> {
    let about = fs::read_to_string(path).ok()?;
    let line = about.lines().find_map(|line| line.strip_prefix(word))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024)
}
