//! Handing letters over by SMTP. Where to, and with which password, is in no message and no log.

use canvass_app::mail::{Carrier, Letter, Undelivered};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

/// Longest that handing one letter over may take.
const WITHIN: Duration = Duration::from_secs(20);

/// A way to send letters.
#[derive(Clone, Debug)]
pub(crate) struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Mailer {
    /// From the command line; says what is wrong without repeating a password.
    pub(crate) fn new(smtp: &str, from: &str) -> Result<Self, String> {
        let from = from.parse().map_err(|_| format!("`{from}` is no address for letters to come from"))?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp).map_err(|_| {
            "the address for SMTP cannot be read; write smtps://user:password@host, smtp://host:587?tls=required, or \
             smtp://localhost:25"
                .to_owned()
        })?;
        Ok(Self { transport: transport.timeout(Some(WITHIN)).build(), from })
    }

    fn message(&self, letter: &Letter) -> Option<Message> {
        let recipient: Mailbox = letter.recipient.parse().ok()?;
        let host = self.from.email.domain().to_owned();
        let id = format!("<{}@{host}>", uncommon(letter));
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(recipient)
            .subject(letter.subject.chars().filter(|c| !c.is_control()).collect::<String>())
            .message_id(Some(id))
            .singlepart(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(letter.body.clone()))
            .ok()?;
        let mut set = |name: &'static str, value: String| {
            if let Ok(name) = HeaderName::new_from_ascii(name.to_owned()) {
                message.headers_mut().insert_raw(HeaderValue::new(name, value));
            }
        };
        set("Auto-Submitted", "auto-generated".to_owned());
        if let Some(url) = &letter.unsubscribe_url {
            set("List-Unsubscribe", format!("<{url}>"));
            set("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned());
        }
        Some(message)
    }
}

/// The same for the same letter, so that one that is handed over twice can be told as one.
fn uncommon(letter: &Letter) -> String {
    let parts = [
        letter.recipient.as_bytes(),
        letter.subject.as_bytes(),
        letter.body.as_bytes(),
        &letter.expires_ms.to_be_bytes(),
    ];
    canvass_app::identity::hash(&parts).hex().chars().take(32).collect()
}

impl Carrier for Mailer {
    async fn carry(&self, letter: &Letter) -> Result<(), Undelivered> {
        let Some(message) = self.message(letter) else { return Err(Undelivered::Never) };
        match tokio::time::timeout(WITHIN, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if error.is_permanent() => Err(Undelivered::Never),
            Ok(Err(error)) => {
                // What the far side says may repeat the recipient: only the kind of failure is told.
                tracing::warn!(
                    is_refused_for_now = error.is_transient(),
                    is_timeout = error.is_timeout(),
                    "a letter could not be handed over; it is tried again"
                );
                Err(Undelivered::Later)
            }
            Err(_) => Err(Undelivered::Later),
        }
    }
}
