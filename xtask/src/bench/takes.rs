//! A take of two million votes: drafted, published, shown and verified.
//!
//! The conversation is simulated, with a poll. Drafting and publishing are timed from sending the form to the answer,
//! `verify` as it is typed, its own start included.

use super::Bench;
use super::pages::{Reader, value_of};
use super::report::{Table, Target};
use super::server::{Binary, Mode, Server, Store};
use super::talk::link;
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::time::Instant;

pub(super) const PEOPLE: [(&str, &str); 5] = [
    ("--participants", "33422"),
    ("--statements", "783"),
    ("--groups", "3"),
    ("--votes-per-person", "60"),
    ("--poll", "9000,12000,8000"),
];
const DRAFT_TARGET: Target = Target::AtMost(10.0);
const VERIFY_TARGET: Target = Target::AtMost(60.0);
const FORM: [(&str, &str); 1] = [("content-type", "application/x-www-form-urlencoded")];

pub fn run(bench: &Bench) -> Result<()> {
    let mut table = Table::new(&["what", "measured", "target", "verdict"]);
    let people = PEOPLE.map(|(name, value)| (name, value.to_owned()));
    let (_, folder, _) = made(bench, "takes", &people, &mut table)?;
    for (what, file, more) in [("verify", "public.json", None), ("verify --private", "private.json", Some("--private"))]
    {
        let file = folder.join(file).display().to_string();
        let arguments: Vec<&str> = ["verify", &file, "--brief"].into_iter().chain(more).collect();
        let seconds = timed(&bench.binary, &arguments)?;
        row(&mut table, what, seconds, Some(VERIFY_TARGET));
    }
    table.print("A take of 2.0 million votes");
    Ok(())
}

/// A simulated conversation with a published take, and both of its bundles in the folder; the slug last.
pub(super) fn made(
    bench: &Bench,
    name: &str,
    people: &[(&str, String)],
    table: &mut Table,
) -> Result<(Store, PathBuf, String)> {
    let (store, folder) = bench.folder_store(name)?;
    let set = folder.join("set");
    let mut simulate = vec!["simulate".to_owned(), "--format".to_owned(), "tidy".to_owned()];
    simulate.extend(["--out".to_owned(), set.display().to_string()]);
    simulate.extend(people.iter().flat_map(|(name, value)| [(*name).to_owned(), value.clone()]));
    bench.binary.run_alone(&simulate.iter().map(String::as_str).collect::<Vec<_>>())?;
    let slug = bench.binary.run(&["import", "tidy", &set.display().to_string()], &store)?;
    let server = bench.binary.serve(&store, &folder, Mode::Normal)?;
    let link = link(&bench.binary, &store)?;
    bench.runtime.block_on(write(&server, &link, &slug, &folder, table))?;
    server.stop()?;
    Ok((store, folder, slug))
}

fn timed(binary: &Binary, arguments: &[&str]) -> Result<f64> {
    let started = Instant::now();
    binary.run_alone(arguments)?;
    Ok(started.elapsed().as_secs_f64())
}

fn row(table: &mut Table, what: &str, seconds: f64, target: Option<Target>) {
    let (asked, verdict) = target.map_or_else(Default::default, |target| (target.text("s"), target.verdict(seconds)));
    table.row([what.to_owned(), format!("{seconds:.2} s"), asked, verdict]);
}

/// Drafts and publishes as an editor would, and keeps both bundles.
async fn write(server: &Server, link: &str, slug: &str, folder: &Path, table: &mut Table) -> Result<()> {
    let mut editor = Reader::new(server).await?;
    let signed_in = editor.ask("POST", link, &FORM, "").await?;
    editor.keep_cookie(&signed_in);
    let composer = format!("/desk/c/{slug}/take");
    let token = token(&mut editor, &composer).await?;
    let started = Instant::now();
    editor.ask("POST", &format!("{composer}/draft"), &FORM, &format!("token={token}")).await?;
    row(table, "draft: freeze, work out, write", started.elapsed().as_secs_f64(), Some(DRAFT_TARGET));
    let started = Instant::now();
    let page = editor.ask("GET", &composer, &[], "").await?.text();
    row(table, "the composer", started.elapsed().as_secs_f64(), None);
    let was = value_of(&page, "was").context("the composer has no draft")?;
    let started = Instant::now();
    let form = format!("token={token}&was={was}&flags_read=1");
    editor.ask("POST", &format!("{composer}/publish"), &FORM, &form).await?;
    row(table, "publish: check, sign, keep", started.elapsed().as_secs_f64(), None);
    let take = format!("/take/{slug}-1");
    for what in ["the page, first", "the page, again"] {
        let started = Instant::now();
        editor.ask("GET", &take, &[], "").await?;
        row(table, what, started.elapsed().as_secs_f64(), None);
    }
    for (what, path, file) in [
        ("the public bundle", format!("{take}/bundle"), "public.json"),
        ("the private bundle", format!("{composer}/1/private.json"), "private.json"),
    ] {
        let started = Instant::now();
        let bundle = editor.ask("GET", &path, &[], "").await?.body;
        let megabytes = bundle.len() as f64 / 1e6;
        row(table, &format!("{what}, {megabytes:.1} MB"), started.elapsed().as_secs_f64(), None);
        std::fs::write(folder.join(file), bundle)?;
    }
    Ok(())
}

async fn token(editor: &mut Reader, path: &str) -> Result<String> {
    let page = editor.ask("GET", path, &[], "").await?.text();
    let token = value_of(&page, "token").context("the page has no form token")?;
    ensure!(!token.is_empty(), "the form token is empty");
    Ok(token.to_owned())
}
