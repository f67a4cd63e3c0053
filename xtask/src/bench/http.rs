//! HTTP/1.1 from the client's side, on one connection that is kept alive: just enough to measure with.
//!
//! Reads answers with a stated length or in chunks; anything else is an error. Never follows, retries or
//! decompresses: what the server sent is what is counted.

use anyhow::{Context, Result, bail};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// No answer here is larger; a server that says otherwise is broken.
const ANSWER_MAX_BYTES: usize = 1 << 30;

/// An answer, its body as sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

/// Where an answer's parts lie in the bytes received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Layout {
    status: u16,
    head_len: usize,
    /// Length of the body, when the head states it.
    body_len: Option<usize>,
}

/// One connection.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    /// Received and not yet taken; grows to the largest answer and stays.
    inbox: Vec<u8>,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await.with_context(|| format!("connecting to `{address}`"))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, inbox: Vec::with_capacity(16 * 1024) })
    }

    /// Sends a request and reads the whole answer, keeping only its status: the measured path, which allocates nothing.
    pub async fn status_of(&mut self, request: &[u8]) -> Result<u16> {
        let layout = self.exchange(request).await?;
        Ok(layout.status)
    }

    /// Sends a request and gives the answer.
    pub async fn answer_to(&mut self, request: &[u8]) -> Result<Answer> {
        let Layout { status, head_len, body_len } = self.exchange(request).await?;
        let (head, rest) = self.inbox.split_at_checked(head_len).context("the head is gone")?;
        let body = match body_len {
            Some(n_bytes) => rest.get(..n_bytes).context("the body is gone")?.to_vec(),
            None => dechunked(rest)?.context("the last chunk is gone")?.0,
        };
        Ok(Answer { status, head: String::from_utf8_lossy(head).into_owned(), body })
    }

    async fn exchange(&mut self, request: &[u8]) -> Result<Layout> {
        self.inbox.clear();
        self.stream.write_all(request).await.context("sending")?;
        loop {
            let n_bytes = self.stream.read_buf(&mut self.inbox).await.context("receiving")?;
            if let Some(layout) = complete(&self.inbox)? {
                return Ok(layout);
            }
            if n_bytes == 0 {
                bail!("the server closed the connection within an answer");
            }
            if self.inbox.len() > ANSWER_MAX_BYTES {
                bail!("the answer has more than {ANSWER_MAX_BYTES} bytes");
            }
        }
    }
}

impl Answer {
    /// The value of the first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().filter_map(|line| line.split_once(':')).find_map(|(key, value)| {
            let matches = key.eq_ignore_ascii_case(name);
            matches.then_some(value.trim())
        })
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// The layout, once the whole answer is there.
fn complete(bytes: &[u8]) -> Result<Option<Layout>> {
    let Some(layout) = layout(bytes)? else { return Ok(None) };
    let rest = bytes.get(layout.head_len..).unwrap_or_default();
    let is_complete = match layout.body_len {
        Some(n_bytes) => rest.len() >= n_bytes,
        None => dechunked(rest)?.is_some(),
    };
    Ok(is_complete.then_some(layout))
}

/// The layout, once the whole head is there.
fn layout(bytes: &[u8]) -> Result<Option<Layout>> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let mut lines = bytes.get(..end).unwrap_or_default().split(|byte| *byte == b'\n');
    let status = status_of(lines.next().unwrap_or_default())?;
    let bodiless = matches!(status, 100..=199 | 204 | 304);
    let mut body_len = bodiless.then_some(0);
    let mut is_chunked = false;
    for line in lines {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let (name, value) = line.split_at(colon);
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        if name.eq_ignore_ascii_case(b"content-length") && !bodiless {
            let n_bytes = std::str::from_utf8(value).ok().and_then(|value| value.parse().ok());
            body_len = Some(n_bytes.context("a content length that is no number")?);
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            is_chunked = value.eq_ignore_ascii_case(b"chunked");
        }
    }
    if body_len.is_none() && !is_chunked {
        bail!("an answer without a length: the connection could not be kept");
    }
    Ok(Some(Layout { status, head_len: end + 4, body_len }))
}

/// `HTTP/1.1 200 OK`.
fn status_of(line: &[u8]) -> Result<u16> {
    let digits = line.strip_prefix(b"HTTP/1.1 ").and_then(|rest| rest.get(..3));
    let status = digits.and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
    status.with_context(|| format!("`{}` opens no HTTP/1.1 answer", String::from_utf8_lossy(line).trim()))
}

