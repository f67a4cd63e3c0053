//! What HTTP needs whatever is asked for: connections, limits, identity, bodies, headers and errors.
//!
//! Nothing here knows a page, a form of the desk or a resource of the API.

pub(crate) mod access;
pub(crate) mod address_quota;
pub(crate) mod assets;
pub(crate) mod body;
pub(crate) mod canonical;
pub(crate) mod client_address;
pub(crate) mod connection_limit;
pub(crate) mod cookie;
pub(crate) mod csrf;
pub(crate) mod error;
pub(crate) mod etag;
pub(crate) mod form;
pub(crate) mod headers;
pub(crate) mod health;
pub(crate) mod host;
pub(crate) mod metrics;
pub(crate) mod path;
pub(crate) mod rate_limit;
pub(crate) mod request_log;
pub(crate) mod sender_key;
pub(crate) mod serve;
pub(crate) mod session;
pub(crate) mod stream;
pub(crate) mod typed_input;
pub(crate) mod upload;
pub(crate) mod write_timeout;
