//! The mark that Canvass leaves in a folder that it wrote: what the folder holds, in words, and a list of its files.
//!
//! By the mark an export knows that it may write over a folder, and an import that texts were neutralised. It is
//! never a proof of anything: anyone can write one.

use crate::{FormatError, sheet::unwritable};
use std::{fs, io::Read, path::Path};

/// The name of the mark.
pub const MARK: &str = "canvass-export.txt";

/// Longest mark read, in bytes: it lists every file of a set.
const MAX_BYTES: u64 = 1_000_000;

/// What a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The Polis file set.
    Polis,
    /// Tidy tables.
    Tidy,
    /// A page of results with its charts.
    Report,
}

/// What a mark says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What the folder holds.
    pub form: Form,
    /// The files that were written, the mark aside.
    pub files: Vec<String>,
}

const FILES: &str = "Files:";

impl Form {
    const ALL: [Self; 3] = [Self::Polis, Self::Tidy, Self::Report];

    const fn first_line(self) -> &'static str {
        match self {
            Self::Polis => "Canvass export, Polis file set, 1",
            Self::Tidy => "Canvass export, tidy tables, 1",
            Self::Report => "Canvass report, 1",
        }
    }

    const fn explanation(self) -> &'static str {
        match self {
            Self::Polis => {
                "Votes: 1 is agree, -1 disagree, 0 unsure. Times are seconds since 1970; 0 is not known.\n\
                 A text that a spreadsheet could take for a formula has an apostrophe before it. Importing the folder\n\
                 with this file in it takes the apostrophe off again."
            }
            Self::Tidy => {
                "This is private data: it holds statements that were declined or wait, answers that count no longer,\n\
                 and what people said about themselves. Do not publish it as it is.\n\
                 Texts stand here to the letter. A spreadsheet may take one for a formula: open them in something else."
            }
            Self::Report => "Results of a conversation: open index.html. It asks nothing of any server.",
        }
    }
}

/// Leaves the mark.
///
/// # Errors
/// [`FormatError::Unwritable`], naming the file.
pub fn mark(folder: &Path, form: Form, files: &[String]) -> Result<(), FormatError> {
    let list: String = files.iter().map(|file| format!("{file}\n")).collect();
    let text = format!("{}\n\n{}\n\n{FILES}\n{list}", form.first_line(), form.explanation());
    fs::write(folder.join(MARK), text).map_err(|source| unwritable(MARK, source))
}

/// Reads the mark of a folder, where it has one.
#[must_use]
pub fn read_mark(folder: &Path) -> Option<Mark> {
    let mut text = String::new();
    fs::File::open(folder.join(MARK)).ok()?.take(MAX_BYTES).read_to_string(&mut text).ok()?;
    parse(&text)
}

/// Reads the text of a mark.
pub(crate) fn parse(text: &str) -> Option<Mark> {
    let mut lines = text.lines();
    let first = lines.next()?;
    let form = Form::ALL.into_iter().find(|form| form.first_line() == first)?;
    let files = lines.skip_while(|line| *line != FILES).skip(1).map(str::to_owned).collect();
    Some(Mark { form, files })
}
