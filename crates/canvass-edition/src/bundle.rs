//! The bundle of an edition: one file with everything that is published of it, in one canonical form.
//!
//! Whatever is not byte for byte what writing it again gives is refused: an edition has one form, and a changed byte
//! is noticed before anything is computed. Nothing here checks a hash or a signature.

use crate::Quoted;
use canvass_domain::{OptionId, StatementId};
use canvass_results::canonical_json;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Name and version of the file.
pub const SCHEMA: &str = "canvass.bundle/1";
/// Largest bundle, in bytes.
pub const MAX_BYTES: usize = 1 << 30;

/// Why bytes are no bundle that this program reads.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("bundle: {reason}")]
pub struct NotABundle {
    reason: String,
}

impl NotABundle {
    fn because(reason: String) -> Self {
        Self { reason }
    }
}

/// Everything that is published of an edition.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// [`SCHEMA`].
    pub schema: String,
    /// The edition, `canvass.edition/1`.
    pub edition: Value,
    /// What vouches for it.
    pub signature: Signature,
    /// Words of quotes by number; a withdrawn one is not there.
    pub quotes: BTreeMap<u32, QuoteText>,
    /// Who voted how.
    pub votes: Votes,
    /// The whole log, in a bundle that is not public.
    #[serde(default)]
    pub record: Option<Record>,
}

/// A signature over the canonical form of the edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// `Ed25519`.
    pub algorithm: String,
    /// SHA-256 of what is signed, in hexadecimal.
    pub hash: String,
    /// The public key, in hexadecimal.
    pub key: String,
    /// The signature, in hexadecimal.
    pub value: String,
}

/// What can be deleted of a quote, with the salt that is hashed before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteText {
    /// In hexadecimal.
    pub salt: String,
    /// The words, and what stands beside them.
    pub quoted: Quoted,
}

/// Who voted how, under names that mean nothing outside of this edition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Votes {
    /// One row a person, ascending by id.
    pub rows: Vec<VoteRow>,
}

/// One person's answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoteRow {
    /// Random to the edition.
    pub id: String,
    /// The group they are in.
    pub group: Option<u8>,
    /// Options chosen, ascending.
    pub options: Vec<OptionId>,
    /// Statements agreed with, ascending.
    pub agree: Vec<StatementId>,
    /// Statements disagreed with.
    pub disagree: Vec<StatementId>,
    /// Statements they were unsure of.
    pub unsure: Vec<StatementId>,
    /// Statements passed by.
    pub skipped: Vec<StatementId>,
    /// Marks that say how their answers came, each by its word; where it may be told. A mark that few have is `other`.
    #[serde(default)]
    pub marks: Vec<String>,
}

/// The whole log: what the public bundle has no place for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Makes its hash say nothing of it, in hexadecimal.
    pub salt: String,
    /// The log: seq, time, kind, participant, object, value, version; -1 where there is none.
    pub events: Vec<[i64; 7]>,
    /// What people said of themselves or took back: time, attribute's place, option, participant or -1. It is hashed
    /// apart, since it is left out once somebody takes back what they said.
    pub said: Vec<[i64; 4]>,
    /// The participant behind each row of the votes, in their order.
    pub rows: Vec<u32>,
}

/// Reads a bundle.
///
/// # Errors
/// Where it is longer than [`MAX_BYTES`], not a bundle, or not in its canonical form.
pub fn read(bytes: &[u8]) -> Result<Bundle, NotABundle> {
    if bytes.len() > MAX_BYTES {
        return Err(NotABundle::because(format!("has {} bytes; a bundle has at most {MAX_BYTES}", bytes.len())));
    }
    let bundle: Bundle =
        serde_json::from_slice(bytes).map_err(|error| NotABundle::because(format!("is no bundle: {error}")))?;
    if bundle.schema != SCHEMA {
        let kind = format!("is of the kind `{}`; this program reads `{SCHEMA}`", bundle.schema);
        return Err(NotABundle::because(kind));
    }
    let again = write(&bundle).map_err(|error| NotABundle::because(error.to_string()))?;
    if again.as_bytes() != bytes {
        let at = again.bytes().zip(bytes).position(|(a, b)| a != *b).unwrap_or(again.len().min(bytes.len()));
        let problem = format!("is not in its canonical form: byte {at} is not what writing it again gives");
        return Err(NotABundle::because(problem));
    }
    Ok(bundle)
}

