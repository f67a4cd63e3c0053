//! `canvass user add`.

use crate::exit::{Done, Failure, Kind};
use crate::outside::{now_ms, random_bytes, remark, say};
use crate::storage::{PUBLIC_URL, Storage, block_on};
use canvass_app::desk;
use canvass_domain::Role;
use canvass_web::PublicUrl;
use clap::{Args, Subcommand};

/// Where `serve` answers unless it is told otherwise.
const GUESSED_URL: &str = "http://localhost:8400";
/// Longest e-mail address.
const MAX_EMAIL_CHARS: usize = 254;

/// Add staff.
#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Add somebody, or give them another role, and print a sign-in link that works once, within 15 minutes
    Add(Add),
}

/// Who to add, and as what.
#[derive(Debug, Args)]
pub(crate) struct Add {
    #[command(flatten)]
    storage: Storage,
    /// Their e-mail address
    email: String,
    /// What they may do: owner, editor, moderator or analyst
    #[arg(long)]
    role: String,
    /// The address of the server; without it the one at which a server last answered on this data
    #[arg(long, value_name = "URL", env = "CANVASS_PUBLIC_URL")]
    public_url: Option<String>,
}

impl User {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        match self {
            Self::Add(add) => block_on(add.run()),
        }
    }
}

impl Add {
    async fn run(self) -> Done {
        let usage = |why: String| Failure::new(Kind::Usage, anyhow::anyhow!(why));
        let role = Role::from_word(&self.role)
            .ok_or_else(|| usage(format!("`{}` is no role: owner, editor, moderator or analyst", self.role)))?;
        let is_address = self.email.contains('@') && self.email.chars().count() <= MAX_EMAIL_CHARS;
        if !is_address || self.email.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(usage(format!("`{}` is no e-mail address", self.email)));
        }
        let parse = |url: &str| {
            let why = || usage(format!("`{url}` is no public address; use one such as https://ask.example.org"));
            PublicUrl::parse(url).ok_or_else(why)
        };
        let given = self.public_url.as_deref().map(parse).transpose()?;
        let is_there = self.storage.is_there();
        let store = self.storage.open().await?;
        if !is_there {
            remark(format_args!("There was no database in `{}`; a new one was made.", store.database().place()));
        }
        let kept = store.setting(PUBLIC_URL).await?.as_deref().and_then(PublicUrl::parse);
        let url = match given.or(kept) {
            Some(url) => url,
            None => {
                remark(format_args!(
                    "No server has run on this data yet, so the link guesses {GUESSED_URL}; say --public-url otherwise."
                ));
                parse(GUESSED_URL)?
            }
        };
        let token = desk::invite(&store, &self.email.to_lowercase(), role, random_bytes()?, now_ms()).await?;
        store.close().await;
        say(format_args!("{}/desk/sign-in/{token}", url.as_str()));
        Ok(())
    }
}
