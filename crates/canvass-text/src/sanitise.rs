//! The second line of defence: whatever the Markdown reader let through is rebuilt from a list of allowed elements.
//!
//! The list must never hold an element that loads something, runs something or takes a class, an id or a style.

use ammonia::{Builder, UrlRelative};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

const ELEMENTS: [&str; 22] = [
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
/// Schemes a link may have.
pub(crate) const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .tags(ELEMENTS.into())
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .tag_attribute_values(HashMap::new())
        .set_tag_attribute_values(HashMap::new())
        .generic_attributes(HashSet::new())
        .generic_attribute_prefixes(HashSet::new())
        .allowed_classes(HashMap::new())
        .url_schemes(SCHEMES.into())
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener nofollow"))
        .strip_comments(true);
    builder
});

/// Rebuilds HTML from what is allowed. The result is well-formed, its attributes are in double quotes and its text
/// holds no bare `<`, `>` or `&`.
pub(crate) fn sanitise(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_allowed_comes_through() {
        let check = |html, expected: &str| assert_eq!(sanitise(html), expected, "{html}");
        check("<p onclick=\"x()\" style=\"a\" class=\"b\" id=\"c\">word</p>", "<p>word</p>");
        check("<script>alert(1)</script><style>p{}</style>after", "after");
        check("a<img src=x onerror=y><svg><a xlink:href=javascript:z>b</a></svg><iframe src=c></iframe>d", "ad");
        check("<a href=\"javascript:x()\">t</a>", "<a rel=\"noopener nofollow\">t</a>");
        check("<a href=\"//other\">t</a>", "<a rel=\"noopener nofollow\">t</a>");
        check(
            "<a href=\"https://a.example/?b=1&c\" title=t>t</a>",
            "<a href=\"https://a.example/?b=1&amp;c\" rel=\"noopener nofollow\">t</a>",
        );
        check("<ol start=\"3\" type=a><li>c</li></ol>", "<ol start=\"3\"><li>c</li></ol>");
        check("<h1>gone, words stay</h1>", "gone, words stay");
        check("<p>a &lt; b</p><!-- c -->", "<p>a &lt; b</p>");
    }
}
