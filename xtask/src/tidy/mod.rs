//! The rules of the house that neither the compiler nor clippy knows: borders between crates, lengths,
//! licences, links, weight.
//!
//! Each rule is one function from what it reads to its findings, with a test that shows it failing.
//! Tidy only reads: it must never repair.

mod boundaries;
mod circles;
mod clippy_files;
mod docs;
mod layers;
mod lengths;
mod markup;
mod source;
mod spdx;
mod supply;

use crate::workspace::{Graph, Platforms, Tree, root};
use anyhow::{Result, bail};
use std::fmt;

/// One breach of a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub file: String,
    pub line: usize,
    pub reason: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

impl Finding {
    pub fn new(file: &str, line: usize, reason: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, reason: reason.into() }
    }
}

/// Checks the workspace and prints what it finds.
pub fn run() -> Result<()> {
    let findings = check_workspace()?;
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => Ok(()),
        1 => bail!("tidy: 1 finding"),
        n => bail!("tidy: {n} findings"),
    }
}

/// Every rule on the whole workspace, findings sorted by place.
pub fn check_workspace() -> Result<Vec<Finding>> {
    let root = root();
    let tree = Tree::read(&root)?;
    let graph = Graph::read(&root, Platforms::All)?;
    let linux = Graph::read(&root, Platforms::Linux)?;
    let policy = supply::Policy::read(&tree)?;
    let rules: [Vec<Finding>; 9] = [
        layers::check(&graph, &tree),
        supply::check(&policy, &graph, &linux),
        lengths::check(&tree),
        source::check(&tree),
        markup::check(&tree),
        docs::check(&tree, &graph),
        boundaries::check(&tree),
        circles::check(&tree),
        clippy_files::check(&tree)?,
    ];
    let mut findings: Vec<Finding> = rules.into_iter().flatten().collect();
    findings.sort();
    findings.dedup();
    Ok(findings)
}

/// The text of `file` before its own tests: from the line on that opens the inline test module, nothing counts.
/// A test module in a file of its own (`#[cfg(test)] mod tests;`) ends nothing.
fn lines_before_tests(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let opens_tests = |window: &[&str]| match window {
        [attribute, item] => attribute.trim() == "#[cfg(test)]" && !item.trim_end().ends_with(';'),
        _ => false,
    };
    lines.windows(2).position(opens_tests).unwrap_or(lines.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::SourceFile;

    /// A file for the rules' own tests.
    pub(super) fn file(path: &str, text: &str) -> SourceFile {
        SourceFile { path: path.to_owned(), text: text.to_owned() }
    }

    /// A tree of such files.
    pub(super) fn tree(files: &[(&str, &str)]) -> Tree {
        Tree {
            paths: files.iter().map(|(path, _)| (*path).to_owned()).collect(),
            files: files.iter().map(|(path, text)| file(path, text)).collect(),
        }
    }

    #[test]
    fn the_workspace_is_tidy() {
        let findings: Vec<String> = check_workspace().unwrap().iter().map(ToString::to_string).collect();
        assert!(findings.is_empty(), "\n{}", findings.join("\n"));
    }

    #[test]
    fn own_tests_do_not_count() {
        assert_eq!(lines_before_tests("//! a\nfn a() {}\n#[cfg(test)]\nmod tests {\n}\n"), 2);
        assert_eq!(lines_before_tests("//! a\n#[cfg(test)]\nmod tests;\nfn a() {}\n"), 4);
        assert_eq!(lines_before_tests("//! a\nfn a() {}\n"), 2);
    }
}
