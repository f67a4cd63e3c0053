//! Places for connections: so many in all, so many for one address. Where all are taken, whoever has waited longest
//! with nothing under way gives way to who comes.

use crate::client::Client;
use crate::per_address::{Held, PerAddress};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// The places there are, and who sits where.
#[derive(Debug)]
pub(crate) struct Seats {
    places: Arc<Semaphore>,
    by_address: Arc<PerAddress>,
    taken: Mutex<HashMap<u64, Arc<Seat>>>,
    n_seated: AtomicU64,
    started: Instant,
    /// Told whenever somebody has nothing under way any more.
    idled: Notify,
}

/// One connection, from its acceptance to its end.
#[derive(Debug)]
pub(crate) struct Seat {
    address: Option<IpAddr>,
    /// What it holds, until it has to give it up.
    holds: Mutex<Option<Holding>>,
    n_under_way: AtomicUsize,
    is_sending: AtomicBool,
    /// Since when nothing is under way, in microseconds of the seats' own clock.
    idle_since_us: AtomicU64,
    leave: Notify,
    seats: Arc<Seats>,
}

/// A place, and one of its address's where those are counted.
#[derive(Debug)]
pub(crate) struct Holding {
    place: OwnedSemaphorePermit,
    _address: Option<Held>,
}

/// Somebody at the door: with a place of their address's, and perhaps one of another connection that gave way.
#[derive(Debug)]
pub(crate) struct Guest {
    address: Option<IpAddr>,
    held: Option<Held>,
    place: Option<OwnedSemaphorePermit>,
}

/// A connection's seat, given back when dropped.
#[derive(Debug)]
pub(crate) struct Seated {
    seat: Arc<Seat>,
    number: u64,
}

/// One request under way, until its answer is whole.
#[derive(Debug)]
pub(crate) struct UnderWay(Arc<Seat>);

impl Seats {
    pub(crate) fn new(max: usize, max_per_address: usize) -> Arc<Self> {
        Arc::new(Self {
            places: Arc::new(Semaphore::new(max)),
            by_address: PerAddress::new(max_per_address),
            taken: Mutex::default(),
            n_seated: AtomicU64::new(0),
            started: Instant::now(),
            idled: Notify::new(),
        })
    }

    /// Whoever comes, unless their address has all it may have and none of it idles.
    pub(crate) fn greet(&self, client: Client) -> Option<Guest> {
        let Client::At(address) = client else { return Some(Guest { address: None, held: None, place: None }) };
        if let Some(held) = self.by_address.enter(address) {
            return Some(Guest { address: Some(address), held: Some(held), place: None });
        }
        let Holding { place, _address: held } = self.clear_one(|seat| seat.address == Some(address))?;
        Some(Guest { address: Some(address), held, place: Some(place) })
    }

    /// A seat, as soon as there is one. Nothing is lost where this is given up half way.
    pub(crate) async fn seat(self: &Arc<Self>, guest: &mut Guest) -> Seated {
        if guest.place.is_none() {
            guest.place = self.place().await;
        }
        let holds = guest.place.take().map(|place| Holding { place, _address: guest.held.take() });
        let seat = Arc::new(Seat {
            address: guest.address,
            holds: Mutex::new(holds),
            n_under_way: AtomicUsize::new(0),
            is_sending: AtomicBool::new(false),
            idle_since_us: AtomicU64::new(self.now_us()),
            leave: Notify::new(),
            seats: Arc::clone(self),
        });
        let number = self.n_seated.fetch_add(1, Ordering::Relaxed);
        self.locked().insert(number, Arc::clone(&seat));
        self.idled.notify_one();
        Seated { seat, number }
    }

    async fn place(&self) -> Option<OwnedSemaphorePermit> {
        loop {
            if let Ok(place) = Arc::clone(&self.places).try_acquire_owned() {
                return Some(place);
            }
            if let Some(Holding { place, .. }) = self.clear_one(|_| true) {
                return Some(place);
            }
            tokio::select! {
                // The semaphore is never closed, so there is a place in the end.
                place = Arc::clone(&self.places).acquire_owned() => return place.ok(),
                () = self.idled.notified() => {}
            }
        }
    }

    /// Takes the place of whoever has idled longest of these; readers' own connections before those of our proxies.
    fn clear_one(&self, of: impl Fn(&Seat) -> bool) -> Option<Holding> {
        let taken = self.locked();
        let idle = taken.values().filter(|seat| of(seat) && seat.is_idle() && seat.has_place());
        let longest = idle.min_by_key(|seat| (seat.address.is_none(), seat.idle_since_us.load(Ordering::Relaxed)))?;
        let holding = longest.locked().take();
        longest.leave.notify_one();
        holding
    }

