//! A colour and how far two of them are apart for the eye.
//!
//! Contrast is for tests and for checking a publisher's theme; no rendered byte may depend on it, because it is
//! computed in floating point.

use std::fmt;

/// An opaque sRGB colour: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour(pub u8, pub u8, pub u8);

impl fmt::Display for Colour {
    /// Writes `#rrggbb`, as attributes and style sheets take it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// The contrast ratio of two colours, from 1 (the same) to 21 (black on white); the order does not matter.
///
/// `(L1 + 0.05) / (L2 + 0.05)`, where L is relative luminance and L1 the larger.
/// Source: WCAG 2.2, definition of "contrast ratio".
#[must_use]
pub fn contrast(one: Colour, other: Colour) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance, 0 (black) to 1 (white): `0.2126 R + 0.7152 G + 0.0722 B` of linear light.
fn luminance(colour: Colour) -> f64 {
    0.2126 * linear(colour.0) + 0.7152 * linear(colour.1) + 0.0722 * linear(colour.2)
}

#[expect(clippy::disallowed_methods, reason = "contrast is read to a tenth and never hashed")]
fn linear(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_agrees_with_known_values() {
        let check = |a, b, expected: f64| {
            let found = contrast(a, b);
            assert!((found - expected).abs() < 0.01, "{a} on {b}: {found}");
            assert!((contrast(b, a) - found).abs() < 1e-12);
        };
        let white = Colour(255, 255, 255);
        check(white, Colour(0, 0, 0), 21.0);
        check(white, white, 1.0);
        // #767676 is the lightest grey that passes 4.5 on white, #949494 the lightest that passes 3.
        check(Colour(0x76, 0x76, 0x76), white, 4.54);
        check(Colour(0x94, 0x94, 0x94), white, 3.03);
    }

    #[test]
    fn a_colour_prints_as_hexadecimal() {
        assert_eq!(Colour(0, 10, 255).to_string(), "#000aff");
    }
}
