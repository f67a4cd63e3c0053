//! summary.csv: a key and a value per line; what the conversation is called, and counts to check against.

use super::SUMMARY;
use crate::{FormatError, Place, neutral::Texts};
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
}

pub(super) fn parse(bytes: &[u8], texts: Texts) -> Result<Summary, FormatError> {
    if bytes.len() > MAX_BYTES {
        return Err(Place::file(SUMMARY).too_large(format!("has more than {MAX_BYTES} bytes")));
    }
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = ByteRecord::new();
    let mut summary = Summary::default();
    while reader.read_byte_record(&mut record).map_err(|error| Place::file(SUMMARY).malformed(error.to_string()))? {
        let place = Place::line(SUMMARY, record.position().map_or(1, csv::Position::line));
        let mut fields = Vec::with_capacity(record.len());
        for field in &record {
            let text = std::str::from_utf8(field).ok().filter(|text| !text.contains('\0'));
            fields.push(text.ok_or_else(|| place.clone().malformed("is not UTF-8 text; save the file as UTF-8"))?);
        }
        let Some((key, values)) = fields.split_first() else { continue };
        let value = values.join(",");
        summary.take(key.trim_start_matches('\u{feff}').trim(), texts.read(&value).trim(), &place)?;
    }
    Ok(summary)
}

impl Summary {
    fn take(&mut self, key: &str, value: &str, place: &Place) -> Result<(), FormatError> {
        let number = || {
            let wrong = || place.clone().malformed(format!("`{key}` is `{}`, not a count", crate::error::shown(value)));
            value.parse::<u64>().map_err(|_| wrong())
        };
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
