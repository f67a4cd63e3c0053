//! Which way a text runs.

/// The direction in which a line is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    #[default]
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

/// Languages written from right to left where their tag names no script.
const RIGHT_TO_LEFT: [&str; 20] = [
    "ar", "arc", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "ks", "lrc", "mzn", "nqo", "pnb", "prs", "ps", "sd",
    "syr", "ur", "yi",
];
/// Scripts written from right to left.
const RIGHT_TO_LEFT_SCRIPTS: [&str; 10] =
    ["adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"];

impl Direction {
    /// Of a language tag: its script where it names one, else what the language is written in.
    #[must_use]
    pub fn of_language(tag: &str) -> Self {
        let mut parts = tag.split(['-', '_']).map(str::to_ascii_lowercase);
        let language = parts.next().unwrap_or_default();
        let script = parts.find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()));
        let is_right_to_left = match script {
            Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script.as_str()),
            // Uyghur is written in Arabic letters where nothing else is said.
            None => language == "ug" || RIGHT_TO_LEFT.contains(&language.as_str()),
        };
        if is_right_to_left { Self::RightToLeft } else { Self::LeftToRight }
    }

    /// As HTML and SVG spell it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_a_direction() {
        for tag in ["he", "he-IL", "ar", "AR-eg", "fa", "ur-PK", "yi", "az-Arab", "ku-Arab-IQ", "dv", "ug", "uz_arab"] {
            assert_eq!(Direction::of_language(tag), Direction::RightToLeft, "{tag}");
        }
        for tag in ["en", "en-GB", "de", "zh-Hant", "ks-Deva", "az", "ku", "sd-Deva", "tr", "", "arn", "hex"] {
            assert_eq!(Direction::of_language(tag), Direction::LeftToRight, "{tag}");
        }
    }
}
