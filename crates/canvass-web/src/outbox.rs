//! The chore that writes e-mails which are due and hands them over. Nothing a reader waits for goes through here.

use crate::reader::notice::notice_email;
use crate::server::Server;
use canvass_app::AppError;
use canvass_app::desk::Waiting;
use canvass_app::independence::Alarm;
use canvass_app::mail::{Carrier, Letter, Ready, Sent, Told};
use canvass_domain::Conversation;
use canvass_pages::letters::{self, WaitingLine};
use std::sync::Arc;

/// Writes e-mails and sends them.
#[derive(Debug)]
pub struct Outbox<C> {
    server: Server,
    carrier: C,
    told: Told,
}

impl<C: Carrier> Outbox<C> {
    /// For a running server, by a way to send.
    #[must_use]
    pub fn new(server: Server, carrier: C) -> Self {
        Self { server, carrier, told: Told::default() }
    }

    /// Writes what is due, and hands over what waits.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn run_once(&self) -> Result<Sent, AppError> {
        let (app, now_ms) = (self.server.app(), self.server.now_ms());
        let public_url = self.server.settings().public_url.as_str();
        app.tell_staff(&self.told, now_ms, |email, waiting| waiting_email(public_url, email, waiting)).await?;
        app.tell_alarms(now_ms, |email, conversation, alarm| alarm_email(public_url, email, conversation, alarm))
            .await?;
        let results = |ready: &Ready, email: &str, token: &str| {
            let conversation = &ready.conversation;
            let text = match &ready.take {
                Some(take) => letters::take_published(conversation, &format!("{public_url}/take/{take}")),
                None => letters::results_final(conversation, &format!("{public_url}/c/{}/results", conversation.slug)),
            };
            notice_email(email, text, public_url, token)
        };
        app.tell_results(now_ms, results).await?;
        let sent = app.send_letters(&self.carrier, now_ms).await?;
        self.server.metrics().posted(sent, app.n_letters().await?);
        Ok(sent)
    }
}

fn alarm_email(public_url: &str, email: &str, conversation: &Conversation, alarm: &Alarm) -> Letter {
    let url = format!("{public_url}/desk/c/{}/watch", conversation.slug);
    let text = letters::unusual(conversation, (alarm.since_ms, alarm.n), &url, &format!("{public_url}/desk"));
    Letter { recipient: email.to_owned(), subject: text.subject, body: text.body, unsubscribe_url: None, expires_ms: 0 }
}

fn waiting_email(public_url: &str, email: &str, waiting: &[(Arc<Conversation>, Waiting)]) -> Letter {
    let lines = waiting.iter().map(|(conversation, n)| WaitingLine {
        conversation,
        url: format!("{public_url}/desk/c/{}", conversation.slug),
        n: n.n() as u64,
    });
    let lines: Vec<WaitingLine<'_>> = lines.collect();
    let text = letters::waiting(&lines, &format!("{public_url}/desk"));
    Letter { recipient: email.to_owned(), subject: text.subject, body: text.body, unsubscribe_url: None, expires_ms: 0 }
}
