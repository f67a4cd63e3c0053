//! Pages over a queue of 50,000 texts and over 10,000 comments, in one thread and in as many, on both databases.
//!
//! What fills them comes through the API as readers' own would; times are as in `pages`.

use super::Bench;
use super::http::{Connection, request};
use super::pages::{Reader, Visited};
use super::report::{Table, Target};
use super::server::{Binary, Mode, Server, Store};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::net::SocketAddr;

const AT_ONCE: usize = 50;
/// Held comments and held statements: the queue.
const N_HELD: [usize; 2] = [40_000, 10_000];
const N_COMMENTS: usize = 10_000;
const N_REPORTS: usize = 2_000;
/// Below what one reader may write.
const BY_EACH: usize = 20;
const PAGE_TARGET: Target = Target::AtMost(100.0);

const QUEUE: &str = "long-queue";
const THREAD: &str = "long-thread";
const FLAT: &str = "many-threads";

pub fn run(bench: &Bench) -> Result<()> {
    let mut targets = Table::new(&["store", "what", "target", "measured", "verdict"]);
    for (store, folder) in bench.stores("talk")? {
        let mut pages = Table::new(&["page", "p50 ms", "p99 ms", "max ms", "KB plain", "KB gzip"]);
        for (slug, comments) in [(QUEUE, "hold"), (THREAD, "show"), (FLAT, "show")] {
            let file = folder.join(format!("{slug}.toml"));
            std::fs::write(&file, conversation(slug, comments))?;
            bench.binary.run(&["conversation", "create", &file.display().to_string()], &store)?;
        }
        let server = bench.binary.serve(&store, &folder, Mode::Normal)?;
        let slowest = bench.runtime.block_on(async {
            fill(server.address).await?;
            measure(&server, &link(&bench.binary, &store)?, &mut pages).await
        })?;
        server.stop()?;
        pages.print(&format!("Queue and comments, {}", store.name()));
        let (path, p99_ms) = slowest;
        targets.row([
            store.name().to_owned(),
            format!("slowest page, p99: {path}"),
            PAGE_TARGET.text("ms"),
            format!("{p99_ms:.1} ms"),
            PAGE_TARGET.verdict(p99_ms),
        ]);
    }
    targets.print("Queue and comments: targets");
    Ok(())
}

/// The path of a sign-in link, made beside the server.
pub fn link(binary: &Binary, store: &Store) -> Result<String> {
    let url = binary.run(&["user", "add", "owner@example.org", "--role", "owner"], store)?;
    let at = url.find("/desk/").context("no link was printed")?;
    Ok(url.get(at..).unwrap_or_default().to_owned())
}

async fn measure(server: &Server, link: &str, pages: &mut Table) -> Result<(String, f64)> {
    let mut owner = Reader::new(server).await?;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let signed_in = owner.ask("POST", link, &form, "").await?;
    owner.keep_cookie(&signed_in);
    let mut slowest = (String::new(), 0.0);
    let mut note = |visited: &Visited, path: &str, name: &str| {
        visited.add_to(pages, name);
        let p99_ms = visited.times.quantile(990).as_secs_f64() * 1000.0;
        if p99_ms > slowest.1 {
            slowest = (path.to_owned(), p99_ms);
        }
    };
    let queue = format!("/desk/c/{QUEUE}");
    for path in ["/desk".to_owned(), "/desk/queue".to_owned(), queue.clone(), format!("{queue}?show=reported")] {
        note(&owner.visited(&path).await?, &path, &path);
    }
    for (base, show) in [(queue.as_str(), "statements"), (queue.as_str(), "comments"), ("/desk/queue", "comments")] {
        let path = format!("{base}?show={show}&last=1");
        let last = owner.visited(&path).await?;
        note(&last, &path, &path);
        let before = places(&last.html, "before=").into_iter().next().context("nothing before the last page")?;
        note(&owner.visited(&before).await?, &before, &format!("{base}?show={show}, the page before the last"));
    }
    for path in ["/desk/audit", "/desk/people"] {
        note(&owner.visited(path).await?, path, path);
    }
    let mut reader = Reader::new(server).await?;
    let (thread, flat) = (format!("/c/{THREAD}/comments"), format!("/c/{FLAT}/comments"));
    let last = N_COMMENTS / 20;
    let paths = [
        format!("/c/{QUEUE}"),
        thread.clone(),
        format!("{thread}?order=oldest"),
        format!("{thread}/1"),
        format!("{thread}/{N_COMMENTS}"),
        format!("{thread}/1?page=100"),
        flat.clone(),
        format!("{flat}?page={last}"),
        format!("{flat}?order=oldest&page={last}"),
        format!("{flat}?about=option:1"),
        format!("{flat}/{N_COMMENTS}"),
        format!("/c/{FLAT}"),
        format!("/api/v1/conversations/{FLAT}/comments"),
    ];
    for path in paths {
        note(&reader.visited(&path).await?, &path, &path);
    }
    Ok(slowest)
}

