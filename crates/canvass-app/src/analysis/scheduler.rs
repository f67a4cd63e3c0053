//! One thread that takes conversations from the queue, and gives each to whoever does the work.
//!
//! A panic in the work is caught, counted and logged, and ends one turn. Nobody who puts something in ever waits for
//! the work. The thread itself runs at the usual priority: it holds locks that the writer may wait for. What is slow
//! belongs onto the [`workers`], which run at a lower one.

use super::queue::{Next, Outcome, Put, Queue};
use canvass_domain::ConversationId;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, Once, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Priority of workers, as `nice`: beside threads that answer they get about a tenth of a core each. At 19 it would be
/// a hundredth, and maps would stand still for as long as a busy hour lasts.
const NICE: i32 = 10;

/// How often in a row a failed turn is taken again by itself; after that only once answers have changed.
const MAX_RETRIES: u32 = 3;

/// How the analysis is doing, for whoever runs the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnalysisCounts {
    /// Turns that made a map, cold.
    pub n_runs: u64,
    /// Turns that renewed one.
    pub n_renewals: u64,
    /// Turns that failed.
    pub n_failures: u64,
    /// What the last of both took.
    pub last: Duration,
    /// What all took.
    pub total: Duration,
    /// Conversations that wait.
    pub n_waiting: usize,
    /// For how long the first of them has waited.
    pub oldest: Duration,
}

/// What there was to do in a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    /// A map was made, cold.
    Made,
    /// One was made, cold, and can be renewed from now on before the next.
    MadeWarm,
    /// It was renewed: provisional, so that a cold one is due.
    Renewed,
    /// A cold one is due, and comes later.
    Awaited,
    /// There are too few answers, or there was nothing new.
    Nothing,
}

/// How a turn ended, as told to whoever wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// With a cold map, after so long.
    Made(Duration),
    /// Without one of its own: nothing to do, or one renewed.
    Nothing,
    /// With a panic, for the so-manieth time in a row.
    Failed(u32),
}

/// What there is still to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Pending {
    /// Conversations that have not had their first turn since the start.
    n_first: usize,
    n_waiting: usize,
    n_running: usize,
}

#[derive(Debug, Default)]
struct State {
    queue: Queue,
    first: BTreeSet<ConversationId>,
    running: Option<ConversationId>,
    counts: AnalysisCounts,
    is_stopping: bool,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    wake: Condvar,
    pending: watch::Sender<Pending>,
}

/// The way into the queue; any number of them lead to the same.
#[derive(Clone, Debug)]
pub(crate) struct Scheduler {
    shared: Arc<Shared>,
}

/// Ends the thread once it is dropped; a turn under way is finished, and nobody waits for it.
#[derive(Debug)]
pub(crate) struct Running {
    scheduler: Scheduler,
}

/// Threads at a lower priority, for what is slow.
///
/// # Errors
/// When the system gives no threads.
pub(crate) fn workers() -> std::io::Result<ThreadPool> {
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    let builder = ThreadPoolBuilder::new().num_threads(n_threads).thread_name(|n| format!("analysis-{n}"));
    builder.start_handler(|_| lower_priority()).build().map_err(std::io::Error::other)
}

/// Of the thread that asks for it, which is what it means on Linux.
fn lower_priority() {
    static TOLD: Once = Once::new();
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        TOLD.call_once(|| tracing::warn!(%error, "the analysis runs at the usual priority"));
    }
}

impl Scheduler {
    /// An empty queue that nobody works on yet: conversations wait.
    pub(crate) fn new() -> Self {
        let shared = Shared { state: Mutex::default(), wake: Condvar::new(), pending: watch::Sender::default() };
        Self { shared: Arc::new(shared) }
    }

