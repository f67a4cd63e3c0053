//! The walk itself.

use super::known::{EVERYBODY, KNOWN, Known, Sends, Who};
use super::leak::leaks;
use super::planted;
use canvass_domain::{Gate, Role, State};
use canvass_pages::{Scale, rasterise};
use canvass_testkit::{Browser, Reply, TestApp, Topic, databases};
use canvass_web::routes::{Access, Framing, Route, Shows, table};
use std::time::Duration;

const STATES: [State; 3] = [State::Draft, State::Open, State::Closed];

/// Everybody's browser, with the token of their desk forms where they have one.
struct Crowd(Vec<(Who, Browser, String)>);

fn slug_of(gate: Gate, state: State) -> String {
    format!("{}-{}", gate.word().replace('_', "-"), state.word())
}

/// What interfaces.md says, said again here: not the product's own rule.
fn may_see(gate: Gate, state: State, who: Who) -> bool {
    let is_staff = matches!(who, Who::Staff(_));
    match (state, gate) {
        (State::Closed, _) | (_, Gate::Always) => true,
        (State::Draft, Gate::AfterVote) | (_, Gate::AtClose) => is_staff,
        (State::Open, Gate::AfterVote) => is_staff || who == Who::Participant,
        (_, Gate::Sealed) => false,
    }
}

/// One conversation for each gate and state, with planted answers where there can be any.
async fn conversations(app: &TestApp) {
    for gate in Gate::ALL {
        for state in STATES {
            let mut topic = Topic::new(&slug_of(gate, state)).gate(gate.word());
            topic.keys = "comments = \"show\"".to_owned();
            if state == State::Draft {
                topic.title = planted::DRAFT.to_owned();
                app.draft(&topic).await;
            } else {
                planted::open(app, &topic).await;
            }
        }
    }
}

async fn crowd(app: &TestApp) -> Crowd {
    let mut participant = app.browser();
    for gate in Gate::ALL {
        for state in [State::Open, State::Closed] {
            let slug = slug_of(gate, state);
            participant.submit(&slug, "ballot", &[("option", "1")]).await.must_be(303);
            participant.submit(&slug, "votes", &[("statement", "1"), ("vote", "agree")]).await.must_be(303);
        }
        app.close(&slug_of(gate, State::Closed)).await;
        app.publish_take(&slug_of(gate, State::Closed)).await;
    }
    let mut crowd = Vec::new();
    for who in EVERYBODY {
        let mut browser = match who {
            Who::Nobody => app.browser(),
            Who::Participant => participant.clone(),
            Who::Staff(role) => app.sign_in(role).await,
        };
        let desk_token = browser.get("/desk").await.token().unwrap_or_default();
        crowd.push((who, browser, desk_token));
    }
    Crowd(crowd)
}

async fn send(known: &Known, slug: &str, browser: &mut Browser, desk_token: &str) -> Reply {
    let path = known.path_of(slug);
    let with = |token: &str, fields: &[(&'static str, &'static str)]| {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        std::iter::once(("token".to_owned(), token.to_owned())).chain(fields).collect::<Vec<_>>()
    };
    let fields = match known.sends {
        Sends::Nothing => return browser.api(known.method, &path, None).await,
        Sends::Json(body) => return browser.api(known.method, &path, Some(serde_json::from_str(body).unwrap())).await,
        Sends::ListensOnce => return first_event(browser, &path).await,
        Sends::Forged => with("0badc0de", &[]),
        Sends::DeskForm(fields) => with(desk_token, fields),
        Sends::Form(fields) => {
            let has_cookie = browser.cookie("canvass").is_some();
            let page = if has_cookie { browser.get(&format!("/c/{slug}/mine/erase")).await.token() } else { None };
            with(&page.unwrap_or_default(), fields)
        }
    };
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post_form(&path, &fields).await
}

