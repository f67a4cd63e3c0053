//! `canvass demo`: a living sample conversation on the embedded database.

use crate::exit::{Done, Failure};
use crate::fonts::FontArgs;
use crate::outside::{now_ms, random_bytes, remark, say};
use crate::running::{Plan, local_url, run};
use crate::storage::{TailArgs, block_on, lock_whole};
use canvass_app::desk::people;
use canvass_app::independence::FirstAnswers;
use canvass_app::{AckOrder, Database, StaffId, Store};
use canvass_domain::{EmailAddress, Role, Slug};
use canvass_web::{Limits, Mail, Settings, loopback};
use clap::Args;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use tokio::net::TcpListener;

const PORT: u16 = 8400;
/// How many ports are tried when one is taken.
const MAX_TRIES: u16 = 50;
/// Comments appear as soon as one more person answers: few people try a demo together.
const COMMENT_BATCH: u32 = 1;
/// Name of the setting that marks a folder as the demo's, with the seed it was filled from.
const MARK: &str = "demo_seed";
const OWNER: &str = "owner@example.org";

/// Start with a living sample conversation.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Folder to keep the data in: an empty one, or one that the demo made; without it a temporary one
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Port; without it 8400, or the next free one
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Seed of the synthetic answers, 1 unless told; a folder keeps the one it was made from
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Write what is served where, as JSON, once requests are answered
    #[arg(long, value_name = "PATH")]
    ready_file: Option<PathBuf>,
    #[command(flatten)]
    tail: TailArgs,
    #[command(flatten)]
    fonts: FontArgs,
}

impl Demo {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        self.fonts.load()?;
        // Deleted when it goes out of scope; a folder given by name never is.
        let temporary = match &self.data {
            Some(_) => None,
            None => Some(tempfile::Builder::new().prefix("canvass-demo-").tempdir()?),
        };
        let folder = match (&self.data, &temporary) {
            (Some(folder), _) => folder.clone(),
            (None, Some(temporary)) => temporary.path().to_owned(),
            (None, None) => return Err(Failure::refused("there is no folder for the data")),
        };
        block_on(self.serve(folder))
    }

    async fn serve(self, folder: PathBuf) -> Done {
        let found = look_into(&folder)?;
        let data = folder.display().to_string();
        let store = Store::open(Database::Folder(folder)).await?;
        let lock = lock_whole(&store, "demo", self.tail).await?;
        let slugs = fill(&store, found, self.seed).await?;
        let slug = slugs.open.clone();
        let take = canvass_app::edition::edition_id(&slugs.closed, 2);
        let owner = EmailAddress::parse(OWNER).map_err(Failure::refused)?;
        let doing = people::Doing { by: StaffId::COMMAND_LINE, at_ms: now_ms() };
        let token = people::add(&store, &owner, Role::Owner, random_bytes()?, doing).await?.token;
        let listener = listen(self.port).await?;
        let public_url = local_url(&listener)?;
        let base = public_url.as_str().to_owned();
        let sign_in = format!("{base}/desk/sign-in/{token}");
        let settings = Settings {
            public_url,
            trusted_proxies: Vec::new(),
            metrics_from: loopback(),
            mail: Mail::Off,
            limits: Limits::default(),
        };
        let plan = Plan {
            store,
            lock,
            order: AckOrder::AfterCommit,
            listener,
            settings,
            ready_file: self.ready_file,
            comment_batch: COMMENT_BATCH,
            first_answers: FirstAnswers::default(),
            desk_sign_in_url: Some(sign_in.clone()),
            demo_take: Some(slugs.closed),
            mailer: None,
        };
        let until = if self.data.is_some() { "stays there" } else { "is gone once it stops; `--data DIR` keeps it" };
        run(plan, |_| {
            say(format_args!("Home page  {base}/"));
            say(format_args!("Results    {base}/c/{slug}/results"));
            say(format_args!("Take       {base}/take/{take}"));
            say(format_args!("Desk       {sign_in}"));
            remark("The desk link works once, within 15 minutes. The 1,760 readers are made up. Ctrl-C stops.");
            remark("Others see a comment once one more person has answered; on a server of yours, once ten more have.");
            remark(format_args!("Everything is in `{data}` and {until}."));
        })
        .await
    }
}

/// What is in the folder before the demo opens it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Nothing,
    Database,
}

