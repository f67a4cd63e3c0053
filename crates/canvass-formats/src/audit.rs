//! The audit log as CSV for people, line by line.
//!
//! What staff typed can stand in it (addresses, names of rules), so that a spreadsheet is kept from taking any of it
//! for a formula.

use crate::neutral::neutralise;
use canvass_domain::Millis;

/// The first line.
pub const HEADER: &str = "number,at,who,act,conversation,object,detail\r\n";
/// Stands for whoever runs the command line.
const COMMAND_LINE: &str = "command line";

/// One line of the audit log.
#[derive(Clone, Copy, Debug, Default)]
pub struct Line<'a> {
    /// Its number.
    pub number: i64,
    /// When.
    pub at_ms: Millis,
    /// The address of who did it; nothing where it was done on the command line.
    pub who: Option<&'a str>,
    /// What they did.
    pub act: &'a str,
    /// The conversation it was about.
    pub conversation: Option<&'a str>,
    /// What it was done to.
    pub object: Option<&'a str>,
    /// More of it.
    pub detail: Option<&'a str>,
}

impl Line<'_> {
    /// The line as CSV, with its end.
    #[must_use]
    pub fn csv(&self) -> String {
        let at = jiff::Timestamp::from_millisecond(self.at_ms).map(|at| at.to_string()).unwrap_or_default();
        let texts =
            [Some(self.who.unwrap_or(COMMAND_LINE)), Some(self.act), self.conversation, self.object, self.detail];
        let texts = texts.map(|text| neutralise(text.unwrap_or_default()).into_owned());
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        // Neither can fail: it is written to memory.
        let _ = writer.write_record([self.number.to_string(), at].into_iter().chain(texts));
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_safe_in_a_spreadsheet() {
        let line = Line {
            number: 7,
            at_ms: 1_736_182_800_123,
            who: Some("=cmd|' /c calc'!a0@example.org"),
            act: "decide",
            conversation: Some("bridge"),
            object: Some("comment:4"),
            detail: Some("names, \"somebody\""),
        };
        let expected = "7,2025-01-06T17:00:00.123Z,'=cmd|' /c calc'!a0@example.org,decide,bridge,comment:4,\
                        \"names, \"\"somebody\"\"\"\r\n";
        assert_eq!(line.csv(), expected);
        let bare = Line { number: 8, act: "create", ..Line::default() };
        assert_eq!(bare.csv(), "8,1970-01-01T00:00:00Z,command line,create,,,\r\n");
        assert_eq!(HEADER.split(',').count(), bare.csv().split(',').count());
    }
}
