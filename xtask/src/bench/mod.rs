//! Benchmarks (being built).
use anyhow::{Result, bail};

pub fn run(_args: &[&str]) -> Result<()> {
    bail!("not there yet")
}
