//! canvass-pages
