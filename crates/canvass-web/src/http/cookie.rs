//! The two cookies: a reader's secret, and a member of staff's session.

use crate::settings::PublicUrl;
use axum::http::{HeaderMap, HeaderValue, header};

/// How long a browser keeps a reader's secret.
const READER_SECONDS: i64 = 180 * 24 * 3600;

/// Which cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// A reader's secret.
    Reader,
    /// A member of staff's session.
    Desk,
}

impl Cookie {
    /// Its name: with the prefix that pins it to this host where the site is https.
    pub(crate) const fn name(self, is_https: bool) -> &'static str {
        match (self, is_https) {
            (Self::Reader, true) => "__Host-canvass",
            (Self::Reader, false) => "canvass",
            (Self::Desk, true) => "__Host-canvass-desk",
            (Self::Desk, false) => "canvass-desk",
        }
    }

    /// Its value in a request.
    pub(crate) fn find(self, headers: &HeaderMap, url: &PublicUrl) -> Option<String> {
        let name = self.name(url.is_https());
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(found, _)| *found == name).map(|(_, value)| value.to_owned())
    }

    /// The header that sets it.
    pub(crate) fn set(self, value: &str, url: &PublicUrl) -> Option<HeaderValue> {
        let seconds = match self {
            Self::Reader => READER_SECONDS,
            Self::Desk => canvass_app::desk::SESSION_LIFE_MS / 1000,
        };
        self.header(value, seconds, url)
    }

    /// The header that takes it away.
    pub(crate) fn clear(self, url: &PublicUrl) -> Option<HeaderValue> {
        self.header("", 0, url)
    }

    fn header(self, value: &str, seconds: i64, url: &PublicUrl) -> Option<HeaderValue> {
        let name = self.name(url.is_https());
        let secure = if url.is_https() { "; Secure" } else { "" };
        let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::from_str(&text).ok()
    }
}
