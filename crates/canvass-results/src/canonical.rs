//! Canonical JSON after RFC 8785, and its hash. Nothing is rounded: integers are exact, other numbers are written
//! with the fewest digits that bring the same number back.

use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A value that has no canonical form here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    /// An integer beyond the bounds that every JSON reader keeps exact, or a number that is not finite.
    #[error("`{0}` is neither an integer between -2^53 and 2^53 nor another finite number")]
    Number(String),
}

/// Writes JSON in its one canonical form: keys sorted by UTF-16 code units, no white space, shortest escapes.
///
/// # Errors
/// When an integer is larger than JSON readers keep exact.
pub fn canonical_json(value: &Value) -> Result<String, NotCanonical> {
    let mut out = String::new();
    write_value(&mut out, value)?;
    Ok(out)
}

/// SHA-256 as lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn write_value(out: &mut String, value: &Value) -> Result<(), NotCanonical> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
        Value::Number(number) => {
            let refused = || NotCanonical::Number(number.to_string());
            if number.is_f64() {
                let number = number.as_f64().filter(|n| n.is_finite()).ok_or_else(refused)?;
                out.push_str(ryu_js::Buffer::new().format_finite(number));
            } else {
                let integer = number.as_i64().filter(|n| n.unsigned_abs() <= 1 << 53).ok_or_else(refused)?;
                let _ = write!(out, "{integer}");
            }
        }
        Value::String(text) => write_text(out, text),
        Value::Array(items) => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                write_value(out, item)?;
            }
            out.push(']');
        }
        Value::Object(fields) => {
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (n, key) in keys.into_iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                write_text(out, key);
                out.push(':');
                write_value(out, fields.get(key).unwrap_or(&Value::Null))?;
            }
            out.push('}');
        }
    }
    Ok(())
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_sort_by_utf16_and_escapes_are_shortest() {
        let value =
            json!({"\u{20ac}": "Euro", "\r": "CR", "1": [3, {"b": null, "a": true}], "\u{1f600}": "\u{7}\n\"\\é"});
        assert_eq!(
            canonical_json(&value).unwrap(),
            "{\"\\r\":\"CR\",\"1\":[3,{\"a\":true,\"b\":null}],\"\u{20ac}\":\"Euro\",\"\u{1f600}\":\"\\u0007\\n\\\"\\\\é\"}"
        );
    }

    #[test]
    fn only_exact_integers_are_canonical() {
        assert!(canonical_json(&json!(9_007_199_254_740_993_i64)).is_err());
        assert_eq!(canonical_json(&json!(-9_007_199_254_740_992_i64)).unwrap(), "-9007199254740992");
    }

    /// Samples of RFC 8785, appendix B, and where its exponents begin.
    #[test]
    fn other_numbers_are_as_ecmascript_writes_them() {
        let check = |number: f64, expected: &str| assert_eq!(canonical_json(&json!(number)).unwrap(), expected);
        check(0.0, "0");
        check(-0.0, "0");
        check(5.0, "5");
        check(-1.5, "-1.5");
        check(f64::MIN_POSITIVE, "2.2250738585072014e-308");
        check(f64::from_bits(1), "5e-324");
        check(f64::MAX, "1.7976931348623157e+308");
        check(9_007_199_254_740_994.0, "9007199254740994");
        check(295_147_905_179_352_830_000.0, "295147905179352830000");
        check(1e21, "1e+21");
        check(9.999_999_999_999_997e22, "9.999999999999997e+22");
        check(333_333_333.333_333_3, "333333333.3333333");
        check(0.000_001, "0.000001");
        check(1e-7, "1e-7");
        check(1_424_953_923_781_206.2, "1424953923781206.2");
    }

    #[test]
    fn the_hash_is_sha_256() {
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
