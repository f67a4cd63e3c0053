//! The catalogue as a whole.

mod catalogue;
