//! canvass-store
