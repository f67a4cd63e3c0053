//! For tests only: SQLite's own file layer with one ear on it, counting finished syncs of write-ahead logs.
//!
//! A kill does not test durability, because what a process wrote outlives it in the page cache; what is
//! left to test is that the sync happens, and when. This crate never changes what SQLite does: every call
//! goes to the default layer, and nothing is faked, delayed or dropped.

use libsqlite3_sys::{
    SQLITE_ERROR, SQLITE_OK, SQLITE_OPEN_WAL, sqlite3_file, sqlite3_filename, sqlite3_initialize, sqlite3_io_methods,
    sqlite3_vfs, sqlite3_vfs_find, sqlite3_vfs_register,
};
use std::collections::HashMap;
use std::ffi::{CStr, c_int};
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// What `install` found, kept for the life of the process.
static DEFAULT: OnceLock<Default> = OnceLock::new();
static COUNTS: Mutex<Option<Counts>> = Mutex::new(None);

type Open = unsafe extern "C" fn(*mut sqlite3_vfs, sqlite3_filename, *mut sqlite3_file, c_int, *mut c_int) -> c_int;
type Sync = unsafe extern "C" fn(*mut sqlite3_file, c_int) -> c_int;

/// The default layer's own functions.
struct Default {
    open: Open,
}

#[derive(Default)]
struct Counts {
    /// Which log is open at which address.
    open: HashMap<usize, PathBuf>,
    /// Finished syncs of each log.
    syncs: HashMap<PathBuf, u64>,
    /// The tables of functions in use, each with the sync it stands before. They are never freed.
    tables: HashMap<usize, (usize, Sync)>,
}

/// Makes the counting layer the default one of this process. Connections opened before are not counted.
///
/// # Errors
/// When SQLite has no default file layer, or will not take this one.
pub fn install() -> Result<(), &'static str> {
    let mut result = Ok(());
    DEFAULT.get_or_init(|| match register() {
        Ok(default) => default,
        Err(why) => {
            result = Err(why);
            Default { open: refuse }
        }
    });
    result
}

/// How many syncs of the write-ahead log of a database have finished.
#[must_use]
pub fn wal_syncs(database: &Path) -> u64 {
    let mut wal = database.as_os_str().to_owned();
    wal.push("-wal");
    counts().as_ref().and_then(|counts| counts.syncs.get(Path::new(&wal)).copied()).unwrap_or(0)
}

fn counts() -> MutexGuard<'static, Option<Counts>> {
    COUNTS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn register() -> Result<Default, &'static str> {
    // SAFETY: initialising twice is allowed; the default layer lives as long as the process, and so does
    // the copy, which is leaked. A copy keeps the default's data pointer, so its own functions work on it.
    unsafe {
        sqlite3_initialize();
        let found = sqlite3_vfs_find(ptr::null());
        if found.is_null() {
            return Err("SQLite has no file layer");
        }
        let open = (*found).xOpen.ok_or("SQLite's file layer cannot open")?;
        let mut ours = ptr::read(found);
        ours.pNext = ptr::null_mut();
        ours.zName = c"canvass-counting".as_ptr();
        ours.xOpen = Some(counting_open);
        match sqlite3_vfs_register(Box::into_raw(Box::new(ours)), 1) {
            SQLITE_OK => Ok(Default { open }),
            _ => Err("SQLite did not take the counting file layer"),
        }
    }
}

unsafe extern "C" fn refuse(
    _: *mut sqlite3_vfs,
    _: sqlite3_filename,
    _: *mut sqlite3_file,
    _: c_int,
    _: *mut c_int,
) -> c_int {
    SQLITE_ERROR
}

unsafe extern "C" fn counting_open(
    vfs: *mut sqlite3_vfs,
    name: sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    let Some(default) = DEFAULT.get() else { return SQLITE_ERROR };
    // SAFETY: the arguments are SQLite's own, handed on as they came.
    let opened = unsafe { (default.open)(vfs, name, file, flags, out_flags) };
    if opened == SQLITE_OK && flags & SQLITE_OPEN_WAL != 0 && !name.is_null() {
        // SAFETY: an opened file has its table of functions, and a log has a name.
        unsafe {
            let path = PathBuf::from(CStr::from_ptr(name).to_string_lossy().into_owned());
            if let Some(table) = listening_table((*file).pMethods) {
                counts().get_or_insert_default().open.insert(file as usize, path);
                (*file).pMethods = table;
            }
        }
    }
    opened
}

/// The same functions, with our sync in front of theirs: one leaked copy for each table SQLite uses.
///
/// # Safety
/// `table` is a table of functions of an open file.
unsafe fn listening_table(table: *const sqlite3_io_methods) -> Option<*const sqlite3_io_methods> {
    let mut counts = counts();
    let counts = counts.get_or_insert_default();
    if let Some((ours, _)) = counts.tables.get(&(table as usize)) {
        return Some(*ours as *const sqlite3_io_methods);
    }
    // SAFETY: promised by the caller; the table is plain data.
    let mut copy = unsafe { ptr::read(table) };
    let sync = copy.xSync.replace(counting_sync)?;
    let ours: *const sqlite3_io_methods = Box::into_raw(Box::new(copy));
    counts.tables.insert(table as usize, (ours as usize, sync));
    Some(ours)
}

unsafe extern "C" fn counting_sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: SQLite calls this on an open file, whose table is one of ours.
    let ours = unsafe { (*file).pMethods } as usize;
    let sync = {
        let counts = counts();
        counts.as_ref().and_then(|c| c.tables.values().find(|(table, _)| *table == ours).map(|(_, sync)| *sync))
    };
    let Some(sync) = sync else { return SQLITE_ERROR };
    // SAFETY: the file and its own sync belong together.
    let done = unsafe { sync(file, flags) };
    if done == SQLITE_OK {
        let mut counts = counts();
        let counts = counts.get_or_insert_default();
        if let Some(path) = counts.open.get(&(file as usize)).cloned() {
            *counts.syncs.entry(path).or_insert(0) += 1;
        }
    }
    done
}
