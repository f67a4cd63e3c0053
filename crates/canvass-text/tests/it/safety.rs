//! Whatever comes in, only the allowed elements and attributes go out.

use crate::glossary;
use canvass_text::{
    Glossary, Placed, Segment, Shown, first_words, markdown_to_html, markdown_to_html_with_terms, prose_to_html,
};
use proptest::prelude::*;
use scraper::{Html, Node};
use std::cell::Cell;

/// What may come out; `html` and `body` are the test parser's own wrapping.
const ELEMENTS: [&str; 24] = [
    "html",
    "body",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "br",
    "hr",
    "ul",
    "ol",
    "li",
    "em",
    "strong",
    "a",
    "blockquote",
    "pre",
    "code",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
];

/// What must hold for every input, whatever else it does.
pub(crate) fn check(markdown: &str) {
    let html = markdown_to_html(markdown);
    check_html(&html);
    check_terms(markdown, &html);
    let excerpt = first_words(markdown, 40);
    assert!(excerpt.chars().count() <= 40 && !excerpt.contains('\n'), "{excerpt:?}");
}

fn check_html(html: &str) {
    assert!(!html.to_ascii_lowercase().contains("<script"), "{html}");
    for node in Html::parse_fragment(html).tree.values() {
        match node {
            Node::Element(element) => {
                assert!(ELEMENTS.contains(&element.name()), "<{}> in {html}", element.name());
                element.attrs().for_each(|(name, value)| check_attribute(element.name(), name, value));
            }
            Node::Comment(_) | Node::ProcessingInstruction(_) | Node::Doctype(_) => panic!("{node:?} in {html}"),
            Node::Document | Node::Fragment | Node::Text(_) => {}
        }
    }
}

fn check_attribute(element: &str, name: &str, value: &str) {
    let is_allowed = match (element, name) {
        ("a", "rel") => value == "noopener nofollow",
        ("a", "href") => {
            let address = value.to_ascii_lowercase();
            ["http:", "https:", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
        }
        ("ol", "start") => value.parse::<u64>().is_ok(),
        _ => false,
    };
    assert!(is_allowed, "<{element} {name}=\"{value}\">");
}

/// Marking adds what the caller gave, as often as it was asked for it, and nothing else; nobody can forge a mark.
fn check_terms(markdown: &str, html: &str) {
    let n_asked = Cell::new(0_usize);
    let mark = |_: usize, words: &str| {
        n_asked.set(n_asked.get() + 1);
        format!("<dfn>{words}</dfn>")
    };
    let marked = markdown_to_html_with_terms(markdown, &glossary(), &mark);
    assert_eq!(marked.matches("<dfn>").count(), n_asked.get(), "{marked}");
    let unmarked = marked.replace("<dfn>", "").replace("</dfn>", "");
    check_html(&unmarked);
    let nodes =
        |html: &str| Html::parse_fragment(html).tree.values().map(|node| format!("{node:?}")).collect::<Vec<_>>();
    assert_eq!(nodes(&unmarked), nodes(html));
}

/// What the caller gives for references and citations stands in it as it is; all else is as safe as ever.
fn check_prose(prose: &str) {
    let show = |_: &str, _: Placed| "REFERENCE".to_owned();
    let cite = |_: &str, words: &str| format!("<a rel=\"noopener nofollow\">{words}</a>");
    let shown = Shown { mark: &|_, words| words.to_owned(), show: &show, cite: &cite };
    check_html(&prose_to_html(prose, &glossary(), &shown));
}

#[test]
fn a_mark_cannot_be_forged() {
    check("<dfn>section 136</dfn> &lt;dfn>AMHP&lt;/dfn> `<dfn>`");
    check("section 136 \u{0} \u{1} {{0}} %0% [[0]] <!--0--> \u{e000}0\u{e001} \u{fdd0}");
    // The caller's own markup is not searched again.
    let html = markdown_to_html_with_terms("AMHP", &glossary(), &|_, _| "section 136 &amp; more".to_owned());
    assert_eq!(html, "<p>section 136 &amp; more</p>\n");
}

/// Pieces that hurt, joined at random.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "<script>",
            "</script>",
            "<img src=x onerror=alert(1)>",
            "<svg onload=x>",
            " onclick=\"x\"",
            "style=\"a:b\"",
            "[x](javascript:alert(1))",
            "[x](https://a.example)",
            "![",
            "](",
            ")",
            "<a href='",
            "\">",
            "'",
            "`",
            "```\n",
            "\n",
            "\n\n",
            "    ",
            "> ",
            "- ",
            "1. ",
            "# ",
            "|a|b|\n|-|-|\n",
            "|",
            "*",
            "**",
            "_",
            "&lt;",
            "&amp;",
            "&#0;",
            "&",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<?",
            "<style>",
            "</p>",
            "<table>",
            "<math>",
            "<dfn>",
            "AMHP",
            "section 136",
            "意見",
            "\u{0}",
            "\u{202e}",
            "[x]: javascript:x\n",
            "<javascript:x>",
            "<https://b.example>",
            "\\",
            "\r",
            "\t",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,8}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn joined_hostile_pieces_are_harmless(markdown in hostile()) {
        check(&markdown);
    }

    #[test]
    fn a_citation_of_anything_is_harmless(words in hostile(), key in prop_oneof![hostile(), "[a-z.]{0,6}"], text in any::<String>()) {
        check_prose(&format!("{text}[{words}](figure:{key}) [{text}](figure:x)"));
    }

    #[test]
    fn any_text_is_harmless(markdown in any::<String>()) {
        check(&markdown);
    }

    #[test]
    fn segments_joined_are_the_text(text in hostile(), words in prop::collection::vec("\\PC{0,6}", 0..5)) {
        let terms: Vec<_> = words.iter().map(|word| (word.as_str(), "")).collect();
        for glossary in [glossary(), Glossary::new(&terms)] {
            let mut seen = Vec::new();
            let joined: String = glossary.segments(&text).iter().map(|segment| match segment {
                Segment::Plain(text) => *text,
                Segment::Term { text, index } => {
                    seen.push(*index);
                    text
                }
            }).collect();
            prop_assert_eq!(&joined, &text);
            let n_marks = seen.len();
            seen.sort_unstable();
            seen.dedup();
            prop_assert_eq!(seen.len(), n_marks);
        }
    }
}
