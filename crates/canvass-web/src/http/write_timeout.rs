//! The write timeout: a connection waits only so long for its client to read. Nothing else notices a client that asks
//! and never reads: it would keep its place, and the answer made for it, for as long as it likes.

use crate::http::connection_limit::Connection;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

/// A connection that gives up once nothing could be sent for so long.
#[derive(Debug)]
pub(crate) struct WriteTimeout<C> {
    connection: C,
    timeout: Duration,
    deadline: Option<Pin<Box<Sleep>>>,
    /// Told whether something is being sent.
    state: Option<Arc<Connection>>,
}

impl<C> WriteTimeout<C> {
    pub(crate) const fn new(connection: C, timeout: Duration) -> Self {
        Self { connection, timeout, deadline: None, state: None }
    }

    /// The same, telling the connection limit whether something is being sent.
    pub(crate) fn telling(mut self, state: &Arc<Connection>) -> Self {
        self.state = Some(Arc::clone(state));
        self
    }

    fn tell(&self, is_sending: bool) {
        if let Some(state) = &self.state {
            state.sending(is_sending);
        }
    }

    /// What sending came to; where it waits, whether it has waited too long since something last went out.
    fn judge<T>(&mut self, sent: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if sent.is_ready() {
            if self.deadline.take().is_some() {
                self.tell(false);
            }
            return sent;
        }
        if self.deadline.is_none() {
            self.tell(true);
        }
        let timeout = self.timeout;
        let deadline =
            self.deadline.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(Instant::now() + timeout)));
        deadline.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<C: AsyncRead + Unpin> AsyncRead for WriteTimeout<C> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_read(context, into)
    }
}

impl<C: AsyncWrite + Unpin> AsyncWrite for WriteTimeout<C> {
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
        let timeout = Duration::from_secs(30);
        let (ours, mut theirs) = duplex(4);
        let mut ours = WriteTimeout::new(ours, timeout);
        let slowly = async {
            let mut bytes = [0; 4];
            for _ in 0..5 {
                tokio::time::sleep(timeout * 9 / 10).await;
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
