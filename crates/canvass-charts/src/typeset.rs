//! How wide words are, roughly, and where a line breaks.
//!
//! There is no font here: widths are those of DejaVu Sans, the widest of the faces a system stack falls back to,
//! so a line that fits by this table fits in Arial, Segoe or Roboto too, with some room to spare. Widths are in
//! thousandths of the type size and all arithmetic is in integers, so that every machine breaks the same lines.

/// Advance widths of U+0020 to U+007E in DejaVu Sans, in thousandths of the type size.
const ASCII_WIDTHS: [u32; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
    748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
    615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
    337, 636, 838,
];

/// How heavy the letters are; bold ones are wider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
    /// Bold in the serif stack, whose usual faces are narrow.
    Headline,
}

/// A size, a line height and a weight: what measuring needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Type {
    pub(crate) size: u32,
    pub(crate) leading: u32,
    pub(crate) weight: Weight,
}

impl Type {
    /// How wide the text is set in this type, in user units, rounded up.
    pub(crate) fn width(self, text: &str) -> u32 {
        self.scaled(thousandths(text))
    }

    fn scaled(self, thousandths: u64) -> u32 {
        // Bold DejaVu Sans runs 13 per cent wider than the regular one, bold Palatino, Georgia and Times not at all;
        // a headline in the widest serif (12 per cent) runs into the margin, never out of it.
        let weight_pct = match self.weight {
            Weight::Regular => 100,
            Weight::Bold => 115,
            Weight::Headline => 105,
        };
        let units = thousandths.saturating_mul(u64::from(self.size)).saturating_mul(weight_pct).div_ceil(100_000);
        u32::try_from(units).unwrap_or(u32::MAX)
    }

    /// Breaks text into lines no wider than `max_width`: between words, between full-width characters, and inside
    /// a word only where the word alone is too long. Only a single character may be wider. Blank text has no lines.
    pub(crate) fn wrap(self, text: &str, max_width: u32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        for word in text.split(is_break).filter(|word| !word.is_empty()) {
            let mut gap = if line.is_empty() { "" } else { " " };
            for piece in pieces(word) {
                let together = thousandths(&line) + thousandths(gap) + thousandths(&piece);
                if self.scaled(together) <= max_width {
                    line.push_str(gap);
                    line.push_str(&piece);
                } else {
                    lines.extend((!line.is_empty()).then(|| std::mem::take(&mut line)));
                    line = self.break_inside(&piece, max_width, &mut lines);
                }
                gap = "";
            }
        }
        lines.extend((!line.is_empty()).then_some(line));
        lines
    }

    /// Wraps into as few lines as [`Type::wrap`] does, of about equal length: no last word alone below a headline.
    pub(crate) fn wrap_balanced(self, text: &str, max_width: u32) -> Vec<String> {
        let n_lines = self.wrap(text, max_width).len();
        let (mut too_narrow, mut wide_enough) = (0, max_width);
        while too_narrow + 1 < wide_enough {
            let middle = too_narrow.midpoint(wide_enough);
            let fits = self.wrap(text, middle).len() <= n_lines;
            if fits { wide_enough = middle } else { too_narrow = middle }
        }
        self.wrap(text, wide_enough)
    }

    /// Cuts text that is too wide, with an ellipsis.
    pub(crate) fn cut(self, text: &str, max_width: u32) -> String {
        if self.width(text) <= max_width {
            return text.to_owned();
        }
        let mut kept = String::new();
        let mut thousandths = u64::from(char_width('…'));
        for c in text.chars() {
            thousandths += u64::from(char_width(c));
            if self.scaled(thousandths) > max_width {
                break;
            }
            kept.push(c);
        }
        kept.push('…');
        kept
    }

    /// Sets a word that may be wider than a line: full lines go to `lines`, what is left comes back.
    fn break_inside(self, word: &str, max_width: u32, lines: &mut Vec<String>) -> String {
        let mut line = String::new();
        let mut thousandths = 0;
        for c in word.chars() {
            let width = u64::from(char_width(c));
            let may_break = width > 0 && !line.is_empty() && !line.ends_with(ZERO_WIDTH_JOINER);
            if may_break && self.scaled(thousandths + width) > max_width {
                lines.push(std::mem::take(&mut line));
                thousandths = 0;
            }
            line.push(c);
            thousandths += width;
        }
        line
    }
}

const ZERO_WIDTH_JOINER: char = '\u{200d}';

