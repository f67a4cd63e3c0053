//! The wording check: how right it is, what it says, and that no text harms it.

mod measured;
mod properties;
mod questions;
mod says;
