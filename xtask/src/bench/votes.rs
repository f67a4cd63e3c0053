//! Answers a second through the JSON API to durable storage, on both databases; beside them what HTTP alone
//! bears, and what the writer alone bears.
//!
//! Ends by killing the server and counting: every acknowledged vote must be there.

use super::Bench;
use super::http::{Connection, request};
use super::load::{self, Browser, Cells, Measured, Voters, Votes, Work};
use super::report::{Table, Target, ms, thousands};
use super::server::{Mode, Server, Store};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

const CONNECTIONS: [usize; 4] = [16, 64, 256, 1_024];
/// At which readers without scripts are measured.
const FORM_CONNECTIONS: usize = 64;
const N_BROWSERS: usize = 1_000;
/// Enough that nobody votes faster than a credential may.
const N_PARTICIPANTS: usize = 5_000;
/// Enough that nearly every vote is a first one.
const N_STATEMENTS: usize = 300;
pub(super) const SLUG: &str = "load";

const ANSWERS_TARGET: Target = Target::AtLeast(25_000.0);
const P99_TARGET: Target = Target::AtMost(25.0);
/// The load at which the targets hold.
const TARGET_CONNECTIONS: usize = 256;

pub fn run(bench: &Bench) -> Result<()> {
    let mut loads =
        Table::new(&["store", "request", "connections", "a second", "p50 ms", "p90 ms", "p99 ms", "max ms", "refused"]);
    let mut targets = Table::new(&["store", "what", "target", "measured", "verdict"]);
    let mut kept = Table::new(&["store", "acknowledged", "stored after kill", "verdict"]);
    for (store, folder) in bench.stores("votes")? {
        prepare(bench, &store, &folder)?;
        measure(bench, &store, &folder, &mut Tables { loads: &mut loads, targets: &mut targets, kept: &mut kept })?;
    }
    without_storing(bench, &mut loads)?;
    loads.print("Votes over HTTP");
    targets.print("Votes: targets");
    kept.print("Votes kept");
    writer_limit(bench)
}

struct Tables<'a> {
    loads: &'a mut Table,
    targets: &'a mut Table,
    kept: &'a mut Table,
}

fn measure(bench: &Bench, store: &Store, folder: &Path, tables: &mut Tables<'_>) -> Result<()> {
    let server = bench.binary.serve(store, folder, Mode::Normal)?;
    let voters = bench.runtime.block_on(voters(&server))?;
    let acknowledged = Arc::clone(&voters.acknowledged);
    for (phase, n_connections) in CONNECTIONS.into_iter().enumerate() {
        let page = Work::Get { path: "/healthz".to_owned() };
        add_row(tables.loads, store, "GET /healthz", n_connections, &bench.load(&server, &page, n_connections)?);
        // Each load begins at statements of its own, so that it too casts first votes.
        let first_statement_idx = phase * voters.statements.len() / CONNECTIONS.len();
        let work = Work::Vote(Arc::new(voters.starting_at(first_statement_idx)));
        let measured = bench.load(&server, &work, n_connections)?;
        add_row(tables.loads, store, "PUT vote", n_connections, &measured);
        if n_connections == TARGET_CONNECTIONS {
            add_targets(tables.targets, store, &measured);
        }
    }
    let forms = bench.runtime.block_on(browsers(&server, &voters))?;
    let by_form = Arc::clone(&forms.acknowledged);
    let measured = bench.load(&server, &Work::Form(Arc::new(forms)), FORM_CONNECTIONS)?;
    add_row(tables.loads, store, "POST vote, no script", FORM_CONNECTIONS, &measured);
    server.kill()?;
    let stored = bench.stored_votes(store, folder)?;
    let n_acknowledged = acknowledged.n() + by_form.n();
    let verdict = if stored == n_acknowledged { "equal".to_owned() } else { "NOT EQUAL".to_owned() };
    tables.kept.row([store.name().to_owned(), n_acknowledged.to_string(), stored.to_string(), verdict]);
    ensure!(stored >= n_acknowledged, "{}: {n_acknowledged} votes acknowledged, {stored} stored", store.name());
    Ok(())
}

/// The same requests to the same server, with the store left out, where the binary can do that.
fn without_storing(bench: &Bench, loads: &mut Table) -> Result<()> {
    if !bench.binary.can_skip_store {
        println!("\nThis build has no feature `faults`, so votes without storing are not measured.");
        return Ok(());
    }
    let (store, folder) = bench.folder_store("votes-not-stored")?;
    prepare(bench, &store, &folder)?;
    let server = bench.binary.serve(&store, &folder, Mode::WithoutStoring)?;
    let voters = bench.runtime.block_on(voters(&server))?;
    for n_connections in CONNECTIONS {
        let work = Work::Vote(Arc::new(voters.starting_at(0)));
        let measured = bench.load(&server, &work, n_connections)?;
        add_row(loads, &store, "PUT vote, not stored", n_connections, &measured);
    }
    server.kill()
}