    /// Starts the thread. `work` does a turn, `told` hears how it ended.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(crate) fn start(
        self,
        mut work: impl FnMut(ConversationId) -> Work + Send + 'static,
        told: impl Fn(ConversationId, Turn) + Send + 'static,
    ) -> std::io::Result<Running> {
        let shared = Arc::clone(&self.shared);
        let turns = move || {
            while let Some(id) = shared.next() {
                let began = Instant::now();
                let done = catch_unwind(AssertUnwindSafe(|| work(id))).ok();
                let turn = shared.account(id, done, began.elapsed());
                told(id, turn);
                shared.done(id);
            }
        };
        std::thread::Builder::new().name("analysis".to_owned()).spawn(turns)?;
        Ok(Running { scheduler: self })
    }

    /// Puts conversations in that have not been analysed since the start.
    pub(crate) fn put_first(&self, ids: impl IntoIterator<Item = ConversationId>) {
        let mut state = self.shared.lock();
        for id in ids {
            state.first.insert(id);
            state.queue.put(id, Instant::now());
        }
        self.shared.changed(&state);
    }

    /// Puts a conversation in whose answers have changed.
    pub(crate) fn put(&self, id: ConversationId) {
        let mut state = self.shared.lock();
        if state.queue.put(id, Instant::now()) == Put::New {
            self.shared.changed(&state);
        }
    }

    /// How it is doing.
    pub(crate) fn counts(&self) -> AnalysisCounts {
        let state = self.shared.lock();
        let oldest = state.queue.waits_since().map_or(Duration::ZERO, |since| since.elapsed());
        AnalysisCounts { n_waiting: state.queue.len(), oldest, ..state.counts }
    }

    /// Waits until every conversation has had its first turn.
    pub(crate) async fn first_done(&self) {
        self.until(|pending| pending.n_first == 0).await;
    }

    /// Waits until nothing waits and nothing runs.
    pub(crate) async fn idle(&self) {
        self.until(|pending| pending.n_waiting + pending.n_running == 0).await;
    }

    async fn until(&self, is_so: impl FnMut(&Pending) -> bool) {
        // The sender is held by this very scheduler.
        let _ = self.shared.pending.subscribe().wait_for(is_so).await;
    }
}

