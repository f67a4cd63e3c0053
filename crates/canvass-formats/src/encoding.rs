//! Bytes of files as UTF-8 text: what is not is refused with its line, and with the encoding it looks like.
//!
//! A byte-order mark is dropped, and UTF-16 that has one is converted. Nothing else is: which of the older encodings a
//! file is in can only be guessed, and a wrong guess would change words that are somebody's. What cannot be read is
//! never replaced.

use crate::{FormatError, Place, per_record::PerRecord};
use std::{
    borrow::Cow,
    io::{self, Read},
};

const CHUNK: usize = 64 * 1024;
/// How far the first line is looked at.
const HEAD: usize = 16 * 1024;

/// The text of a whole file.
///
/// # Errors
/// The line that is not UTF-8, and what it looks like.
pub fn text(file: &str, bytes: &[u8]) -> Result<String, FormatError> {
    let decoded = decode(file, bytes)?;
    String::from_utf8(decoded.into_owned()).map_err(|error| refused(file, error.as_bytes()))
}

/// The bytes of a whole file as UTF-8, without a byte-order mark.
pub(crate) fn decode<'b>(file: &str, bytes: &'b [u8]) -> Result<Cow<'b, [u8]>, FormatError> {
    if let Some(rest) = bytes.strip_prefix(UTF_8_MARK) {
        return checked(file, rest).map(Cow::Borrowed);
    }
    if !is_wide(bytes) {
        return checked(file, bytes).map(Cow::Borrowed);
    }
    let mut decoded = Vec::with_capacity(bytes.len());
    let read = Utf8::new(bytes).read_to_end(&mut decoded);
    read.map_err(|error| damaged(file, &error).unwrap_or_else(|| Place::file(file).malformed(error.to_string())))?;
    Ok(Cow::Owned(decoded))
}

/// What bytes that are no UTF-8 look like, for people.
pub(crate) fn likely(bytes: &[u8]) -> &'static str {
    let n_nul = bytes.iter().filter(|byte| **byte == 0).count();
    if n_nul * 4 > bytes.len() {
        return "UTF-16 without a byte-order mark";
    }
    if bytes.iter().any(|byte| matches!(byte, 0..=8 | 14..=31)) {
        return "no text at all";
    }
    let high = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(|byte| *byte >= 0x80);
    let (mut n_high, mut n_alone, mut n_mac, mut n_windows) = (0, 0, 0, 0);
    for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| **byte >= 0x80) {
        n_high += 1;
        n_alone += usize::from(!high(at.checked_sub(1)) && !high(at.checked_add(1)));
        let is_in_word = at.checked_add(1).and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_lowercase);
        // Letters with marks, which Windows has from 0xC0 on and the old Macintosh below 0xA0.
        n_mac += usize::from(matches!(byte, 0x80..=0x9f) && !matches!(byte, 0x91..=0x97 | 0x85) && is_in_word);
        n_windows += usize::from(matches!(byte, 0xc0..=0xff | 0x91..=0x97));
    }
    match () {
        () if n_alone * 2 < n_high => "an older encoding of one script, such as Windows-1251, Shift JIS or GBK",
        () if n_mac > n_windows => "Mac Roman",
        () => "Windows-1252 (also called ANSI or Latin-1)",
    }
}

const UTF_8_MARK: &[u8] = b"\xef\xbb\xbf";

fn checked<'b>(file: &str, bytes: &'b [u8]) -> Result<&'b [u8], FormatError> {
    if std::str::from_utf8(bytes).is_err() || is_wide_without_mark(bytes) {
        return Err(refused(file, bytes));
    }
    Ok(bytes)
}

/// UTF-16 of plain letters is valid UTF-8 with a NUL at every other byte.
fn is_wide_without_mark(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    head.len() > 3 && head.iter().filter(|byte| **byte == 0).count() * 4 > head.len()
}

fn refused(file: &str, bytes: &[u8]) -> FormatError {
    let good = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
    let n_before = bytes.get(..good).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count();
    Place::line(file, n_before as u64 + 1).malformed(not_utf8(bytes))
}

/// What is said of bytes that are no UTF-8.
pub(crate) fn not_utf8(bytes: &[u8]) -> String {
    format!("is not UTF-8; it looks like {}. Save the file as UTF-8 (in a spreadsheet: CSV UTF-8)", likely(bytes))
}

/// Whether a file is UTF-16 that can be converted.
pub(crate) fn is_wide(bytes: &[u8]) -> bool {
    Wide::of_mark(bytes).is_some()
}

/// UTF-16 that says nothing at some place.
#[derive(Debug, thiserror::Error)]
#[error("is damaged UTF-16; save the file as UTF-8")]
struct Damaged {
    line: u64,
}

/// What is wrong, where it is that.
pub(crate) fn damaged(file: &str, error: &io::Error) -> Option<FormatError> {
    let damaged = error.get_ref()?.downcast_ref::<Damaged>()?;
    Some(Place::line(file, damaged.line).malformed(damaged.to_string()))
}

/// Which of its two bytes comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wide {
    Little,
    Big,
}

impl Wide {
    fn of_mark(head: &[u8]) -> Option<Self> {
        match head {
            [0xff, 0xfe, ..] => Some(Self::Little),
            [0xfe, 0xff, ..] => Some(Self::Big),
            _ => None,
        }
    }
}

/// A reader of UTF-8: drops a byte-order mark, and converts UTF-16 that has one. Other bytes go through as they are.
pub(crate) struct Utf8<R> {
    inner: R,
    /// Read ahead and not yet given out; converted where that is needed.
    ahead: Vec<u8>,
    at: usize,
    wide: Option<Wide>,
    is_begun: bool,
    /// A byte or a high surrogate whose other half is still to come.
    half: Option<u8>,
    surrogate: Option<u16>,
    /// Lines converted before.
    n_lines: u64,
}

