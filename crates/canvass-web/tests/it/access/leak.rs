//! Looks for what a viewer must not know in an answer's body.

/// Something only some may see.
#[derive(Clone, Debug)]
pub(super) struct Planted {
    /// What it is, for the report.
    pub what: &'static str,
    /// The ways it may be written.
    pub forms: Vec<String>,
}

impl Planted {
    /// A count, with and without a separator of thousands.
    pub(super) fn count(what: &'static str, n: u32) -> Self {
        let plain = n.to_string();
        let mut forms = vec![plain.clone()];
        if let Some((thousands, rest)) = plain.len().checked_sub(3).map(|at| plain.split_at(at)) {
            let grouped = [",", ".", " ", "\u{a0}", "\u{202f}", "&nbsp;"];
            forms.extend(
                grouped.iter().filter(|_| !thousands.is_empty()).map(|mark| format!("{thousands}{mark}{rest}")),
            );
        }
        Self { what, forms }
    }

    /// A text.
    pub(super) fn text(what: &'static str, text: &str) -> Self {
        Self { what, forms: vec![text.to_owned()] }
    }
}

/// What of the planted things a body gives away. A number inside a longer word, such as a token, is none.
pub(super) fn leaks(body: &str, planted: &[Planted]) -> Vec<&'static str> {
    let gives_away = |one: &&Planted| one.forms.iter().any(|form| stands_in(body, form));
    planted.iter().filter(gives_away).map(|one| one.what).collect()
}

fn stands_in(body: &str, form: &str) -> bool {
    body.match_indices(form).any(|(at, _)| {
        let before = body[..at].chars().next_back();
        let after = body[at + form.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[test]
fn the_checker_finds_what_is_planted_and_nothing_else() {
    let planted = [Planted::count("count", 7919), Planted::text("held", "a held statement")];
    let check = |body: &str, expected: &[&str]| assert_eq!(leaks(body, &planted), expected, "{body}");
    check(r#"{"n":7919}"#, &["count"]);
    check("<td>7,919</td>", &["count"]);
    check("<td>7\u{a0}919 people</td>", &["count"]);
    check("<p>a held statement</p> 7919", &["count", "held"]);
    check("token=a7919f, 17919, 79190, 7,9190", &[]);
    check("", &[]);
}
