//! No circles of files inside a crate beyond a module and its children: what a file needs can be read before it.
//!
//! A file uses another where it names something that lives there, through `crate::`, `super::` or `self::`, in an
//! import or in the text, or through a child that it declares; a name that a module only passes on (`pub use`) leads to
//! the file that has it. A module and its children may use each other, children among themselves may not use each
//! other in a circle. Judges text alone: what is reached through a value's methods is not seen.

use super::{Finding, lines_before_tests};
use crate::workspace::{SourceFile, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// A module's path within its crate: empty for the root.
type Path = Vec<String>;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut crates: BTreeMap<&str, Vec<(&SourceFile, Path)>> = BTreeMap::new();
    for file in &tree.files {
        if let Some((of, module)) = module_of(&file.path) {
            crates.entry(of).or_default().push((file, module));
        }
    }
    crates.values().flat_map(|files| Crate::read(files).circles()).collect()
}

/// The crate's source folder and the module that a file is.
fn module_of(path: &str) -> Option<(&str, Path)> {
    let at = path.find("/src/").filter(|_| path.starts_with("crates/") || path.starts_with("xtask/"))?;
    let (of, rest) = (path.get(..at)?, path.get(at + "/src/".len()..)?);
    let mut parts: Path = rest.strip_suffix(".rs")?.split('/').map(str::to_owned).collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        parts.pop();
    }
    Some((of, parts))
}

/// What the files of a crate declare, pass on and use.
struct Crate<'t> {
    files: BTreeMap<Path, &'t SourceFile>,
    /// By module and name, the path that it passes on under that name.
    passed_on: BTreeMap<(Path, String), Path>,
    uses: BTreeMap<Path, BTreeSet<Path>>,
}

