//! What a text says now, as a hash: a decision carries that of the words it was taken on.

use canvass_domain::Seen;
use sha2::{Digest, Sha256};

/// SHA-256 of `{"name": .., "place": .., "text": ..}` as RFC 8785 has it, null where there is none.
#[must_use]
pub fn seen_of(text: Option<&str>, name: Option<&str>, place: Option<&str>) -> Seen {
    // Strings and nulls are written as RFC 8785 has them, and cannot fail to be.
    let json = |value: Option<&str>| serde_json::to_string(&value).unwrap_or_default();
    let words = format!("{{\"name\":{},\"place\":{},\"text\":{}}}", json(name), json(place), json(text));
    Seen::of_digest(Sha256::digest(words).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_of_canonical_json() {
        let check = |text, name, place, json: &str| {
            assert_eq!(seen_of(text, name, place), Seen::of_digest(Sha256::digest(json).into()), "{json}");
        };
        check(Some("Yes."), None, None, r#"{"name":null,"place":null,"text":"Yes."}"#);
        check(
            Some("\u{7}\n“é” \\ \"/"),
            Some("Ada"),
            Some("Leeds"),
            r#"{"name":"Ada","place":"Leeds","text":"\u0007\n“é” \\ \"/"}"#,
        );
    }
}
