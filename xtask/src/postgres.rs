//! A PostgreSQL server of our own: in a temporary folder, on a free port of the loopback, stopped when dropped.
//!
//! Never touches a server that was there before. PostgreSQL refuses to run as root, so as root it runs as
//! the system's `postgres` user. If this process dies, the kernel tells the server to stop.

use anyhow::{Context, Result, bail};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Starting takes well under a second; a machine under load gets patience.
const START_MAX: Duration = Duration::from_secs(60);
/// Stopping at once takes milliseconds.
const STOP_MAX: Duration = Duration::from_secs(10);
const ROLE: &str = "canvass";

/// Whether a commit waits for the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// As in production: what benchmarks measure.
    Full,
    /// No waiting: for tests, whose server never outlives the machine.
    None,
}

/// A running server; dropping it stops it and deletes its folder.
#[derive(Debug)]
pub struct Postgres {
    child: Child,
    bin: PathBuf,
    port: u16,
    // Dropped last, after the server has stopped.
    _folder: TempDir,
}

impl Postgres {
    pub fn start(durability: Durability) -> Result<Self> {
        let bin =
            binaries().context("PostgreSQL is not installed: no `initdb` under /usr/lib/postgresql or on PATH")?;
        let account = Account::current()?;
        let folder = tempfile::Builder::new().prefix("canvass-postgres-").tempdir()?;
        account.give(folder.path())?;
        let data = folder.path().join("data");
        initialise(&bin, &account, &data)?;
        let port = free_port()?;
        let child = account
            .command(&bin.join("postgres"))
            .arg("-D")
            .arg(&data)
            .args(settings(port, folder.path(), durability))
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::from(std::fs::File::create(folder.path().join("log"))?))
            .spawn()
            .context("starting PostgreSQL")?;
        let mut server = Self { child, bin, port, _folder: folder };
        server.wait_until_ready()?;
        Ok(server)
    }

    /// The address of the server's first database, with a role that may create others.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// Makes an empty database and gives its address.
    pub fn create_database(&self, name: &str) -> Result<String> {
        let created = Command::new(self.bin.join("createdb")).args(self.client_args()).arg(name).output()?;
        if !created.status.success() {
            bail!("creating database `{name}`: {}", String::from_utf8_lossy(&created.stderr).trim());
        }
        Ok(self.url_of(name))
    }

    fn url_of(&self, database: &str) -> String {
        format!("postgres://{ROLE}@127.0.0.1:{}/{database}", self.port)
    }

    fn client_args(&self) -> [String; 6] {
        ["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", ROLE].map(str::to_owned)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let started = Instant::now();
        while started.elapsed() < START_MAX {
            if let Some(status) = self.child.try_wait()? {
                let log = std::fs::read_to_string(self._folder.path().join("log")).unwrap_or_default();
                bail!("PostgreSQL stopped at once ({status}):\n{}", log.trim());
            }
            let mut probe = Command::new(self.bin.join("pg_isready"));
            probe.args(self.client_args()).stdout(Stdio::null()).stderr(Stdio::null());
            if probe.status()?.success() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("PostgreSQL was not ready within {} s", START_MAX.as_secs())
    }
}

impl Drop for Postgres {
    /// SIGQUIT is PostgreSQL's immediate shutdown: its own children go with it, and nothing here is kept.
    fn drop(&mut self) {
        let asked = Command::new("kill").args(["-QUIT", &self.child.id().to_string()]).status();
        let started = Instant::now();
        while asked.is_ok() && started.elapsed() < STOP_MAX {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        // A server that is gone or will not go: nothing more can be done about either here.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Who the server runs as.
enum Account {
    Ourselves,
    Other { uid: u32, gid: u32 },
}

impl Account {
    fn current() -> Result<Self> {
        if id(&["-u"])? != 0 {
            return Ok(Self::Ourselves);
        }
        let missing = "there is no user `postgres` to run the server as (it refuses root)";
        Ok(Self::Other {
            uid: id(&["-u", "postgres"]).context(missing)?,
            gid: id(&["-g", "postgres"]).context(missing)?,
        })
    }

    fn give(&self, folder: &Path) -> Result<()> {
        match self {
            Self::Ourselves => Ok(()),
            Self::Other { uid, gid } => std::os::unix::fs::chown(folder, Some(*uid), Some(*gid))
                .with_context(|| format!("giving `{}` to the user `postgres`", folder.display())),
        }
    }

    /// Through setpriv, which replaces itself: no shell stays between us and the server, and the kernel
    /// stops the server when we die.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("setpriv");
        if let Self::Other { uid, gid } = self {
            command.args([format!("--reuid={uid}"), format!("--regid={gid}"), "--clear-groups".to_owned()]);
        }
        command.args(["--pdeathsig", "QUIT", "--"]).arg(program);
        command
    }
}

fn id(args: &[&str]) -> Result<u32> {
    let output = Command::new("id").args(args).output().context("running `id`")?;
    String::from_utf8_lossy(&output.stdout).trim().parse().with_context(|| format!("`id {}`", args.join(" ")))
}

fn initialise(bin: &Path, account: &Account, data: &Path) -> Result<()> {
    let mut command = account.command(&bin.join("initdb"));
    command.arg("-D").arg(data).args(["-U", ROLE, "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]);
    let output = command.current_dir("/").output().context("running `initdb` (by `setpriv`, from util-linux)")?;
    if !output.status.success() {
        bail!("initdb: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}

fn settings(port: u16, folder: &Path, durability: Durability) -> Vec<String> {
    let mut settings = vec![
        format!("port={port}"),
        "listen_addresses=127.0.0.1".to_owned(),
        format!("unix_socket_directories={}", folder.display()),
        "max_connections=200".to_owned(),
    ];
    if durability == Durability::None {
        settings.extend(["fsync=off", "full_page_writes=off"].map(str::to_owned));
    }
    settings.into_iter().flat_map(|setting| ["-c".to_owned(), setting]).collect()
}

/// The newest version's programs: where Debian puts them, or wherever PATH finds them.
pub fn binaries() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").exists())
        .max();
    let on_path = || std::env::split_paths(&std::env::var_os("PATH")?).find(|bin| bin.join("initdb").exists());
    newest.map(|(_, bin)| bin).or_else(on_path)
}

/// A port nobody listens on now. Another program could take it before the server does; then starting fails and says so.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("looking for a free port")?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tests_skip_the_disk() {
        let joined = |durability| settings(5000, Path::new("x"), durability).join(" ");
        assert!(joined(Durability::None).contains("-c fsync=off"));
        assert!(!joined(Durability::Full).contains("fsync"));
    }
}
