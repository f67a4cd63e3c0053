//! Reading record by record, each bounded by itself.

use std::io::Read;

/// A reader whose count of bytes starts anew with every record.
pub(crate) trait PerRecord: Read {
    /// A record begins.
    fn begin_record(&mut self);
}

impl PerRecord for &[u8] {
    fn begin_record(&mut self) {}
}
