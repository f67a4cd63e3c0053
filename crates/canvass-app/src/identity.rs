//! Secrets and what is derived from them.
//!
//! A reader's browser holds one random secret. Each conversation knows only SHA-256 of the secret with the
//! conversation's id, so nothing stored can link a reader across conversations. The server signs the secrets
//! it hands out, so that nobody makes participants out of invented ones. Nothing here is ever printed.

use canvass_domain::{ConversationId, Millis};
use canvass_store::{Key, Store, StoreError};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;

const SETTING: &str = "server_secret";
const MAC_BYTES: usize = 16;
/// How long a form that came with its cookie may wait to be sent under another one.
const FIRST_FORM_LIFE_MS: Millis = 24 * 3_600_000;

/// The server's own secret, made at first use and kept in the database.
#[derive(Clone)]
pub struct ServerSecret(Key);

/// The secret of one reader's browser or API client.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Secret(Key);

/// What a form carries to prove that it came from a page of ours, shown to this browser, in this conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormToken(String);

impl canvass_edition::KeyedHash for ServerSecret {
    fn keyed_hash(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.mac(parts).0
    }
}

impl ServerSecret {
    /// Reads it; `fresh` becomes it where there is none yet.
    pub(crate) async fn keep(store: &Store, fresh: [u8; 32]) -> Result<Self, StoreError> {
        let kept = store.setting_or(SETTING, &Key(fresh).hex()).await?;
        let secret = Key::from_hex(&kept);
        secret.map(Self).ok_or_else(|| StoreError::Damaged("the server's secret cannot be read".to_owned()))
    }

    /// Signs a fresh random secret: what goes into the cookie or the bearer token.
    #[must_use]
    pub fn issue(&self, random: [u8; 32]) -> String {
        let mac = self.mac(&[b"reader", &random]);
        let half = mac.hex();
        format!("{}{}", Key(random).hex(), half.get(..2 * MAC_BYTES).unwrap_or_default())
    }

    /// Reads a credential back, if this server signed it.
    #[must_use]
    pub fn accept(&self, credential: &str) -> Option<Secret> {
        let (secret, mac) = (credential.get(..64)?, credential.get(64..)?);
        let secret = Key::from_hex(secret)?;
        let good = self.mac(&[b"reader", &secret.0]).hex();
        let good = good.get(..2 * MAC_BYTES)?;
        bool::from(good.as_bytes().ct_eq(mac.as_bytes())).then_some(Secret(secret))
    }

    /// The token of a client without cookies: for one conversation, with the moment at which it is given out.
    #[must_use]
    pub fn issue_token(&self, random: [u8; 32], conversation: ConversationId, issued_ms: Millis) -> String {
        let mac = self.token_mac(&random, conversation, issued_ms);
        format!("{}.{issued_ms}.{mac}", Key(random).hex())
    }

    /// Reads a token back, if this server gave it out for this conversation, with when that was.
    #[must_use]
    pub fn accept_token(&self, token: &str, conversation: ConversationId) -> Option<(Secret, Millis)> {
        let mut parts = token.splitn(3, '.');
        let secret = Key::from_hex(parts.next()?)?;
        let issued_ms: Millis = parts.next()?.parse().ok()?;
        let mac = self.token_mac(&secret.0, conversation, issued_ms);
        bool::from(mac.as_bytes().ct_eq(parts.next()?.as_bytes())).then_some((Secret(secret), issued_ms))
    }

    fn token_mac(&self, secret: &[u8; 32], conversation: ConversationId, issued_ms: Millis) -> String {
        let mac = self.mac(&[b"token", secret, &conversation.0.to_be_bytes(), &issued_ms.to_be_bytes()]).hex();
        mac.get(..2 * MAC_BYTES).unwrap_or_default().to_owned()
    }

