//! What others wrote to find faults in programs like ours: schemathesis holds the running API against its description,
//! cargo-deny holds what is built in against published advisories.
//!
//! Both need a network, and say in one line where there is none.

use super::counts::Counts;
use super::{Surroundings, stream, target_folder};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// One version, so that a finding is ours and not of a newer check.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";
/// So many requests and so many seconds at most; the same ones every time.
const BOUNDS: [&str; 8] =
    ["--max-examples", "20", "--max-time", "120", "--request-timeout", "10", "--seed", "20261130"];
const CONVERSATION: &str = "right-care-right-person";
const READY_WITHIN: Duration = Duration::from_secs(120);
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// What only a conversation can tell is refused as 422: which options its poll has, and which rules it publishes.
const CONFIGURATION: &str = r#"
[[operations]]
include-path-regex = "/(ballot|reports)$"
checks.positive_data_acceptance.expected-statuses = ["2xx", "3xx", "401", "403", "404", "409", "422", "429", "5xx"]
"#;

/// Holds every operation of the API against its description: what it promises it does, what it refuses it says so of.
pub fn schemathesis(surroundings: &Surroundings) -> Result<Counts> {
    let target = target_folder(surroundings)?;
    let Some(program) = installed(&target.join("schemathesis"))? else { return Ok(Counts::default()) };
    let folder = tempfile::tempdir().context("a folder for the demo")?;
    let demo = Demo::start(&target.join("debug/canvass"), folder.path())?;
    let token = demo.join()?;
    let configuration = folder.path().join("schemathesis.toml");
    std::fs::write(&configuration, CONFIGURATION).context("what schemathesis is told")?;
    let mut command = Command::new(program);
    command
        .arg("--config-file")
        .arg(configuration)
        .arg("run")
        .arg(format!("{}/api/v1/openapi.json", demo.base_url))
        .args(BOUNDS);
    command.args(["--header", &format!("Authorization: Bearer {token}"), "--report-dir"]).arg(folder.path());
    // A stream of events has no end to wait for.
    command.args(["--exclude-path-regex", "/stream$"]).current_dir(folder.path());
    if !stream::run(&mut command).context("running schemathesis")?.status.success() {
        bail!("schemathesis found what the description does not say");
    }
    Ok(Counts { passed: 1, ..Counts::default() })
}

/// Known vulnerabilities of what is built in.
pub fn advisories(surroundings: &Surroundings) -> Result<Counts> {
    let mut probe = Command::new("cargo");
    probe.args(["deny", "--version"]).stdout(Stdio::null()).stderr(Stdio::null());
    if !probe.status().is_ok_and(|status| status.success()) {
        println!("cargo-deny is not installed: no advisory was looked up");
        return Ok(Counts::default());
    }
    let mut command = Command::new("cargo");
    let heard = stream::run(command.args(["deny", "check", "advisories"]).current_dir(&surroundings.root))?;
    if heard.status.success() {
        return Ok(Counts { passed: 1, ..Counts::default() });
    }
    if ["failed to fetch", "failed to load advisory database"].iter().any(|why| heard.text.contains(why)) {
        println!("the advisories cannot be fetched from here: none was looked up");
        return Ok(Counts::default());
    }
    bail!("an advisory stands against something that is built in");
}

/// The program in a folder of its own; nothing where it cannot be installed, unless everything has to be there.
fn installed(folder: &Path) -> Result<Option<PathBuf>> {
    let program = folder.join("bin/st");
    let quietly = |command: &mut Command| {
        let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    };
    let has_it = |program: &Path| {
        let said = Command::new(program).arg("--version").output().ok();
        let version = SCHEMATHESIS.split("==").nth(1).unwrap_or_default();
        said.is_some_and(|said| String::from_utf8_lossy(&said.stdout).contains(version))
    };
    if has_it(&program) {
        return Ok(Some(program));
    }
    let is_made = quietly(Command::new("python3").args(["-m", "venv"]).arg(folder))
        && quietly(Command::new(folder.join("bin/pip")).args(["install", "--quiet", SCHEMATHESIS]));
    if is_made && has_it(&program) {
        return Ok(Some(program));
    }
    if std::env::var_os("CANVASS_REQUIRE_DATA").is_some_and(|value| value == "1") {
        bail!("{SCHEMATHESIS} cannot be installed, and CANVASS_REQUIRE_DATA is 1");
    }
    println!("{SCHEMATHESIS} cannot be installed from here: the API was not held against its description");
    Ok(None)
}

/// A running demo; dropping it ends it.
struct Demo {
    child: Child,
    base_url: String,
}

impl Demo {
    fn start(binary: &Path, folder: &Path) -> Result<Self> {
        let ready = folder.join("ready.json");
        let mut command = Command::new(binary);
        command.args(["demo", "--port", "0", "--ready-file"]).arg(&ready).current_dir(folder);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().with_context(|| format!("starting `{}`", binary.display()))?;
        let mut demo = Self { child, base_url: String::new() };
        let started = Instant::now();
        while !ready.exists() {
            if started.elapsed() > READY_WITHIN || demo.child.try_wait()?.is_some() {
                bail!("the demo did not come up");
            }
            std::thread::sleep(LOOK_EVERY);
        }
        let said: Value = serde_json::from_slice(&std::fs::read(&ready)?).context("the ready file")?;
        demo.base_url =
            said.get("base_url").and_then(Value::as_str).context("`base_url` in the ready file")?.to_owned();
        Ok(demo)
    }

    /// A credential of a reader of the demo.
    fn join(&self) -> Result<String> {
        let address = self.base_url.strip_prefix("http://").context("an address without TLS")?;
        let mut stream = TcpStream::connect(address)?;
        let path = format!("/api/v1/conversations/{CONVERSATION}/participants");
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-type: application/json\r\n\
             content-length: 2\r\n\r\n{{}}"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let body = answer.split_once("\r\n\r\n").map(|(_, body)| body).unwrap_or_default();
        let said: Value = serde_json::from_str(body).with_context(|| format!("no credential in: {answer}"))?;
        Ok(said.get("token").and_then(Value::as_str).context("`token`")?.to_owned())
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
