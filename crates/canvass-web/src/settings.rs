//! What the server was told, resolved.

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

/// What the server was told, resolved.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address readers see.
    pub public_url: PublicUrl,
    /// Peers whose word on the client's address is taken.
    pub trusted_proxies: Vec<IpNet>,
    /// From where metrics may be read; nobody else learns that there are any.
    pub metrics_from: Vec<IpNet>,
    /// Whether e-mails are sent: without, everything works by links.
    pub mail: Mail,
    /// Bounds.
    pub limits: Limits,
}

/// Whether e-mails are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mail {
    /// Nobody is asked for an address.
    #[default]
    Off,
    /// Forms ask for addresses, and a chore sends what waits.
    On,
}

/// The address readers see, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

/// Bounds on what one client may ask for.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Writes a second for one credential.
    pub writes_per_credential: NonZeroU32,
    /// Requests a second from one address, in bursts of as many again.
    pub requests_per_address: NonZeroU32,
    /// Statements, comments, changes of them and reports a minute from one address, all at once or not.
    pub texts_per_address: NonZeroU32,
    /// Of those, an hour by one reader.
    pub texts_per_reader: NonZeroU32,
    /// Of those, a day from one address in one conversation.
    pub texts_per_address_a_day: NonZeroU32,
    /// Notes that words of a take are unclear, a day from one address in one conversation.
    pub unclear_per_address_a_day: NonZeroU32,
    /// Live streams open at once.
    pub max_streams: usize,
    /// Of those, by one address.
    pub max_streams_per_address: usize,
    /// Connections open at once; more wait to be accepted.
    pub max_connections: usize,
    /// Of those, by one address that is neither this machine nor a trusted proxy.
    pub max_connections_per_address: usize,
    /// Longest that a connection may take, idle or not, until the head of its next request is there.
    pub head_within: Duration,
    /// Longest that the body of a request may take to arrive.
    pub body_within: Duration,
    /// Longest that a client may read nothing of an answer that is under way.
    pub read_within: Duration,
}

impl Settings {
    /// Whether a peer's word on the client's address is taken.
    pub(crate) fn trusts(&self, peer: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|net| is_in(net, peer))
    }

    /// Whether metrics may be read from an address.
    pub(crate) fn shows_metrics_to(&self, source: IpAddr) -> bool {
        self.metrics_from.iter().any(|net| is_in(net, source))
    }

    /// Whether a peer on this machine is the operator or a test, and so without limits. With any other address for
    /// readers, or a proxy, it may be everybody.
    #[must_use]
    pub fn exempts_loopback(&self) -> bool {
        self.public_url.is_loopback() && self.trusted_proxies.is_empty()
    }
}

/// Whether an address is in a network. A network may be written either way for IPv4 in IPv6.
fn is_in(net: &IpNet, address: IpAddr) -> bool {
    let address = address.to_canonical();
    match (net, address) {
        (IpNet::V6(net), IpAddr::V4(v4)) => net.contains(&v4.to_ipv6_mapped()),
        _ => net.contains(&address),
    }
}

/// This machine alone.
#[must_use]
pub fn loopback() -> Vec<IpNet> {
    let (v4, v6) = (Ipv4Addr::new(127, 0, 0, 0), Ipv6Addr::LOCALHOST);
    vec![Ipv4Net::new_assert(v4, 8).into(), Ipv6Net::new_assert(v6, 128).into()]
}

impl Default for Limits {
    fn default() -> Self {
        const fn at_least_one(n: u32) -> NonZeroU32 {
            NonZeroU32::MIN.saturating_add(n - 1)
        }
        Self {
            writes_per_credential: at_least_one(20),
            requests_per_address: at_least_one(200),
            texts_per_address: at_least_one(120),
            texts_per_reader: at_least_one(60),
            texts_per_address_a_day: at_least_one(1_000),
            unclear_per_address_a_day: at_least_one(40),
            max_streams: 2_000,
            max_streams_per_address: 20,
            max_connections: 4_096,
            max_connections_per_address: 256,
            // Longer than reverse proxies keep idle connections for: the proxy ends them, never we under its hands.
            head_within: Duration::from_secs(75),
            body_within: Duration::from_secs(10),
            read_within: Duration::from_secs(30),
        }
    }
}

impl PublicUrl {
    /// Reads an address such as `https://ask.example.org`.
    #[must_use]
    pub fn parse(url: &str) -> Option<Self> {
        let url = url.trim_end_matches('/');
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
        let good =
            !rest.is_empty() && !rest.contains(['/', '?', '#', '@']) && rest.bytes().all(|b| b.is_ascii_graphic());
        good.then(|| Self(url.to_owned()))
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether cookies may be `Secure`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// Whether the address leads to the machine of whoever opens it.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let host = self.host();
        let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
        let is_named = bare.eq_ignore_ascii_case("localhost");
        is_named || bare.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
    }

    /// Host and port, as they stand in the address.
    pub(crate) fn authority(&self) -> &str {
        self.0.split_once("://").map_or("", |(_, rest)| rest)
    }

    /// The host, without a port.
    #[must_use]
    pub fn host(&self) -> &str {
        let authority = self.authority();
        match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
            _ => authority,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ipv4_in_ipv6_is_ipv4() {
        assert!(is_in(&"192.0.2.0/24".parse().unwrap(), "::ffff:192.0.2.1".parse().unwrap()));
        assert!(!is_in(&"::ffff:192.0.2.0/120".parse().unwrap(), "192.0.3.1".parse().unwrap()));
    }
}
