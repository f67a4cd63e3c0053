//! Hostile snippets kept as files; a snippet that once got through is added there and stays.

use crate::safety;
use std::path::Path;

#[test]
fn every_snippet_of_the_corpus_is_harmless() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut n_read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        safety::check(&String::from_utf8_lossy(&bytes));
        n_read += 1;
    }
    assert!(n_read >= 12, "only {n_read} snippets were found");
}
