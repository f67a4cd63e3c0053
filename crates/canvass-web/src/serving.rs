//! Answering on a listener until told to stop. Every connection is bounded: how many there are, how long one may
//! take to say what it wants and to read the answer, how much it may say before that, and (in `body`) after.

use crate::limits::Client;
use crate::patience::Patient;
use crate::per_address::{Held, PerAddress};
use crate::{Limits, Server, Settings, router};
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
        // Nothing was asked yet, so nothing is answered.
        let Ok(held) = admit(peer, &settings, &by_address) else { continue };
        // An answer is small and complete: waiting to fill a packet would only delay it.
        let _ = stream.set_nodelay(true);
        let stream = Patient::new(stream, limits.read_within);
        connections.spawn(answer(builder.clone(), routes.clone(), stream, peer, stopping.watcher(), (place, held)));
    }
    drop(listener);
    stopping.shutdown().await;
}

/// An address that has all the connections it may have.
#[derive(Debug, PartialEq, Eq)]
struct TooManyOpen;

/// One of its address's places for a connection; none is needed from this machine and our own proxies.
fn admit(peer: SocketAddr, settings: &Settings, by_address: &Arc<PerAddress>) -> Result<Option<Held>, TooManyOpen> {
    match Client::of_connection(peer, settings) {
        Client::Exempt => Ok(None),
        Client::At(address) => by_address.enter(address).map(Some).ok_or(TooManyOpen),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PublicUrl, loopback};

    #[test]
    fn one_address_has_so_many_connections_but_for_our_own() {
        let settings = Settings {
            public_url: PublicUrl::parse("http://localhost").unwrap(),
            trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
            metrics_from: loopback(),
            mail: crate::Mail::Off,
            limits: Limits::default(),
        };
        let by_address = PerAddress::new(2);
        let admit = |address: &str| admit(SocketAddr::new(address.parse().unwrap(), 1), &settings, &by_address);
        let held = [admit("192.0.2.1").unwrap(), admit("192.0.2.1").unwrap()];
        assert!(held.iter().all(Option::is_some));
        assert_eq!(admit("192.0.2.1").unwrap_err(), TooManyOpen);
        assert!(admit("192.0.2.2").is_ok(), "others come in");
        for ours in ["127.0.0.1", "::1", "10.1.2.3"] {
            assert!((0..9).all(|_| admit(ours).unwrap().is_none()), "{ours}");
        }
        drop(held);
        assert!(admit("192.0.2.1").is_ok());
        let household = [admit("2001:db8::1").unwrap(), admit("2001:db8::2").unwrap()];
        assert_eq!(admit("2001:db8::3").unwrap_err(), TooManyOpen, "a /64 is one household");
        drop(household);
    }
}
