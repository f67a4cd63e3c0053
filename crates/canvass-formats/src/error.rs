//! What is wrong with a file, and where.
//!
//! Every message names the file, the line where there is one, the value in back-ticks, and what would be right.

use std::{fmt, io};

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// The system would not give the bytes.
    #[error("{place}: cannot be read: {source}")]
    Unreadable {
        /// Which file.
        place: Place,
        /// What the system said.
        source: io::Error,
    },
    /// The system would not take the bytes.
    #[error("{place}: cannot be written: {source}")]
    Unwritable {
        /// Which file.
        place: Place,
        /// What the system said.
        source: io::Error,
    },
    /// A file that is needed is not there.
    #[error("{place}: {reason}")]
    Missing {
        /// Which folder or file.
        place: Place,
        /// What is needed.
        reason: String,
    },
    /// The bytes do not say what such a file says.
    #[error("{place}: {reason}")]
    Malformed {
        /// Where.
        place: Place,
        /// What is wrong, and what would be right.
        reason: String,
    },
    /// More than is read.
    #[error("{place}: {reason}")]
    TooLarge {
        /// Where.
        place: Place,
        /// Which bound was passed.
        reason: String,
    },
    /// The files can be read in two ways that contradict each other.
    #[error("{place}: {reason}")]
    Ambiguous {
        /// Where.
        place: Place,
        /// Which two, and what would decide it.
        reason: String,
    },
}

/// A file, and a line in it where one is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Name of the file or folder.
    pub file: String,
    /// The line, from 1.
    pub line: Option<u64>,
}

impl FormatError {
    /// Where it is.
    #[must_use]
    pub const fn place(&self) -> &Place {
        match self {
            Self::Unreadable { place, .. }
            | Self::Unwritable { place, .. }
            | Self::Missing { place, .. }
            | Self::Malformed { place, .. }
            | Self::TooLarge { place, .. }
            | Self::Ambiguous { place, .. } => place,
        }
    }

    /// The same error under the name by which the caller knows the file.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        match &mut self {
            Self::Unreadable { place, .. }
            | Self::Unwritable { place, .. }
            | Self::Missing { place, .. }
            | Self::Malformed { place, .. }
            | Self::TooLarge { place, .. }
            | Self::Ambiguous { place, .. } => place.file = file.into(),
        }
        self
    }
}

impl Place {
    pub(crate) fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: None }
    }

    pub(crate) fn line(file: impl Into<String>, line: u64) -> Self {
        Self { file: file.into(), line: Some(line) }
    }

    pub(crate) fn malformed(self, reason: impl Into<String>) -> FormatError {
        FormatError::Malformed { place: self, reason: reason.into() }
    }

    pub(crate) fn too_large(self, reason: impl Into<String>) -> FormatError {
        FormatError::TooLarge { place: self, reason: reason.into() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}, line {line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

/// A value from a file as it is shown in a message: short, on one line.
pub(crate) fn shown(value: &str) -> String {
    const MAX_SHOWN_CHARS: usize = 60;
    let mut text: String = value.chars().take(MAX_SHOWN_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.chars().count() > MAX_SHOWN_CHARS {
        text.push('…');
    }
    text
}
