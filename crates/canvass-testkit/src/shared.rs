//! Real conversations to run against, which are not in the repository.

use std::path::{Path, PathBuf};

/// The folders of the public export sets, in order; nothing, said in one line, where they are not here.
///
/// # Panics
/// When they are missing and `CANVASS_REQUIRE_DATA` is 1.
#[must_use]
#[expect(clippy::print_stdout, reason = "said in one line by the test that passes")]
pub fn open_sets() -> Option<Vec<PathBuf>> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("CANVASS_SHARED").map_or(beside, PathBuf::from).join("data/open");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        let is_required = std::env::var_os("CANVASS_REQUIRE_DATA").is_some_and(|value| value == "1");
        assert!(!is_required, "the export sets are missing: {}", folder.display());
        println!("the export sets are not here; nothing was tested: {}", folder.display());
        return None;
    };
    let mut sets: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder that can be read").path()).collect();
    sets.sort();
    assert!(sets.len() >= 8, "only {} sets", sets.len());
    Some(sets)
}
