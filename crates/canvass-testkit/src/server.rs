//! The binary as a process of its own: started, killed without warning, started again on the same data.

use serde_json::Value;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// The binary as a process; dropping it kills it.
#[derive(Debug)]
pub struct TestServer {
    binary: PathBuf,
    arguments: Vec<OsString>,
    child: Child,
    ready: Value,
    // Dropped last.
    folder: TempDir,
}

impl TestServer {
    /// Starts `canvass` with arguments such as `["serve", "--listen", "127.0.0.1:0", "--data", ..]` and waits
    /// until it answers. Tests of the binary's own crate pass `env!("CARGO_BIN_EXE_canvass")`.
    ///
    /// # Panics
    /// When it ends before it answers.
    pub fn start<A: Into<OsString>>(binary: &Path, arguments: impl IntoIterator<Item = A>) -> Self {
        let folder = tempfile::Builder::new().prefix("canvass-test-").tempdir().expect("a temporary folder");
        let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
        let (child, ready) = launch(binary, &arguments, &folder.path().join("ready.json"));
        Self { binary: binary.to_owned(), arguments, child, ready, folder }
    }

    /// What the ready file says.
    #[must_use]
    pub const fn ready(&self) -> &Value {
        &self.ready
    }

    /// Where it answers, such as `http://localhost:8400`.
    ///
    /// # Panics
    /// When the ready file does not say.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.ready.get("base_url").and_then(Value::as_str).expect("`base_url` in the ready file")
    }

    /// Number of the process.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends it at once, without a chance to finish anything (SIGKILL).
    ///
    /// # Panics
    /// When it cannot be killed.
    pub fn kill(&mut self) {
        self.child.kill().expect("killing the server");
        self.child.wait().expect("the end of the server");
    }

    /// Starts it again with the same arguments and waits until it answers.
    ///
    /// # Panics
    /// When it ends before it answers.
    pub fn restart(&mut self) {
        let (child, ready) = launch(&self.binary, &self.arguments, &self.folder.path().join("ready.json"));
        self.child = child;
        self.ready = ready;
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        // It may have been killed before.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server prints its first line once the ready file is there: waiting for the line is waiting for both.
fn launch(binary: &Path, arguments: &[OsString], ready_file: &Path) -> (Child, Value) {
    // One of an earlier life must not be taken for this one's.
    let _ = std::fs::remove_file(ready_file);
    let mut command = Command::new(binary);
    command.args(arguments).arg("--ready-file").arg(ready_file);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("starting `{}`: {error}", binary.display()));
    let mut lines = BufReader::new(child.stdout.take().expect("stdout")).lines();
    if lines.next().is_none() {
        panic!("the server ended before it answered: {:?}", child.wait());
    }
    // Whatever else it says is read away, so that it never waits for us.
    std::thread::spawn(move || lines.for_each(drop));
    let ready = std::fs::read(ready_file).expect("the ready file");
    (child, serde_json::from_slice(&ready).expect("a ready file of JSON"))
}
