//! Answering on a listener until told to stop. Every connection is bounded: how many there are, how long one may
//! take to say what it wants and to read the answer, how much it may say before that, and (in `body`) after.

use crate::limits::Client;
use crate::patience::Patient;
use crate::per_address::{Held, PerAddress};
use crate::{Limits, Server, router};
use axum::Router;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::serve::Listener;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tower::ServiceExt;

/// How long connections are served on once it is time to stop: what was sent before is on its way, in this machine's
/// own buffers at the latest, and is answered. Each answer is then the last of its connection.
const LINGER: Duration = Duration::from_millis(250);

/// Most bytes of a request's head: address, cookies and all. More is answered 431.
pub(crate) const MAX_HEAD_BYTES: usize = 64 * 1024;
/// Most headers of a request. More is answered 431.
pub(crate) const MAX_HEADERS: usize = 100;

type Routes = IntoMakeServiceWithConnectInfo<Router, SocketAddr>;

/// Answers requests until `stop` is done, then those that were sent before. Dropping it ends every connection.
pub async fn serve(mut listener: TcpListener, server: Server, stop: impl Future<Output = ()> + Send + 'static) {
    let settings = server.settings().clone();
    let limits = settings.limits;
    let by_address = PerAddress::new(limits.max_connections_per_address);
    let routes = router(server).into_make_service_with_connect_info::<SocketAddr>();
    let builder = builder(&limits);
    let places = Arc::new(Semaphore::new(limits.max_connections));
    let stopping = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let lingered = async {
        stop.await;
        tokio::time::sleep(LINGER).await;
    };
    tokio::pin!(lingered);
    loop {
        let (place, stream, peer) = tokio::select! {
            accepted = accept(&mut listener, &places) => accepted,
            Some(_) = connections.join_next(), if !connections.is_empty() => continue,
            () = &mut lingered => break,
        };
        let held = match Client::of_connection(peer, &settings) {
            Client::Exempt => None,
            Client::At(address) => match by_address.enter(address) {
                Some(held) => Some(held),
                // Nothing was asked yet, so nothing is answered.
                None => continue,
            },
        };
        // An answer is small and complete: waiting to fill a packet would only delay it.
        let _ = stream.set_nodelay(true);
        let stream = Patient::new(stream, limits.read_within);
        connections.spawn(answer(builder.clone(), routes.clone(), stream, peer, stopping.watcher(), (place, held)));
    }
    drop(listener);
    stopping.shutdown().await;
}

/// The next connection, once there is a place for it; until then it waits in the system's queue.
async fn accept(
    listener: &mut TcpListener,
    places: &Arc<Semaphore>,
) -> (Option<OwnedSemaphorePermit>, TcpStream, SocketAddr) {
    // The semaphore is never closed, so there is always a place in the end.
    let place = Arc::clone(places).acquire_owned().await.ok();
    let (stream, peer) = Listener::accept(listener).await;
    (place, stream, peer)
}

fn builder(limits: &Limits) -> Builder {
    let mut builder = Builder::new();
    // Counted from the end of the answer before, too: an idle connection gives its place back.
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head_within);
    builder.max_buf_size(MAX_HEAD_BYTES).max_headers(MAX_HEADERS);
    builder
}

/// Answers on one connection until either side is done with it.
async fn answer(
    builder: Builder,
    routes: Routes,
    stream: Patient<TcpStream>,
    peer: SocketAddr,
    stopping: Watcher,
    _places: (Option<OwnedSemaphorePermit>, Option<Held>),
) {
    let Ok(service) = routes.oneshot(peer).await;
    let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    // A client that goes away or is too slow is its own business.
    let _ = stopping.watch(connection).await;
}
