//! Answering on a listener until told to stop. Every connection is bounded: how many there are, how long one may
//! take to say what it wants and to read the answer, how much it may say before that, and (in `body`) after.

use crate::client::Client;
use crate::patience::Patient;
use crate::seats::{Guest, Seated, Seats, UnderWay};
use crate::{Limits, Server, router};
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
    let seats = Seats::new(limits.max_connections, limits.max_connections_per_address);
    let routes = router(server).into_make_service_with_connect_info::<SocketAddr>();
    let builder = builder(&limits);
    let stopping = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let lingered = async {
        stop.await;
        tokio::time::sleep(LINGER).await;
    };
    tokio::pin!(lingered);
    // Who has been accepted and waits for a place; until there is one, others wait in the system's queue.
    let mut arrived: Option<(Arrived, Guest)> = None;
    loop {
        tokio::select! {
            (stream, peer) = Listener::accept(&mut listener), if arrived.is_none() => {
                // Where there is no place for its address, nothing was asked yet, so nothing is answered.
                let guest = seats.greet(Client::of_connection(peer, &settings));
                arrived = guest.map(|guest| (Arrived { stream, peer }, guest));
            }
            seated = seat(&seats, arrived.as_mut()), if arrived.is_some() => {
                let Some((Arrived { stream, peer }, _)) = arrived.take() else { continue };
                // An answer is small and complete: waiting to fill a packet would only delay it.
                let _ = stream.set_nodelay(true);
                let stream = Patient::new(stream, limits.read_within).in_seat(seated.seat());
                connections.spawn(answer(builder.clone(), routes.clone(), stream, peer, stopping.watcher(), seated));
            }
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            () = &mut lingered => break,
        }
    }
    drop(listener);
    stopping.shutdown().await;
}

/// A connection without a place.
struct Arrived {
    stream: TcpStream,
    peer: SocketAddr,
}

async fn seat(seats: &Arc<Seats>, arrived: Option<&mut (Arrived, Guest)>) -> Seated {
    match arrived {
        Some((_, guest)) => seats.seat(guest).await,
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
    stream: Patient<TcpStream>,
    peer: SocketAddr,
    stopping: Watcher,
    seated: Seated,
) {
    let Ok(routes) = routes.oneshot(peer).await;
    let seat = Arc::clone(seated.seat());
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let under_way = seat.begin();
        let answering = routes.clone().oneshot(request);
        async move { answering.await.map(|answer| answer.map(|body| Whole { body, _under_way: under_way })) }
    });
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        // First, so that what has arrived by now is answered before anything gives way.
        biased;
        // A client that goes away or is too slow is its own business.
        _ = stopping.watch(connection) => {}
        () = seated.seat().told_to_leave() => {}
    }
}

/// The body of an answer: the request is under way until it has been handed over whole.
struct Whole {
    body: Body,
    _under_way: UnderWay,
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
