//! Randomness from the system: drawn here, passed in everywhere else.

/// 32 bytes that nobody can guess. Without them the server must not go on.
pub(crate) fn random_bytes() -> Result<[u8; 32], getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map(|()| bytes)
}

/// A number at random, for drawing a statement and for naming an error.
pub(crate) fn random_draw() -> Result<u64, getrandom::Error> {
    getrandom::u64()
}
