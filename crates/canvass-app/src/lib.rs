//! canvass-app
