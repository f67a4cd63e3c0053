//! `canvass backup`.

use crate::exit::{Done, Failure};
use crate::outside::{now_ms, remark, say};
use crate::storage::{Storage, block_on};
use clap::Args;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Write everything into one file, also beside a running server.
///
/// The file is of one moment and fits either kind of database. It holds the server's secrets and everything said: it
/// is readable by its owner only, and should be kept as carefully as the database. Prints each conversation with the
/// last event of its log that is in the file.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    storage: Storage,
    /// The file to write; one that is there already is left alone
    file: PathBuf,
}

impl Backup {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        block_on(self.write())
    }

    async fn write(self) -> Done {
        if self.file.exists() {
            return Err(is_there(&self.file));
        }
        // A folder mistyped must not give a backup of nothing.
        let store = self.storage.open_existing().await?;
        let failed = |error: std::io::Error| Failure::bad_input(format!("`{}`: {error}", self.file.display()));
        let folder = self.file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // Its owner's alone from the first byte on, and gone again unless it is completed.
        let part = tempfile::Builder::new().prefix(".canvass-backup-").suffix(".part").tempfile_in(folder);
        let mut part = part.map_err(failed)?;
        let mut out = BufWriter::new(part.as_file_mut());
        let contents = store.back_up(&mut out, now_ms()).await?;
        out.flush().map_err(failed)?;
        drop(out);
        part.as_file().sync_all().map_err(failed)?;
        part.persist_noclobber(&self.file).map_err(|_| is_there(&self.file))?;
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        for (slug, seq) in &contents.logs {
            say(format_args!("{slug} {seq}"));
        }
        remark(format_args!("{} rows in `{}`, secrets among them.", contents.n_rows, self.file.display()));
        Ok(())
    }
}

fn is_there(file: &Path) -> Failure {
    Failure::refused(format!("`{}` is there already, or cannot be made; name another file", file.display()))
}
