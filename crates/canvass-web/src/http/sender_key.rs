//! A key for who sends, where there is no credential: the same for one sender, of no use to find out who. It is made of
//! the address and of salt that is in memory alone and anew every day; nothing of it is ever stored or logged.

use crate::http::client_address::Client;
use crate::random::random_bytes;
use canvass_app::Key;
use canvass_app::identity::hash;
use canvass_domain::Millis;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

const LIFE_MS: Millis = 24 * 3_600_000;

/// The salt of the day.
#[derive(Default)]
pub(crate) struct SenderKeys(Mutex<Option<Salt>>);

#[derive(Clone, Copy)]
struct Salt {
    bytes: [u8; 32],
    since_ms: Millis,
}

impl SenderKeys {
    /// The key of a sender today. This machine is one sender.
    pub(crate) fn key(&self, client: Client, now_ms: Millis) -> Result<Key, getrandom::Error> {
        let mut salt = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let current = salt.filter(|salt| (0..LIFE_MS).contains(&(now_ms - salt.since_ms)));
        let Salt { bytes, .. } = match current {
            Some(current) => current,
            None => *salt.insert(Salt { bytes: random_bytes()?, since_ms: now_ms }),
        };
        let address = match client {
            Client::Exempt => Vec::new(),
            Client::At(IpAddr::V4(address)) => address.octets().to_vec(),
            Client::At(IpAddr::V6(address)) => address.octets().to_vec(),
        };
        Ok(hash(&[b"sender", &bytes, &address]))
    }
}

impl std::fmt::Debug for SenderKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SenderKeys(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_has_one_key_for_a_day_and_does_not_print() {
        let [one, other] = ["192.0.2.1", "192.0.2.2"].map(|address| Client::At(address.parse().unwrap()));
        let keys = SenderKeys::default();
        let key = |client, now_ms| keys.key(client, now_ms).unwrap().0;
        let first = key(one, 5);
        assert_eq!(key(one, 4 + LIFE_MS), first);
        assert!(key(other, 5) != first && key(Client::Exempt, 5) != first);
        let next = key(one, 5 + LIFE_MS);
        assert_ne!(next, first, "the salt is another");
        assert_eq!(key(one, 6 + LIFE_MS), next);
        assert_ne!(SenderKeys::default().key(one, 5).unwrap().0, first, "of another process");
        assert_eq!(format!("{keys:?}"), "SenderKeys(..)");
    }
}
