//! Live streams: how many may be open, in all and to one address, and the updates that they all send.

pub(crate) mod updates;

use crate::http::address_quota::{AddressPermit, AddressQuota};
use crate::http::client_address::Client;
use crate::http::error::Problem;
use crate::settings::Limits;
use axum::http::StatusCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use updates::Updates;

/// When somebody who got no stream may ask again.
const COME_BACK_AFTER: Duration = Duration::from_secs(30);

/// The streams there may be, and what they send.
#[derive(Debug)]
pub(crate) struct Streams {
    max: usize,
    permits: Arc<Semaphore>,
    by_address: Arc<AddressQuota>,
    updates: Updates,
}

/// Leave for one stream, given back when dropped.
#[derive(Debug)]
pub(crate) struct StreamPermit {
    _address: Option<AddressPermit>,
    _permit: OwnedSemaphorePermit,
}

impl Streams {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            max: limits.max_streams,
            permits: Arc::new(Semaphore::new(limits.max_streams)),
            by_address: AddressQuota::new(limits.max_streams_per_address),
            updates: Updates::default(),
        }
    }

    /// How many are open.
    pub(crate) fn n_open(&self) -> usize {
        self.max.saturating_sub(self.permits.available_permits())
    }

    /// What streams send.
    pub(crate) const fn updates(&self) -> &Updates {
        &self.updates
    }

    /// Leave for one more stream to a client.
    pub(crate) fn admit(&self, client: Client) -> Result<StreamPermit, Problem> {
        let refused = |status, title| Problem::new(status, "too-many-streams", title).retry_after(COME_BACK_AFTER);
        let permit = Arc::clone(&self.permits)
            .try_acquire_owned()
            .map_err(|_| refused(StatusCode::SERVICE_UNAVAILABLE, "Too many live streams are open"))?;
        let too_many = || refused(StatusCode::TOO_MANY_REQUESTS, "Too many live streams are open from your address");
        let address = match client {
            Client::Exempt => None,
            Client::At(address) => Some(self.by_address.admit(address).ok_or_else(too_many)?),
        };
        Ok(StreamPermit { _address: address, _permit: permit })
    }
}
