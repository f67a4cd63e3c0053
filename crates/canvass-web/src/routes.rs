//! The route table: every route with its access decision, whether it can show results, and who may frame it.
//!
//! The router is made from this table and from nothing else, and a test walks it as nobody, as a participant
//! and as each role, in every state of the gate.

pub use crate::http::access::Access;
pub use crate::http::headers::Framing;

use crate::http::access::{operators_only, staff_only};
use crate::http::error::{self, Problem};
use crate::http::{assets, canonical, csrf, headers, health, host, metrics, rate_limit, request_log, typed_input};
use crate::server::Server;
use crate::{api, desk, reader};
use axum::Router;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::{MethodRouter, delete, get, patch, post, put};
use canvass_domain::Permission;
use canvass_pages::Trouble;
use std::future::ready;
use tower_http::compression::CompressionLayer;

/// One route.
#[derive(Debug)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with `{parameters}`.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// Whether it can show results, and so must obey the gate.
    pub shows: Shows,
    /// Who may show it inside a frame.
    pub framing: Framing,
    handler: MethodRouter<Server>,
}

/// Whether a route can show results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Never more than turnout.
    Turnout,
    /// Results, as far as the gate lets the viewer.
    Results,
}

/// Every route there is.
#[must_use]
pub fn table() -> Vec<Route> {
    let mut table = reader_routes();
    table.extend(take_routes());
    table.extend(desk_routes());
    table.extend(edit_routes());
    table.extend(composer_routes());
    table.extend(api_routes());
    table
}

/// The router, made from the table.
pub fn router(server: Server) -> Router {
    let mut router = Router::new();
    for route in table() {
        let handler = match route.access {
            Access::Anyone => route.handler,
            Access::Operators => route.handler.layer(from_fn_with_state(server.clone(), operators_only)),
            Access::Staff(permission) => {
                route.handler.layer(from_fn_with_state((server.clone(), permission), staff_only))
            }
        };
        let handler = match route.framing {
            // What the headers say of an answer unless told otherwise, so that nothing is laid over these.
            Framing::Nobody => handler,
            framing => handler.layer(map_response(move |mut response: Response| {
                response.extensions_mut().insert(framing);
                ready(response)
            })),
        };
        router = router.route(route.path, handler);
    }
    // The outermost first. One layer of many, not many: each that is laid on by itself is copied for every request, and
    // with it all that lie within.
    let layers = (
        from_fn_with_state(server.clone(), request_log::log),
        from_fn_with_state(server.clone(), headers::add),
        CompressionLayer::new().gzip(true),
        from_fn(typed_input::give_back),
        from_fn_with_state(server.clone(), rate_limit::by_address::limit),
        from_fn(canonical::redirect),
        from_fn(host::one_host),
        from_fn_with_state(server.clone(), csrf::no_cross_site_writes),
    );
    router.fallback(nothing_here).method_not_allowed_fallback(wrong_method).layer(layers).with_state(server)
}

