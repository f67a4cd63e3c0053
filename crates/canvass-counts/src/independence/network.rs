//! Networks, as far as one is told apart from another: what first answers and bursts are counted by.

use std::net::IpAddr;

/// How many times the allowance of one household an IPv6 /48 has, which may be a whole organisation or one person.
pub(super) const WIDE: u32 = 8;

/// A network, as far as it is told apart from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Network {
    bits: u128,
    prefix: u8,
}

/// Where a first answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// One IPv4 address, or an IPv6 /64: a household, or everybody behind one router.
    pub near: Network,
    /// The IPv6 /48 around it.
    pub wide: Option<Network>,
}

impl Source {
    /// That of an address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => Self { near: Network { bits: u128::from(v4.to_bits()), prefix: 32 }, wide: None },
            IpAddr::V6(v6) => {
                let within = |prefix: u8| Network { bits: v6.to_bits() >> (128 - prefix) << (128 - prefix), prefix };
                Self { near: within(64), wide: Some(within(48)) }
            }
        }
    }

    /// Both, each with how many times the thresholds of one household it has.
    pub(super) fn networks(self) -> impl Iterator<Item = (Network, u32)> {
        [(self.near, 1)].into_iter().chain(self.wide.map(|wide| (wide, WIDE)))
    }
}

impl Network {
    pub(super) fn bytes(self) -> [u8; 17] {
        let mut bytes = [self.prefix; 17];
        bytes[1..].copy_from_slice(&self.bits.to_be_bytes());
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(address: &str) -> Source {
        Source::of(address.parse().unwrap())
    }

    #[test]
    fn a_household_is_one_address_or_one_64() {
        assert_eq!(source("203.0.113.7"), source("::ffff:203.0.113.7"), "written either way");
        assert_ne!(source("203.0.113.7"), source("203.0.113.8"));
        assert_eq!(source("203.0.113.7").wide, None);
        assert_eq!(source("2001:db8:1:2:3::4"), source("2001:db8:1:2:ffff::1"));
        let neighbour = source("2001:db8:1:3::1");
        assert_ne!(neighbour.near, source("2001:db8:1:2::1").near);
        assert_eq!(neighbour.wide, source("2001:db8:1:2::1").wide);
        assert_ne!(neighbour.wide, source("2001:db8:2:2::1").wide);
        assert_ne!(source("0.0.0.0").near, source("::").near);
    }
}
