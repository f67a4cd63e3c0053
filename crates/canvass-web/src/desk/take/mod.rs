//! Takes at the desk: drafting, publishing, and what follows. One file a verb.

pub(crate) mod after;
pub(crate) mod bundle;
pub(crate) mod compose;
pub(crate) mod elsewhere;
pub(crate) mod publish;
pub(crate) mod withdraw;
