//! The largest of the real conversations, where they are at hand.
//!
//! They are never part of the repository: a folder beside it holds them, or the one that CANVASS_SHARED names.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// One line a participant, one column a statement: its size grows with both. Every set has it.
const MATRIX: &str = "participants-votes.csv";

/// The set with the largest matrix of votes.
pub fn largest(root: &Path) -> Result<PathBuf> {
    largest_in(&folder(root))
}

/// Every set, the smallest matrix first.
pub fn all(root: &Path) -> Result<Vec<PathBuf>> {
    all_in(&folder(root))
}

fn folder(root: &Path) -> PathBuf {
    let shared = std::env::var_os("CANVASS_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    shared.join("data/open")
}

fn largest_in(folder: &Path) -> Result<PathBuf> {
    let largest = all_in(folder)?.pop();
    largest.with_context(|| format!("no set in `{}` has a `{MATRIX}`", folder.display()))
}

fn all_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let sets = std::fs::read_dir(folder).with_context(|| {
        format!("no real conversations in `{}`: CANVASS_SHARED names where they are", folder.display())
    })?;
    let sized = sets.flatten().filter_map(|set| Some((set.path().join(MATRIX).metadata().ok()?.len(), set.path())));
    let mut sized: Vec<(u64, PathBuf)> = sized.collect();
    sized.sort();
    Ok(sized.into_iter().map(|(_, path)| path).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_matrix_is_chosen_whatever_else_lies_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        assert!(largest_in(folder.path()).unwrap_err().to_string().contains("no set in"));
        for (set, file, text) in [("a", MATRIX, "12"), ("b", MATRIX, "123"), ("a", "votes.csv", "123456789")] {
            std::fs::create_dir_all(folder.path().join(set)).unwrap();
            std::fs::write(folder.path().join(set).join(file), text).unwrap();
        }
        assert_eq!(largest_in(folder.path()).unwrap(), folder.path().join("b"));
    }
}
