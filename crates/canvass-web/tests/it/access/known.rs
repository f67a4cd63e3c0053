//! What the walk sends to each route, and which status it expects for whom. A route without a row fails the walk.

use canvass_domain::{Permission, Role, State};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Nobody,
    Participant,
    Staff(Role),
}

pub(super) const EVERYBODY: [Who; 6] = [
    Who::Nobody,
    Who::Participant,
    Who::Staff(Role::Analyst),
    Who::Staff(Role::Moderator),
    Who::Staff(Role::Editor),
    Who::Staff(Role::Owner),
];

/// One request of the walk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub method: &'static str,
    pub path: &'static str,
    pub sends: Sends,
    pub expects: Expects,
}

/// What goes with a request. Nothing sent here changes what later steps of the walk look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sends {
    Nothing,
    /// A reader's form with the right token, where the caller can have one.
    Form(&'static [(&'static str, &'static str)]),
    /// The same with a wrong token.
    Forged,
    /// A desk form with the right token, where the caller can have one.
    DeskForm(&'static [(&'static str, &'static str)]),
    Json(&'static str),
    /// Nothing; the answer never ends, so only its first event is looked at.
    ListensOnce,
}

/// Statuses by who asks and where the conversation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expects {
    /// The same for all.
    Always(u16),
    /// A page of the conversation: staff may see drafts, others not.
    Page,
    /// A page of the conversation that is there for readers only.
    ReaderPage,
    /// A page whose private code leads nowhere.
    NoSuchCode,
    /// A reader's form: the statuses when open and when closed; 403 without a cookie.
    Form(u16, u16),
    /// A page or form that is there for anyone while answers are taken, with this status.
    WhileOpen(u16),
    /// Something of a published take, of which only closed conversations have one.
    Take(u16),
    /// A page or form of the desk: this status for those who may.
    Desk(u16),
    /// An API answer about a conversation that is no draft.
    Api(u16),
    /// An API call that needs a credential: the statuses when open and when closed; 401 without one.
    ApiWrite(u16, u16),
    /// An API answer behind the gate.
    ApiResults,
}

const fn row(method: &'static str, path: &'static str, sends: Sends, expects: Expects) -> Known {
    Known { method, path, sends, expects }
}

pub(super) const KNOWN: &[Known] = &[
    row("GET", "/", Sends::Nothing, Expects::Always(200)),
    row("GET", "/assets/{name}", Sends::Nothing, Expects::Always(200)),
    row("GET", "/c/{slug}", Sends::Nothing, Expects::Page),
    row("POST", "/c/{slug}/ballot", Sends::Form(&[("option", "99")]), Expects::Form(422, 409)),
    row("POST", "/c/{slug}/votes", Sends::Form(&[("statement", "1"), ("vote", "perhaps")]), Expects::Form(422, 409)),
    row("POST", "/c/{slug}/undo", Sends::Form(&[]), Expects::Form(303, 409)),
    row("POST", "/c/{slug}/statements", Sends::Form(&[("text", " ")]), Expects::Form(422, 409)),
    row("GET", "/c/{slug}/comments", Sends::Nothing, Expects::Page),
    row("POST", "/c/{slug}/comments", Sends::Form(&[("text", " ")]), Expects::Form(422, 409)),
    row("GET", "/c/{slug}/comments/{id}", Sends::Nothing, Expects::Always(404)),
    row("POST", "/c/{slug}/comments/{id}/edit", Sends::Form(&[("text", "x")]), Expects::Form(404, 409)),
    row("GET", "/c/{slug}/comments/{id}/erase", Sends::Nothing, Expects::Always(404)),
    row("POST", "/c/{slug}/comments/{id}/erase", Sends::Form(&[]), Expects::Form(404, 404)),
    row("POST", "/c/{slug}/comments/{id}/stop-quoting", Sends::Form(&[]), Expects::Form(404, 404)),
    row("GET", "/c/{slug}/statements/{id}/report", Sends::Nothing, Expects::Always(404)),
    row(
        "POST",
        "/c/{slug}/reports",
        Sends::Form(&[("target", "comment:9999"), ("rule", "abusive")]),
        Expects::Form(404, 404),
    ),
    row("POST", "/c/{slug}/about-me", Sends::Form(&[("role", "Wizard")]), Expects::Form(400, 409)),
    row("GET", "/c/{slug}/mine", Sends::Nothing, Expects::Page),
    row("POST", "/c/{slug}/mine/withdraw-vote", Sends::Form(&[]), Expects::Form(400, 409)),
    row("POST", "/c/{slug}/mine/forget-about-me", Sends::Form(&[]), Expects::Form(303, 303)),
    row("GET", "/c/{slug}/mine/withdraw", Sends::Nothing, Expects::ReaderPage),
    row("POST", "/c/{slug}/mine/withdraw", Sends::Forged, Expects::Form(403, 403)),
    row("GET", "/c/{slug}/mine/erase", Sends::Nothing, Expects::ReaderPage),
    row("POST", "/c/{slug}/mine/erase", Sends::Form(&[("votes", "perhaps")]), Expects::Form(400, 400)),
    row("GET", "/c/{slug}/return/{code}", Sends::Nothing, Expects::NoSuchCode),
    row("POST", "/c/{slug}/return/{code}", Sends::Form(&[]), Expects::Form(404, 404)),
    row("GET", "/c/{slug}/results", Sends::Nothing, Expects::Page),
    row("GET", "/c/{slug}/charts/poll.svg", Sends::Nothing, Expects::Page),
    row("GET", "/c/{slug}/charts/poll.png", Sends::Nothing, Expects::Page),
    row("GET", "/c/{slug}/charts/map.svg", Sends::Nothing, Expects::Page),
    row("GET", "/c/{slug}/charts/map.png", Sends::Nothing, Expects::Page),
    row("GET", "/c/{slug}/card.svg", Sends::Nothing, Expects::Page),
    row("GET", "/c/{slug}/card.png", Sends::Nothing, Expects::Page),
    row("GET", "/c/{slug}/notice", Sends::Nothing, Expects::WhileOpen(200)),
    row("POST", "/c/{slug}/notice", Sends::Form(&[("email", "nobody")]), Expects::WhileOpen(422)),
    row("GET", "/notice/{token}", Sends::Nothing, Expects::Always(200)),
    row("GET", "/notice/{token}/unsubscribe", Sends::Nothing, Expects::Always(200)),
    row("POST", "/notice/{token}/confirm", Sends::Form(&[]), Expects::Always(200)),
    row("POST", "/notice/{token}/unsubscribe", Sends::Form(&[]), Expects::Always(200)),
    row("GET", "/take/{edition}", Sends::Nothing, Expects::Take(200)),
    row("GET", "/take/{edition}/bundle", Sends::Nothing, Expects::Take(200)),
    row("GET", "/take/{edition}/disclosure.json", Sends::Nothing, Expects::Take(200)),
    row("GET", "/take/{edition}/charts/{chart}", Sends::Nothing, Expects::Take(200)),
    row("GET", "/take/{edition}/card.svg", Sends::Nothing, Expects::Take(200)),
    row("GET", "/take/{edition}/card.png", Sends::Nothing, Expects::Take(200)),
    row("GET", "/take/{edition}/unclear", Sends::Nothing, Expects::Take(200)),
    row("POST", "/take/{edition}/unclear", Sends::Form(&[("passage", " ")]), Expects::Take(422)),
    row("GET", "/takes.atom", Sends::Nothing, Expects::Always(200)),
    row("GET", "/.well-known/canvass-key", Sends::Nothing, Expects::Always(200)),
    row("GET", "/desk/sign-in", Sends::Nothing, Expects::Always(200)),
    row("POST", "/desk/sign-in", Sends::Form(&[("email", "nobody")]), Expects::Always(200)),
    row("POST", "/desk/mail", Sends::Forged, Expects::Desk(403)),
    row("GET", "/desk/sign-in/{token}", Sends::Nothing, Expects::Always(404)),
    row("POST", "/desk/sign-in/{token}", Sends::Forged, Expects::Always(404)),
    row("GET", "/desk", Sends::Nothing, Expects::Desk(200)),
    row("POST", "/desk/sign-out", Sends::Forged, Expects::Desk(403)),
    row("GET", "/desk/queue", Sends::Nothing, Expects::Desk(200)),
    row("GET", "/desk/people", Sends::Nothing, Expects::Desk(200)),
    row("POST", "/desk/people", Sends::DeskForm(&[("email", "nobody"), ("role", "analyst")]), Expects::Desk(422)),
    row("POST", "/desk/people/{id}/link", Sends::DeskForm(&[]), Expects::Desk(409)),
    row("POST", "/desk/people/{id}/role", Sends::DeskForm(&[("role", "analyst")]), Expects::Desk(409)),
    row("GET", "/desk/people/{id}/remove", Sends::Nothing, Expects::Desk(404)),
    row("POST", "/desk/people/{id}/remove", Sends::DeskForm(&[]), Expects::Desk(409)),
    row("GET", "/desk/audit", Sends::Nothing, Expects::Desk(200)),
    row("GET", "/desk/audit.csv", Sends::Nothing, Expects::Desk(200)),
    row("GET", "/desk/c/{slug}", Sends::Nothing, Expects::Desk(200)),
    row("GET", "/desk/c/{slug}/open", Sends::Nothing, Expects::Desk(200)),
    row("POST", "/desk/c/{slug}/open", Sends::Forged, Expects::Desk(403)),
    row("GET", "/desk/c/{slug}/close", Sends::Nothing, Expects::Desk(200)),
    row("POST", "/desk/c/{slug}/close", Sends::Forged, Expects::Desk(403)),
    row("GET", "/desk/c/{slug}/statements", Sends::Nothing, Expects::Desk(200)),
    row("POST", "/desk/c/{slug}/statements/{id}/mark", Sends::DeskForm(&[]), Expects::Desk(400)),
    row("GET", "/desk/c/{slug}/make-public", Sends::Nothing, Expects::Desk(200)),
    row("POST", "/desk/c/{slug}/make-public", Sends::DeskForm(&[]), Expects::Desk(409)),
    row("GET", "/desk/c/{slug}/delete", Sends::Nothing, Expects::Desk(200)),
    row("POST", "/desk/c/{slug}/delete", Sends::DeskForm(&[]), Expects::Desk(409)),
    row("GET", "/desk/c/{slug}/watch", Sends::Nothing, Expects::Desk(200)),
    row("GET", "/desk/c/{slug}/exclude", Sends::Nothing, Expects::Desk(422)),
    row(
        "POST",
        "/desk/c/{slug}/exclude",
        Sends::DeskForm(&[("ground", "mark:burst"), ("seen", "3")]),
        Expects::Desk(409),
    ),
    row("POST", "/desk/c/{slug}/exclusions/{number}/lift", Sends::DeskForm(&[]), Expects::Desk(404)),
    row("POST", "/desk/c/{slug}/leave-marked", Sends::Forged, Expects::Desk(403)),
    row("POST", "/desk/c/{slug}/office", Sends::DeskForm(&[("hours", "73")]), Expects::Desk(400)),
    row("GET", "/desk/c/{slug}/decided", Sends::Nothing, Expects::Desk(200)),
    row("POST", "/desk/queue/decline", Sends::DeskForm(&[("rule", "abusive")]), Expects::Desk(422)),
    row("POST", "/desk/c/{slug}/decline", Sends::DeskForm(&[("rule", "abusive")]), Expects::Desk(422)),
    row("GET", "/desk/c/{slug}/texts/{target}", Sends::Nothing, Expects::Desk(404)),
    row("POST", "/desk/c/{slug}/texts/{target}/accept", Sends::DeskForm(&[]), Expects::Desk(404)),
    row("POST", "/desk/c/{slug}/texts/{target}/decline", Sends::DeskForm(&[("reason", "")]), Expects::Desk(404)),
    row("POST", "/desk/c/{slug}/comments/{id}/accept-change", Sends::DeskForm(&[]), Expects::Desk(409)),
    row("POST", "/desk/c/{slug}/comments/{id}/decline-change", Sends::DeskForm(&[]), Expects::Desk(409)),
    row("POST", "/desk/c/{slug}/texts/{target}/leave", Sends::Forged, Expects::Desk(403)),
    row("POST", "/desk/c/{slug}/texts/{target}/reword", Sends::DeskForm(&[("text", "x")]), Expects::Desk(404)),
    row("POST", "/desk/c/{slug}/readers/{id}/exclude", Sends::DeskForm(&[("rule", "no-such")]), Expects::Desk(400)),
    row("POST", "/desk/c/{slug}/readers/{id}/let-in", Sends::DeskForm(&[]), Expects::Desk(409)),
    row("GET", "/desk/new", Sends::Nothing, Expects::Desk(200)),
    row("POST", "/desk/new", Sends::DeskForm(&[("act", "save")]), Expects::Desk(422)),
    row("POST", "/desk/new/preview", Sends::DeskForm(&[]), Expects::Desk(200)),
    row("GET", "/desk/new/file", Sends::Nothing, Expects::Desk(200)),
    row("POST", "/desk/new/file", Sends::Forged, Expects::Desk(415)),
    row("GET", "/desk/c/{slug}/edit", Sends::Nothing, Expects::Desk(200)),
    row("POST", "/desk/c/{slug}/edit", Sends::DeskForm(&[("act", "save")]), Expects::Desk(409)),
    row("GET", "/desk/c/{slug}/preview", Sends::Nothing, Expects::Desk(200)),
    row("POST", "/desk/c/{slug}/preview", Sends::DeskForm(&[]), Expects::Desk(200)),
    row("GET", "/desk/c/{slug}/conversation.toml", Sends::Nothing, Expects::Desk(200)),
    row("GET", "/desk/c/{slug}/take", Sends::Nothing, Expects::Desk(200)),
    row("POST", "/desk/c/{slug}/take", Sends::DeskForm(&[]), Expects::Desk(404)),
    row("POST", "/desk/c/{slug}/take/draft", Sends::Forged, Expects::Desk(403)),
    row("GET", "/desk/c/{slug}/take/preview", Sends::Nothing, Expects::Desk(404)),
    row("GET", "/desk/c/{slug}/take/publish", Sends::Nothing, Expects::Desk(404)),
    row("POST", "/desk/c/{slug}/take/publish", Sends::DeskForm(&[]), Expects::Desk(404)),
    row("POST", "/desk/c/{slug}/take/discard", Sends::Forged, Expects::Desk(403)),
    row("GET", "/desk/c/{slug}/take/{number}/withdraw", Sends::Nothing, Expects::Desk(404)),
    row("POST", "/desk/c/{slug}/take/{number}/withdraw", Sends::DeskForm(&[("reason", "x")]), Expects::Desk(404)),
    row("GET", "/desk/c/{slug}/take/{number}/private.json", Sends::Nothing, Expects::Desk(404)),
    row("GET", "/desk/c/{slug}/after", Sends::Nothing, Expects::Desk(200)),
    row("POST", "/desk/c/{slug}/after/settle", Sends::DeskForm(&[]), Expects::Desk(422)),
    row("POST", "/desk/c/{slug}/after/ask", Sends::DeskForm(&[]), Expects::Desk(422)),
    row("POST", "/desk/c/{slug}/after/respond", Sends::DeskForm(&[]), Expects::Desk(400)),
    row("GET", "/desk/c/{slug}/elsewhere", Sends::Nothing, Expects::Desk(200)),
    row("POST", "/desk/c/{slug}/elsewhere", Sends::Forged, Expects::Desk(415)),
    row("GET", "/metrics", Sends::Nothing, Expects::Always(200)),
    row("GET", "/healthz", Sends::Nothing, Expects::Always(200)),
    row("GET", "/api/v1/openapi.json", Sends::Nothing, Expects::Always(200)),
    row("GET", "/api/v1/conversations", Sends::Nothing, Expects::Always(200)),
    row("GET", "/api/v1/conversations/{slug}", Sends::Nothing, Expects::Api(200)),
    row("POST", "/api/v1/conversations/{slug}/participants", Sends::Json("{}"), Expects::Api(201)),
    row("PUT", "/api/v1/conversations/{slug}/ballot", Sends::Json(r#"{"options":[99]}"#), Expects::ApiWrite(422, 409)),
    row("GET", "/api/v1/conversations/{slug}/next", Sends::Nothing, Expects::ApiWrite(200, 409)),
    row(
        "PUT",
        "/api/v1/conversations/{slug}/statements/{id}/vote",
        Sends::Json(r#"{"vote":"agree"}"#),
        Expects::ApiWrite(404, 404),
    ),
    row("DELETE", "/api/v1/conversations/{slug}/statements/{id}/vote", Sends::Nothing, Expects::ApiWrite(404, 404)),
    row("POST", "/api/v1/conversations/{slug}/statements", Sends::Json(r#"{"text":""}"#), Expects::ApiWrite(422, 409)),
    row("GET", "/api/v1/conversations/{slug}/statements", Sends::Nothing, Expects::Api(200)),
    row("GET", "/api/v1/conversations/{slug}/comments", Sends::Nothing, Expects::Api(200)),
    row(
        "POST",
        "/api/v1/conversations/{slug}/comments",
        Sends::Json(r#"{"text":"","quote":"no"}"#),
        Expects::ApiWrite(422, 409),
    ),
    row(
        "PATCH",
        "/api/v1/conversations/{slug}/comments/{id}",
        Sends::Json(r#"{"text":"x"}"#),
        Expects::ApiWrite(404, 404),
    ),
    row("DELETE", "/api/v1/conversations/{slug}/comments/{id}", Sends::Nothing, Expects::ApiWrite(404, 404)),
    row(
        "POST",
        "/api/v1/conversations/{slug}/reports",
        Sends::Json(r#"{"target":"comment:9999","rule":"abusive"}"#),
        Expects::ApiWrite(404, 404),
    ),
    row("GET", "/api/v1/conversations/{slug}/results", Sends::Nothing, Expects::ApiResults),
    row("GET", "/api/v1/conversations/{slug}/stream", Sends::ListensOnce, Expects::ApiResults),
];

impl Known {
    /// The path with its parameters filled in; ids and codes lead nowhere.
    pub(super) fn path_of(&self, slug: &str) -> String {
        let asset = canvass_web_asset();
        let edition = format!("{slug}-1");
        let values = [
            ("{slug}", slug),
            ("{edition}", edition.as_str()),
            ("{chart}", "poll.svg"),
            ("{number}", "9999"),
            ("{name}", asset.as_str()),
            ("{code}", "0badc0de"),
            ("{token}", "0badc0de"),
            ("{id}", "9999"),
            ("{target}", "statement:9999"),
        ];
        values.iter().fold(self.path.to_owned(), |path, (name, value)| path.replace(name, value))
    }

    /// The status for somebody; `may_see` says whether the gate lets them through.
    pub(super) fn status(&self, who: Who, state: State, permission: Option<Permission>, may_see: bool) -> u16 {
        let is_draft = state == State::Draft;
        let is_staff = matches!(who, Who::Staff(_));
        let by_state = |open: u16, closed: u16| if state == State::Open { open } else { closed };
        match self.expects {
            Expects::Always(status) => status,
            Expects::Take(status) if state == State::Closed => status,
            Expects::Take(_) => 404,
            Expects::Page if is_draft && !is_staff => 404,
            Expects::Page => 200,
            Expects::Desk(status) => match who {
                Who::Nobody | Who::Participant => 303,
                Who::Staff(role) if !permission.is_some_and(|permission| role.may(permission)) => 403,
                Who::Staff(_) => status,
            },
            _ if is_draft => 404,
            Expects::ReaderPage => 200,
            Expects::NoSuchCode => 404,
            Expects::WhileOpen(status) => by_state(status, 404),
            Expects::Form(open, closed) => {
                if who == Who::Participant {
                    by_state(open, closed)
                } else {
                    403
                }
            }
            Expects::Api(status) => status,
            Expects::ApiWrite(open, closed) => {
                if who == Who::Participant {
                    by_state(open, closed)
                } else {
                    401
                }
            }
            Expects::ApiResults => {
                if may_see {
                    200
                } else {
                    403
                }
            }
        }
    }
}

/// Name of a file that is there.
fn canvass_web_asset() -> String {
    let asset = canvass_pages::assets::all().first().unwrap();
    asset.path.trim_start_matches("/assets/").to_owned()
}
