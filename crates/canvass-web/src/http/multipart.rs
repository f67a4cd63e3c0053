//! The parts of a form that carries a file (`multipart/form-data`), from a body that is bounded.
//!
//! Just enough for our own form: a few parts, found by name. What is not such a form is nothing. What a part's bytes
//! say is for whoever asked for them: they are given as they came.

/// Most parts looked at.
const MAX_PARTS: usize = 8;

/// The boundary that a content type names.
pub(crate) fn boundary(content_type: &str) -> Option<&str> {
    let (kind, rest) = content_type.split_once(';')?;
    let (_, boundary) = rest.split_once("boundary=").filter(|_| kind.trim() == "multipart/form-data")?;
    let boundary = boundary.split(';').next()?.trim().trim_matches('"');
    (1..=70).contains(&boundary.len()).then_some(boundary)
}

/// A name and its bytes.
type Part = (String, Vec<u8>);

/// The parts of a whole body; nothing where it is none.
pub(crate) fn parts(body: &[u8], boundary: &str) -> Option<Vec<Part>> {
    let (found, is_whole) = read(body, boundary);
    is_whole.then_some(found)
}

/// The parts of a body that broke off, as far as they came; the last may be cut short.
pub(crate) fn begun(body: &[u8], boundary: &str) -> Vec<Part> {
    read(body, boundary).0
}

/// The parts, and whether they end as they should.
fn read(body: &[u8], boundary: &str) -> (Vec<Part>, bool) {
    // The first boundary has no line break before it.
    let body = [b"\r\n", body].concat();
    let between = format!("\r\n--{boundary}");
    let mut found = Vec::new();
    let mut rest = after(&body, between.as_bytes()).map(|(_, rest)| rest);
    while let Some(now) = rest {
        if now.starts_with(b"--") || found.len() == MAX_PARTS {
            return (found, true);
        }
        let (part, next) = match after(now, between.as_bytes()) {
            Some((part, next)) => (part, Some(next)),
            None => (without_beginning_of(between.as_bytes(), now), None),
        };
        // The name of a file may be in any encoding; that of a field of ours is plain.
        let named =
            after(part, b"\r\n\r\n").and_then(|(head, text)| Some((name_of(&String::from_utf8_lossy(head))?, text)));
        let Some((name, text)) = named else { break };
        found.push((name, text.to_vec()));
        rest = next;
    }
    (found, false)
}

/// Bytes without what may be the beginning of something else at their end.
fn without_beginning_of<'b>(what: &[u8], bytes: &'b [u8]) -> &'b [u8] {
    let beginnings = (1..what.len()).rev().filter_map(|n| what.get(..n));
    beginnings.filter_map(|beginning| bytes.strip_suffix(beginning)).next().unwrap_or(bytes)
}

/// What stands before and after the first place of some bytes.
fn after<'b>(bytes: &'b [u8], what: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let at = bytes.windows(what.len()).position(|window| window == what)?;
    Some((bytes.get(..at)?, bytes.get(at + what.len()..)?))
}

fn name_of(head: &str) -> Option<String> {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let (_, rest) = line.split_once(" name=\"")?;
    rest.split('"').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "--x9\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nabc\r\n\
        --x9\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.toml\"\r\nContent-Type: text/plain\r\n\r\n\
        title = \"T\"\r\n\r\n--x\r\n\r\n--x9--\r\n";

    #[test]
    fn parts_are_found_by_name() {
        let pair = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
        let expected = vec![pair("token", "abc"), pair("file", "title = \"T\"\r\n\r\n--x\r\n")];
        assert_eq!(parts(BODY.as_bytes(), "x9"), Some(expected));
        assert_eq!(parts(b"--x9--\r\n", "x9"), Some(Vec::new()));
    }

    #[test]
    fn what_is_broken_off_is_no_form_and_gives_what_came_of_it() {
        let whole = parts(BODY.as_bytes(), "x9").unwrap();
        for end in 0..BODY.len() - 5 {
            let cut = &BODY.as_bytes()[..end];
            assert_eq!(parts(cut, "x9"), None, "{end}");
            let begun = begun(cut, "x9");
            for ((name, text), (whole_name, whole_text)) in begun.iter().zip(&whole) {
                assert!(name == whole_name && whole_text.starts_with(text), "{end}: {begun:?}");
            }
            let n_came = begun.iter().map(|(_, text)| text.len()).sum::<usize>();
            assert!(end < 80 || n_came >= 3, "{end}: {begun:?}");
        }
        assert_eq!(parts(b"--x9\r\nno head\r\n--x9--", "x9"), None);
        assert_eq!(parts(b"--x9\r\nX: y\r\n\r\ntext\r\n--x9--", "x9"), None);
    }

    #[test]
    fn a_boundary_is_read_from_the_content_type() {
        let check = |kind, expected| assert_eq!(boundary(kind), expected, "{kind}");
        check("multipart/form-data; boundary=x9", Some("x9"));
        check("multipart/form-data; charset=utf-8; boundary=\"x 9\"; a=b", Some("x 9"));
        check("multipart/mixed; boundary=x9", None);
        check("multipart/form-data; boundary=", None);
        check("multipart/form-data", None);
    }
}