impl<R: Read> Utf8<R> {
    pub(crate) const fn new(inner: R) -> Self {
        Self { inner, ahead: Vec::new(), at: 0, wide: None, is_begun: false, half: None, surrogate: None, n_lines: 0 }
    }

    /// Whether it was UTF-16.
    pub(crate) const fn is_converted(&self) -> bool {
        self.wide.is_some()
    }

    /// The first line, or as much of it as is looked at.
    pub(crate) fn first_line(&mut self) -> io::Result<&[u8]> {
        while self.ahead.len() < HEAD && !self.ahead.contains(&b'\n') && self.fill()? {}
        let line = self.ahead.split(|byte| matches!(byte, b'\n' | b'\r')).next();
        Ok(line.unwrap_or_default())
    }

    /// Reads more ahead; false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        let mut chunk = vec![0; CHUNK];
        // The mark has to be whole before anything is made of it.
        let least = if self.is_begun { 1 } else { 3 };
        let mut n = 0;
        while n < least {
            let more = self.inner.read(chunk.get_mut(n..).unwrap_or_default())?;
            if more == 0 {
                break;
            }
            n += more;
        }
        let mut read = chunk.get(..n).unwrap_or_default();
        if !std::mem::replace(&mut self.is_begun, true) {
            self.wide = Wide::of_mark(read);
            let n_mark = if self.wide.is_some() { 2 } else { 0 };
            read = read.strip_prefix(UTF_8_MARK).unwrap_or_else(|| read.get(n_mark..).unwrap_or_default());
        }
        match self.wide {
            None => self.ahead.extend_from_slice(read),
            Some(wide) => self.convert(wide, read, n)?,
        }
        Ok(n > 0)
    }

    fn convert(&mut self, wide: Wide, read: &[u8], n: usize) -> io::Result<()> {
        let damaged = |n_lines| io::Error::new(io::ErrorKind::InvalidData, Damaged { line: n_lines + 1 });
        for byte in read {
            let Some(first) = self.half.take() else {
                self.half = Some(*byte);
                continue;
            };
            let unit = match wide {
                Wide::Little => u16::from_le_bytes([first, *byte]),
                Wide::Big => u16::from_be_bytes([first, *byte]),
            };
            let units = self.surrogate.take().into_iter().chain([unit]);
            if matches!(unit, 0xd800..=0xdbff) && units.clone().count() == 1 {
                self.surrogate = Some(unit);
                continue;
            }
            for c in char::decode_utf16(units) {
                let c = c.map_err(|_| damaged(self.n_lines))?;
                self.n_lines += u64::from(c == '\n');
                self.ahead.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        let is_cut = n == 0 && (self.half.is_some() || self.surrogate.is_some());
        if is_cut { Err(damaged(self.n_lines)) } else { Ok(()) }
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.is_begun && self.wide.is_none() && self.at == self.ahead.len() {
            return self.inner.read(buffer);
        }
        while self.at == self.ahead.len() {
            self.ahead.clear();
            self.at = 0;
            if !self.fill()? {
                return Ok(0);
            }
        }
        let ready = self.ahead.get(self.at..).unwrap_or_default();
        let n = ready.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..n), ready.get(..n)) {
            to.copy_from_slice(from);
        }
        self.at += n;
        Ok(n)
    }
}

impl<R: PerRecord> PerRecord for Utf8<R> {
    fn begin_record(&mut self) {
        self.inner.begin_record();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(unit).collect()
    }

    #[test]
    fn marks_are_dropped_and_utf16_is_converted() {
        let words = "é,\u{1f600}\nzwei";
        let marked = ["\u{feff}", words].concat();
        for bytes in
            [words.as_bytes(), marked.as_bytes(), &wide(words, u16::to_le_bytes), &wide(words, u16::to_be_bytes)]
        {
            assert_eq!(text("a.csv", bytes).unwrap(), words);
            let mut slow = String::new();
            let mut reader = Utf8::new(bytes[..1].chain(&bytes[1..]));
            assert_eq!(reader.first_line().unwrap(), "é,\u{1f600}".as_bytes());
            reader.read_to_string(&mut slow).unwrap();
            assert_eq!(slow, words);
        }
        for empty in [&b""[..], b"\xef\xbb\xbf", b"\xff\xfe"] {
            assert_eq!(text("a.csv", empty).unwrap(), "");
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_line_and_what_it_looks_like() {
        let check = |bytes: &[u8], line, looks: &str| {
            let error = text("a.csv", bytes).unwrap_err();
            assert_eq!(error.place().line, line, "{error}");
            assert!(error.to_string().contains(looks), "{error}");
            assert!(!error.to_string().contains('\u{fffd}'), "{error}");
        };
        check(b"a\nb\ncaf\xe9 and \x93more\x94\n", Some(3), "Windows-1252");
        check(b"caf\x8e cr\x8fme na\x95ve, d\x8ej\x88 vu, \x8ecole", Some(1), "Mac Roman");
        check(b"\xcf\xf0\xe8\xe2\xe5\xf2 \xec\xe8\xf0", Some(1), "Windows-1251");
        check(b"t\0i\0t\0l\0e\0", Some(1), "UTF-16 without");
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR, and more of a picture", Some(1), "no text at all");
        check(b"\xff\xfea\0b", Some(1), "damaged UTF-16");
        check(b"\xff\xfea\0\n\0\x00\xd8a\0", Some(2), "damaged UTF-16");
        check(b"\xff\xfe\x00\xd8", Some(1), "damaged UTF-16");
    }
}
