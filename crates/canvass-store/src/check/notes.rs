//! What an examination found.

use std::fmt;

/// Most findings told of; further ones are counted.
const MAX_TOLD: usize = 1_000;

/// Something wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Slug of the conversation, where it is in one.
    pub conversation: Option<String>,
    /// The table.
    pub table: String,
    /// Which row.
    pub row: String,
    /// What is wrong with it.
    pub what: String,
    /// Whether rebuilding makes it good.
    pub mending: Mending,
}

/// What makes a finding good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mending {
    /// Making anew what follows from the log.
    Rebuild,
    /// A backup, if anything.
    Nothing,
}

/// What a search came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examined {
    /// What is wrong, as far as it is told.
    pub findings: Vec<Finding>,
    /// How many more things are wrong.
    pub n_more: usize,
    /// Rows looked at, by table.
    pub n_rows: Vec<(String, u64)>,
}

/// Findings of one conversation, or of none, on their way to all others.
pub(crate) struct Notes<'e> {
    pub all: &'e mut Examined,
    pub conversation: Option<&'e str>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { conversation, table, row, what, mending } = self;
        let conversation = conversation.as_deref().unwrap_or("-");
        let mended = match mending {
            Mending::Rebuild => "`doctor --rebuild` mends it",
            Mending::Nothing => "`doctor --rebuild` does not mend it",
        };
        write!(f, "{conversation}: {table}: {row}: {what}; {mended}")
    }
}

impl Notes<'_> {
    pub(crate) fn add(&mut self, mending: Mending, table: &str, row: impl fmt::Display, what: impl fmt::Display) {
        if self.all.findings.len() >= MAX_TOLD {
            self.all.n_more += 1;
            return;
        }
        self.all.findings.push(Finding {
            conversation: self.conversation.map(str::to_owned),
            table: table.to_owned(),
            row: row.to_string(),
            what: what.to_string(),
            mending,
        });
    }
}
