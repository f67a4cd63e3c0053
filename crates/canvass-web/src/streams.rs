//! Places for live streams: so many in all, so many for one address. Addresses are held in memory only, for as
//! long as a stream of theirs is open.

use crate::Limits;
use crate::error::Problem;
use crate::limits::Client;
use axum::http::StatusCode;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// When somebody who found no place may ask again.
const COME_BACK_AFTER: Duration = Duration::from_secs(30);

/// The places there are.
#[derive(Debug)]
pub(crate) struct Streams {
    places: Arc<Semaphore>,
    max_per_address: usize,
    by_address: Mutex<HashMap<IpAddr, usize>>,
}

/// One stream's place, given back when dropped.
#[derive(Debug)]
pub(crate) struct Place {
    streams: Arc<Streams>,
    address: Option<IpAddr>,
    _permit: OwnedSemaphorePermit,
}

impl Streams {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            places: Arc::new(Semaphore::new(limits.max_streams)),
            max_per_address: limits.max_streams_per_address,
            by_address: Mutex::default(),
        }
    }

    /// A place for a client.
    pub(crate) fn place(self: &Arc<Self>, client: Client) -> Result<Place, Problem> {
        let refused = |status, title| Problem::new(status, "too-many-streams", title).retry_after(COME_BACK_AFTER);
        let permit = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| refused(StatusCode::SERVICE_UNAVAILABLE, "Too many live streams are open"))?;
        let address = match client {
            Client::Exempt => None,
            Client::At(address) => Some(address),
        };
        if address.is_some_and(|address| !self.enter(address)) {
            return Err(refused(StatusCode::TOO_MANY_REQUESTS, "Too many live streams are open from your address"));
        }
        Ok(Place { streams: Arc::clone(self), address, _permit: permit })
    }

    /// Counts a stream of an address, where it may have one more.
    fn enter(&self, address: IpAddr) -> bool {
        let mut by_address = self.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        let n_open = by_address.get(&address).copied().unwrap_or(0);
        let may = n_open < self.max_per_address;
        if may {
            by_address.insert(address, n_open + 1);
        }
        may
    }

    fn leave(&self, address: IpAddr) {
        let mut by_address = self.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        match by_address.get_mut(&address) {
            Some(n_open) if *n_open > 1 => *n_open -= 1,
            _ => {
                by_address.remove(&address);
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(address) = self.address {
            self.streams.leave(address);
        }
    }
}
