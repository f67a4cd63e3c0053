//! The staff side: who is staff, signing in, what waits, and what was done.

pub mod audit;
mod edit;
mod mark;
pub mod people;
mod queue;
mod sign_in;

pub use crate::live::{Spot, Turn, Waiting};
pub use edit::{
    EditToken, NotSaved, ReadManuscript, Saved, Stored, blank_manuscript, from_file, read_manuscript,
    take_from_spreadsheet, to_file,
};
pub(crate) use mark::check_markable;
pub use mark::{MarkableStatement, markable};
pub use queue::{Fates, Filter, ITEMS_PER_PAGE, Item, Moderation, Queue, Reported};
pub use sign_in::{SESSION_LIFE_MS, SIGN_IN_LIFE_MS, StaffSession};
