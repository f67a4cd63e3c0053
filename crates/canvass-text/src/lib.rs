//! canvass-text
