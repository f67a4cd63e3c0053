//! Who asks, as far as addresses tell: whose allowance a request uses, and where it comes from.
//!
//! Only a trusted proxy's word is taken. Its list is read from the right, the way it was written, and reading ends at
//! the first entry that is no address: what stands before that is hearsay. IPv4 in IPv6 (`::ffff:a.b.c.d`) is IPv4
//! throughout.

use crate::settings::Settings;
use axum::http::HeaderMap;
use canvass_app::independence::Source;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// Whose allowance a request uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Client {
    /// Not limited: this machine, while nobody else can stand behind it.
    Exempt,
    /// Limited by this address.
    At(IpAddr),
}

/// What the proxies' list says of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Forwarded {
    /// There is no list.
    Absent,
    /// It comes from here.
    From(IpAddr),
    /// The list does not say: it names only our own proxies, or something that is no address.
    Unknown,
}

impl Client {
    /// Whose connection it is: our own proxies may have as many as there are.
    pub(crate) fn of_connection(peer: SocketAddr, settings: &Settings) -> Self {
        let peer = peer.ip().to_canonical();
        if settings.trusts(peer) { Self::Exempt } else { Self::of_peer(peer, settings) }
    }

    /// Whose allowance a request uses. Where a trusted proxy does not say for whom it asks, its own.
    pub(crate) fn of(peer: Option<SocketAddr>, headers: &HeaderMap, settings: &Settings) -> Self {
        let Some(peer) = peer.map(|peer| peer.ip().to_canonical()) else { return Self::Exempt };
        if !settings.trusts(peer) {
            return Self::of_peer(peer, settings);
        }
        match forwarded(headers, settings) {
            Forwarded::From(client) => Self::At(coarse(client)),
            Forwarded::Absent | Forwarded::Unknown => Self::At(coarse(peer)),
        }
    }

    /// Where a first answer comes from, as far as that counts.
    pub(crate) fn source(self) -> Option<Source> {
        match self {
            Self::Exempt => None,
            Self::At(address) => Some(Source::of(address)),
        }
    }

    fn of_peer(peer: IpAddr, settings: &Settings) -> Self {
        if peer.is_loopback() && settings.exempts_loopback() { Self::Exempt } else { Self::At(coarse(peer)) }
    }
}

/// Where a request comes from, as far as that is known: behind a proxy that is not trusted it could be anywhere.
pub(crate) fn source(peer: Option<SocketAddr>, headers: &HeaderMap, settings: &Settings) -> Option<IpAddr> {
    let peer = peer?.ip().to_canonical();
    if !settings.trusts(peer) {
        let is_spoken_for = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
        return (!is_spoken_for).then_some(peer);
    }
    match forwarded(headers, settings) {
        Forwarded::Absent if headers.contains_key("forwarded") => None,
        Forwarded::Absent => Some(peer),
        Forwarded::From(client) => Some(client),
        Forwarded::Unknown => None,
    }
}

/// The last address that is not one of our own proxies. Several headers are one list.
fn forwarded(headers: &HeaderMap, settings: &Settings) -> Forwarded {
    let headers = headers.get_all("x-forwarded-for");
    let mut lines = headers.iter().rev().peekable();
    if lines.peek().is_none() {
        return Forwarded::Absent;
    }
    // Bytes that are no text make an entry that is no address.
    let entries = lines.flat_map(|line| line.to_str().unwrap_or("?").rsplit(','));
    for entry in entries {
        match address(entry) {
            Some(address) if settings.trusts(address) => {}
            Some(address) => return Forwarded::From(address),
            None => return Forwarded::Unknown,
        }
    }
    Forwarded::Unknown
}

/// One entry of the list: an address, perhaps quoted, in brackets, or with the port it was heard on.
fn address(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let entry = entry.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(entry).trim();
    let bare = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let address = match bare {
        Some(v6) => v6.parse::<Ipv6Addr>().ok().map(IpAddr::V6),
        None => entry.parse().ok().or_else(|| entry.parse().ok().map(|socket: SocketAddr| socket.ip())),
    };
    address.map(|address| address.to_canonical())
}

