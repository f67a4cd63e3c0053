//! A server from its first listening to its last answer.

use crate::exit::Failure;
use crate::outside::{now_ms, random_bytes};
use canvass_app::{AckOrder, App, Store, WriterLock};
use canvass_web::{PublicUrl, Server, Settings};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;

/// How long requests under way may take once the server is told to stop.
const STOP_WITHIN: Duration = Duration::from_secs(10);
const LOOK_FOR_DUE_EVERY: Duration = Duration::from_millis(500);
const FORGET_KEYS_EVERY: Duration = Duration::from_secs(3600);

/// What a running server is told.
pub(crate) struct Plan {
    pub store: Store,
    pub lock: WriterLock,
    pub order: AckOrder,
    pub listener: TcpListener,
    pub settings: Settings,
    pub ready_file: Option<PathBuf>,
    pub desk_sign_in_url: Option<String>,
}

/// Runs until told to stop; then finishes what is under way and everything that waits to be written. Ends by itself,
/// with an error, when the writer can no longer vouch for the log: whoever starts it anew loses nothing.
pub(crate) async fn run(plan: Plan, when_ready: impl FnOnce(&PublicUrl)) -> Result<(), Failure> {
    let mut signals = StopSignals::listen()?;
    let Plan { store, lock, order, listener, settings, ready_file, desk_sign_in_url } = plan;
    let (app, mut writer) = App::start(store, lock, order, random_bytes()?).await?;
    let app = Arc::new(app);
    app.run_due(now_ms()).await;
    let public_url = settings.public_url.clone();
    warn_of_plain_cookies(&public_url);
    let server = Server::new(Arc::clone(&app), settings);
    let chores = tokio::spawn(chores(Arc::clone(&app)));
    let (stop, stopped) = oneshot::channel::<()>();
    let mut serving = tokio::spawn(canvass_web::serve(listener, server.clone(), async {
        let _ = stopped.await;
    }));
    if let Some(path) = &ready_file {
        write_ready_file(path, &ready(&app, &public_url, desk_sign_in_url.as_deref()))?;
    }
    when_ready(&public_url);
    let mut gave_up = None;
    let served = tokio::select! {
        served = &mut serving => Some(served),
        ended = &mut writer => {
            gave_up = Some(ended);
            None
        }
        () = signals.told() => {
            server.stop_streams();
            let _ = stop.send(());
            tokio::time::timeout(STOP_WITHIN, &mut serving).await.ok()
        }
    };
    serving.abort();
    chores.abort();
    let _ = chores.await;
    drop((app, server));
    let written = match gave_up {
        Some(ended) => Some(ended),
        None => tokio::time::timeout(STOP_WITHIN, writer).await.ok(),
    };
    match written {
        Some(ended) => ended.map_err(|error| Failure::refused(format!("the writer broke: {error}")))??,
        None => tracing::warn!("stopped while something was still being written"),
    }
    match served {
        Some(served) => served.map_err(|error| Failure::refused(format!("the server broke: {error}")))??,
        None => tracing::warn!("stopped while requests were still under way"),
    }
    Ok(())
}

/// An address on this machine that readers can open.
pub(crate) fn local_url(listener: &TcpListener) -> Result<PublicUrl, Failure> {
    let port = listener.local_addr()?.port();
    PublicUrl::parse(&format!("http://localhost:{port}")).ok_or_else(|| Failure::refused("no address to be reached by"))
}

async fn chores(app: Arc<App>) {
    let mut due = tokio::time::interval(LOOK_FOR_DUE_EVERY);
    let mut forget = tokio::time::interval(FORGET_KEYS_EVERY);
    loop {
        tokio::select! {
            _ = due.tick() => app.run_due(now_ms()).await,
            _ = forget.tick() => {
                if let Err(error) = app.store().forget_old_keys(now_ms()).await {
                    tracing::warn!(%error, "old idempotency keys were not forgotten");
                }
            }
        }
    }
}

fn ready(app: &App, url: &PublicUrl, desk_sign_in_url: Option<&str>) -> Value {
    let conversation = |entry: &Arc<canvass_app::live::Entry>| {
        let snapshot = entry.read();
        json!({"slug": snapshot.conversation.slug.as_str(), "state": snapshot.conversation.state.word()})
    };
    let data_dir = match app.store().database() {
        canvass_app::Database::Folder(folder) => Some(folder.display().to_string()),
        canvass_app::Database::Postgres(_) => None,
    };
    json!({
        "base_url": url.as_str(),
        "desk_sign_in_url": desk_sign_in_url,
        "data_dir": data_dir,
        "conversations": app.live().all().iter().map(conversation).collect::<Vec<_>>(),
        "editions": [],
    })
}

/// Complete when it appears: written beside, then renamed.
fn write_ready_file(path: &Path, content: &Value) -> Result<(), Failure> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let failed = |error: std::io::Error| Failure::bad_input(format!("the ready file `{}`: {error}", path.display()));
    std::fs::write(&beside, format!("{content:#}\n")).map_err(failed)?;
    std::fs::rename(&beside, path).map_err(failed)
}

fn warn_of_plain_cookies(url: &PublicUrl) {
    let is_local = matches!(url.host(), "localhost" | "127.0.0.1" | "[::1]");
    if !url.is_https() && !is_local {
        tracing::warn!("{} is not https: cookies travel unprotected", url.as_str());
    }
}

/// The signals that mean "stop". Listened for from the moment this is made: one that comes before anybody waits
/// is kept, and does not end the process out of hand.
struct StopSignals {
    interrupt: Signal,
    terminate: Signal,
}

impl StopSignals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn told(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
