//! Opens the files of an export and reads them one after the other.
//!
//! Only files directly in the folder are read: some sets hold all their files a second time in a folder inside.

use super::{
    COMMENTS, Finding, PARTICIPANTS, PolisImport, Progress, SUMMARY, VOTES,
    assemble::{Parsed, assemble},
    comments, participants, summary, votes,
};
use crate::{
    FormatError, Place,
    made::{self, Form},
    neutral::Texts,
    table::{Meter, Metered},
};
use std::{
    fs::{self, File},
    io::Read,
    path::Path,
};

/// One file of an export.
pub struct Source<'a> {
    file: &'static str,
    reader: Box<dyn Read + 'a>,
    n_bytes: u64,
}

/// The files of an export.
pub struct Sources<'a> {
    /// What to call the conversation where the files do not say.
    pub name: String,
    /// The statements.
    pub comments: Source<'a>,
    /// Every vote.
    pub votes: Option<Source<'a>>,
    /// The table of participants.
    pub participants: Option<Source<'a>>,
    /// Title and counts.
    pub summary: Option<Source<'a>>,
}

impl<'a> Source<'a> {
    /// A file under its name; the number of bytes serves progress only.
    #[must_use]
    pub fn new(file: &'static str, reader: impl Read + 'a, n_bytes: u64) -> Self {
        Self { file, reader: Box::new(reader), n_bytes }
    }
}

/// Reads an export from a folder.
///
/// # Errors
/// When a file that is needed is missing, cannot be read, passes a bound, holds something that is not what
/// Polis writes, or when nothing tells which sign means agree.
pub fn read_folder(folder: &Path, progress: &mut dyn FnMut(Progress)) -> Result<PolisImport, FormatError> {
    let listed = list(folder)?;
    let open = |file: &'static str| open(folder, file);
    let Some(comments) = open(COMMENTS)? else {
        let inside = listed
            .nested
            .as_ref()
            .map_or_else(String::new, |name| format!("; the folder `{name}` inside has one: name that folder"));
        return Err(missing(folder, format!("`{COMMENTS}` is missing, which every Polis export has{inside}")));
    };
    let (older, newer) = (open(PARTICIPANTS[0])?, open(PARTICIPANTS[1])?);
    let votes = open(VOTES)?;
    let has_both = older.is_some() && newer.is_some();
    if votes.is_none() && older.is_none() && newer.is_none() {
        let [older, newer] = PARTICIPANTS;
        return Err(missing(folder, format!("there are no votes: one of `{VOTES}`, `{older}`, `{newer}` is needed")));
    }
    let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let sources = Sources { name, comments, votes, participants: older.or(newer), summary: open(SUMMARY)? };
    // Only where Canvass wrote the folder itself does an apostrophe stand for something.
    let is_ours = made::read_mark(folder).is_some_and(|mark| mark.form == Form::Polis);
    let texts = if is_ours { Texts::Neutralised } else { Texts::ToTheLetter };
    let mut import = read_as(sources, texts, progress)?;
    if has_both {
        let [older, newer] = PARTICIPANTS;
        import.findings.push(Finding::new(format!("There are both {older} and {newer}; {older} was read.")));
    }
    if let Some(nested) = listed.nested {
        import.findings.push(Finding::new(format!("The folder `{nested}` inside was not read.")));
    }
    Ok(import)
}

/// Reads an export from its files.
///
/// # Errors
/// As [`read_folder`].
pub fn read(sources: Sources<'_>, progress: &mut dyn FnMut(Progress)) -> Result<PolisImport, FormatError> {
    read_as(sources, Texts::ToTheLetter, progress)
}

fn read_as(sources: Sources<'_>, texts: Texts, progress: &mut dyn FnMut(Progress)) -> Result<PolisImport, FormatError> {
    let Sources { name, comments, votes, participants, summary } = sources;
    if votes.is_none() && participants.is_none() {
        return Err(missing(Path::new(&name), format!("there are no votes: `{VOTES}` is needed")));
    }
    let rest = [&votes, &participants, &summary];
    let total_bytes = comments.n_bytes + rest.into_iter().flatten().map(|source| source.n_bytes).sum::<u64>();
    let mut meter = Meter { report: progress, done_bytes: 0, total_bytes };
    let summary = match summary {
        Some(source) => Some(summary::parse(&Metered::new(SUMMARY, source.reader, &mut meter).read_all()?, texts)?),
        None => None,
    };
    let comments = comments::parse(&Metered::new(COMMENTS, comments.reader, &mut meter).read_all()?, texts)?;
    let votes = match votes {
        Some(source) => Some(votes::parse(Metered::new(VOTES, source.reader, &mut meter))?),
        None => None,
    };
    let participants = match participants {
        Some(Source { file, reader, .. }) => Some(participants::parse(file, Metered::new(file, reader, &mut meter))?),
        None => None,
    };
    assemble(Parsed { name, comments, votes, participants, summary })
}

struct Listed {
    /// A folder inside that looks like an export too.
    nested: Option<String>,
}

fn list(folder: &Path) -> Result<Listed, FormatError> {
    let unreadable = |source| FormatError::Unreadable { place: Place::file(folder.display().to_string()), source };
    if folder.is_file() {
        return Err(missing(folder, "is a file; name the folder that holds the export".to_owned()));
    }
    let mut nested = None;
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if entry.path().join(COMMENTS).is_file() {
            nested = Some(entry.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(Listed { nested })
}

fn open(folder: &Path, file: &'static str) -> Result<Option<Source<'static>>, FormatError> {
    let path = folder.join(file);
    if !path.is_file() {
        return Ok(None);
    }
    let unreadable = |source| FormatError::Unreadable { place: Place::file(file), source };
    let opened = File::open(path).map_err(unreadable)?;
    let n_bytes = opened.metadata().map_err(unreadable)?.len();
    Ok(Some(Source::new(file, opened, n_bytes)))
}

fn missing(folder: &Path, reason: String) -> FormatError {
    FormatError::Missing { place: Place::file(folder.display().to_string()), reason }
}
