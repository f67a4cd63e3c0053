//! Opens the files of an export and reads them one after the other.
//!
//! Only files directly in the folder are read: some sets hold all their files a second time in a folder inside. A
//! `.zip` holds one such folder.

use super::{
    COMMENTS, Finding, Options, PARTICIPANTS, PolisImport, Progress, SUMMARY, VOTES,
    assemble::{Parsed, assemble},
    comments, participants,
    set::{Set, usual_name},
    summary, votes,
};
use crate::{
    FormatError, Place,
    archive::{self, Archive},
    encoding,
    made::{self, Form, Mark},
    neutral::Texts,
    table::{Meter, Metered},
};
use std::{
    fs::{self, File},
    io::{Cursor, Read},
    path::{Path, PathBuf},
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

/// Reads an export from a folder, or from a `.zip` of one, as is usual.
///
/// # Errors
/// When a file that is needed is missing, cannot be read, passes a bound, holds something that is not what
/// Polis writes, or when nothing tells which sign means agree.
pub fn read_folder(folder: &Path, progress: &mut dyn FnMut(Progress)) -> Result<PolisImport, FormatError> {
    read_folder_as(folder, &Options::default(), progress)
}

/// Reads an export from a folder, or from a `.zip` of one, as it is asked for.
///
/// # Errors
/// As [`read_folder`].
pub fn read_folder_as(
    folder: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<PolisImport, FormatError> {
    if folder.is_file() {
        return read_archive(folder, options, progress);
    }
    let Listed { files, nested } = list(folder)?;
    let place = folder.display().to_string();
    let set = Set::of(&place, files)?;
    if !set.has(COMMENTS) {
        let inside =
            nested.map_or_else(String::new, |name| format!("; the folder `{name}` inside has one: name that folder"));
        return Err(missing(&place, format!("`{COMMENTS}` is missing, which every Polis export has{inside}")));
    }
    let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    // Only where Canvass wrote the folder itself does an apostrophe stand for something.
    let texts = texts(made::read_mark(folder).as_ref());
    let mut import = read_set(set, Named { place, name }, texts, &mut |path| open(&path), (options, progress))?;
    if let Some(nested) = nested {
        import.findings.push(Finding::new(format!("The folder `{nested}` inside was not read.")));
    }
    Ok(import)
}

/// Reads the one folder of an archive that holds an export.
fn read_archive(
    file: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<PolisImport, FormatError> {
    let place = file.display().to_string();
    if !archive::is_archive(file) {
        return Err(missing(&place, "is a file; name the folder that holds the export, or a .zip of it".to_owned()));
    }
    let mut archive = Archive::open(file)?;
    let folders = archive.folders();
    let has_comments = |files: &[(String, String)]| {
        files.iter().any(|(name, _)| usual_name(name).is_some_and(|(usual, _)| usual == COMMENTS))
    };
    let mut with_comments = folders.into_iter().filter(|(_, files)| has_comments(files));
    let Some((folder, files)) = with_comments.next() else {
        return Err(missing(&place, format!("`{COMMENTS}` is missing, which every Polis export has")));
    };
    // Folders come in order, so the first is the outer one of any that lie in each other.
    let is_inside = |other: &str| {
        other.strip_prefix(folder.as_str()).is_some_and(|rest| folder.is_empty() || rest.starts_with(['/', '\\']))
    };
    let (nested, beside): (Vec<String>, Vec<String>) =
        with_comments.map(|(name, _)| name).partition(|name| is_inside(name));
    if let Some(other) = beside.first() {
        let reason = format!("the folders `{folder}` and `{other}` in it both hold an export; unpack it and name one");
        return Err(FormatError::Ambiguous { place: Place::file(place), reason });
    }
    let mark = files.iter().find(|(name, _)| name == made::MARK).map(|(_, path)| path.clone());
    let mark = mark.map(|path| archive.unpack(&path)).transpose()?;
    let mark = mark.and_then(|bytes| made::parse(std::str::from_utf8(&bytes).ok()?));
    let name = file.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let set = Set::of(&place, files)?;
    let mut unpack = |path: String| {
        let bytes = archive.unpack(&path)?;
        let n_bytes = bytes.len() as u64;
        Ok((Box::new(Cursor::new(bytes)) as Box<dyn Read>, n_bytes))
    };
    let mut import = read_set(set, Named { place, name }, texts(mark.as_ref()), &mut unpack, (options, progress))?;
    let notes = nested.iter().map(|nested| Finding::new(format!("The folder `{nested}` inside was not read.")));
    import.findings.extend(notes);
    Ok(import)
}

/// Where a set is, and what to call the conversation where the files do not say.
struct Named {
    place: String,
    name: String,
}

type Opened = (Box<dyn Read>, u64);

/// Reads a set that has statements.
fn read_set<F>(
    mut set: Set<F>,
    Named { place, name }: Named,
    texts: Texts,
    open: &mut dyn FnMut(F) -> Result<Opened, FormatError>,
    (options, progress): (&Options, &mut dyn FnMut(Progress)),
) -> Result<PolisImport, FormatError> {
    let [older, newer] = PARTICIPANTS;
    let has_both = set.has(older) && set.has(newer);
    if ![VOTES, older, newer].into_iter().any(|usual| set.has(usual)) {
        return Err(missing(&place, format!("there are no votes: one of `{VOTES}`, `{older}`, `{newer}` is needed")));
    }
    let renamed = set.finding();
    let mut names = Vec::new();
    let mut take = |usual: &'static str| {
        let Some((name, file)) = set.take(usual) else { return Ok(None) };
        let (reader, n_bytes) = open(file).map_err(|error: FormatError| error.in_file(name.clone()))?;
        names.push((usual, name));
        Ok(Some(Source { file: usual, reader, n_bytes }))
    };
    let Some(comments) = take(COMMENTS)? else { return Err(missing(&place, format!("`{COMMENTS}` is missing"))) };
    let votes = take(VOTES)?;
    let participants = match take(older)? {
        Some(source) => Some(source),
        None => take(newer)?,
    };
    let sources = Sources { name, comments, votes, participants, summary: take(SUMMARY)? };
    let read = read_as(sources, texts, options, progress);
    // Errors name a file by the name it has.
    let mut import = read.map_err(|error| {
        let named = names.iter().find(|(usual, _)| *usual == error.place().file).map(|(_, name)| name.clone());
        match named {
            Some(name) => error.in_file(name),
            None => error,
        }
    })?;
    if has_both {
        import.findings.push(Finding::new(format!("There are both {older} and {newer}; {older} was read.")));
    }
    import.findings.extend(renamed);
    Ok(import)
}

/// How texts stand in a set of this mark.
fn texts(mark: Option<&Mark>) -> Texts {
    match mark {
        Some(mark) if mark.form == Form::Polis => Texts::Neutralised,
        _ => Texts::ToTheLetter,
    }
}

/// Reads an export from its files.
///
/// # Errors
/// As [`read_folder`].
pub fn read(sources: Sources<'_>, progress: &mut dyn FnMut(Progress)) -> Result<PolisImport, FormatError> {
    read_as(sources, Texts::ToTheLetter, &Options::default(), progress)
}

fn read_as(
    sources: Sources<'_>,
    texts: Texts,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<PolisImport, FormatError> {
    let Sources { name, comments, votes, participants, summary } = sources;
    if votes.is_none() && participants.is_none() {
        return Err(missing(&name, format!("there are no votes: `{VOTES}` is needed")));
    }
    let rest = [&votes, &participants, &summary];
    let total_bytes = comments.n_bytes + rest.into_iter().flatten().map(|source| source.n_bytes).sum::<u64>();
    let mut meter = Meter { report: progress, done_bytes: 0, total_bytes };
    let summary = match summary {
        Some(source) => Some(summary::parse(&Metered::new(SUMMARY, source.reader, &mut meter).read_all()?, texts)?),
        None => None,
    };
    let comments = Metered::new(COMMENTS, comments.reader, &mut meter).read_all()?;
    let decoded = encoding::decode(COMMENTS, &comments)?;
    let is_converted = encoding::is_wide(&comments);
    let mut comments = comments::parse(&decoded, texts)?;
    comments.lenient.is_converted = is_converted;
    let votes = match votes {
        Some(source) => Some(votes::parse(Metered::new(VOTES, source.reader, &mut meter))?),
        None => None,
    };
    let participants = match participants {
        Some(Source { file, reader, .. }) => Some(participants::parse(file, Metered::new(file, reader, &mut meter))?),
        None => None,
    };
    assemble(Parsed { name, comments, votes, participants, summary }, options)
}

/// What a folder holds.
struct Listed {
    files: Vec<(String, PathBuf)>,
    /// A folder inside that looks like an export too.
    nested: Option<String>,
}

fn list(folder: &Path) -> Result<Listed, FormatError> {
    let unreadable = |source| FormatError::Unreadable { place: Place::file(folder.display().to_string()), source };
    let mut listed = Listed { files: Vec::new(), nested: None };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let (name, path) = entry.map(|entry| (entry.file_name(), entry.path())).map_err(unreadable)?;
        let name = name.to_string_lossy().into_owned();
        if path.join(COMMENTS).is_file() {
            listed.nested = Some(name);
        } else if path.is_file() {
            listed.files.push((name, path));
        }
    }
    Ok(listed)
}

fn open(path: &Path) -> Result<Opened, FormatError> {
    let unreadable = |source| FormatError::Unreadable { place: Place::file(path.display().to_string()), source };
    let opened = File::open(path).map_err(unreadable)?;
    let n_bytes = opened.metadata().map_err(unreadable)?.len();
    Ok((Box::new(opened), n_bytes))
}

fn missing(place: &str, reason: String) -> FormatError {
    FormatError::Missing { place: Place::file(place), reason }
}
