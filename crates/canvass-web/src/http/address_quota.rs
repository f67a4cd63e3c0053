//! Quotas by address: so many of something for one. Addresses are held in memory only, for as long as they have any.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

/// Counts what each address has open.
#[derive(Debug)]
pub(crate) struct AddressQuota {
    max: usize,
    open: Mutex<HashMap<IpAddr, usize>>,
}

/// One of what an address may have, given back when dropped.
#[derive(Debug)]
pub(crate) struct AddressPermit {
    counts: Arc<AddressQuota>,
    address: IpAddr,
}

impl AddressQuota {
    pub(crate) fn new(max: usize) -> Arc<Self> {
        Arc::new(Self { max, open: Mutex::default() })
    }

    /// One more, where the address may have it.
    pub(crate) fn admit(self: &Arc<Self>, address: IpAddr) -> Option<AddressPermit> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let n_open = open.get(&address).copied().unwrap_or(0);
        if n_open >= self.max {
            return None;
        }
        open.insert(address, n_open + 1);
        Some(AddressPermit { counts: Arc::clone(self), address })
    }
}

impl Drop for AddressPermit {
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
        let counts = AddressQuota::new(2);
        let [one, other] = [1, 2].map(|n| IpAddr::from([192, 0, 2, n]));
        let held = [counts.admit(one), counts.admit(one)];
        assert!(held.iter().all(Option::is_some) && counts.admit(one).is_none());
        assert!(counts.admit(other).is_some(), "given back at once");
        drop(held);
        assert!(counts.open.lock().unwrap().is_empty());
        assert!(counts.admit(one).is_some());
    }
}
