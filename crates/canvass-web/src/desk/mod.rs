//! Pages and forms of the desk. Who may come here stands in the route table; what every handler is given, in `request`.

pub(crate) mod audit;
pub(crate) mod conversation;
pub(crate) mod edit;
pub(crate) mod home;
pub(crate) mod mail;
pub(crate) mod people;
pub(crate) mod queue;
mod request;
pub(crate) mod sign_in;
pub(crate) mod statements;
pub(crate) mod take;
pub(crate) mod watch;
