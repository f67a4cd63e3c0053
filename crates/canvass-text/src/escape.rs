//! Text to HTML text and back, for the few characters that need it.
//!
//! Reading back understands exactly what the sanitiser writes; it is no general HTML decoder.

/// Makes text safe between tags and inside quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// Reads text nodes as the sanitiser serialises them; an entity it never writes is kept letter by letter.
pub(crate) fn unescape(html: &str) -> String {
    const WRITTEN: [(&str, char); 5] =
        [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&nbsp;", '\u{a0}')];
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, _)) = rest.split_once('&') {
        text.push_str(before);
        rest = rest.strip_prefix(before).unwrap_or_default();
        let known = WRITTEN.iter().find_map(|(entity, c)| Some((rest.strip_prefix(entity)?, *c)));
        let (after, c) = known.unwrap_or((rest.strip_prefix('&').unwrap_or_default(), '&'));
        text.push(c);
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_back_undoes_the_sanitisers_escapes() {
        let check = |html, expected: &str| assert_eq!(unescape(html), expected);
        check("", "");
        check("a &amp; b &lt;i&gt; 46&nbsp;% &", "a & b <i> 46\u{a0}% &");
        check("&amp;lt;", "&lt;");
        check("&eacute;&&amp;", "&eacute;&&");
    }

    #[test]
    fn nothing_that_could_open_a_tag_or_end_an_attribute_is_left() {
        assert_eq!(escape("<a href=\"x\" o='y'>&amp;"), "&lt;a href=&quot;x&quot; o=&#39;y&#39;&gt;&amp;amp;");
    }
}