/// White space where a line may break; the no-break spaces between a number and its unit stay.
fn is_break(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// Parts of a word between which a line may break: full-width characters stand alone, with closing punctuation kept
/// to the character before it.
fn pieces(word: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut after_wide = true;
    for c in word.chars() {
        let is_wide = is_full_width(c);
        let stays = matches!(c, '、' | '。' | '，' | '．' | '：' | '；' | '？' | '！' | '）' | '」' | '』' | '】');
        let starts = (is_wide || after_wide) && !stays && char_width(c) > 0;
        match pieces.last_mut() {
            Some(last) if !starts => last.push(c),
            _ => pieces.push(c.to_string()),
        }
        if char_width(c) > 0 {
            after_wide = is_wide;
        }
    }
    pieces
}

fn thousandths(text: &str) -> u64 {
    text.chars().map(|c| u64::from(char_width(c))).sum()
}

fn char_width(c: char) -> u32 {
    let code = u32::from(c);
    let ascii = code.checked_sub(0x20).and_then(|n| usize::try_from(n).ok()).and_then(|n| ASCII_WIDTHS.get(n));
    if let Some(width) = ascii {
        return *width;
    }
    match code {
        // Control characters are not drawn; marks are drawn on the letter before them.
        0..0x20 | 0x7f..0xa0 | 0x300..0x370 | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfe00..=0xfe0f => {
            0
        }
        0xbc..=0xbe | 0xc6 | 0xe6 | 0x152 | 0x153 | 0x1c4..=0x1cc | 0x1e2 | 0x1e3 | 0x1f1..=0x1f3 | 0x1fc | 0x1fd => {
            1150
        }
        0x416 | 0x424 | 0x428 | 0x429 | 0x42b | 0x42e | 0x436 | 0x444 | 0x448 | 0x449 | 0x44b | 0x44e => 1150,
        0x2030 | 0x2031 => 1800,
        0xa0 | 0xb7 | 0x2018..=0x201a => 318,
        0xa1..0x250 | 0x370..0x530 | 0x1e00..0x2000 => 800,
        0x2000..=0x200a | 0x202f => 500,
        0x2013 => 560,
        _ => 1000,
    }
}

/// Ideographs, kana, hangul and the full-width forms, between which lines may break.
fn is_full_width(c: char) -> bool {
    matches!(u32::from(c), 0x1100..0x1160 | 0x2e80..0xa4d0 | 0xac00..0xd7a4 | 0xf900..0xfb00 | 0xfe30..0xfe50
        | 0xff00..0xff61 | 0xffe0..0xffe7 | 0x20000..0x40000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Type = Type { size: 10, leading: 14, weight: Weight::Regular };

    fn check_wrap(text: &str, max_width: u32, expected: &[&str]) {
        assert_eq!(PLAIN.wrap(text, max_width), expected, "{text:?} in {max_width}");
    }

    #[test]
    fn lines_break_between_words() {
        check_wrap("", 100, &[]);
        check_wrap("  \n ", 100, &[]);
        check_wrap(" one  two ", 100, &["one two"]);
        check_wrap("one two three", 45, &["one two", "three"]);
    }

    #[test]
    fn a_headline_is_balanced() {
        let check = |text, max_width, expected: &[&str]| {
            assert_eq!(PLAIN.wrap_balanced(text, max_width), expected, "{text:?} in {max_width}");
        };
        assert_eq!(PLAIN.wrap("one two three four", 80), ["one two three", "four"]);
        check("one two three four", 80, &["one two", "three four"]);
        check("one two", 80, &["one two"]);
        check("", 80, &[]);
    }

    #[test]
    fn a_number_keeps_its_unit() {
        check_wrap("now 46\u{a0}% of", 45, &["now", "46\u{a0}% of"]);
    }

    #[test]
    fn long_words_break_inside() {
        check_wrap("a mmmmm b", 30, &["a", "mmm", "mm b"]);
        check_wrap("m", 1, &["m"]);
    }

    #[test]
    fn full_width_text_breaks_anywhere_but_before_a_full_stop() {
        check_wrap("意見意見", 20, &["意見", "意見"]);
        check_wrap("意見。意", 20, &["意", "見。", "意"]);
        check_wrap("AB意C", 15, &["AB", "意", "C"]);
    }

    #[test]
    fn a_mark_stays_on_its_letter() {
        check_wrap("mm\u{301}m", 20, &["mm\u{301}", "m"]);
        assert_eq!(PLAIN.width("e\u{301}"), PLAIN.width("e"));
    }

    #[test]
    fn cutting_leaves_room_for_the_ellipsis() {
        assert_eq!(PLAIN.cut("short", 100), "short");
        let cut = PLAIN.cut("mmmmmmmm", 50);
        assert_eq!(cut, "mmmm…");
        assert!(PLAIN.width(&cut) <= 50);
    }

    #[test]
    fn bold_is_wider_and_width_grows_with_size() {
        let bold = Type { weight: Weight::Bold, ..PLAIN };
        let large = Type { size: 20, ..PLAIN };
        assert!(bold.width("words") > PLAIN.width("words"));
        assert!(large.width("words") > bold.width("words"));
        assert_eq!(PLAIN.width(""), 0);
    }
}
