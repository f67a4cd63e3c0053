//! The limit on connections: so many in all, so many from one address. Where all permits are taken, the connection
//! that has idled longest gives way to the one that comes.

use crate::http::address_quota::{AddressPermit, AddressQuota};
use crate::http::client_address::Client;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// The permits there are, and the connections that hold them.
#[derive(Debug)]
pub(crate) struct Connections {
    permits: Arc<Semaphore>,
    by_address: Arc<AddressQuota>,
    taken: Mutex<HashMap<u64, Arc<Connection>>>,
    n_admitted: AtomicU64,
    started: Instant,
    /// Told whenever a connection has nothing under way any more.
    idled: Notify,
}

/// One connection, from its acceptance to its end.
#[derive(Debug)]
pub(crate) struct Connection {
    address: Option<IpAddr>,
    /// What it holds, until it has to give it up.
    holds: Mutex<Option<Permits>>,
    n_in_flight: AtomicUsize,
    is_sending: AtomicBool,
    /// Since when nothing is under way, in microseconds of the connection limit's own clock.
    idle_since_us: AtomicU64,
    leave: Notify,
    all: Arc<Connections>,
}

/// A permit, and one of its address's where those are counted.
#[derive(Debug)]
pub(crate) struct Permits {
    permit: OwnedSemaphorePermit,
    _address: Option<AddressPermit>,
}

/// A connection that waits to be admitted: with a permit of its address's, and perhaps one of another connection that
/// gave way.
#[derive(Debug)]
pub(crate) struct Waiting {
    address: Option<IpAddr>,
    held: Option<AddressPermit>,
    permit: Option<OwnedSemaphorePermit>,
}

/// An admitted connection, whose permits are given back when dropped.
#[derive(Debug)]
pub(crate) struct OpenConnection {
    state: Arc<Connection>,
    number: u64,
}

/// One request under way, until its answer is whole.
#[derive(Debug)]
pub(crate) struct InFlight(Arc<Connection>);

impl Connections {
    pub(crate) fn new(max: usize, max_per_address: usize) -> Arc<Self> {
        Arc::new(Self {
            permits: Arc::new(Semaphore::new(max)),
            by_address: AddressQuota::new(max_per_address),
            taken: Mutex::default(),
            n_admitted: AtomicU64::new(0),
            started: Instant::now(),
            idled: Notify::new(),
        })
    }

    /// A connection that has come, unless its address has all it may have and none of those idles.
    pub(crate) fn arrive(&self, client: Client) -> Option<Waiting> {
        let Client::At(address) = client else { return Some(Waiting { address: None, held: None, permit: None }) };
        if let Some(held) = self.by_address.admit(address) {
            return Some(Waiting { address: Some(address), held: Some(held), permit: None });
        }
        let Permits { permit, _address: held } = self.clear_one(|one| one.address == Some(address))?;
        Some(Waiting { address: Some(address), held, permit: Some(permit) })
    }

    /// Admits it, as soon as there is a permit. Nothing is lost where this is given up half way.
    pub(crate) async fn admit(self: &Arc<Self>, waiting: &mut Waiting) -> OpenConnection {
        if waiting.permit.is_none() {
            waiting.permit = self.permit().await;
        }
        let holds = waiting.permit.take().map(|permit| Permits { permit, _address: waiting.held.take() });
        let state = Arc::new(Connection {
            address: waiting.address,
            holds: Mutex::new(holds),
            n_in_flight: AtomicUsize::new(0),
            is_sending: AtomicBool::new(false),
            idle_since_us: AtomicU64::new(self.now_us()),
            leave: Notify::new(),
            all: Arc::clone(self),
        });
        let number = self.n_admitted.fetch_add(1, Ordering::Relaxed);
        self.locked().insert(number, Arc::clone(&state));
        self.idled.notify_one();
        OpenConnection { state, number }
    }

    async fn permit(&self) -> Option<OwnedSemaphorePermit> {
        loop {
            if let Ok(permit) = Arc::clone(&self.permits).try_acquire_owned() {
                return Some(permit);
            }
            if let Some(Permits { permit, .. }) = self.clear_one(|_| true) {
                return Some(permit);
            }
            tokio::select! {
                // The semaphore is never closed, so there is a permit in the end.
                permit = Arc::clone(&self.permits).acquire_owned() => return permit.ok(),
                () = self.idled.notified() => {}
            }
        }
    }

    /// Takes the permit of whoever has idled longest of these; readers' own connections before those of our proxies.
    fn clear_one(&self, of: impl Fn(&Connection) -> bool) -> Option<Permits> {
        let taken = self.locked();
        let idle = taken.values().filter(|one| of(one) && one.is_idle() && one.has_permit());
        let longest = idle.min_by_key(|one| (one.address.is_none(), one.idle_since_us.load(Ordering::Relaxed)))?;
        let holding = longest.locked().take();
        longest.leave.notify_one();
        holding
    }

