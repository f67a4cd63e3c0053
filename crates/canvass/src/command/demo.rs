//! `canvass demo`: a living sample conversation on the embedded database.

use crate::exit::{Done, Failure};
use crate::outside::{now_ms, random_bytes, remark, say};
use crate::running::{Plan, local_url, run};
use crate::storage::{block_on, lock};
use canvass_app::{AckOrder, Database, Store, demo, desk};
use canvass_domain::Role;
use canvass_web::{Limits, Settings};
use clap::Args;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use tokio::net::TcpListener;

const PORT: u16 = 8400;
/// How many ports are tried when one is taken.
const MAX_TRIES: u16 = 50;
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
    /// Seed of the synthetic answers
    #[arg(long, value_name = "N", default_value_t = demo::DEFAULT_SEED)]
    seed: u64,
    /// Write what is served where, as JSON, once requests are answered
    #[arg(long, value_name = "PATH")]
    ready_file: Option<PathBuf>,
}

impl Demo {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
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
        refuse_foreign(&folder)?;
        let store = Store::open(Database::Folder(folder)).await?;
        let lock = lock(&store, "demo").await?;
        let slug = fill(&store, self.seed).await?;
        let token = desk::invite(&store, OWNER, Role::Owner, random_bytes()?, now_ms()).await?;
        let listener = listen(self.port).await?;
        let public_url = local_url(&listener)?;
        let base = public_url.as_str().to_owned();
        let sign_in = format!("{base}/desk/sign-in/{token}");
        let settings = Settings { public_url, trusted_proxies: Vec::new(), limits: Limits::default() };
        let plan = Plan {
            store,
            lock,
            order: AckOrder::AfterCommit,
            listener,
            settings,
            ready_file: self.ready_file,
            desk_sign_in_url: Some(sign_in.clone()),
        };
        run(plan, |_| {
            say(format_args!("Home page  {base}/"));
            say(format_args!("Results    {base}/c/{slug}/results"));
            say(format_args!("Desk       {sign_in}"));
            remark("The desk link works once, within 15 minutes. Every answer shown is synthetic. Ctrl-C stops.");
        })
        .await
    }
}

/// Only an empty folder, or one that the demo made, is used; anything else may be somebody's data.
fn refuse_foreign(folder: &Path) -> Done {
    let is_database = folder.join("canvass.sqlite").exists();
    let is_empty = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(error) => return Err(Failure::refused(format!("`{}`: {error}", folder.display()))),
    };
    if is_database || is_empty {
        return Ok(());
    }
    Err(Failure::refused(format!("`{}` is not empty and not the demo's; name an empty folder", folder.display())))
}

/// Fills a fresh database, or finds it filled; gives the slug of the reference conversation, the first one made.
async fn fill(store: &Store, seed: u64) -> Result<String, Failure> {
    let is_ours = store.setting(MARK).await?.is_some();
    match store.conversations().await?.first() {
        Some(first) if is_ours => return Ok(first.slug.to_string()),
        Some(_) => {
            let place = store.database().place();
            return Err(Failure::refused(format!(
                "`{place}` holds conversations that the demo did not make; name an empty folder"
            )));
        }
        None => {}
    }
    let made = demo::reference(seed).map_err(Failure::refused)?;
    let draft = demo::draft().map_err(Failure::refused)?;
    // Marked first: a demo stopped halfway through filling is ours all the same, and is filled again.
    store.setting_or(MARK, &seed.to_string()).await?;
    let now_ms = now_ms();
    store.load(&made.slug, &made.transcript, now_ms, &mut |_| {}).await?;
    store.load(&draft.slug, &canvass_app::conversation::draft(&draft, now_ms), now_ms, &mut |_| {}).await?;
    Ok(made.slug.to_string())
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
