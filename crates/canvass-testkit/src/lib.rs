//! canvass-testkit
