//! Clippy's settings: a crate that may read a clock has a clippy.toml of its own, and clippy then reads only
//! that one. This keeps each the same as the root's, less exactly what the crate is allowed.
//!
//! A crate's file can only lift rules, never add or alter them.

use super::Finding;
use crate::workspace::{SourceFile, Tree};
use anyhow::{Context, Result};
use std::collections::BTreeSet;

const ROOT: &str = "clippy.toml";
const METHODS: &str = "disallowed-methods";

/// What each crate may call although the root's file forbids it.
const LIFTED: &[(&str, &[&str])] = &[
    ("crates/canvass-store/clippy.toml", &["std::time::Instant::now", "std::time::Instant::elapsed"]),
    ("crates/canvass-app/clippy.toml", &["std::time::Instant::now", "std::time::Instant::elapsed"]),
    ("crates/canvass-web/clippy.toml", AMBIENT),
    ("crates/canvass/clippy.toml", AMBIENT),
    ("crates/canvass-testkit/clippy.toml", AMBIENT),
    ("xtask/clippy.toml", AMBIENT),
];

/// Clocks, surroundings, randomness and waiting.
const AMBIENT: &[&str] = &[
    "std::time::Instant::now",
    "std::time::Instant::elapsed",
    "std::time::SystemTime::now",
    "std::time::SystemTime::elapsed",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "getrandom::fill",
    "getrandom::u32",
    "getrandom::u64",
    "std::env::args",
    "std::env::args_os",
    "std::env::var",
    "std::env::var_os",
    "std::env::vars",
    "std::env::current_dir",
    "std::env::temp_dir",
    "std::thread::sleep",
];

pub fn check(tree: &Tree) -> Result<Vec<Finding>> {
    let root = tree.file(ROOT).with_context(|| format!("`{ROOT}` is missing"))?;
    let mut findings = Vec::new();
    for (path, lifted) in LIFTED {
        match tree.file(path) {
            Some(file) => findings.extend(differences(root, file, lifted)?),
            None => findings.push(Finding::new(path, 1, "missing: the crate would get the root's rules")),
        }
    }
    let known = |path: &str| path == ROOT || LIFTED.iter().any(|(one, _)| *one == path);
    let strays = tree.paths.iter().filter(|path| path.ends_with(ROOT) && !known(path));
    findings.extend(strays.map(|path| Finding::new(path, 1, "lifts rules without a row in tidy's table")));
    Ok(findings)
}

fn differences(root: &SourceFile, own: &SourceFile, lifted: &[&str]) -> Result<Vec<Finding>> {
    let (root_methods, root_rest) = parts(root)?;
    let (own_methods, own_rest) = parts(own)?;
    let expected: BTreeSet<String> =
        root_methods.into_iter().filter(|method| !lifted.contains(&method.as_str())).collect();
    let missing = expected.difference(&own_methods).map(|method| format!("`{method}` must be forbidden here too"));
    let added = own_methods.difference(&expected).map(|method| format!("`{method}` is not forbidden by the root"));
    let rest = (root_rest != own_rest).then(|| "the other settings differ from the root's".to_owned());
    Ok(missing.chain(added).chain(rest).map(|reason| Finding::new(&own.path, 1, reason)).collect())
}

/// The forbidden methods by path, and everything else.
fn parts(file: &SourceFile) -> Result<(BTreeSet<String>, toml::Table)> {
    let mut rest: toml::Table = toml::from_str(&file.text).with_context(|| format!("reading `{}`", file.path))?;
    let methods = rest.remove(METHODS).and_then(|value| value.as_array().cloned()).unwrap_or_default();
    let path = |entry: &toml::Value| Some(entry.get("path")?.as_str()?.to_owned());
    Ok((methods.iter().filter_map(path).collect(), rest))
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    const RULES: &str = "allow-unwrap-in-tests = true\ndisallowed-methods = [{ path = \"a::now\" }, { path = \"b\" }]";

    fn check_reasons(own: &str, expected: &[&str]) {
        let found = differences(&file(ROOT, RULES), &file("x/clippy.toml", own), &["a::now"]).unwrap();
        let reasons: Vec<&str> = found.iter().map(|found| found.reason.as_str()).collect();
        assert_eq!(reasons, expected);
    }

    #[test]
    fn a_crate_lifts_what_it_may_and_nothing_else() {
        check_reasons("allow-unwrap-in-tests = true\ndisallowed-methods = [{ path = \"b\" }]", &[]);
        check_reasons("allow-unwrap-in-tests = true", &["`b` must be forbidden here too"]);
        check_reasons("disallowed-methods = [{ path = \"b\" }]", &["the other settings differ from the root's"]);
        check_reasons(RULES, &["`a::now` is not forbidden by the root"]);
    }

    #[test]
    fn a_missing_file_is_found() {
        let tree = super::super::tests::tree(&[(ROOT, RULES)]);
        assert_eq!(check(&tree).unwrap().len(), LIFTED.len());
    }
}