/// Only an empty folder, or one that the demo made, is used; anything else may be somebody's data.
fn look_into(folder: &Path) -> Result<Found, Failure> {
    if folder.join("canvass.sqlite").exists() {
        return Ok(Found::Database);
    }
    let is_empty = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) => return Err(Failure::refused(format!("`{}`: {error}", folder.display()))),
    };
    if is_empty {
        return Ok(Found::Nothing);
    }
    Err(Failure::refused(format!("`{}` is not empty and not the demo's; name an empty folder", folder.display())))
}

/// What the demo is about.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Slugs {
    /// The reference conversation.
    open: Slug,
    /// The same once it has closed.
    closed: Slug,
}

/// Fills a fresh database, or what is missing of one that was stopped halfway.
async fn fill(store: &Store, found: Found, seed: Option<u64>) -> Result<Slugs, Failure> {
    let place = store.database().place();
    if found == Found::Database && store.setting(MARK).await?.is_none() {
        return Err(Failure::refused(format!("`{place}` was not made by the demo; name an empty folder")));
    }
    // Marked first: a demo stopped halfway through filling is ours all the same, and what is missing is filled in.
    let kept = store.setting_or(MARK, &seed.unwrap_or(canvass_demo::DEFAULT_SEED).to_string()).await?;
    if let Some(seed) = seed.map(|seed| seed.to_string()).filter(|seed| *seed != kept) {
        return Err(Failure::refused(format!("`{place}` was made from seed {kept}; name an empty folder for {seed}")));
    }
    let kept = kept.parse().map_err(|_| Failure::bad_input(format!("`{place}` has the unknown seed `{kept}`")))?;
    let there = store.conversations().await?;
    let made = canvass_demo::reference(kept).map_err(Failure::refused)?;
    let draft = canvass_demo::draft().map_err(Failure::refused)?;
    let is_missing = |slug: &Slug| there.iter().all(|conversation| conversation.slug != *slug);
    let now_ms = now_ms();
    if is_missing(&made.slug) {
        store.load(&made.slug, &made.transcript, now_ms, &mut |_| {}).await?;
    }
    if is_missing(&draft.slug) {
        store.load(&draft.slug, &canvass_app::conversation::draft(&draft, now_ms), now_ms, &mut |_| {}).await?;
    }
    let closed = canvass_demo::closed(kept).map_err(Failure::refused)?;
    if is_missing(&closed.slug) {
        store.load(&closed.slug, &closed.transcript, now_ms, &mut |_| {}).await?;
    }
    Ok(Slugs { open: made.slug, closed: closed.slug })
}

async fn listen(port: Option<u16>) -> Result<TcpListener, Failure> {
    if let Some(port) = port {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
        return listener.map_err(|error| Failure::refused(format!("port {port}: {error}")));
    }
    for port in (PORT..).take(usize::from(MAX_TRIES)) {
        if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            if port != PORT {
                remark(format_args!("Port {PORT} is taken; using {port}."));
            }
            return Ok(listener);
        }
    }
    Err(Failure::refused(format!("no free port between {PORT} and {}", PORT + MAX_TRIES - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_demo_stopped_halfway_is_made_whole_from_its_own_seed() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(Database::Folder(folder.path().to_owned())).await.unwrap();
        store.setting_or(MARK, "3").await.unwrap();
        let slug = fill(&store, Found::Database, None).await.ok().unwrap();
        let note = async || store.conversations().await.unwrap()[0].note.clone().unwrap();
        assert!(note().await.contains("seed 3"), "{}", note().await);
        assert_eq!(store.conversations().await.unwrap().len(), 3);
        assert_eq!(fill(&store, Found::Database, Some(3)).await.ok(), Some(slug), "nothing is made twice");
        assert_eq!(store.conversations().await.unwrap().len(), 3);
        assert!(fill(&store, Found::Database, Some(4)).await.is_err());
    }

    #[tokio::test]
    async fn what_only_the_first_half_is_there_of_is_completed() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(Database::Folder(folder.path().to_owned())).await.unwrap();
        store.setting_or(MARK, "1").await.unwrap();
        let made = canvass_demo::reference(1).unwrap();
        store.load(&made.slug, &made.transcript, 1, &mut |_| {}).await.unwrap();
        fill(&store, Found::Database, None).await.ok().unwrap();
        let slugs: Vec<_> = store.conversations().await.unwrap().into_iter().map(|c| c.slug).collect();
        assert_eq!(slugs, [made.slug, canvass_demo::draft().unwrap().slug, canvass_demo::closed(1).unwrap().slug]);
    }
}
