//! What is made once and kept for all who ask: results as JSON, drawings as PNG. Both are bounded.

pub(crate) mod pictures;
pub(crate) mod results;
