//! Rules of counting, through the public surface.
#![expect(clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

mod independence;
