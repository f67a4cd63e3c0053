//! Live streams: places for them, so many in all and so many for one address, and what they all tell.

use crate::Limits;
use crate::client::Client;
use crate::error::Problem;
use crate::per_address::{Held, PerAddress};
use crate::tellings::Tellings;
use axum::http::StatusCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// When somebody who found no place may ask again.
const COME_BACK_AFTER: Duration = Duration::from_secs(30);

/// The places there are, and what is told.
#[derive(Debug)]
pub(crate) struct Streams {
    max: usize,
    places: Arc<Semaphore>,
    by_address: Arc<PerAddress>,
    tellings: Tellings,
}

/// One stream's place, given back when dropped.
#[derive(Debug)]
pub(crate) struct Place {
    _address: Option<Held>,
    _permit: OwnedSemaphorePermit,
}

impl Streams {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            max: limits.max_streams,
            places: Arc::new(Semaphore::new(limits.max_streams)),
            by_address: PerAddress::new(limits.max_streams_per_address),
            tellings: Tellings::default(),
        }
    }

    /// How many are open.
    pub(crate) fn n_open(&self) -> usize {
        self.max.saturating_sub(self.places.available_permits())
    }

    /// What streams tell.
    pub(crate) const fn tellings(&self) -> &Tellings {
        &self.tellings
    }

    /// A place for a client.
    pub(crate) fn place(&self, client: Client) -> Result<Place, Problem> {
        let refused = |status, title| Problem::new(status, "too-many-streams", title).retry_after(COME_BACK_AFTER);
        let permit = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| refused(StatusCode::SERVICE_UNAVAILABLE, "Too many live streams are open"))?;
        let too_many = || refused(StatusCode::TOO_MANY_REQUESTS, "Too many live streams are open from your address");
        let address = match client {
            Client::Exempt => None,
            Client::At(address) => Some(self.by_address.enter(address).ok_or_else(too_many)?),
        };
        Ok(Place { _address: address, _permit: permit })
    }
}