/// A picture read as the drawing that the same viewer gets, once it is proved to be the picture of that.
async fn in_words(known: &Known, slug: &str, browser: &Browser, reply: Reply) -> Reply {
    let path = known.path_of(slug);
    let Some(drawing) = path.strip_suffix(".png").filter(|_| reply.status.as_u16() == 200) else { return reply };
    let drawing = browser.clone().get(&format!("{drawing}.svg")).await.must_be(200);
    let picture = rasterise(drawing.text(), Scale::Single).unwrap();
    assert!(reply.body == picture, "{path} is no picture of its drawing");
    Reply { body: drawing.body, ..reply }
}

async fn first_event(browser: &mut Browser, path: &str) -> Reply {
    let mut events = browser.listen(path).await;
    if events.head.status.as_u16() != 200 {
        return browser.get(path).await;
    }
    let said = events.next("totals", Duration::from_secs(10)).await.expect("totals at once");
    Reply { body: said.into_bytes(), ..events.head }
}

/// Rows of the walk by method and path; every route has one, and every row its route.
fn routes() -> Vec<(Route, &'static Known)> {
    let table = table();
    for row in KNOWN {
        let is_there = table.iter().any(|route| route.method.as_str() == row.method && route.path == row.path);
        assert!(is_there, "{} {} is gone: drop its row", row.method, row.path);
    }
    let paired = table.into_iter().map(|route| {
        let row = KNOWN.iter().find(|row| route.method.as_str() == row.method && route.path == row.path);
        let row = row.unwrap_or_else(|| panic!("{} {} is not walked: give it a row", route.method, route.path));
        (route, row)
    });
    paired.collect()
}

