//! The server under test: the release binary as a process of its own, on a store of its own.
//!
//! Talks to it only as a stranger would: command line, ready file, HTTP, and what the kernel tells of a process.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A start from the largest store measured here takes seconds.
const READY_MAX: Duration = Duration::from_secs(120);
/// Short beside the times that are measured with it.
const LOOK_EVERY: Duration = Duration::from_micros(500);
/// The kernel keeps the most there was; only what grows in the last moments may be missed.
const LOOK_AT_MEMORY_EVERY: Duration = Duration::from_millis(20);

/// Where a server keeps its data.
#[derive(Debug, Clone)]
pub enum Store {
    Folder(PathBuf),
    Database(String),
}

/// The binary under test.
#[derive(Debug, Clone)]
pub struct Binary {
    pub path: PathBuf,
    /// Whether it was built with the feature that lets it answer without storing.
    pub can_skip_store: bool,
}

/// What a command did.
#[derive(Debug, Clone)]
pub struct Measured {
    pub said: String,
    pub took: Duration,
    pub peak_bytes: u64,
}

/// How a server is started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Normal,
    /// Everything but the store: what HTTP costs alone.
    WithoutStoring,
}

/// A running server; dropping it kills it.
#[derive(Debug)]
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    pub ready: Ready,
    /// From the start of the process to the complete ready file.
    pub start_took: Duration,
}

/// The ready file.
#[derive(Debug, Deserialize)]
pub struct Ready {
    base_url: String,
    pub conversations: Vec<Listed>,
}

#[derive(Debug, Deserialize)]
pub struct Listed {
    pub slug: String,
    pub state: String,
}

impl Store {
    pub fn args(&self) -> [String; 2] {
        match self {
            Self::Folder(path) => ["--data".to_owned(), path.display().to_string()],
            Self::Database(url) => ["--database".to_owned(), url.clone()],
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Folder(_) => "SQLite",
            Self::Database(_) => "PostgreSQL",
        }
    }
}

impl Binary {
    /// Runs a command to its end and gives what it printed.
    pub fn run(&self, args: &[&str], store: &Store) -> Result<String> {
        let store = store.args();
        self.run_alone(&args.iter().copied().chain(store.iter().map(String::as_str)).collect::<Vec<_>>())
    }

    /// The same of a command that touches no store.
    pub fn run_alone(&self, args: &[&str]) -> Result<String> {
        let output = Command::new(&self.path).args(args).output().context("starting canvass")?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            bail!("`canvass {}` failed ({}): {}", args.join(" "), output.status, said.trim());
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Runs a command to its end and gives what it printed, how long it took and the most memory it held.
    pub fn measured(&self, args: &[String]) -> Result<Measured> {
        let started = Instant::now();
        let mut command = Command::new(&self.path);
        let mut child = command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let status = format!("/proc/{}/status", child.id());
        let mut peak_bytes = 0;
        while child.try_wait()?.is_none() {
            let text = std::fs::read_to_string(&status).unwrap_or_default();
            peak_bytes = peak_bytes.max(kib_in(&text, "VmHWM:").unwrap_or(0));
            std::thread::sleep(LOOK_AT_MEMORY_EVERY);
        }
        let took = started.elapsed();
        let output = child.wait_with_output()?;
        if !output.status.success() {
            bail!("`canvass {}` failed: {}", args.join(" "), String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(Measured { said: String::from_utf8_lossy(&output.stdout).into_owned(), took, peak_bytes })
    }

    pub fn serve(&self, store: &Store, folder: &Path, mode: Mode) -> Result<Server> {
        let mut args = vec!["serve", "--listen", "127.0.0.1:0"];
        if mode == Mode::WithoutStoring {
            args.extend(["--fault", "no-store"]);
        }
        self.start(&args, store, folder)
    }

    /// Starts a command that serves, and waits until it answers.
    pub fn start(&self, args: &[&str], store: &Store, folder: &Path) -> Result<Server> {
        let ready_file = folder.join("ready.json");
        if ready_file.exists() {
            std::fs::remove_file(&ready_file)?;
        }
        let log_path = folder.join("server.log");
        let log = std::fs::File::create(&log_path)?;
        // Should the chore itself be killed, the kernel ends the server too; setpriv replaces itself by it.
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "--"]).arg(&self.path);
        command.args(args).args(store.args()).arg("--ready-file").arg(&ready_file);
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let started = Instant::now();
        let mut child = command.spawn().context("starting canvass")?;
        let told = wait_for(&ready_file, &mut child, started);
        let start_took = started.elapsed();
        let described = told.and_then(|text| {
            let ready: Ready = serde_json::from_str(&text).context("reading the ready file")?;
            let address = address_of(&ready.base_url)?;
            Ok((ready, address))
        });
        match described {
            Ok((ready, address)) => Ok(Server { child, address, ready, start_took }),
            Err(error) => {
                child.kill().ok();
                child.wait().ok();
                let log = std::fs::read_to_string(&log_path).unwrap_or_default();
                Err(error.context(format!("`canvass {}` did not start:\n{}", args.join(" "), log.trim())))
            }
        }
    }
}

impl Server {
    /// The slug of the first conversation in that state.
    pub fn with_state(&self, state: &str) -> Result<&str> {
        let found = self.ready.conversations.iter().find(|one| one.state == state);
        found.map(|one| one.slug.as_str()).with_context(|| format!("no conversation is {state}"))
    }

