//! Importing the largest real conversation, on both databases: the whole command, from start to exit.
//!
//! Measures the command as it is typed, its own start and checks included, into an empty store.

use super::report::{Table, ms};
use super::{Bench, open_data};
use anyhow::Result;
use std::time::Instant;

pub fn run(bench: &Bench) -> Result<()> {
    let set = open_data::largest(&bench.root)?;
    let mut table = Table::new(&["store", "set", "ms"]);
    for (store, _) in bench.stores("import")? {
        let started = Instant::now();
        let slug = bench.binary.run(&["import", "polis", &set.display().to_string()], &store)?;
        table.row([store.name().to_owned(), slug, ms(started.elapsed())]);
    }
    table.print("Import of the largest open set");
    Ok(())
}
