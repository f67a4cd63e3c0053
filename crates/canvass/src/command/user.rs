//! `canvass user add`.

use crate::exit::{Done, Failure, Kind};
use crate::outside::{now_ms, random_bytes, remark, say};
use crate::storage::{Storage, block_on};
use canvass_app::desk;
use canvass_domain::Role;
use canvass_web::PublicUrl;
use clap::{Args, Subcommand};

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
    /// The address of the running server
    #[arg(long, value_name = "URL", env = "CANVASS_PUBLIC_URL", default_value = "http://localhost:8400")]
    public_url: String,
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
        let url = PublicUrl::parse(&self.public_url)
            .ok_or_else(|| usage(format!("`{}` is no public address", self.public_url)))?;
        let is_there = self.storage.is_there();
        let store = self.storage.open().await?;
        if !is_there {
            remark(format_args!("There was no database in `{}`; a new one was made.", store.database().place()));
        }
        let token = desk::invite(&store, &self.email.to_lowercase(), role, random_bytes()?, now_ms()).await?;
        store.close().await;
        say(format_args!("{}/desk/sign-in/{token}", url.as_str()));
        Ok(())
    }
}