fn reader_routes() -> Vec<Route> {
    vec![
        anyone(Method::GET, "/", get(reader::home::home)),
        anyone(Method::GET, "/assets/{name}", get(assets::serve)),
        anyone(Method::GET, "/c/{slug}", get(reader::conversation::show)),
        anyone(Method::POST, "/c/{slug}/ballot", post(reader::answer::ballot)),
        anyone(Method::POST, "/c/{slug}/votes", post(reader::answer::vote)),
        anyone(Method::POST, "/c/{slug}/undo", post(reader::answer::undo)),
        anyone(Method::POST, "/c/{slug}/statements", post(reader::statement::add)),
        anyone(Method::GET, "/c/{slug}/comments", get(reader::comments::read::comments)),
        anyone(Method::POST, "/c/{slug}/comments", post(reader::comments::post::post_comment)),
        anyone(Method::GET, "/c/{slug}/comments/{id}", get(reader::comments::read::comment)),
        anyone(Method::POST, "/c/{slug}/comments/{id}/edit", post(reader::comments::edit::edit_comment)),
        anyone(Method::GET, "/c/{slug}/comments/{id}/erase", get(reader::comments::edit::confirm_erase_comment)),
        anyone(Method::POST, "/c/{slug}/comments/{id}/erase", post(reader::comments::edit::erase_comment)),
        anyone(Method::POST, "/c/{slug}/comments/{id}/stop-quoting", post(reader::comments::edit::stop_quoting)),
        anyone(Method::GET, "/c/{slug}/statements/{id}/report", get(reader::report::show)),
        anyone(Method::POST, "/c/{slug}/reports", post(reader::report::report)),
        anyone(Method::POST, "/c/{slug}/about-me", post(reader::about_me::about_me)),
        anyone(Method::GET, "/c/{slug}/mine", get(reader::mine::mine)),
        anyone(Method::POST, "/c/{slug}/mine/withdraw-vote", post(reader::mine::withdraw_vote)),
        anyone(Method::POST, "/c/{slug}/mine/forget-about-me", post(reader::mine::forget_about_me)),
        anyone(Method::GET, "/c/{slug}/mine/withdraw", get(reader::mine::confirm_withdraw)),
        anyone(Method::POST, "/c/{slug}/mine/withdraw", post(reader::mine::withdraw_all)),
        anyone(Method::GET, "/c/{slug}/mine/erase", get(reader::mine::confirm_erase)),
        anyone(Method::POST, "/c/{slug}/mine/erase", post(reader::mine::erase)),
        anyone(Method::GET, "/c/{slug}/return/{code}", get(reader::returning::show)),
        anyone(Method::POST, "/c/{slug}/return/{code}", post(reader::returning::come_back)),
        anyone(Method::GET, "/c/{slug}/notice", get(reader::notice::form)),
        anyone(Method::POST, "/c/{slug}/notice", post(reader::notice::ask)),
        anyone(Method::GET, "/notice/{token}", get(reader::notice::show)),
        anyone(Method::GET, "/notice/{token}/unsubscribe", get(reader::notice::show)),
        anyone(Method::POST, "/notice/{token}/confirm", post(reader::notice::confirm)),
        anyone(Method::POST, "/notice/{token}/unsubscribe", post(reader::notice::end)),
        results(Method::GET, "/c/{slug}/results", get(reader::results::results)),
        results(Method::GET, "/c/{slug}/charts/poll.svg", get(reader::pictures::poll_svg)),
        results(Method::GET, "/c/{slug}/charts/poll.png", get(reader::pictures::poll_png)),
        results(Method::GET, "/c/{slug}/charts/map.svg", get(reader::pictures::map_svg)),
        results(Method::GET, "/c/{slug}/charts/map.png", get(reader::pictures::map_png)),
        results(Method::GET, "/c/{slug}/card.svg", get(reader::pictures::card_svg)),
        results(Method::GET, "/c/{slug}/card.png", get(reader::pictures::card_png)),
    ]
}

fn take_routes() -> Vec<Route> {
    vec![
        results(Method::GET, "/take/{edition}", get(reader::take::page::show)),
        results(Method::GET, "/take/{edition}/bundle", get(reader::take::files::bundle)),
        results(Method::GET, "/take/{edition}/disclosure.json", get(reader::take::files::disclosure)),
        results(Method::GET, "/take/{edition}/charts/{chart}", get(reader::take::charts::chart)),
        results(Method::GET, "/take/{edition}/card.png", get(reader::take::charts::card_png)),
        results(Method::GET, "/take/{edition}/card.svg", get(reader::take::charts::card_svg)),
        results(Method::GET, "/take/{edition}/unclear", get(reader::take::unclear::unclear_form)),
        results(Method::POST, "/take/{edition}/unclear", post(reader::take::unclear::unclear)),
        results(Method::GET, "/takes.atom", get(reader::take::feed::atom)),
        anyone(Method::GET, "/.well-known/canvass-key", get(reader::take::files::key)),
    ]
}

