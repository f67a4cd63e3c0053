//! Holds the table of bounds in docs/OPERATING.md against the bounds themselves.

use crate::api::MAX_KEY_BYTES;
use crate::http::body::MAX_BODY_BYTES;
use crate::http::form::MAX_FIELDS;
use crate::http::serve::{MAX_HEAD_BYTES, MAX_HEADERS};
use crate::settings::Limits;
use canvass_app::{comment, statement};
use canvass_domain::{MAX_COMMENT_CHARS, MAX_COMMENT_DEPTH, MAX_COMMENTS, MAX_STATEMENT_CHARS, MAX_STATEMENTS};
use canvass_words::Locale;

fn kib(bytes: usize) -> String {
    assert_eq!(bytes % 1024, 0);
    format!("{} KiB", bytes / 1024)
}

#[test]
fn operating_says_what_is_bounded() {
    let limits = Limits::default();
    let [per_reader, per_address, texts] =
        [limits.writes_per_credential, limits.requests_per_address, limits.texts_per_address]
            .map(std::num::NonZeroU32::get);
    let n = |n: usize| Locale::ENGLISH.number(n as u64);
    let expected = [
        ("writes of one reader", format!("{per_reader} a second")),
        ("requests from one address", format!("{per_address} a second, {} at once", per_address * 2)),
        ("statements, comments and reports from one address", format!("{texts} a minute")),
        ("live streams", n(limits.max_streams)),
        ("live streams to one address", n(limits.max_streams_per_address)),
        ("connections", n(limits.max_connections)),
        ("connections from one address", n(limits.max_connections_per_address)),
        ("head of a request: address, headers, cookies", kib(MAX_HEAD_BYTES)),
        ("headers of a request", n(MAX_HEADERS)),
        ("body of a request", kib(MAX_BODY_BYTES)),
        ("fields of a form", n(MAX_FIELDS)),
        ("idempotency key", format!("{MAX_KEY_BYTES} bytes")),
        ("time until the head of the next request is there", format!("{} seconds", limits.head_within.as_secs())),
        ("time for a body to arrive", format!("{} seconds", limits.body_within.as_secs())),
        ("time in which a client reads nothing of its answer", format!("{} seconds", limits.read_within.as_secs())),
        ("length of a statement", format!("{MAX_STATEMENT_CHARS} characters")),
        ("statements of one reader in a conversation", n(statement::MAX_PER_PARTICIPANT)),
        ("statements in a conversation", Locale::ENGLISH.number(MAX_STATEMENTS.into())),
        ("length of a comment", format!("{} characters", n(MAX_COMMENT_CHARS))),
        ("comments of one reader in a conversation", n(comment::MAX_COMMENTS_PER_PARTICIPANT)),
        ("comments in a conversation", Locale::ENGLISH.number(MAX_COMMENTS.into())),
        ("replies under replies", format!("{MAX_COMMENT_DEPTH} deep")),
    ];
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/OPERATING.md");
    let document = std::fs::read_to_string(path).unwrap();
    for (what, how_much) in expected {
        let row = format!("| {what} | {how_much} | ");
        assert!(document.contains(&row), "docs/OPERATING.md does not say `{row}`");
    }
}