    fn now_us(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, HashMap<u64, Arc<Seat>>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// Whether nothing is under way: no request of it is being answered, no answer is being sent. A request whose head
    /// has not come whole is not under way.
    pub(crate) fn is_idle(&self) -> bool {
        self.n_under_way.load(Ordering::Acquire) == 0 && !self.is_sending.load(Ordering::Acquire)
    }

    /// A request has come.
    pub(crate) fn begin(self: &Arc<Self>) -> UnderWay {
        self.n_under_way.fetch_add(1, Ordering::AcqRel);
        UnderWay(Arc::clone(self))
    }

    /// Whether there is something to be sent that the client has not taken yet.
    pub(crate) fn sending(&self, is_sending: bool) {
        if self.is_sending.swap(is_sending, Ordering::AcqRel) && !is_sending {
            self.look_idle();
        }
    }

    /// Returns once it has given its place up and nothing is under way any more.
    pub(crate) async fn told_to_leave(&self) {
        loop {
            self.leave.notified().await;
            if !self.has_place() && self.is_idle() {
                return;
            }
        }
    }

    fn look_idle(&self) {
        if !self.is_idle() {
            return;
        }
        self.idle_since_us.store(self.seats.now_us(), Ordering::Relaxed);
        if self.has_place() {
            self.seats.idled.notify_one();
        } else {
            self.leave.notify_one();
        }
    }

    fn has_place(&self) -> bool {
        self.locked().is_some()
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, Option<Holding>> {
        self.holds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seated {
    /// The seat itself.
    pub(crate) const fn seat(&self) -> &Arc<Seat> {
        &self.seat
    }
}

impl Drop for Seated {
    fn drop(&mut self) {
        self.seat.seats.locked().remove(&self.number);
        // Whatever else knows the seat does not keep its place.
        self.seat.locked().take();
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.n_under_way.fetch_sub(1, Ordering::AcqRel);
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

    /// A seat, where there is one right away.
    fn sit(seats: &Arc<Seats>, client: Client) -> Option<Seated> {
        let mut guest = seats.greet(client)?;
        seats.seat(&mut guest).now_or_never()
    }

    fn is_told(seated: &Seated) -> bool {
        seated.seat.told_to_leave().now_or_never().is_some()
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_idled_longest_gives_way_and_nobody_with_something_under_way() {
        let seats = Seats::new(3, 9);
        let mut sitting = Vec::new();
        for n in 1..=3 {
            sitting.push(sit(&seats, at(n)).unwrap());
            tokio::time::advance(std::time::Duration::from_millis(10)).await;
        }
        let first = sitting[0].seat().begin();
        let fourth = sit(&seats, at(4)).unwrap();
        assert_eq!([0, 1, 2].map(|n| is_told(&sitting[n])), [false, true, false]);
        let _busy = (sitting[2].seat().begin(), fourth.seat().begin());
        let mut fifth = seats.greet(at(5)).unwrap();
        assert!(seats.seat(&mut fifth).now_or_never().is_none(), "nobody idles");
        drop(first);
        let fifth = seats.seat(&mut fifth).now_or_never().expect("the first one's place");
        assert!(is_told(&sitting[0]));
        drop(fifth);
        assert!(sit(&seats, at(6)).is_some(), "a place is free again");
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_is_still_being_sent_is_under_way() {
        let seats = Seats::new(1, 9);
        let slow = sit(&seats, at(1)).unwrap();
        slow.seat().sending(true);
        assert!(sit(&seats, at(2)).is_none());
        slow.seat().sending(false);
        assert!(sit(&seats, at(2)).is_some());
        assert!(is_told(&slow));
    }

    #[tokio::test(start_paused = true)]
    async fn what_came_just_before_is_answered_first() {
        let seats = Seats::new(1, 9);
        let one = sit(&seats, at(1)).unwrap();
        let _other = sit(&seats, at(2)).unwrap();
        let request = one.seat().begin();
        assert!(!is_told(&one), "it has work to do");
        drop(request);
        assert!(is_told(&one));
    }

    #[tokio::test(start_paused = true)]
    async fn an_address_that_has_all_it_may_have_gives_up_one_of_its_own() {
        let seats = Seats::new(9, 2);
        let others = sit(&seats, at(9)).unwrap();
        let [one, two] = [sit(&seats, at(1)).unwrap(), sit(&seats, at(1)).unwrap()];
        let _busy = one.seat().begin();
        let three = sit(&seats, at(1)).unwrap();
        assert_eq!([&others, &one, &two].map(is_told), [false, false, true]);
        let _busy_too = three.seat().begin();
        assert!(seats.greet(at(1)).is_none(), "none of its own idles");
        drop(others);
        let ours: Vec<_> = (0..5).map(|_| sit(&seats, Client::Exempt)).collect();
        assert!(ours.iter().all(Option::is_some), "this machine and our proxies have as many as there are");
    }
}
