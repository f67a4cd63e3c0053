//! Pages: how long they take and what they weigh on the wire.
//!
//! Times are from sending the request to the last byte, one request at a time on one connection, so they bound
//! the server's own time from above. Weights are of bodies as sent to a browser that takes gzip.

use super::histogram::Histogram;
use super::http::{Answer, Connection, request};
use super::report::{Table, Target, kb, ms};
use super::server::{Mode, Server, Store};
use super::{Bench, open_data};
use anyhow::{Context, Result, ensure};
use std::net::TcpListener;
use std::path::PathBuf;
use std::time::Instant;

const N_REQUESTS: usize = 200;
const GZIP: (&str, &str) = ("accept-encoding", "gzip");
const RESULTS_TIME_TARGET: Target = Target::AtMost(20.0);
const RESULTS_WEIGHT_TARGET: Target = Target::AtMost(60.0);
const ANSWERING_WEIGHT_TARGET: Target = Target::AtMost(30.0);

pub fn run(bench: &Bench) -> Result<()> {
    let mut pages = Table::new(&["page", "p50 ms", "p99 ms", "max ms", "KB plain", "KB gzip"]);
    let mut targets = Table::new(&["what", "target", "measured", "verdict"]);
    largest_set(bench, &mut pages, &mut targets)?;
    answering(bench, &mut pages, &mut targets)?;
    pages.print("Pages");
    targets.print("Pages: targets");
    Ok(())
}

/// The demo's data in a folder of its own, its first server gone.
pub fn demo_data(bench: &Bench, name: &str) -> Result<(Store, PathBuf)> {
    let (store, folder) = bench.folder_store(&format!("demo-{name}"))?;
    // A port that is free now; the demo takes the next one if that has changed.
    let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port().to_string();
    bench.binary.start(&["demo", "--port", &port], &store, &folder)?.stop()?;
    Ok((store, folder))
}

fn largest_set(bench: &Bench, pages: &mut Table, targets: &mut Table) -> Result<()> {
    let set = open_data::largest(&bench.root)?;
    let (store, folder) = bench.folder_store("pages")?;
    let slug = bench.binary.run(&["import", "polis", &set.display().to_string()], &store)?;
    let server = bench.binary.serve(&store, &folder, Mode::Normal)?;
    bench.runtime.block_on(async {
        let mut reader = Reader::new(&server).await?;
        for path in ["/".to_owned(), format!("/c/{slug}")] {
            reader.visited(&path).await?.add_to(pages, &path);
        }
        let path = format!("/c/{slug}/results");
        let results = reader.visited(&path).await?;
        results.add_to(pages, &path);
        let p99_ms = results.times.quantile(990).as_secs_f64() * 1000.0;
        let weight_kb = results.n_bytes_gzip as f64 / 1000.0;
        targets.row([
            "results page of the largest open set, p99".to_owned(),
            RESULTS_TIME_TARGET.text("ms"),
            format!("{p99_ms:.1} ms"),
            RESULTS_TIME_TARGET.verdict(p99_ms),
        ]);
        targets.row([
            "results page of the largest open set, gzip".to_owned(),
            RESULTS_WEIGHT_TARGET.text("KB"),
            format!("{weight_kb:.1} KB"),
            RESULTS_WEIGHT_TARGET.verdict(weight_kb),
        ]);
        Ok::<_, anyhow::Error>(())
    })?;
    server.stop()
}

/// The demo's open conversation, before and after the poll is answered, with the style and script it links.
fn answering(bench: &Bench, pages: &mut Table, targets: &mut Table) -> Result<()> {
    let (store, folder) = demo_data(bench, "pages")?;
    let server = bench.binary.serve(&store, &folder, Mode::Normal)?;
    let path = format!("/c/{}", server.with_state("open")?);
    bench.runtime.block_on(async {
        let mut reader = Reader::new(&server).await?;
        let first = reader.get(&path).await?;
        reader.keep_cookie(&first);
        reader.visited(&path).await?.add_to(pages, &format!("{path}, before the poll is answered"));
        reader.answer_poll(&path, &first.text()).await?;
        let page = reader.visited(&path).await?;
        page.add_to(pages, &format!("{path}, answering statements"));
        let mut n_bytes = page.n_bytes_gzip;
        for asset in assets(&page.html) {
            let weight = reader.visited(&asset).await?;
            weight.add_to(pages, &asset);
            n_bytes += weight.n_bytes_gzip;
        }
        let weight_kb = n_bytes as f64 / 1000.0;
        targets.row([
            "answering page with style and script, gzip".to_owned(),
            ANSWERING_WEIGHT_TARGET.text("KB"),
            format!("{weight_kb:.1} KB"),
            ANSWERING_WEIGHT_TARGET.verdict(weight_kb),
        ]);
        Ok::<_, anyhow::Error>(())
    })?;
    server.stop()
}

