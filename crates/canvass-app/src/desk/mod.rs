//! The staff side: signing in, and what waits.

mod queue;
mod sign_in;

pub use queue::{Fates, Filter, ITEMS_PER_PAGE, Item, Moderation, Queue, Waiting};
pub use sign_in::{SESSION_LIFE_MS, SIGN_IN_LIFE_MS, StaffSession, invite};
