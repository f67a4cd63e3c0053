//! A server from its first listening to its last answer.

use crate::exit::Failure;
use crate::mail::Mailer;
use crate::open_files;
use crate::outside::{now_ms, random_bytes};
use crate::storage::PUBLIC_URL;
use canvass_app::independence::FirstAnswers;
use canvass_app::{AckOrder, App, AppError, Store, WriterLock};
use canvass_demo::publish_demo_take;
use canvass_domain::Slug;
use canvass_web::{Outbox, PublicUrl, Server, Settings};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::net::IpAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;

/// How long requests under way may take once the server is told to stop.
const STOP_WITHIN: Duration = Duration::from_secs(10);
/// How long the ready file waits for opinion maps: they do not take long, and results are provisional without them.
const MAPS_WITHIN: Duration = Duration::from_secs(5);
const LOOK_FOR_DUE_EVERY: Duration = Duration::from_millis(500);
const LOOK_FOR_LETTERS_EVERY: Duration = Duration::from_secs(2);
/// How long nothing is looked for after a look for marks that a log shows: at least, and as a multiple of the look.
const LOOK_FOR_MARKS_EVERY: Duration = Duration::from_secs(5);
const LOOK_FOR_MARKS_RESTS: u32 = 9;
const FORGET_KEYS_EVERY: Duration = Duration::from_secs(3600);

/// What a running server is told.
pub(crate) struct Plan {
    pub store: Store,
    pub lock: WriterLock,
    pub order: AckOrder,
    pub listener: TcpListener,
    pub settings: Settings,
    pub ready_file: Option<PathBuf>,
    /// In batches of how many people comments appear.
    pub comment_batch: u32,
    /// How many may answer for the first time from one network.
    pub first_answers: FirstAnswers,
    pub desk_sign_in_url: Option<String>,
    /// The closed conversation of a demo, whose take is published before anything is served.
    pub demo_take: Option<Slug>,
    /// How letters are sent; nothing where none are.
    pub mailer: Option<Mailer>,
}

