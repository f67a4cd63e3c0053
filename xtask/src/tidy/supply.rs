//! What is built in from outside: licences, sources, banned crates, and crates present twice.
//!
//! The lists live in deny.toml, in cargo-deny's own form, and this reads that file, so the two cannot
//! disagree. Advisories need a network and stay with `cargo deny check advisories`.

use super::{Finding, spdx};
use crate::workspace::{Crate, Graph, Origin, Tree};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeMap;

const FILE: &str = "deny.toml";

/// The parts of deny.toml that are checked here.
#[derive(Debug, Deserialize)]
pub struct Policy {
    licenses: Licences,
    bans: Bans,
}

#[derive(Debug, Deserialize)]
struct Licences {
    allow: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Bans {
    deny: Vec<Entry>,
    skip: Vec<Entry>,
}

/// A crate, perhaps with a version (`syn@2`), and why it stands in the list.
#[derive(Debug, Deserialize)]
struct Entry {
    #[serde(rename = "crate")]
    spec: String,
    reason: String,
}

impl Policy {
    pub fn read(tree: &Tree) -> Result<Self> {
        let file = tree.file(FILE).with_context(|| format!("`{FILE}` is missing"))?;
        toml::from_str(&file.text).with_context(|| format!("reading `{FILE}`"))
    }
}

impl Entry {
    fn name(&self) -> &str {
        self.spec.split_once('@').map_or(self.spec.as_str(), |(name, _)| name)
    }

    /// `syn@2` names every 2.x, `rand@0.9` every 0.9.x, `syn` every version.
    fn names(&self, one: &Crate) -> bool {
        let version = self.spec.split_once('@').map(|(_, version)| version);
        let starts = |version: &str| one.version.strip_prefix(version).is_some_and(|rest| rest.starts_with('.'));
        self.name() == one.name && version.is_none_or(|version| one.version == version || starts(version))
    }
}

/// `all` has every platform's crates; duplicates are judged on `linux` alone, where the product is run.
pub fn check(policy: &Policy, all: &Graph, linux: &Graph) -> Vec<Finding> {
    let outside = |one: &&Crate| one.origin != Origin::Member;
    let mut findings = Vec::new();
    for one in all.crates.iter().filter(outside) {
        findings.extend(licence(policy, one));
        findings.extend(origin(one));
        findings.extend(ban(policy, one));
    }
    findings.extend(twice(policy, linux));
    findings
}

fn licence(policy: &Policy, one: &Crate) -> Option<Finding> {
    let expression = one.licence.as_deref().unwrap_or_default();
    let trouble = match spdx::satisfied(expression, &policy.licenses.allow) {
        Ok(true) => return None,
        Ok(false) => "is not in the allow-list".to_owned(),
        Err(why) => format!("cannot be read: {why}"),
    };
    Some(found(one, &format!("its licence `{expression}` {trouble}")))
}

fn origin(one: &Crate) -> Option<Finding> {
    match &one.origin {
        Origin::Member | Origin::CratesIo => None,
        Origin::Elsewhere(place) => Some(found(one, &format!("it comes from `{place}`, not the public registry"))),
    }
}

fn ban(policy: &Policy, one: &Crate) -> Option<Finding> {
    let entry = policy.bans.deny.iter().find(|entry| entry.names(one))?;
    Some(found(one, &format!("it is banned: {}", entry.reason)))
}

/// More than one version of a crate, unless all but one are in the list; and entries of the list that say nothing.
fn twice(policy: &Policy, graph: &Graph) -> Vec<Finding> {
    let skipped = |one: &Crate| policy.bans.skip.iter().any(|entry| entry.names(one));
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in graph.crates.iter().filter(|one| !skipped(one)) {
        versions.entry(&one.name).or_default().push(&one.version);
    }
    let mut findings: Vec<Finding> = versions
        .into_iter()
        .filter(|(_, versions)| versions.len() > 1)
        .map(|(name, versions)| {
            let reason = format!(
                "`{name}` is built in {} versions ({}): agree on one, or list the others under bans.skip with a reason",
                versions.len(),
                versions.join(", ")
            );
            Finding::new(FILE, 1, reason)
        })
        .collect();
    let stale = policy.bans.skip.iter().filter(|entry| !graph.crates.iter().any(|one| entry.names(one)));
    findings.extend(
        stale.map(|entry| Finding::new(FILE, 1, format!("`{}` under bans.skip is built in no more", entry.spec))),
    );
    findings
}

fn found(one: &Crate, reason: &str) -> Finding {
    Finding::new("Cargo.lock", 1, format!("`{} {}`: {reason}", one.name, one.version))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outside(name: &str, version: &str, licence: Option<&str>) -> Crate {
        Crate {
            name: name.to_owned(),
            version: version.to_owned(),
            licence: licence.map(str::to_owned),
            origin: Origin::CratesIo,
            manifest: String::new(),
            features: Vec::new(),
            uses: Vec::new(),
        }
    }

    fn check_reasons(crates: Vec<Crate>, expected: &[&str]) {
        let policy: Policy = toml::from_str(
            r#"
            [licenses]
            allow = ["MIT"]
            [bans]
            deny = [{ crate = "openssl", reason = "TLS is rustls here" }]
            skip = [{ crate = "syn@2", reason = "derive macros are moving" }]
            "#,
        )
        .unwrap();
        let graph = Graph { crates };
        let found = check(&policy, &graph, &graph);
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.reason.contains(expected), "`{found}` does not say `{expected}`");
        }
    }

    fn used_skip() -> Crate {
        outside("syn", "2.0.1", Some("MIT"))
    }

    #[test]
    fn licences_outside_the_list_are_found() {
        check_reasons(vec![used_skip(), outside("a", "1.0.0", Some("MIT OR GPL-3.0"))], &[]);
        check_reasons(vec![used_skip(), outside("a", "1.0.0", Some("GPL-3.0"))], &["not in the allow-list"]);
        check_reasons(vec![used_skip(), outside("a", "1.0.0", None)], &["cannot be read"]);
    }

    #[test]
    fn other_sources_are_found() {
        let elsewhere = Origin::Elsewhere("git+example".to_owned());
        let one = Crate { origin: elsewhere, ..outside("a", "1.0.0", Some("MIT")) };
        check_reasons(vec![used_skip(), one], &["it comes from `git+example`"]);
    }

    #[test]
    fn banned_crates_are_found() {
        check_reasons(vec![used_skip(), outside("openssl", "0.10.1", Some("MIT"))], &["TLS is rustls here"]);
        check_reasons(vec![used_skip(), outside("openssl-probe", "0.1.1", Some("MIT"))], &[]);
    }

    #[test]
    fn a_second_version_needs_an_entry_and_an_entry_a_crate() {
        check_reasons(vec![used_skip(), outside("syn", "3.0.1", Some("MIT"))], &[]);
        let both = |version| outside("rand", version, Some("MIT"));
        check_reasons(vec![used_skip(), both("0.9.1"), both("0.10.0")], &["`rand` is built in 2 versions"]);
        check_reasons(vec![outside("a", "1.0.0", Some("MIT"))], &["`syn@2` under bans.skip is built in no more"]);
    }
}
