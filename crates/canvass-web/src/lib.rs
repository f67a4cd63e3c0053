//! canvass-web
