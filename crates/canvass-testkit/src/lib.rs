//! For tests only: an app in process, a server as a process, databases, and a browser of sorts.
//!
//! Nothing of the product depends on this crate. What fails here fails the test that asked, with a panic that
//! says what was being done.
#![expect(clippy::expect_used, clippy::panic, reason = "what fails here fails the test")]

mod app;
mod browser;
mod database;
mod reply;
mod server;
mod shared;
mod topic;

pub use app::{TestApp, now_ms, settings};
pub use browser::{Browser, Events};
pub use database::{TestDatabase, databases};
pub use reply::Reply;
pub use scraper::{ElementRef, Selector};
pub use server::TestServer;
pub use shared::open_sets;
pub use topic::Topic;
