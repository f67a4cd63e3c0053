//! HTTP in, use cases out: handlers extract, call one use case, and render.
//!
//! Every route stands in one table with its access decision ([`routes`]). This crate decides nothing about
//! conversations; it parses, limits, identifies, and turns errors into pages and problems.

pub mod api;
#[cfg(test)]
mod bounds;
mod cache;
mod clock;
mod desk;
mod gate;
mod http;
mod outbox;
mod random;
mod reader;
pub mod routes;
mod server;
mod settings;

pub use clock::Clock;
pub use http::serve::serve;
pub use outbox::Outbox;
pub use routes::router;
pub use server::Server;
pub use settings::{Limits, Mail, PublicUrl, Settings, loopback};
