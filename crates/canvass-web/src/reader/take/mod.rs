//! Takes as readers see them: the page, what belongs to it, and the feed.

pub(crate) mod charts;
pub(crate) mod feed;
pub(crate) mod files;
pub(crate) mod page;
pub(crate) mod unclear;
