//! Starting on the demo's data, and memory when nobody asks for anything.
//!
//! The time runs from the start of the process to its complete ready file, which appears once requests are
//! answered from the whole log. Files are in the page cache, as after a restart of the process alone.

use super::Bench;
use super::pages::demo_data;
use super::report::{Table, Target, ms};
use super::server::Mode;
use anyhow::Result;
use std::time::Duration;

const N_STARTS: usize = 5;
/// For what start-up leaves behind to settle.
const IDLE: Duration = Duration::from_secs(3);
const START_TARGET: Target = Target::AtMost(300.0);
const MEMORY_TARGET: Target = Target::AtMost(80.0);

pub fn run(bench: &Bench) -> Result<()> {
    let (store, folder) = demo_data(bench, "restart")?;
    let mut starts = Vec::new();
    let mut resident_mb = 0.0;
    for _ in 0..N_STARTS {
        let server = bench.binary.serve(&store, &folder, Mode::Normal)?;
        starts.push(server.start_took);
        if starts.len() == N_STARTS {
            std::thread::sleep(IDLE);
            resident_mb = server.resident_bytes()? as f64 / 1e6;
        }
        server.stop()?;
    }
    starts.sort();
    let all: Vec<String> = starts.iter().copied().map(ms).collect();
    let slowest_ms = starts.last().map_or(0.0, |time| time.as_secs_f64() * 1000.0);
    let mut table = Table::new(&["what", "target", "measured", "verdict"]);
    table.row([
        format!("restart on the demo's data, slowest of {N_STARTS}"),
        START_TARGET.text("ms"),
        format!("{slowest_ms:.1} ms (all: {})", all.join(", ")),
        START_TARGET.verdict(slowest_ms),
    ]);
    table.row([
        format!("resident memory, idle for {} s", IDLE.as_secs()),
        MEMORY_TARGET.text("MB"),
        format!("{resident_mb:.1} MB"),
        MEMORY_TARGET.verdict(resident_mb),
    ]);
    table.print("Restart");
    Ok(())
}
