//! So many of something for one address. Addresses are held in memory only, for as long as they have any.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// Counts what each address has open.
#[derive(Debug)]
pub(crate) struct PerAddress {
    max: usize,
    open: Mutex<HashMap<IpAddr, usize>>,
}

/// One of an address's places, given back when dropped.
#[derive(Debug)]
pub(crate) struct Held {
    counts: Arc<PerAddress>,
    address: IpAddr,
}

impl PerAddress {
    pub(crate) fn new(max: usize) -> Arc<Self> {
        Arc::new(Self { max, open: Mutex::default() })
    }

    /// A place, where the address may have one more.
    pub(crate) fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Held> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let n_open = open.get(&address).copied().unwrap_or(0);
        if n_open >= self.max {
            return None;
        }
        open.insert(address, n_open + 1);
        Some(Held { counts: Arc::clone(self), address })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut open = self.counts.open.lock().unwrap_or_else(PoisonError::into_inner);
        match open.get_mut(&self.address) {
            Some(n_open) if *n_open > 1 => *n_open -= 1,
            _ => {
                open.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_and_nothing_is_kept_of_one_without_any() {
        let counts = PerAddress::new(2);
        let [one, other] = [1, 2].map(|n| IpAddr::from([192, 0, 2, n]));
        let held = [counts.enter(one), counts.enter(one)];
        assert!(held.iter().all(Option::is_some) && counts.enter(one).is_none());
        assert!(counts.enter(other).is_some(), "given back at once");
        drop(held);
        assert!(counts.open.lock().unwrap().is_empty());
        assert!(counts.enter(one).is_some());
    }
}
