//! The staff side: signing in, and what waits.

mod edit;
mod queue;
mod sign_in;

pub use edit::{
    EditToken, NotSaved, ReadManuscript, Saved, Stored, blank_manuscript, from_file, read_manuscript, to_file,
};
pub use queue::{Fates, Filter, ITEMS_PER_PAGE, Item, Moderation, Queue, Waiting};
pub use sign_in::{SESSION_LIFE_MS, SIGN_IN_LIFE_MS, StaffSession, invite};
