//! `canvass restore`.

use crate::command::doctor;
use crate::exit::{Done, Failure, Kind};
use crate::outside::{Progress, remark};
use crate::storage::{Storage, block_on, lock};
use canvass_app::{CheckedBackup, StoreError};
use clap::Args;
use std::fs::File;
use std::io::{BufReader, Seek};
use std::path::{Path, PathBuf};

/// Take a backup back, into an empty folder or database.
///
/// The file is read to its end and checked before anything is touched; one that is damaged, cut off or of a newer
/// Canvass changes nothing.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    #[command(flatten)]
    storage: Storage,
    /// The file that `canvass backup` wrote
    file: PathBuf,
}

impl Restore {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        block_on(self.restore())
    }

    async fn restore(self) -> Done {
        let bad = |error| of_file(&self.file, error);
        let unreadable = |error: std::io::Error| Failure::bad_input(format!("`{}`: {error}", self.file.display()));
        let file = File::open(&self.file).map_err(unreadable)?;
        let n_bytes = file.metadata().map_err(unreadable)?.len();
        let mut from = BufReader::new(file);
        let backup = CheckedBackup::read(&mut from).map_err(bad)?;
        from.rewind().map_err(unreadable)?;
        let store = self.storage.open().await?;
        let _lock = lock(&store, "restore").await?;
        let bar = Progress::of("Restoring");
        let restored = store.restore(&backup, &mut from, &mut |done| bar.show(done, n_bytes)).await;
        bar.end();
        restored.map_err(bad)?;
        remark(format_args!("{} rows are back.", backup.n_rows()));
        doctor::examine(&store).await
    }
}

fn of_file(file: &Path, error: StoreError) -> Failure {
    match error {
        StoreError::BadBackup { .. } | StoreError::Stream { .. } => {
            Failure::new(Kind::BadInput, anyhow::Error::new(error).context(format!("`{}`", file.display())))
        }
        error => error.into(),
    }
}
