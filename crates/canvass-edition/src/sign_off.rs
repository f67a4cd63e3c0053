//! Signing a take off: whoever gives a name certifies everything that there is to certify in it, each by a box of its own.
//! Without a name nothing is certified, and the take says that a program drafted it.

use crate::record::{Edition, SignOff};
use canvass_domain::Millis;
use canvass_words::legible;

/// Longest name, in characters.
pub const MAX_NAME_CHARS: usize = 200;

/// Something that whoever signs a take off certifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certified {
    /// The headline says what the figures show.
    Headline,
    /// Each figure was followed to its source.
    Figures,
    /// Each quote was read in its place.
    Quotes,
    /// Terms are used as they are explained.
    Words,
    /// Those named were asked to respond.
    Response,
}

impl Certified {
    /// Its word in forms (`checked`) and in editions.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Figures => "figures",
            Self::Quotes => "quotes",
            Self::Words => "words",
            Self::Response => "response",
        }
    }
}

/// Who signs off, and what they have ticked.
#[derive(Clone, Copy, Debug)]
pub struct Signing<'a> {
    /// Their name; empty where nobody signs.
    pub name: &'a str,
    /// What they certify, each by the word of its box.
    pub checked: &'a [String],
}

/// Why a take is not signed off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotSigned {
    /// Something is certified by nobody.
    Unnamed,
    /// Whoever signs it off has not certified all of it.
    Unticked(Vec<Certified>),
    /// The name is longer than so many characters.
    TooLong(usize),
}

/// What there is to certify in a take, in the order of its boxes: headline and figures always; quotes, explained terms
/// and an answer that somebody was asked for, where there are any.
#[must_use]
pub fn to_certify(edition: &Edition, n_responses: usize) -> Vec<Certified> {
    let has_terms = edition.instrument().is_some_and(|instrument| !instrument.terms.is_empty());
    let all = [
        (Certified::Headline, true),
        (Certified::Figures, true),
        (Certified::Quotes, !edition.quotes.is_empty()),
        (Certified::Words, has_terms),
        (Certified::Response, n_responses > 0),
    ];
    all.into_iter().filter(|(_, is_there)| *is_there).map(|(certified, _)| certified).collect()
}

/// Who signs off, and what they certify. A box that was ticked and certifies nothing here is passed over.
///
/// # Errors
/// When something is certified by nobody, or not everything is, or the name is too long.
pub fn signed_off(
    signing: &Signing<'_>,
    to_certify: &[Certified],
    at_ms: Millis,
) -> Result<Option<SignOff>, NotSigned> {
    let name = signing.name;
    let name = legible::plain(name).split_whitespace().collect::<Vec<_>>().join(" ");
    // What nobody can see is no name.
    let name = if legible::is_blank(&name) { String::new() } else { name };
    let is_ticked = |certified: &Certified| signing.checked.iter().any(|word| word == certified.word());
    if name.is_empty() {
        return if signing.checked.is_empty() { Ok(None) } else { Err(NotSigned::Unnamed) };
    }
    if name.chars().count() > MAX_NAME_CHARS {
        return Err(NotSigned::TooLong(MAX_NAME_CHARS));
    }
    let unticked: Vec<Certified> = to_certify.iter().copied().filter(|certified| !is_ticked(certified)).collect();
    if !unticked.is_empty() {
        return Err(NotSigned::Unticked(unticked));
    }
    let checked = to_certify.iter().map(|certified| certified.word().to_owned()).collect();
    Ok(Some(SignOff { name, at_ms, checked }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_certifies_everything_and_no_name_nothing() {
        use Certified::{Figures, Headline, Quotes};
        let all = [Headline, Figures, Quotes];
        let signed = |name: &str, checked: &[&str]| {
            let checked: Vec<String> = checked.iter().map(|word| (*word).to_owned()).collect();
            signed_off(&Signing { name, checked: &checked }, &all, 7)
        };
        let signed_with = |name: &str, checked: &[&str]| signed(name, checked).unwrap();
        assert_eq!(signed_with("", &[]), None);
        assert_eq!(signed_with(" \n ", &[]), None);
        let whole = signed_with(" Ada\n Okoye ", &["words", "quotes", "figures", "headline"]).unwrap();
        assert_eq!(
            (whole.name.as_str(), whole.checked),
            ("Ada Okoye", vec!["headline", "figures", "quotes"].into_iter().map(str::to_owned).collect())
        );
        let unticked = |checked: &[&str]| match signed("Ada", checked) {
            Err(NotSigned::Unticked(unticked)) => unticked,
            other => panic!("{other:?}"),
        };
        assert_eq!(unticked(&[]), all);
        assert_eq!(unticked(&["headline", "quotes", "response"]), [Figures]);
        assert!(matches!(signed("", &["figures"]), Err(NotSigned::Unnamed)), "a name was forgotten");
        assert!(matches!(signed(&"a".repeat(201), &["figures"]), Err(NotSigned::TooLong(200))));
    }
}
