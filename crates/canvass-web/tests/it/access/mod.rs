//! Every route, as everybody, in every state of a conversation and of its gate.

mod known;
mod leak;
mod planted;
mod walk;
