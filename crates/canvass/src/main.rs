//! The `canvass` binary.
fn main() {}
