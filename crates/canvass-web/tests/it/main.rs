//! The whole web layer in process: the router is called without a socket, on every database there is.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod abuse;
mod access;
mod answers;
mod api;
mod audit;
mod comments;
mod connections;
mod demo;
mod desk;
mod desk_edit;
mod documents;
mod groups;
mod honesty;
mod mail;
mod maps;
mod metrics;
mod participant;
mod people;
mod pictures;
mod queue;
mod security;
mod segments;
mod snapshots;
mod stream;
mod takes;
mod takes_asked_again;
mod takes_kept;
mod takes_of_odd_conversations;
mod takes_of_open_sets;
mod takes_of_other_rules;
mod takes_signed;
mod takes_stale;
mod takes_tampered;
mod takes_typed;
mod travelling;