/// The writer alone, without HTTP: an example of the store crate prints its own table, by size of batch.
fn writer_limit(bench: &Bench) -> Result<()> {
    const EXAMPLE: &str = "writer_limit";
    if !bench.root.join(format!("crates/canvass-store/examples/{EXAMPLE}.rs")).exists() {
        println!("\nThe store crate has no example `{EXAMPLE}`, so the writer alone is not measured.");
        return Ok(());
    }
    println!("\n## The writer alone");
    for (store, _) in bench.stores("writer")? {
        let mut command = Command::new("cargo");
        command.args(["run", "--quiet", "--release", "-p", "canvass-store", "--example", EXAMPLE, "--"]);
        if !command.args(store.args()).current_dir(&bench.root).status()?.success() {
            bail!("the example `{EXAMPLE}` failed on {}", store.name());
        }
    }
    Ok(())
}

impl Bench {
    pub(super) fn load(&self, server: &Server, work: &Work, n_connections: usize) -> Result<Measured> {
        self.runtime.block_on(load::run(server.address, work, n_connections, self.time))
    }

    /// The results' own count, asked of a server started anew.
    fn stored_votes(&self, store: &Store, folder: &Path) -> Result<u64> {
        let server = self.binary.serve(store, folder, Mode::Normal)?;
        let results = self.runtime.block_on(async {
            let mut connection = Connection::open(server.address).await?;
            json(&mut connection, "GET", &format!("/api/v1/conversations/{SLUG}/results"), &[], "").await
        })?;
        server.stop()?;
        results.pointer("/counts/votes").and_then(Value::as_u64).context("the results have no counts.votes")
    }
}

impl Votes {
    pub(super) fn starting_at(&self, first_statement_idx: usize) -> Self {
        Self {
            slug: self.slug.clone(),
            voters: self.voters.clone(),
            statements: self.statements.clone(),
            first_statement_idx,
            acknowledged: Arc::clone(&self.acknowledged),
        }
    }
}

pub(super) fn prepare(bench: &Bench, store: &Store, folder: &Path) -> Result<()> {
    let file = folder.join("conversation.toml");
    std::fs::write(&file, conversation(SLUG, N_STATEMENTS))?;
    let slug = bench.binary.run(&["conversation", "create", &file.display().to_string()], store)?;
    ensure!(slug == SLUG, "the conversation was made as `{slug}`, not `{SLUG}`");
    Ok(())
}

/// Open since long ago, for long, to everybody.
pub(super) fn conversation(slug: &str, n_statements: usize) -> String {
    let mut text = format!(
        "slug = \"{slug}\"\ntitle = \"A conversation under load\"\nlanguage = \"en\"\n\
         background = \"Synthetic, for measuring.\"\ndesign = \"open\"\ngate = \"always\"\n\
         opens_at = \"2026-01-02T09:00:00Z\"\ncloses_at = \"2099-01-02T09:00:00Z\"\n\
         new_statements = \"hold\"\ncomments = \"off\"\n\n[organiser]\nname = \"Measuring desk\"\n\
         contact = \"desk@example.org\"\nprivacy_url = \"https://example.org/privacy\"\n"
    );
    for number in 1..=n_statements {
        write!(text, "\n[[statement]]\ntext = \"Statement number {number} of the measurement\"\n").ok();
    }
    text
}

/// Participants with their tokens, and the statements to vote on.
pub(super) async fn voters(server: &Server) -> Result<Votes> {
    ensure!(server.with_state("open")? == SLUG, "the conversation `{SLUG}` is not open");
    voters_of(server.address, SLUG, N_PARTICIPANTS).await
}

/// So many participants of one conversation, and its statements.
pub(super) async fn voters_of(address: SocketAddr, slug: &str, n_participants: usize) -> Result<Votes> {
    let tokens = participants(address, slug, n_participants).await?;
    let first = tokens.first().context("no participants")?;
    let mut connection = Connection::open(address).await?;
    let (statements, n_voted) = statements(&mut connection, slug, first).await?;
    ensure!(!statements.is_empty(), "no statements to vote on");
    let acknowledged = Arc::new(Cells::new(tokens.len(), statements.len()));
    (0..n_voted).for_each(|statement_idx| acknowledged.insert(0, statement_idx));
    let voters = Voters::Api(tokens);
    Ok(Votes { slug: slug.to_owned(), voters, statements, first_statement_idx: 0, acknowledged })
}

/// Readers who came by their browsers, to vote on the same statements.
async fn browsers(server: &Server, like: &Votes) -> Result<Votes> {
    let mut connection = Connection::open(server.address).await?;
    let page = request("GET", &format!("/c/{SLUG}"), &[], "");
    let mut browsers = Vec::with_capacity(N_BROWSERS);
    for _ in 0..N_BROWSERS {
        let answer = connection.answer_to(&page).await?;
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        let cookie = cookie.context("the question page gives no cookie")?.to_owned();
        let form_token = form_token(&answer.text()).context("the question page has no form")?.to_owned();
        browsers.push(Browser { cookie, form_token });
    }
    let acknowledged = Arc::new(Cells::new(browsers.len(), like.statements.len()));
    Ok(Votes { voters: Voters::Forms(browsers), acknowledged, first_statement_idx: 0, ..like.starting_at(0) })
}

