//! canvass-results
