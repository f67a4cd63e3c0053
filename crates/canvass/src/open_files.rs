//! How many files this process may have open: each connection is one, and many systems begin at 1,024.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What a server has open beside its connections: the database, its own files, what a backup reads.
const BESIDE: u64 = 256;

/// Asks the system for as many as that many connections need; says so where it allows fewer.
pub(crate) fn allow(n_connections: usize) {
    let wanted = u64::try_from(n_connections).unwrap_or(u64::MAX).saturating_add(BESIDE);
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    // No number is no bound.
    let most = maximum.unwrap_or(u64::MAX);
    if current.is_none_or(|current| current >= wanted) {
        return;
    }
    let raised = wanted.min(most);
    let allowed = match setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum }) {
        Ok(()) => raised,
        Err(_) => current.unwrap_or(u64::MAX),
    };
    if allowed < wanted {
        tracing::warn!(
            allowed,
            wanted,
            "too few open files are allowed for {n_connections} connections; the rest will wait (raise `ulimit -n`)"
        );
    }
}