fn form_token(page: &str) -> Option<&str> {
    page.split_once("name=\"token\" value=\"")?.1.split('"').next()
}

async fn participants(address: SocketAddr, slug: &str, n: usize) -> Result<Vec<String>> {
    const AT_ONCE: usize = 50;
    let path: Arc<str> = format!("/api/v1/conversations/{slug}/participants").into();
    let clients = (0..AT_ONCE).map(|_| {
        let path = Arc::clone(&path);
        tokio::spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut tokens = Vec::new();
            for _ in 0..n / AT_ONCE {
                let made = json(&mut connection, "POST", &path, &[], "{}").await?;
                let token = made.get("token").and_then(Value::as_str).context("a participant without a token")?;
                tokens.push(token.to_owned());
            }
            Ok::<_, anyhow::Error>(tokens)
        })
    });
    let mut tokens = Vec::with_capacity(n);
    for client in clients.collect::<Vec<_>>() {
        tokens.extend(client.await??);
    }
    Ok(tokens)
}

/// Ids of the statements, and on how many of them the participant voted to learn them: the conversation lists
/// them, or else they come one by one.
async fn statements(connection: &mut Connection, slug: &str, token: &str) -> Result<(Vec<u64>, usize)> {
    let conversation = json(connection, "GET", &format!("/api/v1/conversations/{slug}"), &[], "").await?;
    let listed = conversation.get("statements").and_then(Value::as_array);
    let ids: Vec<u64> = listed.into_iter().flatten().filter_map(|one| one.get("id")?.as_u64()).collect();
    if !ids.is_empty() {
        return Ok((ids, 0));
    }
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let mut ids = Vec::new();
    while ids.len() < N_STATEMENTS {
        let next = json(connection, "GET", &format!("/api/v1/conversations/{slug}/next"), &headers, "").await?;
        let Some(id) = ["/statement/id", "/id"].into_iter().find_map(|place| next.pointer(place)?.as_u64()) else {
            break;
        };
        let path = format!("/api/v1/conversations/{slug}/statements/{id}/vote");
        json(connection, "PUT", &path, &headers, "{\"vote\":\"agree\"}").await?;
        ids.push(id);
    }
    let n_voted = ids.len();
    Ok((ids, n_voted))
}

/// Asks, insists on success, and reads the answer; one without a body is null.
async fn json(
    connection: &mut Connection,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Value> {
    let mut all = vec![("content-type", "application/json")];
    all.extend(headers);
    let answer = connection.answer_to(&request(method, path, &all, body)).await?;
    if !(200..300).contains(&answer.status) {
        bail!("{method} `{path}` was answered {}: {}", answer.status, answer.text());
    }
    if answer.body.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&answer.body).with_context(|| format!("{method} `{path}` answered no JSON"))
}

fn add_row(table: &mut Table, store: &Store, what: &str, n_connections: usize, measured: &Measured) {
    let time = |per_mille| ms(measured.latencies.quantile(per_mille));
    let refused = match measured.refused_status {
        Some(status) => format!("{} ({status})", measured.n_refused),
        None => "0".to_owned(),
    };
    table.row([
        store.name().to_owned(),
        what.to_owned(),
        n_connections.to_string(),
        thousands(measured.per_second()),
        time(500),
        time(900),
        time(990),
        ms(measured.latencies.max()),
        refused,
    ]);
}

fn add_targets(table: &mut Table, store: &Store, measured: &Measured) {
    let per_second = measured.per_second();
    let p99_ms = measured.latencies.quantile(990).as_secs_f64() * 1000.0;
    let name = || store.name().to_owned();
    table.row([
        name(),
        format!("answers a second, {TARGET_CONNECTIONS} connections"),
        ANSWERS_TARGET.text("a second"),
        thousands(per_second),
        ANSWERS_TARGET.verdict(per_second),
    ]);
    table.row([
        name(),
        format!("p99, {TARGET_CONNECTIONS} connections"),
        P99_TARGET.text("ms"),
        format!("{p99_ms:.1} ms"),
        P99_TARGET.verdict(p99_ms),
    ]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_conversation_is_toml_with_all_its_statements() {
        let table: toml::Table = conversation(SLUG, N_STATEMENTS).parse().unwrap();
        assert_eq!(table["slug"].as_str(), Some(SLUG));
        assert_eq!(table["statement"].as_array().unwrap().len(), N_STATEMENTS);
        assert!(table["organiser"].get("privacy_url").is_some());
    }
}
