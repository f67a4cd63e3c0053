//! What the suite needs on a machine that has only Rust: PostgreSQL, nginx, Chromium with fonts, node with two packages.
//!
//! Installs the system's own packages, as root and only what is missing; anybody else is told what to install.
//! Downloads no program of its own.

use super::counts::Counts;
use super::stream;
use super::{Extent, Surroundings};
use crate::postgres;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Something the suite runs, how to tell that it is there, and Debian's packages for it.
struct Need {
    what: &'static str,
    is_there: fn() -> bool,
    packages: &'static [&'static str],
}

/// What the browser's driver asks for.
const NODE_MIN: u32 = 20;

const NEEDS: &[Need] = &[
    Need { what: "PostgreSQL", is_there: || postgres::binaries().is_some(), packages: &["postgresql"] },
    Need { what: "Chromium", is_there: || chromium().is_some(), packages: &["chromium"] },
    // A serif, a sans and a monospaced face: without one, screenshots show empty boxes.
    Need { what: "fonts", is_there: has_fonts, packages: &["fonts-liberation", "fonts-dejavu-core"] },
    Need { what: "node", is_there: || on_path("node").is_some(), packages: &["nodejs"] },
    Need { what: "npm", is_there: || on_path("npm").is_some(), packages: &["npm"] },
    // Debian has it where only root's path leads.
    Need {
        what: "nginx",
        is_there: || on_path("nginx").is_some() || Path::new("/usr/sbin/nginx").is_file(),
        packages: &["nginx-light"],
    },
    Need { what: "setpriv", is_there: || on_path("setpriv").is_some(), packages: &["util-linux"] },
];

pub fn run(surroundings: &Surroundings) -> Result<Counts> {
    if surroundings.extent == Extent::Full {
        system_packages()?;
        node_version()?;
        node_packages(&surroundings.root.join("tests/browser"))?;
    }
    Ok(Counts::default())
}

/// The browser: what the environment names, or where the usual packages put it.
pub fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from).filter(|path| path.exists());
    named.or_else(|| ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path))
}

fn system_packages() -> Result<()> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.is_there)()).collect();
    if missing.is_empty() {
        println!("everything is there: {}", names(&NEEDS.iter().collect::<Vec<_>>()));
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
    let by_hand = format!("apt-get install {}", packages.join(" "));
    if on_path("apt-get").is_none() || !is_root()? {
        bail!("missing: {}. Install them and run this again; on Debian, as root: {by_hand}", names(&missing));
    }
    println!("missing: {}; installing {}", names(&missing), packages.join(" "));
    apt_get(&["update"])?;
    let mut args = vec!["install", "--yes", "--no-install-recommends"];
    args.extend(&packages);
    apt_get(&args)?;
    let still: Vec<&Need> = NEEDS.iter().filter(|need| !(need.is_there)()).collect();
    if !still.is_empty() {
        bail!("installed, and still missing: {}", names(&still));
    }
    Ok(())
}

/// Older versions start, and then fail in the middle.
fn node_version() -> Result<()> {
    let output = Command::new("node").arg("--version").output().context("running `node`")?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if major(&version) < Some(NODE_MIN) {
        bail!("node is `{version}`; the browser tests need {NODE_MIN} or newer");
    }
    Ok(())
}

/// `v20.1.0` is 20.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// The browser's driver and the accessibility checks, exactly as the lock file says.
fn node_packages(folder: &Path) -> Result<()> {
    let mut command = Command::new("npm");
    command.args(["ci", "--no-audit", "--no-fund", "--prefer-offline"]).current_dir(folder);
    if !stream::run(command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?.status.success() {
        bail!("`npm ci` failed in tests/browser");
    }
    Ok(())
}

fn apt_get(args: &[&str]) -> Result<()> {
    let mut command = Command::new("apt-get");
    command.args(["--quiet", "--quiet"]).args(args).env("DEBIAN_FRONTEND", "noninteractive");
    if !stream::run(&mut command)?.status.success() {
        bail!("`apt-get {}` failed", args.join(" "));
    }
    Ok(())
}

fn names(needs: &[&Need]) -> String {
    needs.iter().map(|need| need.what).collect::<Vec<_>>().join(", ")
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|path| path.is_file())
}

fn has_fonts() -> bool {
    let folder = |name: &str| Path::new("/usr/share/fonts/truetype").join(name).is_dir();
    folder("liberation") && folder("dejavu")
}

fn is_root() -> Result<bool> {
    let output = Command::new("id").arg("-u").stderr(Stdio::null()).output().context("running `id`")?;
    Ok(output.stdout.trim_ascii() == b"0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node_are_compared_by_their_first_number() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert!(major("v9.1.0") < Some(NODE_MIN));
        assert!(major("unknown") < Some(NODE_MIN));
    }

    #[test]
    fn programs_are_looked_for_on_the_path() {
        assert!(on_path("sh").is_some());
        assert_eq!(on_path("no-such-program-anywhere"), None);
    }
}