    /// As a power cut would, as far as the process is concerned.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill().context("killing the server")?;
        self.child.wait().context("waiting for the killed server")?;
        Ok(())
    }

    /// Asks the server to end, as an operator does, and waits.
    pub fn stop(mut self) -> Result<()> {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        if !asked.success() {
            bail!("the server could not be asked to stop");
        }
        self.child.wait().context("waiting for the server to stop")?;
        Ok(())
    }

    /// Memory in use now, in bytes: `VmRSS` of /proc.
    pub fn resident_bytes(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        resident_in(&status).context("the kernel tells no VmRSS")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After `kill` or `stop` there is nothing left to end.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn wait_for(ready_file: &Path, child: &mut Child, started: Instant) -> Result<String> {
    while started.elapsed() < READY_MAX {
        if ready_file.exists() {
            return std::fs::read_to_string(ready_file).context("reading the ready file");
        }
        if let Some(status) = child.try_wait()? {
            bail!("it ended before it was ready ({status})");
        }
        std::thread::sleep(LOOK_EVERY);
    }
    bail!("it was not ready within {} s", READY_MAX.as_secs())
}

/// The printed address says localhost; the measured connections skip the look-up.
fn address_of(base_url: &str) -> Result<SocketAddr> {
    let port = base_url.trim_end_matches('/').rsplit_once(':').and_then(|(_, port)| port.parse().ok());
    let port: u16 = port.with_context(|| format!("no port in `{base_url}`"))?;
    Ok(SocketAddr::from(([127, 0, 0, 1], port)))
}

fn resident_in(status: &str) -> Option<u64> {
    kib_in(status, "VmRSS:")
}

/// A figure of the kernel, in bytes.
fn kib_in(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_read_from_printed_addresses() {
        assert_eq!(address_of("http://localhost:8400").unwrap().to_string(), "127.0.0.1:8400");
        assert_eq!(address_of("http://localhost:8400/").unwrap().to_string(), "127.0.0.1:8400");
        assert!(address_of("http://localhost").is_err());
    }

    #[test]
    fn memory_is_read_as_the_kernel_writes_it() {
        assert_eq!(resident_in("Name:\tcanvass\nVmRSS:\t   51200 kB\nThreads:\t4\n"), Some(52_428_800));
        assert_eq!(resident_in("Name:\tcanvass\n"), None);
    }
}
