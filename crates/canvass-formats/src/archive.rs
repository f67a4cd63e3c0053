//! A `.zip` of a folder, read without unpacking it to disk.
//!
//! Whoever made it may mean harm: what is looked at is bounded in entries, in bytes and in how far it swells, by what
//! comes out and not by what the archive says of itself. What it says is checked at every step: a place that is not in
//! it, a length that is not so or a checksum that differs ends the reading. Only entries that are stored as they are or
//! deflated are read, and an archive inside is never opened.

use crate::{FormatError, Place, error::shown};
use flate2::{Crc, read::DeflateDecoder};
use std::{
    collections::BTreeMap,
    fs::File,
    io::{Cursor, Read},
    path::Path,
};

/// Largest archive, in bytes.
pub const MAX_ARCHIVE_BYTES: u64 = 256_000_000;
/// Most entries of an archive.
pub const MAX_ENTRIES: u16 = 1_000;
/// Most bytes that come out of an archive.
pub const MAX_UNPACKED_BYTES: u64 = 512_000_000;
/// How many times as large an entry may become, once it is larger than [`FREE_BYTES`]: tables of few votes are nearly
/// all commas, and swell by some tens.
pub const MAX_RATIO: u64 = 400;
/// Up to here it does not matter how far an entry swells.
pub const FREE_BYTES: u64 = 16_000_000;

/// How the end of an archive, the row of an entry and an entry itself begin, and their fixed lengths.
const END: (&[u8], usize) = (b"PK\x05\x06", 22);
const ROW: (&[u8], usize) = (b"PK\x01\x02", 46);
const ENTRY: (&[u8], usize) = (b"PK\x03\x04", 30);
/// Longest comment at the end of an archive.
const MAX_COMMENT_BYTES: usize = 65_535;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
const IS_ENCRYPTED: u16 = 1;

/// An archive in memory.
pub(crate) struct Archive {
    name: String,
    bytes: Vec<u8>,
    entries: BTreeMap<String, Entry>,
    n_left: u64,
}

/// What the archive says of one entry.
#[derive(Clone, Copy, Debug)]
struct Entry {
    flags: u16,
    method: u16,
    checksum: u32,
    n_packed: u32,
    at: u32,
}

