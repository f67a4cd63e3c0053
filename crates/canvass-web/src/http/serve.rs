//! Answering on a listener until told to stop. Every connection is bounded: how many there are, how long one may
//! take to say what it wants and to read the answer, how much it may say before that, and (in `body`) after.

use crate::http::client_address::Client;
use crate::http::connection_limit::{Connections, InFlight, OpenConnection, Waiting};
use crate::http::write_timeout::WriteTimeout;
use crate::routes::router;
use crate::server::Server;
use crate::settings::Limits;
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::serve::Listener;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
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
    let open = Connections::new(limits.max_connections, limits.max_connections_per_address);
    let routes = router(server).into_make_service_with_connect_info::<SocketAddr>();
    let builder = builder(&limits);
    let stopping = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let lingered = async {
        stop.await;
        tokio::time::sleep(LINGER).await;
    };
    tokio::pin!(lingered);
    // Who has been accepted and waits to be admitted; until there is one, others wait in the system's queue.
    let mut arrived: Option<(Arrived, Waiting)> = None;
    loop {
        tokio::select! {
            (stream, peer) = Listener::accept(&mut listener), if arrived.is_none() => {
                // Where its address has all it may have, nothing was asked yet, so nothing is answered.
                let waiting = open.arrive(Client::of_connection(peer, &settings));
                arrived = waiting.map(|waiting| (Arrived { stream, peer }, waiting));
            }
            connection = admit(&open, arrived.as_mut()), if arrived.is_some() => {
                let Some((Arrived { stream, peer }, _)) = arrived.take() else { continue };
                // An answer is small and complete: waiting to fill a packet would only delay it.
                let _ = stream.set_nodelay(true);
                let stream = WriteTimeout::new(stream, limits.read_within).telling(connection.state());
                let (builder, routes) = (builder.clone(), routes.clone());
                connections.spawn(answer(builder, routes, stream, peer, stopping.watcher(), connection));
            }
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            () = &mut lingered => break,
        }
    }
    drop(listener);
    stopping.shutdown().await;
}

/// A connection that is not admitted yet.
struct Arrived {
    stream: TcpStream,
    peer: SocketAddr,
}

async fn admit(open: &Arc<Connections>, arrived: Option<&mut (Arrived, Waiting)>) -> OpenConnection {
    match arrived {
        Some((_, waiting)) => open.admit(waiting).await,
        None => std::future::pending().await,
    }
}

fn builder(limits: &Limits) -> Builder {
    let mut builder = Builder::new();
    // Counted from the end of the answer before, too: an idle connection gives its place back.
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head_within);
    builder.max_buf_size(MAX_HEAD_BYTES).max_header_size(MAX_HEAD_BYTES).max_headers(MAX_HEADERS);
    builder
}

/// Answers on one connection until either side is done with it, or it has to give way.
async fn answer(
    builder: Builder,
    routes: Routes,
    stream: WriteTimeout<TcpStream>,
    peer: SocketAddr,
    stopping: Watcher,
    open: OpenConnection,
) {
    let Ok(routes) = routes.oneshot(peer).await;
    let state = Arc::clone(open.state());
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let in_flight = state.begin();
        let answering = routes.clone().oneshot(request);
        async move { answering.await.map(|answer| answer.map(|body| Whole { body, _in_flight: in_flight })) }
    });
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        // First, so that what has arrived by now is answered before anything gives way.
        biased;
        // A client that goes away or is too slow is its own business.
        _ = stopping.watch(connection) => {}
        () = open.state().told_to_leave() => {}
    }
}

/// The body of an answer: the request is under way until it has been handed over whole.
struct Whole {
    body: Body,
    _in_flight: InFlight,
}

impl HttpBody for Whole {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
