//! Handing letters over, at least once: a letter is dropped after it was taken, so a crash between the two repeats it.

use super::Letter;
use crate::{App, AppError};
use canvass_domain::Millis;
use canvass_store::WaitingLetter;

/// Letters handed over in one go.
const MAX_AT_ONCE: u32 = 20;
const FIRST_WAIT_MS: Millis = 30_000;
/// Doubling stops at an hour or so.
const MAX_DOUBLINGS: u32 = 7;

/// Takes letters to where they are sent from.
pub trait Carrier: Send + Sync {
    /// Hands one over; takes a bounded time.
    fn carry(&self, letter: &Letter) -> impl Future<Output = Result<(), Undelivered>> + Send;
}

/// Why a letter was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undelivered {
    /// Not now: it is tried again.
    Later,
    /// Not ever: the address or the letter is refused.
    Never,
}

/// What became of the letters of one go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Handed over.
    pub n_sent: u64,
    /// Refused for good, or too old after all tries.
    pub n_failed: u64,
    /// To be tried again.
    pub n_delayed: u64,
}

impl App {
    /// Hands over what is due. One that waits for its next try holds nobody else up.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn send_letters(&self, carrier: &impl Carrier, now_ms: Millis) -> Result<Sent, AppError> {
        let mut sent = Sent::default();
        for WaitingLetter { number, letter, tries } in self.store.letters_due(now_ms, MAX_AT_ONCE).await? {
            if letter.expires_ms <= now_ms {
                self.store.drop_letter(number).await?;
                sent.n_failed += 1;
                continue;
            }
            match carrier.carry(&letter).await {
                Ok(()) => {
                    self.store.drop_letter(number).await?;
                    sent.n_sent += 1;
                }
                Err(Undelivered::Never) => {
                    self.store.drop_letter(number).await?;
                    sent.n_failed += 1;
                }
                Err(Undelivered::Later) => {
                    self.store.delay_letter(number, now_ms + wait_ms(tries)).await?;
                    sent.n_delayed += 1;
                }
            }
        }
        Ok(sent)
    }

    /// How many letters wait.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn n_letters(&self) -> Result<u64, AppError> {
        Ok(self.store.n_letters().await?)
    }
}

/// 30 seconds, then twice as long each time.
fn wait_ms(tries: u32) -> Millis {
    FIRST_WAIT_MS << tries.min(MAX_DOUBLINGS)
}
