//! Borders between crates: dependencies point one way, and each outside crate has its home.
//!
//! The tables are docs/ARCHITECTURE.md in code; a new arrow is a decision and is written down there first.

use super::Finding;
use crate::workspace::{Crate, Graph, Tree, Via};

/// Which of our crates each of our crates may be built with, by the part of the name after `canvass-`.
const ARROWS: &[(&str, &[&str])] = &[
    ("canvass-words", &[]),
    ("canvass-analysis", &[]),
    ("canvass-charts", &[]),
    ("canvass-text", &[]),
    ("canvass-domain", &["words"]),
    ("canvass-counts", &["domain"]),
    ("canvass-results", &["domain", "words", "counts", "analysis"]),
    ("canvass-edition", &["domain", "words", "counts", "results", "analysis", "charts", "text"]),
    ("canvass-formats", &["domain", "words", "results", "edition", "analysis"]),
    ("canvass-store", &["domain"]),
    (
        "canvass-app",
        &["domain", "words", "counts", "results", "edition", "store", "analysis", "charts", "formats", "text"],
    ),
    ("canvass-demo", &["domain", "edition", "analysis", "formats", "app"]),
    ("canvass-pages", &["domain", "words", "counts", "results", "edition", "charts", "text"]),
    ("canvass-web", &["domain", "words", "counts", "results", "edition", "app", "pages"]),
    ("canvass-verify", &["edition", "words"]),
    (
        "canvass",
        &[
            "domain", "words", "counts", "results", "edition", "web", "app", "pages", "store", "formats", "verify",
            "demo",
        ],
    ),
    ("canvass-testkit", &["domain", "results", "web", "app", "pages", "store", "formats"]),
    ("canvass-testkit-vfs", &[]),
    // It measures the analysis in memory, as no command can, and plays attacks against the rules of marks.
    ("xtask", &["analysis", "domain", "counts"]),
];

/// The only crates that may name an outside crate (or one of its family, `sqlx-core`) in their manifest.
const HOMES: &[(&str, &[&str])] = &[
    ("axum", &["canvass-web", "canvass", "canvass-testkit"]),
    ("sqlx", &["canvass-store"]),
    ("clap", &["canvass", "canvass-verify"]),
    ("resvg", &["canvass-charts"]),
    ("dejavu", &["canvass-charts"]),
    ("skrifa", &["canvass-charts"]),
];

/// Crates that compute and render: nothing they are built with may bring the async runtime.
const WITHOUT_TOKIO: &[&str] = &[
    "canvass-words",
    "canvass-domain",
    "canvass-counts",
    "canvass-results",
    "canvass-edition",
    "canvass-verify",
    "canvass-analysis",
    "canvass-charts",
    "canvass-pages",
    "canvass-text",
    "canvass-formats",
];

/// The arrows, the homes and the runtime.
pub fn check(graph: &Graph, tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in graph.members() {
        findings.extend(arrows(graph, member, tree));
        findings.extend(homes(graph, member, tree));
        findings.extend(runtime(graph, member));
    }
    findings
}

/// Tests may reach up (a dev-dependency), the product may not.
fn arrows(graph: &Graph, member: &Crate, tree: &Tree) -> Vec<Finding> {
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == member.name) else {
        let reason = format!("`{}` has no row in the table of arrows: say what it may depend on", member.name);
        return vec![Finding::new(&member.manifest, 1, reason)];
    };
    let ours = |one: &Crate| one.origin == crate::workspace::Origin::Member;
    let short = |name: &str| name.strip_prefix("canvass-").map(str::to_owned).unwrap_or(name.to_owned());
    graph
        .direct(member)
        .filter(|(used, via)| ours(used) && *via != Via::Dev && !allowed.contains(&short(&used.name).as_str()))
        .map(|(used, _)| {
            let reason = format!("`{}` may not depend on `{}`: arrows point one way", member.name, used.name);
            Finding::new(&member.manifest, line_of(tree, member, &used.name), reason)
        })
        .collect()
}

