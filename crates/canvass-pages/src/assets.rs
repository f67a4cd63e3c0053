//! The few files every page loads, under addresses that change with their bytes, so that they may be cached
//! for good.

use canvass_results::sha256_hex;
use std::sync::LazyLock;

/// The one style sheet.
pub const STYLESHEET: &str = include_str!("../assets/canvass.css");
/// The module readers' pages load; every page works without it.
pub const READER_SCRIPT: &str = include_str!("../assets/reader.js");
/// The module the desk loads; every page works without it.
pub const DESK_SCRIPT: &str = include_str!("../assets/desk.js");
/// The mark in the browser's tab.
pub const ICON: &str = include_str!("../assets/icon.svg");

/// One file with the address it is served under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// `/assets/{name}-{hash}.{ending}`, the hash being the first eight digits of the SHA-256 of the bytes.
    pub path: String,
    /// Its media type.
    pub content_type: &'static str,
    /// The file itself.
    pub bytes: &'static [u8],
}

static ALL: LazyLock<[Asset; 4]> = LazyLock::new(|| {
    [
        asset("canvass", "css", "text/css; charset=utf-8", STYLESHEET),
        asset("reader", "js", "text/javascript; charset=utf-8", READER_SCRIPT),
        asset("desk", "js", "text/javascript; charset=utf-8", DESK_SCRIPT),
        asset("icon", "svg", "image/svg+xml", ICON),
    ]
});

/// Every file there is.
#[must_use]
pub fn all() -> &'static [Asset] {
    ALL.as_slice()
}

/// Address of the style sheet.
#[must_use]
pub fn stylesheet_path() -> &'static str {
    let [stylesheet, _, _, _] = &*ALL;
    &stylesheet.path
}

/// Address of the readers' module.
#[must_use]
pub fn reader_script_path() -> &'static str {
    let [_, reader, _, _] = &*ALL;
    &reader.path
}

/// Address of the desk's module.
#[must_use]
pub fn desk_script_path() -> &'static str {
    let [_, _, desk, _] = &*ALL;
    &desk.path
}

/// Address of the mark in the browser's tab.
#[must_use]
pub fn icon_path() -> &'static str {
    let [_, _, _, icon] = &*ALL;
    &icon.path
}

fn asset(name: &str, ending: &str, content_type: &'static str, text: &'static str) -> Asset {
    let bytes = text.as_bytes();
    let hash: String = sha256_hex(bytes).chars().take(8).collect();
    Asset { path: format!("/assets/{name}-{hash}.{ending}"), content_type, bytes }
}
