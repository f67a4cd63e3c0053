//! What every handler shares: the app behind it, settings, and what is counted, limited and cached at the edge.
//!
//! Nothing here knows a route.

use crate::cache::pictures::PictureCache;
use crate::cache::results::ResultsCache;
use crate::clock::{self, Clock};
use crate::http::metrics::Metrics;
use crate::http::rate_limit::RateLimits;
use crate::http::sender_key::SenderKeys;
use crate::http::stream::Streams;
use crate::settings::Settings;
use canvass_app::App;
use canvass_domain::Millis;
use std::sync::Arc;
use tokio::sync::watch;

/// Everything handlers share.
#[derive(Clone, Debug)]
pub struct Server {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    app: Arc<App>,
    settings: Settings,
    rate_limits: RateLimits,
    sender_keys: SenderKeys,
    streams: Arc<Streams>,
    metrics: Metrics,
    results_cache: ResultsCache,
    pictures: Arc<PictureCache>,
    clock: Clock,
    stopping: watch::Sender<bool>,
}

impl Server {
    /// Puts a running app behind HTTP.
    #[must_use]
    pub fn new(app: Arc<App>, settings: Settings) -> Self {
        Self::with_clock(app, settings, clock::now_ms)
    }

    /// The same, by another clock.
    #[must_use]
    pub fn with_clock(app: Arc<App>, settings: Settings, clock: Clock) -> Self {
        let rate_limits = RateLimits::new(settings.limits);
        let streams = Arc::new(Streams::new(&settings.limits));
        Self {
            inner: Arc::new(Inner {
                app,
                settings,
                rate_limits,
                sender_keys: SenderKeys::default(),
                streams,
                metrics: Metrics::default(),
                results_cache: ResultsCache::default(),
                pictures: PictureCache::new(),
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

    pub(crate) fn rate_limits(&self) -> &RateLimits {
        &self.inner.rate_limits
    }

    pub(crate) fn sender_keys(&self) -> &SenderKeys {
        &self.inner.sender_keys
    }

    pub(crate) fn now_ms(&self) -> Millis {
        (self.inner.clock)()
    }

    pub(crate) fn results_cache(&self) -> &ResultsCache {
        &self.inner.results_cache
    }

    pub(crate) fn picture_cache(&self) -> &Arc<PictureCache> {
        &self.inner.pictures
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    pub(crate) fn streams(&self) -> &Arc<Streams> {
        &self.inner.streams
    }
}