fn desk_routes() -> Vec<Route> {
    use Permission::{Edit, ManagePeople, Moderate, Read};
    vec![
        anyone(Method::GET, "/desk/sign-in", get(desk::sign_in::ask)),
        anyone(Method::POST, "/desk/sign-in", post(desk::mail::post_link)),
        anyone(Method::GET, "/desk/sign-in/{token}", get(desk::sign_in::confirm)),
        anyone(Method::POST, "/desk/sign-in/{token}", post(desk::sign_in::sign_in)),
        staff(Read, Method::GET, "/desk", get(desk::home::home)),
        staff(Read, Method::POST, "/desk/sign-out", post(desk::sign_in::sign_out)),
        staff(Moderate, Method::POST, "/desk/mail", post(desk::mail::set_mail)),
        staff(Moderate, Method::GET, "/desk/queue", get(desk::queue::list::everywhere)),
        staff(ManagePeople, Method::GET, "/desk/people", get(desk::people::show)),
        staff(ManagePeople, Method::POST, "/desk/people", post(desk::people::add)),
        staff(ManagePeople, Method::POST, "/desk/people/{id}/link", post(desk::people::link)),
        staff(ManagePeople, Method::POST, "/desk/people/{id}/role", post(desk::people::change_role)),
        staff(ManagePeople, Method::GET, "/desk/people/{id}/remove", get(desk::people::confirm_removal)),
        staff(ManagePeople, Method::POST, "/desk/people/{id}/remove", post(desk::people::remove)),
        staff(ManagePeople, Method::GET, "/desk/audit", get(desk::audit::show)),
        staff(ManagePeople, Method::GET, "/desk/audit.csv", get(desk::audit::csv)),
        staff_results(Read, Method::GET, "/desk/c/{slug}", get(desk::conversation::show)),
        staff(Edit, Method::GET, "/desk/c/{slug}/open", get(desk::conversation::confirm_open)),
        staff(Edit, Method::POST, "/desk/c/{slug}/open", post(desk::conversation::open)),
        staff(Edit, Method::GET, "/desk/c/{slug}/close", get(desk::conversation::confirm_close)),
        staff(Edit, Method::POST, "/desk/c/{slug}/close", post(desk::conversation::close)),
        staff(Edit, Method::GET, "/desk/c/{slug}/make-public", get(desk::conversation::confirm_make_public)),
        staff(Edit, Method::POST, "/desk/c/{slug}/make-public", post(desk::conversation::make_public)),
        staff(ManagePeople, Method::GET, "/desk/c/{slug}/delete", get(desk::conversation::confirm_delete)),
        staff(ManagePeople, Method::POST, "/desk/c/{slug}/delete", post(desk::conversation::delete)),
        staff(Edit, Method::GET, "/desk/c/{slug}/statements", get(desk::statements::show)),
        staff(Edit, Method::POST, "/desk/c/{slug}/statements/{id}/mark", post(desk::statements::mark)),
        staff_results(Read, Method::GET, "/desk/c/{slug}/watch", get(desk::watch::show::show)),
        staff_results(Moderate, Method::GET, "/desk/c/{slug}/exclude", get(desk::watch::exclude::ask)),
        staff_results(Moderate, Method::POST, "/desk/c/{slug}/exclude", post(desk::watch::exclude::exclude)),
        staff(Moderate, Method::POST, "/desk/c/{slug}/exclusions/{number}/lift", post(desk::watch::exclude::lift)),
        staff(Moderate, Method::POST, "/desk/c/{slug}/leave-marked", post(desk::watch::expect::leave)),
        staff(Edit, Method::POST, "/desk/c/{slug}/office", post(desk::watch::expect::office)),
        staff(Moderate, Method::GET, "/desk/c/{slug}/decided", get(desk::queue::decided::show)),
        staff(Moderate, Method::POST, "/desk/queue/decline", post(desk::queue::bulk::decline_everywhere)),
        staff_results(Moderate, Method::POST, "/desk/c/{slug}/decline", post(desk::queue::bulk::decline_ticked)),
        staff(Moderate, Method::GET, "/desk/c/{slug}/texts/{target}", get(desk::queue::text::text)),
        staff_results(
            Moderate,
            Method::POST,
            "/desk/c/{slug}/texts/{target}/accept",
            post(desk::queue::decide::accept),
        ),
        staff_results(
            Moderate,
            Method::POST,
            "/desk/c/{slug}/texts/{target}/decline",
            post(desk::queue::decide::decline),
        ),
        staff_results(
            Moderate,
            Method::POST,
            "/desk/c/{slug}/comments/{id}/accept-change",
            post(desk::queue::decide::accept_change),
        ),
        staff_results(
            Moderate,
            Method::POST,
            "/desk/c/{slug}/comments/{id}/decline-change",
            post(desk::queue::decide::decline_change),
        ),
        staff_results(Moderate, Method::POST, "/desk/c/{slug}/texts/{target}/leave", post(desk::queue::decide::leave)),
        staff_results(
            Moderate,
            Method::POST,
            "/desk/c/{slug}/texts/{target}/reword",
            post(desk::queue::decide::reword),
        ),
        staff_results(
            Moderate,
            Method::POST,
            "/desk/c/{slug}/readers/{id}/exclude",
            post(desk::queue::readers::exclude),
        ),
        staff_results(Moderate, Method::POST, "/desk/c/{slug}/readers/{id}/let-in", post(desk::queue::readers::let_in)),
    ]
}