    /// The token of a reader's forms in one conversation.
    #[must_use]
    pub fn form_token(&self, secret: &Secret, conversation: ConversationId) -> FormToken {
        FormToken(self.mac(&[b"form", &secret.0.0, &conversation.0.to_be_bytes()]).hex())
    }

    /// The same on the page that hands the secret out, with a mark that says so, for the time it was handed out at. Two
    /// tabs opened at once are given two secrets, and the browser keeps one.
    #[must_use]
    pub fn first_form_token(&self, secret: &Secret, conversation: ConversationId, at_ms: Millis) -> FormToken {
        let mark = self.first_mark(conversation, at_ms);
        FormToken(format!("{}.{at_ms}.{mark}", self.form_token(secret, conversation).0))
    }

    /// Whether a form was on such a page, not long ago. It says nothing of whose.
    #[must_use]
    pub fn is_first_form_token(&self, given: &str, conversation: ConversationId, now_ms: Millis) -> bool {
        let mut parts = given.split('.').skip(1);
        let Some(at_ms) = parts.next().and_then(|at| at.parse::<Millis>().ok()) else { return false };
        let (Some(mark), None) = (parts.next(), parts.next()) else { return false };
        let is_ours = bool::from(self.first_mark(conversation, at_ms).as_bytes().ct_eq(mark.as_bytes()));
        is_ours && (0..=FIRST_FORM_LIFE_MS).contains(&now_ms.saturating_sub(at_ms))
    }

    fn first_mark(&self, conversation: ConversationId, at_ms: Millis) -> String {
        self.mac(&[b"first form", &conversation.0.to_be_bytes(), &at_ms.to_be_bytes()]).hex()
    }

    /// The token of a member of staff's forms in one session.
    #[must_use]
    pub fn desk_token(&self, session: &Key) -> FormToken {
        FormToken(self.mac(&[b"desk", &session.0]).hex())
    }

    /// A secret of its own for one purpose, such as drawing the next statement.
    #[must_use]
    pub fn mac(&self, parts: &[&[u8]]) -> Key {
        // A key of any length is taken, so this cannot fail.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0.0) else { return Key([0; 32]) };
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        Key(mac.finalize().into_bytes().into())
    }
}

impl Secret {
    /// What the conversation knows this reader by.
    #[must_use]
    pub fn key(&self, conversation: ConversationId) -> Key {
        hash(&[&self.0.0, &conversation.0.to_be_bytes()])
    }

    /// The private code that leads back to this reader's answers from another device. It is derived from the
    /// secret, so it can be shown at any time and only its hash is stored.
    #[must_use]
    pub fn return_code(&self, conversation: ConversationId) -> String {
        hash(&[b"return", &self.0.0, &conversation.0.to_be_bytes()]).hex()
    }

    /// The stored hash of the return code.
    #[must_use]
    pub fn return_key(&self, conversation: ConversationId) -> Key {
        return_key(&self.return_code(conversation), conversation)
    }

    /// Who says something under an idempotency key, and what, hashed.
    #[must_use]
    pub fn idempotency_scope(&self, key: &str) -> Key {
        hash(&[b"once", &self.0.0, key.as_bytes()])
    }
}

impl FormToken {
    /// For the form's hidden field.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether what came back is it, in constant time.
    #[must_use]
    pub fn is(&self, given: &str) -> bool {
        // What follows a point says where it was given out, not to whom.
        let given = given.split('.').next().unwrap_or_default();
        bool::from(self.0.as_bytes().ct_eq(given.as_bytes()))
    }
}

/// The stored hash of a private return code.
#[must_use]
pub fn return_key(code: &str, conversation: ConversationId) -> Key {
    hash(&[b"return code", code.as_bytes(), &conversation.0.to_be_bytes()])
}

/// The stored hash of a one-time token or a session.
#[must_use]
pub fn token_hash(token: &str) -> Key {
    hash(&[b"token", token.as_bytes()])
}

