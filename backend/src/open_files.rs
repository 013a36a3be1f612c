//! How many files and connections this process may hold open at once.

/// Raises the bound to what the system allows this process. A tablet on the line holds a connection; the
/// bound that shells and services begin with, often 1,024, is meant for programs that cannot count further.
/// Past it a tablet would wait until another one hangs up.
pub fn allow_many() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let bound = getrlimit(Resource::Nofile);
        let raised = setrlimit(Resource::Nofile, Rlimit { current: bound.maximum, ..bound });
        if let Err(error) = raised {
            tracing::warn!(%error, "no more than {:?} connections at once", bound.current);
        }
    }
}