/// Addresses on a page that hold these words.
fn places(html: &str, words: &str) -> Vec<String> {
    let hrefs = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let plain = hrefs.map(|href| href.replace("&#38;", "&").replace("&amp;", "&"));
    let plain = plain.map(|href| href.split('#').next().map(str::to_owned).unwrap_or_default());
    plain.filter(|href| href.contains(words)).collect()
}

async fn fill(address: SocketAddr) -> Result<()> {
    let comment = |text: String, parent: Option<usize>, about: &str| json!({"text": text, "quote": "no", "parent": parent, "about": about});
    let words = "Somebody should ask those who work the night shift what it means for them.";
    let plain = move |n: usize| ("comments", comment(format!("{words} {n}"), None, "conversation"));
    let of_option = move |n: usize| {
        let about = ["conversation", "option:1"].get(n % 2).copied().unwrap_or_default();
        ("comments", comment(format!("{words} {n}"), None, about))
    };
    let reply = move |n: usize| ("comments", comment(format!("{words} {n}"), Some(1), "conversation"));
    let statement = |n: usize| ("statements", json!({"text": format!("Statement number {n} should be asked about.")}));
    let report = |n: usize| {
        let note = n.is_multiple_of(2).then(|| format!("Note {n}"));
        ("reports", json!({"target": "statement:1", "rule": "unclear", "note": note}))
    };
    post(address, QUEUE, N_HELD[0], BY_EACH, plain).await?;
    post(address, QUEUE, N_HELD[1], BY_EACH, statement).await?;
    post(address, QUEUE, N_REPORTS, 1, report).await?;
    post(address, THREAD, 1, 1, plain).await?;
    post(address, THREAD, N_COMMENTS - 1, BY_EACH, reply).await?;
    post(address, FLAT, N_COMMENTS, BY_EACH, of_option).await
}

/// Posts so many things, so many by each reader.
async fn post(
    address: SocketAddr,
    slug: &'static str,
    n: usize,
    by_each: usize,
    what: impl Fn(usize) -> (&'static str, Value) + Copy + Send + 'static,
) -> Result<()> {
    let clients = (0..AT_ONCE).map(|client| {
        tokio::spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut bearer = String::new();
            for (nth, number) in (client..n).step_by(AT_ONCE).enumerate() {
                if nth % by_each == 0 {
                    let made = send(&mut connection, slug, "participants", &[], &json!({})).await?;
                    let token = made.get("token").and_then(Value::as_str).context("a participant without a token")?;
                    bearer = format!("Bearer {token}");
                }
                let (path, body) = what(number);
                send(&mut connection, slug, path, &[("authorization", &bearer)], &body).await?;
            }
            Ok::<_, anyhow::Error>(())
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await??;
    }
    Ok(())
}

async fn send(
    connection: &mut Connection,
    slug: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> Result<Value> {
    let all: Vec<(&str, &str)> =
        [("content-type", "application/json")].into_iter().chain(headers.iter().copied()).collect();
    let path = format!("/api/v1/conversations/{slug}/{path}");
    let answer = connection.answer_to(&request("POST", &path, &all, &body.to_string())).await?;
    ensure!((200..300).contains(&answer.status), "POST `{path}` was answered {}: {}", answer.status, answer.text());
    Ok(serde_json::from_slice(&answer.body).unwrap_or(Value::Null))
}

fn conversation(slug: &str, comments: &str) -> String {
    format!(
        "slug = \"{slug}\"\ntitle = \"A conversation with much to read\"\nlanguage = \"en\"\n\
         background = \"Synthetic, for measuring.\"\ndesign = \"open\"\ngate = \"always\"\n\
         opens_at = \"2026-01-02T09:00:00Z\"\ncloses_at = \"2099-01-02T09:00:00Z\"\n\
         new_statements = \"hold\"\ncomments = \"{comments}\"\n\n[organiser]\nname = \"Measuring desk\"\n\
         contact = \"desk@example.org\"\nprivacy_url = \"https://example.org/privacy\"\n\n\
         [poll]\nquestion = \"Which?\"\nkind = \"single\"\n[[poll.option]]\ntext = \"This\"\n\
         [[poll.option]]\ntext = \"That\"\n\n[[statement]]\ntext = \"The only statement of the organiser.\"\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_conversation_is_toml() {
        let table: toml::Table = conversation(QUEUE, "hold").parse().unwrap();
        assert_eq!(table["comments"].as_str(), Some("hold"));
        assert!(table["organiser"].get("privacy_url").is_some());
    }

    #[test]
    fn places_are_read_from_a_page() {
        let html = "<a href=\"/desk/queue?show=all&#38;before=1.2.statement:3#queue\">Previous</a><a href=\"/\">x</a>";
        assert_eq!(places(html, "before="), ["/desk/queue?show=all&before=1.2.statement:3"]);
    }
}
