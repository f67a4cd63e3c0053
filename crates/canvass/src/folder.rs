//! Writing a folder whole: beside its place first, and moved there once everything is on disk.
//!
//! A folder that somebody else filled is never touched: what may be replaced is empty, or bears our mark and holds
//! nothing that the mark does not list.

use crate::exit::{Done, Failure};
use canvass_formats::made::{self, MARK};
use std::fs::{self, DirBuilder, File};
use std::path::{Path, PathBuf};

/// A folder that may be written.
pub(crate) struct Target {
    folder: PathBuf,
}

/// Who may look into a folder, as far as the system keeps apart its users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OpenTo {
    /// Whoever the system lets by itself.
    AsUsual,
    /// Nobody but who wrote it.
    OwnerOnly,
}

impl Target {
    /// Checks that the folder may be written; nothing is touched.
    pub(crate) fn check(folder: &Path) -> Result<Self, Failure> {
        // A folder that is there is meant where it really is, behind links and dots too.
        let folder = if folder.exists() { folder.canonicalize()? } else { std::path::absolute(folder)? };
        check_replaceable(&folder)?;
        Ok(Self { folder })
    }

    /// Fills it: the closure writes into an empty folder beside it.
    pub(crate) fn write(self, open_to: OpenTo, fill: impl FnOnce(&Path) -> Done) -> Done {
        let (Some(parent), Some(name)) = (self.folder.parent(), self.folder.file_name()) else {
            return Err(Failure::refused(format!("`{}` has no name; name a folder inside", self.folder.display())));
        };
        fs::create_dir_all(parent)?;
        let prefix = format!(".{}.canvass-part-", name.to_string_lossy());
        // Whatever is in it goes when it is dropped, whichever way this ends.
        let beside = tempfile::Builder::new().prefix(&prefix).tempdir_in(parent)?;
        let (new, old) = (beside.path().join("new"), beside.path().join("old"));
        make(&new, open_to)?;
        fill(&new)?;
        for entry in fs::read_dir(&new)? {
            File::open(entry?.path())?.sync_all()?;
        }
        File::open(&new)?.sync_all()?;
        // It may have been filled meanwhile.
        check_replaceable(&self.folder)?;
        if self.folder.exists() {
            fs::rename(&self.folder, &old)?;
        }
        if let Err(error) = fs::rename(&new, &self.folder) {
            if old.exists() {
                fs::rename(&old, &self.folder)?;
            }
            return Err(error.into());
        }
        File::open(parent)?.sync_all()?;
        Ok(())
    }
}

fn make(folder: &Path, open_to: OpenTo) -> Done {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    if open_to == OpenTo::OwnerOnly {
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    }
    #[cfg(not(unix))]
    let _ = open_to;
    Ok(builder.create(folder)?)
}

fn check_replaceable(folder: &Path) -> Done {
    let refused = |why: &str| {
        let hint = "name a new or an empty folder";
        Err(Failure::refused(format!("`{}` {why}; {hint}", folder.display())))
    };
    if !folder.exists() {
        return Ok(());
    }
    if !folder.is_dir() {
        return refused("is a file");
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    if names.is_empty() {
        return Ok(());
    }
    let Some(mark) = made::read_mark(folder) else {
        return refused("holds files that no export wrote");
    };
    let is_ours = |name: &&String| *name == MARK || mark.files.contains(name);
    names.sort();
    match names.iter().find(|name| !is_ours(name)) {
        Some(name) => refused(&format!("holds `{name}`, which no export wrote")),
        None => Ok(()),
    }
}