/// One allowance for a whole IPv6 /64: that is what one household has.
fn coarse(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from(v6.to_bits() >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Limits, Mail, PublicUrl};

    fn settings(url: &str, proxies: &[&str]) -> Settings {
        Settings {
            public_url: PublicUrl::parse(url).unwrap(),
            trusted_proxies: proxies.iter().map(|net| net.parse().unwrap()).collect(),
            metrics_from: Vec::new(),
            mail: Mail::Off,
            limits: Limits::default(),
        }
    }

    fn headers(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        headers
    }

    fn peer(address: &str) -> Option<SocketAddr> {
        Some(SocketAddr::new(address.parse().unwrap(), 1))
    }

    fn at(address: &str) -> Client {
        Client::At(address.parse().unwrap())
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let client = |from: &str, forwarded: &str, proxies: &[&str]| {
            Client::of(peer(from), &headers(&[forwarded]), &settings("http://localhost", proxies))
        };
        assert_eq!(client("127.0.0.1", "9.9.9.9", &[]), Client::Exempt);
        assert_eq!(client("::ffff:127.0.0.1", "9.9.9.9", &[]), Client::Exempt);
        assert_eq!(client("8.8.8.8", "9.9.9.9", &[]), at("8.8.8.8"));
        assert_eq!(client("127.0.0.1", "9.9.9.9", &["127.0.0.0/8"]), at("9.9.9.9"));
        assert_eq!(client("127.0.0.1", "1.1.1.1, 9.9.9.9, 127.0.0.2", &["127.0.0.0/8"]), at("9.9.9.9"));
        assert_eq!(client("127.0.0.1", "nonsense", &["127.0.0.0/8"]), at("127.0.0.1"));
        assert_eq!(client("2001:db8::1:2:3:4", "", &[]), at("2001:db8::"));
    }

    #[test]
    fn an_entry_may_have_a_port_brackets_or_quotes() {
        for (entry, expected) in [
            ("1.2.3.4", "1.2.3.4"),
            ("1.2.3.4:5678", "1.2.3.4"),
            (" \"1.2.3.4:5678\" ", "1.2.3.4"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("\"[2001:db8::1]:443\"", "2001:db8::1"),
            ("::ffff:1.2.3.4", "1.2.3.4"),
            ("::ffff:102:304", "1.2.3.4"),
            ("[::ffff:1.2.3.4]:443", "1.2.3.4"),
        ] {
            assert_eq!(address(entry), Some(expected.parse().unwrap()), "{entry}");
        }
        for entry in [
            "",
            "unknown",
            "_hidden",
            "-",
            "?",
            "localhost",
            "1.2.3",
            "1.2.3.4.5",
            "1.2.3.4:",
            "1.2.3.4:99999",
            "[1.2.3.4]:80",
            "[2001:db8::1",
            "2001:db8::1]:443",
            "\"1.2.3.4",
            "for=1.2.3.4",
            "1.2.3.4 5.6.7.8",
            "fe80::1%eth0",
            "01.2.3.4",
            "0x7f.1",
            "2130706433",
        ] {
            assert_eq!(address(entry), None, "{entry}");
        }
    }

    /// The proxy at 10.0.0.1 says this; whose allowance it is, and whether the source is known.
    #[test]
    fn what_is_no_address_ends_the_walk_at_the_proxys_own_allowance() {
        let settings = settings("https://ask.example.org", &["10.0.0.0/8"]);
        let check = |lines: &[&str], expected: Option<&str>| {
            let headers = headers(lines);
            let client = Client::of(peer("10.0.0.1"), &headers, &settings);
            assert_eq!(client, at(expected.unwrap_or("10.0.0.1")), "{lines:?}");
            assert_eq!(
                source(peer("10.0.0.1"), &headers, &settings),
                expected.map(|it| it.parse().unwrap()),
                "{lines:?}"
            );
        };
        check(&["203.0.113.9:4711"], Some("203.0.113.9"));
        check(&["127.0.0.1, 203.0.113.9:4711"], Some("203.0.113.9"));
        check(&["127.0.0.1", "203.0.113.9"], Some("203.0.113.9"));
        check(&["127.0.0.1", "203.0.113.9, 10.0.0.7:80", "10.1.1.1"], Some("203.0.113.9"));
        check(&["127.0.0.1, ::ffff:203.0.113.9, ::ffff:10.0.0.7"], Some("203.0.113.9"));
        for garbage in ["unknown", "garbage", "", "203.0.113.9:", "_secret", "10.0.0.7 10.0.0.8"] {
            check(&[garbage], None);
            check(&[&format!("127.0.0.1, {garbage}")], None);
            check(&["127.0.0.1", garbage], None);
            check(&[&format!("127.0.0.1, {garbage}, 10.0.0.7")], None);
            check(&[&format!("{garbage}, 203.0.113.9")], Some("203.0.113.9"));
        }
        check(&["10.0.0.7, 10.0.0.8"], None);
        let mut odd = headers(&["127.0.0.1"]);
        odd.append("x-forwarded-for", axum::http::HeaderValue::from_bytes(b"\xff").unwrap());
        assert_eq!(Client::of(peer("10.0.0.1"), &odd, &settings), at("10.0.0.1"));
        assert_eq!(source(peer("10.0.0.1"), &odd, &settings), None);
        // A list of another kind is not read, so nothing is known.
        let mut other = HeaderMap::new();
        other.insert("forwarded", "for=127.0.0.1".parse().unwrap());
        assert_eq!(source(peer("10.0.0.1"), &other, &settings), None);
        assert_eq!(Client::of(peer("10.0.0.1"), &other, &settings), at("10.0.0.1"));
    }

    #[test]
    fn ipv4_in_ipv6_is_ipv4() {
        let by = |net: &str, from: &str| {
            let settings = settings("https://ask.example.org", &[net]);
            Client::of(peer(from), &headers(&["::ffff:203.0.113.9"]), &settings)
        };
        for net in ["10.0.0.0/8", "::ffff:10.0.0.0/104", "::ffff:10.0.0.1/128"] {
            assert_eq!(by(net, "10.0.0.1"), at("203.0.113.9"), "{net}");
            assert_eq!(by(net, "::ffff:10.0.0.1"), at("203.0.113.9"), "{net}");
        }
        let nobody = settings("https://ask.example.org", &[]);
        let of = |from: &str| Client::of(peer(from), &HeaderMap::new(), &nobody);
        assert_eq!(of("::ffff:192.0.2.1"), at("192.0.2.1"));
        assert_ne!(of("::ffff:192.0.2.1"), of("::ffff:192.0.2.2"), "each has an allowance of its own");
        assert_eq!(Client::of_connection(peer("::ffff:192.0.2.1").unwrap(), &nobody), at("192.0.2.1"));
    }

    #[test]
    fn this_machine_is_exempt_only_while_nobody_else_can_stand_behind_it() {
        let of = |url: &str, proxies: &[&str], from: &str| {
            let settings = settings(url, proxies);
            let peer = peer(from);
            assert_eq!(
                Client::of(peer, &HeaderMap::new(), &settings) == Client::Exempt,
                settings.exempts_loopback(),
                "{url}"
            );
            Client::of_connection(peer.unwrap(), &settings)
        };
        for url in ["http://localhost:8400", "http://LOCALHOST", "http://127.0.0.1:8400", "http://[::1]:8400"] {
            for from in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
                assert_eq!(of(url, &[], from), Client::Exempt, "{url} {from}");
                assert_ne!(of(url, &["10.0.0.0/8"], from), Client::Exempt, "{url} {from}");
            }
        }
        for url in ["https://ask.example.org", "http://192.0.2.1:8400", "https://localhost.example.org"] {
            assert_eq!(of(url, &[], "127.0.0.1"), at("127.0.0.1"));
            assert_eq!(of(url, &[], "::1"), at("::"));
        }
    }
}