/// A reader with a cookie.
pub struct Reader {
    connection: Connection,
    cookie: String,
}

/// A page that was asked for many times.
pub struct Visited {
    pub html: String,
    pub times: Histogram,
    n_bytes_plain: usize,
    n_bytes_gzip: usize,
}

impl Reader {
    pub async fn new(server: &Server) -> Result<Self> {
        Ok(Self { connection: Connection::open(server.address).await?, cookie: String::new() })
    }

    async fn get(&mut self, path: &str) -> Result<Answer> {
        self.ask("GET", path, &[], "").await
    }

    pub async fn ask(&mut self, method: &str, path: &str, extra: &[(&str, &str)], body: &str) -> Result<Answer> {
        let cookie = self.cookie.clone();
        let mut headers = extra.to_vec();
        if !cookie.is_empty() {
            headers.push(("cookie", &cookie));
        }
        let answer = self.connection.answer_to(&request(method, path, &headers, body)).await?;
        ensure!(answer.status < 400, "{method} `{path}` was answered {}", answer.status);
        Ok(answer)
    }

    pub fn keep_cookie(&mut self, answer: &Answer) {
        let pair = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        if let Some(pair) = pair {
            pair.clone_into(&mut self.cookie);
        }
    }

    pub async fn visited(&mut self, path: &str) -> Result<Visited> {
        let plain = self.get(path).await?;
        let mut times = Histogram::default();
        let mut n_bytes_gzip = 0;
        for _ in 0..N_REQUESTS {
            let asked = Instant::now();
            let answer = self.ask("GET", path, &[GZIP], "").await?;
            times.record(asked.elapsed());
            n_bytes_gzip = answer.body.len();
        }
        Ok(Visited { html: plain.text(), times, n_bytes_plain: plain.body.len(), n_bytes_gzip })
    }

    /// Sends the form as a browser without scripts would, with its first option.
    async fn answer_poll(&mut self, path: &str, html: &str) -> Result<()> {
        let token = value_of(html, "token").context("the page has no form token")?;
        let option = value_of(html, "option").context("the page offers no option")?;
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let answer =
            self.ask("POST", &format!("{path}/ballot"), &form, &format!("token={token}&option={option}")).await?;
        ensure!(answer.status == 303, "the answer to the poll was answered {}, not 303", answer.status);
        self.keep_cookie(&answer);
        Ok(())
    }
}

impl Visited {
    pub fn add_to(&self, table: &mut Table, name: &str) {
        let time = |per_mille| ms(self.times.quantile(per_mille));
        let max = ms(self.times.max());
        table.row([name.to_owned(), time(500), time(990), max, kb(self.n_bytes_plain), kb(self.n_bytes_gzip)]);
    }
}

/// The value of the first input of that name.
pub fn value_of<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let tags = html.split('<').filter_map(|text| text.split('>').next());
    tags.filter(|tag| attribute(tag, "name") == Some(name)).find_map(|tag| attribute(tag, "value"))
}

/// Addresses of the style sheets and scripts a page links.
fn assets(html: &str) -> Vec<String> {
    let tags = html.split('<').filter_map(|text| text.split('>').next());
    let linked = tags.filter_map(|tag| match tag.split_whitespace().next() {
        Some("link") if attribute(tag, "rel") == Some("stylesheet") => attribute(tag, "href"),
        Some("link") if attribute(tag, "rel") == Some("modulepreload") => attribute(tag, "href"),
        Some("script") => attribute(tag, "src"),
        _ => None,
    });
    let mut assets: Vec<String> = linked.map(str::to_owned).collect();
    assets.sort();
    assets.dedup();
    assets
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let opening = format!(" {name}=\"");
    let (_, rest) = tag.split_once(&opening)?;
    rest.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<link rel=\"stylesheet\" href=\"/a.css\"><link rel=\"icon\" href=\"/i.svg\">\
        <script type=\"module\" src=\"/a.js\"></script><form><input type=\"hidden\" name=\"token\" value=\"t1\">\
        <input type=\"radio\" name=\"option\" id=\"option-4\" value=\"4\"><input name=\"option\" value=\"5\"></form>";

    #[test]
    fn linked_assets_are_found() {
        assert_eq!(assets(PAGE), ["/a.css", "/a.js"]);
        assert_eq!(assets("<p>none</p>"), [""; 0]);
    }

    #[test]
    fn form_values_are_found() {
        assert_eq!(value_of(PAGE, "token"), Some("t1"));
        assert_eq!(value_of(PAGE, "option"), Some("4"));
        assert_eq!(value_of(PAGE, "other"), None);
    }
}
