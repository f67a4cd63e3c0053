//! What reaches a reader's browser: no inline style, nothing from another host, within its weight.
//!
//! The page's security policy would refuse the first two at run time; this says so before a page is opened.

use super::{Finding, lines_before_tests};
use crate::workspace::{SourceFile, Tree};

/// All script of the reader's pages together, as served before compression.
const READER_SCRIPT_MAX_BYTES: usize = 15 * 1024;
/// All style sheets together, as served before compression.
const STYLE_MAX_BYTES: usize = 32 * 1024;

/// Scripts that the reader's pages never load, by what their path holds.
const NOT_FOR_READERS: [&str; 2] = ["/desk", "/embed"];

/// Pages that are files: no policy refuses their style, and there is no server to ask for it.
const FILES: [&str; 1] = ["crates/canvass-pages/templates/results/report.html"];

/// Namespaces are names, not addresses.
const NAMESPACE: &str = "http://www.w3.org/";

pub fn check(tree: &Tree) -> Vec<Finding> {
    let ours = || tree.files.iter().filter(|file| file.path.starts_with("crates/"));
    let mut findings: Vec<Finding> = ours().flat_map(inline_style).collect();
    findings.extend(ours().flat_map(other_hosts));
    findings.extend(weight(tree, "js", READER_SCRIPT_MAX_BYTES));
    findings.extend(weight(tree, "css", STYLE_MAX_BYTES));
    findings
}

/// In templates, and in Rust that writes markup (tests may say that there is none).
fn inline_style(file: &SourceFile) -> Vec<Finding> {
    let n_lines = match file.path.rsplit_once('.').map(|(_, end)| end) {
        Some("html") if FILES.contains(&file.path.as_str()) => return Vec::new(),
        Some("html" | "svg") => usize::MAX,
        Some("rs") if file.path.contains("/src/") => lines_before_tests(&file.text),
        _ => return Vec::new(),
    };
    let code = file.lines().take(n_lines).filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.filter(|(_, line)| has_style(line))
        .map(|(number, _)| {
            Finding::new(&file.path, number, "inline style is refused by the page's policy: use a class")
        })
        .collect()
}

fn has_style(line: &str) -> bool {
    let attribute = line.match_indices("style=").any(|(start, word)| {
        let before = line.get(..start).and_then(|text| text.chars().next_back());
        let after = line.get(start + word.len()..).unwrap_or_default();
        before.is_none_or(char::is_whitespace) && after.starts_with(['"', '\'', '\\', '{'])
    });
    attribute || line.contains("<style")
}

fn other_hosts(file: &SourceFile) -> Vec<Finding> {
    let asks = match file.path.rsplit_once('.').map(|(_, end)| end) {
        Some("html") => markup_asks,
        Some("css") => style_asks,
        Some("js" | "mjs") if !file.path.contains("/tests/") => script_asks,
        _ => return Vec::new(),
    };
    file.lines()
        .filter(|(_, line)| asks(line))
        .map(|(number, _)| Finding::new(&file.path, number, "asks another host: everything is served from here"))
        .collect()
}

/// An attribute that makes the browser fetch: any `src`, and `href` where it is no link to follow.
fn markup_asks(line: &str) -> bool {
    let fetches = ["<link", "<use", "<image", "<base"].iter().any(|tag| line.contains(tag));
    let named = |attribute: &str| {
        line.match_indices(attribute)
            .any(|(start, word)| is_outside(line.get(start + word.len()..).unwrap_or_default()))
    };
    named("src=") || named("srcset=") || named("@import ") || fetches && named("href=")
}

fn style_asks(line: &str) -> bool {
    let urls = line.match_indices("url(").any(|(start, _)| is_outside(line.get(start + 4..).unwrap_or_default()));
    urls || line.contains("@import")
}

fn script_asks(line: &str) -> bool {
    let quoted = line.match_indices(['"', '\'', '`']).any(|(start, _)| {
        let text = line.get(start..).unwrap_or_default();
        is_outside(text) && !text.get(1..).is_some_and(|text| text.starts_with(NAMESPACE) || text.starts_with("// "))
    });
    quoted && !line.trim_start().starts_with("//")
}

