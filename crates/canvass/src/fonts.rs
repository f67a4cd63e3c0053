//! Fonts for letters that the built-in faces lack: read at the start, from a folder that is named.

use crate::exit::Failure;
use crate::outside::remark;
use clap::Args;
use std::path::{Path, PathBuf};

/// Most bytes of fonts that are read: several times what all of Chinese, Japanese and Korean takes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;
const ENDINGS: [&str; 4] = ["ttf", "otf", "ttc", "otc"];

/// Where further fonts are.
#[derive(Debug, Args)]
pub(crate) struct FontArgs {
    /// A folder of fonts, such as Noto, for letters in pictures that the built-in faces lack
    #[arg(long, value_name = "DIR", env = "CANVASS_FONTS")]
    fonts: Option<PathBuf>,
}

impl FontArgs {
    /// Reads the fonts, where a folder is named. Comes before the first picture.
    pub(crate) fn load(&self) -> Result<(), Failure> {
        let Some(folder) = &self.fonts else { return Ok(()) };
        let files = read(folder)?;
        let n_faces = canvass_pages::add_faces(files);
        if n_faces == 0 {
            return Err(Failure::bad_input(format!(
                "`{}` holds no font: name a folder of .ttf, .otf or .ttc files",
                folder.display()
            )));
        }
        let faces = if n_faces == 1 { "1 typeface".to_owned() } else { format!("{n_faces} typefaces") };
        remark(format!("Loaded {faces} from `{}` for characters that ours lack.", folder.display()));
        Ok(())
    }
}

/// The font files of a folder, by name.
fn read(folder: &Path) -> Result<Vec<Vec<u8>>, Failure> {
    let cannot = |error: std::io::Error| Failure::bad_input(format!("cannot read `{}`: {error}", folder.display()));
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        if ENDINGS.contains(&ending.as_str()) {
            paths.push(path);
        }
    }
    paths.sort();
    let mut n_bytes = 0;
    let mut files = Vec::new();
    for path in paths {
        n_bytes += std::fs::metadata(&path).map_err(cannot)?.len();
        if n_bytes > MAX_BYTES {
            return Err(Failure::bad_input(format!(
                "`{}` holds more than {} MB of fonts: put the few that you need into a folder of their own",
                folder.display(),
                MAX_BYTES / 1024 / 1024
            )));
        }
        files.push(std::fs::read(&path).map_err(cannot)?);
    }
    Ok(files)
}
