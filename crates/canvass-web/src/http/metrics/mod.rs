//! What is counted at the web's edge, for whoever runs the server.
//!
//! Everything here is a count of all readers together. No label ever holds an address, a token, a slug or anything
//! else that somebody outside chose.

pub(crate) mod show;

use axum::http::StatusCode;
use canvass_app::Histogram;
use canvass_app::mail::Sent;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Bounds of the time an answer takes, in microseconds.
const ANSWER_US: &[u64] =
    &[1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 10_000_000];

/// What is counted at the web's edge.
#[derive(Debug)]
pub(crate) struct Metrics {
    answers_us: Histogram,
    mail: Mutex<Mail>,
    counts: Mutex<Counts>,
}

#[derive(Clone, Debug, Default)]
struct Counts {
    /// Requests by the first digit of their status.
    requests: BTreeMap<u16, u64>,
    /// Errors by their kind: the words are ours, so there are only so many.
    errors: BTreeMap<&'static str, u64>,
}

/// E-mails since the start, and those that waited when last looked at.
#[derive(Clone, Copy, Debug, Default)]
struct Mail {
    n_sent: u64,
    n_failed: u64,
    n_delayed: u64,
    n_waiting: u64,
}

/// What an answer that is an error says it is. Travels with the response to where it is counted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ErrorKind(pub &'static str);

impl Default for Metrics {
    fn default() -> Self {
        Self { answers_us: Histogram::new(ANSWER_US), mail: Mutex::default(), counts: Mutex::default() }
    }
}

impl Metrics {
    /// A reader's answer was taken.
    pub(crate) fn answered(&self, took: Duration) {
        self.answers_us.take(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    /// What became of e-mails, and how many wait.
    pub(crate) fn posted(&self, sent: Sent, n_waiting: u64) {
        let mut mail = self.mail.lock().unwrap_or_else(PoisonError::into_inner);
        mail.n_sent += sent.n_sent;
        mail.n_failed += sent.n_failed;
        mail.n_delayed += sent.n_delayed;
        mail.n_waiting = n_waiting;
    }

    /// A request was answered.
    pub(crate) fn requested(&self, status: StatusCode, error: Option<ErrorKind>) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.requests.entry(status.as_u16() / 100).or_default() += 1;
        if let Some(ErrorKind(kind)) = error {
            *counts.errors.entry(kind).or_default() += 1;
        }
    }
}
