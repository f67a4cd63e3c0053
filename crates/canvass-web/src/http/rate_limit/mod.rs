//! Rate limits: how much one client may ask for, per credential and per address. Addresses live in memory only, and
//! only as long as their allowance is not full again; nothing of them is logged or stored.

pub(crate) mod by_address;

use crate::http::client_address::Client;
use crate::settings::Limits;
use canvass_app::Key;
use canvass_domain::ConversationId;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Checks between two sweeps of allowances that are full again.
const SWEEP_EVERY: u32 = 10_000;
/// E-mails that one address may ask for.
const EMAILS_PER_HOUR: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);
const TWICE: NonZeroU32 = NonZeroU32::MIN.saturating_add(1);

/// The allowances.
#[derive(Debug)]
pub(crate) struct RateLimits {
    by_credential: DefaultKeyedRateLimiter<Key>,
    by_address: DefaultKeyedRateLimiter<IpAddr>,
    emails: DefaultKeyedRateLimiter<IpAddr>,
    texts_by_address: DefaultKeyedRateLimiter<IpAddr>,
    texts_by_reader: DefaultKeyedRateLimiter<Key>,
    texts_a_day: DefaultKeyedRateLimiter<(IpAddr, ConversationId)>,
    unclear_a_day: DefaultKeyedRateLimiter<(IpAddr, ConversationId)>,
    n_checks: AtomicU32,
}

/// Too much was asked for; come back after this.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooMany {
    /// When there is an allowance again.
    pub wait: Duration,
}

impl RateLimits {
    pub(crate) fn new(limits: Limits) -> Self {
        let credential = Quota::per_second(limits.writes_per_credential);
        let address = Quota::per_second(limits.requests_per_address);
        Self {
            by_credential: RateLimiter::keyed(credential),
            by_address: RateLimiter::keyed(address.allow_burst(limits.requests_per_address.saturating_mul(TWICE))),
            emails: RateLimiter::keyed(Quota::per_hour(EMAILS_PER_HOUR)),
            texts_by_address: RateLimiter::keyed(Quota::per_minute(limits.texts_per_address)),
            texts_by_reader: RateLimiter::keyed(Quota::per_hour(limits.texts_per_reader)),
            texts_a_day: RateLimiter::keyed(per_day(limits.texts_per_address_a_day)),
            unclear_a_day: RateLimiter::keyed(per_day(limits.unclear_per_address_a_day)),
            n_checks: AtomicU32::new(0),
        }
    }

    /// One write by a credential.
    pub(crate) fn credential(&self, client: Client, key: Key) -> Result<(), TooMany> {
        if client == Client::Exempt {
            return Ok(());
        }
        self.sweep();
        check(&self.by_credential, &key)
    }

    /// One text for people to read, by a reader of a conversation. Credentials cost nothing, so that these are bounded
    /// by address too: far below what a conversation holds, which would otherwise be full for everybody.
    pub(crate) fn text(&self, client: Client, of: ConversationId, reader: Key) -> Result<(), TooMany> {
        let Client::At(address) = client else { return Ok(()) };
        self.sweep();
        check(&self.texts_by_address, &address)?;
        check(&self.texts_by_reader, &reader)?;
        check(&self.texts_a_day, &(address, of))
    }

    /// One reader's word that something is unclear. It needs no credential, so that the address is all there is.
    pub(crate) fn unclear(&self, client: Client, of: ConversationId) -> Result<(), TooMany> {
        let Client::At(address) = client else { return Ok(()) };
        self.sweep();
        check(&self.texts_by_address, &address)?;
        check(&self.unclear_a_day, &(address, of))
    }

    /// One e-mail asked for, to whatever address.
    pub(crate) fn email(&self, client: Client) -> Result<(), TooMany> {
        let Client::At(address) = client else { return Ok(()) };
        self.sweep();
        check(&self.emails, &address)
    }

    pub(crate) fn address(&self, address: IpAddr) -> Result<(), TooMany> {
        self.sweep();
        check(&self.by_address, &address)
    }

    fn sweep(&self) {
        if self.n_checks.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.by_credential.retain_recent();
            self.by_address.retain_recent();
            self.emails.retain_recent();
            self.texts_by_address.retain_recent();
            self.texts_by_reader.retain_recent();
            self.texts_a_day.retain_recent();
            self.unclear_a_day.retain_recent();
        }
    }
}

/// So many at once, and as many again in a day.
fn per_day(n: NonZeroU32) -> Quota {
    let each = Duration::from_secs(24 * 3_600) / n.get();
    Quota::with_period(each).unwrap_or(Quota::per_hour(n)).allow_burst(n)
}

fn check<K: std::hash::Hash + Eq + Clone>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), TooMany> {
    let checked = limiter.check_key(key);
    checked.map_err(|until| TooMany { wait: until.wait_time_from(DefaultClock::default().now()) })
}
