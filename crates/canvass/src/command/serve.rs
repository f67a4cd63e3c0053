//! `canvass serve`.

use crate::exit::{Done, Failure, Kind};
use crate::fonts::FontArgs;
use crate::mail::Mailer;
use crate::outside::say;
use crate::running::{Plan, local_url, run};
use crate::storage::{Storage, block_on, lock};
use canvass_app::AckOrder;
use canvass_web::{Limits, Mail, PublicUrl, Settings};
use clap::Args;
use ipnet::IpNet;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use tokio::net::TcpListener;

/// Run the server.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    storage: Storage,
    /// Where to listen
    #[arg(long, value_name = "ADDR:PORT", env = "CANVASS_LISTEN", default_value = "127.0.0.1:8400", value_parser = address)]
    listen: SocketAddr,
    /// The address readers see; https makes cookies Secure; without it http://localhost with the port
    #[arg(long, value_name = "URL", env = "CANVASS_PUBLIC_URL")]
    public_url: Option<String>,
    /// A proxy whose X-Forwarded-For is believed; may be given several times
    #[arg(long, value_name = "CIDR", env = "CANVASS_TRUSTED_PROXY", value_delimiter = ',')]
    trusted_proxy: Vec<IpNet>,
    /// From where /metrics may be read; may be given several times
    #[arg(long, value_name = "CIDR", env = "CANVASS_METRICS_FROM", value_delimiter = ',', default_values = ["127.0.0.0/8", "::1/128"])]
    metrics_from: Vec<IpNet>,
    /// Write what is served where, as JSON, once requests are answered
    #[arg(long, value_name = "PATH")]
    ready_file: Option<PathBuf>,
    #[command(flatten)]
    fonts: FontArgs,
    #[command(flatten)]
    mail: MailArgs,
    #[command(flatten)]
    limits: LimitArgs,
    #[cfg(feature = "faults")]
    #[arg(long, hide = true, value_enum)]
    fault: Option<Fault>,
    /// A disk that is full while there is a file of that name
    #[cfg(feature = "faults")]
    #[arg(long, hide = true, conflicts_with = "fault")]
    full_while: Option<String>,
}

/// How letters are sent. Without, everything works by links.
#[derive(Debug, Args)]
struct MailArgs {
    /// Where letters are handed over: smtps://user:password@host, smtp://host:587?tls=required, smtp://localhost:25
    #[arg(long, value_name = "URL", env = "CANVASS_SMTP", hide_env_values = true, requires = "mail_from")]
    smtp: Option<String>,
    /// The address that letters come from
    #[arg(long, value_name = "ADDRESS", env = "CANVASS_MAIL_FROM", requires = "smtp")]
    mail_from: Option<String>,
}

impl MailArgs {
    fn mailer(&self) -> Result<Option<Mailer>, Failure> {
        let (Some(smtp), Some(from)) = (&self.smtp, &self.mail_from) else { return Ok(None) };
        Mailer::new(smtp, from).map(Some).map_err(|why| Failure::new(Kind::Usage, anyhow::anyhow!(why)))
    }
}

/// Bounds on what one client may ask for.
#[derive(Debug, Args)]
struct LimitArgs {
    /// Writes a second for one reader
    #[arg(long, value_name = "N", env = "CANVASS_WRITES_PER_READER", default_value = "20", value_parser = at_least_one)]
    writes_per_reader: NonZeroU32,
    /// Requests a second from one address (an IPv6 /64 is one), in bursts of twice as many
    #[arg(long, value_name = "N", env = "CANVASS_REQUESTS_PER_ADDRESS", default_value = "200", value_parser = at_least_one)]
    requests_per_address: NonZeroU32,
    /// Statements, comments and reports a minute from one address
    #[arg(long, value_name = "N", env = "CANVASS_TEXTS_PER_ADDRESS", default_value = "120", value_parser = at_least_one)]
    texts_per_address: NonZeroU32,
    /// Live streams open at once
    #[arg(long, value_name = "N", env = "CANVASS_MAX_STREAMS", default_value = "2000")]
    max_streams: usize,
    /// Live streams open at once from one address
    #[arg(long, value_name = "N", env = "CANVASS_STREAMS_PER_ADDRESS", default_value = "20")]
    streams_per_address: usize,
    /// Connections open at once; more wait (the system's limit on open files must allow as many)
    #[arg(long, value_name = "N", env = "CANVASS_MAX_CONNECTIONS", default_value = "4096")]
    max_connections: usize,
}

/// Deliberate faults, for tests that must notice them.
#[cfg(feature = "faults")]
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Fault {
    /// Acknowledge before the commit.
    AckFirst,
    /// Never write anything.
    NoStore,
}

/// Where to listen, in full.
fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        "it needs an IP address and a port, such as 127.0.0.1:8400 for this machine or 0.0.0.0:8400 for every network"
            .to_owned()
    })
}

fn at_least_one(text: &str) -> Result<NonZeroU32, String> {
    text.parse().map_err(|_| format!("it needs a whole number from 1 to {}", u32::MAX))
}

impl Serve {
    /// Runs the command.
    pub(crate) fn run(self) -> Done {
        block_on(self.serve())
    }

    async fn serve(mut self) -> Done {
        let order = self.order();
        let public_url = self.public_url.as_deref().map(|url| {
            let why = || anyhow::anyhow!("`{url}` is no public address; use one such as https://ask.example.org");
            PublicUrl::parse(url).ok_or_else(|| Failure::new(Kind::Usage, why()))
        });
        let public_url = public_url.transpose()?;
        let mailer = self.mail.mailer()?;
        self.fonts.load()?;
        let store = self.storage.open().await?;
        let lock = lock(&store, "serve").await?;
        let listener = TcpListener::bind(self.listen).await;
        let listener =
            listener.map_err(|error| Failure::refused(format!("cannot listen on {}: {error}", self.listen)))?;
        let public_url = match public_url {
            Some(url) => url,
            None => local_url(&listener)?,
        };
        let limits = Limits {
            writes_per_credential: self.limits.writes_per_reader,
            requests_per_address: self.limits.requests_per_address,
            texts_per_address: self.limits.texts_per_address,
            max_streams: self.limits.max_streams,
            max_streams_per_address: self.limits.streams_per_address,
            max_connections: self.limits.max_connections,
            ..Limits::default()
        };
        let mail = if mailer.is_some() { Mail::On } else { Mail::Off };
        let settings =
            Settings { public_url, trusted_proxies: self.trusted_proxy, metrics_from: self.metrics_from, mail, limits };
        let ready_file = self.ready_file;
        let plan = Plan {
            store,
            lock,
            order,
            listener,
            settings,
            ready_file,
            desk_sign_in_url: None,
            demo_take: None,
            mailer,
        };
        run(plan, |url| say(format_args!("Canvass answers at {}/", url.as_str()))).await
    }

    #[cfg(feature = "faults")]
    fn order(&mut self) -> AckOrder {
        match self.fault {
            None => self.full_while.take().map_or(AckOrder::AfterCommit, |file| AckOrder::FullWhile(file.leak())),
            Some(Fault::AckFirst) => AckOrder::BeforeCommit,
            Some(Fault::NoStore) => AckOrder::WithoutStoring,
        }
    }

    #[cfg(not(feature = "faults"))]
    #[expect(clippy::unused_self, reason = "the same call with and without faults")]
    const fn order(&mut self) -> AckOrder {
        AckOrder::AfterCommit
    }
}
