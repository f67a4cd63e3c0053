//! canvass-analysis
