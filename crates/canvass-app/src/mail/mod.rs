//! Letters: who gets one, when, and sending those that wait. What a letter says is for the caller to write.
//!
//! An answer or a page never waits for mail: letters are rows in the database, sent by a chore of its own. An address
//! that asks to be told of results is linked with no participant.

mod notice;
mod sending;
mod staff;

pub use canvass_store::Letter;
pub use notice::{NoticeAsked, NoticeStanding, Ready};
pub use sending::{Carrier, Sent, Undelivered};
pub use staff::{Told, WAITS_AT_MOST_EVERY_MS};

/// Most letters that wait at once; whoever asks for one more is told to come later.
pub const MAX_LETTERS: u32 = 10_000;

const MAX_ADDRESS_CHARS: usize = 254;

/// An address as it is kept, where the text is one: whether it is anybody's, only a letter can tell.
#[must_use]
pub fn address(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let (name, host) = text.rsplit_once('@')?;
    let is_plain =
        |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | ',' | ';' | '"' | '(' | ')');
    let is_good = !name.is_empty()
        && !name.contains('@')
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && text.chars().all(is_plain)
        && text.chars().count() <= MAX_ADDRESS_CHARS;
    is_good.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn only_plain_addresses_are_kept() {
        assert_eq!(address(" Ada@Example.ORG "), Some("ada@example.org".to_owned()));
        let long = format!("{}@example.org", "a".repeat(250));
        for odd in ["", "ada", "@example.org", "ada@", "ada@example", "a b@example.org", "a@b@example.org", &long] {
            assert_eq!(address(odd), None, "{odd}");
        }
        for forged in ["ada@example.org\r\nBcc: all@example.org", "ada@example.org,eve@example.org", "<a@example.org>"]
        {
            assert_eq!(address(forged), None, "{forged}");
        }
    }
}
