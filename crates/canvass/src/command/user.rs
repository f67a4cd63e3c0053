//! `canvass user`: who is staff, beside a running server too.

use crate::exit::{Done, Failure, Kind};
use crate::outside::{now_ms, random_bytes, remark, say};
use crate::storage::{PUBLIC_URL, Storage, block_on};
use canvass_app::desk::people;
use canvass_app::{AppError, StaffId, Store};
use canvass_domain::{EmailAddress, Role};
use canvass_web::PublicUrl;
use clap::{Args, Subcommand};

/// Where `serve` answers unless it is told otherwise.
const GUESSED_URL: &str = "http://localhost:8400";
/// Who is staff, and what they may do.
#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Add somebody, or give them another role, and print a sign-in link that works once, within 15 minutes
    Add(Add),
    /// Give somebody another role, which acts at once
    Role(NewRole),
    /// Take somebody off the staff; their sessions end at once
    Remove(Somebody),
    /// Print everybody on the staff with their role
    List(Everybody),
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

/// Whom to give which role.
#[derive(Debug, Args)]
pub(crate) struct NewRole {
    #[command(flatten)]
    whom: Somebody,
    /// What they may do: owner, editor, moderator or analyst
    #[arg(long)]
    role: String,
}

/// One of the staff.
#[derive(Debug, Args)]
pub(crate) struct Somebody {
    #[command(flatten)]
    storage: Storage,
    /// Their e-mail address
    email: String,
}

/// All of the staff.
#[derive(Debug, Args)]
pub(crate) struct Everybody {
    #[command(flatten)]
    storage: Storage,
}

impl User {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        match self {
            Self::Add(add) => block_on(add.run()),
            Self::Role(new) => block_on(new.run()),
            Self::Remove(whom) => block_on(whom.remove()),
            Self::List(everybody) => block_on(everybody.list()),
        }
    }
}

impl Add {
    async fn run(self) -> Done {
        let role = role(&self.role)?;
        let email = address(&self.email)?;
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
        let invited = people::add(&store, &email, role, random_bytes()?, doing()).await?;
        store.close().await;
        say(format_args!("{}/desk/sign-in/{}", url.as_str(), invited.token));
        Ok(())
    }
}

impl NewRole {
    async fn run(self) -> Done {
        let role = role(&self.role)?;
        let (store, id) = self.whom.find().await?;
        let changed = people::change_role(&store, id, role, doing()).await?;
        store.close().await;
        say(format_args!("{} {}", changed.email, changed.role.word()));
        Ok(())
    }
}

impl Somebody {
    async fn remove(self) -> Done {
        let (store, id) = self.find().await?;
        let removed = people::remove(&store, id, doing()).await?;
        store.close().await;
        say(&removed.email);
        Ok(())
    }

    async fn find(&self) -> Result<(Store, i64), Failure> {
        let email = address(&self.email)?;
        let store = self.storage.open_existing().await?;
        match people::find(&store, &email).await {
            Ok(member) => Ok((store, member.id)),
            Err(AppError::NotFound(_)) => {
                Err(Failure::refused(format!("`{email}` is not on the staff; `canvass user list` says who is")))
            }
            Err(error) => Err(error.into()),
        }
    }
}

impl Everybody {
    async fn list(self) -> Done {
        let store = self.storage.open_existing().await?;
        let everybody = people::list(&store).await?;
        store.close().await;
        everybody.iter().for_each(|member| say(format_args!("{} {}", member.email, member.role.word())));
        Ok(())
    }
}

fn usage(why: String) -> Failure {
    Failure::new(Kind::Usage, anyhow::anyhow!(why))
}

fn role(word: &str) -> Result<Role, Failure> {
    Role::from_word(word).ok_or_else(|| usage(format!("`{word}` is no role: owner, editor, moderator or analyst")))
}

fn address(text: &str) -> Result<EmailAddress, Failure> {
    EmailAddress::parse(text).map_err(|error| usage(error.to_string()))
}

fn doing() -> people::Doing {
    people::Doing { by: StaffId::COMMAND_LINE, at_ms: now_ms() }
}