/// The edition in a bundle of any form, also of one that [`read`] refuses; nothing where there is none.
#[must_use]
pub fn edition_in(bytes: &[u8]) -> Option<Value> {
    #[derive(Deserialize)]
    struct Peek {
        edition: Value,
    }
    let within_bounds = bytes.get(..bytes.len().min(MAX_BYTES))?;
    serde_json::from_slice(within_bounds).ok().map(|Peek { edition }| edition)
}

/// Writes a bundle in its canonical form.
///
/// # Errors
/// When the edition holds a number that has none.
pub fn write(bundle: &Bundle) -> Result<String, canvass_results::NotCanonical> {
    let quotes: BTreeMap<String, &QuoteText> =
        bundle.quotes.iter().map(|(number, text)| (number.to_string(), text)).collect();
    let record = bundle.record.as_ref().map(Record::canonical);
    let parts = Parts {
        edition: &canonical_json(&bundle.edition)?,
        quotes: &canonical_json(&serde_json::json!(quotes))?,
        record: record.as_deref(),
        signature: &bundle.signature,
        votes: &bundle.votes.canonical(),
    };
    parts.join()
}

/// The parts of a bundle, each in its canonical form.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// The edition.
    pub edition: &'a str,
    /// The words of its quotes.
    pub quotes: &'a str,
    /// The whole log, where it is not public.
    pub record: Option<&'a str>,
    /// What vouches for it.
    pub signature: &'a Signature,
    /// The votes.
    pub votes: &'a str,
}

impl Parts<'_> {
    /// The bundle of these parts.
    ///
    /// # Errors
    /// Never in practice: a signature is plain text.
    pub fn join(&self) -> Result<String, canvass_results::NotCanonical> {
        let signature = canonical_json(&serde_json::json!(self.signature))?;
        let record = self.record.map(|record| format!("\"record\":{record},")).unwrap_or_default();
        let Self { edition, quotes, votes, .. } = self;
        Ok(format!(
            "{{\"edition\":{edition},\"quotes\":{quotes},{record}\"schema\":\"{SCHEMA}\",\"signature\":{signature},\
             \"votes\":{votes}}}"
        ))
    }
}

impl Votes {
    /// Their canonical form.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut out = String::from("{\"rows\":[");
        for (n, row) in self.rows.iter().enumerate() {
            out.push_str(if n == 0 { "{" } else { ",{" });
            list(&mut out, "agree", row.agree.iter().map(|id| i64::from(id.0)));
            list(&mut out, ",disagree", row.disagree.iter().map(|id| i64::from(id.0)));
            match row.group {
                Some(group) => put(&mut out, format_args!(",\"group\":{group}")),
                None => out.push_str(",\"group\":null"),
            }
            put(&mut out, format_args!(",\"id\":{}", Value::from(row.id.as_str())));
            if !row.marks.is_empty() {
                put(&mut out, format_args!(",\"marks\":{}", Value::from(row.marks.clone())));
            }
            list(&mut out, ",options", row.options.iter().map(|id| i64::from(id.0)));
            list(&mut out, ",skipped", row.skipped.iter().map(|id| i64::from(id.0)));
            list(&mut out, ",unsure", row.unsure.iter().map(|id| i64::from(id.0)));
            out.push('}');
        }
        out.push_str("]}");
        out
    }
}

impl Record {
    /// What is hashed of what people said of themselves.
    #[must_use]
    pub fn canonical_said(salt: &str, said: &[[i64; 4]]) -> String {
        let mut out = format!("{salt}\n");
        rows(&mut out, said);
        out
    }

    /// The canonical form of a record without what people said of themselves, with it.
    #[must_use]
    pub fn with_said(record: &str, said: &[[i64; 4]]) -> String {
        let mut text = String::from("\"said\":[");
        rows(&mut text, said);
        text.push(']');
        record.replacen("\"said\":[]", &text, 1)
    }

