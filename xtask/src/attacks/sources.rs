//! Addresses that attacks come from. None is one of the town's.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The one address.
pub const fn one() -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(198, 51, 100, 1))
}

/// One of many, told apart by a number.
pub const fn own(number: usize) -> IpAddr {
    IpAddr::V4(Ipv4Addr::from_bits(20 << 24 | number as u32))
}

/// Another address of the same /64 each time.
pub const fn of_one_64(number: usize) -> IpAddr {
    IpAddr::V6(Ipv6Addr::from_bits(0x2001_0db8_ffff_0001_u128 << 64 | number as u128))
}

/// Another /64 of the same /48 each time.
pub const fn of_one_48(number: usize) -> IpAddr {
    let subnet = (number % 65_536) as u128;
    IpAddr::V6(Ipv6Addr::from_bits(0x2001_0db8_fffe_u128 << 80 | subnet << 64 | 1))
}
