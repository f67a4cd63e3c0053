//! The staff side: who is staff, signing in, what waits, and what was done.

mod after;
pub mod audit;
mod decided;
mod edit;
mod mark;
pub mod people;
mod queue;
mod sign_in;

pub use crate::live::{Spot, Turn, Waiting};
pub use after::WaitingAfter;
pub use decided::{DECIDED_PER_PAGE, Decided, DecidedRequest, TextKind};
pub use edit::{
    EditToken, NotSaved, ReadManuscript, Saved, Stored, blank_manuscript, from_file, read_manuscript,
    take_from_spreadsheet, text_of_file, to_file,
};
pub(crate) use mark::check_markable;
pub use mark::{MarkableStatement, markable};
pub use queue::{Fates, Filter, ITEMS_PER_PAGE, Item, Moderation, Queue, Reported};
pub use sign_in::{SESSION_LIFE_MS, SIGN_IN_LIFE_MS, StaffSession};
