//! Markdown that organisers write, and what readers get.

use crate::glossary;
use canvass_text::{MAX_MARKDOWN_CHARS, markdown_to_html, markdown_to_html_with_terms};

#[test]
fn everything_an_organiser_needs() {
    let markdown = "\
# What is asked
Police *should not* attend **every** call.\\
See [the agreement](https://agreement.example/a?b=1&c=2 \"title\") or <mailto:desk@news.example>.

## Who decides
> the threshold

3. first
4. second
   - `code`

| who | how many |
|:----|---------:|
| A & B | 1 < 2 |

```rust
let x = 1;
```
---
";
    insta::assert_snapshot!(markdown_to_html(markdown), @r#"
    <h3>What is asked</h3>
    <p>Police <em>should not</em> attend <strong>every</strong> call.<br>
    See <a href="https://agreement.example/a?b=1&amp;c=2" rel="noopener nofollow">the agreement</a> or <a href="mailto:desk@news.example" rel="noopener nofollow">mailto:desk@news.example</a>.</p>
    <h4>Who decides</h4>
    <blockquote>
    <p>the threshold</p>
    </blockquote>
    <ol start="3">
    <li>first</li>
    <li>second
    <ul>
    <li><code>code</code></li>
    </ul>
    </li>
    </ol>
    <table><thead><tr><th>who</th><th>how many</th></tr></thead><tbody>
    <tr><td>A &amp; B</td><td>1 &lt; 2</td></tr>
    </tbody></table>
    <pre><code>let x = 1;
    </code></pre>
    <hr>
    "#);
}

#[test]
fn what_is_dropped_leaves_its_words() {
    let check = |markdown, expected: &str| assert_eq!(markdown_to_html(markdown).trim_end(), expected, "{markdown}");
    check("a <b onclick=x()>bold</b> word", "<p>a bold word</p>");
    check("<script>alert(1)</script>\n\nafter", "<p>after</p>");
    check("![a map](https://maps.example/m.png \"t\") here", "<p>a map here</p>");
    check("[a](javascript:alert(1)) [b](/relative) [c](//host/x) [d](data:text/html,x)", "<p>a b c d</p>");
    check("[a](JavaScript:alert(1)) [b](java\tscript:x)", "<p>a [b](java\tscript:x)</p>");
    check("[a](&#106;avascript:alert(1))", "<p>a</p>");
    check("# Title {#main .big}", "<h3>Title {#main .big}</h3>");
    check("###### six", "<h6>six</h6>");
    check("", "");
}

#[test]
fn links_say_that_we_do_not_vouch_for_them() {
    let check = |markdown, address: &str| {
        let expected = format!("<p><a href=\"{address}\" rel=\"noopener nofollow\">x</a></p>");
        assert_eq!(markdown_to_html(markdown).trim_end(), expected);
    };
    check("[x](http://a.example)", "http://a.example");
    check("[x](HTTPS://a.example/%20)", "HTTPS://a.example/%20");
    check("[x](mailto:a@b.example)", "mailto:a@b.example");
    check("[x](https://a.example/\">y)", "https://a.example/%22%3Ey");
}

#[test]
fn the_deepest_and_longest_text_stays_bounded() {
    let shapes = [
        "> ", "- ", "*a ", "[", "`", "<", "**_", "![a](", "|", "&amp;", "\u{0}", "[a]: b\n", "1. ", "<b>", "意見",
        "a\n\n",
    ];
    for shape in shapes {
        let text: String = shape.chars().cycle().take(MAX_MARKDOWN_CHARS).collect();
        let html = markdown_to_html_with_terms(&text, &glossary(), &|_, words| words.to_owned());
        assert!(html.len() <= 40 * MAX_MARKDOWN_CHARS, "{shape:?} became {} bytes", html.len());
        assert!(html.matches("<blockquote>").count() <= 24, "{shape:?}");
    }
}

fn marked(markdown: &str) -> String {
    let mark = |index: usize, words: &str| format!("<dfn data-term=\"{index}\">{words}</dfn>");
    markdown_to_html_with_terms(markdown, &glossary(), &mark)
}

#[test]
fn the_first_occurrence_of_each_term_is_marked() {
    insta::assert_snapshot!(marked("\
# Section 136 in a heading
`section 136` and [section 136](https://law.example) stay; *section 136* is marked, section 136 is not again.

An AMHP & a doctor may use a Section 135(1)\nwarrant & find a place of *safety*, or a place of safety.
An approved mental health professional is the same term.
"), @r#"
    <h3>Section 136 in a heading</h3>
    <p><code>section 136</code> and <a href="https://law.example" rel="noopener nofollow">section 136</a> stay; <em><dfn data-term="4">section 136</dfn></em> is marked, section 136 is not again.</p>
    <p>An <dfn data-term="0">AMHP</dfn> &amp; a doctor may use a <dfn data-term="3">Section 135(1)
    warrant</dfn> &amp; find a place of <em>safety</em>, or a <dfn data-term="5">place of safety</dfn>.
    An approved mental health professional is the same term.</p>
    "#);
}

#[test]
fn marked_words_are_escaped_once() {
    let glossary = canvass_text::Glossary::new(&[("R&D <x>", "")]);
    let html =
        markdown_to_html_with_terms("the R&D &lt;x> &amp;amp; 46&nbsp;%", &glossary, &|_, words| format!("[{words}]"));
    assert_eq!(html.trim_end(), "<p>the [R&amp;D &lt;x&gt;] &amp;amp; 46\u{a0}%</p>");
}
