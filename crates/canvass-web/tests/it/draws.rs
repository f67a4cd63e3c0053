//! Behind a gate that is shut, what is drawn tells nothing of what was answered.

use canvass_demo::simulate::{Preset, SimulateOptions, Simulated};
use canvass_domain::{Answer, Fact, Gate, State, StatementId, Vote};
use canvass_testkit::{TestApp, TestDatabase};
use std::collections::BTreeMap;

const SLUG: &str = "drawn";
const N: u64 = 3_000;

fn made() -> Simulated {
    let options = SimulateOptions { preset: Some(Preset::Planted2), ..Default::default() };
    options.check().unwrap().run()
}

/// A conversation with known groups that is still open, by a gate.
async fn app(gate: Gate) -> TestApp {
    let app = TestApp::start(&TestDatabase::Sqlite).await;
    let mut transcript = made().transcript;
    transcript.instrument.gate = gate;
    transcript.events.retain(|event| !matches!(event.fact, Fact::Closed | Fact::ClosedByClock));
    app.load(SLUG, &transcript).await;
    assert_eq!(app.entry(SLUG).read().conversation.state, State::Open);
    app
}

/// What so many fresh readers are shown first: how often each statement, and what the probabilities that were noted
/// make of it, which is about as many as there were draws.
fn first_draws(app: &TestApp) -> BTreeMap<StatementId, (f64, f64)> {
    let (app, entry) = (app.app(), app.entry(SLUG));
    let mut drawn: BTreeMap<StatementId, (f64, f64)> = BTreeMap::new();
    for n in 0..N {
        let credential = app.server_secret().issue(canvass_app::identity::hash(&[&n.to_be_bytes()]).0);
        let reader = app.reader(entry.clone(), app.server_secret().accept(&credential).unwrap());
        let draw = (n.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (n << 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let shown = app.next_statement(&reader, draw, 0).unwrap();
        let (times, weight) = drawn.entry(shown.statement).or_default();
        *times += 1.0;
        *weight += 1.0 / shown.probability;
    }
    drawn
}

/// Pearson's correlation.
fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / n;
    let (x, y) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |of: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|pair| of(pair.0 - x, pair.1 - y)).sum::<f64>();
    sum(&|a, b| a * b) / (sum(&|a, _| a * a) * sum(&|_, b| b * b)).sqrt()
}

/// How the frequencies of first draws go with what divides readers, and with how much the map wants each shown.
fn tells(app: &TestApp) -> [f64; 2] {
    let made = made();
    let map = canvass_results::analysed::analyse(&made.slug, &made.transcript).unwrap().results.map.unwrap();
    let drawn = first_draws(app);
    let times = |id: StatementId| drawn.get(&id).map_or(0.0, |(times, _)| *times);
    let divides = map.statements.iter().map(|statement| (times(statement.id), statement.extremity));
    let wanted = map.statements.iter().map(|statement| (times(statement.id), statement.priority));
    [correlation(&divides.collect::<Vec<_>>()), correlation(&wanted.collect::<Vec<_>>())]
}

#[tokio::test]
async fn first_draws_do_not_tell_what_divides_while_the_gate_is_shut() {
    for gate in [Gate::Sealed, Gate::AtClose, Gate::AfterVote] {
        let told = tells(&app(gate).await);
        assert!(told.iter().all(|r| r.abs() < 0.3), "{gate:?}: {told:?}");
    }
    let told = tells(&app(Gate::Always).await);
    assert!(told[1] > 0.7, "where everybody may see results, votes guide the draws: {told:?}");
}

#[tokio::test]
async fn what_is_noted_of_a_draw_is_its_probability() {
    let app = app(Gate::Sealed).await;
    for (statement, (times, weight)) in first_draws(&app) {
        // Each has been drawn about as often as any other, and each draw counts for as many as it stands for.
        let expected = N as f64;
        assert!((weight - expected).abs() < 5.0 * expected / times.sqrt(), "{statement}: {weight} of {times}");
    }
}

/// Who may see results draws by votes; those draws leave no trace in the draws of who may not.
#[tokio::test]
async fn draws_of_those_who_may_see_results_do_not_tell_either() {
    let app = app(Gate::AfterVote).await;
    let (entry, core) = (app.entry(SLUG), app.app());
    let voters: Vec<_> = (0..200_u64)
        .map(|n| {
            let credential = core.server_secret().issue(canvass_app::identity::hash(&[b"voter", &n.to_be_bytes()]).0);
            core.server_secret().accept(&credential).unwrap()
        })
        .collect();
    for (n, secret) in (0_u64..).zip(&voters) {
        for turn in 0..8 {
            let reader = core.reader(entry.clone(), *secret);
            let draw = (n * 8 + turn + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let Some(shown) = core.next_statement(&reader, draw, 0) else { break };
            core.answer(&reader, shown.statement, Answer::Voted(Vote::Agree), 0, None).await.unwrap();
        }
    }
    let told = tells(&app);
    assert!(told.iter().all(|r| r.abs() < 0.3), "{told:?}");
}
