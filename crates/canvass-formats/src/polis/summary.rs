//! summary.csv: a key and a value per line; what the conversation is called, and counts to check against.

use super::SUMMARY;
use crate::{
    FormatError, Place, encoding,
    lenient::{Lenient, SEPARATORS},
    neutral::Texts,
};
use canvass_domain::Provenance;
use csv::{ByteRecord, ReaderBuilder};

/// The key that says that answers are synthetic; Polis has none for that.
pub(super) const PROVENANCE: &str = "provenance";

const MAX_BYTES: usize = 1_000_000;

/// What the summary says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    pub(super) topic: String,
    pub(super) description: String,
    pub(super) url: String,
    pub(super) n_voters: Option<u64>,
    pub(super) n_comments: Option<u64>,
    /// A key of our own, beside those of Polis.
    pub(super) is_synthetic: bool,
    /// Keys whose count is empty.
    pub(super) empty: Vec<String>,
    /// How it was read although it is not quite as Polis writes it.
    pub(super) lenient: Option<Lenient>,
}

/// The keys that Polis writes.
const KEYS: [&str; 9] = [
    "topic",
    "url",
    "views",
    "voters",
    "voters-in-conv",
    "commenters",
    "comments",
    "groups",
    "conversation-description",
];

pub(super) fn parse(bytes: &[u8], texts: Texts) -> Result<Summary, FormatError> {
    if bytes.len() > MAX_BYTES {
        return Err(Place::file(SUMMARY).too_large(format!("has more than {MAX_BYTES} bytes")));
    }
    let mut lenient = Lenient::new(SUMMARY);
    lenient.is_converted = encoding::is_wide(bytes);
    let bytes = encoding::decode(SUMMARY, bytes)?;
    let separator = separator(&bytes);
    lenient.separator = separator;
    let mut builder = ReaderBuilder::new();
    let mut reader = builder.has_headers(false).flexible(true).delimiter(separator).from_reader(&*bytes);
    let mut record = ByteRecord::new();
    let mut summary = Summary::default();
    while reader.read_byte_record(&mut record).map_err(|error| Place::file(SUMMARY).malformed(error.to_string()))? {
        let place = Place::line(SUMMARY, record.position().map_or(1, csv::Position::line));
        let mut fields = Vec::with_capacity(record.len());
        for field in &record {
            let text = std::str::from_utf8(field).ok().filter(|text| !text.contains('\0'));
            fields.push(text.ok_or_else(|| place.clone().malformed("holds a NUL character"))?);
        }
        // Spreadsheets fill every row up to the longest one.
        let n_before = fields.len();
        while fields.len() > 2 && fields.last().is_some_and(|field| field.trim().is_empty()) {
            fields.pop();
        }
        lenient.n_long_rows.set(lenient.n_long_rows.get() + u64::from(fields.len() < n_before));
        let Some((key, values)) = fields.split_first() else { continue };
        let value = values.join(char::from(separator).encode_utf8(&mut [0; 4]));
        let usual = key.trim().to_ascii_lowercase();
        if KEYS.contains(&usual.as_str()) && usual != key.trim() {
            lenient.renamed(key.trim(), &usual);
        }
        summary.take(&usual, texts.read(&value).trim(), &place, &lenient)?;
    }
    summary.lenient = Some(lenient);
    Ok(summary)
}

/// What stands after the keys: of comma, semicolon and tab the one that most lines have there.
fn separator(bytes: &[u8]) -> u8 {
    let follows_key = |line: &[u8], separator: u8| {
        let key = line.split(|byte| *byte == separator).next().unwrap_or_default();
        let key = key.trim_ascii().to_ascii_lowercase();
        KEYS.iter().any(|known| known.as_bytes() == key && key.len() < line.len())
    };
    let lines = |separator| bytes.split(|byte| *byte == b'\n').filter(|line| follows_key(line, separator)).count();
    SEPARATORS.into_iter().max_by_key(|separator| lines(*separator)).unwrap_or(b',')
}

impl Summary {
    fn take(&mut self, key: &str, value: &str, place: &Place, lenient: &Lenient) -> Result<(), FormatError> {
        let number = || {
            let wrong = || place.clone().malformed(format!("`{key}` is `{}`, not a count", crate::error::shown(value)));
            let whole = || lenient.whole(value)?.parse().ok();
            value.parse::<u64>().ok().or_else(whole).ok_or_else(wrong)
        };
        if matches!(key, "voters" | "comments") && value.is_empty() {
            self.empty.push(key.to_owned());
            return Ok(());
        }
        match key {
            "topic" => value.clone_into(&mut self.topic),
            "url" => value.clone_into(&mut self.url),
            "conversation-description" => value.clone_into(&mut self.description),
            "voters" => self.n_voters = Some(number()?),
            PROVENANCE => self.is_synthetic = value == Provenance::Synthetic.word(),
            "comments" => self.n_comments = Some(number()?),
            _ => {}
        }
        Ok(())
    }
}
