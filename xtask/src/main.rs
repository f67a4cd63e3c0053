//! The project's own chores, run as `cargo xtask`: the whole test suite, tidy and the benchmarks.
//!
//! Nothing here is part of the product, and no crate of the product may depend on it. It installs what
//! the suite needs only where it may (as root, from the system's own packages) and else says what is missing.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a terminal program: its output is its purpose")]

mod attacks;
mod bench;
mod postgres;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

const HELP: &str = "\
The project's own chores.

  cargo xtask test [--quick]     set up and run everything; --quick: no PostgreSQL, no browser
  cargo xtask tidy               the rules of the house that no other tool knows
  cargo xtask bench [WHAT] [--seconds N]
                                 votes, pages, talk, import, restart, streams, maps,
                                 analysis or all (the default), as tables;
                                 CANVASS_BIN names another binary to measure
  cargo xtask attacks [--undefended]
                                 twenty attacks on a poll of 1,760 honest readers, on a virtual
                                 clock, as tables beside their bars; fails where one is not met
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.split_first() {
        Some((&"test", [])) => test::run(test::Extent::Full),
        Some((&"test", ["--quick"])) => test::run(test::Extent::Quick),
        Some((&"tidy", [])) => tidy::run(),
        Some((&"bench", rest)) => bench::run(rest),
        Some((&"attacks", [])) => attacks::run(attacks::Side::Defended),
        Some((&"attacks", ["--undefended"])) => attacks::run(attacks::Side::Undefended),
        // What the benchmark of the analysis starts for itself.
        Some((&"measure", rest)) => bench::analysis::measure(rest),
        Some((&("help" | "--help" | "-h"), _)) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