fn edit_routes() -> Vec<Route> {
    use Permission::{Edit, Read};
    vec![
        staff(Edit, Method::GET, "/desk/new", get(desk::edit::save::new)),
        staff(Edit, Method::POST, "/desk/new", post(desk::edit::save::make)),
        staff(Edit, Method::POST, "/desk/new/preview", post(desk::edit::preview::preview_new)),
        staff(Edit, Method::GET, "/desk/new/file", get(desk::edit::file::ask_for_file)),
        staff(Edit, Method::POST, "/desk/new/file", post(desk::edit::file::fill_from_file)),
        staff(Edit, Method::GET, "/desk/c/{slug}/edit", get(desk::edit::save::edit)),
        staff(Edit, Method::POST, "/desk/c/{slug}/edit", post(desk::edit::save::save)),
        staff(Edit, Method::GET, "/desk/c/{slug}/preview", get(desk::edit::preview::preview_stored)),
        staff(Edit, Method::POST, "/desk/c/{slug}/preview", post(desk::edit::preview::preview_typed)),
        staff(Read, Method::GET, "/desk/c/{slug}/conversation.toml", get(desk::edit::file::download)),
    ]
}

fn composer_routes() -> Vec<Route> {
    use Permission::Edit;
    vec![
        staff(Edit, Method::GET, "/desk/c/{slug}/take", get(desk::take::compose::show)),
        staff(Edit, Method::POST, "/desk/c/{slug}/take", post(desk::take::compose::save)),
        staff(Edit, Method::POST, "/desk/c/{slug}/take/draft", post(desk::take::compose::draft)),
        staff(Edit, Method::GET, "/desk/c/{slug}/take/preview", get(desk::take::compose::preview)),
        staff(Edit, Method::GET, "/desk/c/{slug}/take/publish", get(desk::take::publish::confirm)),
        staff(Edit, Method::POST, "/desk/c/{slug}/take/publish", post(desk::take::publish::publish)),
        staff(Edit, Method::POST, "/desk/c/{slug}/take/discard", post(desk::take::compose::discard)),
        staff(
            Permission::Withdraw,
            Method::GET,
            "/desk/c/{slug}/take/{number}/withdraw",
            get(desk::take::withdraw::confirm_withdraw),
        ),
        staff(
            Permission::Withdraw,
            Method::POST,
            "/desk/c/{slug}/take/{number}/withdraw",
            post(desk::take::withdraw::withdraw),
        ),
        staff(Edit, Method::GET, "/desk/c/{slug}/take/{number}/private.json", get(desk::take::bundle::private_bundle)),
        staff(Edit, Method::GET, "/desk/c/{slug}/after", get(desk::take::after::show)),
        staff(Edit, Method::POST, "/desk/c/{slug}/after/settle", post(desk::take::after::settle)),
        staff(Edit, Method::POST, "/desk/c/{slug}/after/ask", post(desk::take::after::ask)),
        staff(Edit, Method::POST, "/desk/c/{slug}/after/respond", post(desk::take::after::respond)),
        staff(Edit, Method::GET, "/desk/c/{slug}/elsewhere", get(desk::take::elsewhere::show)),
        staff(Edit, Method::POST, "/desk/c/{slug}/elsewhere", post(desk::take::elsewhere::bring_in)),
    ]
}

