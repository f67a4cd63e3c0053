//! Documents: links that lead somewhere, files of ours that are where they are said to be, and a map that shows every
//! crate.
//!
//! Only links inside the repository are followed; tidy never asks the network.

use super::Finding;
use crate::workspace::{Graph, SourceFile, Tree};

const MAP: &str = "docs/ARCHITECTURE.md";

pub fn check(tree: &Tree, graph: &Graph) -> Vec<Finding> {
    // Markdown under a crate's tests is input to its parsers: it is meant to be broken.
    let documents = tree.with_extension("md").filter(|file| !file.path.contains("/tests/"));
    let is_dated = |file: &&SourceFile| file.path.ends_with("DECISIONS.md") || file.path.ends_with("CHANGELOG.md");
    let mut findings: Vec<Finding> = documents
        .flat_map(|file| {
            // What was decided names files as they were then.
            let named = if is_dated(&file) { Vec::new() } else { files_that_are_gone(file, tree) };
            broken_links(file, tree).into_iter().chain(named)
        })
        .collect();
    let names: Vec<&str> = graph.members().map(|one| one.name.as_str()).collect();
    findings.extend(unmapped(tree, &names));
    findings
}

fn unmapped(tree: &Tree, crates: &[&str]) -> Vec<Finding> {
    let Some(map) = tree.file(MAP) else { return vec![Finding::new(MAP, 1, "the map of the crates is missing")] };
    let shown = |name: &str| map.text.contains(&format!("`{name}`"));
    let missing = crates.iter().filter(|name| !shown(name));
    missing.map(|name| Finding::new(MAP, 1, format!("crate `{name}` is not on the map"))).collect()
}

fn broken_links(file: &SourceFile, tree: &Tree) -> Vec<Finding> {
    let mut in_code = false;
    let mut findings = Vec::new();
    for (number, line) in file.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        for target in links(line).into_iter().filter(|_| !in_code) {
            if let Some(trouble) = broken(&file.path, target, tree) {
                findings.push(Finding::new(&file.path, number, format!("link `{target}`: {trouble}")));
            }
        }
    }
    findings
}

/// Files of Rust that a document names in code quotes, and that nobody would find: `ledger.rs`, `log/plan.rs` or
/// `canvass-store/log/plan.rs`, where `src` may be left out.
fn files_that_are_gone(file: &SourceFile, tree: &Tree) -> Vec<Finding> {
    let named = |line: &str| line.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let is_file = |name: &String| name.ends_with(".rs") && !name.contains([' ', '*', '{', '<']);
    let is_there = |name: &str| {
        let end = format!("/{name}");
        let with_src = name.split_once('/').map(|(of, rest)| format!("/{of}/src/{rest}")).unwrap_or_default();
        let ends_so = |path: &String| path.ends_with(&end) || !with_src.is_empty() && path.ends_with(&with_src);
        tree.paths.contains(name) || tree.paths.iter().any(ends_so)
    };
    let names = file.lines().flat_map(|(number, line)| named(line).into_iter().map(move |name| (number, name)));
    let gone = names.filter(|(_, name)| is_file(name) && !is_there(name));
    gone.map(|(number, name)| Finding::new(&file.path, number, format!("there is no file `{name}`"))).collect()
}

/// Targets of `[text](target)`, `![text](target "title")` and `src="target"`.
fn links(line: &str) -> Vec<&str> {
    let after = |opening: &'static str, closing: &'static [char]| {
        line.match_indices(opening).filter_map(move |(start, _)| {
            let rest = line.get(start + opening.len()..)?;
            rest.get(..rest.find(closing)?)
        })
    };
    after("](", &[')', ' ']).chain(after("src=\"", &['"'])).collect()
}

fn broken(from: &str, target: &str, tree: &Tree) -> Option<&'static str> {
    if ["http://", "https://", "mailto:", "figure:"].iter().any(|scheme| target.starts_with(scheme)) {
        return None;
    }
    let (path, anchor) = target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    let path = if path.is_empty() { from.to_owned() } else { resolved(from, path)? };
    let folder = format!("{path}/");
    if !tree.paths.contains(&path) && !tree.paths.iter().any(|one| one.starts_with(&folder)) {
        return Some("nothing there");
    }
    let headings = tree.file(&path).filter(|file| file.has_extension("md")).map(headings);
    match (anchor, headings) {
        (Some(anchor), Some(headings)) if !headings.iter().any(|one| one == anchor) => Some("no such heading"),
        _ => None,
    }
}

/// The path from the root, or none when the link leaves the repository (then it is no link of ours to judge).
fn resolved(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.trim_end_matches('/').split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Headings as they are linked: lower case, punctuation dropped, spaces to hyphens.
fn headings(file: &SourceFile) -> Vec<String> {
    let title = |line: &str| line.starts_with('#').then(|| line.trim_start_matches('#').trim().to_lowercase());
    let slug = |title: String| {
        let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    file.text.lines().filter_map(title).map(slug).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::tree;
    use super::*;

    #[test]
    fn links_that_lead_nowhere_are_found() {
        let check = |text: &str, expected: usize| {
            let tree = tree(&[("README.md", text), ("docs/A.md", "# Two words, said\n"), ("docs/b.png", "")]);
            assert_eq!(broken_links(&tree.files[0], &tree).len(), expected, "{text}");
        };
        check("[a](docs/A.md) ![b](docs/b.png \"title\") [c](./docs/) <img src=\"docs/b.png\">", 0);
        check("[a](docs/A.md#two-words-said) [b](https://example.org/x)", 0);
        check("[a](docs/B.md)", 1);
        check("[a](docs/A.md#three-words)", 1);
        check("<img src=\"docs/c.png\" alt=\"\">", 1);
        check("```\n[a](docs/B.md)\n```", 0);
    }

    #[test]
    fn files_that_have_moved_are_found() {
        let check = |text: &str, expected: usize| {
            let tree = tree(&[("docs/A.md", text), ("crates/canvass-x/src/log/plan.rs", "")]);
            assert_eq!(files_that_are_gone(&tree.files[0], &tree).len(), expected, "{text}");
        };
        check(
            "`plan.rs`, `log/plan.rs`, `canvass-x/log/plan.rs` and `canvass-x/src/log/plan.rs`; not quoted: gone.rs",
            0,
        );
        check("`batch.rs`", 1);
        check("`canvass-x/plan.rs` and `canvass-y/log/plan.rs`", 2);
    }

    #[test]
    fn links_are_followed_from_where_they_stand() {
        assert_eq!(resolved("docs/A.md", "../README.md").as_deref(), Some("README.md"));
        assert_eq!(resolved("docs/A.md", "b/./c.png").as_deref(), Some("docs/b/c.png"));
        assert_eq!(resolved("README.md", "../other"), None);
    }

    #[test]
    fn a_crate_missing_on_the_map_is_found() {
        let tree = tree(&[(MAP, "`canvass-store` keeps, `canvass-app` does.\n")]);
        assert_eq!(unmapped(&tree, &["canvass-store", "canvass-app"]), []);
        assert_eq!(unmapped(&tree, &["canvass"]).len(), 1);
    }
}