/// The body and the bytes it took, once the last chunk is there. Trailers are not expected from our server.
fn dechunked(bytes: &[u8]) -> Result<Option<(Vec<u8>, usize)>> {
    let mut body = Vec::new();
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(line_len) = rest.windows(2).position(|window| window == b"\r\n") else { return Ok(None) };
        let digits = std::str::from_utf8(rest.get(..line_len).unwrap_or_default()).unwrap_or_default();
        let size = digits.split(';').next().unwrap_or_default().trim();
        let n_bytes = usize::from_str_radix(size, 16).with_context(|| format!("`{size}` is no chunk size"))?;
        let start = at + line_len + 2;
        let end = start.checked_add(n_bytes).context("a chunk size beyond all bounds")?;
        let Some(closing) = bytes.get(end..end.saturating_add(2)) else { return Ok(None) };
        if closing != b"\r\n" {
            bail!("a chunk of {n_bytes} bytes does not end where it said");
        }
        body.extend_from_slice(bytes.get(start..end).unwrap_or_default());
        at = end + 2;
        if n_bytes == 0 {
            return Ok(Some((body, at)));
        }
    }
}

/// Writes a request into `out`, which is emptied first and keeps its room.
pub fn write_request(out: &mut Vec<u8>, method: &str, path: &str, headers: &[(&str, &str)], body: &str) {
    out.clear();
    let parts = [method, " ", path, " HTTP/1.1\r\nhost: localhost\r\n"];
    out.extend(parts.into_iter().flat_map(str::bytes));
    for (name, value) in headers {
        out.extend([name, ": ", value, "\r\n"].into_iter().flat_map(str::bytes));
    }
    if !body.is_empty() {
        out.extend_from_slice(format!("content-length: {}\r\n", body.len()).as_bytes());
    }
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(body.as_bytes());
}

/// A request as bytes of its own.
pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut out = Vec::new();
    write_request(&mut out, method, path, headers, body);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    const SIZED: &[u8] = b"HTTP/1.1 201 Created\r\nContent-Length: 5\r\nx: y\r\n\r\nhello";
    const CHUNKED: &[u8] =
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n3;a=b\r\n, y\r\n0\r\n\r\n";
    const EMPTY: &[u8] = b"HTTP/1.1 204 No Content\r\n\r\n";

    #[test]
    fn no_prefix_of_an_answer_is_complete() {
        for answer in [SIZED, CHUNKED, EMPTY] {
            for end in 0..answer.len() {
                assert_eq!(complete(&answer[..end]).unwrap(), None, "{}", String::from_utf8_lossy(&answer[..end]));
            }
            assert!(complete(answer).unwrap().is_some());
        }
    }

    #[test]
    fn heads_say_status_and_length() {
        let check = |bytes: &[u8], status: u16, body_len: Option<usize>| {
            let found = complete(bytes).unwrap().unwrap();
            assert_eq!((found.status, found.body_len), (status, body_len));
        };
        check(SIZED, 201, Some(5));
        check(CHUNKED, 200, None);
        check(EMPTY, 204, Some(0));
        check(b"HTTP/1.1 304 Not Modified\r\ncontent-length: 900\r\n\r\n", 304, Some(0));
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        let check = |bytes: &[u8], part: &str| {
            let error = complete(bytes).unwrap_err().to_string();
            assert!(error.contains(part), "`{error}` does not say `{part}`");
        };
        check(b"SSH-2.0-x\r\n\r\n", "opens no HTTP/1.1 answer");
        check(b"HTTP/1.1 200 OK\r\n\r\n", "without a length");
        check(b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n", "no number");
        check(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n", "no chunk size");
        check(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nabcd\r\n", "does not end");
    }

    #[test]
    fn chunks_are_joined() {
        let start = CHUNKED.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
        assert_eq!(dechunked(&CHUNKED[start..]).unwrap().unwrap().0, b"hello, y");
    }

    #[test]
    fn requests_are_written_whole() {
        let bytes = request("PUT", "/a", &[("authorization", "Bearer t")], "{}");
        let expected = "PUT /a HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer t\r\ncontent-length: 2\r\n\r\n{}";
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }

    #[test]
    fn one_connection_carries_many_answers() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let server = tokio::spawn(async move {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut seen = [0; 1024];
                for answer in [SIZED, CHUNKED, EMPTY] {
                    let _n_bytes = stream.read(&mut seen).await.unwrap();
                    // In two pieces, to be put together again.
                    stream.write_all(&answer[..10]).await.unwrap();
                    stream.flush().await.unwrap();
                    tokio::task::yield_now().await;
                    stream.write_all(&answer[10..]).await.unwrap();
                }
            });
            let mut connection = Connection::open(address).await.unwrap();
            let get = request("GET", "/", &[], "");
            let first = connection.answer_to(&get).await.unwrap();
            assert_eq!((first.status, first.text().as_str(), first.header("X")), (201, "hello", Some("y")));
            assert_eq!(connection.answer_to(&get).await.unwrap().text(), "hello, y");
            assert_eq!(connection.status_of(&get).await.unwrap(), 204);
            server.await.unwrap();
            assert!(connection.status_of(&get).await.is_err());
        });
    }
}
