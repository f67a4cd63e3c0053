//! canvass-charts