/// Why an archive or an entry is not read.
enum Unread {
    Damaged(&'static str),
    TooLarge(String),
}

use Unread::{Damaged, TooLarge};

/// Whether a file is such an archive, by its first bytes.
pub(crate) fn is_archive(file: &Path) -> bool {
    let mut head = [0; 4];
    let read = File::open(file).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && [ENTRY.0, END.0].contains(&head.as_slice())
}

impl Archive {
    pub(crate) fn open(path: &Path) -> Result<Self, FormatError> {
        let name = path.display().to_string();
        let place = || Place::file(name.clone());
        let unreadable = |source| FormatError::Unreadable { place: place(), source };
        let file = File::open(path).map_err(unreadable)?;
        let mut bytes = Vec::new();
        file.take(MAX_ARCHIVE_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 > MAX_ARCHIVE_BYTES {
            return Err(place().too_large(format!("has more than {MAX_ARCHIVE_BYTES} bytes; unpack it first")));
        }
        let entries = entries(&bytes).map_err(|why| why.at(place()))?;
        Ok(Self { name, bytes, entries, n_left: MAX_UNPACKED_BYTES })
    }

    /// The files in it, by the folder that they are in: each by its name with its place in the archive.
    pub(crate) fn folders(&self) -> BTreeMap<String, Vec<(String, String)>> {
        let mut folders: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for path in self.entries.keys().filter(|path| !path.ends_with('/')) {
            let (folder, name) = path.rsplit_once(['/', '\\']).unwrap_or(("", path));
            if !folder.split(['/', '\\']).any(|part| part == "__MACOSX") {
                folders.entry(folder.to_owned()).or_default().push((name.to_owned(), path.clone()));
            }
        }
        folders
    }

    /// What an entry holds.
    pub(crate) fn unpack(&mut self, path: &str) -> Result<Vec<u8>, FormatError> {
        let place = Place::file(format!("{}: {}", self.name, shown(path)));
        let bytes = self.entry(path).map_err(|why| why.at(place))?;
        self.n_left = self.n_left.saturating_sub(bytes.len() as u64);
        Ok(bytes)
    }

    fn entry(&self, path: &str) -> Result<Vec<u8>, Unread> {
        let entry = self.entries.get(path).ok_or(Damaged("is not there"))?;
        if entry.flags & IS_ENCRYPTED != 0 {
            return Err(Damaged("is encrypted; unpack it first"));
        }
        let head = piece(&self.bytes, entry.at as usize, ENTRY)?;
        let start = entry.at as usize + ENTRY.1 + usize::from(short(head, 26)?) + usize::from(short(head, 28)?);
        let packed = self.bytes.get(start..).and_then(|rest| rest.get(..entry.n_packed as usize));
        let packed = packed.ok_or(Damaged("is cut off"))?;
        let most = FREE_BYTES.max(u64::from(entry.n_packed).saturating_mul(MAX_RATIO)).min(self.n_left);
        let mut bytes = Vec::new();
        let read = match entry.method {
            STORED => Cursor::new(packed).take(most + 1).read_to_end(&mut bytes),
            DEFLATED => DeflateDecoder::new(packed).take(most + 1).read_to_end(&mut bytes),
            _ => return Err(Damaged("is packed in a way that is not read; unpack it first")),
        };
        let n = read.map_err(|_| Damaged("is damaged"))?;
        if n as u64 > most {
            return Err(TooLarge(format!(
                "unpacks to more than {most} bytes, which is more than is read; unpack it first"
            )));
        }
        let mut checksum = Crc::new();
        checksum.update(&bytes);
        if checksum.sum() == entry.checksum { Ok(bytes) } else { Err(Damaged("is damaged: its checksum differs")) }
    }
}

/// The entries that an archive lists, by their paths.
fn entries(bytes: &[u8]) -> Result<BTreeMap<String, Entry>, Unread> {
    let tail = bytes.len().saturating_sub(END.1 + MAX_COMMENT_BYTES);
    let ends = bytes.get(tail..).unwrap_or_default().windows(END.0.len());
    let end = ends.into_iter().rposition(|window| window == END.0).ok_or(Damaged("is cut off, or no ZIP archive"))?;
    let end = piece(bytes, tail + end, END)?;
    let (n_entries, mut at) = (short(end, 10)?, long(end, 16)? as usize);
    if n_entries > MAX_ENTRIES {
        return Err(TooLarge(format!("has more than {MAX_ENTRIES} entries; unpack it first")));
    }
    let mut entries = BTreeMap::new();
    for _ in 0..n_entries {
        let row = piece(bytes, at, ROW)?;
        let [n_name, n_extra, n_comment] = [short(row, 28)?, short(row, 30)?, short(row, 32)?].map(usize::from);
        let name = bytes.get(at + ROW.1..at + ROW.1 + n_name).ok_or(CUT)?;
        let entry = Entry {
            flags: short(row, 8)?,
            method: short(row, 10)?,
            checksum: long(row, 16)?,
            n_packed: long(row, 20)?,
            at: long(row, 42)?,
        };
        // A name that is no UTF-8 is none of ours; one that is there twice would be read as either.
        if let Ok(name) = std::str::from_utf8(name)
            && entries.insert(name.to_owned(), entry).is_some()
        {
            return Err(Damaged("has two entries of one name"));
        }
        at += ROW.1 + n_name + n_extra + n_comment;
    }
    Ok(entries)
}

const CUT: Unread = Damaged("is cut off");

/// The fixed part of something that begins in a known way.
fn piece<'b>(bytes: &'b [u8], at: usize, (begin, n): (&[u8], usize)) -> Result<&'b [u8], Unread> {
    let piece = bytes.get(at..).and_then(|rest| rest.get(..n)).ok_or(CUT)?;
    if piece.starts_with(begin) { Ok(piece) } else { Err(Damaged("is damaged, or larger than is read")) }
}

fn short(piece: &[u8], at: usize) -> Result<u16, Unread> {
    let two = piece.get(at..at + 2).and_then(|two| two.try_into().ok()).ok_or(CUT)?;
    Ok(u16::from_le_bytes(two))
}

fn long(piece: &[u8], at: usize) -> Result<u32, Unread> {
    let four = piece.get(at..at + 4).and_then(|four| four.try_into().ok()).ok_or(CUT)?;
    Ok(u32::from_le_bytes(four))
}

impl Unread {
    fn at(self, place: Place) -> FormatError {
        match self {
            Damaged(why) => place.malformed(why),
            TooLarge(why) => place.too_large(why),
        }
    }
}
