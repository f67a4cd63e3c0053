//! Rules on single lines of source: module headers, forbidden attributes and macros, paths of one machine.
//!
//! Line by line and without a parser: a rule that needs to understand Rust belongs in clippy.

use super::Finding;
use crate::workspace::{SourceFile, Tree};

/// Written in halves so that this file does not break its own rules.
const ALLOW: [&str; 2] = [concat!("#[", "allow("), concat!("#![", "allow(")];
const TODO: [&str; 2] = [concat!("todo", "!("), concat!("unimplemented", "!(")];
const IGNORE: [&str; 2] = [concat!("#[", "ignore]"), concat!("#[", "ignore =")];

/// Folders that exist on somebody's machine only.
const MACHINE_FOLDERS: [&str; 3] = [concat!("/", "work"), concat!("/", "root"), concat!("/", "home/")];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<Finding> = tree.with_extension("rs").filter_map(header).collect();
    for file in tree.with_extension("rs") {
        findings.extend(containing(file, &ALLOW, "use `#[expect(lint, reason = \"...\")]`: it says when it is stale"));
        findings.extend(containing(file, &TODO, "finish it, or leave it out"));
        findings.extend(containing(file, &IGNORE, "a test that does not run proves nothing: fix or delete it"));
    }
    findings.extend(tree.files.iter().flat_map(machine_paths));
    findings
}

/// Every file of Rust says first what it is for.
fn header(file: &SourceFile) -> Option<Finding> {
    let first = file.text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("#!["));
    let opens = first.is_some_and(|line| line.starts_with("//!"));
    (!opens).then(|| Finding::new(&file.path, 1, "open with `//!`: what this is for and what it must never do"))
}

/// Lines outside comments with one of the needles.
fn containing(file: &SourceFile, needles: &[&str], advice: &str) -> Vec<Finding> {
    let code = file.lines().filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.filter_map(|(number, line)| {
        let needle = needles.iter().find(|needle| line.contains(**needle))?;
        Some(Finding::new(&file.path, number, format!("`{needle}`: {advice}")))
    })
    .collect()
}

fn machine_paths(file: &SourceFile) -> Vec<Finding> {
    let hit = |line: &str| MACHINE_FOLDERS.into_iter().find(|folder| names_folder(line, folder));
    file.lines()
        .filter_map(|(number, line)| Some((number, hit(line)?)))
        .map(|(number, folder)| Finding::new(&file.path, number, format!("`{folder}` is a path of one machine")))
        .collect()
}

/// The folder as an absolute path: nothing of a word or longer path before it, no longer word after it.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(start, _)| {
        let before = line.get(..start).and_then(|text| text.chars().next_back());
        let after = line.get(start + folder.len()..).and_then(|text| text.chars().next());
        let inside_path = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '}' | '*');
        let word_goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        !before.is_some_and(inside_path) && (folder.ends_with('/') || !after.is_some_and(word_goes_on))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    #[test]
    fn a_file_without_a_header_is_found() {
        assert_eq!(header(&file("a.rs", "//! Says it.\n")), None);
        assert_eq!(header(&file("a.rs", "#![expect(dead_code, reason = \"r\")]\n//! Says it.\n")), None);
        assert!(header(&file("a.rs", "use std::fmt;\n//! Too late.\n")).is_some());
        assert!(header(&file("a.rs", "")).is_some());
    }

    #[test]
    fn forbidden_words_are_found_in_code_and_not_in_comments() {
        for (needles, line) in [(&ALLOW, ALLOW[0]), (&ALLOW, ALLOW[1]), (&TODO, TODO[0]), (&IGNORE, IGNORE[0])] {
            let found = containing(&file("a.rs", &format!("\n    {line}x)]\n")), needles, "no");
            assert_eq!(found.len(), 1, "{line}");
            assert_eq!(found[0].line, 2);
            assert_eq!(containing(&file("a.rs", &format!("// {line}\n")), needles, "no"), []);
        }
    }

    #[test]
    fn paths_of_one_machine_are_found_and_web_paths_are_not() {
        let check = |line: &str, expected: usize| {
            assert_eq!(machine_paths(&file("a.md", line)).len(), expected, "{line}");
        };
        let [work, root, home] = MACHINE_FOLDERS;
        check(&format!("cd {work}/main"), 1);
        check(&format!("\"{root}\""), 1);
        check(&format!("{home}ann/x"), 1);
        check(&format!("https://example.org{work}/a"), 0);
        check(&format!("see {work}force"), 0);
        check(&format!("docs{work}"), 0);
    }
}