fn homes(graph: &Graph, member: &Crate, tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (family, homes) in HOMES {
        let at_home = homes.contains(&member.name.as_str());
        for (used, _) in graph.direct(member).filter(|_| !at_home) {
            if used.name == *family || used.name.starts_with(&format!("{family}-")) {
                let reason = format!("`{}` belongs in {} only, not in `{}`", used.name, homes.join(", "), member.name);
                findings.push(Finding::new(&member.manifest, line_of(tree, member, &used.name), reason));
            }
        }
    }
    findings
}

fn runtime(graph: &Graph, member: &Crate) -> Option<Finding> {
    let bound = WITHOUT_TOKIO.contains(&member.name.as_str());
    (bound && graph.built_with(member).contains("tokio")).then(|| {
        let reason = format!("`{}` is built with tokio, directly or through another: it must stay plain", member.name);
        Finding::new(&member.manifest, 1, reason)
    })
}

/// The line of the manifest that names the dependency, or the first.
fn line_of(tree: &Tree, member: &Crate, dependency: &str) -> usize {
    let names = |line: &str| line.strip_prefix(dependency).is_some_and(|rest| rest.starts_with(['.', ' ', '=']));
    let manifest = tree.file(&member.manifest);
    manifest.and_then(|file| file.lines().find(|(_, line)| names(line))).map_or(1, |(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::super::tests::tree;
    use super::*;
    use crate::workspace::Origin;

    /// Name, origin and what it uses, by place in the list.
    type Row<'a> = (&'a str, Origin, &'a [(usize, Via)]);

    fn graph(crates: &[Row<'_>]) -> Graph {
        let crates = crates.iter().map(|(name, origin, uses)| Crate {
            name: (*name).to_owned(),
            version: "1.0.0".to_owned(),
            licence: None,
            origin: origin.clone(),
            manifest: format!("{name}/Cargo.toml"),
            features: Vec::new(),
            uses: uses.to_vec(),
        });
        Graph { crates: crates.collect() }
    }

    fn check_reasons(graph: &Graph, expected: &[&str]) {
        let manifest = "[dependencies]\ncanvass-app.workspace = true\n";
        let tree = tree(&[("canvass-store/Cargo.toml", manifest)]);
        let found: Vec<String> = check(graph, &tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.contains(expected), "`{found}` does not say `{expected}`");
        }
    }

    #[test]
    fn an_arrow_pointing_up_is_found_at_its_line() {
        let up = [("canvass-store", Origin::Member, &[(1, Via::Normal)][..]), ("canvass-app", Origin::Member, &[])];
        check_reasons(&graph(&up), &["canvass-store/Cargo.toml:2: `canvass-store` may not depend on `canvass-app`"]);
        let dev = [("canvass-store", Origin::Member, &[(1, Via::Dev)][..]), ("canvass-app", Origin::Member, &[])];
        check_reasons(&graph(&dev), &[]);
        let down = [("canvass-app", Origin::Member, &[(1, Via::Normal)][..]), ("canvass-store", Origin::Member, &[])];
        check_reasons(&graph(&down), &[]);
    }

    #[test]
    fn a_new_crate_needs_a_row() {
        check_reasons(&graph(&[("canvass-extra", Origin::Member, &[])]), &["no row in the table"]);
    }

    #[test]
    fn sql_outside_the_store_is_found_even_in_tests() {
        let family =
            |name, via| graph(&[("canvass-app", Origin::Member, &[(1, via)][..]), (name, Origin::CratesIo, &[])]);
        check_reasons(&family("sqlx", Via::Normal), &["`sqlx` belongs in canvass-store only"]);
        check_reasons(&family("sqlx-core", Via::Dev), &["`sqlx-core` belongs in canvass-store only"]);
        check_reasons(&family("sqlxish", Via::Normal), &[]);
    }

    #[test]
    fn tokio_is_found_behind_another_crate() {
        let through = |via| {
            graph(&[
                ("canvass-charts", Origin::Member, &[(1, via)][..]),
                ("between", Origin::CratesIo, &[(2, Via::Normal)]),
                ("tokio", Origin::CratesIo, &[]),
            ])
        };
        check_reasons(&through(Via::Normal), &["`canvass-charts` is built with tokio"]);
        check_reasons(&through(Via::Dev), &[]);
    }
}
