//! Lengths: a file aims under 400 lines and must stay under 800, a function aims under 40 and must stay under 80.
//!
//! Only the hard limits are rules. Tables of data are exempt by name, with the reason beside them.

use super::{Finding, lines_before_tests};
use crate::workspace::{SourceFile, Tree};

const FILE_MAX_LINES: usize = 800;
const FUNCTION_MAX_LINES: usize = 80;

/// Files that are tables of data: path and reason.
const LONG_FILES: &[(&str, &str)] = &[];

/// Functions that are tables of data: path, name and reason.
const LONG_FUNCTIONS: &[(&str, &str, &str)] = &[];

/// A function as it stands in a file.
#[derive(Debug, PartialEq, Eq)]
struct Function<'a> {
    name: &'a str,
    line: usize,
    n_lines: usize,
}

/// Files, functions, and exemptions that exempt nothing.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<Finding> = tree.with_extension("rs").flat_map(long_functions).collect();
    findings.extend(tree.with_extension("rs").filter_map(long_file));
    let gone = LONG_FILES.iter().map(|(path, _)| path).chain(LONG_FUNCTIONS.iter().map(|(path, ..)| path));
    findings.extend(
        gone.filter(|path| tree.file(path).is_none())
            .map(|path| Finding::new(path, 1, "exempt from the length limit, but not there")),
    );
    findings
}

fn long_file(file: &SourceFile) -> Option<Finding> {
    let n_lines = lines_before_tests(&file.text);
    let exempt = LONG_FILES.iter().any(|(path, _)| *path == file.path);
    (n_lines > FILE_MAX_LINES && !exempt).then(|| {
        let reason = format!("{n_lines} lines without tests, at most {FILE_MAX_LINES}: split it by verb");
        Finding::new(&file.path, FILE_MAX_LINES, reason)
    })
}

fn long_functions(file: &SourceFile) -> Vec<Finding> {
    let exempt = |name: &str| LONG_FUNCTIONS.iter().any(|(path, one, _)| *path == file.path && *one == name);
    functions(&file.text)
        .iter()
        .filter(|function| function.n_lines > FUNCTION_MAX_LINES && !exempt(function.name))
        .map(|function| {
            let Function { name, line, n_lines } = function;
            let reason = format!("`{name}` has {n_lines} lines, at most {FUNCTION_MAX_LINES}: name its parts");
            Finding::new(&file.path, *line, reason)
        })
        .collect()
}

/// Functions with a body of several lines. Relies on rustfmt: a body closes with a brace at the indent of its `fn`.
fn functions(text: &str) -> Vec<Function<'_>> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (idx, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let indent = line.len() - line.trim_start().len();
        let rest = lines.get(idx..).unwrap_or_default();
        let Some(opening) = rest.iter().position(|line| line.trim_end().ends_with(['{', ';', '}'])) else { continue };
        if !rest.get(opening).is_some_and(|line| line.trim_end().ends_with('{')) {
            continue;
        }
        let closes = |line: &&str| line.len() == indent + 1 && line.trim_start() == "}";
        if let Some(after) = rest.iter().skip(opening).position(closes) {
            found.push(Function { name, line: idx + 1, n_lines: opening + after + 1 });
        }
    }
    found
}

/// The name, when the line opens a function item.
fn function_name(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    if let Some(after) = rest.strip_prefix("pub(") {
        rest = after.split_once(") ")?.1;
    }
    for word in ["pub ", "default ", "const ", "async ", "unsafe ", "extern \"C\" "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let name = rest.strip_prefix("fn ")?;
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_')?;
    name.get(..end)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{file, tree};
    use super::*;

    fn body(n_lines: usize) -> String {
        "    let a = 1;\n".repeat(n_lines)
    }

    #[test]
    fn functions_are_measured_from_signature_to_brace() {
        let text = "impl A {\n    pub(crate) async fn one(\n        a: u8,\n    ) -> u8\n    where\n        u8: Copy,\n    {\n        if a > 1 {\n            a\n        }\n    }\n\n    fn two(&self);\n    const fn three() {}\n}\nfn four() {\n}\n";
        let found: Vec<(&str, usize, usize)> = functions(text).iter().map(|f| (f.name, f.line, f.n_lines)).collect();
        assert_eq!(found, [("one", 2, 10), ("four", 16, 2)]);
    }

    #[test]
    fn names_are_read_and_talk_of_functions_is_not() {
        assert_eq!(function_name("    pub const unsafe fn a<T>(t: T) {"), Some("a"));
        assert_eq!(function_name("// fn a() {"), None);
        assert_eq!(function_name("let f: fn(u8) = a;"), None);
    }

    #[test]
    fn a_function_of_80_lines_passes_and_of_81_does_not() {
        let of = |n: usize| file("a.rs", &format!("fn a() {{\n{}}}\n", body(n - 2)));
        assert_eq!(long_functions(&of(80)), []);
        let found = long_functions(&of(81));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].to_string().starts_with("a.rs:1: `a` has 81 lines"));
    }

    #[test]
    fn a_file_of_800_lines_passes_and_of_801_does_not_but_its_tests_do_not_count() {
        let of = |n: usize| file("a.rs", &"//\n".repeat(n));
        assert_eq!(long_file(&of(800)), None);
        assert!(long_file(&of(801)).is_some_and(|found| found.reason.contains("801 lines")));
        let tested = format!("{}#[cfg(test)]\nmod tests {{\n{}}}\n", "//\n".repeat(700), "//\n".repeat(300));
        assert_eq!(check(&tree(&[("a.rs", &tested)])), []);
    }
}
