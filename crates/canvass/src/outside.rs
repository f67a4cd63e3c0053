//! The clock, chance and the terminal: read and written here and nowhere below.

use canvass_domain::Millis;
use canvass_words::legible::for_terminal;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::Write;
use std::sync::mpsc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Now.
pub(crate) fn now_ms() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}

/// 32 bytes that nobody can guess.
pub(crate) fn random_bytes() -> Result<[u8; 32], getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map(|()| bytes)
}

/// Prints a line of data. A reader that has gone is no error.
pub(crate) fn say(line: impl std::fmt::Display) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Prints a line about the work.
pub(crate) fn remark(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr().lock(), "{}", for_terminal(&line.to_string()));
}

/// Does something that may take long: a sign of life on stderr once it has taken a second.
pub(crate) fn patiently<T: Send>(what: &'static str, work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let (done, is_done) = mpsc::channel();
        let working = scope.spawn(move || {
            let result = work();
            // Whoever waits may have gone on to wait for the thread itself.
            let _ = done.send(());
            result
        });
        let spinner = ProgressBar::hidden();
        if is_done.recv_timeout(Progress::PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
            let style = ProgressStyle::with_template("{msg} {spinner} {elapsed}");
            spinner.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
            spinner.set_message(what);
            spinner.set_draw_target(ProgressDrawTarget::stderr());
            spinner.enable_steady_tick(Duration::from_millis(100));
        }
        let result = working.join();
        spinner.finish_and_clear();
        result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// A progress bar on stderr, seen once the work has taken a second.
pub(crate) struct Progress {
    bar: ProgressBar,
    began: Instant,
}

impl Progress {
    const PATIENCE: Duration = Duration::from_secs(1);

    pub(crate) fn of(what: &'static str) -> Self {
        let bar = ProgressBar::hidden();
        let style = ProgressStyle::with_template("{msg} {wide_bar} {percent}% {eta}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(what);
        Self { bar, began: Instant::now() }
    }

    /// How much is done.
    pub(crate) fn show(&self, done: u64, total: u64) {
        if self.bar.is_hidden() && self.began.elapsed() >= Self::PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_length(total);
        self.bar.set_position(done);
    }

    pub(crate) fn end(self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_long_gives_what_it_found() {
        assert_eq!(patiently("Counting", || (0..10).sum::<u32>()), 45);
        let slow = || std::thread::park_timeout(Progress::PATIENCE + Duration::from_millis(50));
        assert_eq!(patiently("Waiting", slow), ());
    }
}
