//! Comments published elsewhere, as a table: what was said under an older story, to be quoted as such.
//!
//! Words are taken byte for byte. Nothing is guessed: a row without a source, a day or an address is refused, since
//! nobody could look it up.

use crate::{FormatError, Place, encoding, lenient::separator_of};
use canvass_words::{Lines, legible};

/// Most rows.
pub const MAX_ROWS: usize = 2_000;
/// Largest file, in bytes.
pub const MAX_BYTES: usize = 4_000_000;

const MAX_TEXT_CHARS: usize = 4_000;
const MAX_LINE_CHARS: usize = 300;
const FILE: &str = "comments";
const NEEDED: [&str; 4] = ["text", "source", "date", "url"];

/// One comment published elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedComment {
    /// Its words, to the byte.
    pub text: String,
    /// Publication and story.
    pub source: String,
    /// Day of publication, `2025-01-07`.
    pub day: String,
    /// Its address.
    pub url: String,
    /// The name shown there.
    pub name: Option<String>,
    /// The place shown there.
    pub place: Option<String>,
}

/// Reads a table with the columns `text`, `source`, `date` and `url`, and perhaps `name` and `place`, in any order.
///
/// # Errors
/// What is wrong, with its line: a missing column or value, a day or an address that is none, too much of something.
pub fn read_published_comments(csv: &[u8]) -> Result<Vec<PublishedComment>, FormatError> {
    let file = || Place::file(FILE);
    if csv.len() > MAX_BYTES {
        return Err(file().too_large(format!("has {} bytes; at most {MAX_BYTES} are read", csv.len())));
    }
    let csv = encoding::decode(FILE, csv)?;
    let first_line = csv.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let mut builder = csv::ReaderBuilder::new();
    let builder = builder.flexible(false).delimiter(separator_of(first_line));
    let mut reader = builder.from_reader(&*csv);
    let headers = reader.headers().map_err(|error| malformed(&error))?.clone();
    let column = |name: &str| headers.iter().position(|header| header.trim().eq_ignore_ascii_case(name));
    if let Some(missing) = NEEDED.into_iter().find(|name| column(name).is_none()) {
        return Err(Place::line(FILE, 1).malformed(format!(
            "the column `{missing}` is missing: the first line names the columns text, source, date and url"
        )));
    }
    let mut comments: Vec<PublishedComment> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| malformed(&error))?;
        let line = record.position().map_or(1, csv::Position::line);
        if record.iter().all(|value| value.trim().is_empty()) {
            continue;
        }
        let value = |name: &str| column(name).and_then(|place| record.get(place)).unwrap_or_default();
        let comment = read_row(line, &value)?;
        let is_there = comments.iter().any(|known| (&known.text, &known.url) == (&comment.text, &comment.url));
        if !is_there {
            comments.push(comment);
        }
        if comments.len() > MAX_ROWS {
            return Err(Place::line(FILE, line).too_large(format!("there are more than {MAX_ROWS} comments")));
        }
    }
    Ok(comments)
}

fn read_row<'v>(line: u64, value: &impl Fn(&str) -> &'v str) -> Result<PublishedComment, FormatError> {
    let wrong = |why: String| Place::line(FILE, line).malformed(why);
    let needed = |name: &str, max_chars: usize| {
        let text = value(name);
        match text.chars().count() {
            _ if text.trim().is_empty() => Err(wrong(format!("`{name}` is empty"))),
            n if n > max_chars => Err(wrong(format!("`{name}` has {n} characters, at most {max_chars} are allowed"))),
            _ => {
                let lines = if name == "text" { Lines::Many } else { Lines::One };
                legible::check(text.trim(), lines).map_err(|why| wrong(format!("`{name}` {why}")))?;
                Ok(text.to_owned())
            }
        }
    };
    let optional = |name: &str| match value(name).trim() {
        "" => Ok(None),
        _ => needed(name, MAX_LINE_CHARS).map(|text| Some(legible::without_direction(text.trim()))),
    };
    let day = value("date").trim();
    let day: jiff::civil::Date = day
        .get(..10)
        .and_then(|day| day.parse().ok())
        .filter(|day: &jiff::civil::Date| (1970..=2200).contains(&day.year()))
        .ok_or_else(|| wrong(format!("`date` is `{}`; use a day such as 2025-01-07", shown(day))))?;
    let url = value("url").trim();
    let is_address = (url.starts_with("https://") || url.starts_with("http://"))
        && !url.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>'));
    if !is_address || url.len() > 2_000 {
        return Err(wrong(format!("`url` is `{}`; use a web address that starts with https://", shown(url))));
    }
    Ok(PublishedComment {
        text: needed("text", MAX_TEXT_CHARS)?,
        source: needed("source", MAX_LINE_CHARS)?.trim().to_owned(),
        day: day.to_string(),
        url: url.to_owned(),
        name: optional("name")?,
        place: optional("place")?,
    })
}

fn malformed(error: &csv::Error) -> FormatError {
    let line = error.position().map_or(1, csv::Position::line);
    Place::line(FILE, line).malformed(format!("this is not CSV: {error}"))
}

fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "Text,source,date,url,name\n";

    #[test]
    fn words_are_taken_to_the_byte_and_rows_once() {
        let csv = format!(
            "\u{feff}{HEAD}\"  Two\nlines. \",\"The Paper, Old story\",2024-11-05T10:00:00Z,https://paper.example/1,Ada\n,,,,\n\
             \"  Two\nlines. \",\"The Paper, Old story\",2024-11-05,https://paper.example/1,Ada\n"
        );
        let found = read_published_comments(csv.as_bytes()).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].text.as_str(), found[0].day.as_str()), ("  Two\nlines. ", "2024-11-05"));
        assert_eq!((found[0].name.as_deref(), found[0].place.as_deref()), (Some("Ada"), None));
    }

    #[test]
    fn what_nobody_could_look_up_is_refused_with_its_line() {
        let check = |csv: &str, expected: &[&str]| {
            let error = read_published_comments(csv.as_bytes()).unwrap_err().to_string();
            assert!(expected.iter().all(|part| error.contains(part)), "{error}");
        };
        check("text,source,date\n", &["line 1", "`url` is missing"]);
        let row = |row: &str| format!("{HEAD}{row}\n");
        check(&row(",S,2024-11-05,https://a.example,"), &["line 2", "`text` is empty"]);
        check(&row("T,,2024-11-05,https://a.example,"), &["`source` is empty"]);
        check(&row("T,S,5 November,https://a.example,"), &["`date` is `5 November`", "2025-01-07"]);
        check(&row("T,S,2024-11-05,javascript:x,"), &["`url` is `javascript:x`"]);
        check(&row("T,S,2024-11-05"), &["line 2", "not CSV"]);
        check(&row(&format!("{},S,2024-11-05,https://a.example,", "x".repeat(4_001))), &["4001 characters"]);
        let many = "T{n},S,2024-11-05,https://a.example,\n".repeat(2);
        assert!(read_published_comments(format!("{HEAD}{many}").as_bytes()).is_ok());
        let many: String = (0..2_001).map(|n| format!("T{n},S,2024-11-05,https://a.example,\n")).collect();
        check(&format!("{HEAD}{many}"), &["more than 2000"]);
    }
}
