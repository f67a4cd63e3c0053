//! The key that signs editions, and checking a signature.
//!
//! The key follows from the server's secret, which is made at set-up and kept in the database, so that it is in
//! backups and nowhere else. Never print the seed.

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

/// The name of the algorithm in documents.
pub const ALGORITHM: &str = "Ed25519";

/// A hash that only the server can compute: of some parts and its secret. To anybody else it says nothing.
pub trait KeyedHash {
    /// The hash of some parts. Other parts have another one, also where only a border between them moves.
    fn keyed_hash(&self, parts: &[&[u8]]) -> [u8; 32];
}

impl dyn KeyedHash + '_ {
    /// The same in hexadecimal.
    #[must_use]
    pub fn hex(&self, parts: &[&[u8]]) -> String {
        hex(&self.keyed_hash(parts))
    }
}

/// The key that signs editions.
pub struct SigningKey(Ed25519KeyPair);

impl SigningKey {
    /// The one of this server.
    ///
    /// Nothing where the system's cryptography refuses a seed of the right length, which it never does.
    #[must_use]
    pub fn of(secret: &dyn KeyedHash) -> Option<Self> {
        Ed25519KeyPair::from_seed_unchecked(&secret.keyed_hash(&[b"editions"])).ok().map(Self)
    }

    /// The public half, in hexadecimal.
    #[must_use]
    pub fn public(&self) -> String {
        hex(self.0.public_key().as_ref())
    }

    /// A signature, in hexadecimal.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> String {
        hex(self.0.sign(message).as_ref())
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

/// Whether a signature is that of a public key, both in hexadecimal.
#[must_use]
pub fn is_signed(public: &str, message: &[u8], signature: &str) -> bool {
    let (Some(public), Some(signature)) = (unhex(public), unhex(signature)) else { return false };
    UnparsedPublicKey::new(&ED25519, public).verify(message, &signature).is_ok()
}

/// In hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn unhex(hex: &str) -> Option<Vec<u8>> {
    let is_hex = hex.len().is_multiple_of(2) && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let pairs = || (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok());
    if is_hex { pairs().collect() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_of_one_message_and_one_key() {
        let key = SigningKey(Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap());
        let other = SigningKey(Ed25519KeyPair::from_seed_unchecked(&[8; 32]).unwrap());
        let signed = key.sign(b"edition");
        assert_eq!((signed.len(), key.public().len()), (128, 64));
        assert!(is_signed(&key.public(), b"edition", &signed));
        assert!(!is_signed(&key.public(), b"Edition", &signed));
        assert!(!is_signed(&other.public(), b"edition", &signed));
        for odd in ["", "zz", "0", &signed.to_uppercase(), &signed[2..]] {
            assert!(!is_signed(&key.public(), b"edition", odd), "{odd}");
        }
        assert_eq!(unhex(&hex(&[0, 255, 16])), Some(vec![0, 255, 16]));
    }
}
