//! How much one client may ask for: per credential, and per address. Addresses live in memory only, and only
//! as long as their allowance is not full again; nothing of them is logged or stored.

use crate::{Limits, Server, Settings};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use canvass_app::Key;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Checks between two sweeps of allowances that are full again.
const SWEEP_EVERY: u32 = 10_000;

/// The allowances.
#[derive(Debug)]
pub(crate) struct Limiters {
    by_credential: DefaultKeyedRateLimiter<Key>,
    by_address: DefaultKeyedRateLimiter<IpAddr>,
    letters: DefaultKeyedRateLimiter<IpAddr>,
    texts_by_address: DefaultKeyedRateLimiter<IpAddr>,
    n_checks: AtomicU32,
}

/// Too much was asked for; come back after this.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooMany {
    /// When there is an allowance again.
    pub wait: Duration,
}

impl Limiters {
    pub(crate) fn new(limits: Limits) -> Self {
        let credential = Quota::per_second(limits.writes_per_credential);
        let address = Quota::per_second(limits.requests_per_address);
        Self {
            by_credential: RateLimiter::keyed(credential),
            by_address: RateLimiter::keyed(address.allow_burst(limits.requests_per_address.saturating_mul(TWICE))),
            letters: RateLimiter::keyed(Quota::per_hour(LETTERS_PER_HOUR)),
            texts_by_address: RateLimiter::keyed(Quota::per_minute(limits.texts_per_address)),
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

    /// One text for people to read. Credentials cost nothing, so that these are bounded by address too.
    pub(crate) fn text(&self, client: Client) -> Result<(), TooMany> {
        let Client::At(address) = client else { return Ok(()) };
        self.sweep();
        check(&self.texts_by_address, &address)
    }

    /// One letter asked for, to whatever address.
    pub(crate) fn letter(&self, client: Client) -> Result<(), TooMany> {
        let Client::At(address) = client else { return Ok(()) };
        self.sweep();
        self.letters
            .check_key(&address)
            .map_err(|until| TooMany { wait: until.wait_time_from(DefaultClock::default().now()) })
    }

    fn address(&self, address: IpAddr) -> Result<(), TooMany> {
        self.sweep();
        check(&self.by_address, &address)
    }

    fn sweep(&self) {
        if self.n_checks.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.by_credential.retain_recent();
            self.by_address.retain_recent();
            self.letters.retain_recent();
            self.texts_by_address.retain_recent();
        }
    }
}

/// Letters that one address may ask for.
const LETTERS_PER_HOUR: std::num::NonZeroU32 = std::num::NonZeroU32::MIN.saturating_add(9);
fn check<K: std::hash::Hash + Eq + Clone>(limiter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), TooMany> {
    let checked = limiter.check_key(key);
    checked.map_err(|until| TooMany { wait: until.wait_time_from(DefaultClock::default().now()) })
}

const TWICE: std::num::NonZeroU32 = std::num::NonZeroU32::MIN.saturating_add(1);

/// A peer on this machine that no trusted proxy speaks for is exempt: it is the operator, or a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Client {
    /// Not limited.
    Exempt,
    /// Limited by this address.
    At(IpAddr),
}

impl Client {
    /// Whose connection it is: our own proxies and this machine may have as many as there are.
    pub(crate) fn of_connection(peer: SocketAddr, settings: &Settings) -> Self {
        let peer = peer.ip().to_canonical();
        let is_ours = peer.is_loopback() || settings.trusts(&peer);
        if is_ours { Self::Exempt } else { Self::At(coarse(peer)) }
    }

    /// Whose allowance a request uses.
    pub(crate) fn of(peer: Option<SocketAddr>, headers: &HeaderMap, settings: &Settings) -> Self {
        let Some(peer) = peer.map(|peer| peer.ip().to_canonical()) else { return Self::Exempt };
        if settings.trusts(&peer) {
            return Self::At(coarse(named_by_proxies(headers, settings).unwrap_or(peer)));
        }
        if peer.is_loopback() { Self::Exempt } else { Self::At(coarse(peer)) }
    }
}

/// Where a request comes from, as far as that is known: behind a proxy that is not trusted it could be anywhere.
pub(crate) fn source(peer: Option<SocketAddr>, headers: &HeaderMap, settings: &Settings) -> Option<IpAddr> {
    let peer = peer?.ip().to_canonical();
    let is_spoken_for = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
    match (is_spoken_for, settings.trusts(&peer)) {
        (false, _) => Some(peer),
        (true, true) => named_by_proxies(headers, settings),
        (true, false) => None,
    }
}

/// The last address that is not one of our own proxies; what stands before it is hearsay.
fn named_by_proxies(headers: &HeaderMap, settings: &Settings) -> Option<IpAddr> {
    let named = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let named: Vec<IpAddr> = named.flat_map(|line| line.split(',')).filter_map(|one| one.trim().parse().ok()).collect();
    named.into_iter().rev().find(|one| !settings.trusts(one))
}

/// One allowance for a whole IPv6 /64: that is what one household has.
fn coarse(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from(v6.to_bits() >> 64 << 64)),
    }
}

/// Holds every request against its address's allowance.
pub(crate) async fn by_address(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    let client = Client::of(peer, request.headers(), server.settings());
    if let Client::At(address) = client
        && let Err(too_many) = server.limiters().address(address)
    {
        return if crate::api::is_api(request.uri().path()) {
            crate::error::Problem::from(too_many).into_response()
        } else {
            let typed = crate::reader::typed_into(&server, request).await;
            crate::error::PageError::from(too_many).keeping(typed).into_response()
        };
    }
    request.extensions_mut().insert(client);
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PublicUrl;

    fn client(peer: &str, forwarded: &str, proxies: &[&str]) -> Client {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        let trusted_proxies = proxies.iter().map(|net| net.parse().unwrap()).collect();
        let public_url = PublicUrl::parse("http://localhost").unwrap();
        Client::of(
            Some(SocketAddr::new(peer.parse().unwrap(), 1)),
            &headers,
            &Settings {
                public_url,
                trusted_proxies,
                metrics_from: Vec::new(),
                mail: crate::Mail::Off,
                limits: Limits::default(),
            },
        )
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let at = |address: &str| Client::At(address.parse().unwrap());
        assert_eq!(client("127.0.0.1", "9.9.9.9", &[]), Client::Exempt);
        assert_eq!(client("::ffff:127.0.0.1", "9.9.9.9", &[]), Client::Exempt);
        assert_eq!(client("8.8.8.8", "9.9.9.9", &[]), at("8.8.8.8"));
        assert_eq!(client("127.0.0.1", "9.9.9.9", &["127.0.0.0/8"]), at("9.9.9.9"));
        assert_eq!(client("127.0.0.1", "1.1.1.1, 9.9.9.9, 127.0.0.2", &["127.0.0.0/8"]), at("9.9.9.9"));
        assert_eq!(client("127.0.0.1", "nonsense", &["127.0.0.0/8"]), at("127.0.0.1"));
        assert_eq!(client("2001:db8::1:2:3:4", "", &[]), at("2001:db8::"));
    }
}