/// Runs until told to stop; then finishes what is under way and everything that waits to be written. Ends by itself,
/// with an error, when the writer can no longer vouch for the log: whoever starts it anew loses nothing.
pub(crate) async fn run(plan: Plan, when_ready: impl FnOnce(&PublicUrl)) -> Result<(), Failure> {
    let mut signals = StopSignals::listen()?;
    let Plan { store, lock, order, listener, settings, ready_file, desk_sign_in_url, demo_take, mailer, .. } = plan;
    store.put_setting(PUBLIC_URL, settings.public_url.as_str()).await?;
    let (app, mut writer) = App::start(store.clone(), lock, order, random_bytes()?).await?;
    let app = Arc::new(app.built_as(crate::VERSION).with_first_answers(plan.first_answers));
    app.set_comment_batch(plan.comment_batch);
    let mut overdue = Overdue::default();
    overdue.warn(app.run_due(now_ms()).await);
    let public_url = settings.public_url.clone();
    if let Some(slug) = demo_take {
        publish_demo_take(&app, &slug, public_url.as_str()).await.map_err(Failure::refused)?;
    }
    if is_unprotected(&public_url, listener.local_addr()?.ip()) {
        tracing::warn!("`{}` is not https, and others can reach it: cookies travel unprotected", public_url.as_str());
    }
    open_files::allow(settings.limits.max_connections);
    let server = Server::new(Arc::clone(&app), settings);
    let chores = tokio::spawn(chores(Arc::clone(&app), overdue));
    let watch = tokio::spawn(watch(Arc::clone(&app)));
    let post = mailer.map(|mailer| tokio::spawn(post(Outbox::new(server.clone(), mailer))));
    let (stop, stopped) = oneshot::channel::<()>();
    let mut serving = tokio::spawn(canvass_web::serve(listener, server.clone(), async {
        let _ = stopped.await;
    }));
    if let Some(path) = &ready_file {
        let _ = tokio::time::timeout(MAPS_WITHIN, app.first_maps()).await;
        write_ready_file(path, &ready(&app, &public_url, desk_sign_in_url.as_deref()).await?)?;
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
    watch.abort();
    let _ = watch.await;
    if let Some(post) = post {
        post.abort();
        let _ = post.await;
    }
    drop((app, server));
    let written = match gave_up {
        Some(ended) => Some(ended),
        None => tokio::time::timeout(STOP_WITHIN, writer).await.ok(),
    };
    match written {
        Some(ended) => ended.map_err(|error| Failure::refused(format!("the writer broke: {error}")))??,
        None => tracing::warn!("stopped while something was still being written"),
    }
    if tokio::time::timeout(STOP_WITHIN, store.close_whole()).await.is_err() {
        tracing::warn!("stopped while the database was still being read");
    }
    match served {
        Some(served) => served.map_err(|error| Failure::refused(format!("the server broke: {error}")))?,
        None => tracing::warn!("stopped while requests were still under way"),
    }
    Ok(())
}

/// An address on this machine that readers can open.
pub(crate) fn local_url(listener: &TcpListener) -> Result<PublicUrl, Failure> {
    let port = listener.local_addr()?.port();
    PublicUrl::parse(&format!("http://localhost:{port}")).ok_or_else(|| Failure::refused("no address to be reached by"))
}

async fn chores(app: Arc<App>, mut overdue: Overdue) {
    let mut due = tokio::time::interval(LOOK_FOR_DUE_EVERY);
    let mut forget = tokio::time::interval(FORGET_KEYS_EVERY);
    loop {
        tokio::select! {
            _ = due.tick() => overdue.warn(app.run_due(now_ms()).await),
            _ = forget.tick() => {
                if let Err(error) = app.store().forget_old_keys(now_ms()).await {
                    tracing::warn!(%error, "old idempotency keys were not forgotten");
                }
            }
        }
    }
}

/// Looks for marks that logs show: at most a tenth of the time, and never in a reader's way.
async fn watch(app: Arc<App>) {
    loop {
        let began = std::time::Instant::now();
        for entry in app.live().all() {
            if let Err(error) = app.look_for_patterns(&entry, now_ms()).await {
                tracing::warn!(%error, "marks were not looked for");
            }
        }
        let rest = LOOK_FOR_MARKS_EVERY.max(began.elapsed() * LOOK_FOR_MARKS_RESTS);
        tokio::time::sleep(rest).await;
    }
}

/// A letter that is being handed over when the server stops is sent again by the next.
async fn post(outbox: Outbox<Mailer>) {
    let mut look = tokio::time::interval(LOOK_FOR_LETTERS_EVERY);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        look.tick().await;
        match outbox.run_once().await {
            Ok(sent) if sent.n_failed > 0 => tracing::warn!(n = sent.n_failed, "letters were given up"),
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "letters were not sent"),
        }
    }
}

async fn ready(app: &App, url: &PublicUrl, desk_sign_in_url: Option<&str>) -> Result<Value, Failure> {
    let conversation = |entry: &Arc<canvass_app::live::Entry>| {
        let snapshot = entry.read();
        json!({"slug": snapshot.conversation.slug.as_str(), "state": snapshot.conversation.state.word()})
    };
    let data_dir = match app.store().database() {
        canvass_app::Database::Folder(folder) => Some(folder.display().to_string()),
        canvass_app::Database::Postgres(_) => None,
    };
    let mut editions = Vec::new();
    for entry in app.live().all() {
        for take in app.shelf(&entry).await?.published() {
            let id = take.id();
            editions.push(json!({"id": id, "url": format!("{}/take/{id}", url.as_str())}));
        }
    }
    Ok(json!({
        "base_url": url.as_str(),
        "desk_sign_in_url": desk_sign_in_url,
        "data_dir": data_dir,
        "conversations": app.live().all().iter().map(conversation).collect::<Vec<_>>(),
        "editions": editions,
    }))
}

