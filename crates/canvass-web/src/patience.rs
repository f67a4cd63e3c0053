//! A connection that waits only so long for its client to read. Nothing else notices a client that asks and never
//! reads: it would keep its place, and the answer made for it, for as long as it likes.

use crate::seats::Seat;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

/// A connection that gives up once nothing could be sent for so long.
#[derive(Debug)]
pub(crate) struct Patient<C> {
    connection: C,
    patience: Duration,
    gives_up: Option<Pin<Box<Sleep>>>,
    /// Told whether something is being sent.
    seat: Option<Arc<Seat>>,
}

impl<C> Patient<C> {
    pub(crate) const fn new(connection: C, patience: Duration) -> Self {
        Self { connection, patience, gives_up: None, seat: None }
    }

    /// The same, telling a seat whether something is being sent.
    pub(crate) fn in_seat(mut self, seat: &Arc<Seat>) -> Self {
        self.seat = Some(Arc::clone(seat));
        self
    }

    fn tell(&self, is_sending: bool) {
        if let Some(seat) = &self.seat {
            seat.sending(is_sending);
        }
    }

    /// What sending came to; where it waits, whether it has waited too long since something last went out.
    fn judge<T>(&mut self, sent: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if sent.is_ready() {
            if self.gives_up.take().is_some() {
                self.tell(false);
            }
            return sent;
        }
        if self.gives_up.is_none() {
            self.tell(true);
        }
        let patience = self.patience;
        let gives_up =
            self.gives_up.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(Instant::now() + patience)));
        gives_up.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<C: AsyncRead + Unpin> AsyncRead for Patient<C> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_read(context, into)
    }
}

impl<C: AsyncWrite + Unpin> AsyncWrite for Patient<C> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.connection).poll_write(context, bytes);
        self.judge(sent, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.connection).poll_write_vectored(context, parts);
        self.judge(sent, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.connection.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let sent = Pin::new(&mut self.connection).poll_flush(context);
        self.judge(sent, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let sent = Pin::new(&mut self.connection).poll_shutdown(context);
        self.judge(sent, context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    #[tokio::test(start_paused = true)]
    async fn a_reader_who_stops_is_given_up_and_a_slow_one_is_not() {
        let patience = Duration::from_secs(30);
        let (ours, mut theirs) = duplex(4);
        let mut ours = Patient::new(ours, patience);
        let slowly = async {
            let mut bytes = [0; 4];
            for _ in 0..5 {
                tokio::time::sleep(patience * 9 / 10).await;
                theirs.read_exact(&mut bytes).await.unwrap();
            }
        };
        let (sent, ()) = tokio::join!(ours.write_all(&[1; 24]), slowly);
        sent.unwrap();
        let since = Instant::now();
        let stopped = ours.write_all(&[1; 24]).await.unwrap_err();
        assert_eq!((stopped.kind(), since.elapsed().as_secs()), (io::ErrorKind::TimedOut, 30));
    }
}
