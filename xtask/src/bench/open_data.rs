//! The largest of the real conversations, where they are at hand.
//!
//! They are never part of the repository: a folder beside it holds them, or the one that CANVASS_SHARED names.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The set whose files are largest together.
pub fn largest(root: &Path) -> Result<PathBuf> {
    let shared = std::env::var_os("CANVASS_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let folder = shared.join("data/open");
    let sets = std::fs::read_dir(&folder).with_context(|| {
        format!("no real conversations in `{}`: name their folder in CANVASS_SHARED", folder.display())
    })?;
    let sized = sets.flatten().map(|set| (n_bytes(&set.path()), set.path()));
    sized.max().map(|(_, path)| path).with_context(|| format!("`{}` is empty", folder.display()))
}

fn n_bytes(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| Some(file.metadata().ok()?.len())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_sized_by_their_files() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(n_bytes(folder.path()), 0);
        std::fs::write(folder.path().join("a.csv"), "12345").unwrap();
        std::fs::write(folder.path().join("b.csv"), "678").unwrap();
        assert_eq!(n_bytes(folder.path()), 8);
    }
}
