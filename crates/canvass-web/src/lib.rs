//! HTTP in, use cases out: handlers extract, call one use case, and render.
//!
//! Every route stands in one table with its access decision ([`routes`]). This crate decides nothing about
//! conversations; it parses, rates, identifies, and turns errors into pages and problems.

mod access;
mod admission;
pub mod api;
mod assets;
mod body;
#[cfg(test)]
mod bounds;
mod client;
mod cookies;
mod desk;
mod documents;
mod error;
mod gate;
mod give_back;
mod headers;
mod identify;
mod limits;
mod metrics;
mod multipart;
mod observe;
mod paths;
mod patience;
mod per_address;
mod pictures;
mod post;
mod reader;
pub mod routes;
mod seats;
mod senders;
mod serving;
mod settings;
mod streams;
mod tellings;
mod world;

pub use post::PostOffice;
pub use routes::router;
pub use serving::serve;
pub use settings::{Limits, Mail, PublicUrl, Settings, loopback};

use canvass_app::App;
use canvass_domain::Millis;
use documents::Documents;
use limits::Limiters;
use metrics::Metrics;
use pictures::Pictures;
use senders::Senders;
use std::sync::Arc;
use streams::Streams;
use tokio::sync::watch;

/// Says what time it is.
pub type Clock = fn() -> Millis;

/// Everything handlers share.
#[derive(Clone, Debug)]
pub struct Server {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    app: Arc<App>,
    settings: Settings,
    limiters: Limiters,
    senders: Senders,
    streams: Arc<Streams>,
    metrics: Metrics,
    documents: Documents,
    pictures: Arc<Pictures>,
    clock: Clock,
    stopping: watch::Sender<bool>,
}

impl Server {
    /// Puts a running app behind HTTP.
    #[must_use]
    pub fn new(app: Arc<App>, settings: Settings) -> Self {
        Self::with_clock(app, settings, world::now_ms)
    }

    /// The same, by another clock.
    #[must_use]
    pub fn with_clock(app: Arc<App>, settings: Settings, clock: Clock) -> Self {
        let limiters = Limiters::new(settings.limits);
        let streams = Arc::new(Streams::new(&settings.limits));
        Self {
            inner: Arc::new(Inner {
                app,
                settings,
                limiters,
                senders: Senders::default(),
                streams,
                metrics: Metrics::default(),
                documents: Documents::default(),
                pictures: Pictures::new(),
                clock,
                stopping: watch::Sender::new(false),
            }),
        }
    }

    /// Ends every live stream, and every connection with its next answer, so that a graceful stop waits for neither.
    pub fn stop_streams(&self) {
        self.inner.stopping.send_replace(true);
    }

    pub(crate) fn is_stopping(&self) -> bool {
        *self.inner.stopping.borrow()
    }

    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.inner.stopping.subscribe()
    }

    pub(crate) fn app(&self) -> &App {
        &self.inner.app
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    pub(crate) fn limiters(&self) -> &Limiters {
        &self.inner.limiters
    }

    pub(crate) fn senders(&self) -> &Senders {
        &self.inner.senders
    }

    pub(crate) fn now_ms(&self) -> Millis {
        (self.inner.clock)()
    }

    pub(crate) fn documents(&self) -> &Documents {
        &self.inner.documents
    }

    pub(crate) fn pictures(&self) -> &Arc<Pictures> {
        &self.inner.pictures
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    pub(crate) fn streams(&self) -> &Arc<Streams> {
        &self.inner.streams
    }
}