impl<'t> Crate<'t> {
    fn read(files: &[(&'t SourceFile, Path)]) -> Self {
        let mut this = Self {
            files: files.iter().map(|(file, module)| (module.clone(), *file)).collect(),
            passed_on: BTreeMap::new(),
            uses: BTreeMap::new(),
        };
        let texts: Vec<(Path, String)> =
            files.iter().map(|(file, module)| (module.clone(), code(&file.text))).collect();
        for (module, text) in &texts {
            for (path, name) in imports(text, Import::PassedOn).into_iter().flat_map(|tree| leaves(&tree)) {
                let path = this.absolute(module, &path);
                this.passed_on.extend(path.map(|path| ((module.clone(), name), path)));
            }
        }
        for (module, text) in &texts {
            let imported = imports(text, Import::Own).into_iter().flat_map(|tree| leaves(&tree)).map(|(path, _)| path);
            let found = imported.chain(named(text, &this.children(module)));
            let homes: BTreeSet<Path> = found
                .filter_map(|path| this.home(&this.absolute(module, &path)?))
                .filter(|home| home != module)
                .collect();
            this.uses.insert(module.clone(), homes);
        }
        this
    }

    fn children(&self, module: &Path) -> BTreeSet<String> {
        let is_child = |path: &&Path| path.len() == module.len() + 1 && path.starts_with(module);
        self.files.keys().filter(is_child).filter_map(|path| path.last().cloned()).collect()
    }

    /// A path as seen from the root; nothing for one that leads out of the crate.
    fn absolute(&self, module: &Path, path: &[String]) -> Option<Path> {
        let mut path = path.iter().map(String::as_str).peekable();
        let mut at = module.clone();
        match path.peek().copied()? {
            "crate" => {
                path.next();
                at.clear();
            }
            "self" => {
                path.next();
            }
            "super" => {
                while path.next_if_eq(&"super").is_some() {
                    at.pop()?;
                }
            }
            first if !self.children(module).contains(first) => return None,
            _ => {}
        }
        at.extend(path.map(str::to_owned));
        Some(at)
    }

    /// The file in which something lives: the deepest module on its path, once names that are passed on are followed.
    fn home(&self, path: &Path) -> Option<Path> {
        let mut path = path.clone();
        // A name that is passed on in a circle would not compile; the bound is for what this reader mistakes for one.
        for _ in 0..8 {
            let home =
                (0..=path.len()).rev().filter_map(|n| path.get(..n)).find(|module| self.files.contains_key(*module))?;
            let Some(name) = path.get(home.len()) else { return Some(home.to_vec()) };
            match self.passed_on.get(&(home.to_vec(), name.clone())) {
                Some(further) => path = further.iter().chain(path.iter().skip(home.len() + 1)).cloned().collect(),
                None => return Some(home.to_vec()),
            }
        }
        None
    }

    fn circles(&self) -> Vec<Finding> {
        let all: BTreeSet<&Path> = self.files.keys().collect();
        knots(&all, &self.uses).into_iter().flat_map(|knot| self.of_knot(&knot)).collect()
    }

    /// Files that can be reached from each other. A module and its children may be that, but not the children alone.
    fn of_knot(&self, knot: &BTreeSet<&Path>) -> Vec<Finding> {
        let Some(first) = knot.iter().min_by_key(|path| path.len()) else { return Vec::new() };
        if knot.iter().all(|path| path.starts_with(first)) {
            let rest: BTreeSet<&Path> = knot.iter().copied().filter(|path| path != first).collect();
            return knots(&rest, &self.uses).into_iter().flat_map(|knot| self.of_knot(&knot)).collect();
        }
        let name = |path: &Path| self.files.get(path).map_or("", |file| file.path.as_str());
        let ties = |path: &&Path| {
            let others = self.uses.get(*path).into_iter().flatten().filter(|other| knot.contains(other));
            format!("{} uses {}", name(path), others.map(name).collect::<Vec<_>>().join(", "))
        };
        let reason =
            format!("a circle of {} files: {}", knot.len(), knot.iter().map(ties).collect::<Vec<_>>().join("; "));
        vec![Finding::new(name(first), 1, reason)]
    }
}

/// Sets of two or more files in which each can be reached from each, within `files`.
fn knots<'p>(files: &BTreeSet<&'p Path>, uses: &BTreeMap<Path, BTreeSet<Path>>) -> Vec<BTreeSet<&'p Path>> {
    let reached = |from: &'p Path| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(path) = next.pop() {
            let used = uses.get(path).into_iter().flatten();
            for other in used.filter_map(|other| files.get(other).copied()) {
                if seen.insert(other) {
                    next.push(other);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&Path, BTreeSet<&Path>> = files.iter().map(|file| (*file, reached(file))).collect();
    let mut knots: Vec<BTreeSet<&Path>> = Vec::new();
    for (file, from_it) in &reached {
        let is_new = knots.iter().all(|knot| !knot.contains(file));
        let knot: BTreeSet<&Path> = from_it
            .iter()
            .copied()
            .filter(|other| reached.get(other).is_some_and(|back| back.contains(file)))
            .collect();
        if is_new && knot.len() > 1 {
            knots.push(knot);
        }
    }
    knots
}

/// The code of a file: without its own tests, comments and texts.
fn code(text: &str) -> String {
    let lines = text.lines().take(lines_before_tests(text));
    let without_comment = |line: &str| {
        let line = line.trim_start();
        if line.starts_with("//") { String::new() } else { line.split(" // ").next().unwrap_or(line).to_owned() }
    };
    let code = lines.map(without_comment).collect::<Vec<_>>().join("\n");
    code.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Import {
    /// `use`.
    Own,
    /// `pub use`.
    PassedOn,
}

/// The trees of a file's imports of one kind, as text.
fn imports(text: &str, kind: Import) -> Vec<String> {
    let mut found = Vec::new();
    let mut statement: Option<String> = None;
    for line in text.lines() {
        let begun = match kind {
            Import::Own => line.trim_start().strip_prefix("use "),
            Import::PassedOn => line.strip_prefix("pub").and_then(|rest| rest.split_once("use ")).map(|(_, tree)| tree),
        };
        statement = match (statement, begun) {
            (Some(so_far), _) => Some(format!("{so_far} {line}")),
            (None, Some(tree)) => Some(tree.to_owned()),
            (None, None) => None,
        };
        if let Some((tree, _)) = statement.as_deref().and_then(|statement| statement.split_once(';')) {
            found.push(tree.to_owned());
            statement = None;
        }
    }
    found
}

/// Every path of a tree such as `crate::a::{b, c as d}`, with the name it goes by.
fn leaves(tree: &str) -> Vec<(Path, String)> {
    let tree = tree.trim();
    let Some((stem, rest)) = tree.split_once('{') else {
        let (path, name) = tree.split_once(" as ").unwrap_or((tree, tree));
        let path: Path = path.split("::").map(|part| part.trim().to_owned()).collect();
        let name = name.rsplit("::").next().unwrap_or_default().trim().to_owned();
        return vec![(path, name)];
    };
    let stem: Path = stem.split("::").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    let inside = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
    let branches = branches(inside).into_iter().filter(|branch| !branch.trim().is_empty());
    let under = branches.flat_map(|branch| leaves(&branch));
    under
        .map(|(path, name)| {
            let path: Path = stem.iter().cloned().chain(path.into_iter().filter(|part| part != "self")).collect();
            let name = if name == "self" { stem.last().cloned().unwrap_or_default() } else { name };
            (path, name)
        })
        .collect()
}

/// What stands between the commas of a list, those within braces left alone.
fn branches(list: &str) -> Vec<String> {
    let (mut found, mut depth) = (vec![String::new()], 0_usize);
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                found.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = found.last_mut() {
            last.push(c);
        }
    }
    found
}

/// Paths named in the text itself, outside of imports: from the root, from above, or through a child.
fn named(text: &str, children: &BTreeSet<String>) -> Vec<Path> {
    let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
    let outside = text.lines().filter(|line| !line.starts_with("use ") && !line.starts_with("pub use "));
    let mut found = Vec::new();
    for line in outside {
        for word in line.split(|c: char| !is_of_name(c) && c != ':') {
            let path: Path = word.trim_matches(':').split("::").map(str::to_owned).collect();
            let leads_on = path.len() > 1;
            let begins = path
                .first()
                .is_some_and(|first| matches!(first.as_str(), "crate" | "super" | "self") || children.contains(first));
            if leads_on && begins {
                found.push(path);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::tree;
    use super::*;

    fn check_files(files: &[(&str, &str)], expected: &[&str]) {
        let files: Vec<(String, &str)> =
            files.iter().map(|(path, text)| (format!("crates/canvass-x/src/{path}"), *text)).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        let found: Vec<String> = check(&tree(&files)).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.contains(expected), "`{found}` does not say `{expected}`");
        }
    }

    const ROOT: (&str, &str) = ("lib.rs", "mod a;\nmod b;\npub use a::A;\n");

    #[test]
    fn two_files_that_use_each_other_are_a_circle() {
        check_files(&[ROOT, ("a.rs", "use crate::b::B;\n"), ("b.rs", "fn b() -> crate::a::A {}\n")], &["2 files"]);
        check_files(&[ROOT, ("a.rs", "use crate::b::B;\n"), ("b.rs", "// crate::a::A\n")], &[]);
        check_files(
            &[ROOT, ("a.rs", "use crate::b::B;\n"), ("b.rs", "#[cfg(test)]\nmod tests {\nuse crate::a::A;\n}\n")],
            &[],
        );
    }

    #[test]
    fn a_name_that_is_passed_on_leads_to_its_file() {
        check_files(&[ROOT, ("a.rs", "use super::b::{self, B};\n"), ("b.rs", "use crate::A;\n")], &["2 files"]);
    }

    #[test]
    fn a_module_and_its_children_may_use_each_other_and_children_alone_may_not() {
        let root = ("lib.rs", "mod a;\n");
        let module = ("a/mod.rs", "mod x;\nmod y;\npub struct A;\nfn f() { x::go() }\n");
        check_files(&[root, module, ("a/x.rs", "use super::A;\n"), ("a/y.rs", "use super::x::X;\n")], &[]);
        let children = [root, module, ("a/x.rs", "use super::y::Y;\n"), ("a/y.rs", "use super::{A, x::{X}};\n")];
        check_files(&children, &["a/x.rs uses crates/canvass-x/src/a/y.rs"]);
    }

    #[test]
    fn a_circle_through_a_module_is_found() {
        let files = [
            ("lib.rs", "mod a;\nmod b;\n"),
            ("a/mod.rs", "mod x;\npub struct A;\nfn f() { x::go() }\n"),
            ("a/x.rs", "use crate::b::B;\n"),
            ("b.rs", "use crate::a::A;\n"),
        ];
        check_files(&files, &["3 files"]);
    }
}