    fn now_us(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Arc<Connection>>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connection {
    /// Whether nothing is under way: no request of it is being answered, no answer is being sent. A request whose head
    /// has not come whole is not under way.
    pub(crate) fn is_idle(&self) -> bool {
        self.n_in_flight.load(Ordering::Acquire) == 0 && !self.is_sending.load(Ordering::Acquire)
    }

    /// A request has come.
    pub(crate) fn begin(self: &Arc<Self>) -> InFlight {
        self.n_in_flight.fetch_add(1, Ordering::AcqRel);
        InFlight(Arc::clone(self))
    }

    /// Whether there is something to be sent that the client has not taken yet.
    pub(crate) fn sending(&self, is_sending: bool) {
        if self.is_sending.swap(is_sending, Ordering::AcqRel) && !is_sending {
            self.look_idle();
        }
    }

    /// Returns once it has given its permit up and nothing is under way any more.
    pub(crate) async fn told_to_leave(&self) {
        loop {
            self.leave.notified().await;
            if !self.has_permit() && self.is_idle() {
                return;
            }
        }
    }

    fn look_idle(&self) {
        if !self.is_idle() {
            return;
        }
        self.idle_since_us.store(self.all.now_us(), Ordering::Relaxed);
        if self.has_permit() {
            self.all.idled.notify_one();
        } else {
            self.leave.notify_one();
        }
    }

    fn has_permit(&self) -> bool {
        self.locked().is_some()
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Option<Permits>> {
        self.holds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl OpenConnection {
    /// What the connection is doing.
    pub(crate) const fn state(&self) -> &Arc<Connection> {
        &self.state
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.state.all.locked().remove(&self.number);
        // Whatever else knows the connection does not keep its permit.
        self.state.locked().take();
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.n_in_flight.fetch_sub(1, Ordering::AcqRel);
        self.0.look_idle();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    fn at(n: u8) -> Client {
        Client::At(IpAddr::from([192, 0, 2, n]))
    }

    /// Admits a connection, where there is a permit right away.
    fn admit(connections: &Arc<Connections>, client: Client) -> Option<OpenConnection> {
        let mut waiting = connections.arrive(client)?;
        connections.admit(&mut waiting).now_or_never()
    }

    fn is_told(open: &OpenConnection) -> bool {
        open.state.told_to_leave().now_or_never().is_some()
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_idled_longest_gives_way_and_nobody_with_something_under_way() {
        let connections = Connections::new(3, 9);
        let mut open = Vec::new();
        for n in 1..=3 {
            open.push(admit(&connections, at(n)).unwrap());
            tokio::time::advance(std::time::Duration::from_millis(10)).await;
        }
        let first = open[0].state().begin();
        let fourth = admit(&connections, at(4)).unwrap();
        assert_eq!([0, 1, 2].map(|n| is_told(&open[n])), [false, true, false]);
        let _busy = (open[2].state().begin(), fourth.state().begin());
        let mut fifth = connections.arrive(at(5)).unwrap();
        assert!(connections.admit(&mut fifth).now_or_never().is_none(), "nobody idles");
        drop(first);
        let fifth = connections.admit(&mut fifth).now_or_never().expect("the first one's permit");
        assert!(is_told(&open[0]));
        drop(fifth);
        assert!(admit(&connections, at(6)).is_some(), "a permit is free again");
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_is_still_being_sent_is_under_way() {
        let connections = Connections::new(1, 9);
        let slow = admit(&connections, at(1)).unwrap();
        slow.state().sending(true);
        assert!(admit(&connections, at(2)).is_none());
        slow.state().sending(false);
        assert!(admit(&connections, at(2)).is_some());
        assert!(is_told(&slow));
    }

    #[tokio::test(start_paused = true)]
    async fn what_came_just_before_is_answered_first() {
        let connections = Connections::new(1, 9);
        let one = admit(&connections, at(1)).unwrap();
        let _other = admit(&connections, at(2)).unwrap();
        let request = one.state().begin();
        assert!(!is_told(&one), "it has work to do");
        drop(request);
        assert!(is_told(&one));
    }

    #[tokio::test(start_paused = true)]
    async fn an_address_that_has_all_it_may_have_gives_up_one_of_its_own() {
        let connections = Connections::new(9, 2);
        let others = admit(&connections, at(9)).unwrap();
        let [one, two] = [admit(&connections, at(1)).unwrap(), admit(&connections, at(1)).unwrap()];
        let _busy = one.state().begin();
        let three = admit(&connections, at(1)).unwrap();
        assert_eq!([&others, &one, &two].map(is_told), [false, false, true]);
        let _busy_too = three.state().begin();
        assert!(connections.arrive(at(1)).is_none(), "none of its own idles");
        drop(others);
        let ours: Vec<_> = (0..5).map(|_| admit(&connections, Client::Exempt)).collect();
        assert!(ours.iter().all(Option::is_some), "this machine and our proxies have as many as there are");
    }
}
