//! The clock and chance of the outside world: read here, passed in everywhere else.

use canvass_domain::Millis;
use std::time::{SystemTime, UNIX_EPOCH};

/// Now, by the clock of this machine.
pub(crate) fn now_ms() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}

/// 32 bytes that nobody can guess. Without them the server must not go on.
pub(crate) fn random_bytes() -> Result<[u8; 32], getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map(|()| bytes)
}

/// Memory this process has in use, where the system tells.
pub(crate) fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// Chance for drawing a statement.
pub(crate) fn random_draw() -> Result<u64, getrandom::Error> {
    getrandom::u64()
}
