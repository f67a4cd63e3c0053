//! `/metrics`: how the server is doing, in Prometheus's text form, for whoever runs it.

use crate::server::Server;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use canvass_app::Reading;
use canvass_app::analysis::AnalysisCounts;
use canvass_domain::State as Standing;
use std::fmt::Write;
use std::sync::PoisonError;
use std::time::Duration;

const US_PER_SECOND: f64 = 1e6;

/// Shows everything that is counted.
pub(crate) async fn show(State(server): State<Server>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text(&server)).into_response()
}

fn text(server: &Server) -> String {
    let (app, metrics) = (server.app(), server.metrics());
    let mut text = Text::default();
    let answers = metrics.answers_us.read();
    text.histogram("canvass_answer_seconds", "Time until an answer was kept", &answers, US_PER_SECOND);
    text.histogram("canvass_group_size", "Commands in one transaction", &app.group_sizes(), 1.0);
    text.gauge("canvass_queue_depth", "Commands that wait for the writer", app.n_waiting() as u64);
    text.gauge("canvass_taking", "1 while answers are taken", u64::from(app.is_taking()));
    text.gauge("canvass_streams", "Live streams open", server.streams().n_open() as u64);
    analysis(&mut text, &app.analysis());
    let mail = *metrics.mail.lock().unwrap_or_else(PoisonError::into_inner);
    let emails = [("sent", mail.n_sent), ("failed", mail.n_failed), ("delayed", mail.n_delayed)];
    let emails = emails.map(|(outcome, n)| (format!("outcome=\"{outcome}\""), n));
    text.labelled("canvass_letters_total", "counter", "Letters handed over, given up, and put off", emails);
    text.gauge("canvass_letters_waiting", "Letters that wait to be sent", mail.n_waiting);
    let updates = server.streams().updates().counted().map(|(what, n)| (format!("what=\"{what}\""), n));
    text.labelled("canvass_tellings_total", "counter", "Totals made for live streams, and told on them", updates);
    let standing: Vec<Standing> = app.live().all().iter().map(|entry| entry.read().conversation.state).collect();
    let by_state = [Standing::Draft, Standing::Open, Standing::Closed].map(|state| {
        let n = standing.iter().filter(|found| **found == state).count();
        (format!("state=\"{}\"", state.word()), n as u64)
    });
    text.labelled("canvass_conversations", "gauge", "Conversations by where they stand", by_state);
    let counts = metrics.counts.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let requests = counts.requests.into_iter().map(|(class, n)| (format!("status=\"{class}xx\""), n));
    text.labelled("canvass_requests_total", "counter", "Requests answered, by status", requests);
    let errors = counts.errors.into_iter().map(|(kind, n)| (format!("kind=\"{kind}\""), n));
    text.labelled("canvass_errors_total", "counter", "Answers that were errors, by kind", errors);
    if let Some(bytes) = resident_bytes() {
        text.gauge("process_resident_memory_bytes", "Memory in use", bytes);
    }
    text.0
}

fn analysis(text: &mut Text, counts: &AnalysisCounts) {
    let outcomes = [("made", counts.n_runs), ("renewed", counts.n_renewals), ("failed", counts.n_failures)];
    let outcomes = outcomes.map(|(outcome, n)| (format!("outcome=\"{outcome}\""), n));
    text.labelled(
        "canvass_analysis_runs_total",
        "counter",
        "Opinion maps made, or renewed until the next, and runs that failed",
        outcomes,
    );
    text.seconds("canvass_analysis_seconds_total", "counter", "Time that all runs took", counts.total);
    text.seconds("canvass_analysis_last_seconds", "gauge", "Time that the last run took", counts.last);
    text.gauge("canvass_analysis_waiting", "Conversations that wait for a run", counts.n_waiting as u64);
    text.seconds(
        "canvass_analysis_oldest_seconds",
        "gauge",
        "For how long the first of them has waited",
        counts.oldest,
    );
}

/// Memory this process has in use, where the system tells.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// Prometheus's text form.
#[derive(Default)]
struct Text(String);

impl Text {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn gauge(&mut self, name: &str, help: &str, value: u64) {
        self.head(name, "gauge", help);
        let _ = writeln!(self.0, "{name} {value}");
    }

    fn seconds(&mut self, name: &str, kind: &str, help: &str, value: Duration) {
        self.head(name, kind, help);
        let _ = writeln!(self.0, "{name} {}", value.as_secs_f64());
    }

    fn labelled(&mut self, name: &str, kind: &str, help: &str, values: impl IntoIterator<Item = (String, u64)>) {
        self.head(name, kind, help);
        for (label, value) in values {
            let _ = writeln!(self.0, "{name}{{{label}}} {value}");
        }
    }

    fn histogram(&mut self, name: &str, help: &str, reading: &Reading, per_unit: f64) {
        self.head(name, "histogram", help);
        for (bound, n) in &reading.up_to {
            let _ = writeln!(self.0, "{name}_bucket{{le=\"{}\"}} {n}", *bound as f64 / per_unit);
        }
        let (n, sum) = (reading.n, reading.sum as f64 / per_unit);
        let _ = writeln!(self.0, "{name}_bucket{{le=\"+Inf\"}} {n}\n{name}_sum {sum}\n{name}_count {n}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::metrics::Metrics;

    /// The value of a sample.
    fn value(text: &Text, sample: &str) -> f64 {
        let line = text.0.lines().find_map(|line| line.strip_prefix(&format!("{sample} ")));
        line.unwrap_or_else(|| panic!("no `{sample}` in {}", text.0)).parse().unwrap()
    }

    #[test]
    fn what_is_named_in_seconds_is_in_seconds() {
        let metrics = Metrics::default();
        metrics.answered(Duration::from_millis(1_500));
        metrics.answered(Duration::from_micros(1_700));
        let mut text = Text::default();
        text.histogram("canvass_answer_seconds", "", &metrics.answers_us.read(), US_PER_SECOND);
        let at_most = |bound: &str| value(&text, &format!("canvass_answer_seconds_bucket{{le=\"{bound}\"}}"));
        let bounds = ["0.001", "0.0025", "1", "2.5", "10", "+Inf"];
        assert_eq!(bounds.map(at_most), [0.0, 1.0, 1.0, 2.0, 2.0, 2.0]);
        assert!((value(&text, "canvass_answer_seconds_sum") - 1.501_7).abs() < 1e-9, "{}", text.0);
        let mut text = Text::default();
        let counts = AnalysisCounts {
            total: Duration::from_millis(2_250),
            last: Duration::from_millis(125),
            oldest: Duration::from_secs(61),
            ..AnalysisCounts::default()
        };
        analysis(&mut text, &counts);
        for (name, seconds) in [("total", 2.25), ("last", 0.125), ("oldest", 61.0)] {
            let name = if name == "total" { "seconds_total".to_owned() } else { format!("{name}_seconds") };
            assert_eq!(value(&text, &format!("canvass_analysis_{name}")).to_bits(), f64::to_bits(seconds), "{name}");
        }
    }
}
