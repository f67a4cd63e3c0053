//! Backing up, restoring and verifying a conversation of two million votes with a take: how long, and with how much
//! memory.
//!
//! Memory is the most that the process ever held, as the kernel tells it (`VmHWM`), looked at until it ends.
//! `CANVASS_BENCH_PARTICIPANTS` makes it a smaller conversation, for a first look.

use super::Bench;
use super::report::{Table, Target};
use super::server::{Measured, Store};
use super::takes::{PEOPLE, made};
use anyhow::{Result, ensure};

const COPYING_TARGET: Target = Target::AtMost(256.0);
const VERIFY_TARGET: Target = Target::AtMost(1_024.0);

pub fn run(bench: &Bench) -> Result<()> {
    let fewer = std::env::var("CANVASS_BENCH_PARTICIPANTS").ok();
    let people = PEOPLE.map(|(name, value)| match (name, &fewer) {
        ("--participants", Some(fewer)) => (name, fewer.clone()),
        ("--poll", Some(fewer)) => (name, fewer.clone()),
        _ => (name, value.to_owned()),
    });
    let mut unused = Table::new(&["what", "measured", "target", "verdict"]);
    let (store, folder, _) = made(bench, "backup", &people, &mut unused)?;
    let mut table = Table::new(&["what", "seconds", "most memory", "target", "verdict"]);
    let file = folder.join("all.ndjson").display().to_string();
    let args = |words: &[&str], store: &Store| {
        let words = words.iter().map(|word| (*word).to_owned());
        words.chain(store.args()).collect::<Vec<String>>()
    };
    let backup = bench.binary.measured(&args(&["backup", &file], &store))?;
    row(&mut table, "backup", &backup, COPYING_TARGET);
    let megabytes = std::fs::metadata(&file)?.len() as f64 / 1e6;
    let database = bench.postgres.create_database("bench_restored")?;
    for target in [Store::Folder(folder.join("restored")), Store::Database(database)] {
        let restored = bench.binary.measured(&args(&["restore", &file], &target))?;
        ensure!(restored.said.contains("Log and tables agree."), "the doctor found something: {}", restored.said);
        row(&mut table, &format!("restore to {}, doctor included", target.name()), &restored, COPYING_TARGET);
        let again = folder.join(format!("{}.ndjson", target.name())).display().to_string();
        let backup = bench.binary.measured(&args(&["backup", &again], &target))?;
        row(&mut table, &format!("backup of {}", target.name()), &backup, COPYING_TARGET);
    }
    for (what, file, more) in [("verify", "public.json", None), ("verify --private", "private.json", Some("--private"))]
    {
        let file = folder.join(file).display().to_string();
        let words = ["verify", &file, "--brief"].into_iter().chain(more).map(str::to_owned).collect::<Vec<_>>();
        row(&mut table, what, &bench.binary.measured(&words)?, VERIFY_TARGET);
    }
    table.print(&format!("A backup of {megabytes:.0} MB with a take"));
    Ok(())
}

fn row(table: &mut Table, what: &str, measured: &Measured, target: Target) {
    let mebibytes = measured.peak_bytes as f64 / f64::from(1_u32 << 20);
    table.row([
        what.to_owned(),
        format!("{:.1}", measured.took.as_secs_f64()),
        format!("{mebibytes:.0} MiB"),
        target.text("MiB"),
        target.verdict(mebibytes),
    ]);
}
