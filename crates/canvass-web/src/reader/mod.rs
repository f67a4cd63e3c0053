//! Pages and forms of readers.

pub(crate) mod about_me;
pub(crate) mod answer;
pub(crate) mod comments;
mod context;
pub(crate) mod conversation;
pub(crate) mod home;
pub(crate) mod mine;
pub(crate) mod notice;
pub(crate) mod pictures;
pub(crate) mod report;
pub(crate) mod results;
pub(crate) mod returning;
pub(crate) mod statement;
pub(crate) mod take;