fn api_routes() -> Vec<Route> {
    vec![
        Route { access: Access::Operators, ..anyone(Method::GET, "/metrics", get(metrics::show::show)) },
        anyone(Method::GET, "/healthz", get(health::healthz)),
        anyone(Method::GET, "/api/v1/openapi.json", get(api::openapi)),
        anyone(Method::GET, "/api/v1/conversations", get(api::conversations)),
        anyone(Method::GET, "/api/v1/conversations/{slug}", get(api::conversation)),
        anyone(Method::POST, "/api/v1/conversations/{slug}/participants", post(api::join)),
        anyone(Method::PUT, "/api/v1/conversations/{slug}/ballot", put(api::cast_ballot)),
        anyone(Method::GET, "/api/v1/conversations/{slug}/next", get(api::next_statement)),
        anyone(Method::PUT, "/api/v1/conversations/{slug}/statements/{id}/vote", put(api::cast_vote)),
        anyone(Method::DELETE, "/api/v1/conversations/{slug}/statements/{id}/vote", delete(api::withdraw_vote)),
        anyone(Method::GET, "/api/v1/conversations/{slug}/statements", get(api::statements)),
        anyone(Method::POST, "/api/v1/conversations/{slug}/statements", post(api::add_statement)),
        anyone(Method::GET, "/api/v1/conversations/{slug}/comments", get(api::comments)),
        anyone(Method::POST, "/api/v1/conversations/{slug}/comments", post(api::post_comment)),
        anyone(Method::PATCH, "/api/v1/conversations/{slug}/comments/{id}", patch(api::edit_comment)),
        anyone(Method::DELETE, "/api/v1/conversations/{slug}/comments/{id}", delete(api::erase_comment)),
        anyone(Method::POST, "/api/v1/conversations/{slug}/reports", post(api::report)),
        results(Method::GET, "/api/v1/conversations/{slug}/results", get(api::results)),
        results(Method::GET, "/api/v1/conversations/{slug}/stream", get(api::stream)),
    ]
}

fn anyone(method: Method, path: &'static str, handler: MethodRouter<Server>) -> Route {
    Route { method, path, access: Access::Anyone, shows: Shows::Turnout, framing: Framing::Nobody, handler }
}

fn results(method: Method, path: &'static str, handler: MethodRouter<Server>) -> Route {
    Route { shows: Shows::Results, ..anyone(method, path, handler) }
}

fn staff(permission: Permission, method: Method, path: &'static str, handler: MethodRouter<Server>) -> Route {
    Route { access: Access::Staff(permission), ..anyone(method, path, handler) }
}

/// A page of the desk with results on it, or a form whose answer may be that page once more.
fn staff_results(permission: Permission, method: Method, path: &'static str, handler: MethodRouter<Server>) -> Route {
    Route { shows: Shows::Results, ..staff(permission, method, path, handler) }
}

async fn nothing_here(uri: Uri) -> Response {
    error::answer(uri.path(), Trouble::NotFound, Problem::not_found)
}

async fn wrong_method(uri: Uri) -> Response {
    let problem = || Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "Not with this method");
    error::answer(uri.path(), Trouble::WrongMethod, problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_whose_time_is_measured_are_routes_of_the_table() {
        let table = table();
        for (method, path) in request_log::ANSWERS {
            assert!(table.iter().any(|route| route.method == method && route.path == path), "{method} {path}");
        }
    }
}
