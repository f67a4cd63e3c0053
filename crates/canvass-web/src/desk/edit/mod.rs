//! Making and changing a conversation in a form, previews of it, its file.

pub(crate) mod file;
mod page;
pub(crate) mod preview;
pub(crate) mod save;