#[tokio::test]
async fn every_route_as_everybody_in_every_state_of_the_gate() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        conversations(&app).await;
        let crowd = crowd(&app).await;
        let mut wrong = Vec::new();
        let mut n_results_seen = 0;
        for (route, known) in routes() {
            for gate in Gate::ALL {
                for state in STATES {
                    for (who, browser, desk_token) in &crowd.0 {
                        // A page hands out a cookie; nobody stays nobody by forgetting it.
                        let slug = &slug_of(gate, state);
                        let reply = send(known, slug, &mut browser.clone(), desk_token).await;
                        let reply = in_words(known, slug, browser, reply).await;
                        let step = format!("{} {} {gate:?} {state:?} {who:?}", route.method, route.path);
                        wrong.extend(
                            judge(&route, known, gate, state, *who, &reply).map(|why| format!("{step}: {why}")),
                        );
                        let shown = leaks(&String::from_utf8_lossy(&reply.body), &planted::results());
                        n_results_seen += usize::from(!shown.is_empty());
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
        // Results where they may be: else the counts searched for are not written as this walk thinks.
        assert!(n_results_seen > 100, "results were seen only {n_results_seen} times");
    }
}

/// Whether a route shows results to whom the gate lets through, staff or not.
fn is_of_strangers(route: &Route) -> bool {
    route.shows == Shows::Results && route.access == Access::Anyone
}

/// What is wrong with an answer.
fn judge(route: &Route, known: &Known, gate: Gate, state: State, who: Who, reply: &Reply) -> Option<String> {
    let permission = match route.access {
        // The walk comes from this machine.
        Access::Anyone | Access::Operators => None,
        Access::Staff(permission) => Some(permission),
    };
    // The feed lists closed conversations alone, whatever is being looked at here.
    let may_see = route.path == "/takes.atom" || may_see(gate, state, who);
    let expected = known.status(who, state, permission, may_see);
    let got = reply.status.as_u16();
    if got != expected {
        return Some(format!("{got} instead of {expected}"));
    }
    if got == 303 && permission.is_some() && reply.header("location") != "/desk/sign-in" {
        return Some(format!("sent to `{}`", reply.header("location")));
    }
    let ancestors = match route.framing {
        Framing::Nobody => "frame-ancestors 'none'",
        Framing::Embed => "frame-ancestors 'self'",
    };
    if !reply.header("content-security-policy").ends_with(&format!("; {ancestors}")) {
        return Some(format!("may be framed as `{}` says", reply.header("content-security-policy")));
    }
    let body = String::from_utf8_lossy(&reply.body);
    let mut shown = Vec::new();
    if route.access == Access::Operators {
        // Counters of the whole server come past every number by and by: none may be of one conversation.
        shown.extend(body.contains(&slug_of(gate, state)).then_some("a conversation"));
    } else if !may_see || route.shows == Shows::Turnout {
        // Pages that list conversations belong to no gate: they show turnout, and that only.
        shown.extend(leaks(&body, &planted::results()));
    }
    let shows_texts = route.path.starts_with("/desk/c/") || route.path.starts_with("/desk/queue");
    let is_desk = shows_texts && matches!(who, Who::Staff(_));
    if !is_desk {
        shown.extend(leaks(&body, &planted::texts()));
    }
    if !matches!(who, Who::Staff(_)) {
        shown.extend(leaks(&body, &planted::drafts()));
    }
    (!shown.is_empty()).then(|| format!("shows {shown:?}"))
}

#[tokio::test]
async fn a_draft_answers_strangers_as_nothing_there() {
    for database in databases() {
        let app = TestApp::start(&database).await;
        app.draft(&Topic::new("hidden")).await;
        app.open(&Topic::new("elsewhere")).await;
        let mut participant = app.browser();
        participant.submit("elsewhere", "ballot", &[("option", "1")]).await.must_be(303);
        for (route, known) in routes().iter().filter(|(route, _)| route.path.contains("{slug}")) {
            for browser in [&mut app.browser(), &mut participant] {
                let draft = send(known, "hidden", browser, "").await;
                let nothing = send(known, "no-such-slug", browser, "").await;
                let what = format!("{} {}", route.method, route.path);
                assert_eq!(draft.status, nothing.status, "{what}");
                assert_eq!(draft.text(), nothing.text(), "{what}");
                assert_eq!(draft.headers, nothing.headers, "{what}");
                let is_public = route.access == Access::Anyone;
                assert_eq!(draft.status.as_u16(), if is_public { 404 } else { 303 }, "{what}");
            }
        }
    }
}

#[tokio::test]
async fn the_walk_notices_a_gate_that_does_not_hold() {
    // The same answers behind no gate: everything the walk looks for is there to be found.
    let app = TestApp::start(&canvass_testkit::TestDatabase::Sqlite).await;
    let mut topic = Topic::new(&slug_of(Gate::Sealed, State::Open));
    topic.gate = "always";
    planted::open(&app, &topic).await;
    let mut stranger = app.browser();
    let n_wrong = {
        let mut n_wrong = 0;
        for (route, known) in
            routes().iter().filter(|(route, _)| is_of_strangers(route) && route.path.contains("{slug}"))
        {
            let reply = send(known, &topic.slug, &mut stranger, "").await;
            let reply = in_words(known, &topic.slug, &stranger, reply).await;
            let why = judge(route, known, Gate::Sealed, State::Open, Who::Nobody, &reply).expect("a finding");
            let found = leaks(&String::from_utf8_lossy(&reply.body), &planted::results());
            assert!(!found.is_empty(), "{} shows results, and the walk would not see them: {why}", route.path);
            n_wrong += 1;
        }
        n_wrong
    };
    assert_eq!(n_wrong, 9, "results, chart, map and card as drawing and picture, API and stream");
    // Not one of them is planted in vain: the page of results, the chart and the API give each away.
    let mut told = String::new();
    let slug = &topic.slug;
    let pages = ["results", "charts/poll.svg"].map(|path| format!("/c/{slug}/{path}"));
    for path in pages.into_iter().chain([format!("/api/v1/conversations/{slug}/results")]) {
        told.push_str(stranger.get(&path).await.must_be(200).text());
    }
    let found = leaks(&told, &planted::results());
    for one in planted::results() {
        assert!(found.contains(&one.what), "{} is planted and would not be seen: {found:?}", one.what);
    }
    let mut desk = app.sign_in(Role::Moderator).await;
    let page = desk.get(&format!("/desk/c/{}", topic.slug)).await;
    assert_eq!(leaks(page.text(), &planted::texts()), ["a held statement"]);
    let shown = ["answers to another leader", "answers to a split", "answers to no more than half"];
    assert_eq!(leaks(page.text(), &planted::results()), shown, "at the desk");
}
