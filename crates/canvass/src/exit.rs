//! How a command ended, as an exit code.

use canvass_app::{AppError, StoreError};
use canvass_words::legible::for_terminal;
use std::process::ExitCode;

/// Why a command was not carried out.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    cause: anyhow::Error,
}

/// What a command gives.
pub(crate) type Done = Result<(), Failure>;

/// The documented exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The command line makes no sense.
    Usage = 2,
    /// A file or folder is not what it must be.
    BadInput = 3,
    /// The database failed.
    Storage = 4,
    /// It may not be done now.
    Refused = 5,
}

impl Kind {
    const fn code(self) -> u8 {
        self as u8
    }
}

impl Failure {
    /// A failure of a kind.
    pub(crate) fn new(kind: Kind, cause: impl Into<anyhow::Error>) -> Self {
        Self { code: kind.code(), cause: cause.into() }
    }

    /// A refusal in plain words.
    pub(crate) fn refused(why: impl std::fmt::Display) -> Self {
        Self::new(Kind::Refused, anyhow::anyhow!("{why}"))
    }

    /// A check that did not hold, with the code of what is wrong.
    pub(crate) fn verification(code: u8, why: impl std::fmt::Display) -> Self {
        Self { code, cause: anyhow::anyhow!("{why}") }
    }

    /// Bad input in plain words.
    pub(crate) fn bad_input(why: impl std::fmt::Display) -> Self {
        Self::new(Kind::BadInput, anyhow::anyhow!("{why}"))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let kind = match error {
            StoreError::Locked { .. } | StoreError::SlugTaken(_) | StoreError::NotEmpty { .. } => Kind::Refused,
            StoreError::BadBackup { .. } => Kind::BadInput,
            _ => Kind::Storage,
        };
        if error.is_out_of_room() {
            let why = "there is no room left on the disk of the data, or the disk fails";
            return Self::new(kind, anyhow::Error::new(error).context(why));
        }
        Self::new(kind, error)
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            AppError::Store(error) => error.into(),
            AppError::Broken(_) | AppError::Storage | AppError::NoRoom | AppError::Busy => {
                Self::new(Kind::Storage, error)
            }
            AppError::Instrument(_) => Self::new(Kind::BadInput, error),
            _ => Self::new(Kind::Refused, error),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new(Kind::Storage, error)
    }
}

impl From<getrandom::Error> for Failure {
    fn from(error: getrandom::Error) -> Self {
        Self::new(Kind::Storage, error)
    }
}

/// Says on stderr what went wrong, and gives the exit code.
#[expect(clippy::print_stderr, reason = "this is where a command's failure is told")]
pub(crate) fn report(done: Done) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {}", for_terminal(&in_words(&failure.cause)));
            ExitCode::from(failure.code)
        }
    }
}

/// The error and its causes, each said once: many an error says its cause's words itself.
fn in_words(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if said.is_empty() {
            said = cause;
        } else if !said.contains(&cause) {
            said = format!("{said}: {cause}");
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cause_is_said_once() {
        let file = |source| StoreError::File { path: "data".to_owned(), source };
        let error = anyhow::Error::from(file(std::io::Error::other("the disk is gone")));
        assert_eq!(in_words(&error), "`data`: the disk is gone");
        assert_eq!(in_words(&error.context("opening")), "opening: `data`: the disk is gone");
    }
}
