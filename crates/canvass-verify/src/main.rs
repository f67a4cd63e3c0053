//! `canvass-verify`: checks a published edition on any laptop, without the server that made it.

use canvass_verify::{Verdict, Verify};
use canvass_words::legible::for_terminal;
use clap::Parser;
use std::io::Write as _;
use std::process::ExitCode;

#[derive(Debug, Parser)]
#[command(name = "canvass-verify", version, arg_required_else_help = true)]
struct Arguments {
    #[command(flatten)]
    verify: Verify,
}

fn main() -> ExitCode {
    let Verdict { lines, remark, failure } = Arguments::parse().verify.run();
    let (mut out, mut err) = (std::io::stdout().lock(), std::io::stderr().lock());
    // A reader of the output that has gone is no error.
    let _ = lines.iter().try_for_each(|line| writeln!(out, "{line}")).and_then(|()| out.flush());
    if let Some(remark) = remark {
        let _ = writeln!(err, "{remark}");
    }
    let Some(failure) = failure else { return ExitCode::SUCCESS };
    let _ = writeln!(err, "error: {}", for_terminal(&failure.why));
    ExitCode::from(failure.code)
}
