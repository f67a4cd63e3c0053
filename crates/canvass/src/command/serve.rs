//! `canvass serve`.

use crate::exit::{Done, Failure, Kind};
use crate::fonts::FontArgs;
use crate::mail::Mailer;
use crate::outside::say;
use crate::running::{Plan, local_url, run};
use crate::storage::{Storage, TailArgs, block_on, lock_whole};
use canvass_app::AckOrder;
use canvass_app::independence::FirstAnswers;
use canvass_web::{Limits, Mail, PublicUrl, Settings, loopback};
use clap::Args;
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};
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
    /// Network that may read /metrics (repeatable). Default: this machine, and only if --public-url is local and no proxy is trusted
    #[arg(long, value_name = "CIDR", env = "CANVASS_METRICS_FROM", value_delimiter = ',')]
    metrics_from: Vec<IpNet>,
    /// Write what is served where, as JSON, once requests are answered
    #[arg(long, value_name = "PATH")]
    ready_file: Option<PathBuf>,
    /// Publish new comments in batches, each time this many more people have answered; the rest appear at the close
    #[arg(long, value_name = "N", env = "CANVASS_COMMENT_BATCH", default_value = "10", value_parser = at_least_one)]
    comment_batch: NonZeroU32,
    #[command(flatten)]
    tail: TailArgs,
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
    /// Readers who answer for the first time, at once, from one address (an IPv6 /64 is one; a /48 has eight times that)
    #[arg(long, value_name = "N", env = "CANVASS_FIRST_ANSWERS_PER_ADDRESS", default_value = "10", value_parser = at_least_one)]
    first_answers_per_address: NonZeroU32,
    /// Of those, an hour after that
    #[arg(long, value_name = "N", env = "CANVASS_FIRST_ANSWERS_PER_HOUR", default_value = "30", value_parser = at_least_one)]
    first_answers_per_hour: NonZeroU32,
    /// Statements, comments and reports a minute from one address
    #[arg(long, value_name = "N", env = "CANVASS_TEXTS_PER_ADDRESS", default_value = "120", value_parser = at_least_one)]
    texts_per_address: NonZeroU32,
    /// Of those, an hour by one reader
    #[arg(long, value_name = "N", env = "CANVASS_TEXTS_PER_READER", default_value = "60", value_parser = at_least_one)]
    texts_per_reader: NonZeroU32,
    /// Of those, a day from one address in one conversation
    #[arg(long, value_name = "N", env = "CANVASS_TEXTS_A_DAY", default_value = "1000", value_parser = at_least_one)]
    texts_a_day: NonZeroU32,
    /// Notes that words of a take are unclear, a day from one address in one conversation
    #[arg(long, value_name = "N", env = "CANVASS_UNCLEAR_A_DAY", default_value = "40", value_parser = at_least_one)]
    unclear_a_day: NonZeroU32,
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

/// What to set so that limits count readers and not the machine that passes their requests on.
fn advice(settings: &Settings, listens_on: IpAddr) -> Option<String> {
    let url = settings.public_url.as_str();
    let is_local = settings.public_url.is_loopback();
    match (is_local, settings.trusted_proxies.is_empty()) {
        // Nobody but a proxy speaks TLS, or reaches a listener on this machine.
        (false, true) if settings.public_url.is_https() || listens_on.to_canonical().is_loopback() => Some(format!(
            "readers reach `{url}` through a proxy, and none is trusted: all of them share the limits of one address. \
             Name the proxy, such as --trusted-proxy 127.0.0.1/32, and have it set X-Forwarded-For itself"
        )),
        (false, true) => Some(format!(
            "if a proxy stands before `{url}`, name it with --trusted-proxy and have it set X-Forwarded-For itself: \
             otherwise all readers share the limits of one address"
        )),
        (true, false) => Some(format!(
            "a proxy is trusted, and links lead to `{url}` on this machine: set --public-url to the address readers use"
        )),
        (true, true) if !listens_on.to_canonical().is_loopback() => Some(format!(
            "others can reach this server, and links lead to `{url}` on this machine: set --public-url to the address \
             readers use, and --trusted-proxy where a proxy stands before it"
        )),
        (true, true) | (false, false) => None,
    }
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
        let lock = lock_whole(&store, "serve", self.tail).await?;
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
            texts_per_reader: self.limits.texts_per_reader,
            texts_per_address_a_day: self.limits.texts_a_day,
            unclear_per_address_a_day: self.limits.unclear_a_day,
            max_streams: self.limits.max_streams,
            max_streams_per_address: self.limits.streams_per_address,
            max_connections: self.limits.max_connections,
            ..Limits::default()
        };
        let mail = if mailer.is_some() { Mail::On } else { Mail::Off };
        let mut settings =
            Settings { public_url, trusted_proxies: self.trusted_proxy, metrics_from: self.metrics_from, mail, limits };
        if settings.metrics_from.is_empty() && settings.exempts_loopback() {
            settings.metrics_from = loopback();
        }
        let advice = advice(&settings, listener.local_addr()?.ip());
        let ready_file = self.ready_file;
        let plan = Plan {
            store,
            lock,
            order,
            listener,
            settings,
            ready_file,
            comment_batch: self.comment_batch.get(),
            first_answers: FirstAnswers {
                at_once: self.limits.first_answers_per_address,
                per_hour: self.limits.first_answers_per_hour,
            },
            desk_sign_in_url: None,
            demo_take: None,
            mailer,
        };
        run(plan, |url| {
            if let Some(advice) = advice {
                tracing::warn!("{advice}");
            }
            say(format_args!("Canvass answers at {}/", url.as_str()));
        })
        .await
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_to_set_where_limits_would_count_a_proxy_and_not_readers() {
        let check = |url: &str, proxies: &[&str], listens_on: &str, expected: &str| {
            let settings = Settings {
                public_url: PublicUrl::parse(url).expect("an address"),
                trusted_proxies: proxies.iter().map(|net| net.parse().expect("a network")).collect(),
                metrics_from: Vec::new(),
                mail: Mail::Off,
                limits: Limits::default(),
            };
            let advice = advice(&settings, listens_on.parse().expect("an IP address")).unwrap_or_default();
            let is_said = if expected.is_empty() { advice.is_empty() } else { advice.contains(expected) };
            assert!(is_said, "{url} {proxies:?} {listens_on}: {advice}");
        };
        check("http://localhost:8400", &[], "127.0.0.1", "");
        check("http://localhost:8400", &[], "0.0.0.0", "set --public-url");
        check("http://localhost:8400", &["127.0.0.1/32"], "127.0.0.1", "set --public-url");
        check("https://ask.example.org", &[], "127.0.0.1", "--trusted-proxy 127.0.0.1/32");
        check("https://ask.example.org", &[], "0.0.0.0", "--trusted-proxy 127.0.0.1/32");
        check("http://ask.example.org", &[], "::1", "--trusted-proxy 127.0.0.1/32");
        check("http://ask.example.org", &[], "192.0.2.1", "if a proxy stands before");
        check("https://ask.example.org", &["10.0.0.0/8"], "0.0.0.0", "");
    }
}
