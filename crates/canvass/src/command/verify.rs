//! `canvass verify`: what the program `canvass-verify` does, from the one binary.

use crate::exit::{Done, Failure};
use crate::outside::{patiently, remark, say};
use canvass_verify::{Verdict, Verify};

/// Runs the command.
pub(crate) fn run(verify: &Verify) -> Done {
    let Verdict { lines, remark: beside, failure } = patiently("Verifying", || verify.run());
    lines.iter().for_each(say);
    beside.iter().for_each(remark);
    match failure {
        None => Ok(()),
        Some(failure) => Err(Failure::verification(failure.code, failure.why)),
    }
}