/// SHA-256 of the parts, each with its length, so that no two lists of parts collide.
#[must_use]
pub fn hash(parts: &[&[u8]]) -> Key {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part);
    }
    Key(sha.finalize().into())
}

impl fmt::Debug for ServerSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServerSecret(..)")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: ConversationId = ConversationId(1);
    const TWO: ConversationId = ConversationId(2);

    fn server() -> ServerSecret {
        ServerSecret(Key([7; 32]))
    }

    #[test]
    fn only_secrets_signed_here_are_accepted() {
        let credential = server().issue([1; 32]);
        assert!(server().accept(&credential).is_some());
        assert!(ServerSecret(Key([8; 32])).accept(&credential).is_none(), "another server's");
        for forged in
            [&credential[..95], "", &credential.replace("01", "02"), &format!("{credential}0"), &"é".repeat(48)]
        {
            assert!(server().accept(forged).is_none(), "{forged:?}");
        }
    }

    #[test]
    fn a_token_is_of_one_conversation_and_says_when() {
        let token = server().issue_token([1; 32], ONE, 77);
        let (secret, issued_ms) = server().accept_token(&token, ONE).unwrap();
        assert!(issued_ms == 77 && secret.0.0 == [1; 32]);
        assert!(server().accept_token(&token, TWO).is_none(), "of another conversation");
        assert!(ServerSecret(Key([8; 32])).accept_token(&token, ONE).is_none(), "another server's");
        assert!(server().accept(&token).is_none(), "it is no cookie");
        for forged in
            [&token.replace(".77.", ".78."), &format!("{token}0"), "", "..", &server().issue([1; 32]), &token[1..]]
        {
            assert!(server().accept_token(forged, ONE).is_none(), "{forged:?}");
        }
    }

    #[test]
    fn nothing_links_a_reader_across_conversations() {
        let secret = server().accept(&server().issue([1; 32])).unwrap();
        assert_ne!(secret.key(ONE), secret.key(TWO));
        assert_ne!(secret.return_code(ONE), secret.return_code(TWO));
        assert_ne!(secret.key(ONE), secret.return_key(ONE));
        assert!(!server().form_token(&secret, ONE).is(server().form_token(&secret, TWO).as_str()));
    }

    #[test]
    fn a_form_that_came_with_its_cookie_says_so_for_a_day() {
        const HOUR_MS: Millis = 3_600_000;
        let [one, other] = [[1; 32], [2; 32]].map(|bytes| server().accept(&server().issue(bytes)).unwrap());
        let token = server().first_form_token(&one, ONE, 7);
        assert!(
            server().form_token(&one, ONE).is(token.as_str()) && !server().form_token(&other, ONE).is(token.as_str())
        );
        let is_first = |token: &str, id, now_ms| server().is_first_form_token(token, id, now_ms);
        assert!(is_first(token.as_str(), ONE, 7) && is_first(token.as_str(), ONE, 7 + 24 * HOUR_MS));
        assert!(!is_first(token.as_str(), ONE, 8 + 24 * HOUR_MS) && !is_first(token.as_str(), ONE, 6), "not any more");
        assert!(!is_first(token.as_str(), TWO, 7), "of another conversation");
        let plain = server().form_token(&one, ONE);
        for forged in
            [plain.as_str(), "", "..", "a.7.b", &token.as_str().replace(".7.", ".8."), &format!("{}.", token.as_str())]
        {
            assert!(!is_first(forged, ONE, 8), "{forged}");
        }
        assert!(!ServerSecret(Key([8; 32])).is_first_form_token(token.as_str(), ONE, 7), "another server's");
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(hash(&[b"ab", b"c"]), hash(&[b"a", b"bc"]));
    }

    #[test]
    fn secrets_do_not_print() {
        let secret = server().accept(&server().issue([1; 32])).unwrap();
        assert_eq!(format!("{secret:?} {:?} {:?}", server(), secret.key(ONE)), "Secret(..) ServerSecret(..) Key(..)");
    }
}
