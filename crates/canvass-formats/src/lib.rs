//! canvass-formats
