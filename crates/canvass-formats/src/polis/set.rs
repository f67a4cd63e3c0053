//! Which file of a folder is which: by its name, or by how a longer name ends, in capitals or not.
//!
//! Polis hands files out as `2025-08-29-0002-CONVERSATION-votes.csv`. A folder holds one set: two files that could be
//! the same one, or files of two conversations, are refused, never chosen between.

use super::{COMMENTS, Finding, PARTICIPANTS, SUMMARY, VOTES, finding::listed};
use crate::{FormatError, Place, error::shown};
use std::collections::BTreeMap;

/// Every name that Polis gives a file. Longer ones first: `participant-votes.csv` ends as `votes.csv` does.
const KNOWN: [&str; 7] =
    [PARTICIPANTS[0], PARTICIPANTS[1], "comment-groups.csv", "stats-history.csv", COMMENTS, VOTES, SUMMARY];

/// The files of a set, each with the name it has and with where it is.
pub(super) struct Set<F> {
    files: BTreeMap<&'static str, (String, F)>,
}

/// The usual name of a file, and what stands before it in the one it has.
pub(super) fn usual_name(name: &str) -> Option<(&'static str, String)> {
    let lower = name.to_ascii_lowercase();
    KNOWN.into_iter().find_map(|known| {
        let before = lower.strip_suffix(known)?;
        let is_known = before.is_empty() || (before.ends_with('-') && !before.starts_with('.'));
        is_known.then(|| (known, before.trim_end_matches('-').to_owned()))
    })
}

impl<F> Set<F> {
    /// Sorts the files of one folder.
    ///
    /// # Errors
    /// When two of them are the same one, or they are of two conversations.
    pub(super) fn of(place: &str, files: impl IntoIterator<Item = (String, F)>) -> Result<Self, FormatError> {
        let mut set = Self { files: BTreeMap::new() };
        let mut conversation: Option<(String, String)> = None;
        let mut files: Vec<(String, F)> = files.into_iter().collect();
        files.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (name, file) in files {
            let Some((usual, before)) = usual_name(&name) else { continue };
            if let Some((other, _)) = set.files.get(usual) {
                return Err(two(place, other, &name, &format!("both are `{usual}`")));
            }
            let of = conversation_of(&before).to_owned();
            match &conversation {
                Some((known, other)) if !of.is_empty() && *known != of => {
                    return Err(two(place, other, &name, "they are of two conversations"));
                }
                None if !of.is_empty() => conversation = Some((of, name.clone())),
                _ => {}
            }
            set.files.insert(usual, (name, file));
        }
        Ok(set)
    }

    /// The file of that usual name, with the name it has.
    pub(super) fn take(&mut self, usual: &str) -> Option<(String, F)> {
        self.files.remove(usual)
    }

    /// Whether there is a file of that usual name.
    pub(super) fn has(&self, usual: &str) -> bool {
        self.files.contains_key(usual)
    }

    /// That files have longer names than usual, where they do.
    pub(super) fn finding(&self) -> Option<Finding> {
        let read = |usual: &&'static str| [COMMENTS, VOTES, SUMMARY].contains(usual) || PARTICIPANTS.contains(usual);
        let renamed = self.files.iter().filter(|(usual, (name, _))| read(usual) && name != *usual);
        let renamed: Vec<String> = renamed.map(|(usual, (name, _))| format!("`{}` as {usual}", shown(name))).collect();
        (!renamed.is_empty())
            .then(|| Finding::new(format!("Files were read by how their names end: {}.", listed(&renamed))))
    }
}

/// The conversation in what stands before a usual name: what is left without the minute in which Polis made the file.
fn conversation_of(before: &str) -> &str {
    let Some((minute, rest)) = before.split_at_checked(15) else { return before };
    let is_minute = minute.bytes().zip(*b"0000-00-00-0000").all(|(byte, form)| match form {
        b'0' => byte.is_ascii_digit(),
        _ => byte == b'-',
    });
    match rest.strip_prefix('-') {
        Some(rest) if is_minute => rest,
        None if is_minute && rest.is_empty() => rest,
        _ => before,
    }
}

fn two(place: &str, one: &str, other: &str, why: &str) -> FormatError {
    let (one, other) = (shown(one), shown(other));
    let reason =
        format!("there are two sets of files: `{one}` and `{other}`, {why}; keep one set in a folder of its own");
    FormatError::Ambiguous { place: Place::file(place), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> Result<Vec<&'static str>, String> {
        let set = Set::of("folder", names.iter().map(|name| ((*name).to_owned(), ())));
        set.map(|set| set.files.into_keys().collect()).map_err(|error| error.to_string())
    }

    #[test]
    fn files_are_known_by_how_their_names_end() {
        let check =
            |name, expected: Option<&str>| assert_eq!(usual_name(name).map(|(usual, _)| usual), expected, "{name}");
        check("2025-08-29-0002-2example-votes.csv", Some(VOTES));
        check("2025-08-29-0002-2example-participant-votes.csv", Some(PARTICIPANTS[1]));
        check("Participants-Votes.CSV", Some(PARTICIPANTS[0]));
        check("2025-08-29-0002-2example-comment-groups.csv", Some("comment-groups.csv"));
        for other in ["upvotes.csv", "votes.csv.bak", "._comments.csv", ".x-votes.csv", "~$comments.csv", "votes.txt"] {
            check(other, None);
        }
    }

    #[test]
    fn a_folder_holds_one_set() {
        assert_eq!(
            set(&["2025-08-29-0002-2ex-votes.csv", "2025-08-30-1130-2ex-comments.csv", "Summary.csv"]).unwrap().len(),
            3
        );
        let check = |names: &[&str], expected: &str| {
            let told = set(names).unwrap_err();
            assert!(told.contains(expected) && names.iter().all(|name| told.contains(name)), "{told}");
        };
        check(&["votes.csv", "Votes.csv"], "both are `votes.csv`");
        check(&["2025-08-29-0002-2ex-votes.csv", "2025-08-30-0002-2ex-votes.csv"], "both are");
        check(&["2025-08-29-0002-2ex-votes.csv", "2025-08-29-0002-3ex-comments.csv"], "two conversations");
    }
}
