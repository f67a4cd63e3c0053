//! The name of an edition in addresses.

use canvass_domain::Slug;

/// The name of an edition in addresses: `right-care-1`.
#[must_use]
pub fn edition_id(slug: &Slug, number: u32) -> String {
    format!("{slug}-{number}")
}

/// Reads it back.
#[must_use]
pub fn parse_edition_id(id: &str) -> Option<(Slug, u32)> {
    let (slug, number) = id.rsplit_once('-')?;
    let is_plain = !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.parse().ok().filter(|_| is_plain)?;
    Some((Slug::parse(slug).ok()?, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_one_conversation_and_one_number() {
        for (slug, number) in [("a", 1), ("a-1", 1), ("right-care", 12)] {
            let slug = Slug::parse(slug).unwrap();
            assert_eq!(parse_edition_id(&edition_id(&slug, number)), Some((slug, number)));
        }
        for odd in ["", "a", "a-", "-1", "a-0", "a-01", "a-+1", "A-1", "a-99999999999"] {
            assert_eq!(parse_edition_id(odd), None, "{odd}");
        }
    }
}