    /// Its canonical form.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut out = String::from("{");
        out.push_str("\"events\":[");
        rows(&mut out, &self.events);
        list(&mut out, "],rows", self.rows.iter().map(|row| i64::from(*row)));
        out.push_str(",\"said\":[");
        rows(&mut out, &self.said);
        put(&mut out, format_args!("],\"salt\":{}}}", Value::from(self.salt.as_str())));
        out
    }
}

/// A key and the numbers under it; what stands before the key is punctuation.
fn list(out: &mut String, key: &str, numbers: impl Iterator<Item = i64>) {
    let name = key.trim_start_matches([',', ']']);
    let lead = key.strip_suffix(name).unwrap_or_default();
    let lead = if lead == "]" { "]," } else { lead };
    put(out, format_args!("{lead}\"{name}\":["));
    for (n, number) in numbers.enumerate() {
        put(out, format_args!("{}{number}", if n == 0 { "" } else { "," }));
    }
    out.push(']');
}

fn rows<const N: usize>(out: &mut String, rows: &[[i64; N]]) {
    for (n, row) in rows.iter().enumerate() {
        out.push_str(if n == 0 { "[" } else { ",[" });
        for (m, number) in row.iter().enumerate() {
            put(out, format_args!("{}{number}", if m == 0 { "" } else { "," }));
        }
        out.push(']');
    }
}

fn put(out: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(what);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn bundle() -> Bundle {
        let signature = ["algorithm", "hash", "key", "value"].map(str::to_owned);
        let [algorithm, hash, key, value] = signature;
        let row = |id: &str, group| VoteRow {
            id: id.to_owned(),
            group,
            options: vec![OptionId(2)],
            agree: vec![StatementId(1), StatementId(10)],
            unsure: vec![StatementId(3)],
            ..VoteRow::default()
        };
        Bundle {
            schema: SCHEMA.to_owned(),
            edition: json!({"b": [1, 0.5], "a": "é\n"}),
            signature: Signature { algorithm, hash, key, value },
            quotes: [(2, "two"), (10, "ten")]
                .map(|(n, text)| {
                    let quoted = Quoted { text: text.to_owned(), ..Quoted::default() };
                    (n, QuoteText { salt: "0f".to_owned(), quoted })
                })
                .into(),
            votes: Votes { rows: vec![row("a", Some(0)), row("b", None)] },
            record: None,
        }
    }

    fn record() -> Record {
        Record {
            salt: "0f".to_owned(),
            events: vec![[1, 2, 3, -1, 5, 6, 7]; 2],
            said: vec![[1, 0, 2, -1]],
            rows: vec![7, 3],
        }
    }

    #[test]
    fn a_bundle_has_one_form_and_is_read_back_from_it() {
        for bundle in [bundle(), Bundle { record: Some(record()), ..bundle() }] {
            let text = write(&bundle).unwrap();
            assert_eq!(read(text.as_bytes()).unwrap(), bundle);
            let value: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(canonical_json(&value).unwrap(), text, "RFC 8785, all of it");
        }
    }

    #[test]
    fn any_other_byte_is_refused() {
        let text = write(&Bundle { record: Some(record()), ..bundle() }).unwrap();
        let check = |bytes: &[u8]| assert!(read(bytes).is_err(), "{}", String::from_utf8_lossy(bytes));
        check(format!("{text}\n").as_bytes());
        check(format!(" {text}").as_bytes());
        check(text.replacen(":[1,10]", ":[1, 10]", 1).as_bytes());
        check(text.replacen("\"group\":null", "\"group\":-0", 1).as_bytes());
        check(text.replacen("canvass.bundle/1", "canvass.bundle/2", 1).as_bytes());
        check(text.replacen("\"rows\":[7,3],", "\"rows\":[7,3],\"more\":1,", 1).as_bytes());
        check(&text.as_bytes()[..text.len() - 1]);
        // Whatever byte is cut out, what is left is no bundle, or another one.
        for at in 0..text.len() {
            let mut cut = text.as_bytes().to_vec();
            cut.remove(at);
            if let Ok(other) = read(&cut) {
                assert_ne!(write(&other).unwrap(), text);
            }
        }
    }
}