/// Whether a quoted or bare address begins with a host.
fn is_outside(address: &str) -> bool {
    let address = address.trim_start_matches(['"', '\'', '`', '\\', ' ']);
    ["http:", "https:", "//"].iter().any(|start| address.starts_with(start))
}

fn weight(tree: &Tree, extension: &'static str, max_bytes: usize) -> Option<Finding> {
    let for_readers = |file: &&SourceFile| {
        let path = &file.path;
        path.starts_with("crates/")
            && !path.contains("/tests/")
            && !NOT_FOR_READERS.iter().any(|part| path.contains(part))
    };
    let files: Vec<&SourceFile> = tree.with_extension(extension).filter(for_readers).collect();
    let n_bytes: usize = files.iter().map(|file| file.text.len()).sum();
    let heaviest = files.iter().max_by_key(|file| file.text.len())?;
    (n_bytes > max_bytes).then(|| {
        let reason = format!("{n_bytes} bytes of {extension} on the reader's pages, at most {max_bytes}");
        Finding::new(&heaviest.path, 1, reason)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{file, tree};
    use super::*;

    #[test]
    fn inline_style_is_found_in_templates_and_code() {
        let check = |path: &str, text: &str, expected: usize| {
            assert_eq!(inline_style(&file(path, text)).len(), expected, "{path}: {text}");
        };
        check("a.html", "<p\n style=\"color: red\">", 1);
        check("a.html", "<style>p { color: red }</style>", 1);
        check("a.html", "<p data-style=\"x\" class=\"style=\">", 0);
        check("crates/a/src/b.rs", "out.push_str(\"<g style=\\\"fill: red\\\">\");", 1);
        check("crates/a/src/b.rs", "write!(out, r#\"<g style=\"{x}\">\"#);", 1);
        check("crates/a/src/b.rs", "// never style=\"\"", 0);
        check("crates/a/src/b.rs", "#[cfg(test)]\nmod tests {\n assert!(!a.contains(\"style=\\\"\"));\n}", 0);
        check("crates/a/tests/b.rs", "assert!(!a.contains(\" style=\\\"\"));", 0);
    }

    #[test]
    fn requests_to_other_hosts_are_found() {
        let check = |path: &str, text: &str, expected: usize| {
            assert_eq!(other_hosts(&file(path, text)).len(), expected, "{path}: {text}");
        };
        check("a.html", "<img src=\"https://example.org/a.png\">", 1);
        check("a.html", "<script src='//example.org/a.js'></script>", 1);
        check("a.html", "<link rel=\"icon\" href=\"https://example.org/a\">", 1);
        check("a.html", "<a href=\"https://example.org/\">source</a><img src=\"/a.png\">", 0);
        check("a.css", "@import \"a.css\";", 1);
        check("a.css", "a { background: url( 'http://example.org/a') }", 1);
        check("a.css", "a { background: url(/assets/a.svg) }", 0);
        check("a.js", "await fetch(\"https://example.org\")", 1);
        check("a.js", "// see \"https://example.org\"", 0);
        check("a.js", "document.createElementNS(\"http://www.w3.org/2000/svg\", \"g\")", 0);
    }

    #[test]
    fn too_much_script_is_found_and_the_desk_has_its_own() {
        let heavy = "x".repeat(READER_SCRIPT_MAX_BYTES);
        let found = |files: &[(&str, &str)]| weight(&tree(files), "js", READER_SCRIPT_MAX_BYTES);
        assert_eq!(found(&[("crates/w/assets/a.js", &heavy)]), None);
        assert!(found(&[("crates/w/assets/a.js", &heavy), ("crates/w/assets/b.js", "y")]).is_some());
        assert_eq!(found(&[("crates/w/assets/a.js", &heavy), ("crates/w/assets/desk/b.js", "y")]), None);
    }
}
