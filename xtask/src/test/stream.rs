//! Running a program: its output is shown as it comes and kept to be read afterwards.
//!
//! Colours are asked for only where somebody looks, and never kept.

use anyhow::{Context, Result};
use std::io::{IsTerminal, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::thread::JoinHandle;

/// What a program printed, both streams together, without colours.
pub struct Heard {
    pub status: ExitStatus,
    pub text: String,
}

/// Runs to the end, passing the output on.
pub fn run(command: &mut Command) -> Result<Heard> {
    let name = command.get_program().to_string_lossy().into_owned();
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("starting `{name}`"))?;
    let out = child.stdout.take().map(|stream| passed_on(stream, std::io::stdout()));
    let err = child.stderr.take().map(|stream| passed_on(stream, std::io::stderr()));
    let status = child.wait().with_context(|| format!("waiting for `{name}`"))?;
    let kept: Vec<u8> = [out, err].into_iter().flatten().flat_map(|reader| reader.join().unwrap_or_default()).collect();
    Ok(Heard { status, text: plain(&String::from_utf8_lossy(&kept)) })
}

fn passed_on(mut from: impl Read + Send + 'static, mut to: impl Write + Send + 'static) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        let mut chunk = [0; 8192];
        while let Ok(n_bytes @ 1..) = from.read(&mut chunk) {
            let bytes = chunk.get(..n_bytes).unwrap_or_default();
            kept.extend_from_slice(bytes);
            // Nobody may be reading any more: the run goes on for its exit code.
            to.write_all(bytes).and_then(|()| to.flush()).ok();
        }
        kept
    })
}

/// The text without terminal colours: everything from an escape to the letter that ends it.
fn plain(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        kept.push_str(before);
        rest = after.find(|c: char| c.is_ascii_alphabetic()).and_then(|end| after.get(end + 1..)).unwrap_or_default();
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_dropped() {
        assert_eq!(plain("\u{1b}[32;1m 3 tests\u{1b}[0m run"), " 3 tests run");
        assert_eq!(plain("plain"), "plain");
    }

    #[test]
    fn both_streams_and_the_status_are_kept() {
        let heard = run(Command::new("sh").args(["-c", "echo one; echo two >&2; exit 3"])).unwrap();
        assert_eq!(heard.text, "one\ntwo\n");
        assert_eq!(heard.status.code(), Some(3));
    }
}
