//! Takes every request from the allowance of the address that it comes from.

use crate::http::client_address::Client;
use crate::http::csrf::is_cross_site;
use crate::http::error::{self, Problem};
use crate::http::form::Fields;
use crate::server::Server;
use axum::extract::{ConnectInfo, FromRequest, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use std::net::SocketAddr;

/// Reads a form that is refused unread, so that what was typed can be given back.
async fn read_typed(server: &Server, request: Request) {
    // Nobody types words into a link to sign in.
    let is_form = request.method() == Method::POST && !request.uri().path().starts_with("/desk/sign-in");
    if is_form && !is_cross_site(request.headers(), &server.settings().public_url) {
        // What there is to say of it is said already.
        let _ = Fields::from_request(request, server).await;
    }
}

/// Holds every request against its address's allowance.
pub(crate) async fn limit(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    let client = Client::of(peer, request.headers(), server.settings());
    if let Client::At(address) = client
        && let Err(too_many) = server.rate_limits().address(address)
    {
        let path = request.uri().path().to_owned();
        if !error::is_api(&path) {
            read_typed(&server, request).await;
        }
        return error::answer(&path, too_many, || Problem::from(too_many));
    }
    request.extensions_mut().insert(client);
    next.run(request).await
}