impl AnalysisCounts {
    fn took(&mut self, took: Duration) {
        self.last = took;
        self.total += took;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.scheduler.shared.lock().is_stopping = true;
        self.scheduler.shared.wake.notify_all();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the thread, and whoever waits for it.
    fn changed(&self, state: &State) {
        let (n_first, n_waiting, n_running) = (state.first.len(), state.queue.len(), state.running.iter().count());
        self.pending.send_replace(Pending { n_first, n_waiting, n_running });
        self.wake.notify_all();
    }

    /// Waits for a turn; none once it is to stop.
    fn next(&self) -> Option<ConversationId> {
        let mut state = self.lock();
        loop {
            if state.is_stopping {
                return None;
            }
            let now = Instant::now();
            state = match state.queue.take(now) {
                Next::Run(id) => {
                    state.running = Some(id);
                    self.changed(&state);
                    return Some(id);
                }
                Next::At(then) => {
                    let waited = self.wake.wait_timeout(state, then.saturating_duration_since(now));
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                Next::Nothing => self.wake.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Counts a turn, which came to nothing where it panicked.
    fn account(&self, id: ConversationId, done: Option<Work>, took: Duration) -> Turn {
        let outcome = if done.is_some() { Outcome::Good } else { Outcome::Failed };
        // One that can be renewed rests for as long as that takes, not for as long as a cold one.
        let work = if done == Some(Work::MadeWarm) { Duration::ZERO } else { took };
        let mut state = self.lock();
        let n_failures = state.queue.done(id, outcome, work, Instant::now());
        match done {
            Some(Work::Made | Work::MadeWarm) => {
                state.counts.n_runs += 1;
                state.counts.took(took);
                Turn::Made(took)
            }
            Some(work @ (Work::Renewed | Work::Awaited)) => {
                state.counts.n_renewals += u64::from(work == Work::Renewed);
                state.queue.put(id, Instant::now());
                Turn::Nothing
            }
            Some(Work::Nothing) => Turn::Nothing,
            None => {
                state.counts.n_failures += 1;
                state.counts.took(took);
                if n_failures <= MAX_RETRIES {
                    state.queue.put(id, Instant::now());
                }
                drop(state);
                tracing::error!(
                    conversation = id.0,
                    n_failures,
                    "no opinion map was made; tried again soon, and when answers change"
                );
                Turn::Failed(n_failures)
            }
        }
    }

    fn done(&self, id: ConversationId) {
        let mut state = self.lock();
        state.running = None;
        state.first.remove(&id);
        self.changed(&state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn id(n: i64) -> ConversationId {
        ConversationId(n)
    }

    #[tokio::test]
    async fn everything_put_in_is_done_and_the_thread_ends_with_its_owner() {
        let (sender, turns) = mpsc::channel();
        let scheduler = Scheduler::new();
        scheduler.put_first((1..=3).map(id));
        let work = move |id| {
            sender.send(id).unwrap();
            if id == ConversationId(3) { Work::Nothing } else { Work::Made }
        };
        let running = scheduler.clone().start(work, |_, _| {}).unwrap();
        scheduler.first_done().await;
        assert_eq!(turns.try_iter().collect::<Vec<_>>(), [id(1), id(2), id(3)]);
        scheduler.put(id(2));
        scheduler.idle().await;
        assert_eq!(turns.try_iter().collect::<Vec<_>>(), [id(2)]);
        let counts = scheduler.counts();
        assert_eq!((counts.n_runs, counts.n_failures, counts.n_waiting, counts.oldest), (3, 0, 0, Duration::ZERO));
        drop(running);
        // The work is dropped with the thread, and the sender with it.
        assert_eq!(turns.recv(), Err(mpsc::RecvError));
    }

    #[tokio::test]
    async fn a_panic_ends_one_turn_and_is_counted() {
        let (sender, told) = mpsc::channel();
        let scheduler = Scheduler::new();
        scheduler.put_first([id(1), id(2)]);
        let work = |which| {
            assert_eq!(which, id(2), "this one cannot be analysed");
            Work::Made
        };
        let _running = scheduler.clone().start(work, move |id, turn| sender.send((id, turn)).unwrap()).unwrap();
        scheduler.first_done().await;
        let counts = scheduler.counts();
        assert_eq!((counts.n_runs, counts.n_failures), (1, 1));
        assert_eq!(told.recv().unwrap(), (id(1), Turn::Failed(1)));
        assert!(matches!(told.recv().unwrap(), (found, Turn::Made(_)) if found == id(2)));
        assert_eq!(told.recv().unwrap(), (id(1), Turn::Failed(2)), "tried again by itself");
    }

    #[tokio::test]
    async fn one_that_was_renewed_comes_back_until_it_is_made_cold() {
        let (sender, told) = mpsc::channel();
        let scheduler = Scheduler::new();
        scheduler.put(id(1));
        let mut turns = [Work::MadeWarm, Work::Renewed, Work::Awaited, Work::Made].into_iter();
        let work = move |_| turns.next().unwrap();
        let _running = scheduler.clone().start(work, move |_, turn| sender.send(turn).unwrap()).unwrap();
        scheduler.idle().await;
        let counts = scheduler.counts();
        assert_eq!((counts.n_runs, counts.n_renewals), (1, 0), "nothing has changed");
        scheduler.put(id(1));
        scheduler.idle().await;
        let counts = scheduler.counts();
        assert_eq!((counts.n_runs, counts.n_renewals, counts.n_failures), (2, 1, 0));
        let told: Vec<Turn> = told.try_iter().collect();
        assert!(matches!(told[..], [Turn::Made(_), Turn::Nothing, Turn::Nothing, Turn::Made(_)]), "{told:?}");
    }

    #[test]
    fn whoever_puts_something_in_does_not_wait_for_a_turn_under_way() {
        let (go, gone) = mpsc::channel::<()>();
        let (begun, begins) = mpsc::channel();
        let scheduler = Scheduler::new();
        let work = move |id| {
            begun.send(id).unwrap();
            let _ = gone.recv();
            Work::Made
        };
        let running = scheduler.clone().start(work, |_, _| {}).unwrap();
        scheduler.put(id(1));
        assert_eq!(begins.recv().unwrap(), id(1));
        // It would hang here if it waited.
        for _ in 0..3 {
            (1..=116).for_each(|n| scheduler.put(id(n)));
        }
        assert_eq!(scheduler.counts().n_waiting, 116, "each once, the one that runs too");
        drop((running, go));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn workers_run_at_a_lower_priority_and_nobody_else_does() {
        let nice = || rustix::process::getpriority_process(None).unwrap();
        let before = nice();
        assert_eq!(workers().unwrap().install(nice), before.max(NICE));
        assert_eq!(nice(), before);
    }
}
