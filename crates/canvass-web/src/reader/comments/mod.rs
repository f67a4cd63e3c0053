//! `/c/{slug}/comments`: what readers say, and the forms to write, change and erase it.

pub(super) mod answer;
pub(crate) mod edit;
pub(crate) mod page;
pub(crate) mod post;
pub(crate) mod read;
