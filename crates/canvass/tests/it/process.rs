//! Running the binary: once to its end, or as a server that is waited for, killed and asked to stop.

use crate::http::Wire;
use canvass_app::{Database, Store};
use serde_json::Value;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// What a command said, and how it ended.
pub(crate) struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Its standard output, where it ended well.
    pub(crate) fn out(self) -> String {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self.out
    }

    /// Checks that it is a doctor who found nothing.
    pub(crate) fn check_agrees(&self) {
        assert_eq!(self.code, 0, "{} {}", self.out, self.err);
        assert!(self.out.starts_with("Log and tables agree.\nLooked at "), "{}", self.out);
    }

    /// Checks how it ended and that it says every one of these.
    pub(crate) fn check_refused(&self, code: i32, said: &[&str]) {
        assert_eq!(self.code, code, "{}", self.err);
        for words in said {
            assert!(self.err.contains(words), "`{words}` is not in: {}", self.err);
        }
    }
}

/// A command whose surroundings say nothing about where data is.
fn command<A: AsRef<OsStr>>(arguments: &[A]) -> Command {
    under(&[], arguments)
}

/// The same, run by another program that becomes it.
fn under<A: AsRef<OsStr>>(program: &[&str], arguments: &[A]) -> Command {
    let mut words = program.iter().copied().chain([env!("CARGO_BIN_EXE_canvass")]);
    let mut command = Command::new(words.next().unwrap());
    command.args(words);
    for name in ["CANVASS_DATA", "CANVASS_DATABASE", "CANVASS_LISTEN", "CANVASS_PUBLIC_URL", "CANVASS_LOG"] {
        command.env_remove(name);
    }
    command.args(arguments).stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub(crate) fn run<A: AsRef<OsStr>>(arguments: &[A]) -> Ran {
    let output = command(arguments).output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Where a test's data lives: nobody else's.
pub(crate) struct Place {
    folder: TempDir,
    pub database: Database,
}

impl Place {
    pub(crate) const fn is_sqlite(&self) -> bool {
        matches!(self.database, Database::Folder(_))
    }

    pub(crate) fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let database = Database::Folder(folder.path().join("data"));
        Self { folder, database }
    }

    pub(crate) fn postgres() -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var("CANVASS_TEST_POSTGRES") else {
            let is_required = std::env::var_os("CANVASS_REQUIRE_POSTGRES").is_some_and(|value| value == "1");
            assert!(!is_required, "CANVASS_TEST_POSTGRES names no server");
            println!("no PostgreSQL here (CANVASS_TEST_POSTGRES); nothing was tested on it");
            return None;
        };
        let name = format!("binary_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let address = block_on(Store::create_database(&server, &name)).unwrap();
        Some(Self { folder: TempDir::new().unwrap(), database: Database::Postgres(address) })
    }

    /// A folder for files beside the data.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// `--data` or `--database`, with its value.
    pub(crate) fn storage(&self) -> [String; 2] {
        match &self.database {
            Database::Folder(folder) => ["--data".to_owned(), folder.display().to_string()],
            Database::Postgres(address) => ["--database".to_owned(), address.clone()],
        }
    }

    /// Runs a command on this data; the first words choose it.
    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        let [flag, value] = self.storage();
        run(&words.iter().copied().chain([flag.as_str(), value.as_str()]).collect::<Vec<_>>())
    }

    pub(crate) fn serve(&self, more: &[&str]) -> Server {
        let [flag, value] = self.storage();
        let mut arguments = vec!["serve", &flag, &value, "--listen", "127.0.0.1:0"];
        arguments.extend(more);
        Server::start(&arguments, self.folder())
    }

    /// A conversation file's conversation, made.
    pub(crate) fn create(&self, toml: &str) -> Ran {
        let file = self.file("conversation.toml", toml);
        self.run(&["conversation", "create", &file])
    }
}

/// A server at work; dropping it kills it.
pub(crate) struct Server {
    child: Child,
    pub ready: Value,
    /// The line it printed once it answered.
    pub first_line: String,
    ready_file: PathBuf,
    log_file: PathBuf,
}

impl Server {
    /// Starts it and waits until it answers.
    pub(crate) fn start(arguments: &[&str], folder: &Path) -> Self {
        Self::start_under(&[], arguments, folder)
    }

    /// The same, started by another program that becomes it.
    pub(crate) fn start_under(program: &[&str], arguments: &[&str], folder: &Path) -> Self {
        let attempted = Self::attempt(program, arguments, folder);
        attempted.unwrap_or_else(|ran| panic!("it ended with {}: {}", ran.code, ran.err))
    }

    /// Starts it and waits until it answers or ends.
    fn attempt(program: &[&str], arguments: &[&str], folder: &Path) -> Result<Self, Ran> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let ready_file = folder.join(format!("ready-{}.json", NUMBER.fetch_add(1, Ordering::Relaxed)));
        let log_file = ready_file.with_extension("log");
        let mut command = under(program, arguments);
        command.arg("--ready-file").arg(&ready_file).stdout(Stdio::piped());
        command.stderr(std::fs::File::create(&log_file).unwrap());
        if arguments.contains(&"--log-format") {
            command.env("CANVASS_LOG", "trace");
        }
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let Some(first_line) = lines.next() else {
            let err = std::fs::read_to_string(&log_file).unwrap();
            let code = child.wait().unwrap().code().unwrap_or(-1);
            return Err(Ran { code, out: String::new(), err });
        };
        // Read away, so that it never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        let text = std::fs::read_to_string(&ready_file).unwrap();
        let ready = serde_json::from_str(&text).unwrap();
        Ok(Self { child, ready, first_line: first_line.unwrap(), ready_file, log_file })
    }

    /// What it has logged so far.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(&self.log_file).unwrap()
    }

    pub(crate) fn base_url(&self) -> &str {
        self.ready["base_url"].as_str().unwrap()
    }

    pub(crate) fn address(&self) -> SocketAddr {
        let (_, port) = self.base_url().rsplit_once(':').unwrap();
        SocketAddr::from(([127, 0, 0, 1], port.parse().unwrap()))
    }

    pub(crate) fn wire(&self) -> Wire {
        Wire::to(self.address()).unwrap()
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL: no chance to finish anything.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, and how it ended.
    pub(crate) fn stop(mut self) -> ExitStatus {
        self.ask_to_stop();
        self.child.wait().unwrap()
    }

    /// SIGTERM, and everything that was logged until the end.
    pub(crate) fn stop_and_log(mut self) -> String {
        self.ask_to_stop();
        assert!(self.child.wait().unwrap().success());
        self.log()
    }

    pub(crate) fn ask_to_stop(&self) {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended before.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.ready_file);
        let _ = std::fs::remove_file(&self.log_file);
    }
}

pub(crate) fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// A conversation that opens as soon as a server sees it.
pub(crate) fn open_conversation(slug: &str, n_statements: u32) -> String {
    let statements: String = (1..=n_statements).map(|n| format!("[[statement]]\ntext = \"Statement {n}\"\n")).collect();
    format!(
        "slug = \"{slug}\"\ntitle = \"A question\"\nlanguage = \"en\"\ngate = \"always\"\n\
         opens_at = 2025-01-07T09:00:00Z\n\
         [organiser]\nname = \"The Gazette\"\ncontact = \"desk@example.org\"\n\
         privacy_url = \"https://example.org/privacy\"\n{statements}"
    )
}
