//! The first words of a text.

use canvass_text::first_words;

#[test]
fn running_text_without_markup() {
    let check = |markdown, n_chars, expected: &str| assert_eq!(first_words(markdown, n_chars), expected, "{markdown}");
    check("", 10, "");
    check(
        "# Title\n\nFirst *words*\nof [all](https://a.example) & `more`.\n\nSecond.",
        80,
        "First words of all & more. Second.",
    );
    check("<b>a</b> ![map](x.png) <script>x</script>", 80, "a map x");
    check("| a | b |\n|---|---|\n| c | d |\n\n- one\n- two\n\n```\ncode\n```\nend", 80, "one two end");
}

#[test]
fn long_text_is_cut_after_a_word() {
    let check = |markdown, n_chars, expected: &str| {
        let found = first_words(markdown, n_chars);
        assert_eq!(found, expected);
        assert!(found.chars().count() <= n_chars);
    };
    check("one two three", 13, "one two three");
    check("one two three", 12, "one two…");
    check("one two three", 8, "one two…");
    check("one two, three", 9, "one two…");
    check("意見意見意見", 4, "意見意…");
    check("a unbreakablylongword", 10, "a unbreak…");
    check("word", 1, "…");
    check("word", 0, "");
}
