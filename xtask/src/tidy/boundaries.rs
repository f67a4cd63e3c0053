//! Files that must stay where, and as, they are agreed: one test binary a crate, lock files without hosts.
//!
//! Judges names and contents of files only.

use super::Finding;
use crate::workspace::{SourceFile, Tree};

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<Finding> = tree.paths.iter().filter_map(|path| stray_test(path)).collect();
    findings.extend(tree.files.iter().flat_map(lock_with_host));
    findings
}

/// Each file directly under `tests/` would link a test binary of its own.
fn stray_test(path: &str) -> Option<Finding> {
    let (_, name) = path.strip_prefix("crates/")?.split_once("/tests/")?;
    let stray = name.ends_with(".rs") && !name.contains('/');
    stray.then(|| Finding::new(path, 1, "one test binary a crate: move it to tests/it/ and name it in main.rs"))
}

/// A lock file that records where packages were downloaded ties everybody to that host.
fn lock_with_host(file: &SourceFile) -> Vec<Finding> {
    if !file.path.ends_with("package-lock.json") {
        return Vec::new();
    }
    let reason = "a lock file must name no host: set omit-lockfile-registry-resolved in .npmrc";
    let named = file.lines().filter(|(_, line)| line.contains("\"resolved\""));
    named.map(|(number, _)| Finding::new(&file.path, number, reason)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    #[test]
    fn a_second_test_binary_is_found() {
        assert!(stray_test("crates/canvass-store/tests/log.rs").is_some());
        assert_eq!(stray_test("crates/canvass-store/tests/it/main.rs"), None);
        assert_eq!(stray_test("crates/canvass-store/src/tests.rs"), None);
    }

    #[test]
    fn a_lock_file_that_names_a_host_is_found() {
        let line = "{\n  \"resolved\": \"https://example.org/a.tgz\"\n}\n";
        assert_eq!(lock_with_host(&file("tests/browser/package-lock.json", line)).len(), 1);
        assert_eq!(lock_with_host(&file("tests/browser/package-lock.json", "{}")), []);
        assert_eq!(lock_with_host(&file("docs/a.json", line)), []);
    }
}