/// Complete when it appears: written beside, then renamed.
fn write_ready_file(path: &Path, content: &Value) -> Result<(), Failure> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let failed = |error: std::io::Error| Failure::bad_input(format!("the ready file `{}`: {error}", path.display()));
    // It may hold a link that signs in: its owner's alone from the first byte on, whatever an earlier one was.
    let _ = std::fs::remove_file(&beside);
    let mut part = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside).map_err(failed)?;
    part.write_all(format!("{content:#}\n").as_bytes()).map_err(failed)?;
    std::fs::rename(&beside, path).map_err(failed)
}

/// Whether cookies may leave this machine in the clear: without https, and with an address of others' or a
/// listener that others can reach.
fn is_unprotected(url: &PublicUrl, listens_on: IpAddr) -> bool {
    let is_local = url.is_loopback() && listens_on.to_canonical().is_loopback();
    !url.is_https() && !is_local
}

/// What was due and could not be done. It is tried again and again; the log says so once, and anew when the reason
/// changes.
#[derive(Debug, Default)]
struct Overdue {
    told: BTreeMap<String, String>,
}

impl Overdue {
    fn warn(&mut self, failed: Vec<(Slug, AppError)>) {
        let failed = failed.into_iter().map(|(slug, error)| (slug.to_string(), error.to_string())).collect();
        for (conversation, error) in self.news(failed) {
            tracing::warn!(conversation, error, "not opened or closed though due; tried again until it can be");
        }
    }

    /// What has not been told yet.
    fn news(&mut self, failed: BTreeMap<String, String>) -> Vec<(String, String)> {
        let told = std::mem::replace(&mut self.told, failed);
        let is_new = |(slug, why): &(&String, &String)| told.get(*slug) != Some(*why);
        self.told.iter().filter(is_new).map(|(slug, why)| (slug.clone(), why.clone())).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_fine_on_this_machine_only() {
        let check = |url, listens_on: &str, expected| {
            let url = PublicUrl::parse(url).expect("an address");
            assert_eq!(is_unprotected(&url, listens_on.parse().expect("an IP address")), expected, "{url:?}");
        };
        check("http://localhost:8400", "127.0.0.1", false);
        check("http://localhost:8400", "::1", false);
        check("http://[::1]:8400", "::ffff:127.0.0.1", false);
        check("http://localhost:8400", "0.0.0.0", true);
        check("http://localhost:8400", "::", true);
        check("http://localhost:8400", "192.0.2.7", true);
        check("http://ask.example.org", "127.0.0.1", true);
        check("https://ask.example.org", "0.0.0.0", false);
    }

    #[test]
    fn the_ready_file_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ready.json");
        for left in [&path, &folder.path().join("ready.json.part")] {
            std::fs::write(left, "of an earlier life").expect("a file");
            write_ready_file(&path, &json!({"desk_sign_in_url": "secret"})).expect("written");
            let mode = std::fs::metadata(&path).expect("the file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
            assert!(std::fs::read_to_string(&path).expect("text").contains("secret"));
        }
    }

    #[test]
    fn what_is_overdue_is_told_once_for_each_reason() {
        let mut overdue = Overdue::default();
        let mut tell = |failed: &[(&str, &str)]| {
            let failed = failed.iter().map(|(slug, why)| ((*slug).to_owned(), (*why).to_owned())).collect();
            overdue.news(failed).into_iter().map(|(slug, _)| slug).collect::<Vec<_>>()
        };
        assert_eq!(tell(&[("bridge", "nobody stands behind it")]), ["bridge"]);
        assert_eq!(tell(&[("bridge", "nobody stands behind it"), ("tunnel", "storage")]), ["tunnel"]);
        assert!(tell(&[("bridge", "nobody stands behind it"), ("tunnel", "storage")]).is_empty());
        assert_eq!(tell(&[("bridge", "storage")]), ["bridge"], "for another reason");
        assert!(tell(&[]).is_empty());
        assert_eq!(tell(&[("tunnel", "storage")]), ["tunnel"], "it was well in between");
    }
}
